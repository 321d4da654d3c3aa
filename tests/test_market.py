"""Where pay falls among published percentiles: worked by hand, by property, and what is refused."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.refusals import problems

import tpm_data
from tpm_data import TableError
from tpm_data.market import anchors, compare, percentile
from tpm_data.progression._levels import levels

BANDS = tpm_data.load("salary_bands")
WAGES = tpm_data.load("market_wages")
OFFICIAL = "BLS May 2025"


def own(wages: dict[int, int], occupation: str = "Baker", area: str = "National", **columns) -> pd.DataFrame:
    """Return a wage table of one anchor, from its percentiles."""
    table = pd.DataFrame({"percentile": wages.keys(), "annual_wage": wages.values()})
    names = {"occupation_code": occupation[:3], "occupation": occupation, "industry": "All industries"}
    return table.assign(**names, area=area, **columns)


RANKS = (10, 25, 50, 75, 90)
FIVE = own(dict(zip(RANKS, (20_000, 30_000, 40_000, 60_000, 90_000), strict=True)))
money = st.integers(1, 9) | st.integers(1, 10**6)  # few different ones too, so that wages are equal
tables = st.lists(money, min_size=1, max_size=6).flatmap(
    lambda wages: st.lists(st.integers(1, 99), min_size=len(wages), max_size=len(wages), unique=True).map(
        lambda ranks: own(dict(zip(sorted(ranks), sorted(wages), strict=True)))
    )
)


def rank(amount, table, **choice):
    (found,) = percentile(amount, wages=table, **choice)["percentile"]
    return found


# Percentiles worked by hand: the wages on both sides are copied from the release.


@pytest.mark.parametrize(
    ("amount", "place", "below", "above"),
    [
        (150_000, ("11-3021", "all", "nation"), (25, 138_060), (50, 175_140)),
        (150_000, ("15-1252", "all", "nation"), (50, 135_980), (75, 171_980)),
        (150_000, ("13-1082", "all", "nation"), (75, 133_100), (90, 167_970)),
        (215_000, ("11-3021", "all", "nation"), (50, 175_140), (75, 220_730)),
        (83_350, ("15-1252", "all", "nation"), (10, 82_460), (25, 105_210)),
        (150_000, ("15-1252", "Software Publishers", "nation"), (25, 123_720), (50, 164_550)),
        (150_000, ("15-1252", "all", "San Jose"), (10, 138_420), (25, 173_650)),
        (150_000, ("11-2021", "all", "Washington"), (25, 141_220), (50, 181_260)),
    ],
)
def test_an_amount_between_two_published_percentiles_is_interpolated(amount, place, below, above):
    occupation, industry, area = place
    industry = {"all": "All industries"}.get(industry, industry)
    area = {"nation": "National"}.get(area, area)
    (found,) = percentile(amount, occupations=occupation, industries=industry, areas=area).itertuples()
    share = Fraction(amount - below[1], above[1] - below[1])
    assert found.percentile == pytest.approx(float(below[0] + (above[0] - below[0]) * share), abs=1e-12)
    assert found.position == f"about P{round(below[0] + (above[0] - below[0]) * share)}"


def test_the_median_and_the_market_ratio_are_of_the_published_median():
    (found,) = percentile(150_000, occupations="11-3021").itertuples()
    assert found.median == 175_140
    assert found.market_ratio == 150_000 / 175_140


# What must hold for any wages


@given(tables, money)
def test_pay_stands_where_a_recount_in_fractions_puts_it(table, amount):
    (found,) = percentile(amount, wages=table).itertuples()
    rows = [*table[["percentile", "annual_wage"]].itertuples(index=False, name=None)]
    lower, upper = [row for row in rows if row[1] <= amount], [row for row in rows if row[1] > amount]
    (rank, wage), (next_rank, next_wage) = (lower or [(0, 0)])[-1], (upper or [(0, 0)])[0]
    if wage == amount:
        assert (found.position, found.percentile) == (f"P{rank}", rank)
    elif lower and upper:
        exact = rank + Fraction((next_rank - rank) * (amount - wage), next_wage - wage)
        assert found.percentile == pytest.approx(float(exact), abs=1e-9)
        assert found.position.startswith("about P")
    else:
        assert found.position == (f"above P{rank}" if lower else f"below P{next_rank}")
        assert math.isnan(found.percentile)


@given(tables, tables, st.lists(money, min_size=1, max_size=3), st.randoms())
def test_anchors_do_not_touch_each_other_and_the_order_of_rows_makes_no_difference(one, two, amounts, random):
    two = two.assign(occupation="Cook", occupation_code="Coo")
    rows = pd.concat([one, two], ignore_index=True)
    order = [*range(len(rows))]
    random.shuffle(order)
    together = percentile(amounts, wages=rows.iloc[order], occupations=["Baker", "Cook"])
    for name, alone in (("Baker", one), ("Cook", two)):
        part = together[together["occupation"] == name].reset_index(drop=True)
        pd.testing.assert_frame_equal(part, percentile(amounts, wages=alone))


# What comes out


def test_there_is_a_row_per_amount_and_anchor_in_the_order_asked_for():
    asked = {"occupations": ["15-1252", "11-3021"], "areas": ["Seattle", "National"]}
    placed = percentile(["$200k", 90_000, np.float64(150_000.5)], **asked)
    assert placed["amount"].unique().tolist() == [200_000, 90_000, 150_000.5]
    assert placed[["area", "occupation_code"]].head(4).to_numpy().tolist() == [
        ["Seattle-Tacoma-Bellevue, WA", "15-1252"],
        ["Seattle-Tacoma-Bellevue, WA", "11-3021"],
        ["National", "15-1252"],
        ["National", "11-3021"],
    ]
    assert len(placed) == 12
    assert placed.attrs["basis"] == OFFICIAL


def test_all_of_everything_are_all_the_anchors_of_the_table():
    everything = {"industries": None, "areas": None}
    assert len(percentile(150_000, **everything)) == WAGES["series_id"].str[:-2].nunique()
    nation = percentile(150_000)
    assert set(nation["area"] + nation["industry"]) == {"NationalAll industries"}


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"occupations": "software dev"}, "Software Developers"),
        ({"occupations": " 15-1252 "}, "Software Developers"),
        ({"occupations": "MARKETING MANAGERS"}, "Marketing Managers"),
        ({"occupations": "All Occupations"}, "All Occupations"),
    ],
)
def test_an_occupation_is_found_by_code_by_name_or_by_its_start(choice, found):
    assert percentile(150_000, **choice)["occupation"].to_list() == [found]


@pytest.mark.parametrize("name", ["san jose", "0041940", "San Jose-Sunnyvale-Santa Clara, CA"])
def test_an_area_is_found_in_the_same_ways(name):
    placed = percentile(150_000, areas=name)
    assert set(placed["area"]) == {"San Jose-Sunnyvale-Santa Clara, CA"}
    assert len(placed) == 3


def test_pay_below_every_percentile_is_beside_the_lowest_one_and_its_caveat():
    table = own({10: 100, 90: 200}, caveat=[None, "a footnote"])
    placed = percentile([50, 150, 250], wages=table)
    assert placed["caveat"].notna().to_list() == [False, True, True]


@pytest.mark.parametrize("kind", ["float64", "Int64", "object"])
@given(tables, money)
def test_percentiles_are_whole_numbers_whatever_their_type(kind, table, amount):
    other = table.astype({"percentile": kind})
    pd.testing.assert_frame_equal(percentile(amount, wages=other), percentile(amount, wages=table))
    pd.testing.assert_frame_equal(anchors(wages=other), anchors(wages=table))


def test_own_wages_have_a_basis_of_their_own_and_need_no_optional_column():
    placed = percentile([19_999, 20_000, 90_001], wages=FIVE)
    assert placed["position"].to_list() == ["below P10", "P10", "above P90"]
    assert placed.attrs["basis"] == "your input"
    assert "currency" not in placed
    assert placed["caveat"].isna().all()


def test_where_no_median_is_published_there_is_no_market_ratio():
    placed = percentile(100, wages=own({20: 50, 80: 150}))
    assert placed["percentile"].to_list() == [50]
    assert placed[["median", "market_ratio"]].isna().all(axis=None)


def test_anchors_are_laid_out_one_a_row():
    laid = anchors(occupations=["11-3021", "15-1252"], areas=["National", "Austin"])
    assert laid["occupation_code"].to_list() == ["11-3021", "15-1252"] * 2
    first = laid.iloc[0][[f"p{p}" for p in RANKS]].to_list()
    assert first == [107_550, 138_060, 175_140, 220_730, 297_510]
    assert laid.attrs["basis"] == OFFICIAL


def test_a_percentile_that_an_anchor_lacks_is_missing_in_its_row():
    laid = anchors(wages=pd.concat([own({50: 10_000}, "Cook"), FIVE]))
    assert laid.columns[-5:].to_list() == ["p10", "p25", "p50", "p75", "p90"]
    assert laid.loc[0, "p50"] == 10_000
    assert laid.loc[0, ["p10", "p90"]].isna().all()


# Bands


@settings(max_examples=10)
@given(st.permutations(range(10)))
def test_bands_are_compared_in_the_order_given_by_any_names_of_their_group(order):
    two = pd.concat([BANDS.assign(family="a"), BANDS.assign(family="b")]).iloc[order]
    placed = compare(two, by=iter(["family"]), occupations="15-1252")
    rows = two[["family", "level"]].to_numpy().repeat(3, axis=0)
    assert placed.iloc[:, :2].to_numpy().tolist() == rows.tolist()
    part = placed[placed["family"] == "b"].drop(columns="family").reset_index(drop=True)
    pd.testing.assert_frame_equal(part, compare(two[two["family"] == "b"], occupations="15-1252"))


def test_both_ends_and_the_midpoint_of_every_band_are_compared():
    placed = compare(BANDS, occupations=["11-3021", "15-1252"])
    ladder = levels(BANDS)
    for (level, end), rows in placed.groupby(["level", "end"]):
        amount = ladder.loc[ladder["level"] == level, end].iloc[0]
        alone = percentile(float(amount), occupations=["11-3021", "15-1252"])
        shown = rows.reset_index(drop=True)[alone.columns]
        pd.testing.assert_frame_equal(shown, alone, check_dtype=False)
    assert placed["level"].to_list() == sorted(placed["level"])
    assert placed["end"].head(6).to_list() == [n for n in ("minimum", "midpoint", "maximum") for _ in "ab"]
    assert (placed.attrs["basis"], placed.attrs["bands_basis"]) == (OFFICIAL, "document")


@pytest.mark.parametrize("name", ["end", "occupation", "percentile"])
def test_a_group_with_the_name_of_a_column_of_the_answer_is_refused(name):
    with pytest.raises(TableError, match="has the name of a column of the result"):
        compare(BANDS.assign(**{name: "x"}), by=name)


def test_bands_in_another_currency_are_refused():
    call = problems(compare, BANDS.assign(currency="EUR"))
    assert call == ["bands: the wages are in USD, the bands in: “EUR”"]
    assert len(compare(BANDS.drop(columns="currency"), occupations="15-1252")) == 15
    both = pd.concat([BANDS, BANDS.assign(currency="EUR")])
    assert problems(compare, both, by="currency") == call
    placed = compare(BANDS, by="currency", occupations="15-1252")
    pd.testing.assert_frame_equal(placed, compare(BANDS, occupations="15-1252"))


def test_wages_without_a_currency_are_in_that_of_the_bands():
    assert set(compare(BANDS, wages=FIVE)["currency"]) == {"USD"}
    assert "currency" not in compare(BANDS.drop(columns="currency"), wages=FIVE)


# What is refused


PERCENTILE_AND_COMPARE = [lambda **c: percentile(150_000, **c), lambda **c: compare(BANDS, **c)]


@pytest.mark.parametrize(
    "component", ["total", "Bonus", "equity", "overtime", "benefits", "unknown", "totl", None]
)
def test_pay_that_is_not_base_pay_is_refused_with_the_reason(component, snapshot):
    one, other = (problems(call, component=component) for call in PERCENTILE_AND_COMPARE)
    assert one == other == snapshot


def test_base_pay_is_compared_however_it_is_spelt():
    pd.testing.assert_frame_equal(percentile(150_000, component="BASE"), percentile(150_000))


def test_everything_that_is_wrong_is_named_at_once():
    wrong = {"component": "total", "occupations": ["11-3022", "Chef"], "areas": "San Fransisco"}
    found = problems(percentile, [150_000, "x", -1], **wrong)
    assert [line.split(":")[0] for line in found] == [
        "component",
        *("occupations", "occupations", "areas"),
        *("amount 1", "amount 2"),
    ]
    assert "Did you mean '11-3021'?" in found[1]
    assert "Did you mean 'San Francisco'?" in found[3]


def test_a_name_that_several_start_with_is_refused_with_all_of_them_and_each_can_be_chosen():
    places = [FIVE.assign(area=area) for area in ("Columbus, OH", "Columbus, GA-AL")]
    wages = pd.concat(places, ignore_index=True)
    for short in ("Columb", "Columbus"):
        call = problems(anchors, wages=wages, areas=short)
        assert call == [f"areas: may mean any of Columbus, OH; Columbus, GA-AL: “{short}”"]
    assert anchors(wages=wages, areas="Columbus, O")["area"].to_list() == ["Columbus, OH"]


def test_a_code_may_hold_letters():
    wages = FIVE.assign(occupation_code="B24")
    assert len(anchors(wages=wages, occupations="B24", areas=None)) == len(anchors(wages=wages, areas=None))


NOT_THERE = [
    *({"occupations": asked} for asked in ("Computer", 5, [["11-3021"]], "")),
    *({"areas": "San"}, {"industries": "Banks"}, {"areas": []}),
    *({"areas": "Austin", "occupations": "11-1011"}, {"areas": "Austin", "industries": "513200"}),
]


@pytest.mark.parametrize("choice", NOT_THERE, ids=str)
def test_what_is_not_there_is_refused_by_name(choice, snapshot):
    found = problems(percentile, 150_000, **choice)
    assert found == problems(anchors, **choice) == snapshot


@pytest.mark.parametrize("amount", [math.nan, 0, "£150k", "$70 per hour", [], None], ids=range(6))
def test_an_amount_that_is_none_is_refused(amount, snapshot):
    assert problems(percentile, amount) == snapshot


WAGES_REFUSED = {
    "a percentile of 100": own({10: 5, 100: 9}),
    "a wage below that of a lower percentile": own({10: 9, 25: 5}),
    "a percentile twice, with labels that repeat": pd.concat([FIVE, FIVE.tail(1)]),
    "a percentile twice": pd.concat([FIVE, FIVE.tail(1)], ignore_index=True),
    "a negative wage": own({10: 5, 25: -4}),
    "a wage of letters": own({10: "x"}),
    "no column of areas": FIVE.drop(columns="area"),
    "no rows": FIVE.head(0),
    "no table": "wages.csv",
}


@pytest.mark.parametrize("table", WAGES_REFUSED.values(), ids=WAGES_REFUSED)
def test_own_wages_that_break_their_contract_are_refused(table, snapshot):
    found = problems(percentile, 10, wages=table)
    assert problems(compare, BANDS, wages=table) == problems(anchors, wages=table) == found == snapshot


def test_wages_in_several_currencies_are_not_set_side_by_side():
    both = pd.concat([FIVE.assign(currency="EUR"), own({50: 9_000}, "Cook", currency="GBP")])
    assert problems(percentile, 10, wages=both) == ["wages: those chosen are in several currencies"]
    assert percentile("£9k", wages=both, occupations="Cook")["position"].to_list() == ["P50"]
