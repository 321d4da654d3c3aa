"""Figure of the weighted mean over all weightings: how much of the answer is left to the weights."""

import pandas as pd
import plotly.graph_objects as go

from tpm_data.figures.bands import row_height, two_lines
from tpm_data.figures.lines import LABEL_HEIGHT, dotted_line, top_label
from tpm_data.figures.style import (
    Figure,
    Row,
    basis_of,
    colours,
    escape,
    figure,
    label_width,
    level_axis,
    records,
    wrapped,
)
from tpm_data.words import counted, points, portion

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
        If a variant has no curve or no summary.

    Examples
    --------
    >>> import tpm_data
    >>> scores, of = tpm_data.load("attractiveness_scores"), tpm_data.attractiveness
    >>> summary = of.distribution_summary(scores, target=8)
    >>> score_distribution(of.distribution_curve(scores), summary).alternative
    'Weighted mean over the weightings of 1 variant. All weightings: 90 % lie between 7.77 and 8.68,
    and 81 % reach 8.'
    """
    rows = records(summary)
    if {row["variant"] for row in rows} != set(curve["variant"]) or not rows:
        raise ValueError("Every variant needs its rows in both tables, the curve and the summary.")
    finding = f"{_upper(rows[0]['variant'])}: {_spread(rows[0])}"
    names = [two_lines(_upper(row["variant"]), wrapped(_facts(row))) for row in rows]
    shades = colours(len(rows))
    lowest, highest = min(row["lowest"] for row in rows), max(row["highest"] for row in rows)
    marked = [] if own is None else [own]
    room = 0.05 * (highest - lowest or 1)
    ends = [*marked, lowest, highest]
    return figure(
        [
            *(
                _curve(curve[curve["variant"] == row["variant"]], y, shade)
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


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:]


def _spread(row: Row) -> str:
    """Say where 90 % of the weightings of a variant lie, and how many reach the target."""
    low, high = points(row["p05"]), points(row["p95"])
    spread = f"90 % lie between {low} and {high}" if low != high else f"90 % give {low}"
    if row["lowest"] == row["highest"]:
        spread = f"every weighting gives {low}"
    return spread + (f", and {_reached(row)}" if "target" in row else "")


def _reached(row: Row) -> str:
    share, target = row["share_at_least"], row["target"]
    reached = "almost none" if not share and target <= row["highest"] else portion(share)
    return f"{reached} reach {points(target)}"


def _facts(row: Row) -> str:
    low, high = points(row["p05"]), points(row["p95"])
    spread = f"90 %: {low} to {high}" if low != high else f"all at {low}"
    return spread + (f"; {_reached(row)}" if "target" in row else "")


def _curve(traced: pd.DataFrame, y: int, shade: str) -> go.Scatter:
    base, top = y + _BASE, traced["density"].max()
    height = [base - _CURVE * density / top for density in traced["density"]]
    # Plotly fills a template in before it reads the markup: a name must not hold a place to fill in.
    variant = escape(_upper(str(traced["variant"].iloc[0]))).replace("%{", "&#37;{")
    at = traced["score"].tolist()
    return go.Scatter(
        mode="lines",
        x=[at[0], *at, at[-1]],
        y=[base, *height, base],
        fill="toself",
        line={"color": shade, "width": 2, "simplify": False},
        hoveron="points",
        hovertext=[
            "",
            *(
                f"{portion(share)} reach {points(t)}"
                for t, share in zip(at, traced["share_at_least"], strict=True)
            ),
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
        hovertext=[f"{escape(_upper(row['variant']))}: {_spread(row)}" for row in rows],
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
        hovertext=[f"{escape(_upper(row['variant']))}: {_spread(row)}" for _, row, _ in found],
        hovertemplate="%{hovertext}<extra></extra>",
    )
