"""Print how large and how slow each notebook is, beside the bounds that the tests hold it to.

The median is that of the cells whose code is not folded; exercises may have more cells than the bound.

``make notebook-report`` runs every notebook once, without storing anything.
"""

import re
import time
from statistics import median

import pandas as pd
from nbclient import NotebookClient
from support.hygiene import MOST_BYTES, MOST_CODE_CELLS, MOST_LINES, MOST_MEDIAN_LINES, Notebook
from support.places import NOTEBOOKS, STORED

BOUNDS = ("at most", MOST_CODE_CELLS, MOST_MEDIAN_LINES, MOST_LINES, "", MOST_BYTES // 1_000, "")
COLUMNS = ("notebook", "code cells", "median lines", "largest cell", "words a line", "stored kB", "seconds")


def seconds(notebook: Notebook) -> float:
    """How long it takes to start a kernel and run every cell."""
    started = time.perf_counter()
    NotebookClient(notebook.content, timeout=120, kernel_name="python3").execute(cwd=str(NOTEBOOKS))
    return round(time.perf_counter() - started, 1)


def measured(notebook: Notebook) -> tuple[object, ...]:
    """One row of the report: all that is counted first, because a run fills in other outputs."""
    lines, seen = notebook.lines, notebook.lines_in_sight
    words = sum(len(re.findall(r"\w+", cell.source)) for _, cell in notebook.prose)
    counted = (notebook.name, len(lines), median(seen), max(lines), round(words / sum(lines), 1))
    return *counted, notebook.size // 1_000, seconds(notebook)


if __name__ == "__main__":
    rows = [BOUNDS, *(measured(Notebook.read(path)) for path in STORED)]
    print(pd.DataFrame(rows, columns=COLUMNS).to_string(index=False))
