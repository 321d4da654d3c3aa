"""The bundled tables: their names, their words, and the tables themselves."""

from pathlib import Path

import pandas as pd

from tpm_data.errors import one_of
from tpm_data.formatting import currency_of
from tpm_data.tables.contracts import TABLES, contract
from tpm_data.tables.schema import DTYPES


def list_tables() -> list[str]:
    """List the names of the bundled tables.

    Returns
    -------
    list of str
        Names that `load`, `describe` and `path` accept.

    Examples
    --------
    >>> list_tables()[:2]
    ['salary_bands', 'attractiveness_scores']
    """
    return [name for name, table in TABLES.items() if table.bundled]


def load(name: str) -> pd.DataFrame:
    """Load a bundled table.

    Parameters
    ----------
    name : str
        One of `list_tables`; `describe` explains its rows and columns.

    Returns
    -------
    DataFrame
        A fresh copy at each call. Its ``attrs["basis"]`` says where the figures come from.

    Raises
    ------
    ValueError
        If there is no such table; the message lists the names.

    Examples
    --------
    >>> load("salary_bands")[["level", "title", "minimum", "maximum"]]
       level                                 title  minimum  maximum
    0      1   Associate Technical Product Manager    83350   133305
    1      2             Technical Product Manager   120011   180000
    2      3      Senior Technical Product Manager   135000   185000
    3      4        Director of Product Management   150221   220000
    4      5  Vice President of Product Management   191250   215000
    """
    words = contract(one_of(name, list_tables(), "table"))
    types = {column.name: DTYPES[column.kind] for column in words.columns}
    missing = {column.name: [""] for column in words.columns if column.nullable}
    table = pd.read_csv(path(name), dtype=types, keep_default_na=False, na_values=missing)
    table.attrs = {"basis": words.basis, "currency": currency_of(table)}
    return table


def path(name: str) -> Path:
    """Return the path of a bundled file, for tools that read files.

    Parameters
    ----------
    name : str
        One of `list_tables`, ``"document"`` for the career document the tables are read from,
        or ``"datapackage"`` for the descriptor.

    Returns
    -------
    Path
        The CSV, text or JSON file.

    Raises
    ------
    ValueError
        If there is no such file; the message lists the names.

    Examples
    --------
    >>> path("salary_bands").name
    'salary_bands.csv'
    """
    files = {table: f"{table}.csv" for table in list_tables()}
    files |= {"document": "technical_product_manager.txt", "datapackage": "datapackage.json"}
    return _folder() / files[one_of(name, files, "file")]


def _folder() -> Path:
    """Find ``data/``: inside the installed package, or next to ``src/`` in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside, beside = package / "data", package.parents[1] / "data"
    return inside if inside.is_dir() else beside
