"""Ladders to measure with."""

import numpy as np
import pandas as pd


def bands(count: int, size: int) -> pd.DataFrame:
    """Make ladders of ``size`` bands: middles around 110,000, spreads of 30 to 60 %, in hundreds."""
    random = np.random.default_rng(1)
    middle = 110_000 * random.lognormal(0, 0.45, count)
    spread = random.uniform(0.3, 0.6, count)
    low = np.rint(middle / (1 + spread / 2) / 100).astype("int64") * 100
    high = np.rint(low * (1 + spread) / 100).astype("int64") * 100
    family, level = np.divmod(np.arange(count), size)
    return pd.DataFrame(
        {
            "family": pd.Series([f"F{number:05}" for number in family], dtype="str"),
            "level": level + 1,
            "title": pd.Series([f"Level {number + 1}" for number in level], dtype="str"),
            "minimum": low,
            "maximum": high,
        }
    )
