"""Figures of the ladder: its pay ranges, an amount in them, what each step changes, and how pay climbs."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from tpm_data import progression
from tpm_data.errors import told
from tpm_data.figures.layout import (
    LINE,
    NARROWEST,
    Label,
    Page,
    Span,
    letters,
    lines,
    markup,
    money_words,
    room_for,
    round_ticks,
)
from tpm_data.figures.rows import Row, amount_given, rows_of_one
from tpm_data.figures.style import MARKS, TINT, TRACK, WORDS, Figure, basis_of, escape
from tpm_data.formatting import (
    currency_of,
    join,
    money,
    percent,
    plural,
    signed_money,
    signed_percent,
    upper_first,
)

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NEAR = 0.01  # of an amount: a range that misses it by less is worth a word
_ROOM_FOR_TICK = 0.02  # of the axis: a tick would hide a range of less
_CLIFF = 0.5  # of the largest step: a step of less is "only" so high


@dataclass(frozen=True)
class Finding:
    """What a title says, and the marks it speaks of: those, and no others, are drawn in the accent."""

    title: str
    about: Sequence[str] = ()


def pay_ranges(
    levels: pd.DataFrame, *, amount: float | str | None = None, level: int | str | None = None
) -> Figure:
    """Draw the pay range of every level on one common pay axis, lowest level first.

    Parameters
    ----------
    levels : DataFrame
        One row per level, as `tpm_data.progression.levels` returns it for one ladder.
    amount : number or text, optional
        Pay per year to place in every range; a text is read as printed money: ``"$150k"``.
    level : number or text, optional
        The level offered, or its title, to be marked.

    Returns
    -------
    Figure
        A horizontal range per level with a dark tick at its midpoint, and the amount as a line across;
        its table has one row per level.

    Raises
    ------
    ValueError
        If the table holds several ladders, no rows, or not the columns, or lacks the level.
    TableError
        If the amount is not readable, not above zero, or in another currency than the levels.

    Examples
    --------
    >>> import tpm_data
    >>> ladder = tpm_data.progression.levels(tpm_data.load("salary_bands"))
    >>> pay_ranges(ladder).alternative
    'Pay ranges of 5 levels, $83,350 to $220,000. The top level tops out $5,000 below the level before it.'
    >>> pay_ranges(ladder, amount=150_000, level=3).alternative
    'Pay ranges of 5 levels, $83,350 to $220,000. As Senior Technical Product Manager, $150,000 is 30%
    of the way up the range.'
    """
    rows, unit = rows_of_one("ladder", levels, "progression.levels", "level"), currency_of(levels)
    ends = [row[end] for row in rows for end in ("minimum", "maximum")]
    if amount is not None:
        placed = progression.place(levels, amount_given(amount, levels))
        for row, own in zip(rows, rows_of_one("ladder", placed, "progression.place", "level"), strict=True):
            row.update(own)
    offered = None if level is None else _level(rows, level)
    finding = _ladder_finding(rows, unit) if amount is None else _place_finding(rows, unit)
    if offered:
        finding = _offer_finding(offered, rows, unit)
    page = Page(finding.about)
    pay = [] if amount is None else [rows[0]["amount"]]
    page.scale(min(ends + pay), max(ends + pay), money_words(unit))
    top, page.y = page.y, page.y + 22 * len(pay)
    missing = {
        after["level"]: before for before, after in pairwise(rows) if _key("missing", after) in page.about
    }
    labels = [
        Label(
            row["title"],
            _facts(row, unit, row is offered if offered else row.get("status") == "within"),
            tag="offered" * (row is offered),
            under=[[]] * (row["level"] in missing),
        )
        for row in rows
    ]
    for row, y in zip(rows, middles := page.rows(labels), strict=True):
        page.bar(row["minimum"], row["maximum"], y, _key("range", row), _level_words(row, unit))
        if page.share(row["maximum"]) - page.share(row["minimum"]) > _ROOM_FOR_TICK:
            page.tick(row["midpoint"], y)
        if row["level"] in missing:
            _missing_piece(page, row, missing[row["level"]], y, unit)
    for value in pay:
        page.rule(value, top, middles, "amount", f"your {money(value, unit, exact=True)}")
    return page.figure(
        finding.title,
        "Pay per year, minimum to maximum; dark tick: midpoint",
        alternative=f"Pay ranges of {plural(len(rows), 'level')}, {_span(ends, unit)}. {finding.title}.",
        basis=basis_of(levels),
        rows=rows,
    )


def _key(kind: str, row: Row) -> str:
    return f"{kind} {row['level']:g}"


def _level(rows: list[Row], wanted: int | str) -> Row:
    """Find the level offered by its number or its title."""
    for row in rows:
        if wanted in (row["level"], row["title"]):
            return row
    known = join([f"{row['level']:g} ({row['title']})" for row in rows], 5)
    raise ValueError(f"level: {told(wanted)} is not among the levels: {known}.")


def _facts(row: Row, unit: str, spoken_of: bool) -> list[Span]:
    facts: list[Span] = [_span((row["minimum"], row["maximum"]), unit, "–")]
    if "amount" in row:
        words = _place_words(row, unit)
        facts.append((words, "accent") if spoken_of else words)
    return facts


def _span(ends: Sequence[float], unit: str, between: str = " to ") -> str:
    spelled = [money(end, unit, exact=True) for end in (min(ends), max(ends))]
    return between.join(dict.fromkeys(spelled))


def _place_words(row: Row, unit: str) -> str:
    if row["status"] == "within":
        share = row["range_penetration"]
        way = "at its single rate" if share != share else f"{percent(share)} of the way up"
        return f"{way}, compa-ratio {row['compa_ratio']:.2f}"
    below = row["status"] == "below"
    away = money(-row["above_minimum" if below else "below_maximum"], unit, exact=True)
    return f"{away} {'below its minimum' if below else 'above its maximum'}"


def _level_words(row: Row, unit: str) -> str:
    middle = money(row["midpoint"], unit, exact=True)
    span = _span((row["minimum"], row["maximum"]), unit)
    return f"{row['title']}: {span}, midpoint {middle}, range spread {percent(row['range_spread'])}"


def _missing_piece(page: Page, row: Row, before: Row, y: float, unit: str) -> None:
    """Draw what the range lacks to the ceiling of the level before it."""
    accent, ceiling = {"color": MARKS["accent"], "width": 1.5}, before["maximum"]
    page.shape(row["maximum"], y, ceiling, y, line=accent, layer="above", name=_key("missing", row))
    page.shape(ceiling, y - page.thick / 2 - 6, ceiling, y + page.thick / 2 + 4, line=accent, layer="above")
    lower = money(ceiling - row["maximum"], unit, exact=True)
    page.at(ceiling, y + page.thick / 2 + LINE / 2 + 4, [(f"{lower} lower", "accent")])


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def _ladder_finding(rows: list[Row], unit: str) -> Finding:
    """Name the level that breaks the ladder's rule; if there is none, the rule."""
    ends = [row[end] for row in rows for end in ("minimum", "maximum")]
    count = "Every level" if len(rows) > 1 else rows[0]["title"]
    if len({(row["minimum"], row["maximum"]) for row in rows}) == 1:
        return Finding(f"{count} pays {_span(ends, unit)}")
    lower = [(before, row) for before, row in pairwise(rows) if row["maximum"] < before["maximum"]]
    if len(lower) == len(rows) - 1 and all(row["minimum"] < before["minimum"] for before, row in lower):
        return Finding(f"{count} tops out below the one before it, from {_ceilings(rows, unit)}")
    if lower:
        before, row = max(lower, key=lambda pair: pair[0]["maximum"] - pair[1]["maximum"])
        who = "The top level" if row is rows[-1] else row["title"]
        by = money(before["maximum"] - row["maximum"], unit, exact=True)
        title = f"{who} tops out {by} below the level before it"
        others = f", and {_number(len(lower) - 1)} more {'does' if len(lower) == 2 else 'do'} so too"
        about = [_key(kind, pair[1]) for pair in lower for kind in ("range", "missing")]
        return Finding(title + others * (len(lower) > 1), about)
    spreads = {percent(row["range_spread"]) for row in rows}
    if len(spreads) == 1:
        spread = spreads.pop()
        rule = "has a single rate" if rows[0]["range_spread"] == 0 else f"tops out {spread} above its minimum"
        return Finding(f"{count} {rule}, from {_ceilings(rows, unit)}")
    if all(row["minimum"] > before["minimum"] for before, row in pairwise(rows)):
        return Finding(
            f"Each level starts above the one before it, from a floor of {_ceilings(rows, unit, 'minimum')}"
        )
    return Finding(f"{count} tops out at or above the one before it, from {_ceilings(rows, unit)}")


