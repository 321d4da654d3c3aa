"""Figures of pay beside official wages: one amount in several places, and a ladder above some occupations."""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from tpm_data.figures.layout import RULE_WORDS, Finding, Label, Page, full, marked, money_words, span
from tpm_data.figures.rows import Row, one_amount, rows_of_one
from tpm_data.figures.style import BASIS, Figure, basis_of
from tpm_data.formatting import currency_of, plural

_NATION = "National"
_TELLING = ["occupation", "industry", "area"]
_ANCHOR = ["occupation_code", *_TELLING]
_KINDS = {"occupation": ("of", "occupation"), "area": ("in", "area"), "industry": ("in", "group")}
_METRO = re.compile(r"([^-,]+)-[^-,]+-.*, [A-Z]{2}(-[A-Z]{2})*")  # named after its cities and their states
_SHARES = {"": "", "about ": "about ", "below ": "fewer than ", "above ": "more than "}
_BEYOND = {"below ": -0.5, "above ": 0.5}
_ONLY = 0.5  # of the highest place: a lower one is "only" so high
_THIN = 6  # pixels of the bar from the lowest to the highest percentile


def market_places(placed: pd.DataFrame, anchors: pd.DataFrame) -> Figure:
    """Draw where one amount of pay falls in the wages of several places or occupations.

    It answers how much the amount is worth beside what others earn, and how far that depends on the place.
    Seen first: the line of the amount through all of them. The nation, which holds the places, stands apart.

    Parameters
    ----------
    placed : DataFrame
        One row per anchor, as `tpm_data.market.percentile` returns it for one amount.
    anchors : DataFrame
        One row per anchor, as `tpm_data.market.anchors` returns it for the same choice.

    Returns
    -------
    Figure
        A thin bar per anchor from its lowest to its highest published percentile, a thick one from P25
        to P75, a dark tick at the median, and the amount as a line across, its highest place on top; its
        table has one row per anchor.

    Raises
    ------
    ValueError
        If the table holds several amounts, a table has no rows or not the columns, or the anchors of
        the two differ.

    Examples
    --------
    >>> import tpm_data
    >>> choice = {"occupations": "15-1252", "areas": ["Chicago", "San Jose", "Seattle"]}
    >>> placed = tpm_data.market.percentile(150_000, **choice)
    >>> market_places(placed, tpm_data.market.anchors(**choice)).alternative
    'Wages in 3 areas; Software Developers, All industries. $150,000 beats about 62% in Chicago, but only
    about 15% in San Jose.'
    """
    rows, unit = rows_of_one("amount", placed, "market.percentile", *_ANCHOR), currency_of(placed)
    amount = full(one_amount(rows), unit)
    return _figure([], rows, anchors, ("", "", amount), unit, basis_of(placed))


def market_bands(compared: pd.DataFrame, anchors: pd.DataFrame) -> Figure:
    """Draw the bands of a ladder above the published wages of some occupations, on one pay axis.

    It answers what the ladder is worth beside what others earn. Seen first: the midpoint on which the
    occupations disagree most, as a line through all rows.

    Parameters
    ----------
    compared : DataFrame
        One row per level, end of its band and anchor, as `tpm_data.market.compare` returns it for
        one ladder.
    anchors : DataFrame
        One row per anchor, as `tpm_data.market.anchors` returns it for the same choice.

    Returns
    -------
    Figure
        A bar per level with a dark tick at its midpoint; below them the wages, as `market_places` draws
        them; its table has one row per level and one per anchor.

    Raises
    ------
    ValueError
        If the table holds several ladders, a table has no rows or not the columns, or the anchors of
        the two differ.

    Examples
    --------
    >>> import tpm_data
    >>> choice = {"occupations": ["11-3021", "13-1082"]}
    >>> compared = tpm_data.market.compare(tpm_data.load("salary_bands"), **choice)
    >>> market_bands(compared, tpm_data.market.anchors(**choice)).alternative
    '5 bands beside wages in 2 occupations; All industries, National. A midpoint of $150,006 beats about
    82% of Project Management Specialists, but only about 33% of Computer and Information Systems Managers.'
    """
    rows = rows_of_one("ladder", compared, "market.compare", "level", "end", *_ANCHOR)
    ends, places = defaultdict[float, Row](dict), defaultdict[float, list[Row]](list)
    for row in sorted(rows, key=_height):
        ends[row["level"]] |= {"title": row["title"], row["end"]: row["amount"]}
        places[row["level"]] += [row] if row["end"] == "midpoint" else []
    if any({"minimum", "midpoint", "maximum"} - band.keys() for band in ends.values()):
        raise ValueError("The figure needs every end of a band: minimum, midpoint and maximum.")
    # Of bands on which the wages agree as much, the highest says most of the ladder.
    apart = {level: (_height(found[-1]) - _height(found[0]), level) for level, found in places.items()}
    widest, unit, lines = max(apart, key=lambda level: apart[level]), currency_of(compared), list[_Line]()
    for level in dict.fromkeys(row["level"] for row in rows):
        low, high, band = _share(places[level][0]), _share(places[level][-1]), ends[level]
        beats = f"midpoint beats {low}" + f" to {high.removeprefix('about ')}" * (low != high)
        ends_of = band["minimum"], band["maximum"]
        label = Label(band["title"], [span(ends_of, unit, "–"), marked(beats, level == widest)])
        lines.append(_Line(label, ends_of, ends_of, band["midpoint"], {"level": level} | band))
    basis = compared.attrs.get("bands_basis", "your input")
    said = BASIS.get(basis, basis).removeprefix("Basis: ").rstrip(".")
    basis = f"bands from {said}; wages from {basis_of(compared)}"
    amount = full(round(ends[widest]["midpoint"]), unit)
    return _figure(lines, places[widest], anchors, ("A midpoint of", "midpoint", amount), unit, basis)


