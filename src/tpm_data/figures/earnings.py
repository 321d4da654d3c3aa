"""Figures of pay over a career: the range of three scenarios, and which assumption matters most."""

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
    money_ticks,
    pay_axis,
    round_ticks,
    side_label,
    text_width,
    top_label,
    wrapped,
)
from tpm_data.figures.bands import ACCENT, GRID, figure, row_height, two_lines
from tpm_data.figures.rows import rows_of_one
from tpm_data.figures.style import Figure, basis_of
from tpm_data.formatting import currency_of, money, percent, plural, signed_money, upper_first

_HEIGHT, _LEFT, _APART = 320, 90, 3
_MOST_YEARS = 20
_MOST_ASSUMED = 130  # pixels; years on each of many levels would leave no room for the bars
_SHARES = ("growth", "promotion", "discount_rate", "position")
_WORDS = {
    "years": "years on each level",
    "growth": "growth inside a band, per year",
    "promotion": "pay at a promotion",
    "discount_rate": "discount rate, per year",
    "position": "range penetration at the start",
}


def earnings_range(years: pd.DataFrame) -> Figure:
    """Draw pay year by year in a low, a middle and a high scenario.

    Parameters
    ----------
    years : DataFrame
        One row per scenario and year, as the ``years`` of `tpm_data.progression.earnings`.

    Returns
    -------
    Figure
        The stretch from the low to the high scenario, the middle one as a line; above it the number
        of each level where it is entered, as far as there is room. Titles stand in the hover.

    Raises
    ------
    ValueError
        If the table holds several ladders, not every scenario, or not the columns.

    Examples
    --------
    >>> import tpm_data
    >>> path = tpm_data.progression.earnings(tpm_data.load("salary_bands"), years=2)
    >>> earnings_range(path.years).alternative
    'Pay over 10 years, from $1.36M in the low scenario to $1.87M in the high one; $1.61M in the
    middle.'
    """
    rows = rows_of_one("ladder", years, "progression.earnings(...).years", "scenario", "year")
    paths = {name: [row for row in rows if row["scenario"] == name] for name in ("low", "mid", "high")}
    if not all(paths.values()):
        raise ValueError("The figure needs every scenario: low, mid and high.")
    unit = currency_of(years)
    sums = {name: money(path[-1]["cumulative"], unit) for name, path in paths.items()}
    span = plural(len(paths["mid"]), "year")
    low, high = min(row["pay"] for row in paths["low"]), max(row["pay"] for row in paths["high"])
    return figure(
        [
            _steps(paths["low"], unit, line={"width": 0}),
            _steps(paths["high"], unit, line={"width": 0}, fill="tonexty", fillcolor="#A6CDE3"),
            _steps(paths["mid"], unit, line={"color": ACCENT, "width": 3}),
        ],
        title=f"Over {span} the ladder would pay {sums['low']} to {sums['high']} under these assumptions",
        subtitle="Pay per year from the low to the high scenario, the line is the middle one; "
        "what is assumed stands in the table",
        alternative=f"Pay over {span}, from {sums['low']} in the low scenario to {sums['high']} in the "
        f"high one; {sums['mid']} in the middle.",
        basis=basis_of(years),
        height=_HEIGHT,
        left=_LEFT,
        annotations=_entries(paths["high"]),
        xaxis=_years(len(paths["mid"])),
        yaxis=_pay(low, high, unit),
    )


def earnings_tornado(sensitivity: pd.DataFrame) -> Figure:
    """Draw how much each assumption changes the present value of all pay.

    Parameters
    ----------
    sensitivity : DataFrame
        One row per assumption, as `tpm_data.progression.earnings_sensitivity` returns it.

    Returns
    -------
    Figure
        One bar per assumption from the lowest to the highest value, the longest on top, its ends
        labelled with what is assumed there; the kept values as a line across.

    Raises
    ------
    ValueError
        If the table holds several ladders, no rows, or not the columns.

    Examples
    --------
    >>> import tpm_data
    >>> changes = {"growth": (0, 0.05), "position": (0.0, 1.0)}
    >>> table = tpm_data.progression.earnings_sensitivity(
    ...     tpm_data.load("salary_bands"), changes, promotion="floor"
    ... )
    >>> earnings_tornado(table).alternative
    'Present value of all pay when one of 2 assumptions changes; what matters most: range penetration
    at the start ($190k).'
    """
    rows = rows_of_one("ladder", sensitivity, "progression.earnings_sensitivity", "assumption")
    unit = currency_of(sensitivity)
    base = rows[0]["base_value"]
    ends = [[row["base_value"], row["first_value"], row["second_value"]] for row in rows]
    lows, highs = [min(values) for values in ends], [max(values) for values in ends]
    names = [two_lines(_words(row), wrapped(_between(row))) for row in rows]
    left = label_width(names)
    changes = [
        (value, y, _end_words(rows[y], value, unit), side)
        for side, values in (("right", lows), ("left", highs))
        for y, value in enumerate(values)
        if value != base
    ]
    finding = f"what matters most: {_words(rows[0])} ({money(rows[0]['change'], unit)})"
    if not rows[0]["change"]:
        finding = "none of them changes it"
    return figure(
        [_tornado_bars(rows, lows, highs)],
        title=upper_first(finding),
        subtitle="Present value of all pay when one assumption changes and the others stay, in money",
        alternative="Present value of all pay when one of "
        f"{plural(len(rows), 'assumption')} changes; {finding}.",
        basis=basis_of(sensitivity),
        height=row_height(names) * len(rows),
        left=left,
        head=LABEL_HEIGHT,
        annotations=[
            top_label(base, f"as assumed: {money(base, unit)}"),
            *(side_label(*change) for change in changes),
        ],
        shapes=[dotted_line(base)],
        xaxis=pay_axis(min(lows), max(highs), unit, left, [text for _, _, text, _ in changes]),
        yaxis=level_axis(names),
    )


