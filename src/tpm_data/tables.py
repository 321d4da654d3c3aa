"""Tables made from rows, and read from a CSV of one's own."""

import csv
import io
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from tpm_data.checking import check
from tpm_data.contracts import Kind, contract
from tpm_data.errors import Problem, TableError

DTYPES: dict[Kind, str] = {
    "integer": "int64",
    "number": "float64",
    "text": "str",
    "boolean": "bool",
}


def frame(name: str, rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Make a table from its rows, with every column of the contract in its type."""
    columns = contract(name).columns
    made = pd.DataFrame(list(rows), columns=[column.name for column in columns])
    return made.astype({column.name: DTYPES[column.kind] for column in columns})


def read_csv(
    source: str | os.PathLike[str] | TextIO, table: str, by: str | Sequence[str] | None = None
) -> pd.DataFrame:
    r"""Read an own CSV file against the contract of a table.

    Parameters
    ----------
    source : path or open text file
        UTF-8, comma separated, with a header. Columns beyond the contract are kept as text,
        blank rows are left out.
    table : str
        Name of the contract, for example ``"salary_bands"``; `describe` lists its columns.
    by : str or sequence of str, optional
        Columns that tell several ladders in one file apart, for example ``"family"``.

    Returns
    -------
    DataFrame
        One row per row of the file, in its order, with the types of the contract. Its
        ``attrs["basis"]`` is ``"your input"``.

    Raises
    ------
    TableError
        With every problem and its row, counted as a spreadsheet does: the header is row 1.

    Examples
    --------
    >>> import io
    >>> text = "level,title,minimum,maximum\n1,Analyst,50000,70000\n2,Lead,65000,60000\n"
    >>> read_csv(io.StringIO(text), "salary_bands")
    Traceback (most recent call last):
    tpm_data.errors.TableError: The table is not a valid 'salary_bands' table. 1 problem:
      row 3, column 'maximum': below 'minimum' of the same row: “60000”
    """
    kinds = {column.name: column.kind for column in contract(table).columns}
    header, rows = _csv_rows(source, table)
    if len(header) == 1 and (found := re.search(r"[;\t|]", header[0])):
        what = f"one column only; the cells must be separated by commas, not by {found[0]!r}"
        raise TableError(f"The table is not a valid {table!r} table.", [Problem("header", what, header[0])])
    ragged = [
        Problem(f"row {row}", f"{len(cells)} cells where the header has {len(header)}", str(cells))
        for row, cells in rows
        if len(cells) != len(header)
    ]
    padded = [(cells + [""] * len(header))[: len(header)] for _, cells in rows]
    typed = pd.DataFrame(padded, columns=pd.Index(header, dtype=object), dtype=object)
    for i, name in enumerate(header):
        values = [_value(row[i], kinds.get(name, "text")) for row in padded]
        typed.isetitem(i, pd.array(values, dtype=object))
    check(typed, table, by, lambda position: f"row {rows[position][0]}", ragged)
    typed.columns = typed.columns.astype("str")
    typed = typed.astype({name: DTYPES[kinds.get(name, "text")] for name in header})
    typed.attrs["basis"] = "your input"
    return typed


def _csv_rows(
    source: str | os.PathLike[str] | TextIO, table: str
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Read the cells of a CSV: its header, and its rows that are not blank with their numbers."""
    refusal = f"The table is not a valid {table!r} table."
    try:
        if isinstance(source, str | os.PathLike):
            text = Path(source).read_text(encoding="utf-8")
        else:
            text = source.read()
        records = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = Problem(f"line {line}", "not UTF-8 text; save the file as CSV UTF-8")
        raise TableError(refusal, [problem]) from None
    except csv.Error as error:
        raise TableError(refusal, [Problem("file", f"not a CSV: {error}")]) from None
    rows = [(i, row) for i, row in enumerate(records, 1) if any(cell.strip() for cell in row)]
    if not rows:
        raise TableError(refusal, [Problem("file", "is empty; a header was expected")])
    return [cell.strip() for cell in rows[0][1]], rows[1:]


def _value(cell: str, kind: Kind) -> Any:
    """Turn a cell into the value it spells; what spells none stays text, for the check to name."""
    text = cell.strip()
    if not text:
        return None
    if kind == "boolean":
        return {"true": True, "false": False}.get(text.casefold(), text)
    if kind == "integer" and re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        return int(text)
    if kind == "number" and re.fullmatch(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?", text):
        return float(text)
    return text
