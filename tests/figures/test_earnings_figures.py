"""Pay over a career: what is drawn, what the title says of it, and that the accent marks the same."""

import pytest
from support.accent import accented, marks, note, pieces, title, words
from support.gallery import LADDERS, plan, tornado

import tpm_data
from tpm_data import figures
from tpm_data.progression._earnings import earnings, earnings_sensitivity

BANDS = tpm_data.load("salary_bands")
RANGES = {"growth": (0.01, 0.03, 0.05), "promotion": ("floor", 0.05, 0.1)}


def blocks(figure):
    """The ranges of the levels: from which year to which, and their ends in pixels."""
    return [(p.x0, p.x1, p.y0, p.y1) for p in pieces(figure) if p.fill]


@pytest.fixture(scope="module")
def from_today():
    return plan(BANDS, start_level=3, start_pay=150_000, **RANGES)


def test_the_title_says_what_the_plan_pays_and_the_accent_marks_the_middle_path(from_today):
    assert title(from_today) == "Starting at $150,000, 9 years would pay about $1.57M ($1.5M to $1.69M)"
    assert accented(from_today) == {"mid"}
    *_, middle, start = from_today.data
    assert middle.line.color == start.marker.color
    assert note(from_today, "start $150,000").y > start.y[0] == pytest.approx(middle.y[0], abs=0.05)


TITLES = {
    "15 years would pay about $2.42M ($2.04M to $2.8M)": {},
    "Starting at $83,350, 15 years would pay about $2.04M": {"positions": 0},
    "Starting at $250,000, 1 year would pay about $250k": {
        "start_level": 5,
        "start_pay": 250_000,
        "years": 1,
    },
}


@pytest.mark.parametrize("said", TITLES)
def test_a_start_and_a_span_are_named_where_there_are_any(said):
    assert title(plan(BANDS, **TITLES[said])) == said


def test_paths_are_as_high_as_their_pay_on_the_ranges_of_their_levels(from_today):
    rows = from_today.table()
    ranges = blocks(from_today)
    assert [block[:2] for block in ranges] == [(0, 3), (3, 6), (6, 9)]
    _, _, ceiling, floor = ranges[0]
    scale = (floor - ceiling) / (185_000 - 135_000)
    for name, path in zip(("low", "high", "mid"), from_today.data[:3], strict=True):
        pay = rows.loc[rows["scenario"] == name, "pay"]
        assert path.y[:-1] == pytest.approx([floor - (at - 135_000) * scale for at in pay], abs=0.06)
        assert path.y[-1] == path.y[-2]
        assert path.fill == ("tonexty" if name == "high" else None)


def test_a_title_stands_on_the_range_of_its_level_or_on_pay_above_it(from_today):
    (_, _, top, _), *_ = blocks(from_today)
    assert note(from_today, "Manager").y == pytest.approx(top, abs=3.01)
    above = plan(BANDS, start_level=3, start_pay=250_000)
    assert note(above, "Senior").y < above.data[0].y[0]


def test_titles_without_room_are_numbers_with_a_list(from_today):
    assert "1 Associate Technical Product Manager" in words(plan(BANDS))
    assert not any(text.startswith("1 ") for text in words(from_today))


def test_ends_are_named_apart_from_each_other_and_once_if_there_is_one_path():
    falling = plan(LADDERS["falling pay"](), promotion="floor")
    high, middle, low = (note(falling, f"{name} $30k").y for name in ("high", "middle", "low"))
    assert middle - high >= 16
    assert low - middle >= 16
    one = plan(BANDS, start_level=3, start_pay=150_000)
    assert len(one.data) == 2
    assert not any("middle" in text for text in words(one))


def test_the_caption_says_what_is_assumed(from_today):
    (said,) = (text for text in words(from_today) if "Assumed" in text)
    assert said.replace("<br>", " ").startswith(
        "Assumed: growth of pay inside a band, per year: 1%, 3% or 5%; "
        "pay at a promotion: floor, 5% or 10%. Basis:"
    )
    years = earnings(BANDS).years
    years.attrs.clear()
    assert not any("Assumed" in text for text in words(figures.earnings_range(years)))


DEPENDS = {
    "most on years on each level: a change of $1.61M": {"years": (4, 2), "growth": (0, 0.05)},
    "most on growth inside a band, per year: a change of $297k": {
        "discount_rate": (0, 0.05),
        "growth": (0, 0.05),
        "promotion": ("same position", "same position"),
    },
    "on discount rate, per year: a change of $814k": {"discount_rate": (0, 0.05)},
    "on none of these assumptions": {"growth": (0, 0), "discount_rate": (0, 0.05)},
}


@pytest.mark.parametrize("said", DEPENDS)
def test_the_title_names_what_changes_most_but_for_the_discount_rate(said):
    drawn = tornado(BANDS, DEPENDS[said])
    assert title(drawn) == f"The present value depends {said}"
    assert len(accented(drawn)) == ("none" not in said)


def test_assumptions_that_change_as_much_are_named_together():
    drawn = tornado(LADDERS["two equal rates"](), {("years", 1): (1, 2), ("years", 2): (1, 2)})
    assert title(drawn).endswith("on years at level 1 and years at level 2: a change of $180k")
    assert accented(drawn) == {"years at level 1", "years at level 2"}


def test_the_discount_rate_stands_last_and_apart_as_a_choice():
    drawn = tornado(BANDS, {"discount_rate": (0, 0.05), "growth": (0, 0.01), "position": (0, 1)})
    assert drawn.table()["assumption"].tolist() == ["position", "growth", "discount_rate"]
    (choice,) = (text for text in words(drawn) if "a choice, not an uncertainty" in text)
    assert choice.startswith("5%: −$814k")
    (bars,) = drawn.data
    first, second, third = bars.y
    assert third - second > second - first


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"years": (4, 2)}, "2: −$807k  4: +$807k"),
        ({"promotion": ("floor", 0.1)}, "floor: −$305k  10%: −$305k"),
        ({"growth": (0.05, 0)}, "0%: $0  5%: +$297k"),
        ({"years": ([1] * 5, [2] * 5)}, "1, 1, 1 and 2 more: −$1.61M  2, 2, 2 and 2 more: −$807k"),
    ],
)
def test_a_row_says_what_both_values_change_the_lower_result_first(changes, said):
    assert any(said in text for text in words(tornado(BANDS, changes)))


def test_bars_reach_from_the_lowest_to_the_highest_value_with_the_kept_ones_as_a_line():
    table = earnings_sensitivity(BANDS, {"years": (2, 4), "growth": (0, 0.05)})
    drawn = figures.earnings_tornado(table)
    base, bars = table["base_value"][0], marks(drawn).values()
    assert [bar.x0 for bar in bars] == [table["first_value"][0], base]
    assert [bar.x1 - bar.x0 for bar in bars] == pytest.approx(table["change"].tolist())
    assert [line.x0 for line in pieces(drawn) if line.name == "base"] == pytest.approx([base])
