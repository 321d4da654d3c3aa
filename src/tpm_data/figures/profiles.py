"""A figure whose buttons switch between weightings of one career's scores; it needs no Python to do so."""

from itertools import groupby

import pandas as pd
import plotly.graph_objects as go

from tpm_data.figures.bands import row_height, two_lines
from tpm_data.figures.lines import LABEL_HEIGHT, top_label
from tpm_data.figures.style import (
    ACCENT,
    CONTEXT,
    FAINT,
    Figure,
    Row,
    basis_of,
    drawn_width,
    escape,
    figure,
    label_width,
    level_axis,
    records,
    wrapped,
)
from tpm_data.figures.text import text_width
from tpm_data.words import counted, listed, points

_FACTOR_HEIGHT = 44
_BUTTON_FONT = 14
_BUTTON_LINE, _BUTTON_PADDING, _BUTTON_SIDES = 19, 16, 32  # pixels, as plotly draws them
_BELOW_BUTTONS = 8
_PANELS = (("score", "x", [0, 0.48], CONTEXT), ("contribution", "x2", [0.52, 1], ACCENT))


def profile_scores(contributions: pd.DataFrame) -> Figure:
    """Draw what every factor adds to the weighted mean, with buttons for several weightings.

    Parameters
    ----------
    contributions : DataFrame
        One row per profile and factor: ``profile`` and the columns that
        `tpm_data.attractiveness.contributions` returns for one career; the first profile is shown
        first. Every profile has the same factors and scores, only the weights differ.

    Returns
    -------
    Figure
        Two bars per factor from zero, score and contribution, in the order of the table, on axes
        that stay when the weighting changes; a button per profile, or a menu if there is no room.

    Raises
    ------
    ValueError
        If there is no factor, a profile holds several careers, or the scores of two profiles differ.

    Examples
    --------
    >>> import pandas as pd
    >>> import tpm_data
    >>> from tpm_data.attractiveness import contributions
    >>> scores = tpm_data.load("attractiveness_scores")
    >>> names = ["balanced", "life first"]
    >>> parts = [contributions(scores, name).assign(profile=name) for name in names]
    >>> profile_scores(pd.concat(parts)).alternative
    'Scores and contributions of 8 factors under 2 weightings, shown one at a time; of 10 points, the
    weighted mean is 8.25 (balanced) and 7.69 (life first).'
    """
    profiles = _profiles(contributions)
    means = {name: points(_mean(rows)) for name, rows in profiles.items()}
    scale = next(iter(profiles.values()))[0].get("scale_maximum")
    subtitle = "Points per factor; it adds its score times its weight, and these add up to the mean"
    choosing = "The buttons choose the weights" if _in_a_row([*profiles]) else "The menu chooses the weights"
    told = listed(f"{mean} ({name})" for name, mean in means.items())
    frame = _frame(profiles) | {
        "subtitle": f"{subtitle}. {choosing}" if len(profiles) > 1 else subtitle,
        "alternative": (
            f"Scores and contributions of {counted(len(next(iter(profiles.values()))), 'factor')} under "
            f"{counted(len(profiles), 'weighting')}, shown one at a time; "
            f"{f'of {points(scale)} points, ' if scale else ''}the weighted mean is {told}."
        ),
        "basis": basis_of(contributions),
    }
    views = [
        _view(rows, f"{name[:1].upper()}{name[1:]}: {_finding(_mean(rows), profiles, scale)}", frame)
        for name, rows in profiles.items()
    ]
    # The title with the most lines makes the room for all of them.
    roomiest = max(views, key=lambda view: view.layout.margin.t)
    drawn = Figure(data=views[0].data, layout=roomiest.layout)
    drawn.update_layout(title_text=views[0].layout.title.text, yaxis=views[0].layout.yaxis)
    drawn.update_layout(updatemenus=[_menu([*profiles], views, roomiest)] if len(views) > 1 else [])
    return drawn


def _profiles(table: pd.DataFrame) -> dict[str, list[Row]]:
    """Return the rows of every profile, in order of appearance, if they can be compared."""
    if table.empty:
        raise ValueError("There is no factor to draw: the table has no rows.")
    if table.duplicated(["profile", "factor"]).any():
        raise ValueError("The figure shows one career; a profile holds several.")
    order = pd.factorize(table["profile"])[0].argsort(kind="stable")
    grouped = groupby(records(table.iloc[order]), key=lambda row: str(row["profile"]))
    profiles = {name: list(rows) for name, rows in grouped}
    scored = [[(row["factor"], row["score"]) for row in rows] for rows in profiles.values()]
    if any(rows != scored[0] for rows in scored):
        raise ValueError("Every profile needs the same factors and scores, in the same order.")
    return profiles


