"""Figures of pay beside official wages: the bands of a ladder, and one amount in several places."""

import math
import re
from functools import partial

import pandas as pd

from tpm_data.figures.axes import Row
from tpm_data.figures.bands import FAINT, block, colours, ladder_figure, upright
from tpm_data.figures.rows import one_amount, rows_of_one
from tpm_data.figures.style import Figure, basis_of
from tpm_data.formatting import currency_of, money, plural, upper_first

_MIDDLE_HALF = "#A6A6A6"
_TELLING = ["occupation", "industry", "area"]
_ANCHOR = ["occupation_code", *_TELLING]
_KINDS = {"in": "area", "among": "anchor"}
_BANDS_BASIS = {"document": "bands from the career document, which names no year, country or source"}


def market_bands(compared: pd.DataFrame, anchors: pd.DataFrame) -> Figure:
    """Draw the bands of a ladder above the published wages of some occupations, on one pay axis.

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
        A range per level in colour; below it a grey range per anchor from its lowest to its highest
        published percentile, darker from P25 to P75, with a line at the median.

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
    '5 bands beside the wages of 2 occupations: a midpoint of $150k is about P33 among Computer and
    Information Systems Managers and about P82 among Project Management Specialists; All industries,
    National.'
    """
    rows = rows_of_one("ladder", compared, "market.compare", "level", "end", *_ANCHOR)
    wages, where, common = _wages(rows, anchors)
    levels = dict.fromkeys(row["level"] for row in rows)
    bands = [_band([row for row in rows if row["level"] == level], wages) for level in levels]
    ranges, unit = [*wages.values()], currency_of(compared)
    finding = _bands_finding(bands, unit, where)
    occupations = {row["occupation"] for row in ranges}
    kind = "occupation" if len(occupations) == len(ranges) else _KINDS[where]
    basis = compared.attrs.get("bands_basis", "your input")
    return ladder_figure(
        [*bands, *ranges],
        unit,
        facts=[
            *(f"midpoint {money(band['midpoint'], unit)}, {_span(band)}" for band in bands),
            *(_median_words(row, unit) for row in ranges),
        ],
        shades=[*colours(len(bands)), *([FAINT] * len(ranges))],
        marks=partial(_marks, ranges, len(bands)),
        title=upper_first(finding),
        subtitle=f"Pay per year; in grey wages {_parts(anchors)}{common}",
        alternative=f"{plural(len(bands), 'band')} beside the wages of "
        f"{plural(len(ranges), kind)}: {finding}{common}.",
        basis=f"{_BANDS_BASIS.get(basis, f'bands from {basis}')}; wages from {basis_of(compared)}",
    )


def market_places(placed: pd.DataFrame, anchors: pd.DataFrame) -> Figure:
    """Draw where one amount of pay falls in the wages of several places or occupations.

    Parameters
    ----------
    placed : DataFrame
        One row per anchor, as `tpm_data.market.percentile` returns it for one amount.
    anchors : DataFrame
        One row per anchor, as `tpm_data.market.anchors` returns it for the same choice.

    Returns
    -------
    Figure
        A grey range per anchor from its lowest to its highest published percentile, darker from P25
        to P75, with a line at the median; the amount as a line across, lowest place of it on top.

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
    '$150,000 is about P15 in San Jose-Sunnyvale-Santa Clara, CA and about P62 in
    Chicago-Naperville-Elgin, IL-IN; Software Developers, All industries.'
    """
    rows = rows_of_one("amount", placed, "market.percentile", *_ANCHOR)
    amount, unit = float(one_amount(rows)), currency_of(placed)
    wages, where, common = _wages(rows, anchors)
    for row in rows:
        row |= wages[_anchor(row)]
    rows.sort(key=_height)
    finding = _place_finding(money(amount, unit, exact=True), rows, where)
    return ladder_figure(
        rows,
        unit,
        facts=[f"{row['position']}, {_median_words(row, unit)}" for row in rows],
        shades=[FAINT] * len(rows),
        amount=amount,
        marks=partial(_marks, rows, 0),
        title=finding,
        subtitle=f"Wages per year {_parts(anchors)}{common}",
        alternative=f"{finding}{common}.",
        basis=basis_of(placed),
    )


def _published(anchors: pd.DataFrame) -> list[str]:
    """Return the columns of the published percentiles, lowest first."""
    names = [str(name) for name in anchors if re.fullmatch(r"p[0-9]+", str(name))]
    if not names:
        raise ValueError("The table has no percentiles such as 'p50'; the one from market.anchors has.")
    return names


def _anchor(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in _ANCHOR)


