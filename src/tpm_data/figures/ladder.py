"""Figures of the ladder: its pay ranges and the steps between them."""

import pandas as pd
import plotly.graph_objects as go

from tpm_data.figures.style import (
    CONTEXT,
    Figure,
    Row,
    basis_of,
    colours,
    escape,
    figure,
    label_width,
    pay_axis,
    records,
)
from tpm_data.words import change, currency_of, money, percent

_LEVEL_HEIGHT, _STEP_HEIGHT = 62, 96
_MEASURES = {
    "minimum_differential": ("floor", CONTEXT),
    "midpoint_differential": ("midpoint", "#000000"),
    "maximum_differential": ("ceiling", CONTEXT),
}


def pay_ranges(levels: pd.DataFrame) -> Figure:
    """Draw the pay range of every level on one common pay axis, lowest level at the bottom.

    Parameters
    ----------
    levels : DataFrame
        One row per level, as `tpm_data.progression.levels` returns it for one ladder.

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
    names = [_level_name(row, unit) for row in rows]
    places = list(range(len(rows)))
    return figure(
        [
            go.Bar(
                orientation="h",
                y=places,
                base=[row["minimum"] for row in rows],
                x=[row["width"] for row in rows],
                marker={"color": colours(len(rows))},
                hovertext=[_level_facts(row, unit) for row in rows],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        ],
        title=f"Pay runs {span} over {len(rows)} levels; {last}",
        subtitle="Pay range of each level per year, lowest level first; the white line marks the midpoint",
        alternative=f"Pay ranges of {len(rows)} levels, {span}; the highest maximum belongs to {top}.",
        basis=basis_of(levels),
        height=_LEVEL_HEIGHT * len(rows),
        left=label_width(names),
        annotations=[
            {"x": row[end], "y": y, "text": money(row[end], unit, exact=True), "xanchor": side}
            | {"showarrow": False}
            for y, row in zip(places, rows, strict=True)
            for end, side in (("minimum", "right"), ("maximum", "left"))
        ],
        shapes=[
            {"type": "line", "x0": row["midpoint"], "x1": row["midpoint"], "y0": y - 0.3, "y1": y + 0.3}
            | {"line": {"color": "#FFFFFF", "width": 3}}
            for y, row in zip(places, rows, strict=True)
        ],
        xaxis=pay_axis(low, high, unit),
        yaxis={"tickvals": places, "ticktext": names, "autorange": "reversed"},
    )


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
        If there is no step.

    Examples
    --------
    >>> import tpm_data
    >>> steps = tpm_data.progression.promotions(tpm_data.load("salary_bands"))
    >>> promotion_steps(steps).alternative
    'Change of floor, midpoint and ceiling over 4 steps; the midpoint rises most into Technical
    Product Manager (+38 %) and least into Senior Technical Product Manager (+7 %).'
    """
    rows = records(promotions)
    if not rows:
        raise ValueError("There is no step to draw: the ladder has fewer than two levels.")
    most, least = (pick(rows, key=lambda row: row["midpoint_differential"]) for pick in (max, min))
    extremes = " and ".join(
        f"{word} into {row['to_title']} ({change(row['midpoint_differential'])})"
        for word, row in (("most", most), ("least", least))
    )
    names = [f"into {escape(row['to_title'])}" for row in rows]
    places = list(range(len(rows)))
    shares = [row[column] * 100 for row in rows for column in _MEASURES]
    low, high = min(0, *shares), max(0, *shares)
    room = 0.22 * (high - low)
    return figure(
        [
            go.Bar(
                orientation="h",
                y=places,
                x=[row[column] * 100 for row in rows],
                marker={"color": colour},
                text=[f"{word} {change(row[column])}" for row in rows],
                textposition="outside",
                cliponaxis=False,
                hovertext=names,
                hovertemplate=f"%{{hovertext}}: {word} %{{x:+.1f}} %<extra></extra>",
            )
            for column, (word, colour) in _MEASURES.items()
        ],
        title=f"The midpoint rises {extremes}",
        subtitle="Change from one level to the next in percent of the lower level, first step first",
        alternative=f"Change of floor, midpoint and ceiling over {len(rows)} steps; "
        f"the midpoint rises {extremes}.",
        basis=basis_of(promotions),
        height=_STEP_HEIGHT * len(rows),
        left=label_width(names),
        barmode="group",
        bargap=0.25,
        xaxis={"ticksuffix": " %", "range": [low - room * (low < 0), high + room]}
        | {"zeroline": True, "zerolinecolor": CONTEXT},
        yaxis={"tickvals": places, "ticktext": names, "autorange": "reversed"},
    )


def _level_name(row: Row, unit: str) -> str:
    facts = f"midpoint {money(row['midpoint'], unit)}, spread {percent(row['range_spread'])}"
    return f"{escape(row['title'])}<br><span style='color:{CONTEXT};font-size:13px'>{facts}</span>"


def _level_facts(row: Row, unit: str) -> str:
    low, middle, high = (money(row[end], unit, exact=True) for end in ("minimum", "midpoint", "maximum"))
    spread = percent(row["range_spread"])
    return f"{escape(row['title'])}: {low} to {high}, midpoint {middle}, range spread {spread}"
