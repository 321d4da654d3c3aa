"""The ladder's figures: what is drawn, what the title says of it, and that the accent marks the same."""

import re

import pandas as pd
import pytest
from support.accent import accented, spoken_of
from support.gallery import LADDERS, ladder

import tpm_data
from tpm_data import figures
from tpm_data.figures.style import ACCENT_TEXT, INK
from tpm_data.progression._levels import levels, promotions


@pytest.fixture
def bands():
    return tpm_data.load("salary_bands")


def title(figure):
    return figure.layout.title.text.replace("<br>", " ")


def words(figure):
    return [note.text for note in figure.layout.annotations]


def ticks_at(figure):
    """Where dark ticks stand."""
    return [shape.x0 for shape in figure.layout.shapes if shape.line.color == INK and shape.x0 == shape.x1]


def test_pay_ranges_draw_each_band_from_its_minimum_to_its_maximum(bands):
    drawn = figures.pay_ranges(levels(bands))
    (bars,) = drawn.data
    assert list(bars.base) == bands["minimum"].tolist()
    assert [low + width for low, width in zip(bars.base, bars.x, strict=True)] == bands["maximum"].tolist()
    assert ticks_at(drawn) == levels(bands)["midpoint"].tolist()
    assert any("$83,350–$133,305" in text for text in words(drawn))


def test_the_ceiling_that_falls_is_what_the_title_names_and_the_accent_marks(bands):
    drawn = figures.pay_ranges(levels(bands))
    assert title(drawn) == "The top level tops out $5,000 below the level before it"
    assert accented(drawn) == spoken_of(drawn) == {"range 5", "missing 5"}
    (piece,) = (shape for shape in drawn.layout.shapes if shape.name == "missing 5")
    assert (piece.x0, piece.x1) == (215_000, 220_000)
    assert any("$5,000 lower" in text and ACCENT_TEXT in text for text in words(drawn))


def test_of_two_levels_the_upper_one_may_be_the_exception():
    drawn = figures.pay_ranges(levels(ladder(("A", 10, 40), ("B", 20, 30))))
    assert title(drawn) == "The top level tops out $10 below the level before it"


def test_several_ceilings_that_fall_are_counted_and_all_marked():
    drawn = figures.pay_ranges(levels(ladder(("A", 10, 40), ("B", 20, 30), ("C", 30, 60), ("D", 40, 59))))
    assert title(drawn) == "B tops out $10 below the level before it, and one more does so too"
    assert {"range 2", "range 4"} < accented(drawn) == spoken_of(drawn)


RULES = {
    "Every level tops out 30% above its minimum, from $36,740 up to $133,444": "general_schedule",
    "Product Manager pays $83,350 to $133,305": LADDERS["one level"](),
    "Minister pays $101,000": LADDERS["one single rate"](),
    "Every level pays $50,000 to $60,000": LADDERS["equal bands"](),
    "Every level tops out below the one before it, from $220,000 down to $30,000": LADDERS["falling pay"](),
    "Every level starts above the one before it, with floors from €28,000 up to €33,000": LADDERS[
        "two levels"
    ](),
    "Every level has a single rate, from $10 up to $20": ladder(("A", 10, 10), ("B", 20, 20)),
    "Every level tops out at or above the one before it, from $2 up to $9": LADDERS["tiny pay"](),
}


@pytest.mark.parametrize("said", RULES)
def test_a_ladder_without_exception_is_told_by_its_rule_and_has_no_accent(said):
    bands = RULES[said]
    drawn = figures.pay_ranges(levels(tpm_data.load(bands) if isinstance(bands, str) else bands))
    assert title(drawn) == said
    assert accented(drawn) == spoken_of(drawn) == set()


