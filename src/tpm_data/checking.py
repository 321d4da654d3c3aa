"""Tables held against their contract: every value that breaks a rule, with its row and column."""

import difflib
import functools
import math
import numbers
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tpm_data.contracts import Column, Kind, contract
from tpm_data.errors import Problem, TableError

if TYPE_CHECKING:
    import pandera.pandas as pa

    Rule = tuple[str, Callable[[Any], Any]]

_EXPECTED: dict[Kind, str] = {
    "integer": "a whole number such as 83350",
    "number": "a number such as 8.5",
    "text": "a text",
    "boolean": "true or false",
}
_LARGEST = 10**15


def groups_of(by: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return grouping columns as a tuple: none, one name or several."""
    return () if by is None else (by,) if isinstance(by, str) else tuple(by)


def check(
    table: pd.DataFrame,
    name: str,
    by: str | Sequence[str] | None = None,
    row_name: Callable[[int], str] | None = None,
    further: Sequence[Problem] = (),
) -> None:
    """Hold a table against its contract.

    Parameters
    ----------
    table : DataFrame
        Must have the required columns of the contract; columns of its own are left alone.
    name : str
        Name of the contract, for example ``"salary_bands"``.
    by : str or sequence of str, optional
        Columns that tell several ladders in one table apart, for example ``"family"``.
    row_name : callable, optional
        Words for the row at a position, from 0; by default its index label.
    further : sequence of Problem, optional
        Problems found before, to be listed with those found here.

    Raises
    ------
    TableError
        With every problem: missing or misspelt columns, wrong types, values out of bounds,
        a minimum above its maximum, a level or title twice.
    """
    groups = groups_of(by)
    problems = [*further, *_column_problems([str(c) for c in table.columns], name, groups)]
    if all(problem.where != "header" for problem in problems):
        label = row_name or (lambda position: f"row {table.index[[position]].tolist()[0]}")
        problems += _row_problems(table.reset_index(drop=True), name, groups, label)
    if further:
        problems.sort(key=lambda problem: int("0" + "".join(re.findall(r"row (\d+)", problem.where))))
    if problems:
        raise TableError(f"The table is not a valid {name!r} table.", problems)


@functools.cache
def schema(name: str, groups: tuple[str, ...] = ()) -> "pa.DataFrameSchema":
    """Build the pandera schema of a contract; pandera is imported when this is first called."""
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                checks=[pa.Check(rule, error=words) for words, rule in _column_rules(column)],
                nullable=column.nullable,
                required=column.required,
            )
            for column in contract(name).columns
        },
        checks=[pa.Check(rule, error=words) for words, rule in _row_rules(name, groups)],
    )


def _column_rules(column: Column) -> "Iterator[Rule]":
    """Yield the rules of one column: words for a value that breaks it, and its test."""
    yield f"expected {_EXPECTED[column.kind]}", functools.partial(_is_kind, kind=column.kind)
    if column.kind in ("integer", "number"):
        least = -_LARGEST if column.minimum is None else column.minimum
        yield f"expected {least:g} or more", lambda values: ~(_numbers(values) < least)
        yield f"expected less than {_LARGEST:.0e}", lambda values: ~(_numbers(values) >= _LARGEST)
    if column.one_of:
        words = f"expected one of {', '.join(column.one_of)}"
        yield words, lambda values: values.isin(column.one_of)


def _row_rules(name: str, groups: tuple[str, ...]) -> "Iterator[Rule]":
    """Yield the rules between columns and between rows; their words start with the column."""
    table = contract(name)
    for low, high in table.ordered:
        yield f"{high}: below {low!r} of the same row", functools.partial(_in_order, low=low, high=high)
    hint = "" if groups else "; if the table holds several ladders, name their column with by="
    for column in table.unique:
        yield f"{column}: stands twice{hint}", functools.partial(_is_first, column=column, groups=groups)

    for column in table.single:
        words = f"{column}: differs from the row before it{hint}"
        yield words, functools.partial(_is_single, column=column, groups=groups)


def _is_single(rows: pd.DataFrame, column: str, groups: tuple[str, ...]) -> Any:
    if column not in rows:
        return True
    same = rows.groupby(list(groups))[column] if groups else rows[column]
    return (rows[column] == same.shift()) | same.shift().isna() | rows[column].isna()


def _in_order(rows: pd.DataFrame, low: str, high: str) -> Any:
    return ~(_numbers(rows[low]) > _numbers(rows[high])) if high in rows else True


def _is_first(rows: pd.DataFrame, column: str, groups: tuple[str, ...]) -> Any:
    return ~rows.duplicated([*groups, column]) | rows[column].isna()


def _is_kind(values: pd.Series, kind: Kind) -> Any:
    """Test which values are of a kind: by the type of the column, else one by one."""
    types = pd.api.types
    if kind == "text":
        return values.map(lambda value: isinstance(value, str) and value.strip() != "")
    if types.is_bool_dtype(values.dtype) or kind == "boolean":
        return values.map(lambda value: isinstance(value, bool | np.bool_) == (kind == "boolean"))
    if types.is_integer_dtype(values.dtype):
        return pd.Series(True, index=values.index)
    number = values.map(lambda v: isinstance(v, numbers.Real) and not isinstance(v, bool))
    whole = _numbers(values) % 1 == 0
    return number & (whole if kind == "integer" else np.isfinite(_numbers(values)))


def _numbers(values: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(values.dtype):
        return values
    return values.map(_number).astype("float64")


def _number(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
    except (TypeError, ValueError):
        return math.nan


def _column_problems(columns: list[str], name: str, groups: tuple[str, ...]) -> Iterator[Problem]:
    """Find missing, misspelt and repeated columns."""
    table = contract(name)
    wanted = {c.name: c.required for c in table.columns} | dict.fromkeys(groups, True)
    for group in groups:
        if group in {*table.unique, *(column for pair in table.ordered for column in pair)}:
            yield Problem("header", f"by={group!r} cannot tell ladders apart, it is a measure of one")
        if groups.count(group) > 1:
            yield Problem("header", f"by= names {group!r} more than once")
    own = [column for column in dict.fromkeys(columns) if column not in wanted]
    for column in sorted({column for column in columns if columns.count(column) > 1}):
        what = f"{columns.count(column)} columns have the same name"
        yield Problem("header", what, column or "(no name)")
    for column, required in wanted.items():
        if column in columns:
            continue
        plain = {re.sub(r"\W+", "_", c.strip().casefold()): c for c in own}
        near = difflib.get_close_matches(column, plain, 1, 0.6 if required else 0.85)
        if near:
            what = f"column {column!r} is missing; is it this one, misspelt?"
            yield Problem("header", what, plain[near[0]])
        elif required:
            yield Problem("header", f"column {column!r} is missing among", ", ".join(columns))


def _row_problems(
    rows: pd.DataFrame, name: str, groups: tuple[str, ...], row_name: Callable[[int], str]
) -> list[Problem]:
    """Find every value that breaks a rule, in the order of the rows."""
    import pandera.errors

    places = {str(column): i for i, column in enumerate(rows.columns)}
    broken = {
        (int(row), places[group], "a value is missing")
        for group in groups
        for row in np.flatnonzero(rows[group].isna())
    }
    try:
        schema(name, groups).validate(rows, lazy=True)
    except pandera.errors.SchemaErrors as error:
        for case in error.failure_cases.itertuples():
            column, words = str(case.column), str(case.check)
            if case.schema_context == "DataFrameSchema":
                column, _, words = words.partition(": ")
            words = "a value is missing" if words == "not_nullable" else words
            broken.add((int(case.index), places[column], words))
    return [
        Problem(f"{row_name(row)}, column {rows.columns[column]!r}", words, _cell(rows.iloc[row, column]))
        for row, column, words in sorted(broken)
    ]


def _cell(value: Any) -> str:
    return "" if pd.api.types.is_scalar(value) and pd.isna(value) else str(value)
