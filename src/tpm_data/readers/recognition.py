"""What the lists of a document are, told by what they hold; and what its texts say of all pay."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from tpm_data.errors import Problem, shown
from tpm_data.formatting import join, plural
from tpm_data.readers import entries
from tpm_data.readers.entries import Terms, ranges
from tpm_data.readers.outline import BOLD, Block, Outline, Row, Section, bare, is_title_case
from tpm_data.readers.patterns import PATTERN, WORDS, currencies, says, states_period
from tpm_data.readers.pay import LITTLE, SMALL, WITH_SMALL, OpenEndedError, find_money
from tpm_data.tables.contracts import DOCUMENT_TABLES

_TEXTS = ("career_steps", "career_tracks", "essential_skills", "education")
_LONGEST_ENTRY, _MOST_NAMED, _FEW_WORDS = 20_000, 6, 3


class Reading:
    """A document being read: what it gave, what is wrong with it, and what was decided."""

    def __init__(self, outline: Outline, terms: Terms, column: str, leave_out: bool) -> None:
        self.outline, self.terms, self.column, self.leave_out = outline, terms, column.casefold(), leave_out
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in DOCUMENT_TABLES}
        self.problems: list[Problem] = []
        self.notes: set[tuple[int, str]] = set()
        self.read_from: dict[Block, str] = {}
        self.lists, self.column_found = 0, not column
        self.placed: dict[tuple[str, str], int] = {}
        # What headings and sentences say of all pay, below each heading and (None) anywhere: the first that
        # names a period or a scale, with its line, and the currencies; and the scales of scores.
        self.periods: dict[Section | None, tuple[int, str]] = {}
        self.currencies: dict[Section | None, set[str]] = {}
        self.scales: dict[Section, set[str]] = {}
        self.on_pay: set[Section] = set()
        for section in outline.sections:
            self._heed(section, section.line, section.name, heading=True)
            for block in section.blocks:
                for row in block.rows if block.kind != "table" else ():
                    if block.kind != "list" or not (ranges(row.text) or entries.is_scored(row)):
                        for words in PATTERN["sentence_end"].split(row.text):
                            self._heed(section, row.line, words)

    def _heed(self, section: Section, line: int, words: str, heading: bool = False) -> None:
        """Keep what a heading or a sentence says of all pay, or of all scores."""
        on_pay = bool(says("pay", words))
        if on_pay:
            self.on_pay.add(section)
        if on_pay or heading or len(words.split()) <= _FEW_WORDS:
            far = on_pay and not heading and "all " in words.casefold()
            for at in (section, None) if far else (section,):
                if says("thousands", words) or states_period(words):
                    self.periods.setdefault(at, (line, words))
                self.currencies.setdefault(at, set()).update(currencies(words))
        if heading or says("rating", words):
            self.scales.setdefault(section, set()).update(_scales(words))

    def problem(self, at: Block | Section | Row, what: str, found: str = "") -> None:
        """Keep what is wrong with a part of the document."""
        text = at.name if isinstance(at, Section) else (at if isinstance(at, Row) else at.rows[0]).text
        self.problems.append(Problem(f"line {at.line}", what, found or text))

    def note(self, at: Block | Row, what: str) -> None:
        """Keep what was decided about a part of the document."""
        self.notes.add((at.line, what))

    def read(self, wanted: Sequence[str] | None) -> None:
        """Read every list and table that is one of the tables, of the lists of pay those that are wanted."""
        lists = [block for block in self.outline.blocks if block.kind in ("list", "table")]
        found = {block: _pay_columns(block) for block in [*_headed(self.outline), *lists]}
        pays = {block: columns for block, columns in found.items() if columns}
        self.lists = len(pays)
        for block in (ladders := self._ladders(pays, wanted)):
            self._ladder(block, pays.get(block, [""]))
        for block in pays.keys() - ladders.keys():
            self.note(block, f"pay, but not read as a ladder, {shown(block.section.path)}; see section=")
        if not self.column_found and ladders:
            names = (
                join(dict.fromkeys(c for b in ladders for c in pays.get(b, []) if c), _MOST_NAMED) or "none"
            )
            self.problem(next(iter(ladders)), f"no column of pay named {self.column!r}; there are {names}")
        wrong, self.problems = self.problems, []
        under: dict[Section | None, list[Block]] = {}
        for block in (block for block in lists if block not in pays and block not in ladders):
            if 2 * sum(map(entries.is_scored, block.rows)) > len(block.rows):
                self._scores(block)
            else:
                under.setdefault(_known(block.section), []).append(block)
        self._texts(under)
        self._outside(lists)
        if wanted is not None:  # what was not asked for cannot refuse
            self.notes |= {(int(p.where.split()[1]), f"not read: {p.what}") for p in self.problems}
            self.problems = []
        self.problems += wrong
        self.notes |= {(line, f"struck out, left out: {shown(text)}") for line, text in self.outline.struck}
        if not self.problems and not any(self.rows.values()):
            self._nothing([*pays])

    def _ladders(self, pays: dict[Block, list[str]], wanted: Sequence[str] | None) -> dict[Block, None]:
        """Choose the lists of pay that are ladders; a heading that names one asks for it."""
        if wanted is None:
            chosen = (block for block, columns in pays.items() if self._is_ladder(block, columns[0]))
            ladders = dict.fromkeys(chosen)
            over = {heading for block in ladders for heading in block.section.headings}
            for section in self.outline.sections[1:]:
                if section not in over and PATTERN["salary_bands"].fullmatch(bare(section.name)):
                    below = [block for block in section.blocks if block.kind in ("list", "table")][:1]
                    ladders |= dict.fromkeys(below)
                    if not below:
                        self.problem(
                            section, "a heading that names a ladder, with none below it; see section="
                        )
            return ladders
        ladders = {}
        for name in wanted:
            found = [block for block in pays if _stands_below(block, name)]
            ladders |= dict.fromkeys(found)
            if not found:
                paths = dict.fromkeys(shown(block.section.path) for block in pays)
                what = f"no list of pay below that heading; there are {join(paths, _MOST_NAMED) or 'none'}"
                self.problems.append(Problem("line 1", what, name))
        return ladders

    def _is_ladder(self, block: Block, column: str) -> bool:
        """Whether a heading names a ladder, or pay rises or falls from entry to entry, said to be pay."""
        names = [*(section.name for section in block.section.headings), self.outline.title or ""]
        if any(says("ladder_heading", name) for name in names):
            return True
        lowest = [low for row in block.rows if (low := _lowest(row.cells.get(column, ""))) is not None]
        rises = len(lowest) > 1 and all(a < b for a, b in pairwise(lowest))
        falls = len(lowest) > 2 and all(a > b for a, b in pairwise(lowest))
        labels = [re.split("[:(]", next(iter(row.cells.values())))[0].strip("* ") for row in block.rows]
        said = any(says("pay", text) for text in (*names, *block.header, column, *labels))
        said = said or block.section in self.on_pay
        of = f"{block.section.name} {' '.join(block.header[:1])}"
        parts = any(map(PATTERN["part"].match, labels)) or says("no_level", of)
        return (rises or falls) and said and not parts and not says("other_money", block.section.name)

    def _ladder(self, block: Block, columns: list[str]) -> None:
        """Read one ladder: its column, its period and its currency are decided first, for all rows."""
        named = [c for c in columns if self.column in (c.casefold(), *c.casefold().split(" - "))]
        pay = (named if self.column else []) or [c for c in columns if not says("other_money", c)]
        heading, before = block.section.name, len(self.problems)
        self.column_found |= bool(named)
        families = filter(PATTERN["family"].fullmatch, block.header)
        if several := [name for name in families if len({row.cells.get(name) for row in block.rows}) > 1]:
            self.problem(block, f"several ladders in one table, by {several[0]!r}; give each its own")
        elif says("other_money", heading) and not says("pay", heading):
            self.problem(block.section, "money that is no pay for a year, by its heading")
        elif len(pay) != 1:
            what = "several columns of pay" if pay else "no column of pay for a year"
            names = join(map(repr, columns), last="or")
            self.problem(block, f"{what}; choose one with column={names}", heading)
        else:
            above = [*block.section.headings, *self.outline.sections[: 2 if self.outline.title else 1]]
            self._period(block, pay[0], above)
            currency = self._currency(block, pay[0], above)
        if len(self.problems) > before:
            return
        terms = replace(self.terms, currency=currency)
        rows = self._entries(block, "salary_bands", lambda row: entries.read_band(row, pay[0], terms))
        falls = [a["minimum"] >= b["minimum"] and a["maximum"] >= b["maximum"] for a, b in pairwise(rows)]
        if rows and all(falls) and rows[0]["minimum"] > rows[-1]["minimum"]:
            rows = [row | {"level": len(block.rows) + 1 - row["level"]} for row in reversed(rows)]
            self.note(block, "levels are numbered from the last row, because pay falls throughout")
        self.rows["salary_bands"] += rows
        of = f", column {pay[0]!r}" * bool(pay[0])
        self.note(block, f"a ladder of {plural(len(rows), 'level')}, {shown(block.section.path)}{of}")
        if terms.times and terms.times != 1:
            self.note(block, terms.note)

    def _period(self, block: Block, column: str, above: list[Section]) -> None:
        """Refuse a list of which another period is said than it is read for; the nearest word counts."""
        near = [self.periods[at] for at in (*reversed(above), None) if at in self.periods]
        for line, words in [(block.line, column), *near]:
            try:
                if found := says("thousands", words):
                    raise ValueError(f"amounts in thousands, {shown(found[0])}; write them in full")
                if self.terms.agree(words) != words:
                    return
            except ValueError as error:
                if self.terms.period and words is not column and not says("thousands", words):
                    self.note(
                        block, f'period="{self.terms.period}" was given, line {line} says {shown(words)}'
                    )
                else:
                    self.problems.append(Problem(f"line {line}", str(error), words))
                return

    def _currency(self, block: Block, column: str, above: list[Section]) -> str:
        """Decide the currency of a list, the only one said that may be meant; empty if the ranges say it."""
        every = [money for row in block.rows for money in ranges(row.cells.get(column, ""))]
        bare_sign = any(money.has_currency and money.is_bare for money in every)
        open_to = bare_sign or not all(money.has_currency for money in every)
        near = {*PATTERN["code"].findall(column)}.union(*(self.currencies.get(at, ()) for at in above))
        near |= {WORDS["symbols"][sign] for sign in PATTERN["symbol"].findall(column)} - {"$"}
        far = self.currencies.get(None, set()) if open_to else set()
        meant = sorted(near or {code for code in far if code in WORDS["dollars"] or not bare_sign})
        if given := self.terms.currency:
            if {*meant} - {given}:
                self.note(block, f"currency={given!r} was given, the text says {join(meant)}")
            return given
        if len(meant) > 1 and open_to:
            self.problem(block, f"{join(meant, last='or')}? Both are said; choose one with currency=")
        elif len(meant) == 1:
            if open_to:
                self.note(block, f"pay is in {meant[0]}, as the text says")
            return meant[0]
        elif bare_sign:
            self.note(block, "a bare dollar sign is read as USD")
        elif open_to and not any(money.has_currency for money in every):
            self.problem(block, "ranges without a currency; say which it is with currency=")
        return ""

    def _entries(
        self, block: Block, table: str, read: Callable[[Row], dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """Read the rows of a list; what cannot be read is added to the problems."""
        if (first := self.placed.setdefault((table, block.section.path), block.line)) != block.line:
            self.problem(block, f"a second list below the heading of line {first}'s; give each its own")
        self.read_from[block] = table
        made: list[dict[str, Any]] = []
        seen: dict[str, int] = {}
        last, ones, little = 0, {row.number for row in block.rows} == {1}, self.terms.period is None
        for position, row in enumerate(block.rows, 1):
            if row.number not in (last + 1, 0) and not ones:
                self.problem(row, f"number {row.number} follows number {last}: is an entry missing?")
            last = row.number
            try:
                if len(row.text) > _LONGEST_ENTRY:
                    raise ValueError(f"more than {_LONGEST_ENTRY:,} characters; is a marker missing in it?")
                if row.line in self.outline.html and table == "salary_bands":
                    raise ValueError("HTML in the entry; write it as plain text or Markdown")
                entry = read(row)
            except OpenEndedError as error:
                if self.leave_out:
                    self.note(row, f"left out: {error}, {shown(row.text)}")
                else:
                    self.problem(row, f'{error}; open_ended="leave out" reads the others')
                continue
            except ValueError as error:
                self.problem(row, entries.reason(error, row.text))
                continue
            place = {"level": position, "position": position, "section": block.section.path}
            made.append(entry | place | {"source_line": row.line})
            key = str(entry.get("title") or entry.get("factor") or position).casefold()
            if seen.setdefault(key, row.line) != row.line:
                self.problem(row, f"the entry of line {seen[key]} again")
            if entry.get("currency") != made[0].get("currency"):
                self.problem(row, f"a second currency, {entry['currency']} after {made[0]['currency']}")
            if little and entry.get("minimum", SMALL) < SMALL and entry["currency"] in WITH_SMALL:
                self.problem(row, LITTLE)
                little = False
            if row.doubt and table in _TEXTS:
                what = "an entry without its marker, or text of this one? Give it a marker, or join the lines"
                self.problem(row, what, row.doubt)
        return made

    def _scores(self, block: Block) -> None:
        """Read a list of scores; a scale that is said in words holds for those that state none."""
        column = " ".join(filter(PATTERN["score_column"].match, block.header))
        scales = {*_scales(column), *self.scales.get(block.section, ())}
        if len(scales) > 1:
            self.problem(block, "more than one scale is said; state it in each entry, as in “(Score: 8/10)”")
        said = min(scales, default="")
        rows = self._entries(block, "attractiveness_scores", lambda row: entries.read_score(row, said))
        self.rows["attractiveness_scores"] += rows
        if not all(row["scale_stated"] for row in rows):
            self.note(block, "a scale of 10 is taken for the scores that state none")

    def _texts(self, under: dict[Section | None, list[Block]]) -> None:
        """Read the lists that headings name, and that hold no figures."""
        for section in self.outline.sections[1:]:
            tables = [name for name in DOCUMENT_TABLES if PATTERN[name].fullmatch(bare(section.name))]
            below = under.get(section, [])
            if len(tables) > 1:
                names = " or ".join(tables).replace("_", " ")
                self.problem(section, f"a heading that can be read as {names}")
            elif not tables or tables[0] not in _TEXTS:
                continue
            elif not below:
                self.problem(section, "a heading with no list entries below it")
            else:
                read = entries.read_education if tables[0] == "education" else entries.read_item
                self.rows[tables[0]] += self._entries(below[0], tables[0], read)
            for block in below[1:2]:
                what = f"a second list below {shown(section.name)}: are these two, or one with a text in it?"
                self.problem(block, what)

    def _outside(self, lists: list[Block]) -> None:
        """Find entries that lost their marker beside the lists that were read, and ranges in HTML."""
        figures = {block.section for block, table in self.read_from.items() if table not in _TEXTS}
        for block in self.outline.blocks:
            text = block.rows[0].text if block.rows else ""
            lost = block.kind == "text" and block.section in figures and entries.holds_entry(text)
            if lost and is_title_case(text.split("(")[0]):
                self.problem(block, "a figure outside the list; is it an entry without its number?")
            if block.kind == "html" and any(len(m.amounts) > 1 and m.has_currency for m in find_money(text)):
                self.problem(block, "a range of pay in HTML; write it as a list or a Markdown table")
        for above, block in pairwise(lists):
            goes_on = block.rows[0].number == above.rows[-1].number + 1 > 1
            if goes_on and above in self.read_from and block not in self.read_from:
                self.problem(
                    block,
                    f"is this the list of line {above.line} going on, with a text or heading in between?",
                )

    def _nothing(self, pays: list[Block]) -> None:
        """Say that no table can be made, what was found and what was expected."""
        if pays:
            what = "a list of pay that is no ladder by its headings or figures; if it is one, say section="
            self.problem(pays[0], f"{what}{pays[0].section.name!r}")
            return
        names = dict.fromkeys(shown(section.name) for section in self.outline.sections[1:])
        found = f"no list of pay and no heading of a list, only {join(names, _MOST_NAMED) or 'text'}"
        what = found if names or any(self.outline.blocks) else "an empty document"
        examples = join(map(shown, WORDS["headings"]), last="or")
        self.problems.append(Problem("line 1", f"{what}; expected a heading such as {examples}"))


def _known(section: Section) -> Section | None:
    """Return the nearest heading above that names a table."""
    return next(
        (at for at in reversed(section.headings) if PATTERN["known_heading"].fullmatch(bare(at.name))), None
    )


def _headed(outline: Outline) -> Iterator[Block]:
    """Yield the headings right below one heading as a list, with the texts below each as inside its entry."""
    below: dict[tuple[Section, int], dict[Section, Row]] = {}
    of: dict[Section, Row] = {}
    for section in outline.sections[1:]:
        of[section] = row = Row(section.line, cells={"": section.name})
        parent = (section.above or (outline.sections[1 if outline.title else 0],))[-1]
        below.setdefault((parent, section.rank), {})[section] = row
        for block in (block for block in section.blocks if block.kind != "table"):
            for at in [row, *([of[parent]] if section.rank == BOLD and parent in of else [])]:
                at.put(text for inner in block.rows for text in [*inner.cells.values(), *inner.rest])
    for (parent, _), rows in below.items():
        if len(rows) > 1:
            every = [*rows.values()]
            yield Block("headings", every[0].line, every, parent)


def _pay_columns(block: Block) -> list[str]:
    """Name the cells that hold one range in most rows; a lowest and a highest amount are one range."""
    lows = {PATTERN["lowest"].sub("", name).strip(): name for name in block.header if says("lowest", name)}
    for high in block.header:
        low = lows.get(PATTERN["highest"].sub("", high).strip()) if says("highest", high) else None
        for row in block.rows if low is not None else ():
            row.cells[f"{low} - {high}"] = f"{row.cells.get(str(low), '')} - {row.cells.get(high, '')}"
    found = Counter(name for row in block.rows for name, text in row.cells.items() if len(ranges(text)) == 1)
    # What names itself below a heading, and is no pay, may be an entry of a list of its own.
    columns = [
        name
        for name, count in found.items()
        if 2 * count > len(block.rows) and (block.kind != "headings" or not name or says("pay", name))
    ]
    return [""] if "" in columns else columns


def _lowest(text: str) -> Decimal | None:
    """Read the lower end of the range of a text, whatever its currency; none if it has none."""
    try:
        return next((money.exact()[0][0] for money in ranges(text)), None)
    except ValueError:
        return None


def _stands_below(block: Block, name: str) -> bool:
    names = [block.section.path, *(section.name for section in block.section.headings)]
    return name.casefold().strip() in (known.casefold() for known in names)


def _scales(words: str) -> Iterator[str]:
    """Yield the highest scores of the scales that words state."""
    return (str(WORDS["numbers"].get(most.casefold(), most)) for most in PATTERN["scale"].findall(words))
