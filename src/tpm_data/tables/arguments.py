"""Arguments other than tables: grouping columns, one number per factor, an order of factors."""

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from decimal import Decimal
from numbers import Integral, Real
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from tpm_data.errors import FactorError, Problem, nearest, told

Floats: TypeAlias = NDArray[np.float64]
Amounts: TypeAlias = "float | str | Sequence[float | str] | NDArray[Any] | pd.Series[Any]"
PerFactor: TypeAlias = "ArrayLike | Mapping[Any, Any] | pd.Series[Any]"
Rule: TypeAlias = tuple[str, Callable[[Any], Any]]  # what numbers must be, in words and as a test

NOT_NEGATIVE: Rule = ("a number from 0 to below 1e15, such as 30 or 0.3", lambda x: (x >= 0) & (x < 1e15))
SHARE: Rule = ("a number from 0 to 1, such as 0.1 for 10%", lambda x: (x >= 0) & (x <= 1))
COUNT: Rule = ("a whole number of at least 1", lambda x: 1 <= x < math.inf and x == math.floor(x))


def is_one(value: Any) -> bool:
    """Test for one thing, not several in order: a text, a number, a mapping, a set, a table."""
    one = isinstance(value, str | bytes | Mapping | Set | pd.DataFrame) or not isinstance(value, Iterable)
    return one or (isinstance(value, np.ndarray) and not value.ndim)


def groups_of(by: Any, argument: str = "by", what: str = "a column") -> tuple[str, ...]:
    """Return names, such as those of grouping columns, as a tuple: none, one name or several."""
    names = () if by is None else (by,) if is_one(by) else tuple(by)
    if any(not isinstance(name, str) for name in names):
        raise ValueError(f"{argument}= takes the name of {what}, or several names, not {told(by)}.")
    return names


def whole(name: str, value: Any, least: int, most: int) -> int:
    """Return a whole number within bounds, or say which argument is not one."""
    if isinstance(value, bool) or not isinstance(value, Integral) or not least <= int(value) <= most:
        limit = f"at most {most:,}" if isinstance(value, int) and value > most else f"at least {least:,}"
        raise ValueError(f"{name} must be a whole number of {limit}, not {told(value)}.")
    return int(value)


def real(value: Any) -> float:
    """Return a number as a float (infinite if too large for one), anything else as nan."""
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf  # type: ignore[operator]


def per_factor(
    values: PerFactor, factors: Sequence[Hashable], what: str, rule: Rule, default: float | None = None
) -> Floats:
    """Return one number per factor, in their order, from a mapping or Series by name.

    Factors left out get the ``default``; if there is none, every factor must be named.
    """
    if not isinstance(values, Mapping | pd.Series):
        way = f"Give each {what} by factor, in a mapping or Series such as {{'Pay': 3}}"
        raise ValueError(f"{way}, not {told(values)}.")
    given = list(values.items())
    problems = misnamed([name for name, _ in given], factors, what, complete=default is None)
    expected, test = rule
    read = {name: real(value) for name, value in given}
    problems += [
        Problem(f"{what} of {name!r}", f"expected {expected}", str(value))
        for name, value in given
        if not test(real(value))
    ]
    if problems:
        raise FactorError(f"The {what}s cannot be used.", problems)
    return np.array([read.get(name, default) for name in factors], dtype=float)


def one_or_each(values: PerFactor, factors: Sequence[Any], what: str, rule: Rule, default: int) -> Floats:
    """Return one number per factor, as `per_factor`, from one for all, or from a sequence of one each."""
    if not isinstance(values, Mapping | pd.Series):
        one = is_one(values)
        listed = [values] * len(factors) if one else list(values)  # type: ignore[arg-type]
        if len(listed) != len(factors) or (one and not rule[1](real(values))):
            expected = f"expected {rule[0]}, or one for each of the {len(factors)} factors"
            raise FactorError(f"The {what}s cannot be used.", [Problem(f"{what}=", expected, str(values))])
        values = dict(zip(factors, listed, strict=True))
    return per_factor(values, factors, what, rule, default)


def misnamed(
    given: Iterable[object], factors: Sequence[Hashable], what: str, complete: bool = True
) -> list[Problem]:
    """Find names that no factor has, names given twice and, where all are needed, factors left out."""
    counts = Counter(name if isinstance(name, Hashable) else repr(name) for name in given)
    problems, meant, known_ones = [], set(), set(factors)
    for name, count in counts.items():
        if name not in known_ones:
            near = nearest(name, map(str, factors))
            meant.add(near)
            known = ", ".join(map(str, factors)) or "none"
            hint = f"did you mean {near!r}?" if near else f"the factors are {known}"
            problems.append(Problem(f"{what} of {name!r}", f"no factor has this name; {hint}"))
        if count > 1:
            problems.append(Problem(f"{what} of {name!r}", f"is given {count} times"))
    missing = [factor for factor in factors if complete and factor not in counts and str(factor) not in meant]
    lacking = "is missing" + "; give 0 to leave the factor out" * (what == "weight")
    return problems + [Problem(f"{what} of {factor!r}", lacking) for factor in missing]


def ranking(order: Any, factors: Sequence[Hashable]) -> list[int]:
    """Return the positions of the factors, most important first; True is the listed order."""
    if order is True:
        return list(range(len(factors)))
    if is_one(order):
        raise ValueError(f"order must be True or a list of all factors in order, not {told(order)}")
    given = list(order)
    if problems := misnamed(given, factors, "place"):
        raise FactorError("The order cannot be used.", problems)
    return [factors.index(name) for name in given]
