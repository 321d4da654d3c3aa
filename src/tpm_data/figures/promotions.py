"""Figures of promotions: what each step of a ladder changes, in percent and in money."""

import pandas as pd
import plotly.graph_objects as go

from tpm_data.figures.bands import pixels_per_unit, row_height, thin_bands
from tpm_data.figures.rows import rows_of_one
from tpm_data.figures.style import (
    CONTEXT,
    Figure,
    Row,
    basis_of,
    colours,
    figure,
    label_width,
    level_axis,
    pay_axis,
    roomy,
    side_label,
    wrapped,
)
from tpm_data.words import change, continued, currency_of, gain, listed, money, percent

_STEP_HEIGHT = 96
_LEAST = 0.1  # percent; an axis that ends below has ticks that cannot be read
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
        column: [f"{word} {change(row[column])}" for row in rows] for column, (word, _) in _MEASURES.items()
    }
    beside = [text for column in texts.values() for text in column]
    falling = beside if min(shares) < 0 else ()
    return figure(
        _step_bars(rows, names, texts),
        title=finding,
        subtitle="Change from one level to the next in percent of the lower level, first step first",
        alternative=f"Change of floor, midpoint and ceiling over {_count(rows)}; {continued(finding)}.",
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
        If there is no step, or the table holds several ladders or not the columns.

    Examples
    --------
    >>> import tpm_data
    >>> steps = tpm_data.progression.promotions(tpm_data.load("salary_bands"))
    >>> promotion_cases(steps).alternative
    'Range of pay changes over 4 steps, from −$45k to +$97k; 4 of 4 steps can lower pay.'
    """
    rows, unit = _steps(promotions), currency_of(promotions)
    low, high = min(row["worst_case"] for row in rows), max(row["best_case"] for row in rows)
    names = [wrapped(f"into {row['to_title']}") for row in rows]
    left = label_width(names)
    shades = colours(len(rows) + 1)[1:]
    cases = [(row["worst_case"], row["best_case"]) for row in rows]
    texts = [tuple(gain(case, unit) for case in ends) for ends in cases]
    axis = pay_axis(min(0, low), max(0, high), unit, left, {text for ends in texts for text in ends})
    return figure(
        [_case_bars(cases, names, shades, unit)],
        title=_case_finding(rows, low, high, unit),
        subtitle="Change of pay per year: from maximum to next minimum, and from minimum to next maximum",
        alternative=f"Range of pay changes over {_count(rows)}, from {gain(low, unit)} to "
        f"{gain(high, unit)}; {_losing(rows)}.",
        basis=basis_of(promotions),
        height=row_height(names) * len(rows),
        left=left,
        annotations=[
            side_label(case, y, text, side)
            for y, ends in enumerate(zip(cases, texts, strict=True))
            for case, text, side in zip(*ends, ("right", "left"), strict=True)
        ],
        shapes=thin_bands(cases, shades, pixels_per_unit(axis, left)),
        xaxis=axis | {"zeroline": True, "zerolinecolor": CONTEXT, "zerolinewidth": 2},
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


def _case_bars(cases: list[tuple[float, float]], names: list[str], shades: list[str], unit: str) -> go.Bar:
    return go.Bar(
        orientation="h",
        y=list(range(len(cases))),
        base=[worst for worst, _ in cases],
        x=[best - worst for worst, best in cases],
        marker={"color": shades},
        hovertext=[
            f"{name}: {' to '.join(gain(case, unit, exact=True) for case in ends)} per year"
            for name, ends in zip(names, cases, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


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
    return f"into {listed(into, 2)} ({change(share)})"


def _case_finding(rows: list[Row], low: float, high: float, unit: str) -> str:
    """Say how many steps can lower pay, and how far pay can fall and rise."""
    subject = "Every step" if len(rows) > 1 else "The step"
    if low == high == 0:
        return f"{subject} leaves pay as it is"
    if high < 0:
        return f"{subject} lowers pay, by {_between(-high, -low, unit)}"
    if low > 0:
        return f"{subject} raises pay, by {_between(low, high, unit)}"
    if len(rows) == 1:
        return f"The step can change pay by anything from {gain(low, unit)} to {gain(high, unit)}"
    if high == 0:
        return f"No step can raise pay; at worst it falls by {money(-low, unit)}"
    if low == 0:
        return f"No step can lower pay; at best it rises by {money(high, unit)}"
    return f"{_losing(rows)}: at worst by {money(-low, unit)}, at best pay rises by {money(high, unit)}"


def _between(low: float, high: float, unit: str) -> str:
    return " to ".join(dict.fromkeys(money(amount, unit) for amount in (low, high)))


def _losing(rows: list[Row]) -> str:
    return f"{sum(row['worst_case'] < 0 for row in rows)} of {_count(rows)} can lower pay"


def _count(rows: list[Row]) -> str:
    return f"{len(rows)} step{'s' * (len(rows) > 1)}"


def _steps(promotions: pd.DataFrame) -> list[Row]:
    none = "There is no step to draw: the ladder has fewer than two levels."
    return rows_of_one("ladder", promotions, "progression.promotions", "from_level", empty=none)
