"""Figures of the ladder: its pay ranges, and where an amount falls in them."""

import pandas as pd

from tpm_data.figures.bands import LEVEL_HEIGHT, bands_bar, end_labels, two_lines
from tpm_data.figures.style import (
    FAINT,
    Figure,
    Row,
    basis_of,
    colours,
    escape,
    figure,
    label_width,
    level_axis,
    pay_axis,
    records,
)
from tpm_data.words import currency_of, listed, money, percent

_AMOUNT_HEIGHT = 22


def pay_ranges(levels: pd.DataFrame, amount: float | None = None) -> Figure:
    """Draw the pay range of every level on one common pay axis, lowest level first.

    Parameters
    ----------
    levels : DataFrame
        One row per level, as `tpm_data.progression.levels` returns it for one ladder.
    amount : float, optional
        Pay per year to draw as a line across all levels.

    Returns
    -------
    Figure
        A horizontal range per level with its ends in money, a white line at the midpoint.

    Examples
    --------
    >>> import tpm_data
    >>> ladder = tpm_data.progression.levels(tpm_data.load("salary_bands"))
    >>> pay_ranges(ladder).alternative
    'Pay ranges of 5 levels, from $83k to $220k; the highest maximum belongs to Director of Product
    Management.'
    """
    rows, unit = records(levels), currency_of(levels)
    low, high = min(row["minimum"] for row in rows), max(row["maximum"] for row in rows)
    span = f"from {money(low, unit)} to {money(high, unit)}"
    top = next(row["title"] for row in rows if row["maximum"] == high)
    short = high - max(rows, key=lambda row: row["level"])["maximum"]
    last = f"the last one ends {money(short, unit)} below the highest" if short else "the last one pays most"
    names = [two_lines(row["title"], _level_facts(row, unit)) for row in rows]
    left = label_width(names)
    return figure(
        [bands_bar(rows, [_level_words(row, unit) for row in rows], colours(len(rows)))],
        title=f"Pay runs {span} over {len(rows)} level{'s' * (len(rows) != 1)}; {last}",
        subtitle="Pay range of each level per year, lowest level first; the white line marks the midpoint",
        alternative=f"Pay ranges of {len(rows)} levels, {span}; the highest maximum belongs to {top}.",
        basis=basis_of(levels),
        height=LEVEL_HEIGHT * len(rows),
        left=left,
        head=0 if amount is None else _AMOUNT_HEIGHT,
        annotations=[*end_labels(rows, unit), *_amount_label(amount, unit)],
        shapes=[*_midpoint_lines(rows), *_amount_line(amount)],
        xaxis=pay_axis(min(low, amount or low), max(high, amount or high), unit, left),
        yaxis=level_axis(names),
    )


def placement(placed: pd.DataFrame) -> Figure:
    """Draw where one amount of pay falls in every band of a ladder.

    Parameters
    ----------
    placed : DataFrame
        One row per band, as `tpm_data.progression.place` returns it for one amount and one ladder.

    Returns
    -------
    Figure
        The bands that contain the amount in colour, the others grey; the amount as a line across.

    Raises
    ------
    ValueError
        If the table holds several amounts.

    Examples
    --------
    >>> import tpm_data
    >>> placed = tpm_data.progression.place(tpm_data.load("salary_bands"), 150_000)
    >>> placement(placed).alternative
    '$150,000 lies within 2 of 5 bands: Technical Product Manager and Senior Technical Product Manager.'
    """
    rows, unit = records(placed), currency_of(placed)
    if len({row["amount"] for row in rows}) != 1:
        raise ValueError("The figure places one amount; the table holds several.")
    amount = rows[0]["amount"]
    low, high = min(row["minimum"] for row in rows), max(row["maximum"] for row in rows)
    inside = [row["title"] for row in rows if row["status"] == "within"]
    if inside:
        where = f"lies within {len(inside)} of {len(rows)} bands"
    elif amount < low:
        where = f"lies {money(low - amount, unit)} below the lowest band"
    elif amount > high:
        where = f"lies {money(amount - high, unit)} above the highest band"
    else:
        where = "lies between the bands, in none of them"
    finding = f"{money(amount, unit, exact=True)} {where}"
    names = [two_lines(row["title"], _place_words(row, unit)) for row in rows]
    left = label_width(names)
    shades = [
        colour if row["status"] == "within" else FAINT
        for row, colour in zip(rows, colours(len(rows)), strict=True)
    ]
    return figure(
        [bands_bar(rows, names, shades)],
        title=finding,
        subtitle="Pay range of each level per year; way from minimum to maximum, and pay over midpoint",
        alternative=f"{finding}{': ' * bool(inside)}{listed(inside)}.",
        basis=basis_of(placed),
        height=LEVEL_HEIGHT * len(rows),
        left=left,
        head=_AMOUNT_HEIGHT,
        annotations=[*end_labels(rows, unit), *_amount_label(amount, unit)],
        shapes=_amount_line(amount),
        xaxis=pay_axis(min(low, amount), max(high, amount), unit, left),
        yaxis=level_axis(names),
    )


def _midpoint_lines(rows: list[Row]) -> list[Row]:
    return [
        {"type": "line", "x0": row["midpoint"], "x1": row["midpoint"], "y0": y - 0.3, "y1": y + 0.3}
        | {"line": {"color": "#FFFFFF", "width": 3}}
        for y, row in enumerate(rows)
    ]


def _amount_line(amount: float | None) -> list[Row]:
    line = {"type": "line", "x0": amount, "x1": amount, "y0": 0, "y1": 1, "yref": "paper"}
    return [] if amount is None else [line | {"line": {"color": "#000000", "width": 2, "dash": "dot"}}]


def _amount_label(amount: float | None, unit: str) -> list[Row]:
    if amount is None:
        return []
    text = f"<b>{money(amount, unit, exact=True)}</b>"
    return [{"x": amount, "y": 1, "yref": "paper", "yanchor": "bottom", "text": text, "showarrow": False}]


def _level_facts(row: Row, unit: str) -> str:
    return f"midpoint {money(row['midpoint'], unit)}, spread {percent(row['range_spread'])}"


def _level_words(row: Row, unit: str) -> str:
    low, middle, high = (money(row[end], unit, exact=True) for end in ("minimum", "midpoint", "maximum"))
    spread = percent(row["range_spread"])
    return f"{escape(row['title'])}: {low} to {high}, midpoint {middle}, range spread {spread}"


def _place_words(row: Row, unit: str) -> str:
    if row["status"] == "below":
        return f"{money(-row['above_minimum'], unit)} below its minimum"
    if row["status"] == "above":
        return f"{money(-row['below_maximum'], unit)} above its maximum"
    share = row["range_penetration"]
    way = "the whole band" if share != share else f"{percent(share)} of the way up"
    return f"{way}, compa-ratio {row['compa_ratio']:.2f}"
