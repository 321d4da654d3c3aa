import pandas as pd
import pytest

import tpm_data
from tpm_data import figures
from tpm_data.progression._levels import levels, promotions


@pytest.fixture
def bands():
    return tpm_data.load("salary_bands")


def test_pay_ranges_draw_each_band_from_its_minimum_to_its_maximum(bands):
    (bars,) = figures.pay_ranges(levels(bands)).data
    assert list(bars.base) == bands["minimum"].tolist()
    assert [low + width for low, width in zip(bars.base, bars.x, strict=True)] == bands["maximum"].tolist()


def test_pay_ranges_print_both_ends_of_every_band(bands):
    texts = [note.text for note in figures.pay_ranges(levels(bands)).layout.annotations]
    assert {"$83,350", "$133,305", "$191,250", "$215,000"} <= set(texts)


def test_an_amount_may_be_printed_money_in_the_currency_of_the_levels(bands):
    printed, number = (figures.pay_ranges(levels(bands), amount) for amount in ("$150k", 150_000))
    assert printed.to_json() == number.to_json()
    for amount, words in (("€62,500", "this is in EUR"), (-5, "above zero"), ([1, 2], "expected one, not 2")):
        with pytest.raises(ValueError, match=words):
            figures.pay_ranges(levels(bands), amount)


def test_the_title_follows_the_data(bands):
    assert "the last one ends $5k below the highest" in figures.pay_ranges(levels(bands)).layout.title.text
    bands.loc[4, "maximum"] = 230_000
    assert "the last one ends highest" in figures.pay_ranges(levels(bands)).layout.title.text


def test_the_basis_follows_the_table(bands):
    captions = [note.text for note in figures.pay_ranges(levels(bands)).layout.annotations]
    assert any("career document" in caption for caption in captions)
    bands.attrs.clear()
    captions = [note.text for note in figures.pay_ranges(levels(bands)).layout.annotations]
    assert "Basis: your input." in captions


def test_promotion_steps_draw_floor_midpoint_and_ceiling(bands):
    steps = promotions(bands)
    drawn = figures.promotion_steps(steps)
    assert [bar.text[3].split()[0] for bar in drawn.data] == ["floor", "midpoint", "ceiling"]
    assert drawn.data[1].x[0] == pytest.approx(100 * steps["midpoint_differential"][0])


def test_one_level_has_a_range_but_no_step(bands):
    alone = bands.head(1)
    assert len(figures.pay_ranges(levels(alone)).data[0].x) == 1
    with pytest.raises(ValueError, match="fewer than two levels"):
        figures.promotion_steps(promotions(alone))


def test_titles_from_a_document_cannot_carry_markup():
    bands = pd.DataFrame(
        {
            "level": [1, 2],
            "title": ["<a href='javascript:x'>A</a>", "B"],
            "minimum": [1, 2],
            "maximum": [3, 4],
        }
    )
    for drawn in (figures.pay_ranges(levels(bands)), figures.promotion_steps(promotions(bands))):
        assert "<a" not in drawn.to_json().replace("\\u003c", "<")
