"""A quick test whether a table keeps its contract, on whole columns: most tables do.

It may say no to a table that is fine, never yes to one that is not: `tpm_data.checking` then looks
at every value, and finds the words for what is wrong.
"""

import math
import re
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.columns import LARGEST, Column, Table

Values: TypeAlias = npt.NDArray[Any]


def is_sound(table: pd.DataFrame, contract: Table, groups: Sequence[str]) -> bool:
    """Test whether a table that has the columns of a contract keeps its rules."""
    found = [column for column in contract.columns if column.name in table]
    values = {column.name: table[column.name].to_numpy() for column in found}
    ladders = _ladders(table, groups)
    return (
        ladders is not None
        and all(_keeps(column, values[column.name]) for column in found)
        and all(np.all(values[low] <= values[high]) for low, high in contract.ordered if high in values)
        and all(_is_single(ladders, values[name]) for name in contract.same_throughout if name in values)
        and all(_stands_once(ladders, values[name]) for name in contract.unique)
    )


def plain(value: Any) -> Any:
    """Spell a text without what makes no other title of it: case and spaces."""
    return " ".join(value.casefold().split()) if isinstance(value, str) else value


def as_number(value: Any) -> float:
    """Return a value as a float; infinity if it is too large for one, nan if it is no number."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
    except (TypeError, ValueError):
        return math.nan


def is_code(value: Any) -> bool:
    """Test for a currency code; a sign such as ``$`` may stand for several currencies."""
    return isinstance(value, str) and re.fullmatch("[A-Z]{3}", value) is not None


def _keeps(column: Column, values: Values) -> bool:
    """Test whether all values are of the kind of a column and within its limits."""
    if column.nullable:
        values = values[~pd.isna(values)]
    if column.kind == "boolean":
        return values.dtype.kind == "b"
    if column.kind == "text":
        if pd.api.types.infer_dtype(values, skipna=False) not in ("string", "empty"):
            return False
        distinct = {*values}
        listed = not column.one_of or distinct <= {*column.one_of}
        if column.is_currency:
            return listed and all(map(is_code, distinct))
        return listed and "" not in distinct and not any(map(str.isspace, distinct))
    finite = values.dtype.kind == "f" and column.kind == "number" and bool(np.isfinite(values).all())
    if values.dtype.kind not in "iu" and not finite:
        return False
    return not values.size or bool(column.minimum <= values.min() and values.max() < LARGEST)


def _ladders(table: pd.DataFrame, groups: Sequence[str]) -> Values | None:
    """Return a number for the ladder of every row; None if a value names none."""
    ladders = np.zeros(len(table), dtype="int64")
    for group in groups:
        try:
            codes, names = pd.factorize(table[group])
        except TypeError:  # not hashable
            return None
        if (codes < 0).any():
            return None
        ladders = pd.factorize(ladders * len(names) + codes)[0]
    return ladders


def _is_single(ladders: Values, values: Values) -> bool:
    codes, distinct = pd.factorize(values)
    return len(distinct) < 2 or _distinct(ladders * len(distinct) + codes) == _distinct(ladders)


def _stands_once(ladders: Values, values: Values) -> bool:
    if values.dtype == object:
        # As `plain`, for all texts at once, but with no spaces at all: what is alike stays alike.
        squeezed = "".join("\0".join(values).casefold().split()).split("\0")
        if len(squeezed) != len(values):
            return not len(values)
        values = np.array(squeezed, dtype=object)
    codes, distinct = pd.factorize(values)
    return _distinct(ladders * len(distinct) + codes) == len(values)


def _distinct(codes: Values) -> int:
    return len(pd.unique(codes))
