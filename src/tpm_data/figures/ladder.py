"""Figures of the ladder: its pay ranges, an amount in them, what each step changes, and how pay climbs."""

import math
from collections.abc import Sequence
from itertools import chain, pairwise

import pandas as pd

from tpm_data import progression
from tpm_data.errors import told
from tpm_data.figures.layout import (
    LINE,
    RULE_WORDS,
    Finding,
    Label,
    Page,
    Span,
    column_names,
    full,
    marked,
    markup,
    money_words,
    number_word,
    room_for,
    span,
)
from tpm_data.figures.rows import Row, amount_given, ladder_of, parts_of, rows_of_one
from tpm_data.figures.style import MARKS, TINT, WORDS, Figure, basis_of, escape
from tpm_data.formatting import (
    currencies_of,
    currency_of,
    join,
    percent,
    plural,
    signed_money,
    signed_percent,
    upper_first,
)

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NEAR = 0.01  # of an amount: a range that misses it by less is worth a word
_ROOM_FOR_TICK = 0.02  # of the axis: a tick would hide a range of less
_CLIFF = 0.5  # of the largest step: a step of less is "only" so high


def pay_ranges(
    levels: pd.DataFrame,
    *,
    amount: float | str | None = None,
    level: int | str | None = None,
    by: str | Sequence[str] | None = None,
) -> Figure:
    """Draw the pay range of every level on one common pay axis, lowest level first.

    Parameters
    ----------
    levels : DataFrame
        One row per level, as `tpm_data.progression.levels` returns it.
    amount : number or text, optional
        Pay per year to place in every range; a text is read as printed money: ``"$150k"``.
    level : number or text, optional
        The level offered, or its title, to be marked.
    by : str or sequence of str, optional
        Columns that tell several ladders apart: each is drawn below its name, in order of appearance.

    Returns
    -------
    Figure
        A horizontal range per level with a dark tick at its midpoint, and the amount as a line across;
        its table has one row per level.

    Raises
    ------
    ValueError
        If the table holds several ladders that ``by`` does not tell apart, or that are in several
        currencies, no rows, or not the columns, or lacks the level.
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
    ladders = parts_of(levels, by, "progression.levels")
    of_each = [rows_of_one("ladder", one, "progression.levels", "level", by=True) for _, one in ladders]
    pay, unit = amount_given(amount, levels), currency_of(levels)
    across = [] if pay is None else [pay]
    rows, names = list[Row](), list[str]()  # the name of each ladder at its first row
    if len(currencies := currencies_of(levels)) > 1:
        raise ValueError(f"The figure has one pay axis; the levels are in {join(currencies)}: choose one.")
    for (name, ladder), own in zip(ladders, of_each, strict=True):
        for at in across:
            placed = rows_of_one("ladder", progression.place(ladder, at), "progression.place", "level")
            for row, place in zip(own, placed, strict=True):
                row.update(place)
        for row in own:
            row.update(ladder_title=name)
        rows, names = rows + own, [*names, name, *[""] * (len(own) - 1)]
    ends = [row[end] for row in rows for end in ("minimum", "maximum")]
    offered = {} if level is None else _level(rows, level)
    page = Page(
        _offer_finding(offered, unit)
        if offered
        else _place_finding(rows, unit)
        if across
        else _tops_finding(rows, unit)
        if len(ladders) > 1
        else _ladder_finding(rows, unit)
    )
    page.scale(min(ends + across), max(ends + across), money_words(unit))
    labels, lower = [], [_key("missing", row) in page.finding.about for row in rows]
    for row, lowered, name in zip(rows, lower, names, strict=True):
        facts: list[Span] = [span((row["minimum"], row["maximum"]), unit, "–")]
        if across:
            spoken_of = row is offered or (not offered and row["status"] == "within")
            facts.append(marked(_place_words(row, unit), spoken_of))
        elif len(ladders) > 1:
            facts = [marked(str(facts[0]), _key("range", row) in page.finding.about)]
        labels.append(Label(row["title"], facts, "offered" * (row is offered), [[]] * lowered, name))
    top, page.y = page.y, page.y + RULE_WORDS * len(across)
    middles = page.rows(labels)
    for at, (row, y) in enumerate(zip(rows, middles, strict=True)):
        page.bar(row["minimum"], row["maximum"], y, _key("range", row), _level_words(row, unit))
        if page.share(row["maximum"]) - page.share(row["minimum"]) > _ROOM_FOR_TICK:
            page.tick(row["midpoint"], y)
        if lower[at]:
            # What the range lacks to the ceiling of the level before it.
            ceiling, half = rows[at - 1]["maximum"], page.thick / 2
            form = {"layer": "above", "line": {"color": MARKS["accent"], "width": 1.5}}
            page.shape(row["maximum"], y, ceiling, y, name=_key("missing", row), **form)
            page.shape(ceiling, y - half - 6, ceiling, y + half + 4, **form)
            lacks = f"{full(ceiling - row['maximum'], unit)} lower"
            page.at(ceiling, y + half + LINE / 2 + 4, [(lacks, "accent")])
    for at_pay in across:
        page.rule(at_pay, top, middles, "amount", f"your {full(at_pay, unit)}")
    of = f" on {len(ladders):,} ladders" * (len(ladders) > 1)
    shows = f"Pay ranges of {plural(len(rows), 'level')}{of}, {span(ends, unit)}"
    measure = "Pay per year, minimum to maximum; dark tick: midpoint"
    return page.figure(
        measure, shows=shows, basis=basis_of(levels), rows=pd.DataFrame(rows).drop(columns="ladder_title")
    )


def _key(kind: str, row: Row) -> str:
    return f"{kind} {row['level']:g} {row.get('ladder_title', '')}".rstrip()


def _level(rows: list[Row], wanted: int | str) -> Row:
    """Find the level offered by its number or its title."""
    found = [row for row in rows if wanted in (row["level"], row["title"])]
    if len(found) != 1:
        known = join([f"{row['level']:g} ({row['title']})" for row in rows], 5)
        where = "that of several levels, so keep one ladder" if found else "not among the levels"
        raise ValueError(f"level: {told(wanted)} is {where}: {known}.")
    return found[0]


def _place_words(row: Row, unit: str) -> str:
    if row["status"] == "within":
        share = row["range_penetration"]
        way = "at its single rate" if share != share else f"{percent(share)} of the way up"
        return f"{way}, compa-ratio {row['compa_ratio']:.2f}"
    below = row["status"] == "below"
    away = full(-row["above_minimum" if below else "below_maximum"], unit)
    return f"{away} {'below its minimum' if below else 'above its maximum'}"


def _level_words(row: Row, unit: str) -> str:
    middle = full(row["midpoint"], unit)
    paid = span((row["minimum"], row["maximum"]), unit)
    return f"{row['title']}: {paid}, midpoint {middle}, range spread {percent(row['range_spread'])}"


def _ladder_finding(rows: list[Row], unit: str) -> Finding:
    """Name the level that breaks the ladder's rule; if there is none, the rule."""
    pairs, spreads = [*pairwise(rows)], {percent(row["range_spread"]) for row in rows}
    lower = [(before, row) for before, row in pairs if row["maximum"] < before["maximum"]]
    rising = all(row["minimum"] > before["minimum"] for before, row in pairs)
    falling = len(lower) == len(pairs) and all(row["minimum"] < before["minimum"] for before, row in lower)
    if lower and not falling:
        before, row = max(lower, key=lambda pair: pair[0]["maximum"] - pair[1]["maximum"])
        who = "The top level" if row is rows[-1] else row["title"]
        title = f"{who} tops out {full(before['maximum'] - row['maximum'], unit)} below the level before it"
        if len(lower) > 1:
            title += f", and {number_word(len(lower) - 1)} more {'does' if len(lower) == 2 else 'do'} so too"
        return Finding(title, [_key(kind, row) for _, row in lower for kind in ("range", "missing")])
    ceilings, floors = ([full(row[end], unit) for row in rows] for end in ("maximum", "minimum"))
    if rising and len(spreads) == 1 < len(rows) and spreads != {percent(0)}:
        up = f"from {ceilings[0]} up to {ceilings[-1]}"
        return Finding(f"Every level tops out {min(spreads)} above its minimum, {up}")
    if rising and len(rows) > 1:
        up = f"from {floors[0]} up to {floors[-1]}"
        return Finding(f"Every level starts above the one before it, with floors {up}")
    who = f"The {number_word(len(rows))} levels pay" if len(rows) > 1 else f"{rows[0]['title']} pays"
    paid = [row[end] for row in rows for end in ("minimum", "maximum")]
    return Finding(f"{who} {span(paid, unit)}")


