"""Print how many times longer other libraries take for the same answers: `make benchmarks`."""

import os
import platform
import sys
import warnings
from importlib.metadata import version

import axis_rows
import pair_rows
import score_rows
from timing import measure, ratios, report

TOOLS = ("bioframe", "ncls", "pyranges", "staircase", "pymcdm", "scikit-criteria", "pysensmcda")


def main(words: list[str]) -> None:
    """Measure every row, or those whose question holds one of the words."""
    warnings.simplefilter("ignore")  # the others warn about pandas and numpy
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors;", end=" ")
    print(", ".join(f"{tool} {version(tool)}" for tool in ("numpy", "pandas", *TOOLS)))
    print("Before a name: its time / ours, by medians of calls in turns; below 1 it is faster. Where two")
    print("numbers stand, ours checks its input; the second adds the same check to the other.\n")
    bare, alike = [], []
    for row in (*pair_rows.rows(), *axis_rows.rows(), *score_rows.rows()):
        if words and not any(word in row.question for word in words):
            continue
        seconds = measure(row)
        print(report(row, seconds), flush=True)
        found = ratios(row, seconds).values()
        bare += [row.question] if min(one for one, _ in found) < 1 else []
        alike += [row.question] if min(two for _, two in found) < 1 else []
    print(f"{pair_rows.TOO_MANY}: left out for all, ours too\n  {pair_rows.REASON}")
    print("\nSlower than the best of the others, with the same check:", "; ".join(alike) or "in no row.")
    print("Slower than the best of the others, which check nothing:", "; ".join(bare) or "in no row.")


if __name__ == "__main__":
    main(sys.argv[1:])
