"""Read the career document and what we object to in it; write tables, descriptor and data dictionary.

Run ``python data/build.py``: it prints which files changed, and changes none when run again.
"""

import csv
import hashlib
import io
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd

from tpm_data.readers.document import read_document
from tpm_data.readers.own_files import read_csv
from tpm_data.tables.checks import check
from tpm_data.tables.contracts import TABLES, frame
from tpm_data.tables.schema import Column, Table

HERE = Path(__file__).resolve().parent
DOCUMENT, FINDINGS = "technical_product_manager.txt", "quality_findings.toml"
ELSEWHERE = "other_languages.md"
VERSION = "1.0.0"
LICENSE = {
    "name": "CC0-1.0",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
    "title": "Creative Commons Zero v1.0 Universal",
}
# Tables that are no part of the document: taken from official statistics, and written by hand.
KEPT = ("market_wages", "market_fit")
CAVEAT = (
    "The document names no year, country, source or percentile for its pay ranges and no scale "
    "for its scores. The tables read from it hold its figures as printed; what was read into them "
    "(US dollars, pay for a year, a scale to 10) is said beside the column."
)


def build() -> dict[str, str]:
    """Return the text of every generated file by its name."""
    document = read_document(HERE / DOCUMENT)
    tables = document.tables | {"quality_findings": quality_findings()}
    files = {}
    for name, table in tables.items():
        check(table, name)
        files[f"{name}.csv"] = as_csv(table)
    kept = {name: HERE / f"{name}.csv" for name in KEPT}
    tables |= {name: read_csv(path, name) for name, path in kept.items()}
    texts = files | {path.name: path.read_bytes().decode() for path in kept.values()}
    package = descriptor(str(document.title), texts)
    files["datapackage.json"] = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    files["README.md"] = dictionary(tables)
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


def descriptor(title: str, files: dict[str, str]) -> dict[str, Any]:
    """Describe the package (Data Package v2)."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "tpm-data",
        "title": f"{title}: tidy tables",
        "description": f"Tables read from a career document about the technical product manager. {CAVEAT} "
        "Beside them stand what we object to in it, and official wage percentiles as context.",
        "version": VERSION,
        "licenses": [LICENSE],
        "sources": [
            {"title": f"{title}, restated line by line", "path": DOCUMENT},
            {"title": "Our reading of it, with objections"},
        ],
        "resources": [resource(TABLES[name[:-4]], text) for name, text in files.items()],
    }


def resource(table: Table, text: str) -> dict[str, Any]:
    """Describe one table and its columns."""
    described = {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": f"One row is {table.row}. {table.notice}".rstrip(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(text.encode()),
        "hash": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}",
        "schema": {
            "fields": [field(column, column.name in table.unique) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key or (table.columns[0].name,)),
        },
    }
    return described | ({} if table.basis == "document" else {"sources": [{"title": table.basis}]})


def field(column: Column, unique: bool) -> dict[str, Any]:
    """Describe one column."""
    types = {"text": "string"}
    constraints: dict[str, Any] = {"required": not column.nullable, "unique": unique}
    constraints |= {"minimum": column.minimum} if column.kind in ("integer", "number") else {}
    constraints |= {"enum": list(column.one_of)} if column.one_of else {}
    constraints |= {"pattern": "[A-Z]{3}"} if column.is_currency else {}
    described = {
        "name": column.name,
        "type": types.get(column.kind, column.kind),
        "title": column.name.replace("_", " ").capitalize(),
        "description": column.description,
        "constraints": constraints,
    }
    return described | ({"unit": column.unit} if column.unit else {})


def dictionary(tables: dict[str, pd.DataFrame]) -> str:
    """Write the data dictionary as a page."""
    lines = [
        "# Data dictionary",
        "",
        "Written by `python data/build.py`; edit `contracts.py` or `other_contracts.py` in `src/tpm_data`",
        "and run it again.",
        "",
        f"Most tables are read from [`{DOCUMENT}`]({DOCUMENT}), a career document restated line by line",
        "in our own words: same headings, labels, figures and line numbers. TPM means technical",
        f"*product* manager. {CAVEAT}",
        f"What is wrong with the document is written down in [`{FINDINGS}`]({FINDINGS}).",
        "",
        "`market_wages` is taken from a release of official statistics by `python data/extract_market.py`,",
        "which says from which package and checks its digest; `market_fit` is written by hand.",
        "",
        "[`datapackage.json`](datapackage.json) describes the tables. All files here but the Python files",
        "are in the public domain (CC0 1.0). Text is UTF-8, line ends are LF, an empty cell is a missing",
        "value.",
        "",
        "A spreadsheet takes a cell that starts with `=`, `+`, `-` or `@` for a formula. No cell here does.",
        "Tables read from a document of your own keep its words as they are, in `to_csv` too, since a",
        "mark put before them would be a change of the data: import such a file with its columns as text.",
    ]
    for name, rows in tables.items():
        table = TABLES[name]
        lines += ["", f"## {name}", "", f"{table.title}. One row is {table.row}; {len(rows)} rows.", ""]
        lines += [table.notice, ""] if table.notice else []
        lines += ["| column | type | unit | description |", "| --- | --- | --- | --- |"]
        lines += [f"| `{c.name}` | {c.kind} | {c.unit} | {c.description} |" for c in table.columns]
    recipes = (HERE / ELSEWHERE).read_text(encoding="utf-8")
    return "\n".join(lines) + f"\n\n{recipes}"


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
