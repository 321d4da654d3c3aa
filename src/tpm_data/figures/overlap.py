"""Figures of overlap: pairs of bands, the pay axis by depth, and what an audit finds."""

import textwrap

import pandas as pd
import plotly.graph_objects as go

from tpm_data.figures.bands import LEVEL_HEIGHT, bands_bar, end_labels, two_lines
from tpm_data.figures.style import (
    ACCENT,
    FAINT,
    WIDTH,
    Figure,
    Row,
    basis_of,
    colours,
    escape,
    figure,
    label_width,
    level_axis,
    pay_axis,
    records,
)
from tpm_data.words import currency_of, listed, money, percent

_CELL_HEIGHT, _HEADER_HEIGHT = 62, 64
_DEPTH_HEIGHT, _DEPTH_LEFT = 240, 60
_SHARES = {
    "share_of_lower": "the lower band",
    "share_of_upper": "the upper band",
    "share_of_narrower": "the narrower band",
    "jaccard": "what the two cover together",
    "dice": "the mean width of the two",
}


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
        If there is no pair, or no such share.

    Examples
    --------
    >>> import tpm_data
    >>> overlap_matrix(tpm_data.overlap.pairs(tpm_data.load("salary_bands"))).alternative
    '5 of 10 pairs of bands overlap; Vice President of Product Management and Director of Product
    Management share most, 100 % of the upper band.'
    """
    if measure not in _SHARES:
        raise ValueError(f"There is no share {measure!r}; the shares are {', '.join(_SHARES)}.")
    rows, unit = records(pairs), currency_of(pairs)
    if not rows:
        raise ValueError("There is no pair to draw: the ladder has fewer than two levels.")
    titles = {row["lower_level"]: row["lower_title"] for row in rows}
    titles |= {row["upper_level"]: row["upper_title"] for row in rows}
    levels = sorted(titles)
    names = [escape(titles[level]) for level in levels]
    left = label_width(names)
    sharing = [row for row in rows if row["relation"] != "gap"]
    most = max(rows, key=lambda row: row[measure] if row[measure] == row[measure] else -1)
    finding = f"{len(sharing)} of {len(rows)} pairs of bands overlap"
    share = f"{percent(most[measure])} of {_SHARES[measure]}"
    column, line = ({level: i for i, level in enumerate(part)} for part in (levels[1:], levels[:-1]))
    wrap = max(8, int((WIDTH - left) / (len(levels) - 1) / 8.2))
    cells = [
        {"x": column[row["upper_level"]], "y": line[row["lower_level"]], "showarrow": False}
        | {"text": _cell_words(row, measure, unit), "font": {"size": 13, "color": _ink(row[measure])}}
        for row in rows
    ]
    grid = [[None] * len(column) for _ in line]
    for row in rows:
        grid[line[row["lower_level"]]][column[row["upper_level"]]] = row[measure]
    return figure(
        [
            go.Heatmap(
                z=grid,
                zmin=0,
                zmax=1,
                colorscale=[[0, "#F2F2F2"], [1, ACCENT]],
                showscale=False,
                xgap=3,
                ygap=3,
                hoverinfo="skip",
            )
        ],
        title=f"{finding}; the largest overlap is {share}",
        subtitle="Overlap of each lower level (row) with each higher one (column), "
        f"as a share of {_SHARES[measure]}",
        alternative=f"{finding}; {most['upper_title']} and {most['lower_title']} share most, {share}.",
        basis=basis_of(pairs),
        height=_CELL_HEIGHT * len(line),
        head=_HEADER_HEIGHT,
        left=left,
        annotations=cells,
        xaxis=level_axis(["<br>".join(textwrap.wrap(name, wrap)) for name in names[1:]])
        | {"side": "top", "showgrid": False, "autorange": True},
        yaxis=level_axis(names[:-1]),
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
        One bar per stretch, as high as the number of bands over it; the deepest in colour.

    Raises
    ------
    ValueError
        If there is no stretch.

    Examples
    --------
    >>> import tpm_data
    >>> pay_coverage(tpm_data.overlap.coverage(tpm_data.load("salary_bands"))).alternative
    'Depth of the pay axis over 9 stretches from $83k to $220k; $150,221 to $180,000 belongs to 3
    levels at once: Technical Product Manager, Senior Technical Product Manager and Director of
    Product Management.'
    """
    rows, unit = records(coverage), currency_of(coverage)
    if not rows:
        raise ValueError("There is no stretch of pay to draw: every band is a single rate.")
    deepest = max(rows, key=lambda row: row["depth"])
    low, high = rows[0]["from"], rows[-1]["to"]
    stretch = f"{money(deepest['from'], unit, exact=True)} to {money(deepest['to'], unit, exact=True)}"
    levels = f"{deepest['depth']} level{'s at once' if deepest['depth'] != 1 else ' only'}"
    wide = 0.025 * (high - low)
    return figure(
        [
            go.Bar(
                x=[(row["from"] + row["to"]) / 2 for row in rows],
                y=[row["depth"] for row in rows],
                width=[row["width"] for row in rows],
                marker={
                    "color": [ACCENT if row["depth"] == deepest["depth"] else FAINT for row in rows],
                    "line": {"color": "#FFFFFF", "width": 1},
                },
                text=[str(row["depth"]) if row["width"] > wide else "" for row in rows],
                textposition="outside",
                cliponaxis=False,
                hovertext=[_stretch_words(row, unit) for row in rows],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        ],
        title=f"{stretch} belongs to {levels}",
        subtitle=f"Number of bands over each stretch of pay per year; deepest: {listed(deepest['titles'])}",
        alternative=f"Depth of the pay axis over {len(rows)} stretches from {money(low, unit)} to "
        f"{money(high, unit)}; {stretch} belongs to {levels}: {listed(deepest['titles'])}.",
        basis=basis_of(coverage),
        height=_DEPTH_HEIGHT,
        head=16,
        left=_DEPTH_LEFT,
        bargap=0,
        xaxis=pay_axis(low, high, unit, _DEPTH_LEFT) | {"showgrid": False},
        yaxis={"dtick": 1, "showgrid": True, "range": [0, deepest["depth"]]},
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

    Examples
    --------
    >>> import tpm_data
    >>> bands = tpm_data.load("salary_bands")
    >>> found = tpm_data.overlap.audit(bands)
    >>> audit_findings(tpm_data.progression.levels(bands), found).alternative
    '4 findings concern 3 of 5 levels: negative promotion opportunity, maximum inversion and nested
    band.'
    """
    rows, unit = records(levels), currency_of(levels)
    about: dict[int, list[str]] = {row["level"]: [] for row in rows}
    for finding in records(findings):
        upper = finding["upper_level"]
        about[finding["lower_level"] if pd.isna(upper) else upper].append(finding["finding"])
    names = [two_lines(row["title"], ", ".join(about[row["level"]]) or "nothing found") for row in rows]
    left = label_width(names)
    shades = [
        colour if about[row["level"]] else FAINT for row, colour in zip(rows, colours(len(rows)), strict=True)
    ]
    concerned = sum(map(bool, about.values()))
    count = f"{len(findings)} finding{'s' * (len(findings) != 1)}"
    summary = f"{count} concern{'s' * (len(findings) == 1)} {concerned} of {len(rows)} levels"
    kinds = list(dict.fromkeys(kind for kinds in about.values() for kind in kinds))
    low, high = min(row["minimum"] for row in rows), max(row["maximum"] for row in rows)
    conventions = sorted(set(findings["convention"].dropna()))
    held = f"structure, and limits of {listed(conventions)}" if conventions else "structure only"
    return figure(
        [bands_bar(rows, names, shades)],
        title=summary,
        subtitle=f"Pay range of each level per year; looked at: {held}",
        alternative=f"{summary}{': ' * bool(kinds)}{listed(kinds)}.",
        basis=basis_of(levels),
        height=LEVEL_HEIGHT * len(rows),
        left=left,
        annotations=end_labels(rows, unit),
        xaxis=pay_axis(low, high, unit, left),
        yaxis=level_axis(names),
    )


def _cell_words(row: Row, measure: str, unit: str) -> str:
    if row["relation"] == "gap":
        return f"gap<br>{money(-row['signed_overlap'], unit)}"
    share = row[measure]
    return f"{'–' if share != share else percent(share)}<br>{row['relation']}"


def _ink(share: float) -> str:
    """Choose the text colour that stands out on a cell."""
    return "#FFFFFF" if share > 0.55 else "#222222"


def _stretch_words(row: Row, unit: str) -> str:
    ends = f"{money(row['from'], unit, exact=True)} to {money(row['to'], unit, exact=True)}"
    return escape(f"{ends}: {listed(row['titles']) or 'no band'}")
