"""What the readers look for in a text: patterns, each with an example, as ``patterns.toml`` has them."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_FILE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
WORDS: dict[str, Any] = _FILE.pop("words")


class _Patterns(dict[str, re.Pattern[str]]):
    """Patterns by name, each made when it is first asked for."""

    def __missing__(self, name: str) -> re.Pattern[str]:
        pieces = "".join(_FILE[name]["pattern"])
        shape = re.sub(r"\(\?&(\w+)\)", lambda at: f"(?:{self[at[1]].pattern})", pieces)
        self[name] = re.compile(shape)
        return self[name]


PATTERN = _Patterns()


def says(name: str, text: str) -> re.Match[str] | None:
    """Look for a pattern in a text."""
    return PATTERN[name].search(text)


def per_unit(words: str) -> str:
    """Spell a unit of time that stands alone as a period."""
    bare = PATTERN["bare_period"].fullmatch(words)
    return f"per {bare['noun']}" if bare and not says("period", words) else words


def states_period(words: str) -> bool:
    """Whether words state a period, and not what happens every month: each clause is looked at alone."""
    return any(says("period", c) and not says("happens", c) for c in PATTERN["clause_end"].split(words))


def currencies(words: str) -> Iterator[str]:
    """Yield the currencies that a heading, or a sentence about pay, names in words or codes."""
    for found in PATTERN["currency_said"].finditer(words):
        name = WORDS["currencies"].get((found["name"] or "").casefold())
        yield name or (found["code"] or found["first"] or found["only"]).upper()


def without(text: str, *names: str) -> str:
    """Take what some patterns stand for out of a text."""
    for name in names:
        text = PATTERN[name].sub(" ", text)
    return text
