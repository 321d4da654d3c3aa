"""What an audit finds: worked numbers, plain Python, and how it is said."""

from fractions import Fraction
from itertools import combinations, pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.bands import expected_pair, ladder, plain, rows_of, tables
from support.worked import NUMBERS, exact

import tpm_data
from tpm_data.overlap import CONVENTIONS, Convention, audit, coverage

BANDS = tpm_data.load("salary_bands")
STEPS = NUMBERS["ladder"]["steps"]
# What is true of the bundled ladder, by the worked numbers of its steps and bands.
_STRUCTURE = [
    ("maximum inversion", 4, 5, "maximum_change", Fraction(-5000), None),
    ("nested band", 4, 5, "overlap", Fraction(23750), None),
]
_SPREADS = {level: exact(band["range_spread_min_based"]) for level, band in enumerate(NUMBERS["bands"], 1)}
_STEPS = {level: exact(step["midpoint_differential"]) for level, step in enumerate(STEPS, 1)}


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
def test_the_audit_finds_exactly_what_is_true_of_the_bundled_ladder(convention, outside):
    table = audit(BANDS, convention=convention)
    columns = ["finding", "lower_level", "upper_level", "measure", "value", "limit"]
    expected = [(*row[:4], float(row[4]), row[5]) for row in _STRUCTURE + outside]
    assert rows_of(table[columns]) == expected
    names = [None] * len(_STRUCTURE) + [CONVENTIONS[convention].name if convention else None] * len(outside)
    assert [row[0] for row in rows_of(table[["convention"]])] == names


def test_the_worked_steps_agree_that_nothing_else_is_inverted():
    flags = ("max_inverted", "min_inverted", "mid_inverted")
    assert {(i, flag) for i, step in enumerate(STEPS, 1) for flag in flags if step[flag]} == {(4, flags[0])}


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
        if expected_pair(a, b)[1] < -1:
            yield "gap", a[0], b[0], "signed_overlap", expected_pair(a, b)[1]
    if convention is None:
        return
    spreads = [((row[0], None), row[3], row[2]) for row in rows]
    rises = [((a[0], b[0]), middle[b[0]], middle[a[0]]) for a, b in steps]
    raises = [((a[0], b[0]), b[2], middle[a[0]]) for a, b in steps]
    half = Fraction(1, 2)  # what rounding to whole money moves at most
    words = [("narrow spread", "wide spread"), ("thin step", "steep step"), ("low raise", "high raise")]
    measures = ("range_spread", "midpoint_differential", "promotion_opportunity")
    for measure, values, names in zip(measures, (spreads, rises, raises), words, strict=True):
        low, high = getattr(convention, measure)
        for levels, above, below in values:
            if float((above + half) / (below - half) - 1) < low:
                yield names[0], *levels, measure, float(Fraction(above) / below - 1)
        for levels, above, below in values:
            if float((above - half) / (below + half) - 1) > high:
                yield names[1], *levels, measure, float(Fraction(above) / below - 1)


RULE = Convention("our rule", "pay policy, page 4", promotion_opportunity=(0, 0.5))


@given(tables(), st.sampled_from([None, RULE, *CONVENTIONS.values()]))
def test_the_audit_equals_plain_python(table, convention):
    expected = [
        (family, *finding)
        for family, rows in plain(table).items()
        for finding in expected_findings(rows, convention)
    ]
    found = audit(table, by="family", convention=convention)
    assert rows_of(found[["family", "finding", "lower_level", "upper_level", "measure", "value"]]) == expected


def test_sentences_name_both_bands_and_what_lies_between(snapshot):
    own = Convention("our guideline", "pay policy, page 3", (0.2, 0.5), (0.1, 0.3))
    table = ladder((100, 120), (130, 150), (130, 150), (90, 200), (95, 196)).assign(currency="GBP")
    assert audit(table, convention=own)["sentence"].to_list() == snapshot


