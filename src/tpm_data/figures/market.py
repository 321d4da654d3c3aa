"""Figures of pay and official wages: one amount in several areas, and a ladder above some occupations."""

import math
import re
from collections import defaultdict
from itertools import chain

import pandas as pd

from tpm_data.figures.layout import Finding, Label, Page
from tpm_data.figures.rows import SEVERAL, Row, ends_of, rows_of_one
from tpm_data.figures.style import BASIS, ONLY, Figure, basis_of
from tpm_data.figures.wording import full, marked, money_words, span
from tpm_data.formatting import currency_of, plural

_NATION = "National"
_TELLING = ["occupation", "industry", "area"]
_ANCHOR = ["occupation_code", *_TELLING]
_KINDS = {"occupation": ("of", "occupation"), "area": ("in", "area"), "industry": ("in", "group")}
_METRO = re.compile(r"([^-,]+)-[^-,]+-.*, [A-Z]{2}(-[A-Z]{2})*")  # named after its cities and their states
_PERCENTILE = re.compile("p[0-9]+")
_SHARES = {"": "", "about ": "about ", "below ": "fewer than ", "above ": "more than "}
_BEYOND = {"below ": -0.5, "above ": 0.5}
_Band = tuple[Label, Row]
_THIN = 6  # pixels of the bar from the lowest to the highest percentile


