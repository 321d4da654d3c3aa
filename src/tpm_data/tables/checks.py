"""Tables checked against their contract: a rule is a mask over a column, with words for what it hits."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import is_list_like

from tpm_data.errors import Problem, TableError, alike, no_table, shown, told
from tpm_data.tables.arguments import groups_of, real
from tpm_data.tables.contracts import TABLES, contract
from tpm_data.tables.schema import LARGEST, PAY_UNIT, Column, Table

Mask: TypeAlias = npt.NDArray[np.bool_]
Codes: TypeAlias = npt.NDArray[np.int64]

_KINDS = {"integer": "a whole number", "number": "a number", "text": "text", "boolean": "true or false"}
_EXAMPLES = {PAY_UNIT: " such as 83350", "rank": " such as 1", "points": " such as 8.5"}
_TEXT = "; this is text: table[{!r}].astype(float) reads plain digits, read_table also printed money"
_COLUMNS = {column.name for table in TABLES.values() for column in table.columns}
# What to do with several ladders: in a call, in one that takes only one of them, with a file. The fields are
# a column that separates them, and one of its values.
SEVERAL = "; if the table has several ladders or careers, name the column that separates them: by={!r}"
KEEP_ONE = "; if the table has several, keep the rows of one, such as table[table[{!r}] == {!r}]"
OF_A_FILE = "; if the file has several ladders or careers, name the column that separates them with by="


def check(table: pd.DataFrame, name: str, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Check a table against its contract, column by column and row by row.

    The readers do this themselves. An analysis checks only the columns that its arithmetic needs.

    Parameters
    ----------
    table : DataFrame
        Must have the required columns of the contract; other columns are ignored.
    name : str
        Name of the contract, for example ``"salary_bands"``; `tpm_data.describe` lists its columns.
    by : str or sequence of str, optional
        Columns that separate several ladders in one table, for example ``"family"``.

    Returns
    -------
    DataFrame
        The table as it was given.

    Raises
    ------
    TableError
        With every problem: missing or misspelt columns, wrong types, values out of bounds,
        a minimum above its maximum, a level or title twice (also if only case or spaces differ).
    ValueError
        If there is no such contract, or the table does not come first.

    Examples
    --------
    >>> import tpm_data
    >>> bands = tpm_data.load("salary_bands")
    >>> check(bands, "salary_bands") is bands
    True
    >>> check(bands.assign(minimum=[90_000, 0, 190_000, 1.5, 1]), "salary_bands")
    Traceback (most recent call last):
    tpm_data.errors.TableError: The table is not a valid 'salary_bands' table. 3 problems:
      row 1, column 'minimum': expected at least 1: “0.0”
      row 2, column 'maximum': below 'minimum' in the same row: “185000”
      row 3, column 'minimum': expected a whole number such as 83350: “1.5”
    """
    if not isinstance(name, str):
        raise ValueError(f"check takes a table, then the name of its contract, not {told(name)}.")
    hold(table, name, groups_of(by))
    return table


def hold(
    table: pd.DataFrame,
    name: str,
    groups: Sequence[str] = (),
    rests_on: Sequence[str] | None = None,
    carried: Sequence[str] = (),
    row_name: Callable[[int], str] | None = None,
    further: Sequence[Problem] = (),
    several: str = SEVERAL,
) -> "Cells":
    """Check the columns that something rests on against a contract, or all of them if none are given.

    Columns that are ``carried`` along must exist, whatever their values. ``row_name`` gives the words for
    the row of a file at a position, by default `row_named`. ``further`` problems, found before, are listed
    too, and replace any others of the same cell or row. ``several`` is what to do with several ladders.
    The result has the columns that were checked, and the ladders.
    """
    words = contract(name)
    refusal = f"The table is not a valid {words.name!r} table."
    if not isinstance(table, pd.DataFrame):
        raise TableError(refusal, [Problem("table", no_table(table))])
    wanted = [c for c in words.columns if rests_on is None or c.name in {*rests_on, *carried}]
    # Other columns of a file may have any name.
    looked = wanted if row_name is None else [c for c in wanted if c.required or c.name in table]
    problems = [*further, *_header_problems([str(c) for c in table.columns], words, looked, groups)]
    cells = Cells(table, (), (), None, "")
    if all(problem.where != "header" for problem in problems):
        found = [c for c in wanted if c.name in table and (rests_on is None or c.name in rests_on)]
        said = {problem.where for problem in problems}
        cells = Cells(table, found, groups, row_name, several)
        broken = _row_problems(cells, words)
        problems += (p for p in broken if not {p.where, p.where.partition(",")[0]} & said)
    if further:
        problems.sort(key=lambda problem: int(re.sub("[^0-9]", "", problem.where.partition(",")[0]) or 0))
    if problems:
        raise TableError(refusal, problems)
    return cells


