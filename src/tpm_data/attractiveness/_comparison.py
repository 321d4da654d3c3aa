"""Careers compared: which is ahead under your own weights, and under all weightings."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.attractiveness._weights import ROUNDING, Integers, Weights, weighted
from tpm_data.attractiveness.weightings import Distribution
from tpm_data.tables.arguments import Floats, PerFactor, whole

_CELLS = 2**18  # random numbers at a time: few enough for any memory, many enough for fast products


def compare(
    scores: pd.DataFrame,
    *,
    by: str | Sequence[str],
    weights: Weights = None,
    order: Iterable[Hashable] | bool | None = None,
    floor: PerFactor = 0,
    concentration: PerFactor = 1,
    lower_is_better: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Compare every pair of careers: under the given weights, and under all weightings.

    Parameters
    ----------
    scores : DataFrame
        One row per career and factor: the columns of ``by``, ``factor``, ``score`` (points) and, if
        known, ``scale_maximum``. All careers have the same factors on one scale.
    by : str or sequence of str
        Columns that name the career.
    weights : mapping, Series or str, optional
        A number of at least 0 for every factor, or the name of a profile; by default equal.
    order, floor, concentration
        What you know about the weights, as for `tpm_data.weightings.Distribution`. It restricts the
        weightings, so it changes only the exact shares. Every other column uses the scores and
        ``weights``. ``order=True`` takes the factors in the order in which they first appear in the table,
        usually that of its first career.
    lower_is_better : str or sequence of str, optional
        As for `score`.

    Returns
    -------
    DataFrame
        One row per pair, in the order in which the careers appear:

        - ``first``, ``second``: the careers (several ``by`` columns: their values, joined by ", ");
        - ``first_score``, ``second_score``: weighted means (points);
        - ``dominance``, whatever the weights: "first" or "second" if that career is nowhere lower and
          somewhere higher, "equal" if all scores are equal, else "none";
        - ``share_first``, ``share_second``, ``share_tie``: exact shares of all weightings, or of those
          left, under which the first is ahead, the second is, or neither (1 if all of them tie, else 0);
        - ``preferred``: which is ahead under the given weights: "first", "second" or "tie";
        - ``smallest_move``: the smallest total weight (a share) that must move between factors to make
          it a tie; 0 at a tie, missing if no weighting prefers the other career;
        - ``moved_from``, ``moved_to``: a tuple of the factors that lose weight, and the one that gains it;
        - ``one_point_flips``: whether one point more or less on one score of one career, within the
          scale (from 0 to its maximum, if known), reverses the preference or decides a tie.

        Weighted means count as equal if their difference is below 1e-12 of the differences it adds
        up: it is then rounding. ``attrs["note"]`` says how the weights were used, and
        ``attrs["weightings"]`` which weightings the shares refer to, such as "all weightings".

    Raises
    ------
    TableError
        If the scores break the contract of ``attractiveness_scores``, a career lacks a factor or the
        scales differ; every offending row or career is named.
    FactorError
        If the weights cannot be used; see `score`.
    ValueError
        If the table has no rows, there is no such profile, or the weights do not name their factors.

    Notes
    -----
    The shares come from the sign of the weighted mean of the score differences. They are exact, by
    `tpm_data.weightings.Distribution`. The smallest move takes weight where the leader's lead is
    largest, and gives all of it to the factor where the lead is smallest. No other move reduces the
    lead more per unit of weight: a fractional knapsack (Dantzig 1957, Oper. Res. 5).

    Examples
    --------
    >>> import pandas as pd, tpm_data
    >>> document = tpm_data.load("attractiveness_scores").assign(career="TPM")
    >>> mine = document.assign(career="my job", score=[8, 7, 9, 9, 7, 6, 8, 9])
    >>> pair = compare(pd.concat([document, mine]), by="career")
    >>> pair[["share_first", "smallest_move", "moved_from", "moved_to"]]
       share_first  smallest_move            moved_from   moved_to
    0         0.75        0.09375  (Skill Development,)  Stability
    >>> known = compare(pd.concat([document, mine]), by="career", order=[*reversed(document["factor"])])
    >>> known["share_first"].round(3).tolist()
    [0.464]
    """
    table = weighted(scores, weights, by, lower_is_better, comparable=True)
    factors, points, given = table.matrix
    one, other = np.triu_indices(len(points), 1)
    differences = points[one] - points[other]
    lead, noise = (given * differences).sum(axis=1), (given * np.abs(differences)).sum(axis=1)
    lead = np.where(np.abs(lead) <= ROUNDING * noise, 0, lead)
    higher, lower = (differences > 0).any(axis=1), (differences < 0).any(axis=1)
    dominant = [higher & ~lower, lower & ~higher, higher & lower]
    turn = np.where(lead < 0, -1, 1)[:, None]
    ahead, behind = (np.where(turn > 0, points[a], points[b]) for a, b in ((one, other), (other, one)))
    weighed = pd.DataFrame(differences if len(one) else points, columns=factors)
    left = Distribution(weighed, order=order, floor=floor, concentration=concentration)
    table.rows.attrs["weightings"] = left._words
    return table.pairs(one, other).assign(
        first_score=table.means[one],
        second_score=table.means[other],
        dominance=np.select(dominant, ["first", "second", "none"], "equal"),
        **_shares(left, len(one)),
        preferred=np.select([lead > 0, lead < 0], ["first", "second"], "tie"),
        **_smallest_moves(turn * differences, np.abs(lead), given, factors),
        one_point_flips=_one_point_flips(ahead, behind, np.abs(lead), given, table.scale),
    )


