"""Titles are findings: they hold for every ladder, also where it falls, ties, or has one level."""

import pytest
from support.accent import accented, title
from support.gallery import LADDERS, MAKERS, ladder

import tpm_data

BAKERS, EQUAL, RATES = (LADDERS[name]() for name in ("two levels", "equal bands", "two equal rates"))
NESTED = ladder(("A", 10, 40), ("B", 20, 30))
MIXED = ladder(("A", 10, 20), ("B", 20, 40), ("C", 10, 20))
TOLD = {
    **{name: LADDERS[name]() for name in ("falling pay", "one level", "another currency", "tiny pay")},
    "bundled": LADDERS["bundled"](),
    "general schedule": tpm_data.load("general_schedule"),
    "far apart": LADDERS["tiny beside huge"](),
    "falling twice": ladder(("A", 10, 40), ("B", 20, 30), ("C", 30, 60), ("D", 40, 59)),
    "largest steps tie": ladder(("A", 10, 10), ("B", 15, 15), ("C", 30, 30), ("D", 60, 60)),
    "shares tie": ladder(("A", 10, 20), ("B", 15, 25), ("C", 20, 30), ("D", 40, 50)),
    "two levels": BAKERS,
    "equal bands": EQUAL,
    "equal rates": RATES,
    "one rate": RATES.head(1),
    "a narrow band": ladder(("A", 83_100, 83_200)),
    "a band of no width": LADDERS["a zero-width band"](),
    "nested": NESTED,
    "touching": ladder(("A", 10, 20), ("B", 20, 30)),
    "touching twice": ladder(("A", 10, 20), ("B", 20, 30), ("C", 30, 40)),
    "touching and falling": ladder(("A", 30, 40), ("B", 20, 30), ("C", 10, 20)),
    "rising": ladder(("A", 10, 20), ("B", 30, 40), ("C", 60, 80)),
    "steady": ladder(("A", 10, 10), ("B", 20, 20), ("C", 40, 40)),
    "rising and falling": MIXED,
    "rising once": MIXED.head(2),
    "rising after a stay": ladder(("A", 10, 20), ("B", 10, 20), ("C", 20, 40)),
    "steps that tie": ladder(("A", 10, 10), ("B", 20, 20), ("C", 40, 40), ("D", 20, 20), ("E", 10, 10)),
    "two stretches as deep": ladder(("A", 10, 30), ("B", 20, 50), ("C", 40, 60)),
}
TITLED = [
    "pay_ranges",
    "promotion_steps",
    "staircase",
    "overlap_of_neighbours",
    "pay_coverage",
    "audit_findings",
]


def told(maker, bands):
    """The title of a figure and the marks in the accent, or why it is not drawn."""
    try:
        figure = MAKERS[maker](bands)
        return " | ".join([title(figure), *sorted(accented(figure))])
    except ValueError as refusal:
        return f"refused: {refusal}"


@pytest.mark.parametrize("bands", TOLD.values(), ids=TOLD)
def test_titles_say_what_is_true_of_a_ladder(bands, snapshot):
    assert {maker: told(maker, bands) for maker in TITLED} == snapshot


@pytest.mark.parametrize("maker", TITLED)
def test_a_ladder_listed_from_its_top_is_drawn_the_same(maker):
    for bands in (LADDERS["bundled"](), MIXED, BAKERS):
        assert MAKERS[maker](bands.iloc[::-1]).to_json() == MAKERS[maker](bands).to_json()
