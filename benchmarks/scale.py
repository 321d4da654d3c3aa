"""Print how time and memory grow from 10,000 to 1,000,000 rows: `make scale`."""

import math
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from tpm_data import attractiveness, market, overlap, progression

SIZES = (10_000, 100_000, 1_000_000)
LEVELS, FACTORS = 100, 10
OF_BANDS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "levels": lambda t: progression.levels(t, "family"),
    "promotions": lambda t: progression.promotions(t, "family"),
    "place": lambda t: progression.place(t, 150_000, "family"),
    "pairs, overlapping": lambda t: overlap.pairs(t, "family", "overlapping"),
    "pairs, adjacent": lambda t: overlap.pairs(t, "family", "adjacent"),
    "counts": lambda t: overlap.counts(t, "family"),
    "coverage": lambda t: overlap.coverage(t, "family", titles=False),
    "depth_at": lambda t: overlap.depth_at(t, 150_000, "family"),
    "audit": lambda t: overlap.audit(t, "family"),
    "market.compare": lambda t: market.compare(t, by="family", occupations="15-1252"),
}
OF_SCORES: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "score": lambda t: attractiveness.score(t, by="career"),
    "contributions": lambda t: attractiveness.contributions(t, by="career"),
    "sensitivity": lambda t: attractiveness.sensitivity(t, by="career"),
}


def ladders(count: int) -> pd.DataFrame:
    """Make ladders of a hundred levels, shuffled: a level rises by about half a band."""
    random = np.random.default_rng(1)
    family, level = np.divmod(np.arange(count), LEVELS)
    low = 40_000 + 9_000 * level + random.integers(0, 5_000, count)
    table = pd.DataFrame(
        {
            "family": pd.Series([f"family {number:05}" for number in family], dtype="str"),
            "level": level + 1,
            "title": pd.Series([f"title {number}" for number in range(count)], dtype="str"),
            "minimum": low,
            "maximum": low + random.integers(0, 40_000, count),
        }
    )
    return table.iloc[random.permutation(count)]


def careers(count: int) -> pd.DataFrame:
    """Make careers of ten scored factors, shuffled."""
    random = np.random.default_rng(1)
    career, factor = np.divmod(np.arange(count), FACTORS)
    table = pd.DataFrame(
        {
            "career": pd.Series([f"career {number:06}" for number in career], dtype="str"),
            "factor": pd.Series([f"factor {number}" for number in factor], dtype="str"),
            "score": random.integers(1, 11, count).astype(float),
        }
    )
    return table.iloc[random.permutation(count)]


def measured(analysis: Callable[[pd.DataFrame], Any], table: pd.DataFrame) -> tuple[float, int, float, float]:
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
    """Measure every function, or those whose names hold one of the words."""
    print("growth: time over n log n + rows of the answer, as a multiple of that at the first size")
    print(f"{'':20}{'rows':>10}{'answer':>11}{'seconds':>9}{'growth':>8}{'peak/in':>9}{'peak/in+out':>13}")
    for make, analyses in ((ladders, OF_BANDS), (careers, OF_SCORES)):
        tables = [make(size) for size in SIZES]
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
