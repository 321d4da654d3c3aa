"""Bands against bands: worked numbers, plain-Python oracles, properties, and scale."""

import json
import tracemalloc
from collections import Counter
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tpm_data
from tpm_data import TableError
from tpm_data.overlap._audit import CONVENTIONS, Convention, audit
from tpm_data.overlap._coverage import coverage, depth_at
from tpm_data.overlap._pairs import counts, matrix, pairs

WORKED = json.loads(Path(__file__).with_name("worked_numbers.json").read_text(encoding="utf-8"))
LEVELS = {band["id"]: band["level"] for band in WORKED["bands"]}
SHARES = {
    "share_of_lower": "share_of_lower_band",
    "share_of_upper": "share_of_upper_band",
    "share_of_narrower": "share_of_narrower_band_(overlap coefficient)",
    "jaccard": "jaccard_(overlap/union)",
    "dice": "dice_(overlap/mean width)",
}
RELATIONS = ["gap", "touch", "partial", "nested", "equal"]
PAIR = ["family", "lower_level", "upper_level"]


@pytest.fixture(scope="module")
def bands():
    return tpm_data.load("salary_bands")


TYPES = {"family": "str", "level": "int64", "title": "str", "minimum": "int64", "maximum": "int64"}


def ladders(**families):
    """Bands of these ends, by family, the first of each at level 1."""
    rows = [
        (family, level, f"{family}{level}", *end)
        for family, ends in families.items()
        for level, end in enumerate(ends, 1)
    ]
    return pd.DataFrame(rows, columns=[*TYPES]).astype(TYPES)


def ladder(*ends):
    return ladders(a=ends)


# Small numbers make ties, equal, nested, touching and zero-width bands common; large ones come
# close to the bound of the contract, where a careless sum would leave int64 or the doubles.
_ends = st.one_of(
    st.tuples(st.integers(1, 12), st.integers(0, 6)),
    st.tuples(st.integers(1, 5 * 10**14), st.integers(0, 4 * 10**14)),
).map(lambda band: (band[0], sum(band)))


@st.composite
def tables(draw, families="cab"):
    """Several ladders in one table, its rows in any order, under any index."""
    table = ladders(**{family: draw(st.lists(_ends, max_size=8)) for family in families})
    return table.iloc[draw(st.permutations(range(len(table))))]


def plain(table):
    """List the bands of each family as tuples in order of level, for oracles in plain Python."""
    ordered = table.sort_values(["family", "level"])
    rows = ordered[["family", "level", "title", "minimum", "maximum"]].itertuples(index=False, name=None)
    found = {}
    for family, *rest in rows:
        found.setdefault(family, []).append(tuple(rest))
    return found


def ratio(part, whole):
    return float(Fraction(part, whole)) if whole else None


def expected_pair(a, b):
    (_, _, low_a, high_a), (_, _, low_b, high_b) = a, b
    signed = min(high_a, high_b) - max(low_a, low_b)
    overlap, width_a, width_b = max(0, signed), high_a - low_a, high_b - low_b
    if (low_a, high_a) == (low_b, high_b):
        relation = "equal"
    elif low_a <= low_b <= high_b <= high_a or low_b <= low_a <= high_a <= high_b:
        relation = "nested"
    else:
        relation = "gap" if signed < 0 else "partial" if signed else "touch"
    return (
        *(relation, signed, overlap, ratio(overlap, width_a), ratio(overlap, width_b)),
        ratio(overlap, min(width_a, width_b)),
        ratio(overlap, width_a + width_b - overlap),
        ratio(2 * overlap, width_a + width_b),
    )


def rows_of(table):
    """Rows as tuples, with None for whatever is missing."""
    return [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in table.itertuples(index=False, name=None)
    ]


# --- the worked numbers


