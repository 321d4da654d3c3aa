"""Change the code in many places, one at a time, and count how often a test goes red.

    python tests/mutation/mutation.py [--most 60] [--seed 0] [module ...]

Each place counts once and is changed in one way, drawn by the seed; of a module with more places
than `--most`, a sample is drawn. Exit code 1 if the tests find fewer than 90 % in a module.
"""

import argparse
import os
import random
import sys

from children import ROOT, interval, run, verdicts
from mutants import places

GOAL = 0.9
# The files that a module is made of: several modules are faces, and their substance is next door.
MODULES = {
    "weightings": ["weightings", "factors", "score_distributions"],
    "pay_range": ["pay_range", "money"],
    "progression": ["progression", "ladders", "placement", "earnings"],
    "overlap": ["overlap", "pay_axis", "audit"],
    "attractiveness": ["attractiveness", "weights", "comparison", "one_weight", "ranks"],
    "market": ["market", "anchors"],
    "tables": ["tables", "spreadsheet", "checking", "quick_check"],
    "document": ["document", "outline", "entries"],
}
MORE_TESTS = {
    "anchors": ["market_wages"],
    "entries": ["other_languages"],
    "ladders": ["overlap"],
    "money": ["document"],
    "spreadsheet": ["own_files"],
}


def tests_of(module: str, part: str) -> list[str]:
    """Return the test files that concern a file, its own first, and its examples."""
    names = dict.fromkeys([part, *MODULES[module], *MORE_TESTS.get(part, [])])
    files = [file for name in names if (ROOT / (file := f"tests/test_{name}.py")).exists()]
    return [*files, f"src/tpm_data/{part}.py"]


def judge(module: str, most: int, seed: int) -> bool:
    """Try the mutants of a module, print what survives and the share found, and say if it is enough."""
    tests = {part: tests_of(module, part) for part in MODULES[module]}
    if not (child := os.fork()):
        os._exit(run(sorted({test for files in tests.values() for test in files})))
    if os.waitpid(child, 0)[1]:
        sys.exit(f"the tests of {module} are red without a change")
    every = [mutant for part in MODULES[module] for mutant in places(part, seed, tests[part])]
    tried = random.Random(seed).sample(every, min(most, len(every)))
    killed = 0
    for mutant, red in verdicts(tried):
        killed += red
        if not red:
            print(f"survived {mutant}", flush=True)
    low, high = interval(killed, len(tried))
    print(
        f"{module:15}{len(every):5} places{len(tried):5} tried{killed:5} killed"
        f"{killed / len(tried):7.1%} ({low:.1%} to {high:.1%})",
        flush=True,
    )
    return killed >= GOAL * len(tried)


def main() -> int:
    """Judge the modules asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=60, help="mutants to try of each module")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("modules", nargs="*", help=f"of {', '.join(MODULES)}; without any, all")
    asked = parser.parse_args()
    os.chdir(ROOT)
    enough = [judge(module, asked.most, asked.seed) for module in asked.modules or MODULES]
    return 0 if all(enough) else 1


if __name__ == "__main__":
    sys.exit(main())
