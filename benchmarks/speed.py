"""Print what this library takes as multiples of what it cannot do without: `make speed`."""

import ast
import functools
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pandas as pd
from nbclient import NotebookClient

import tpm_data
from tpm_data import attractiveness, market, money, overlap, progression, weightings

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from figures.gallery import FIGURES, drawn  # noqa: E402 - the tests keep one of every figure

CSV = tpm_data.path("salary_bands")
BANDS, SCORES = tpm_data.load("salary_bands"), tpm_data.load("attractiveness_scores")
MINE = SCORES.assign(score=SCORES["score"].iloc[::-1].to_numpy())
TWO = pd.concat([SCORES.assign(career="TPM"), MINE.assign(career="mine")])
WEIGHTINGS, CAREERS = 1_000_000, 10
TIMED = "import time; start = time.perf_counter(); {}; print(time.perf_counter() - start)"


def table(title: str, limit: str, runs: dict[str, Callable[[], Any]], repeats: int) -> dict[str, float]:
    """Print the median time of every run, taken in turns, and its multiple of the limit's."""
    spent: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():
        run()  # the first one warms up
    for _ in range(repeats):
        for name, run in runs.items():
            spent[name].append(seconds(run))
    median = {name: statistics.median(times) for name, times in spent.items()}
    print(f"\n{title}: multiples of {limit} ({1000 * median[limit]:,.3g} ms)")
    for name, value in median.items():
        print(f"  {value / median[limit]:>10,.3g}  {name}", flush=True)
    return median


def seconds(run: Callable[[], Any]) -> float:
    """Time one run; what times itself in another interpreter says so."""
    start = time.perf_counter()
    answer = run()
    return answer if isinstance(answer, Told) else time.perf_counter() - start


class Told(float):
    """Seconds as another interpreter measured them, without its own start."""


def fresh(code: str) -> Told:
    """Run code in a fresh interpreter, which prints its seconds if it measures them."""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return Told(done.stdout or 0)


def starts() -> None:
    """Time what happens once, each time in a fresh interpreter."""
    bare = statistics.median(seconds(lambda: float(fresh("pass"))) for _ in range(9))
    print(f"bare python -c pass: {1000 * bare:.0f} ms")
    plain = f"import pandas; pandas.read_csv({str(CSV)!r})"
    codes = {
        "import pandas": "import pandas",
        "import tpm_data": "import tpm_data",
        "import pandas + read_csv": plain,
        "first table": "import tpm_data; tpm_data.load('salary_bands')",
        "first document": "import tpm_data; tpm_data.read_document(tpm_data.path('document'))",
        "import plotly.graph_objects": "import plotly.graph_objects as go; go.Figure",
        "first figure": "import tpm_data as t; bands = t.load('salary_bands'); "
        "t.figures.pay_ranges(t.progression.levels(bands))",
    }
    runs = {name: functools.partial(fresh, TIMED.format(code)) for name, code in codes.items()}
    median = table("Starting, the interpreter's own start left out", "import pandas", runs, 9)
    first = median["first table"] / median["import pandas + read_csv"]
    print(f"  {first:>10,.3g}  first table, of import pandas + read_csv")


def documents() -> None:
    """Time reading beside one pass for figures, for words, and for amounts of money over the same text."""
    entry = "Bakes bread and cakes in the morning, and sells them at noon to those who come."
    long = "".join(f"1. Baker {n} (${30 + n}k - ${40 + n}k): {entry}\n" for n in range(1, 10_000))
    for name, text in {
        "the bundled document": tpm_data.path("document").read_text(encoding="utf-8"),
        "10,000 pay ranges": f"Career Progression for a Baker\n\n{long}",
    }.items():
        runs = {
            "re.finditer of figures": lambda text=text: sum(1 for _ in re.finditer(r"[0-9][0-9,.]*", text)),
            "re.finditer of words": lambda text=text: sum(1 for _ in re.finditer(r"\w+", text)),
            "re.finditer of amounts": lambda text=text: sum(1 for _ in money._AMOUNT.finditer(text)),
            "read_document": lambda text=text: tpm_data.read_document(text),
        }
        table(f"Reading {name} ({len(text):,} characters)", "re.finditer of figures", runs, 15)


