"""What a career's scores come to under one's own weights, and what could change that."""

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

    A weighted mean lets a high score buy off a low one: 10 and 4 come to the same as 7 and 7.
    Therefore the lowest score stands beside it, and ``must_have`` names what nothing may buy off.

    Parameters
    ----------
    scores : DataFrame
        One row per factor: ``factor``, ``score`` (points) and, if known, ``scale_maximum``.
    by : str or sequence of str, optional
        Columns that name the career if the table holds several; the answer is given per career.
    weights : mapping, Series or str, optional
        A number of 0 or more for every factor, in any unit: only their proportions count. Or the
        name of one of the `profiles`. By default every factor counts the same.
    must_have : mapping or Series, optional
        The lowest acceptable score (points) of some factors; a score equal to it is acceptable.
    lower_is_better : str or sequence of str, optional
        Factors, such as a commute, of which less is better: each is turned round on its scale, to
        ``scale_maximum`` - score, before anything else; must-haves of them are the most that will do.

    Returns
    -------
    DataFrame
        One row per career, in order of appearance: the columns of ``by``, ``score`` = sum(weight score) /
        sum(weight), with ``by`` also ``rank`` (1 is best; equal scores share it), ``lowest_factor`` (the
        first of them in the table) and ``lowest_score`` among all factors, whatever their weight,
        ``scale_maximum`` if the table has it (points); with ``must_have`` also ``must_haves_met`` and
        ``missed``, a tuple of the factors below their threshold. ``attrs["note"]`` says what was done to
        the weights.

    Raises
    ------
    TableError
        If the scores break the contract of ``attractiveness_scores``, are on different scales or
        lack a weighted factor; every offending row or career is named.
    FactorError
        If a weight or threshold is no number, negative or for an unknown factor, or if a weight is
        missing or all are 0; every problem is listed.
    ValueError
        If there is no such profile, or weights or thresholds do not name their factors.

    Notes
    -----
    The additive value model (Keeney & Raiffa 1976, Decisions with Multiple Objectives): that
    factors trade off at a constant rate is an assumption, not a fact about people.

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
    if table.groups:  # scores that differ by rounding alone share a rank
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
    """Split the weighted mean of the scores into what each factor adds to it.

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
        the n scores): what moving from equal weights to these adds to the mean (points; they sum to
        the `score` less that of equal weights). ``attrs["note"]`` says what the given weights sum to,
        ``attrs["weights"]`` what they are called: "your weights", or the profile.

    Raises
    ------
    TableError, FactorError, ValueError
        As for `score`.

    Notes
    -----
    The terms of the weighted mean, sum(w x) / sum(w). As weights sum to 1, any number may be taken off
    the scores before they are weighed; with the mean of equal weights, a factor at that mean has no effect.

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
    """List a few weightings of the factors of the bundled table, as examples.

    They are simple numbers of ours, neither the document's nor advice: in "balanced" every factor has
    12.5%; in the others what comes first has 40%, two factors close to it 15% each, the rest 6%
    each. The name of one can stand for weights.

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
    table.attrs["note"] = "Example weightings: not the document's, and no advice."
    return table


def _missed(table: Weighted, must_have: PerFactor, turned: Sequence[str]) -> list[tuple[str, ...]]:
    """Name the factors of every career that are below their threshold."""
    factors, top = table.rows["factor"], table.scale
    code, known = pd.factorize(factors)
    within = (f"a number from 0 to {top:g}, where the scale ends", lambda x: 0 <= x <= top)
    rule = NOT_NEGATIVE if np.isinf(top) else within
    least = per_factor(must_have, list(known), "must-have", rule, default=-np.inf)
    table.require(known[least >= 0].tolist())
    least = np.where(np.isin(known, turned) & (least >= 0), top - least, least)
    below = np.flatnonzero(table.score < least[code])
    missed = iter(factors.iloc[below])
    counts = np.bincount(table.career[below], minlength=len(table.starts))
    return [tuple(islice(missed, count)) for count in counts.tolist()]
