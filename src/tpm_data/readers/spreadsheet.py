"""A CSV as spreadsheets write it: their separators, thousands marks, currency signs and blank edges."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from tpm_data.errors import DISGUISING, PayRangeError, Problem, shown
from tpm_data.readers.patterns import WORDS
from tpm_data.readers.pay import other_period, read_amount, whole_pay
from tpm_data.tables.schema import PAY_UNIT, Column

_SEPARATORS = ",;\t|"
_QUOTE = "; an amount with a comma needs quotation marks"
_BARE_DOLLAR = "$"
_WAY_OUT = "write whole money for a year, such as 83350"
_PLAIN_NUMBERS = "write numbers without thousands marks, and decimals with a point"
_DIGITS = r"[+-]?[0-9]{1,15}"
_COMMA_IN_UNIT = re.compile(r"[0-9]+,[0-9]{3}\s?[km]", re.IGNORECASE)
_OTHER_PERIOD = "pay for a period other than a year; convert it and"
_PAY_WORD = re.compile(r"\b(?:min(?:imum)?|max(?:imum)?|pay|salary|wage)\b")
_PERIOD_WORD = re.compile(r"\b(?:period|frequency|interval|per|unit)\b")
# A point that parts thousands if a point parts decimals elsewhere, or if a comma does: never both in a file.
_POINTED = re.compile(r"[0-9]\.[0-9]{3}(?![0-9])")
_OTHER_MARK = {
    PAY_UNIT: re.compile(r"\.[0-9]{1,2}(?![0-9])|,[0-9]{3}(?![0-9])"),
    "points": re.compile(",[0-9]"),
}


class Sheet(NamedTuple):
    """The cells of a CSV, column by column, and what could not be read.

    ``rows`` are the numbers of the rows as a spreadsheet counts them: the header is row 1.
    """

    header: list[str]
    rows: list[int]
    columns: list[list[Any]]
    problems: list[Problem]


def read_sheet(text: str, columns: Mapping[str, Column], groups: Sequence[str]) -> Sheet:
    """Read the cells of a CSV; a cell that spells no value stays text. No header: an empty sheet."""
    separator, header, rows = _records(text, [*columns, *groups])
    problems = [*_other_widths(len(header), rows), *_swallowed(len(header), separator, rows)]
    if DISGUISING.search(text):
        problems += _disguised([("header", header), *((f"row {row}", cells) for row, cells in rows)])
    numbers = [row for row, _ in rows]
    cells = [[row[i] if i < len(row) else "" for _, row in rows] for i in range(len(header))]
    if any(column.unit == PAY_UNIT for column in columns.values()):
        problems += _other_periods([name for name in header if name not in columns], header, cells, numbers)
    if _POINTED.search(text):
        problems += _two_marks(header, cells, columns, numbers)
    marks: list[set[str]] = [set() for _ in rows]
    values = []
    for name, column in zip(header, cells, strict=True):
        read = [_read(cell.strip(), columns.get(name)) for cell in column]
        values.append([value for value, _, _ in read])
        for row, named, (value, mark, reason) in zip(numbers, marks, read, strict=True):
            named |= {mark} - {""}
            if reason:
                problems.append(Problem(f"row {row}, column {name!r}", reason, value))
    if "currency" in columns and any(marks):
        if "currency" not in header:
            header, values = [*header, "currency"], [*values, [None] * len(rows)]
        place = header.index("currency")
        values[place], clashes = _currencies(values[place], marks, numbers)
        problems += clashes
    return Sheet(header, numbers, values, problems)


def _records(text: str, known: Sequence[str]) -> tuple[str, list[str], list[tuple[int, list[str]]]]:
    """Split a CSV at the separator that leaves most known names in its header, and cut blank edges."""
    headers = {mark: next(_filled(text, mark, strict=False), (0, []))[1] for mark in _SEPARATORS}
    headers = {mark: [_as_known(name, known) for name in header] for mark, header in headers.items()}
    separator = max(_SEPARATORS, key=lambda mark: len({*headers[mark]} & {*known}))
    header = _cut(headers[separator], 0)
    rows = [*_filled(text, separator)][1:]
    return separator, header, [(row, _cut(cells, len(header))) for row, cells in rows]


def _filled(text: str, separator: str, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, with their numbers."""
    text_lines = io.StringIO(text, newline="")
    lines = csv.reader(text_lines, delimiter=separator, strict=strict, skipinitialspace=True)
    return ((row, cells) for row, cells in enumerate(lines, 1) if any(map(str.strip, cells)))


def _as_known(name: str, known: Sequence[str]) -> str:
    """Spell a heading as it is known, whatever its case, spaces and hyphens."""
    same = (other for other in known if _plain(other) == _plain(name))
    return name.strip() if name.strip() in known else next(same, name.strip())


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


def _cut(cells: list[str], least: int) -> list[str]:
    """Leave out blank cells at the end of a row that is longer than the header."""
    filled = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return cells[: max(least, filled)]


def _read(cell: str, column: Column | None) -> tuple[Any, str, str]:
    """Return the value of a cell, the currency it names and, if it has none, the reason."""
    try:
        return *_value(cell, column), ""
    except ValueError as error:
        return cell, "", str(error)