@pytest.mark.parametrize("worked", WORKED["overlaps"]["pairs"], ids=lambda w: f"{w['lower']}-{w['upper']}")
def test_a_pair_equals_the_worked_numbers(bands, worked):
    row = pairs(bands).set_index(PAIR[1:]).loc[(LEVELS[worked["lower"]], LEVELS[worked["upper"]])]
    assert row["relation"] == worked["relation"]
    assert row["signed_overlap"] == worked["signed_overlap_usd"]
    assert row["overlap"] == worked["overlap_usd"]
    assert {name: row[name] for name in SHARES} == {
        name: float(Fraction(worked[words]["exact"])) for name, words in SHARES.items()
    }


def test_the_pairs_are_all_ten_in_order_of_level(bands):
    table = pairs(bands)
    levels = list(zip(table["lower_level"], table["upper_level"], strict=True))
    assert levels == list(combinations(range(1, 6), 2))
    assert (table["relation"] == "gap").sum() == WORKED["overlaps"]["gap_pairs"]
    assert len(pairs(bands, which="overlapping")) == WORKED["overlaps"]["overlapping_pairs"]


def test_the_stretches_equal_the_worked_segments(bands):
    worked = WORKED["segments"]
    table = coverage(bands)
    titles = dict(zip(bands["level"], bands["title"], strict=True))
    assert rows_of(table[["from", "to", "width", "depth", "titles"]]) == [
        (s["from"], s["to"], s["usd"], s["depth"], tuple(titles[LEVELS[band]] for band in s["bands"]))
        for s in worked["segments"]
    ]
    assert [table["from"].min(), table["to"].max()] == worked["union"]
    assert table["width"].sum() == worked["union_usd"]
    assert (table["depth"] > 0).all() == (worked["internal_gaps"] == [])
    assert (table["width"] * table["depth"]).sum() == worked["sum_of_widths"]
    assert table["depth"].max() == worked["max_depth"]
    at_depth = table.groupby("depth")["width"].sum()
    assert {str(depth): width for depth, width in at_depth.items()} == worked["usd_at_depth"]
    mean_depth = Fraction(int((table["width"] * table["depth"]).sum()), int(table["width"].sum()))
    assert mean_depth == Fraction(worked["mean_depth_over_union"]["exact"])


def test_depth_at_points_equals_the_worked_numbers(bands):
    worked = {int(amount): depth for amount, depth in WORKED["segments"]["depth_at_points_closed"].items()}
    assert rows_of(depth_at(bands, list(worked))[["amount", "depth"]]) == list(worked.items())


# What is true of the bundled ladder, by the worked numbers of its steps and bands.
_STRUCTURE = [
    ("maximum inversion", 4, 5, "maximum_change", Fraction(-5000), None),
    ("nested band", 4, 5, "overlap", Fraction(23750), None),
    ("negative promotion opportunity", 2, 3, "promotion_opportunity", Fraction(-30011, 300011), None),
    ("negative promotion opportunity", 3, 4, "promotion_opportunity", Fraction(-9779, 160000), None),
]
_SPREADS = {
    level: Fraction(band["range_spread_min_based"]["exact"]) for level, band in enumerate(WORKED["bands"], 1)
}
_STEPS = {
    level: Fraction(step["midpoint_differential"]["exact"])
    for level, step in enumerate(WORKED["ladder"]["steps"], 1)
}


def _outside(narrow, limit):
    return [
        *[("narrow spread", n, None, "range_spread", _SPREADS[n], limit) for n in narrow],
        *[("thin step", n, n + 1, "midpoint_differential", _STEPS[n], 0.1) for n in (2, 4)],
        ("steep step", 1, 2, "midpoint_differential", _STEPS[1], 0.2),
    ]


@pytest.mark.parametrize(
    ("convention", "outside"),
    [(None, []), ("eri", _outside([2, 3, 4, 5], 0.5)), ("mercer", _outside([3, 5], 0.4))],
)
def test_the_audit_finds_exactly_what_is_true_of_the_bundled_ladder(bands, convention, outside):
    table = audit(bands, convention=convention)
    columns = ["finding", "lower_level", "upper_level", "measure", "value", "limit"]
    expected = [(*row[:4], float(row[4]), row[5]) for row in _STRUCTURE + outside]
    assert rows_of(table[columns]) == expected
    names = [None] * len(_STRUCTURE) + [CONVENTIONS[convention].name if convention else None] * len(outside)
    assert [row[0] for row in rows_of(table[["convention"]])] == names


