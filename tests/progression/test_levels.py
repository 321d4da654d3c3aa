"""The ladder measured: levels and promotions, against independent exact numbers."""

import itertools
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.bands import ladder
from support.refusals import problems
from support.worked import NUMBERS, exact

from tpm_data import TableError, load
from tpm_data.overlap import audit
from tpm_data.progression import levels, place, promotions

BANDS, STEPS = NUMBERS["bands"], NUMBERS["ladder"]["steps"]


@st.composite
def ladders(draw: st.DrawFn, least: int = 1, largest: int = 10**9) -> pd.DataFrame:
    ends = st.tuples(st.integers(1, largest), st.integers(1, largest)).map(sorted)
    return ladder(*draw(st.lists(ends, min_size=least, max_size=6)))


# The bundled ladder, exactly


def test_every_measure_of_every_level_is_the_nearest_double_of_the_oracle():
    measured = levels(load("salary_bands"))
    for column, oracle in (("level", "level"), ("minimum", "min"), ("maximum", "max")):
        assert measured[column].to_list() == [band[oracle] for band in BANDS]
    for column in ("midpoint", "width"):
        assert measured[column].to_list() == [band[column] for band in BANDS]
    spreads = [float(exact(band["range_spread_min_based"])) for band in BANDS]
    assert measured["range_spread"].to_list() == spreads


SHARES_OF_THE_ORACLE = {
    "midpoint_differential": "midpoint_differential",
    "minimum_differential": "min_to_min",
    "maximum_differential": "max_to_max",
    "promotion_opportunity": "promotion_min_raise_from_midpoint_(next min/mid - 1)",
}


def test_every_measure_of_every_step_is_the_nearest_double_of_the_oracle():
    bands = load("salary_bands")
    steps, titles = promotions(bands), bands["title"].to_list()
    for column, oracle in SHARES_OF_THE_ORACLE.items():
        assert steps[column].to_list() == [float(exact(step[oracle])) for step in STEPS]
    assert steps["midpoint_change"].to_list() == [step["midpoint_step_usd"] for step in STEPS]
    for end, change in (("min", "minimum_change"), ("max", "maximum_change")):
        assert steps[change].to_list() == [b[end] - a[end] for a, b in itertools.pairwise(BANDS)]
    assert steps["worst_case"].to_list() == [-13294, -45000, -34779, -28750]
    assert steps["best_case"].to_list() == [96650, 64989, 85000, 64779]
    assert steps[["from_level", "to_level"]].to_numpy().tolist() == [[1, 2], [2, 3], [3, 4], [4, 5]]
    assert [steps["from_title"].to_list(), steps["to_title"].to_list()] == [titles[:-1], titles[1:]]


def test_answers_say_what_they_rest_on_and_in_which_currency():
    bands = load("salary_bands")
    for answer in (levels(bands), promotions(bands)):
        assert answer.attrs["basis"] == "document"
        assert set(answer["currency"]) == {"USD"}
    bands.attrs["basis"] = "your input"
    assert levels(bands).attrs["basis"] == promotions(bands).attrs["basis"] == "your input"


# Any ladder


@given(ladders(least=2, largest=10**15 - 1))
def test_every_measure_of_a_step_is_the_nearest_double_of_its_definition(bands):
    ends = bands[["minimum", "maximum"]].to_numpy().tolist()
    steps = promotions(bands).to_dict("records")
    assert len(steps) == len(ends) - 1
    for row, (low, high), (next_low, next_high) in zip(steps, ends, ends[1:], strict=False):
        mid, next_mid = Fraction(low + high, 2), Fraction(next_low + next_high, 2)
        assert row["minimum_differential"] == float(Fraction(next_low, low) - 1)
        assert row["maximum_differential"] == float(Fraction(next_high, high) - 1)
        assert row["midpoint_differential"] == float(next_mid / mid - 1)
        assert row["promotion_opportunity"] == float(next_low / mid - 1)
        assert row["minimum_change"] == next_low - low
        assert row["maximum_change"] == next_high - high
        assert row["midpoint_change"] == float(next_mid - mid)
        assert row["worst_case"] == next_low - high
        assert row["best_case"] == next_high - low


