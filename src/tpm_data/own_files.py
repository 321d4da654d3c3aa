"""Own files: a template to fill in, and a table read from a CSV or from a career document."""

import csv
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from tpm_data.columns import Column
from tpm_data.contracts import DOCUMENT_TABLES, contract
from tpm_data.datasets import TableName, load
from tpm_data.document import read_document
from tpm_data.errors import Problem, TableError, one_of, shown
from tpm_data.tables import read_csv
from tpm_data.words import listed

# Columns that an own table need not have, but is the clearer for.
_HELPFUL = ("currency", "scale_maximum")
_DOCUMENTS = (".txt", ".text", ".md", ".markdown", "")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EXAMPLES: dict[str, Sequence[Any]] = {
    "level": (1, 2),
    "title": ("Example level 1", "Example level 2"),
    "minimum": (50_000, 60_000),
    "maximum": (70_000, 85_000),
    "currency": ("USD", "USD"),
    "name": ("Example 1", "Example 2"),
    "occupation_code": ("00-0000", "00-0000"),
    "occupation": ("Example occupation", "Example occupation"),
    "industry": ("All industries", "All industries"),
    "area": ("National", "National"),
    "percentile": (25, 75),
    "annual_wage": (50_000, 70_000),
    "fit": ("weak", "context"),
    "reason": ("Example reason", "Example reason"),
    "finding": ("Example objection 1", "Example objection 2"),
    "severity": ("serious", "minor"),
}


def write_template(
    table: TableName, path: str | os.PathLike[str], by: str | Sequence[str] | None = None
) -> Path:
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
    columns = [c for c in contract(table).columns if c.required or c.name in _HELPFUL]
    groups = [by] if isinstance(by, str) else list(by or ())
    for group in groups:
        if group.startswith(_FORMULA):
            raise ValueError(
                f"A spreadsheet would take the column {group!r} for a formula; name it otherwise."
            )
        if len(group.splitlines()) != 1 or not group.strip():
            raise ValueError(f"The name of a column is one line of text, not {group!r}.")
        if group in {column.name for column in columns}:
            raise ValueError(f"The table has a column {group!r} of its own; name the other one otherwise.")
    rows = _example_rows(columns)
    kinds = ("A", "B") if groups else ("",)
    lines = [[*(f"{group} {kind}" for group in groups), *row] for kind in kinds for row in rows]
    try:
        with Path(path).open("x", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([[*groups, *(column.name for column in columns)], *lines])
    except FileExistsError:
        what = f"{path} is there already and is left alone; delete it or choose another name."
        raise FileExistsError(what) from None
    return Path(path)


def read_own(
    path: str | os.PathLike[str] | None, table: TableName, where: "Mapping[str, Any] | None" = None
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
    if isinstance(where, str):
        raise ValueError(f"where= takes a column and a value, such as {{'job_family': {where!r}}}.")
    where, lacking = dict(where or {}), "has no rows"
    if path is None:
        read = load(table)
    elif Path(path).suffix.casefold() in _DOCUMENTS:
        document = read_document(Path(path))
        read = document.tables[one_of(table, DOCUMENT_TABLES, "table of a document")]
        others = listed(map(shown, document.unknown_sections), most=6) or "none"
        lacking = f"has no section for it; headings of other sections: {others}"
    else:
        read = read_csv(path, table, by=[name for name in where if name not in contract(table).measures])
    if read.empty:
        raise TableError(f"The file holds no {table!r} table.", [Problem("file", lacking)])
    for column, value in where.items():
        found = read[column].drop_duplicates().tolist() if column in read else "no such column"
        read = read[read[column] == value] if column in read else read.head(0)
        if read.empty:
            problem = Problem(f"column {column!r}", f"no row holds {value!r}; found: {found}")
            raise TableError(f"The file holds no such {table!r} table.", [problem])
    return read.reset_index(drop=True)


def _example_rows(columns: Sequence[Column]) -> list[list[Any]]:
    """Return rows that are valid as they are, and look like examples."""
    if [column.name for column in columns][:1] == ["factor"]:
        return [[factor, 5, 10] for factor in load("attractiveness_scores")["factor"]]
    return [[_EXAMPLES[column.name][row] for column in columns] for row in range(2)]
