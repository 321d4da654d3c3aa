"""Overlapping bands, pair by pair."""

from collections.abc import Iterator
from functools import partial

import bioframe
import numpy as np
import pandas as pd
import pyranges
from made_up import bands
from ncls import NCLS
from timing import Rival, Row

from tpm_data import ladders, overlap
from tpm_data.tables.checks import check

GROUP = 50
TOO_MANY = "row numbers and table of overlapping pairs, 100,000 bands, one pool"
REASON = "2 billion pairs need over 30 GB for their row numbers alone; see the counts instead"

# Every pair once, as two row numbers. As money is whole, a band closed at its maximum is the same as
# one open at the next number, which is what the tools for ranges want.


def by_ncls(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Search one tree in which every group lies on a stretch of its own."""
    group = pd.factorize(table["family"])[0]
    start, end = table["minimum"].to_numpy(), table["maximum"].to_numpy() + 1
    apart = group * (end.max() + 1)
    start, end, row = start + apart, end + apart, np.arange(len(table))
    one, other = NCLS(start, end, row).all_overlaps_both(start, end, row)
    once = one < other
    return one[once], other[once]


def by_bioframe(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Join the table with itself."""
    found = ranges(table, "chrom", "start", "end")
    found = bioframe.overlap(found, found, how="inner")
    one, other = found["row"].to_numpy("int64"), found["row_"].to_numpy("int64")
    once = one < other
    return one[once], other[once]


def by_pyranges(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Join the table with itself."""
    found = pyranges.PyRanges(ranges(table, "Chromosome", "Start", "End"))
    found = found.join(found).df
    one, other = found["row"].to_numpy(), found["row_b"].to_numpy()
    once = one < other
    return one[once], other[once]


def by_merge(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Make all pairs of a group with pandas and keep those that overlap."""
    rows = table[["family", "minimum", "maximum"]].assign(row=np.arange(len(table)))
    found = rows.merge(rows, on="family", suffixes=("", "_"))
    found = found[found["row"] < found["row_"]]
    meets = (found["minimum"] <= found["maximum_"]) & (found["minimum_"] <= found["maximum"])
    return found["row"][meets].to_numpy(), found["row_"][meets].to_numpy()


def by_interval_index(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Ask the index of a group for every band: it takes one at a time."""
    found = []
    for rows in table.groupby("family").indices.values():
        index = interval_index(table.iloc[rows])
        for place, band in enumerate(index):
            after = rows[place + 1 :][index[place + 1 :].overlaps(band)]
            found.append((np.full(len(after), rows[place]), after))
    one, other = zip(*found, strict=True)
    return np.concatenate(one), np.concatenate(other)


PAIRS = {
    "ncls": by_ncls,
    "bioframe": by_bioframe,
    "pyranges": by_pyranges,
    "pandas merge": by_merge,
    "pandas IntervalIndex": by_interval_index,
}


def ranges(table: pd.DataFrame, group: str, start: str, end: str) -> pd.DataFrame:
    """Name the columns as a tool for ranges wants them."""
    ends = {start: table["minimum"], end: table["maximum"] + 1}
    return pd.DataFrame({group: table["family"].to_numpy(), **ends, "row": np.arange(len(table))})


def interval_index(table: pd.DataFrame) -> pd.IntervalIndex:
    """Index closed bands."""
    return pd.IntervalIndex.from_arrays(table["minimum"], table["maximum"], closed="both")


def measured(table: pd.DataFrame, one: np.ndarray, other: np.ndarray) -> pd.DataFrame:
    """Make of row numbers the table that `overlap.pairs` makes, in its order, as fast as can be."""
    order = np.argsort(one * len(table) + other, kind="stable")  # quick where it is nearly in order
    one, other = one[order], other[order]
    low, high = table["minimum"].to_numpy(), table["maximum"].to_numpy()
    width = high - low
    signed = np.minimum(high[one], high[other]) - np.maximum(low[one], low[other])
    of_lower, of_upper = width[one], width[other]
    relation = np.full(len(one), 2, dtype="int8")
    relation[signed == 0] = 1
    relation[signed == np.minimum(of_lower, of_upper)] = 3
    relation[signed == np.maximum(of_lower, of_upper)] = 4
    level, title = table["level"].to_numpy(), table["title"].array
    return pd.DataFrame(
        {
            "family": table["family"].array.take(one),
            "lower_level": level[one],
            "upper_level": level[other],
            "lower_title": title.take(one),
            "upper_title": title.take(other),
            "relation": pd.Categorical.from_codes(relation, ladders.RELATIONS),
            "signed_overlap": signed,
            "overlap": signed,
            "share_of_lower": signed / of_lower,
            "share_of_upper": signed / of_upper,
            "share_of_narrower": signed / np.minimum(of_lower, of_upper),
            "jaccard": signed / (of_lower + of_upper - signed),
            "dice": 2 * signed / (of_lower + of_upper),
        },
        copy=False,
    )


def search(table: pd.DataFrame) -> Row:
    """Find the row numbers only: no check, no measures, on either side."""
    ladder = ladders.ladder_of(table, "family")
    return Row(
        f"row numbers of overlapping pairs, {_said(table)}",
        lambda: ladders.overlapping_pairs(ladder),
        {name: Rival(partial(find, table)) for name, find in PAIRS.items()},
        _same_pairs,
    )


def whole(table: pd.DataFrame) -> Row:
    """Make the whole table of pairs, ours with its check of what comes in."""
    return Row(
        f"table of overlapping pairs, {_said(table)}",
        lambda: overlap.pairs(table, "family", "overlapping"),
        {name: Rival(lambda find=find: measured(table, *find(table))) for name, find in PAIRS.items()},
        partial(pd.testing.assert_frame_equal, check_exact=True),
        check=partial(check, table, "salary_bands", "family"),
    )


def rows() -> Iterator[Row]:
    """Yield the rows, in groups and in one pool."""
    for make in (search, whole):
        for count in (1_000, 10_000, 100_000):
            yield make(bands(count, GROUP))
        for count in (1_000, 10_000):
            yield make(bands(count, count))


def _said(table: pd.DataFrame) -> str:
    size = table["level"].max()
    kind = "one pool" if size == len(table) else f"groups of {size}"
    return f"{len(table):,} bands, {kind}"


def _same_pairs(ours: tuple[np.ndarray, ...], other: tuple[np.ndarray, ...]) -> None:
    """Compare in one order: that of ours."""
    one, two = other
    order = np.argsort(one * (two.max() + 1) + two, kind="stable")
    assert np.array_equal(ours[0], one[order])
    assert np.array_equal(ours[1], two[order])
