"""Print how large and how slow each notebook is, beside the bounds; exit 1 if there is any fault.

The median is that of the cells whose code is not folded; exercises may have more cells than the bound.

``make notebook-report`` runs every notebook once, without storing anything.
"""

import re
import sys
import time
from statistics import median

from nbclient import NotebookClient
from support.hygiene import (
    MOST_BYTES,
    MOST_CODE_CELLS,
    MOST_LINES,
    MOST_MEDIAN_LINES,
    Notebook,
    faults,
)
from support.places import NOTEBOOKS, STORED

COLUMNS = ["notebook", "code cells", "median lines", "largest cell", "words a line", "stored kB", "seconds"]
BOUNDS = ["at most", MOST_CODE_CELLS, MOST_MEDIAN_LINES, MOST_LINES, "-", MOST_BYTES // 1_000, "-"]


def words_per_code_line(notebook: Notebook) -> float:
    """How much is told for each line of code that is not blank."""
    words = sum(len(re.findall(r"\w+", cell.source)) for _, cell in notebook.prose)
    lines = sum(bool(line.strip()) for _, cell in notebook.code for line in cell.source.splitlines())
    return words / lines if lines else 0.0


def seconds(notebook: Notebook) -> float:
    """How long it takes to start a kernel and run every cell."""
    started = time.perf_counter()
    NotebookClient(notebook.content, timeout=120, kernel_name="python3").execute(cwd=str(NOTEBOOKS))
    return time.perf_counter() - started


def measured(notebook: Notebook) -> list[str | float]:
    """One row of the report: all that is counted first, then the run."""
    median_lines, largest = median(notebook.lines_in_sight or [0]), max(notebook.lines or [0])
    row = [notebook.name, len(notebook.code), median_lines, largest, words_per_code_line(notebook)]
    return [*row, notebook.size / 1_000, seconds(notebook)]


def main() -> int:
    notebooks = [Notebook.read(path) for path in STORED]
    # Before any of them is run: a run fills in outputs that are not what is stored.
    exceeded = [f"{one.name}, {fault}" for one in notebooks for fault in faults(one)]
    for row in (COLUMNS, BOUNDS, *map(measured, notebooks)):
        cells = [f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in row]
        print(f"{cells[0]:28}" + "".join(f"{cell:>14}" for cell in cells[1:]), flush=True)
    print(*exceeded, sep="\n")
    return bool(exceeded)


if __name__ == "__main__":
    sys.exit(main())