def _value(cell: str, column: Column | None) -> tuple[Any, str]:
    """Read what a cell spells, and the currency it names; ValueError says why it can be read two ways."""
    kind = column.kind if column else "text"
    if not cell:
        return None, ""
    if kind == "boolean":
        return {"true": True, "false": False}.get(cell.casefold(), cell), ""
    if kind == "text" or not re.search("[0-9]", cell):
        return cell, ""
    if re.fullmatch(rf"{_DIGITS}(?:\.00?)?", cell) and kind == "integer":
        whole = int(cell.partition(".")[0])
        pays = whole > 0 and column and column.unit == PAY_UNIT
        return whole_pay(Decimal(whole)) if pays else whole, ""
    if column and column.unit == PAY_UNIT:
        return _pay(cell)
    if kind == "number" and re.fullmatch(rf"{_DIGITS},[0-9]{{3}}", cell):
        raise ValueError(
            "can be read in two ways; write 1500 for one thousand five hundred, 1.5 for one and a half"
        )
    if kind == "number" and re.fullmatch(rf"{_DIGITS}(?:[.,][0-9]{{1,15}})?", cell):
        return float(cell.replace(",", ".")), ""
    return cell, ""


def _pay(cell: str) -> tuple[int, str]:
    """Read pay as it is printed, and its currency: a bare dollar sign may be that of any dollar."""
    try:
        amount, currency = read_amount(cell)
    except PayRangeError as error:
        raise ValueError(f"{error.problems[0].what}; {_WAY_OUT}") from None
    if found := _COMMA_IN_UNIT.search(cell):
        raise ValueError(f"{shown(found[0])} can be read in two ways; {_WAY_OUT}")
    return amount, _BARE_DOLLAR if currency == "USD" and "US" not in cell.upper() else currency


def _two_marks(
    header: Sequence[str], cells: Sequence[list[str]], columns: Mapping[str, Column], rows: Sequence[int]
) -> Iterator[Problem]:
    """Find points that may part thousands or decimals: other cells of the file use the marks otherwise."""
    for unit, against in _OTHER_MARK.items():
        places = [i for i, name in enumerate(header) if name in columns and columns[name].unit == unit]
        found = [(row, header[i], cells[i][k].strip()) for k, row in enumerate(rows) for i in places]
        other = next(((row, cell) for row, _, cell in found if against.search(cell)), None)
        for row, name, cell in found if other else ():
            if other and _POINTED.search(cell):
                what = f"can be read in two ways beside {shown(other[1])} of row {other[0]}; {_PLAIN_NUMBERS}"
                yield Problem(f"row {row}, column {name!r}", what, cell)


def _other_widths(width: int, rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[Problem]:
    """Find rows with more or fewer cells than the header."""
    for row, cells in rows:
        if len(cells) != width:
            what = f"{len(cells)} cells where the header has {width}{_QUOTE * (len(cells) > width)}"
            yield Problem(f"row {row}", what, str(cells))


def _other_periods(
    own: Sequence[str], header: Sequence[str], cells: Sequence[list[str]], rows: Sequence[int]
) -> Iterator[Problem]:
    """Find columns beyond the contract that say that pay is for another period than a year."""
    for name in own:
        words = _plain(name).replace("_", " ")
        if _PAY_WORD.search(words) and other_period(words):
            yield Problem("header", f"{_OTHER_PERIOD} rename the column", name)
        for row, cell in zip(rows, cells[header.index(name)], strict=True):
            if _PERIOD_WORD.search(words) and other_period(cell):
                yield Problem(f"row {row}, column {name!r}", f"{_OTHER_PERIOD} leave the column out", cell)


def _swallowed(width: int, mark: str, rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[Problem]:
    """Find cells whose first and last line each end a whole row: stray quotation marks made them one."""
    for row, cells in rows:
        for before, cell in enumerate(cells):
            lines = cell.splitlines()
            if len(lines) > 1 and mark in cell and width > 2:
                ends = before + lines[0].count(mark) + 1, len(cells) - before + lines[-1].count(mark)
                if ends == (width, width):
                    yield Problem(f"row {row}", "a quotation mark that is never closed takes in a row", cell)


def _disguised(rows: Sequence[tuple[str, Sequence[str]]]) -> Iterator[Problem]:
    """Find characters that make a cell look other than it is."""
    for where, cells in rows:
        for cell in cells:
            if hidden := DISGUISING.search(cell):
                yield Problem(where, f"a control character, U+{ord(hidden[0]):04X}; delete it", cell)


def _currencies(
    stated: Sequence[Any], marks: Sequence[set[str]], rows: Sequence[int]
) -> tuple[list[Any], list[Problem]]:
    """Hold the currency column against the signs in the rows; what is blank gets the sign's currency."""
    everywhere = set.union(*marks)
    filled, problems = [], []
    for currency, named, row in zip(stated, marks, rows, strict=True):
        meant = {"USD" if mark == _BARE_DOLLAR else mark for mark in named or everywhere}
        if currency is None and len(meant) == 1:
            (currency,) = meant
        if any(
            mark != currency and not (mark == _BARE_DOLLAR and currency in WORDS["dollars"]) for mark in named
        ):
            what = f"the pay in this row is in {' and '.join(sorted(named))}"
            problems.append(Problem(f"row {row}, column 'currency'", what, currency or ""))
        filled.append(currency)
    return filled, problems
