"""Figures of scores: why the mean changes, which weightings reach a target, which career is ahead."""

import math
import textwrap
from collections import defaultdict
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import pandas as pd

from tpm_data.errors import one_of, told
from tpm_data.figures.layout import Finding, Label, Page
from tpm_data.figures.rows import Row, records, rows_of_one
from tpm_data.figures.style import MARKS, Figure, basis_of
from tpm_data.figures.wording import marked, points_words, room_for
from tpm_data.formatting import join, percent, plural, points, portion, upper_first
from tpm_data.tables.arguments import real

_NAME = 30  # letters of a career's name
_ROUNDING = 1e-6  # points
_HILL = 92  # pixels of the highest hill
_TRACED = 40  # pieces of a curve
_ALL = "all weightings"
_OTHER = {"first": "second", "second": "first"}
_SIGNS = {"first": "●", "second": "◆"}
# At the same score, the circle shows around the diamond.
_LOOKS: Any = {"first": {"symbol": "circle", "size": 14}, "second": {"symbol": "diamond", "size": 10}}
_Words = dict[str, str]


def factor_contributions(contributions: pd.DataFrame) -> Figure:
    """Draw why your weights change the weighted mean: what the weight of each factor adds or costs.

    The accent marks the largest step between the two means: the factor that explains most.

    Parameters
    ----------
    contributions : DataFrame
        One row per factor, as `tpm_data.attractiveness.contributions` returns it for one career.

    Returns
    -------
    Figure
        A bar per factor, starting where the one before it ends, from the mean of equal weights to that of
        your weights; its table has one row per factor, as drawn.

    Raises
    ------
    ValueError
        If the table has several careers or no rows, or lacks a column.

    Examples
    --------
    >>> import tpm_data
    >>> scores = tpm_data.load("attractiveness_scores")
    >>> parts = tpm_data.attractiveness.contributions(scores, weights="life first")
    >>> factor_contributions(parts).alternative
    'Weighted mean of 8 factors: 8.25 with equal weights, 7.69 with the profile “life first”. Work-Life
    Balance at 40% of the weight costs 0.34 of the 0.56 points lost.'
    """
    rows = rows_of_one("career", contributions, "attractiveness.contributions", "factor")
    mean = sum(row["contribution"] for row in rows)
    equal = mean - sum(row["effect"] for row in rows)
    rows.sort(key=lambda row: -row["effect"] if mean > equal else row["effect"])
    weights = str(contributions.attrs.get("weights", "your weights"))
    page = Page(_step_finding(rows, equal, mean, weights), len(rows) + 2)
    means = [*accumulate((row["effect"] for row in rows), initial=equal)]
    sizes = [*map(_signed, (row["effect"] for row in rows))]
    # A bar may take the whole axis, with its number on either side.
    page.scale(means, points_words, (min(0.3, room_for([*sizes, f"{mean:,.2f}"])),) * 2)
    labels = [Label("Equal weights")]
    for row in rows:
        change = dict.fromkeys(f"{points(100 * weight)}%" for weight in (1 / len(rows), row["weight"]))
        labels.append(Label(row["factor"], [f"score {points(row['score'])}, weight {'→'.join(change)}"]))
    drawn = page.rows([*labels, Label(upper_first(weights))], lambda label: label)
    ys = [y for *_, y in drawn]
    xs, along = np.repeat(means, 3).tolist(), [y for ends in pairwise(ys) for y in (*ends, None)]
    page.trace(xs, along, (), line={"color": MARKS["ink"], "width": 1})
    for x, y, key in ((equal, ys[0], "equal weights"), (mean, ys[-1], "weights")):
        page.dot(x, y, key, f"mean {x:,.2f}", "ink", size=13)
        page.beside((x, x), y, [(f"{x:,.2f}", page.tone(key, "ink"))], away=11)
    for at, ((_, said, y), size) in enumerate(zip(drawn[1:-1], sizes, strict=True)):
        key, words = f"effect {at}", f"{said}, {size} points"
        ends = sorted(means[at : at + 2])
        page.bar(ends, y, key, words, "deep" if rows[at]["effect"] > 0 else "quiet")
        page.beside(ends, y, [(size, page.tone(key, "ink"))])
    scale = rows[0].get("scale_maximum")
    of = f"points out of {points(scale)}" if scale else "points"
    measure = f"Weighted mean in {of}, from equal weights ({equal:,.2f}) to {weights} ({mean:,.2f})"
    shows = f"Weighted mean of {plural(len(rows), 'factor')}: {equal:,.2f} with equal weights, "
    shows += f"{mean:,.2f} with {weights}"
    caption = [f"Effect of a factor: change in its weight × (score − {equal:,.2f})."]
    return page.figure(measure, shows=shows, basis=basis_of(contributions), rows=rows, caption=caption)


