"""Figures of overlap: what neighbours share, how many levels include a pay, and what an audit finds."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd

from tpm_data import overlap
from tpm_data.figures.layout import LINE, UNDER_LABEL, Finding, Label, Page
from tpm_data.figures.rows import Row, ends_of, ladder_of, records
from tpm_data.figures.style import CLEAR, ENDS, MARKS, ONLY, WORDS, Figure, basis_of, escape
from tpm_data.figures.wording import extremes, full, lines, marked, money_words, number_word, some_of, span
from tpm_data.formatting import join, percent, percent_beside, plural, points, portion

_LISTED = 20  # numbers in a text alternative
_INSIDE = 0.4  # share of the axis: a narrower block has room next to it


def overlap_of_neighbours(levels: pd.DataFrame) -> Figure:
    """Draw how much pay each level shares with the next one, and what share of each range that is.

    The same pay is one share of the lower range and another of the upper one, so each share is next to
    its own range. The accent marks the step that shares most.

    Parameters
    ----------
    levels : DataFrame
        One row per level, as `tpm_data.progression.levels` returns it for one ladder.

    Returns
    -------
    Figure
        Two ranges per step, drawn touching, and one block across both for the pay they share; its table has
        one row per step, as `tpm_data.overlap.pairs` returns it.

    Raises
    ------
    ValueError
        If there is no step, or the table has several ladders or lacks a column.

    Notes
    -----
    `tpm_data.overlap.pairs` has the overlap of any two levels, neighbours or not.

    Examples
    --------
    >>> import tpm_data
    >>> ladder = tpm_data.progression.levels(tpm_data.load("salary_bands"))
    >>> overlap_of_neighbours(ladder).alternative
    'Pay shared at 4 steps (share of lower and upper range): $13,294 (27% and 22%), $45,000 (75% and 90%),
    $34,779 (70% and 50%) and $23,750 (34% and 100%). The same $23,750 is all of the top range but only
    34% of the range before it.'
    """
    bands, unit, ends = ladder_of(levels)
    none = "There is no step to draw: the ladder has fewer than two levels."
    rows = records(overlap.pairs(levels, which="adjacent"), "overlap.pairs", none)
    page = Page(_shared_finding(rows, max(bands), unit), len(rows))
    page.scale(ends, money_words(unit))
    for row in rows:
        page.y += page.gap * (row is not rows[0])
        _step(page, row, [bands[row["lower_level"]], bands[row["upper_level"]]], unit)
    said = join([f"{full(row['overlap'], unit)} ({' and '.join(_shares(row))})" for row in rows], _LISTED)
    shows = f"Pay shared at {plural(len(rows), 'step')} (share of lower and upper range): {said}"
    measure = "Pay per year that neighbouring levels share, also as a share of each range"
    return page.figure(measure, shows=shows, basis=basis_of(levels), rows=rows)


def _ranges(page: Page, bands: dict[int, Row], unit: str, under: Mapping[int, Any]) -> list[float]:
    """Draw one range per row, with lines of words below it."""

    def label(band: Row) -> Label:
        return Label(band["title"], [span(ends_of(band), unit, "–")], under.get(band["level"], []))

    drawn = page.rows(bands.values(), label)
    for band, words, y in drawn:
        page.bar(ends_of(band), y, f"range {band['level']:g}", words)
    return [y for *_, y in drawn]


def _shares(row: Row) -> list[str]:
    """Spell the shares of both ranges; a single rate has none."""
    shares = row["share_of_lower"], row["share_of_upper"]
    return ["a single rate" if s != s else percent(s) if s in (0, 1) else portion(s) for s in shares]


def _step(page: Page, row: Row, two: list[Row], unit: str) -> None:
    """Draw two ranges, the pay they share across both, and each share next to its own range."""
    key, shares, size = f"shared {row['upper_level']:g}", _shares(row), row["signed_overlap"]
    tone, thick = page.tone(key, "ink"), page.thick
    low, high = block = max(band["minimum"] for band in two), min(band["maximum"] for band in two)
    what = f"meet at {full(low, unit)}" if size == 0 else full(abs(size), unit) + " apart" * (size < 0)
    page.y += UNDER_LABEL
    page.words((shares[0], tone), (f"of {two[0]['title']}", "ink"))
    page.y += UNDER_LABEL
    middle = page.track(2 * thick)
    halves = [middle - thick / 2, middle + thick / 2]
    for band, y in zip(two, halves, strict=True):
        paid = f"{band['title']}: {span(ends_of(band), unit)}"
        page.bar(ends_of(band), y, f"{key} beside {band['level']:g}", paid, thick=thick - 1)
    words = f"{what}: {shares[0]} of the lower range, {shares[1]} of the upper one"
    page.bar(block, middle, key, words, "deep", 4 if size < 0 else 2 * thick)
    if page.share(high) - page.share(low) > _INSIDE:
        page.note((low + high) / 2, middle, [(what, tone)], 12, borderpad=2)
    else:
        # Before a range starts and after it ends, its half of the track is empty.
        side = page.side(block)
        upper = two[0]["minimum"] == low if side == "left" else two[0]["maximum"] == high
        page.beside(block, halves[not upper], [(what, tone)], side)
    page.y += UNDER_LABEL
    page.words((shares[1], tone), (f"of {two[1]['title']}", "ink"))
    page.y += UNDER_LABEL


def _shared_finding(rows: list[Row], top: int, unit: str) -> Finding:
    """Say how much pay is shared by the neighbours that share most of the narrower range."""
    sharing = {at: row["share_of_narrower"] for at, row in enumerate(rows) if row["overlap"]}
    if not sharing:
        return Finding("No two neighbouring levels share a stretch of pay")
    _, (tied, share) = extremes(sharing, portion)
    about = [f"shared {rows[at]['upper_level']:g}" for at in tied if len(tied) < max(2, len(rows))]
    if len(tied) > 1:
        steps = some_of(len(tied), len(rows), "step")
        return Finding(f"Neighbours share {share} of the narrower range at {steps}", about)
    most = rows[tied[0]]
    lower, upper = most["share_of_lower"], most["share_of_upper"]
    which = "the top range" if most["upper_level"] == top else f"the range of {most['upper_title']}"
    but = "but only" if lower < ONLY * upper else "and"
    same = f"The same {full(most['overlap'], unit)} is {portion(upper)} of {which}"
    return Finding(f"{same} {but} {portion(lower)} of the range before it", about)


_DEPTH, _HIGHEST, _MOST_COUNTS = 26, 130, 4  # pixels of one level in a column, and of a column, at most


def pay_coverage(levels: pd.DataFrame) -> Figure:
    """Draw the ranges and, below them on the same axis, how many levels include each stretch of pay.

    Pay that fits several levels does not show which of them somebody is on. The accent marks the stretch
    that fits most levels.

    Parameters
    ----------
    levels : DataFrame
        One row per level, as `tpm_data.progression.levels` returns it for one ladder.

    Returns
    -------
    Figure
        A range per level, and a column per stretch, as high as the number of ranges that include it; its
        table has one row per stretch, as `tpm_data.overlap.coverage` returns it.

    Raises
    ------
    ValueError
        If no range is wider than a single rate, or the table has several ladders or lacks a column.

    Examples
    --------
    >>> import tpm_data
    >>> pay_coverage(tpm_data.progression.levels(tpm_data.load("salary_bands"))).alternative
    'The ranges of 5 levels, and how many include each stretch of pay from $83,350 to $220,000, lowest
    first: 1, 2, 1, 2, 3, 2, 1, 2 and 1. Pay of $150,221 to $180,000 fits three of the five levels.'
    """
    bands, unit, ends = ladder_of(levels)
    none = "There is no stretch of pay to draw: no range is wider than a single rate."
    rows = records(overlap.coverage(levels), "overlap.coverage", none)
    most, *_, widest = max((row["depth"], row["width"], -at, row) for at, row in enumerate(rows))
    if most == 0:
        raise ValueError(none)
    page = Page(_depth_finding(rows, most, len(bands), unit))
    page.scale(ends, money_words(unit), (0.06, 0.015))
    page.thick, page.gap = (12, 9) if len(bands) <= 8 else (8, 5)
    middles = _ranges(page, bands, unit, {})
    page.y += 24
    page.line([("Number of levels that include each stretch", "ink")])
    step = min(_DEPTH, _HIGHEST / most)
    top, bottom = page.y + LINE, page.y + LINE + step * most
    for depth in range(0, most + 1, -(-most // _MOST_COUNTS)):
        y = bottom - depth * step
        page.across(y, "track" if depth else "rule")
        page.note(None, y, [str(depth)], 12)
    for row in (row for row in rows if row["depth"]):
        key, height = f"stretch {row['from']}", row["depth"] * step
        words = f"{span((row['from'], row['to']), unit)}: {join(row['titles'])}"
        page.bar((row["from"], row["to"]), bottom - height / 2, key, words, thick=height)
        for band, y in zip(bands.values(), middles, strict=True):
            if key in page.finding.about and band["minimum"] <= row["from"] < band["maximum"]:
                page.box((row["from"], row["to"]), y, fillcolor=MARKS["accent"], layer="above", name=key)
    tone = page.tone(f"stretch {widest['from']}", "ink")
    page.at((widest["from"] + widest["to"]) / 2, top - LINE / 2, [(plural(most, "level"), tone)])
    page.y = bottom
    shows = f"The ranges of {plural(len(bands), 'level')}, and how many include each stretch of pay from "
    shows += f"{span(ends, unit)}, lowest first: {join((row['depth'] for row in rows), _LISTED)}"
    measure = "Pay per year: the ranges, and how many include each stretch"
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
    return Finding(f"{count} stretches of pay from {pay} each fit {of}", about)


# Where the number of a finding is on a range, and its words.
_BELOW = " {value} below the level before it"
_FOUND = {
    **{f"{end} inversion": (end, end + _BELOW) for end in ENDS},
    "equal bands": ("midpoint", "the same range as {other}"),
    "nested band": ("midpoint", "includes the whole range of {other}"),
    "gap": ("minimum", "starts {value} above the maximum of the level before it"),
    "narrow spread": ("minimum", "spread {value}, usual: at least {limit}"),
    "wide spread": ("maximum", "spread {value}, usual: at most {limit}"),
    "thin step": ("midpoint", "step {value}, usual: at least {limit}"),
    "steep step": ("midpoint", "step {value}, usual: at most {limit}"),
    "low raise": ("minimum", "raise {value} from the midpoint before it, usual: at least {limit}"),
    "high raise": ("minimum", "raise {value} from the midpoint before it, usual: at most {limit}"),
}
_BESIDE = 56  # letters of a line next to the number of a finding
_NEXT = 22  # pixels from one number to the next
_BADGE: Any = {"font": {"size": 11, "color": "#FFFFFF"}, "width": 18, "height": 14, "align": "center"}
_BADGE |= {"bordercolor": "#FFFFFF", "borderwidth": 1}


def audit_findings(
    levels: pd.DataFrame, *, convention: Literal["eri", "mercer"] | overlap.Convention | None = None
) -> Figure:
    """Draw the ranges with the findings of an audit, each marked by a number and explained below.

    Numbers rise from the lowest level on. The accent marks the worst finding, which is in the title.
    Findings about structure come before those about a convention, as in `tpm_data.overlap.audit`.

    Parameters
    ----------
    levels : DataFrame
        One row per level, as `tpm_data.progression.levels` returns it for one ladder.
    convention : {"eri", "mercer"} or Convention, optional
        Limits to compare the ladder with, as for `tpm_data.overlap.audit`.

    Returns
    -------
    Figure
        A range per level, with numbers at the ends and midpoints that findings are about. A finding about
        two levels is marked at the higher one, but a nested range is outlined on the range that includes it.
        Its table is that of `tpm_data.overlap.audit` with a ``number``, or the levels without findings.

    Raises
    ------
    ValueError
        If the table has several ladders or no rows, or lacks a column, or there is no such convention.

    Examples
    --------
    >>> import tpm_data
    >>> audit_findings(tpm_data.progression.levels(tpm_data.load("salary_bands"))).alternative
    '2 findings in 5 levels: maximum inversion and nested band. Worst of two findings, at the top level:
    maximum $5,000 below the level before it.'
    """
    bands, unit, ends = ladder_of(levels)
    table = overlap.audit(levels, convention=convention)
    found = records(table, "overlap.audit", empty="")
    marks = _marks(found, bands, unit)
    page = Page(_audit_finding(found, marks, bands), len(bands))
    page.scale(ends, money_words(unit))
    under = defaultdict[int, list[Any]](list)
    for mark in marks:
        tone = page.tone(mark["key"], "ink")
        for at, line in enumerate(lines(mark["words"], _BESIDE)):
            number = "   " if at else (mark["number"], tone)
            under[mark["level"]].append([number, marked(line, tone == "accent")])
    for level, y in zip(bands, _ranges(page, bands, unit, under), strict=True):
        here = sorted((mark for mark in marks if mark["level"] == level), key=lambda mark: float(mark["at"]))
        # Side by side where there is no room.
        for mark, shift in zip(here, page.shifts([mark["at"] for mark in here], _NEXT), strict=True):
            key, tone = mark["key"], page.tone(mark["key"], "ink")
            edge = {"color": MARKS[tone], "width": 1.5}
            for band in mark["held"]:
                page.box(ends_of(band), y, fillcolor=CLEAR, layer="above", name=key, line=edge)
            badge = _BADGE | {"name": key, "xshift": shift, "bgcolor": WORDS[tone]}
            text = f"<b>{mark['number']}</b>"
            page.note(mark["at"], y, text=text, hovertext=escape(mark["words"]), **badge)
    kinds, named = dict.fromkeys(row["finding"] for row in found), table.attrs["convention"]
    shows = f"{plural(len(found), 'finding')} in {plural(len(bands), 'level')}"
    shows += ": " * bool(found) + join(kinds)
    caption = [f"“Usual” means within the limits of {named}." if named else "Checked: only the structure."]
    measure = "Pay per year" + "; each number marks a finding" * bool(found)
    drawn = found or [*bands.values()]
    return page.figure(measure, shows=shows, basis=basis_of(levels), rows=drawn, caption=caption)


def _marks(found: list[Row], bands: dict[int, Row], unit: str) -> list[Row]:
    """Say where each finding is, and what it is in words; number them from the lowest level on."""
    marks: list[Row] = []
    for row in found:
        first = bands[row["lower_level"]]
        last, held = bands.get(row["upper_level"], first), list[Row]()
        if row["finding"] == "nested band":
            first, last = sorted((first, last), key=lambda band: float(band["maximum"] - band["minimum"]))
            held = [first]
        (end, words), value, limit = _FOUND[row["finding"]], row["value"], row["limit"]
        usual = () if limit != limit else (percent_beside(value, limit), f"{points(100 * limit)}%")
        spelled, limits = usual or (full(abs(value), unit), "")
        mark = {"row": row, "level": last["level"], "held": held, "at": (*held, last)[0][end]}
        marks.append(mark | {"words": words.format(value=spelled, limit=limits, other=first["title"])})
    marks.sort(key=lambda mark: mark["level"])
    for number, mark in enumerate(marks, 1):
        mark["row"]["number"] = number
        mark |= {"number": str(number), "key": f"finding {number}"}
    return marks


def _audit_finding(found: list[Row], marks: list[Row], bands: dict[int, Row]) -> Finding:
    """Name the worst finding or, if there are several of its kind, the kind."""
    if not found:
        return Finding("No findings: no minimum or maximum falls, no range is nested, and there is no gap")
    kind = found[0]["finding"]
    alike = [mark for mark in marks if mark["row"]["finding"] == kind]
    about = [mark["key"] for mark in alike if len(alike) < max(2, len(marks))]
    count = f"{number_word(len(found))} finding{'s' * (len(found) > 1)}"
    worst = f"{'worst of ' * (len(alike) < len(marks))}{count}".capitalize()
    if len(alike) > 1:
        levels = some_of(len({mark["level"] for mark in alike}), len(bands), "level")
        return Finding(f"{worst}: {kind} at {levels}", about)
    level = alike[0]["level"]
    who = "the top level" if level == max(bands) else bands[level]["title"]
    return Finding(f"{worst}, at {who}: {alike[0]['words']}", about)
