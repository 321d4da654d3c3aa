"""Run tests on changed code or data in children of one process, which has the libraries loaded already."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a process that has threads cannot be forked safely

import resource
import signal
from collections.abc import Iterable, Iterator, Sequence
from math import sqrt
from pathlib import Path
from typing import Protocol, TypeVar

import hypothesis  # noqa: F401  loaded here once, and not again in every child
import numpy  # noqa: F401
import pandas  # noqa: F401
import pandera.pandas  # noqa: F401
import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 180  # seconds: what loops is found out
MOST_MEMORY = 6 * 2**30
# Tests that time or weigh the code do not look at its answers.
NOT_ABOUT_ANSWERS = "linear or memory or hundred_thousand or loaded_only"
OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:nbval", "--hypothesis-profile=few"]
OPTIONS += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]


class Change(Protocol):
    """Something that is changed in one child only."""

    @property
    def tests(self) -> Sequence[str]:
        """The tests that should go red, as arguments of pytest."""

    def make(self) -> None:
        """Make the change, and go to the folder with the tests."""


Made = TypeVar("Made", bound=Change)


def verdicts(changes: Iterable[Made]) -> Iterator[tuple[Made, bool]]:
    """Say of each change whether a test went red."""
    running: dict[int, Made] = {}

    def ended() -> tuple[Made, bool]:
        child, status = os.wait()
        return running.pop(child), status != 0

    for change in changes:
        if len(running) == (os.cpu_count() or 1):
            yield ended()
        running[_start(change)] = change
    while running:
        yield ended()


def _start(change: Change) -> int:
    if child := os.fork():
        return child
    code = 1
    try:
        signal.alarm(LONGEST)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        change.make()
        code = run(change.tests)
    finally:
        os._exit(code)


def run(tests: Sequence[str]) -> int:
    """Run tests in this very process, which has to be one that ends soon."""
    chosen = ["-k", f"not ({NOT_ABOUT_ANSWERS})"] if "-k" not in tests else []
    return int(pytest.main([*OPTIONS, *chosen, *tests]))


def interval(red: int, tried: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval for a share."""
    z, share = 1.96, red / tried
    centre, spread = share + z * z / (2 * tried), z * sqrt(share * (1 - share) / tried + (z / tried / 2) ** 2)
    return (centre - spread) / (1 + z * z / tried), (centre + spread) / (1 + z * z / tried)
