"""Figures of pay over a career: a plan year by year, and which assumption changes it most."""

import math
from collections.abc import Callable
from functools import partial
from itertools import groupby

import pandas as pd

from tpm_data.figures.layout import LINE, Finding, Label, Page, column_names
from tpm_data.figures.rows import Row, ends_of, rows_of_one
from tpm_data.figures.style import MARKS, Figure, basis_of, escape
from tpm_data.figures.wording import Span, extremes, full, money_words, room_for, stack
from tpm_data.formatting import currency_of, join, money, percent, plural, signed_money, upper_first

_PLAN = 300  # pixels from the lowest to the highest pay
_YEAR = 34  # pixels for the words of a year
_SCENARIOS = {"low": "low", "high": "high", "mid": "middle"}  # in the order of drawing
_SIDES = (("high", min, -16), ("low", max, 16))  # pixels between labels at the end
_CHOICE, _ENDS = "discount_rate", ("first_value", "second_value")
_WORDS = {
    "years": "years on each level",
    "growth": "growth inside a band, per year",
    "promotion": "pay at a promotion",
    "discount_rate": "discount rate, per year",
    "position": "range penetration at the start",
}


def earnings_range(years: pd.DataFrame) -> Figure:
    """Draw what a plan would pay, year by year: three paths on the ranges of the levels.

    It shows what the plan pays in total, and how much that depends on its assumptions. The accent marks
    the middle path, from its start to the pay of the last year.

    Parameters
    ----------
    years : DataFrame
        One row per scenario and year, as the ``years`` of `tpm_data.progression.earnings`.

    Returns
    -------
    Figure
        The middle path and the area from the low to the high one, with pale ranges of the levels behind
        them; its table has one row per scenario and year.

    Raises
    ------
    ValueError
        If the table has several ladders, or lacks a scenario or a column.

    Examples
    --------
    >>> import tpm_data
    >>> bands = tpm_data.load("salary_bands")
    >>> paths = {"growth": (0.01, 0.03, 0.05), "promotion": ("floor", 0.05, 0.1)}
    >>> plan = tpm_data.progression.earnings(bands, start_level=3, start_pay="$150k", **paths)
    >>> earnings_range(plan.years).alternative
    'Pay over 9 years on 3 levels, $195k to $215k in the last year. Starting at $150,000, 9 years would pay
    about $1.57M ($1.5M to $1.69M).'
    """
    rows = rows_of_one("ladder", years, "progression.earnings(...).years", "scenario", "year")
    rows.sort(key=lambda row: row["year"])
    paths = {name: [row for row in rows if row["scenario"] == name] for name in _SCENARIOS}
    if not all(paths.values()):
        raise ValueError("The figure needs every scenario: low, mid and high.")
    unit, count, start = currency_of(years), len(paths["mid"]), paths["mid"][0]["pay"]
    low, high, middle = (money(path[-1]["cumulative"], unit) for path in paths.values())
    alike = len({path[0]["pay"] for path in paths.values()}) == 1
    sums = f"about {middle}" + f" ({low} to {high})" * (low != high)
    lead = f"Starting at {full(start, unit)}, " * alike
    page = Page(Finding(f"{lead}{plural(count, 'year')} would pay {sums}", ["mid"]))
    several = len({tuple(row["pay"] for row in path) for path in paths.values()}) > 1
    last = {name: money(path[-1]["pay"], unit) for name, path in paths.items()}
    ends = {name: f"{_SCENARIOS[name]} " * several + pay for name, pay in last.items()}
    pays = [pay for row in rows for pay in (*ends_of(row), row["pay"])]
    pitch = page.columns(count, pays, money_words(unit), right=min(0.4, room_for(ends.values())))
    height, listed, levels = _levels(page, rows, pitch)
    ends_at = {name: height(path[-1]["pay"]) for name, path in paths.items()}
    ends_at |= {name: limit(ends_at[name], ends_at["mid"] + by) for name, limit, by in _SIDES}
    for name, path in paths.items() if several else [("mid", paths["mid"])]:
        path = [*path, path[-1]]
        said = [f"{_SCENARIOS[name]}, year {row['year']}: {full(row['pay'], unit)}" for row in path]
        wide, area = 3 if name == "mid" else 1.5, {"fill": "tonexty", "fillcolor": MARKS["tint"]}
        look = {"shape": "hv", "color": MARKS[page.tone(name, "quiet")], "width": wide}
        ys = [round(height(row["pay"]), 1) for row in path]
        page.trace([*range(count + 1)], ys, said, line=look, **(area if name == "high" else {}))
        page.beside((count, count), ends_at[name], [(ends[name], page.tone(name, "deep"))], "right")
    begin = f"start {full(start, unit)}"
    page.dot(0, height(start), "mid", begin, size=9)
    if alike:
        page.note(0, height(start) + 12, [(begin, "accent")], 12, xanchor="left", xshift=3)
    page.y += 24
    for year in range(1, count + 1, math.ceil(_YEAR / pitch)):
        page.note(year - 0.5, page.y + LINE / 2, ["year 1" if year == 1 else str(year)], 12)
    page.y += LINE + 6
    for line in listed:
        page.line([line])
    final = " to ".join(dict.fromkeys([last["low"], last["high"]]))
    measure = f"Pay per year{', low to high,' * several} on each level’s range (pale)"
    shows = f"Pay over {plural(count, 'year')} on {plural(levels, 'level')}, {final} in the last year"
    caption = [f"Assumed: {years.attrs['assumed']}."] if "assumed" in years.attrs else []
    return page.figure(measure, shows=shows, basis=basis_of(years), rows=rows, caption=caption)