def test_the_worked_steps_agree_that_nothing_else_is_inverted():
    flags = ("max_inverted", "min_inverted", "mid_inverted", "promotion_without_raise_possible_from_midpoint")
    true = {(i, flag) for i, step in enumerate(WORKED["ladder"]["steps"], 1) for flag in flags if step[flag]}
    assert true == {(4, flags[0]), (2, flags[3]), (3, flags[3])}


# --- oracles in plain Python


@given(tables())
def test_pairs_equal_plain_python(table):
    expected = [
        (family, a[0], b[0], a[1], b[1], *expected_pair(a, b))
        for family, rows in plain(table).items()
        for a, b in combinations(rows, 2)
    ]
    assert rows_of(pairs(table, "family")) == expected


@given(tables())
def test_overlapping_and_adjacent_pairs_are_a_choice_of_all(table):
    every = pairs(table, "family")
    overlapping = every[every["relation"] != "gap"].reset_index(drop=True)
    pd.testing.assert_frame_equal(pairs(table, "family", "overlapping"), overlapping)
    adjacent = every[every["upper_level"] == every["lower_level"] + 1].reset_index(drop=True)
    pd.testing.assert_frame_equal(pairs(table, "family", "adjacent"), adjacent)


@given(tables())
def test_counts_equal_counted_pairs(table):
    overlapping = pairs(table, "family", "overlapping")
    partners = Counter((row[0], level) for row in rows_of(overlapping[PAIR]) for level in (row[1], row[2]))
    result = counts(table, "family")
    keys = [(family, row[0], row[1]) for family, rows in plain(table).items() for row in rows]
    assert rows_of(result) == [(*key, partners[key[:2]]) for key in keys]


@given(tables())
def test_coverage_equals_plain_python(table):
    expected = []
    for family, rows in plain(table).items():
        edges = sorted({edge for row in rows for edge in row[2:]})
        for left, right in pairwise(edges):
            over = tuple(title for _, title, low, high in rows if low <= left and right <= high)
            expected.append((family, left, right, right - left, len(over), over))
    assert rows_of(coverage(table, "family")) == expected
    assert rows_of(coverage(table, "family", titles=False)) == [row[:-1] for row in expected]


@given(tables(), st.lists(st.one_of(st.integers(0, 20), st.floats(0, 20)), max_size=5))
def test_depth_at_equals_plain_python(table, amounts):
    expected = [
        (family, amount, sum(low <= amount <= high for _, _, low, high in rows))
        for family, rows in plain(table).items()
        for amount in amounts
    ]
    assert rows_of(depth_at(table, np.array(amounts, dtype=float), "family")) == expected


def expected_findings(rows, convention):
    """Yield the findings of one ladder in their order, worked out with fractions."""
    steps = list(pairwise(rows))
    middle = {row[0]: Fraction(row[2] + row[3], 2) for row in rows}
    ends = {
        "minimum": lambda row: Fraction(row[2]),
        "midpoint": lambda row: middle[row[0]],
        "maximum": lambda row: Fraction(row[3]),
    }
    for name, end in ends.items():
        for a, b in steps:
            if end(b) < end(a):
                yield f"{name} inversion", a[0], b[0], f"{name}_change", float(end(b) - end(a))
    for finding, relation in (("equal bands", "equal"), ("nested band", "nested")):
        for a, b in combinations(rows, 2):
            if expected_pair(a, b)[0] == relation:
                yield finding, a[0], b[0], "overlap", expected_pair(a, b)[2]
    for a, b in steps:
        if expected_pair(a, b)[1] < 0:
            yield "gap", a[0], b[0], "signed_overlap", expected_pair(a, b)[1]
    for a, b in steps:
        if b[2] < middle[a[0]]:
            value = float((b[2] - middle[a[0]]) / middle[a[0]])
            yield "negative promotion opportunity", a[0], b[0], "promotion_opportunity", value
    if convention is None:
        return
    spreads = [((row[0], None), float(Fraction(row[3] - row[2], row[2]))) for row in rows]
    rises = [((a[0], b[0]), float(middle[b[0]] / middle[a[0]] - 1)) for a, b in steps]
    for measure, values, names in (
        ("range_spread", spreads, ("narrow spread", "wide spread")),
        ("midpoint_differential", rises, ("thin step", "steep step")),
    ):
        low, high = getattr(convention, measure)
        for levels, value in values:
            if value < low:
                yield names[0], *levels, measure, value
        for levels, value in values:
            if value > high:
                yield names[1], *levels, measure, value


