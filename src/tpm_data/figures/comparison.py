"""Figures of all weightings: which of two careers is ahead under how many, and how one's mean is spread."""

import textwrap

import pandas as pd
import plotly.graph_objects as go

from tpm_data.errors import one_of, told
from tpm_data.figures.axes import (
    LABEL_HEIGHT,
    Row,
    dotted_line,
    escape,
    label_width,
    level_axis,
    top_label,
    wrapped,
)
from tpm_data.figures.bands import CONTEXT, LEVEL_COLOURS, colours, figure, row_height, two_lines
from tpm_data.figures.rows import records, rows_of_one
from tpm_data.figures.style import Figure, basis_of
from tpm_data.formatting import join, percent, plural, points, portion, upper_first
from tpm_data.tables.arguments import real

Stretch = tuple[str, float, float]  # who is ahead, from where (percent), how far

_ROW_HEIGHT = 46
_LEGEND_LINE = 22
_NAME_CHARACTERS = 30
_ROUNDING = 1e-6  # points
_SHADES = {"first": LEVEL_COLOURS[0], "second": LEVEL_COLOURS[1], "tie": CONTEXT}
_LEFT = {"xref": "paper", "xanchor": "left"}
_OTHER = {"first": "second", "second": "first"}
_VARIANT_HEIGHT = 96
_CURVE = 0.72  # height of a curve's top above its base, as a share of its row
_BASE = 0.3  # of the base below the middle of the row


def career_comparison(comparison: pd.DataFrame, break_even: pd.DataFrame) -> Figure:
    """Draw which of two careers is ahead, over all weightings and along the weight of each factor.

    Parameters
    ----------
    comparison : DataFrame
        One row for the pair, as `tpm_data.attractiveness.compare` returns it for two careers.
    break_even : DataFrame
        One row per factor, as `tpm_data.attractiveness.break_even` returns it for the same careers
        and weights.

    Returns
    -------
    Figure
        One bar of all weightings, or of those left by what `compare` was told is known, split by who is
        ahead, and one per factor along its weight from 0 to 100%, the other factors keeping their
        proportions; a diamond at its weight now.

    Raises
    ------
    ValueError
        If the tables are not about one and the same pair.

    Examples
    --------
    >>> import pandas as pd, tpm_data
    >>> document = tpm_data.load("attractiveness_scores").assign(career="TPM")
    >>> mine = document.assign(career="my job", score=[8, 7, 9, 9, 7, 6, 8, 9])
    >>> both, of = pd.concat([document, mine]), tpm_data.attractiveness
    >>> career_comparison(of.compare(both, by="career"), of.break_even(both, by="career")).alternative
    'TPM is ahead under 75% of all weightings, my job under 25%; along the weight of 3 of 8 factors
    the order changes.'
    """
    pair, rows = _one_pair(comparison, break_even)
    names = {side: textwrap.shorten(str(pair[side]), _NAME_CHARACTERS, placeholder=" …") for side in _OTHER}
    turning = sum(0 < row["break_even"] < 1 for row in rows)
    of = str(comparison.attrs.get("weightings", "all weightings"))
    finding = upper_first(_finding(pair, names, of))
    labels = [
        two_lines(upper_first(of), "who is ahead in how many"),
        *(two_lines(row["factor"], wrapped(_turn(row, names))) for row in rows),
    ]
    stretches = [_shares(pair), *(_along(row, pair["preferred"]) for row in rows)]
    drawn = {side for stretch in stretches for side, _, length in stretch if length}
    legend = [(side, words) for side, words in _legend(names).items() if side in drawn]
    return figure(
        [*_bars(stretches, names), _weights_now(rows)],
        title=finding,
        subtitle=f"Share of {of}, then the weight of each factor, the others in proportion; "
        "diamond: weight now",
        alternative=f"{finding}; along the weight of {turning} of {plural(len(rows), 'factor')} "
        "the order changes.",
        basis=basis_of(comparison),
        height=row_height(labels, _ROW_HEIGHT) * len(labels),
        left=label_width(labels),
        head=_LEGEND_LINE * len(legend),
        annotations=[
            top_label(0, f"<span style='color:{_SHADES[side]}'>■</span> {escape(words)}", **_LEFT)
            | {"yshift": _LEGEND_LINE * line}
            for line, (side, words) in enumerate(reversed(legend))
        ],
        xaxis={"range": [-2, 102], "ticksuffix": "%", "dtick": 25},
        yaxis=level_axis(labels),
        barmode="overlay",
    )


