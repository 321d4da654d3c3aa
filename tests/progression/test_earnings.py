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
SHORT, LONG = BANDS.head(2).assign(family="short"), BANDS.assign(family="long")
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


def test_every_bad_assumption_is_named(snapshot):
    wrong = {"years": [1, 2, -1, 2.5, 3], "growth": 3, "promotion": "floors", "discount_rate": -1}
    assert refusal(earnings, BANDS, **wrong) == snapshot


@pytest.mark.parametrize("name", ["growth", "discount_rate", "promotion"])
def test_a_share_goes_up_to_one(name):
    assert len(earnings(BANDS, **{name: 1}).totals) == 3
    with pytest.raises(TableError, match=r"a share from 0 to 1, such as 0\.03 for 3%"):
        earnings(BANDS, **{name: 1.01})


def test_nobody_stays_longer_than_sixty_years():
    assert len(earnings(BANDS, years=[60, 0, 0, 0, 0]).years) == 180
    with pytest.raises(TableError, match="a whole number of years from 0 to 60: “61”"):
        earnings(BANDS, years=[61, 0, 0, 0, 0])


def test_the_place_in_the_band_is_missing_at_a_single_rate_and_kept_through_it():
    bands = BANDS.assign(maximum=BANDS["maximum"].where(BANDS["level"] != 2, BANDS["minimum"]))
    years = earnings(bands, years=2, growth=0.02).years
    assert years.loc[years["range_penetration"].isna(), "level"].tolist() == [2] * 6
    # Through the single rate the place in the band is kept.
    assert years.loc[years["year"] == 5, "range_penetration"].round(3).tolist() == (
        years.loc[years["year"] == 2, "range_penetration"].round(3).tolist()
    )


def test_no_years_are_no_pay():
    answer = earnings(BANDS, years=0)
    assert answer.totals["total"].tolist() == [0, 0, 0]
    assert answer.years.empty


YEARS_REFUSED = [
    ([1, 2], "one number for each of 5 levels"),
    ({1, 2, 3, 4, 5}, "years: expected a whole number"),
    ({1: 2, 2: 3}, "years as Senior Technical Product Manager: is missing; give 0 to skip the level"),
    (
        {"Baker": 1},
        r"1 problem:\n  years of 'Baker': expected the number or the title of one level: 1 \(Asso",
    ),
    (
        {"3": 2, 4: 1},
        r"1 problem:\n  years of '3': expected the number or the title of one .*3 \(Senior .*“3”$",
    ),
    (
        {1: 1, 2: 1, 3: 1, 4: 1, 5: 1, "DIRECTOR of Product Management ": 2},
        "level 4 already has its years; give",
    ),
    (pd.Series([1] * 6, [1, 2, 3, 4, 5, 5]), "years of 5: level 5 already has"),
]


@pytest.mark.parametrize(("years", "reason"), YEARS_REFUSED, ids=range(len(YEARS_REFUSED)))
def test_years_must_fit_the_ladder(years, reason):
    with pytest.raises(TableError, match=reason):
        earnings(BANDS, years=years)


def test_years_of_levels_before_the_start_may_be_given_and_must_be_years():
    every = dict.fromkeys(range(1, 6), 2)
    pd.testing.assert_frame_equal(*(earnings(BANDS, start_level=3, years=y).years for y in (every, 2)))
    with pytest.raises(TableError, match="years as Technical Product Manager: expected a whole number"):
        earnings(BANDS, start_level=3, years=every | {2: "x"})


@pytest.mark.parametrize("level", ["Senior TPM", "3", 9])
def test_a_start_that_is_no_level_is_answered_with_those_there_are(level, snapshot):
    assert refusal(earnings, BANDS, start_level=level) == snapshot


@pytest.mark.parametrize("plan", [{"start_level": "A"}, {"years": {"a": 2}}], ids=str)
def test_a_title_of_several_levels_names_none(plan):
    bands = BANDS.assign(title=["A", "a ", "B", "C", "D"])
    with pytest.raises(TableError, match=r"the title of one level: 1 \(A\), 2 \(a \), 3 \(B\)"):
        earnings(bands, **plan)


@pytest.mark.parametrize("plan", [{"start_level": 4}, {"years": [1, 2]}, {"years": {1: 1, 2: 1}}], ids=str)
def test_what_does_not_fit_one_of_several_ladders_names_it(plan, snapshot):
    assert refusal(earnings, pd.concat([SHORT, LONG]), by="family", **plan) == snapshot


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
    with pytest.raises(ValueError, match="between= changes no assumption"):
        earnings_sensitivity(BANDS, {})
    with pytest.raises(TableError, match="growth: expected a share"):
        earnings_sensitivity(BANDS, {"growth": (0, 7)})


# A career from today's pay


rates = st.floats(0, 0.2)
assumed = {"growth": rates, "promotion": rules, "discount_rate": rates, "years": st.integers(1, 4)}
plans = st.fixed_dictionaries({}, optional=assumed)


@given(st.integers(1, 5), st.integers(20_000, 400_000), plans)
def test_todays_pay_is_that_of_the_first_year_and_stays_above_its_band_until_a_promotion(level, pay, plan):
    path = earnings(BANDS, start_level=level, start_pay=pay, **plan).years
    title, text = f" {BANDS['title'][level - 1].upper()}  ", f"${pay:,}"
    assert path.equals(earnings(BANDS, start_level=title, start_pay=text, **plan).years)
    assert (path.loc[path["year"] == 1, "pay"] == pay).all()
    assert path["level"].min() == level
    assert path.loc[path["level"] == level, "pay"].between(pay, max(pay, BANDS["maximum"][level - 1])).all()
    later = path[path["level"] > level]
    assert (later["pay"] <= later["maximum"] + 1e-6).all()


