"""What an audit finds: worked numbers, plain Python, and how it is said."""

from fractions import Fraction
from itertools import combinations, pairwise

import pandas as pd
import pytest
from hypothesis import given
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
    ("negative promotion opportunity", 2, 3, "promotion_opportunity", Fraction(-30011, 300011), None),
    ("negative promotion opportunity", 3, 4, "promotion_opportunity", Fraction(-9779, 160000), None),
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
    flags = ("max_inverted", "min_inverted", "mid_inverted", "promotion_without_raise_possible_from_midpoint")
    true = {(i, flag) for i, step in enumerate(STEPS, 1) for flag in flags if step[flag]}
    assert true == {(4, flags[0]), (2, flags[3]), (3, flags[3])}


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


def test_sentences_name_both_bands_and_what_lies_between(snapshot):
    own = Convention("our guideline", "pay policy, page 3", (0.2, 0.5), (0.1, 0.3))
    table = ladder((100, 120), (130, 150), (130, 150), (90, 200), (95, 196)).assign(currency="GBP")
    assert audit(table, convention=own)["sentence"].to_list() == snapshot


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


@pytest.mark.parametrize(
    ("name", "message"),
    [("merser", "convention 'merser'. Did you mean 'mercer'"), ("WorldatWork", "There are: eri, mercer")],
)
def test_an_unknown_convention_is_answered(name, message):
    with pytest.raises(ValueError, match=message):
        audit(BANDS, convention=name)


def test_the_name_of_a_convention_may_be_written_large():
    pd.testing.assert_frame_equal(audit(BANDS, convention="ERI"), audit(BANDS, convention="eri"))


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
