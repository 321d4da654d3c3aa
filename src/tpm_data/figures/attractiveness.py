"""The figure of one career's scores: what moves its weighted mean away from that of equal weights."""

from itertools import accumulate, pairwise

import pandas as pd

from tpm_data.figures.layout import Finding, Label, Page, points_words, room_for
from tpm_data.figures.rows import Row, rows_of_one
from tpm_data.figures.style import INK, Figure, basis_of
from tpm_data.formatting import join, percent, plural, points, upper_first


def factor_contributions(contributions: pd.DataFrame) -> Figure:
    """Draw why the weighted mean is not that of equal weights: what the weight of each factor adds or costs.

    Seen first is the largest step on the way from the one mean to the other: the factor that explains most.

    Parameters
    ----------
    contributions : DataFrame
        One row per factor, as `tpm_data.attractiveness.contributions` returns it for one career.

    Returns
    -------
    Figure
        A bar per factor, which begins where the one before it ends, from the mean of equal weights to
        that of the weights given; its table has one row per factor, as drawn.

    Raises
    ------
    ValueError
        If the table holds several careers, no rows, or not the columns.

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
    finding = _step_finding(rows, equal, mean, weights)
    page = Page(finding)
    means = [*accumulate((row["effect"] for row in rows), initial=equal)]
    sizes = [*map(_signed, (row["effect"] for row in rows))]
    # A bar may take the whole axis, with its number on either side.
    page.scale(min(means), max(means), points_words, (room_for([*sizes, f"{mean:,.2f}"]),) * 2)
    labels = []
    for row in rows:
        change = dict.fromkeys(f"{points(100 * weight)}%" for weight in (1 / len(rows), row["weight"]))
        labels.append(Label(row["factor"], [f"score {points(row['score'])}, weight {'→'.join(change)}"]))
    ys = page.rows([Label("Equal weights"), *labels, Label(upper_first(weights))])
    steps = [(x, y) for x, ends in zip(means, pairwise(ys), strict=True) for y in (*ends, None)]
    joined = dict(zip("xy", map(list, zip(*steps, strict=True)), strict=True))
    page.trace(mode="lines", hoverinfo="skip", line={"color": INK, "width": 1}, **joined)
    for x, y, key in ((equal, ys[0], "equal weights"), (mean, ys[-1], "weights")):
        page.dot(x, y, key, f"mean {x:,.2f}", tone="ink", size=13)
        page.beside(x, x, y, [(f"{x:,.2f}", page.tone(key, "ink"))], away=11)
    for label, ends, y, size in zip(labels, pairwise(means), ys[1:-1], sizes, strict=True):
        key, words = f"effect {label.title}", f"{label.title}: {label.facts[0]}, {size} points"
        low, high = sorted(ends)
        page.bar(low, high, y, key, words, tone="deep" if high == ends[1] else "quiet")
        page.beside(low, high, y, [(size, page.tone(key, "ink"))])
    scale = rows[0].get("scale_maximum")
    of = f"points of {points(scale)}" if scale else "points"
    return page.figure(
        f"Weighted mean in {of}, from equal weights ({equal:,.2f}) to {weights} ({mean:,.2f})",
        shows=f"Weighted mean of {plural(len(rows), 'factor')}: {equal:,.2f} with equal weights, "
        f"{mean:,.2f} with {weights}",
        basis=basis_of(contributions),
        rows=rows,
        caption=[f"Effect of a factor: change of its weight × (score − {equal:,.2f})."],
    )


def _signed(change: float) -> str:
    return f"{change:+.2f}".replace("-", "−") if f"{abs(change):,.2f}" != "0.00" else "0.00"


def _step_finding(rows: list[Row], equal: float, mean: float, weights: str) -> Finding:
    """Name the factors whose weight moves the mean most, the way it moves."""
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
    return Finding(title, [f"effect {row['factor']}" for row in first])
