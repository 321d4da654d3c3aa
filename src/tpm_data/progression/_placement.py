"""Where an amount of pay falls in the bands of a ladder."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from tpm_data.formatting import currencies_of
from tpm_data.tables.ladder import ladder_of


def place(
    bands: pd.DataFrame,
    amounts: float | str | Sequence[float | str],
    by: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Place one or several amounts of pay against every band.

    Parameters
    ----------
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (money per year).
    amounts : number, text, or a sequence of them
        Pay per year, in the currency of the bands. A text is read as printed money: ``"$150k"``.
    by : str or sequence of str, optional
        Columns that tell several ladders apart.

    Returns
    -------
    DataFrame
        One row per amount and band, in the order of the amounts, the groups and the levels:
        ``amount``, the group, ``currency`` if there is one, ``level``, ``title``, ``minimum``,
        ``maximum``, ``status`` (below, within, above; a band is closed), ``range_penetration`` =
        (amount - minimum) / (maximum - minimum), not clipped: below 0 under the band, above 1 over
        it, missing for a band of zero width, ``compa_ratio`` = amount / midpoint, ``above_minimum`` =
        amount - minimum and ``below_maximum`` = maximum - amount (money, negative outside), and
        ``containing``, the number of bands of the group that contain the amount.

    Raises
    ------
    TableError
        If the bands break the contract of ``salary_bands``, or an amount is missing, not above
        zero, not readable, or in another currency than the bands; every one is named.

    Notes
    -----
    Compa-ratio and range penetration as in the glossaries of ERI and Mercer, without clipping.

    Examples
    --------
    >>> import tpm_data
    >>> placed = place(tpm_data.load("salary_bands"), "$150k")
    >>> placed[["level", "status", "range_penetration", "compa_ratio", "containing"]].round(3)
       level  status  range_penetration  compa_ratio  containing
    0      1   above              1.334        1.385           2
    1      2  within              0.500        1.000           2
    2      3  within              0.300        0.938           2
    3      4   below             -0.003        0.810           2
    4      5   below             -1.737        0.738           2
    """
    from tpm_data.readers.pay import read_amounts  # its patterns take longer to load than a ladder to measure

    ladder = ladder_of(bands, by)
    pay = read_amounts(amounts, currencies_of(ladder.rows))
    rows, amount = np.tile(ladder.every, len(pay)), np.repeat(pay, len(ladder))
    low, high = ladder.low[rows], ladder.high[rows]
    within = pd.Series((low <= amount) & (amount <= high))
    case = np.repeat(np.arange(len(pay)), len(ladder)) * len(ladder) + ladder.group[rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        penetration = np.where(high > low, (amount - low) / (high - low), np.nan)
    placed = ladder.result(
        rows,
        {
            "amount": amount,
            "level": ladder.take("level", rows),
            "title": ladder.take("title", rows),
            "minimum": low,
            "maximum": high,
            "status": np.select([amount < low, amount > high], ["below", "above"], "within"),
            "range_penetration": penetration,
            "compa_ratio": 2 * amount / (low + high),
            "above_minimum": amount - low,
            "below_maximum": high - amount,
            "containing": within.groupby(case).transform("sum").astype("int64"),
        },
    )
    placed.insert(0, "amount", placed.pop("amount"))
    return placed


def chance_higher(lower: tuple[Any, Any], upper: tuple[Any, Any]) -> Any:
    """Chance that the upper band pays more, if pay were spread evenly over each band.

    An illustration of how far two bands overlap, and nothing about people: nobody knows how pay
    is spread inside a printed range.

    Parameters
    ----------
    lower, upper : pair of numbers or arrays
        Minimum and maximum of the two bands; arrays give one answer per element.

    Returns
    -------
    float or array
        A share between 0 and 1. Two equal points of pay give 0: neither is higher.

    Raises
    ------
    ValueError
        If a minimum is above its maximum, or an end is missing or not a number.

    Notes
    -----
    For X even on [a, b] and Y even on [c, d], P(Y > X) is the mean over Y of the share of [a, b] below it:
    that is (y - a) / (b - a) where Y falls into [a, b], in the middle of their common stretch, and 1
    above it. A band of zero width is the limit.

    Examples
    --------
    >>> chance_higher((83350, 133305), (120011, 180000))
    0.9705129879356206
    >>> chance_higher((150221, 220000), (191250, 215000))
    0.7581650639877326
    """
    (a, b), (c, d) = ([np.asarray(end, dtype="float64") for end in band] for band in (lower, upper))
    if not np.all((a <= b) & (c <= d) & np.isfinite(b - a) & np.isfinite(d - c)):
        raise ValueError("Each band needs two numbers, the minimum not above the maximum.")

    low, high = np.maximum(a, c), np.minimum(b, d)
    common, higher = np.maximum(high - low, 0), d - np.clip(b, c, d)
    with np.errstate(divide="ignore", invalid="ignore"):
        below = ((low - a) + (high - a)) / (2 * (b - a))
        both_wide = (common * below + higher) / (d - c)
        lower_is_point = np.clip((d - a) / (d - c), 0, 1)
        upper_is_point = np.clip((c - a) / (b - a), 0, 1)
    chance = np.select(
        [(a == b) & (c == d), a == b, c == d], [(c > a) * 1.0, lower_is_point, upper_is_point], both_wide
    )
    return chance if chance.ndim else float(chance)