def _shares(left: Distribution, pairs: int) -> dict[str, Floats]:
    """Return the shares of all weightings left that prefer the first, the second, and neither."""
    # A single career has no pair, but what is known about the weights was checked.
    first, least, most = (np.asarray(of(0))[:pairs] for of in (left.sf, left.share_at_least, left.cdf))
    tie = np.where(least > first, 1.0, 0.0)  # a point mass at 0
    return {"share_first": first, "share_second": most - tie, "share_tie": tie}


def _smallest_moves(
    differences: Floats, lead: Floats, given: Floats, factors: npt.NDArray[Any]
) -> dict[str, Any]:
    """Find the smallest weight to move that makes a tie; the differences favour the leader."""
    least = differences.argmin(axis=1)
    gain = differences - differences.min(axis=1, keepdims=True)
    order = np.argsort(-gain, axis=1, kind="stable")
    gain, held = np.take_along_axis(gain, order, axis=1), given[order]
    emptied, lost = _before(held), _before(held * gain)
    last = np.maximum((lost < lead[:, None]).sum(axis=1) - 1, 0)
    at = np.arange(len(lead)), last
    moved = (lead > 0) & (differences < 0).any(axis=1)
    move = np.where(lead == 0, 0, np.nan)
    np.divide((emptied * gain - lost)[at] + lead, gain[at] * given.sum(), out=move, where=moved)
    used = [row[: end + 1][part[: end + 1] > 0] for row, part, end in zip(order, held, last, strict=True)]
    return {
        "smallest_move": move,
        "moved_from": [tuple(factors[row]) if m else None for row, m in zip(used, moved, strict=True)],
        "moved_to": np.where(moved, factors[least], None),
    }


def _before(values: Floats) -> Floats:
    """Sum, along each row, the elements before each element."""
    return np.cumsum(np.pad(values, ((0, 0), (1, 0)))[:, :-1], axis=1)


def _one_point_flips(
    ahead: Floats, behind: Floats, lead: Floats, given: Floats, top: float
) -> npt.NDArray[np.bool_]:
    """Test whether one point on one score reverses the lead, or decides a tie either way."""
    possible = (ahead >= 1) | (behind + 1 <= top)
    possible |= (lead[:, None] == 0) & ((behind >= 1) | (ahead + 1 <= top))
    return np.asarray((possible & (given * (1 - ROUNDING) > lead[:, None])).any(axis=1))