@given(tables(), st.sampled_from([None, *CONVENTIONS.values()]))
def test_the_audit_equals_plain_python(table, convention):
    expected = [
        (family, *finding)
        for family, rows in plain(table).items()
        for finding in expected_findings(rows, convention)
    ]
    found = audit(table, "family", convention)
    assert rows_of(found[["family", "finding", "lower_level", "upper_level", "measure", "value"]]) == expected


# --- properties


@settings(max_examples=10)
@given(tables())
def test_by_equals_a_loop_over_groups(table):
    families = [(name, table[table["family"] == name]) for name in sorted(table["family"].unique())]
    for analysis in (
        lambda t, by=None: pairs(t, by, "overlapping"),
        lambda t, by=None: counts(t, by),
        lambda t, by=None: coverage(t, by),
        lambda t, by=None: depth_at(t, [3, 7], by),
        lambda t, by=None: audit(t, by, "mercer"),
    ):
        looped = [(name, *row) for name, family in families for row in rows_of(analysis(family))]
        assert rows_of(analysis(table, "family")) == looped


@given(_ends, _ends)
def test_pairs_are_mirrored_when_two_bands_swap_levels(one, other):
    swapped = {"share_of_lower": "share_of_upper", "share_of_upper": "share_of_lower"}
    there = pairs(ladder(one, other)).drop(columns=["lower_title", "upper_title"])
    back = pairs(ladder(other, one)).drop(columns=["lower_title", "upper_title"])
    pd.testing.assert_frame_equal(there, back.rename(columns=swapped)[there.columns])


@given(tables("a"))
def test_jaccard_dice_and_share_of_narrower_are_ordered_shares(table):
    measured = pairs(table)[list(SHARES)].dropna()
    assert ((measured >= 0) & (measured <= 1)).all(axis=None)
    assert (measured["jaccard"] <= measured["dice"]).all()
    assert (measured["dice"] <= measured["share_of_narrower"]).all()


@given(tables("a"))
def test_widths_and_depths_of_the_stretches_add_up(table):
    stretches = coverage(table)
    assert (stretches["width"] * stretches["depth"]).sum() == (table["maximum"] - table["minimum"]).sum()
    union, reached = 0, 0
    for low, high in sorted(zip(table["minimum"], table["maximum"], strict=True)):
        union, reached = union + max(0, high - max(low, reached)), max(high, reached)
    assert stretches.loc[stretches["depth"] > 0, "width"].sum() == union


@settings(max_examples=15)
@given(tables(), st.integers(1, 10**14))
def test_moving_all_pay_moves_no_measure_in_money(table, step):
    moved = table.assign(minimum=table["minimum"] + step, maximum=table["maximum"] + step)
    pd.testing.assert_frame_equal(pairs(table, "family"), pairs(moved, "family"))
    before, after = coverage(table, "family"), coverage(moved, "family")
    after[["from", "to"]] -= step
    pd.testing.assert_frame_equal(before, after)
    money = "measure.str.endswith('_change') or measure.str.endswith('overlap')"
    columns = ["family", "finding", "lower_level", "upper_level", "value"]
    before, after = (audit(t, "family").query(money)[columns] for t in (table, moved))
    assert rows_of(before) == rows_of(after)


