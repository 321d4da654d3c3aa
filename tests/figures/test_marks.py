"""Every band and stretch can be seen, also where it is thinner than a line."""

from support.gallery import LADDERS, ladder

from tpm_data import figures, overlap
from tpm_data.progression._levels import levels

THIN = LADDERS["tiny beside huge"]()
RATES = ladder(("Judge", 90_000, 90_000), ("Senior Judge", 95_000, 95_000))


def lines(figure, colour):
    """Where lines of a colour stand: their places along the axis."""
    return [shape.x0 for shape in figure.layout.shapes if shape.line.color == colour]


def test_a_single_rate_is_drawn_as_a_line_in_the_colour_of_its_level():
    drawn = figures.pay_ranges(levels(RATES))
    colours = drawn.data[0].marker.color
    assert [lines(drawn, colour) for colour in colours] == [[90_000], [95_000]]


def test_a_single_rate_has_one_label():
    texts = [note.text for note in figures.pay_ranges(levels(RATES)).layout.annotations]
    assert texts.count("$90,000") == 1


def test_a_white_line_at_the_midpoint_hides_no_thin_band():
    assert lines(figures.pay_ranges(levels(THIN)), "#FFFFFF") == [13_000_000]


def test_a_thin_stretch_of_pay_is_drawn_as_a_line():
    drawn = figures.pay_coverage(overlap.coverage(THIN))
    assert lines(drawn, drawn.data[0].marker.color[0]) == [5.5]


def test_the_depth_of_a_thin_stretch_is_named_if_it_is_deeper_than_its_neighbours():
    bands = ladder(("A", 1_000, 9_000), ("B", 8_990, 20_000))
    assert list(figures.pay_coverage(overlap.coverage(bands)).data[0].text) == ["1", "2", "1"]


def test_a_pair_without_a_share_still_has_its_cell():
    pairs = overlap.pairs(LADDERS["two equal rates"]())
    drawn = figures.overlap_matrix(pairs)
    assert drawn.data[0].z[0][0] == 0
    assert drawn.layout.annotations[0].text == "–<br>equal"
