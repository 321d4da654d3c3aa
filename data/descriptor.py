"""Describe the tables in words: the descriptor and the data dictionary.

`build.py` writes both beside the tables; the words of tables and columns come from their contracts.
"""

import hashlib
import json
from typing import Any

from tpm_data.tables.contracts import TABLES
from tpm_data.tables.schema import Column, Table

DOCUMENT, FINDINGS = "technical_product_manager.txt", "quality_findings.toml"
VERSION = "1.0.0"
LICENSE = {
    "name": "CC0-1.0",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
    "title": "Creative Commons Zero v1.0 Universal",
}
CAVEAT = (
    "The document gives no year, country, source or percentile for its pay ranges and no scale "
    "for its scores. Our tables have its figures as printed. Assumptions (US dollars, pay per year, "
    "a scale to 10) are given with the column."
)


def descriptor(title: str, files: dict[str, str]) -> str:
    """Describe the package (Data Package v2), given the text of every table's file."""
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "tpm-data",
        "title": f"{title}: tidy tables",
        "description": f"Tables read from a career document about the technical product manager. {CAVEAT} "
        "Two more are our objections to it, and official wage percentiles as context.",
        "version": VERSION,
        "licenses": [LICENSE],
        "sources": [
            {"title": f"{title}, restated line by line", "path": DOCUMENT},
            {"title": "Our reading of it, with objections"},
        ],
        "resources": [resource(TABLES[name[:-4]], text) for name, text in files.items()],
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def bundled(table: Table) -> list[Column]:
    """Return the columns that the bundled table has; some are only for your own tables."""
    return [column for column in table.columns if not column.only_own]


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
            "fields": [field(column, column.name in table.unique) for column in bundled(table)],
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


def dictionary(counts: dict[str, int], recipes: str) -> str:
    """Write the data dictionary as a page, given the number of rows of every table."""
    lines = [
        "# Data dictionary",
        "",
        "Written by `python data/build.py`; edit `src/tpm_data/tables/words.toml` and run it again.",
        "",
        f"Most tables are read from [`{DOCUMENT}`]({DOCUMENT}), a career document restated line by line",
        "in our own words: same headings, labels, figures and line numbers. TPM means technical",
        f"*product* manager. {CAVEAT}",
        f"[`{FINDINGS}`]({FINDINGS}) lists what is wrong with the document.",
        "",
        "`market_wages` is taken from a release of official statistics by `python data/extract_market.py`,",
        "which gives the package and checks its digest. `market_fit` and `general_schedule` are written",
        "by hand. `example_staff` is made up: no person in it exists.",
        "",
        "[`datapackage.json`](datapackage.json) describes the tables. All files here except the Python files",
        "are in the public domain (CC0 1.0). Text is UTF-8 with LF line ends; an empty cell is a missing",
        "value.",
        "",
        "A spreadsheet takes a cell that starts with `=`, `+`, `-` or `@` for a formula. No cell here does.",
        "Tables read from your own document keep its words unchanged, in `to_csv` too, because a mark",
        "in front of them would change the data. Import the columns of such a file as text.",
    ]
    for name, rows in counts.items():
        table = TABLES[name]
        lines += ["", f"## {name}", "", f"{table.title}. One row is {table.row}; {rows} rows.", ""]
        lines += [table.notice, ""] if table.notice else []
        lines += ["| column | type | unit | description |", "| --- | --- | --- | --- |"]
        lines += [f"| `{c.name}` | {c.kind} | {c.unit} | {c.description} |" for c in bundled(table)]
    return "\n".join(lines) + f"\n\n{recipes}"
