"""Print what a start costs, and how time and memory grow from 10,000 to 1,000,000 rows: `make scale`."""

import math
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pandas as pd

from tpm_data import attractiveness, market, overlap, progression

SIZES = (10_000, 100_000, 1_000_000)
LEVELS, FACTORS = 100, 10
Analysis = Callable[[pd.DataFrame], pd.DataFrame]
OF_BANDS: dict[str, Analysis] = {
    "levels": lambda t: progression.levels(t, by="family"),
    "promotions": lambda t: progression.promotions(t, by="family"),
    "place": lambda t: progression.place(t, 150_000, by="family"),
    "pairs, overlapping": lambda t: overlap.pairs(t, by="family", which="overlapping"),
    "pairs, adjacent": lambda t: overlap.pairs(t, by="family", which="adjacent"),
    "coverage": lambda t: overlap.coverage(t, by="family", titles=False),
    "depth_at": lambda t: overlap.depth_at(t, 150_000, by="family"),
    "audit": lambda t: overlap.audit(t, by="family"),
    "market.compare": lambda t: market.compare(t, by="family", occupations="15-1252"),
}
OF_SCORES: dict[str, Analysis] = {
    "score": lambda t: attractiveness.score(t, by="career"),
    "contributions": lambda t: attractiveness.contributions(t, by="career"),
    "sensitivity": lambda t: attractiveness.sensitivity(t, by="career"),
}
STARTS = {
    "import pandas": "import pandas",
    "import tpm_data": "import tpm_data",
    "first levels": "import tpm_data; tpm_data.progression.levels(tpm_data.load('salary_bands'))",
}
TIMED = "import time; start = time.perf_counter(); {}; print(time.perf_counter() - start)"


def bands(count: int, size: int, rise: float = 1) -> pd.DataFrame:
    """Make ladders of ``size`` bands with spreads of 30 to 60 %, each level ``rise`` times the one below."""
    random = np.random.default_rng(1)
    family, level = np.divmod(np.arange(count), size)
    middle = 110_000 * random.lognormal(0, 0.45 if rise == 1 else 0.05, count) * rise**level
    spread = random.uniform(0.3, 0.6, count)
    low = np.rint(middle / (1 + spread / 2) / 100).astype("int64") * 100
    high = np.rint(low * (1 + spread) / 100).astype("int64") * 100
    names = {"family": [f"F{n:05}" for n in family], "title": [f"Level {n + 1}" for n in level]}
    return pd.DataFrame({**names, "level": level + 1, "minimum": low, "maximum": high})


def careers(count: int) -> pd.DataFrame:
    """Make careers of ten scored factors."""
    career, factor = np.divmod(np.arange(count), FACTORS)
    names = {"career": [f"career {n:06}" for n in career], "factor": [f"factor {n}" for n in factor]}
    return pd.DataFrame({**names, "score": np.random.default_rng(1).integers(1, 11, count).astype(float)})


def starts() -> None:
    """Time what happens once, in fresh interpreters in turns, their own start left out."""
    spent: dict[str, list[float]] = {name: [] for name in STARTS}
    for _ in range(10):
        for name, code in STARTS.items():
            told = subprocess.check_output([sys.executable, "-c", TIMED.format(code)], text=True)
            spent[name].append(float(told))
    median = {name: statistics.median(times[1:]) for name, times in spent.items()}  # the first warms up
    for name, seconds in median.items():
        print(f"{name:20}{1000 * seconds:>10,.1f} ms{seconds / median['import pandas']:>8.2f} import pandas")


def measured(analysis: Analysis, table: pd.DataFrame) -> tuple[float, int, float, float]:
    """Return seconds, rows of the answer, and the peak of memory over the input, and over both."""
    start = time.process_time()
    rows = len(analysis(table))
    seconds = time.process_time() - start  # of the processor: what else it has to do does not count
    tracemalloc.start()  # slows down what makes many small objects, so that it comes afterwards
    answer = analysis(table)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    given, made = (frame.memory_usage(deep=True).sum() for frame in (table, answer))
    return seconds, rows, peak / given, peak / (given + made)


def main(words: list[str]) -> None:
    """Measure everything, or what has a name that holds one of the words."""
    if not words or any(word in name for word in words for name in STARTS):
        starts()
    print("growth: time over n log n + rows of the answer, as a multiple of that at the first size")
    print(f"{'':20}{'rows':>10}{'answer':>11}{'seconds':>9}{'growth':>8}{'peak/in':>9}{'peak/in+out':>13}")
    for make, analyses in ((lambda n: bands(n, LEVELS, rise=1.1), OF_BANDS), (careers, OF_SCORES)):
        tables = [make(size).sample(frac=1, random_state=1) for size in SIZES]
        for name, analysis in analyses.items():
            if words and not any(word in name for word in words):
                continue
            analysis(tables[0])  # imports what it needs
            first = 0.0
            for table in tables:
                count = len(table)
                seconds, rows, over_input, over_both = measured(analysis, table)
                unit = seconds / (count * math.log2(count) + rows)
                first = first or unit
                print(f"{name:20}{count:>10,}{rows:>11,}{seconds:>9.2f}{unit / first:>8.2f}", end="")
                print(f"{over_input:>9.2f}{over_both:>13.2f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
