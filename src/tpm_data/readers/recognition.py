"""What the lists of a document are, judged by their content, and what its texts say about all pay."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import Any

from tpm_data.errors import Problem, shown
from tpm_data.formatting import join, plural
from tpm_data.readers import entries
from tpm_data.readers.entries import Terms, ranges
from tpm_data.readers.outline import BOLD, Block, Row, Section, is_title_case, read_outline
from tpm_data.readers.patterns import PATTERN, WORDS, currencies, marked, periods, says, stated, without
from tpm_data.readers.pay import LITTLE, SMALL, OpenEndedError, find_money, refuse
from tpm_data.tables.contracts import DOCUMENT_TABLES

_PLAIN = {*DOCUMENT_TABLES} - {"salary_bands", "attractiveness_scores"}
_OTHERS = '; open_ended="leave out" reads the other levels'
_MOST_NAMED, _FEW_WORDS = 6, 3
Made = dict[str, Any]


class Reading:
    """A document being read: what it gave, what is wrong with it, and what was decided."""

    def __init__(self, text: str, terms: Terms, column: str, leave_out: bool) -> None:
        self.terms, self.sections = terms, read_outline(text, DOCUMENT_TABLES)
        self.column, self.leave_out, self.lenient = column.casefold(), leave_out, False
        self.rows: dict[str, list[Made]] = {name: [] for name in DOCUMENT_TABLES}
        self.problems, self.unread = list[Problem](), list[Problem]()
        self.notes: set[tuple[int, str]] = set()
        self.pays: dict[Block, list[str]] = {}  # the lists of pay, each with its columns of pay
        self.read_from: dict[tuple[str, str], Block] = {}
        # What headings and sentences say about all pay (its period, its currency) and all scores: below each
        # heading, and (None) anywhere. Each statement has the line and the words where it first appears.
        self.said: defaultdict[tuple[Any, str], dict[Any, tuple[int, str]]] = defaultdict(dict)
        for section in self.sections:
            self._heed(section, section.line, section.text, heading=True)
            for block in section.blocks:
                for row in block.rows if block.kind != "table" else ():
                    if block.kind != "list" or not (ranges(row.text) or entries.is_scored(row)):
                        for words in PATTERN["sentence_end"].split(row.text):
                            self._heed(section, row.line, words)

    def _heed(self, at: Section | Block, line: int, words: str, heading: bool = False) -> None:
        """Keep what a heading or a sentence says about all pay, or about all scores."""
        on_pay = bool(says("pay", words))
        found: list[tuple[str, Any]] = [("pay", words)] * on_pay
        if on_pay or heading or len(words.split()) <= _FEW_WORDS:
            found += [("period", said) for said in stated(words)]
            found += [("currency", code) for code in currencies(words)]
        if heading or says("rating", words):
            scales = PATTERN["scale"].findall(words)
            found += [("scale", str(WORDS["numbers"].get(most.casefold(), most))) for most in scales]
        far = on_pay and not heading and "all " in words.casefold()
        for place in (at, None) if far else (at,):
            for kind, said in found:
                self.said[place, kind].setdefault(said, (line, words))

    def problem(self, at: Block | Section | Row, what: str, harmless: bool = False) -> None:
        """Keep what is wrong with a part of the document, or note why it is not read."""
        kept = self.problems
        if harmless or self.lenient:
            kept = self.unread
            self.note(at, f"not read: {what}, {shown(at.text)}")
        kept.append(Problem(f"line {at.line}", what, at.text))

    def note(self, at: Block | Section | Row, what: str) -> None:
        """Keep what was decided about a part of the document."""
        self.notes.add((at.line, what))

    def attempt(self, at: Block | Row, read: Callable[..., Any], *given: Any) -> Any:
        """Read a part of the document; a refusal becomes a problem of that part."""
        try:
            return read(*given)
        except ValueError as error:
            is_open = isinstance(error, OpenEndedError)
            others = _OTHERS * (is_open and not self.leave_out)
            self.problem(at, f"{error}{others}", harmless=is_open and self.leave_out)
        return None

    def read(self, wanted: Sequence[str] | None) -> None:
        """Read the lists that belong to one of the tables; of the lists of pay, only those wanted."""
        lists = [block for section in self.sections for block in section.blocks if block.kind != "text"]
        found = {block: _pay_columns(block) for block in [*_headed(self.sections), *lists]}
        self.pays = {block: columns for block, columns in found.items() if columns}
        ladders = [*filter(self._is_ladder, self.pays)] if wanted is None else self._wanted(wanted)
        for block in ladders:
            self._ladder(block, self.pays[block])
        for block in self.pays.keys() - {*ladders}:
            what = f"pay not taken as a ladder; if it is one, use section={block.section.text!r}"
            self.problem(block, what, harmless=True)
        every = dict.fromkeys(column for block in ladders for column in self.pays[block])
        if every and self.column and not any(map(self._asked, every)):
            names = join(filter(None, every), _MOST_NAMED) or "none"
            self.problem(ladders[0], f"no column of pay named {self.column!r}; there are {names}")
        self.lenient = wanted is not None  # a list that was not asked for cannot cause a refusal
        over = {heading for block in ladders for heading in block.section.headings}
        for block in (block for block in lists if block not in self.pays):
            section = next((at for at in reversed(block.section.headings) if at.tables), block.section)
            table = " or ".join(section.tables)
            lost = table == "salary_bands" and section is block.section and wanted is None
            scores = [*filter(PATTERN["score_column"].match, block.header)]
            if scores or 2 * sum(map(entries.is_scored, block.rows)) > len(block.rows):
                self._scores(block, scores)
            elif table in _PLAIN:
                self.rows[table] += self._entries(block, table, entries.read_item)
                over.add(section)
            elif lost and section not in over:  # a ladder without figures
                self._ladder(block, [""])
                over.add(section)
        for section in self.sections[1:]:
            if {*section.tables} - {"attractiveness_scores"} and section not in over:
                named = f"a heading for {join(section.tables, last='or')} without such a list"
                self.problem(section, f"{named}; add one below it, or choose what to read with section=")
        self._outside(lists)
        if not self.problems and not any(self.rows.values()):
            examples = join(map(shown, WORDS["headings"]), last="or")
            nothing = f"no list of pay and no heading for a list; expected a heading such as {examples}"
            self.problems = self.unread or [Problem("line 1", nothing)]

    def _wanted(self, wanted: Sequence[str]) -> list[Block]:
        """Choose the lists of pay below some headings."""
        below: dict[str, list[Block]] = defaultdict(list)
        for block in self.pays:
            for name in {block.section.path, *(section.text for section in block.section.headings)}:
                below[name.casefold()].append(block)
        for name in wanted:
            if name.casefold().strip() not in below:
                paths = join(dict.fromkeys(shown(block.section.path) for block in self.pays), _MOST_NAMED)
                what = f"no list of pay below this heading; headings with one: {paths or 'none'}"
                self.problems.append(Problem("line 1", what, name))
        return [*dict.fromkeys(block for name in wanted for block in below[name.casefold().strip()])]

    def _is_ladder(self, block: Block) -> bool:
        """Whether a heading says it is a ladder, or its figures are called pay and all rise or fall."""
        heading, names = block.section.text, f"{self.sections[0].text} | {block.section.path}"
        column, lowest = self.pays[block][0], []
        for row in block.rows:
            with suppress(ValueError):
                lowest += [money.exact()[0][0] for money in ranges(row.cells.get(column, ""))[:1]]
        steps = {(low > above) - (low < above) for low, above in pairwise(lowest)}
        labels = [re.split("[:(]", next(iter(row.cells.values())))[0].strip("* ") for row in block.rows]
        said = says("pay", " | ".join([names, *block.header, column, *labels]))
        of = " ".join([heading, *block.header[:1]])
        parts = any(map(PATTERN["part"].match, labels)) or says("no_level", of)
        orderly = steps == {-1} or (steps == {1} and len(lowest) > 2)
        said_to_be = (said or self.said[block.section, "pay"]) and not says("other_money", heading)
        return bool(says("ladder_heading", names) or (orderly and said_to_be and not parts))

    def _asked(self, column: str) -> bool:
        return self.column in (column.casefold(), *column.casefold().split(" - "))

    def _ladder(self, block: Block, columns: list[str]) -> None:
        """Read one ladder; decide its column, period and currency first, for all rows."""
        decided = self.attempt(block, self._decided, block, columns)
        if decided is None:
            return
        column, terms = decided
        rows = self._entries(block, "salary_bands", entries.read_band, column, terms)
        small = [row for row in rows if row["minimum"] < SMALL]
        if small and not terms.period:
            self.problem(block.rows[small[0]["level"] - 1], LITTLE)
        if other := [row for row in rows if row["currency"] != rows[0]["currency"]]:
            self.problem(block.rows[other[0]["level"] - 1], f"a second currency, {other[0]['currency']}")
        falls = [a["minimum"] >= b["minimum"] and a["maximum"] >= b["maximum"] for a, b in pairwise(rows)]
        if rows and all(falls) and rows[0]["minimum"] > rows[-1]["minimum"]:
            rows = [row | {"level": len(block.rows) + 1 - row["level"]} for row in reversed(rows)]
            self.note(block, "levels are numbered from the last row, because pay falls throughout")
        self.rows["salary_bands"] += rows
        of = f", column {column!r}" * bool(column)
        self.note(block, f"a ladder of {plural(len(rows), 'level')}, {shown(block.section.path)}{of}")
        if terms.times and terms.times != 1:
            self.note(block, terms.note)

    def _column(self, block: Block, columns: list[str]) -> str:
        """Choose a ladder's column of pay; ValueError says why there is none, or why it is not a ladder."""
        named = [*filter(self._asked, columns)]
        pay = named or [column for column in columns if not says("other_money", column)]
        for family in filter(PATTERN["family"].fullmatch, block.header):
            several = len({row.cells.get(family) for row in block.rows}) > 1
            refuse(several, f"several ladders in one table, by {family!r}; give each its own table")
        other = says("other_money", block.section.text) and not says("pay", block.section.text)
        refuse(other, f"the heading {shown(block.section.text)} is for money that is not annual pay")
        what = "several columns of pay" if pay else "no column of annual pay"
        refuse(len(pay) != 1, f"{what}; choose one with column={join(map(repr, columns), last='or')}")
        return pay[0]

    def _decided(self, block: Block, columns: list[str]) -> tuple[str, Terms] | None:
        """Decide the column, period and currency of pay; None or ValueError if they are refused.

        The nearest statement of the period counts. The currency is the only stated one that is possible,
        or empty if the ranges give it.
        """
        column = self._column(block, columns)
        near = block, *reversed(block.section.headings), self.sections[0]
        self.said[block, "period"] |= dict.fromkeys([*periods(column), *stated(column)], (block.line, column))
        nearest = next((at for at in near if self.said[at, "period"]), None)
        for said, (line, words) in self.said[nearest, "period"].items():
            if self.terms.period and said[0] not in (self.terms.period, "thousands"):
                self.note(block, f"period={self.terms.period!r} was given; line {line} says {shown(words)}")
            elif not self.attempt(Row(line, {"": words}), self.terms.agree, [said]):
                return None
        printed = [money.codes for row in block.rows for money in ranges(row.cells.get(column, ""))]
        bare_sign, unsigned = {"$"} in printed, set() in printed
        codes = (marked(column) - {"$"}).union(*(self.said[at, "currency"] for at in near))
        far = self.said[None, "currency"] if bare_sign or unsigned else ()
        meant = sorted(codes or {code for code in far if code in WORDS["dollars"] or not bare_sign})
        given = self.terms.currency
        if given and {*meant} - {given}:
            self.note(block, f"currency={given!r} was given; the text says {join(meant)}")
        elif (bare_sign or unsigned) and not given:
            refuse(len(meant) > 1, f"the text says {join(meant)}; choose one with currency=")
            refuse(not (meant or any(printed)), "ranges without a currency; give it with currency=")
            if meant or bare_sign:
                usd = "a bare dollar sign is read as USD"
                self.note(block, f"pay is in {meant[0]}, as the text says" if meant else usd)
        return column, replace(self.terms, currency=given or (meant[0] if len(meant) == 1 else ""))

    def _entries(self, block: Block, table: str, read: Callable[..., Made], *given: Any) -> list[Made]:
        """Read the rows of a list; those that cannot be read become problems."""
        first = self.read_from.setdefault((table, block.section.path), block)
        if first is not block:
            what = f"a second list after the one in line {first.line}; give it its own heading"
            self.problem(block, f"{what}, or indent it further if it is part of an entry")
            return []
        made, seen = list[Made](), dict[str, int]()
        odd = next((row for place, row in enumerate(block.rows, 1) if row.number not in (place, 0)), None)
        if odd and any(row.number != 1 for row in block.rows):
            self.problem(odd, f"number {odd.number} is out of order; check whether an entry is missing")
        for position, row in enumerate(block.rows, 1):
            if entry := self.attempt(row, read, row, *given):
                place = {"level": position, "position": position, "section": block.section.path}
                made.append(entry | place | {"source_line": row.line})
                key = str(entry.get("title") or entry.get("factor") or position).casefold()
                if seen.setdefault(key, row.line) != row.line:
                    self.problem(row, f"repeats the entry in line {seen[key]}")
        return made

    def _scores(self, block: Block, columns: list[str]) -> None:
        """Read a list of scores; a scale stated in words applies to scores without one."""
        self._heed(block, block.line, " ".join(columns), heading=True)
        scales = {**self.said[block, "scale"], **self.said[block.section, "scale"]}
        rows = self._entries(block, "attractiveness_scores", entries.read_score, columns, [*scales])
        self.rows["attractiveness_scores"] += rows
        if not all(row["scale_stated"] for row in rows):
            self.note(block, "scores without a scale are taken as out of 10")

    def _outside(self, lists: list[Block]) -> None:
        """Find entries without a marker next to the lists that were read, and ranges in HTML."""
        figures = {block.section for (table, _), block in self.read_from.items() if table not in _PLAIN}
        for block in (block for section in figures for block in section.blocks if block.kind == "text"):
            label, parenthesis, _ = block.text.partition("(")
            figure = ranges(block.text) or entries.is_scored(block.rows[0])
            html = block.text.startswith("<") and any(map(entries.is_range, find_money(block.text)))
            if html or (parenthesis and is_title_case(label) and figure):
                self.problem(block, "a figure outside the lists; write it as an entry of a list or table")
        read = {*self.read_from.values()}
        for above, block in pairwise(lists):
            goes_on = block.rows[0].number == above.rows[-1].number + 1 > 1
            if goes_on and above in read and block not in read:
                self.problem(block, f"may continue the list in line {above.line}; remove the text between")


