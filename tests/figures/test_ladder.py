"""The ladder's figures: what is drawn, what the title says of it, and that the accent marks the same."""

import pandas as pd
import pytest
from support.accent import accented, marks, pieces, title, words
from support.gallery import LADDERS, ladder, ranges

import tpm_data
from tpm_data import figures
from tpm_data.figures.style import MARKS, WORDS
from tpm_data.progression._levels import levels, promotions


@pytest.fixture
def bands():
    return tpm_data.load("salary_bands")


def test_pay_ranges_draw_each_band_from_its_minimum_to_its_maximum(bands):
    drawn = ranges(bands)
    ends = [(bar.x0, bar.x1) for bar in marks(drawn).values()]
    assert ends == [*zip(bands["minimum"], bands["maximum"], strict=True)]
    ticks = [tick.x0 for tick in pieces(drawn) if tick.colour == MARKS["ink"]]
    assert ticks == levels(bands)["midpoint"].tolist()
    assert any("$83,350–$133,305" in text for text in words(drawn))


def test_the_ceiling_that_falls_is_what_the_title_names_and_the_accent_marks(bands):
    drawn = ranges(bands)
    assert title(drawn) == "The top level ends $5,000 below the level before it"
    assert accented(drawn) == {"range 5", "missing 5"}
    (piece,) = (piece for piece in pieces(drawn) if piece.name == "missing 5")
    assert (piece.x0, piece.x1) == (215_000, 220_000)
    assert any("$5,000 lower" in text and WORDS["accent"] in text for text in words(drawn))


PLACES = {
    "$16,695 above its maximum": False,
    "50% of the way up, compa-ratio 1.00": True,
    "30% of the way up, compa-ratio 0.94": True,
    "$221 below its minimum": False,
    "$41,250 below its minimum": False,
}


def test_an_amount_is_placed_in_every_range(bands):
    drawn = ranges(bands, amount=150_000)
    assert title(drawn) == "$150,000 falls within two of the five ranges and $221 short of another"
    assert accented(drawn) == {"amount"}
    for place, inside in PLACES.items():
        (text,) = (text for text in words(drawn) if place in text)
        assert (WORDS["accent"] in text) == inside
    assert drawn.table()["status"].tolist() == ["above", "within", "within", "below", "below"]


AMOUNTS = {
    20_000: "€20,000 is €8,000 below the lowest minimum",
    80_000: "€80,000 is €35,000 above the highest maximum",
    33_500: "€33,500 falls within two of the two ranges",
    32_900: "€32,900 falls within one of the two ranges and €100 short of another",
}


@pytest.mark.parametrize("amount", AMOUNTS)
def test_the_title_says_where_the_amount_falls(amount):
    assert title(ranges(LADDERS["two levels"](), amount=amount)) == AMOUNTS[amount]


def test_the_level_offered_is_named_and_marked(bands):
    by_number, by_title = (
        ranges(bands, amount=150_000, level=level) for level in (3, "Senior Technical Product Manager")
    )
    assert title(by_number) == "As Senior Technical Product Manager, $150,000 is 30% of the way up the range"
    assert accented(by_number) == {"amount", "range 3"}
    assert by_number.to_json() == by_title.to_json()
    (offered,) = (text for text in words(by_number) if "offered" in text)
    assert "Senior" in offered
    assert title(ranges(bands, level=5)).endswith("pays $191,250 to $215,000")
    assert "$221 below its minimum" in title(ranges(bands, amount=150_000, level=4))


def test_a_level_that_the_ladder_lacks_is_refused_with_those_it_has(bands):
    with pytest.raises(ValueError, match=r"level: 9 is not among the levels: 1 \(Associate"):
        ranges(bands, level=9)


def test_an_amount_may_be_printed_money_in_the_currency_of_the_levels(bands):
    printed, number = (ranges(bands, amount=amount) for amount in ("$150k", 150_000))
    assert printed.to_json() == number.to_json()
    wrong = {"€62,500": "this is in EUR", -5: "above 0", (1, 2): "amount: expected one amount, not 2"}
    for amount, said in wrong.items():
        with pytest.raises(ValueError, match=said):
            ranges(bands, amount=amount)


def test_the_table_has_the_rows_that_are_drawn(bands):
    given = levels(bands)
    pd.testing.assert_frame_equal(figures.pay_ranges(given.iloc[::-1]).table(), given, check_dtype=False)


def test_the_basis_follows_the_table(bands):
    assert words(ranges(bands))[-1].startswith("Basis: the career document")
    bands.attrs.clear()
    assert words(ranges(bands))[-1] == "Basis: your input."


