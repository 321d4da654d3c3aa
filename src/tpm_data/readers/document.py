"""A career document read into tidy tables: every figure with its line, or one error with all."""

import hashlib
import html
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

import pandas as pd

from tpm_data.errors import DocumentError, Problem, shown
from tpm_data.formatting import join
from tpm_data.readers import entries
from tpm_data.readers.decoding import REFUSAL, text_of_document
from tpm_data.readers.outline import EXAMPLE_HEADINGS, WITHOUT_FIGURES, Outline, Section, read_outline
from tpm_data.readers.pay import stated_period
from tpm_data.tables.contracts import DOCUMENT_TABLES, frame

_LONGEST_ENTRY = 20_000
_MOST_NAMED = 6
_EXAMPLES = join(map(shown, EXAMPLE_HEADINGS), last="or")
_READERS = {
    "salary_bands": entries.read_band,
    "attractiveness_scores": entries.read_score,
    "education": entries.read_education,
}


@dataclass(frozen=True, eq=False, repr=False)
class CareerDocument:
    r"""A career document as tidy tables.

    Attributes
    ----------
    title : str or None
        The heading above everything else, if there is one.
    salary_bands, attractiveness_scores, career_steps, career_tracks, essential_skills, education : DataFrame
        One row per entry of the list; a section the document does not have gives an empty table
        with the same columns. `tpm_data.describe` explains the columns.
    unknown_sections : tuple of str
        Headings that stand for none of the tables, in order.
    sha256 : str
        Digest of the text in UTF-8, with line ends as ``\n`` and without a byte order mark.
    """

    title: str | None
    salary_bands: pd.DataFrame
    attractiveness_scores: pd.DataFrame
    career_steps: pd.DataFrame
    career_tracks: pd.DataFrame
    essential_skills: pd.DataFrame
    education: pd.DataFrame
    unknown_sections: tuple[str, ...]
    sha256: str

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The six tables by name."""
        return {name: getattr(self, name) for name in DOCUMENT_TABLES}

    def __repr__(self) -> str:
        rows = ", ".join(f"{len(table)} {name}" for name, table in self.tables.items())
        unknown = join(map(repr, self.unknown_sections), _MOST_NAMED) or "none"
        return f"CareerDocument({self.title!r}: {rows}; unknown sections: {unknown})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{name}</td><td>{len(table)}</td></tr>" for name, table in self.tables.items()
        )
        unknown = html.escape("; ".join(self.unknown_sections) or "none")
        return (
            f"<p><b>{html.escape(self.title or 'Career document without a title')}</b></p>"
            f"<table><tr><th>table</th><th>rows</th></tr>{rows}</table>"
            f"<p>Sections that are not tabulated: {unknown}</p>"
        )


def read_document(source: str | os.PathLike[str] | TextIO) -> CareerDocument:
    """Read a career document.

    Parameters
    ----------
    source : path, open text file or str
        The document. A `str` that holds a line break is the text itself, any other `str` the
        path of a file, which must be UTF-8 of at most 5 MB.

    Returns
    -------
    CareerDocument
        Six tidy tables, with the line of every entry and the printed text of every figure. Their
        ``attrs["basis"]`` names the file, if it has a name.

    Raises
    ------
    DocumentError
        If anything in the document is unreadable or can be read in two ways; every problem is
        listed with its line. No part of a refused document is returned.
    FileNotFoundError
        If there is no file of a path; a `str` that names none is a `DocumentError`.

    Examples
    --------
    >>> text = '''Career Progression for a Baker
    ...
    ... 1. Baker (€28,000 - €34,000): Bakes.
    ... 2. Master Baker (€33k - €45k): Runs the bakery.
    ... '''
    >>> read_document(text).salary_bands[["level", "title", "minimum", "maximum", "source_line"]]
       level         title  minimum  maximum  source_line
    0      1         Baker    28000    34000            3
    1      2  Master Baker    33000    45000            4
    """
    text = text_of_document(source)
    outline = read_outline(text.split("\n"))
    problems = list(outline.problems)
    rows = {name: list(_rows(name, outline, problems)) for name in DOCUMENT_TABLES}
    problems += (
        Problem(f"line {section.line}", "a heading with a figure; is it an entry?", section.name)
        for section in outline.sections
        if not section.table and entries.holds_figure(section.name)
    )
    known = any(section.table for section in outline.sections)
    problems += _unknown_lists(outline) if known else [_no_known(outline, text)]
    if problems:
        raise DocumentError(REFUSAL, sorted(set(problems), key=lambda p: (int(p.where.split()[1]), p)))
    made = {name: frame(name, rows[name]) for name in DOCUMENT_TABLES}
    file: Any = getattr(source, "name", source)  # of an open file, or of a path
    named = isinstance(file, str) and len(file.splitlines()) == 1
    for table in made.values():
        table.attrs["basis"] = f"the document {os.path.basename(file)}" if named else "your document"
    return CareerDocument(
        title=outline.title,
        unknown_sections=tuple(section.name for section in outline.sections if not section.table),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        **made,
    )


def _rows(name: str, outline: Outline, problems: list[Problem]) -> Iterator[dict[str, Any]]:
    """Yield the rows of one table; what cannot be read is added to the problems."""
    section = next((s for s in outline.sections if s.table == name), None)
    if section is None:
        return
    if name == "salary_bands":
        problems += _stated_periods(section)
    seen: dict[str, int] = {}
    currency = ""
    for position, entry in enumerate(section.entries, 1):
        where = f"line {entry.line}"
        if len(entry.text) > _LONGEST_ENTRY:
            what = f"more than {_LONGEST_ENTRY:,} characters; is a marker or heading missing in it?"
            problems.append(Problem(where, what, entry.text))
            continue
        try:
            row = _READERS.get(name, entries.read_item)(entry.text)
        except ValueError as error:
            problems.append(Problem(where, entries.reason(error, entry.text), entry.text))
            continue
        key = str(row.get("title") or row.get("factor") or position).casefold()
        if key in seen:
            problems.append(Problem(where, f"the entry of line {seen[key]} again", entry.text))
        seen.setdefault(key, entry.line)
        currency = currency or row.get("currency", "")
        if row.get("currency", "") != currency:
            what = f"a second currency, {row['currency']} after {currency}"
            problems.append(Problem(where, what, row["source_text"]))
        yield row | {"level": position, "position": position, "source_line": entry.line}
    problems += _lost_entries(section)


def _unknown_lists(outline: Outline) -> Iterator[Problem]:
    """Find lists of pay ranges or scores below a heading that names no table."""
    for section in (section for section in outline.sections if not section.table):
        if len(section.entries) > 1 and all(entries.holds_figure(entry.text) for entry in section.entries):
            what = "a list of pay ranges or scores below a heading that names no table; expected one such as"
            yield Problem(f"line {section.line}", f"{what} {_EXAMPLES}", section.name)


def _no_known(outline: Outline, text: str) -> Problem:
    """Say that no table can be made, which headings there are and which were expected."""
    names = [outline.title] if outline.title else []
    names += [section.name for section in outline.sections]
    expected = f"expected one such as {_EXAMPLES}"
    if not text.strip():
        return Problem("line 1", f"an empty document, without any heading; {expected}")
    found = f"found only {join(map(shown, names), _MOST_NAMED)}" if names else "found none at all"
    return Problem("line 1", f"no heading of a section to tabulate, {found}; {expected}")


def _stated_periods(section: Section) -> Iterator[Problem]:
    """Find a heading or a paragraph that says of all pay that it is for another period than a year."""
    for line, text in [(section.line, section.name), *((p.line, p.text) for p in section.paragraphs)]:
        if period := stated_period(text):
            what = f"pay for a period other than a year, {shown(period)}; write every range for a year"
            yield Problem(f"line {line}", what, text)


def _lost_entries(section: Section) -> list[Problem]:
    """Find paragraphs that look like an entry of their section."""
    if section.table in WITHOUT_FIGURES:
        first = section.entries[0].line if section.entries else math.inf
        lost = [p for p in section.paragraphs if p.line > first and entries.starts_like_entry(p.text)]
        what = (
            "a label outside the list; is it an entry without its marker, or text to join to the entry above?"
        )
    else:
        lost = [p for p in section.paragraphs if entries.holds_figure(p.text)]
        what = "a figure outside the list; is it an entry without its number?"
    return [Problem(f"line {paragraph.line}", what, paragraph.text) for paragraph in lost]