def _ceilings(rows: list[Row], unit: str, end: str = "maximum") -> str:
    first, last = (rows[at][end] for at in (0, -1))
    way = "up" if last >= first else "down"
    return f"{money(first, unit, exact=True)} {way} to {money(last, unit, exact=True)}"


def _place_finding(rows: list[Row], unit: str) -> Finding:
    """Say in how many ranges the amount falls, and which one it just misses."""
    inside = [row for row in rows if row["status"] == "within"]
    amount = rows[0]["amount"]
    what, about = money(amount, unit, exact=True), ["amount"]
    if inside:
        of = f"the {_number(len(rows))} ranges"
        where = (
            f"falls within the range of {inside[0]['title']}"
            if len(rows) == 1
            else f"falls within all of {of}"
            if len(inside) == len(rows)
            else f"falls within {_number(len(inside))} of {of}"
        )
        short = [row["minimum"] - amount for row in rows if 0 < row["minimum"] - amount < _NEAR * amount]
        near = f" and {money(min(short), unit, exact=True)} short of another" if short else ""
        return Finding(f"{what} {where}{near}", about)
    low, high = min(row["minimum"] for row in rows), max(row["maximum"] for row in rows)
    if amount < low:
        return Finding(f"{what} is {money(low - amount, unit, exact=True)} below the lowest minimum", about)
    if amount > high:
        return Finding(f"{what} is {money(amount - high, unit, exact=True)} above the highest maximum", about)
    return Finding(f"{what} falls between the ranges, in none of them", about)