@settings(max_examples=30)
@given(ladders(), st.data())
def test_a_designed_midpoint_changes_what_rests_on_it_and_nothing_else(bands, data):
    """Some levels have one, in halves of money, anywhere in their band; the others have it halfway."""
    low, high = bands["minimum"].tolist(), bands["maximum"].tolist()
    given = [data.draw(st.none() | st.integers(2 * a, 2 * b)) for a, b in zip(low, high, strict=True)]
    mid = [Fraction(a + b if m is None else m, 2) for a, b, m in zip(low, high, given, strict=True)]
    steps = [*itertools.pairwise(mid)]
    moved = {
        "midpoint_differential": [float(b / a - 1) for a, b in steps],
        "promotion_opportunity": [float(b / a - 1) for a, b in zip(mid, low[1:], strict=False)],
        "midpoint_change": [float(b - a) for a, b in steps],
    }
    designed = bands.assign(midpoint=pd.array(given, "Float64") / 2)
    for measure, columns in (
        (levels, {"midpoint": [*map(float, mid)]}),
        (promotions, {name: np.array(values, float) for name, values in moved.items()}),
        (lambda bands: place(bands, 100), {"compa_ratio": [float(100 / m) for m in mid]}),
    ):
        pd.testing.assert_frame_equal(measure(designed), measure(bands).assign(**columns), check_exact=True)


@pytest.mark.parametrize(("midpoint", "words"), [(9, "below 'minimum'"), (21, "above 'maximum'")])
def test_a_midpoint_outside_its_band_is_refused(midpoint, words):
    for measure in (levels, promotions, audit, lambda bands: place(bands, 12)):
        said = problems(measure, ladder((10, 20), (15, 30)).assign(midpoint=[midpoint, None]))
        assert said == [f"row 0, column 'midpoint': {words} in the same row: “{midpoint}.0”"]


@settings(max_examples=20)
@given(ladders(), st.randoms(use_true_random=False))
def test_levels_keep_the_order_of_the_rows_which_matters_to_no_step(bands, random):
    order = list(range(len(bands)))
    random.shuffle(order)
    shuffled = bands.iloc[order].set_axis(["same"] * len(bands))
    measured = levels(bands).iloc[order].reset_index(drop=True)
    pd.testing.assert_frame_equal(levels(shuffled), measured)
    pd.testing.assert_frame_equal(promotions(shuffled), promotions(bands))


@pytest.mark.parametrize("measure", [levels, promotions])
@settings(max_examples=15)
@given(st.dictionaries(st.sampled_from(["bread", "cake", "pie"]), ladders(), min_size=1))
def test_several_ladders_are_answered_as_one_by_one(measure, families):
    table = pd.concat([bands.assign(family=name) for name, bands in families.items()])
    table = table.sample(frac=1, random_state=1)
    rows = {name: np.flatnonzero(table["family"] == name) for name in table["family"].unique()}
    alone = [measure(table.iloc[at]).assign(family=name) for name, at in rows.items()]
    answer, expected = measure(table, by="family"), pd.concat(alone, ignore_index=True)
    assert answer.columns[0] == "family"
    if measure is levels:  # their rows stay where they are given
        expected = expected.set_axis(np.concatenate([*rows.values()])).sort_index()
    pd.testing.assert_frame_equal(answer, expected[answer.columns], check_dtype=len(expected) > 0)


@pytest.mark.parametrize("measure", [levels, promotions])
def test_ladders_may_be_told_apart_by_their_currency(measure):
    table = pd.concat([ladder((10, 20), (15, 30)).assign(currency=name) for name in ("USD", "EUR")])
    answer = measure(table, by="currency")
    assert answer.columns[0] == "currency"
    assert answer.columns.is_unique
    assert answer["currency"].drop_duplicates().to_list() == ["USD", "EUR"]


@pytest.mark.parametrize(("measure", "few"), [(promotions, 1), (promotions, 0), (levels, 0)])
def test_too_few_levels_give_an_empty_answer_of_the_same_columns(measure, few):
    bands = ladder((10, 20), (15, 30))
    answer = measure(bands.head(few))
    assert len(answer) == 0
    assert answer.columns.to_list() == measure(bands).columns.to_list()


# Bad input


def test_a_group_with_the_name_of_a_column_of_the_answer_is_refused():
    with pytest.raises(TableError, match="has the name of a column of the result; rename it: “worst_case”"):
        promotions(ladder((10, 20), (15, 30)).assign(worst_case="x"), by="worst_case")
