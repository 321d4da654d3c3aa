"""One career's weighted mean over all weightings: as numbers, and as a curve to draw."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from tpm_data.attractiveness._weights import Weighted, as_target, weighted
from tpm_data.attractiveness.weightings import Distribution
from tpm_data.errors import one_of, refuse_clash, told
from tpm_data.tables.arguments import whole

Variants: TypeAlias = Mapping[str, Mapping[str, Any]]

_LIMITS = ("order", "floor", "concentration")


def distribution_summary(
    scores: pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    variants: "Variants | None" = None,
    target: float | None = None,
    lower_is_better: str | Sequence[str] | None = None,
    **known: Any,
) -> pd.DataFrame:
    """Summarise the weighted mean of every career over all weightings, or over those a variant allows.

    Parameters
    ----------
    scores : DataFrame
        One row per factor: ``factor``, ``score`` (points) and, if known, ``scale_maximum``.
    by, lower_is_better
        As for `tpm_data.attractiveness.score`.
    variants : mapping from a name to a mapping, optional
        What you know about the weights, as keywords of `tpm_data.weightings.Distribution`:
        ``order``, ``floor``, ``concentration``. The default is one variant, "all weightings", with nothing
        known. ``order=True`` takes the factors in the order of each career's own rows.
    target : float, optional
        The weighted mean (points) you hope to reach.
    **known
        ``order``, ``floor``, ``concentration`` for every variant that does not set its own.

    Returns
    -------
    DataFrame
        One row per career and variant, in the given order: the columns of ``by``, ``variant``; the
        weighted mean (points) as ``lowest``, ``p05``, ``median``, ``p95``, ``highest``, ``mean`` and
        ``std`` over the weightings, of which 90% are between ``p05`` and ``p95``; with ``target`` also
        ``target`` and ``share_at_least``, the share of the weightings that reach it.

    Raises
    ------
    TableError
        If the scores break the contract of ``attractiveness_scores``.
    ValueError
        If a variant has an unknown keyword or contradicts itself, or the target is not a number or is
        above the scale.

    Notes
    -----
    All weightings that a variant allows are equally likely, unless ``concentration`` favours some.
    The results of `tpm_data.weightings.Distribution` are exact except for floating point. A quantile is
    found by bisection.

    Examples
    --------
    >>> import tpm_data
    >>> scores = tpm_data.load("attractiveness_scores")
    >>> known = {"all weightings": {}, "5% or more each": {"floor": 0.05}}
    >>> summary = distribution_summary(scores, variants=known, target=8.5)
    >>> summary[["variant", "p05", "p95", "share_at_least"]].round(3)
                variant    p05    p95  share_at_least
    0    all weightings  7.767  8.678           0.194
    1  5% or more each  7.960  8.507           0.056
    """
    table = weighted(scores, None, by, lower_is_better)
    goal = None if target is None else as_target(target, table.scale)
    rows = []
    for who, name, distribution in _distributions(table, variants, known):
        low, high = distribution.support
        p05, median, p95 = np.asarray(distribution.quantile([0.05, 0.5, 0.95]))
        columns: dict[str, Any] = {"variant": name, "lowest": low, "p05": p05, "median": median, "p95": p95}
        columns |= {"highest": high, "mean": distribution.mean, "std": distribution.std}
        if goal is not None:
            columns |= {"target": goal, "share_at_least": distribution.share_at_least(goal)}
        refuse_clash(table.groups, columns)
        rows.append(who | columns)
    result = pd.DataFrame(rows)
    result.attrs = dict(scores.attrs)
    return result


def distribution_curve(
    scores: pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    variants: "Variants | None" = None,
    points: int = 121,
    lower_is_better: str | Sequence[str] | None = None,
    **known: Any,
) -> pd.DataFrame:
    """Trace the density of the weighted mean of every career over the weightings.

    Parameters
    ----------
    scores, by, variants, lower_is_better
        As for `distribution_summary`.
    points : int, default 121
        How many evenly spaced weighted means to trace, from the lowest to the highest.
    **known
        As for `distribution_summary`.

    Returns
    -------
    DataFrame
        One row per career, variant and weighted mean, ascending: the columns of ``by``, ``variant``,
        ``score`` (points), ``density`` (share of the weightings per point), ``share_at_least`` (share of
        the weightings that reach that score). A variant in which every weighting gives the same score has
        one row, with its density missing.

    Raises
    ------
    TableError, ValueError
        As for `distribution_summary`; also if ``points`` is not a whole number of at least 3.

    Notes
    -----
    Density and share are those of `tpm_data.weightings.Distribution` at every score.

    Examples
    --------
    >>> import tpm_data
    >>> distribution_curve(tpm_data.load("attractiveness_scores"), points=5).round(3)
              variant  score  density  share_at_least
    0  all weightings    7.0    0.000           1.000
    1  all weightings    7.5    0.055           0.995
    2  all weightings    8.0    0.875           0.812
    3  all weightings    8.5    1.094           0.194
    4  all weightings    9.0    0.000           0.000
    """
    points = whole("points", points, 3, 100_000)
    table, parts = weighted(scores, None, by, lower_is_better), []
    for who, name, distribution in _distributions(table, variants, known):
        low, high = distribution.support
        at = np.linspace(low, high, points if low < high else 1)
        density = distribution.pdf(at) if low < high else np.nan
        columns = {"variant": name, "score": at, "density": density}
        columns["share_at_least"] = distribution.share_at_least(at)
        refuse_clash(table.groups, columns)
        parts.append(pd.DataFrame(who | columns))
    result = pd.concat(parts, ignore_index=True)
    result.attrs = dict(scores.attrs)
    return result


def _distributions(
    table: Weighted, variants: "Variants | None", known: Mapping[str, Any]
) -> Iterator[tuple[dict[str, Any], str, Distribution]]:
    """Yield the names of every career and variant, and their distribution."""
    if table.rows.empty:
        raise ValueError("There is nothing to weigh: the table has no rows.")
    everywhere = {one_of(word, _LIMITS, "argument"): limit for word, limit in known.items()}
    variants = {"known weights" if known else "all weightings": {}} if variants is None else variants
    named = variants if isinstance(variants, Mapping) else {}
    if not named or not all(isinstance(limits, Mapping) for limits in named.values()):
        way = "give each a name and what you know, as {'5% or more each': {'floor': 0.05}}, or leave it out"
        raise ValueError(f"variants={told(variants)} has no named variant: {way}.")
    for _, rows in table.rows.groupby(table.career, sort=False):
        who: dict[str, Any] = {str(name): rows[name].iloc[0] for name in table.groups}
        vector = rows.set_index("factor")["score"]
        for name, limits in named.items():
            try:
                said = {one_of(word, _LIMITS, "argument"): limits[word] for word in limits}
                distribution = Distribution(vector, **(everywhere | said))
            except ValueError as error:
                raise ValueError(f"Variant {name!r}: {error}") from error
            yield who, name, distribution
