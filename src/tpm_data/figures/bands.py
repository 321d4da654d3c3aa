"""What figures of bands share: the bars, the labels of their ends, the names of the levels."""

from typing import Any

import plotly.graph_objects as go

from tpm_data.figures.axes import (
    LABEL_HEIGHT,
    Row,
    dotted_line,
    drawn_width,
    label_width,
    level_axis,
    pay_axis,
    side_label,
    top_label,
    wrapped,
)
from tpm_data.figures.style import CONTEXT, Figure, edge, figure
from tpm_data.formatting import money

LEVEL_HEIGHT = 62
LINE_HEIGHT, _AROUND = 19, 12
THINNEST = 3  # pixels; a bar drawn thinner is hard to find
_HALF = 0.3  # of a row, as the template's gap between bars leaves it


def ladder_figure(
    rows: list[Row],
    unit: str,
    *,
    facts: list[str],
    shades: list[str],
    hover: list[str] | None = None,
    amount: float | None = None,
    marks: Any = None,
    **texts: str,
) -> Figure:
    """Draw the bands of a ladder, one a row, with facts below the titles and an amount across.

    ``marks`` makes further shapes from the pixels that one unit of money takes.
    """
    names = [two_lines(row["title"], wrapped(fact)) for row, fact in zip(rows, facts, strict=True)]
    left = label_width(names)
    marked = [] if amount is None else [amount]
    ends = [*marked, *(row[end] for row in rows for end in ("minimum", "maximum"))]
    axis = pay_axis(min(ends), max(ends), unit, left)
    scale = pixels_per_unit(axis, left)
    return figure(
        [bands_bar(rows, hover or names, shades)],
        height=row_height(names) * len(rows),
        left=left,
        head=LABEL_HEIGHT * len(marked),
        annotations=[
            *end_labels(rows, unit),
            *(top_label(at, money(at, unit, exact=True)) for at in marked),
        ],
        shapes=[
            *thin_bands([(row["minimum"], row["maximum"]) for row in rows], shades, scale),
            *(marks(scale) if marks else []),
            *map(dotted_line, marked),
        ],
        xaxis=axis,
        yaxis=level_axis(names),
        **texts,
    )


def pixels_per_unit(axis: dict[str, Any], left: int) -> float:
    """Return how many pixels one unit takes on an axis beside a margin."""
    low, high = axis["range"]
    return float(drawn_width(left) / (high - low))


def bands_bar(rows: list[Row], words: list[str], shades: list[str]) -> go.Bar:
    """Draw one horizontal bar per band, from its minimum to its maximum."""
    return go.Bar(
        orientation="h",
        y=list(range(len(rows))),
        base=[row["minimum"] for row in rows],
        x=[row["maximum"] - row["minimum"] for row in rows],
        marker={"color": shades, "line": {"color": [*map(edge, shades)], "width": 1}},
        hovertext=words,
        hovertemplate="%{hovertext}<extra></extra>",
    )


def thin_bands(bands: list[tuple[float, float]], shades: list[str], scale: float) -> list[Row]:
    """Mark the bands that would be too thin to be seen, such as single rates, with a line."""
    return [
        upright((low + high) / 2, y, edge(shade), THINNEST)
        for y, ((low, high), shade) in enumerate(zip(bands, shades, strict=True))
        if (high - low) * scale < THINNEST
    ]


def upright(x: float, y: float, colour: str, width: int) -> Row:
    """Draw a line as high as a bar."""
    ends = {"x0": x, "x1": x, "y0": y - _HALF, "y1": y + _HALF}
    return {"type": "line", **ends, "line": {"color": colour, "width": width}}


def block(x0: float, x1: float, y: float, colour: str) -> Row:
    """Fill a stretch of a bar."""
    ends = {"x0": x0, "x1": x1, "y0": y - _HALF, "y1": y + _HALF}
    return {"type": "rect", **ends, "fillcolor": colour, "line": {"width": 0}}


def end_labels(rows: list[Row], unit: str) -> list[Row]:
    """Label both ends of every band with its money; a single rate has but one."""
    return [
        side_label(row[end], y, money(row[end], unit, exact=True), side)
        for y, row in enumerate(rows)
        for end, side in (("minimum", "right"), ("maximum", "left"))
        if end == "maximum" or row["minimum"] < row["maximum"]
    ]


def two_lines(title: str, facts: str) -> str:
    """Name a level: its title, broken where it is long, and its facts in a smaller line below."""
    return f"{wrapped(title)}<br><span style='color:{CONTEXT};font-size:13px'>{facts}</span>"


def row_height(names: list[str], least: int = LEVEL_HEIGHT) -> int:
    """Return the pixels that a row needs for the lines of its name."""
    return max(least, _AROUND + LINE_HEIGHT * max(1 + name.count("<br>") for name in names))
