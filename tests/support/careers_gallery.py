"""Figures of scores to be looked at and measured: the bundled ones and awkward ones."""

from collections.abc import Callable

import pandas as pd

import tpm_data
from tpm_data import attractiveness, figures

Make = Callable[[], figures.Figure]

VARIANTS = {
    "all weightings": {},
    "order as listed": {"order": True},
    "5% or more each": {"floor": 0.05},
}


def factors(*scores: float, names: list[str] | None = None, **columns: object) -> pd.DataFrame:
    """Return a score table of one career."""
    names = names or [f"Factor {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(scores)]]
    return pd.DataFrame({"factor": names, "score": scores}).assign(**columns)


def long_names() -> pd.DataFrame:
    what = ("pay", "people", "place", "pace", "purpose", "prospects")
    names = [f"How well the {word} of this occupation suits what you would like from it" for word in what]
    return factors(9, 3, 5, 5, 8, 1, names=names)


CAREERS: dict[str, Callable[[], pd.DataFrame]] = {
    "bundled": lambda: tpm_data.load("attractiveness_scores"),
    "one factor": lambda: factors(7),
    "two factors": lambda: factors(2, 9),
    "equal scores": lambda: factors(6, 6, 6, scale_maximum=10.0),
    "nothing scored": lambda: factors(0, 0, scale_maximum=5.0),
    "a hundred points": lambda: factors(3, 55.5, 100, 71, scale_maximum=100.0),
    "twenty factors": lambda: factors(*(k % 7 + 1 for k in range(20))),
    "long names": long_names,
    "markup in names": lambda: factors(4, 8, names=["R&D <b>budget</b>", 'the "<i>boss</i>"']),
}


def all_weight(scores: pd.DataFrame) -> dict[str, float]:
    """Return weights that leave one factor only."""
    return dict.fromkeys(scores["factor"], 0) | {scores["factor"].iloc[0]: 1}


def effects(scores: pd.DataFrame, weights: object = None) -> figures.Figure:
    return figures.factor_contributions(attractiveness.contributions(scores, weights=weights))


def spread(
    scores: pd.DataFrame, target: float | None = None, own: float | None = None, **known: object
) -> figures.Figure:
    curve = attractiveness.distribution_curve(scores, **known)
    summary = attractiveness.distribution_summary(scores, target=target, **known)
    return figures.score_distribution(curve, summary, own)


def distribution(scores: pd.DataFrame, own: float | None = None) -> figures.Figure:
    return spread(scores, float(scores["score"].max()), own, variants=VARIANTS)


def floors_take_all(scores: pd.DataFrame) -> figures.Figure:
    """Draw a variant with one weighting only, beside one that is wide."""
    return spread(scores, variants={"all weightings": {}, "all weights equal": {"floor": 1 / len(scores)}})


MAKERS: dict[str, Callable[[pd.DataFrame], figures.Figure]] = {
    "factor_contributions": effects,
    "factor_contributions of one weight": lambda s: effects(s, all_weight(s)),
    "score_distribution": distribution,
    "score_distribution with own": lambda s: distribution(s, float(s["score"].min())),
    "score_distribution of one weighting": floors_take_all,
}


def comparison(
    one: list[float], other: list[float], names: tuple[str, str] = ("TPM", "my job"), weights: object = None
) -> figures.Figure:
    """Draw two careers on the same factors."""
    both = pd.concat([factors(*one, career=names[0]), factors(*other, career=names[1])])
    of = {"by": "career", "weights": weights}
    return figures.career_comparison(
        attractiveness.compare(both, **of), attractiveness.break_even(both, **of)
    )


LONG = "Product manager for identity and payments in a large bank", "Self-employed consultant & <b>coach</b>"
COMPARISONS: dict[str, Make] = {
    "close": lambda: comparison([9, 9, 8, 7, 9, 8, 9, 7], [8, 7, 9, 9, 7, 6, 8, 9]),
    "the first is better": lambda: comparison([9, 9, 8], [8, 7, 8]),
    "the second is better": lambda: comparison([2, 3], [2, 8]),
    "the same": lambda: comparison([5, 6, 7], [5, 6, 7]),
    "a tie now": lambda: comparison([4, 6], [6, 4]),
    "one against nearly all": lambda: comparison([9, 9, 9, 9, 9, 9, 1], [8, 8, 8, 8, 8, 8, 2]),
    "one weight": lambda: comparison([9, 2, 3], [4, 8, 8], weights=all_weight(factors(9, 2, 3))),
    "one factor": lambda: comparison([3], [4]),
    "long names": lambda: comparison([3, 4, 5], [4, 4, 1], LONG),
}


FIGURES: list[tuple[str, Make]] = [
    (f"{maker}: {name}", lambda make=make, scores=scores: make(scores()))
    for maker, make in MAKERS.items()
    for name, scores in CAREERS.items()
] + [(f"career_comparison: {name}", make) for name, make in COMPARISONS.items()]
