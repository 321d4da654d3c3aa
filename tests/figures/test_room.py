"""Texts get the room they need: labels are broken, axes widened, ticks few enough and exact."""

import pytest
from support.gallery import LADDERS, MAKERS, REFUSED, drawn

from tpm_data.figures import axes
from tpm_data.figures.axes import lines_of, text_width
from tpm_data.figures.bands import two_lines

WIDE = "MINISTERIALDIRIGENTENANWÄRTERIN" * 4


@pytest.mark.parametrize("title", [WIDE, "高级技术产品经理" * 12, "i" * 400, "Head of it " * 30])
def test_a_title_of_any_length_leaves_most_of_the_figure_to_draw_in(title):
    assert axes.label_width([two_lines(title, "nothing found")]) < axes.WIDTH * 0.4


def test_a_broken_title_keeps_every_letter_and_no_markup():
    label = axes.wrapped("<b>R&D</b> " * 20)
    assert label.replace("<br>", " ") == " ".join(["&lt;b&gt;R&amp;D&lt;/b&gt;"] * 20)


def test_a_text_is_broken_by_its_width_not_by_its_number_of_letters():
    assert text_width("illicit") < text_width("MAXIMUM") / 2
    assert len(lines_of("i" * 60, 300)) < len(lines_of("M" * 60, 300))
    assert lines_of("", 300) == []


@pytest.mark.parametrize("name", LADDERS)
@pytest.mark.parametrize("maker", MAKERS)
def test_no_axis_of_pay_runs_backwards(maker, name):
    if (maker, name) not in REFUSED:
        low, high = drawn(maker, name).layout.xaxis.range
        assert low < high


def test_ticks_are_spelled_in_full_where_short_would_round_them():
    axis = axes.pay_axis(10_000, 16_000, "USD", 200)
    assert axis["ticktext"][:2] == ["$10k", "$12k"]
    assert "$12,500" in axes.pay_axis(11_800, 14_000, "USD", 200)["ticktext"]
