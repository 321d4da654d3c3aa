"""The pay axis: how many bands cover each stretch of it, and how many contain an amount."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.formatting import currencies_of
from tpm_data.readers.pay import read_amounts
from tpm_data.tables.arguments import Amounts
from tpm_data.tables.ladder import Ladder, edges, ladder_of, spans


def coverage(
    bands: pd.DataFrame, *, by: str | Sequence[str] | None = None, titles: bool = True
) -> pd.DataFrame:
    """Cut the pay axis at every end of a band, and count the bands that cover each stretch.

    Parameters
    ----------
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (money per year). Bands
        are closed: both ends belong to them.
    by : str or sequence of str, optional
        Columns that separate several ladders; the answer is given per group.
    titles : bool
        Whether to list the bands that cover each stretch. The lists of n bands can have n² titles.
        Without them, time grows with n log n and memory with n, and levels and titles are not checked.

    Returns
    -------
    DataFrame
        One row per stretch between an edge and the next, groups in order of appearance, pay rising: the
        group, ``currency`` if there is one, ``from``, ``to``, ``width`` (money), ``depth`` (number of
        bands that cover the stretch, 0 in a gap) and ``titles`` (of those bands, a tuple in order of level;
        ``explode("titles")`` gives one row each). A ladder with only one edge, a single rate, has no
        stretch.

    Raises
    ------
    TableError
        If the bands break the contract of ``salary_bands``; every offending row is named.

    Notes
    -----
    A stretch is open: its depth counts between its ends. At an end itself, the bands on both sides
    count, and so do bands of zero width, which cut the axis but cover no stretch: see `depth_at`.

    Examples
    --------
    >>> import tpm_data
    >>> coverage(tpm_data.load("salary_bands"), titles=False).drop(columns="currency").head(5)
         from      to  width  depth
    0   83350  120011  36661      1
    1  120011  133305  13294      2
    2  133305  135000   1695      1
    3  135000  150221  15221      2
    4  150221  180000  29779      3
    """
    ladder = ladder_of(bands, by, titles)
    start, end, at = edges(ladder)
    row = np.tile(ladder.every, 2)[at]
    money, group = np.concatenate([ladder.low, ladder.high])[at], ladder.group[row]
    change = np.bincount(start, minlength=len(at)) - np.bincount(end, minlength=len(at))
    left = np.flatnonzero(group[1:] == group[:-1])
    depth = np.cumsum(change)[left]
    columns: dict[str, Any] = {"from": money[left], "to": money[left + 1]}
    columns |= {"width": np.diff(money)[left], "depth": depth}
    if titles:
        order, lengths = ladder.order, (end - start)[ladder.order]
        over = np.repeat(order, lengths)[np.argsort(spans(start[order], lengths), kind="stable")]
        names = iter(ladder.take("title", over))
        columns["titles"] = [tuple(islice(names, deep)) for deep in depth.tolist()]
    return ladder.result(row[left], columns)


def depth_at(bands: pd.DataFrame, amounts: Amounts, *, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Count the bands that contain an amount, their ends included.

    Parameters
    ----------
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (money per year). Bands
        are closed: both ends belong to them.
    amounts : number, text, or a sequence of them
        Pay per year, as for `tpm_data.progression.place`.
    by : str or sequence of str, optional
        Columns that separate several ladders; the answer is given per group.

    Returns
    -------
    DataFrame
        One row per group and amount, the amounts in the order given: the group, ``currency`` if
        there is one, ``amount`` (money), ``depth`` (number of bands with minimum <= amount <= maximum).

    Raises
    ------
    TableError
        If the bands break the contract of ``salary_bands``, or an amount is missing, not above
        zero, not readable, or in another currency than the bands; every one is named.

    Examples
    --------
    >>> import tpm_data
    >>> depth_at(tpm_data.load("salary_bands"), [180000, 180001])[["amount", "depth"]]
       amount  depth
    0  180000      3
    1  180001      2
    """
    ladder = ladder_of(bands, by, titles=False)
    pay = np.asarray(read_amounts(amounts, currencies_of(ladder.rows)))
    first = np.unique(ladder.group, return_index=True)[1]
    depth = _depths(ladder, pay, len(first))
    return ladder.result(np.repeat(first, len(pay)), {"amount": np.tile(pay, len(first)), "depth": depth})


def _depths(ladder: Ladder, pay: npt.NDArray[Any], groups: int) -> npt.NDArray[np.int64]:
    """For each group and amount, count the bands that start by then, less those that end before it."""
    if groups == 1:  # the same as below, in half the time
        started = np.searchsorted(np.sort(ladder.low), pay, side="right")
        return started - np.searchsorted(np.sort(ladder.high), pay, side="left")
    steps, place = np.unique(pay, return_inverse=True)
    width = len(steps) + 1
    starts = ladder.group * width + np.searchsorted(steps, ladder.low)
    ends = ladder.group * width + np.searchsorted(steps, ladder.high, side="right")
    change = np.bincount(starts, minlength=groups * width) - np.bincount(ends, minlength=groups * width)
    return change.reshape(groups, width).cumsum(axis=1)[:, place].ravel()
