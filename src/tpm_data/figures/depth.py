"""Parts of a figure of depth: what it finds, and the labels and marks of its stretches."""

import plotly.graph_objects as go

from tpm_data.figures.bands import THINNEST
from tpm_data.figures.style import ACCENT, Row, edge, escape
from tpm_data.figures.text import text_width
from tpm_data.words import listed, money


def depth_finding(rows: list[Row], unit: str) -> tuple[str, list[str]]:
    """Say which pay belongs to most levels at once; and name these if it is one stretch."""
    most = max(row["depth"] for row in rows)
    deepest = [row for row in rows if row["depth"] == most]
    low, high = (money(pay, unit, exact=True) for pay in (deepest[0]["from"], deepest[-1]["to"]))
    gaps = sum(row["depth"] == 0 for row in rows)
    if most == 1:
        none = f", and {gaps} stretch{'es belong' if gaps > 1 else ' belongs'} to none" * bool(gaps)
        return f"No stretch of pay belongs to more than one level{none}", []
    if len(deepest) > 1:
        where = f"{len(deepest)} stretches of pay between {low} and {high}"
        return f"{where} belong to {most} levels each, none to more", []
    return f"{low} to {high} belongs to {most} levels at once", list(deepest[0]["titles"])


def depth_bars(rows: list[Row], shades: list[str], scale: float, height: int, unit: str) -> go.Bar:
    """Draw one bar per stretch, as high as the number of bands over it."""
    step = height / max(row["depth"] for row in rows)
    return go.Bar(
        x=[(row["from"] + row["to"]) / 2 for row in rows],
        y=[row["depth"] for row in rows],
        width=[row["width"] for row in rows],
        marker={
            "color": shades,
            "line": {
                "color": ["#FFFFFF" if shade == ACCENT else edge(shade) for shade in shades],
                "width": [_outline(row, shade, scale) for row, shade in zip(rows, shades, strict=True)],
            },
        },
        text=_depth_labels(rows, scale, step),
        textposition="outside",
        constraintext="none",
        cliponaxis=False,
        hovertext=[_stretch_words(row, unit) for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def thin_stretches(rows: list[Row], shades: list[str], scale: float) -> list[Row]:
    """Mark the stretches that would be too thin to be seen with a line."""
    return [
        {"type": "line", "x0": middle, "x1": middle, "y0": 0, "y1": row["depth"]}
        | {"line": {"color": edge(shade), "width": THINNEST}}
        for row, shade in zip(rows, shades, strict=True)
        for middle in [(row["from"] + row["to"]) / 2]
        if row["depth"] and row["width"] * scale < THINNEST
    ]


def _depth_labels(rows: list[Row], scale: float, step: float) -> list[str]:
    """Write the depth above every stretch that has room for it, the deepest first."""
    texts, placed = [""] * len(rows), list[tuple[float, float]]()
    depths = [0, *(row["depth"] for row in rows), 0]
    for i in sorted(range(len(rows)), key=lambda i: -rows[i]["depth"]):
        row, text = rows[i], str(rows[i]["depth"])
        at = ((row["from"] + row["to"]) / 2 * scale, row["depth"] * step)
        fits = row["width"] * scale > text_width(text) + 4 or row["depth"] > max(depths[i], depths[i + 2])
        if fits and all(abs(at[0] - x) > 24 or abs(at[1] - y) > 18 for x, y in placed):
            texts[i] = text
            placed.append(at)
    return texts


def _outline(row: Row, shade: str, scale: float) -> int:
    """Return the width of an outline: a faint bar needs one, the white one needs a wide bar."""
    return int(shade != ACCENT or row["width"] * scale > 2 * THINNEST)


def _stretch_words(row: Row, unit: str) -> str:
    ends = f"{money(row['from'], unit, exact=True)} to {money(row['to'], unit, exact=True)}"
    return escape(f"{ends}: {listed(row['titles']) or 'no band'}")
