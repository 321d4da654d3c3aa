"""The outline of a career document: headings, and the entries of the lists below them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tpm_data.errors import Problem
from tpm_data.readers.entries import is_title_case, starts_like_entry

# A heading names a table by its shape; the career's own name may stand anywhere in it.
_OF = r"(?: (?:for|of|in|as|at|to|within)\b.*)?"
_KNOWN = {
    "salary_bands": rf"(?:.* )?career progression{_OF}",
    "attractiveness_scores": rf"is .*\bgood career(?: path| choice| option| move)?{_OF}",
    "career_steps": r"(?:\S+ )?(?:steps to|how to) becom(?:e|ing)\b.*",
    "career_tracks": rf"(?:.* )?career tracks?{_OF}",
    "essential_skills": rf"(?:the )?essential (?:.* )?skills?{_OF}",
    "education": rf"(?:the )?education(?:al)? requirements?{_OF}",
}
EXAMPLE_HEADINGS = (
    "Career Progression for a Baker",
    "Is Baking a Good Career?",
    "Steps to Become a Baker",
    "Baker Career Tracks",
    "Essential Skills for a Baker",
    "Education Requirements",
)
# No figure tells an entry of these lists from other text, so only its marker can.
WITHOUT_FIGURES = frozenset(["career_steps", "career_tracks", "essential_skills", "education"])
_MARKER = re.compile(
    r"\s*(?:\(?(?P<number>[0-9]{1,3})[.)]|(?P<bullet>[-*\u2022\u2023\u25e6\u25aa\u00b7\u2013]))\s+(?=\S)"
)
_WRAPPED_RANGE = re.compile(r"\s*[-\u2013]\s+(?:[$£€₹0-9]|[A-Z]{3}\b)")
_RULE = re.compile(r"\s*(?:-{3,}|={3,}|\*{3,}|_{3,})\s*$")
_BOLD = re.compile(r"(?P<mark>\*\*|__)(?P<text>[^*_]+)(?P=mark):?")
_LONGEST_HEADING = 120
_MOST_WORDS = 14
_SHORTEST_WRAPPED = 40


@dataclass(slots=True)
class Entry:
    """A list entry or a paragraph: the line it starts on and its text.

    ``number`` is 0 for a bullet and -1 for a paragraph.
    """

    line: int
    number: int
    indent: int
    pieces: list[str] = field(default_factory=list)
    depth: int = 0

    @property
    def text(self) -> str:
        """Its wrapped lines, joined by one space."""
        return " ".join(self.pieces)

    def add(self, line: str) -> None:
        """Join a line; open parentheses are counted, to know a range that wraps."""
        self.pieces.append(line.strip())
        self.depth += line.count("(") - line.count(")")


@dataclass(slots=True)
class Section:
    """A heading and what stands below it; ``table`` is empty where the heading is not known.

    ``rank`` is the number of ``#`` before the heading, 7 for a bold one, 0 for a plain one.
    """

    name: str
    line: int
    rank: int
    table: str
    entries: list[Entry] = field(default_factory=list)
    paragraphs: list[Entry] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """The title of a document, its sections in order, and what is wrong with their shape."""

    title: str | None = None
    sections: list[Section] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_outline(lines: list[str]) -> Outline:
    """Find the sections of a document and the entries of their lists, in linear time.

    Parameters
    ----------
    lines : list of str
        The document's lines without their ends; line numbers count from 1.

    Returns
    -------
    Outline
        Problems of shape are collected, not raised: a heading or a list that can be read in
        two ways.
    """
    outline = Outline()
    section = Section("", 0, 0, "")
    entry: Entry | None = None
    open_text: Entry | None = None
    after_blank = first = True
    for i, line in enumerate(lines):
        if not line.strip() or _RULE.match(line):
            after_blank, open_text = True, None
            continue
        following = "" if first or i + 1 == len(lines) else lines[i + 1]
        marker = _MARKER.match(line)
        heading = None if marker else _heading(line, i + 1, following, after_blank)
        if heading:
            if first and not heading.table:
                outline.title = heading.name
            else:
                outline.sections.append(section := heading)
            entry = open_text = None
        elif marker and (entry is None or _starts_entry(line, marker, entry)):
            open_text = entry = Entry(i + 1, int(marker["number"] or 0), _indent(line))
            entry.add(line[marker.end() :])
            section.entries.append(entry)
        else:
            if open_text is None and entry and _indent(line) > entry.indent:
                open_text = entry
            if open_text is None:
                open_text, entry = Entry(i + 1, -1, 0), None
                section.paragraphs.append(open_text)
            elif open_text is entry and section.table in WITHOUT_FIGURES:
                section.doubts += _doubt(line, i + 1, entry)
            open_text.add(line)
        after_blank, first = heading is not None, False
    outline.problems = list(_shape_problems(outline.sections))
    return outline


def _heading(line: str, number: int, following: str, after_blank: bool) -> Section | None:
    """Recognise a heading: ``#``, a line all in bold, or a plain line that looks like one."""
    name = line.strip()
    if len(name) > _LONGEST_HEADING:
        return None
    rank = hashes = len(name) - len(name.lstrip("#"))
    spaced = name[hashes : hashes + 1].isspace()
    name = name[hashes:].strip("#").strip() if hashes else name
    if bold := _BOLD.fullmatch(name):
        name, rank = bold["text"].strip(), rank or 7
    bare = name.rstrip(": ")
    tables = _tables(bare)
    if hashes and not (spaced or tables):
        return None
    plain = not rank and _is_plain_heading(name, bool(tables), following, after_blank)
    return Section(bare, number, rank, " or ".join(tables)) if bare and (rank or plain) else None


