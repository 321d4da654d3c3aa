"""Own files: a template to fill in, and a table read from a CSV or from a career document."""

import csv
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from tpm_data.errors import Problem, TableError, one_of, shown, told
from tpm_data.formatting import join
from tpm_data.readers.decoding import bytes_of, other_kind
from tpm_data.readers.document import read_document
from tpm_data.readers.spreadsheet import read_sheet
from tpm_data.tables.arguments import groups_of
from tpm_data.tables.checks import OF_A_FILE, hold
from tpm_data.tables.contracts import DOCUMENT_TABLES, contract
from tpm_data.tables.datasets import load
from tpm_data.tables.schema import DTYPES

_DOCUMENTS = (".txt", ".text", ".md", ".markdown", "")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_template(table: str, path: str | os.PathLike[str], by: str | Sequence[str] | None = None) -> Path:
    """Write a CSV to fill in: the columns of a table, and example rows to write over.

    Parameters
    ----------
    table : str
        One of `tpm_data.list_tables`.
    path : path
        Where to write it; an existing file is left alone.
    by : str or sequence of str, optional
        Columns that tell several ladders or careers apart, such as ``job_family`` or ``career``;
        the template then holds two of them.

    Returns
    -------
    Path
        The file, in UTF-8 with a mark at its start by which spreadsheets know that. `read_csv` reads
        it as it is.

    Raises
    ------
    FileExistsError
        If there is a file already.
    ValueError
        If there is no such table, a column in ``by`` is one of the table or its name is blank or
        of several lines, or a spreadsheet would take the name for a formula.

    Examples
    --------
    >>> import tempfile, tpm_data
    >>> folder = Path(tempfile.mkdtemp())
    >>> ladder = write_template("salary_bands", folder / "my_ladder.csv")
    >>> print(ladder.read_text(encoding="utf-8-sig"))
    level,title,minimum,maximum,currency
    1,Example level 1,50000,70000,USD
    2,Example level 2,60000,85000,USD
    >>> tpm_data.read_csv(ladder, "salary_bands").shape
    (2, 5)
    """
    columns = [column for column in contract(table).columns if column.example]
    groups = groups_of(by)
    for group in groups:
        if group.startswith(_FORMULA):
            raise ValueError(f"A spreadsheet would take the column {group!r} for a formula; rename it.")
        if len(group.splitlines()) != 1 or not group.strip():
            raise ValueError(f"The name of a column is one line of text, not {group!r}.")
        if group in {column.name for column in columns}:
            raise ValueError(f"The table has a column {group!r} of its own; name the other one otherwise.")
    rows = [*zip(*(column.example for column in columns), strict=True)]
    kinds = ("A", "B") if groups else ("",)
    lines = [[*(f"{group} {kind}" for group in groups), *row] for kind in kinds for row in rows]
    try:
        with _path(path).open("x", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([[*groups, *(column.name for column in columns)], *lines])
    except FileExistsError:
        what = f"{path} is there already and is left alone; delete it or choose another name."
        raise FileExistsError(what) from None
    return Path(path)


def read_own(
    path: str | os.PathLike[str] | None, table: str, where: "Mapping[str, Any] | None" = None
) -> pd.DataFrame:
    """Read a table from an own file, or one ladder or career out of several in it.

    Parameters
    ----------
    path : path or None
        None for the bundled table; a career document (its name ends in ``.txt`` or ``.md``, or has no
        ending); else a CSV.
    table : str
        One of `tpm_data.list_tables`.
    where : mapping from a column to a value, optional
        Which rows to keep, such as ``{"job_family": "Product"}``; its columns tell the ladders apart.

    Returns
    -------
    DataFrame
        As `read_csv` or `load` returns it, or as the document holds it.

    Raises
    ------
    TableError
        If the CSV breaks the contract of the table, the file holds no row of it, or none is kept;
        then the values are listed.
    DocumentError
        If the document cannot be read.
    OSError
        If there is no such file.
    ValueError
        If a career document can hold no such table, or ``where`` is no mapping.

    Examples
    --------
    >>> import tempfile, tpm_data
    >>> path = write_template("salary_bands", Path(tempfile.mkdtemp()) / "ladders.csv", by="job_family")
    >>> read_own(path, "salary_bands", {"job_family": "job_family B"})["title"].tolist()
    ['Example level 1', 'Example level 2']
    """
    where, lacking = {} if where is None else where, "has no rows"
    if not isinstance(where, Mapping) or not all(map(pd.api.types.is_scalar, where.values())):
        way = "takes a column and a value, such as {'job_family': 'Product'}"
        raise ValueError(f"where= {way}, not {told(where)}.")
    if path is None:
        read = load(table)
    elif _path(path).suffix.casefold() in _DOCUMENTS:
        document = read_document(Path(path))
        read = document.tables[one_of(table, DOCUMENT_TABLES, "table of a document")]
        others = join(map(shown, document.unknown_sections), most=6) or "none"
        lacking = f"has no section for it; headings of other sections: {others}"
    else:
        ladders = [name for name in map(str, where) if name not in contract(table).measures]
        read = read_csv(path, table, by=ladders)
    if read.empty:
        raise TableError(f"The file holds no {table!r} table.", [Problem("file", lacking)])
    for column, value in where.items():
        found = read[column].drop_duplicates().tolist() if column in read else "no such column"
        read = read[read[column] == value] if column in read else read.head(0)
        if read.empty:
            problem = Problem(f"column {column!r}", f"no row holds {value!r}; found: {found}")
            raise TableError(f"The file holds no such {table!r} table.", [problem])
    return read.reset_index(drop=True)


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
    named = [f"row {row}" for row in sheet.rows]
    hold(read, table, groups_of(by), row_name=named.__getitem__, further=sheet.problems, several=OF_A_FILE)
    read.columns = read.columns.astype("str")
    kinds = {name: columns[name].kind if name in columns else "text" for name in sheet.header}
    read = read.astype({name: DTYPES[kind] for name, kind in kinds.items()})
    read.attrs["basis"] = "your input"
    return read


def _path(path: Any) -> Path:
    if not isinstance(path, str | os.PathLike):
        raise ValueError(f"path= takes the path of a file, not {told(path)}.")
    return Path(path)


def _text_of(source: str | os.PathLike[str] | TextIO) -> str:
    """Read a file without the mark by which spreadsheets know UTF-8."""
    raw = bytes_of(source)
    if kind := other_kind(raw):
        raise csv.Error(f"{kind}; save the file as CSV UTF-8")
    return raw.decode("utf-8-sig")
