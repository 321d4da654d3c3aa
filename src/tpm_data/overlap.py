"""How the bands of a ladder overlap: pair by pair, along the pay axis, and what an audit finds."""

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.audit import audit
from tpm_data.conventions import CONVENTIONS, Convention
from tpm_data.errors import one_of
from tpm_data.ladders import (
    RELATIONS,
    Integers,
    Ladder,
    adjacent_pairs,
    all_pairs,
    edges,
    ladder_of,
    overlapping_pairs,
    relations,
)
from tpm_data.pay_axis import coverage, depth_at

__all__ = ["CONVENTIONS", "Convention", "audit", "counts", "coverage", "depth_at", "matrix", "pairs"]

Which = Literal["all", "overlapping", "adjacent"]
MoneyMeasure = Literal["signed_overlap", "overlap"]
ShareMeasure = Literal["share_of_lower", "share_of_upper", "share_of_narrower", "jaccard", "dice"]
Measure = Literal["relation", MoneyMeasure, ShareMeasure]

_PAIRS = {"all": all_pairs, "overlapping": overlapping_pairs, "adjacent": adjacent_pairs}
_TYPES = (
    {"relation": "str"}
    | dict.fromkeys(get_args(MoneyMeasure), "Int64")
    | dict.fromkeys(get_args(ShareMeasure), "float")
)


def pairs(bands: pd.DataFrame, by: str | Sequence[str] | None = None, which: Which = "all") -> pd.DataFrame:
    """Measure the overlap of every two bands.

    Parameters
    ----------
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (money per year). Bands
        are closed: both ends belong to them.
    by : str or sequence of str, optional
        Columns that tell several ladders apart; only bands of the same group are paired.
    which : {"all", "overlapping", "adjacent"}
        Every two bands: n (n - 1) / 2 rows for n bands; or those that share at least a point, bands
        that only touch included, found without making the others; or every level with the next one.

    Returns
    -------
    DataFrame
        One row per pair, ordered by group, lower and upper level: the group, ``currency`` if
        there is one, ``lower_level``, ``upper_level``, ``lower_title``, ``upper_title``, and

        - ``relation``: gap (no common point), touch (one, an end of both), nested (one lies
          within the other, also if they share an end), equal, or partial (a categorical);
        - ``signed_overlap`` = smaller maximum - greater minimum, negative: the gap; ``overlap``:
          the same, but 0 for a gap (money);
        - ``share_of_lower``, ``share_of_upper``, ``share_of_narrower`` = overlap / width of the
          band of the lower level, of the upper level, of the narrower one;
        - ``jaccard`` = overlap / width that the two cover together; ``dice`` = overlap / mean of
          the two widths.

    Raises
    ------
    TableError
        If the bands break the contract of ``salary_bands``; every offending row is named.
    ValueError
        If there is no such choice of pairs.

    Notes
    -----
    There is no standard share: textbooks divide by the upper band ("degree of overlap"), tools
    for pay structures by the lower one. The textbook formula is clamped here; as printed it
    gives 121 % for the last pair below. Each share is one division of whole numbers, so it is
    the double nearest to the fraction.

    A band of zero width (a single rate) within another or at its end is nested, two at the same
    point are equal. Shares of a zero width are missing; ``jaccard`` and ``dice`` are so only if
    both bands have none, and are 0 if one has.

    Examples
    --------
    >>> import tpm_data
    >>> table = pairs(tpm_data.load("salary_bands"), which="overlapping")
    >>> table[["lower_level", "upper_level", "relation", "overlap", "share_of_upper"]].round(3)
       lower_level  upper_level relation  overlap  share_of_upper
    0            1            2  partial    13294           0.222
    1            2            3  partial    45000           0.900
    2            2            4  partial    29779           0.427
    3            3            4  partial    34779           0.498
    4            4            5   nested    23750           1.000
    """
    find = _PAIRS[one_of(which, _PAIRS, "choice of pairs")]
    ladder = ladder_of(bands, by)
    return _measured(ladder, *find(ladder))


