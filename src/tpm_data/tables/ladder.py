"""Bands as arrays, in order of group and level, and the pairs of them, found by sorting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.errors import refuse_clash
from tpm_data.tables.arguments import groups_of
from tpm_data.tables.checks import hold

Integers = npt.NDArray[np.int64]
Pairs = tuple[Integers, Integers]

_RESTS_ON = ("minimum", "maximum", "currency")

RELATIONS = ["gap", "touch", "partial", "nested", "equal"]


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """Checked bands in order of group and level, one element per band.

    ``rows`` holds the grouping columns, ``level``, ``title`` and, if there is one, ``currency``;
    ``group`` numbers the groups from 0, ``low`` and ``high`` are the ends in whole money.
    """

    rows: pd.DataFrame
    groups: tuple[str, ...]
    group: Integers
    low: Integers
    high: Integers

    def __len__(self) -> int:
        return len(self.low)

    @property
    def width(self) -> Integers:
        """What each band spans."""
        return self.high - self.low

    @property
    def every(self) -> Integers:
        """The places of all rows."""
        return np.arange(len(self))

    def take(self, column: str, at: Integers) -> Any:
        """Take the values of a column at some rows, in their type."""
        return _taken(self.rows[column], at)

    def result(self, at: Integers, columns: dict[str, Any]) -> pd.DataFrame:
        """Make a result: group and currency of some rows, then its columns; attrs go along."""
        refuse_clash(self.groups, columns)
        kept = [*self.groups, *({"currency"} & set(self.rows.columns))]
        table = pd.DataFrame({name: self.take(name, at) for name in kept} | columns, copy=False)
        table.attrs = self.rows.attrs
        return table


def ladder_of(bands: pd.DataFrame, by: str | Sequence[str] | None, titles: bool = True) -> Ladder:
    """Check what the arithmetic of bands rests on, and put them in order of group and level.

    Without ``titles`` levels are no matter either: the bands stay in the order they have.
    """
    groups = groups_of(by)
    naming = ("level", "title") if titles else ()
    hold(bands, "salary_bands", groups, (*naming[:1], *_RESTS_ON), carried=naming)
    # Whatever integer type a table has, sums and differences of int64 are exact below 1e15.
    low, high = (bands[name].to_numpy("int64") for name in ("minimum", "maximum"))
    group = np.zeros(len(bands), np.int64)
    if groups:
        group = np.asarray(bands.groupby([*groups]).ngroup(), np.int64)
    kept = dict.fromkeys([*groups, *naming, *({"currency"} & set(bands.columns))])
    rows = bands[[*kept]]
    if titles:
        level = bands["level"].to_numpy("int64")
        order = np.lexsort((level, group))
        taken = {name: _taken(bands[name], order) for name in kept} | {"level": level[order]}
        rows = pd.DataFrame(taken, copy=False)
        group, low, high = group[order], low[order], high[order]
    rows.attrs = bands.attrs
    return Ladder(rows, groups, group, low, high)


def _taken(values: "pd.Series[Any]", at: Integers) -> Any:
    taken = values.array.take(at)
    # Objects are named as such: pandas would look at each and choose a type anew.
    return pd.Series(taken, dtype=object) if values.dtype == object else taken


def edges(ladder: Ladder) -> tuple[Integers, Integers, Integers]:
    """Give numbers to the different edges of all groups in order.

    What comes back is the number of each band's lower edge, of its upper edge, and for each edge
    its first place among the lower edges followed by the upper ones.
    """
    # Hashing and sorting what differs is quicker than sorting all: many ends are round numbers.
    money, amounts = pd.factorize(np.concatenate([ladder.low, ladder.high]), sort=True)
    number, distinct = pd.factorize(np.tile(ladder.group, 2) * len(amounts) + money, sort=True)
    at = np.empty(len(distinct), dtype="int64")
    at[number[::-1]] = np.arange(len(number))[::-1]  # of several places the first is written last
    return number[: len(ladder)], number[len(ladder) :], at


def all_pairs(ladder: Ladder) -> Pairs:
    """Pair every band with every higher level of its group."""
    row = ladder.every
    above = np.cumsum(np.bincount(ladder.group))[ladder.group] - row - 1
    return np.repeat(row, above), spans(row + 1, above)


def adjacent_pairs(ladder: Ladder) -> Pairs:
    """Pair every band with the next level of its group."""
    upper = np.flatnonzero(ladder.group[1:] == ladder.group[:-1]) + 1
    return upper - 1, upper


def overlapping_pairs(ladder: Ladder) -> Pairs:
    """Pair every band with the higher levels of its group that share at least a point with it."""
    start, end, _ = edges(ladder)
    count = len(ladder)
    order = np.argsort(start, kind="stable")
    # Sorted by their lower edges, the partners of a band are those that follow it and start
    # before it ends: an unbroken run, so that no pair is looked at that is not an answer.
    started = np.cumsum(np.bincount(start, minlength=end.max(initial=-1) + 1))
    partners = started[end[order]] - np.arange(1, count + 1)
    one, other = np.repeat(order, partners), order[spans(np.arange(1, count + 1), partners)]
    # A pair as one number: its lower row, then how far above it the other one is in its ladder.
    size = int(np.bincount(ladder.group).max(initial=1))
    pair = np.sort(np.minimum(one, other) * size + np.abs(one - other))
    lower = pair // size
    return lower, pair - lower * (size - 1)


def relations(ladder: Ladder, lower: Integers, upper: Integers) -> tuple[Integers, npt.NDArray[np.int8]]:
    """Relate pairs of rows: their signed overlap, and the place of their relation in `RELATIONS`."""
    signed = np.minimum(ladder.high[lower], ladder.high[upper])
    signed -= np.maximum(ladder.low[lower], ladder.low[upper])
    widths = ladder.width[lower], ladder.width[upper]
    # What two bands share is as wide as the narrower one exactly if that lies within the other,
    # and as wide as the wider one exactly if they are equal.
    cases = [signed < 0, signed == np.maximum(*widths), signed == np.minimum(*widths), signed == 0]
    return signed, np.select(cases, [np.int8(0), np.int8(4), np.int8(3), np.int8(1)], np.int8(2))


def spans(first: Integers, lengths: Integers) -> Integers:
    """Join the ranges of whole numbers that start at ``first`` and have these lengths."""
    ends = np.cumsum(lengths)
    return np.arange(lengths.sum()) - np.repeat(ends - lengths - first, lengths)
