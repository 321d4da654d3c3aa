"""The patterns that the readers look for in a text, from ``patterns.toml``."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_FILE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
WORDS: dict[str, Any] = _FILE.pop("words")
_NAME = re.compile(r"\(\?P<\w+>")  # of a group; dropped from a pattern inside another


class _Patterns(dict[str, re.Pattern[str]]):
    """Patterns by name, each compiled when it is first used."""

    def __missing__(self, name: str) -> re.Pattern[str]:
        pieces = "".join(_FILE[name]["pattern"])
        shape = re.sub(r"\(\?&(\w+)\)", lambda at: f"(?:{_NAME.sub('(?:', self[at[1]].pattern)})", pieces)
        self[name] = re.compile(shape)
        return self[name]


PATTERN = _Patterns()


def says(name: str, text: str) -> re.Match[str] | None:
    """Look for a pattern in a text."""
    return PATTERN[name].search(text)


def without(text: str, *names: str) -> str:
    """Remove the matches of some patterns from a text."""
    for name in names:
        text = PATTERN[name].sub(" ", text)
    return text


def periods(words: str) -> Iterator[tuple[str, str]]:
    """Yield the units of pay in some words, of time or thousands of money, each with its printed text."""
    return ((str(found.lastgroup), found[0].strip(" ,:()")) for found in PATTERN["period"].finditer(words))


def stated(words: str) -> Iterator[tuple[str, str]]:
    """Yield the units that amounts are stated for, leaving out clauses about when pay is paid or reviewed."""
    clauses = PATTERN["clause_end"].split(words)
    return periods(". ".join(clause for clause in clauses if not says("happens", clause)))


def marked(text: str) -> set[str]:
    """Return the currencies of all codes and signs in a text; a bare dollar sign is "$"."""
    signs = PATTERN["symbol"].findall(PATTERN["code"].sub(" ", text))
    return {*PATTERN["code"].findall(text), *(WORDS["symbols"][sign] for sign in signs)}


def currencies(words: str) -> Iterator[str]:
    """Yield the currencies in a heading, or in a sentence about pay, as words or codes."""
    for found in PATTERN["currency_said"].finditer(words):
        said = found[str(found.lastgroup)]
        yield WORDS["currencies"].get(said.casefold(), said.upper())