def analyses() -> Iterator[tuple[str, Callable[[], Any]]]:
    """Name every analysis of the bundled tables."""
    yield "load", lambda: tpm_data.load("salary_bands")
    yield "levels", lambda: progression.levels(BANDS)
    yield "promotions", lambda: progression.promotions(BANDS)
    yield "place", lambda: progression.place(BANDS, 150_000)
    yield "earnings", lambda: progression.earnings(BANDS)
    yield "earnings_sensitivity", lambda: progression.earnings_sensitivity(BANDS, {"growth": (0, 0.05)})
    yield "pairs", lambda: overlap.pairs(BANDS)
    yield "counts", lambda: overlap.counts(BANDS)
    yield "coverage", lambda: overlap.coverage(BANDS)
    yield "depth_at", lambda: overlap.depth_at(BANDS, 150_000)
    yield "matrix", lambda: overlap.matrix(BANDS)
    yield "audit", lambda: overlap.audit(BANDS, convention="mercer")
    yield "anchors", lambda: market.anchors()
    yield "percentile", lambda: market.percentile(150_000)
    yield "market.compare", lambda: market.compare(BANDS)
    yield "score", lambda: attractiveness.score(SCORES)
    yield "contributions", lambda: attractiveness.contributions(SCORES)
    yield "sensitivity", lambda: attractiveness.sensitivity(SCORES)
    yield "attractiveness.compare", lambda: attractiveness.compare(TWO, "career")
    yield "break_even", lambda: attractiveness.break_even(TWO, "career")
    yield "distribution_summary", lambda: attractiveness.distribution_summary(SCORES)
    yield "distribution_curve", lambda: attractiveness.distribution_curve(SCORES)
    yield "Distribution.share_at_least", lambda: weightings.Distribution(SCORES["score"]).share_at_least(8)


def drawings() -> dict[str, Callable[[], Any]]:
    """Name the first drawing of every figure function that the gallery of the tests holds."""
    first: dict[str, Callable[[], Any]] = {}
    for name, make in FIGURES:
        first.setdefault(re.split("[: ]", name)[0], lambda make=make: (drawn.cache_clear(), make()))
    return first


def samples() -> None:
    """Time a million weightings of ten careers beside the product alone, and with the draws it needs."""
    random = np.random.default_rng(0)
    points = random.integers(1, 11, (CAREERS, len(SCORES)))
    careers = pd.concat(SCORES.assign(career=str(n), score=row) for n, row in enumerate(points))
    weights, scores = random.random((WEIGHTINGS, len(SCORES))), points.T.astype(float)

    def sorted_plainly() -> Any:
        drawn = random.standard_exponential((WEIGHTINGS, len(SCORES)))
        return np.argsort(drawn @ -scores, axis=1)

    runs = {
        "matmul": lambda: weights @ scores,
        "draw": lambda: random.standard_exponential((WEIGHTINGS, len(SCORES))),
        "draw + matmul": lambda: random.standard_exponential((WEIGHTINGS, len(SCORES))) @ scores,
        "draw + matmul + argsort": sorted_plainly,
        "rank_acceptability": lambda: attractiveness.rank_acceptability(
            careers, "career", samples=WEIGHTINGS
        ),
    }
    table("A million weightings of ten careers", "matmul", runs, 9)


def notebooks() -> None:
    """Time a run of every notebook beside one that only starts a kernel and imports the same."""
    whole, least = 0.0, 0.0
    print("\nNotebooks: share of kernel start and imports in the run")
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
        imports = [node for node in ast.parse(code).body if isinstance(node, ast.Import | ast.ImportFrom)]
        wanted = "\n".join(["import pandas, tpm_data.figures", *map(ast.unparse, imports)])
        bare = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(wanted)], metadata=notebook.metadata)
        spent = [
            statistics.median(seconds(lambda b=book: _run(b)) for _ in range(3)) for book in (notebook, bare)
        ]
        print(f"  {spent[1] / spent[0]:>10.0%}  {path.name}", flush=True)
        whole, least = whole + spent[0], least + spent[1]
    print(f"  {least / whole:>10.0%}  all")


def _run(notebook: Any) -> None:
    quiet = ["--log-level=ERROR"]
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", extra_arguments=quiet)
    client.execute(cwd=str(ROOT / "notebooks"))


def main(words: list[str]) -> None:
    """Measure every part, or those whose names are given."""
    unit = {"read_csv": lambda: pd.read_csv(CSV)}
    parts = {
        "starts": starts,
        "documents": documents,
        "samples": samples,
        "analyses": lambda: table("Analyses of the bundled tables", "read_csv", unit | dict(analyses()), 25),
        "figures": lambda: table("Figures, with their analyses", "read_csv", unit | drawings(), 9),
        "notebooks": notebooks,
    }
    for name, part in parts.items():
        if not words or name in words:
            part()


if __name__ == "__main__":
    main(sys.argv[1:])
