"""The contract of every table, read from ``words.toml``, and tables made to fit one."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from tpm_data.errors import one_of
from tpm_data.tables.schema import DTYPES, Column, Table

DOCUMENT_TABLES = (
    *("salary_bands", "attractiveness_scores"),
    *("career_steps", "career_tracks", "essential_skills", "education"),
)


def _fixed(value: Any) -> Any:
    """Make tuples of lists, so that a contract cannot be changed."""
    return tuple(map(_fixed, value)) if isinstance(value, list) else value


def _read() -> dict[str, Table]:
    words = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    tables = {}
    for name, told in words.items():
        columns = told.pop("columns").items()
        made = (
            Column(column, **{key: _fixed(value) for key, value in facts.items()})
            for column, facts in columns
        )
        facts = {key: _fixed(value) for key, value in told.items()}
        tables[name] = Table(name, columns=tuple(made), **facts)
    return tables


TABLES = _read()


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