@given(tables("a"))
def test_the_matrix_holds_every_pair_once_above_its_diagonal(table):
    every = pairs(table)
    titles = table.sort_values("level")["title"].to_list()
    for measure in ("relation", "signed_overlap", "share_of_upper"):
        cells = matrix(table, measure)
        assert list(cells.index) == list(cells.columns) == titles
        above = np.triu(np.ones((len(titles), len(titles)), dtype=bool), 1)
        missing = cells.isna().to_numpy()
        assert missing[~above].all()
        values = [cells.loc[a, b] for a, b in zip(every["lower_title"], every["upper_title"], strict=True)]
        assert rows_of(pd.DataFrame({"v": pd.Series(values, dtype=object)})) == rows_of(every[[measure]])


# --- single cases


@pytest.mark.parametrize(
    ("lower", "upper", "relation", "signed", "narrower", "jaccard"),
    [
        ((10, 20), (20, 30), "touch", 0, 0.0, 0.0),
        ((10, 20), (10, 30), "nested", 10, 1.0, 0.5),
        ((10, 20), (10, 20), "equal", 10, 1.0, 1.0),
        ((10, 20), (15, 15), "nested", 0, None, 0.0),
        ((10, 20), (20, 20), "nested", 0, None, 0.0),
        ((10, 20), (21, 21), "gap", -1, None, 0.0),
        ((15, 15), (15, 15), "equal", 0, None, None),
        ((15, 15), (16, 16), "gap", -1, None, None),
    ],
)
def test_ends_and_single_rates(lower, upper, relation, signed, narrower, jaccard):
    columns = ["relation", "signed_overlap", "share_of_narrower", "jaccard", "dice"]
    (*row, dice) = rows_of(pairs(ladder(lower, upper))[columns])[0]
    assert row == [relation, signed, narrower, jaccard]
    assert (dice is None) == (jaccard is None)


def test_a_gap_has_depth_zero_and_a_single_rate_cuts_without_covering():
    table = coverage(ladder((10, 20), (15, 15), (30, 40)))
    assert table["depth"].to_list() == [1, 1, 0, 1]
    assert table["titles"].to_list()[2] == ()
    assert depth_at(ladder((10, 20), (15, 15)), 15)["depth"].to_list() == [2]
    assert coverage(ladder((10, 10))).empty


def test_sentences_name_both_bands_and_what_lies_between():
    own = Convention("our guideline", "pay policy, page 3", (0.2, 0.5), (0.1, 0.3))
    table = ladder((100, 120), (130, 150), (130, 150), (90, 200), (95, 196)).assign(currency="GBP")
    said = audit(table, convention=own)["sentence"].to_list()
    assert said == [
        "The minimum of a4 is £40 below that of a3, the level before it.",
        "The maximum of a5 is £4 below that of a4, the level before it.",
        "a2 and a3 have the same band, £130 to £150.",
        "a1 (£100 to £120) lies within a4 (£90 to £200).",
        "a1 (£100 to £120) lies within a5 (£95 to £196).",
        "a2 (£130 to £150) lies within a4 (£90 to £200).",
        "a2 (£130 to £150) lies within a5 (£95 to £196).",
        "a3 (£130 to £150) lies within a4 (£90 to £200).",
        "a3 (£130 to £150) lies within a5 (£95 to £196).",
        "a5 (£95 to £196) lies within a4 (£90 to £200).",
        "Between a1 and a2 lies a gap of £10: pay in it belongs to neither.",
        "a3 starts 7 % below the midpoint of a2: a promotion can come without a raise.",
        "a4 starts 36 % below the midpoint of a3: a promotion can come without a raise.",
        "a5 starts 34 % below the midpoint of a4: a promotion can come without a raise.",
        "The range spread of a2 is 15 %, below the 20 % that our guideline names.",
        "The range spread of a3 is 15 %, below the 20 % that our guideline names.",
        "The range spread of a4 is 122 %, above the 50 % that our guideline names.",
        "The range spread of a5 is 106 %, above the 50 % that our guideline names.",
        "The midpoint step from a2 to a3 is 0 %, below the 10 % that our guideline names.",
        "The midpoint step from a3 to a4 is 4 %, below the 10 % that our guideline names.",
        "The midpoint step from a4 to a5 is 0 %, below the 10 % that our guideline names.",
    ]


