"""Figures of one career's scores: what each factor adds, and what moving its weight does."""

import pandas as pd
import plotly.graph_objects as go

from tpm_data.figures.bands import row_height
from tpm_data.figures.lines import LABEL_HEIGHT, dotted_line, top_label
from tpm_data.figures.panels import FACTOR_HEIGHT, MEASURE, factor_name, mean_words, panel_bars, panels
from tpm_data.figures.rows import rows_of_one
from tpm_data.figures.style import (
    ACCENT,
    Figure,
    Row,
    basis_of,
    escape,
    figure,
    label_width,
    level_axis,
)
from tpm_data.words import begun, counted, listed, points

_MOST_NAMED = 2
_HIDDEN = 0.03  # of the range drawn: what the marks at the ends would cover
_EQUAL = 1e-9  # points below which two results of a division are the same


def factor_contributions(contributions: pd.DataFrame) -> Figure:
    """Draw the score of every factor beside what it adds to the weighted mean.

    Parameters
    ----------
    contributions : DataFrame
        One row per factor, as `tpm_data.attractiveness.contributions` returns it for one career.

    Returns
    -------
    Figure
        Two bars per factor from zero, score and contribution, the largest contribution first.

    Raises
    ------
    ValueError
        If the table holds several careers, no rows, or not the columns.

    Examples
    --------
    >>> import tpm_data
    >>> scores = tpm_data.load("attractiveness_scores")
    >>> parts = tpm_data.attractiveness.contributions(scores, "life first")
    >>> factor_contributions(parts).alternative
    'Scores and contributions of 8 factors; the weighted mean is 7.69 of 10, and Work-Life Balance
    adds most (2.8).'
    """
    factors = rows_of_one("career", contributions, "attractiveness.contributions", "factor")
    rows = sorted(factors, key=lambda row: -row["contribution"])
    most = rows[0]["contribution"]
    first = [row["factor"] for row in rows if most - row["contribution"] < _EQUAL]
    adding = f"{_named(first)} add{'s' * (len(first) == 1)} most ({points(most)}{' each' * (len(first) > 1)})"
    if len(first) == len(rows):
        adding = f"every factor adds {points(most)}"
    total = mean_words(rows)
    return figure(
        panel_bars(rows),
        title=f"{begun(total)}; {adding}",
        subtitle=MEASURE,
        alternative=f"Scores and contributions of {counted(len(rows), 'factor')}; {total}, and {adding}.",
        basis=basis_of(contributions),
        yaxis=level_axis([*map(factor_name, rows)]),
        **panels(rows, len(rows)),
    )


def weight_sensitivity(sensitivity: pd.DataFrame) -> Figure:
    """Draw how far the weighted mean moves when the weight of one factor does.

    Parameters
    ----------
    sensitivity : DataFrame
        One row per factor, as `tpm_data.attractiveness.sensitivity` returns it for one career.

    Returns
    -------
    Figure
        One line per factor, from the mean without it (hollow) to the mean with it alone (filled),
        thick from half its weight to twice; the mean now as a line across. A factor that has all
        the weight has no line, as nothing says what the others would weigh.

    Raises
    ------
    ValueError
        If the table holds several careers, no rows, or not the columns.

    Examples
    --------
    >>> import tpm_data
    >>> lines = tpm_data.attractiveness.sensitivity(tpm_data.load("attractiveness_scores"))
    >>> weight_sensitivity(lines).alternative
    'Weighted mean without each of 8 factors and with it alone, now 8.25; Stability and Work-Life
    Balance move it most, by 1.43.'
    """
    rows = rows_of_one("career", sensitivity, "attractiveness.sensitivity", "factor")
    now = rows[0]["score_now"]
    moving = [row for row in rows if row["slope"] == row["slope"]]
    most = max((abs(row["slope"]) for row in moving), default=0.0)
    who = [row["factor"] for row in moving if most - abs(row["slope"]) < _EQUAL]
    finding = f"{_named(who)} move{'s' * (len(who) == 1)} it most, by {points(most)}"
    if most < _EQUAL:
        finding = "no weight moves it"
    names = [*map(factor_name, rows)]
    ends = [now, *(row[end] for row in moving for end in ("score_at_zero", "score_at_one"))]
    span = max(ends) - min(ends) or 1
    room = 0.14 * span
    return figure(
        [
            _stretch(rows, "score_at_zero", "score_at_one", 0.06, _HIDDEN * span),
            _stretch(rows, "score_if_halved", "score_if_doubled", 0.22, _HIDDEN * span),
            _end(rows, "score_at_zero", "score_at_one", "#FFFFFF"),
            _end(rows, "score_at_one", "score_at_zero", ACCENT),
        ],
        title=f"The weighted mean is {points(now)}; {finding}",
        subtitle="Weighted mean in points without a factor (hollow) and with it alone (filled); "
        "thick from half its weight to twice",
        alternative=f"Weighted mean without each of {counted(len(rows), 'factor')} and with it alone, "
        f"now {points(now)}; {finding}.",
        basis=basis_of(sensitivity),
        height=row_height(names, FACTOR_HEIGHT) * len(rows),
        left=label_width(names),
        head=LABEL_HEIGHT,
        annotations=[top_label(now, f"now {points(now)}")],
        shapes=[dotted_line(now)],
        xaxis={"range": [min(ends) - room, max(ends) + room]},
        yaxis=level_axis(names),
        barmode="overlay",
    )


def _named(factors: list[str]) -> str:
    return listed(factors) if len(factors) <= _MOST_NAMED else f"{len(factors)} factors"


def _stretch(rows: list[Row], one: str, other: str, width: float, least: float) -> go.Bar:
    """Draw the way of the weighted mean between two weights of every factor, if it is long enough."""
    long = [(y, row) for y, row in enumerate(rows) if abs(row[other] - row[one]) > least]
    return go.Bar(
        orientation="h",
        y=[y for y, _ in long],
        base=[row[one] for _, row in long],
        x=[row[other] - row[one] for _, row in long],
        width=width,
        marker={"color": ACCENT},
        hoverinfo="skip",
    )


def _end(rows: list[Row], end: str, other: str, fill: str) -> go.Scatter:
    """Mark one end of the way of every factor, labelled on its outer side."""
    without = "without it" if end == "score_at_zero" else "with it alone"
    moving = [(y, row) for y, row in enumerate(rows) if row["slope"] == row["slope"]]
    return go.Scatter(
        mode="markers+text",
        y=[y for y, _ in moving],
        x=[row[end] for _, row in moving],
        marker={"color": fill, "size": 13, "line": {"color": ACCENT, "width": 2}},
        text=[points(row[end]) for _, row in moving],
        textposition=[
            "middle left" if (row[end], end) < (row[other], other) else "middle right" for _, row in moving
        ],
        cliponaxis=False,
        hovertext=[f"{escape(row['factor'])}: {points(row[end])} {without}" for _, row in moving],
        hovertemplate="%{hovertext}<extra></extra>",
    )
