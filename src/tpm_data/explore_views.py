"""What the explorers show for one set of inputs: plain functions, from inputs to figure and sentences."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from tpm_data import attractiveness, progression
from tpm_data.attractiveness import distribution_curve, distribution_summary
from tpm_data.figures import Figure, career_comparison, placement, score_distribution
from tpm_data.figures.style import basis_of
from tpm_data.weightings import Distribution
from tpm_data.words import currency_of, listed, money, percent, points, portion


class View(NamedTuple):
    """What an explorer shows for one set of inputs: a figure, and sentences below it."""

    figure: Figure
    sentences: Sequence[str]


def offered(bands: pd.DataFrame, amount: float, level: int) -> View:
    """Place an amount, offered for a level, and say what the next level could pay."""
    placed, unit = progression.place(bands, amount), currency_of(bands)
    at = placed.set_index("level")
    here: Any = at.loc[level]
    above = at[at.index > level]
    words = f"As {here['title']}: "
    if here["status"] == "within":
        inside = here["range_penetration"]
        words += f"{percent(inside)} of the way up the band, " if inside == inside else ""
        words += f"compa-ratio {here['compa_ratio']:.2f}."
    else:
        end, gap = ("minimum", "above_minimum") if here["status"] == "below" else ("maximum", "below_maximum")
        words += f"{money(-here[gap], unit, exact=True)} {here['status']} the {end} of the band."
    holding = listed(placed.loc[placed["status"] == "within", "title"])
    then = "This is the highest level."
    if len(above):
        up: Any = above.iloc[0]
        floor, ceiling = (_apart(change, unit) for change in (-up["above_minimum"], up["below_maximum"]))
        then = f"The next level, {up['title']}, starts {floor} this amount and ends {ceiling} it."
    return View(placement(placed), [words, f"Bands that contain it: {holding or 'none'}.", then])


def weighed(scores: pd.DataFrame, given: Mapping[str, float], order: bool, floor: float) -> View:
    """Weigh one career, beside all weightings and, if something is known, those that it leaves.

    ``order`` says whether the weights tell no more than an order of importance, ``floor`` what share
    every factor has at least.
    """
    mean = attractiveness.score(scores, given)["score"].iloc[0]
    variants: dict[str, dict[str, Any]] = {"all weightings": {}}
    limits = {"floor": floor} if floor else {}
    least = f"{percent(floor)} or more each"
    if order:
        ranked = sorted(given, key=lambda factor: -given[factor])
        variants[f"your order, {least}" if floor else "your order"] = {"order": ranked} | limits
    elif floor:
        variants[least] = limits
    summary = distribution_summary(scores, variants)
    figure = score_distribution(distribution_curve(scores, variants), summary, own=mean)
    return View(figure, [_own_mean(scores, mean)])


def weighed_against(scores: pd.DataFrame, other: pd.DataFrame, given: Mapping[str, float]) -> View:
    """Weigh two careers, and say what it would take to change which is ahead."""
    both = pd.concat([scores.assign(career="this career"), other.assign(career="the other one")])
    mine, theirs = basis_of(scores), basis_of(other)
    # Scores of one's own, put into a copy of the document's table, keep its basis.
    both.attrs["basis"] = (
        f"{'the career document' if mine == 'document' else mine} for this career, "
        f"{'your input' if theirs == 'document' else theirs} for the other one"
    )
    pair = attractiveness.compare(both, "career", given)
    figure = career_comparison(pair, attractiveness.break_even(both, "career", given))
    found: Any = pair.iloc[0]
    return View(figure, [_own_mean(scores, found["first_score"]), _preference(found)])


def _apart(change: float, unit: str) -> str:
    if not change:
        return "at"
    return f"{money(abs(change), unit)} {'below' if change < 0 else 'above'}"


def _own_mean(scores: pd.DataFrame, mean: float) -> str:
    share = float(Distribution(scores.set_index("factor")["score"]).cdf(mean))
    return f"Your weighted mean is {points(mean)}; {portion(share)} of all weightings give no more."


def _preference(pair: Any) -> str:
    """Say who is ahead under one's own weights, and what it takes to change that."""
    if pair["preferred"] == "tie":
        return "Under your weights the two are equal."
    leader, other = ("first", "second") if pair["preferred"] == "first" else ("second", "first")
    ahead = f"Under your weights {pair[leader]} is ahead"
    scores = f"{points(pair[f'{leader}_score'])} against {points(pair[f'{other}_score'])}"
    if pair["smallest_move"] != pair["smallest_move"]:
        return f"{ahead}, {scores}; no weighting changes that."
    giving = listed(pair["moved_from"].split("; "))
    move = f"{percent(pair['smallest_move'])} of the weight from {giving} to {pair['moved_to']}"
    return f"{ahead}, {scores}; moving {move} makes them equal."
