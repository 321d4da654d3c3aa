"""Figures of pay beside wages: what is drawn is in the tables, and the titles hold for any of them."""

import pandas as pd
import pytest
from support.gallery import LADDERS, ladder
from support.market_gallery import BAKER, FLAT, HUGE, MARKUP, SINGLE, bands_beside_own, own, places

import tpm_data
from tpm_data import figures, market, read_document
from tpm_data.progression import levels

BANDS = tpm_data.load("salary_bands")
COOK = own("Cook", p20=22_000, p50=30_000, p80=40_000)


def title(figure):
    return figure.layout.title.text.replace("<br>", " ")


def beside(bands, *anchors):
    wages = pd.concat(anchors)
    return figures.market_bands(market.compare(bands, wages=wages), market.anchors(wages=wages))


def marks(figure, kind):
    return [(shape.x0, shape.x1) for shape in figure.layout.shapes if shape.type == kind]


def test_bands_and_wages_are_drawn_from_end_to_end_on_one_axis():
    choice = {"occupations": ["11-3021", "15-1252"]}
    wages = market.anchors(**choice)
    drawn = figures.market_bands(market.compare(BANDS, **choice), wages)
    (bars,) = drawn.data
    assert list(bars.base) == [*BANDS["minimum"], *wages["p10"]]
    ends = [low + width for low, width in zip(bars.base, bars.x, strict=True)]
    assert ends == [*BANDS["maximum"], *wages["p90"]]
    assert marks(drawn, "rect") == [*zip(wages["p25"], wages["p75"], strict=True)]
    assert marks(drawn, "line") == [*zip(wages["p50"], wages["p50"], strict=True)]


def test_places_are_drawn_lowest_first_with_the_amount_across():
    choice = {"occupations": "15-1252", "areas": None}
    placed = market.percentile(150_000, **choice).sort_values("percentile")
    drawn = figures.market_places(placed, market.anchors(**choice))
    assert [name.split("<br>")[0] for name in drawn.layout.yaxis.ticktext[:4]] == placed["area"][:4].to_list()
    wages = market.anchors(**choice).set_index("area").loc[placed["area"]]
    assert list(drawn.data[0].base) == wages["p10"].to_list()
    assert marks(drawn, "line")[-1] == (150_000, 150_000)


YORK = {"high": own("Pages", "York", p50=14_000), "low": own("Pages", "York", p10=14_000)}
PLACES = {
    "about": places(30_000, BAKER),
    "at one, about the other": places(30_000, pd.concat([BAKER, COOK])),
    "below both": places(9, pd.concat([BAKER, COOK])),
    "above one area": places(15_000, pd.concat([FLAT, YORK["high"]]), areas=None),
    "below two areas": places(9, pd.concat([FLAT, YORK["low"]]), areas=None),
}
BESIDE = {
    "one anchor": beside(LADDERS["two levels"](), BAKER),
    "two that disagree": beside(LADDERS["two levels"](), BAKER, COOK),
    "far above one": beside(BANDS, BAKER),
    "far above two": beside(BANDS, BAKER, COOK),
    "far below two": beside(ladder(("A", 10, 20)), BAKER, COOK),
    "from below to above": beside(ladder(("A", 10, 20), ("B", 10**6, 2 * 10**6)), BAKER, COOK),
}


@pytest.mark.parametrize("drawn", PLACES.values(), ids=PLACES)
def test_places_say_where_the_amount_is_lowest_and_highest(drawn, snapshot):
    assert title(drawn) == snapshot


@pytest.mark.parametrize("drawn", BESIDE.values(), ids=BESIDE)
def test_bands_say_where_the_anchors_disagree_most(drawn, snapshot):
    assert title(drawn) == snapshot


def test_anchors_are_named_by_what_tells_them_apart():
    def beside(**choice):
        return figures.market_bands(market.compare(BANDS, **choice), market.anchors(**choice))

    areas = beside(occupations="15-1252", areas=["Chicago", "San Jose"])
    assert "about P19 in San Jose-Sunnyvale" in title(areas)
    assert areas.alternative.startswith("5 bands beside the wages of 2 areas: ")
    assert areas.alternative.endswith("; Software Developers, All industries.")
    assert areas.layout.yaxis.ticktext[5].startswith("Chicago")
    mixed = beside(occupations="15-1252", industries=None)
    assert mixed.alternative.startswith(f"5 bands beside the wages of {len(mixed.data[0].y) - 5} anchors: ")
    assert len(set(mixed.layout.yaxis.ticktext)) == len(mixed.data[0].y)


def test_what_is_not_published_is_neither_drawn_nor_named():
    drawn = places(60_000, pd.concat([own("Head", p10=50_000, p90=70_000), SINGLE]))
    assert marks(drawn, "rect") == []
    assert "no median published" in drawn.layout.yaxis.ticktext[1]
    assert "P25" not in drawn.layout.title.subtitle.text
    assert "at P50" in places(101_000, SINGLE).layout.title.subtitle.text


def test_the_caption_names_both_sources():
    def caption(figure):
        return figure.layout.annotations[-1].text

    choice = {"occupations": "11-3021"}
    drawn = figures.market_bands(market.compare(BANDS, **choice), market.anchors(**choice))
    assert caption(drawn) == (
        "Basis: bands from the career document, which names no year, country or source; "
        "wages from BLS May 2025."
    )
    assert (
        caption(beside(ladder(("A", 10, 20)), BAKER))
        == "Basis: bands from your input; wages from your input."
    )
    baker = read_document("Career Progression\n\n1. Baker ($40k - $60k)\n").salary_bands
    drawn = figures.market_bands(market.compare(baker, **choice), market.anchors(**choice))
    assert caption(drawn) == "Basis: bands from your document; wages from BLS May 2025."
    assert caption(figures.pay_ranges(levels(baker))) == "Basis: your document."
    assert caption(places(150_000)) == "Basis: BLS May 2025."


def test_names_from_a_table_cannot_carry_markup():
    for drawn in (places(60_000, MARKUP), bands_beside_own(MARKUP, HUGE)):
        assert "<b>R" not in drawn.to_json().replace("\\u003c", "<")


def test_several_amounts_are_refused():
    with pytest.raises(ValueError, match="shows one amount; the table holds several"):
        places([1, 2], BAKER)