def _offer_finding(row: Row, rows: list[Row], unit: str) -> Finding:
    """Say what the level offered pays, or where the amount falls in its range."""
    if "amount" not in row:
        span = _span((row["minimum"], row["maximum"]), unit)
        return Finding(f"{row['title']} pays {span}", [_key("range", row)])
    share = row["range_penetration"]
    where = (
        _place_words(row, unit)
        if row["status"] != "within"
        else "the single rate"
        if share != share
        else f"{percent(share)} of the way up the range"
    )
    title = f"As {row['title']}, {money(row['amount'], unit, exact=True)} is {where}"
    return Finding(title, ["amount", _key("range", row)])


_MEASURES = {"minimum": "floor", "midpoint": "midpoint", "maximum": "ceiling"}


def promotion_steps(promotions: pd.DataFrame) -> Figure:
    """Draw what each step of the ladder changes: floor, midpoint and ceiling, in money and in percent.

    Parameters
    ----------
    promotions : DataFrame
        One row per step, as `tpm_data.progression.promotions` returns it for one ladder.

    Returns
    -------
    Figure
        Three bars per step from zero, above them a thin line from the worst to the best case of one
        promotion; its table has one row per step.

    Raises
    ------
    ValueError
        If there is no step, or the table holds several ladders or not the columns.

    Examples
    --------
    >>> import tpm_data
    >>> steps = tpm_data.progression.promotions(tpm_data.load("salary_bands"))
    >>> promotion_steps(steps).alternative
    'Change of floor, midpoint and ceiling over 4 steps. The first step lifts the midpoint by 38%, the
    second by only 7%.'
    """
    none = "There is no step to draw: the ladder has fewer than two levels."
    rows = rows_of_one("ladder", promotions, "progression.promotions", "from_level", empty=none)
    unit, finding = currency_of(promotions), _step_finding(rows)
    page = Page(finding.about)
    texts = {
        (at, end): f"{word} {signed_money(_whole(row[f'{end}_change']), unit, exact=True)}"
        f" ({signed_percent(row[f'{end}_differential'])})"
        for at, row in enumerate(rows)
        for end, word in _MEASURES.items()
    }
    longest = max(0.0, *(row[f"{end}_change"] for row in rows for end in _MEASURES))
    cases = [row[case] for row in rows for case in ("worst_case", "best_case")]
    low = min(0.0, *cases, *(row[f"{end}_change"] for row in rows for end in _MEASURES))
    # The words at the end of the longest bar need their room, which the best case may already give.
    share = min(0.7, room_for(texts.values()))
    high = max(*cases, (longest - share * low) / (1 - share))
    page.scale(low, high, money_words(unit, change=True), (0.02, 0.02))
    for at, row in enumerate(rows):
        _step(page, row, {end: texts[at, end] for end in _MEASURES}, unit)
        page.y += 24 * (at < len(rows) - 1)
    return page.figure(
        finding.title,
        "Change of the range from one level to the next, per year; thin line: what one promotion can change, "
        "worst to best",
        alternative=f"Change of floor, midpoint and ceiling over {plural(len(rows), 'step')}. "
        f"{finding.title}.",
        basis=basis_of(promotions),
        rows=rows,
        caption=[
            "Worst: from the old ceiling to the new floor; best: from the old floor to the new ceiling."
        ],
    )


