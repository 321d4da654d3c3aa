"""The pay axis cut at every edge: worked numbers, plain Python, and properties."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.bands import ladder, plain, rows_of, tables
from support.refusals import refusal
from support.worked import NUMBERS, exact

import tpm_data
from tpm_data.overlap import coverage, depth_at
from tpm_data.progression import place

WORKED = NUMBERS["segments"]
BANDS = tpm_data.load("salary_bands")
LEVELS = {band["id"]: band["level"] for band in NUMBERS["bands"]}


def test_the_stretches_equal_the_worked_segments():
    worked = WORKED
    table = coverage(BANDS)
    titles = dict(zip(BANDS["level"], BANDS["title"], strict=True))
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
    assert mean_depth == exact(worked["mean_depth_over_union"])


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


@given(tables("a"))
def test_widths_and_depths_of_the_stretches_add_up(table):
    stretches = coverage(table)
    assert (stretches["width"] * stretches["depth"]).sum() == (table["maximum"] - table["minimum"]).sum()
    union, reached = 0, 0
    for low, high in sorted(zip(table["minimum"], table["maximum"], strict=True)):
        union, reached = union + max(0, high - max(low, reached)), max(high, reached)
    assert stretches.loc[stretches["depth"] > 0, "width"].sum() == union


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


@pytest.mark.parametrize("amounts", ["£150k", [1, None], [float("nan")], 0, -5, [], {150_000}], ids=str)
def test_an_amount_that_cannot_be_placed_has_no_depth(amounts):
    assert refusal(depth_at, BANDS, amounts) == refusal(place, BANDS, amounts)
