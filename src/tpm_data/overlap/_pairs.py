"""How the bands of a ladder overlap, pair by pair."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.errors import one_of
from tpm_data.tables.ladder import (
    RELATIONS,
    Integers,
    Ladder,
    adjacent_pairs,
    all_pairs,
    ladder_of,
    overlapping_pairs,
    relations,
)

Which = Literal["all", "overlapping", "adjacent"]

_PAIRS = {"all": all_pairs, "overlapping": overlapping_pairs, "adjacent": adjacent_pairs}


def pairs(
    bands: pd.DataFrame, *, by: str | Sequence[str] | None = None, which: Which = "all"
) -> pd.DataFrame:
    """Measure the overlap of every pair of bands.

    Parameters
    ----------
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (money per year). Bands
        are closed: both ends belong to them.
    by : str or sequence of str, optional
        Columns that separate several ladders; only bands of the same group are paired.
    which : {"all", "overlapping", "adjacent"}
        All pairs: n (n - 1) / 2 rows for n bands. Or only those that share at least a point, including
        bands that only touch; the others are never built. Or every level with the next one.

    Returns
    -------
    DataFrame
        One row per pair, groups in order of appearance, lower and upper level rising: the group,
        ``currency`` if there is one, ``lower_level``, ``upper_level``, ``lower_title``, ``upper_title``, and

        - ``relation``: gap (no common point), touch (one, an end of both), nested (one is
          inside the other, even if they share an end), equal, or partial (a categorical);
        - ``signed_overlap`` = lower maximum - higher minimum, negative for a gap; ``overlap``:
          the same, but 0 for a gap (money);
        - ``share_of_lower``, ``share_of_upper``, ``share_of_narrower`` = overlap / width of the
          band of the lower level, of the upper level, of the narrower one;
        - ``jaccard`` = overlap / width that the two cover together;
        - ``chance_higher``: the chance (a share) that the band of the upper level pays more if pay
          were spread evenly over each band: an illustration of overlap, not a statement about people.

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
    gives 121% for the last pair below. Each share is one division of whole numbers, so it is
    the double nearest to the fraction.

    A band of zero width (a single rate) inside another or at its end is nested. Two at the same point are
    equal, and neither is higher. Shares of a zero width are missing. ``jaccard`` is missing only if both
    bands have no width, and 0 if one has none.

    For X uniform on the lower band [a, b] and Y uniform on the upper one [c, d], P(Y > X) is the mean
    over Y of the share of [a, b] below it. Where Y falls into [a, b], that is (y - a) / (b - a), taken in
    the middle of their common stretch; above it, it is 1. A band of zero width is the limit.

    Examples
    --------
    >>> import tpm_data
    >>> table = pairs(tpm_data.load("salary_bands"), which="overlapping")
    >>> table[["lower_level", "upper_level", "relation", "share_of_upper", "chance_higher"]].round(3)
       lower_level  upper_level relation  share_of_upper  chance_higher
    0            1            2  partial           0.222          0.971
    1            2            3  partial           0.900          0.662
    2            2            4  partial           0.427          0.894
    3            3            4  partial           0.498          0.827
    4            4            5   nested           1.000          0.758
    """
    find = _PAIRS[one_of(which, _PAIRS, "choice of pairs")]
    ladder = ladder_of(bands, by)
    lower, upper = find(ladder)
    signed, relation = relations(ladder, lower, upper)
    overlap = np.maximum(signed, 0)
    of_lower, of_upper = ladder.width[lower], ladder.width[upper]
    return ladder.result(
        lower,
        {
            **ladder.named("lower", lower, "upper", upper),
            "relation": pd.Categorical.from_codes(relation, pd.Index(RELATIONS)),
            "signed_overlap": signed,
            "overlap": overlap,
            "share_of_lower": _share(overlap, of_lower),
            "share_of_upper": _share(overlap, of_upper),
            "share_of_narrower": _share(overlap, np.minimum(of_lower, of_upper)),
            "jaccard": _share(overlap, of_lower + of_upper - overlap),
            "chance_higher": _chance_higher(ladder, lower, upper),
        },
    )


def _chance_higher(ladder: Ladder, lower: Integers, upper: Integers) -> npt.NDArray[np.float64]:
    """Work out P(Y > X) for pay X spread evenly over the lower band and Y over the upper one."""
    ends = ladder.low[lower], ladder.high[lower], ladder.low[upper], ladder.high[upper]
    a, b, c, d = (end.astype(float) for end in ends)
    low, high = np.maximum(a, c), np.minimum(b, d)
    common, higher = np.maximum(high - low, 0), d - np.clip(b, c, d)
    with np.errstate(divide="ignore", invalid="ignore"):
        below = ((low - a) + (high - a)) / (2 * (b - a))
        chance = (common * below + higher) / (d - c)
        one, other = np.flatnonzero(a == b), np.flatnonzero(c == d)  # single rates: few, as a rule
        chance[one] = (d[one] - a[one]) / (d[one] - c[one])
        chance[other] = (c[other] - a[other]) / (b[other] - a[other])
    both = one[c[one] == d[one]]
    chance[both] = c[both] > a[both]
    return np.asarray(np.clip(chance, 0, 1, out=chance))


def _share(part: Integers, whole: Integers) -> npt.NDArray[np.float64]:
    """Divide; 0 / 0, a share of no width, is missing."""
    with np.errstate(invalid="ignore"):
        return part / whole
