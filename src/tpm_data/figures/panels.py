"""What figures of contributions share: two bars per factor, its score and what it adds to the mean."""

import plotly.graph_objects as go

from tpm_data.figures.bands import row_height, two_lines
from tpm_data.figures.lines import LABEL_HEIGHT, top_label
from tpm_data.figures.style import ACCENT, CONTEXT, Row, escape, label_width
from tpm_data.words import points

FACTOR_HEIGHT = 44
MEASURE = "Points per factor; it adds its score times its weight, and these add up to the mean"
_PANELS = (
    ("score", "score", "x", [0, 0.48], CONTEXT),
    ("contribution", "added to the weighted mean", "x2", [0.52, 1], ACCENT),
)
_ROOM = 1.15  # of the longest bar: its label stands beside it


def panels(rows: list[Row], drawn: int) -> Row:
    """Lay out both panels with room for all rows, of which so many are drawn at a time."""
    names = [*map(factor_name, rows)]
    highest = rows[0].get("scale_maximum") or max(row["score"] for row in rows) or 1
    most = max(row["contribution"] for row in rows) or 1
    return {
        "height": row_height(names, FACTOR_HEIGHT) * drawn,
        "left": label_width(names),
        "head": LABEL_HEIGHT,
        "annotations": [
            top_label(domain[0], words, xref="paper", xanchor="left") for _, words, _, domain, _ in _PANELS
        ],
        "xaxis": {"domain": _PANELS[0][3], "range": [0, _ROOM * highest]},
        "xaxis2": {"domain": _PANELS[1][3], "range": [0, _ROOM * most], "anchor": "y"},
    }


def panel_bars(rows: list[Row]) -> list[go.Bar]:
    """Draw the score of every factor beside its contribution."""
    return [
        go.Bar(
            orientation="h",
            xaxis=axis,
            y=list(range(len(rows))),
            x=[row[column] for row in rows],
            marker={"color": colour},
            text=[points(row[column]) for row in rows],
            textposition="outside",
            cliponaxis=False,
            hovertext=[_addition(row) for row in rows],
            hovertemplate="%{hovertext}<extra></extra>",
        )
        for column, _, axis, _, colour in _PANELS
    ]


def factor_name(row: Row) -> str:
    """Name a factor, with its weight in the line below."""
    return two_lines(row["factor"], f"weight {points(100 * row['weight'])} %")


def mean_of(rows: list[Row]) -> float:
    """Add up what the factors add to the weighted mean."""
    return float(sum(row["contribution"] for row in rows))


def mean_words(rows: list[Row]) -> str:
    """Say the weighted mean, and of how many points if the scale is known."""
    scale = rows[0].get("scale_maximum")
    return f"the weighted mean is {points(mean_of(rows))}" + (f" of {points(scale)}" if scale else "")


def _addition(row: Row) -> str:
    parts = f"score {points(row['score'])} × weight {points(100 * row['weight'])} %"
    return f"{escape(row['factor'])}: {parts} = {points(row['contribution'])} points"
