"""What every table holds: what a row is, its columns with types, units, rules and words."""

from tpm_data.columns import PAY_UNIT, Column, Table
from tpm_data.errors import one_of
from tpm_data.other_contracts import OTHER_TABLES

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
