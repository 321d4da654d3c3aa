"""A career document as tidy tables: every figure with its line, or one error with every problem."""

import hashlib
import html
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TextIO

import pandas as pd

from tpm_data.errors import DocumentError, Problem, one_of, told
from tpm_data.formatting import currency_of, join
from tpm_data.readers.decoding import REFUSAL, text_of_document
from tpm_data.readers.entries import Terms
from tpm_data.readers.pay import refuse
from tpm_data.readers.recognition import Reading
from tpm_data.tables.arguments import groups_of
from tpm_data.tables.contracts import DOCUMENT_TABLES, frame

_MOST_NAMED = 6


@dataclass(frozen=True, eq=False, repr=False)
class CareerDocument:
    r"""A career document as tidy tables.

    Attributes
    ----------
    title : str or None
        The heading above everything else, if there is one.
    salary_bands, attractiveness_scores, career_steps, career_tracks, essential_skills, education : DataFrame
        One row per entry of the list. If the document has no such list, the table is empty, with the same
        columns. ``section`` separates several ladders. `tpm_data.describe` explains the columns.
    notes : tuple of str
        The choices made where the text leaves something open, the ladders that were read, and the lists
        of pay that were not, each with its line.
    unknown_sections : tuple of str
        Headings that belong to none of the tables, in order.
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
    notes: tuple[str, ...]
    unknown_sections: tuple[str, ...]
    sha256: str

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The six tables by name."""
        return {name: getattr(self, name) for name in DOCUMENT_TABLES}

    def __repr__(self) -> str:
        rows = ", ".join(f"{len(table)} {name}" for name, table in self.tables.items())
        unknown = join(map(repr, self.unknown_sections), _MOST_NAMED) or "none"
        return f"CareerDocument({self.title!r}: {rows}; {len(self.notes)} notes; unknown sections: {unknown})"

    def _repr_html_(self) -> str:
        every = pd.concat(self.tables, names=["table"]).groupby(["table", "section"], sort=False)
        table = every["source_line"].agg(first_line="min", last_line="max", rows="count").to_html()
        listed = "".join(f"<li>{html.escape(note)}</li>" for note in self.notes)
        return f"<p>{html.escape(repr(self))}</p>{table}<ul>{listed}</ul>"


def read_document(
    source: str | os.PathLike[str] | TextIO,
    *,
    section: str | Sequence[str] | None = None,
    column: str | None = None,
    period: str | None = None,
    hours_per_year: float | None = None,
    currency: str | None = None,
    open_ended: str = "refuse",
) -> CareerDocument:
    """Read a career document.

    Lists and Markdown tables are recognised by their content. A list of pay has one range of money in most
    of its entries. It is a ladder if a heading says so (“Career Progression”, “Salary Bands”) or if pay rises
    from entry to entry. ``notes`` lists the choices made where the text leaves something open. A text that
    can be read in two ways is refused.

    Parameters
    ----------
    source : path, open text file or str
        The document, in UTF-8 and at most 5 MB. A `str` with a line break is the text itself. Any other
        `str` is the path of a file.
    section : str or sequence of str, optional
        Headings of the ladders to read, if some lists of pay are not ladders or cannot be read.
    column : str, optional
        The column of pay to read, if a table has several, such as base and total.
    period : {"year", "month", "week", "day", "hour"}, optional
        The period that the ranges are for. A year has 12 months, 52 weeks or 260 working days. The
        result is rounded to whole units of the currency.
    hours_per_year : number, optional
        Working hours in a year, for hourly pay.
    currency : str, optional
        ISO 4217 code of the pay, if the ranges have no currency or only a dollar sign.
    open_ended : {"refuse", "leave out"}, optional
        What to do with levels that have a single figure, such as ``$200k+``.

    Returns
    -------
    CareerDocument
        Six tidy tables, with the line of every entry and the printed text of every figure. Their
        ``attrs["basis"]`` names the file, if it has a name.

    Raises
    ------
    DocumentError
        If anything in the document is unreadable or can be read in two ways. Every problem is
        listed with its line. No part of a refused document is returned.
    FileNotFoundError
        If a path leads to no file. For a `str`, this is a `DocumentError`.
    ValueError
        If an argument has a value other than those above.

    Examples
    --------
    >>> text = '''# Career Progression for a Baker
    ...
    ... 1. Baker (€28,000 - €34,000): Bakes.
    ... 2. Master Baker (€33k - €45k): Runs the bakery.
    ... '''
    >>> document = read_document(text)
    >>> document.salary_bands[["level", "title", "minimum", "maximum", "source_line"]]
       level         title  minimum  maximum  source_line
    0      1         Baker    28000    34000            3
    1      2  Master Baker    33000    45000            4
    >>> document.notes
    ('line 3: a ladder of 2 levels, “Career Progression for a Baker”',)
    """
    terms = Terms.of(period, hours_per_year, currency)
    refuse(not isinstance(column, str | None), f"column= takes the name of a column, not {told(column)}.")
    one_of(open_ended, ("refuse", "leave out"), "open_ended= option")
    text = text_of_document(source)
    try:
        reading = Reading(text, terms, column or "", open_ended == "leave out")
    except RecursionError:
        raise DocumentError(REFUSAL, [Problem("line 1", "emphasis or lists nested too deeply")]) from None
    reading.read(None if section is None else groups_of(section, "section", "a heading"))
    if reading.problems:
        ordered = sorted({*reading.problems}, key=lambda p: (int(p.where.split()[1]), p))
        few = "; section= reads only the lists of pay below given headings" * (len(reading.pays) > 1)
        raise DocumentError(f"{REFUSAL.removesuffix('.')}{few}.", ordered)
    made = {name: frame(name, reading.rows[name]) for name in DOCUMENT_TABLES}
    file: Any = getattr(source, "name", source)  # of an open file, or of a path
    named = isinstance(file, str) and len(file.splitlines()) == 1
    for table in made.values():
        table.attrs["basis"] = f"the document {os.path.basename(file)}" if named else "your document"
        table.attrs["currency"] = currency_of(table)
    # Levels numbered by their order in a list: a level number given for a person does not mean these.
    made["salary_bands"].attrs["numbered"] = not all(row.number for at in reading.pays for row in at.rows)
    used = {heading for block in reading.read_from.values() for heading in block.section.headings}
    return CareerDocument(
        title=reading.sections[0].text or None,
        notes=tuple(f"line {line}: {note}" for line, note in sorted(reading.notes)),
        unknown_sections=tuple(section.text for section in reading.sections[1:] if section not in used),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        **made,
    )
