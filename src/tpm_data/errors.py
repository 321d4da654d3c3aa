"""Errors that list everything that is wrong, where it is and what was found there."""

from collections.abc import Iterable
from typing import NamedTuple

_SHOWN = 80


class Problem(NamedTuple):
    """One thing that is wrong: its place, what was expected, and the text found there."""

    where: str
    what: str
    found: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f": {shown(self.found)}" if self.found else "")


class ProblemsError(ValueError):
    """Base of the errors that carry a list of problems.

    Parameters
    ----------
    heading : str
        One line that says what was not done.
    problems : iterable of Problem
        Everything that is wrong, kept as the tuple ``problems``.
    """

    def __init__(self, heading: str, problems: Iterable[Problem]) -> None:
        self.heading = heading
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = [f"{heading} {count} problem{'s' * (count != 1)}:", *map(str, self.problems)]
        super().__init__("\n  ".join(lines))

    def __reduce__(self) -> tuple[type, tuple[str, tuple[Problem, ...]]]:
        return type(self), (self.heading, self.problems)


class DocumentError(ProblemsError):
    """A career document that cannot be read; ``problems`` lists each with its line."""


class TableError(ProblemsError):
    """A table that breaks its contract; ``problems`` lists each with its row and column."""


class PayRangeError(ProblemsError):
    """A text that is not one pay range, or not one amount."""


def shown(text: str) -> str:
    """Quote a text for a message: one line, invisible characters spelled out, cut when long."""
    cut = text[:_SHOWN] + "…" * (len(text) > _SHOWN)
    visible = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)
    return f"“{''.join(visible)}”"
