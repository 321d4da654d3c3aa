"""Figures to be looked at and measured: each figure function on the bundled ladder and on awkward ones.

`FIGURES` is a list of (name, function that makes the figure). A new figure function gets a line in
`MAKERS` (if it draws a ladder) or entries of its own at the end of `FIGURES`; test_gallery.py says
which one is missing.
"""

from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import product

import pandas as pd
from support import careers_gallery, market_gallery, staff_gallery

import tpm_data
from tpm_data import figures
from tpm_data.progression._earnings import earnings, earnings_sensitivity
from tpm_data.progression._levels import levels, promotions

Make = Callable[[], figures.Figure]


def ladder(*bands: tuple[str, int, int], currency: str = "USD") -> pd.DataFrame:
    """Return a ladder of (title, minimum, maximum), lowest level first."""
    table = pd.DataFrame(bands, columns=["title", "minimum", "maximum"])
    return table.assign(level=range(1, len(bands) + 1), currency=currency)


def long_titles() -> pd.DataFrame:
    areas = ("Payments", "Platform", "Identity", "Billing", "Logistics", "Insights")
    titles = [
        f"{rank} Technical Product Manager, {area} and International Partnerships"
        for rank in ("Associate", "Distinguished")
        for area in areas
    ]
    pays = [(60_000 + 9_000 * step, 85_000 + 13_500 * step) for step in range(len(titles))]
    return ladder(*((title, *pay) for title, pay in zip(titles, pays, strict=True)))


LADDERS: dict[str, Callable[[], pd.DataFrame]] = {
    "bundled": lambda: tpm_data.load("salary_bands"),
    "one level": lambda: ladder(("Product Manager", 83_350, 133_305)),
    "two levels": lambda: ladder(("Baker", 28_000, 34_000), ("Master Baker", 33_000, 45_000), currency="EUR"),
    "twelve long titles": long_titles,
    "tiny pay": lambda: ladder(("Page", 1, 2), ("Squire", 2, 3), ("Knight", 2, 9)),
    "huge pay": lambda: ladder(
        ("Founder", 900_000_000, 1_250_000_000), ("Owner", 1_200_000_000, 9_999_999_999), currency="INR"
    ),
    "tiny beside huge": lambda: ladder(("Intern", 1, 10), ("Chief Executive", 1_000_000, 25_000_000)),
    "a zero-width band": lambda: ladder(
        ("Trainee", 50_000, 50_000), ("Clerk", 50_000, 80_000), ("Head", 90_000, 90_000)
    ),
    "one single rate": lambda: ladder(("Minister", 101_000, 101_000)),
    "falling pay": lambda: ladder(
        ("Star", 150_000, 220_000), ("Coach", 90_000, 120_000), ("Chair", 20_000, 30_000)
    ),
    "markup in titles": lambda: ladder(
        ("R&D <b>Lead</b>", 50_000, 70_000), ('Head of "<i>Ideas</i>" &amp; more', 60_000, 90_000)
    ),
    "equal bands": lambda: ladder(
        ("North", 50_000, 60_000), ("East", 50_000, 60_000), ("West", 50_000, 60_000)
    ),
    "two equal rates": lambda: ladder(("Judge", 90_000, 90_000), ("Senior Judge", 90_000, 90_000)),
    "a narrow range": lambda: ladder(("Driver", 31_250, 31_900), ("Senior Driver", 31_300, 32_000)),
    "wide words and huge pay": lambda: ladder(
        ("MINISTERIALDIRIGENTENANWÄRTERIN" * 3, 10**12, 6 * 10**14),
        ("高级技术产品经理" * 8, 2 * 10**12, 10**15 - 1),
        currency="IDR",
    ),
    "thirty levels": lambda: ladder(
        *((f"Grade {step}", 20_000 + 1_500 * step, 26_000 + 1_900 * step) for step in range(1, 31))
    ),
    "another currency": lambda: ladder(
        ("Pfleger", 62_000, 71_000), ("Leitung", 80_000, 95_500), currency="CHF"
    ),
}

ASSUMPTIONS = {
    "years": (2, 4),
    "growth": (0, 0.05),
    "promotion": ("floor", 0.1),
    "discount_rate": (0, 0.05),
    "position": (0.0, 1.0),
}


