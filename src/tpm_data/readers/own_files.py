"""Your own files: a table from a CSV or a workbook, a ladder from any file, a template to fill in."""

import csv
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import pandas as pd

from tpm_data.errors import Problem, TableError, one_of, shown, told
from tpm_data.formatting import currency_of, upper_first
from tpm_data.readers.decoding import bytes_of
from tpm_data.readers.document import read_document
from tpm_data.readers.entries import Terms
from tpm_data.readers.spreadsheet import Meanings, fold, read_cells, read_sheet
from tpm_data.tables.arguments import groups_of
from tpm_data.tables.checks import OF_A_FILE, hold
from tpm_data.tables.contracts import contract
from tpm_data.tables.datasets import load
from tpm_data.tables.schema import DTYPES

_DOCUMENTS = (".txt", ".text", ".md", ".markdown", "")
_FULL_TIME = re.compile(r"(?i)\b[fw]\.?t\.?e\b|(?:full|whole)[\W_]?time")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_template(file: str | os.PathLike[str], name: str, *, by: str | Sequence[str] | None = None) -> Path:
    """Write a template to fill in: the columns of a table, and example rows to overwrite.

    Parameters
    ----------
    file : path
        The file to write: a workbook if its name ends in ``.xlsx``, otherwise a CSV. An existing file is
        not changed.
    name : str
        Name of the contract, such as ``"salary_bands"``, ``"staff"`` or ``"attractiveness_scores"``.
    by : str or sequence of str, optional
        Columns that separate several ladders or careers, such as ``job_family`` or ``career``. The
        template then has two ladders or careers.

    Returns
    -------
    Path
        The file. A CSV is in UTF-8 with a byte order mark, by which spreadsheets recognise the encoding.
        `read_table` reads it as it is.

    Raises
    ------
    FileExistsError
        If the file already exists.
    ValueError
        If there is no such table; if a name in ``by`` is blank, has several lines, is a column of the table
        or would be a formula in a spreadsheet; or if the package that writes workbooks is not installed.

    Examples
    --------
    >>> import tempfile, tpm_data
    >>> folder = Path(tempfile.mkdtemp())
    >>> ladder = write_template(folder / "my_ladder.csv", "salary_bands")
    >>> print(ladder.read_text(encoding="utf-8-sig"))
    level,title,minimum,maximum,currency
    1,Example level 1,50000,70000,USD
    2,Example level 2,60000,85000,USD
    >>> tpm_data.read_table(ladder, "salary_bands").shape
    (2, 5)
    """
    columns = [column for column in contract(name).columns if column.example]
    groups = groups_of(by)
    taken = [*(column.name for column in columns), *map(fold, groups)]
    for group in groups:
        if group.startswith(_FORMULA):
            raise ValueError(f"A spreadsheet would read the column {group!r} as a formula; rename it.")
        if len(group.splitlines()) != 1 or not group.strip() or taken.count(fold(group)) > 1:
            raise ValueError(f"by= takes a name of one line that the table does not have yet, not {group!r}.")
    rows = [*zip(*(column.example for column in columns), strict=True)]
    kinds = ("A", "B") if groups else ("",)
    cells = [[*(f"{group} {kind}" for group in groups), *row] for kind in kinds for row in rows]
    table = pd.DataFrame(cells, columns=[*groups, *(column.name for column in columns)])
    path = _path(file)
    if path.exists():
        raise FileExistsError(f"{file} already exists and was not changed; delete it or choose another name.")
    if path.suffix.casefold() == ".xlsx":
        try:
            table.to_excel(path, index=False, engine="xlsxwriter")
        except ImportError:
            raise ValueError("For a workbook, run pip install 'tpm-data[excel]'; or write a .csv.") from None
    else:
        table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    return path


def read_ladder(
    file: str | os.PathLike[str] | None = None, *, by: str | Sequence[str] | None = None, **arguments: Any
) -> pd.DataFrame:
    """Read your own ladder from any kind of file.

    Parameters
    ----------
    file : path, optional
        A career document (its name ends in ``.txt`` or ``.md``, or has no extension), a CSV or a workbook.
        None for the bundled ladder.
    by : str or sequence of str, optional
        Columns that separate several ladders in one table. In a document, ``section`` always separates
        them.
    **arguments
        Those of `read_document` for a document, those of `read_table` for a table.

    Returns
    -------
    DataFrame
        One row per level, as the reader or `load` returns it.

    Raises
    ------
    TableError, DocumentError, OSError, ValueError
        As the readers do.

    Examples
    --------
    >>> read_ladder()["level"].tolist()
    [1, 2, 3, 4, 5]
    """
    if file is None:
        return load("salary_bands")
    if _path(file).suffix.casefold() not in _DOCUMENTS:
        return read_table(file, "salary_bands", by=by, **arguments)
    document = read_document(_path(file), **arguments)
    if document.salary_bands.empty:
        found = Problem("file", "no list of pay is a ladder", ", ".join(document.unknown_sections))
        raise TableError("The document has no ladder.", [found])
    return document.salary_bands