def test_a_sentence_never_rounds_a_share_to_its_limit():
    table = ladder((10_000, 13_999), (10_000, 14_000))
    (sentence,) = audit(table, convention="mercer").query("finding == 'narrow spread'")["sentence"]
    assert sentence == "The range spread of a1 is 39.99 %, below the 40 % that Mercer names."


def test_a_sentence_never_rounds_a_cut_to_nothing():
    (found,) = audit(ladder((100_000, 100_800), (100_000, 109_000))).query(
        "measure == 'promotion_opportunity'"
    )["sentence"]
    assert found == "a2 starts 0.4 % below the midpoint of a1: a promotion can come without a raise."


def test_a_half_of_the_unit_shows_and_no_currency_means_no_sign():
    (sentence, *_) = audit(ladder((11, 20), (10, 20))).query("finding == 'midpoint inversion'")["sentence"]
    assert sentence == "The midpoint of a2 is 0.5 below that of a1, the level before it."


def test_titles_with_braces_and_semicolons_come_through():
    table = ladder((10, 20), (5, 30)).assign(title=["{0}; {lower}", "%s"])
    assert "{0}; {lower} (10 to 20) lies within %s (5 to 30)." in audit(table)["sentence"].to_list()
    assert coverage(table)["titles"].to_list()[1] == ("{0}; {lower}", "%s")


@pytest.mark.parametrize("kind", ["uint8", "int16", "float64", "object", "Int64"])
def test_any_type_that_holds_whole_numbers_gives_the_same_answer(kind):
    table = ladder((100, 200), (90, 250), (120, 120), (251, 255))
    other = table.astype(dict.fromkeys(["level", "minimum", "maximum"], kind))
    for analysis in (pairs, counts, coverage, audit, matrix):
        pd.testing.assert_frame_equal(analysis(table), analysis(other))


def test_groups_keep_their_types_and_columns_their_kind():
    table = ladders(a=[(10, 20), (15, 30)], b=[(10, 20), (15, 30)])
    table = table.assign(family=pd.Categorical(table["family"], ["b", "z", "a"]), is_new=True)
    result = pairs(table, ["is_new", "family"])
    assert result["family"].to_list() == ["b", "a"]
    assert result["family"].dtype == table["family"].dtype
    assert result["is_new"].dtype == "bool"
    assert result["signed_overlap"].dtype == result["overlap"].dtype == "int64"
    assert list(result["relation"].cat.categories) == RELATIONS
    assert audit(table, ["is_new", "family"])["upper_level"].dtype == "Int64"
    assert "currency" not in result


def test_the_currency_goes_along(bands):
    for analysis in (pairs, counts, coverage, audit, lambda b: depth_at(b, 1)):
        assert set(analysis(bands)["currency"]) == {"USD"}


def test_what_the_bands_rest_on_goes_along_and_they_stay_as_they_were(bands):
    before = bands.copy()
    for analysis in (pairs, counts, coverage, audit, matrix, lambda b: depth_at(b, 1)):
        assert analysis(bands).attrs == {"basis": "document"}
    pd.testing.assert_frame_equal(bands, before)


def test_no_bands_and_one_band_have_answers():
    for table, rows in ((ladder(), 0), (ladder((10, 20)), 1)):
        assert len(pairs(table)) == len(pairs(table, which="overlapping")) == len(audit(table)) == 0
        assert len(counts(table)) == len(coverage(table)) == len(matrix(table)) == rows
        assert len(depth_at(table, [15])) == rows
    assert list(pairs(ladder(), "family").columns[:3]) == PAIR


# --- what is refused