def test_a_sentence_never_rounds_a_share_to_its_limit():
    table = ladder((10_000, 13_998), (10_000, 14_000))
    (sentence,) = audit(table, convention="mercer").query("finding == 'narrow spread'")["sentence"]
    assert sentence == "The range spread of a1 is 39.98%, below the limit of 40% (Mercer)."


def test_a_sentence_never_rounds_a_cut_to_nothing():
    (found,) = audit(ladder((100_000, 100_800), (100_000, 109_000)), convention=RULE).query(
        "finding == 'low raise'"
    )["sentence"]
    assert found == (
        "The raise from the midpoint of a1 to the minimum of a2 is −0.4%, below the limit of 0% (our rule)."
    )


def test_a_half_of_the_unit_shows_and_no_currency_means_no_sign():
    (sentence, *_) = audit(ladder((11, 20), (10, 20))).query("finding == 'midpoint inversion'")["sentence"]
    assert sentence == "The midpoint of a2 is 0.50 below that of a1, the level before it."


def test_titles_with_braces_and_semicolons_come_through():
    table = ladder((10, 20), (5, 30)).assign(title=["{0}; {lower}", "%s"])
    assert "{0}; {lower} (10 to 20) is entirely inside %s (5 to 30)." in audit(table)["sentence"].to_list()
    assert coverage(table)["titles"].to_list()[1] == ("{0}; {lower}", "%s")


def test_an_unknown_convention_is_answered_with_the_way_to_ones_own():
    own = r"no convention 0.4\. Choose from: eri, mercer\. For your own, pass Convention\('ours', .*\)"
    with pytest.raises(ValueError, match=own):
        audit(BANDS, convention=0.4)


def test_the_name_of_a_convention_may_be_written_large():
    pd.testing.assert_frame_equal(audit(BANDS, convention="ERI"), audit(BANDS, convention="eri"))


@pytest.mark.parametrize(
    ("name", "source", "limits", "message"),
    [
        (" ", "a book", (0.4, 0.6), "a name and a source"),
        ("mine", "", (0.4, 0.6), "a name and a source"),
        ("mine", "a book", (40, 60), r"range_spread takes .* \(0\.4 is 40%\), not \(40, 60\)"),
        ("mine", "a book", (0.6, 0.4), "two shares, lower first"),
        ("mine", "a book", (float("nan"), 0.4), "two shares, lower first"),
    ],
)
def test_a_convention_without_source_or_sense_is_refused(name, source, limits, message):
    with pytest.raises(ValueError, match=message):
        Convention(name, source, range_spread=limits)


@st.composite
def within(draw, spreads, steps=(100, 200)):
    """A ladder made within limits, in thousandths, its ends and designed midpoints rounded to whole money."""
    middle, rows = Fraction(draw(st.integers(1_000, 200_000))), []
    for _ in range(draw(st.integers(1, 8))):
        spread = Fraction(draw(st.integers(*spreads)), 1000)
        low = 2 * middle / (2 + spread)
        rows.append((low, middle, low * (1 + spread)))
        middle *= 1 + Fraction(draw(st.integers(*steps)), 1000)
    table = pd.DataFrame(rows, columns=["minimum", "midpoint", "maximum"]).map(round)
    table = table.assign(level=range(1, len(rows) + 1), title=[f"a{level}" for level in range(len(rows))])
    return table.drop(columns=draw(st.sampled_from([[], ["midpoint"]])))


@pytest.mark.parametrize(("convention", "spreads"), [("mercer", (400, 600)), ("eri", (500, 650))])
@settings(max_examples=60)
@given(st.data())
def test_a_ladder_made_within_a_convention_has_no_finding_under_it(convention, spreads, data):
    table = data.draw(within(spreads))
    assert audit(table, convention=convention)["sentence"].to_list() == []
    assert audit(table)["sentence"].to_list() == []


# How to plant a finding between the rows k and k + 1, in a ladder of this spread and these steps, and what
# comes with it by arithmetic. Midpoints are designed: they stay where they are when an end is moved.