def _headed(sections: list[Section]) -> list[Block]:
    """List the headings directly below one heading, each as an entry with the texts below it."""
    below: dict[tuple[Section, int], list[Row]] = defaultdict(list)
    of: dict[Section, Row] = {}
    for section in sections[1:]:
        of[section] = Row(section.line, {"": section.text}, bool(says("tag", section.text)))
        parent = (sections[0], *section.above)[-1]
        below[parent, section.rank].append(of[section])
        rows = [row for block in section.blocks if block.kind != "table" for row in block.rows]
        for at in (section, parent) if section.rank == BOLD and parent in of else (section,):
            of[at].put(text for row in rows for text in [*row.cells.values(), *row.rest])
    return [Block("headings", rows[0].line, rows, at) for (at, _), rows in below.items() if len(rows) > 1]


def _pay_columns(block: Block) -> list[str]:
    """Name the columns with one range in most rows; a lowest and a highest amount make one range."""
    lows = {without(name, "lowest").strip(): name for name in block.header if says("lowest", name)}
    highs = {without(name, "highest").strip(): name for name in block.header if says("highest", name)}
    ends = [(low, highs[pay]) for pay, low in lows.items() if pay in highs]
    for row in block.rows:
        for low, high in ends:
            row.cells[f"{low} - {high}"] = f"{row.cells.pop(low, '')} - {row.cells.pop(high, '')}"
    found = Counter(name for row in block.rows for name, text in row.cells.items() if len(ranges(text)) == 1)
    most = [name for name, count in found.items() if 2 * count > len(block.rows)]
    # A named text below a heading that is not about pay may be an entry of another list.
    columns = [name for name in most if block.kind != "headings" or not name or says("pay", name)]
    return [""] if "" in columns else columns
