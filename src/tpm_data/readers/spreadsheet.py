"""A table in a spreadsheet: where it is, what its headings mean, and the values of its cells."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import Any

import pandas as pd

from tpm_data.errors import DISGUISING, Problem, alike, nearest, one_of, shown
from tpm_data.formatting import join, plural
from tpm_data.readers.decoding import other_kind
from tpm_data.readers.entries import Terms
from tpm_data.readers.patterns import PATTERN, WORDS, marked, periods, stated
from tpm_data.readers.pay import LITTLE, SMALL, exact_amount, refuse
from tpm_data.tables.schema import LARGEST, PAY_UNIT, Column, Table

Row = tuple[int, list[str]]

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_NEAR = 0.75  # how similar a heading must be to the missing one
_LOOKED = 100  # rows that are searched for the header
_WAY_OUT = "write a whole amount for a year, such as 83350"
_TWO_WAYS = 'can be read in two ways; use period="year" or "month" for thousands, "hour" for cents'
_DIGITS = r"[+-]?[0-9]{1,15}"
# A comma before three digits may separate thousands.
_DECIMALS = re.compile(rf"{_DIGITS}(?:\.[0-9]{{1,15}}|,(?![0-9]{{3}}$)[0-9]{{1,15}})?")
_POINTED = re.compile(r"(?<![0-9.,])[0-9]{1,3}\.[0-9]{3}(?![0-9.,])")
_PERIOD_WORD = re.compile(r"\b(?:period|frequency|interval|basis|per|unit)\b")
_APART = re.compile(r" \(column [A-Z]+\)$")


@dataclass
class Sheet:
    """The cells of a table, column by column, and what was found in and around them.

    ``rows`` are the row numbers as a spreadsheet counts them; ``outside`` are the texts above the header
    and below the last row of the table.
    """

    headings: list[str]
    rows: list[int]
    columns: list[list[Any]]
    outside: list[tuple[int, str]]
    problems: list[Problem]
    notes: list[str]


class Meanings:
    """What headings mean: a column that was asked for, or one of the contract by its own or a known name."""

    def __init__(self, table: Table, asked: Mapping[str, str | None], groups: Sequence[str]) -> None:
        left = [column for column in table.columns if column.name not in asked]
        self.own = {fold(name): name for name in groups if name not in asked}
        self.asked = {name: heading for name, heading in asked.items() if heading is not None}
        self.own |= {fold(heading): name for name, heading in self.asked.items()}
        self.known = {fold(word): column.name for column in left for word in (column.name, *column.known)}
        self.pay = {column.name for column in left if column.unit == PAY_UNIT}
        self.table = table

    def of(self, heading: str) -> str | None:
        """Return the column a heading means, if any; one for pay may also say salary, range or year."""
        bare = fold(_APART.sub("", heading))
        alone = self.known.get(" ".join(word for word in bare.split() if word not in self.table.beside))
        return self.own.get(fold(heading)) or self.known.get(bare) or (alone if alone in self.pay else None)

    def names(self, headings: Sequence[str], needed: Sequence[str]) -> tuple[list[str], list[Problem]]:
        """Name every column: as the contract does, or by its own heading, distinct from all others."""
        meant, taken = [*map(self.of, headings)], {column.name for column in self.table.columns}
        names = [f"{one} (column {_letters(at)})" if one in taken else one for at, one in enumerate(headings)]
        problems = []
        for name in dict.fromkeys([*filter(None, meant), *self.asked, *needed]):
            places = [at for at, other in enumerate(meant) if other == name]
            own = [at for at in places if headings[at] == name or fold(headings[at]) in self.own]
            places = own or places
            if places:
                names[places[0]] = name
            if len(places) != 1:
                misspelt = nearest(self.asked[name], headings) if name in self.asked else ""
                near = headings[places[0]] if places else misspelt or alike(name, headings, _NEAR)
                no = f"no heading is {self.asked[name]!r}" if name in self.asked else f"no {name!r} was found"
                what = f"several headings may mean {name!r}" if places else no
                what += f"; choose one, such as columns={{{name!r}: {near or '…'!r}}}"
                few = ", ".join(headings[at] for at in places or range(len(headings)))
                problems.append(Problem("header", what, few))
        return names, problems


def fold(heading: str) -> str:
    """Spell a heading in one way, whatever its case, punctuation and currency."""
    words = re.sub("(?<=[a-z])(?=[A-Z])", " ", PATTERN["currency"].sub(" ", heading))
    return re.sub(r"[\W_]+", " ", words.casefold()).strip() or heading.strip()


def read_sheet(raw: bytes, sheet: str | None, meanings: Meanings) -> Sheet:
    """Find a table in a CSV or a workbook: its header is the first row that names the most columns."""
    problems, notes, is_book = list[Problem](), list[str](), raw.startswith(_WORKBOOKS)
    rows, mark = _workbook(raw, sheet, meanings, notes) if is_book else _records(raw, meanings)
    place = _header(rows, meanings)[1]
    width = max((len(_cut(cells)) for _, cells in rows[place : None if is_book else place + 1]), default=0)
    above, below, body = rows[:place], list[Row](), [(row, _cut(cells, width)) for row, cells in rows[place:]]
    while meanings.pay and len(body) > 1 and _is_remark(body[-1][1]):
        below.insert(0, body.pop())
    notes += [f"the header is row {body[0][0]}; the rows above are not part of the table"] if above else []
    notes += [f"row {row} is left out as a remark: {shown(' '.join(cells).strip())}" for row, cells in below]
    for row, cells in body:
        if hidden := DISGUISING.search(text := "\t".join(cells)):
            what = f"a control character, U+{ord(hidden[0]):04X}; delete it"
            problems.append(Problem(f"row {row}", what, text))
        if mark and len(cells) != width:
            quote = "; put an amount with a comma in quotation marks" * (len(cells) > width)
            what = f"{len(cells)} cells, but the header has {width}{quote}"
            problems.append(Problem(f"row {row}", what, str(cells)))
        problems += _swallowed(width, mark, row, cells) if mark else ()
    columns = [*zip(*((cells + [""] * width)[:width] for _, cells in body), strict=True)]
    named = zip(apart([heading for heading, *_ in columns]), columns, strict=True)
    kept = {heading: list(cells[1:]) for heading, cells in named if any(map(str.strip, cells))}
    outside = [(row, cell) for row, cells in (*above, *below) for cell in cells if cell.strip()]
    return Sheet([*kept], [row for row, _ in body[1:]], [*kept.values()], outside, problems, notes)


def _records(raw: bytes, meanings: Meanings) -> tuple[list[Row], str]:
    """Split a CSV at the separator that gives the most known columns in its header."""
    if kind := other_kind(raw):
        raise csv.Error(f"{kind}; save the file as CSV UTF-8")
    text = raw.decode("utf-8-sig")
    mark = max(",;\t|", key=lambda one: _header(_filled(text, one, strict=False), meanings)[0])
    return [*_filled(text, mark)], mark


def _workbook(raw: bytes, sheet: str | None, meanings: Meanings, notes: list[str]) -> tuple[list[Row], str]:
    """Read the given sheet of a workbook, or else the one whose header names the most columns."""
    try:
        file = pd.ExcelFile(io.BytesIO(raw), engine="calamine")
        book = pd.read_excel(file, None, header=None, na_filter=False)
    except Exception as error:  # from the archive, its XML or the parser: they have no common class
        way = "save it as CSV, or install the reader: pip install 'tpm-data[excel]'"
        raise csv.Error(f"a workbook; {way if isinstance(error, ImportError) else error}") from None
    rows = dict[str, list[Row]]()
    for name, frame in book.items():
        cells = enumerate(([*map(_spelt, row)] for row in frame.to_numpy(object)), 1)
        rows[str(name)] = [row for row in cells if any(map(str.strip, row[1]))]
    hidden = {one.name for one in file.book.sheets_metadata if not str(one.visible).endswith(".Visible")}
    named = {name: _header(every, meanings)[0] for name, every in rows.items() if name not in hidden}
    best = [name for name in named if named[name] == max(named.values())]
    if sheet is None and named[best[0]] and len(best) > 1:
        raise csv.Error(f"several sheets have such a table; use sheet={join(map(repr, best), last='or')}")
    chosen = one_of(sheet or best[0], rows, "sheet")
    if others := [name for name in rows if name != chosen and rows[name]]:
        notes.append(f"the sheet {shown(chosen)} was read, not {join(map(shown, others), 6)}")
    return rows[chosen], ""


def _spelt(cell: Any) -> str:
    """Spell a cell of a workbook as it would be in a CSV."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return str(cell)
    text = format(Decimal(repr(cell)).normalize(), "f")
    return text + "0" * bool(_POINTED.search(text))  # a fourth decimal, as three may be thousands