def test_an_amount_is_placed_in_every_range(bands):
    drawn = figures.pay_ranges(levels(bands), amount=150_000)
    assert title(drawn) == "$150,000 falls within two of the five ranges and $221 short of another"
    assert accented(drawn) == spoken_of(drawn) == {"amount"}
    places = [text for text in words(drawn) if "minimum" in text or "maximum" in text or "ratio" in text]
    for text, place in zip(
        places,
        (
            "$16,695 above its maximum",
            "50% of the way up, compa-ratio 1.00",
            "30% of the way up, compa-ratio 0.94",
            "$221 below its minimum",
            "$41,250 below its minimum",
        ),
        strict=True,
    ):
        assert place in text
    assert [ACCENT_TEXT in text for text in places] == [False, True, True, False, False]
    assert drawn.table()["status"].tolist() == ["above", "within", "within", "below", "below"]


AMOUNTS = {
    20_000: "€20,000 is €8,000 below the lowest minimum",
    80_000: "€80,000 is €35,000 above the highest maximum",
    33_500: "€33,500 falls within all of the two ranges",
    32_900: "€32,900 falls within one of the two ranges and €100 short of another",
}


@pytest.mark.parametrize("amount", AMOUNTS)
def test_the_title_says_where_the_amount_falls(amount):
    assert title(figures.pay_ranges(levels(LADDERS["two levels"]()), amount=amount)) == AMOUNTS[amount]


def test_an_amount_in_none_of_the_ranges_or_in_the_only_one():
    falling, one = (levels(LADDERS[name]()) for name in ("falling pay", "one level"))
    assert title(figures.pay_ranges(falling, amount=50_000)).endswith(
        "falls between the ranges, in none of them"
    )
    assert title(figures.pay_ranges(one, amount=90_000)).endswith("falls within the range of Product Manager")


def test_the_level_offered_is_named_and_marked(bands):
    by_number, by_title = (
        figures.pay_ranges(levels(bands), amount=150_000, level=level)
        for level in (3, "Senior Technical Product Manager")
    )
    assert title(by_number) == "As Senior Technical Product Manager, $150,000 is 30% of the way up the range"
    assert accented(by_number) == spoken_of(by_number) == {"amount", "range 3"}
    assert by_number.to_json() == by_title.to_json()
    (offered,) = (text for text in words(by_number) if "offered" in text)
    assert "Senior" in offered
    assert title(figures.pay_ranges(levels(bands), level=5)).endswith("pays $191,250 to $215,000")
    assert "$221 below its minimum" in title(figures.pay_ranges(levels(bands), amount=150_000, level=4))


def test_a_level_that_the_ladder_lacks_is_refused_with_those_it_has(bands):
    with pytest.raises(ValueError, match=r"level: 9 is not among the levels: 1 \(Associate"):
        figures.pay_ranges(levels(bands), level=9)


def test_an_amount_may_be_printed_money_in_the_currency_of_the_levels(bands):
    printed, number = (figures.pay_ranges(levels(bands), amount=amount) for amount in ("$150k", 150_000))
    assert printed.to_json() == number.to_json()
    for amount, said in (
        ("€62,500", "this is in EUR"),
        (-5, "above zero"),
        ([1, 2], "amount: expected one, not 2"),
    ):
        with pytest.raises(ValueError, match=said):
            figures.pay_ranges(levels(bands), amount=amount)


def test_the_table_has_the_rows_that_are_drawn(bands):
    given = levels(bands)
    pd.testing.assert_frame_equal(figures.pay_ranges(given.iloc[::-1]).table(), given, check_dtype=False)


def test_the_basis_follows_the_table(bands):
    assert words(figures.pay_ranges(levels(bands)))[-1].startswith("Basis: the career document")
    bands.attrs.clear()
    assert words(figures.pay_ranges(levels(bands)))[-1] == "Basis: your input."


FAMILIES = pd.concat(
    [
        ladder(*((f"{name} {n}", 10 * n, top - 10 + 5 * n) for n in (1, 2))).assign(family=name)
        for name, top in (("Sales", 30), ("Law", 40), ("Design", 20))
    ]
)


