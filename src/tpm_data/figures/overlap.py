"""Figures of overlap: what neighbours share, how many levels claim a pay, and what an audit finds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Literal

import pandas as pd

from tpm_data import overlap
from tpm_data.figures.layout import (
    LABEL,
    LINE,
    NARROWEST,
    UNDER_LABEL,
    Finding,
    Label,
    Page,
    Span,
    apart,
    full,
    lines,
    marked,
    markup,
    money_words,
    number_word,
    some_of,
    span,
)
from tpm_data.figures.rows import Row, ladder_of, records
from tpm_data.figures.style import LEFT, MARKS, RULE, TRACK, WORDS, Figure, basis_of, escape
from tpm_data.formatting import join, percent, percent_beside, plural, points, portion

_LISTED = 20  # numbers in a text alternative
_INSIDE = 0.4  # of the axis: a block of less has room beside it
_HALF = 0.5  # of the larger share: a share of less is "only" so high


def overlap_of_neighbours(levels: pd.DataFrame) -> Figure:
    """Draw what each level shares with the next one, and how much of either range that is.

    The same pay is one share of the lower range and another of the upper one, so each share stands beside
    the range it is a share of. What is seen first is the step that shares most.

    Parameters
    ----------
    levels : DataFrame
        One row per level, as `tpm_data.progression.levels` returns it for one ladder.

    Returns
    -------
    Figure
        Two ranges per step that touch, and one block across both for the pay they share; its table has
        one row per step, as `tpm_data.overlap.pairs` returns it.

    Raises
    ------
    ValueError
        If there is no step, or the table holds several ladders or not the columns.

    Notes
    -----
    What any two levels share, neighbours or not, is in the table of `tpm_data.overlap.pairs`.

    Examples
    --------
    >>> import tpm_data
    >>> ladder = tpm_data.progression.levels(tpm_data.load("salary_bands"))
    >>> overlap_of_neighbours(ladder).alternative
    'Pay shared at 4 steps (of lower, upper range): $13,294 (27% and 22%), $45,000 (75% and 90%),
    $34,779 (70% and 50%) and $23,750 (34% and 100%). The same $23,750 is all of the top range but only
    34% of the range before it.'
    """
    bands, unit, ends = _bands(levels)
    none = "There is no step to draw: the ladder has fewer than two levels."
    rows = records(overlap.pairs(levels, which="adjacent"), "overlap.pairs", none)
    page = Page(_shared_finding(rows, max(bands), unit))
    page.scale(min(ends), max(ends), money_words(unit))
    page.thick, gap = (16, 20) if len(rows) <= 8 else (12, 12)
    for row in rows:
        _step(page, row, [bands[row["lower_level"]], bands[row["upper_level"]]], unit)
        page.y += gap
    page.y -= gap
    said = join([f"{full(row['overlap'], unit)} ({' and '.join(_shares(row))})" for row in rows], _LISTED)
    shows = f"Pay shared at {plural(len(rows), 'step')} (of lower, upper range): {said}"
    measure = "Pay per year shared by neighbouring levels, and as a share of each of the two ranges"
    return page.figure(measure, shows=shows, basis=basis_of(levels), rows=rows)


def _bands(levels: pd.DataFrame) -> tuple[dict[int, Row], str, list[float]]:
    rows, unit, ends = ladder_of(levels)
    return {row["level"]: row for row in rows}, unit, ends


def _range(page: Page, row: Row, y: float, unit: str, key: str = "range", thick: float = 0) -> None:
    words = f"{row['title']}: {span((row['minimum'], row['maximum']), unit)}"
    page.bar(row["minimum"], row["maximum"], y, f"{key} {row['level']:g}", words, thick=thick)


def _ranges(
    page: Page, bands: dict[int, Row], unit: str, under: Mapping[int, Sequence[Sequence[Span]]], *sizes: float
) -> list[float]:
    """Draw one range per row, with lines of words below it."""
    facts = [[span((row["minimum"], row["maximum"]), unit, "–")] for row in bands.values()]
    named = zip(bands.items(), facts, strict=True)
    middles = page.rows([Label(row["title"], fact, "", under[at]) for (at, row), fact in named], *sizes)
    for row, y in zip(bands.values(), middles, strict=True):
        _range(page, row, y, unit)
    return middles


def _shares(row: Row) -> list[str]:
    """Spell the shares of both ranges; a single rate has none."""
    shares = row["share_of_lower"], row["share_of_upper"]
    return ["a single rate" if s != s else percent(s) if s in (0, 1) else portion(s) for s in shares]


def _step(page: Page, row: Row, two: list[Row], unit: str) -> None:
    """Draw two ranges that touch, what they share across both, and each share beside its own range."""
    key, shares, size = f"shared {row['upper_level']:g}", _shares(row), row["signed_overlap"]
    tone, thick = page.tone(key, "ink"), page.thick
    low, high = max(band["minimum"] for band in two), min(band["maximum"] for band in two)
    what = f"meet at {full(low, unit)}" if size == 0 else full(abs(size), unit) + " apart" * (size < 0)
    named = [(f"of {band['title']}", "ink") for band in two]
    page.y += UNDER_LABEL
    page.words((shares[0], tone), named[0])
    page.y += UNDER_LABEL
    middle = page.track(2 * thick)
    halves = [middle - thick / 2, middle + thick / 2]
    for band, y in zip(two, halves, strict=True):
        _range(page, band, y, unit, f"{key} beside", thick - 1)
    words = f"{what}: {shares[0]} of the lower range, {shares[1]} of the upper one"
    page.bar(
        min(low, high), max(low, high), middle, key, words, tone="deep", thick=4 if size < 0 else 2 * thick
    )
    if page.share(high) - page.share(low) > _INSIDE:
        page.note((low + high) / 2, middle, markup([(what, tone)]), size=12, bgcolor="#FFFFFF", borderpad=2)
    else:
        # Before a range begins and after it ends, its half of the track is empty.
        left = page.share(low) > 1 - page.share(high)
        upper = two[0]["minimum"] == low if left else two[0]["maximum"] == high
        page.beside(low, high, halves[not upper], [(what, tone)], side="left" if left else "right")
    page.y += UNDER_LABEL
    page.words((shares[1], tone), named[1])
    page.y += UNDER_LABEL


def _shared_finding(rows: list[Row], top: int, unit: str) -> Finding:
    """Say how much the neighbours share that share most of the narrower of their two ranges."""
    sharing = [row for row in rows if row["overlap"]]
    if not sharing:
        return Finding("No two neighbouring levels share a stretch of pay")
    most = max(sharing, key=lambda row: float(row["share_of_narrower"]))
    share = portion(most["share_of_narrower"])
    tied = [row for row in sharing if portion(row["share_of_narrower"]) == share]
    about = [f"shared {row['upper_level']:g}" for row in tied if len(tied) < max(2, len(rows))]
    if len(tied) > 1:
        steps = some_of(len(tied), len(rows), "step")
        return Finding(f"At {steps} neighbours share {share} of the narrower range", about)
    lower, upper = most["share_of_lower"], most["share_of_upper"]
    which = "the top range" if most["upper_level"] == top else f"the range of {most['upper_title']}"
    but = "but only" if lower < _HALF * upper else "and"
    same = f"The same {full(most['overlap'], unit)} is {portion(upper)} of {which}"
    return Finding(f"{same} {but} {portion(lower)} of the range before it", about)


_DEPTH, _HIGHEST, _MOST_COUNTS = 26, 130, 4  # pixels of one level in a column, and of a column, at most


def pay_coverage(levels: pd.DataFrame) -> Figure:
    """Draw the ranges, and below them on the same axis how many levels claim each stretch of pay.

    Pay that fits several levels does not tell which of them somebody is on. What is seen first is the
    stretch that fits most levels.

    Parameters
    ----------
    levels : DataFrame
        One row per level, as `tpm_data.progression.levels` returns it for one ladder.

    Returns
    -------
    Figure
        A range per level, and a column per stretch, as high as the number of ranges over it; its table
        has one row per stretch, as `tpm_data.overlap.coverage` returns it.

    Raises
    ------
    ValueError
        If no range is wider than a single rate, or the table holds several ladders or not the columns.

    Examples
    --------
    >>> import tpm_data
    >>> pay_coverage(tpm_data.progression.levels(tpm_data.load("salary_bands"))).alternative
    'The ranges of 5 levels, and how many claim each stretch of pay from $83,350 to $220,000, from the
    lowest: 1, 2, 1, 2, 3, 2, 1, 2 and 1. Pay of $150,221 to $180,000 fits three of the five levels.'
    """
    bands, unit, ends = _bands(levels)
    none = "There is no stretch of pay to draw: no range is wider than a single rate."
    rows = records(overlap.coverage(levels), "overlap.coverage", none)
    most, *_, widest = max((row["depth"], row["width"], -at, row) for at, row in enumerate(rows))
    if most == 0:
        raise ValueError(none)
    page = Page(_depth_finding(rows, most, len(bands), unit))
    page.scale(min(ends), max(ends), money_words(unit), (0.06, 0.015))
    middles = _ranges(page, bands, unit, defaultdict(list), *((12, 9) if len(bands) <= 8 else (8, 5)))
    page.y += 24
    page.line([("Number of levels that claim each stretch", "ink")])
    step = min(_DEPTH, _HIGHEST / most)
    top, bottom = page.y + LINE, page.y + LINE + step * most
    for depth in range(0, most + 1, -(-most // _MOST_COUNTS)):
        y = bottom - depth * step
        page.shape(0, y, 1, y, xref="paper", line={"color": TRACK if depth else RULE, "width": 1})
        page.note(y=y, text=str(depth), size=12, bgcolor="#FFFFFF", **LEFT)
    for row in (row for row in rows if row["depth"]):
        key, height = f"stretch {row['from']}", row["depth"] * step
        words = f"{span((row['from'], row['to']), unit)}: {join(row['titles'])}"
        page.bar(row["from"], row["to"], bottom - height / 2, key, words, thick=height)
        for band, y in zip(bands.values(), middles, strict=True):
            if key in page.finding.about and band["minimum"] <= row["from"] < band["maximum"]:
                place = row["from"], y - page.thick / 2, row["to"], y + page.thick / 2
                page.shape(*place, fillcolor=MARKS["accent"], layer="above", name=key)
    tone = page.tone(f"stretch {widest['from']}", "ink")
    page.at((widest["from"] + widest["to"]) / 2, top - LINE / 2, [(plural(most, "level"), tone)])
    page.y = bottom
    shows = f"The ranges of {plural(len(bands), 'level')}, and how many claim each stretch of pay from "
    shows += f"{span(ends, unit)}, from the lowest: {join((row['depth'] for row in rows), _LISTED)}"
    measure = "Pay per year: the ranges, and how many claim each stretch"
    return page.figure(measure, shows=shows, basis=basis_of(levels), rows=rows)


def _depth_finding(rows: list[Row], most: int, levels: int, unit: str) -> Finding:
    """Say which pay fits most levels, if any fits more than one."""
    if most == 1:
        return Finding("No stretch of pay fits more than one level")
    deepest = [row for row in rows if row["depth"] == most]
    pay, of = span((deepest[0]["from"], deepest[-1]["to"]), unit), some_of(most, levels, "level")
    about = [f"stretch {row['from']}" for row in deepest]
    if len(deepest) == 1:
        return Finding(f"Pay of {pay} fits {of}", about)
    count = number_word(len(deepest)).capitalize()
    return Finding(f"{count} stretches of pay from {pay} fit {of} each", about)


# Where the number of a finding stands on a range, and what it says.
_FOUND = {
    "minimum inversion": ("minimum", "floor {value} below the level before it"),
    "midpoint inversion": ("midpoint", "midpoint {value} below the level before it"),
    "maximum inversion": ("maximum", "ceiling {value} below the level before it"),
    "equal bands": ("midpoint", "the same range as {other}"),
    "nested band": ("midpoint", "holds the whole range of {other}"),
    "gap": ("minimum", "starts {value} above the ceiling of the level before it"),
    "narrow spread": ("minimum", "spread {value}, usual from {limit}"),
    "wide spread": ("maximum", "spread {value}, usual up to {limit}"),
    "thin step": ("midpoint", "step {value}, usual from {limit}"),
    "steep step": ("midpoint", "step {value}, usual up to {limit}"),
    "low raise": ("minimum", "raise {value} from the midpoint before it, usual from {limit}"),
    "high raise": ("minimum", "raise {value} from the midpoint before it, usual up to {limit}"),
}
_NEXT = 22  # pixels from one number to the next
_BADGE: Row = {"font": {"size": 11, "color": "#FFFFFF"}, "width": 18, "height": 14, "align": "center"}
_BADGE |= {"bordercolor": "#FFFFFF", "borderwidth": 1}
_HOLLOW: Row = {"fillcolor": "rgba(0,0,0,0)", "layer": "above"}


def audit_findings(
    levels: pd.DataFrame, *, convention: Literal["eri", "mercer"] | overlap.Convention | None = None
) -> Figure:
    """Draw the ranges with what an audit finds, each finding numbered where it is and below in words.

    Numbers rise from the lowest level on. What is seen first is the one that the title names as the worst:
    findings about structure come before those about a convention, as `tpm_data.overlap.audit` lists them.

    Parameters
    ----------
    levels : DataFrame
        One row per level, as `tpm_data.progression.levels` returns it for one ladder.
    convention : {"eri", "mercer"} or Convention, optional
        Limits to hold the ladder against, as for `tpm_data.overlap.audit`.

    Returns
    -------
    Figure
        A range per level, with numbers at the ends and midpoints that findings are about. What concerns two
        levels stands at the later one; a range that holds another has the outline of that on it. Its table
        is that of `tpm_data.overlap.audit` with a ``number`` (one for all of a kind at one level), or the
        levels if nothing is found.

    Raises
    ------
    ValueError
        If the table holds several ladders, no rows, or not the columns, or there is no such convention.

    Examples
    --------
    >>> import tpm_data
    >>> audit_findings(tpm_data.progression.levels(tpm_data.load("salary_bands"))).alternative
    '2 findings in 5 levels: maximum inversion and nested band. Worst of two findings, at the top level:
    ceiling $5,000 below the level before it.'
    """
    bands, unit, ends = _bands(levels)
    table = overlap.audit(levels, convention=convention)
    found = records(table, "overlap.audit", empty="")
    marks = _marks(found, bands, unit)
    page = Page(_audit_finding(found, marks, bands))
    page.scale(min(ends), max(ends), money_words(unit))
    under = defaultdict[int, list[list[Span]]](list)
    for mark in marks:
        tone = page.tone(mark["key"], "ink")
        for at, line in enumerate(lines(mark["words"], LABEL - 4)):
            number: Span = "   " if at else (mark["number"], tone)
            under[mark["level"]].append([number, marked(line, tone == "accent")])
    for level, y in zip(bands, _ranges(page, bands, unit, under), strict=True):
        _numbers(page, [mark for mark in marks if mark["level"] == level], y)
    kinds, named = dict.fromkeys(row["finding"] for row in found), table.attrs["convention"]
    shows = (
        f"{plural(len(found), 'finding')} in {plural(len(bands), 'level')}" + ": " * bool(found) + join(kinds)
    )
    caption = [f"“Usual” is by the limits of {named}." if named else "Looked at: structure alone."]
    measure = "Pay per year" + "; a number stands where its finding is" * bool(found)
    drawn = found or [*bands.values()]
    return page.figure(measure, shows=shows, basis=basis_of(levels), rows=drawn, caption=caption)


def _marks(found: list[Row], bands: dict[int, Row], unit: str) -> list[Row]:
    """Give findings their numbers, from the lowest level on; all of a kind at one level have one."""
    placed = []
    for row in found:
        first = bands[row["lower_level"]]
        last = bands.get(row["upper_level"], first)
        if row["finding"] == "nested band":
            first, last = sorted((first, last), key=lambda band: float(band["maximum"] - band["minimum"]))
        placed.append((last["level"], row["finding"], first, row))
    marks: list[Row] = []
    in_order = sorted(placed, key=lambda one: one[0])
    for number, ((level, kind), same) in enumerate(groupby(in_order, key=lambda one: one[:2]), 1):
        *_, others, rows = zip(*same, strict=True)
        for row in rows:
            row["number"] = number
        end, words = _FOUND[kind]
        value, limit = rows[0]["value"], rows[0]["limit"]
        usual = () if limit != limit else (percent_beside(value, limit), f"{points(100 * limit)}%")
        spelled, limits = usual or (full(abs(value), unit), "")
        names = join((band["title"] for band in others), 3)
        held = others if kind == "nested band" else ()
        mark = {"key": f"finding {number}", "number": str(number), "level": level, "finding": kind}
        mark["words"] = words.format(value=spelled, limit=limits, other=names)
        marks.append(mark | {"held": held, "at": (*held, bands[level])[0][end]})
    return marks


def _numbers(page: Page, marks: list[Row], y: float) -> None:
    """Put the numbers of findings where they are, side by side where they have no room."""
    marks, half = sorted(marks, key=lambda mark: float(mark["at"])), page.thick / 2
    wanted = [page.share(mark["at"]) * NARROWEST for mark in marks]
    for mark, place, moved in zip(marks, wanted, apart(wanted, _NEXT, NARROWEST), strict=True):
        tone = page.tone(mark["key"], "ink")
        for band in mark["held"]:
            ends, edge = (band["minimum"], y - half, band["maximum"], y + half), {"color": MARKS[tone]}
            page.shape(*ends, **_HOLLOW, name=mark["key"], line=edge | {"width": 1.5})
        badge: Row = _BADGE | {"name": mark["key"], "xshift": round(moved - place), "bgcolor": WORDS[tone]}
        page.note(mark["at"], y, f"<b>{mark['number']}</b>", hovertext=escape(mark["words"]), **badge)


def _audit_finding(found: list[Row], marks: list[Row], bands: dict[int, Row]) -> Finding:
    """Name the worst finding; if there are several of its kind, the kind."""
    if not found:
        return Finding("Nothing found: no floor or ceiling falls, and no range holds another or lies apart")
    kind = found[0]["finding"]
    alike = [mark for mark in marks if mark["finding"] == kind]
    about = [mark["key"] for mark in alike if len(alike) < max(2, len(marks))]
    count = f"{number_word(len(found))} finding{'s' * (len(found) > 1)}"
    worst = f"{'worst of ' * (len(alike) < len(marks))}{count}".capitalize()
    if len(alike) > 1:
        return Finding(f"{worst}: {kind} at {some_of(len(alike), len(bands), 'level')}", about)
    level = alike[0]["level"]
    who = "the top level" if level == max(bands) else bands[level]["title"]
    return Finding(f"{worst}, at {who}: {alike[0]['words']}", about)
