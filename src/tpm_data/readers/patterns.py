"""What the readers look for in a text: patterns, each with an example, as ``patterns.toml`` has them."""

import re
import tomllib
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


def without(text: str, *names: str) -> str:
    """Take what some patterns stand for out of a text."""
    for name in names:
        text = PATTERN[name].sub(" ", text)
    return text