def _signed(change: float) -> str:
    return f"{change:+.2f}".replace("-", "−") if f"{abs(change):,.2f}" != "0.00" else "0.00"


def _step_finding(rows: list[Row], equal: float, mean: float, weights: str) -> Finding:
    """Name the factors whose weight moves the mean most in the direction it moves."""
    if f"{equal:,.2f}" == f"{mean:,.2f}":
        both = f"{upper_first(weights)} and equal weights both give {mean:,.2f}"
        return Finding(both, ["equal weights", "weights"])
    most, moved = abs(rows[0]["effect"]), abs(mean - equal)
    first = [row for row in rows if _signed(row["effect"]) == _signed(rows[0]["effect"])]
    does, past = ("cost", "lost") if mean < equal else ("add", "gained")
    names, how = join([row["factor"] for row in first], 2), " each"
    if len(first) == 1:
        names, how = f"{names} at {percent(first[0]['weight'])} of the weight", ""
    what = f"{most:,.2f}{how} of the {moved:,.2f} points {past}"
    if most * len(first) > moved * 1.001:
        what = f"{most:,.2f} points{how}; together, all factors {does} {moved:,.2f}"
    title = f"{names} {does}{'s' * (not how)} {what}"
    return Finding(title, [f"effect {at}" for at, _ in enumerate(first)])


def score_distribution(curve: pd.DataFrame, summary: pd.DataFrame, own: float | None = None) -> Figure:
    """Draw the weighted mean of a career over all weightings, and the share of them that reach a target.

    The coloured part of each hill is the weightings that reach the target or, without a target, the
    middle 90% of them.

    Parameters
    ----------
    curve : DataFrame
        One row per variant and weighted mean, as `tpm_data.attractiveness.distribution_curve`
        returns it.
    summary : DataFrame
        One row per variant, as `tpm_data.attractiveness.distribution_summary` returns it for the
        same variants; with its target, if it has one.
    own : float, optional
        A weighted mean (points), such as that under your own weights, drawn as a line across.

    Returns
    -------
    Figure
        A hill per variant on one scale, or a dot where every weighting gives the same score; its table
        has one row per variant.

    Raises
    ------
    ValueError
        If a variant has no curve or no summary, the tables are about several careers, the curve has too few
        points to show its height, a table lacks a column, or ``own`` is not a number.

    Examples
    --------
    >>> import tpm_data
    >>> scores, of = tpm_data.load("attractiveness_scores"), tpm_data.attractiveness
    >>> summary = of.distribution_summary(scores, target=8.5)
    >>> score_distribution(of.distribution_curve(scores), summary).alternative
    'Weighted mean over different weightings. All weightings: 19% reach 8.5, middle 90%: 7.77–8.68. 19% of
    all weightings reach your target of 8.5.'
    """
    if own is not None and not abs(real(own)) < 1e24:
        raise ValueError(f"own= takes one weighted mean in points, such as 8.2, not {told(own)}.")
    rows, curves = _one_career(curve, summary)
    page, target = Page(_spread_finding(rows)), rows[0].get("target")
    across = [] if target is None else [("target", target, f"target {points(target)}")]
    across += [] if own is None else [("own", float(own), f"your weights {own:,.2f}")]
    ends = [row[end] for row in rows for end in ("lowest", "highest")] + [x for _, x, _ in across]
    page.scale(ends, points_words, (0.05, 0.05))
    for key, x, words in across:
        page.rule(x, key, words)
    scale = _HILL / max((point["density"] for traced in curves for point in traced), default=1)
    for at, (row, traced) in enumerate(zip(rows, curves, strict=True)):
        page.y += 24 * (at > 0)
        key, (fact, *facts) = f"part {at}", _facts(row)
        page.words((upper_first(row["variant"]), "ink"))
        page.words(marked(fact, key in page.finding.about), *facts)
        page.y += 6 + scale * max((point["density"] for point in traced), default=10 / scale)
        page.across(page.y, "rule")
        if traced:
            _hill(page, traced, scale, key, _part(row, at))
        else:
            page.dot(row["lowest"], page.y, key, f"{upper_first(row['variant'])}: {fact}", size=13)
    coloured = "middle 90%" if target is None else "part that reaches the target"
    measure = f"Weighted mean in points; hills of equal area, the {coloured} in colour"
    shows = "; ".join(f"{upper_first(row['variant'])}: {', '.join(_facts(row))}" for row in rows)
    shows = f"Weighted mean over different weightings. {shows}"
    return page.figure(measure, shows=shows, basis=basis_of(summary), rows=rows)