def _tops_finding(rows: list[Row], unit: str) -> Finding:
    """Name the ladders of which the top pays most and least."""
    names = dict.fromkeys(row["ladder_title"] for row in rows)
    tops = {name: max(row["maximum"] for row in rows if row["ladder_title"] == name) for name in names}
    low, high = min(tops.values()), max(tops.values())
    if low == high:
        return Finding(f"Every ladder tops out at {full(high, unit)}")
    least, most = ([name for name in names if tops[name] == end] for end in (low, high))
    title = f"{join(most, 2)} {'tops' if len(most) == 1 else 'top'} out highest, at {full(high, unit)}"
    ends = [row for row in rows if tops[row["ladder_title"]] == row["maximum"] in (low, high)]
    about = [_key("range", row) for row in ends]
    return Finding(f"{title}; {join(least, 2)} lowest, at {full(low, unit)}", about)


def _place_finding(rows: list[Row], unit: str) -> Finding:
    """Say in how many ranges the amount falls, and which one it just misses."""
    amount, inside = rows[0]["amount"], sum(row["status"] == "within" for row in rows)
    low, high = -max(row["above_minimum"] for row in rows), -max(row["below_maximum"] for row in rows)
    short = [-row["above_minimum"] for row in rows if 0 < -row["above_minimum"] < _NEAR * amount]
    where = f"falls within {number_word(inside) if inside else 'none'} of the {number_word(len(rows))} ranges"
    if low > 0 or high > 0:
        way = "below the lowest minimum" if low > 0 else "above the highest maximum"
        where = f"is {full(max(low, high), unit)} {way}"
    elif len(rows) == 1:
        where = f"falls within the range of {rows[0]['title']}"
    elif short:
        where += f" and {full(min(short), unit)} short of another"
    return Finding(f"{full(amount, unit)} {where}", ["amount"])


