"""The staff's figures: who is marked, what the titles count, and whom no figure singles out."""

import re

import pandas as pd
import pytest
from support.accent import accented, pieces, title, words
from support.staff_gallery import FIGURES, GRADES, STAFF, bands, crowd, example, placed

from tpm_data import figures, staff

LOW, HIGH = GRADES["minimum"][0].item(), GRADES["maximum"][0].item()


def dots(figure):
    """The places of everyone who is drawn, along the axis and downwards."""
    return sorted(place for trace in figure.data for place in zip(trace.x, trace.y, strict=True))


def test_everyone_is_drawn_at_their_full_time_pay_and_those_outside_point_outwards():
    people = example()
    drawn = figures.people_on_bands(people)
    assert [x for x, _ in dots(drawn)] == sorted(people["full_time_pay"])
    (triangles,) = (trace for trace in drawn.data if trace.ids)
    outside = people[people["status"] != "within"]
    assert sorted(triangles.x) == sorted(outside["full_time_pay"])
    for x, symbol in zip(triangles.x, triangles.marker.symbol, strict=True):
        (status,) = outside.loc[outside["full_time_pay"] == x, "status"]
        assert symbol == {"below": "triangle-left", "above": "triangle-right"}[status]


TITLES = {
    "9 of 60 people are paid outside their range: 5 below its minimum, 4 above its maximum": example(),
    "Everyone is paid within their range": placed((1, LOW), (1, HIGH)),
    "1 of 2 people is paid outside their range: 1 below its minimum": placed((1, LOW - 1), (1, HIGH)),
    "2 of 2 people are paid outside their range: 2 above its maximum": placed((1, HIGH + 1), (1, HIGH + 2)),
}


@pytest.mark.parametrize("said", TITLES)
def test_the_title_counts_those_outside_and_the_accent_marks_every_one_of_them(said):
    people = TITLES[said]
    drawn = figures.people_on_bands(people)
    assert title(drawn) == said
    assert len(accented(drawn)) == (people["status"] != "within").sum()


def test_what_raising_people_to_their_minimum_costs_is_said_in_sight_and_in_the_alternative():
    drawn = figures.people_on_bands(placed((1, LOW - 500), (2, 20_000.0), (1, LOW)))
    cost = GRADES["minimum"][1] - 20_000 + 500
    said = f"aising the 2 below to the minimum would cost ${cost:,} a year"
    assert f"R{said}." in words(drawn)[-1].replace("<br>", " ")
    assert f"r{said}" in drawn.alternative
    assert "cost" not in figures.people_on_bands(placed((1, LOW))).to_json()


def test_the_table_of_people_has_one_row_per_level_and_adds_up():
    people = crowd(200)
    table = figures.people_on_bands(people).table()
    assert table["level"].tolist() == sorted(people["level"].unique())
    (total,) = staff.summary(people, by=None).to_dict("records")
    for name in ("headcount", "below", "above", "cost_to_minimum"):
        assert table[name].sum() == total[name]


def test_people_far_outside_stand_at_the_end_of_the_axis_with_their_pay_in_words():
    near, far = (figures.people_on_bands(placed((1, 30_000), (15, pay))) for pay in (170_000, 5_000_000))
    span = far.layout.xaxis.range[1] - far.layout.xaxis.range[0]
    assert span < 1.5 * (near.layout.xaxis.range[1] - near.layout.xaxis.range[0])
    assert far.layout.xaxis.range[0] < max(dots(far))[0] < far.layout.xaxis.range[1]
    assert "off the scale: $5M" in words(far)
    assert not any("off the scale" in text for text in words(near))
    assert "$5,000,000" in str(far.data)


def test_people_of_equal_pay_do_not_cover_each_other():
    drawn = figures.people_on_bands(placed(*[(1, 30_000)] * 12))
    places = dots(drawn)
    assert len(set(places)) == len(places) == 12
    downwards = [y for _, y in places]
    assert max(downwards) - min(downwards) < 17 - drawn.data[0].marker.size  # inside the bar


