"""Read the career document and what we object to in it; write the tables, and what `descriptor.py` says.

Run ``python data/build.py``: it prints which files changed, and changes none when run again.
"""

import csv
import io
import sys
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
from descriptor import DOCUMENT, FINDINGS, descriptor, dictionary

from tpm_data.readers.document import read_document
from tpm_data.readers.own_files import read_table
from tpm_data.tables.checks import check
from tpm_data.tables.contracts import frame

HERE = Path(__file__).resolve().parent
ELSEWHERE = "other_languages.md"
# Tables that are no part of the document: taken from official statistics, and written by hand.
KEPT = ("market_wages", "market_fit", "general_schedule")


def build() -> dict[str, str]:
    """Return the text of every generated file by its name."""
    document = read_document(HERE / DOCUMENT)
    tables = document.tables | {"quality_findings": quality_findings()}
    files = {}
    for name, table in tables.items():
        check(table, name)
        files[f"{name}.csv"] = as_csv(table)
    kept = {name: HERE / f"{name}.csv" for name in KEPT}
    tables |= {name: read_table(path, name) for name, path in kept.items()}
    texts = files | {path.name: path.read_bytes().decode() for path in kept.values()}
    files["datapackage.json"] = descriptor(str(document.title), texts)
    recipes = (HERE / ELSEWHERE).read_text(encoding="utf-8")
    files["README.md"] = dictionary({name: len(table) for name, table in tables.items()}, recipes)
    return files


def quality_findings() -> pd.DataFrame:
    """Read what we object to in the document."""
    with (HERE / FINDINGS).open("rb") as file:
        written = tomllib.load(file)["finding"]
    rows = (
        finding | {"lines": ";".join(finding["shown"]), "tokens": ";".join(finding["shown"].values())}
        for finding in written
    )
    return frame("quality_findings", rows)


def as_csv(table: pd.DataFrame) -> str:
    """Write a table as CSV: LF, a whole number without decimals, an empty cell where missing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([cell(value) for value in row] for row in table.itertuples(index=False))
    return text.getvalue()


def cell(value: Any) -> str:
    """Spell one value for a CSV."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return "" if pd.isna(value) else str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def main() -> int:
    """Write what differs and print what was done with each file."""
    for name, text in build().items():
        target = HERE / name
        before = target.read_bytes() if target.exists() else None
        state = "unchanged" if before == text.encode() else "new" if before is None else "changed"
        if state != "unchanged":
            target.write_bytes(text.encode())
        print(f"{state:10}{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
