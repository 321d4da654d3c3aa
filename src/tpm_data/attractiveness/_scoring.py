"""How a career scores under your own weights, and what each factor adds."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from tpm_data.attractiveness._weights import PerFactor, Weighted, Weights, example_profiles, sums, weighted
from tpm_data.errors import one_of
from tpm_data.tables.arguments import NOT_NEGATIVE, groups_of, per_factor


def score(
    scores: pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    weights: Weights = None,
    must_have: "PerFactor | None" = None,
    lower_is_better: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Work out the weighted mean of the scores of every career.

    In a weighted mean a high score makes up for a low one: 10 and 4 give the same as 7 and 7.
    The answer therefore includes the lowest score, and ``must_have`` sets limits that nothing makes up for.

    Parameters
    ----------
    scores : DataFrame
        One row per factor: ``factor``, ``score`` (points) and, if known, ``scale_maximum``.
    by : str or sequence of str, optional
        Columns that name the career if the table has several; the answer is given per career.
    weights : mapping, Series or str, optional
        A number of at least 0 for every factor, in any unit: only their proportions count. Or the name of
        one of the `profiles`. By default every factor counts the same.
    must_have : mapping or Series, optional
        The lowest acceptable score (points) for some factors.
    lower_is_better : str or sequence of str, optional
        Factors where less is better, such as a commute. Each score is first reversed on its scale, to
        ``scale_maximum`` - score. A must-have for such a factor is the highest acceptable score.

    Returns
    -------
    DataFrame
        One row per career, in order of appearance: the columns of ``by``, ``score`` = sum(weight score) /
        sum(weight), with ``by`` also ``rank`` (1 is best; equal scores share it), ``lowest_factor`` (the
        first in the table if several) and ``lowest_score`` among all factors, whatever their weight,
        ``scale_maximum`` if the table has it (points); with ``must_have`` also ``must_haves_met`` and
        ``missed``, a tuple of the factors below their threshold. ``attrs["note"]`` says how the weights
        were used.

    Raises
    ------
    TableError
        If the scores break the contract of ``attractiveness_scores``, are on different scales or
        lack a weighted factor; every offending row or career is named.
    FactorError
        If a weight or threshold is not a number, is negative or is for an unknown factor, or if a weight
        is missing or all are 0; every problem is listed.
    ValueError
        If there is no such profile, or weights or thresholds do not name their factors.

    Notes
    -----
    The additive value model (Keeney & Raiffa 1976, Decisions with Multiple Objectives). It assumes
    that factors trade off at a constant rate. That is an assumption, not a fact about people.

    Examples
    --------
    >>> import tpm_data
    >>> scores = tpm_data.load("attractiveness_scores")
    >>> mine = score(scores, weights="life first", must_have={"Stability": 8})
    >>> mine[["score", "lowest_factor", "must_haves_met", "missed"]]
       score lowest_factor  must_haves_met        missed
    0   7.69     Stability           False  (Stability,)
    """
    lower_is_better = groups_of(lower_is_better, "lower_is_better", "a factor")  # a generator is used up
    table = weighted(scores, weights, by, lower_is_better)
    # A stable sort by score within each career brings its first lowest row to the front.
    first = np.lexsort((table.score, table.career))[table.starts]
    lowest = table.rows.iloc[first].reset_index(drop=True)
    columns: dict[str, Any] = {"score": table.means}
    if table.groups:  # scores that differ only by rounding share a rank
        columns["rank"] = pd.Series(-table.means).round(12).rank(method="min").astype("int64")
    columns |= {"lowest_factor": lowest["factor"], "lowest_score": lowest["score"]}
    columns |= {name: lowest[name] for name in ("scale_maximum",) if name in lowest}
    if must_have is not None:
        missed = _missed(table, must_have, lower_is_better)
        columns |= {"must_haves_met": [not names for names in missed], "missed": missed}
    return table.answer(lowest[table.groups], **columns)


