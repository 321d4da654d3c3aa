"""Two bands beside each other: worked numbers, plain Python, and properties."""

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from support.bands import PAIR, ends, expected_pair, ladder, plain, rows_of, tables
from support.worked import NUMBERS, exact

import tpm_data
from tpm_data.overlap import pairs

WORKED = NUMBERS["overlaps"]
BANDS = tpm_data.load("salary_bands")
LEVELS = {band["id"]: band["level"] for band in NUMBERS["bands"]}
SHARES = {
    "share_of_lower": "share_of_lower_band",
    "share_of_upper": "share_of_upper_band",
    "share_of_narrower": "share_of_narrower_band_(overlap coefficient)",
    "jaccard": "jaccard_(overlap/union)",
}


@pytest.mark.parametrize("worked", WORKED["pairs"], ids=lambda w: f"{w['lower']}-{w['upper']}")
def test_a_pair_equals_the_worked_numbers(worked):
    row = pairs(BANDS).set_index(PAIR[1:]).loc[(LEVELS[worked["lower"]], LEVELS[worked["upper"]])]
    assert row["relation"] == worked["relation"]
    assert row["signed_overlap"] == worked["signed_overlap_usd"]
    assert row["overlap"] == worked["overlap_usd"]
    assert {name: row[name] for name in SHARES} == {
        name: float(exact(worked[words])) for name, words in SHARES.items()
    }


def test_the_pairs_are_all_ten_in_order_of_level():
    table = pairs(BANDS)
    levels = list(zip(table["lower_level"], table["upper_level"], strict=True))
    assert levels == list(combinations(range(1, 6), 2))
    assert (table["relation"] == "gap").sum() == WORKED["gap_pairs"]
    assert len(pairs(BANDS, which="overlapping")) == WORKED["overlapping_pairs"]


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


@given(ends, ends)
def test_pairs_are_mirrored_when_two_bands_swap_levels(one, other):
    swapped = {"share_of_lower": "share_of_upper", "share_of_upper": "share_of_lower"}
    there = pairs(ladder(one, other)).drop(columns=["lower_title", "upper_title"])
    back = pairs(ladder(other, one)).drop(columns=["lower_title", "upper_title"])
    pd.testing.assert_frame_equal(there, back.rename(columns=swapped)[there.columns])


@given(tables("a"))
def test_jaccard_and_share_of_narrower_are_ordered_shares(table):
    measured = pairs(table)[list(SHARES)].dropna()
    assert ((measured >= 0) & (measured <= 1)).all(axis=None)
    assert (measured["jaccard"] <= measured["share_of_narrower"]).all()


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
def testends_and_single_rates(lower, upper, relation, signed, narrower, jaccard):
    columns = ["relation", "signed_overlap", "share_of_narrower", "jaccard"]
    assert rows_of(pairs(ladder(lower, upper))[columns]) == [(relation, signed, narrower, jaccard)]


def test_an_unknown_choice_of_pairs_is_answered():
    with pytest.raises(ValueError, match=r"choice of pairs 'overlaping'. Did you mean 'overlapping'"):
        pairs(BANDS, which="overlaping")
