"""Figures of pay beside official wages: the bands of a ladder, and one amount in several places."""

import math
import re
from functools import partial

import pandas as pd

from tpm_data.figures.bands import block, ladder_figure, upright
from tpm_data.figures.style import FAINT, Figure, Row, basis_of, colours, records
from tpm_data.words import counted, currency_of, money

_MIDDLE_HALF = "#A6A6A6"
_TELLING = ["occupation", "industry", "area"]
_ANCHOR = ["occupation_code", *_TELLING]
_KINDS = {"in": "areas", "among": "anchors"}
_BANDS_BASIS = {
    "document": "bands from the career document, which names no year, country or source",
    "your input": "bands from your input",
}


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

    Examples
    --------
    >>> import tpm_data
    >>> choice = {"occupations": ["11-3021", "13-1082"]}
    >>> compared = tpm_data.market.compare(tpm_data.load("salary_bands"), **choice)
    >>> market_bands(compared, tpm_data.market.anchors(**choice)).alternative
    '5 bands beside the wages of 2 occupations: a midpoint of $150k is about P33 among Computer and
    Information Systems Managers and about P82 among Project Management Specialists.'
    """
    unit = currency_of(compared)
    bands = [_band(records(part)) for _, part in compared.groupby("level", sort=False)]
    ranges = [_range(row) for row in records(anchors)]
    finding = _bands_finding(bands, unit)
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
        title=finding[0].upper() + finding[1:],
        subtitle=f"Pay per year: range of each level; in grey wages {_parts(anchors)}",
        alternative=f"{counted(len(bands), 'band')} beside the wages of "
        f"{counted(len(ranges), 'occupation')}: {finding}.",
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
        If the table holds several amounts.

    Examples
    --------
    >>> import tpm_data
    >>> choice = {"occupations": "15-1252", "areas": ["Chicago", "San Jose", "Seattle"]}
    >>> placed = tpm_data.market.percentile(150_000, **choice)
    >>> market_places(placed, tpm_data.market.anchors(**choice)).alternative
    '$150,000 is about P15 in San Jose-Sunnyvale-Santa Clara, CA and about P62 in
    Chicago-Naperville-Elgin, IL-IN; Software Developers, All industries.'
    """
    if len({*placed["amount"]}) != 1:
        raise ValueError("The figure places one amount; the table holds several.")
    unit, amount = currency_of(placed), float(placed["amount"].iloc[0])
    wages = anchors[[*_ANCHOR, *_published(anchors)]]
    rows = sorted((_range(row) for row in records(placed.merge(wages, on=_ANCHOR))), key=_height)
    apart = [name for name in _TELLING if len({row[name] for row in rows}) > 1]
    for row in rows:
        row["title"] = ", ".join(row[name] for name in apart) or row["occupation"]
    common = ", ".join(rows[0][name] for name in _TELLING if name not in apart)
    finding = _place_finding(money(amount, unit, exact=True), rows, "in" if apart == ["area"] else "among")
    return ladder_figure(
        rows,
        unit,
        facts=[f"{row['position']}, {_median_words(row, unit)}" for row in rows],
        shades=[FAINT] * len(rows),
        amount=amount,
        marks=partial(_marks, rows, 0),
        title=finding,
        subtitle=f"Wages per year {_parts(anchors)}" + (f"; {common}" if common else ""),
        alternative=f"{finding}" + (f"; {common}." if common else "."),
        basis=basis_of(placed),
    )


def _published(anchors: pd.DataFrame) -> list[str]:
    """Return the columns of the published percentiles, lowest first."""
    return [str(name) for name in anchors if re.fullmatch(r"p[0-9]+", str(name))]


def _range(row: Row) -> Row:
    """Add the two ends that are published, and a title, to the wages of an anchor."""
    wages = [value for name, value in row.items() if re.fullmatch(r"p[0-9]+", name) and value == value]
    return row | {"title": row["occupation"], "minimum": wages[0], "maximum": wages[-1]}


def _band(rows: list[Row]) -> Row:
    """Gather the ends of a band, and its midpoint beside each anchor from the lowest place to the highest."""
    ends = {row["end"]: row["amount"] for row in rows}
    middles = [row | {"title": row["occupation"]} for row in rows if row["end"] == "midpoint"]
    middles.sort(key=_height)
    return ends | {"title": rows[0]["title"], "places": middles}


def _height(row: Row) -> float:
    """Order places; one outside the published percentiles comes just beyond the last of them."""
    word, _, last = row["position"].rpartition("P")
    beyond = {"below ": -0.5, "above ": 0.5}
    return int(last) + beyond[word] if word in beyond else float(row["percentile"])


def _span(band: Row) -> str:
    low, high = (band["places"][end]["position"].removeprefix("about ") for end in (0, -1))
    return low if low == high else f"{low} to {high}"


def _bands_finding(bands: list[Row], unit: str) -> str:
    """Say at which midpoint the anchors are furthest apart, or how far the midpoints reach if they agree."""
    widest = max(bands, key=lambda band: _height(band["places"][-1]) - _height(band["places"][0]))
    places = widest["places"]
    if _height(places[0]) < _height(places[-1]) or len(bands) == 1:
        return _place_finding(f"a midpoint of {money(widest['midpoint'], unit)}", places, "among")
    ends = sorted((band["places"][0] for band in bands), key=_height)
    low, high = ends[0]["position"], ends[-1]["position"]
    among = f"among {_each(places, 'among')}"
    return (
        f"every midpoint is {low} {among}" if low == high else f"midpoints run from {low} to {high} {among}"
    )


def _place_finding(what: str, rows: list[Row], where: str) -> str:
    """Say where something falls at its lowest and at its highest."""
    low, high = rows[0], rows[-1]
    if low["position"] == high["position"]:
        return f"{what} is {low['position']} {where} {_each(rows, where)}"
    first, last = (f"{row['position']} {where} {row['title']}" for row in (low, high))
    return f"{what} is {first} and {last}"


def _each(rows: list[Row], where: str) -> str:
    return str(rows[0]["title"]) if len(rows) == 1 else f"each of {len(rows)} {_KINDS[where]}"


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
