import itertools
import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from support.careers import FACTORS, LETTERS, WORKED, careers, known_weightings, weighted_careers
from support.worked import exact

from tpm_data import attractiveness
from tpm_data.attractiveness.weightings import Distribution

EXAMPLE = WORKED["two_alternatives_example"]
A, B = EXAMPLE["A"], EXAMPLE["B"]
SWAPPED = {"first": "second", "second": "first"}


def pair_of(one, other, weights=None, **columns):
    return attractiveness.compare(careers(one, other, **columns), by="career", weights=weights).iloc[0]


def test_the_worked_pair_gives_the_worked_share_and_means():
    pair = pair_of(A, B, factors=FACTORS)
    assert (pair["first"], pair["second"]) == ("one", "two")
    assert (pair["first_score"], pair["second_score"]) == (EXAMPLE["mean_A"], EXAMPLE["mean_B"])
    share = float(exact(EXAMPLE["share_of_weightings_preferring_A"]))
    assert (pair["share_first"], pair["share_second"], pair["share_tie"]) == (share, 1 - share, 0)
    assert (pair["dominance"], pair["preferred"]) == ("none", "first")
    differences = np.subtract(A, B)
    assert differences.tolist() == EXAMPLE["differences"]
    central = [float(exact(weight)) for weight in EXAMPLE["central_weights_A"]]
    np.testing.assert_allclose(Distribution(differences).central_weights(0), central, rtol=1e-14)


@pytest.mark.parametrize(("level", "key"), [(8.5, "shift_to_reach_8.5"), (8, "shift_to_fall_to_8.0")])
def test_the_smallest_move_to_a_level_is_the_worked_shift(level, key):
    assert pair_of(A, [level] * 8)["smallest_move"] == WORKED["smallest_weight_shift"][key]


def test_weight_moves_from_the_largest_lead_to_the_smallest():
    pair = pair_of([10, 9, 5, 3], [4, 5, 5, 5], {"A": 1, "B": 4, "C": 3, "D": 2})
    # Led by 18 tenths: a tenth from A to D takes 8 of them, from B to D 6 each.
    assert pair["smallest_move"] == float(Fraction(8, 30))
    assert (pair["moved_from"], pair["moved_to"]) == (("A", "B"), "D")


def test_a_factor_without_weight_gives_none_away():
    pair = pair_of([10, 6, 4], [4, 5, 5], {"A": 0, "B": 2, "C": 1})
    assert (pair["moved_from"], pair["moved_to"]) == (("B",), "C")


def test_nothing_can_be_moved_against_a_career_that_dominates():
    pair = pair_of([9, 5], [8, 5])
    assert (pair["dominance"], pair["share_first"], pair["preferred"]) == ("first", 1, "first")
    assert math.isnan(pair["smallest_move"])
    assert pair[["moved_from", "moved_to"]].isna().all()


def test_equal_careers_tie_under_every_weighting():
    pair = pair_of([9, 5], [9, 5])
    assert (pair["dominance"], pair["preferred"], pair["smallest_move"]) == ("equal", "tie", 0)
    assert (pair["share_first"], pair["share_second"], pair["share_tie"]) == (0, 0, 1)
    assert pair[["moved_from", "moved_to"]].isna().all()


def test_at_a_tie_nothing_is_moved():
    pair = pair_of([9, 5], [5, 9])
    assert (pair["preferred"], pair["smallest_move"]) == ("tie", 0)
    assert pair[["moved_from", "moved_to"]].isna().all()


def test_what_differs_by_rounding_is_a_tie():
    assert sum(w * d for w, d in zip([0.1, 0.2, 0.7], [3, 2, -1], strict=True)) != 0
    assert pair_of([6, 5, 4], [3, 3, 5], {"A": 0.1, "B": 0.2, "C": 0.7})["preferred"] == "tie"


@pytest.mark.parametrize(
    ("one", "other", "weights", "scale", "flips"),
    [
        ([6, 5], [5, 5], [1, 1], 10, False),  # one point makes a tie, no more
        ([6, 5], [5, 5], [1, 2], 10, True),
        ([9, 0], [0, 10], [10, 8], 10, False),  # lead 10/18; 9 -> 8 makes a tie
        ([9, 0], [0, 10], [10, 8.5], 10, True),  # 9 -> 8
        ([0, 0.5, 10], [0.5, 0, 10], [1, 2, 9], 10, True),  # 10 -> 9
        ([0.5, 1], [0.25, 1], [4, 1], 1, False),  # no score that counts can move by a point
        ([0.5, 1], [0.25, 1], [4, 1], 2, True),  # the other's 0.25 -> 1.25
        ([5, 5], [5, 5], [1, 0], 10, True),  # a tie is decided by any point that counts
    ],
)
def test_one_point_within_the_scale_flips_or_does_not(one, other, weights, scale, flips):
    given_weights = dict(zip(LETTERS, weights, strict=False))
    assert pair_of(one, other, given_weights, scale_maximum=scale)["one_point_flips"] == flips