def _offer_finding(row: Row, unit: str) -> Finding:
    """Say what the level offered pays, or where the amount falls in its range."""
    if "amount" not in row:
        paid = span((row["minimum"], row["maximum"]), unit)
        return Finding(f"{row['title']} pays {paid}", [_key("range", row)])
    where = _place_words(row, unit).split(", ")[0].replace(" up", " up the range")
    said = f"As {row['title']}, {full(row['amount'], unit)} is {where}"
    return Finding(said, ["amount", _key("range", row)])


_STEP_GAP = 24
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
    unit, shares = currency_of(promotions), [row["midpoint_differential"] for row in rows]
    page = Page(_step_finding(shares, [f"midpoint {row['to_level']:g}" for row in rows]))
    texts = [
        [
            f"{word} {_signed(row[f'{end}_change'], unit)} ({signed_percent(row[f'{end}_differential'])})"
            for end, word in _MEASURES.items()
        ]
        for row in rows
    ]
    changes = [0.0, *(row[f"{end}_change"] for row in rows for end in _MEASURES)]
    worst, best = ([row[case] for row in rows] for case in ("worst_case", "best_case"))
    low = min(changes + worst + best)
    # The words at the end of the longest bar need their room, which the best case may already give.
    share = min(0.7, room_for(chain(*texts)))
    high = max(*worst, *best, (max(changes) - share * low) / (1 - share))
    page.scale(low, high, money_words(unit, change=True), (0.02, 0.02))
    line = {"layer": "between", "line": {"color": MARKS["quiet"], "width": 2}}
    for row, of, cases in zip(rows, texts, zip(worst, best, strict=True), strict=True):
        into = f"to {row['to_title']}"
        at_worst, at_best = (_signed(case, unit) for case in cases)
        page.words((into, "ink"))
        page.words(f"one promotion: {at_worst} at worst, {at_best} at best")
        top, page.y = page.y, page.y + 18
        page.shape(cases[0], top + 8, cases[1], top + 8, **line)
        for case in cases:
            page.shape(case, top + 3, case, top + 13, **line)
        middle = page.track(57)
        page.shape(0, top + 2, 0, page.y, layer="above", line={"color": MARKS["ink"], "width": 1})
        for at, (end, words) in enumerate(zip(_MEASURES, of, strict=True)):
            y, key, change = middle + 18.5 * (at - 1), f"{end} {row['to_level']:g}", row[f"{end}_change"]
            page.bar(min(0, change), max(0, change), y, key, f"{into}: {words}", thick=13)
            said: Span = (words, page.tone(key, "ink")) if end == "midpoint" else words
            page.beside(0, max(0, change), y, [said], side="right")
        page.y += _STEP_GAP
    page.y -= _STEP_GAP
    return page.figure(
        "Change of the range from one level to the next, per year; thin line: what one promotion can change",
        shows=f"Change of floor, midpoint and ceiling over {plural(len(rows), 'step')}",
        basis=basis_of(promotions),
        rows=rows,
        caption=[
            "Worst: from the old ceiling to the new floor; best: from the old floor to the new ceiling."
        ],
    )


def _signed(change: float, unit: str) -> str:
    return signed_money(change, unit, exact=True)


