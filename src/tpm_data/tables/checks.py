"""Tables held against their contract: every value that breaks a rule, with its row and column."""

import difflib
import functools
import math
import numbers
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.errors import Problem, TableError, shown
from tpm_data.tables.arguments import groups_of
from tpm_data.tables.contracts import contract
from tpm_data.tables.schema import LARGEST, Column, Kind, Table

if TYPE_CHECKING:
    import pandera.pandas as pa

    Rule = tuple[str, Callable[[Any], Any]]
    Case = tuple[int, int, str]

_OF_KIND: dict[Kind, str] = {
    "integer": "expected a whole number such as 83350",
    "number": "expected a number such as 8.5",
    "text": "expected a text",
    "boolean": "expected true or false",
}
_RANK = "expected a whole number such as 1"
_KINDS = {*_OF_KIND.values(), _RANK}
_SEVERAL = "; if the table holds several ladders or careers, name their column: by=, or where= of read_own"


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
        a minimum above its maximum, a level or title twice (also if only case or spaces differ).
    """
    refusal = f"The table is not a valid {contract(name).name!r} table."
    if not isinstance(table, pd.DataFrame):
        what = f"expected a pandas DataFrame, not a value of type {type(table).__name__!r}"
        raise TableError(refusal, [Problem("table", what)])
    groups = groups_of(by)
    problems = [*further, *_column_problems([str(c) for c in table.columns], name, groups)]
    if not problems and is_sound(table, contract(name), groups):
        return
    if all(problem.where != "header" for problem in problems):
        label = row_name or (lambda position: f"row {table.index[[position]].tolist()[0]}")
        said = {problem.where for problem in problems}
        found = _row_problems(table.reset_index(drop=True), name, groups, label)
        problems += (p for p in found if not {p.where, p.where.partition(",")[0]} & said)
    if further:
        problems.sort(key=lambda problem: int(re.sub("[^0-9]", "", problem.where.partition(",")[0]) or 0))
    if problems:
        raise TableError(refusal, problems)


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
    words = _OF_KIND[column.kind] if column.unit != "rank" else _RANK
    yield words, functools.partial(_is_kind, kind=column.kind)
    if column.kind in ("integer", "number"):
        yield f"expected {column.minimum:,} or more", lambda values: ~(_numbers(values) < column.minimum)
        yield f"expected less than {LARGEST:,}", lambda values: ~(_numbers(values) >= LARGEST)
    if column.one_of:
        yield f"expected one of {', '.join(column.one_of)}", lambda values: values.isin(column.one_of)
    if column.is_currency:
        yield "expected three capital letters such as USD", lambda values: values.map(is_code)


def _row_rules(name: str, groups: tuple[str, ...]) -> "Iterator[Rule]":
    """Yield the rules between columns and between rows; their words start with the column."""
    table = contract(name)
    for low, high in table.ordered:
        # What an own table must have is blamed: a score above its scale, but a maximum below its minimum.
        words = f"{high}: below {low!r}" if table.column(high).required else f"{low}: above {high!r}"
        yield f"{words} of the same row", functools.partial(_in_order, low=low, high=high)
    for column in table.same_throughout:
        single = functools.partial(_is_single, column=column, groups=groups)
        yield f"{column}: differs from the row before it{'' if groups else _SEVERAL}", single


def _is_single(rows: pd.DataFrame, column: str, groups: tuple[str, ...]) -> Any:
    if column not in rows:
        return True
    before = (rows[column].groupby(_ladders(rows, groups)) if groups else rows[column]).shift()
    return (rows[column] == before) | before.isna() | rows[column].isna()


def _in_order(rows: pd.DataFrame, low: str, high: str) -> Any:
    return ~(_numbers(rows[low]) > _numbers(rows[high])) if high in rows else True


def _ladders(rows: pd.DataFrame, groups: tuple[str, ...]) -> list[pd.Series]:
    return [rows[group].map(_hashable) for group in groups]


def _hashable(value: Any) -> Any:
    return value if pd.api.types.is_hashable(value) else repr(value)


def _is_kind(values: pd.Series, kind: Kind) -> Any:
    """Test which values are of a kind: by the type of the column, else one by one."""
    if kind == "text":
        return values.map(lambda value: isinstance(value, str) and value.strip() != "")
    if pd.api.types.is_bool_dtype(values.dtype) or kind == "boolean":
        return values.map(lambda value: isinstance(value, bool | np.bool_) == (kind == "boolean"))
    if pd.api.types.is_integer_dtype(values.dtype):
        return pd.Series(True, index=values.index)
    number = values.map(lambda v: isinstance(v, numbers.Real) and not isinstance(v, bool))
    whole = _numbers(values) % 1 == 0
    return number & (whole if kind == "integer" else np.isfinite(_numbers(values)))


def _numbers(values: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_complex_dtype(values.dtype):
        return values
    return values.map(as_number).astype("float64")


def _column_problems(columns: list[str], name: str, groups: tuple[str, ...]) -> Iterator[Problem]:
    """Find missing, misspelt and repeated columns."""
    table = contract(name)
    wanted = {c.name: c.required for c in table.columns} | dict.fromkeys(groups, True)
    for group in groups:
        if group in table.measures:
            yield Problem("header", f"by={group!r} cannot tell ladders apart, it is a measure of one")
        if groups.count(group) > 1:
            yield Problem("header", f"by= names {group!r} more than once")
    own = [column for column in dict.fromkeys(columns) if column not in wanted]
    for column, count in sorted(Counter(columns).items()):
        if count > 1:
            yield Problem("header", f"{count} columns have the same name", column or "(no name)")
    for column, required in wanted.items():
        if column in columns:
            continue
        spelt = {re.sub(r"\W+", "_", c.strip().casefold()): c for c in own}
        near = difflib.get_close_matches(column, spelt, 1, 0.6 if required else 0.85)
        if near:
            what = f"column {column!r} is missing; is it this one, misspelt?"
            yield Problem("header", what, spelt[near[0]])
        elif required:
            yield Problem("header", f"column {column!r} is missing among", ", ".join(columns))


def _row_problems(
    rows: pd.DataFrame, name: str, groups: tuple[str, ...], row_name: Callable[[int], str]
) -> Iterator[Problem]:
    """Find every value that breaks a rule, in the order of the rows."""
    broken = {*_broken_rules(rows, name, groups), *_group_problems(rows, groups)}
    broken |= {*_repeated(rows, name, groups, row_name)}
    wrong_kind = {case[:2] for case in broken if case[2] in _KINDS}
    implied = {case for case in broken if case[:2] in wrong_kind and case[2] not in _KINDS}
    for row, column, words in sorted(broken - implied):
        value: Any = rows.iloc[row, column]
        found = "" if pd.api.types.is_scalar(value) and pd.isna(value) else str(value)
        yield Problem(f"{row_name(row)}, column {rows.columns[column]!r}", words, found)


def _group_problems(rows: pd.DataFrame, groups: tuple[str, ...]) -> "Iterator[Case]":
    """Find values that name no ladder."""
    for group in groups:
        place = rows.columns.to_list().index(group)
        for row in np.flatnonzero(rows[group].isna()):
            yield int(row), place, "a value is missing"
        for row in np.flatnonzero(~rows[group].map(pd.api.types.is_hashable).astype(bool)):
            yield int(row), place, "expected a text or a number that names the ladder"


def _repeated(
    rows: pd.DataFrame, name: str, groups: tuple[str, ...], row_name: Callable[[int], str]
) -> "Iterator[Case]":
    """Find values that stand twice in a ladder; case and spaces of a text make no difference."""
    for column in contract(name).unique:
        values = rows[column]
        same = values if pd.api.types.is_numeric_dtype(values.dtype) else values.map(_hashable).map(plain)
        keys = pd.DataFrame(dict(enumerate([*_ladders(rows, groups), same])))
        if not len(again := np.flatnonzero(keys.duplicated() & values.notna())):
            continue
        places = keys.assign(place=range(len(rows))).groupby([*keys], dropna=False)["place"]
        firsts = places.transform("min")
        for row in again:
            first = str(values[firsts[row]])
            spelt = "" if first == str(values[row]) else f" as {shown(first)}"
            words = f"stands twice, first in {row_name(firsts[row])}{spelt}{'' if groups else _SEVERAL}"
            yield int(row), rows.columns.to_list().index(column), words


def _broken_rules(rows: pd.DataFrame, name: str, groups: tuple[str, ...]) -> "Iterator[Case]":
    """Find the rules that are broken: row and column by place, and what is wrong."""
    import pandera.errors

    places = {str(column): i for i, column in enumerate(rows.columns)}
    try:
        schema(name, groups).validate(rows, lazy=True)
    except pandera.errors.SchemaErrors as error:
        for case in error.failure_cases.itertuples():
            column, words = str(case.column), str(case.check)
            if case.schema_context == "DataFrameSchema":
                column, _, words = words.partition(": ")
            yield int(case.index), places[column], words.replace("not_nullable", "a value is missing")


Values: TypeAlias = npt.NDArray[Any]


def is_sound(table: pd.DataFrame, contract: Table, groups: Sequence[str]) -> bool:
    """Test whether a table that has the columns of a contract keeps its rules."""
    found = [column for column in contract.columns if column.name in table]
    values = {column.name: table[column.name].to_numpy() for column in found}
    ladders = _ladder_numbers(table, groups)
    return (
        ladders is not None
        and all(_keeps(column, values[column.name]) for column in found)
        and all(np.all(values[low] <= values[high]) for low, high in contract.ordered if high in values)
        and all(_is_one(ladders, values[name]) for name in contract.same_throughout if name in values)
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


def _ladder_numbers(table: pd.DataFrame, groups: Sequence[str]) -> Values | None:
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


def _is_one(ladders: Values, values: Values) -> bool:
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