def row_named(table: pd.DataFrame, at: int) -> str:
    """Name the row at a position by its label, and by its number if labels repeat."""
    number = "" if table.index.is_unique else f" (number {at + 1} of the table)"
    return f"row {table.index[[at]].tolist()[0]}{number}"


def telling(what: str, table: pd.DataFrame, *key: str) -> tuple[str, Any]:
    """Find the column that best separates rows of the same ``key``, and a value of it; else an example."""
    plain = table.loc[:, ~table.columns.duplicated(keep=False)].astype(str)  # any cells can be compared
    own = [name for name in plain if name not in _COLUMNS and all(isinstance(v, str) for v in table[name])]
    alike = {name: plain.duplicated([*key, name]).sum() for name in (*own, *({what} & {*plain}))}
    apart = [name for name in alike if alike[name] < plain.duplicated([*key]).sum()]
    best: Any = min(apart, key=lambda name: (alike[name], plain[name].nunique()), default=None)
    example = ("career", "TPM") if what == "career" else ("job_family", "Product")
    return example if best is None else (best, table[best].tolist()[0])


class Rule(NamedTuple):
    """A rule for a column: which cells break it, and words for them, or for the one at a position."""

    column: str
    broken: Mask
    words: str | Callable[[int], str]


class Values:
    """A column as rules see it; what several rules need is computed once."""

    def __init__(self, column: "pd.Series[Any]") -> None:
        self.raw = column.to_numpy()

    @cached_property
    def missing(self) -> Mask:
        """Where there is no value."""
        of_texts = self.raw.dtype == object  # their codes are needed anyway
        return np.asarray(self.codes[0] < 0 if of_texts else pd.isna(self.raw), dtype=bool)

    @cached_property
    def numbers(self) -> npt.NDArray[Any]:
        """The values as numbers; NaN for anything else."""
        real_ones = self.raw.dtype.kind in "iuf"
        return self.raw if real_ones else np.array([real(value) for value in self.raw], float)

    @cached_property
    def codes(self) -> tuple[Codes, npt.NDArray[Any]]:
        """A number for every different value, -1 for a missing one, and the values."""
        try:
            return pd.factorize(self.raw)
        except TypeError:  # a list, say, cannot be looked up
            spelled = [repr(v) if is_list_like(v) or pd.notna(v) else None for v in self.raw]
            return pd.factorize(np.array(spelled, object))

    def each(self, test: Callable[[Any], bool]) -> Mask:
        """Test every different value once; the answer for a missing one is False."""
        codes, distinct = self.codes
        return np.array([*map(test, distinct), False])[codes]


