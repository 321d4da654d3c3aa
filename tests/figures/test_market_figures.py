"""Pay beside wages: what is drawn is in the tables, and the accent marks what the title says of it."""

import pandas as pd
import pytest
from support.accent import accented, marks, pieces, title, words
from support.gallery import LADDERS, ladder
from support.market_gallery import BAKER, FLAT, SINGLE, own, places

import tpm_data
from tpm_data import figures, market, read_document
from tpm_data.figures.style import MARKS, WORDS
from tpm_data.progression import levels

BANDS = tpm_data.load("salary_bands")
COOK = own("Cook", p20=22_000, p50=30_000, p80=40_000)
SECOND = {"occupations": ["11-3021", "13-1082"]}


def beside(bands, *anchors):
    wages = pd.concat(anchors)
    return figures.market_bands(market.compare(bands, wages=wages), market.anchors(wages=wages))


def chosen(**choice):
    return figures.market_bands(market.compare(BANDS, **choice), market.anchors(**choice))


def bars(figure, thick):
    """The ends of the thick or of the thin bars, from the top."""
    return [
        (bar.x0, bar.x1) for key, bar in marks(figure).items() if key.startswith("half" if thick else "whole")
    ]


def ticks(figure):
    return [piece.x0 for piece in pieces(figure) if piece.colour == MARKS["ink"]]


def ends(table, low, high):
    return [*zip(table[low], table[high], strict=True)]


def test_bands_and_wages_are_drawn_from_end_to_end_on_one_axis():
    drawn, wages = chosen(**SECOND), market.anchors(**SECOND)[::-1]
    assert bars(drawn, thick=True) == ends(BANDS, "minimum", "maximum") + ends(wages, "p25", "p75")
    assert bars(drawn, thick=False) == ends(wages, "p10", "p90")
    assert ticks(drawn) == [*levels(BANDS)["midpoint"], *wages["p50"]]
    assert drawn.table()["minimum"].tolist()[:5] == BANDS["minimum"].tolist()


def test_places_are_drawn_highest_first_below_the_nation_with_the_amount_across():
    choice = {"occupations": "15-1252", "areas": None}
    placed = market.percentile(150_000, **choice).sort_values("percentile", ascending=False)
    drawn = figures.market_places(placed, market.anchors(**choice))
    areas = [area for area in placed["area"] if area != "National"]
    assert drawn.table()["title"].tolist() == ["National", *areas]
    (rule,) = (piece for piece in pieces(drawn) if piece.xref == "paper" and not piece.fill)
    assert drawn.data[0].y[0] < rule.y0 < drawn.data[0].y[2]
    wages = market.anchors(**choice).set_index("area").loc[["National", *areas]]
    assert bars(drawn, thick=False) == ends(wages, "p10", "p90")
    (line,) = (piece for piece in pieces(drawn) if piece.name == "amount")
    assert (line.x0, line.x1) == (150_000, 150_000)


def test_the_places_that_the_title_names_are_in_the_accent():
    drawn = places(150_000, occupations="15-1252", areas=None)
    assert title(drawn) == "$150,000 beats about 62% in Chicago, but only about 15% in San Jose"
    assert accented(drawn) == {"amount"}
    named = [text for text in words(drawn) if "earn less" in text and WORDS["accent"] in text]
    assert ["about 62% earn less" in named[0], "about 15% earn less" in named[1]] == [True, True]
    assert len(named) == 2


def test_the_midpoint_that_the_title_names_is_drawn_and_its_band_says_so():
    drawn = chosen(**SECOND)
    assert title(drawn).startswith("A midpoint of $150,006 beats about 82% of Project Management Specialists")
    assert accented(drawn) == {"amount"}
    assert any("midpoint beats about 33% to 82%" in text and WORDS["accent"] in text for text in words(drawn))
    assert any("midpoint $150,006" in text for text in words(drawn))


YORK = {"high": own("Pages", "York", p50=14_000), "low": own("Pages", "York", p10=14_000)}
BOTH = pd.concat([BAKER, COOK])
TITLES = {
    "30,000 beats about 59% of Baker": places(30_000, BAKER),
    "30,000 beats about 59% of Baker and 50% of Cook": places(30_000, BOTH),
    "9 beats fewer than 20% in 2 occupations": places(9, BOTH),
    "15,000 beats 75% in the nation and more than 50% in York": places(
        15_000, pd.concat([FLAT, YORK["high"]]), areas=None
    ),
    "9 beats fewer than 10% in 2 areas": places(9, pd.concat([FLAT, YORK["low"]]), areas=None),
    "90 beats more than 80% of Baker, but fewer than 20% of Cook": places(
        90, pd.concat([own("Baker", p20=20, p80=80), own("Cook", p20=100, p80=300)])
    ),
    "A midpoint of €31,000 beats about 62% of Baker and about 53% of Cook": beside(
        LADDERS["two levels"](), BAKER, COOK
    ),
    "A midpoint of $203,125 beats more than 80% of Baker": beside(BANDS, BAKER),
    "A midpoint of $203,125 beats more than 80% in 2 occupations": beside(BANDS, BAKER, COOK),
    "A midpoint of $15 beats fewer than 20% in 2 occupations": beside(ladder(("A", 10, 20)), BAKER, COOK),
}


@pytest.mark.parametrize("said", TITLES)
def test_the_title_says_what_the_amount_beats_at_most_and_at_least(said):
    assert title(TITLES[said]) == said


def test_anchors_are_named_by_what_tells_them_apart():
    areas = chosen(occupations="15-1252", areas=["Chicago", "San Jose"])
    assert areas.alternative.startswith(
        "5 bands next to wages in 2 areas; Software Developers, All industries."
    )
    assert any("Chicago-Naperville-Elgin, IL-IN" in text for text in words(areas))
    mixed = chosen(occupations=["15-1252", "11-3021"], industries=None)
    assert any("Software Developers, Software Publishers" in text for text in words(mixed))
    assert "All industries" not in mixed.layout.title.subtitle.text


def test_what_is_not_published_is_neither_drawn_nor_named():
    drawn = places(60_000, pd.concat([own("Head", p10=50_000, p90=70_000), SINGLE]))
    assert len(drawn.data[0].x) == 2
    assert any("no median published" in text for text in words(drawn))


def test_the_caption_names_both_sources():
    def caption(figure):
        return figure.layout.annotations[-1].text.replace("<br>", " ").partition("Basis: ")[2]

    assert caption(chosen(**SECOND)) == (
        "bands from the career document, which gives no year, country or source; wages from BLS May 2025."
    )
    assert caption(beside(ladder(("A", 10, 20)), BAKER)) == "bands from your input; wages from your input."
    baker = read_document("Career Progression\n\n1. Baker ($40k - $60k)\n").salary_bands
    drawn = figures.market_bands(market.compare(baker, **SECOND), market.anchors(**SECOND))
    assert caption(drawn) == "bands from your document; wages from BLS May 2025."
    assert caption(places(150_000)) == "BLS May 2025."


def test_several_amounts_are_refused():
    with pytest.raises(ValueError, match="shows one amount; the table has several"):
        places([1, 2], BAKER)
