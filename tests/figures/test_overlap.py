"""Figures of overlap: where things stand on the ranges, and that title, accent and numbers agree."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from support import accent
from support.accent import marks, note, pieces
from support.gallery import LADDERS, ladder

import tpm_data
from tpm_data import figures, overlap
from tpm_data.figures.style import MARKS, WORDS
from tpm_data.progression._levels import levels


@pytest.fixture
def bands():
    return tpm_data.load("salary_bands")


def words(figure):
    return accent.words(figure, marked_up=False)


def bars(figure):
    """The bars of a figure, by their keys: from, to and the pixels of the upper and the lower edge."""
    drawn = marks(figure).items()
    return {key: (bar.x0, bar.x1, bar.y - bar.width / 2, bar.y + bar.width / 2) for key, bar in drawn}


# Neighbours


def neighbours(table):
    return figures.overlap_of_neighbours(levels(table))


def test_a_block_lies_across_both_ranges_where_they_share_pay(bands):
    drawn = bars(neighbours(bands))
    low, high, top, bottom = drawn["shared 2"]
    assert (low, high) == (120_011, 133_305)
    lower, upper = drawn["shared 2 beside 1"], drawn["shared 2 beside 2"]
    assert lower[:2] == (83_350, 133_305)
    assert upper[:2] == (120_011, 180_000)
    assert top < lower[2] < lower[3] < upper[2] < upper[3] < bottom


def test_each_share_stands_beside_the_range_it_is_a_share_of(bands):
    drawn = neighbours(bands)
    _, _, top, bottom = bars(drawn)["shared 2"]
    assert note(drawn, "27%  of Associate Technical Product Manager").y < top
    assert bottom < note(drawn, "22%  of Technical Product Manager").y


def test_shared_pay_stands_where_neither_range_is(bands):
    """Before the block in the half of the range that begins there, behind it in that of the one that ends."""
    drawn = neighbours(bands)
    boxes = bars(drawn)
    for step, text, band in ((2, "$13,294", 1), (4, "$34,779", 4), (5, "$23,750", 5)):
        said, (low, high, top, bottom) = note(drawn, text), boxes[f"shared {step} beside {band}"]
        assert top < said.y < bottom
        assert (said.x, said.xanchor) in {(low, "right"), (high, "left")}


def test_ranges_that_share_no_stretch_say_how_they_lie():
    drawn = neighbours(ladder(("A", 10, 20), ("B", 20, 30), ("C", 45, 45), ("D", 40, 60)))
    assert {"meet at $20", "$15 apart", "meet at $45"} < {*words(drawn)}
    (*gap, above, below), (*_, top, bottom) = bars(drawn)["shared 3"], bars(drawn)["shared 3 beside 2"]
    assert gap == [30, 45]
    assert below - above < bottom - top  # thinner than a range, as no pay is there
    assert "a single rate  of C" in words(drawn)


def test_what_is_nearly_all_of_a_range_is_not_said_to_be_all():
    drawn = neighbours(ladder(("A", 10_000, 20_000), ("B", 10_001, 20_001)))
    assert "over 99%  of A" in words(drawn)


def test_the_table_is_that_of_the_pairs(bands):
    drawn, pairs = neighbours(bands.iloc[::-1]).table(), overlap.pairs(bands, which="adjacent")
    assert drawn["share_of_upper"].tolist() == pairs["share_of_upper"].tolist()


# Coverage


def coverage(table):
    return figures.pay_coverage(levels(table))


def test_a_column_is_as_high_as_the_number_of_levels_over_its_stretch(bands):
    drawn = coverage(bands)
    boxes, rows = bars(drawn), overlap.coverage(bands)
    columns = {base: bottom - top for key, (base, _, top, bottom) in boxes.items() if "stretch" in key}
    assert [columns[low] / columns[83_350] for low in rows["from"]] == rows["depth"].tolist()
    assert len({box[3] for key, box in boxes.items() if "stretch" in key}) == 1
    assert drawn.table()["depth"].tolist() == rows["depth"].tolist()


def test_the_deepest_stretch_is_marked_on_every_range_over_it(bands):
    found = [piece for piece in pieces(coverage(bands)) if piece.fill == MARKS["accent"]]
    boxes = bars(coverage(bands))
    assert {(piece.x0, piece.x1) for piece in found} == {(150_221, 180_000)}
    assert [piece.y0 for piece in found] == [boxes[f"range {level}"][2] for level in (2, 3, 4)]


def test_a_gap_has_no_column_and_a_thin_stretch_can_be_seen():
    drawn = coverage(LADDERS["tiny beside huge"]())
    assert [key for key in bars(drawn) if "stretch" in key] == ["stretch 1", "stretch 1000000"]
    assert marks(drawn)["stretch 1"].outline == 3


# Findings


def findings(table, **convention):
    return figures.audit_findings(levels(table), **convention)


def badges(figure):
    """The numbers on the ranges, by their names."""
    return {one.name: one for one in figure.layout.annotations if one.name}


def test_findings_are_numbered_from_the_lowest_level_on_and_said_below_their_range(bands):
    drawn = findings(bands, convention="mercer")
    said = [text for text in words(drawn) if re.match(r"\d ", text)]
    assert said == [
        "1  step 38%, usual: at most 20%",
        "2  spread 37%, usual: at least 40%",
        "3  step 7%, usual: at least 10%",
        "4  includes the whole range of Vice",
        "5  maximum $5,000 below the level before it",
        "6  spread 12%, usual: at least 40%",
        "7  step 9.7%, usual: at least 10%",
    ]
    heights = {number: badge.y for number, badge in badges(drawn).items()}
    for text in said:
        assert 0 < note(drawn, text).y - heights[f"finding {text[0]}"] < 80


def test_a_number_stands_at_the_end_or_midpoint_that_its_finding_is_about(bands):
    table = levels(bands).set_index("level")
    at = {name: badge.x for name, badge in badges(findings(bands, convention="mercer")).items()}
    assert at["finding 5"] == table["maximum"][5]
    assert at["finding 6"] == table["minimum"][5]
    assert at["finding 1"] == table["midpoint"][2]
    assert at["finding 4"] == table["midpoint"][5]


def test_a_range_inside_another_is_outlined_on_the_one_that_holds_it(bands):
    drawn = findings(bands)
    (outline,) = (piece for piece in pieces(drawn) if piece.name)
    assert (outline.x0, outline.x1) == (191_250, 215_000)
    assert outline.y0 == bars(drawn)["range 4"][2]


@pytest.mark.parametrize("name", ["falling pay", "thirty levels", "a narrow range", "equal bands"])
def test_numbers_on_a_range_do_not_touch_at_any_width(name):
    drawn = findings(LADDERS[name](), convention="mercer")
    low, high = drawn.layout.xaxis.range
    for width in (448, 1_168):
        rows = {}
        for badge in badges(drawn).values():
            rows.setdefault(badge.y, []).append((badge.x - low) / (high - low) * width + badge.xshift)
        for places in map(sorted, rows.values()):
            assert places[-1] + 10 <= width + 16
            assert all(after - before >= 20 for before, after in pairwise(places))


def test_a_ladder_is_said_to_be_held_against_its_convention():
    within = ladder(("A", 20_000, 30_000), ("B", 23_000, 34_500))
    for name, held in (("mercer", "the limits of Mercer"), (None, "only the structure")):
        drawn = findings(within, convention=name)
        assert held in words(drawn)[-1]
        assert drawn.table()["title"].tolist() == ["A", "B"]
    with pytest.raises(ValueError, match=r"There is no convention 'merser'\. Did you mean 'mercer'"):
        findings(within, convention="merser")


def test_every_kind_of_finding_can_be_drawn():
    own = overlap.Convention("ours", "policy", (0.5, 0.6), (0.1, 0.2), (-0.05, 0.05))
    ladders = [
        ladder(("A", 30, 90), ("B", 20, 80), ("C", 22, 26), ("D", 22, 26), ("E", 100, 150), ("F", 101, 160)),
        ladder(("A", 100, 155), ("B", 160, 250), ("C", 150, 230)),
    ]
    drawn = [findings(table, convention=own) for table in ladders]
    kinds = Counter(kind for figure in drawn for kind in figure.table()["finding"])
    assert len(kinds) == 12
    for figure in drawn:
        assert {*figure.table()["number"]} == {int(name.split()[1]) for name in badges(figure)}


def test_white_numbers_can_be_read_on_the_accent(bands):
    assert badges(findings(bands))["finding 2"].bgcolor == WORDS["accent"]
