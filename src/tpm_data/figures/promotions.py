"""Figures of promotions: what each step of a ladder changes, in percent and in money."""

import pandas as pd
import plotly.graph_objects as go

from tpm_data.figures.bands import LEVEL_HEIGHT
from tpm_data.figures.style import (
    CONTEXT,
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
    side_label,
)
from tpm_data.words import change, currency_of, gain, money

_STEP_HEIGHT = 96
_MEASURES = {
    "minimum_differential": ("floor", CONTEXT),
    "midpoint_differential": ("midpoint", "#000000"),
    "maximum_differential": ("ceiling", CONTEXT),
}


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
    rows = _steps(promotions)
    most, least = (pick(rows, key=lambda row: row["midpoint_differential"]) for pick in (max, min))
    extremes = " and ".join(
        f"{word} into {row['to_title']} ({change(row['midpoint_differential'])})"
        for word, row in (("most", most), ("least", least))
    )
    names = [f"into {escape(row['to_title'])}" for row in rows]
    left = label_width(names)
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
        left=left,
        barmode="group",
        bargap=0.25,
        xaxis={"ticksuffix": " %", "range": [low - room * (low < 0), high + room]}
        | {"zeroline": True, "zerolinecolor": CONTEXT},
        yaxis=level_axis(names),
    )


def promotion_cases(promotions: pd.DataFrame) -> Figure:
    """Draw what each step can change in money, from the worst case to the best.

    Parameters
    ----------
    promotions : DataFrame
        One row per step, as `tpm_data.progression.promotions` returns it for one ladder.

    Returns
    -------
    Figure
        One range per step, from ceiling-to-floor to floor-to-ceiling, with zero marked.

    Raises
    ------
    ValueError
        If there is no step.

    Examples
    --------
    >>> import tpm_data
    >>> steps = tpm_data.progression.promotions(tpm_data.load("salary_bands"))
    >>> promotion_cases(steps).alternative
    'Range of pay changes over 4 steps, from −$45k to +$97k; 4 of 4 steps can lower pay.'
    """
    rows, unit = _steps(promotions), currency_of(promotions)
    low, high = min(0, *(row["worst_case"] for row in rows)), max(0, *(row["best_case"] for row in rows))
    losing = sum(row["worst_case"] < 0 for row in rows)
    names = [f"into {escape(row['to_title'])}" for row in rows]
    left = label_width(names)
    places = list(range(len(rows)))
    finding = f"{losing} of {len(rows)} steps can lower pay"
    ends = (("worst_case", "right"), ("best_case", "left"))
    return figure(
        [
            go.Bar(
                orientation="h",
                y=places,
                base=[row["worst_case"] for row in rows],
                x=[row["best_case"] - row["worst_case"] for row in rows],
                marker={"color": colours(len(rows) + 1)[1:]},
                hovertext=names,
                hovertemplate="%{hovertext}<extra></extra>",
            )
        ],
        title=f"{finding}: at worst by {money(-low, unit)}, at best pay rises by {money(high, unit)}",
        subtitle="Change of pay per year: from maximum to next minimum, and from minimum to next maximum",
        alternative=f"Range of pay changes over {len(rows)} steps, "
        f"from {gain(low, unit)} to {gain(high, unit)}; {finding}.",
        basis=basis_of(promotions),
        height=LEVEL_HEIGHT * len(rows),
        left=left,
        annotations=[
            side_label(row[end], y, gain(row[end], unit), side)
            for y, row in enumerate(rows)
            for end, side in ends
        ],
        xaxis=pay_axis(low, high, unit, left)
        | {"zeroline": True, "zerolinecolor": CONTEXT, "zerolinewidth": 2},
        yaxis=level_axis(names),
    )


def _steps(promotions: pd.DataFrame) -> list[Row]:
    if promotions.empty:
        raise ValueError("There is no step to draw: the ladder has fewer than two levels.")
    return records(promotions)