def _header(rows: Iterable[Row], meanings: Meanings) -> tuple[int, int]:
    """Return how many columns the best header among the first rows names, and its place."""
    first = [cells for _, cells in islice(rows, _LOOKED)]
    named = [len({*map(meanings.of, apart(cells))} - {None}) for cells in first]
    best = named if any(named) else [len(_cut(cells)) for cells in first]
    return max(named, default=0), best.index(max(best)) if best else 0


def apart(cells: Sequence[str]) -> list[str]:
    """Make headings distinct: a blank or repeated one gets the letters of its column."""
    count = Counter(map(fold, cells))
    marked = ((cell.strip(), f"column {_letters(at)}") for at, cell in enumerate(cells))
    return [(f"{name} ({at})" if count[fold(name)] > 1 else name) if name else at for name, at in marked]


def _letters(place: int) -> str:
    return (_letters(place // 26 - 1) if place > 25 else "") + chr(ord("A") + place % 26)


def _filled(text: str, separator: str, strict: bool = True) -> Iterator[Row]:
    """Yield the rows that are not blank, with their numbers."""
    text_lines = io.StringIO(text, newline="")
    lines = csv.reader(text_lines, delimiter=separator, strict=strict, skipinitialspace=True)
    return ((row, cells) for row, cells in enumerate(lines, 1) if any(map(str.strip, cells)))


def _cut(cells: list[str], least: int = 0) -> list[str]:
    """Remove blank cells at the end of a row, but keep the least number of cells."""
    filled = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return cells[: max(least, filled)]


def _is_remark(cells: Sequence[str]) -> bool:
    """Whether a row has only one cell that is filled, with words."""
    filled = [*filter(str.strip, cells)]
    return len(filled) == 1 and re.search(r"[^\W\d_]{2}", filled[0]) is not None


def _swallowed(width: int, mark: str, row: int, cells: Sequence[str]) -> Iterator[Problem]:
    """Find cells whose first and last lines each complete a row: stray quotation marks joined the rows."""
    for before, cell in enumerate(cells):
        lines = cell.splitlines()
        if len(lines) > 1 and mark in cell and width > 2:
            ends = before + lines[0].count(mark) + 1, len(cells) - before + lines[-1].count(mark)
            if ends == (width, width):
                yield Problem(f"row {row}", "a quotation mark that is never closed joins several rows", cell)


def read_cells(
    sheet: Sheet, names: list[str], known: Mapping[str, Column], terms: Terms, cents: bool
) -> None:
    """Read the cells of every named column in place; one that is not a value stays text.

    Pay becomes annual. It is rounded to whole units if it is converted, or if ``cents`` are to be rounded.
    """
    pay = [at for at, name in enumerate(names) if name in known and known[name].unit == PAY_UNIT]
    if pay and (periods := [*_other_periods(sheet, pay, terms)]):
        sheet.problems += periods
        # Other problems with pay may follow from it.
        terms = replace(terms, period=terms.period or "year")
    marks: list[set[str]] = [set() for _ in sheet.rows]
    rounded, said = 0, {problem.where for problem in sheet.problems}
    for at, name in enumerate(names):
        values: list[Any] = []
        for row, cell, named in zip(sheet.rows, sheet.columns[at], marks, strict=True):
            value: Any = cell.strip()
            try:
                if at in pay and re.search("[0-9]", cell):
                    value, mark, was_rounded = _pay(value, known[name].kind == "integer", cents, terms)
                    named |= {mark} - {""}
                    rounded += was_rounded
                else:
                    value = _value(value, known.get(name))
            except ValueError as error:
                where = Problem(f"row {row}, column {name!r}", str(error), cell.strip())
                sheet.problems += [where] if f"row {row}" not in said else []
            values.append(value)
        sheet.columns[at] = values
    sheet.notes += [terms.note] if terms.times not in (None, 1) else []
    sheet.notes += [f"{plural(rounded, 'amount')} of pay rounded to whole units"] if rounded else []
    if "currency" in known:
        _fill_currency(sheet, names, marks, " ".join(sheet.headings[at] for at in pay), terms)


def _value(cell: str, column: Column | None) -> Any:
    """Read the value of a cell that is not pay."""
    kind = column.kind if column else "text"
    if kind == "boolean":
        return {"true": True, "false": False, "": None}.get(cell.casefold(), cell)
    if kind == "integer" and re.fullmatch(rf"{_DIGITS}(?:\.00?)?", cell):
        return int(cell.partition(".")[0])
    if column and column.is_share and re.fullmatch("[0-9]{1,3}(?:[.,][0-9]{1,2})? ?%", cell):
        return float(Decimal(cell.rstrip(" %").replace(",", ".")) / 100)
    if kind == "number" and _DECIMALS.fullmatch(cell):
        return float(cell.replace(",", "."))
    return cell or None


def _pay(cell: str, whole: bool, cents: bool, terms: Terms) -> tuple[int | float, str, bool]:
    """Read annual pay, its currency ("$" for a bare dollar sign) and whether it was rounded."""
    three = "" if terms.period == "hour" else "(?![0-9]{3}$)"  # three decimals may be thousands
    if re.fullmatch(rf"{_DIGITS}(?:\.{three}[0-9]+)?", cell):
        amount, currency = Decimal(cell), ""
    elif _POINTED.search(cell) and terms.period not in ("year", "month"):
        raise ValueError(_TWO_WAYS)
    elif found := re.search(r"[0-9]+,[0-9]{3}\s?[km]", cell, re.IGNORECASE):
        raise ValueError(f"{shown(found[0])} can be read in two ways; {_WAY_OUT}")
    else:
        try:
            amount, currency = exact_amount(cell, terms.period or "year")
            refuse(amount <= 0, "pay must be above zero")
        except ValueError as error:
            raise ValueError(f"{error}; {_WAY_OUT}") from None
    if 0 < amount < SMALL and terms.period is None:
        raise ValueError(f"{LITTLE}; write k for thousands")
    exact, rounds = amount * (terms.times or 1), cents or terms.times not in (None, 1)
    is_whole = exact >= LARGEST or exact == int(exact)
    if whole and not (is_whole or rounds):
        raise ValueError("not a whole amount of money; round_cents=True rounds it")
    mark = "$" if currency == "USD" and "US" not in cell.upper() else currency
    value = int(exact if is_whole else exact.quantize(Decimal(1), ROUND_HALF_UP))
    return (value if is_whole or rounds else float(exact)), mark, rounds and not is_whole


def _other_periods(sheet: Sheet, pay: Sequence[int], terms: Terms) -> Iterator[Problem]:
    """Find text that says pay is for a period other than a year, or other than the one given.

    Around the table, a sentence may say so; in the table, a cell with nothing else, or the heading of pay.
    """
    found = [("header", sheet.headings[at]) for at in pay]
    around = sheet.outside if not terms.period else []
    found += [(f"row {row}", said) for row, said in around if {*stated(said)} - {*periods("a year")}]
    for heading, cells in zip(sheet.headings, sheet.columns, strict=True):
        about = _PERIOD_WORD.search(fold(heading))
        looked = zip(reversed(cells), reversed(sheet.rows), strict=True) if about or not terms.period else ()
        for said, row in dict(looked).items():  # the first row of each
            # A bare unit of time, such as "day", counts only if the heading says that it is the period.
            if PATTERN["period"].fullmatch(said.strip(" .")) and (about or any(periods(f"pay {said}"))):
                found.append((f"row {row}, column {heading!r}", said))
    for where, said in found:
        try:
            terms.agree(stated(said))
        except ValueError as error:
            yield Problem(where, str(error), said)


def _fill_currency(sheet: Sheet, names: list[str], marks: list[set[str]], said: str, terms: Terms) -> None:
    """Compare the currency column with the signs in headings and rows, and fill its blanks from them."""
    headings, given = marked(said) - {"$"}, {terms.currency} - {""}
    signs = marked(said).union(*marks)
    around = {mark for _, text in sheet.outside for mark in marked(text)}
    # Text around the table counts if the table has no currency; if it has a dollar sign, only dollars count.
    near = around & {*WORDS["dollars"]} if "$" in signs else around
    far = near if signs <= {"$"} else set()
    if left := around - far - signs - given:
        sheet.notes.append(f"the text around the table says {join(sorted(left))}; this was not used")
    dollar = headings & {*WORDS["dollars"]} or far - {"$"} or {"USD"}
    if "currency" not in names and signs - marked(said) and not (given or all(marks)):
        sheet.notes.append(f"pay without a currency is taken to be in {join(sorted(signs))}, as other pay")
    if "currency" not in names and signs | given | far:
        if not given and far - {"$"}:
            sheet.notes.append(f"pay is in {join(sorted(far))}, as the text around the table says")
        names.append("currency")
        sheet.columns.append([None] * len(sheet.rows))
    stated = sheet.columns[names.index("currency")] if signs | given | far else []
    for at, (currency, named) in enumerate(zip(stated, marks, strict=bool(stated))):
        own = (named or signs or far) - {"$"} | (dollar if "$" in (named or signs or far) else set())
        meant = given or (headings if not named else set()) or own
        (stated[at],) = meant if currency is None and len(meant) == 1 else {currency}
        same = {stated[at]} | ({"$"} if stated[at] in WORDS["dollars"] else set())
        if not (named | given | headings) <= same:
            what = f"the pay in this row is in {' and '.join(sorted(named | given | headings))}"
            sheet.problems.append(Problem(f"row {sheet.rows[at]}, column 'currency'", what, stated[at] or ""))
    if "$" in signs and "USD" in stated and not given | headings:
        sheet.notes.append("a bare dollar sign is read as USD; use currency= for another dollar")
