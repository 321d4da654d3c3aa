"""Two bands beside each other: worked numbers, plain Python, and properties."""

from fractions import Fraction
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


@given(tables())
def test_pairs_equal_plain_python(table):
    expected = [
        (family, a[0], b[0], a[1], b[1], *expected_pair(a, b))
        for family, rows in plain(table).items()
        for a, b in combinations(rows, 2)
    ]
    assert rows_of(pairs(table, by="family").drop(columns="chance_higher")) == expected


@given(tables())
def test_overlapping_and_adjacent_pairs_are_a_choice_of_all(table):
    every = pairs(table, by="family")
    overlapping = every[every["relation"] != "gap"].reset_index(drop=True)
    pd.testing.assert_frame_equal(pairs(table, by="family", which="overlapping"), overlapping)
    adjacent = every[every["upper_level"] == every["lower_level"] + 1].reset_index(drop=True)
    pd.testing.assert_frame_equal(pairs(table, by="family", which="adjacent"), adjacent)


def chance_of(lower, upper):
    return pairs(ladder(lower, upper))["chance_higher"].item()


@given(ends, ends)
def test_the_chance_equals_the_exact_integral(lower, upper):
    (a, b), (c, d) = lower, upper
    if a < b and c < d:
        area = [Fraction(max(y - a, 0) ** 2 - max(y - b, 0) ** 2, 2) for y in (c, d)]
        assert chance_of(lower, upper) == pytest.approx(float((area[1] - area[0]) / ((b - a) * (d - c))))


@pytest.mark.parametrize(
    ("lower", "upper", "relation", "signed", "narrower", "jaccard", "chance"),
    [
        ((10, 20), (15, 15), "nested", 0, None, 0.0, 0.5),
        ((10, 20), (20, 20), "nested", 0, None, 0.0, 1),
        ((10, 20), (21, 21), "gap", -1, None, 0.0, 1),
        ((10, 20), (5, 5), "gap", -5, None, 0.0, 0),
        ((10, 10), (2, 6), "gap", -4, None, 0.0, 0),
        ((15, 15), (15, 15), "equal", 0, None, None, 0),
        ((15, 15), (16, 16), "gap", -1, None, None, 1),
        ((2, 2), (1, 5), "nested", 0, None, 0.0, 0.75),
        ((10**14, 10**14 + 2), (10**14 + 1, 10**14 + 3), "partial", 1, 0.5, 1 / 3, 0.875),
        ((10**8, 10**8 + 1), (9 * 10**8, 9 * 10**8 + 1), "gap", 1 - 8 * 10**8, 0.0, 0.0, 1),
        ((9 * 10**8, 9 * 10**8 + 1), (10**8, 10**8 + 1), "gap", 1 - 8 * 10**8, 0.0, 0.0, 0),
    ],
)
def test_thin_bands_touching_ends_and_single_rates(lower, upper, relation, signed, narrower, jaccard, chance):
    columns = ["relation", "signed_overlap", "share_of_narrower", "jaccard", "chance_higher"]
    assert rows_of(pairs(ladder(lower, upper))[columns]) == [(relation, signed, narrower, jaccard, chance)]


def test_an_unknown_choice_of_pairs_is_answered():
    with pytest.raises(ValueError, match=r"choice of pairs 'overlaping'. Did you mean 'overlapping'"):
        pairs(BANDS, which="overlaping")
