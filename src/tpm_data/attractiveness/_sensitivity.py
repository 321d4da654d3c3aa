"""One weight changes while the others keep their proportions: what that does, and where the lead turns."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tpm_data.attractiveness._weights import ROUNDING, Integers, Weights, as_target, weighted
from tpm_data.tables.arguments import Floats


def sensitivity(
    scores: pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    weights: Weights = None,
    target: float | None = None,
    lower_is_better: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Change one weight at a time while the others keep their proportions.

    Parameters
    ----------
    scores : DataFrame
        One row per factor: ``factor``, ``score`` (points) and, if known, ``scale_maximum``.
    by, lower_is_better
        As for `score`.
    weights : mapping, Series or str, optional
        The weights to start from, as for `score`.
    target : float, optional
        The weighted mean (points) you hope to reach.

    Returns
    -------
    DataFrame
        One row per factor, in the order of the table, career by career: the columns of ``by``,
        ``factor``, ``weight`` (a share), ``score_now`` (the weighted mean with it, points); the
        weighted mean ``score_at_zero`` and ``score_at_one`` if that weight were 0 or 1, ``slope`` =
        score_at_one - score_at_zero (points per unit of weight), ``score_if_doubled`` and
        ``score_if_halved`` (points); with ``target`` also ``weight_for_target``, the weight from 0
        to 1 that makes the weighted mean equal to it.

        If a factor has all the weight, the others have no proportions: its ``score_at_zero``, ``slope``
        and ``weight_for_target`` are missing. ``weight_for_target`` is also missing where no weight or
        every weight gives the target.

    Raises
    ------
    TableError, FactorError
        As for `score`.
    ValueError
        As for `score`; also if the target is not a finite number or is above the scale.

    Notes
    -----
    The weighted mean is a straight line in the weight w of a factor with score x: w x + (1 - w) r,
    with r the weighted mean of the others.

    Examples
    --------
    >>> import tpm_data
    >>> lines = sensitivity(tpm_data.load("attractiveness_scores"), target=8.5)
    >>> lines[["factor", "score_at_zero", "slope", "weight_for_target"]].head(4).round(3)
                              factor  score_at_zero  slope  weight_for_target
    0  Opportunities for Advancement          8.143  0.857              0.417
    1              Skill Development          8.143  0.857              0.417
    2                Industry Growth          8.286 -0.286                NaN
    3                      Stability          8.429 -1.429                NaN
    """
    table = weighted(scores, weights, by, lower_is_better)
    given, career, points = table.given, table.career, table.score
    other_weight = _sums_of_others(given, career)
    other_sum = _sums_of_others(given * points, career)
    with np.errstate(invalid="ignore"):
        at_zero = other_sum / other_weight
        slope = (points * other_weight - other_sum) / other_weight
    columns = {
        "weight": table.weight,
        "score_now": table.means[career],
        "score_at_zero": at_zero,
        "score_at_one": points,
        "slope": slope,
        "score_if_doubled": (other_sum + 2 * given * points) / (other_weight + 2 * given),
        "score_if_halved": (other_sum + given * points / 2) / (other_weight + given / 2),
    }
    if target is not None:
        columns["weight_for_target"] = _crossing(points - as_target(target, table.scale), given, career)
    return table.answer(table.rows[[*table.groups, "factor"]], **columns)


def break_even(
    scores: pd.DataFrame,
    *,
    by: str | Sequence[str],
    weights: Weights = None,
    lower_is_better: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Find the weight of each factor at which two careers are equal, for every pair of careers.

    Parameters
    ----------
    scores : DataFrame
        As for `compare`: one row per career and factor.
    by : str or sequence of str
        Columns that name the career.
    weights : mapping, Series or str, optional
        As for `compare`. They fix the proportions of the other factors.
    lower_is_better : str or sequence of str, optional
        As for `score`.

    Returns
    -------
    DataFrame
        One row per pair and factor, in the order in which they appear: ``first``, ``second``,
        ``factor``, ``first_score`` and ``second_score`` on it and their ``difference``, first minus
        second (points), ``weight`` (as given, a share) and ``break_even``, the weight (a share) of this
        factor at which both weighted means are equal while the others keep their proportions. With more
        weight, the career that scores higher on the factor is ahead. Missing if no weight from 0 to 1 or
        every weight makes them equal, or if the factor has all the weight, as the others then have no
        proportions.

    Raises
    ------
    TableError, FactorError, ValueError
        As for `compare`.

    Notes
    -----
    The root of w d + (1 - w) r, with d the difference of the factor and r the weighted mean
    difference of the others: the critical weight of a two-way sensitivity analysis (Triantaphyllou &
    Sanchez 1997, Decision Sciences 28).

    Examples
    --------
    >>> import pandas as pd, tpm_data
    >>> document = tpm_data.load("attractiveness_scores").assign(career="TPM")
    >>> mine = document.assign(career="my job", score=[8, 7, 9, 9, 7, 6, 8, 9])
    >>> table = break_even(pd.concat([document, mine]), by="career")
    >>> table.loc[[0, 7], ["factor", "difference", "weight", "break_even"]].round(3)
                              factor  difference  weight  break_even
    0  Opportunities for Advancement         1.0   0.125         NaN
    7              Work-Life Balance        -2.0   0.125       0.263
    """
    table = weighted(scores, weights, by, lower_is_better, comparable=True)
    factors, points, given = table.matrix
    one, other = np.triu_indices(len(points), 1)
    pair = np.repeat(np.arange(len(one)), len(factors))
    differences = (points[one] - points[other]).ravel()
    return table.pairs(one[pair], other[pair]).assign(
        factor=np.tile(factors, len(one)),
        first_score=points[one].ravel(),
        second_score=points[other].ravel(),
        difference=differences,
        weight=np.tile(table.weight[: len(factors)], len(one)),
        break_even=_crossing(differences, np.tile(given, len(one)), pair),
    )


def _sums_of_others(values: Floats, career: Integers) -> Floats:
    """Sum, for every row, the values of the other rows of its career.

    Adds up the rows before and after instead of subtracting the row from the total: where a row has
    nearly all of the total, the difference would be rounding.
    """
    series, both = pd.Series(values), np.zeros(len(values))
    for way in (slice(None), slice(None, None, -1)):
        before = series[way].groupby(career[way]).shift(fill_value=0.0)
        both[way] += before.groupby(career[way]).cumsum()
    return both


def _crossing(differences: Floats, given: Floats, career: Integers) -> Floats:
    """Return the weight of each factor at which the weighted mean of the differences is 0.

    The other factors keep their proportions: w d + (1 - w) r = 0 with r the mean of the others.
    Missing where no weight from 0 to 1 or every weight does it, and where the other factors have no
    weight.
    """
    rest = _sums_of_others(given * differences, career)
    noise = ROUNDING * _sums_of_others(given * np.abs(differences), career)
    rest = np.where(np.abs(rest) <= noise, 0, rest)
    own = differences * _sums_of_others(given, career)
    reached = np.sign(rest) != np.sign(own)
    roots = np.full(len(rest), np.nan)
    np.divide(rest, rest - own, out=roots, where=reached)
    return roots + 0.0  # no negative zero