def _measured(ladder: Ladder, lower: Integers, upper: Integers) -> pd.DataFrame:
    """Measure pairs of rows."""
    signed, relation = relations(ladder, lower, upper)
    overlap = np.maximum(signed, 0)
    width = ladder.width
    of_lower, of_upper = width[lower], width[upper]
    return ladder.result(
        lower,
        {
            "lower_level": ladder.take("level", lower),
            "upper_level": ladder.take("level", upper),
            "lower_title": ladder.take("title", lower),
            "upper_title": ladder.take("title", upper),
            "relation": pd.Categorical.from_codes(relation, pd.Index(RELATIONS)),
            "signed_overlap": signed,
            "overlap": overlap,
            "share_of_lower": _share(overlap, of_lower),
            "share_of_upper": _share(overlap, of_upper),
            "share_of_narrower": _share(overlap, np.minimum(of_lower, of_upper)),
            "jaccard": _share(overlap, of_lower + of_upper - overlap),
            "dice": _share(2 * overlap, of_lower + of_upper),
        },
    )


def _share(part: Integers, whole: Integers) -> npt.NDArray[np.float64]:
    """Divide; 0 / 0, a share of no width, is missing."""
    with np.errstate(invalid="ignore"):
        return part / whole


def counts(bands: pd.DataFrame, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Count the other bands that share at least a point with a band, without making the pairs.

    Parameters
    ----------
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (money per year).
    by : str or sequence of str, optional
        Columns that tell several ladders apart; only bands of the same group are counted.

    Returns
    -------
    DataFrame
        One row per band, ordered by group and level: the group, ``currency`` if there is
        one, ``level``, ``title``, ``overlapping`` (number of other bands of the group, those that
        only touch included; `tpm_data.figures.overlap_matrix` counts these apart).

    Raises
    ------
    TableError
        If the bands break the contract of ``salary_bands``; every offending row is named.

    Examples
    --------
    >>> import tpm_data
    >>> counts(tpm_data.load("salary_bands"))["overlapping"].to_list()
    [1, 3, 2, 3, 1]
    """
    ladder = ladder_of(bands, by)
    start, end, at = edges(ladder)
    started = np.cumsum(np.bincount(start, minlength=len(at)))
    ending = np.bincount(end, minlength=len(at))
    ended_before = np.cumsum(ending) - ending
    columns = {name: ladder.rows[name] for name in ("level", "title")}
    return ladder.result(ladder.every, columns | {"overlapping": started[end] - ended_before[start] - 1})


def matrix(bands: pd.DataFrame, measure: Measure = "share_of_upper") -> pd.DataFrame:
    """Lay out one measure of all pairs of one ladder, levels by levels.

    Parameters
    ----------
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (money per year). One
        ladder only: choose its rows first if the table holds several.
    measure : str
        A column of `pairs`: ``"relation"``, ``"signed_overlap"``, ``"share_of_upper"``...

    Returns
    -------
    DataFrame
        One row per lower level and one column per upper level, by title in order of level. Every
        pair stands once, above the diagonal; the rest is missing, as a band makes no pair with
        itself. Money stays whole (``Int64``).

    Raises
    ------
    TableError
        If the bands break the contract of ``salary_bands``; every offending row is named.
    ValueError
        If there is no such measure.

    Examples
    --------
    >>> import tpm_data
    >>> short = tpm_data.load("salary_bands").assign(title=["Associate", "TPM", "Senior", "Dir.", "VP"])
    >>> matrix(short, "signed_overlap")
    upper_title  Associate    TPM  Senior    Dir.      VP
    lower_title
    Associate         <NA>  13294   -1695  -16916  -57945
    TPM               <NA>   <NA>   45000   29779  -11250
    Senior            <NA>   <NA>    <NA>   34779   -6250
    Dir.              <NA>   <NA>    <NA>    <NA>   23750
    VP                <NA>   <NA>    <NA>    <NA>    <NA>
    """
    column = one_of(measure, _TYPES, "measure")
    ladder = ladder_of(bands, None)
    values = _measured(ladder, *all_pairs(ladder))[column]
    cells = np.full((len(ladder), len(ladder)), None, dtype=object)
    cells[np.triu_indices(len(ladder), 1)] = values
    titles = ladder.rows["title"]
    index, columns = (pd.Index(titles, name=name) for name in ("lower_title", "upper_title"))
    table = pd.DataFrame(cells, index, columns).astype(_TYPES[column])
    table.attrs = bands.attrs
    return table
