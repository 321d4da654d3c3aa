"""Titles are findings: they hold for every ladder, also where it falls, ties, or has one level."""

import pytest
from support.gallery import LADDERS, ladder

from tpm_data import figures, overlap
from tpm_data.progression._levels import levels, promotions
from tpm_data.progression._placement import place


def title(figure):
    return figure.layout.title.text.replace("<br>", " ")


BAKERS = LADDERS["two levels"]()
FALLING = LADDERS["falling pay"]()
EQUAL = LADDERS["equal bands"]()
RATES = LADDERS["two equal rates"]()
ONE = LADDERS["one level"]()
NESTED = ladder(("A", 10, 40), ("B", 20, 30))
TOUCHING = ladder(("A", 10, 20), ("B", 20, 30))
RISING = ladder(("A", 10, 20), ("B", 30, 40), ("C", 60, 80))
STEADY = ladder(("A", 10, 10), ("B", 20, 20), ("C", 40, 40))
MIXED = ladder(("A", 10, 20), ("B", 20, 40), ("C", 10, 20))
TIED_STEPS = ladder(("A", 10, 10), ("B", 20, 20), ("C", 40, 40), ("D", 20, 20), ("E", 10, 10))


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        (BAKERS, "Pay runs from €28k to €45k over 2 levels; the last one ends highest"),
        (FALLING, "Pay runs from $20k to $220k over 3 levels; the last one ends $190k below the highest"),
        (EQUAL, "Pay runs from $50k to $60k over 3 levels; the last one ends as high as 2 others"),
        (ONE, "Pay of Product Manager runs from $83k to $133k"),
        (RATES, "Pay is $90,000 at each of 2 levels"),
        (RATES.head(1), "Pay is $90,000 at Judge"),
        (ladder(("A", 83_100, 83_200)), "Pay of A runs from $83,100 to $83,200"),
    ],
)
def test_pay_ranges_say_what_the_ladder_pays_and_where_its_last_level_ends(bands, expected):
    assert title(figures.pay_ranges(levels(bands))) == expected


@pytest.mark.parametrize(
    ("bands", "amount", "expected"),
    [
        (BAKERS, 33_500, "€33,500 lies within 2 of 2 bands"),
        (BAKERS, 20_000, "€20,000 lies €8k below the lowest minimum"),
        (BAKERS, 760_000 / 12, "€63,333 lies €18k above the highest maximum"),
        (FALLING, 50_000, "$50,000 lies between the bands, in none of them"),
        (ONE, 90_000.5, "$90,000.50 lies within the one band"),
    ],
)
def test_a_placement_says_where_the_amount_lies(bands, amount, expected):
    assert title(figures.placement(place(bands, amount))) == expected


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        (BAKERS, "The midpoint rises by 26 % into Master Baker"),
        (RATES, "The midpoint stays the same into Senior Judge"),
        (FALLING, "The midpoint falls most into Chair (−76 %) and least into Coach (−43 %)"),
        (MIXED, "The midpoint rises most into B (+100 %) and falls most into C (−50 %)"),
        (EQUAL, "The midpoint stays the same at each of 2 steps"),
        (
            ladder(("A", 10, 20), ("B", 10, 20), ("C", 20, 40)),
            "The midpoint rises most into C (+100 %) and stays the same into B (0 %)",
        ),
        (STEADY, "The midpoint rises by 100 % at each of 2 steps"),
        (TIED_STEPS, "The midpoint rises most into B and C (+100 %) and falls most into D and E (−50 %)"),
        (MIXED.head(2), "The midpoint rises by 100 % into B"),
    ],
)
def test_promotion_steps_never_call_a_fall_a_rise(bands, expected):
    assert title(figures.promotion_steps(promotions(bands))) == expected


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        (BAKERS, "The step can change pay by anything from −€1k to +€17k"),
        (RATES, "The step leaves pay as it is"),
        (FALLING, "Every step lowers pay, by $30k to $130k"),
        (RISING, "Every step raises pay, by $10 to $50"),
        (STEADY, "Every step raises pay, by $10 to $20"),
        (EQUAL, "2 of 2 steps can lower pay: at worst by $10k, at best pay rises by $10k"),
        (MIXED, "1 of 2 steps can lower pay: at worst by $30, at best pay rises by $30"),
        (
            ladder(("A", 30, 40), ("B", 20, 30), ("C", 10, 20)),
            "No step can raise pay; at worst it falls by $20",
        ),
        (
            ladder(("A", 10, 20), ("B", 20, 30), ("C", 30, 40)),
            "No step can lower pay; at best it rises by $20",
        ),
    ],
)
def test_promotion_cases_name_a_rise_only_if_pay_can_rise(bands, expected):
    assert title(figures.promotion_cases(promotions(bands))) == expected


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        (BAKERS, "The two bands overlap by 8 % of the upper band"),
        (TOUCHING, "The two bands only touch"),
        (RATES, "The two bands overlap"),
        (LADDERS["another currency"](), "The two bands do not overlap"),
        (FALLING, "None of 3 pairs of bands overlap"),
        (
            LADDERS["tiny pay"](),
            "1 of 3 pairs of bands overlap, 2 only touch; the largest share is 14 % of the upper band",
        ),
        (LADDERS["a zero-width band"](), "1 of 3 pairs of bands overlap"),
    ],
)
def test_an_overlap_matrix_counts_no_pair_that_only_touches(bands, expected):
    assert title(figures.overlap_matrix(overlap.pairs(bands))) == expected


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


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        (BAKERS, "€33,000 to €34,000 belongs to 2 levels at once"),
        (ONE, "No stretch of pay belongs to more than one level"),
        (TOUCHING, "No stretch of pay belongs to more than one level"),
        (FALLING, "No stretch of pay belongs to more than one level, and 2 stretches belong to none"),
        (
            ladder(("A", 10, 30), ("B", 20, 50), ("C", 40, 60)),
            "2 stretches of pay between $20 and $50 belong to 2 levels each, none to more",
        ),
    ],
)
def test_pay_coverage_names_one_stretch_only_if_no_other_is_as_deep(bands, expected):
    assert title(figures.pay_coverage(overlap.coverage(bands))) == expected


def test_pay_coverage_refuses_a_ladder_of_single_rates():
    with pytest.raises(ValueError, match="no band is wider than a single rate"):
        figures.pay_coverage(overlap.coverage(STEADY))


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        (BAKERS, "Nothing found at any of the 2 levels"),
        (ONE, "Nothing found at the one level"),
        (NESTED, "3 findings, at 1 of 2 levels"),
        (LADDERS["another currency"](), "1 finding, at 1 of 2 levels"),
    ],
)
def test_an_audit_says_plainly_how_much_was_found(bands, expected):
    assert title(figures.audit_findings(levels(bands), overlap.audit(bands))) == expected


def test_a_finding_made_twice_about_a_level_is_named_once():
    names = figures.audit_findings(levels(EQUAL), overlap.audit(EQUAL)).layout.yaxis.ticktext
    assert "equal bands ×2" in names[2]
