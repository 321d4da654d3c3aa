"""A figure whose buttons switch between weightings of one career's scores; it needs no Python to do so."""

import pandas as pd

from tpm_data.figures.lines import LABEL_HEIGHT
from tpm_data.figures.panels import MEASURE, factor_name, mean_of, mean_words, panel_bars, panels
from tpm_data.figures.rows import records, rows_of_one
from tpm_data.figures.style import (
    CONTEXT,
    FAINT,
    Figure,
    Row,
    basis_of,
    drawn_width,
    figure,
    level_axis,
    wrapped,
)
from tpm_data.figures.text import text_width
from tpm_data.words import begun, counted, listed, points

_BUTTON_FONT = 14
_BUTTON_LINE, _BUTTON_PADDING, _BUTTON_SIDES = 19, 16, 32  # pixels, as plotly draws them
_BELOW_BUTTONS = 8


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
        If a profile holds several careers, the scores of two profiles differ, or the table has no rows
        or not the columns.

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
    first = next(iter(profiles.values()))
    scale = first[0].get("scale_maximum")
    choosing = "The buttons choose the weights" if _in_a_row([*profiles]) else "The menu chooses the weights"
    told = listed(f"{points(mean_of(rows))} ({name})" for name, rows in profiles.items())
    frame = _frame(profiles) | {
        "subtitle": f"{MEASURE}. {choosing}" if len(profiles) > 1 else MEASURE,
        "alternative": (
            f"Scores and contributions of {counted(len(first), 'factor')} under "
            f"{counted(len(profiles), 'weighting')}, shown one at a time; "
            f"{f'of {points(scale)} points, ' if scale else ''}the weighted mean is {told}."
        ),
        "basis": basis_of(contributions),
    }
    views = [
        figure(
            panel_bars(rows),
            title=f"{begun(name)}: {mean_words(rows)}{_spread(profiles)}",
            yaxis=level_axis([*map(factor_name, rows)]),
            **frame,
        )
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
    if "profile" not in records(table, "attractiveness.contributions")[0]:
        raise ValueError("The table lacks the column 'profile', which names the weighting of each row.")
    profiles: dict[str, list[Row]] = {}
    for row in rows_of_one("career", table, "attractiveness.contributions", "profile", "factor"):
        profiles.setdefault(str(row["profile"]), []).append(row)
    scored = [[(row["factor"], row["score"]) for row in rows] for rows in profiles.values()]
    if any(rows != scored[0] for rows in scored):
        raise ValueError("Every profile needs the same factors and scores, in the same order.")
    return profiles


def _spread(profiles: dict[str, list[Row]]) -> str:
    """Say between which ends the weighted means of all profiles lie, if there are several."""
    ends = [points(end(map(mean_of, profiles.values()))) for end in (min, max)]
    if len(profiles) == 1:
        return ""
    if ends[0] == ends[1]:
        return f", as under all {len(profiles)} weightings"
    return f"; these {len(profiles)} weightings reach from {ends[0]} to {ends[1]}"


def _frame(profiles: dict[str, list[Row]]) -> Row:
    """Lay out what stays when the weighting changes: margins, height and axes."""
    rows = [row for group in profiles.values() for row in group]
    frame = panels(rows, len(rows) // len(profiles))
    return frame | {"head": frame["head"] + _menu_height([*profiles], frame["left"])}


def _menu(names: list[str], views: list[Figure], frame: Figure) -> Row:
    """Lay out a button per profile, left-aligned with the title, above the labels of the panels."""
    left, beside = frame.layout.margin.l, frame.layout.annotations[-1].xshift
    return {
        "type": "buttons" if _in_a_row(names) else "dropdown",
        "direction": "right" if _in_a_row(names) else "down",
        "buttons": [_button(name, view, left) for name, view in zip(names, views, strict=True)],
        "showactive": True,
        "bgcolor": FAINT,
        "bordercolor": CONTEXT,
        "font": {"size": _BUTTON_FONT},
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "pad": {"t": 0, "b": LABEL_HEIGHT + _BELOW_BUTTONS, "l": beside, "r": 0},
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
