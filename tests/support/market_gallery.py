"""Figures of pay beside wages to be looked at and measured: the bundled wages and awkward ones."""

from collections.abc import Callable
from functools import partial

import pandas as pd

import tpm_data
from tpm_data import figures, market

Make = Callable[[], figures.Figure]


def bands_beside(bands: pd.DataFrame, occupations: str | list[str], **choice: object) -> figures.Figure:
    """Draw a ladder beside the bundled wages, as if they were in its currency."""
    wages = tpm_data.load("market_wages").assign(currency=bands["currency"].iloc[0])
    choice |= {"occupations": occupations, "wages": wages}
    return figures.market_bands(market.compare(bands, **choice), market.anchors(**choice))


def bands_beside_own(*anchors: pd.DataFrame) -> figures.Figure:
    wages = pd.concat(anchors)
    placed = market.compare(tpm_data.load("salary_bands"), wages=wages)
    return figures.market_bands(placed, market.anchors(wages=wages))


def places(amount: float | str, wages: pd.DataFrame | None = None, **choice: object) -> figures.Figure:
    choice |= {"wages": wages}
    return figures.market_places(market.percentile(amount, **choice), market.anchors(**choice))


def own(occupation: str, area: str = "National", **wages: int) -> pd.DataFrame:
    """Return a wage table of one anchor, from its percentiles: ``p10=20_000``."""
    names = {"occupation_code": occupation[:9], "occupation": occupation, "industry": "All industries"}
    ranks = [int(name[1:]) for name in wages]
    return pd.DataFrame({"percentile": ranks, "annual_wage": wages.values()}).assign(**names, area=area)


BAKER = own("Baker", p20=21_000, p50=27_500, p80=36_250)
LONG = own("Heads of the production, storage and transport of baked goods " * 2, p10=39_000, p90=99_000)
MARKUP = own("<b>R&D</b> managers &amp; <i>others</i>", p25=50_000, p50=60_000, p75=75_000)
SINGLE = own("Ministers", p50=101_000)
FLAT = own("Pages", p10=15_000, p25=15_000, p50=15_000, p75=15_000, p90=18_000)
HUGE = own("Owners", p10=1_200_000_000, p50=4_000_000_000, p90=9_999_999_999)

FIGURES: list[tuple[str, Make]] = [
    (f"market_places: {name}", make)
    for name, make in {
        "eight areas": partial(places, 150_000, occupations="15-1252", areas=None),
        "all occupations": partial(places, "$150k"),
        "two industries": partial(places, 150_000, occupations="15-1252", industries=None),
        "areas and occupations": partial(places, 150_000, areas=["Austin", "Chicago", "Seattle"]),
        "everything": partial(places, 150_000, industries=None, areas=None),
        "one anchor": partial(places, 150_000, occupations="11-1011"),
        "an amount far below": partial(places, 1, occupations=["11-3021", "15-1252"]),
        "an amount far above": partial(places, 25_000_000, areas=["Austin", "Chicago"]),
        "at the lowest percentile": partial(places, 107_550, occupations="11-3021"),
        "three percentiles": partial(places, 30_000, BAKER),
        "long and marked names": partial(places, 60_000, pd.concat([LONG, MARKUP])),
        "one published percentile": partial(places, 101_000, SINGLE),
        "equal wages": partial(places, 15_000, FLAT),
        "huge wages": partial(places, 2_000_000_000, pd.concat([HUGE, SINGLE])),
    }.items()
] + [
    ("market_bands: own wages", partial(bands_beside_own, BAKER, MARKUP, SINGLE, FLAT, LONG)),
    ("market_bands: huge own wages", partial(bands_beside_own, HUGE)),
]