def _one_career(curve: pd.DataFrame, summary: pd.DataFrame) -> tuple[list[Row], list[list[Row]]]:
    """Return the summaries and, for each, its curve; empty where every weighting gives the same score."""
    rows = rows_of_one("career", summary, "attractiveness.distribution_summary", "variant")
    points_of = defaultdict[str, list[Row]](list)
    for point in records(curve, "attractiveness.distribution_curve"):
        points_of[point["variant"]].append(point)
    if points_of.keys() != {row["variant"] for row in rows}:
        raise ValueError("Every variant needs rows in both tables, the curve and the summary.")
    for row in rows:
        traced, who = points_of[row["variant"]], f"Variant {row['variant']!r}: the curve"
        if not _is_curve_of(row, traced):
            raise ValueError(f"{who} and the summary differ. Make both from the scores of one career.")
        if row["lowest"] == row["highest"]:
            traced.clear()
        elif not max(point["density"] for point in traced) > 0:
            raise ValueError(f"{who} has no height at any of {len(traced)} points. Give a larger points=.")
    return rows, [points_of[row["variant"]] for row in rows]


def _is_curve_of(row: Row, curve: list[Row]) -> bool:
    """Whether a curve has the ends of a summary and passes its percentiles."""
    scores, passed = [point["score"] for point in curve], {"p05": 0.95, "median": 0.5, "p95": 0.05}
    apart = max(abs(min(scores) - row["lowest"]), abs(max(scores) - row["highest"]))
    return apart <= _ROUNDING and all(
        (share - point["share_at_least"]) * (point["score"] - row[name]) >= -_ROUNDING
        for name, share in passed.items()
        for point in curve
    )


def _part(row: Row, at: int) -> list[float]:
    """Return the two ends of the weightings that the title mentions, if there are any."""
    low, high = (row["target"], math.inf) if "target" in row else (row["p05"], row["p95"])
    ends = [max(low, row["lowest"]), min(high, row["highest"])]
    spoken_of = (at == 0 or "target" in row) and ends[0] <= ends[1]
    return ends if spoken_of and (ends[0] < ends[1] or row["lowest"] == row["highest"]) else []


