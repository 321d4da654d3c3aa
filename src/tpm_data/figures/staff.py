"""Figures of the staff: everyone on the range of their own level, and compa-ratios by group."""

import math
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import pandas as pd

from tpm_data import staff
from tpm_data.figures.layout import Finding, Label, Page
from tpm_data.figures.rows import Row, ends_of, parts_of, records, rows_of_one
from tpm_data.figures.style import MARKS, Figure, escape
from tpm_data.figures.wording import Span, Spell, extremes, full, marked, money_words, span
from tpm_data.formatting import currency_of, join, plural, upper_first
from tpm_data.tables.arguments import groups_of

_BAND, _OUTSIDE = ["level", "title", "minimum", "maximum"], ["below", "above"]
_USUAL = (0.8, 1.2)  # compa-ratios within a common rule of thumb
_TURN = 0.618  # of the height, from dot to dot: neighbours in pay are never neighbours in height
_CROWD = 150  # people in a row, from which dots are smallest
_Person = tuple[float, str, str]  # a place, the key of a mark in the title (or none), and words
_Row = tuple[str, list[Span], tuple[float, float], list[_Person], float]  # label, area, people, their median


def people_on_bands(placed: pd.DataFrame) -> Figure:
    """Draw everyone on the range of their own level: who is outside, and what raising low pay would cost.

    It shows how many are outside, on which side and at which levels. They are triangles in the accent that
    point outwards. Nobody is named. People far outside are drawn at the end of the axis, with their pay in
    words below, to leave room for the others.

    Parameters
    ----------
    placed : DataFrame
        One row per person, as `tpm_data.staff.place` returns it for one ladder.

    Returns
    -------
    Figure
        A range per level, lowest first, with a mark per person at their full-time pay; its table has one
        row per level: ``headcount``, ``below``, ``above``, ``cost_to_minimum`` (money per year).

    Raises
    ------
    ValueError
        If the table has several ladders or no rows, or lacks a column.

    Examples
    --------
    >>> import tpm_data
    >>> staff, ladder = tpm_data.load("example_staff"), tpm_data.load("general_schedule")
    >>> people_on_bands(tpm_data.staff.place(staff, ladder)).alternative
    'Pay of 60 people on 11 levels; raising the 5 below to the minimum would cost $7,493 a year. 9 of 60
    people are paid outside their range: 5 below its minimum, 4 above its maximum.'
    """
    groups = sorted(_groups(placed, _BAND), key=lambda found: found[0]["level"])
    rows_of_one("ladder", placed.drop_duplicates(_BAND), "staff.place", "level")
    unit, rows = currency_of(placed), list[_Row]()
    for band, title, own in groups:
        people = [_paid(f"{title} {at}", row, unit) for at, row in enumerate(own)]
        outside = ", ".join(f"{band[side]:,} {side}" for side in _OUTSIDE if band[side])
        facts: list[Span] = [f"{span(ends_of(band), unit, '–')}, {_heads(len(people))}"]
        facts += [(outside, "accent")] * bool(outside)
        rows.append((band["title"], facts, ends_of(band), people, math.nan))
    table = pd.DataFrame([band for band, *_ in groups]).drop(columns=["few_people", "median_compa_ratio"])
    below, above, cost = (sum(band[of] for band, *_ in groups) for of in (*_OUTSIDE, "cost_to_minimum"))
    who = "the one" if below == 1 else f"the {below:,}"
    costs = [f"raising {who} below to the minimum would cost {full(cost, unit)} a year"] * bool(below)
    about = [key for *_, people, _ in rows for _, key, _ in people if key]
    page = Page(Finding(_outside(below, above, len(placed)), about))
    _draw(page, rows, money_words(unit), 0.25)
    measure = "Full-time pay per year on the range of each person's own level; triangles: outside the range"
    shows = "; ".join([f"Pay of {_heads(len(placed))} on {plural(len(rows), 'level')}", *costs])
    return page.figure(measure, shows=shows, rows=table, **_rests_on(placed, *costs))


def _paid(at: str, row: Row, unit: str) -> _Person:
    pay, outside = row["full_time_pay"], row["status"] in _OUTSIDE
    where = f"{row['status']} the range" if outside else f"compa-ratio {row['compa_ratio']:.2f}"
    return pay, f"{row['status']} {at}" * outside, f"{row['title']}: {full(pay, unit)}, {where}"


def _groups(placed: pd.DataFrame, names: Sequence[str]) -> list[tuple[Row, str, list[Row]]]:
    """Return the sums, the name and the people of each group, or refuse a table that cannot be drawn."""
    for row in records(placed, "staff.place"):
        [row[name] for name in (*_BAND, "status", "full_time_pay", "compa_ratio", "to_minimum")]
    parts = parts_of(placed, names, "staff.place")
    sums: Any = staff.summary(placed, by=names).to_dict("records")  # in order of appearance, as the parts
    both = zip(sums, parts, strict=True)
    return [(of, title or "everyone", records(part, "staff.place")) for of, (title, part) in both]


