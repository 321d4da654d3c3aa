"""Titles are findings: they hold for every ladder, also where it falls, ties, or has one level."""

import pytest
from support.gallery import LADDERS, MAKERS, ladder

from tpm_data import figures, overlap
from tpm_data.progression import levels, place


def title(figure):
    return figure.layout.title.text.replace("<br>", " ")


BAKERS, EQUAL, RATES = (LADDERS[name]() for name in ("two levels", "equal bands", "two equal rates"))
NESTED = ladder(("A", 10, 40), ("B", 20, 30))
MIXED = ladder(("A", 10, 20), ("B", 20, 40), ("C", 10, 20))
TOLD = {
    **{name: LADDERS[name]() for name in ("falling pay", "one level", "another currency", "tiny pay")},
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
    "promotion_cases",
    "overlap_matrix",
    "pay_coverage",
    "audit_findings",
]


def told(maker, bands):
    """The title of a figure, or why it is not drawn."""
    try:
        return title(MAKERS[maker](bands))
    except ValueError as refusal:
        return f"refused: {refusal}"


@pytest.mark.parametrize("bands", TOLD.values(), ids=TOLD)
def test_titles_say_what_is_true_of_a_ladder(bands, snapshot):
    assert {maker: told(maker, bands) for maker in TITLED} == snapshot


PLACED = [(BAKERS, 33_500), (BAKERS, 20_000), (BAKERS, 760_000 / 12), (TOLD["falling pay"], 50_000)]


@pytest.mark.parametrize(("bands", "amount"), [*PLACED, (TOLD["one level"], 90_000.5)])
def test_a_placement_says_where_the_amount_lies(bands, amount, snapshot):
    assert title(figures.placement(place(bands, amount))) == snapshot


def test_an_overlap_matrix_of_some_pairs_counts_no_others():
    for which, expected in (("adjacent", "2 of the 2 pairs given"), ("overlapping", "3 of 3 pairs of bands")):
        assert title(figures.overlap_matrix(overlap.pairs(EQUAL, which=which))).startswith(expected)


def test_the_name_of_a_share_may_be_spelled_in_capitals():
    assert "of what the two cover" in title(figures.overlap_matrix(overlap.pairs(BAKERS), "Jaccard"))
    with pytest.raises(ValueError, match="Did you mean 'jaccard'"):
        figures.overlap_matrix(overlap.pairs(BAKERS), "jacard")


def test_an_overlap_matrix_names_the_pair_that_shares_most_only_if_there_is_one():
    assert figures.overlap_matrix(overlap.pairs(EQUAL)).alternative.endswith(
        "the largest share, 100 % of the upper band, is that of 3 pairs."
    )
    assert "B and A share 100 %" in figures.overlap_matrix(overlap.pairs(NESTED)).alternative


def test_a_finding_made_twice_about_a_level_is_named_once():
    names = figures.audit_findings(levels(EQUAL), overlap.audit(EQUAL)).layout.yaxis.ticktext
    assert "equal bands ×2" in names[2]
