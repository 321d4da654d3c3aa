"""The figure of one career's scores: what each factor adds to the weighted mean."""

import pandas as pd
import plotly.graph_objects as go

from tpm_data.figures.axes import (
    LABEL_HEIGHT,
    Row,
    escape,
    label_width,
    level_axis,
    top_label,
)
from tpm_data.figures.bands import ACCENT, CONTEXT, figure, row_height, two_lines
from tpm_data.figures.rows import rows_of_one
from tpm_data.figures.style import Figure, basis_of
from tpm_data.formatting import join, plural, points, upper_first

_MOST_NAMED = 2
_HIDDEN = 0.03  # of the range drawn: what the marks at the ends would cover
_EQUAL = 1e-9  # points below which two results of a division are the same
_FACTOR_HEIGHT = 44
_PANELS = (
    ("score", "score", "x", [0, 0.48], CONTEXT),
    ("contribution", "added to the weighted mean", "x2", [0.52, 1], ACCENT),
)
_ROOM = 1.15  # of the longest bar: its label stands beside it


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
    >>> parts = tpm_data.attractiveness.contributions(scores, weights="life first")
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
    scale = rows[0].get("scale_maximum")
    mean = points(sum(row["contribution"] for row in rows))
    total = f"the weighted mean is {mean}{f' of {points(scale)}' if scale else ''}"
    names = [*map(_factor_name, rows)]
    highest = scale or max(row["score"] for row in rows)
    return figure(
        [
            go.Bar(
                orientation="h",
                xaxis=axis,
                y=list(range(len(rows))),
                x=[row[column] for row in rows],
                marker={"color": colour},
                text=[points(row[column]) for row in rows],
                textposition="outside",
                cliponaxis=False,
                hovertext=[*map(_addition, rows)],
                hovertemplate="%{hovertext}<extra></extra>",
            )
            for column, _, axis, _, colour in _PANELS
        ],
        title=f"{upper_first(total)}; {adding}",
        subtitle="Points per factor; it adds its score times its weight, and these add up to the mean",
        alternative=f"Scores and contributions of {plural(len(rows), 'factor')}; {total}, and {adding}.",
        basis=basis_of(contributions),
        height=row_height(names, _FACTOR_HEIGHT) * len(rows),
        left=label_width(names),
        head=LABEL_HEIGHT,
        annotations=[
            top_label(domain[0], words, xref="paper", xanchor="left") for _, words, _, domain, _ in _PANELS
        ],
        yaxis=level_axis(names),
        xaxis={"domain": _PANELS[0][3], "range": [0, _ROOM * (highest or 1)]},
        xaxis2={"domain": _PANELS[1][3], "range": [0, _ROOM * (most or 1)], "anchor": "y"},
    )


def _named(factors: list[str]) -> str:
    return join(factors) if len(factors) <= _MOST_NAMED else f"{len(factors)} factors"


def _factor_name(row: Row) -> str:
    """Name a factor, with its weight in the line below."""
    return two_lines(row["factor"], f"weight {points(100 * row['weight'])}%")


def _addition(row: Row) -> str:
    parts = f"score {points(row['score'])} × weight {points(100 * row['weight'])}%"
    return f"{escape(row['factor'])}: {parts} = {points(row['contribution'])} points"