def _mean(rows: list[Row]) -> float:
    return float(sum(row["contribution"] for row in rows))


def _finding(mean: float, profiles: dict[str, list[Row]], scale: float | None) -> str:
    """Say the weighted mean, and between which ends those of all profiles lie."""
    finding = f"the weighted mean is {points(mean)}" + (f" of {points(scale)}" if scale else "")
    ends = [points(end(map(_mean, profiles.values()))) for end in (min, max)]
    if len(profiles) == 1:
        return finding
    if ends[0] == ends[1]:
        return f"{finding}, as under all {len(profiles)} weightings"
    return f"{finding}; these {len(profiles)} weightings reach from {ends[0]} to {ends[1]}"


def _frame(profiles: dict[str, list[Row]]) -> Row:
    """Lay out what stays when the weighting changes: margins, height and axes."""
    rows = [row for group in profiles.values() for row in group]
    names = [_name(row) for row in rows]
    left = label_width(names)
    highest = rows[0].get("scale_maximum") or max(row["score"] for row in rows) or 1
    most = max(row["contribution"] for row in rows) or 1
    return {
        "height": row_height(names, _FACTOR_HEIGHT) * len(rows) // len(profiles),
        "left": left,
        "head": LABEL_HEIGHT + _menu_height([*profiles], left),
        "annotations": [
            top_label(_PANELS[0][2][0], "score", xref="paper", xanchor="left"),
            top_label(_PANELS[1][2][0], "added to the weighted mean", xref="paper", xanchor="left"),
        ],
        "xaxis": {"domain": _PANELS[0][2], "range": [0, 1.15 * highest]},
        "xaxis2": {"domain": _PANELS[1][2], "range": [0, 1.15 * most], "anchor": "y"},
    }


def _view(rows: list[Row], title: str, frame: Row) -> Figure:
    """Draw one profile."""
    traces = [
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
        for column, axis, _, colour in _PANELS
    ]
    return figure(traces, title=title, yaxis=level_axis([*map(_name, rows)]), **frame)


def _name(row: Row) -> str:
    return two_lines(row["factor"], f"weight {points(100 * row['weight'])} %")


def _addition(row: Row) -> str:
    parts = f"score {points(row['score'])} × weight {points(100 * row['weight'])} %"
    return f"{escape(row['factor'])}: {parts} = {points(row['contribution'])} points"


def _menu(names: list[str], views: list[Figure], frame: Figure) -> Row:
    """Lay out a button per profile, left-aligned with the title, above the labels of the panels."""
    layout = frame.layout
    left, area = layout.margin.l, layout.height - layout.margin.t - layout.margin.b
    return {
        "type": "buttons" if _in_a_row(names) else "dropdown",
        "direction": "right" if _in_a_row(names) else "down",
        "buttons": [_button(name, view, left) for name, view in zip(names, views, strict=True)],
        "showactive": True,
        "bgcolor": FAINT,
        "bordercolor": CONTEXT,
        "font": {"size": _BUTTON_FONT},
        "x": layout.annotations[-1].x,
        "xanchor": "left",
        "y": 1 + (LABEL_HEIGHT + _BELOW_BUTTONS) / area,
        "yanchor": "bottom",
        "pad": {"t": 0, "b": 0, "l": 0, "r": 0},
    }


def _button(name: str, view: Figure, left: int) -> Row:
    """Let a button show the bars, title and weights of one profile."""
    bars = {key: [list(trace[key]) for trace in view.data] for key in ("x", "text", "hovertext")}
    words = {"title.text": view.layout.title.text, "yaxis.ticktext": list(view.layout.yaxis.ticktext)}
    return {"label": _label(name, left), "method": "update", "args": [bars, words]}


def _in_a_row(names: list[str]) -> bool:
    return sum(text_width(name, _BUTTON_FONT) + _BUTTON_SIDES for name in names) < drawn_width(0)


def _label(name: str, left: int) -> str:
    return wrapped(name, drawn_width(left), _BUTTON_FONT)


def _menu_height(names: list[str], left: int) -> int:
    """Return the pixels that the buttons need; where there is nothing to choose, none are drawn."""
    if len(names) == 1:
        return 0
    lines = max(1 + _label(name, left).count("<br>") for name in names)
    return _BELOW_BUTTONS + _BUTTON_PADDING + _BUTTON_LINE * lines