FAMILIES = pd.concat(
    [
        ladder(*((f"{name} {n}", 10 * n, top - 10 + 5 * n) for n in (1, 2))).assign(family=name)
        for name, top in (("Sales", 30), ("Law", 40), ("Design", 20))
    ]
)


def test_several_ladders_stand_on_one_axis_each_below_its_name():
    drawn = ranges(FAMILIES, by="family")
    below = [text.split("  ")[0] for text in words(drawn, marked_up=False)[:9]]
    assert below == [name + row for name in ("Sales", "Law", "Design") for row in ("", " 1", " 2")]
    assert list(drawn.data[0].base) == [10, 20] * 3
    assert drawn.table()[["family", "level"]].to_dict("list") == FAMILIES[["family", "level"]].to_dict("list")


def test_the_ladders_with_the_highest_and_the_lowest_top_are_named_and_marked():
    drawn = ranges(FAMILIES, by="family")
    assert title(drawn) == "Law tops out highest, at $40; Design lowest, at $20"
    assert accented(drawn) == {"range 2 Law", "range 2 Design"}
    alike = pd.concat([FAMILIES.head(2).assign(family=name) for name in "AB"])
    drawn = ranges(alike, by="family")
    assert title(drawn) == "Every ladder tops out at $30"
    assert accented(drawn) == set()


def test_an_amount_and_an_offer_are_placed_on_several_ladders():
    drawn = ranges(FAMILIES, by="family", amount=32)
    assert title(drawn) == "$32 falls within two of the six ranges"
    assert drawn.table()["status"].tolist() == ["above", "above", "within", "within", "above", "above"]
    offer = ranges(FAMILIES, by="family", amount=32, level="Law 2")
    assert accented(offer) == {"amount", "range 2 Law"}
    with pytest.raises(ValueError, match="level: 2 fits several levels, so keep one ladder"):
        ranges(FAMILIES, by="family", level=2)


def test_one_ladder_below_its_name_is_told_as_without_it(bands):
    named = ranges(bands.assign(family="TPM"), by="family")
    assert title(named) == title(ranges(bands))
    assert "TPM" in words(named, marked_up=False)


def test_ladders_in_several_currencies_have_no_common_axis():
    two = pd.concat([LADDERS[name]().assign(family=name) for name in ("two levels", "another currency")])
    with pytest.raises(ValueError, match="one pay axis, but the levels have CHF and EUR"):
        ranges(two, by="family")


def test_promotion_steps_draw_floor_midpoint_and_ceiling_and_both_cases(bands):
    steps = promotions(bands)
    drawn = figures.promotion_steps(steps)
    bars = marks(drawn)
    assert (bars["midpoint 2"].x0, bars["midpoint 2"].x1) == (0, steps["midpoint_change"][0])
    assert (bars["maximum 5"].x0, bars["maximum 5"].x1) == (-5_000, 0)
    lines = {(piece.x0, piece.x1) for piece in pieces(drawn)}
    assert set(zip(steps["worst_case"], steps["best_case"], strict=True)) < lines
    assert any("maximum −$5,000 (−2%)" in text for text in words(drawn))
    assert any("one promotion: −$13,294 at worst, +$96,650 at best" in text for text in words(drawn))


def test_a_staircase_is_as_high_as_its_pay(bands):
    drawn = figures.staircase(levels(bands))
    (dots,) = drawn.data
    midpoints = levels(bands)["midpoint"]
    heights = [dots.y[0] - y for y in dots.y]
    scale = heights[-1] / (midpoints[4] - midpoints[0])
    assert heights == pytest.approx([(at - midpoints[0]) * scale for at in midpoints])
    steps = promotions(bands)["midpoint_differential"].tolist()
    assert drawn.table()["midpoint_differential"].tolist()[1:] == steps


def test_titles_without_room_below_a_staircase_are_numbered_and_listed():
    said = words(figures.staircase(levels(LADDERS["twelve long titles"]())), marked_up=False)
    assert "12" in said
    assert any(text.startswith("12 Distinguished") for text in said)


def test_grades_without_room_below_a_staircase_are_told_by_what_differs():
    said = words(figures.staircase(levels(tpm_data.load("general_schedule"))), marked_up=False)
    assert {"15", "GS-5 to GS-15"} < {*said}


@pytest.mark.parametrize("draw", [figures.pay_ranges, figures.staircase])
def test_a_level_of_a_single_rate_can_be_seen_and_has_one_label(draw):
    drawn = draw(levels(ladder(("Judge", 90_000, 90_000), ("Senior Judge", 95_000, 95_000))))
    assert sum("$90,000" in text for text in words(drawn)) <= 2
    if draw is figures.pay_ranges:
        assert {bar.outline for bar in marks(drawn).values()} == {3}
        assert not any(piece.colour == MARKS["ink"] for piece in pieces(drawn))
