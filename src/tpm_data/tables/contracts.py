"""The contract of every table, read from ``words.toml``, and tables made to fit one."""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from tpm_data.errors import one_of
from tpm_data.tables.schema import DTYPES, Column, Table


def _fixed(value: Any) -> Any:
    """Turn lists into tuples: a contract must not change."""
    return tuple(map(_fixed, value)) if isinstance(value, list) else value


def written(file: str) -> dict[str, Any]:
    """Read one of the files of words next to this one."""
    return tomllib.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))


def _read() -> dict[str, Table]:
    words = written("words.toml")
    tables: dict[str, Table] = {}
    for name, told in words.items():
        facts = {key: _fixed(value) for key, value in told.items() if key not in ("like", "columns")}
        if like := told.get("like"):
            kept = tuple(column for column in tables[like].columns if column.name in told["columns"])
            tables[name] = replace(tables[like], name=name, columns=kept, **facts)
            continue
        columns = (
            Column(column, **{key: _fixed(value) for key, value in words.items()})
            for column, words in told["columns"].items()
        )
        tables[name] = Table(name, columns=tuple(columns), **facts)
    return tables


TABLES = _read()
DOCUMENT_TABLES = tuple(name for name, one in TABLES.items() if one.bundled and one.basis == "document")


def contract(name: str) -> Table:
    """Return the contract of a table, or say which names there are."""
    return TABLES[one_of(name, TABLES, "table")]


def frame(name: str, rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Make a table from its rows, with the columns of the contract in their types, except ``only_own``."""
    every = list(rows)
    columns: dict[str, Any] = {}
    for column in (column for column in contract(name).columns if not column.only_own):
        # The stubs of pandas accept only literal types here.
        columns[column.name] = pd.array([row.get(column.name) for row in every], DTYPES[column.kind])  # type: ignore[call-overload]
    return pd.DataFrame(columns)