def _wages(placed: list[Row], anchors: pd.DataFrame) -> tuple[dict[tuple[str, ...], Row], str, str]:
    """Lay out the wages of every anchor, titled by what tells it from the others.

    Also return the word that leads to such a title, and what all have in common as the end of a sentence.
    """
    rows, names = rows_of_one("set of anchors", anchors, "market.anchors", *_ANCHOR), _published(anchors)
    wages = {_anchor(row): row for row in rows}
    if {*map(_anchor, placed)} != wages.keys():
        raise ValueError("The two tables name different anchors: choose alike for both.")
    apart = [name for name in _TELLING if len({row[name] for row in rows}) > 1] or ["occupation"]
    for row in rows:
        ends = [row[name] for name in names if row[name] == row[name]] or [math.nan]
        row |= {"minimum": ends[0], "maximum": ends[-1]}
        row["title"] = ", ".join(row[name] for name in apart)
    common = ", ".join(rows[0][name] for name in _TELLING if name not in apart)
    return wages, "in" if apart == ["area"] else "among", "; " * bool(common) + common


def _band(rows: list[Row], wages: dict[tuple[str, ...], Row]) -> Row:
    """Gather the ends of a band, and its midpoint beside each anchor from the lowest place to the highest."""
    band = {row["end"]: row["amount"] for row in rows} | {"title": rows[0]["title"]}
    places = sorted((row for row in rows if row["end"] == "midpoint"), key=_height)
    if not {"minimum", "midpoint", "maximum"} <= band.keys():
        raise ValueError("The figure needs every end of a band: minimum, midpoint and maximum.")
    for row in places:
        row["title"] = wages[_anchor(row)]["title"]
    return band | {"places": places}


def _height(row: Row) -> float:
    """Order places; one outside the published percentiles comes just beyond the last of them."""
    word, _, last = row["position"].rpartition("P")
    beyond = {"below ": -0.5, "above ": 0.5}
    return int(last) + beyond[word] if word in beyond else float(row["percentile"])


def _span(band: Row) -> str:
    low, high = (band["places"][end]["position"].removeprefix("about ") for end in (0, -1))
    return low if low == high else f"{low} to {high}"


def _bands_finding(bands: list[Row], unit: str, where: str) -> str:
    """Say at which midpoint the anchors are furthest apart, or how far the midpoints reach if they agree."""
    widest = max(bands, key=lambda band: _height(band["places"][-1]) - _height(band["places"][0]))
    places = widest["places"]
    if _height(places[0]) < _height(places[-1]) or len(bands) == 1:
        return _place_finding(f"a midpoint of {money(widest['midpoint'], unit)}", places, where)
    ends = sorted((band["places"][0] for band in bands), key=_height)
    low, high = ends[0]["position"], ends[-1]["position"]
    every = f"{where} {_each(places, where)}"
    if low == high:
        return f"every midpoint is {low} {every}"
    return f"midpoints run from {low} to {high} {every}"


def _place_finding(what: str, rows: list[Row], where: str) -> str:
    """Say where something falls at its lowest and at its highest."""
    low, high = rows[0], rows[-1]
    if low["position"] == high["position"]:
        return f"{what} is {low['position']} {where} {_each(rows, where)}"
    first, last = (f"{row['position']} {where} {row['title']}" for row in (low, high))
    return f"{what} is {first} and {last}"


def _each(rows: list[Row], where: str) -> str:
    return str(rows[0]["title"]) if len(rows) == 1 else f"each of {plural(len(rows), _KINDS[where])}"


def _median_words(row: Row, unit: str) -> str:
    median = row.get("p50", math.nan)
    return f"median {money(median, unit)}" if median == median else "no median published"


def _parts(anchors: pd.DataFrame) -> str:
    """Say what the parts of a range of wages are."""
    names = _published(anchors)
    first, last = names[0].upper(), names[-1].upper()
    words = f"at {first}" if first == last else f"from {first} to {last}"
    words += ", darker from P25 to P75" if {"p25", "p75"} <= {*names} else ""
    return words + (", line at the median" if "p50" in names else "")


def _marks(ranges: list[Row], first: int, _: float) -> list[Row]:
    """Mark the middle half and the median of wages, in the rows from a first one on."""
    marks = []
    for y, row in enumerate(ranges, first):
        low, middle, high = (row.get(name, math.nan) for name in ("p25", "p50", "p75"))
        if low == low and high == high:
            marks.append(block(low, high, y, _MIDDLE_HALF))
        if middle == middle:
            marks.append(upright(middle, y, "#000000", 3))
    return marks