def _levels(page: Page, rows: list[Row], pitch: float) -> tuple[Callable[[float], float], list[str], int]:
    """Draw the range of each level over its years, with its title on it.

    Return a function for the height of an amount, the titles to list below, and the number of levels.
    """
    levels = [[*spent] for _, spent in groupby(rows, lambda row: row["level"])]
    spans = [(spent[0]["year"] - 1, spent[-1]["year"]) for spent in levels]
    pixels = [(until - since) * pitch for since, until in spans]
    names, listed = column_names([spent[0]["title"] for spent in levels], pixels)
    height = page.heights(_PLAN, 15 * max(map(len, names)) + 6)
    for spent, (since, until), name in zip(levels, spans, names, strict=True):
        ground = {"fillcolor": MARKS["track"], "line": {"color": "#FFFFFF", "width": 2}}
        page.shape(since, height(spent[0]["maximum"]), until, height(spent[0]["minimum"]), **ground)
        if any(name):
            above = height(max(row[end] for row in spent for end in ("maximum", "pay"))) - 3
            page.note(since, above, size=12, text=stack(name), xanchor="left", xshift=3, yanchor="bottom")
    return height, listed, len(levels)


def earnings_tornado(sensitivity: pd.DataFrame) -> Figure:
    """Draw how much each assumption changes the present value of all pay.

    It shows which assumption the result depends on most. The accent marks its bar, the longest. A
    discount rate is a choice, not an uncertainty, so it is drawn separately and not compared.

    Parameters
    ----------
    sensitivity : DataFrame
        One row per assumption, as `tpm_data.progression.earnings_sensitivity` returns it.

    Returns
    -------
    Figure
        One bar per assumption from the lowest to the highest value, the longest on top, and a line across
        at the value with nothing changed; its table has one row per assumption.

    Raises
    ------
    ValueError
        If the table has several ladders or no rows, or lacks a column.

    Examples
    --------
    >>> import tpm_data
    >>> changes = {"growth": (0, 0.05), "position": (0.0, 1.0)}
    >>> table = tpm_data.progression.earnings_sensitivity(
    ...     tpm_data.load("salary_bands"), changes, promotion="floor"
    ... )
    >>> earnings_tornado(table).alternative
    'Present value of all pay, $2.11M as assumed, when one of 2 assumptions changes. The present value
    depends most on range penetration at the start: a change of $190k.'
    """
    rows = rows_of_one("ladder", sensitivity, "progression.earnings_sensitivity", "assumption")
    rows.sort(key=lambda row: (row["assumption"] == _CHOICE, -row["change"]))
    unit, base = currency_of(sensitivity), rows[0]["base_value"]
    doubts = [row for row in rows if row["assumption"] != _CHOICE] or rows
    changes = {at: row["change"] for at, row in enumerate(doubts)}
    _, (tied, most) = extremes(changes, partial(money, currency=unit))
    named = [doubts[at] for at in tied if doubts[0]["change"]]
    depends = "most " * (len(named) < len(doubts)) + f"on {join(map(_words, named), 2)}: a change of {most}"
    depends = depends if named else "on none of these assumptions"
    finding = Finding(f"The present value depends {depends}", [escape(row["assumption"]) for row in named])
    page = Page(finding, len(rows))
    page.scale([base, *(row[end] for row in rows for end in _ENDS)], money_words(unit))
    page.rule(base, "base", f"as assumed: {money(base, unit)}")

    def label(row: Row) -> Label:
        facts = _facts(row, unit) + [(f"{most} apart", "accent")] * (row in named)
        return Label(upper_first(_words(row)), facts)

    for row, words, y in page.rows(doubts, label) + page.rows(rows[len(doubts) :], label):
        page.bar((base, *(row[end] for end in _ENDS)), y, escape(row["assumption"]), words)
    shows = f"Present value of all pay, {money(base, unit)} as assumed, when one of "
    shows += f"{plural(len(rows), 'assumption')} changes"
    measure = "Present value of all pay when one assumption changes and the others stay"
    return page.figure(measure, shows=shows, basis=basis_of(sensitivity), rows=rows)


def _facts(row: Row, unit: str) -> list[Span]:
    """Say how each of the two values changes the result, the lower result first."""
    facts: list[Span] = []
    for first in ("first", "second")[:: 1 if row["first_value"] <= row["second_value"] else -1]:
        value, worth = row[first], row[f"{first}_value"]
        # Years are one number, or one for each level.
        counted = isinstance(value, str) or row["assumption"].startswith("years")
        said = join(pd.Series(value).tolist(), 3) if counted else percent(value)
        facts.append(f"{said}: {signed_money(worth - row['base_value'], unit)}")
    return facts + ["a choice, not an uncertainty"] * (row["assumption"] == _CHOICE)


def _words(row: Row) -> str:
    return _WORDS.get(row["assumption"], str(row["assumption"]))  # years on one level are already in words
