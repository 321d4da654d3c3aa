"""Figure of two careers: which is ahead under how many weightings, and where a weight tips it."""

import textwrap

import pandas as pd
import plotly.graph_objects as go

from tpm_data.figures.bands import row_height, two_lines
from tpm_data.figures.lines import top_label
from tpm_data.figures.rows import records
from tpm_data.figures.style import (
    CONTEXT,
    LEVEL_COLOURS,
    Figure,
    Row,
    basis_of,
    escape,
    figure,
    label_width,
    level_axis,
    wrapped,
)
from tpm_data.words import begun, counted, percent, points, portion

Stretch = tuple[str, float, float]  # who is ahead, from where (percent), how far

_ROW_HEIGHT = 46
_LEGEND_LINE = 22
_NAME_CHARACTERS = 30
_SHADES = {"first": LEVEL_COLOURS[0], "second": LEVEL_COLOURS[1], "tie": CONTEXT}
_LEFT = {"xref": "paper", "xanchor": "left"}
_OTHER = {"first": "second", "second": "first"}


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
        One bar of all weightings, split by who is ahead, and one per factor along its weight from 0
        to 100 %, the other factors keeping their proportions; a diamond at its weight now.

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
    >>> career_comparison(of.compare(both, "career"), of.break_even(both, "career")).alternative
    'TPM is ahead under 75 % of all weightings, my job under 25 %; along the weight of 3 of 8 factors
    the order changes.'
    """
    pair, rows = _one_pair(comparison, break_even)
    names = {side: textwrap.shorten(str(pair[side]), _NAME_CHARACTERS, placeholder=" …") for side in _OTHER}
    turning = sum(0 < row["break_even"] < 1 for row in rows)
    finding = begun(_finding(pair, names))
    labels = [
        two_lines("All weightings", "who is ahead in how many"),
        *(two_lines(row["factor"], wrapped(_turn(row, names))) for row in rows),
    ]
    stretches = [_shares(pair), *(_along(row, pair["preferred"]) for row in rows)]
    drawn = {side for stretch in stretches for side, _, length in stretch if length}
    legend = [(side, words) for side, words in _legend(names).items() if side in drawn]
    return figure(
        [*_bars(stretches, names), _weights_now(rows)],
        title=finding,
        subtitle="Share of all weightings, then the weight of each factor, the others in proportion; "
        "diamond: weight now",
        alternative=f"{finding}; along the weight of {turning} of {counted(len(rows), 'factor')} "
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
        xaxis={"range": [-2, 102], "ticksuffix": " %", "dtick": 25},
        yaxis=level_axis(labels),
        barmode="overlay",
    )


def _one_pair(comparison: pd.DataFrame, break_even: pd.DataFrame) -> tuple[Row, list[Row]]:
    found = records(comparison, "attractiveness.compare")
    rows = records(break_even, "attractiveness.break_even")
    pairs = {(row["first"], row["second"]) for row in (*found, *rows)}
    if len(pairs) != 1 or len(found) != 1 or not rows:
        raise ValueError("The figure shows one pair of careers; pick its rows in both tables.")
    return found[0], rows


def _finding(pair: Row, names: dict[str, str]) -> str:
    first, second = names["first"], names["second"]
    if pair["dominance"] == "equal":
        return f"{first} and {second} have the same scores: no weighting tells them apart"
    if pair["dominance"] != "none":
        ahead = pair["dominance"]
        return f"{names[ahead]} is nowhere lower than {names[_OTHER[ahead]]}: no weighting turns that round"
    if pair["share_first"] == pair["share_second"]:
        return f"{first} and {second} are each ahead under half of all weightings"
    ahead = "first" if pair["share_first"] > pair["share_second"] else "second"
    most, least = (portion(pair[f"share_{side}"]) for side in (ahead, _OTHER[ahead]))
    return f"{names[ahead]} is ahead under {most} of all weightings, {names[_OTHER[ahead]]} under {least}"


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
                    f"{escape(words)}: {start:.1f} to {start + length:.1f} %" for _, start, length in found
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
        hovertext=[f"{escape(row['factor'])}: weight now {points(100 * row['weight'])} %" for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )
