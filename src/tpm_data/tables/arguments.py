"""One number per factor, by name or by position: read it, or say what is wrong with it.

Every message names all offenders at once, so that a table is mended in one go.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from decimal import Decimal
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from tpm_data.errors import nearest

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
PerFactor: TypeAlias = "ArrayLike | Mapping[Any, Any] | pd.Series[Any]"
Rule: TypeAlias = tuple[str, Callable[[Floats], Bools]]  # in words, and as a test

NUMBER: Rule = ("numbers", lambda x: ~np.isnan(x))
FINITE: Rule = (
    "finite numbers (below 1e150)",
    lambda x: np.abs(x) < 1e150,
)  # and squares are finite
NOT_NEGATIVE: Rule = ("finite numbers of at least 0", lambda x: np.isfinite(x) & (x >= 0))
COUNT: Rule = (
    "whole numbers of at least 1",
    lambda x: np.isfinite(x) & (x >= 1) & (x == np.floor(x)),
)
SHARE: Rule = ("numbers from 0 to 1", lambda x: (x >= 0) & (x <= 1))


def numbers(values: object, what: str, rule: Rule, names: Sequence[Hashable] = ()) -> Floats:
    """Return real numbers as floats, whatever their shape.

    Raises ValueError listing every entry that breaks the rule or is not a number (text, missing,
    true or false). `names` are those of the entries, if they have any.
    """
    raw = np.asarray(values, dtype=None if isinstance(values, np.ndarray) else object)
    quick = raw.dtype.kind in "iuf"
    result = raw.astype(float) if quick else np.vectorize(real, otypes=[float])(raw)
    expected, test = rule
    broken = []
    for place in map(tuple, np.argwhere(~test(result)).tolist()):
        named = len(names) == raw.size and raw.ndim == 1
        where = f"factor {names[place[0]]!r}" if named else f"position {', '.join(map(str, place))}"
        broken.append(f"{raw.item(*place)!r}" + (f" for {where}" if place else ""))
    if broken:
        raise ValueError(f"{what} must be {expected}, not {', '.join(broken)}")
    return np.asarray(result)


def real(value: object) -> float:
    """Return a number as a float (inf if too large for one), anything else as nan."""
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        return np.nan
    try:
        return float(value)
    except OverflowError:
        return np.inf


def check_names(
    given: Iterable[object], names: Sequence[Hashable], what: str, *, complete: bool = False
) -> None:
    """Raise ValueError if names are unknown or repeated or, where all are needed, missing."""
    counts = Counter(name if isinstance(name, Hashable) else repr(name) for name in given)
    known = set(names)
    problems = []
    for name in counts:
        if name not in known:
            near = nearest(name, map(str, names))
            problems.append(f"{name!r} is unknown" + (f" (perhaps {near!r}?)" if near else ""))
    problems += [f"{name!r} is given {count} times" for name, count in counts.items() if count > 1]
    problems += [f"{name!r} is missing" for name in names if complete and name not in counts]
    if problems:
        raise ValueError(f"{what}: {', '.join(problems)}. The factors are {list(dict.fromkeys(names))}")


def score_vectors(scores: PerFactor) -> tuple[Floats, "pd.Index[Any] | None"]:
    """Return one score vector of shape (n,), or several (m, n), and the names of the factors."""
    if isinstance(scores, pd.DataFrame):
        raise ValueError("scores is a DataFrame: pass one column of it, or its to_numpy()")
    table = pd.Series(scores) if isinstance(scores, Mapping) else scores
    index = table.index if isinstance(table, pd.Series) else None
    names = [] if index is None else list(index)
    result = numbers(table, "scores", FINITE, names)
    if result.ndim not in (1, 2) or result.size == 0:
        raise ValueError(f"scores must be n numbers or m rows of n, not shape {result.shape}")
    check_names(names, names, "scores")
    return result, index


def per_factor(values: PerFactor, default: float, names: Sequence[Hashable], what: str, rule: Rule) -> Floats:
    """Return one number per factor from a number for all, a sequence, or a mapping by name.

    Factors that a mapping leaves out get the default.
    """
    if isinstance(values, Mapping | pd.Series):
        check_names(list(values.keys()), names, what)
        values = [values.get(name, default) for name in names]
    result = numbers(values, what, rule, names)
    if result.shape not in ((), (len(names),)):
        raise ValueError(
            f"{what} must be one number, or one for each of the {len(names)} factors, "
            f"not shape {result.shape}"
        )
    return np.full(len(names), result)


def ranking(order: Iterable[Hashable] | bool, names: Sequence[Hashable]) -> list[int]:
    """Return the positions of the factors, most important first; True is the listed order."""
    if order is True:
        return list(range(len(names)))
    if isinstance(order, str | bytes | Set | Mapping) or not isinstance(order, Iterable):
        raise ValueError(f"order must be True or a list of all factors in order, not {order!r}")
    given = list(order)
    check_names(given, names, "order", complete=True)
    positions = {name: position for position, name in enumerate(names)}
    return [positions[name] for name in given]


def groups_of(by: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return grouping columns as a tuple: none, one name or several."""
    names = () if by is None else (by,) if isinstance(by, str) or not isinstance(by, Iterable) else tuple(by)
    if any(not isinstance(name, str) for name in names):
        raise ValueError(f"by= takes the name of a column, or several names, not {by!r}.")
    return names
