"""The ladder: its levels, the steps between them, and what a promotion can pay."""

from collections.abc import Sequence

import pandas as pd

from tpm_data.tables.ladder import adjacent_pairs, ladder_of


def levels(bands: pd.DataFrame, *, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Measure the midpoint, width and range spread of every level of a ladder.

    Parameters
    ----------
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (money per year), as
        `tpm_data.load` and `tpm_data.read_table` return it. Bands are closed.
    by : str or sequence of str, optional
        Columns that separate several ladders; the answer is given per group.

    Returns
    -------
    DataFrame
        One row per level, in the order given: the group, ``currency`` if there is one, ``level``,
        ``title``, ``minimum``, ``midpoint``, ``maximum``, ``width`` = maximum - minimum (money),
        ``range_spread`` = width / minimum (a share). The midpoint is the designed one if the bands
        have a column ``midpoint``, else (minimum + maximum) / 2.

    Raises
    ------
    TableError
        If the bands break the contract of ``salary_bands``; every offending row is named.

    Notes
    -----
    Range spread is a share of the minimum, as in Mercer's and ERI's glossaries of pay structures.

    Examples
    --------
    >>> import tpm_data
    >>> ladder = levels(tpm_data.load("salary_bands"))
    >>> ladder[["title", "midpoint", "range_spread"]].round(3)
                                      title  midpoint  range_spread
    0   Associate Technical Product Manager  108327.5         0.599
    1             Technical Product Manager  150005.5         0.500
    2      Senior Technical Product Manager  160000.0         0.370
    3        Director of Product Management  185110.5         0.465
    4  Vice President of Product Management  203125.0         0.124
    """
    ladder = ladder_of(bands, by)
    return ladder.result(
        ladder.every,
        {
            "level": ladder.level,
            "title": ladder.take("title", ladder.every),
            "minimum": ladder.low,
            "midpoint": ladder.twice_mid / 2,
            "maximum": ladder.high,
            "width": ladder.width,
            "range_spread": ladder.width / ladder.low,
        },
    )


def promotions(bands: pd.DataFrame, *, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Measure every promotion on a ladder, from each level to the next one.

    Parameters
    ----------
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (money per year).
    by : str or sequence of str, optional
        Columns that separate several ladders; the answer is given per group.

    Returns
    -------
    DataFrame
        One row per step, groups in order of appearance, levels rising: the group, ``currency`` if there
        is one, ``from_level``, ``to_level``, ``from_title``, ``to_title``. As shares:
        ``minimum_differential``, ``midpoint_differential`` and ``maximum_differential``, each next /
        current - 1, and ``promotion_opportunity`` = next minimum / current midpoint - 1. It is negative
        where steps are narrower than about half the spread, as in most designed ladders: a promotion can
        then come without a raise, and the promotion rule decides. In money: ``minimum_change``,
        ``midpoint_change``, ``maximum_change``, ``worst_case`` = next minimum - current maximum and
        ``best_case`` = next maximum - current minimum.

    Raises
    ------
    TableError
        If the bands break the contract of ``salary_bands``; every offending row is named.

    Notes
    -----
    Midpoint differential as in ERI's and Mercer's glossaries. It belongs to the level you move
    into. Each share is one division of exact sums, so it is the double nearest to the fraction.

    Examples
    --------
    >>> import tpm_data
    >>> steps = promotions(tpm_data.load("salary_bands"))
    >>> steps.set_index("to_level")[["midpoint_differential", "promotion_opportunity"]].round(3)
              midpoint_differential  promotion_opportunity
    to_level
    2                         0.385                  0.108
    3                         0.067                 -0.100
    4                         0.157                 -0.061
    5                         0.097                  0.033
    """
    ladder = ladder_of(bands, by)
    lower, upper = adjacent_pairs(ladder)
    low, high, twice_mid = ladder.low, ladder.high, ladder.twice_mid
    return ladder.result(
        upper,
        {
            **ladder.named("from", lower, "to", upper),
            "minimum_differential": (low[upper] - low[lower]) / low[lower],
            "midpoint_differential": (twice_mid[upper] - twice_mid[lower]) / twice_mid[lower],
            "maximum_differential": (high[upper] - high[lower]) / high[lower],
            "promotion_opportunity": (2 * low[upper] - twice_mid[lower]) / twice_mid[lower],
            "minimum_change": low[upper] - low[lower],
            "midpoint_change": (twice_mid[upper] - twice_mid[lower]) / 2,
            "maximum_change": high[upper] - high[lower],
            "worst_case": low[upper] - high[lower],
            "best_case": high[upper] - low[lower],
        },
    )