def _step(page: Page, row: Row, texts: dict[str, str], unit: str) -> None:
    """Draw one step: its name, the line of what one promotion can change, and its three bars."""
    for line in lines(f"to {row['to_title']}", 60):
        page.line([(line, "ink")])
    worst, best = (signed_money(row[case], unit, exact=True) for case in ("worst_case", "best_case"))
    for line in lines(f"one promotion: {worst} at worst, {best} at best", 60):
        page.line([line])
    quiet, y = {"color": MARKS["quiet"], "width": 2}, page.y + 8
    page.shape(row["worst_case"], y, row["best_case"], y, line=quiet, layer="between")
    for end in ("worst_case", "best_case"):
        page.shape(row[end], y - 5, row[end], y + 5, line=quiet, layer="between")
    top, page.y = page.y, page.y + 18
    middle = page.track(57)
    page.shape(0, top + 2, 0, page.y, layer="above", line={"color": MARKS["ink"], "width": 1})
    for (end, words), y in zip(texts.items(), (middle - 18.5, middle, middle + 18.5), strict=True):
        key, change = f"{end} {row['to_level']:g}", row[f"{end}_change"]
        page.bar(min(0, change), max(0, change), y, key, f"to {row['to_title']}: {words}", thick=13)
        words_at = [(words, page.tone(key, "ink"))] if end == "midpoint" else [words]
        page.beside(0, max(0, change), y, words_at, side="right")


def _whole(change: float) -> float:
    """Round a change of thousands to whole money, a half away from zero, as `formatting` does."""
    return change if abs(change) < 1_000 else math.copysign(math.floor(abs(change) + 0.5), change)


def _step_finding(rows: list[Row]) -> Finding:
    """Say at which steps the midpoint rises most and least, or falls."""
    shares = [row["midpoint_differential"] for row in rows]
    most, least = (_tied(shares, pick(shares)) for pick in (max, min))
    about = [f"midpoint {rows[at]['to_level']:g}" for at in dict.fromkeys([*most, *least])]
    if most == least:
        who = "The one step" if len(rows) == 1 else "Every step"
        return Finding(f"{who} {_moves(shares[0], 1)}", about if len(rows) == 1 else [])
    high, low = shares[most[0]], shares[least[0]]
    first = f"{upper_first(_steps(most))} {_moves(high, len(most))}"
    if low > 0:
        only = "only " * (low < _CLIFF * high)
        return Finding(f"{first}, {_steps(least).removesuffix(' step')} by {only}{percent(low)}", about)
    return Finding(f"{first}, {_steps(least)} {_moves(low, len(least)).replace('the midpoint', 'it')}", about)