class Cells(dict[str, Values]):
    """Columns by name, the ladders of the rows, and words for them."""

    def __init__(
        self, table: pd.DataFrame, columns: Sequence[Column], groups: Sequence[str], row: Any, several: str
    ) -> None:
        super().__init__((name, Values(table[name])) for name in (*(c.name for c in columns), *groups))
        self.table, self.columns, self.groups, self.several = table, columns, groups, several
        self.row, self.of_file = row or partial(row_named, table), row is not None

    @cached_property
    def ladders(self) -> Codes:
        """A number for the ladder of every row."""
        numbers = np.zeros(len(self.table), dtype="int64")
        for group in self.groups:
            codes, names = self[group].codes
            numbers = pd.factorize(numbers * (len(names) + 1) + codes)[0]
        return numbers

    def say(self, what: str, at: int) -> str:
        """Add the ladder of the row at a position to what is said, or what to do if there are several."""
        named = (f", of {group} {told(str(self[group].raw[at]))}" for group in self.groups)
        return what + ("".join(named) or ("" if "person" in self else self._hint))

    @cached_property
    def _hint(self) -> str:
        what, key = ("career", "factor") if "factor" in self else ("ladder", "level")
        return self.several.format(*telling(what, self.table, key))


def _row_problems(cells: Cells, contract: Table) -> Iterator[Problem]:
    """Find every value that breaks a rule, in the order of the rows."""
    place = {str(name): position for position, name in enumerate(cells.table.columns)}
    rules, sound = [*_readable(cells)], {name: ~values.missing for name, values in cells.items()}
    for rule in rules:
        sound[rule.column] &= ~rule.broken
    rules += _rules(cells, contract, sound)
    broken = [np.flatnonzero(rule.broken).tolist() for rule in rules]
    found = ((row, place[rules[at].column], at) for at, rows in enumerate(broken) for row in rows)
    for row, position, number in sorted(found):
        rule = rules[number]
        value: Any = cells.table.iloc[row, position]
        lacks = pd.api.types.is_scalar(value) and pd.isna(value)
        where = f"{cells.row(row)}, column {cells.table.columns[position]!r}"
        words = rule.words if isinstance(rule.words, str) else rule.words(row)
        yield Problem(where, words, "" if lacks else str(value))


def _readable(cells: Cells) -> Iterator[Rule]:
    """Yield the rules for unreadable cells, before all others: a value is missing, or of another kind."""
    for column in cells.columns:
        missing = cells[column.name].missing
        if not column.nullable:
            yield Rule(column.name, missing, "a value is missing")
        words = partial(_expected, cells, column)
        yield Rule(column.name, ~missing & _is_other_kind(cells[column.name], column), words)
    for group in cells.groups:
        yield Rule(group, cells[group].missing, "a value is missing")
        if pd.api.types.infer_dtype(cells[group].raw) == "mixed":
            odd = np.array([not pd.api.types.is_hashable(value) for value in cells[group].raw])
            yield Rule(group, odd, "expected text or a number for the name of the ladder")


def _expected(cells: Cells, column: Column, at: int) -> str:
    """Say what a cell must contain, and how a caller turns text into numbers."""
    is_text = isinstance(cells[column.name].raw[at], str) and column.unit and not cells.of_file
    words = f"expected {_KINDS[column.kind]}{_EXAMPLES.get(column.unit, '')}"
    return words + (_TEXT.format(column.name) if is_text else "")


def _is_other_kind(cells: Values, column: Column) -> Any:
    values = cells.raw
    if column.kind == "text":
        if pd.api.types.infer_dtype(values, skipna=True) in ("string", "empty"):
            return cells.each(lambda text: not text.strip())
        return np.array([not (isinstance(value, str) and value.strip()) for value in values], bool)
    if column.kind == "boolean" or values.dtype.kind == "b":
        return np.array([isinstance(v, bool | np.bool_) != (column.kind == "boolean") for v in values], bool)
    if values.dtype.kind in "iu":
        return np.zeros(len(values), bool)
    finite = np.isfinite(cells.numbers)
    return ~finite if column.kind == "number" else ~(finite & (cells.numbers == np.rint(cells.numbers)))


