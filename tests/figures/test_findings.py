"""Titles are findings: they hold for every ladder, also where it falls, ties, or has one level."""

import io

import pandas as pd
import pytest
from support.gallery import LADDERS, MAKERS, ladder

from tpm_data import figures, overlap
from tpm_data.progression import levels


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
TITLED = ["pay_ranges", "promotion_steps", "staircase", "overlap_matrix", "pay_coverage", "audit_findings"]


def told(maker, bands):
    """The title of a figure, or why it is not drawn."""
    try:
        return title(MAKERS[maker](bands))
    except ValueError as refusal:
        return f"refused: {refusal}"


@pytest.mark.parametrize("bands", TOLD.values(), ids=TOLD)
def test_titles_say_what_is_true_of_a_ladder(bands, snapshot):
    assert {maker: told(maker, bands) for maker in TITLED} == snapshot


def test_an_overlap_matrix_of_some_pairs_counts_no_others():
    for which, expected in (("adjacent", "2 of the 2 pairs given"), ("overlapping", "3 of 3 pairs of bands")):
        assert title(figures.overlap_matrix(overlap.pairs(EQUAL, which=which))).startswith(expected)


def test_the_name_of_a_share_may_be_spelled_in_capitals():
    assert "of what the two cover" in title(figures.overlap_matrix(overlap.pairs(BAKERS), measure="Jaccard"))
    with pytest.raises(ValueError, match="Did you mean 'jaccard'"):
        figures.overlap_matrix(overlap.pairs(BAKERS), measure="jacard")


def test_an_overlap_matrix_names_the_pair_that_shares_most_only_if_there_is_one():
    assert figures.overlap_matrix(overlap.pairs(EQUAL)).alternative.endswith(
        "the largest share, 100% of the upper band, is that of 3 pairs."
    )
    assert "B and A share 100%" in figures.overlap_matrix(overlap.pairs(NESTED)).alternative


# A ladder with a finding of each kind, and one of the same titles in which it is another or none.
TWICE = {
    "maximum inversion": (ladder(("A", 20, 40), ("B", 25, 30)), ladder(("A", 20, 40), ("B", 25, 35))),
    "equal bands": (ladder(("A", 20, 40), ("B", 20, 40)), ladder(("A", 20, 30), ("B", 20, 30))),
    "nested band": (ladder(("A", 20, 40), ("B", 20, 45)), ladder(("A", 20, 40), ("B", 30, 45))),
    "gap": (ladder(("A", 20, 30), ("B", 40, 50)), ladder(("A", 20, 30), ("B", 38, 50))),
    "narrow spread": (ladder(("A", 20, 22)), ladder(("A", 20, 24))),
    "thin step": (ladder(("A", 200, 300), ("B", 205, 310)), ladder(("A", 200, 300), ("B", 206, 310))),
}


@pytest.mark.parametrize("kind", TWICE)
def test_findings_about_a_ladder_of_other_pay_or_titles_are_refused(kind):
    bands, other = TWICE[kind]
    findings = overlap.audit(bands, convention="mercer").query("finding == @kind")
    assert f"limits of {findings.attrs['convention']}" in str(figures.audit_findings(levels(bands), findings))
    for others in (other, bands.assign(title=[*"XY"][: len(bands)])):
        with pytest.raises(ValueError, match="The findings are about another ladder"):
            figures.audit_findings(levels(others), findings)


def test_a_ladder_without_findings_is_said_to_be_held_against_its_convention():
    within = ladder(("A", 20_000, 30_000), ("B", 23_000, 34_500))
    for name, held in (("mercer", "limits of Mercer"), (None, "structure only")):
        findings = overlap.audit(within, convention=name)
        assert held in figures.audit_findings(levels(within), findings).to_json()


@pytest.mark.parametrize("bands", [*TOLD.values(), LADDERS["bundled"]()], ids=[*TOLD, "bundled"])
def test_titles_that_went_through_a_file_of_text_are_refused(bands):
    stretches = overlap.coverage(bands)
    text = pd.read_csv(io.StringIO(stretches.to_csv(index=False)))
    if len(stretches):
        with pytest.raises(ValueError, match="no tuples but text, as in a CSV"):
            figures.pay_coverage(text)


@pytest.mark.parametrize("maker", TITLED)
def test_a_ladder_listed_from_its_top_is_drawn_the_same(maker):
    for bands in (LADDERS["bundled"](), MIXED, BAKERS):
        assert MAKERS[maker](bands.iloc[::-1]).to_json() == MAKERS[maker](bands).to_json()


def test_a_finding_made_twice_about_a_level_is_named_once():
    names = figures.audit_findings(levels(EQUAL), overlap.audit(EQUAL)).layout.yaxis.ticktext
    assert "equal bands ×2" in names[2]