def _tied(shares: Sequence[float], share: float) -> list[int]:
    """Find the steps that a reader sees to be as high."""
    return [at for at, one in enumerate(shares) if percent(one) == percent(share)]


def _steps(tied: list[int]) -> str:
    return f"{_number(len(tied))} steps" if len(tied) > 1 else f"the {_nth(tied[0])} step"


def _moves(share: float, count: int) -> str:
    one = "s" * (count == 1)
    if share == 0:
        return f"leave{one} the midpoint as it is"
    return f"{'lift' if share > 0 else 'lower'}{one} the midpoint by {percent(abs(share))}"


def _nth(at: int) -> str:
    if at < len(_ORDINALS):
        return _ORDINALS[at]
    ending = {1: "st", 2: "nd", 3: "rd"}.get((at + 1) % 10, "th")
    return f"{at + 1}{'th' if (at + 1) % 100 in (11, 12, 13) else ending}"


_STAIRS = 310  # pixels from the lowest to the highest pay
_COLUMN = 0.25  # half the width of a range, as a share of the place of its level
_MOST_LINES = 4  # of a title below its range


def staircase(levels: pd.DataFrame) -> Figure:
    """Draw how pay climbs: the range of every level side by side, joined at the midpoints.

    Parameters
    ----------
    levels : DataFrame
        One row per level, as `tpm_data.progression.levels` returns it for one ladder.

    Returns
    -------
    Figure
        An upright range per level, pay upwards, and the change of the midpoint on each step; its table
        has one row per level, with ``midpoint_differential`` of the step into it.

    Raises
    ------
    ValueError
        If the table holds several ladders, no rows, or not the columns.

    Examples
    --------
    >>> import tpm_data
    >>> staircase(tpm_data.progression.levels(tpm_data.load("salary_bands"))).alternative
    'Pay of 5 levels, $83,350 to $220,000. The midpoint climbs at every step, but by only 7% at the
    second step.'
    """
    rows, unit = rows_of_one("ladder", levels, "progression.levels", "level"), currency_of(levels)
    ends = [row[end] for row in rows for end in ("minimum", "maximum")]
    titles = [row["title"] for row in rows]
    steps = [*progression.promotions(levels)["midpoint_differential"]]
    finding = _stair_finding(steps, rows, unit)
    page = Page(finding.about)
    low, high = min(ends), max(ends)
    if low == high:
        low, high = low * 0.95, high * 1.05
    ticks = round_ticks(low, high, 4)
    words = money_words(unit)(ticks)
    room = min(0.3, room_for(words))
    page.scale(0, len(rows), room=(room, 0))
    top = LINE
    for value, text in zip(ticks, words, strict=True):
        y = top + (high - value) / (high - low) * _STAIRS
        page.shape(0, y, 1, y, xref="paper", line={"color": TRACK, "width": 1})
        page.note(0, y - 9, text, xref="paper", xanchor="left", size=12)
    pitch = NARROWEST * (1 - room) / len(rows)
    spelled = [money(end, unit, exact=True) for end in ends]
    places, ceilings = [], []
    for x, row in enumerate(rows):
        bottom, middle, ceiling = (
            top + (high - row[end]) / (high - low) * _STAIRS for end in ("minimum", "midpoint", "maximum")
        )
        left, right = x + 0.5 - _COLUMN, x + 0.5 + _COLUMN
        page.shape(left, ceiling, right, bottom, fillcolor=TINT)
        for y in (ceiling, bottom):
            page.shape(left, y, right, y, line={"color": MARKS["quiet"], "width": 2})
        if max(map(len, spelled)) * 6.5 < pitch:
            # Clear of the edge, and of the dot in a narrow range.
            above, below = min(ceiling - 10, middle - 17), max(bottom + 10, middle + 17)
            for end, y in (("maximum", above), ("minimum", below)):
                if end == "maximum" or row["minimum"] < row["maximum"]:
                    text = money(row[end], unit, exact=True)
                    page.note(x + 0.5, y, text, size=12, bgcolor="#FFFFFF")
        page.dot(x + 0.5, middle, _key("midpoint", row), _level_words(row, unit), tone="deep")
        places.append((x + 0.5, middle))
        ceilings.append(ceiling)
    for (x0, y0), (x1, y1), row, share in zip(places, places[1:], rows[1:], steps, strict=False):
        key = _key("step", row)
        tone = page.tone(key, "deep")
        page.shape(x0, y0, x1, y1, layer="between", name=key, line={"color": MARKS[tone], "width": 3})
        text = markup([(signed_percent(share), tone)])
        if len(signed_percent(share)) * 7.5 + 24 < pitch:
            page.note((x0 + x1) / 2, (y0 + y1) / 2, text, bgcolor="#FFFFFF")
        elif tone == "accent":
            page.note((x0 + x1) / 2, min(ceilings[int(x0)], ceilings[int(x1)]) - 12, text)
    page.y = top + _STAIRS + 32
    _below_stairs(page, titles, pitch)
    return page.figure(
        finding.title,
        "Pay per year: minimum to maximum, joined at the midpoints",
        alternative=f"Pay of {plural(len(rows), 'level')}, {_span(ends, unit)}. {finding.title}.",
        basis=basis_of(levels),
        rows=[{**row, "midpoint_differential": step} for row, step in zip(rows, [None, *steps], strict=True)],
    )