def _one_pair(comparison: pd.DataFrame, break_even: pd.DataFrame) -> tuple[Row, list[Row]]:
    found = records(comparison, "attractiveness.compare")
    rows = records(break_even, "attractiveness.break_even")
    pairs = {(str(row["first"]), str(row["second"])) for row in (*found, *rows)}
    if len(pairs) != 1 or len(found) != 1 or not rows:
        raise ValueError("The figure shows one pair of careers; pick its rows in both tables.")
    for column, others in (("dominance", ("equal", "none")), ("preferred", ("tie",))):
        one_of(found[0][column], (*_OTHER, *others), column)
    apart = found[0]["first_score"] - found[0]["second_score"]
    if abs(apart - sum(row["weight"] * row["difference"] for row in rows)) > _ROUNDING:
        raise ValueError("The two tables differ in their scores or weights: make both from the same ones.")
    return found[0], rows


def _finding(pair: Row, names: dict[str, str], of: str) -> str:
    first, second = names["first"], names["second"]
    if pair["dominance"] == "equal":
        return f"{first} and {second} have the same scores: no weighting tells them apart"
    if pair["dominance"] != "none":
        ahead = pair["dominance"]
        return f"{names[ahead]} is nowhere lower than {names[_OTHER[ahead]]}: no weighting turns that round"
    if pair["share_first"] == pair["share_second"]:
        level = "equal under" if pair["share_tie"] else "each ahead under half of"
        return f"{first} and {second} are {level} {of}"
    ahead = "first" if pair["share_first"] > pair["share_second"] else "second"
    most, least = (portion(pair[f"share_{side}"]) for side in (ahead, _OTHER[ahead]))
    return f"{names[ahead]} is ahead under {most} of {of}, {names[_OTHER[ahead]]} under {least}"


def _legend(names: dict[str, str]) -> dict[str, str]:
    return {side: f"{name} is ahead" for side, name in names.items()} | {"tie": "they are equal"}


def _shares(pair: Row) -> list[Stretch]:
    first, tie, second = (100 * pair[f"share_{side}"] for side in ("first", "tie", "second"))
    return [("first", 0, first), ("tie", first, tie), ("second", first + tie, second)]


def _along(row: Row, preferred: str) -> list[Stretch]:
    """Say who is ahead along the weight of a factor; nobody knows if the others have no weight."""
    if row["break_even"] != row["break_even"]:
        return [] if row["weight"] == 1 else [(preferred, 0, 100)]
    at = 100 * row["break_even"]
    above = "first" if row["difference"] > 0 else "second"
    below = _OTHER[above] if row["difference"] else preferred
    return [(below, 0, at), (above, at, 100 - at)]


def _turn(row: Row, names: dict[str, str]) -> str:
    if row["break_even"] != row["break_even"]:
        return "has all the weight" if row["weight"] == 1 else "no weight of it changes the order"
    if row["break_even"] in (0, 1):
        return f"equal at {percent(row['break_even'])} only"
    above = "first" if row["difference"] > 0 else "second"
    return f"{names[above]} is ahead above {percent(row['break_even'])}"


