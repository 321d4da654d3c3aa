"""Figure of the weighted mean over all weightings: how much of the answer is left to the weights."""

import pandas as pd
import plotly.graph_objects as go

from tpm_data.figures.bands import row_height, two_lines
from tpm_data.figures.lines import LABEL_HEIGHT, dotted_line, top_label
from tpm_data.figures.rows import records
from tpm_data.figures.style import (
    Figure,
    Row,
    basis_of,
    colours,
    escape,
    figure,
    label_width,
    level_axis,
    wrapped,
)
from tpm_data.words import begun, counted, listed, points, portion

_VARIANT_HEIGHT = 96
_CURVE = 0.72  # height of a curve's top above its base, as a share of its row
_BASE = 0.3  # of the base below the middle of the row


def score_distribution(
    curve: pd.DataFrame, summary: pd.DataFrame, own: float | None = None, own_label: str = "your weights"
) -> Figure:
    """Draw how the weighted mean of one career is spread over all weightings.

    Parameters
    ----------
    curve : DataFrame
        One row per variant and weighted mean, as `tpm_data.attractiveness.distribution_curve`
        returns it.
    summary : DataFrame
        One row per variant, as `tpm_data.attractiveness.distribution_summary` returns it for the
        same variants.
    own : float, optional
        A weighted mean (points), such as the one under your own weights, drawn as a line across.
    own_label : str, optional
        What that line is called.

    Returns
    -------
    Figure
        One curve per variant, each drawn to the same height, over a line from the 5th to the 95th
        percentile; a dot where every weighting gives the same.

    Raises
    ------
    ValueError
        If a variant has no curve or no summary, the curve has too few points to show its height, or a
        table has not the columns.

    Examples
    --------
    >>> import tpm_data
    >>> scores, of = tpm_data.load("attractiveness_scores"), tpm_data.attractiveness
    >>> summary = of.distribution_summary(scores, target=8)
    >>> score_distribution(of.distribution_curve(scores), summary).alternative
    'Weighted mean over the weightings of 1 variant. All weightings: 90 % lie between 7.77 and 8.68,
    and 81 % reach 8.'
    """
    rows = records(summary, "attractiveness.distribution_summary")
    traced = records(curve, "attractiveness.distribution_curve")
    if {row["variant"] for row in rows} != {point["variant"] for point in traced} or not rows:
        raise ValueError("Every variant needs its rows in both tables, the curve and the summary.")
    finding = f"{begun(rows[0]['variant'])}: {_spread(rows[0])}"
    names = [two_lines(begun(row["variant"]), wrapped(_facts(row))) for row in rows]
    shades = colours(len(rows))
    lowest, highest = min(row["lowest"] for row in rows), max(row["highest"] for row in rows)
    marked = [] if own is None else [own]
    room = 0.05 * (highest - lowest or 1)
    ends = [*marked, lowest, highest]
    return figure(
        [
            *(
                _curve([point for point in traced if point["variant"] == row["variant"]], y, shade)
                for (y, row), shade in zip(enumerate(rows), shades, strict=True)
                if row["lowest"] < row["highest"]
            ),
            _percentiles(rows, shades),
            _single(rows, shades),
        ],
        title=finding,
        subtitle="Weighted mean in points; curves drawn to one height, the bar below holds the middle 90 % "
        "of the weightings",
        alternative=f"Weighted mean over the weightings of {counted(len(rows), 'variant')}. {finding}.",
        basis=basis_of(summary),
        height=row_height(names, _VARIANT_HEIGHT) * len(rows),
        left=label_width(names),
        head=LABEL_HEIGHT * bool(marked),
        annotations=[top_label(at, f"{escape(own_label)}: {points(at)}") for at in marked],
        shapes=[dotted_line(at) for at in marked],
        xaxis={"range": [min(ends) - room, max(ends) + room]},
        yaxis=level_axis(names),
        barmode="overlay",
    )


def _spread(row: Row) -> str:
    """Say where 90 % of the weightings of a variant lie, and how many reach the target."""
    ends = _ends(row)
    spread = f"90 % lie between {listed(ends)}" if len(ends) > 1 else f"90 % give {ends[0]}"
    if row["lowest"] == row["highest"]:
        spread = f"every weighting gives {ends[0]}"
    return spread + _reached(row, ", and ")


def _facts(row: Row) -> str:
    ends, every = _ends(row), row["lowest"] == row["highest"]
    spread = f"90 %: {' to '.join(ends)}" if len(ends) > 1 else f"{'all' if every else '90 %'} at {ends[0]}"
    return spread + _reached(row, "; ")


def _ends(row: Row) -> list[str]:
    return list(dict.fromkeys(points(row[end]) for end in ("p05", "p95")))


def _reached(row: Row, joint: str) -> str:
    if "target" not in row:
        return ""
    share, target = row["share_at_least"], row["target"]
    reached = "almost none" if not share and target <= row["highest"] else portion(share)
    return f"{joint}{reached} reach {points(target)}"


def _curve(traced: list[Row], y: int, shade: str) -> go.Scatter:
    base, top, name = y + _BASE, max(point["density"] for point in traced), traced[0]["variant"]
    if not top > 0:
        raise ValueError(
            f"The curve of {name!r} has no height at any of {len(traced)} points: trace it at more."
        )
    height = [base - _CURVE * point["density"] / top for point in traced]
    # Plotly fills a template in before it reads the markup: a name must not hold a place to fill in.
    variant = escape(begun(name)).replace("%{", "&#37;{")
    at = [point["score"] for point in traced]
    return go.Scatter(
        mode="lines",
        x=[at[0], *at, at[-1]],
        y=[base, *height, base],
        fill="toself",
        line={"color": shade, "width": 2, "simplify": False},
        hoveron="points",
        hovertext=[
            "",
            *(f"{portion(point['share_at_least'])} reach {points(point['score'])}" for point in traced),
            "",
        ],
        hovertemplate=f"{variant}: %{{hovertext}}<extra></extra>",
    )


def _percentiles(rows: list[Row], shades: list[str]) -> go.Bar:
    return go.Bar(
        orientation="h",
        y=[y + _BASE + 0.08 for y in range(len(rows))],
        base=[row["p05"] for row in rows],
        x=[row["p95"] - row["p05"] for row in rows],
        width=0.06,
        marker={"color": shades},
        hovertext=[f"{escape(begun(row['variant']))}: {_spread(row)}" for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _single(rows: list[Row], shades: list[str]) -> go.Scatter:
    """Mark the variants in which every weighting gives the same score."""
    found = [
        (y, row, shade)
        for (y, row), shade in zip(enumerate(rows), shades, strict=True)
        if row["lowest"] == row["highest"]
    ]
    return go.Scatter(
        mode="markers",
        x=[row["lowest"] for _, row, _ in found],
        y=[y for y, _, _ in found],
        marker={"color": [shade for _, _, shade in found], "size": 14},
        hovertext=[f"{escape(begun(row['variant']))}: {_spread(row)}" for _, row, _ in found],
        hovertemplate="%{hovertext}<extra></extra>",
    )
