"""Print how many times longer other libraries take for the same answers: `make benchmarks`."""

import os
import platform
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from itertools import combinations
from typing import Any

import bioframe
import numpy as np
import pandas as pd
import pyranges
import staircase
from ncls import NCLS
from pymcdm.methods import WSM
from pysensmcda.smaa import exact_acceptability, simulate
from scale import bands
from skcriteria.agg.simple import wsm

from tpm_data import attractiveness, overlap
from tpm_data.attractiveness.weightings import Distribution
from tpm_data.tables.ladder import RELATIONS, ladder_of, overlapping_pairs

TOOLS = ("numpy", "pandas", "bioframe", "ncls", "pyranges", "staircase")
TOOLS += ("pymcdm", "scikit-criteria", "pysensmcda")
ROUNDS = 7
MOST_SECONDS = 10  # what takes longer is not called again: the rounds would take hours
WEIGHTINGS = 1_000_000
FEW = 10_000  # of those that take one weighting at a time and would need minutes
FACTORS = list("ABCDEFGH")
TYPES = np.ones(len(FACTORS))
TARGET = 6.5
LEVELS = [0.05, 0.5, 0.95]

Found = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Row:
    """One question: our answer, those of the others, and what makes two answers the same.

    ``scales`` is the whole work over the work done, for those that would take minutes.
    """

    question: str
    ours: Callable[[], Any]
    others: dict[str, Callable[[], Any]]
    same: Callable[[Any, Any], None]
    scales: dict[str, float] = field(default_factory=dict)


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds of a call, and its answer."""
    start = time.perf_counter()
    answer = run()
    return time.perf_counter() - start, answer


def measured(row: Row) -> tuple[float, dict[str, float]]:
    """Return our median seconds and the median ratio of the others to us; refuse answers that differ.

    The first calls, which also warm up, are for the answers. The timed ones take turns and are compared
    turn by turn, so that a machine that slows down for a while slows all of them down.
    """
    _, answer = timed(row.ours)
    first = {}
    for name, run in row.others.items():
        first[name], other = timed(run)
        row.same(answer, other)
        del other  # may hold gigabytes
    del answer
    mine: list[float] = []
    ratios: dict[str, list[float]] = {name: [] for name in row.others}
    for _ in range(ROUNDS):
        mine.append(timed(row.ours)[0])
        for name, run in row.others.items():
            if first[name] < MOST_SECONDS:
                ratios[name].append(timed(run)[0] / mine[-1])
    ours = statistics.median(mine)
    return ours, {
        name: statistics.median(ratios[name] or [first[name] / ours]) * row.scales.get(name, 1)
        for name in row.others
    }


# Overlapping bands: every pair once, as two row numbers. As money is whole, a band closed at its maximum
# is the same as one open at the next number, which is what the tools for ranges want.


def by_ncls(table: pd.DataFrame) -> Found:
    """Search one tree in which every group lies on a stretch of its own."""
    group = pd.factorize(table["family"])[0]
    start, end = table["minimum"].to_numpy(), table["maximum"].to_numpy() + 1
    apart = group * (end.max() + 1)
    start, end, row = start + apart, end + apart, np.arange(len(table))
    return once(*NCLS(start, end, row).all_overlaps_both(start, end, row))


def by_bioframe(table: pd.DataFrame) -> Found:
    """Join the table with itself."""
    found = ranges(table, "chrom", "start", "end")
    found = bioframe.overlap(found, found, how="inner")
    return once(found["row"].to_numpy("int64"), found["row_"].to_numpy("int64"))


def by_pyranges(table: pd.DataFrame) -> Found:
    """Join the table with itself."""
    found = pyranges.PyRanges(ranges(table, "Chromosome", "Start", "End"))
    found = found.join(found).df
    return once(found["row"].to_numpy(), found["row_b"].to_numpy())


def by_merge(table: pd.DataFrame) -> Found:
    """Make all pairs of a group with pandas and keep those that overlap."""
    rows = table[["family", "minimum", "maximum"]].assign(row=np.arange(len(table)))
    found = rows.merge(rows, on="family", suffixes=("", "_"))
    found = found[found["row"] < found["row_"]]
    meets = (found["minimum"] <= found["maximum_"]) & (found["minimum_"] <= found["maximum"])
    return found["row"][meets].to_numpy(), found["row_"][meets].to_numpy()


PAIRS = {"ncls": by_ncls, "bioframe": by_bioframe, "pyranges": by_pyranges, "pandas merge": by_merge}


def ranges(table: pd.DataFrame, group: str, start: str, end: str) -> pd.DataFrame:
    """Name the columns as a tool for ranges wants them."""
    ends = {start: table["minimum"], end: table["maximum"] + 1}
    return pd.DataFrame({group: table["family"].to_numpy(), **ends, "row": np.arange(len(table))})


def once(one: np.ndarray, other: np.ndarray) -> Found:
    """Keep each pair once, and no band with itself."""
    kept = one < other
    return one[kept], other[kept]


def in_order(one: np.ndarray, other: np.ndarray, rows: int) -> Found:
    """Put pairs into the order of `overlap.pairs`; stable sorting is quick where they nearly are."""
    order = np.argsort(one * rows + other, kind="stable")
    return one[order], other[order]


def with_measures(table: pd.DataFrame, one: np.ndarray, other: np.ndarray) -> pd.DataFrame:
    """Make of row numbers the table that `overlap.pairs` makes, as fast as can be."""
    one, other = in_order(one, other, len(table))
    low, high = table["minimum"].to_numpy(), table["maximum"].to_numpy()
    width = high - low
    signed = np.minimum(high[one], high[other]) - np.maximum(low[one], low[other])
    of_lower, of_upper = width[one], width[other]
    relation = np.full(len(one), RELATIONS.index("partial"), dtype="int8")
    relation[signed == 0] = RELATIONS.index("touch")
    relation[signed == np.minimum(of_lower, of_upper)] = RELATIONS.index("nested")
    relation[signed == np.maximum(of_lower, of_upper)] = RELATIONS.index("equal")
    level, title = table["level"].to_numpy(), table["title"].array
    # Pay spread evenly over both bands: above the lower one for sure, or by the middle of what they share.
    a, b, c, d = (end.astype(float) for end in (low[one], high[one], low[other], high[other]))
    start, end = np.maximum(a, c), np.minimum(b, d)
    below = ((start - a) + (end - a)) / (2 * of_lower)
    chance = ((end - start) * below + (d - np.clip(b, c, d))) / of_upper
    return pd.DataFrame(
        {
            "family": table["family"].array.take(one),
            "lower_level": level[one],
            "upper_level": level[other],
            "lower_title": title.take(one),
            "upper_title": title.take(other),
            "relation": pd.Categorical.from_codes(relation, RELATIONS),
            "signed_overlap": signed,
            "overlap": signed,
            "share_of_lower": signed / of_lower,
            "share_of_upper": signed / of_upper,
            "share_of_narrower": signed / np.minimum(of_lower, of_upper),
            "jaccard": signed / (of_lower + of_upper - signed),
            "chance_higher": np.clip(chance, 0, 1),
        },
        copy=False,
    )


def pairs(table: pd.DataFrame) -> Iterator[Row]:
    """Find the row numbers only, with no check and no measures on either side; make the whole table."""
    ladder, rows, size = ladder_of(table, by="family"), len(table), table["level"].max()
    said = f"{rows:,} bands, {'one pool' if size == rows else f'groups of {size}'}"

    def same(ours: Found, other: Found) -> None:
        for mine, theirs in zip(ours, in_order(*other, rows), strict=True):
            np.testing.assert_array_equal(mine, theirs)

    yield Row(
        f"row numbers of overlapping pairs, {said}",
        lambda: overlapping_pairs(ladder),
        {name: partial(find, table) for name, find in PAIRS.items()},
        same,
    )
    yield Row(
        f"table of overlapping pairs, {said}",
        lambda: overlap.pairs(table, by="family", which="overlapping"),
        {name: lambda find=find: with_measures(table, *find(table)) for name, find in PAIRS.items()},
        partial(pd.testing.assert_frame_equal, check_exact=True),
    )


# The pay axis.


def coverage(table: pd.DataFrame) -> Row:
    """Cut the axis at the edges and tell the depth between them."""

    def same(ours: pd.DataFrame, steps: pd.Series) -> None:
        change = ours["depth"].diff().fillna(1) != 0  # a step function has no edge where nothing changes
        np.testing.assert_array_equal(ours["from"][change], steps.index[:-1])
        np.testing.assert_array_equal(ours["depth"][change], steps.to_numpy()[:-1])
        assert ours["to"].iloc[-1] == steps.index[-1]

    return Row(
        f"coverage of the pay axis, {len(table):,} bands",
        lambda: overlap.coverage(table, titles=False),
        {"staircase": lambda: staircase.Stairs(table, start="minimum", end="maximum").step_values},
        same,
    )


def depths(table: pd.DataFrame) -> Row:
    """Tell the depth at amounts, whole ones, so that a closed end is an open one further on."""
    amounts = np.random.default_rng(2).integers(30_000, 400_000, 10_000)
    return Row(
        f"depth at {len(amounts):,} amounts, {len(table):,} bands",
        lambda: overlap.depth_at(table, amounts)["depth"].to_numpy(),
        {"staircase": lambda: staircase.Stairs(start=table["minimum"], end=table["maximum"] + 1)(amounts)},
        np.testing.assert_array_equal,
    )


# Weighted scores over all weightings, drawn by the others; points: one row per career.


def points(careers: int) -> tuple[np.ndarray, pd.DataFrame]:
    """Make scores of 1 to 10 points: one row per career, and as the table that our functions take."""
    scores = np.random.default_rng(5).integers(1, 11, (careers, len(FACTORS))).astype(float)
    career = np.repeat([f"career {number + 1}" for number in range(careers)], len(FACTORS))
    return scores, pd.DataFrame({"career": career, "factor": FACTORS * careers, "score": scores.ravel()})


def weights(count: int) -> np.ndarray:
    """Draw weightings, all equally likely."""
    drawn = np.random.default_rng(0).standard_exponential((count, len(FACTORS)))
    return drawn / drawn.sum(axis=1, keepdims=True)


def by_pysensmcda(scores: np.ndarray) -> Any:
    """Simulate with the shortest method."""
    return simulate(lambda matrix, row, types: matrix @ row, scores, TYPES, num_samples=WEIGHTINGS, seed=0)


# The checks of the two that take one weighting at a time are off.
WEIGHTED_SUM = WSM(lambda column, cost: column)
SCORES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "numpy by hand": lambda scores: weights(WEIGHTINGS) @ scores.T,
    "pysensmcda": lambda scores: by_pysensmcda(scores).preferences,
    "pymcdm": lambda scores: np.array(
        [WEIGHTED_SUM(scores, row, TYPES, validation=False) for row in weights(FEW)]
    ),
    "scikit-criteria": lambda scores: np.array([wsm(scores, row)[1].ravel() for row in weights(FEW)]),
}
SCALES = dict.fromkeys(["pymcdm", "scikit-criteria"], WEIGHTINGS / FEW)


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
    scores, _ = points(careers)
    exact = Distribution(scores)

    def same(ours: np.ndarray, other: np.ndarray) -> None:
        error, apart = 5 / np.sqrt(FEW), np.abs(ours - other)
        assert np.all(apart[[0, 1]] <= error * exact.std)
        assert np.all(apart[-1] <= error * 0.5)
        reached = [Distribution(row).cdf(at) for row, at in zip(scores, other[2:5].T, strict=True)]
        assert np.all(np.abs(np.array(reached) - LEVELS) <= error * 0.5)

    return Row(
        f"weighted scores summed up, {careers} x 8, a million weightings (ours: all of them, exactly)",
        lambda: exact_summary(scores),
        {name: lambda find=find: summary(find(scores)) for name, find in SCORES.items()},
        same,
        SCALES,
    )


def ranks(careers: int) -> Row:
    """Count how often a career takes a rank; all of them draw."""
    scores, table = points(careers)

    def ours() -> np.ndarray:
        found = attractiveness.rank_acceptability(table, by="career", samples=WEIGHTINGS)
        return found["share"].to_numpy().reshape(careers, careers)

    def counted(find: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
        order = np.argsort(-find(scores), axis=1)
        count = [np.bincount(order[:, rank], minlength=careers) for rank in range(careers)]
        return np.array(count).T / len(order)

    def same(mine: np.ndarray, other: np.ndarray) -> None:
        error = np.sqrt(np.maximum(mine * (1 - mine), 1 / FEW) / FEW)
        assert np.all(np.abs(mine - other) <= 5 * error + 3 / FEW)

    others = {name: partial(counted, find) for name, find in SCORES.items()}
    others["pysensmcda"] = lambda: by_pysensmcda(scores).rank_acceptability()
    return Row(f"rank acceptability, {careers} x 8, a million weightings", ours, others, same, SCALES)


def shares(careers: int) -> Row:
    """Tell for every two careers in which share of all weightings the first is ahead, exactly."""
    scores, table = points(careers)

    def polytopes() -> np.ndarray:
        both = [scores[list(pair)] for pair in combinations(range(careers), 2)]
        found = [exact_acceptability(two, TYPES, scaling="none", weight_bounds=False) for two in both]
        return np.array([result.acceptability[0] for result in found])

    return Row(
        f"exact pairwise shares, {careers} x 8",
        lambda: attractiveness.compare(table, by="career")["share_first"].to_numpy(),
        {"pysensmcda": polytopes},
        partial(np.testing.assert_allclose, rtol=0, atol=1e-9),
    )


def rows() -> Iterator[Row]:
    """Yield the rows, from small to large; of one career there is no rank to ask for."""
    for count, size in ((1_000, 50), (10_000, 50), (100_000, 50), (1_000, 1_000), (10_000, 10_000)):
        yield from pairs(bands(count, size))
    for ask in (coverage, depths):
        yield from (ask(bands(count, count)) for count in (1_000, 10_000, 100_000))
    yield from map(summaries, (1, 10))
    yield ranks(10)
    yield from map(shares, (2, 10))


def main(words: list[str]) -> None:
    """Measure every row, or those whose question holds one of the words."""
    warnings.simplefilter("ignore")  # the others warn about pandas and numpy
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors;", end=" ")
    print(", ".join(f"{tool} {version(tool)}" for tool in TOOLS))
    print("Before a name: its time / ours, the median of calls in turns; below 1 it is faster.\n")
    slower = []
    for row in rows():
        if words and not any(word in row.question for word in words):
            continue
        ours, ratios = measured(row)
        print(f"{row.question}: ours {1000 * ours:,.3g} ms")
        for name, ratio in sorted(ratios.items(), key=lambda item: item[1]):
            scale = row.scales.get(name, 1)
            part = f" (1/{scale:,.0f} of the work, scaled)" if scale > 1 else ""
            print(f"{ratio:>12,.3g}  {name}{part}")
        sys.stdout.flush()
        slower += [row.question] if min(ratios.values()) < 1 else []
    print("\nSlower than the best of the others:", "; ".join(slower) or "in no row.")


if __name__ == "__main__":
    main(sys.argv[1:])
