import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.careers import WORKED, careers, weighted_careers, worked
from support.worked import exact

from tpm_data import attractiveness

LINES = WORKED["one_at_a_time"]


@pytest.mark.parametrize("position", range(len(LINES)))
def test_one_weight_at_a_time_gives_the_worked_lines(position):
    line = LINES[position]
    row = attractiveness.sensitivity(worked()).iloc[position]
    assert row["factor"] == line["factor"]
    assert row["score_at_zero"] == float(exact(line["mean_of_others"]))
    assert row["score_at_one"] == line["score"]
    assert row["slope"] == float(exact(line["slope_d_score_d_weight_(others keep proportions)"]))
    assert row["score_if_doubled"] == float(exact(line["score_if_weight_doubled"]))
    assert row["score_if_halved"] == float(exact(line["score_if_weight_halved"]))
    half = row["score_at_zero"] + row["slope"] / 2
    assert half == pytest.approx(float(exact(line["score_at_weight_0.5"])), rel=1e-15)


@pytest.mark.parametrize("target", ["8.5", "8.0"])
def test_the_weight_for_a_target_is_the_worked_one(target):
    found = attractiveness.sensitivity(worked(), target=float(target))["weight_for_target"]
    for weight, line in zip(found, LINES, strict=True):
        answer = line[f"weight_needed_for_{target}"]
        assert math.isnan(weight) if answer is None else weight == float(exact(answer))


def test_a_factor_with_all_the_weight_leaves_the_others_without_proportions():
    table = attractiveness.sensitivity(careers([9, 4, 6]), weights={"A": 1, "B": 0, "C": 0}, target=6)
    assert table["score_at_zero"].isna().to_list() == [True, False, False]
    assert table["slope"].isna().to_list() == [True, False, False]
    assert table["score_at_one"].to_list() == [9, 4, 6]
    assert table["score_if_doubled"].to_list() == table["score_if_halved"].to_list() == [9, 9, 9]
    assert table["weight_for_target"].isna()[0]
    assert table["weight_for_target"].to_list()[1:] == [0.6, 1]


def test_the_weight_for_a_target_is_missing_if_every_weight_gives_it():
    assert attractiveness.sensitivity(careers([7, 7]), target=7)["weight_for_target"].isna().all()


def test_the_others_are_summed_even_where_one_factor_has_nearly_all_weight():
    table = attractiveness.sensitivity(careers([9, 4, 6]), weights={"A": 1, "B": 3e-17, "C": 1e-17})
    assert table["score_at_zero"][0] == pytest.approx(4.5, rel=1e-15)


@settings(max_examples=25)
@given(weighted_careers(), st.integers(0, 20).map(lambda x: x / 2))
def test_each_line_passes_through_the_score_and_hits_the_target(case, target):
    (row,), weights = case
    score = attractiveness.score(careers(row), weights=weights)["score"].item()
    for line in attractiveness.sensitivity(careers(row), weights=weights, target=target).itertuples():
        if not math.isnan(line.slope):
            at = line.score_at_zero + line.weight * line.slope
            assert at == pytest.approx(score, rel=1e-13, abs=1e-13)
        if not math.isnan(line.weight_for_target):
            assert 0 <= line.weight_for_target <= 1
            assert math.copysign(1, line.weight_for_target) == 1
            reached = line.score_at_zero + line.weight_for_target * line.slope
            assert reached == pytest.approx(target, rel=1e-11, abs=1e-11)
        elif not math.isnan(line.slope):
            ends = (line.score_at_zero - target) * (line.score_at_one - target)
            assert ends > 0 or line.slope == pytest.approx(0, abs=1e-11)


@settings(max_examples=25)
@given(weighted_careers(least=2, most=3))
def test_at_the_break_even_weight_both_careers_score_the_same(case):
    rows, weights = case
    points = dict(zip(["one", "two", "three"], map(np.array, rows), strict=False))
    for pair in attractiveness.break_even(careers(*rows), by="career", weights=weights).itertuples():
        if math.isnan(pair.break_even):
            continue
        own = np.array([name == pair.factor for name in weights])
        rest = np.where(own, 0, list(weights.values()))
        moved = np.where(own, pair.break_even, (1 - pair.break_even) * rest / rest.sum())
        assert 0 <= pair.break_even <= 1
        assert math.copysign(1, pair.break_even) == 1
        assert moved @ (points[pair.first] - points[pair.second]) == pytest.approx(0, abs=1e-11)


def test_break_even_weights_have_one_row_per_pair_and_factor():
    table = attractiveness.break_even(careers([9, 4], [5, 5], [5, 5]), by="career", weights={"A": 1, "B": 3})
    pairs = itertools.combinations(["one", "two", "three"], 2)
    rows = [(*pair, factor) for pair in pairs for factor in "AB"]
    assert list(zip(table["first"], table["second"], table["factor"], strict=True)) == rows
    assert table["difference"].to_list() == [4, -1, 4, -1, 0, 0]
    assert table["weight"].to_list() == [0.25, 0.75] * 3
    np.testing.assert_array_equal(table["break_even"], [0.2, 0.8, 0.2, 0.8, np.nan, np.nan])


def test_factors_that_balance_but_for_rounding_leave_a_break_even_at_no_weight():
    rest = 0.1 * 3 + 0.3 * -1
    assert rest > 0
    both, weights = careers([9, 8, 4], [4, 5, 5]), {"A": 1, "B": 0.1, "C": 0.3}
    table = attractiveness.break_even(both, by="career", weights=weights)
    assert table.set_index("factor").loc["A", "break_even"] == 0
