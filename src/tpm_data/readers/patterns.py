"""What the readers look for in a text: patterns, each with an example, as ``patterns.toml`` has them."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_FILE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
WORDS: dict[str, Any] = _FILE.pop("words")
_NAME = re.compile(r"\(\?P<\w+>")  # of a group: a pattern inside another gives it none


class _Patterns(dict[str, re.Pattern[str]]):
    """Patterns by name, each made when it is first asked for."""

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
    """Take what some patterns stand for out of a text."""
    for name in names:
        text = PATTERN[name].sub(" ", text)
    return text


def periods(words: str) -> Iterator[tuple[str, str]]:
    """Yield what words name as a unit of pay, of time or thousands of money, each as it is printed."""
    return ((str(found.lastgroup), found[0].strip(" ,:()")) for found in PATTERN["period"].finditer(words))


def stated(words: str) -> Iterator[tuple[str, str]]:
    """Yield what words say that amounts are for, without the clauses about what happens every month."""
    clauses = PATTERN["clause_end"].split(words)
    return periods(". ".join(clause for clause in clauses if not says("happens", clause)))


def marked(text: str) -> set[str]:
    """Return the currencies of all codes and signs in a text; a bare dollar sign is "$"."""
    signs = PATTERN["symbol"].findall(PATTERN["code"].sub(" ", text))
    return {*PATTERN["code"].findall(text), *(WORDS["symbols"][sign] for sign in signs)}


def currencies(words: str) -> Iterator[str]:
    """Yield the currencies that a heading, or a sentence about pay, names in words or codes."""
    for found in PATTERN["currency_said"].finditer(words):
        said = found[str(found.lastgroup)]
        yield WORDS["currencies"].get(said.casefold(), said.upper())
