"""Figures of overlap: pairs of bands, the pay axis by depth, and what an audit finds."""

from collections import Counter
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from tpm_data.errors import one_of
from tpm_data.figures.bands import LINE_HEIGHT, ladder_figure, pixels_per_unit, row_height
from tpm_data.figures.depth import depth_bars, depth_finding, thin_stretches
from tpm_data.figures.matrix import NOTHING, SHARES, axes_of, cells, pair_finding
from tpm_data.figures.rows import one_of_several, records, rows_of_one
from tpm_data.figures.style import (
    ACCENT,
    FAINT,
    Figure,
    basis_of,
    colours,
    drawn_width,
    figure,
    label_width,
    level_axis,
    pay_axis,
)
from tpm_data.words import continued, currency_of, listed, money

_HEAD_ROOM = 10
_DEPTH_HEIGHT, _DEPTH_LEFT = 240, 60
_MOST_DEPTHS = 8
_NAMED = 3


def overlap_matrix(pairs: pd.DataFrame, measure: str = "share_of_upper") -> Figure:
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
    '5 of 10 pairs of bands overlap; the largest share, 100 % of the upper band, is that of Vice President
    of Product Management and Director of Product Management.'
    """
    measure = one_of(measure, SHARES, "share")
    none = "There is no pair to draw: the ladder has fewer than two levels."
    rows = rows_of_one("ladder", pairs, "overlap.pairs", "lower_level", "upper_level", empty=none)
    unit = currency_of(pairs)
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
    most = max((row["depth"] for row in rows), default=0)
    if most == 0:
        raise ValueError("There is no stretch of pay to draw: no band is wider than a single rate.")
    if any(row["from"] != before["to"] for before, row in pairwise(rows)):
        # Two ladders need not share a stretch, but they share a depth.
        choice = one_of_several("ladder", coverage, "depth")
        raise ValueError(
            "The figure shows one ladder; the table holds several, or lacks rows: choose all rows of one, "
            f"such as {choice}."
        )
    low, high = rows[0]["from"], rows[-1]["to"]
    axis = pay_axis(low, high, unit, _DEPTH_LEFT, [money(high, unit)])
    scale = pixels_per_unit(axis, _DEPTH_LEFT)
    shades = [ACCENT if row["depth"] == most else FAINT for row in rows]
    finding, names = depth_finding(rows, unit)
    deepest = f"; deepest: {listed(names, _NAMED)}" if names else ""
    stretches = f"{len(rows)} stretch{'es' * (len(rows) > 1)}"
    return figure(
        [depth_bars(rows, shades, scale, _DEPTH_HEIGHT, unit)],
        title=finding,
        subtitle=f"Number of bands over each stretch of pay per year{deepest}",
        alternative=f"Depth of the pay axis over {stretches} from {money(low, unit)} to "
        f"{money(high, unit)}; {continued(finding)}{': ' * bool(names)}{listed(names)}.",
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
    '4 findings, at 3 of 5 levels: negative promotion opportunity, maximum inversion and nested
    band.'
    """
    rows, unit = rows_of_one("ladder", levels, "progression.levels", "level"), currency_of(levels)
    kinds: dict[int, Counter[str]] = {row["level"]: Counter() for row in rows}
    key = ("finding", "lower_level", "upper_level", "convention")
    found = rows_of_one("ladder", findings, "overlap.audit", *key, empty="")
    for row in found:
        at: int = row["lower_level"] if pd.isna(row["upper_level"]) else row["upper_level"]
        if at not in kinds:
            raise ValueError(f"A finding is about level {at}, which is not among the levels.")
        kinds[at][row["finding"]] += 1
    facts = [
        ", ".join(f"{kind} ×{count}" if count > 1 else kind for kind, count in kinds[row["level"]].items())
        for row in rows
    ]
    shades = [shade if fact else FAINT for fact, shade in zip(facts, colours(len(rows)), strict=True)]
    summary = _audit_finding(len(found), sum(map(bool, facts)), len(rows))
    every = list(dict.fromkeys(kind for counts in kinds.values() for kind in counts))
    conventions = sorted({row["convention"] for row in found if not pd.isna(row["convention"])})
    held = f"structure, and limits of {listed(conventions)}" if conventions else "structure only"
    return ladder_figure(
        rows,
        unit,
        facts=[fact or "nothing found" for fact in facts],
        shades=shades,
        title=summary,
        subtitle="Pay range of each level per year; what concerns two levels stands at the later one; "
        f"looked at: {held}",
        alternative=f"{summary}{': ' * bool(every)}{listed(every)}.",
        basis=basis_of(levels),
    )


def _audit_finding(findings: int, concerned: int, levels: int) -> str:
    where = f"{concerned} of {levels} levels" if levels > 1 else "the one level"
    if not findings:
        return f"Nothing found at {'any of the ' * (levels > 1)}{where.removeprefix('0 of ')}"
    return f"{findings} finding{'s' * (findings > 1)}, at {where}"
