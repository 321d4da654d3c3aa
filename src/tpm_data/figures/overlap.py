"""Figures of overlap: pairs of bands, the pay axis by depth, and what an audit finds."""

import math
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from tpm_data.errors import one_of
from tpm_data.figures.axes import (
    Row,
    drawn_width,
    escape,
    label_width,
    level_axis,
    lines_of,
    pay_axis,
    text_width,
    wrapped,
)
from tpm_data.figures.bands import (
    ACCENT,
    FAINT,
    LINE_HEIGHT,
    THINNEST,
    colours,
    edge,
    figure,
    ladder_figure,
    pixels_per_unit,
    row_height,
)
from tpm_data.figures.rows import records, rows_of_one
from tpm_data.figures.style import Figure, basis_of
from tpm_data.formatting import currency_of, join, lower_first, money, percent
from tpm_data.tables.checks import telling

_HEAD_ROOM = 10
_DEPTH_HEIGHT, _DEPTH_LEFT = 240, 60
_MOST_DEPTHS = 8
_NAMED = 3
# What a finding measures, worked out from the levels to see whether both are of one ladder.
_MEASURED: dict[str, Callable[[Row, Row], float]] = {
    "minimum_change": lambda one, other: other["minimum"] - one["minimum"],
    "midpoint_change": lambda one, other: other["midpoint"] - one["midpoint"],
    "maximum_change": lambda one, other: other["maximum"] - one["maximum"],
    "overlap": lambda one, other: _shared(one, other),
    "signed_overlap": lambda one, other: _shared(one, other),
    "range_spread": lambda one, _: one["range_spread"],
    "midpoint_differential": lambda one, other: other["midpoint"] / (one["midpoint"] or math.nan) - 1,
    "promotion_opportunity": lambda one, other: other["minimum"] / (one["midpoint"] or math.nan) - 1,
}
SHARES = {
    "share_of_lower": "the lower band",
    "share_of_upper": "the upper band",
    "share_of_narrower": "the narrower band",
    "jaccard": "what the two cover together",
}
NOTHING = "#F2F2F2"
_CELL_SIZE = 13
_MOST_LINES, _INSET = 4, 8


def overlap_matrix(pairs: pd.DataFrame, *, measure: str = "share_of_upper") -> Figure:
    """Draw one overlap share of every two bands, with their relation spelled out in the cell.

    Parameters
    ----------
    pairs : DataFrame
        One row per pair of one ladder, as `tpm_data.overlap.pairs` returns all of them.
    measure : str
        The share to draw: ``"share_of_upper"``, ``"share_of_lower"``, ``"jaccard"``...

    Returns
    -------
    Figure
        Lower levels as rows, upper levels as columns; a gap says how wide it is.

    Raises
    ------
    ValueError
        If there is no pair, no such share, or the table holds several ladders or not the columns.

    Examples
    --------
    >>> import tpm_data
    >>> overlap_matrix(tpm_data.overlap.pairs(tpm_data.load("salary_bands"))).alternative
    '5 of 10 pairs of bands overlap; the largest share, 100% of the upper band, is that of Vice President
    of Product Management and Director of Product Management.'
    """
    measure = one_of(measure, SHARES, "share")
    none = "There is no pair to draw: the ladder has fewer than two levels."
    rows = rows_of_one("ladder", pairs, "overlap.pairs", "lower_level", "upper_level", empty=none)
    unit = currency_of(pairs)
    if not all(row["lower_level"] < row["upper_level"] and row["upper_title"] for row in rows):
        raise ValueError("A pair needs two levels, the lower one first, as overlap.pairs has them.")
    titles = {row["lower_level"]: row["lower_title"] for row in rows}
    titles |= {row["upper_level"]: row["upper_title"] for row in rows}
    place = {level: i for i, level in enumerate(sorted(titles))}
    labels, heads, numbered = axes_of({level: titles[level] for level in place})
    left = label_width(labels)
    grid: list[list[float | None]] = [[None] * len(heads) for _ in labels]
    for row in rows:
        # A share that is missing still gets a cell; its words say that it is.
        share = row[measure] if row[measure] == row[measure] else 0
        grid[place[row["lower_level"]]][place[row["upper_level"]] - 1] = share
    title, alternative = pair_finding(rows, measure)
    return figure(
        [
            go.Heatmap(
                z=grid, zmin=0, zmax=1, colorscale=[[0, NOTHING], [1, ACCENT]], showscale=False
            ).update(xgap=3, ygap=3, hoverinfo="skip")
        ],
        title=title,
        subtitle="Overlap of a lower level (row) with a higher one (column"
        f"{', named by its number' * numbered}), in percent of {SHARES[measure]}",
        alternative=alternative,
        basis=basis_of(pairs),
        height=row_height(labels) * len(labels),
        head=_HEAD_ROOM + LINE_HEIGHT * max(1 + head.count("<br>") for head in heads),
        left=left,
        annotations=cells(rows, place, measure, unit, drawn_width(left) / len(heads)),
        xaxis=level_axis(heads)
        | {"range": [-0.5, len(heads) - 0.5], "side": "top", "showgrid": False, "tickangle": 0},
        yaxis=level_axis(labels),
    )


