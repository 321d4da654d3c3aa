"""The rows of a table that a figure draws; a table that it cannot draw is refused in words."""

from typing import Any

import pandas as pd

from tpm_data.figures.style import Row

EMPTY = "There is nothing to draw: the table has no rows."
_SEVERAL = "The figure shows one {}; the table holds several: choose the rows of one."


class _Record(Row):
    """A row that knows where it came from, to say what to give instead if it lacks a column."""

    def __init__(self, row: Row, source: str) -> None:
        super().__init__(row)
        self.source = source

    def __missing__(self, column: str) -> Any:
        raise ValueError(f"The table lacks the column {column!r}; the one from {self.source} has it.")


def records(table: pd.DataFrame, source: str) -> list[Row]:
    """Return the rows of a table as mappings from column to value; ``source`` makes such tables."""
    rows = table.to_dict("records")
    return [_Record({str(column): value for column, value in row.items()}, source) for row in rows]


def rows_of_one(what: str, table: pd.DataFrame, source: str, *key: str, empty: str = EMPTY) -> list[Row]:
    """Return the rows of a table about one ladder or career, in which a ``key`` stands but once.

    ``empty`` is what is said of a table without rows; if nothing is, it may have none.
    """
    rows = records(table, source)
    if not rows and empty:
        raise ValueError(empty)
    if len({tuple(row[name] for name in key) for row in rows}) < len(rows):
        raise ValueError(_SEVERAL.format(what))
    return rows


def one_amount(rows: list[Row]) -> Any:
    """Return the amount that all rows place."""
    if len({row["amount"] for row in rows}) > 1:
        raise ValueError(_SEVERAL.format("amount"))
    return rows[0]["amount"]