def _rules(cells: Cells, contract: Table, sound: dict[str, Mask]) -> Iterator[Rule]:
    """Yield the rules for readable cells: of each column, then between columns and between rows."""
    for column in cells.columns:
        name = column.name
        if column.kind in ("integer", "number"):
            numbers, least = cells[name].numbers, f"expected at least {column.minimum:,}"
            yield Rule(name, sound[name] & (numbers < column.minimum), least)
            yield Rule(name, sound[name] & (numbers >= LARGEST), f"expected less than {LARGEST:,}")
        if column.one_of:
            known = cells[name].each({*column.one_of}.__contains__)
            yield Rule(name, sound[name] & ~known, f"expected one of {', '.join(column.one_of)}")
        if column.is_currency:
            # A sign such as $ may mean several currencies.
            known = cells[name].each(lambda value: re.fullmatch("[A-Z]{3}", str(value)) is not None)
            yield Rule(name, sound[name] & ~known, "expected three capital letters such as USD")
        if column.is_share:
            none = (cells[name].numbers <= 0) | (cells[name].numbers > 1)
            yield Rule(name, sound[name] & none, "expected a share above 0, up to 1, such as 0.8 or 80%")
        for other, wrong, words in (
            (column.at_least, np.less, "below"),
            (column.at_most, np.greater, "above"),
        ):
            if other in sound:
                broken = sound[name] & sound[other] & wrong(cells[name].numbers, cells[other].numbers)
                yield Rule(name, broken, f"{words} {other!r} in the same row")
    for name in filter(sound.__contains__, contract.same_throughout):
        yield Rule(name, _changes(cells, name), partial(cells.say, "differs from the row before it"))
    new = np.ones(len(cells.table), bool)  # a repeated level may also repeat its title
    for name in filter(sound.__contains__, contract.unique):
        yield (rule := _stands_once(cells, name, sound[name] & new))
        new &= ~rule.broken


def _changes(cells: Cells, name: str) -> Mask:
    """Mark the rows in which a column differs from the row before of the same ladder."""
    codes = pd.Series(cells[name].codes[0], dtype=float).replace(-1, np.nan)
    return codes.groupby(cells.ladders).diff().fillna(0).ne(0).to_numpy()


def _stands_once(cells: Cells, name: str, sound: Mask) -> Rule:
    """Mark the values that are repeated in a ladder; case and spaces of a text make no difference."""
    codes, distinct = cells[name].codes
    alike = pd.factorize(np.array([plain(value) for value in distinct], object))[0]
    keys = pd.Series(cells.ladders * (len(distinct) + 1) + np.append(alike, -1)[codes])
    again = sound & keys.duplicated().to_numpy()
    firsts = pd.Series(keys.index).groupby(keys).transform("first") if again.any() else keys

    def words(at: int) -> str:
        first = int(firsts[at])
        was, now = (str(cells[name].raw[row]) for row in (first, at))
        return cells.say(f"is already in {cells.row(first)}{f' as {shown(was)}' * (was != now)}", at)

    return Rule(name, again, words)


def plain(value: Any) -> Any:
    """Spell a text in one way, whatever its case and spaces."""
    return " ".join(value.casefold().split()) if isinstance(value, str) else value


def _header_problems(
    columns: list[str], words: Table, wanted: Sequence[Column], groups: Sequence[str]
) -> Iterator[Problem]:
    """Find missing, misspelt and repeated columns."""
    asked = {c.name: c.required for c in wanted} | dict.fromkeys(groups, True)
    for group in groups:
        if group in words.measures:
            yield Problem("header", f"by={group!r} cannot separate ladders or careers: it varies within each")
        if groups.count(group) > 1:
            yield Problem("header", f"by= lists {group!r} more than once")
    known = {*asked, *(c.name for c in words.columns)}
    spelt = {re.sub(r"\W+", "_", c.strip().casefold()): c for c in columns if c not in known}
    for column, count in sorted(Counter(columns).items()):
        if count > 1 and (column in asked or len(wanted) == len(words.columns)):
            yield Problem("header", f"{count} columns have the same name", column or "(no name)")
    for column, required in asked.items():
        if column in columns:
            continue
        if near := alike(column, spelt, 0.6 if required else 0.85):
            what = f"column {column!r} is missing; rename this one if it is misspelt"
            yield Problem("header", what, spelt[near])
        elif required:
            yield Problem("header", f"column {column!r} is missing from the columns", ", ".join(columns))
