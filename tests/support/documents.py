"""Documents that are read or refused, the starts of their sections, and what is found in them."""

from pathlib import Path

import pandas as pd
from support.refusals import problems

from tpm_data import read_document

DOCUMENTS = Path(__file__).parents[1] / "readers" / "documents"
ACCEPTED = sorted((DOCUMENTS / "accepted").glob("*.txt"))
REFUSED = sorted((DOCUMENTS / "refused").glob("*.txt"))
BAKER = "Career Progression for a Baker\n\n"
SKILLS = "Essential Skills for a Baker\n\n"
SCORES = "Is Baking a Good Career?\n\n"


def rows_of(table: pd.DataFrame) -> list[dict]:
    """Rows as plain Python values, a missing text as None."""
    rows = table.astype(object).to_dict("records")
    return [{name: None if value != value else value for name, value in row.items()} for row in rows]


def problems_of(text: str) -> list[str]:
    return problems(read_document, text)
