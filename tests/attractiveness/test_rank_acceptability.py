import itertools
import tracemalloc

import numpy as np
import pandas as pd
from hypothesis import given, settings
from support.careers import careers, known_weightings, weighted_careers

from tpm_data import attractiveness


def shares(table, **options):
    ranks = attractiveness.rank_acceptability(table, by="career", **options)
    return ranks.pivot_table("share", "career", "rank")


@settings(max_examples=20)
@given(weighted_careers(least=1, most=5))
def test_the_shares_of_a_career_and_of_a_rank_sum_to_one(case):
    rows, _ = case
    for order in (None, True):
        table = shares(careers(*rows), samples=500, order=order)
        np.testing.assert_allclose(table.sum(axis=0), 1, rtol=1e-12)
        np.testing.assert_allclose(table.sum(axis=1), 1, rtol=1e-12)


@given(known_weightings())
def test_two_careers_come_within_five_errors_of_the_exact_shares(case):
    (one, other), known = case
    table = attractiveness.rank_acceptability(careers(one, other), by="career", samples=20_000, **known)
    pair = attractiveness.compare(careers(one, other), by="career", **known).iloc[0]
    exact = pair["share_first"] + pair["share_tie"] / 2
    error = np.sqrt(exact * (1 - exact) / 20_000)
    row = table.query("career == 'one' and rank == 1").iloc[0]
    # Floors that leave one weighting can leave a tie: rounding decides it.
    assert abs(row["share"] - exact) <= 5 * error + pair["share_tie"] / 2
    assert abs(row["standard_error"] - error) <= 0.05 * error + 2e-4


def test_three_careers_come_within_five_errors_of_a_plain_count():
    points = np.array([[9, 2, 5, 7], [4, 8, 6, 5], [6, 6, 5, 6]])
    weightings = np.random.default_rng(1).dirichlet(np.ones(4), 50_000)
    place = (-weightings @ points.T).argsort(axis=1).argsort(axis=1)
    table = shares(careers(*points.tolist())).loc[["one", "two", "three"]]
    for career, rank in itertools.product(range(3), range(3)):
        share = table.iloc[career, rank]
        error = np.sqrt(share * (1 - share) * (1 / 50_000 + 1 / 100_000))
        assert abs(share - (place[:, career] == rank).mean()) <= 5 * error


def test_the_same_seed_gives_the_same_answer_and_another_another():
    table = careers([9, 2, 5], [4, 8, 6], [6, 6, 5])
    one, again, other = (attractiveness.rank_acceptability(table, by="career", seed=s) for s in (3, 3, 4))
    pd.testing.assert_frame_equal(one, again)
    assert not one["share"].equals(other["share"])
    assert one.attrs["note"] == "100,000 weightings were drawn with seed 3."


def test_equal_careers_share_the_ranks_they_take():
    table = shares(careers([5, 7], [1, 1], [5, 7], [9, 9]))
    assert table.loc["one"].to_list() == table.loc["three"].to_list() == [0, 0.5, 0.5, 0]
    assert table.loc["four", 1] == table.loc["two", 4] == 1


def test_careers_and_ranks_stand_in_the_order_of_appearance():
    scores = careers([1, 2], [3, 4]).iloc[[2, 3, 0, 1]]
    table = attractiveness.rank_acceptability(scores, by="career", samples=9)
    assert table["career"].to_list() == ["two", "two", "one", "one"]
    assert table["rank"].to_list() == [1, 2, 1, 2]


def test_memory_does_not_grow_with_the_number_of_weightings():
    table = careers([9, 2, 5, 7], [4, 8, 6, 5], [6, 6, 5, 6])
    peaks = []
    for samples in (200_000, 2_000_000):
        tracemalloc.start()
        attractiveness.rank_acceptability(table, by="career", samples=samples)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0]
