"""Figures of the ladder: its pay ranges, an amount in them, what each step changes, and how pay climbs."""

import math
from collections.abc import Sequence
from functools import partial
from itertools import chain, count, pairwise

import pandas as pd

from tpm_data import progression
from tpm_data.errors import told
from tpm_data.figures.layout import LINE, Finding, Label, Page, column_names
from tpm_data.figures.rows import Row, amount_given, ends_of, ladder_of, one_currency, parts_of, rows_of_one
from tpm_data.figures.style import ENDS, MARKS, ONLY, Figure, basis_of
from tpm_data.figures.wording import extremes, full, marked, money_words, number_word, room_for, span, stack
from tpm_data.formatting import currency_of, join, percent, plural, signed_money, signed_percent

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NEAR = 0.01  # share of an amount: a range that misses it by less is mentioned
_ROOM_FOR_TICK = 0.02  # share of the axis: a tick would hide a narrower range


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
        The level offered, or its title; it is marked.
    by : str or sequence of str, optional
        Columns that separate several ladders: each is drawn below its name, in order of appearance.

    Returns
    -------
    Figure
        A horizontal range per level with a dark tick at its midpoint, and the amount as a line across; its
        table has one row per level.

    Raises
    ------
    ValueError
        If the table has several ladders that ``by`` does not separate, several currencies or no rows, or
        lacks a column or the level.
    TableError
        If the amount is not readable, not above zero, or in another currency than the levels.

    Examples
    --------
    >>> import tpm_data
    >>> ladder = tpm_data.progression.levels(tpm_data.load("salary_bands"))
    >>> pay_ranges(ladder).alternative
    'Pay ranges of 5 levels, $83,350 to $220,000. The top level ends $5,000 below the level before it.'
    >>> pay_ranges(ladder, amount=150_000, level=3).alternative
    'Pay ranges of 5 levels, $83,350 to $220,000. As Senior Technical Product Manager, $150,000 is 30%
    of the way up the range.'
    """
    parts, ladders = parts_of(levels, by, "progression.levels"), dict[str, list[Row]]()
    unit, pay = one_currency(levels), amount_given(amount, levels)
    across = [] if pay is None else [pay]
    for name, ladder in parts:
        own = ladders[name] = rows_of_one("ladder", ladder, "progression.levels", "level", by=True)
        for at in across:
            placed = rows_of_one("ladder", progression.place(ladder, at), "progression.place", "level")
            for row, place in zip(own, placed, strict=True):
                row.update(place)
        for row in own:
            row.update(ladder_title=name)
    rows = [*chain(*ladders.values())]
    ends = [end for row in rows for end in ends_of(row)]
    offered = {} if level is None else _level(rows, level)
    find = _place_finding if across else _tops_finding if len(ladders) > 1 else _ladder_finding
    page = Page(_offer_finding(offered, unit) if offered else find(rows, unit), len(rows))
    page.scale(ends + across, money_words(unit))
    for at in across:
        page.rule(at, "amount", f"your {full(at, unit)}")

    def label(row: Row) -> Label:
        paid = span(ends_of(row), unit, "–")
        facts = [marked(paid, _key("range", row) in page.finding.about)]
        if across:
            spoken_of = row is offered or (not offered and row["status"] == "within")
            facts = [paid, marked(_place_words(row, unit), spoken_of)]
        lower = _key("missing", row) in page.finding.about
        return Label(row["title"] + ", offered" * (row is offered), facts, [[]] * lower)

    for name, own in ladders.items():
        for before, (row, _, y) in zip([*own[:1], *own], page.rows(own, label, name), strict=False):
            page.bar(ends_of(row), y, _key("range", row), _level_words(row, unit))
            if page.share(row["maximum"]) - page.share(row["minimum"]) > _ROOM_FOR_TICK:
                page.tick(row["midpoint"], y)
            if _key("missing", row) in page.finding.about:
                # How far the range ends below the level before it.
                ceiling, half = before["maximum"], page.thick / 2
                form = {"layer": "above", "line": {"color": MARKS["accent"], "width": 1.5}}
                page.shape(row["maximum"], y, ceiling, y, name=_key("missing", row), **form)
                page.shape(ceiling, y - half - 6, ceiling, y + half + 4, **form)
                lacks = f"{full(ceiling - row['maximum'], unit)} lower"
                page.at(ceiling, y + half + LINE / 2 + 4, [(lacks, "accent")])
    of = f" on {len(ladders):,} ladders" * (len(ladders) > 1)
    shows = f"Pay ranges of {plural(len(rows), 'level')}{of}, {span(ends, unit)}"
    measure = "Pay per year, minimum to maximum; dark tick: midpoint"
    table = pd.DataFrame(rows).drop(columns="ladder_title")
    return page.figure(measure, shows=shows, basis=basis_of(levels), rows=table)


def _key(kind: str, row: Row) -> str:
    return f"{kind} {row['level']:g} {row.get('ladder_title', '')}".rstrip()


def _level(rows: list[Row], wanted: int | str) -> Row:
    """Find the level offered by its number or its title."""
    found = [row for row in rows if str(wanted).removesuffix(".0") in (f"{row['level']:g}", row["title"])]
    if len(found) != 1:
        known = join([f"{row['level']:g} ({row['title']})" for row in rows], 5)
        where = "fits several levels, so keep one ladder" if found else "is not among the levels"
        raise ValueError(f"level: {told(wanted)} {where}: {known}.")
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
    middle, spread = full(row["midpoint"], unit), percent(row["range_spread"])
    return f"{row['title']}: {span(ends_of(row), unit)}, midpoint {middle}, range spread {spread}"


def _ladder_finding(rows: list[Row], unit: str) -> Finding:
    """Name the level that breaks the rule of the ladder or, if there is none, the rule."""
    pairs, spreads = [*pairwise(rows)], {percent(row["range_spread"]) for row in rows}
    before, after = max(pairs or [(rows[0],) * 2], key=lambda pair: pair[0]["maximum"] - pair[1]["maximum"])
    if before["maximum"] > after["maximum"]:
        who = "The top level" if after is rows[-1] else after["title"]
        lacks = full(before["maximum"] - after["maximum"], unit)
        about = [_key(kind, after) for kind in ("range", "missing")]
        return Finding(f"{who} ends {lacks} below the level before it", about)
    if not pairs or any(row["minimum"] <= last["minimum"] for last, row in pairs):
        who = f"The {number_word(len(rows))} levels pay" if pairs else f"{rows[0]['title']} pays"
        return Finding(f"{who} {span([end for row in rows for end in ends_of(row)], unit)}")
    (floor, ceiling), (last_floor, last_ceiling) = ends_of(rows[0]), ends_of(rows[-1])
    if len(spreads) == 1 and spreads != {percent(0)}:
        up = span((ceiling, last_ceiling), unit, " up to ")
        return Finding(f"Every level tops out {spreads.pop()} above its minimum, from {up}")
    up = span((floor, last_floor), unit, " up to ")
    return Finding(f"Every level starts above the one before it, with minimums from {up}")


def _tops_finding(rows: list[Row], unit: str) -> Finding:
    """Name the ladders with the highest and the lowest top pay."""
    tops = {row["ladder_title"]: row for row in sorted(rows, key=lambda row: float(row["maximum"]))}
    pays = {name: row["maximum"] for name, row in tops.items()}
    (least, low), (most, high) = extremes(pays, partial(full, currency=unit))
    if low == high:
        return Finding(f"Every ladder tops out at {high}")
    title = f"{join(most, 2)} {'tops' if len(most) == 1 else 'top'} out highest, at {high}"
    about = [_key("range", tops[name]) for name in least + most]
    return Finding(f"{title}; {join(least, 2)} lowest, at {low}", about)


def _place_finding(rows: list[Row], unit: str) -> Finding:
    """Say how many ranges include the amount, and by how much it just misses another."""
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
        return Finding(f"{row['title']} pays {span(ends_of(row), unit)}", [_key("range", row)])
    where = _place_words(row, unit).split(", ")[0].replace(" up", " up the range")
    said = f"As {row['title']}, {full(row['amount'], unit)} is {where}"
    return Finding(said, ["amount", _key("range", row)])


_signed = partial(signed_money, exact=True)


def promotion_steps(promotions: pd.DataFrame) -> Figure:
    """Draw how each promotion changes minimum, midpoint and maximum, in money and in percent.

    Parameters
    ----------
    promotions : DataFrame
        One row per step, as `tpm_data.progression.promotions` returns it for one ladder.

    Returns
    -------
    Figure
        Three bars per step from zero, and above them a thin line from the worst to the best case of one
        promotion; its table has one row per step.

    Raises
    ------
    ValueError
        If there is no step, or the table has several ladders or lacks a column.

    Examples
    --------
    >>> import tpm_data
    >>> steps = tpm_data.progression.promotions(tpm_data.load("salary_bands"))
    >>> promotion_steps(steps).alternative
    'Change of minimum, midpoint and maximum over 4 steps. The first step lifts the midpoint by 38%, the
    second by only 7%.'
    """
    none = "There is no step to draw: the ladder has fewer than two levels."
    rows = rows_of_one("ladder", promotions, "progression.promotions", "from_level", empty=none)
    unit, shares = currency_of(promotions), [row["midpoint_differential"] for row in rows]
    page = Page(_step_finding(shares, [f"midpoint {row['to_level']:g}" for row in rows]))
    changes = [0.0, *(row[f"{end}_change"] for row in rows for end in ENDS)]
    cases = [row[case] for row in rows for case in ("worst_case", "best_case")]
    # The words at the end of the longest bar need room, which the best case may already give.
    share = min(0.7, room_for(_change(row, end, unit) for row in rows for end in ENDS))
    low = min(changes + cases)
    places = [low, *cases, (max(changes) - share * low) / (1 - share)]
    page.scale(places, money_words(unit, change=True), (0.02, 0.02))
    line = {"layer": "between", "line": {"color": MARKS["quiet"], "width": 2}}
    for row in rows:
        page.y += page.gap * (row is not rows[0])
        into, worst, best = f"to {row['to_title']}", row["worst_case"], row["best_case"]
        page.words((into, "ink"))
        page.words(f"one promotion: {_signed(worst, unit)} at worst, {_signed(best, unit)} at best")
        top, page.y = page.y, page.y + 18
        page.shape(worst, top + 8, best, top + 8, **line)
        for case in (worst, best):
            page.shape(case, top + 3, case, top + 13, **line)
        middle = page.track(57)
        page.shape(0, top + 2, 0, page.y, layer="above", line={"color": MARKS["ink"], "width": 1})
        for at, end in enumerate(ENDS):
            words, key, y = _change(row, end, unit), f"{end} {row['to_level']:g}", middle + 18.5 * (at - 1)
            bar = sorted([0.0, row[f"{end}_change"]])
            page.bar(bar, y, key, f"{into}: {words}", thick=13)
            said = (words, page.tone(key, "ink")) if end == "midpoint" else words
            page.beside(bar, y, [said], side="right")
    measure = "Change of the range at each step, per year; thin line: one promotion, worst to best"
    shows = f"Change of minimum, midpoint and maximum over {plural(len(rows), 'step')}"
    caption = "Worst: from the old maximum to the new minimum; best: from the old minimum to the new maximum."
    return page.figure(measure, shows=shows, basis=basis_of(promotions), rows=rows, caption=[caption])


def _change(row: Row, end: str, unit: str) -> str:
    share = signed_percent(row[f"{end}_differential"])
    return f"{end} {_signed(row[f'{end}_change'], unit)} ({share})"


def _step_finding(shares: list[float], keys: list[str]) -> Finding:
    """Say at which steps the midpoint changes most and least."""
    verb, spell = ("lift", percent) if min(shares) > 0 else ("move", signed_percent)
    (least, low), (most, high) = extremes(dict(enumerate(shares)), spell)
    if low == high and len(shares) > 1:
        return Finding(f"Every step {verb}s the midpoint by {high}")
    first = "the one step" if len(shares) == 1 else _steps(most)
    title = f"{first.capitalize()} {verb}{'s' * (len(most) == 1)} the midpoint by {high}"
    if len(shares) > 1:
        only = "only " * (0 < shares[least[0]] < ONLY * shares[most[0]])
        title += f", {_steps(least).removesuffix(' step')} by {only}{low}{' each' * (len(least) > 1)}"
    return Finding(title, [keys[at] for at in {*most, *least}])


def _steps(tied: list[int]) -> str:
    if len(tied) > 1:
        return f"{number_word(len(tied))} steps"
    return f"the {_ORDINALS[tied[0]]} step" if tied[0] < len(_ORDINALS) else f"step {tied[0] + 1}"


_STAIRS = 310  # pixels from the lowest to the highest pay
_COLUMN = 0.25  # half the width of a range, as a share of its column


def staircase(levels: pd.DataFrame) -> Figure:
    """Draw how pay climbs: the range of every level side by side, joined at the midpoints.

    Parameters
    ----------
    levels : DataFrame
        One row per level, as `tpm_data.progression.levels` returns it for one ladder.

    Returns
    -------
    Figure
        An upright range per level, with pay rising, and the change of the midpoint at each step; its table
        has one row per level, with the ``midpoint_differential`` of the step into it.

    Raises
    ------
    ValueError
        If the table has several ladders or no rows, or lacks a column.

    Examples
    --------
    >>> import tpm_data
    >>> staircase(tpm_data.progression.levels(tpm_data.load("salary_bands"))).alternative
    'Pay of 5 levels, $83,350 to $220,000. The first step lifts the midpoint by 38%, the second by only
    7%.'
    """
    bands, unit, ends = ladder_of(levels)
    rows = [*bands.values()]
    steps = [*progression.promotions(levels)["midpoint_differential"]]
    keys = [_key("step", row) for row in rows[1:]]
    page = Page(_step_finding(steps, keys) if steps else _ladder_finding(rows, unit))
    pitch = page.columns(len(rows), ends, money_words(unit))
    height = page.heights(_STAIRS, LINE)
    labelled = max(len(full(end, unit)) for end in ends) * 6.5 < pitch
    places, last = [], -math.inf  # where the last words of a step are
    for x, row in zip(count(0.5), rows):
        bottom, middle, ceiling = (height(row[end]) for end in ("minimum", "midpoint", "maximum"))
        left, right = x - _COLUMN, x + _COLUMN
        page.shape(left, ceiling, right, bottom, fillcolor=MARKS["tint"])
        for y in (ceiling, bottom):
            page.shape(left, y, right, y, line={"color": MARKS["quiet"], "width": 2})
        # Clear of the edge, and of the dot in a narrow range; a single rate has one label.
        floor, top = max(bottom + 10, middle + 17), min(ceiling - 10, middle - 17)
        for end, y in {row["minimum"]: floor, row["maximum"]: top}.items() if labelled else ():
            page.note(x, y, [full(end, unit)], 12)
        page.dot(x, middle, _key("midpoint", row), _level_words(row, unit), "deep")
        places.append((x, middle, ceiling))
    for ((x0, y0, top0), (x1, y1, top1)), key, share in zip(pairwise(places), keys, steps, strict=True):
        tone, words = page.tone(key, "deep"), signed_percent(share)
        page.shape(x0, y0, x1, y1, layer="between", name=key, line={"color": MARKS[tone], "width": 3})
        beside = len(words) * 7.5 + 24 < pitch
        if beside or (tone == "accent" and (x0 - last) * pitch > len(words) * 8):
            last, y = x0, (y0 + y1) / 2 if beside else min(top0, top1) - 12
            page.note((x0 + x1) / 2, y, [(words, tone)])
    names, listed = column_names([row["title"] for row in rows], [pitch] * len(rows))
    page.y += 32
    for x, name in zip(count(0.5), names):
        if any(name):
            page.note(x, page.y, size=12, text=stack(name), yanchor="top", align="center")
    page.y += 16 * max(map(len, names)) + 6
    for line in listed:
        page.line([line])
    table = pd.DataFrame(rows).assign(midpoint_differential=[math.nan, *steps])
    shows = f"Pay of {plural(len(rows), 'level')}, {span(ends, unit)}"
    measure = "Pay per year: minimum to maximum, joined at the midpoints"
    return page.figure(measure, shows=shows, basis=basis_of(levels), rows=table)
