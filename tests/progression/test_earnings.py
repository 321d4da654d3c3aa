import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.refusals import refusal
from support.worked import NUMBERS, exact

import tpm_data
from tpm_data import TableError
from tpm_data.progression._earnings import earnings, earnings_sensitivity

WORKED = NUMBERS["career_earnings"]
BANDS = tpm_data.load("salary_bands")
POSITIONS = {"minimum": 0.0, "quarter": 0.25, "midpoint": 0.5, "three_quarters": 0.75, "maximum": 1.0}


@pytest.mark.parametrize(("name", "position"), list(POSITIONS.items()))
def test_worked_sums_at_one_position_of_every_band(name, position):
    worked = WORKED[f"3_years_per_level_at_{name}"]
    answer = earnings(BANDS, years=3, positions=(position,) * 3, discount_rate=0.03)
    mid = answer.totals.set_index("scenario").loc["mid"]
    assert mid["total"] == pytest.approx(float(exact(worked["total_15_years"])), rel=1e-15)
    assert mid["present_value"] == pytest.approx(worked["npv_3pct_end_of_year"], rel=1e-12)
    pay = answer.years.query("scenario == 'mid'").drop_duplicates("level")["pay"]
    assert pay.tolist() == pytest.approx(worked["pay_by_level"], rel=1e-15)


def test_worked_years_that_differ_by_level():
    worked = WORKED["tenure_2_3_3_4_3_at_midpoint"]
    answer = earnings(BANDS, years=[2, 3, 3, 4, 3], discount_rate=0.03)
    mid = answer.years.query("scenario == 'mid'")
    assert mid["cumulative"].tolist() == worked["cumulative_by_year"]
    assert answer.totals["present_value"][1] == pytest.approx(worked["npv_3pct_end_of_year"], rel=1e-12)


def test_worked_walk_with_growth_and_promotions():
    worked = WORKED["rule_walk_merit3_promo10_3y_start83350"]
    low = earnings(BANDS, years=3, growth=0.03, promotion=0.10).years.query("scenario == 'low'")
    assert low["pay"].tolist() == pytest.approx([year["pay"] for year in worked["years"]], abs=1e-6)
    assert low["compa_ratio"].tolist() == pytest.approx([y["compa_ratio"] for y in worked["years"]], abs=1e-9)
    assert low["pay"].sum() == pytest.approx(worked["total"], abs=1e-3)


rules = st.one_of(st.sampled_from(["same position", "floor"]), st.floats(0, 0.5))


@given(st.lists(st.integers(0, 4), min_size=5, max_size=5).filter(any), st.floats(0, 0.2), rules)
def test_pay_stays_inside_the_bands_and_the_scenarios_in_order(years, growth, promotion):
    path = earnings(BANDS, years=years, growth=growth, promotion=promotion).years
    assert path["range_penetration"].between(-1e-9, 1 + 1e-9).all()
    low, mid, high = (path.loc[path["scenario"] == name, "pay"].to_numpy() for name in ("low", "mid", "high"))
    assert (low <= mid + 1e-6).all()
    assert (mid <= high + 1e-6).all()
    assert len(low) == sum(years)


def test_a_promotion_by_floor_never_cuts_pay_but_at_a_lower_ceiling():
    path = earnings(BANDS, years=1, promotion="floor").years
    high = path.loc[path["scenario"] == "high", "pay"].tolist()
    assert high == [133305, 133305, 135000, 150221, 191250]
    path = earnings(BANDS, years=1, growth=0, promotion=0.5).years
    assert path.loc[path["scenario"] == "high", "pay"].tolist() == [133305, 180000, 185000, 220000, 215000]


def test_growth_stops_at_the_maximum():
    path = earnings(BANDS.head(1), years=30, growth=0.1).years
    assert path["pay"].max() == 133305


def test_penetration_spans_a_band_several_times_as_wide_as_its_minimum():
    wide = BANDS.head(1).assign(maximum=4 * 83350)
    path = earnings(wide, years=1, positions=(0.0, 0.5, 1.0)).years
    assert path["range_penetration"].tolist() == [0.0, 0.5, 1.0]


def test_every_assumption_comes_back():
    stated = earnings(BANDS, years=2, growth=0.02, discount_rate=0.01).assumptions
    assert len(stated) == 5 + 3 + 3
    assert stated.set_index("assumption").loc["growth of pay inside a band, per year", "value"] == 0.02


def test_discounting_nothing_leaves_the_sum():
    totals = earnings(BANDS).totals
    assert totals["total"].tolist() == totals["present_value"].tolist()


def test_every_bad_assumption_is_named(snapshot):
    wrong = {"years": [1, 2, -1, 2.5, 3], "growth": 3, "promotion": "floors", "discount_rate": -1}
    assert refusal(earnings, BANDS, **wrong) == snapshot


@pytest.mark.parametrize("name", ["growth", "discount_rate", "promotion"])
def test_a_share_goes_up_to_one(name):
    assert len(earnings(BANDS, **{name: 1}).totals) == 3
    with pytest.raises(TableError, match="a share from 0 to 1"):
        earnings(BANDS, **{name: 1.01})


