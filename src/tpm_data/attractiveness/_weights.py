"""Scores of careers with a weight for every factor: checked, read and sorted."""

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.errors import FactorError, Problem, TableError, one_of, refuse_clash, told
from tpm_data.tables.arguments import NOT_NEGATIVE, Floats, groups_of, misnamed, per_factor, real
from tpm_data.tables.checks import SEVERAL, hold, row_named
from tpm_data.tables.datasets import load

Integers: TypeAlias = npt.NDArray[np.int64]
PerFactor: TypeAlias = "Mapping[str, float] | pd.Series[Any]"
Weights: TypeAlias = "PerFactor | str | None"

_UNSCORED = "no score for the factor"
ROUNDING = 1e-12  # a sum below this share of its terms is rounding

_RESTS_ON = ("factor", "score", "scale_maximum")
_WIDE = (
    "expected one row per career and factor, with a column 'score'. If each factor has a column, use "
    "table.melt(['career'], var_name='factor', value_name='score'). If each career has one, use "
    "table.melt(['factor'], var_name='career', value_name='score'). For an index, first .reset_index()"
)
# The first factor has 40%, the next two have 15% each, and every other factor has 6%.
_FIRST = {
    "pay first": ("Salary and Benefits Progression", "Opportunities for Advancement", "Stability"),
    "growth first": ("Opportunities for Advancement", "Skill Development", "Industry Growth"),
    "life first": ("Work-Life Balance", "Flexibility", "Stability"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Weighted:
    """Checked scores in order of career, one element per row.

    ``rows`` has the columns that name the career (``groups``), ``factor``, ``score`` and, if there is
    one, ``scale_maximum``; ``career`` numbers the careers from 0; ``given`` are the weights as given.
    """

    rows: pd.DataFrame
    groups: list[str]
    career: Integers
    score: Floats
    given: Floats

    @property
    def starts(self) -> Integers:
        """The first row of every career."""
        return np.flatnonzero(np.diff(self.career, prepend=-1))

    @property
    def total(self) -> Floats:
        """The sum of the given weights of every career."""
        return sums(self.given, self.career)

    @property
    def means(self) -> Floats:
        """The weighted mean of every career: one division of two sums, within the range of its scores."""
        mean = sums(self.given * self.score, self.career) / self.total
        counted = pd.Series(np.where(self.given > 0, self.score, np.nan)).groupby(self.career)
        return np.clip(mean, counted.min().to_numpy(), counted.max().to_numpy())

    @property
    def weight(self) -> Floats:
        """The weights; they sum to 1 in every career."""
        return self.given / self.total[self.career]

    @property
    def matrix(self) -> tuple[npt.NDArray[Any], Floats, Floats]:
        """The factors, the scores with one row per career, and the weights as given; if comparable."""
        count = len(self.starts)
        size = len(self.score) // count
        return self.rows["factor"].to_numpy()[:size], self.score.reshape(count, size), self.given[:size]

    def answer(self, rows: pd.DataFrame, **columns: Any) -> pd.DataFrame:
        """Add the columns of an answer to rows that name their career."""
        refuse_clash(self.groups, columns)
        return rows.assign(**columns)

    @property
    def scale(self) -> float:
        """The highest score of any scale; infinite if there is none."""
        return float(self.rows["scale_maximum"].max()) if "scale_maximum" in self.rows else np.inf

    def pairs(self, one: Integers, other: Integers) -> pd.DataFrame:
        """Name the two careers of every pair; the basis of the scores goes along."""
        named = self.named.array
        result = pd.DataFrame({"first": named.take(one), "second": named.take(other)})
        result.attrs = self.rows.attrs
        return result

    @property
    def named(self) -> "pd.Series[Any]":
        """The name of every career, made up from its columns if there are several."""
        names = self.rows[self.groups].iloc[self.starts]
        return names.iloc[:, 0] if len(self.groups) == 1 else names.astype(str).agg(", ".join, axis=1)

    def require(self, factors: Sequence[Any]) -> None:
        """Refuse careers that have no score for some of the factors."""
        code = pd.Index(factors).get_indexer(pd.Index(self.rows["factor"]))
        scored = np.zeros((len(self.starts), len(factors) + 1), dtype=bool)
        scored[self.career, code] = True  # a factor that is not required has the code -1: the spare column
        if not scored[:, :-1].all():
            named, lacking = [*map(str, self.named)], np.argwhere(~scored[:, :-1])
            problems = [Problem(f"career {named[row]!r}", _UNSCORED, factors[at]) for row, at in lacking]
            raise TableError("Every career needs a score for the same factors.", problems)


def weighted(
    scores: pd.DataFrame,
    weights: Weights,
    by: str | Sequence[str] | None,
    lower_is_better: str | Sequence[str] | None = None,
    comparable: bool = False,
    several: str = SEVERAL,
) -> Weighted:
    """Check scores, read the weights and put the rows in order of career, as they appear.

    Several careers share their factors. ``comparable`` careers also share one scale, and have their
    factors in the same order, so ``score`` is a matrix read row by row.
    """
    groups = list(groups_of(by))
    _refuse_wide(scores)
    career = hold(scores, "attractiveness_scores", groups, _RESTS_ON, several=several).ladders
    if comparable and scores.empty:
        raise ValueError("There are no careers to compare: the table has no rows.")
    code, factors = pd.factorize(scores["factor"])
    _refuse_other_scales(scores, np.zeros_like(career) if comparable else career)
    given, note = read_weights(weights, list(factors))
    order = np.lexsort((code if comparable else np.arange(len(code)), career))
    kept = dict.fromkeys([*groups, "factor", "score", *({"scale_maximum"} & set(scores.columns))])
    rows = _turned(scores[[*kept]], lower_is_better).iloc[order].reset_index(drop=True)
    rows.attrs = dict(scores.attrs) | {"note": note}
    table = Weighted(rows, groups, career[order], rows["score"].to_numpy(float), given[code[order]])
    table.require(list(factors))
    return table


def _refuse_wide(scores: Any) -> None:
    """Refuse a table of careers by factors, either way round, and say how to make it long."""
    if not isinstance(scores, pd.DataFrame) or "score" in {str(c).strip().casefold() for c in scores}:
        return
    if len({*scores.select_dtypes("number")} - {*_RESTS_ON}) > 1:
        raise TableError("The scores cannot be used.", [Problem("header", _WIDE)])


def _turned(rows: pd.DataFrame, lower_is_better: str | Sequence[str] | None) -> pd.DataFrame:
    """Reverse the scores of factors where less is better."""
    if not (names := groups_of(lower_is_better, "lower_is_better", "a factor")):
        return rows
    known = list(rows["factor"].unique())
    problems = misnamed(names, known, "lower_is_better", complete=False)
    if "scale_maximum" not in rows:
        what = "reversing a score needs its scale; add the column 'scale_maximum'"
        problems.append(Problem("lower_is_better", what))
    if problems:
        raise FactorError("The scores cannot be reversed.", problems)
    turned = rows["scale_maximum"] - rows["score"]
    return rows.assign(score=rows["score"].where(~rows["factor"].isin(names), turned))


@functools.cache
def example_profiles() -> dict[str, dict[str, float]]:
    """Return made-up weights for the factors of the bundled table, by name of the profile."""
    factors = load("attractiveness_scores")["factor"].tolist()
    return {"balanced": dict.fromkeys(factors, 0.125)} | {
        name: dict.fromkeys(factors, 0.06) | dict(zip(first, (0.4, 0.15, 0.15), strict=True))
        for name, first in _FIRST.items()
    }


def read_weights(weights: Weights, factors: Sequence[str]) -> tuple[Floats, str]:
    """Return the weights as given, in order of the factors, and a sentence about them."""
    if weights is None:
        return np.ones(len(factors)), "No weights were given: every factor counts the same."
    note = ""
    if isinstance(weights, str):
        profile = one_of(weights, example_profiles(), "profile")
        note = f"Weights of the example profile {profile!r}."
        weights = example_profiles()[profile]
        if {*weights} != {*factors}:
            what = "this profile is for the factors of the bundled document; give weights for your factors"
            heading = f"The weights of profile {profile!r} cannot be used."
            raise FactorError(heading, [Problem("weights", what, ", ".join(factors))])
    read = per_factor(weights, factors, "weight", NOT_NEGATIVE)
    if not read.any():
        what = "all are 0; at least one must be positive"
        raise FactorError("The weights cannot be used.", [Problem("weights", what)])
    total = math.fsum(read)
    divided = f"The weights sum to {total:.6g}; each was divided by {total:.6g}."
    exact = abs(total - 1) < ROUNDING
    return read, note or ("The weights sum to 1 and were used as given." if exact else divided)


def as_target(target: object, scale: float) -> float:
    """Return the weighted mean to reach as a float, or refuse what is not one."""
    number = real(target)
    if not math.isfinite(number) or number > scale:
        limit = f" of at most {scale:g}, the end of the scale" * math.isfinite(scale)
        raise ValueError(f"The target must be a number{limit}, not {told(target)}.")
    return number


def sums(values: Floats, career: Integers) -> Floats:
    """Sum the values of every career; pandas carries the rounding errors along (Kahan 1965)."""
    return np.asarray(pd.Series(values).groupby(career).sum(), dtype=np.float64)


def _refuse_other_scales(scores: pd.DataFrame, career: Integers) -> None:
    """Refuse rows whose scale differs from that of the first row of the career."""
    if "scale_maximum" not in scores:
        return
    scale, problems = scores["scale_maximum"].to_numpy(), []
    expected = scale[np.unique(career, return_index=True)[1]][career]
    for row in np.flatnonzero(scale != expected).tolist():
        where = f"{row_named(scores, row)}, column 'scale_maximum'"
        problems.append(Problem(where, f"expected {expected[row]:g}", str(scale[row])))
    if problems:
        raise TableError("Points on different scales have no common mean: use one scale.", problems)
