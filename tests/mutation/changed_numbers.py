"""Change the numbers of the bundled tables and of the analyses, and count how often a test goes red.

    python tests/mutation/changed_numbers.py [--most 250] [--seed 0]

Every number of a bundled table, of market_wages a sample unless `--most` is 2000, and one number in
every function of the analyses that holds one. What is made from the document must be
found without the tests that compare files byte for byte, which would find any; market_wages is kept
as it was published, and only its digest can tell. Exit code 1 if a changed table is not found, or
fewer than 85 % of the functions: some numbers, such as the size of a buffer, change no answer.
"""

import argparse
import ast
import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from children import ROOT, Change, verdicts
from mutants import Mutant, places, text_of
from mutation import MODULES, tests_of

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
DOCUMENT = ["tests/test_build.py", "tests/test_document.py", "README.md", "src/tpm_data/datasets.py"]
MARKET = ["tests/test_market_wages.py", "tests/test_market.py"]
TESTS = {
    "salary_bands": [*DOCUMENT, "tests/test_progression.py"],
    "attractiveness_scores": [*DOCUMENT, "tests/test_attractiveness.py"],
    **dict.fromkeys(["career_steps", "career_tracks", "essential_skills", "education"], DOCUMENT),
    "market_wages": MARKET,
    "market_fit": MARKET,
    "quality_findings": ["tests/test_quality_findings.py", "tests/test_build.py"],
}
# What is left changes no answer: the 0 in the only item of a list, the size at which a method changes.
GOAL_OF_FUNCTIONS = 0.85
BYTE_FOR_BYTE = ["-k", "not (byte_for_byte or writes_nothing or digest or linear)"]


@dataclass(frozen=True)
class ChangedNumber:
    """A table with the last digit of one number raised by one, or as it is where the place is empty."""

    table: str
    start: int
    end: int
    copies: str

    @property
    def tests(self) -> list[str]:
        """The tests that look at what the table says."""
        return [*BYTE_FOR_BYTE, *TESTS[self.table]]

    def make(self) -> None:
        """Go to a copy of the project whose table is changed."""
        copy = Path(tempfile.mkdtemp(dir=self.copies))
        for folder in ("data", "src", "tests"):
            shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
        for file in ("pyproject.toml", "README.md"):
            shutil.copy(ROOT / file, copy)
        os.chdir(copy)
        sys.path.insert(0, str(copy / "src"))
        if not self.end:
            return
        text = text_of_table(self.table)
        digit = (int(text[self.end - 1]) + 1) % 10
        changed = f"{text[: self.end - 1]}{digit}{text[self.end :]}"
        (copy / "data" / f"{self.table}.csv").write_text(changed, encoding="utf-8")

    def __str__(self) -> str:
        text = text_of_table(self.table)
        line = text.count("\n", 0, self.start) + 1
        return f"{self.table}.csv:{line} {text[self.start : self.end]} in …{text[self.start - 30 : self.end]}"


def text_of_table(table: str) -> str:
    """Return a bundled table as it is written."""
    return (ROOT / "data" / f"{table}.csv").read_text(encoding="utf-8")


def numbers(table: str, copies: str) -> list[ChangedNumber]:
    """Return a change for every number of a table."""
    text = text_of_table(table)
    return [ChangedNumber(table, *found.span(), copies) for found in NUMBER.finditer(text)]


def constants(seed: int) -> list[Mutant]:
    """Return one changed number for every function of the analyses that holds one."""
    chance, chosen = random.Random(seed), []
    for module, parts in MODULES.items():
        for part in parts:
            held: dict[int, list[Mutant]] = {}
            tree = ast.walk(ast.parse(text_of(part)))
            spans = [(n.lineno, n.end_lineno or 0) for n in tree if isinstance(n, ast.FunctionDef)]
            for mutant in places(part, seed, tests_of(module, part)):
                inside = [first for first, last in spans if first <= mutant.line <= last]
                if inside and mutant.operator.endswith("NumberReplacer"):
                    held.setdefault(max(inside), []).append(mutant)
            chosen += [chance.choice(held[first]) for first in sorted(held)]
    return chosen


def count(name: str, changes: Iterable[Change], of: int, goal: float = 1) -> bool:
    """Print what no test finds and how much is found, and say if it is enough."""
    tried = found = 0
    for change, red in verdicts(changes):
        tried, found = tried + 1, found + red
        if not red:
            print(f"not found: {change}", flush=True)
    print(f"{name:22}{of:5} numbers{tried:5} changed{found:5} found{found / tried:7.1%}", flush=True)
    return found >= goal * tried


def main() -> int:
    """Count the changes found, table by table and over the analyses."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=250, help="numbers to change of a table")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    os.chdir(ROOT)
    every = []
    with tempfile.TemporaryDirectory() as copies:
        for table in TESTS:
            ((_, red),) = verdicts([ChangedNumber(table, 0, 0, copies)])
            if red:
                sys.exit(f"the tests of {table} are red without a change")
            held = numbers(table, copies)
            tried = random.Random(asked.seed).sample(held, min(asked.most, len(held)))
            every.append(count(table, tried, len(held)))
    chosen = constants(asked.seed)
    every.append(count("functions", chosen, len(chosen), GOAL_OF_FUNCTIONS))
    return 0 if all(every) else 1


if __name__ == "__main__":
    sys.exit(main())
