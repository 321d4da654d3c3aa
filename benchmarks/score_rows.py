"""Weighted scores over many weightings, and which of several careers comes out ahead."""

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
import pandas as pd
from pymcdm.methods import WSM
from pysensmcda.smaa import exact_acceptability, simulate
from skcriteria.agg.simple import wsm
from timing import Rival, Row

from tpm_data import attractiveness
from tpm_data.attractiveness.weightings import Distribution

WEIGHTINGS = 1_000_000
FEW = 10_000  # of those that take one weighting at a time and would need minutes
FACTORS = list("ABCDEFGH")
TYPES = np.ones(len(FACTORS))
TARGET = 6.5
LEVELS = [0.05, 0.5, 0.95]

Scores = Callable[[np.ndarray, int], np.ndarray]  # points, number of weightings -> weightings by careers


def points(careers: int) -> np.ndarray:
    """Make scores of 1 to 10 points, one row per career."""
    return np.random.default_rng(5).integers(1, 11, (careers, len(FACTORS))).astype(float)


def long_form(scores: np.ndarray) -> pd.DataFrame:
    """Make the table that our functions take: one row per career and factor."""
    names = [f"career {number + 1}" for number in range(len(scores))]
    career, factor = np.repeat(names, len(FACTORS)), FACTORS * len(scores)
    return pd.DataFrame({"career": career, "factor": factor, "score": scores.ravel()})


def weights(count: int) -> np.ndarray:
    """Draw weightings, all equally likely."""
    drawn = np.random.default_rng(0).standard_exponential((count, len(FACTORS)))
    return drawn / drawn.sum(axis=1, keepdims=True)


def by_numpy(scores: np.ndarray, count: int) -> np.ndarray:
    """One matrix product."""
    return weights(count) @ scores.T


def by_pymcdm(scores: np.ndarray, count: int) -> np.ndarray:
    """Weigh sum by sum, as the scores are, without its checks."""
    method = WSM(lambda column, cost: column)
    return np.array([method(scores, row, TYPES, validation=False) for row in weights(count)])


def by_scikit_criteria(scores: np.ndarray, count: int) -> np.ndarray:
    """Weigh sum by sum with its bare function, without its checks."""
    return np.array([wsm(scores, row)[1].reshape(len(scores)) for row in weights(count)])


def by_pysensmcda(scores: np.ndarray, count: int) -> np.ndarray:
    """Simulate with the shortest method."""
    method = lambda matrix, row, types: matrix @ row  # noqa: E731
    return simulate(method, scores, TYPES, num_samples=count, seed=0).preferences


SCORES: dict[str, tuple[Scores, int]] = {
    "numpy by hand": (by_numpy, WEIGHTINGS),
    "pysensmcda": (by_pysensmcda, WEIGHTINGS),
    "pymcdm": (by_pymcdm, FEW),
    "scikit-criteria": (by_scikit_criteria, FEW),
}


def summary(reached: np.ndarray) -> np.ndarray:
    """Sum up the scores drawn: mean, deviation, quantiles and share of those that reach the target."""
    quantiles = np.quantile(reached, LEVELS, axis=0)
    return np.vstack([reached.mean(axis=0), reached.std(axis=0), quantiles, (reached >= TARGET).mean(axis=0)])


def exact_summary(scores: np.ndarray) -> np.ndarray:
    """Sum up the scores over all weightings."""
    exact = Distribution(scores)
    return np.vstack([exact.mean, exact.std, exact.quantile(LEVELS).T, exact.share_at_least(TARGET)])


def summaries(careers: int) -> Row:
    """Sum up the weighted scores; drawn ones come within five standard errors of the exact ones."""
    scores = points(careers)
    exact = Distribution(scores)

    def same(ours: np.ndarray, other: np.ndarray) -> None:
        error = 5 / np.sqrt(FEW)
        assert np.all(np.abs(ours - other)[[0, 1]] <= error * exact.std)
        assert np.all(np.abs(ours - other)[-1] <= error * 0.5)
        reached = np.array([Distribution(row).cdf(q) for row, q in zip(scores, other[2:5].T, strict=True)])
        assert np.all(np.abs(reached - LEVELS) <= error * 0.5)

    return Row(
        f"weighted scores summed up, {careers} x 8, a million weightings (ours: all of them, exactly)",
        lambda: exact_summary(scores),
        {
            name: Rival(lambda find=find, count=count: summary(find(scores, count)), WEIGHTINGS / count)
            for name, (find, count) in SCORES.items()
        },
        same,
    )


def acceptability(careers: int) -> Row:
    """Count how often a career takes a rank."""
    scores = points(careers)
    table = long_form(scores)

    def ours() -> np.ndarray:
        ranks = attractiveness.rank_acceptability(table, "career", samples=WEIGHTINGS)
        return ranks["share"].to_numpy().reshape(careers, careers)

    def counted(find: Scores, count: int) -> np.ndarray:
        order = np.argsort(-find(scores, count), axis=1)
        return np.array([np.bincount(order[:, rank], minlength=careers) for rank in range(careers)]).T / count

    def simulated() -> np.ndarray:
        method = lambda matrix, row, types: matrix @ row  # noqa: E731
        return simulate(method, scores, TYPES, num_samples=WEIGHTINGS, seed=0).rank_acceptability()

    def same(mine: np.ndarray, other: np.ndarray) -> None:
        error = np.sqrt(np.maximum(mine * (1 - mine), 1 / FEW) / FEW)
        assert np.all(np.abs(mine - other) <= 5 * error + 3 / FEW)

    rivals = {
        name: Rival(lambda find=find, count=count: counted(find, count), WEIGHTINGS / count)
        for name, (find, count) in SCORES.items()
    }
    question = f"rank acceptability, {careers} x 8, a million weightings"
    return Row(question, ours, rivals | {"pysensmcda": Rival(simulated)}, same)


def pairwise(careers: int) -> Row:
    """Tell for every two careers in which share of all weightings the first is ahead, exactly."""
    scores = points(careers)
    table = long_form(scores)

    def polytopes() -> np.ndarray:
        pairs = combinations(range(careers), 2)
        found = (
            exact_acceptability(scores[list(pair)], TYPES, scaling="none", weight_bounds=False)
            for pair in pairs
        )
        return np.array([result.acceptability[0] for result in found])

    return Row(
        f"exact pairwise shares, {careers} x 8",
        lambda: attractiveness.compare(table, "career")["share_first"].to_numpy(),
        {"pysensmcda": Rival(polytopes)},
        lambda mine, other: np.testing.assert_allclose(mine, other, rtol=0, atol=1e-9),
    )


def rows() -> Iterator[Row]:
    """Yield the rows; with one career only, there is no rank to ask for."""
    yield summaries(1)
    yield summaries(10)
    yield acceptability(10)
    yield pairwise(2)
    yield pairwise(10)