def test_without_a_scale_a_score_can_always_rise():
    assert pair_of([0.5, 10], [0, 10], {"A": 9, "B": 1})["one_point_flips"]


def test_names_of_several_columns_are_joined():
    table = careers([9, 5], [4, 6]).assign(country=["CH", "CH", "UK", "UK"])
    pair = attractiveness.compare(table, by=["career", "country"]).iloc[0]
    assert (pair["first"], pair["second"]) == ("one, CH", "two, UK")


def test_pairs_stand_in_the_order_in_which_the_careers_appear():
    table = careers([1, 2], [3, 4], [5, 6]).iloc[[4, 5, 1, 0, 2, 3]]
    pairs = attractiveness.compare(table, by="career")
    assert list(zip(pairs["first"], pairs["second"], strict=True)) == [
        ("three", "one"),
        ("three", "two"),
        ("one", "two"),
    ]


def test_one_career_has_no_pair():
    assert len(attractiveness.compare(careers([1, 2]), by="career")) == 0


@settings(max_examples=25)
@given(weighted_careers(least=2, most=4))
def test_shares_sum_to_one_and_dominance_decides_them(case):
    rows, weights = case
    for pair in attractiveness.compare(careers(*rows), by="career", weights=weights).itertuples():
        assert pair.share_first + pair.share_second + pair.share_tie == pytest.approx(1, abs=1e-14)
        decided = {"first": (1, 0, 0), "second": (0, 1, 0), "equal": (0, 0, 1)}
        if pair.dominance != "none":
            assert (pair.share_first, pair.share_second, pair.share_tie) == decided[pair.dominance]
            assert pair.preferred in (pair.dominance, "tie")
        else:
            assert 0 < pair.share_first < 1


@settings(max_examples=25)
@given(weighted_careers(least=2, most=2))
def test_swapped_careers_give_the_swapped_answer(case):
    (one, other), weights = case
    pair = pair_of(one, other, weights, scale_maximum=10)
    back = pair_of(other, one, weights, scale_maximum=10)
    for column in ("dominance", "preferred"):
        assert back[column] == SWAPPED.get(pair[column], pair[column])
    for mine, theirs in (("share_first", "share_second"), ("first_score", "second_score")):
        assert pair[mine] == pytest.approx(back[theirs], abs=1e-14)
    assert pair["smallest_move"] == pytest.approx(back["smallest_move"], rel=1e-11, abs=1e-11, nan_ok=True)
    assert pair["one_point_flips"] == back["one_point_flips"]


@settings(max_examples=25)
@given(known_weightings())
def test_what_is_known_of_the_weights_leaves_the_shares_of_the_differences(case):
    (one, other), known = case
    pair = attractiveness.compare(careers(one, other), by="career", **known).iloc[0]
    differences = pd.Series(np.subtract(one, other), [*LETTERS[: len(one)]])
    first, second = (Distribution(sign * differences, **known).sf(0) for sign in (1, -1))
    shares = [first, second, 1 - first - second]
    assert pair[["share_first", "share_second", "share_tie"]].to_list() == pytest.approx(shares, abs=1e-14)


@settings(max_examples=25)
@given(weighted_careers(least=2, most=2, largest=6, factors=4))
def test_the_smallest_move_makes_a_tie_and_no_smaller_one_does(case):
    (one, other), weights = case
    pair = pair_of(one, other, weights)
    start = np.array(list(weights.values())) / sum(weights.values())
    differences = np.subtract(one, other) * (-1.0 if pair["preferred"] == "second" else 1.0)
    if pair["preferred"] == "tie":
        assert pair["smallest_move"] == 0
        return
    steps = 12
    grid = [w for w in itertools.product(range(steps + 1), repeat=len(one)) if sum(w) == steps]
    turned = [w for w in np.array(grid) / steps if w @ differences < -1e-9]
    if math.isnan(pair["smallest_move"]):
        assert not turned
        return
    assert all(np.abs(w - start).sum() / 2 >= pair["smallest_move"] - 1e-9 for w in turned)
    left, moved = pair["smallest_move"], start.copy()
    for name in pair["moved_from"]:
        taken = min(left, moved[LETTERS.index(name)])
        moved[LETTERS.index(name)] -= taken
        left -= taken
    assert left == pytest.approx(0, abs=1e-12)
    moved[LETTERS.index(pair["moved_to"])] += pair["smallest_move"]
    assert moved @ differences == pytest.approx(0, abs=1e-10)


def test_a_lead_counts_as_rounding_beside_the_differences_and_not_by_itself():
    assert pair_of([1e-12, 0], [0, 0], {"A": 1, "B": 1})["preferred"] == "first"
