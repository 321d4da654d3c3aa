"""Every band and stretch can be seen, also where it is thinner than a line."""

from support.gallery import LADDERS, ladder

from tpm_data import figures, overlap

THIN = LADDERS["tiny beside huge"]()


def lines(figure, colour):
    """Where lines of a colour stand: their places along the axis."""
    return [shape.x0 for shape in figure.layout.shapes if shape.line.color == colour]


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