def rank_acceptability(
    scores: pd.DataFrame,
    *,
    by: str | Sequence[str],
    order: Iterable[Hashable] | bool | None = None,
    floor: PerFactor = 0,
    concentration: PerFactor = 1,
    lower_is_better: str | Sequence[str] | None = None,
    samples: int = 100_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Estimate how often each career comes first, second, and so on among all weightings.

    Meant for three or more careers. For two, `compare` gives the exact shares.

    Parameters
    ----------
    scores : DataFrame
        As for `compare`: one row per career and factor.
    by : str or sequence of str
        Columns that name the career.
    order, floor, concentration
        What you know about the weights, as for `tpm_data.weightings.Distribution`. The weightings are
        drawn from those left. ``order=True`` as for `compare`.
    lower_is_better : str or sequence of str, optional
        As for `score`.
    samples : int, default 100,000
        How many weightings to draw.
    seed : int, default 0
        Start of the random numbers. The same seed gives the same answer.

    Returns
    -------
    DataFrame
        One row per career and rank, in order of appearance: the columns of ``by``, ``rank`` (1 is
        best), ``share`` of the drawn weightings under which the career has that rank, and its
        ``standard_error`` = sqrt(share (1 - share) / samples). The shares of a career sum to 1, as
        do those of a rank. Careers with the same scores on every factor share their ranks equally.
        A rank that is never drawn has the error 0; its share is below 3 / samples at 95% confidence
        (the "rule of three").

    Raises
    ------
    TableError
        As for `compare`.
    ValueError
        If ``samples`` is not a whole number of at least 1 or ``seed`` not one of at least 0, what is known
        about the weights is malformed or contradictory, or the table has no rows.

    Notes
    -----
    Rank acceptability indices of SMAA-2 (Lahdelma & Salminen 2001, Oper. Res. 49). Independent
    standard exponentials, divided by their sum, are uniform over all weightings; sorted, over those
    of that order. Ranks do not depend on the sum, so the division is left out.

    Examples
    --------
    >>> import pandas as pd, tpm_data
    >>> document = tpm_data.load("attractiveness_scores").assign(career="TPM")
    >>> mine = document.assign(career="my job", score=[8, 7, 9, 9, 7, 6, 8, 9])
    >>> dream = document.assign(career="my dream", score=[5, 9, 6, 5, 8, 10, 6, 9])
    >>> ranks = rank_acceptability(pd.concat([document, mine, dream]), by="career")
    >>> ranks.pivot(index="career", columns="rank", values="share").round(2)
    rank         1     2     3
    career
    TPM       0.70  0.28  0.03
    my dream  0.06  0.20  0.74
    my job    0.24  0.53  0.23
    """
    samples, seed = whole("samples", samples, 1, 10**9), whole("seed", seed, 0, 2**128)
    table = weighted(scores, None, by, lower_is_better, comparable=True)
    factors, points, _ = table.matrix
    named = pd.DataFrame(points, columns=factors)
    left = Distribution(named, order=order, floor=floor, concentration=concentration)
    counts = _rank_counts(points, left, samples, np.random.default_rng(seed))
    # Among equal careers the order is chance or rounding, so each gets the mean of their counts.
    twins = np.unique(points, axis=0, return_inverse=True)[1]
    share = pd.DataFrame(counts).groupby(twins).transform("mean").to_numpy().ravel() / samples
    count = len(points)
    names = table.rows[table.groups].iloc[np.repeat(table.starts, count)].reset_index(drop=True)
    names.attrs["note"] = f"{samples:,} weightings were drawn with seed {seed}."
    return table.answer(
        names,
        rank=np.tile(np.arange(1, count + 1), count),
        share=share,
        standard_error=np.sqrt(share * (1 - share) / samples),
    )


def _rank_counts(points: Floats, left: Distribution, samples: int, random: np.random.Generator) -> Integers:
    """Count how often each career (row) takes each rank (column)."""
    count = len(points)
    counts = np.zeros((count, count), dtype="int64")
    step = max(_CELLS // max(points.shape), count)
    for start in range(0, samples, step):
        draws = left._draw(min(step, samples - start), random)
        best_first = np.argsort(draws @ -points.T, axis=1)
        counts += np.array([np.bincount(careers, minlength=count) for careers in best_first.T]).T
    return counts
