"""Two bands beside each other: worked numbers, plain Python, and properties."""

import math
from fractions import Fraction
from itertools import combinations

import numpy as np
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
    assert rows_of(pairs(table, by="family").drop(columns="chance_higher")) == expected


@given(tables())
def test_overlapping_and_adjacent_pairs_are_a_choice_of_all(table):
    every = pairs(table, by="family")
    overlapping = every[every["relation"] != "gap"].reset_index(drop=True)
    pd.testing.assert_frame_equal(pairs(table, by="family", which="overlapping"), overlapping)
    adjacent = every[every["upper_level"] == every["lower_level"] + 1].reset_index(drop=True)
    pd.testing.assert_frame_equal(pairs(table, by="family", which="adjacent"), adjacent)


@given(ends, ends)
def test_pairs_are_mirrored_when_two_bands_swap_levels(one, other):
    swapped = {"share_of_lower": "share_of_upper", "share_of_upper": "share_of_lower"}
    apart = ["lower_title", "upper_title", "chance_higher"]
    there = pairs(ladder(one, other)).drop(columns=apart)
    back = pairs(ladder(other, one)).drop(columns=apart)
    pd.testing.assert_frame_equal(there, back.rename(columns=swapped)[there.columns])


def chance_of(lower, upper):
    return pairs(ladder(lower, upper))["chance_higher"].item()


@given(ends, ends)
def test_chances_of_two_bands_and_a_tie_sum_to_one(one, two):
    tie = one == two and one[0] == one[1]
    assert chance_of(one, two) + chance_of(two, one) + tie == pytest.approx(1, abs=1e-9)


@given(ends, ends)
def test_the_chance_equals_the_exact_integral(lower, upper):
    (a, b), (c, d) = lower, upper
    if a < b and c < d:
        area = [Fraction(max(y - a, 0) ** 2 - max(y - b, 0) ** 2, 2) for y in (c, d)]
        assert chance_of(lower, upper) == pytest.approx(float((area[1] - area[0]) / ((b - a) * (d - c))))


def test_the_chance_agrees_with_sampling():
    random = np.random.default_rng(1)
    lower, upper = random.uniform(83350, 133305, 10**6), random.uniform(120011, 180000, 10**6)
    exact = chance_of((83350, 133305), (120011, 180000))
    assert abs((upper > lower).mean() - exact) < 5 * math.sqrt(exact * (1 - exact) / 10**6)


@given(tables("a"))
def test_jaccard_and_share_of_narrower_are_ordered_shares(table):
    measured = pairs(table)[list(SHARES)].dropna()
    assert ((measured >= 0) & (measured <= 1)).all(axis=None)
    assert (measured["jaccard"] <= measured["share_of_narrower"]).all()


@pytest.mark.parametrize(
    ("lower", "upper", "relation", "signed", "narrower", "jaccard", "chance"),
    [
        ((10, 20), (20, 30), "touch", 0, 0.0, 0.0, 1),
        ((10, 20), (10, 30), "nested", 10, 1.0, 0.5, 0.75),
        ((10, 20), (10, 20), "equal", 10, 1.0, 1.0, 0.5),
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
