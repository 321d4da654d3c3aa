"""A career document read into tidy tables: every figure with its line, or one error with all."""

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
        One row per entry of the list; what the document does not have gives an empty table with the
        same columns. Several ladders are told apart by ``section``. `tpm_data.describe` explains the columns.
    notes : tuple of str
        What was decided where the text leaves it open, which ladders were read, and which lists of pay
        were not, each with its line.
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

    Lists and Markdown tables are told by what they hold: one range of money in most entries is a list of
    pay, which is a ladder if a heading names one (“Career Progression”, “Salary Bands”) or if pay rises from
    entry to entry. What the text leaves open is said in ``notes``; what can be read in two ways is refused.

    Parameters
    ----------
    source : path, open text file or str
        The document. A `str` that holds a line break is the text itself, any other `str` the
        path of a file, which must be UTF-8 of at most 5 MB.
    section : str or sequence of str, optional
        Headings of the ladders to read, where not every list of pay is one or can be read.
    column : str, optional
        Which column holds the pay, where a table has several, such as base and total.
    period : {"year", "month", "week", "day", "hour"}, optional
        What the ranges are for. Months are counted 12, weeks 52, working days 260 a year, and the result
        is rounded to whole money.
    hours_per_year : number, optional
        Working hours of a year, for pay by the hour.
    currency : str, optional
        ISO 4217 code of the pay where the ranges name none, or only a dollar sign.
    open_ended : {"refuse", "leave out"}, optional
        What to do with levels of a single figure, such as ``$200k+``.

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
    ValueError
        If an argument is none of those above.

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
    one_of(open_ended, ("refuse", "leave out"), "way to treat an open-ended figure")
    text = text_of_document(source)
    try:
        reading = Reading(text, terms, column or "", open_ended == "leave out")
    except RecursionError:
        raise DocumentError(REFUSAL, [Problem("line 1", "emphasis or lists nested too deep")]) from None
    reading.read(None if section is None else groups_of(section, "section", "a heading"))
    if reading.problems:
        ordered = sorted({*reading.problems}, key=lambda p: (int(p.where.split()[1]), p))
        few = "; section= reads the lists of pay below some headings alone" * (len(reading.pays) > 1)
        raise DocumentError(f"{REFUSAL.removesuffix('.')}{few}.", ordered)
    made = {name: frame(name, reading.rows[name]) for name in DOCUMENT_TABLES}
    file: Any = getattr(source, "name", source)  # of an open file, or of a path
    named = isinstance(file, str) and len(file.splitlines()) == 1
    for table in made.values():
        table.attrs["basis"] = f"the document {os.path.basename(file)}" if named else "your document"
        table.attrs["currency"] = currency_of(table)
    # Of their order in a list without numbers: no number of a person means such a level.
    made["salary_bands"].attrs["numbered"] = not all(row.number for at in reading.pays for row in at.rows)
    used = {heading for block in reading.read_from.values() for heading in block.section.headings}
    return CareerDocument(
        title=reading.sections[0].text or None,
        notes=tuple(f"line {line}: {note}" for line, note in sorted(reading.notes)),
        unknown_sections=tuple(section.text for section in reading.sections[1:] if section not in used),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        **made,
    )
