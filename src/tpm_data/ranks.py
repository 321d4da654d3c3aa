"""How often each of several careers comes first, second, .. among all weightings."""

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.factors import Floats, ranking
from tpm_data.weights import Integers, weighted

_CELLS = 2**17  # random numbers at a time: they fit a cache, and the product does not wait for threads
_FEW = 20  # up to so many careers, comparing all pairs takes less time than sorting


def rank_acceptability(
    scores: pd.DataFrame,
    by: str | Sequence[str],
    order: Iterable[Hashable] | bool | None = None,
    samples: int = 100_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Estimate how often each career comes first, second, .. among all weightings.

    Meant for three careers and more; for two, `compare` gives the exact shares.

    Parameters
    ----------
    scores : DataFrame
        As for `compare`: one row per career and factor.
    by : str or sequence of str
        Columns that name the career.
    order : list of all factors, or True, optional
        If the order of importance is known: most important first; True for the listed order.
    samples : int, default 100,000
        How many weightings are drawn.
    seed : int, default 0
        Where the random numbers start: the same seed gives the same answer.

    Returns
    -------
    DataFrame
        One row per career and rank, in order of appearance: the columns of ``by``, ``rank`` (1 is
        best), ``share`` of the weightings drawn under which the career has that rank, and its
        ``standard_error`` = sqrt(share (1 - share) / samples). The shares of a career sum to 1, as
        do those of a rank. Careers with equal scores throughout share the ranks they take
        equally. A rank never drawn has the error 0; its share is below 3 / samples at 95 %
        confidence (the "rule of three").

    Raises
    ------
    TableError
        As for `compare`.
    ValueError
        If ``samples`` is no whole number of at least 1, ``order`` not all factors, each once, or the
        table has no rows.

    Notes
    -----
    Rank acceptability indices of SMAA-2 (Lahdelma & Salminen 2001, Oper. Res. 49). Independent
    standard exponentials, divided by their sum, are uniform over all weightings; in order, over
    those of that order. Ranks do not change with the sum, so the division is left out.

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
    if not isinstance(samples, int | np.integer) or isinstance(samples, bool) or samples < 1:
        raise ValueError(f"The number of samples must be a whole number of at least 1, not {samples!r}.")
    table = weighted(scores, None, by, comparable=True)
    factors, points, _ = table.matrix
    ranked = None if order is None or order is False else ranking(order, list(factors))
    if ranked is not None:
        points = points[:, np.array(ranked)[::-1]]  # draws are sorted upwards: the heaviest is the last
    counts = _rank_counts(points, ranked is not None, int(samples), np.random.default_rng(seed))
    # Among equal careers the order is chance, or rounding: each gets the mean of what they got.
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


def _rank_counts(points: Floats, ordered: bool, samples: int, random: np.random.Generator) -> Integers:
    """Count how often each career (row) takes each rank (column)."""
    count = len(points)
    counts = np.zeros((count, count), dtype="int64")
    step = max(_CELLS // max(points.shape), count)
    for start in range(0, samples, step):
        draws = random.standard_exponential((min(step, samples - start), points.shape[1]))
        if ordered:
            draws.sort(axis=1)
        if count <= _FEW:
            counts += np.array([np.bincount(row, minlength=count) for row in _places(points @ draws.T)])
        else:
            cells = np.argsort(draws @ -points.T, axis=1)
            cells *= count
            cells += np.arange(count)
            counts += np.bincount(cells.ravel(), minlength=count * count).reshape(count, count)
    return counts


def _places(sums: Floats) -> npt.NDArray[np.uint8]:
    """Count for each career (row) and draw (column) how many careers come before it: 0 is best.

    Comparing a few careers in pairs, all draws at once, is several times faster than sorting every
    draw. Of equal sums the later one comes after, as in a sort: the places of a draw are all different.
    """
    places = np.repeat(np.arange(len(sums), dtype="uint8")[:, None], sums.shape[1], axis=1)
    for later in range(1, len(sums)):
        overtakes = (sums[:later] < sums[later]).view("uint8")
        places[:later] += overtakes
        places[later] -= overtakes.sum(axis=0, dtype="uint8")
    return places