def _step_finding(shares: list[float], keys: list[str]) -> Finding:
    """Say at which steps the midpoint rises most and least, or falls."""
    most, least = (_tied(shares, pick(shares)) for pick in (max, min))
    high, low = shares[most[0]], shares[least[0]]
    if len(most) == len(shares) > 1:
        return Finding(f"Every step {_moves(high, 1)}")
    about = [keys[at] for at in dict.fromkeys([*most, *least])]
    title = f"{upper_first(_steps(most, len(shares)))} {_moves(high, len(most))}"
    if low > 0 and len(shares) > 1:
        only = "only " * (low < _CLIFF * high)
        title += f", {_steps(least).removesuffix(' step')} by {only}{percent(low)}"
    elif len(shares) > 1:
        title += f", {_steps(least)} {_moves(low, len(least), 'it')}"
    return Finding(title, about)


def _tied(shares: Sequence[float], share: float) -> list[int]:
    """Find the steps that a reader sees to be as high."""
    return [at for at, one in enumerate(shares) if percent(one) == percent(share)]


def _steps(tied: list[int], of: int = 0) -> str:
    if len(tied) > 1:
        return f"{number_word(len(tied))} steps"
    if tied[0] >= len(_ORDINALS):
        return f"step {tied[0] + 1}"
    return "the one step" if of == 1 else f"the {_ORDINALS[tied[0]]} step"


def _moves(share: float, count: int, what: str = "the midpoint") -> str:
    one = "s" * (count == 1)
    if share == 0:
        return f"leave{one} {what} as it is"
    return f"{'lift' if share > 0 else 'lower'}{one} {what} by {percent(abs(share))}"


_STAIRS = 310  # pixels from the lowest to the highest pay
_COLUMN = 0.25  # half the width of a range, as a share of the place of its level


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
    'Pay of 5 levels, $83,350 to $220,000. The first step lifts the midpoint by 38%, the second by only
    7%.'
    """
    rows, unit, ends = ladder_of(levels)
    steps = [*progression.promotions(levels)["midpoint_differential"]]
    keys = [_key("step", row) for row in rows[1:]]
    page = Page(_step_finding(steps, keys) if steps else _ladder_finding(rows, unit))
    page.columns(len(rows), min(ends), max(ends), money_words(unit))
    pitch, height = page.pitch, page.heights(_STAIRS, [(max(ends), LINE)])
    labelled = max(len(full(end, unit)) for end in ends) * 6.5 < pitch
    places, last = [], -math.inf  # where the words of a step stand last
    for x, row in enumerate(rows):
        bottom, middle, ceiling = (height(row[end]) for end in ("minimum", "midpoint", "maximum"))
        left, right = x + 0.5 - _COLUMN, x + 0.5 + _COLUMN
        page.shape(left, ceiling, right, bottom, fillcolor=TINT)
        for y in (ceiling, bottom):
            page.shape(left, y, right, y, line={"color": MARKS["quiet"], "width": 2})
        # Clear of the edge, and of the dot in a narrow range; a single rate has one label.
        labels = {
            row["minimum"]: max(bottom + 10, middle + 17),
            row["maximum"]: min(ceiling - 10, middle - 17),
        }
        for end, y in labels.items() if labelled else ():
            page.note(x + 0.5, y, full(end, unit), size=12, bgcolor="#FFFFFF")
        page.dot(x + 0.5, middle, _key("midpoint", row), _level_words(row, unit), tone="deep")
        places.append((x + 0.5, middle, ceiling))
    for ((x0, y0, top0), (x1, y1, top1)), key, share in zip(pairwise(places), keys, steps, strict=True):
        tone, words_of = page.tone(key, "deep"), signed_percent(share)
        page.shape(x0, y0, x1, y1, layer="between", name=key, line={"color": MARKS[tone], "width": 3})
        beside = len(words_of) * 7.5 + 24 < pitch
        if beside or (tone == "accent" and (x0 - last) * pitch > len(words_of) * 8):
            last = x0
            y = (y0 + y1) / 2 if beside else min(top0, top1) - 12
            page.note((x0 + x1) / 2, y, markup([(words_of, tone)]), bgcolor="#FFFFFF")
    names, listed = column_names([row["title"] for row in rows], [pitch] * len(rows))
    page.y += 32
    for x, name in enumerate(names):
        if any(name):
            place: Row = {"yanchor": "top", "align": "center", "font": {"color": WORDS["ink"]}}
            page.note(x + 0.5, page.y, "<br>".join(map(escape, name)), size=12, **place)
    page.y += 16 * max(map(len, names)) + 6
    for line in listed:
        page.line([line])
    drawn = [{**row, "midpoint_differential": step} for row, step in zip(rows, [None, *steps], strict=True)]
    shows = f"Pay of {plural(len(rows), 'level')}, {span(ends, unit)}"
    measure = "Pay per year: minimum to maximum, joined at the midpoints"
    return page.figure(measure, shows=shows, basis=basis_of(levels), rows=drawn)