OUTSIDE = [
    (134_999, "$1 below the min", "It grows from where it is."),
    (190_000, "$5,000 above the max", "It stays as it is until a promotion."),
]


@pytest.mark.parametrize(("pay", "said", "way"), OUTSIDE)
def test_pay_outside_its_band_is_said_to_be(pay, said, way):
    plan = earnings(BANDS, start_level=3, start_pay=pay)
    assert said in plan.assumptions.set_index("assumption").loc["note", "value"]
    assert all(part.attrs["notes"] == (plan.assumptions["value"].iloc[-1],) for part in plan)
    assert plan.assumptions["value"].iloc[-1].endswith(way)
    assert "notes" not in earnings(BANDS, start_level=3, start_pay=150_000).years.attrs


@given(st.lists(st.integers(0, 4), min_size=5, max_size=5).filter(any), st.permutations(range(5)))
def test_years_by_level_or_title_are_those_of_a_sequence_in_order_of_level(years, order):
    expected = earnings(BANDS, years=years)
    levels, titles = (dict(zip(BANDS[column], years, strict=True)) for column in ("level", "title"))
    shuffled = pd.Series(levels).iloc[order]
    for named in (levels, titles, shuffled, dict(shuffled)):
        for part, other in zip(earnings(BANDS.iloc[order], years=named), expected, strict=True):
            pd.testing.assert_frame_equal(part, other)


@given(st.tuples(rates, rates, rates).map(sorted), st.tuples(rules, rules, rates))
def test_three_values_are_those_of_three_runs(growth, promotion):
    promotion = sorted(promotion, key=lambda rule: 0 if isinstance(rule, str) else rule)
    path = earnings(BANDS, positions=0.3, growth=growth, promotion=promotion).years
    for name, rise, rule in zip(("low", "mid", "high"), growth, promotion, strict=True):
        alone = earnings(BANDS, positions=0.3, growth=rise, promotion=rule).years
        pd.testing.assert_frame_equal(*(part[part["scenario"] == name] for part in (path, alone)))


def test_todays_pay_and_three_values_come_back():
    plan = {"growth": (0.01, 0.03, 0.05), "promotion": ("floor", "floor", 0.1), "start_pay": "$150k"}
    stated = earnings(BANDS, start_level=3, years=2, discount_rate=0.02, **plan).assumptions
    assert stated["value"].tolist() == [2, 2, 2, "$150k", *plan["growth"], *plan["promotion"], 0.02]


@given(plans)
def test_several_ladders_are_climbed_one_by_one(plan):
    both = pd.concat([SHORT, LONG]).iloc[[1, 2, 0, 6, 3, 5, 4]]
    together = earnings(both, by=iter(["family"]), **plan)
    for part, *alone in zip(together, earnings(SHORT, **plan), earnings(LONG, **plan), strict=True):
        assert part["family"].to_list() == ["short"] * len(alone[0]) + ["long"] * len(alone[1])
        pd.testing.assert_frame_equal(part.drop(columns="family"), pd.concat(alone, ignore_index=True))
    changed = earnings_sensitivity(both, CHANGES, by="family", **plan)
    alone = [earnings_sensitivity(bands, CHANGES, **plan) for bands in (SHORT, LONG)]
    pd.testing.assert_frame_equal(changed.drop(columns="family"), pd.concat(alone, ignore_index=True))


@pytest.mark.parametrize("level", [2, "Technical Product Manager"])
@pytest.mark.parametrize("years", [2, [1, 2, 3, 4, 5], {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}], ids=str)
def test_the_years_on_one_level_are_changed_alone(level, years):
    (row,) = earnings_sensitivity(BANDS, {("years", level): (0, 6)}, years=years).itertuples()
    stay = earnings(BANDS, years=years).assumptions["value"].head(5).tolist()
    for value, count in ((row.base_value, 2), (row.first_value, 0), (row.second_value, 6)):
        whole = earnings(BANDS, years=[stay[0], count, *stay[2:]], positions=0.5).totals
        assert value == whole["present_value"][1]


@pytest.mark.parametrize("name", ["years", "growth", "promotion", "discount_rate", "position"])
@pytest.mark.parametrize("spell", [str.upper, str.title])
def test_an_assumption_is_not_changed_twice_however_it_is_spelt(name, spell):
    with pytest.raises(ValueError, match=f"between= changes '{name}' twice"):
        earnings_sensitivity(BANDS, {name: (0, 1), spell(name): (1, 2)})


def test_totals_and_years_name_the_currency_of_the_bands():
    several = earnings(pd.concat([BANDS, BANDS.assign(currency="EUR")]), by="currency")
    assert several.totals["currency"].tolist() == ["USD"] * 3 + ["EUR"] * 3
    assert set(earnings(BANDS).totals["currency"]) == set(earnings(BANDS).years["currency"]) == {"USD"}
    assert "currency" not in earnings(BANDS.drop(columns="currency")).totals
    assert set(earnings_sensitivity(BANDS, CHANGES)["currency"]) == {"USD"}
    assert "currency" not in earnings_sensitivity(BANDS.drop(columns="currency"), CHANGES)
