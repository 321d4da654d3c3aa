"""What columns mean, in words: those of a bundled table, of a result, of your own table."""

import functools
import re
from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from tpm_data.errors import told
from tpm_data.tables.contracts import TABLES, contract, written
from tpm_data.tables.schema import Table

_WORDS = dict.fromkeys(("label", "unit", "description", "formula", "source"), "")
_OF_LEVELS = ("from_", "to_", "lower_", "upper_")  # prefixes of the columns of two levels in a formula
_KINDS = {"b": "boolean", "i": "integer", "u": "integer", "f": "number", "M": "date"}


def describe(what: str | pd.DataFrame) -> pd.DataFrame:
    """Describe the columns of a table or of any result: the data dictionary.

    Parameters
    ----------
    what : str or DataFrame
        The name of a bundled table, one of `list_tables`, or a table: a bundled one, the result of an
        analysis, or your own.

    Returns
    -------
    DataFrame
        One row per column of the table, in its order: ``column``, ``label`` (a heading for it), ``type``,
        ``unit`` (empty if there is none), ``description``, ``formula`` (for ``DataFrame.eval``, over other
        columns of the same table; for two levels, "from_", "to_", "lower_" and "upper_" are prefixes of the
        columns that each has in the result of `levels`; empty if there is none), ``source`` (who defines it
        this way; empty for a plain fact or a measure of our own), ``required`` (whether your own table of
        that kind must have it; false for a column that only a result has). An unknown column, such as one
        of your own, has only its name and type. If you give a name, ``attrs["row"]`` says what one row of
        the table is, and ``attrs["notice"]`` gives its source and caveat, if it has them.

    Raises
    ------
    ValueError
        If there is no such table (the message lists the names), or it is neither a name nor a table.

    Examples
    --------
    >>> describe("salary_bands").loc[2, ["column", "type", "unit"]].to_list()
    ['minimum', 'integer', 'currency per year']
    >>> describe("salary_bands").attrs["row"]
    'a level of the ladder'
    >>> import tpm_data
    >>> ladder = tpm_data.progression.levels(tpm_data.load("salary_bands"))
    >>> describe(ladder).set_index("column").loc["range_spread", ["label", "unit", "formula"]].to_list()
    ['Range spread', 'share', '(maximum - minimum) / minimum']
    """
    if isinstance(what, pd.DataFrame):
        kinds = ["any" if str(kind) == "object" else _KINDS.get(kind.kind, "text") for kind in what.dtypes]
        words, attrs = words_of([*what.columns]), dict[str, str]()
    elif isinstance(what, str) or what is None:
        table = contract(what)
        kinds = [column.kind for column in table.columns]
        words, attrs = words_of([column.name for column in table.columns], table), {"row": table.row}
        attrs["notice"] = table.notice
    else:
        raise ValueError(f"describe takes a DataFrame, or the name of a bundled table, not {told(what)}.")
    shape = ["column", "label", "type", "unit", "description", "formula", "source", "required"]
    rows = [row | {"type": kind} for row, kind in zip(words, kinds, strict=True)]
    described = pd.DataFrame(rows, columns=shape)
    described.attrs |= attrs
    return described


def words_of(columns: Sequence[Hashable], table: Table | None = None) -> list[dict[str, Any]]:
    """Return the words for each column and how its values are shown, by its name and the other columns.

    Several contracts have a ``description``, for example: unless the ``table`` is known, the contract that
    shares the most columns with it is used.
    """
    given = {*columns}
    near = sorted(TABLES.values(), key=lambda one: len(given & {c.name for c in one.columns}), reverse=True)
    rows = []
    for name in columns:
        entries = _glossary().get(str(name), [])
        entry = next((one for one in entries if given.issuperset(one.get("beside", ()))), {})
        row = {"column": name, "format": "text", "required": False} | _WORDS | entry
        held = (c for one in [table or near[0], *near] for c in one.columns if c.name == name)
        if "description" not in entry and (same := next(held, None)):
            row |= {"unit": same.unit, "description": same.description, "required": same.required}
        names = re.findall(r"(?<![\w.])\w+", row["formula"])
        named = {one for one in names if not one.startswith(_OF_LEVELS)}
        if not given.issuperset(_glossary().keys() & named):
            row["formula"] = ""
        rows.append(row)
    return rows


@functools.cache
def _glossary() -> dict[str, list[dict[str, Any]]]:
    """Read the meanings of every column by its name, when they are first needed."""
    return written("glossary.toml")
