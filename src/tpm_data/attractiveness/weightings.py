"""The exact distribution of a weighted mean when all weightings are equally likely.

With any knot a (see `Distribution`) at or below t and any knot b above, F = P(S <= t) is

    F(all) = ((b - t) F(all without a) + (t - a) F(all without b)) / (b - a),

down to F = 1 where only knots like a are left and F = 0 where only knots like b are (Varsi 1973,
Pacific J. Math. 46; Ali 1973, Pacific J. Math. 48). P(S > t) swaps that 1 and 0. The density obeys
the same rule times (k - 1) / (k - 2) at k knots (Micchelli 1980, Rocky Mountain J. Math. 10), from
1 / (b - a) at two. Every step averages two numbers of one sign: nothing cancels, ties do no harm,
and small tails keep their relative accuracy.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import compress, pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from numpy.typing import ArrayLike

from tpm_data.errors import FactorError, told
from tpm_data.formatting import join, plural
from tpm_data.tables.arguments import COUNT, SHARE, Floats, PerFactor, misnamed, one_or_each, ranking, real

__all__ = ["Distribution"]

Answer: TypeAlias = float | Floats
Bools: TypeAlias = npt.NDArray[np.bool_]

_NUMBER = ("numbers", lambda x: ~np.isnan(x))
_FINITE = ("finite numbers (below 1e150)", lambda x: np.abs(x) < 1e150)  # and squares are finite

MOST_KNOTS = 2_000  # time grows with the square
ROUNDING = 1e-12  # floors that sum to 1 on paper may miss it in binary
SMALLEST = 1e-290  # below this a share has lost digits
ULPS = 16  # knots and scores at most this far apart are the same


class Distribution:
    """Exact distribution of a weighted mean over all weightings.

    Methods take a number or an array of numbers, and raise ValueError for anything else. For one
    score vector, a number gives a float.

    Parameters
    ----------
    scores : sequence, mapping or Series of n numbers, or array or DataFrame of shape (m, n)
        One score per factor. A mapping, a Series or the columns of a DataFrame name the factors. Two
        dimensions are m score vectors at once; every result then has a leading axis of length m.
    order : sequence of all factor names (positions if unnamed), or True, optional
        Known order of importance, most important first; True for the listed order. Knots: running means.
    floor : number, or one per factor (sequence, or mapping by name), default 0
        Every weight is at least its floor l. Knots: sum(l x) + (1 - sum(l)) x_i. With ``order``, the
        last factor's floor applies to all, and no other may be higher.
    concentration : integer, or one per factor like `floor`, default 1
        Dirichlet concentrations of the weight above the floors: each knot counts that many times.

    Raises
    ------
    ValueError
        If an input is malformed or contradictory, or the combination has no single B-spline.

    Notes
    -----
    If all weightings (each w >= 0, their sum 1) are equally likely, the density of S = sum(w x) is
    the B-spline whose knots are the scores x (Curry & Schoenberg 1966, J. Analyse Math. 17).

    Examples
    --------
    >>> Distribution({"Pay": 9, "Growth": 9, "Balance": 7}, floor={"Balance": 0.2})
    Distribution(3 factors, 7 to 8.6, mean 8.06667)
    """

    def __init__(
        self,
        scores: PerFactor,
        *,
        order: Iterable[Hashable] | bool | None = None,
        floor: PerFactor = 0,
        concentration: PerFactor = 1,
    ) -> None:
        values, self._index = _score_vectors(scores)
        self._shape, n = values.shape[:-1], values.shape[-1]
        names = list(range(n) if self._index is None else self._index)
        self._floor = one_or_each(floor, names, "floor", SHARE, default=0)
        counts = one_or_each(concentration, names, "concentration", COUNT, default=1)
        if counts.sum() > MOST_KNOTS:
            raise ValueError(f"{counts.sum():,.0f} knots are too many: at most {MOST_KNOTS:,}")
        self._repeats = counts.astype(int)
        self._groups = np.eye(n)  # row i: the factors that share the weight at vertex i
        self._ranked = None
        if order is not None and order is not False:
            self._ranked = ranked = ranking(order, names)
            self._groups = np.tril(np.ones((n, n)))[:, np.argsort(ranked)]
            self._floor = self._ordered_floor(names, ranked[-1])
        spare = 1 - float(self._floor.sum())
        if spare < -ROUNDING:
            held = " (with order, the last one applies to all)" * (self._ranked is not None)
            raise ValueError(f"the floors sum to {1 - spare:.12g}{held}, but weights sum to 1: lower floor=")
        self._spare = spare if spare > ROUNDING else 0.0
        self._close = ULPS * np.spacing(np.abs(values).reshape(-1, n).max(axis=1))
        self._vertices = self._merged(self._at_vertices(values.reshape(-1, n).T))
        self._knots = np.sort(np.repeat(self._vertices, self._repeats, axis=0), axis=0)

    def _ordered_floor(self, names: Sequence[Hashable], last: int) -> Floats:
        """Return the one floor that the order implies for all, or refuse the combination.

        No weight is below the last: its floor l holds for all, lower ones add nothing. And
        w = l + (1 - n l) v maps the ordered v, a simplex with the vertices (1, 0, ..),
        (1/2, 1/2, 0, ..), .., onto these w affinely: a simplex still, and uniform still. A higher
        floor further up may leave no simplex: (0, 0.2, 0) leaves a quadrilateral.
        """
        if (self._repeats > 1).any():
            raise ValueError("order and concentrations above 1 do not combine: there is no single B-spline")
        least, floors = self._floor[last], zip(names, self._floor, strict=True)
        if above := ", ".join(f"{name!r} ({floor:g})" for name, floor in floors if floor > least):
            raise ValueError(
                f"with order, no floor may exceed the least important factor's ({names[last]!r}: {least:g}); "
                f"otherwise the mean may have no single B-spline. Too high: {above}"
            )
        return np.full(len(names), least)

    def _at_vertices(self, scores: Floats) -> Floats:
        """Return the weighted mean at every vertex of the set of weightings, shape (n, m)."""
        if self._spare == 1 and np.array_equal(self._groups, np.eye(len(scores))):
            return scores
        low = scores.min(axis=0)  # subtracted first, to keep equal scores exactly equal
        shared = self._groups @ (scores - low) / self._groups.sum(axis=1, keepdims=True)
        return np.asarray(low + self._floor @ (scores - low) + self._spare * shared)

    def _merged(self, vertices: Floats) -> Floats:
        """Merge knots that differ only by rounding: 0.7 of 6 and 0.3 of 14 are both 4.2."""
        order = np.argsort(vertices, axis=0)
        rising = np.take_along_axis(vertices, order, axis=0)
        for lower, upper in pairwise(range(len(rising))):
            near = rising[upper] - rising[lower] <= self._close
            rising[upper] = np.where(near, rising[lower], rising[upper])
        np.put_along_axis(merged := np.empty_like(vertices), order, rising, axis=0)
        return merged

    def _snapped(self, t: Floats) -> Floats:
        """Move scores that differ from a knot only by rounding to that knot; shape (m, T)."""
        close, snapped = self._close[:, None], t
        for knot in self._knots[..., None]:
            snapped = np.where(np.abs(knot - snapped) <= close, knot, snapped)
        return snapped

    def _draw(self, count: int, random: np.random.Generator) -> Floats:
        """Draw weightings at random, shape (count, n); without floors, they need not sum to 1."""
        n = len(self._vertices)
        if (self._repeats == 1).all():
            drawn = random.standard_exponential((count, n))
        else:
            drawn = random.standard_gamma(self._repeats, (count, n))
        if self._ranked is not None:
            drawn.sort(axis=1)
            drawn = drawn[:, np.argsort(self._ranked[::-1])]
        if self._floor.any():
            drawn = self._floor + self._spare * drawn / drawn.sum(axis=1, keepdims=True)
        return drawn

    @property
    def _words(self) -> str:
        """Which weightings are left, in words."""
        given = (self._ranked is not None, self._floor.any(), (self._repeats > 1).any())
        known = join(compress(("order", "floors", "concentration"), given))
        return f"the weightings with the given {known}" if known else "all weightings"

    def __repr__(self) -> str:
        count = plural(len(self._vertices), "factor")
        if self._shape:
            return f"Distribution({self._shape[0]} score vectors, {count})"
        low, high = self.support
        return f"Distribution({count}, {low:,.6g} to {high:,.6g}, mean {self.mean:,.6g})"

    @property
    def support(self) -> tuple[Answer, Answer]:
        """The lowest and the highest score that a weighting reaches."""
        return self._answer(self._knots[0]), self._answer(self._knots[-1])

    @property
    def mean(self) -> Answer:
        """The mean over all weightings: the mean of the knots."""
        low, high = self._knots[0], self._knots[-1]
        return self._answer(np.minimum(low + (self._knots - low).mean(axis=0), high))

    @property
    def std(self) -> Answer:
        """The standard deviation: that of the N knots, divided by sqrt(N + 1)."""
        spread = (self._knots - self._knots[0]).std(axis=0)
        return self._answer(spread / np.sqrt(len(self._knots) + 1))

    def cdf(self, t: ArrayLike) -> Answer:
        """Return P(S <= t), the share of all weightings with a mean of at most t."""
        return self._at(t, lambda knots, at: _share(knots, at, False))

    def sf(self, t: ArrayLike) -> Answer:
        """Return P(S > t), computed directly, so accurate however small it is."""
        return self._at(t, lambda knots, at: _share(knots, at, True))

    def share_at_least(self, t: ArrayLike) -> Answer:
        """Return P(S >= t); it differs from `sf` only where all knots equal t.

        >>> Distribution([9, 9, 8, 7, 9, 8, 9, 7]).share_at_least([8, 8.5])
        array([0.8125    , 0.19433594])
        """
        return self._at(t, lambda knots, at: _share(knots, at, True, at_least=True))

    def pdf(self, t: ArrayLike) -> Answer:
        """Return the density at t, and at the ends its limit from inside; ValueError for a point mass."""
        if (points := np.flatnonzero(self._knots[0] == self._knots[-1])).size:
            rows = f" (rows {', '.join(map(str, points))})" if self._shape else ""
            raise ValueError(f"a point mass has no density: all knots are equal{rows}")
        return self._at(t, _density)

    def quantile(self, p: ArrayLike) -> Answer:
        """Return the score below which a share p (0 to 1) of all weightings stays, by bisection."""
        p = _numbers(p, "p", SHARE)
        first, last = self._knots[0][:, None], self._knots[-1][:, None]
        share = p.ravel() + 0 * first
        above = share > 0.5
        tail = np.where(above, 1 - share, share)  # the smaller of the two keeps more digits
        low, high = first + 0 * share, last + 0 * share
        for _ in range(54):
            middle = low + (high - low) / 2
            reached = _share(self._knots, middle, above)
            further = np.where(above, reached > tail, reached < tail)
            low, high = np.where(further, middle, low), np.where(further, high, middle)
        return self._answer(np.where(share == 0, first, np.where(share == 1, last, high)), p.shape)

    def central_weights(self, t: float) -> "Floats | pd.Series[float] | pd.DataFrame":
        """Return the mean weighting among those with a weighted mean of at least t; ValueError if none.

        The share of vertex i is a_i / N P_i / P, with P = P(S >= t), P_i the same with knot i once
        more, a_i its concentration and N their sum; at the highest score, the limit of that.

        >>> Distribution([9, 9, 7]).central_weights(8).round(3)
        array([0.389, 0.389, 0.222])
        """
        if (at := _numbers(t, "t", _NUMBER)).ndim:
            raise ValueError(f"t must be one number, not shape {at.shape}")
        at = self._snapped(at.ravel())
        knots, top, (n, m) = self._knots, self._knots[-1], self._vertices.shape
        share, at = _share(knots, at, True, at_least=True)[:, 0], at[:, 0]
        if (lost := (at > top) | (at < top) & (share < SMALLEST)).any():
            best = ", ".join(f"{score:.12g}" for score in top[lost])
            few = "no weighting reaches" if (at > top).any() else "too few weightings reach"
            raise ValueError(f"{few} {at[0]:g}: the highest reachable score is {best}")
        more = np.concatenate([np.repeat(knots[:, None], n, axis=1), self._vertices[None]])
        more = np.sort(more, axis=0).reshape(-1, n * m)
        once_more = _share(more, np.tile(at, n)[:, None], True, at_least=True).reshape(n, m)
        repeats = self._repeats[:, None]
        limit = repeats * (self._vertices == top)
        inside = repeats / len(knots) * once_more / np.maximum(share, SMALLEST)
        mix = np.where(at == top, limit / limit.sum(axis=0), inside)
        spread = self._groups.T @ (mix / self._groups.sum(axis=1, keepdims=True))
        weights = (self._floor[:, None] + self._spare * spread).T.reshape(*self._shape, n)
        if self._index is None:
            return np.asarray(weights)
        return pd.DataFrame(weights, columns=self._index) if self._shape else pd.Series(weights, self._index)

    def _at(self, t: ArrayLike, function: Callable[[Floats, Floats], Floats]) -> Answer:
        at = _numbers(t, "t", _NUMBER)
        return self._answer(function(self._knots, self._snapped(at.ravel())), at.shape)

    def _answer(self, values: Floats, shape: tuple[int, ...] = ()) -> Answer:
        answer = values.reshape(self._shape + shape).copy()  # never a view of the knots
        return answer if answer.ndim else float(answer)


def _share(knots: Floats, t: Floats, above: bool | Bools, *, at_least: bool = False) -> Floats:
    """Return P(S <= t), or P(S > t) where `above`, for knots of shape (N, m) and t (m, T)."""
    knots = knots[:, :, None]
    low = knots < t if at_least else knots <= t
    cells = np.empty((len(knots) + 1, *low.shape[1:]))
    cells[0], cells[1:] = above, np.logical_not(above)
    return np.clip(_recursion(knots, t, low, cells, 1), 0, 1)


def _density(knots: Floats, t: Floats) -> Floats:
    """Return the density of S for knots of shape (N, m) and t (m, T)."""
    knots = knots[:, :, None]
    low = (knots < t) | (knots == t) & (t < knots[-1])
    cells = np.zeros((len(knots) + 1, *low.shape[1:]))
    cells[1] = (len(knots) - 1) / (knots[-1] - knots[0])
    return _recursion(knots, t, low, cells, 2)


def _recursion(knots: Floats, t: Floats, low: Bools, cells: Floats, start: int) -> Floats:
    """Use `start` + 1, .., N knots: in cell i, the i lowest and otherwise the highest."""
    below, above = np.maximum(t - knots, 0), np.maximum(knots - t, 0)
    # A cell on the wrong side of t may be 0 / 0; no cell that leads to the answer is made from it.
    with np.errstate(divide="ignore", invalid="ignore"):
        for k in range(start, len(knots)):
            a, b = below[:k], above[-k:]
            near = np.where(a < b, cells[:k], cells[1 : k + 1])
            far = np.where(a < b, cells[1 : k + 1], cells[:k])
            # Not (b * .. + a * ..) / (a + b): where both are equal, its rounding errors would add up.
            cells[1 : k + 1] = near + np.minimum(a, b) / (a + b) * (far - near)
    return np.asarray(np.take_along_axis(cells, low.sum(axis=0)[None], axis=0)[0])


def _numbers(
    values: object, what: str, rule: tuple[str, Callable[[Any], Any]], names: Sequence[Hashable] = ()
) -> Floats:
    """Return real numbers as floats, whatever their shape, or name every other entry."""
    raw = np.asarray(values, dtype=None if isinstance(values, np.ndarray) else object)
    result = raw.astype(float) if raw.dtype.kind in "iuf" else np.vectorize(real, otypes=[float])(raw)
    expected, test = rule
    broken = []
    for place in map(tuple, np.argwhere(~test(result)).tolist()):
        where = f"factor {names[place[0]]!r}" if names else f"position {', '.join(map(str, place))}"
        broken.append(told(raw.item(*place)) + f" for {where}" * bool(place))
    if broken:
        raise ValueError(f"{what} must be {expected}, not {join(broken, most=5)}")
    return np.asarray(result)


def _score_vectors(scores: PerFactor) -> tuple[Floats, "pd.Index[Any] | None"]:
    """Return one score vector of shape (n,), or several (m, n), and the names of the factors."""
    table = pd.Series(scores) if isinstance(scores, Mapping) else scores
    names = list(table.index) if isinstance(table, pd.Series) else []
    result = _numbers(table, "scores", _FINITE, names)
    index = getattr(table, "columns", getattr(table, "index", None))
    index = index if isinstance(index, pd.Index) else None  # a list has a method of that name
    if result.ndim not in (1, 2) or result.size == 0:
        raise ValueError(f"scores must be n numbers or m rows of n, not shape {result.shape}")
    if index is not None and (problems := misnamed(index, list(index), "score")):
        raise FactorError("The scores cannot be used.", problems)
    return result, index
