"""The rows of a table that a figure draws; a table that it cannot draw is refused."""

import math
import re
from typing import Any

import numpy as np
import pandas as pd

from tpm_data.errors import no_table, told
from tpm_data.formatting import currencies_of, currency_of, join
from tpm_data.readers.pay import read_amounts
from tpm_data.tables.arguments import groups_of, real
from tpm_data.tables.checks import telling

Row = dict[str, Any]
EMPTY = "There is nothing to draw: the table has no rows."
SEVERAL = "The figure shows one {}; the table has several. Choose one, such as table[table[{!r}] == {!r}]."
# The columns that figures read as texts, and those where a value may be missing. The others are numbers.
_TEXTS = "(.*_)?title|area|assumption|dominance|end|factor|finding|industry|occupation(_code)?"
_TEXTS += "|position|preferred|profile|scenario|sentence|status|variant"
_MISSING = "break_even|density|limit|p[0-9]+|percentile|range_penetration|scale_maximum|score_at_zero"
_MISSING += "|share_of_.*|slope|upper_level"


class _Record(Row):
    """A row that knows its source, to say what to pass instead if it cannot be drawn."""

    def __init__(self, row: Row, source: str) -> None:
        super().__init__(row)
        self.source = source

    def __getitem__(self, column: str) -> Any:
        value, is_text = super().__getitem__(column), re.fullmatch(_TEXTS, column)
        if column in ("first", "second", "titles"):  # careers and assumptions of any kind, several texts
            return value
        if pd.api.types.is_scalar(value) and pd.isna(value) and re.fullmatch(_MISSING, column):
            return None if is_text else math.nan
        if isinstance(value, str) if is_text else math.isfinite(real(value)):
            return value if isinstance(value, str | int) else real(value)
        expected = f"a {'text' if is_text else 'number'} is needed. Correct it, or the input of {self.source}"
        raise ValueError(f"The column {column!r} has {told(value)} where {expected}.")

    def __missing__(self, column: str) -> Any:
        raise ValueError(f"The table has no column {column!r}. Pass the table from {self.source}.")


def records(table: pd.DataFrame, source: str, empty: str = EMPTY) -> list[Row]:
    """Return the rows of a table as mappings from column to value; ``source`` makes such tables.

    ``empty`` is the message for a table without rows; if it is blank, rows are optional.
    """
    if not isinstance(table, pd.DataFrame):
        raise ValueError(f"There is nothing to draw: {no_table(table)}.")
    if not table.columns.is_unique:
        raise ValueError("The table has several columns with the same name.")
    if not len(table) and empty:
        raise ValueError(empty)
    rows = table.to_dict("records")
    return [_Record({str(column): value for column, value in row.items()}, source) for row in rows]


def parts_of(table: pd.DataFrame, by: Any, source: str) -> list[tuple[str, pd.DataFrame]]:
    """Return the parts of a table by the user's columns, with their names, in order of appearance."""
    records(table, source)
    names = groups_of(by)
    if lacking := [name for name in names if name not in table]:
        raise ValueError(f"by=: the table has no column {lacking[0]!r}; it has {join([*table])}.")
    titles = [
        ", ".join(f"no {name}" if pd.isna(row[name]) else str(row[name]) for name in names)
        for row in table.to_dict("records")
    ]
    return [*table.groupby(np.array(titles, object), sort=False)]


def rows_of_one(
    what: str, table: pd.DataFrame, source: str, *key: str, empty: str = EMPTY, by: bool = False
) -> list[Row]:
    """Return the rows of a table about one ladder or career, in which each ``key`` is there only once.

    ``by`` is whether the figure could draw several.
    """
    rows = records(table, source, empty)
    if len({tuple(row[name] for name in key) for row in rows}) < len(rows):
        column, value = telling(what, table, *key)
        raise ValueError(SEVERAL.format(what, column, value) + f" Or draw them all: by={column!r}." * by)
    # A ladder may be listed from its top, but is drawn from its lowest level.
    level = next((name for name in ("level", "from_level") if name in key), None)
    return sorted(rows, key=lambda row: row[level]) if level else rows


def ladder_of(levels: pd.DataFrame) -> tuple[dict[int, Row], str, list[float]]:
    """Return the rows of one ladder by their levels, its currency, and all ends of its ranges."""
    rows = rows_of_one("ladder", levels, "progression.levels", "level")
    [(row["title"], row["midpoint"]) for row in rows]  # which the analyses would refuse in other words
    ends = [end for row in rows for end in ends_of(row)]
    return {row["level"]: row for row in rows}, currency_of(levels), ends


def ends_of(row: Row) -> tuple[float, float]:
    """Return both ends of a range."""
    return row["minimum"], row["maximum"]


def one_currency(table: pd.DataFrame) -> str:
    """Return the currency of amounts on one axis."""
    if len(currencies := currencies_of(table)) > 1:
        raise ValueError(f"The figure has one pay axis, but the levels have {join(currencies)}. Choose one.")
    return currency_of(table)


def amount_given(amount: float | str | None, table: pd.DataFrame) -> float | None:
    """Read the amount to place in bands, if there is one, as `tpm_data.progression.place` does."""
    if amount is None:
        return None
    read = read_amounts(amount, currencies_of(table))
    if len(read) > 1:
        raise ValueError(f"amount: expected one amount, not {len(read)}.")
    placed: float = read[0].item()  # a whole number stays one
    return placed
