"""A table that a figure cannot draw is refused in words: several ladders, no rows, another table."""

import re
from functools import partial

import pandas as pd
import pytest
from support.careers_gallery import factors

import tpm_data
from tpm_data import attractiveness, figures, market, staff
from tpm_data.progression._earnings import earnings, earnings_sensitivity
from tpm_data.progression._levels import levels, promotions

BANDS = tpm_data.load("salary_bands")
TWO = pd.concat([BANDS.assign(family=name) for name in ("product", "research")])
PAIR = pd.concat([factors(9, 2, 3, career="A"), factors(4, 8, 3, career="B")])
CHOICE = {"occupations": ["11-3021", "15-1252"]}
ANCHORS = market.anchors(**CHOICE)
YEARS = earnings(BANDS, years=2).years
CHANGED = earnings_sensitivity(BANDS, {"growth": (0, 0.05)})
STAFF = staff.place(tpm_data.load("example_staff"), tpm_data.load("general_schedule"))
TABLES = {
    "people_on_bands": [STAFF],
    "compa_ratios": [STAFF],
    "pay_ranges": [levels(BANDS)],
    "staircase": [levels(BANDS)],
    "promotion_steps": [promotions(BANDS)],
    "overlap_of_neighbours": [levels(BANDS)],
    "pay_coverage": [levels(BANDS)],
    "audit_findings": [levels(BANDS)],
    "earnings_range": [YEARS],
    "earnings_tornado": [CHANGED],
    "market_bands": [market.compare(BANDS, **CHOICE), ANCHORS],
    "market_places": [market.percentile(150_000, **CHOICE), ANCHORS],
    "factor_contributions": [attractiveness.contributions(factors(9, 2))],
    "score_distribution": [
        attractiveness.distribution_curve(factors(9, 2)),
        attractiveness.distribution_summary(factors(9, 2)),
    ],
    "career_comparison": [f(PAIR, by="career") for f in (attractiveness.compare, attractiveness.break_even)],
}


def refusal(name, tables):
    """Why a figure does not draw some tables; nothing if it does."""
    try:
        getattr(figures, name.split()[0])(*tables)
    except ValueError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", sorted(TABLES.keys() - {"people_on_bands", "compa_ratios"}))
def test_several_ladders_or_careers_are_not_drawn_as_one(name):
    assert "shows one " in refusal(name, [pd.concat([table, table]) for table in TABLES[name]])


OF_TWO_CAREERS = attractiveness.contributions(PAIR, by="career")
SPREAD = attractiveness.distribution_summary(PAIR, by="career")
CURVE = attractiveness.distribution_curve(factors(9, 2, 3))
TWO_PLACES = market.percentile([50_000, 150_000], **CHOICE)
TOLD_APART = {
    "ladders": (figures.pay_ranges, levels(TWO, by="family"), "family", "product"),
    "careers": (figures.factor_contributions, OF_TWO_CAREERS, "career", "A"),
    "distributions": (partial(figures.score_distribution, CURVE), SPREAD, "career", "A"),
    "amounts beside wages": (partial(figures.market_places, anchors=ANCHORS), TWO_PLACES, "amount", 50_000),
}


@pytest.mark.parametrize(("draw", "table", "column", "value"), TOLD_APART.values(), ids=TOLD_APART)
def test_how_to_choose_one_of_several_is_said_with_the_column_that_tells_them_apart(
    draw, table, column, value
):
    with pytest.raises(ValueError, match=re.escape(f"such as table[table[{column!r}] == {value!r}].")):
        draw(table)
    draw(table[table[column] == value])


def test_how_to_choose_one_of_several_that_nothing_tells_apart_is_shown_by_an_example():
    with pytest.raises(ValueError, match=re.escape("such as table[table['job_family'] == 'Product'].")):
        figures.pay_ranges(pd.concat([levels(BANDS)] * 2))


def test_several_ladders_that_one_figure_can_draw_are_told_so():
    with pytest.raises(ValueError, match=re.escape("Or draw them all: by='family'.")):
        figures.pay_ranges(levels(TWO, by="family"))


@pytest.mark.parametrize("name", TABLES)
def test_tables_without_rows_are_told_to_have_none(name):
    for none in ([table.head(0) for table in TABLES[name]], [pd.DataFrame()] * len(TABLES[name])):
        said = ("the table has no rows.", "the ladder has fewer than two levels.")
        assert refusal(name, none).endswith(said)


@pytest.mark.parametrize("name", TABLES)
def test_what_is_no_table_is_refused_in_words(name):
    for given in (None, [1]):
        said = refusal(name, [given] * len(TABLES[name]))
        assert said.endswith(f"expected a pandas DataFrame, not {given}.")


def test_a_cell_that_cannot_be_drawn_is_refused_wherever_it_came_from():
    said = refusal("pay_ranges", [levels(BANDS.assign(title=["A", None, "C", "D", "E"]))])
    assert said.endswith("has nan where a text is needed. Correct it, or the input of progression.levels.")


@pytest.mark.parametrize("name", TABLES)
def test_a_column_that_a_figure_lacks_is_named(name):
    for at, table in enumerate(TABLES[name]):
        for column in table:
            lacking = [*TABLES[name][:at], table.drop(columns=column), *TABLES[name][at + 1 :]]
            said = refusal(name, lacking)
            assert not said or f"has no column '{column}'" in said


UNFIT = {
    "overlap_of_neighbours of one level": [levels(BANDS.head(1))],
    "pay_coverage of single rates": [levels(BANDS.assign(maximum=BANDS["minimum"]))],
    "earnings_range of one scenario": [YEARS.query("scenario == 'mid'")],
    "pay_ranges": [BANDS],
    "promotion_steps": [BANDS],
    "market_places": [TABLES["market_places"][0]] * 2,
    "market_bands": [TABLES["market_bands"][0].query("end != 'midpoint'"), ANCHORS],
    "market_places beside fewer anchors": [TABLES["market_places"][0], ANCHORS.head(1)],
}


@pytest.mark.parametrize(("name", "tables"), UNFIT.items(), ids=UNFIT)
def test_a_table_that_does_not_fit_is_answered_with_what_to_give(name, tables, snapshot):
    assert refusal(name, tables) == snapshot


def test_every_figure_is_given_tables_that_lack_a_column():
    assert set(TABLES) == set(figures.__all__) - {"Figure"}
