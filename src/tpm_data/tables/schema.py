"""What a column and a table are: names, types, units, rules and words."""

from dataclasses import dataclass
from typing import Any, Literal

# Below this, a floating-point number can be any whole number.
LARGEST = 10**15
PAY_UNIT = "currency per year"

Kind = Literal["integer", "number", "text", "boolean"]
DTYPES: dict[Kind, str] = {"integer": "int64", "number": "float64", "text": "str", "boolean": "bool"}


@dataclass(frozen=True, slots=True)
class Column:
    """What a column contains; ``words.toml`` explains each field."""

    name: str
    kind: Kind
    description: str
    unit: str = ""
    required: bool = False
    nullable: bool = False
    minimum: float = 0
    at_least: str = ""
    at_most: str = ""
    one_of: tuple[str, ...] = ()
    is_currency: bool = False
    is_share: bool = False
    only_own: bool = False
    example: tuple[Any, ...] = ()
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What one row of a table is, and its columns; ``words.toml`` explains the other fields."""

    name: str
    title: str
    row: str
    columns: tuple[Column, ...]
    unique: tuple[str, ...] = ()
    same_throughout: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    basis: str = "document"
    notice: str = ""
    beside: tuple[str, ...] = ()
    bundled: bool = True

    @property
    def measures(self) -> set[str]:
        """The columns that measure a level or a factor and cannot separate ladders."""
        bounds = {name for c in self.columns for name in (c.at_least, c.at_most) if name}
        return {*self.unique, *bounds, *(c.name for c in self.columns if c.at_least or c.at_most)}