@pytest.mark.parametrize("analysis", [pairs, counts, coverage, audit, matrix, lambda b: depth_at(b, 1)])
def test_bad_bands_are_refused_with_every_row(analysis):
    table = ladder((10, 20), (40, 30), (50, 60)).assign(level=[1, 2, 2])
    with pytest.raises(TableError) as refused:
        analysis(table)
    places = [problem.where for problem in refused.value.problems]
    assert places == ["row 1, column 'maximum'", "row 2, column 'level'"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda b: pairs(b, which="overlaping"), "choice of pairs 'overlaping'. Did you mean 'overlapping'"),
        (lambda b: matrix(b, "share_of_uper"), "measure 'share_of_uper'. Did you mean 'share_of_upper'"),
        (lambda b: matrix(b, "overlap %"), "Did you mean 'overlap'"),
        (lambda b: audit(b, convention="merser"), "convention 'merser'. Did you mean 'mercer'"),
        (lambda b: audit(b, convention="WorldatWork"), "There are: eri, mercer"),
        (lambda b: depth_at(b, "$150k"), "finite numbers such as 150000, not '\\$150k'"),
        (lambda b: depth_at(b, [1, None]), "finite numbers"),
        (lambda b: depth_at(b, [float("nan")]), "finite numbers"),
    ],
)
def test_an_unknown_word_or_amount_is_answered(bands, call, message):
    with pytest.raises(ValueError, match=message):
        call(bands)


def test_the_name_of_a_convention_may_be_written_large(bands):
    pd.testing.assert_frame_equal(audit(bands, convention="ERI"), audit(bands, convention="eri"))


@pytest.mark.parametrize(
    ("name", "source", "limits", "message"),
    [
        (" ", "a book", (0.4, 0.6), "a name and a source"),
        ("mine", "", (0.4, 0.6), "a name and a source"),
        ("mine", "a book", (40, 60), r"\(0.4, 0.6\) for 40 % to 60 %, not \(40, 60\)"),
        ("mine", "a book", (0.6, 0.4), "two shares in order"),
        ("mine", "a book", (float("nan"), 0.4), "two shares in order"),
    ],
)
def test_a_convention_without_source_or_sense_is_refused(name, source, limits, message):
    with pytest.raises(ValueError, match=message):
        Convention(name, source, range_spread=limits)


def test_a_value_on_a_limit_is_within_it():
    table = ladder((10, 14), (11, 15))
    own = Convention("mine", "a book", (4 / 11, 0.4), (1 / 12, 1 / 12))
    assert not audit(table, convention=own)["convention"].notna().any()


# --- scale


def many(groups, size=50):
    """Many ladders of 50 levels, shuffled; a level rises by about a third of a band."""
    random = np.random.default_rng(7)
    number = np.arange(groups * size)
    low = 40_000 + 9_000 * (number % size) + random.integers(0, 5_000, len(number))
    table = pd.DataFrame(
        {
            "family": np.char.mod("family %05d", number // size),
            "level": number % size + 1,
            "title": np.char.mod("title %d", number),
            "minimum": low,
            "maximum": low + random.integers(0, 40_000, len(number)),
        }
    ).astype(TYPES)
    return table.iloc[random.permutation(len(table))]


def test_the_answers_to_many_bands_agree():
    table = many(groups=500)
    every = pairs(table, "family", "overlapping")
    assert counts(table, "family")["overlapping"].sum() == 2 * len(every)
    stretches = coverage(table, "family", titles=False)
    assert (stretches["width"] * stretches["depth"]).sum() == (table["maximum"] - table["minimum"]).sum()
    found = audit(table, "family")["finding"].value_counts()
    assert found["nested band"] == (every["relation"] == "nested").sum()
    assert found["gap"] == (pairs(table, "family", "adjacent")["relation"] == "gap").sum()


@pytest.mark.parametrize(
    "analysis",
    [
        lambda table: pairs(table, "family", "overlapping"),
        lambda table: counts(table, "family"),
        lambda table: coverage(table, "family", titles=False),
        lambda table: audit(table, "family"),
    ],
    ids=["pairs", "counts", "coverage", "audit"],
)
def test_memory_is_in_proportion_to_what_goes_in_and_comes_out(analysis):
    table = many(groups=200)
    tracemalloc.start()
    result = analysis(table)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    sizes = [frame.memory_usage(deep=True).sum() for frame in (table, result)]
    assert peak < 4 * sum(sizes)