def test_several_ladders_stand_on_one_axis_each_below_its_name():
    drawn = figures.pay_ranges(levels(FAMILIES, by="family"), by="family")
    below = [re.sub("<.*?>", "", text).split("  ")[0] for text in words(drawn)[:9]]
    assert below == [
        *("Sales", "Sales 1", "Sales 2"),
        *("Law", "Law 1", "Law 2"),
        *("Design", "Design 1", "Design 2"),
    ]
    assert list(drawn.data[0].base) == [10, 20] * 3
    assert drawn.table()[["family", "level"]].to_dict("list") == FAMILIES[["family", "level"]].to_dict("list")


def test_the_ladders_with_the_highest_and_the_lowest_top_are_named_and_marked():
    drawn = figures.pay_ranges(levels(FAMILIES, by="family"), by="family")
    assert title(drawn) == "Law tops out highest, at $40; Design lowest, at $20"
    assert accented(drawn) == spoken_of(drawn) == {"range 2 Law", "range 2 Design"}
    alike = pd.concat([FAMILIES.head(2).assign(family=name) for name in "AB"])
    drawn = figures.pay_ranges(levels(alike, by="family"), by="family")
    assert title(drawn) == "Every ladder tops out at $30"
    assert accented(drawn) == set()


def test_an_amount_and_an_offer_are_placed_on_several_ladders():
    given = levels(FAMILIES, by="family")
    drawn = figures.pay_ranges(given, by="family", amount=32)
    assert title(drawn) == "$32 falls within two of the six ranges"
    assert drawn.table()["status"].tolist() == ["above", "above", "within", "within", "above", "above"]
    offer = figures.pay_ranges(given, by="family", amount=32, level="Law 2")
    assert accented(offer) == {"amount", "range 2 Law"}
    with pytest.raises(ValueError, match="level: 2 is that of several levels, so keep one ladder"):
        figures.pay_ranges(given, by="family", level=2)


def test_one_ladder_below_its_name_is_told_as_without_it(bands):
    named = figures.pay_ranges(levels(bands.assign(family="TPM"), by="family"), by="family")
    assert title(named) == title(figures.pay_ranges(levels(bands)))
    assert {"TPM"} < {re.sub("<.*?>", "", text) for text in words(named)}


def test_ladders_in_several_currencies_have_no_common_axis():
    two = pd.concat([LADDERS[name]().assign(family=name) for name in ("two levels", "another currency")])
    with pytest.raises(ValueError, match="one pay axis; the levels are in CHF and EUR"):
        figures.pay_ranges(levels(two, by="family"), by="family")


def test_promotion_steps_draw_floor_midpoint_and_ceiling_and_both_cases(bands):
    steps = promotions(bands)
    drawn = figures.promotion_steps(steps)
    (bars,) = drawn.data
    found = dict(zip(bars.ids, zip(bars.base, bars.x, strict=True), strict=True))
    assert found["midpoint 2"] == (0, steps["midpoint_change"][0])
    assert found["maximum 5"] == (-5_000, 5_000)
    lines = {(shape.x0, shape.x1) for shape in drawn.layout.shapes}
    assert set(zip(steps["worst_case"], steps["best_case"], strict=True)) < lines
    assert any("ceiling −$5,000 (−2%)" in text for text in words(drawn))
    assert any("one promotion: −$13,294 at worst, +$96,650 at best" in text for text in words(drawn))


def test_a_change_of_half_a_dollar_is_rounded_in_words_and_exact_in_the_table(bands):
    drawn = figures.promotion_steps(promotions(bands))
    assert any("midpoint +$9,994 (+7%)" in text for text in words(drawn))
    assert drawn.table()["midpoint_change"][1] == 9_994.5


