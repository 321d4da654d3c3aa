"""What every table holds: what a row is, its columns with types, units, rules and words."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from tpm_data.errors import one_of
from tpm_data.tables.schema import DTYPES, PAY_UNIT, Column, Table

_SOURCE_LINE = Column(
    "source_line", "integer", "Line of the document where the entry starts.", "line", minimum=1
)


def _source_text(what: str) -> Column:
    return Column("source_text", "text", f"The {what} as the document prints it.")


def _list_table(name: str, title: str, entry: str, *further: Column) -> Table:
    return Table(
        name,
        title,
        f"{entry} the document lists",
        (
            Column("position", "integer", "Place in the document's list, from 1.", "rank", minimum=1),
            Column("name", "text", f"The label of the {entry.split()[-1]}.", required=True),
            *further,
            Column("description", "text", "What the document says about it.", nullable=True),
            _SOURCE_LINE,
        ),
    )


_TABLES = (
    Table(
        "salary_bands",
        "Pay ranges of the career ladder",
        "a level of the ladder",
        (
            Column("level", "integer", "Rung of the ladder, 1 is the lowest.", "rank", True, minimum=1),
            Column("title", "text", "Job title of the level.", required=True),
            Column(
                "minimum",
                "integer",
                "Lowest pay of the band, taken to be for a year.",
                PAY_UNIT,
                True,
                minimum=1,
            ),
            Column(
                "maximum",
                "integer",
                "Highest pay of the band, taken to be for a year.",
                PAY_UNIT,
                True,
                minimum=1,
            ),
            Column("currency", "text", "ISO 4217 code; a bare dollar sign is read as USD.", is_currency=True),
            Column("description", "text", "What the document says about the level.", nullable=True),
            _SOURCE_LINE,
            _source_text("pay range"),
        ),
        unique=("level", "title"),
        ordered=(("minimum", "maximum"),),
        same_throughout=("currency",),
    ),
    Table(
        "attractiveness_scores",
        "Scores of the career on factors of attractiveness",
        "a scored factor",
        (
            Column("position", "integer", "Place in the document's list, from 1.", "rank", minimum=1),
            Column("factor", "text", "What is scored.", required=True),
            Column("score", "number", "The score; higher is better.", "points", True, minimum=0),
            Column("scale_maximum", "number", "Highest score of the scale.", "points", minimum=1),
            Column(
                "scale_stated", "boolean", "Whether the document states the scale; if not, 10 is assumed."
            ),
            Column("rationale", "text", "The reason the document gives.", nullable=True),
            _SOURCE_LINE,
            _source_text("score"),
        ),
        unique=("factor",),
        ordered=(("score", "scale_maximum"),),
    ),
    _list_table("career_steps", "Steps towards the career", "a step"),
    _list_table("career_tracks", "Specialised tracks of the career", "a track"),
    _list_table("essential_skills", "Skills the career asks for", "a skill"),
    _list_table(
        "education",
        "Degrees and certifications named for the career",
        "an entry",
        Column(
            "kind",
            "text",
            "Whether the label names a degree or a certification; missing if it names neither or both.",
            nullable=True,
            one_of=("degree", "certification"),
        ),
    ),
)
_MARKET_TABLES = (
    Table(
        "market_wages",
        "Official wage percentiles of occupations beside the career",
        "a percentile of the pay of an occupation, in an industry and an area",
        (
            Column("occupation_code", "text", "SOC 2018 code; 00-0000 is every occupation.", required=True),
            Column("occupation", "text", "The occupation as BLS names it.", required=True),
            Column("industry_code", "text", "NAICS code; 000000 is every industry."),
            Column("industry", "text", "The industry as BLS names it, or all industries.", required=True),
            Column("area_code", "text", "BLS code of the area; 0000000 is the nation."),
            Column("area", "text", "The nation or a metropolitan area, as BLS names it.", required=True),
            Column("percentile", "integer", "Share paid at most this wage.", "percent", True, minimum=1),
            Column(
                "annual_wage",
                "integer",
                "Wage at the percentile, for 2,080 hours a year.",
                PAY_UNIT,
                True,
                minimum=1,
            ),
            Column("hourly_wage", "number", "The same wage by the hour.", "currency per hour", minimum=0),
            Column("currency", "text", "ISO 4217 code of the wages.", is_currency=True),
            Column("employment", "integer", "Estimated number of employees.", "employees", minimum=0),
            Column(
                "employment_rse",
                "number",
                "Relative standard error of the employment.",
                "percent",
                minimum=0,
            ),
            Column(
                "wage_rse",
                "number",
                "Relative standard error of the mean wage; none is published for a percentile.",
                "percent",
                minimum=0,
            ),
            Column("release", "text", "Month the estimates are for."),
            Column("published", "text", "Day the release came out, as year-month-day."),
            Column("series_id", "text", "BLS series of the annual wage."),
            Column("caveat", "text", "Why a wage deserves a second look, if it does.", nullable=True),
        ),
        key=("series_id",),
        basis="BLS May 2025",
        notice="Source: U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics, "
        "May 2025, published 2026-05-15, retrieved 2026-09-26. BLS answers for its figures as they "
        "stand on its own site, not for copies of them or for what others make of them.",
    ),
    Table(
        "market_fit",
        "Which occupations may stand beside which level, and why weakly",
        "a level set beside an occupation",
        (
            Column("level", "integer", "Rung of the bundled ladder.", "rank", True, minimum=1),
            Column("occupation_code", "text", "SOC 2018 code, as in market_wages.", required=True),
            Column(
                "fit",
                "text",
                "Weak: some of the work is the same; context: only a yardstick beside it.",
                required=True,
                one_of=("weak", "context"),
            ),
            Column("reason", "text", "What the two share, and why that is not much.", required=True),
        ),
        key=("level", "occupation_code"),
        basis="judgement of the authors",
        notice="No SOC code is a product manager: an occupation is context for a level, and verifies none.",
    ),
)
_QUALITY_FINDINGS = Table(
    "quality_findings",
    "What an expert would object to in the document",
    "an objection to the document",
    (
        Column("finding", "text", "The objection in a few words.", required=True),
        Column(
            "severity",
            "text",
            "Serious: a figure cannot be used for what it seems to say; moderate: a conclusion from it is "
            "weaker than it looks; minor: wording or order.",
            required=True,
            one_of=("serious", "moderate", "minor"),
        ),
        Column("lines", "text", "Lines of the document that show it, separated by semicolons."),
        Column("tokens", "text", "A word or figure on each of these lines, in the same order."),
        Column("effect", "text", "What goes wrong for someone who uses the document."),
        Column("handling", "text", "What this package does about it."),
    ),
    unique=("finding",),
    basis="our reading of the document",
)
OTHER_TABLES = (*_MARKET_TABLES, _QUALITY_FINDINGS)

TABLES = {table.name: table for table in (*_TABLES, *OTHER_TABLES)}
DOCUMENT_TABLES = tuple(table.name for table in _TABLES)
EXAMPLE_HEADINGS = (
    "Career Progression for a Baker",
    "Is Baking a Good Career?",
    "Steps to Become a Baker",
    "Baker Career Tracks",
    "Essential Skills for a Baker",
    "Education Requirements",
)


def contract(name: str) -> Table:
    """Return the contract of a table, or say which names there are."""
    return TABLES[one_of(name, TABLES, "table")]


def frame(name: str, rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Make a table from its rows, with every column of the contract in its type."""
    every = list(rows)
    columns: dict[str, Any] = {}
    for column in contract(name).columns:
        # The stubs of pandas know this function by literal types only.
        columns[column.name] = pd.array([row.get(column.name) for row in every], DTYPES[column.kind])  # type: ignore[call-overload]
    return pd.DataFrame(columns)
