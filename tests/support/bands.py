"""Ladders for the tests of bands: of given ends, drawn, and many."""

from fractions import Fraction

import numpy as np
import pandas as pd
from hypothesis import strategies as st

PAIR = ["family", "lower_level", "upper_level"]
TYPES = {"family": "str", "level": "int64", "title": "str", "minimum": "int64", "maximum": "int64"}


def ladders(**families):
    """Bands of these ends, by family, the first of each at level 1."""
    rows = [
        (family, level, f"{family}{level}", *end)
        for family, bands in families.items()
        for level, end in enumerate(bands, 1)
    ]
    return pd.DataFrame(rows, columns=[*TYPES]).astype(TYPES)


def ladder(*ends):
    """One ladder of bands of these ends."""
    return ladders(a=ends).drop(columns="family")


# Small numbers make ties, equal, nested, touching and zero-width bands common; large ones come
# close to the bound of the contract, where a careless sum would leave int64 or the doubles.
ends = st.one_of(
    st.tuples(st.integers(1, 12), st.integers(0, 6)),
    st.tuples(st.integers(1, 5 * 10**14), st.integers(0, 4 * 10**14)),
).map(lambda band: (band[0], sum(band)))


@st.composite
def tables(draw, families="cab"):
    """Several ladders in one table, its rows in any order, under any index."""
    table = ladders(**{family: draw(st.lists(ends, max_size=8)) for family in families})
    return table.iloc[draw(st.permutations(range(len(table))))]


def plain(table):
    """List the bands of each family, as they appear, in order of level, for oracles in plain Python."""
    found = {family: [] for family in table["family"].tolist()}
    for family, *rest in table[["family", "level", "title", "minimum", "maximum"]].itertuples(index=False):
        found[family].append(tuple(rest))
    return {family: sorted(rows) for family, rows in found.items()}


def ratio(part, whole):
    return float(Fraction(part, whole)) if whole else None


def expected_pair(a, b):
    """What is true of two bands, in fractions."""
    (_, _, low_a, high_a), (_, _, low_b, high_b) = a, b
    signed = min(high_a, high_b) - max(low_a, low_b)
    overlap, width_a, width_b = max(0, signed), high_a - low_a, high_b - low_b
    if (low_a, high_a) == (low_b, high_b):
        relation = "equal"
    elif low_a <= low_b <= high_b <= high_a or low_b <= low_a <= high_a <= high_b:
        relation = "nested"
    else:
        relation = "gap" if signed < 0 else "partial" if signed else "touch"
    return (
        *(relation, signed, overlap, ratio(overlap, width_a), ratio(overlap, width_b)),
        ratio(overlap, min(width_a, width_b)),
        ratio(overlap, width_a + width_b - overlap),
    )


def rows_of(table):
    """Rows as tuples, with None for whatever is missing."""
    return [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in table.itertuples(index=False, name=None)
    ]


def many(groups, size=50):
    """Many ladders of 50 levels, shuffled; a level rises by about a third of a band."""
    random = np.random.default_rng(7)
    number = np.arange(groups * size)
    low = 40_000 + 9_000 * (number % size) + random.integers(0, 5_000, len(number))
    table = pd.DataFrame(
        {
            "family": np.char.mod("family %05d", number // size),
            "level": number % size + 1,
            "title": np.char.mod("title %d", number),
            "minimum": low,
            "maximum": low + random.integers(0, 40_000, len(number)),
        }
    ).astype(TYPES)
    return table.iloc[random.permutation(len(table))]
