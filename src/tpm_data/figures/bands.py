"""What figures of bands share: the bars, the labels of their ends, the names of the levels."""

from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go

from tpm_data.figures.axes import (
    EDGE,
    LABEL_HEIGHT,
    WIDTH,
    Row,
    dotted_line,
    drawn_width,
    escape,
    label_width,
    level_axis,
    lines_of,
    pay_axis,
    side_label,
    top_label,
    wrapped,
)
from tpm_data.figures.style import Figure
from tpm_data.formatting import money

LEVEL_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000")
ACCENT, CONTEXT = LEVEL_COLOURS[0], "#767676"
FAINT = "#E0E0E0"  # only inside an `edge`: alone it does not stand out on white
GRID = "#E3E3E3"
FONT = "Arial, Helvetica, sans-serif"
_BOTTOM = 80
TEMPLATE = {
    "layout": {
        "font": {"family": FONT, "size": 14, "color": "#222222"},
        "paper_bgcolor": "#FFFFFF",
        "plot_bgcolor": "#FFFFFF",
        "title": {
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": EDGE, "t": 28},
            "font": {"size": 19},
            "subtitle": {"font": {"size": 14, "color": CONTEXT}},
        },
        "xaxis": {"gridcolor": GRID, "zeroline": False, "ticks": ""},
        "yaxis": {"showgrid": False, "zeroline": False, "ticks": ""},
        "hoverlabel": {"font": {"family": FONT, "size": 13}},
        "showlegend": False,
        "bargap": 0.4,
    }
}
_BASIS = {"document": "Basis: the career document, which names no year, country or source for its figures."}


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


def figure(
    traces: Iterable[Any],
    *,
    title: str,
    subtitle: str,
    alternative: str,
    basis: str,
    height: int,
    left: int,
    head: int = 0,
    **layout: Any,
) -> Figure:
    """Put traces into the house style: finding as title, measure as subtitle, basis as caption.

    ``head`` is room for labels above the drawing. The margins are set here, not left to plotly, so
    that the caption stands where the title does, also in a drawing of another width or height.
    """
    heading = lines_of(title, WIDTH - 2 * EDGE, 19)
    below = lines_of(subtitle, WIDTH - 2 * EDGE, 14)
    top = 56 + 25 * len(heading) + 20 * len(below) + head
    height += (height + top + _BOTTOM) % 2  # even, so that one and a half times the height is whole
    caption = {
        "text": escape(_BASIS.get(basis, f"Basis: {basis}.")),
        "font": {"size": 13, "color": CONTEXT},
        "showarrow": False,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": EDGE - left,
        "y": 0,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": EDGE // 2 - _BOTTOM,
    }
    return Figure(
        data=list(traces),
        layout={
            "template": TEMPLATE,
            "title": {
                "text": "<br>".join(map(escape, heading)),
                "subtitle": {"text": "<br>".join(map(escape, below))},
            },
            "meta": {"alternative": alternative},
            "width": WIDTH,
            "height": height + top + _BOTTOM,
            "margin": {"l": left, "r": EDGE, "t": top, "b": _BOTTOM, "pad": 6},
            "annotations": [*layout.pop("annotations", []), caption],
            **layout,
        },
    )


def colours(count: int) -> list[str]:
    """One colour per level, in the order of the ladder; a longer ladder starts over."""
    return [LEVEL_COLOURS[i % len(LEVEL_COLOURS)] for i in range(count)]


def edge(shade: str) -> str:
    """Return the colour of the outline of a bar: its own, or one that makes a faint bar stand out."""
    return CONTEXT if shade == FAINT else shade
