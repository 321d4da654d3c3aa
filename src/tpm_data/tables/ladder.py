"""Bands as arrays in the order they were given, and the pairs of them, found by sorting."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.errors import refuse_clash, told
from tpm_data.tables.arguments import groups_of
from tpm_data.tables.checks import hold

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Pairs = tuple[Integers, Integers]

_ENDS = ("minimum", "maximum", "currency")

RELATIONS = ["gap", "touch", "partial", "nested", "equal"]


@dataclass(frozen=True, eq=False)
class Ladder:
    """Checked bands, one element per band, in the order of the table.

    ``rows`` is the table as it was given; ``group`` numbers the groups from 0 in order of appearance,
    ``low`` and ``high`` are the ends in whole money, ``twice_mid`` is twice the midpoint, in whole
    numbers unless the table gives midpoints.
    """

    rows: pd.DataFrame
    groups: tuple[str, ...]
    group: Integers
    level: Integers
    low: Integers
    high: Integers
    twice_mid: Integers | Floats

    def __len__(self) -> int:
        return len(self.low)

    @property
    def width(self) -> Integers:
        """How much pay each band spans."""
        return self.high - self.low

    @property
    def every(self) -> Integers:
        """The places of all rows."""
        return np.arange(len(self))

    @functools.cached_property
    def order(self) -> Integers:
        """The places of all rows, in order of group and level."""
        return np.lexsort((self.level, self.group))

    def take(self, column: str, at: Integers) -> Any:
        """Take the values of a column at some rows, in their type; levels as whole numbers."""
        if column == "level":
            return self.level[at]
        values = self.rows[column]
        taken = values.array.take(at)
        # Objects get their type here: pandas would look at each and choose a type again.
        return pd.Series(taken, dtype=object) if values.dtype == object else taken

    def named(self, one: str, lower: Integers, other: str, upper: Integers) -> dict[str, Any]:
        """Name the levels of pairs of rows, as columns that begin with these words."""
        ends = ((one, lower), (other, upper))
        return {f"{end}_{name}": self.take(name, at) for name in ("level", "title") for end, at in ends}

    def band(self, at: Integers) -> dict[str, Any]:
        """Name the bands of some rows and their ends, as columns of a result."""
        names = {name: self.take(name, at) for name in ("level", "title")}
        return names | {"minimum": self.low[at], "maximum": self.high[at]}

    def position(self, at: Integers, pay: npt.NDArray[Any]) -> dict[str, Floats]:
        """Measure where pay is in the band of each row; a band of zero width has no penetration."""
        with np.errstate(divide="ignore", invalid="ignore"):
            penetration = np.where(self.width[at] > 0, (pay - self.low[at]) / self.width[at], np.nan)
        return {"range_penetration": penetration, "compa_ratio": 2 * pay / self.twice_mid[at]}

    def result(self, at: Integers, columns: dict[str, Any]) -> pd.DataFrame:
        """Make a result: group and currency of some rows, then its columns; attrs are kept."""
        refuse_clash(self.groups, columns)
        kept = dict.fromkeys([*self.groups, *({"currency"} & set(self.rows.columns))])
        table = pd.DataFrame({name: self.take(name, at) for name in kept} | columns, copy=False)
        table.attrs = dict(self.rows.attrs)
        return table


def ladder_of(bands: pd.DataFrame, by: str | Sequence[str] | None, titles: bool = True) -> Ladder:
    """Check the columns that the arithmetic of bands needs; without ``titles``, not levels either."""
    groups = groups_of(by)
    if not isinstance(titles, bool | np.bool_):
        raise ValueError(f"titles must be true or false, not {told(titles)}.")
    rests_on = (*_ENDS, "level", "midpoint") if titles else _ENDS
    cells = hold(bands, "salary_bands", groups, rests_on, carried=("title",) if titles else ())
    # Whatever integer type a table has, sums and differences of int64 are exact below 1e15.
    low, high = (cells[name].raw.astype("int64") for name in ("minimum", "maximum"))
    twice_mid = low + high
    if "midpoint" in cells:
        designed = cells["midpoint"].numbers.astype(float)
        twice_mid = np.where(np.isnan(designed), twice_mid, 2 * designed)
    level = cells["level"].raw.astype("int64") if titles else np.zeros(len(low), np.int64)
    return Ladder(bands, groups, cells.ladders, level, low, high, twice_mid)


def edges(ladder: Ladder) -> tuple[Integers, Integers, Integers]:
    """Assign numbers to the different edges of all groups in order.

    The result is the number of each band's lower edge, of its upper edge, and for each edge
    its first place among the lower edges followed by the upper ones.
    """
    # Hashing, then sorting the different ones, is quicker than sorting all: many ends are round numbers.
    money, amounts = pd.factorize(np.concatenate([ladder.low, ladder.high]), sort=True)
    number, distinct = pd.factorize(np.tile(ladder.group, 2) * len(amounts) + money, sort=True)
    at = np.empty(len(distinct), dtype="int64")
    at[number[::-1]] = np.arange(len(number))[::-1]  # of several places the first is written last
    return number[: len(ladder)], number[len(ladder) :], at


def all_pairs(ladder: Ladder) -> Pairs:
    """Pair every band with every higher level of its group."""
    place = ladder.every
    above = np.cumsum(np.bincount(ladder.group))[ladder.group[ladder.order]] - place - 1
    return np.repeat(ladder.order, above), ladder.order[spans(place + 1, above)]


def adjacent_pairs(ladder: Ladder) -> Pairs:
    """Pair every band with the next level of its group."""
    lower, upper = ladder.order[:-1], ladder.order[1:]
    same = ladder.group[lower] == ladder.group[upper]
    return lower[same], upper[same]


def overlapping_pairs(ladder: Ladder) -> Pairs:
    """Pair every band with the higher levels of its group that share at least a point with it."""
    start, end, _ = edges(ladder)
    count = len(ladder)
    order = np.argsort(start, kind="stable")
    # Sorted by their lower edges, the partners of a band are those that follow it and start
    # before it ends: an unbroken run, without any pair that does not overlap.
    started = np.cumsum(np.bincount(start, minlength=end.max(initial=-1) + 1))
    partners = started[end[order]] - np.arange(1, count + 1)
    rank = np.empty(count, dtype="int64")
    rank[ladder.order] = ladder.every
    one, other = rank[np.repeat(order, partners)], rank[order[spans(np.arange(1, count + 1), partners)]]
    # A pair as one number: the place of its lower level, then how far above it the other one is.
    size = int(np.bincount(ladder.group).max(initial=1))
    pair = np.sort(np.minimum(one, other) * size + np.abs(one - other))
    lower = pair // size
    return ladder.order[lower], ladder.order[pair - lower * (size - 1)]


def relations(ladder: Ladder, lower: Integers, upper: Integers) -> tuple[Integers, npt.NDArray[np.int8]]:
    """Return the signed overlap of pairs of rows, and the place of their relation in `RELATIONS`."""
    signed = np.minimum(ladder.high[lower], ladder.high[upper])
    signed -= np.maximum(ladder.low[lower], ladder.low[upper])
    widths = ladder.width[lower], ladder.width[upper]
    # The overlap is as wide as the narrower band exactly if that band is inside the other,
    # and as wide as the wider band exactly if the two are equal.
    cases = [signed < 0, signed == np.maximum(*widths), signed == np.minimum(*widths), signed == 0]
    return signed, np.select(cases, [np.int8(0), np.int8(4), np.int8(3), np.int8(1)], np.int8(2))


def spans(first: Integers, lengths: Integers) -> Integers:
    """Join the ranges of whole numbers that start at ``first`` and have these lengths."""
    ends = np.cumsum(lengths)
    return np.arange(lengths.sum()) - np.repeat(ends - lengths - first, lengths)
