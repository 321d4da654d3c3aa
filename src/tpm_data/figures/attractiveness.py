"""Figures of one career's scores: what each factor adds, and what moving its weight does."""

import pandas as pd
import plotly.graph_objects as go

from tpm_data.figures.axes import (
    LABEL_HEIGHT,
    Row,
    dotted_line,
    drawn_width,
    escape,
    label_width,
    level_axis,
    text_width,
    top_label,
    wrapped,
)
from tpm_data.figures.bands import row_height, two_lines
from tpm_data.figures.rows import records, rows_of_one
from tpm_data.figures.style import ACCENT, CONTEXT, FAINT, Figure, basis_of, figure
from tpm_data.formatting import join, plural, points, upper_first

_MOST_NAMED = 2
_HIDDEN = 0.03  # of the range drawn: what the marks at the ends would cover
_EQUAL = 1e-9  # points below which two results of a division are the same
FACTOR_HEIGHT = 44
MEASURE = "Points per factor; it adds its score times its weight, and these add up to the mean"
_PANELS = (
    ("score", "score", "x", [0, 0.48], CONTEXT),
    ("contribution", "added to the weighted mean", "x2", [0.52, 1], ACCENT),
)
_ROOM = 1.15  # of the longest bar: its label stands beside it
_BUTTON_FONT = 14
_BUTTON_LINE, _BUTTON_PADDING, _BUTTON_SIDES = 19, 16, 32  # pixels, as plotly draws them
_BELOW_BUTTONS = 8


def factor_contributions(contributions: pd.DataFrame) -> Figure:
    """Draw the score of every factor beside what it adds to the weighted mean.

    Parameters
    ----------
    contributions : DataFrame
        One row per factor, as `tpm_data.attractiveness.contributions` returns it for one career.

    Returns
    -------
    Figure
        Two bars per factor from zero, score and contribution, the largest contribution first.

    Raises
    ------
    ValueError
        If the table holds several careers, no rows, or not the columns.

    Examples
    --------
    >>> import tpm_data
    >>> scores = tpm_data.load("attractiveness_scores")
    >>> parts = tpm_data.attractiveness.contributions(scores, weights="life first")
    >>> factor_contributions(parts).alternative
    'Scores and contributions of 8 factors; the weighted mean is 7.69 of 10, and Work-Life Balance
    adds most (2.8).'
    """
    factors = rows_of_one("career", contributions, "attractiveness.contributions", "factor")
    rows = sorted(factors, key=lambda row: -row["contribution"])
    most = rows[0]["contribution"]
    first = [row["factor"] for row in rows if most - row["contribution"] < _EQUAL]
    adding = f"{_named(first)} add{'s' * (len(first) == 1)} most ({points(most)}{' each' * (len(first) > 1)})"
    if len(first) == len(rows):
        adding = f"every factor adds {points(most)}"
    total = mean_words(rows)
    return figure(
        panel_bars(rows),
        title=f"{upper_first(total)}; {adding}",
        subtitle=MEASURE,
        alternative=f"Scores and contributions of {plural(len(rows), 'factor')}; {total}, and {adding}.",
        basis=basis_of(contributions),
        yaxis=level_axis([*map(factor_name, rows)]),
        **panels(rows, len(rows)),
    )


def weight_sensitivity(sensitivity: pd.DataFrame) -> Figure:
    """Draw how far the weighted mean moves when the weight of one factor does.

    Parameters
    ----------
    sensitivity : DataFrame
        One row per factor, as `tpm_data.attractiveness.sensitivity` returns it for one career.

    Returns
    -------
    Figure
        One line per factor, from the mean without it (hollow) to the mean with it alone (filled),
        thick from half its weight to twice; the mean now as a line across. A factor that has all
        the weight has no line, as nothing says what the others would weigh.

    Raises
    ------
    ValueError
        If the table holds several careers, no rows, or not the columns.

    Examples
    --------
    >>> import tpm_data
    >>> lines = tpm_data.attractiveness.sensitivity(tpm_data.load("attractiveness_scores"))
    >>> weight_sensitivity(lines).alternative
    'Weighted mean without each of 8 factors and with it alone, now 8.25; Stability and Work-Life
    Balance move it most, by 1.43.'
    """
    rows = rows_of_one("career", sensitivity, "attractiveness.sensitivity", "factor")
    now = rows[0]["score_now"]
    moving = [row for row in rows if row["slope"] == row["slope"]]
    most = max((abs(row["slope"]) for row in moving), default=0.0)
    who = [row["factor"] for row in moving if most - abs(row["slope"]) < _EQUAL]
    finding = f"{_named(who)} move{'s' * (len(who) == 1)} it most, by {points(most)}"
    if most < _EQUAL:
        finding = "no weight moves it"
    names = [*map(factor_name, rows)]
    ends = [now, *(row[end] for row in moving for end in ("score_at_zero", "score_at_one"))]
    span = max(ends) - min(ends) or 1
    room = 0.14 * span
    return figure(
        [
            _stretch(rows, "score_at_zero", "score_at_one", 0.06, _HIDDEN * span),
            _stretch(rows, "score_if_halved", "score_if_doubled", 0.22, _HIDDEN * span),
            _end(rows, "score_at_zero", "score_at_one", "#FFFFFF"),
            _end(rows, "score_at_one", "score_at_zero", ACCENT),
        ],
        title=f"The weighted mean is {points(now)}; {finding}",
        subtitle="Weighted mean in points without a factor (hollow) and with it alone (filled); "
        "thick from half its weight to twice",
        alternative=f"Weighted mean without each of {plural(len(rows), 'factor')} and with it alone, "
        f"now {points(now)}; {finding}.",
        basis=basis_of(sensitivity),
        height=row_height(names, FACTOR_HEIGHT) * len(rows),
        left=label_width(names),
        head=LABEL_HEIGHT,
        annotations=[top_label(now, f"now {points(now)}")],
        shapes=[dotted_line(now)],
        xaxis={"range": [min(ends) - room, max(ends) + room]},
        yaxis=level_axis(names),
        barmode="overlay",
    )