def _tables(heading: str) -> list[str]:
    words = " ".join(heading.casefold().rstrip("?").split())
    return [table for table, shape in _KNOWN.items() if re.fullmatch(shape, words)]


def _is_plain_heading(name: str, known: bool, following: str, after_blank: bool) -> bool:
    if name[0] == ">" or len(name.split()) > _MOST_WORDS or name[0].islower() > known:
        return False
    if name[-1] in ".;,!" or (name[-1] == ":" and not known):
        return False
    apart = not following.strip() or any(shape.match(following) for shape in (_MARKER, _RULE))
    if known:
        return apart or (after_blank and not following.strip()[0].islower())
    return apart and after_blank


def _starts_entry(line: str, marker: re.Match[str], entry: Entry) -> bool:
    """Whether a marker starts a new entry; inside the entry above it may only look like one."""
    if marker["number"] and int(marker["number"]) == entry.number + 1:
        return True
    wrapped_range = entry.depth > 0 and _WRAPPED_RANGE.match(line)
    nested = _indent(line) > entry.indent + 1
    return not (wrapped_range or nested)


def _doubt(line: str, number: int, entry: Entry) -> Iterator[Problem]:
    """Find a line that may be text of the entry above it or an entry whose marker is damaged."""
    text = line.strip()
    marked = text[0] == ">" or _MARKER.match(line) is not None
    capital = text.lstrip("*_")[:1].isupper()
    inside = _indent(line) > entry.indent + 1
    labelled = ":" in entry.pieces[0]
    after_short = len(entry.pieces[-1]) < _SHORTEST_WRAPPED and not (inside and labelled)
    if marked or (capital and (after_short or (labelled and not inside and starts_like_entry(text)))):
        how = "Give an entry the marker and indent of the others; join text to the line above"
        yield Problem(f"line {number}", f"an entry, or text of the entry of line {entry.line}? {how}", text)


def _indent(line: str) -> int:
    return len(line[: len(line) - len(line.lstrip())].expandtabs(4))


def _shape_problems(sections: list[Section]) -> Iterator[Problem]:
    """Find headings and lists that can be read in two ways, or that stand twice."""
    seen: dict[str, int] = {}
    before = Section("", 0, 0, "")
    for section in sections:
        where = f"line {section.line}"
        if " or " in section.table:
            tables = section.table.replace("_", " ")
            yield Problem(where, f"a heading that can be read as {tables}", section.name)
        key = section.table or " ".join(section.name.casefold().split())
        if key in seen:
            yield Problem(where, f"the section of line {seen[key]} again", section.name)
        seen.setdefault(key, section.line)
        if section.table and not section.entries:
            yield Problem(where, "a heading with no list entries below it", section.name)
        if not section.table and _interrupts(before, section):
            what = f"a heading, or a line inside the list of {before.name!r}?"
            yield Problem(where, f"can be read two ways: {what}", section.name)
        yield from _numbering(section, before) if section.table else ()
        yield from section.doubts
        before = section


def _interrupts(before: Section, section: Section) -> bool:
    """Whether an unknown heading seems to cut the list of a known section in two."""
    if not (before.table and before.entries and section.entries):
        return False
    last, first = before.entries[-1].number, section.entries[0].number
    continues = first == last + 1 and first > 1
    below = section.rank > before.rank > 0
    looks_like_text = not section.rank and not is_title_case(section.name)
    return continues or below or (last == first == 0 and looks_like_text)


def _numbering(section: Section, before: Section) -> Iterator[Problem]:
    """Find where a list does not count up by one; repeating 1 throughout is Markdown and allowed."""
    numbers = [entry.number for entry in section.entries]
    if len(set(numbers)) == 1 and numbers[0] in (0, 1):
        return
    carried = before.entries[-1].number if before.entries else 0
    last = numbers[0] - 1 if numbers and numbers[0] in (1, carried + 1) else 0
    for i, entry in enumerate(section.entries):
        if entry.number != last + 1:
            yield Problem(f"line {entry.line}", _jump(last if i else None, entry.number), entry.text)
        last = entry.number


def _jump(last: int | None, number: int) -> str:
    """Say what is wrong about the number of an entry: the last one was another, or there is none."""
    if number == 0 or last == 0:
        return "bullets and numbers in one list"
    if last is None:
        return f"the list starts with {number}: is an entry missing above it?"
    if number <= last:
        return f"number {number} follows number {last}: is it miscounted, or is it another list?"
    return f"the numbers jump from {last} to {number}: is an entry missing, or is it another list?"
