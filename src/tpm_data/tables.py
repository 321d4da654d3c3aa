"""Tables made from rows, and read from a CSV of one's own."""

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from tpm_data.checking import check
from tpm_data.columns import DTYPES, groups_of
from tpm_data.contracts import contract
from tpm_data.errors import Problem, TableError
from tpm_data.source_text import other_kind
from tpm_data.spreadsheet import read_sheet


def frame(name: str, rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Make a table from its rows, with every column of the contract in its type."""
    every = list(rows)
    columns: dict[str, Any] = {}
    for column in contract(name).columns:
        # The stubs of pandas know this function by literal types only.
        columns[column.name] = pd.array([row.get(column.name) for row in every], DTYPES[column.kind])  # type: ignore[call-overload]
    return pd.DataFrame(columns)


def read_csv(
    source: str | os.PathLike[str] | TextIO, table: str, by: str | Sequence[str] | None = None
) -> pd.DataFrame:
    r"""Read an own CSV file against the contract of a table.

    Parameters
    ----------
    source : path or open text file
        UTF-8, with a header; cells separated by commas, semicolons, tabs or bars. Headings may
        differ in case and spaces. Columns beyond the contract are kept as text; blank rows, and
        blank columns at the right, are left out.
    table : str
        Name of the contract, for example ``"salary_bands"``; `describe` lists its columns.
    by : str or sequence of str, optional
        Columns that tell several ladders in one file apart, for example ``"family"``.

    Returns
    -------
    DataFrame
        One row per row of the file, in its order, with the types of the contract. Its
        ``attrs["basis"]`` is ``"your input"``. Pay may be written as money: ``"$83,350"``, ``83.350 €``,
        ``£83k``; the currency then fills blank cells of the column ``currency``, which is added if
        there is none. A bare dollar sign is read as ``USD`` where nothing says otherwise. A number may
        have a decimal comma. A cell that starts with ``=`` is text as any other, here and in ``to_csv``.

    Raises
    ------
    FileNotFoundError, ValueError
        If there is no such file, or no such table.
    TableError
        With every problem and its row, counted as a spreadsheet does: the header is row 1. What can
        be read in two ways is one, and so is pay in another currency than its row states.

    Examples
    --------
    >>> import io
    >>> text = "level,title,minimum,maximum\n1,Analyst,50000,70000\n2,Lead,65000,60000\n"
    >>> read_csv(io.StringIO(text), "salary_bands")
    Traceback (most recent call last):
    tpm_data.errors.TableError: The table is not a valid 'salary_bands' table. 1 problem:
      row 3, column 'maximum': below 'minimum' of the same row: “60000”
    """
    columns = {column.name: column for column in contract(table).columns}
    refusal = f"The table is not a valid {table!r} table."
    try:
        sheet = read_sheet(_text_of(source), columns, groups_of(by))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = Problem(f"line {line}", "not UTF-8 text; save the file as CSV UTF-8")
        raise TableError(refusal, [problem]) from None
    except csv.Error as error:
        raise TableError(refusal, [Problem("file", f"not a CSV: {error}")]) from None
    if not sheet.header:
        raise TableError(refusal, [Problem("file", "is empty; a header was expected")])
    read = pd.DataFrame(dict(enumerate(sheet.columns)), range(len(sheet.rows)), dtype=object)
    read.columns = pd.Index(sheet.header, dtype=object)
    check(read, table, by, lambda position: f"row {sheet.rows[position]}", sheet.problems)
    read.columns = read.columns.astype("str")
    kinds = {name: columns[name].kind if name in columns else "text" for name in sheet.header}
    read = read.astype({name: DTYPES[kind] for name, kind in kinds.items()})
    read.attrs["basis"] = "your input"
    return read


def _text_of(source: str | os.PathLike[str] | TextIO) -> str:
    """Read a file without the mark by which spreadsheets know UTF-8."""
    if not isinstance(source, str | os.PathLike):
        return source.read().removeprefix("\ufeff")
    raw = Path(source).read_bytes()
    if kind := other_kind(raw):
        raise csv.Error(f"{kind}; save the file as CSV UTF-8")
    return raw.decode("utf-8-sig")