def _named(factors: list[str]) -> str:
    return join(factors) if len(factors) <= _MOST_NAMED else f"{len(factors)} factors"


def _stretch(rows: list[Row], one: str, other: str, width: float, least: float) -> go.Bar:
    """Draw the way of the weighted mean between two weights of every factor, if it is long enough."""
    long = [(y, row) for y, row in enumerate(rows) if abs(row[other] - row[one]) > least]
    return go.Bar(
        orientation="h",
        y=[y for y, _ in long],
        base=[row[one] for _, row in long],
        x=[row[other] - row[one] for _, row in long],
        width=width,
        marker={"color": ACCENT},
        hoverinfo="skip",
    )


def _end(rows: list[Row], end: str, other: str, fill: str) -> go.Scatter:
    """Mark one end of the way of every factor, labelled on its outer side."""
    without = "without it" if end == "score_at_zero" else "with it alone"
    moving = [(y, row) for y, row in enumerate(rows) if row["slope"] == row["slope"]]
    return go.Scatter(
        mode="markers+text",
        y=[y for y, _ in moving],
        x=[row[end] for _, row in moving],
        marker={"color": fill, "size": 13, "line": {"color": ACCENT, "width": 2}},
        text=[points(row[end]) for _, row in moving],
        textposition=[
            "middle left" if (row[end], end) < (row[other], other) else "middle right" for _, row in moving
        ],
        cliponaxis=False,
        hovertext=[f"{escape(row['factor'])}: {points(row[end])} {without}" for _, row in moving],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def panels(rows: list[Row], drawn: int) -> Row:
    """Lay out both panels with room for all rows, of which so many are drawn at a time."""
    names = [*map(factor_name, rows)]
    highest = rows[0].get("scale_maximum") or max(row["score"] for row in rows) or 1
    most = max(row["contribution"] for row in rows) or 1
    return {
        "height": row_height(names, FACTOR_HEIGHT) * drawn,
        "left": label_width(names),
        "head": LABEL_HEIGHT,
        "annotations": [
            top_label(domain[0], words, xref="paper", xanchor="left") for _, words, _, domain, _ in _PANELS
        ],
        "xaxis": {"domain": _PANELS[0][3], "range": [0, _ROOM * highest]},
        "xaxis2": {"domain": _PANELS[1][3], "range": [0, _ROOM * most], "anchor": "y"},
    }


def panel_bars(rows: list[Row]) -> list[go.Bar]:
    """Draw the score of every factor beside its contribution."""
    return [
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
        for column, _, axis, _, colour in _PANELS
    ]


def factor_name(row: Row) -> str:
    """Name a factor, with its weight in the line below."""
    return two_lines(row["factor"], f"weight {points(100 * row['weight'])} %")


def mean_of(rows: list[Row]) -> float:
    """Add up what the factors add to the weighted mean."""
    return float(sum(row["contribution"] for row in rows))


def mean_words(rows: list[Row]) -> str:
    """Say the weighted mean, and of how many points if the scale is known."""
    scale = rows[0].get("scale_maximum")
    return f"the weighted mean is {points(mean_of(rows))}" + (f" of {points(scale)}" if scale else "")


def _addition(row: Row) -> str:
    parts = f"score {points(row['score'])} × weight {points(100 * row['weight'])} %"
    return f"{escape(row['factor'])}: {parts} = {points(row['contribution'])} points"


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
    >>> from tpm_data.attractiveness._scoring import contributions
    >>> scores = tpm_data.load("attractiveness_scores")
    >>> names = ["balanced", "life first"]
    >>> parts = [contributions(scores, weights=name).assign(profile=name) for name in names]
    >>> profile_scores(pd.concat(parts)).alternative
    'Scores and contributions of 8 factors under 2 weightings, shown one at a time; of 10 points, the
    weighted mean is 8.25 (balanced) and 7.69 (life first).'
    """
    profiles = _profiles(contributions)
    first = next(iter(profiles.values()))
    scale = first[0].get("scale_maximum")
    choosing = "The buttons choose the weights" if _in_a_row([*profiles]) else "The menu chooses the weights"
    told = join(f"{points(mean_of(rows))} ({name})" for name, rows in profiles.items())
    frame = _frame(profiles) | {
        "subtitle": f"{MEASURE}. {choosing}" if len(profiles) > 1 else MEASURE,
        "alternative": (
            f"Scores and contributions of {plural(len(first), 'factor')} under "
            f"{plural(len(profiles), 'weighting')}, shown one at a time; "
            f"{f'of {points(scale)} points, ' if scale else ''}the weighted mean is {told}."
        ),
        "basis": basis_of(contributions),
    }
    views = [
        figure(
            panel_bars(rows),
            title=f"{upper_first(name)}: {mean_words(rows)}{_spread(profiles)}",
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