def contributions(
    scores: pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    weights: Weights = None,
    lower_is_better: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Split the weighted mean of the scores into the contribution of each factor.

    Parameters
    ----------
    scores : DataFrame
        One row per factor: ``factor``, ``score`` (points) and, if known, ``scale_maximum``.
    by, weights, lower_is_better
        As for `score`.

    Returns
    -------
    DataFrame
        One row per factor, in the order of the table, career by career: the columns of ``by``,
        ``factor``, ``score`` and, if the table has it, ``scale_maximum`` (points), ``given`` (the
        weight as given; 1 if none was), ``weight`` = given / sum(given) (a share), ``contribution``
        = weight score (points; they sum to the `score`), ``effect`` = (weight - 1/n) (score - mean of
        the n scores): the change of the mean from equal weights to these (points; the effects sum to
        the `score` less that of equal weights). ``attrs["note"]`` gives the sum of the given weights,
        ``attrs["weights"]`` their name: "your weights", or the profile.

    Raises
    ------
    TableError, FactorError, ValueError
        As for `score`.

    Notes
    -----
    The terms of the weighted mean, sum(w x) / sum(w). As weights sum to 1, any number may be subtracted
    from the scores before they are weighed. Effects subtract the mean of equal weights, so a factor at
    that mean has no effect.

    Examples
    --------
    >>> import tpm_data
    >>> scores = tpm_data.load("attractiveness_scores").head(3)
    >>> percent = {"Opportunities for Advancement": 50, "Skill Development": 20, "Industry Growth": 10}
    >>> parts = contributions(scores, weights=percent)
    >>> parts[["factor", "given", "weight", "contribution", "effect"]].round(3)
                              factor  given  weight  contribution  effect
    0  Opportunities for Advancement   50.0   0.625         5.625   0.097
    1              Skill Development   20.0   0.250         2.250  -0.028
    2                Industry Growth   10.0   0.125         1.000   0.139
    >>> parts.attrs["note"]
    'The weights sum to 80; each was divided by 80.'
    """
    table = weighted(scores, weights, by, lower_is_better)
    total, count = table.total[table.career], np.bincount(table.career)[table.career]
    equal = sums(table.score, table.career)[table.career] / count
    answer = table.answer(
        table.rows,
        given=table.given,
        weight=table.given / total,
        contribution=table.given * table.score / total,
        effect=(table.given / total - 1 / count) * (table.score - equal),
    )
    profile = isinstance(weights, str) and one_of(weights, example_profiles(), "profile")
    answer.attrs["weights"] = f"the profile “{profile}”" if profile else "your weights"
    return answer


def profiles() -> pd.DataFrame:
    """List four made-up weightings of the factors of the bundled table.

    They are not the document's, and not recommendations. In "balanced" every factor has 12.5%. In the
    others, one factor has 40%, two related factors 15% each, and the rest 6% each. You can pass the name
    of a profile as weights.

    Returns
    -------
    DataFrame
        One row per profile and factor: ``profile`` ("balanced", "pay first", "growth first", "life
        first"), ``factor``, ``weight`` (a share; they sum to 1 in every profile).

    Examples
    --------
    >>> profiles().pivot(index="factor", columns="profile", values="weight").head(3)
    profile                        balanced  growth first  life first  pay first
    factor
    Flexibility                       0.125          0.06        0.15       0.06
    Industry Growth                   0.125          0.15        0.06       0.06
    Networking Opportunities          0.125          0.06        0.06       0.06
    """
    rows = [(name, *entry) for name, weights in example_profiles().items() for entry in weights.items()]
    table = pd.DataFrame(rows, columns=["profile", "factor", "weight"])
    table.attrs["basis"] = "example"
    table.attrs["note"] = "Made-up weightings: not the document's, and not recommendations."
    return table


def _missed(table: Weighted, must_have: PerFactor, turned: Sequence[str]) -> list[tuple[str, ...]]:
    """List the factors of every career that are below their threshold."""
    factors, top = table.rows["factor"], table.scale
    code, known = pd.factorize(factors)
    within = (f"a number from 0 to {top:g}, the end of the scale", lambda x: 0 <= x <= top)
    rule = NOT_NEGATIVE if np.isinf(top) else within
    least = per_factor(must_have, list(known), "must-have", rule, default=-np.inf)
    table.require(known[least >= 0].tolist())
    least = np.where(np.isin(known, turned) & (least >= 0), top - least, least)
    below = np.flatnonzero(table.score < least[code])
    missed = iter(factors.iloc[below])
    counts = np.bincount(table.career[below], minlength=len(table.starts))
    return [tuple(islice(missed, count)) for count in counts.tolist()]
