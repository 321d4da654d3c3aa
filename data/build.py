"""Read the career document and what we object to in it, make up a staff; write the tables and their words.

Run ``python data/build.py``: it prints which files changed, and changes none when run again.
"""

import csv
import io
import random
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
# The made-up staff: how many people each department has, and the seed that they are drawn with.
DEPARTMENTS = {"Operations": 21, "Analysis": 17, "Engineering": 12, "Policy": 7, "Legal": 3}
SEED = 2016


def build() -> dict[str, str]:
    """Return the text of every generated file by its name."""
    document = read_document(HERE / DOCUMENT)
    schedule = read_table(HERE / "general_schedule.csv", "general_schedule")
    tables = document.tables | {
        "quality_findings": quality_findings(),
        "example_staff": made_up_staff(schedule),
    }
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


def made_up_staff(ladder: pd.DataFrame) -> pd.DataFrame:
    """Make up people on a ladder, some outside their band and some part-time; the same ones every time."""
    draw = random.Random(SEED)
    departments = [name for name, people in DEPARTMENTS.items() for _ in range(people)]
    outside = dict(
        zip(draw.sample(range(len(departments)), 9), [*["below"] * 5, *["above"] * 4], strict=True)
    )
    rows = []
    for number, department in enumerate(departments):
        band = ladder.iloc[draw.randrange(len(ladder))]
        low, high = int(band["minimum"]), int(band["maximum"])
        full_time = low + draw.betavariate(2, 2) * (high - low)
        if number in outside:
            beyond = 1 + draw.uniform(0.01, 0.08)
            full_time = low / beyond if outside[number] == "below" else high * beyond
        share = draw.choice([1.0] * 5 + [0.5, 0.8])
        row = {
            "person": f"Made-up person {number + 1:02}",
            "level": int(band["level"]),
            "department": department,
        }
        rows.append(row | {"pay": round(full_time * share), "full_time_share": share, "currency": "USD"})
    return frame("example_staff", rows)


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