def read_table(
    file: str | os.PathLike[str] | TextIO | BinaryIO,
    name: str,
    *,
    columns: Mapping[str, str | None] | None = None,
    by: str | Sequence[str] | None = None,
    period: str | None = None,
    hours_per_year: float | None = None,
    currency: str | None = None,
    sheet: str | None = None,
    round_cents: bool = False,
) -> pd.DataFrame:
    r"""Read your own pay ladder, list of staff or other table from a CSV or a workbook.

    Parameters
    ----------
    file : path or open file
        A CSV in UTF-8 with commas, semicolons, tabs or bars between its cells, or an Excel or ODF workbook
        (with the extra ``excel``). Titles above the header, blank rows and remarks below the table are left
        out.
    name : str
        Name of the contract: ``"salary_bands"``, ``"staff"``, ``"attractiveness_scores"``; `describe`
        lists its columns.
    columns : mapping of str to str or None, optional
        The heading in the file for each column, such as ``{"minimum": "Range Min"}``. None if no heading is
        to be read as that column. The columns' own names and common ones (Grade, Job Title, Min, Mid, Max,
        Salary Range Minimum) are recognised without it, in any case.
    by : str or sequence of str, optional
        Columns that separate several ladders in one file, for example ``"family"``.
    period : {"year", "month", "week", "day", "hour"}, optional
        The period that the pay is for. A year has 12 months, 52 weeks or 260 working days. The result is
        rounded to whole units of the currency.
    hours_per_year : number, optional
        Working hours in a year, for hourly pay.
    currency : str, optional
        ISO 4217 code of the pay, if the file has no currency or only a dollar sign.
    sheet : str, optional
        The sheet of a workbook; by default the one whose header names the most columns.
    round_cents : bool, default False
        Round pay with cents to whole units of the currency, halves up.

    Returns
    -------
    DataFrame
        One row per row of the file, in its order, with the types of the contract; other columns are kept as
        text. Its ``attrs["basis"]`` is ``"your input"``, and ``attrs["notes"]`` lists the choices made. A
        ladder whose levels are not whole numbers (no grade, or ``8a``) is numbered in the order of its rows,
        or from the last one if the minima fall throughout. Its grades stay in ``grade``. They are also its
        titles if it has none.

    Raises
    ------
    FileNotFoundError, ValueError
        If there is no such file or contract, or an argument has a value other than those above.
    TableError
        With every problem and its row, counted as a spreadsheet does. A cell that can be read in two ways is
        a problem. So is a word for another period or currency, until ``period`` or ``currency`` settles it.

    Examples
    --------
    >>> import io
    >>> text = "Pay scales\nBand;Min (£);Max (£)\n7;3.600,00;4.200,00\n8a;4.150,00;4.900,00\nSource: HR\n"
    >>> bands = read_table(io.StringIO(text), "salary_bands", period="month")
    >>> bands[["level", "grade", "minimum", "maximum", "currency"]]
       level grade  minimum  maximum currency
    0      1     7    43200    50400      GBP
    1      2    8a    49800    58800      GBP
    >>> bands.attrs["notes"][2]
    'pay per month, multiplied by 12 to give pay per year'
    """
    words, groups = contract(name), groups_of(by)
    terms, asked = Terms.of(period, hours_per_year, currency), {} if columns is None else columns
    if not isinstance(asked, Mapping) or not all(isinstance(one, str | None) for one in asked.values()):
        raise ValueError(f"columns= takes a mapping such as {{'minimum': 'Range Min'}}, not {told(asked)}.")
    if not isinstance(sheet, str | None) or not isinstance(round_cents, bool):
        raise ValueError(f"sheet= takes a name, round_cents= a bool, not {told(sheet)}, {told(round_cents)}.")
    known = {column.name: column for column in words.columns}
    asked = {one_of(one, (*known, *groups), "column"): heading for one, heading in asked.items()}
    meanings = Meanings(words, asked, groups)
    refusal = f"The table is not a valid {words.name!r} table."
    try:
        found = read_sheet(bytes_of(file), sheet, meanings)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = Problem(f"line {line}", "not UTF-8 text; save the file as CSV UTF-8")
        raise TableError(refusal, [problem]) from None
    except csv.Error as error:
        raise TableError(refusal, [Problem("file", f"cannot be read: {error}")]) from None
    if not found.headings:
        raise TableError(refusal, [Problem("file", "is empty; expected a header")])
    made = {"level", "title"} if "minimum" in known else set()  # what a ladder may lack
    needed = [column.name for column in words.columns if column.required and column.name not in made]
    names, problems = meanings.names(found.headings, [*needed, *groups])
    shares = found.columns[names.index("full_time_share")] if "full_time_share" in names else []
    paid = found.headings[names.index("pay")] if any(map(str.strip, shares)) and "pay" in names else ""
    if paid and (_FULL_TIME.search(paid) or terms.period in ("hour", "day")):
        what = "full-time pay, or a rate; leave out the share with columns={'full_time_share': None}"
        problems.append(Problem("header", what, paid))
    if problems:
        raise TableError(refusal, [*problems, *found.problems])
    read_cells(found, names, known, terms, round_cents)
    read = pd.DataFrame(dict(enumerate(found.columns)), range(len(found.rows)), dtype=object)
    read.columns = pd.Index(names, dtype=object)
    if "grade" in known:
        heading = next((found.headings[names.index(one)] for one in ("grade", "level") if one in names), "")
        read = _with_levels(read, heading, groups, found.notes)
    row_name = [f"row {row}" for row in found.rows].__getitem__
    hold(read, name, groups, row_name=row_name, further=found.problems, several=OF_A_FILE)
    read.columns = read.columns.astype("str")
    kinds = {one: known[one].kind if one in known else "text" for one in read}
    whole = {one: "Int64" for one, kind in kinds.items() if kind == "integer" and read[one].hasnans}
    read = read.astype({one: DTYPES[kind] for one, kind in kinds.items()} | whole)
    examples = {text for column in words.columns for text in column.example if "Example" in str(text)}
    for row, cells in zip(found.rows, zip(*found.columns, strict=True), strict=True):
        found.notes += [f"row {row} is an example from the template"] if examples & {*cells} else []
    read.attrs |= {"basis": "your input", "currency": currency_of(read), "notes": found.notes}
    return read