def _heads(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _rests_on(placed: pd.DataFrame, *said: str) -> dict[str, Any]:
    bases = (placed.attrs.get(name, "your input") for name in ("basis", "bands_basis"))
    named = dict.fromkeys("the career document" if base == "document" else base for base in bases)
    notes = [*said, *placed.attrs.get("notes", ())]
    return {"basis": "; ".join(named), "caption": [f"{upper_first(note)}." for note in notes]}


def _outside(below: int, above: int, count: int) -> str:
    """Count those outside their range."""
    if not below + above:
        return "Everyone is paid within their range"
    who = f"{below + above:,} of {count:,} people {'is' if below + above == 1 else 'are'}"
    sides = [f"{below:,} below its minimum"] * bool(below) + [f"{above:,} above its maximum"] * bool(above)
    return f"{who} paid outside their range: {', '.join(sides)}"


def compa_ratios(placed: pd.DataFrame, *, by: str | Sequence[str] | None = "department") -> Figure:
    """Draw the compa-ratios of each group, to see whose pay is low for their level and whose is high.

    It shows which groups have the lowest and the highest median; the accent marks their ticks. Groups are
    in order of their medians. Nobody in a group of fewer than five people is drawn, because each of them
    could be recognised.

    Parameters
    ----------
    placed : DataFrame
        One row per person, as `tpm_data.staff.place` returns it.
    by : str or sequence of str, optional
        Columns to group the people by; None for one group of everyone.

    Returns
    -------
    Figure
        A dot per person in the row of their group, with a tick at the median, on an area from 0.8 to 1.2;
        its table has one row per group: ``headcount``, ``few_people``, and ``median_compa_ratio``, which is
        missing for a group of few people.

    Raises
    ------
    ValueError
        If the table has no rows or lacks a column.

    Examples
    --------
    >>> import tpm_data
    >>> staff, ladder = tpm_data.load("example_staff"), tpm_data.load("general_schedule")
    >>> compa_ratios(tpm_data.staff.place(staff, ladder)).alternative
    'Compa-ratios of 60 people in 5 groups. Analysis has the lowest median compa-ratio, 0.98; Engineering the
    highest, 1.03.'
    """
    groups = _groups(placed, [*groups_of(by)])
    groups.sort(key=lambda found: (found[0]["few_people"], found[0]["median_compa_ratio"]))
    finding = _medians({title: of["median_compa_ratio"] for of, title, _ in groups if not of["few_people"]})
    rows: list[_Row] = []
    for group, title, own in groups:
        people = [(row["compa_ratio"], "", f"{row['compa_ratio']:.2f}") for row in own]
        words = f"median {group['median_compa_ratio']:.2f}"
        facts = [_heads(len(people)), marked(words, escape(title) in finding.about)]
        if group["few_people"]:
            facts, people, group["median_compa_ratio"] = ["fewer than 5 people, not compared"], [], math.nan
        rows.append((title, facts, _USUAL, people, group["median_compa_ratio"]))
    page = Page(finding)
    _draw(page, rows, lambda ticks: [f"{tick:.2f}" for tick in ticks], 1)
    measure = "Pay as a share of the midpoint of each person's own level; "
    measure += f"shaded: {_USUAL[0]} to {_USUAL[1]}, a rule of thumb; tick: median"
    shows = f"Compa-ratios of {_heads(len(placed))} in {plural(len(rows), 'group')}"
    table = pd.DataFrame([group for group, *_ in groups]).drop(columns=[*_OUTSIDE, "cost_to_minimum"])
    return page.figure(measure, shows=shows, rows=table, **_rests_on(placed))


def _medians(medians: Mapping[str, float]) -> Finding:
    """Name the groups with the lowest and the highest median, as printed."""
    if not medians:
        return Finding("No group has at least five people, so none is drawn")
    (lowest, low), (highest, high) = extremes(medians, "{:.2f}".format)
    if low == high:
        return Finding(f"The median compa-ratio of {join(lowest, 2)} is {low}")
    has = f"{'has' if len(lowest) == 1 else 'have'} the lowest median compa-ratio, {low}"
    title = f"{join(lowest, 2)} {has}; {join(highest, 2)} the highest, {high}"
    return Finding(title, [*map(escape, lowest + highest)])


def _draw(page: Page, rows: Sequence[_Row], spell: Spell, beyond: float) -> None:
    """Draw everyone in the rows of their groups.

    The axis extends beyond the areas and medians by at most a share of their span. People further away are
    drawn at its end, with the value in words below.
    """
    _, _, areas, everyone, medians = zip(*rows, strict=True)
    ends = [x for x in (*chain(*areas), *medians) if x == x]
    far = beyond * (max(ends) - min(ends) or max(ends))
    low, high = min(ends) - far, max(ends) + far
    shown = [*ends, *(min(max(x, low), high) for x, *_ in chain(*everyone))]
    page.scale(shown, spell, (0.06, 0.06))
    crowd = min(1, max(map(len, everyone)) / _CROWD)
    size, near = 9 - 4.5 * crowd, list[Any]()  # people drawn as dots
    page.thick, page.gap = 16 + 8 * crowd, 16

    def label(row: _Row) -> Label:
        off = sorted(x for x, *_ in row[3] if not low <= x <= high)
        return Label(row[0], row[1], [[f"off the scale: {join(spell(off), 2)}"]] * bool(off))

    edge = {"color": MARKS["quiet"], "width": 1}
    for (title, _, area, people, median), _, y in page.rows(rows, label):
        page.box(area, y, fillcolor=MARKS["tint"], layer="between", line=edge)
        for rank, (x, key, words) in enumerate(sorted(people)):
            at = round(y + (rank * _TURN % 1 - 0.5) * (page.thick - size), 1)
            if not key and low <= x <= high:
                near.append((x, at, escape(words)))
            else:
                look = {"symbol": f"triangle-{'left' if x < area[0] else 'right'}", "size": size + 3}
                page.dot(min(max(x, low), high), at, key or f"{y:g} {rank}", words, "deep", **look)
        if median == median:
            page.tick(median, y, MARKS[page.tone(escape(title), "ink")], 3, name=escape(title))
    xs, ys, said = ([dot[at] for dot in near] for at in range(3))
    marker = {"color": MARKS["deep"], "size": size, "opacity": 0.95 - 0.35 * crowd}
    page.trace(xs, ys, said, mode="markers", marker=marker, cliponaxis=False)
