"""Figures of the ladder: its pay ranges, an amount in them, and what each step changes."""

from functools import partial

import pandas as pd
import plotly.graph_objects as go

from tpm_data.figures.axes import Row, escape, label_width, level_axis, roomy, wrapped
from tpm_data.figures.bands import ladder_figure, row_height, upright
from tpm_data.figures.rows import amount_given, one_amount, rows_of_one
from tpm_data.figures.style import CONTEXT, FAINT, Figure, basis_of, colours, figure
from tpm_data.formatting import currency_of, join, lower_first, money, percent, signed_percent

_WIDE = 12  # pixels of a band that has room for a line at its midpoint
_STEP_HEIGHT = 96
_LEAST = 0.1  # percent; an axis that ends below has ticks that cannot be read
_MEASURES = {
    "minimum_differential": ("floor", CONTEXT),
    "midpoint_differential": ("midpoint", "#000000"),
    "maximum_differential": ("ceiling", CONTEXT),
}


def pay_ranges(levels: pd.DataFrame, amount: float | str | None = None) -> Figure:
    """Draw the pay range of every level on one common pay axis, lowest level first.

    Parameters
    ----------
    levels : DataFrame
        One row per level, as `tpm_data.progression.levels` returns it for one ladder.
    amount : number or text, optional
        Pay per year to draw as a line across all levels; a text is read as printed money: ``"$150k"``.

    Returns
    -------
    Figure
        A horizontal range per level with its ends in money, a white line at the midpoint.

    Raises
    ------
    ValueError
        If the table holds several ladders, no rows, or not the columns.
    TableError
        If the amount is not readable, not above zero, or in another currency than the levels.

    Examples
    --------
    >>> import tpm_data
    >>> ladder = tpm_data.progression.levels(tpm_data.load("salary_bands"))
    >>> pay_ranges(ladder).alternative
    'Pay ranges of 5 levels, from $83k to $220k; the highest maximum belongs to Director of Product
    Management.'
    """
    rows, unit = rows_of_one("ladder", levels, "progression.levels", "level"), currency_of(levels)
    low, high = min(row["minimum"] for row in rows), max(row["maximum"] for row in rows)
    span = _span(low, high, unit)
    top = [row["title"] for row in rows if row["maximum"] == high]
    count = f"Pay ranges of {len(rows)} levels" if len(rows) > 1 else "Pay range of one level"
    return ladder_figure(
        rows,
        unit,
        facts=[
            f"midpoint {money(row['midpoint'], unit)}, spread {percent(row['range_spread'])}" for row in rows
        ],
        shades=colours(len(rows)),
        hover=[_level_words(row, unit) for row in rows],
        amount=amount_given(amount, levels),
        marks=partial(_midpoint_lines, rows),
        title=_range_finding(rows, low, high, span, unit),
        subtitle="Pay range of each level per year, lowest level first; white lines mark midpoints",
        alternative=f"{count}, {span}; the highest maximum belongs to {join(top)}.",
        basis=basis_of(levels),
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
        If the table holds several amounts or ladders, no rows, or not the columns.

    Examples
    --------
    >>> import tpm_data
    >>> placed = tpm_data.progression.place(tpm_data.load("salary_bands"), 150_000)
    >>> placement(placed).alternative
    '$150,000 lies within 2 of 5 bands: Technical Product Manager and Senior Technical Product Manager.'
    """
    rows = rows_of_one("ladder", placed, "progression.place", "amount", "level")
    amount, unit = one_amount(rows), currency_of(placed)
    inside = [row["title"] for row in rows if row["status"] == "within"]
    finding = f"{money(amount, unit, exact=True)} {_where(rows, unit)}"
    shades = [
        colour if row["status"] == "within" else FAINT
        for row, colour in zip(rows, colours(len(rows)), strict=True)
    ]
    return ladder_figure(
        rows,
        unit,
        facts=[_place_words(row, unit) for row in rows],
        shades=shades,
        amount=amount,
        title=finding,
        subtitle="Pay range of each level per year; way from minimum to maximum, and pay over midpoint",
        alternative=f"{finding}{': ' * bool(inside)}{join(inside)}.",
        basis=basis_of(placed),
    )


def _span(low: float, high: float, unit: str) -> str:
    if low == high:
        return money(low, unit, exact=True)
    ends = [money(end, unit) for end in (low, high)]
    if ends[0] == ends[1]:
        ends = [money(end, unit, exact=True) for end in (low, high)]
    return f"from {ends[0]} to {ends[1]}"


def _range_finding(rows: list[Row], low: float, high: float, span: str, unit: str) -> str:
    """Say what the ladder pays, and whether its last level ends highest."""
    last = max(rows, key=lambda row: row["level"])
    if low == high:
        return f"Pay is {span} at {f'each of {len(rows)} levels' if len(rows) > 1 else last['title']}"
    if len(rows) == 1:
        return f"Pay of {last['title']} runs {span}"
    tied = sum(row["maximum"] == high for row in rows)
    if last["maximum"] < high:
        ends = f"ends {money(high - last['maximum'], unit)} below the highest"
    else:
        ends = "ends highest" if tied == 1 else f"ends as high as {tied - 1} other{'s' * (tied > 2)}"
    return f"Pay runs {span} over {len(rows)} levels; the last one {ends}"


def _where(rows: list[Row], unit: str) -> str:
    """Say where the amount of placed bands lies."""
    inside, amount = sum(row["status"] == "within" for row in rows), rows[0]["amount"]
    low, high = min(row["minimum"] for row in rows), max(row["maximum"] for row in rows)
    if inside:
        return f"lies within {inside} of {len(rows)} bands" if len(rows) > 1 else "lies within the one band"
    if amount < low:
        return f"lies {money(low - amount, unit)} below the lowest minimum"
    if amount > high:
        return f"lies {money(amount - high, unit)} above the highest maximum"
    return "lies between the bands, in none of them"


def _midpoint_lines(rows: list[Row], scale: float) -> list[Row]:
    return [
        upright(row["midpoint"], y, "#FFFFFF", 3)
        for y, row in enumerate(rows)
        if (row["maximum"] - row["minimum"]) * scale > _WIDE
    ]


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
    way = "at its single rate" if share != share else f"{percent(share)} of the way up"
    return f"{way}, compa-ratio {row['compa_ratio']:.2f}"


def promotion_steps(promotions: pd.DataFrame) -> Figure:
    """Draw what each step of the ladder changes: floor, midpoint and ceiling, in percent.

    Parameters
    ----------
    promotions : DataFrame
        One row per step, as `tpm_data.progression.promotions` returns it for one ladder.

    Returns
    -------
    Figure
        Three bars per step from zero, each labelled with what it measures.

    Raises
    ------
    ValueError
        If there is no step, or the table holds several ladders or not the columns.

    Examples
    --------
    >>> import tpm_data
    >>> steps = tpm_data.progression.promotions(tpm_data.load("salary_bands"))
    >>> promotion_steps(steps).alternative
    'Change of floor, midpoint and ceiling over 4 steps; the midpoint rises most into Technical
    Product Manager (+38 %) and least into Senior Technical Product Manager (+7 %).'
    """
    rows = _steps(promotions)
    finding = _midpoint_finding(rows)
    names = [wrapped(f"into {row['to_title']}") for row in rows]
    left = label_width(names)
    shares = [row[column] * 100 for row in rows for column in _MEASURES]
    texts = {
        column: [f"{word} {signed_percent(row[column])}" for row in rows]
        for column, (word, _) in _MEASURES.items()
    }
    beside = [text for column in texts.values() for text in column]
    falling = beside if min(shares) < 0 else ()
    return figure(
        _step_bars(rows, names, texts),
        title=finding,
        subtitle="Change from one level to the next in percent of the lower level, first step first",
        alternative=f"Change of floor, midpoint and ceiling over {_count(rows)}; {lower_first(finding)}.",
        basis=basis_of(promotions),
        height=row_height(names, _STEP_HEIGHT) * len(rows),
        left=left,
        barmode="group",
        bargap=0.25,
        xaxis={
            "ticksuffix": " %",
            "range": roomy(min(0, *shares), max(_LEAST, *shares), left, falling, beside),
        }
        | {"zeroline": True, "zerolinecolor": CONTEXT, "tickangle": 0}
        | {"separatethousands": True, "exponentformat": "none"},
        yaxis=level_axis(names),
    )


def _step_bars(rows: list[Row], names: list[str], texts: dict[str, list[str]]) -> list[go.Bar]:
    return [
        go.Bar(
            orientation="h",
            y=list(range(len(rows))),
            x=[row[column] * 100 for row in rows],
            marker={"color": colour},
            text=texts[column],
            textposition="outside",
            cliponaxis=False,
            hovertext=names,
            hovertemplate=f"%{{hovertext}}: {word} %{{x:+.1f}} %<extra></extra>",
        )
        for column, (word, colour) in _MEASURES.items()
    ]


def _midpoint_finding(rows: list[Row]) -> str:
    """Say into which levels the midpoint rises most and least, or falls."""
    most, least = (pick(row["midpoint_differential"] for row in rows) for pick in (max, min))
    if most == least:
        step = f"into {rows[0]['to_title']}" if len(rows) == 1 else f"at each of {len(rows)} steps"
        return f"The midpoint {_moves(most)}{f' by {percent(abs(most))}' if most else ''} {step}"
    high, low = (_named(rows, share) for share in (most, least))
    if most <= 0:
        return f"The midpoint falls most {low} and {'stays the same' if most == 0 else 'least'} {high}"
    other = "least" if least > 0 else f"{_moves(least)}{' most' if least else ''}"
    return f"The midpoint rises most {high} and {other} {low}"


def _moves(share: float) -> str:
    return "rises" if share > 0 else "falls" if share < 0 else "stays the same"


def _named(rows: list[Row], share: float) -> str:
    into = [row["to_title"] for row in rows if row["midpoint_differential"] == share]
    return f"into {join(into, 2)} ({signed_percent(share)})"


def _count(rows: list[Row]) -> str:
    return f"{len(rows)} step{'s' * (len(rows) > 1)}"


def _steps(promotions: pd.DataFrame) -> list[Row]:
    none = "There is no step to draw: the ladder has fewer than two levels."
    return rows_of_one("ladder", promotions, "progression.promotions", "from_level", empty=none)