def market_places(placed: pd.DataFrame, anchors: pd.DataFrame) -> Figure:
    """Draw where one amount of pay falls among the wages of several areas or occupations.

    It shows how the amount compares with what others earn, and how much that depends on the area. The
    accent marks the line of the amount. The nation includes the areas, so it is drawn separately.

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
        to P75, a dark tick at the median, and the amount as a line across. The anchor where the amount has
        its highest percentile is on top. Its table has one row per anchor.

    Raises
    ------
    ValueError
        If the table has several amounts, a table has no rows or lacks a column, or the two tables have
        different anchors.

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
    if len({row["amount"] for row in rows}) > 1:
        raise ValueError(SEVERAL.format("amount", "amount", rows[0]["amount"]))
    return _figure([], rows, anchors, unit, basis_of(placed))


def market_bands(compared: pd.DataFrame, anchors: pd.DataFrame) -> Figure:
    """Draw the bands of a ladder above the published wages of some occupations, on one pay axis.

    It shows how the ladder compares with what others earn. The accent marks the midpoint on which the
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
        If the table has several ladders, a table has no rows or lacks a column, or the two tables have
        different anchors.

    Examples
    --------
    >>> import tpm_data
    >>> choice = {"occupations": ["11-3021", "13-1082"]}
    >>> compared = tpm_data.market.compare(tpm_data.load("salary_bands"), **choice)
    >>> market_bands(compared, tpm_data.market.anchors(**choice)).alternative
    '5 bands next to wages in 2 occupations; All industries, National. A midpoint of $150,006 beats about
    82% of Project Management Specialists, but only about 33% of Computer and Information Systems Managers.'
    """
    rows = rows_of_one("ladder", compared, "market.compare", "level", "end", *_ANCHOR)
    ends, places = defaultdict[float, Row](dict), defaultdict[float, list[Row]](list)
    for row in sorted(rows, key=_height):
        ends[row["level"]] |= {"title": row["title"], row["end"]: row["amount"]}
        places[row["level"]] += [row] if row["end"] == "midpoint" else []
    if any({"minimum", "midpoint", "maximum"} - band.keys() for band in ends.values()):
        raise ValueError("The figure needs minimum, midpoint and maximum of every band.")
    # If several bands differ equally, the highest represents most of the ladder.
    widest = max(places, key=lambda level: (_height(places[level][-1]) - _height(places[level][0]), level))
    unit, bands = currency_of(compared), []
    for level in sorted(ends):
        low, high, band = _share(places[level][0]), _share(places[level][-1]), ends[level]
        beats = f"midpoint beats {low}" + f" to {high.removeprefix('about ')}" * (low != high)
        label = Label(band["title"], [span(ends_of(band), unit, "–"), marked(beats, level == widest)])
        bands.append((label, {"level": level} | band))
    basis = compared.attrs.get("bands_basis", "your input")
    basis = f"bands from {BASIS.get(basis, basis)}; wages from {basis_of(compared)}"
    return _figure(bands, places[widest], anchors, unit, basis)


def _figure(bands: list[_Band], placed: list[Row], anchors: pd.DataFrame, unit: str, basis: str) -> Figure:
    """Draw wages, below bands if there are any, with the amount of all anchors as a line across."""
    rows, apart, common = _wages(placed, anchors)
    lead, kind = _KINDS.get(", ".join(apart), ("among", "group"))
    nation = [row for row in rows if row["title"] == _NATION and len(rows) > 2]
    places = [row for row in rows if row not in nation]
    beaten, named = _beaten(places, lead, kind)
    amount, of, middle = placed[0]["amount"], "A midpoint of " * bool(bands), "midpoint " * bool(bands)
    page = Page(Finding(f"{of}{full(amount, unit)} beats {beaten}", ["amount"]), len(bands) + len(rows))
    ends = [end for _, band in bands for end in ends_of(band)]
    page.scale([amount, *ends, *chain(*map(_published, rows))], money_words(unit))
    page.rule(amount, "amount", f"{middle}{full(amount, unit)}")
    for (_, band), words, y in page.rows(bands, lambda pair: pair[0]):
        page.bar(ends_of(band), y, f"half {y:g}", words)
        page.tick(band["midpoint"], y)

    def label(row: Row) -> Label:
        known = f"median {full(row['p50'], unit)}" if "p50" in row else "no median published"
        return Label(row["title"], [marked(f"{_share(row)} earn less", row in named), known])

    for row, words, y in page.rows(nation, label) + page.rows(places, label):
        if published := _published(row):
            page.bar(published, y, f"whole {y:g}", words, thick=_THIN)
        if {"p25", "p75"} <= row.keys():
            page.bar((row["p25"], row["p75"]), y, f"half {y:g}", words)
        if "p50" in row:
            page.tick(row["p50"], y)
    beside = f"{plural(len(bands), 'band')} next to wages" if bands else "Wages"
    shows = f"{beside} in {plural(len(places), kind)}{' and the nation' * bool(nation)}"
    shows += f"; {common}" * bool(common)
    measure = f"Pay per year{f' ({common})' * bool(common)}; "
    measure += "thin bar: all percentiles, thick bar: P25 to P75, dark tick: median"
    caption = ["Shares are interpolated between published percentiles: context, not a check."]
    table = [*(band for _, band in bands), *nation, *places]
    return page.figure(measure, shows=shows, basis=basis, rows=table, caption=caption)


def _published(row: Row) -> list[float]:
    return [row[name] for name in row if _PERCENTILE.fullmatch(name)]


def _wages(placed: list[Row], anchors: pd.DataFrame) -> tuple[list[Row], list[str], str]:
    """Join positions and wages, highest first, each titled by what differs from the others.

    Also return the columns that differ between anchors, and what all have in common.
    """
    found = rows_of_one("set of anchors", anchors, "market.anchors", *_ANCHOR)
    names = [str(name) for name in anchors if _PERCENTILE.fullmatch(str(name))]
    if not names:
        raise ValueError("The table has no percentiles such as 'p50'. Pass the table from market.anchors.")
    wages = {tuple(row[name] for name in _ANCHOR): row for row in found}
    if {tuple(row[name] for name in _ANCHOR) for row in placed} != wages.keys():
        raise ValueError("The two tables have different anchors. Make the same choice for both.")
    apart = [name for name in _TELLING if len({row[name] for row in found}) > 1] or ["occupation"]
    rows = []
    for row in sorted(placed, key=_height, reverse=True):
        wage = wages[tuple(row[name] for name in _ANCHOR)]
        published = {name: wage[name] for name in names if not math.isnan(wage[name])}
        title = ", ".join(row[name] for name in apart)
        rows.append({"title": title, "position": row["position"], **published})
    return rows, apart, ", ".join(found[0][name] for name in _TELLING if name not in apart)


def _height(row: Row) -> float:
    """Order positions as a reader sees them; outside the published percentiles is just beyond the last."""
    word, _, percentile = row["position"].rpartition("P")
    return int(percentile) + _BEYOND.get(word, 0)


def _share(row: Row) -> str:
    word, _, percentile = row["position"].rpartition("P")
    return f"{_SHARES[word]}{percentile}%"


def _beaten(rows: list[Row], lead: str, kind: str) -> tuple[str, list[Row]]:
    """Say what share earns less at the highest and lowest position; also return the rows mentioned."""
    ends = {_share(end): [row for row in rows if _share(row) == _share(end)] for end in (rows[0], rows[-1])}
    said = []
    for share, tied in ends.items():
        name = _METRO.sub(r"\1", tied[0]["title"]).replace(_NATION, "the nation")
        said.append(f"{share} {f'{lead} {name}' if len(tied) == 1 else f'in {plural(len(tied), kind)}'}")
    only = ", but only " if _height(rows[-1]) < ONLY * _height(rows[0]) else " and "
    return only.join(said).replace("only fewer", "fewer"), [row for tied in ends.values() for row in tied]