def _below_stairs(page: Page, titles: list[str], pitch: float) -> None:
    """Name the columns: by their titles, or, where those have no room, by numbers with a list below."""
    most = (pitch - 6) / 6.6
    broken = [lines(title, most) for title in titles]
    words = (word for title in titles for word in re.split(r"[\s-]", title))
    numbered = max(map(letters, words)) > most or max(map(len, broken)) > _MOST_LINES
    if numbered:
        every = math.ceil(20 / pitch)
        broken = [[str(at)] if at % every == 0 else [] for at in range(1, len(titles) + 1)]
    for x, text in enumerate(broken):
        ink = f"<span style='color:{WORDS['ink']}'>{'<br>'.join(map(escape, text))}</span>"
        page.note(x + 0.5, page.y, ink, size=12, yanchor="top", align="center")
    page.y += 16 * max(map(len, broken)) + 6
    for at, title in enumerate(titles if numbered else (), 1):
        for line in lines(f"{at}  {title}", 60):
            page.line([line])


def _stair_finding(steps: list[float], rows: list[Row], unit: str) -> Finding:
    """Say whether the midpoint climbs at every step, and where it climbs least or falls."""
    if not steps:
        return _ladder_finding(rows, unit)
    least, most, climbs = min(steps), max(steps), sum(step > 0 for step in steps)
    tied = _tied(steps, least)
    if len(tied) == len(steps) > 1:
        return Finding(f"The midpoint {_way(least)} at every step")
    about = [_key("step", rows[at + 1]) for at in tied]
    which = "at the one step" if len(steps) == 1 else f"at {_steps(tied)}"
    if len(steps) == 1:
        return Finding(f"The midpoint {_way(least)} {which}", about)
    if climbs < len(steps):
        some = f"climbs at {_number(climbs)} of {_number(len(steps))} steps, and " if climbs else ""
        return Finding(f"The midpoint {some}{_way(least, '' if climbs else 'most, ')} {which}", about)
    flattest = (
        f"but by only {percent(least)} {which}"
        if least < _CLIFF * most
        else f"least {which}, by {percent(least)}"
    )
    return Finding(f"The midpoint climbs at every step, {flattest}", about)


def _way(share: float, most: str = "") -> str:
    if share == 0:
        return "stays where it is"
    return f"{'climbs' if share > 0 else 'falls'} {most}by {percent(abs(share))}"