def _with_levels(read: pd.DataFrame, heading: str, groups: Sequence[str], notes: list[str]) -> pd.DataFrame:
    """Separate grades that name a level from those that number it; number the levels if there are none."""
    if "grade" not in read and "level" in read:
        kinds = {*map(type, read["level"])}
        if str in kinds and (fold(heading) != "level" or int not in kinds):
            read = read.rename(columns={"level": "grade"})
            read["grade"] = read["grade"].map(str, na_action="ignore")
    if "minimum" not in read:
        return read
    if "grade" in read and "level" not in read:
        names = [one for one in read["grade"].dropna() if not re.fullmatch("0*[1-9][0-9]{,8}", one)]
        if not names:
            read = read.rename(columns={"grade": "level"})
            read["level"] = read["level"].map(int, na_action="ignore").astype(object)
        else:
            notes.append(f"{heading!r} has names for the levels ({shown(names[0])}), not numbers")
    if "level" not in read:
        alone = pd.Series(0, read.index)
        ladder = read.groupby(list(groups), sort=False, dropna=False).ngroup() if groups else alone
        place, size = alone.groupby(ladder).cumcount() + 1, alone.groupby(ladder).transform("size")
        steps = pd.to_numeric(read["minimum"], errors="coerce").groupby(ladder).diff().groupby(ladder)
        falls = steps.transform("max").le(0) & steps.transform("min").lt(0)
        read.insert(0, "level", place.where(~falls, size + 1 - place).astype(object))
        read.attrs["numbered"] = True
        ways = {False: "the first row", True: "the last row (minima fall throughout)"}
        notes.append(f"levels are numbered from {' or '.join(ways[way] for way in sorted({*falls}))}")
    if "title" not in read:
        named = [f"{upper_first(heading or 'level')} {level}" for level in read["level"]]
        read.insert(1, "title", read.get("grade", named))
    return read


def _path(file: Any) -> Path:
    if not isinstance(file, str | os.PathLike):
        raise ValueError(f"file= takes the path of a file, not {told(file)}.")
    return Path(file)