def pay_coverage(coverage: pd.DataFrame) -> Figure:
    """Draw how many bands lie over each stretch of the pay axis.

    Parameters
    ----------
    coverage : DataFrame
        One row per stretch of one ladder, as `tpm_data.overlap.coverage` returns it with titles.

    Returns
    -------
    Figure
        One bar per stretch, as high as the number of bands over it; the deepest ones in colour.

    Raises
    ------
    ValueError
        If no band is wider than a single rate, or the table holds several ladders or not the columns.

    Examples
    --------
    >>> import tpm_data
    >>> pay_coverage(tpm_data.overlap.coverage(tpm_data.load("salary_bands"))).alternative
    'Depth of the pay axis over 9 stretches from $83k to $220k; $150,221 to $180,000 belongs to 3
    levels at once: Technical Product Manager, Senior Technical Product Manager and Director of
    Product Management.'
    """
    rows, unit = records(coverage, "overlap.coverage with titles", empty=""), currency_of(coverage)
    if not all(isinstance(row["titles"], tuple) for row in rows):
        raise ValueError("The titles are no tuples but text, as in a CSV: make it with overlap.coverage.")
    most = max((row["depth"] for row in rows), default=0)
    if most == 0:
        raise ValueError("There is no stretch of pay to draw: no band is wider than a single rate.")
    joined = all(row["from"] == before["to"] for before, row in pairwise(rows))
    if not joined or min(row["width"] for row in rows) <= 0:
        # Two ladders need not share a stretch, but they share a depth.
        choice = "table[table[{!r}] == {!r}]".format(*telling("ladder", coverage, "depth"))
        raise ValueError(
            "The figure shows one ladder; the table holds several, or lacks rows: choose all rows of one, "
            f"such as {choice}."
        )
    low, high = rows[0]["from"], rows[-1]["to"]
    axis = pay_axis(low, high, unit, _DEPTH_LEFT, [money(high, unit)])
    scale = pixels_per_unit(axis, _DEPTH_LEFT)
    shades = [ACCENT if row["depth"] == most else FAINT for row in rows]
    finding, names = depth_finding(rows, unit)
    deepest = f"; deepest: {join(names, _NAMED)}" if names else ""
    stretches = f"{len(rows)} stretch{'es' * (len(rows) > 1)}"
    return figure(
        [depth_bars(rows, shades, scale, _DEPTH_HEIGHT, unit)],
        title=finding,
        subtitle=f"Number of bands over each stretch of pay per year{deepest}",
        alternative=f"Depth of the pay axis over {stretches} from {money(low, unit)} to "
        f"{money(high, unit)}; {lower_first(finding)}{': ' * bool(names)}{join(names)}.",
        basis=basis_of(coverage),
        height=_DEPTH_HEIGHT,
        head=16,
        left=_DEPTH_LEFT,
        bargap=0,
        shapes=thin_stretches(rows, shades, scale),
        xaxis=axis | {"showgrid": False},
        yaxis={"dtick": -(-most // _MOST_DEPTHS), "showgrid": True, "range": [0, most]},
    )


def audit_findings(levels: pd.DataFrame, findings: pd.DataFrame) -> Figure:
    """Draw the bands of a ladder with what an audit found about each.

    Parameters
    ----------
    levels : DataFrame
        One row per level of one ladder, as `tpm_data.progression.levels` returns it.
    findings : DataFrame
        One row per finding, as `tpm_data.overlap.audit` returns it; a finding about two bands
        stands with the upper one.

    Returns
    -------
    Figure
        The bands with findings in colour, the others grey; the findings are named below the titles.

    Raises
    ------
    ValueError
        If a table holds several ladders or not the columns, there is no level, or a finding is about
        a level that is not there.

    Examples
    --------
    >>> import tpm_data
    >>> bands = tpm_data.load("salary_bands")
    >>> found = tpm_data.overlap.audit(bands)
    >>> audit_findings(tpm_data.progression.levels(bands), found).alternative
    '2 findings, at 1 of 5 levels: maximum inversion and nested band.'
    """
    rows, unit = rows_of_one("ladder", levels, "progression.levels", "level"), currency_of(levels)
    kinds: dict[int, Counter[str]] = {row["level"]: Counter() for row in rows}
    key = ("finding", "lower_level", "upper_level", "convention")
    found = rows_of_one("ladder", findings, "overlap.audit", *key, empty="")
    for row in found:
        at: int = row["lower_level"] if pd.isna(row["upper_level"]) else row["upper_level"]
        if at not in kinds:
            raise ValueError(f"A finding is about level {at}, which is not among the levels.")
        _refuse_another(row, {level["level"]: level for level in rows})
        kinds[at][row["finding"]] += 1
    facts = [
        ", ".join(f"{kind} ×{count}" if count > 1 else kind for kind, count in kinds[row["level"]].items())
        for row in rows
    ]
    shades = [shade if fact else FAINT for fact, shade in zip(facts, colours(len(rows)), strict=True)]
    summary = _audit_finding(len(found), sum(map(bool, facts)), len(rows))
    every = list(dict.fromkeys(kind for counts in kinds.values() for kind in counts))
    named = [findings.attrs.get("convention"), *(row["convention"] for row in found)]
    conventions = sorted({str(name) for name in named if not pd.isna(name)})
    held = f"structure, and limits of {join(conventions)}" if conventions else "structure only"
    return ladder_figure(
        rows,
        unit,
        facts=[fact or "nothing found" for fact in facts],
        shades=shades,
        title=summary,
        subtitle="Pay range of each level per year; what concerns two levels stands at the later one; "
        f"looked at: {held}",
        alternative=f"{summary}{': ' * bool(every)}{join(every)}.",
        basis=basis_of(levels),
    )


def _shared(one: Row, other: Row) -> float:
    return float(min(one["maximum"], other["maximum"]) - max(one["minimum"], other["minimum"]))


def _refuse_another(finding: Row, levels: dict[int, Row]) -> None:
    """Refuse a finding about another ladder: other titles, or other pay."""
    at = [finding["lower_level"], finding["upper_level"]]
    pair = [levels.get(level) or levels.get(at[0]) for level in at]
    one, other = (level or {"title": None} for level in pair)
    titles = zip((finding["lower_title"], finding["upper_title"]), (one, other), strict=True)
    same = all(title is None or title == level["title"] for title, level in titles)
    measured = _MEASURED.get(finding["measure"]) if same else None
    if measured is None or not math.isclose(measured(one, other), finding["value"], abs_tol=1e-9):
        raise ValueError(
            "The findings are about another ladder than the levels: make both from the same bands."
        )


def _audit_finding(findings: int, concerned: int, levels: int) -> str:
    where = f"{concerned} of {levels} levels" if levels > 1 else "the one level"
    if not findings:
        return f"Nothing found at {'any of the ' * (levels > 1)}{where.removeprefix('0 of ')}"
    return f"{findings} finding{'s' * (findings > 1)}, at {where}"


def pair_finding(rows: list[Row], measure: str) -> tuple[str, str]:
    """Say how many pairs overlap and how far at most: as a title, and with names as a sentence."""
    count = _count(rows)
    # A single rate inside a band overlaps it, but by no share that could be compared.
    shares = [row[measure] for row in rows if _overlap(row) and row[measure] > 0]
    if not shares:
        return count, f"{count}."
    top = max(shares)
    most = [row for row in rows if _overlap(row) and row[measure] == top]
    share = f"{percent(top)} of {SHARES[measure]}"
    names = f"{most[0]['upper_title']} and {most[0]['lower_title']}"
    if len(rows) == 1:
        return f"{count} by {share}", f"{count}: {names} share {share}."
    who = names if len(most) == 1 else f"{len(most)} pairs"
    return f"{count}; the largest share is {share}", f"{count}; the largest share, {share}, is that of {who}."


def axes_of(titles: dict[int, str]) -> tuple[list[str], list[str], bool]:
    """Name rows and columns, by numbers where the titles of the columns do not fit.

    The last level is a column only, so that it gets an empty row to stand beside its number.
    """
    names = list(titles.values())
    labels = [wrapped(name) for name in names[:-1]]
    heads = _column_heads(names[1:], drawn_width(label_width(labels)) / len(labels))
    if heads is not None:
        return labels, heads, False
    numbered = [wrapped(f"{level} {title}") for level, title in titles.items()]
    return numbered, [str(level) for level in titles][1:], True


def cells(rows: list[Row], place: dict[int, int], measure: str, unit: str, pixels: float) -> list[Row]:
    """Write into every cell, so many pixels wide, what its two bands share."""
    return [
        {
            "x": place[row["upper_level"]] - 1,
            "y": place[row["lower_level"]],
            "showarrow": False,
            "text": _cell_words(row, measure, unit, pixels - _INSET),
            "font": {"size": _CELL_SIZE, "color": ink(row[measure])},
        }
        for row in rows
    ]


def ink(share: float) -> str:
    """Choose the text colour that stands out on a cell."""
    light = _luminance(share if share == share else 0)
    return "#FFFFFF" if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else "#000000"


def _column_heads(titles: list[str], pixels: float) -> list[str] | None:
    """Break titles into heads that fit their columns; nothing if they do not."""
    room = pixels - _INSET
    fit = all(text_width(word) <= room for title in titles for word in title.split())
    heads = [lines_of(title, room) for title in titles]
    return [wrapped(title, room) for title in titles] if fit and max(map(len, heads)) <= _MOST_LINES else None


def _cell_words(row: Row, measure: str, unit: str, room: float) -> str:
    """Say what two bands share, and how they lie; what does not fit the cell is left out."""
    share = row[measure]
    if row["relation"] == "gap":
        lines = ["gap", money(-row["signed_overlap"], unit)]
    else:
        words = "–" if share != share else percent(share)
        fits = text_width(words, _CELL_SIZE) <= room
        lines = [words if fits else words.removesuffix("%"), str(row["relation"])]
    return "<br>".join(line for line in lines if text_width(line, _CELL_SIZE) <= room)


def _luminance(share: float) -> float:
    """Return how light the colour of a cell is, as WCAG 2 defines it."""
    ends = [[int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)] for colour in (NOTHING, ACCENT)]
    parts = [low + share * (high - low) for low, high in zip(*ends, strict=True)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return math.fsum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _overlap(row: Row) -> bool:
    return row["relation"] not in ("gap", "touch")


def _count(rows: list[Row]) -> str:
    overlapping = sum(map(_overlap, rows))
    touching = sum(row["relation"] == "touch" for row in rows)
    if len(rows) == 1:
        return f"The two bands {'overlap' if overlapping else 'only touch' if touching else 'do not overlap'}"
    touch = f", {touching} only touch{'es' * (touching == 1)}" * bool(touching)
    levels = len({row[f"{end}_level"] for row in rows for end in ("lower", "upper")})
    every = len(rows) == levels * (levels - 1) // 2
    pairs = f"{len(rows)} pairs of bands" if every else f"the {len(rows)} pairs given"
    return f"{overlapping or 'None'} of {pairs} overlap{touch}"


def depth_finding(rows: list[Row], unit: str) -> tuple[str, list[str]]:
    """Say which pay belongs to most levels at once; and name these if it is one stretch."""
    most = max(row["depth"] for row in rows)
    deepest = [row for row in rows if row["depth"] == most]
    low, high = (money(pay, unit, exact=True) for pay in (deepest[0]["from"], deepest[-1]["to"]))
    gaps = sum(row["depth"] == 0 for row in rows)
    if most == 1:
        none = f", and {gaps} stretch{'es belong' if gaps > 1 else ' belongs'} to none" * bool(gaps)
        return f"No stretch of pay belongs to more than one level{none}", []
    if len(deepest) > 1:
        where = f"{len(deepest)} stretches of pay between {low} and {high}"
        return f"{where} belong to {most} levels each, none to more", []
    return f"{low} to {high} belongs to {most} levels at once", list(deepest[0]["titles"])


def depth_bars(rows: list[Row], shades: list[str], scale: float, height: int, unit: str) -> go.Bar:
    """Draw one bar per stretch, as high as the number of bands over it."""
    step = height / max(row["depth"] for row in rows)
    return go.Bar(
        x=[(row["from"] + row["to"]) / 2 for row in rows],
        y=[row["depth"] for row in rows],
        width=[row["width"] for row in rows],
        marker={
            "color": shades,
            "line": {
                "color": ["#FFFFFF" if shade == ACCENT else edge(shade) for shade in shades],
                # A faint bar needs an outline, the white one needs a wide bar.
                "width": [
                    int(shade != ACCENT or row["width"] * scale > 2 * THINNEST)
                    for row, shade in zip(rows, shades, strict=True)
                ],
            },
        },
        text=_depth_labels(rows, scale, step),
        textposition="outside",
        constraintext="none",
        cliponaxis=False,
        hovertext=[_stretch_words(row, unit) for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def thin_stretches(rows: list[Row], shades: list[str], scale: float) -> list[Row]:
    """Mark the stretches that would be too thin to be seen with a line."""
    return [
        {"type": "line", "x0": middle, "x1": middle, "y0": 0, "y1": row["depth"]}
        | {"line": {"color": edge(shade), "width": THINNEST}}
        for row, shade in zip(rows, shades, strict=True)
        for middle in [(row["from"] + row["to"]) / 2]
        if row["depth"] and row["width"] * scale < THINNEST
    ]


def _depth_labels(rows: list[Row], scale: float, step: float) -> list[str]:
    """Write the depth above every stretch that has room for it, the deepest first."""
    texts, placed = [""] * len(rows), list[tuple[float, float]]()
    depths = [0, *(row["depth"] for row in rows), 0]
    for i in sorted(range(len(rows)), key=lambda i: -rows[i]["depth"]):
        row, text = rows[i], str(rows[i]["depth"])
        at = ((row["from"] + row["to"]) / 2 * scale, row["depth"] * step)
        fits = row["width"] * scale > text_width(text) + 4 or row["depth"] > max(depths[i], depths[i + 2])
        if fits and all(abs(at[0] - x) > 24 or abs(at[1] - y) > 18 for x, y in placed):
            texts[i] = text
            placed.append(at)
    return texts


def _stretch_words(row: Row, unit: str) -> str:
    ends = f"{money(row['from'], unit, exact=True)} to {money(row['to'], unit, exact=True)}"
    return escape(f"{ends}: {join(row['titles']) or 'no band'}")
