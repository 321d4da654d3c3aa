import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.bands import ladder
from support.refusals import refusal
from support.worked import NUMBERS, exact

import tpm_data
from tpm_data import TableError
from tpm_data.progression._placement import place

BANDS = tpm_data.load("salary_bands")
STATUS = {"below_min_(green)": "below", "in_range": "within", "above_max_(red)": "above"}

ends = st.tuples(st.integers(1, 10**6), st.integers(0, 10**6)).map(lambda pair: (pair[0], sum(pair)))
ladders = st.lists(ends, min_size=1, max_size=6).map(lambda bands: ladder(*bands))


@pytest.mark.parametrize("offer", NUMBERS["offers"], ids=lambda offer: str(offer["salary"]))
def test_worked_offers(offer):
    placed = place(BANDS, offer["salary"])
    for row, expected in zip(placed.itertuples(), offer["per_band"].values(), strict=True):
        assert row.compa_ratio == float(exact(expected["compa_ratio"]))
        assert row.range_penetration == float(exact(expected["range_penetration"]))
        assert row.status == STATUS[expected["status"]]
        distance = {"below": -row.above_minimum, "within": 0, "above": row.below_maximum}[row.status]
        assert distance == expected["usd_to_range"]
        assert row.containing == len(offer["bands_containing"])


@given(ladders, st.floats(-2, 3))
def test_place_is_the_inverse_of_penetration(bands, penetration):
    for row in bands[bands["maximum"] > bands["minimum"]].itertuples():
        pay = row.minimum + penetration * (row.maximum - row.minimum)
        if pay > 0:
            placed = place(bands[bands["level"] == row.level], pay)
            assert placed["range_penetration"][0] == pytest.approx(penetration, abs=1e-6)


@given(ladders, st.integers(1, 2 * 10**6))
def test_status_agrees_with_penetration_and_money_to_the_edges(bands, pay):
    for row in place(bands, pay).itertuples():
        assert (row.status == "within") == (row.above_minimum >= 0 and row.below_maximum >= 0)
        if row.maximum > row.minimum:
            assert (row.status == "within") == (0 <= row.range_penetration <= 1)
        else:
            assert math.isnan(row.range_penetration)


@given(ladders, ladders, st.lists(st.integers(1, 2 * 10**6), min_size=1, max_size=3))
def test_groups_give_the_same_as_a_loop_over_them(one, two, amounts):
    both = pd.concat([one.assign(family="a"), two.assign(family="b")])
    together = place(both, amounts, by="family")
    for family, bands in (("a", one), ("b", two)):
        alone = place(bands, amounts)
        part = together[together["family"] == family].drop(columns="family").reset_index(drop=True)
        pd.testing.assert_frame_equal(part, alone)


AMOUNTS_REFUSED = [
    math.nan,
    math.inf,
    0,
    -5,
    10**400,
    True,
    None,
    "£150k",
    "$60 per hour",
    "$100k - $120k",
    "a lot",
    [],
]


@pytest.mark.parametrize("amount", AMOUNTS_REFUSED, ids=range(len(AMOUNTS_REFUSED)))
def test_an_amount_that_is_none_is_refused_with_the_reason(amount, snapshot):
    assert refusal(place, BANDS, amount) == snapshot


@pytest.mark.parametrize("amount", [Decimal("150000"), Fraction(150_000), np.int32(150_000), "150,000"])
def test_an_amount_may_be_any_kind_of_number(amount):
    pd.testing.assert_frame_equal(place(BANDS, amount), place(BANDS, 150_000), check_dtype=False)


def test_ladders_may_be_told_apart_by_their_currency():
    both = pd.concat([BANDS, BANDS.assign(currency="EUR")], ignore_index=True)
    placed = place(both, 150_000, by="currency")
    assert placed["currency"].to_list() == ["USD"] * 5 + ["EUR"] * 5
    assert placed["containing"].to_list() == [2] * 10
    with pytest.raises(TableError, match="this is in USD, but the bands are in EUR and USD"):
        place(both, "$150k", by="currency")


def test_amounts_are_in_one_currency_whether_the_bands_name_it_or_not(snapshot):
    bands = BANDS.drop(columns="currency")
    assert refusal(place, bands, [100_000, "62k €", "61k $", "£60k", "€61k"]) == snapshot
    pd.testing.assert_frame_equal(place(bands, ["€62k", 61_000]), place(bands, [62_000, 61_000]))


@given(st.permutations([*range(5)]), st.permutations([90_000, 150_000, 201_000]))
def test_every_amount_meets_the_bands_in_the_order_given_and_keeps_its_label(order, amounts):
    people = pd.Series(amounts, index=["Ada", "Bo", "Cy"], name="pay")
    placed = place(BANDS.iloc[order], people)
    assert placed["level"].to_list() == BANDS["level"].iloc[order].to_list() * 3
    joined = people.to_frame().join(placed)
    assert (joined["pay"] == joined["amount"]).all()
    assert len(joined) == len(placed)
    pd.testing.assert_frame_equal(placed.reset_index(drop=True), place(BANDS.iloc[order], amounts))
