"""Careers for the tests of attractiveness: the worked numbers, and made-up ones."""

import pandas as pd
from hypothesis import strategies as st
from support.worked import NUMBERS

WORKED = NUMBERS["attractiveness"]
FACTORS = [row["factor"] for row in WORKED["factors"]]
LETTERS = "ABCDEFGH"


def worked():
    """Build the score table of the worked numbers."""
    return pd.DataFrame(WORKED["factors"]).assign(scale_maximum=WORKED["scale_max"])


def careers(*rows, factors=None, **columns):
    """Build one table from score vectors; careers are named from "one", factors from "A"."""
    names = ["one", "two", "three", "four", "five"]
    return pd.concat(
        [
            pd.DataFrame({"career": name, "factor": list(factors or LETTERS[: len(row)]), "score": row})
            for name, row in zip(names, rows, strict=False)
        ],
        ignore_index=True,
    ).assign(**columns)


def weights_of(count):
    """Weights for the first factors: whole or not, some 0, at least one positive."""
    number = st.integers(0, 100) | st.floats(0, 1e6).filter(lambda x: x == 0 or x > 1e-3)
    return (
        st.lists(number, min_size=count, max_size=count)
        .filter(any)
        .map(lambda w: dict(zip(LETTERS, w, strict=False)))
    )


@st.composite
def known_weightings(draw):
    """Draw two score vectors, and what may be known of the weights: an order, floors, a concentration."""
    count = draw(st.integers(1, 6))
    row = st.lists(st.integers(0, 10), min_size=count, max_size=count)
    names = [*LETTERS[:count]]
    floors = st.fixed_dictionaries(dict.fromkeys(names, st.integers(0, 100 // count).map(lambda k: k / 100)))
    known = {"order": st.permutations(names), "floor": floors, "concentration": st.integers(2, 4)}
    kind = draw(st.sampled_from(["", *known]))
    return draw(st.tuples(row, row)), {kind: draw(known[kind])} if kind else {}


@st.composite
def weighted_careers(draw, least=1, most=1, largest=10, factors=8):
    """Draw score vectors on the same factors, and weights."""
    count = draw(st.integers(1, factors))
    row = st.lists(st.integers(0, largest), min_size=count, max_size=count)
    rows = draw(st.lists(row, min_size=least, max_size=most))
    return rows, draw(weights_of(count))