class _Line(NamedTuple):
    """A row of the figure: its label, what is drawn, and of what row."""

    label: Label
    whole: tuple[float, float]
    half: tuple[float, float]
    middle: float
    row: Row


def _figure(
    bands: list[_Line], placed: list[Row], anchors: pd.DataFrame, words: Sequence[str], unit: str, basis: str
) -> Figure:
    """Draw wages, below bands if there are any, with the amount of all places across.

    ``words`` lead to the amount in the title and at its line; the last of them spell it.
    """
    rows, apart, common = _wages(placed, anchors)
    lead, kind = _KINDS.get(", ".join(apart), ("among", "group"))
    nation = [row for row in rows if row["title"] == _NATION and len(rows) > 2]
    places = [row for row in rows if row not in nation]
    beaten, named = _beaten(places, lead, kind)
    wages = [_wage_line(row, unit, row in named) for row in [*nation, *places]]
    page = Page(Finding(f"{words[0]} {words[-1]} beats {beaten}".lstrip(), ["amount"]))
    amount, drawn = placed[0]["amount"], [end for line in [*bands, *wages] for end in line.whole]
    page.scale(min(amount, *drawn), max(amount, *drawn), money_words(unit))
    top, page.y, middles = page.y, page.y + RULE_WORDS, list[float]()
    size = (16, 20) if len(bands) + len(wages) <= 8 else (12, 12)
    for lines in filter(None, (bands, wages[: len(nation)], wages[len(nation) :])):
        if middles:
            page.apart()
        middles += page.rows([line.label for line in lines], *size)
        for line, y in zip(lines, middles[-len(lines) :], strict=True):
            if line.whole != line.half:
                page.bar(*line.whole, y, f"whole {y:g}", line.label.said, thick=_THIN)
            if line.half[0] <= line.half[1]:
                page.bar(*line.half, y, f"half {y:g}", line.label.said)
            if not math.isnan(line.middle):
                page.tick(line.middle, y)
    page.rule(amount, top, middles, "amount", f"{words[1]} {words[-1]}".lstrip())
    beside = f"{plural(len(bands), 'band')} beside wages" if bands else "Wages"
    return page.figure(
        f"Pay per year{f' ({common})' * bool(common)}; thin bar: all percentiles, thick bar: P25 to P75, "
        "dark tick: median",
        shows=f"{beside} in {plural(len(places), kind)}{' and the nation' * bool(nation)}"
        + f"; {common}" * bool(common),
        basis=basis,
        rows=[line.row for line in [*bands, *wages]],
        caption=["Shares are interpolated between published percentiles: context, not a check."],
    )


def _wages(placed: list[Row], anchors: pd.DataFrame) -> tuple[list[Row], list[str], str]:
    """Join places and wages, highest place first, each titled by what tells it from the others.

    Also return the columns that tell anchors apart, and what all have in common.
    """
    found = rows_of_one("set of anchors", anchors, "market.anchors", *_ANCHOR)
    names = [str(name) for name in anchors if re.fullmatch(r"p[0-9]+", str(name))]
    if not names:
        raise ValueError("The table has no percentiles such as 'p50'; the one from market.anchors has.")
    wages = {tuple(row[name] for name in _ANCHOR): row for row in found}
    if {tuple(row[name] for name in _ANCHOR) for row in placed} != wages.keys():
        raise ValueError("The two tables name different anchors: choose alike for both.")
    apart = [name for name in _TELLING if len({row[name] for row in found}) > 1] or ["occupation"]
    rows = []
    for row in sorted(placed, key=_height, reverse=True):
        wage = wages[tuple(row[name] for name in _ANCHOR)]
        published = {name: wage[name] for name in names if not math.isnan(wage[name])}
        title = ", ".join(row[name] for name in apart)
        rows.append({"title": title, "position": row["position"], **published})
    return rows, apart, ", ".join(found[0][name] for name in _TELLING if name not in apart)


def _height(row: Row) -> float:
    """Order places as a reader sees them, one outside the published percentiles just beyond the last."""
    word, _, percentile = row["position"].rpartition("P")
    return int(percentile) + _BEYOND.get(word, 0)


def _share(row: Row) -> str:
    word, _, percentile = row["position"].rpartition("P")
    return f"{_SHARES[word]}{percentile}%"


def _beaten(rows: list[Row], lead: str, kind: str) -> tuple[str, list[Row]]:
    """Say what share earns less at the highest place and at the lowest; also return the rows spoken of."""
    ends = {_share(end): [row for row in rows if _share(row) == _share(end)] for end in (rows[0], rows[-1])}
    said = []
    for share, tied in ends.items():
        name = _METRO.sub(r"\1", tied[0]["title"]).replace(_NATION, "the nation")
        said.append(f"{share} {f'{lead} {name}' if len(tied) == 1 else f'in {plural(len(tied), kind)}'}")
    only = ", but only " if _height(rows[-1]) < _ONLY * _height(rows[0]) else " and "
    return only.join(said).replace("only fewer", "fewer"), [row for tied in ends.values() for row in tied]


def _wage_line(row: Row, unit: str, named: bool) -> _Line:
    less, median = f"{_share(row)} earn less", row.get("p50", math.nan)
    known = "no median published" if math.isnan(median) else f"median {full(median, unit)}"
    label = Label(row["title"], [marked(less, named), known])
    wages = [row[name] for name in row if re.fullmatch("p[0-9]+", name)] or [math.nan]
    half = row.get("p25", math.nan), row.get("p75", math.nan)
    return _Line(label, (wages[0], wages[-1]), half, median, row)