def _bars(stretches: list[list[Stretch]], names: dict[str, str]) -> list[go.Bar]:
    """Draw one trace per side: what is ahead where, over all rows."""
    bars = []
    for side, words in _legend(names).items():
        found = [
            (y, start, length)
            for y, row in enumerate(stretches)
            for kind, start, length in row
            if kind == side and length
        ]
        bars.append(
            go.Bar(
                orientation="h",
                y=[y for y, _, _ in found],
                base=[start for _, start, _ in found],
                x=[length for _, _, length in found],
                width=0.5,
                marker={"color": _SHADES[side]},
                hovertext=[
                    f"{escape(words)}: {start:.1f} to {start + length:.1f}%" for _, start, length in found
                ],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    return bars


def _weights_now(rows: list[Row]) -> go.Scatter:
    return go.Scatter(
        mode="markers",
        x=[100 * row["weight"] for row in rows],
        y=list(range(1, len(rows) + 1)),
        marker={
            "symbol": "diamond",
            "size": 12,
            "color": "#000000",
            "line": {"color": "#FFFFFF", "width": 1.5},
        },
        hovertext=[f"{escape(row['factor'])}: weight now {points(100 * row['weight'])}%" for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )


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
        If a variant has no curve or no summary, the tables are of several careers, the curve has too few
        points to show its height, a table has not the columns, or ``own`` is no number.

    Examples
    --------
    >>> import tpm_data
    >>> scores, of = tpm_data.load("attractiveness_scores"), tpm_data.attractiveness
    >>> summary = of.distribution_summary(scores, target=8)
    >>> score_distribution(of.distribution_curve(scores), summary).alternative
    'Weighted mean over the weightings of 1 variant. All weightings: 90% lie between 7.77 and 8.68,
    and 81% reach 8.'
    """
    if own is not None and not abs(real(own)) < 1e24:
        raise ValueError(f"own= takes one weighted mean in points, such as 8.2, not {told(own)}.")
    rows = rows_of_one("career", summary, "attractiveness.distribution_summary", "variant")
    traced = records(curve, "attractiveness.distribution_curve")
    if {row["variant"] for row in rows} != {point["variant"] for point in traced} or not rows:
        raise ValueError("Every variant needs its rows in both tables, the curve and the summary.")
    for row in rows:
        own_curve = [point for point in traced if point["variant"] == row["variant"]]
        if not _is_curve_of(row, own_curve):
            what = "the curve and the summary are about different scores: make both from those of one career"
            raise ValueError(f"In variant {row['variant']!r} {what}.")
    finding = f"{upper_first(rows[0]['variant'])}: {_spread(rows[0])}"
    names = [two_lines(upper_first(row["variant"]), wrapped(_facts(row))) for row in rows]
    shades = colours(len(rows))
    lowest, highest = min(row["lowest"] for row in rows), max(row["highest"] for row in rows)
    marked = {} if own is None else {f"{own_label}: {points(own)}": float(own)}
    room = 0.05 * (highest - lowest or 1)
    ends = [*marked.values(), lowest, highest]
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
        subtitle="Weighted mean in points; curves drawn to one height, the bar below holds the middle 90% "
        "of the weightings",
        alternative=f"Weighted mean over the weightings of {plural(len(rows), 'variant')}. {finding}.",
        basis=basis_of(summary),
        height=row_height(names, _VARIANT_HEIGHT) * len(rows),
        left=label_width(names),
        head=LABEL_HEIGHT * bool(marked),
        annotations=[top_label(at, escape(words)) for words, at in marked.items()],
        shapes=[*map(dotted_line, marked.values())],
        xaxis={"range": [min(ends) - room, max(ends) + room]},
        yaxis=level_axis(names),
        barmode="overlay",
    )


def _is_curve_of(row: Row, curve: list[Row]) -> bool:
    """Whether a curve has the ends of a summary, and passes its percentiles."""
    scores = [point["score"] for point in curve]
    if max(abs(min(scores) - row["lowest"]), abs(max(scores) - row["highest"])) > _ROUNDING:
        return False
    return all(
        (share - point["share_at_least"]) * (point["score"] - row[name]) >= -_ROUNDING
        for name, share in (("p05", 0.95), ("median", 0.5), ("p95", 0.05))
        for point in curve
    )


def _spread(row: Row) -> str:
    """Say where 90% of the weightings of a variant lie, and how many reach the target."""
    ends = _ends(row)
    spread = f"90% lie between {join(ends)}" if len(ends) > 1 else f"90% give {ends[0]}"
    if row["lowest"] == row["highest"]:
        spread = f"every weighting gives {ends[0]}"
    return spread + _reached(row, ", and ")


def _facts(row: Row) -> str:
    ends, every = _ends(row), row["lowest"] == row["highest"]
    spread = f"90%: {' to '.join(ends)}" if len(ends) > 1 else f"{'all' if every else '90%'} at {ends[0]}"
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
    variant = escape(upper_first(name)).replace("%{", "&#37;{")
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
        hovertext=[f"{escape(upper_first(row['variant']))}: {_spread(row)}" for row in rows],
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
        hovertext=[f"{escape(upper_first(row['variant']))}: {_spread(row)}" for _, row, _ in found],
        hovertemplate="%{hovertext}<extra></extra>",
    )