def _tornado_bars(rows: list[Row], lows: list[float], highs: list[float]) -> go.Bar:
    return go.Bar(
        orientation="h",
        y=list(range(len(rows))),
        base=lows,
        x=[high - low for low, high in zip(lows, highs, strict=True)],
        marker={"color": ACCENT},
        hovertext=[f"{escape(_words(row))}: {escape(_between(row))}" for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _steps(path: list[Row], unit: str, **look: object) -> go.Scatter:
    return go.Scatter(
        mode="lines",
        x=[year for row in path for year in (row["year"] - 0.5, row["year"] + 0.5)],
        y=[row["pay"] for row in path for _ in range(2)],
        hovertext=[
            f"{escape(row['title'])}, year {row['year']}, {row['scenario']} scenario: "
            f"{money(row['pay'], unit, exact=True)}"
            for row in path
            for _ in range(2)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        **look,
    )


def _pay(low: float, high: float, unit: str) -> Row:
    """Lay out an upright pay axis; both ends have room for the titles of the levels."""
    room = 0.12 * ((high - low) or low)
    ticks = round_ticks(max(0.0, low - room), high + room, 6)
    return {
        "range": [low - room, high + room],
        "tickvals": ticks,
        "showgrid": True,
        "gridcolor": GRID,
    } | {"ticktext": money_ticks(ticks, unit)}


def _years(count: int) -> Row:
    """Lay out the axis of the years; only some are named where there are many."""
    named = list(range(1, count + 1, max(1, -(-count // _MOST_YEARS))))
    texts = ["year 1", *map(str, named[1:])]
    return {"range": [0.5, count + 0.5], "tickvals": named, "ticktext": texts, "showgrid": False}


def _entries(path: list[Row]) -> list[Row]:
    """Write above the highest path which level it enters, where the label before leaves room."""
    labels, free = [], 0.5
    scale = drawn_width(_LEFT) / len(path)
    for before, row in zip([None, *path], path, strict=False):
        start, text = row["year"] - 0.5, f"level {row['level']}"
        end = start + (text_width(text) + 2 * _APART) / scale
        entered = before is None or before["level"] != row["level"]
        if not entered or start < free or end > len(path) + 0.5:
            continue
        free = end
        top = max(year["pay"] for year in path if start < year["year"] + 0.5 and year["year"] - 0.5 < end)
        place = {"x": start, "xanchor": "left", "xshift": _APART, "y": top, "yanchor": "bottom"}
        labels.append({"text": text, "showarrow": False} | place)
    return labels


def _end_words(row: Row, value: float, unit: str) -> str:
    """Say what is assumed where the present value is this one, and how much that changes it."""
    worths = (row["first_value"], row["second_value"])
    assumed = " or ".join(words for words, worth in zip(_assumed(row), worths, strict=True) if worth == value)
    lead = f"{escape(assumed)}: " if text_width(assumed) < _MOST_ASSUMED else ""
    return f"{lead}{signed_money(value - row['base_value'], unit)}"


def _assumed(row: Row) -> list[str]:
    return [
        percent(value) if row["assumption"] in _SHARES and not isinstance(value, str) else str(value)
        for value in (row["first"], row["second"])
    ]


def _words(row: Row) -> str:
    return str(_WORDS.get(row["assumption"], row["assumption"]))  # years on one level are in words


def _between(row: Row) -> str:
    return " or ".join(_assumed(row))
