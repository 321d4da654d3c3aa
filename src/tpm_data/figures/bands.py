"""What figures of bands share: the bars, the labels of their ends, the names of the levels."""

import plotly.graph_objects as go

from tpm_data.figures.style import CONTEXT, Row, escape, side_label
from tpm_data.words import money

LEVEL_HEIGHT = 62


def bands_bar(rows: list[Row], words: list[str], shades: list[str]) -> go.Bar:
    """Draw one horizontal bar per band, from its minimum to its maximum."""
    return go.Bar(
        orientation="h",
        y=list(range(len(rows))),
        base=[row["minimum"] for row in rows],
        x=[row["maximum"] - row["minimum"] for row in rows],
        marker={"color": shades, "line": {"color": shades, "width": 1}},
        hovertext=words,
        hovertemplate="%{hovertext}<extra></extra>",
    )


def end_labels(rows: list[Row], unit: str) -> list[Row]:
    """Label both ends of every band with its money."""
    return [
        side_label(row[end], y, money(row[end], unit, exact=True), side)
        for y, row in enumerate(rows)
        for end, side in (("minimum", "right"), ("maximum", "left"))
    ]


def two_lines(title: str, facts: str) -> str:
    """Name a level: its title, and its facts in a smaller line below."""
    return f"{escape(title)}<br><span style='color:{CONTEXT};font-size:13px'>{facts}</span>"