STEPS = {
    "The first step lifts the midpoint by 38%, the second by only 7%": tpm_data.load("salary_bands"),
    "The one step lifts the midpoint by 26%": LADDERS["two levels"](),
    "Two steps lift the midpoint by 100%, the first by 50%": ladder(
        ("A", 10, 10), ("B", 15, 15), ("C", 30, 30), ("D", 60, 60)
    ),
    "The first step lifts the midpoint by 100%, the second step lowers it by 50%": ladder(
        ("A", 10, 20), ("B", 20, 40), ("C", 10, 20)
    ),
    "The seventh step lifts the midpoint by 20%, three steps by 10%": tpm_data.load("general_schedule"),
    "The second step lifts the midpoint by 50%, the first step leaves it as it is": ladder(
        ("A", 10, 10), ("B", 10, 10), ("C", 15, 15)
    ),
}


@pytest.mark.parametrize("said", STEPS)
def test_the_title_names_the_largest_and_the_smallest_step_and_the_accent_marks_them(said):
    drawn = figures.promotion_steps(promotions(STEPS[said]))
    assert title(drawn) == said
    assert accented(drawn) == spoken_of(drawn) != set()


def test_steps_that_are_all_alike_have_no_accent():
    drawn = figures.promotion_steps(promotions(LADDERS["equal bands"]()))
    assert title(drawn) == "Every step leaves the midpoint as it is"
    assert accented(drawn) == set()


def test_a_ladder_of_one_level_has_no_step(bands):
    with pytest.raises(ValueError, match="fewer than two levels"):
        figures.promotion_steps(promotions(bands.head(1)))


@pytest.mark.parametrize("said", STEPS)
def test_a_staircase_marks_the_steps_that_its_title_names(said):
    drawn = figures.staircase(levels(STEPS[said]))
    assert title(drawn) == said
    assert accented(drawn) == spoken_of(drawn) != set()


def test_a_staircase_of_one_level_has_no_step():
    drawn = figures.staircase(levels(LADDERS["one level"]()))
    assert title(drawn) == "Product Manager pays $83,350 to $133,305"
    assert accented(drawn) == set()


def test_a_staircase_is_as_high_as_its_pay(bands):
    drawn = figures.staircase(levels(bands))
    (dots,) = drawn.data
    midpoints = levels(bands)["midpoint"]
    heights = [dots.y[0] - y for y in dots.y]
    assert heights == pytest.approx(
        [(at - midpoints[0]) * heights[-1] / (midpoints[4] - midpoints[0]) for at in midpoints]
    )
    assert drawn.table()["midpoint_differential"].tolist()[1:] == pytest.approx(
        [0.385, 0.067, 0.157, 0.097], abs=1e-3
    )


def test_titles_without_room_below_a_staircase_are_numbered_and_listed():
    drawn = figures.staircase(levels(LADDERS["twelve long titles"]()))
    assert any(">12<" in text for text in words(drawn))
    assert any(text.startswith("12 Distinguished") for text in words(drawn))


def test_grades_without_room_below_a_staircase_are_told_by_what_differs():
    drawn = figures.staircase(levels(tpm_data.load("general_schedule")))
    assert any(">15<" in text for text in words(drawn))
    assert "GS-5 to GS-15" in words(drawn)


@pytest.mark.parametrize("draw", [figures.pay_ranges, figures.staircase])
def test_a_level_of_a_single_rate_can_be_seen_and_has_one_label(draw):
    drawn = draw(levels(ladder(("Judge", 90_000, 90_000), ("Senior Judge", 95_000, 95_000))))
    assert sum("$90,000" in text for text in words(drawn)) <= 2
    if draw is figures.pay_ranges:
        assert min(drawn.data[0].marker.line.width) >= 3
        assert ticks_at(drawn) == []


def test_titles_from_a_document_cannot_carry_markup():
    bands = ladder(("A", 1, 3), ("<a href='javascript:x'>A</a>", 2, 4))
    for drawn in (
        figures.pay_ranges(levels(bands), amount=2, level=2),
        figures.promotion_steps(promotions(bands)),
        figures.staircase(levels(bands)),
    ):
        shown = drawn.to_plotly_json()
        del shown["layout"]["meta"]  # the alternative is plain text
        assert "<a" not in str(shown)
        assert "&lt;a" in str(shown)
