"""Errors that list everything that is wrong, where it is and what was found there."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_SHOWN = 80
_PRINTED = 20  # problems, as many as fit on a screen
_ALIKE, _SIMILAR = 0.8, 0.6  # as two spellings of one word are, and as two names may be
# Characters that control a terminal or reverse the order of letters: a text with them looks like another one.
DISGUISING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Problem(NamedTuple):
    """One thing that is wrong: its place, what was expected, and the text found there."""

    where: str
    what: str
    found: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" + (f": {shown(self.found)}" if self.found else "")
        return spelled_out(text)  # names of rows, columns and factors also come from the user


class ProblemsError(ValueError):
    """Base of the errors that carry a list of problems.

    Parameters
    ----------
    heading : str
        One line that says what was not done.
    problems : iterable of Problem
        Everything that is wrong, kept as the tuple ``problems``; the text lists the first 20.
    """

    def __init__(self, heading: str, problems: Iterable[Problem]) -> None:
        self.heading = heading
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = [f"{heading} {count:,} problem{'s' * (count != 1)}:", *map(str, self.problems[:_PRINTED])]
        if count > _PRINTED:
            lines.append(f"and {count - _PRINTED:,} more, in .problems")
        super().__init__("\n  ".join(lines))

    def __reduce__(self) -> tuple[type, tuple[str, tuple[Problem, ...]]]:
        return type(self), (self.heading, self.problems)


class DocumentError(ProblemsError):
    """A career document that cannot be read; ``problems`` lists each with its line."""


class TableError(ProblemsError):
    """A table that breaks its contract; ``problems`` lists each with its row and column."""


class PayRangeError(ProblemsError):
    """A text that is not one pay range, or not one amount."""


class FactorError(ProblemsError):
    """Weights or thresholds that do not fit the factors; ``problems`` lists each with its factor."""


def one_of(name: object, names: Iterable[str], what: str, further: str = "") -> str:
    """Return the known spelling of a name in any case, or refuse it, with a ``further`` way out."""
    known = {known.casefold(): known for known in names}
    if not isinstance(name, str) or name.casefold() not in known:
        raise ValueError(unknown(name, known.values(), what) + further)
    return known[name.casefold()]


def unknown(name: object, names: Iterable[str], what: str) -> str:
    """Say that a name is unknown, which one is similar and which ones there are."""
    every = dict.fromkeys(names)
    near = nearest(name, every)
    hint = f" Did you mean {near!r}?" if near else ""
    return f"There is no {what} {told(name)}.{hint} Choose from: {', '.join(every)}."


def nearest(name: object, names: Iterable[str]) -> str | None:
    """Return the known name most similar to a name, or with a word similar to it; None if there is none."""
    plain = {known.casefold(): known for known in names}
    words = {word: known for known in plain for word in re.findall(r"[^\W_]+", known)}
    asked = str(name).strip().casefold()
    if (near := alike(asked, plain, _ALIKE)) is None and (word := alike(asked, words, _ALIKE)):
        near = words[word]
    near = near or alike(asked, plain, _SIMILAR)
    return plain[near] if near else None


def alike(name: str, names: Iterable[str], least: float) -> str | None:
    """Return the name with the most similar spelling, if one is similar enough (0 to 1)."""
    import difflib  # here, because it loads slowly and is needed only if something is wrong

    return next(iter(difflib.get_close_matches(name, [*names], 1, least)), None)


def refuse_clash(groups: Iterable[str], answers: Iterable[str]) -> None:
    """Refuse a column of the input that has the name of a column of the result."""
    clashes = [name for name in answers if name in {*groups}]
    if clashes:
        what = "this column has the name of a column of the result; rename it"
        raise TableError("The columns cannot be kept.", [Problem("header", what, name) for name in clashes])


def shown(text: str) -> str:
    """Quote a text for a message: one line, invisible characters spelled out, cut when long."""
    cut = text[:_SHOWN] + "…" * (len(text) > _SHOWN)
    return f"“{spelled_out(cut)}”"


def told(value: object) -> str:
    """Spell a wrong value for a message, on one line: in short, or by its type."""
    text = repr(value)
    fields = getattr(value, "__match_args__", ())  # of a named tuple or dataclass
    tables = [f".{name}" for name in fields if hasattr(getattr(value, name, None), "columns")]
    if isinstance(value, str) or not (tables or "\n" in text or text.startswith("<")):
        return text[:_SHOWN] + "…" * (len(text) > _SHOWN)
    home = f"{type(value).__module__.partition('.')[0]}.".removeprefix("builtins.")
    ways = tables or [f".{name}()" for name in ("to_pandas", "collect") if hasattr(value, name)][:1]
    return f"a value of type '{home}{type(value).__name__}'{'; pass its ' * bool(ways)}{' or '.join(ways)}"


def no_table(value: object) -> str:
    """Say that a table was expected instead of a value, and how to get one."""
    way = "; load gives a bundled table by its name, read_table reads a file" * isinstance(value, str)
    return f"expected a pandas DataFrame, not {told(value)}{way}"


def spelled_out(text: str) -> str:
    """Spell out the invisible characters of a text."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