def test_nobody_stays_longer_than_sixty_years():
    assert len(earnings(BANDS, years=[60, 0, 0, 0, 0]).years) == 180
    with pytest.raises(TableError, match="a whole number of years from 0 to 60: “61”"):
        earnings(BANDS, years=[61, 0, 0, 0, 0])


def test_the_penetration_is_that_of_the_pay_and_missing_at_a_single_rate():
    bands = BANDS.assign(maximum=BANDS["maximum"].where(BANDS["level"] != 2, BANDS["minimum"]))
    years = earnings(bands, years=2, growth=0.02).years.merge(bands, on=["level", "title"])
    width = (years["maximum"] - years["minimum"]).replace(0, np.nan)
    expected = (years["pay"] - years["minimum"]) / width
    pd.testing.assert_series_equal(years["range_penetration"], expected, check_names=False)
    assert years["range_penetration"].isna().sum() == 6
    # Through the single rate the place in the band is kept.
    assert years.loc[years["year"] == 5, "range_penetration"].round(3).tolist() == (
        years.loc[years["year"] == 2, "range_penetration"].round(3).tolist()
    )


@pytest.mark.parametrize(
    ("years", "reason"), [([1, 2], "one number for each of 5 levels"), (0, "at least one year")]
)
def test_years_must_fit_the_ladder(years, reason):
    with pytest.raises(TableError, match=reason):
        earnings(BANDS, years=years)


CHANGES = {"growth": (0.0, 0.05), "position": (0.0, 1.0), "discount_rate": (0.0, 0.1)}


def test_each_changed_assumption_is_worked_out_with_the_others_kept():
    table = earnings_sensitivity(BANDS, CHANGES, growth=0.02, promotion="floor", years=2).set_index(
        "assumption"
    )
    kept = {"promotion": "floor", "years": 2}
    for name, column in (("growth", "second_value"), ("discount_rate", "second_value")):
        inputs = {"growth": 0.02} | {name: CHANGES[name][1]} | kept
        total = earnings(BANDS, positions=(0.5,) * 3, **inputs).totals["present_value"][1]
        assert table.loc[name, column] == total
    assert set(table[["base_value", "first_value", "second_value", "change"]].dtypes) == {np.dtype(float)}
    low = earnings(BANDS, positions=(0.0,) * 3, growth=0.02, **kept).totals["present_value"][1]
    assert table.loc["position", "first_value"] == low


@settings(max_examples=15)
@given(st.floats(0, 0.1), st.floats(0, 0.1))
def test_the_change_spans_the_kept_value_and_both_others_largest_first(one, other):
    table = earnings_sensitivity(BANDS, {"growth": (one, other), "position": (0.2, 0.9)}, promotion="floor")
    values = table[["base_value", "first_value", "second_value"]]
    assert table["change"].tolist() == (values.max(axis=1) - values.min(axis=1)).tolist()
    assert table["change"].is_monotonic_decreasing


def test_years_may_be_numbers_of_numpy():
    for years in (np.int64(3), np.full(len(BANDS), 3)):
        pd.testing.assert_frame_equal(earnings(BANDS, years=years).totals, earnings(BANDS, years=3).totals)


@pytest.mark.parametrize("positions", [(0.5,), (0, 0.5, 1, 1), (1, 0.5, 0), (0, 1, 0.5)])
def test_there_are_three_positions_in_rising_order(positions, snapshot):
    assert refusal(earnings, BANDS, positions=positions) == snapshot


def test_assumptions_may_be_written_in_any_case():
    table = earnings_sensitivity(BANDS, {"Growth": (0, 0.05)}, Years=2)
    pd.testing.assert_frame_equal(table, earnings_sensitivity(BANDS, {"growth": (0, 0.05)}, years=2))


def test_values_keep_the_type_in_which_they_were_given():
    table = earnings_sensitivity(BANDS, {"years": (2, 4), "growth": (0, 0.05), "promotion": ("floor", 0.1)})
    assert table.set_index("assumption").loc["years", ["first", "second"]].tolist() == [2, 4]
    assert isinstance(table.set_index("assumption").loc["years", "first"], int)


def test_an_unknown_assumption_and_no_change_are_refused():
    with pytest.raises(ValueError, match=r"no assumption 'grow'\. Did you mean 'growth'"):
        earnings_sensitivity(BANDS, {"grow": (0, 1)})
    with pytest.raises(ValueError, match="No assumption is changed"):
        earnings_sensitivity(BANDS, {})
    with pytest.raises(TableError, match="growth of pay"):
        earnings_sensitivity(BANDS, {"growth": (0, 7)})


def test_totals_and_years_name_the_currency_of_the_bands():
    assert set(earnings(BANDS).totals["currency"]) == set(earnings(BANDS).years["currency"]) == {"USD"}
    assert "currency" not in earnings(BANDS.drop(columns="currency")).totals
    assert set(earnings_sensitivity(BANDS, CHANGES)["currency"]) == {"USD"}
    assert "currency" not in earnings_sensitivity(BANDS.drop(columns="currency"), CHANGES)