def test_dots_are_smaller_and_paler_where_many_stand_in_a_row():
    few, many = (
        next(trace.marker for trace in figures.people_on_bands(people).data if not trace.ids)
        for people in (example(), crowd(1000, bands((50_000, 90_000))))
    )
    assert many.size < few.size
    assert many.opacity < few.opacity


@pytest.mark.parametrize(("name", "make"), FIGURES, ids=[name for name, _ in FIGURES])
def test_no_figure_names_a_person(name, make):
    shown = make().to_json()
    assert not re.search("Somebody|Made-up person", shown)


def test_people_of_several_ladders_are_refused_with_how_to_choose_one():
    two = [
        placed((1, 30_000), on=GRADES.assign(family=name, minimum=low)) for name, low in (("A", 1), ("B", 2))
    ]
    with pytest.raises(ValueError, match="shows one ladder; the table has several"):
        figures.people_on_bands(pd.concat(two))


def ratios(**groups):
    """Place people of these compa-ratios, by department."""
    band = bands((80_000, 120_000))
    people = [(1, 100_000.0 * ratio) for of in groups.values() for ratio in of]
    names = [name for name, of in groups.items() for _ in of]
    return placed(*people, on=band, department=names)


def test_the_groups_with_the_lowest_and_the_highest_median_are_named_and_marked():
    drawn = figures.compa_ratios(ratios(High=[1.1] * 5, Low=[0.8, 0.9, 0.9, 1, 1.1], Middle=[1.0] * 6))
    assert title(drawn) == "Low has the lowest median compa-ratio, 0.90; High the highest, 1.10"
    assert accented(drawn) == {"Low", "High"}
    ticks = {piece.name: piece.x0 for piece in pieces(drawn) if piece.name}
    assert ticks == pytest.approx({"Low": 0.9, "Middle": 1.0, "High": 1.1})
    assert drawn.table()["department"].tolist() == ["Low", "Middle", "High"]
    assert len(dots(drawn)) == 16


MEDIANS = {
    "The median compa-ratio of A is 1.00": ratios(A=[1] * 5),
    "The median compa-ratio of A and B is 1.00": ratios(A=[1] * 5, B=[1.001] * 5),
    "A and B have the lowest median compa-ratio, 1.00; C the highest, 1.10": ratios(
        A=[1] * 5, B=[1] * 5, C=[1.1] * 5
    ),
    "No group has at least five people, so none is drawn": ratios(A=[1] * 4, B=[1.1]),
}


@pytest.mark.parametrize("said", MEDIANS)
def test_the_title_of_compa_ratios_fits_ties_and_small_groups(said):
    drawn = figures.compa_ratios(MEDIANS[said])
    assert title(drawn) == said


def test_nobody_of_a_group_under_five_is_drawn():
    drawn = figures.compa_ratios(ratios(Large=[1, 1, 1, 1, 1.05], Small=[0.71, 0.72, 0.73, 0.74]))
    assert len(dots(drawn)) == 5
    assert any("fewer than 5 people" in text for text in words(drawn))
    assert drawn.table()["median_compa_ratio"].isna().tolist() == [False, True]
    assert not re.search(r"0\.7[1-4]", drawn.to_json())


def test_groups_may_be_several_columns_none_or_have_no_name():
    people = example()
    people["department"] = people["department"].where(people["department"] != "Policy")
    assert "no department" in str(words(figures.compa_ratios(people)))
    assert any(
        "Operations, USD" in text
        for text in words(figures.compa_ratios(people, by=["department", "currency"]))
    )
    assert title(figures.compa_ratios(people, by=None)).startswith("The median compa-ratio of everyone is")


def test_a_column_that_by_names_and_the_table_lacks_is_refused_with_those_it_has():
    with pytest.raises(ValueError, match=r"by=: the table has no column 'team'; it has .*department"):
        figures.compa_ratios(example(), by="team")


def test_a_figure_of_many_people_is_stored_small():
    assert len(figures.people_on_bands(STAFF["a thousand people"]()).to_json()) < 100_000
