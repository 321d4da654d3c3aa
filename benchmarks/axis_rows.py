"""The pay axis: how many bands overlap a band, lie over a stretch, contain an amount."""

from collections.abc import Iterator
from functools import partial

import bioframe
import numpy as np
import pandas as pd
import pyranges
import staircase
from made_up import bands
from pair_rows import by_ncls, interval_index, ranges
from timing import Rival, Row

from tpm_data import overlap
from tpm_data.tables.checks import check

Counts = np.ndarray


def count_ncls(table: pd.DataFrame) -> Counts:
    """List the pairs and count them: it has no count of its own."""
    return np.bincount(np.concatenate(by_ncls(table)), minlength=len(table))


def count_bioframe(table: pd.DataFrame) -> Counts:
    """Count with what is there for it; every range finds itself too."""
    chrom = ranges(table, "chrom", "start", "end")
    return bioframe.count_overlaps(chrom, chrom)["count"].to_numpy("int64") - 1


def count_pyranges(table: pd.DataFrame) -> Counts:
    """Count with what is there for it; every range finds itself too."""
    chrom = pyranges.PyRanges(ranges(table, "Chromosome", "Start", "End"))
    found = chrom.count_overlaps(chrom).df.sort_values("row")
    return found["NumberOverlaps"].to_numpy("int64") - 1


def count_interval_index(table: pd.DataFrame) -> Counts:
    """Ask the index for every band: it takes one at a time."""
    index = interval_index(table)
    return np.array([index.overlaps(band).sum() for band in index]) - 1


COUNTS = {
    "ncls": count_ncls,
    "bioframe": count_bioframe,
    "pyranges": count_pyranges,
    "pandas IntervalIndex": count_interval_index,
}
LISTING = "makes the pairs to count them; 2 billion need over 30 GB"
SLOW = {
    100_000: {"ncls": LISTING, "bioframe": LISTING, "pyranges": LISTING},
}


def counts(table: pd.DataFrame) -> Row:
    """Count the other bands that a band overlaps."""
    slow = SLOW.get(len(table), {})
    return Row(
        f"counts of overlapping bands, {len(table):,} bands, one pool",
        lambda: overlap.counts(table)["overlapping"].to_numpy(),
        {name: Rival(partial(count, table)) for name, count in COUNTS.items() if name not in slow},
        np.testing.assert_array_equal,
        slow,
        partial(check, table, "salary_bands"),
    )


def stretches(table: pd.DataFrame) -> Row:
    """Cut the axis at the edges and tell the depth between them."""

    def steps() -> pd.Series:
        return staircase.Stairs(table, start="minimum", end="maximum").step_values

    return Row(
        f"coverage of the pay axis, {len(table):,} bands",
        lambda: overlap.coverage(table, titles=False),
        {"staircase": Rival(steps)},
        _same_steps,
        check=partial(check, table, "salary_bands"),
    )


def depths(table: pd.DataFrame, amounts: np.ndarray) -> Row:
    """Tell the depth at amounts, whole ones, so that a closed end is an open one further on."""

    def depth() -> np.ndarray:
        ends = {"start": table["minimum"], "end": table["maximum"] + 1}
        return staircase.Stairs(pd.DataFrame(ends), "start", "end")(amounts)

    return Row(
        f"depth at {len(amounts):,} amounts, {len(table):,} bands",
        lambda: overlap.depth_at(table, amounts)["depth"].to_numpy(),
        {"staircase": Rival(depth)},
        np.testing.assert_array_equal,
        check=partial(check, table, "salary_bands"),
    )


def rows() -> Iterator[Row]:
    """Yield the rows, from small to large."""
    amounts = np.random.default_rng(2).integers(30_000, 400_000, 10_000)
    pools = [bands(count, count) for count in (1_000, 10_000, 100_000)]
    yield from map(counts, pools)
    yield from map(stretches, pools)
    yield from (depths(pool, amounts) for pool in pools)


def _same_steps(ours: pd.DataFrame, steps: pd.Series) -> None:
    """Compare where the depth changes: a step function does not know an edge where it does not."""
    change = ours["depth"].diff().fillna(1) != 0
    np.testing.assert_array_equal(ours["from"][change], steps.index[:-1])
    np.testing.assert_array_equal(ours["depth"][change], steps.to_numpy()[:-1])
    assert ours["to"].iloc[-1] == steps.index[-1]
