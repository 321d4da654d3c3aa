"""The pay axis cut at every edge: worked numbers, plain Python, and properties."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.bands import ladder, plain, rows_of, tables
from support.refusals import refusal
from support.worked import NUMBERS

import tpm_data
from tpm_data.overlap import coverage, depth_at
from tpm_data.progression import place

WORKED = NUMBERS["segments"]
BANDS = tpm_data.load("salary_bands")
LEVELS = {band["id"]: band["level"] for band in NUMBERS["bands"]}


def test_the_stretches_equal_the_worked_segments():
    table = coverage(BANDS)
    titles = dict(zip(BANDS["level"], BANDS["title"], strict=True))
    assert rows_of(table[["from", "to", "width", "depth", "titles"]]) == [
        (s["from"], s["to"], s["usd"], s["depth"], tuple(titles[LEVELS[band]] for band in s["bands"]))
        for s in WORKED["segments"]
    ]


def test_depth_at_points_equals_the_worked_numbers():
    worked = {int(amount): depth for amount, depth in WORKED["depth_at_points_closed"].items()}
    assert rows_of(depth_at(BANDS, list(worked))[["amount", "depth"]]) == list(worked.items())


@given(tables())
def test_coverage_equals_plain_python(table):
    expected = []
    for family, rows in plain(table).items():
        edges = sorted({edge for row in rows for edge in row[2:]})
        for left, right in pairwise(edges):
            over = tuple(title for _, title, low, high in rows if low <= left and right <= high)
            expected.append((family, left, right, right - left, len(over), over))
    assert rows_of(coverage(table, by="family")) == expected
    assert rows_of(coverage(table, by="family", titles=False)) == [row[:-1] for row in expected]


@given(tables(), st.lists(st.one_of(st.integers(1, 20), st.floats(0.5, 20)), min_size=1, max_size=5))
def test_depth_at_equals_plain_python(table, amounts):
    expected = [
        (family, amount, sum(low <= amount <= high for _, _, low, high in rows))
        for family, rows in plain(table).items()
        for amount in amounts
    ]
    assert rows_of(depth_at(table, np.array(amounts, dtype=float), by="family")) == expected


def test_a_gap_has_depth_zero_and_a_single_rate_cuts_without_covering():
    table = coverage(ladder((10, 20), (15, 15), (30, 40)))
    assert table["depth"].to_list() == [1, 1, 0, 1]
    assert table["titles"].to_list()[2] == ()
    assert depth_at(ladder((10, 20), (15, 15)), 15)["depth"].to_list() == [2]
    assert coverage(ladder((10, 10))).empty


@given(st.lists(st.integers(1, 400), min_size=1, max_size=5))
def test_amounts_are_read_as_they_are_placed_and_count_the_bands_that_hold_them(thousands):
    amounts = [1000 * amount for amount in thousands]
    found, texts = depth_at(BANDS, amounts), depth_at(BANDS, [f"${amount}k" for amount in thousands])
    pd.testing.assert_frame_equal(texts, found, check_dtype=False)
    assert found["depth"].to_list() == place(BANDS, amounts)["containing"].to_list()[:: len(BANDS)]


@pytest.mark.parametrize("amounts", ["£150k", [1, None], [float("nan")], 0, -5, [], {150_000}], ids=range(7))
def test_an_amount_that_cannot_be_placed_has_no_depth(amounts):
    assert refusal(depth_at, BANDS, amounts) == refusal(place, BANDS, amounts)