def _hill(page: Page, traced: list[Row], scale: float, key: str, part: list[float]) -> None:
    """Draw the density of the weightings, and over it the part that the title mentions."""
    kept = [*traced[: -1 : max(1, len(traced) // _TRACED)], traced[-1]]
    xs, heights = ([point[name] for point in kept] for name in ("score", "density"))
    words = [f"{portion(point['share_at_least'])} reach {point['score']:,.2f}" for point in kept]
    inner = sorted({*part, *(x for x in xs if part and part[0] < x < part[1])})
    for name, along, said in [("hill", xs, ["", *words, ""]), (key, inner, [])][: 1 + bool(part)]:
        tone = page.tone(name, "tint")
        line = {"color": MARKS["quiet" if tone == "tint" else tone], "width": 1.5, "simplify": False}
        x = [round(x, 4) for x in (along[0], *along, along[-1])]
        y = [page.y, *(page.y - scale * np.interp(along, xs, heights)).round(1).tolist(), page.y]
        page.trace(x, y, said, name=name, fill="toself", fillcolor=MARKS[tone], line=line)


def _facts(row: Row) -> list[str]:
    """Say what share of weightings reaches the target, and where the middle 90% are."""
    spread = f"every weighting gives {row['lowest']:,.2f}"
    if row["lowest"] < row["highest"]:
        spread = f"middle 90%: {'–'.join(dict.fromkeys(f'{row[end]:,.2f}' for end in ('p05', 'p95')))}"
    return [f"{_reached(row)} reach {points(row['target'])}", spread] if "target" in row else [spread]


def _reached(row: Row, of: str = "") -> str:
    almost = "almost " * (not row["share_at_least"] and row["target"] <= row["highest"])
    return almost + portion(row["share_at_least"], of)


def _spread_finding(rows: list[Row]) -> Finding:
    """Say what share of weightings reaches the target or, without one, where 90% of them are."""
    first, others = rows[0], rows[1:]
    about = [f"part {at}" for at, row in enumerate(rows) if _part(row, at)]
    name = "" if first["variant"] == _ALL else f"{first['variant']}: "
    if "target" not in first:
        spread = _facts(first)[0].replace("middle 90%:", f"90% of {'the' if name else 'all'} weightings give")
        return Finding(upper_first(name + spread.replace("–", " to ")), about)
    title = f"{name}{_reached(first, '' if name else 'weightings')} reach your target"
    title += f" of {points(first['target'])}"
    if others:
        far = max(others, key=lambda row: abs(row["share_at_least"] - first["share_at_least"]))
        title += f"; {far['variant']}: {_reached(far)}"
    return Finding(upper_first(title), ["target", *about])


def career_comparison(comparison: pd.DataFrame, break_even: pd.DataFrame) -> Figure:
    """Draw which of two careers is ahead: on which factors, how often, and what would change the lead.

    The accent marks the factors on which the leading career scores higher.

    Parameters
    ----------
    comparison : DataFrame
        One row for the pair, as `tpm_data.attractiveness.compare` returns it for two careers.
    break_even : DataFrame
        One row per factor, as `tpm_data.attractiveness.break_even` returns it for the same careers
        and weights.

    Returns
    -------
    Figure
        The two scores of every factor, the largest lead first; the share of all weightings, or of those
        left for `compare`, under which each career is ahead; and the factors whose weight can put the other
        career ahead while the others keep their proportions. Its table has one row per factor.

    Raises
    ------
    ValueError
        If the tables are not about the same single pair.

    Examples
    --------
    >>> import pandas as pd, tpm_data
    >>> document = tpm_data.load("attractiveness_scores").assign(career="TPM")
    >>> mine = document.assign(career="my job", score=[8, 7, 9, 9, 7, 6, 8, 9])
    >>> both, of = pd.concat([document, mine]), tpm_data.attractiveness
    >>> career_comparison(of.compare(both, by="career"), of.break_even(both, by="career")).alternative
    'Two careers on 8 factors; the lead changes with Stability above 26%, Work-Life Balance above 26% and
    Industry Growth above 36%. TPM is ahead, 8.25 to 7.88, and leads in 75% of all weightings.'
    """
    pair, rows = _one_pair(comparison, break_even)
    names = {side: textwrap.shorten(str(pair[side]), _NAME, placeholder=" …") for side in _OTHER}
    of, leader = str(comparison.attrs.get("weightings", _ALL)), pair["preferred"]
    rows.sort(key=lambda row: row["difference"] * (1 if leader == "second" else -1))
    page = Page(_lead_finding(pair, rows, names, of))
    tones = {"first": "ink" if leader == "tie" else "deep", "second": "deep", leader: "accent"}
    _scores(page, pair, rows, names, tones)
    page.scale([0, 1], room=(0, 0))
    page.line([(f"Share of {of}", "ink")])
    shares = {side: pair[f"share_{side}"] for side in sorted(_OTHER, key=leader.__ne__)}
    words = {side: f"{names[side]} ahead in {portion(share)}" for side, share in shares.items()}
    page.words(*((words[side], tones[side]) for side in shares))
    page.y += 3
    y, start = page.track(page.thick), 0.0
    for side, share in shares.items():
        if share:
            page.bar((start, start + share), y, f"{side} share", words[side], tones[side])
        start += share
    turns = _turns(page, rows, leader, names, tones)
    what = f"changes with {join(turns, 4)}" if turns else "does not change with any one weight"
    measure = "Points by factor, largest lead first; below: shares of weightings, and weights"
    shows = f"Two careers on {plural(len(rows), 'factor')}; the lead {what}"
    return page.figure(measure, shows=shows, basis=basis_of(comparison), rows=rows)


def _one_pair(comparison: pd.DataFrame, break_even: pd.DataFrame) -> tuple[Row, list[Row]]:
    found = records(comparison, "attractiveness.compare")
    rows = records(break_even, "attractiveness.break_even")
    pairs = {(str(row["first"]), str(row["second"])) for row in (*found, *rows)}
    if len(pairs) != 1 or len(found) != 1 or not rows:
        raise ValueError("The figure shows one pair of careers. Choose its rows in both tables.")
    for column, others in (("dominance", ("equal", "none")), ("preferred", ("tie",))):
        one_of(found[0][column], (*_OTHER, *others), column)
    apart = found[0]["first_score"] - found[0]["second_score"]
    if abs(apart - sum(row["weight"] * row["difference"] for row in rows)) > _ROUNDING:
        raise ValueError("The two tables differ in their scores or weights. Make both from the same ones.")
    return found[0], rows


def _lead_finding(pair: Row, rows: list[Row], names: _Words, of: str) -> Finding:
    """Say which career is ahead under the given weights, and under what share of others."""
    tie = pair["preferred"] == "tie"
    side = max(_OTHER, key=lambda one: pair[f"share_{one}"]) if tie else pair["preferred"]
    other, share = _OTHER[side], pair[f"share_{side}"]
    own, others = (f"{pair[f'{one}_score']:,.2f}" for one in (side, other))
    now = f"{names[side]} is ahead, {own} to {others}"
    if tie:
        now = f"{' and '.join(names.values())} are equal, at {own}"
    leads = f"{'and' if share >= 0.5 else 'but'} {f'{names[side]} ' * tie}leads in {portion(share)} of {of}"
    always = {"none": leads, "equal": "whatever the weights"}
    then = always.get(pair["dominance"], f"and no weighting puts {names[other]} ahead")
    marks = [f"leads {at}" for at, row in enumerate(rows) if row["difference"] and _above(row) == side]
    marks += [*map(str, range(len(rows))), *["share"] * (share > 0)]
    return Finding(upper_first(f"{now}, {then}"), [f"{side} {mark}" for mark in marks] * (not tie))


def _above(row: Row) -> str:
    """Return which career scores higher on a factor: more weight puts that career ahead."""
    return "first" if row["difference"] > 0 else "second"


def _scores(page: Page, pair: Row, rows: list[Row], names: _Words, tones: _Words) -> None:
    """Draw the two scores of every factor, joined in the tone of the career that is ahead."""
    ends = [row[f"{side}_score"] for row in rows for side in _OTHER]
    page.scale(ends, points_words, (0.03, 0.03))
    page.thick, page.gap = 14, 10
    legend = {side: f"{_SIGNS[side]} {names[side]}, mean {pair[f'{side}_score']:,.2f}" for side in names}
    page.words(("Scores", "ink"), *((words, tones[side]) for side, words in legend.items()))
    page.y += 6

    def label(row: Row) -> Label:
        more, who = points(abs(row["difference"])), names[_above(row)]
        versus = f"{more} more for {who}" if row["difference"] else "equal"
        both = " and ".join(points(row[f"{side}_score"]) for side in _OTHER)
        return Label(row["factor"], [f"{both}: {versus}"])

    for at, (row, words, y) in enumerate(page.rows(rows, label)):
        side = _above(row)
        if row["difference"]:
            page.bar([row[f"{one}_score"] for one in _OTHER], y, f"{side} leads {at}", words, tones[side], 4)
        for side, look in _LOOKS.items():
            page.dot(row[f"{side}_score"], y, f"{side} {at}", words, tones[side], **look)


def _turns(page: Page, rows: list[Row], leader: str, names: _Words, tones: _Words) -> list[str]:
    """Draw how far the weight of a factor is from changing the lead, and return it in words."""
    turning = [row for row in rows if 0 < row["break_even"] < 1]
    turning.sort(key=lambda row: abs(row["break_even"] - row["weight"]))
    page.scale([0, 1], (lambda shares: [*map(percent, shares)]) if turning else None, (0, 0))
    page.line([("Weights that would change the lead", "ink")])
    from_now = "from the current weight (dark tick) to where the lead changes"
    page.line([from_now if turning else "no weight of a single factor"])
    page.y += 6 * bool(turning)

    def taker(row: Row) -> str:
        return _OTHER.get(leader, _above(row))

    def way(row: Row) -> str:
        return f"{'above' if taker(row) == _above(row) else 'below'} {portion(row['break_even'])}"

    def label(row: Row) -> Label:
        return Label(row["factor"], [f"{names[taker(row)]} ahead {way(row)}"])

    for row, said, y in page.rows(turning, label):
        at, side, turn = rows.index(row), taker(row), row["break_even"]
        words = f"{said}; current weight {points(100 * row['weight'])}%"
        page.bar((turn, int(side == _above(row))), y, f"turned {at}", words, "tint")
        if not math.isclose(row["weight"], turn):
            page.bar((row["weight"], turn), y, f"way {at}", words, "ink", 2)
            page.tick(row["weight"], y)
        page.dot(turn, y, f"turn {at}", words, tones[side], **_LOOKS[side])
    return [f"{row['factor']} {way(row)}" for row in turning]
