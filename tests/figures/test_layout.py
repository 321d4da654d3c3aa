"""Pixels: labels above their bars, ticks with room for their words, lines that fit the narrowest drawing."""

import pytest
from support.accent import note, pieces

from tpm_data.figures import layout
from tpm_data.figures.layout import Finding, Label, Page, round_ticks
from tpm_data.figures.wording import lines, money_words


@pytest.fixture
def page():
    made = Page(Finding("A title", ["one"]))
    made.scale([0, 100], money_words("USD"), room=(0, 0))
    return made


def finished(page):
    return page.figure("A measure", shows="A page", basis="none", rows=[])


def rows(page, *labels):
    """Put rows of these labels, and return the middles of their tracks."""
    return [y for *_, y in page.rows(labels, lambda label: label)]


def test_a_label_stands_right_above_its_track_and_rows_follow_each_other(page):
    first, second = rows(page, Label("First", ["$1"]), Label("Second", ["$2"]))
    assert first == layout.LINE + layout.UNDER_LABEL + page.thick / 2
    assert second - first == layout.LINE + layout.UNDER_LABEL + page.thick + 20
    label = note(finished(page), "Second")
    assert label.y == second - page.thick / 2 - layout.UNDER_LABEL - layout.LINE / 2
    assert (label.xref, label.x) == (None, None)  # at the left edge, as the template says


def test_facts_stand_below_all_titles_if_one_title_leaves_no_room_beside_it(page):
    rows(page, Label("T" * 50, ["$83,350–$133,305"]), Label("Short", ["€2"]))
    figure = finished(page)
    assert note(figure, "€2").y == note(figure, "Short").y + layout.LINE


def test_a_long_title_is_broken_above_its_bar_and_facts_fill_lines(page):
    rows(page, Label("a word " * 20, ["x" * 40, "y" * 30, "z" * 20]))
    notes = [text.text for text in finished(page).layout.annotations][:-3]
    assert ["a word" in text for text in notes].count(True) == 3
    assert [text.count("x") > 1 or text.count("y") > 1 for text in notes[3:5]] == [True, True]
    assert "zzz" in notes[4]


def test_the_accent_is_for_what_the_title_speaks_of(page):
    (y,) = rows(page, Label("Row"))
    page.bar((10, 20), y, "one", "hover")
    page.bar((10, 20), y, "two", "hover")
    page.dot(10, y, "one", "hover", tone="deep")
    bars, dots = finished(page).data
    assert bars.marker.color == ("#D55E00", "#6F8A9F")
    assert dots.marker.color == "#D55E00"


def test_a_bar_too_thin_to_be_seen_has_an_outline(page):
    (y,) = rows(page, Label("Row"))
    for high in (10, 10.1, 30):
        page.bar((10, high), y, str(high), "hover")
    (bars,) = finished(page).data
    assert bars.marker.line.width == (3, 3, 0)
    assert [width + line for width, line in zip(bars.width, bars.marker.line.width, strict=True)] == [16] * 3


def test_words_beside_a_mark_take_the_side_with_more_room_and_above_one_turn_inwards(page):
    page.beside((10, 40), 0, ["right"])
    page.beside((60, 90), 0, ["left"])
    for x, words in ((5, "start"), (50, "middle"), (95, "end")):
        page.at(x, 0, [words])
    figure = finished(page)
    assert (note(figure, "right").x, note(figure, "right").xanchor) == (40, "left")
    assert (note(figure, "left").x, note(figure, "left").xanchor) == (60, "right")
    anchors = [note(figure, words).xanchor for words in ("start", "middle", "end")]
    assert anchors == ["left", "center", "right"]


def test_panels_follow_each_other_each_with_an_axis_of_its_own(page):
    (first,) = rows(page, Label("Row"))
    page.scale([0, 1], lambda ticks: [f"{tick:.0%}" for tick in ticks])
    (second,) = rows(page, Label("Share"))
    page.bar((0, 1), second, "share", "hover")
    figure = finished(page)
    assert second > first + layout.PANEL
    assert (figure.data[0].xaxis, figure.layout.template.layout.xaxis.overlaying) == ("x2", "x")
    assert (note(figure, "$40").xref, note(figure, "40%").xref) == ("x", "x2")
    assert first < note(figure, "$40").y < second < note(figure, "40%").y


def test_a_line_down_through_rows_ends_below_the_last_one(page):
    page.rule(50, "one", "your 50")
    ys = rows(page, Label("A"), Label("B"))
    figure = finished(page)
    (line,) = (piece for piece in pieces(figure) if piece.name == "one")
    assert (line.x0, line.y1) == (50, ys[-1] + page.thick / 2 + 4)
    assert line.y0 >= note(figure, "your 50").y


def test_columns_are_named_by_titles_by_what_tells_grades_apart_or_by_numbers():
    assert layout.column_names(["Baker", "Master Baker"], [60, 60]) == ([["Baker"], ["Master", "Baker"]], [])
    grades = [f"Grade {at}" for at in range(1, 5)]
    assert layout.column_names(grades, [20] * 4) == ([["1"], ["2"], ["3"], ["4"]], ["Grade 1 to Grade 4"])
    names, listed = layout.column_names(["Baker", "Master Baker", "Head"], [12] * 3)
    assert names == [["1"], [], ["3"]]
    assert listed == ["1 Baker", "2 Master Baker", "3 Head"]


def test_amounts_stand_upwards_below_the_room_that_is_asked_for(page):
    page.columns(2, [10, 30], money_words("USD"))
    before = page.y
    height = page.heights(100, 20)
    assert height(30) == before + 20
    assert height(10) == page.y == before + 120
    line = note(finished(page), "$30")
    assert line.y < height(30) < line.y + 12


@pytest.mark.parametrize("text", ["The top level tops out below the one before it", "word " * 40, "i" * 300])
def test_broken_text_keeps_every_letter_in_lines_of_about_one_length(text):
    broken = lines(text, 40)
    assert "".join("".join(broken).split()) == "".join(text.split())
    assert max(map(len, broken)) <= 40
    assert len(broken) == -(-len(text.strip()) // 40) or max(map(len, broken)) - len(broken[0]) < 12


def test_wide_letters_make_shorter_lines_and_no_word_is_broken_to_make_them_even():
    assert max(map(len, lines("高级技术产品经理" * 8, 40))) <= 21
    assert lines("Senior Technical Manager", 12) == ["Senior", "Technical", "Manager"]
    assert lines("", 40) == []


@pytest.mark.parametrize(
    ("low", "high"), [(83_350, 220_000), (1, 2), (0, 1e15), (-45_000, 96_650), (7.6, 8.3)]
)
def test_ticks_are_few_and_round(low, high):
    ticks = round_ticks(low, high, 5)
    assert 2 <= len(ticks) <= 5
    assert low <= ticks[0]
    assert ticks[-1] <= high
    step = ticks[1] - ticks[0]
    assert float(f"{step:.1e}") in (step, pytest.approx(step))


def test_ticks_are_spelled_in_full_where_short_would_round_them():
    assert money_words("USD")([10_000, 12_000]) == ["$10k", "$12k"]
    assert money_words("USD")([12_500, 15_000]) == ["$12,500", "$15,000"]
    assert money_words("USD", change=True)([-50_000, 0, 1e9]) == ["−$50k", "$0", "+$1B"]