def inside(bands: pd.DataFrame) -> float:
    """Return an amount between the lowest and the highest pay of a ladder."""
    return float(bands["minimum"].min() * 0.4 + bands["maximum"].max() * 0.6)


def ranges(bands: pd.DataFrame, **given: object) -> figures.Figure:
    return figures.pay_ranges(levels(bands, by=given.get("by")), **given)


def plan(bands: pd.DataFrame, **assumed: object) -> figures.Figure:
    return figures.earnings_range(earnings(bands, **assumed).years)


def tornado(bands: pd.DataFrame, changes: dict[object, object], **kept: object) -> figures.Figure:
    return figures.earnings_tornado(earnings_sensitivity(bands, changes, **kept))


def on_each_level(bands: pd.DataFrame) -> dict[object, object]:
    """Return years that are a number for each level, and a growth."""
    return {"years": ([1] * len(bands), [*range(1, len(bands) + 1)]), "growth": (0.02, 0.04)}


beside = market_gallery.bands_beside
MAKERS: dict[str, Callable[[pd.DataFrame], figures.Figure]] = {
    "pay_ranges": ranges,
    "pay_ranges with an amount": lambda bands: ranges(bands, amount=inside(bands)),
    "pay_ranges with the lowest amount": lambda bands: ranges(bands, amount=float(bands["minimum"].min())),
    "pay_ranges with an offer": lambda bands: ranges(bands, amount=inside(bands), level=len(bands)),
    "staircase": lambda bands: figures.staircase(levels(bands)),
    "promotion_steps": lambda bands: figures.promotion_steps(promotions(bands)),
    "overlap_of_neighbours": lambda bands: figures.overlap_of_neighbours(levels(bands)),
    "pay_coverage": lambda bands: figures.pay_coverage(levels(bands)),
    "earnings_range": partial(plan, years=3),
    "earnings_range with growth": partial(plan, years=2, growth=0.03, promotion="floor"),
    "earnings_range of one path": lambda bands: plan(bands, start_level=1, start_pay=inside(bands), years=1),
    "earnings_tornado": partial(tornado, changes=ASSUMPTIONS),
    "earnings_tornado of years on each level": lambda bands: tornado(bands, on_each_level(bands)),
    "earnings_tornado of nothing": partial(tornado, changes={"growth": (0, 0)}),
    "market_bands": partial(beside, occupations=["11-3021", "13-1082", "15-1252"]),
    "market_bands beside one": partial(beside, occupations="15-1252"),
    "market_bands beside industries": partial(beside, occupations="15-1252", industries=None),
    "market_bands beside areas": partial(beside, occupations="15-1252", areas=["Chicago", "San Jose"]),
    "audit_findings": lambda bands: figures.audit_findings(levels(bands)),
    "audit_findings under a convention": lambda bands: figures.audit_findings(
        levels(bands), convention="mercer"
    ),
}
# What a figure refuses to draw, as it says in its docstring.
REFUSED = {*product(("promotion_steps", "overlap_of_neighbours"), ("one level", "one single rate"))}
REFUSED |= {("pay_coverage", name) for name in ("one single rate", "two equal rates")}


@cache
def drawn(maker: str, name: str) -> figures.Figure:
    """Draw a figure once for all tests: none of them changes it."""
    return MAKERS[maker](LADDERS[name]())


def _ladder_figures() -> Iterator[tuple[str, Make]]:
    for maker in MAKERS:
        for name in LADDERS:
            if (maker, name) not in REFUSED:
                yield f"{maker}: {name}", partial(drawn, maker, name)


def families(count: int, **given: object) -> figures.Figure:
    """Draw several ladders in dollars on one axis."""
    every = [bands().assign(family=name) for name, bands in LADDERS.items()]
    usd = [table for table in every if {*table["currency"]} == {"USD"} and len(table) < 13][:count]
    return ranges(pd.concat(usd), by="family", **given)


FIGURES: list[tuple[str, Make]] = [
    *_ladder_figures(),
    ("pay_ranges by family: one", partial(families, 1)),
    ("pay_ranges by family: all", partial(families, 12)),
    ("pay_ranges by family: an amount", partial(families, 3, amount=100_000)),
    *staff_gallery.FIGURES,
    *careers_gallery.FIGURES,
    *market_gallery.FIGURES,
]
