"""Sliders for JupyterLab: an offer on a ladder, weights on scores. They need the ``lab`` extra."""

import math
from typing import Any

import pandas as pd

from tpm_data import progression
from tpm_data.errors import one_of
from tpm_data.explore_views import View, offered, weighed, weighed_against
from tpm_data.explorer import Explorer, ipywidgets
from tpm_data.figures.rows import EMPTY, amount_given
from tpm_data.weights import PROFILES, Weights, weighted

__all__ = ["Explorer", "offer", "weights"]

_LOOK = {"style": {"description_width": "220px"}, "layout": ipywidgets.Layout(width="560px")}
_CONTROLS = ("profile", "order", "floor")
_OWN, _EQUAL = "my own", "all equal"


def offer(bands: pd.DataFrame, amount: float | str | None = None, level: int | None = None) -> Explorer:
    """Move an amount of pay along a ladder, and see where it falls.

    Parameters
    ----------
    bands : DataFrame
        One row per level of one ladder: ``level``, ``title``, ``minimum``, ``maximum`` (money per year).
    amount : number or text, optional
        Pay per year to start with, a text is read as printed money: ``"$150k"``; by default the middle
        of the ladder.
    level : int, optional
        The level that is offered; by default the lowest.

    Returns
    -------
    Explorer
        Controls ``amount`` (money per year, with a slider beside it) and ``level``; the figure is that
        of `tpm_data.figures.placement`.

    Raises
    ------
    TableError
        If the bands break the contract of ``salary_bands``, or the amount is not readable, not above
        zero, or in another currency than the bands.
    ValueError
        If the ladder has no level, or no such level.
    ImportError
        On import of this module, without the ``lab`` extra.

    Examples
    --------
    >>> import tpm_data
    >>> explorer = offer(tpm_data.load("salary_bands"), 150_000, level=3)
    >>> explorer.controls["amount"].value = 140_000
    >>> explorer.sentences[0]
    'As Senior Technical Product Manager: 10 % of the way up the band, compa-ratio 0.88.'
    """
    ladder = progression.levels(bands)
    if ladder.empty:
        raise ValueError(EMPTY)
    if level is not None and level not in {*ladder["level"]}:
        raise ValueError(f"There is no level {level!r}. There are: {', '.join(map(str, ladder['level']))}.")
    low, high = float(ladder["minimum"].min()), float(ladder["maximum"].max())
    given = amount_given(amount, bands)
    pay = (low + high) / 2 if given is None else float(given)
    step = 10 ** max(0, math.floor(math.log10(high)) - 2)
    exact = ipywidgets.BoundedFloatText(
        value=pay, min=1, max=1e15, step=step, description="Pay per year", **_LOOK
    )
    near = ipywidgets.FloatSlider(
        value=step * round(pay / step),
        min=step * math.floor(min(low / 2, pay) / step),
        max=step * math.ceil(max(high * 1.25, pay) / step),
        step=step,
        description="or slide",
        readout=False,
        **_LOOK,
    )
    level_offered = ipywidgets.Dropdown(
        options=[(row.title, row.level) for row in ladder.itertuples()],
        value=ladder["level"].iloc[0] if level is None else level,
        description="Level offered",
        **_LOOK,
    )

    def slide(change: dict[str, Any]) -> None:
        if not explorer.quiet:
            exact.value = change["new"]

    def write(change: dict[str, Any]) -> None:
        with explorer.quietly():
            near.value = step * round(change["new"] / step)

    exact.observe(write, "value")
    near.observe(slide, "value")
    controls = {"amount": exact, "level": level_offered}
    explorer = Explorer(
        controls, lambda amount, level: offered(bands, amount, level), [exact, near, level_offered]
    )
    return explorer


def weights(scores: pd.DataFrame, other: pd.DataFrame | None = None, given: Weights = None) -> Explorer:
    """Move the weights of the factors, and see what they make of a career, or of two.

    Parameters
    ----------
    scores : DataFrame
        One row per factor of one career: ``factor``, ``score`` (points).
    other : DataFrame, optional
        Scores of another career on the same factors and scale.
    given : mapping, Series or str, optional
        The weights to start with, as for `tpm_data.attractiveness.score`; the sliders show them in
        percent. By default every factor counts the same.

    Returns
    -------
    Explorer
        Controls: ``profile`` (a named weighting to start from), one slider per factor (any unit, only
        proportions count), ``order`` (whether only the order of the weights is taken as known),
        ``floor`` (what every factor weighs at least, percent); the figure is that of
        `tpm_data.figures.score_distribution`. With another career, without the last two, it is that
        of `career_comparison`.

    Raises
    ------
    TableError, FactorError
        If the scores break the contract of ``attractiveness_scores``, the two careers are not on the
        same factors and scale, or the weights cannot be used.
    ValueError
        If there is no factor, or one has the name of another control.
    ImportError
        On import of this module, without the ``lab`` extra.

    Examples
    --------
    >>> import tpm_data
    >>> explorer = weights(tpm_data.load("attractiveness_scores"))
    >>> explorer.controls["profile"].value = "life first"
    >>> explorer.chart.layout.annotations[0].text
    '<b>your weights: 7.69</b>'
    """
    start = weighted(scores, given, None)
    factors = list(start.rows["factor"])
    if not factors:
        raise ValueError(EMPTY)
    if taken := [factor for factor in factors if factor in _CONTROLS]:
        raise ValueError(f"Rename the factors {taken}: controls of these names stand beside the sliders.")
    known = [name for name, profile in PROFILES.items() if set(profile) == set(factors)]
    named = one_of(given, known, "profile") if isinstance(given, str) else _OWN
    profile = ipywidgets.Dropdown(
        options=[_OWN, _EQUAL, *known],
        value=_EQUAL if given is None else named,
        description="Start from",
        **_LOOK,
    )
    sliders = {
        factor: ipywidgets.FloatSlider(
            value=100 * weight, min=0, max=100, step=0.5, description=factor, **_LOOK
        )
        for factor, weight in zip(factors, start.weight, strict=True)
    }
    spread = {
        "order": ipywidgets.Checkbox(
            value=False, description="Only the order of my weights is sure", **_LOOK
        ),
        "floor": ipywidgets.FloatSlider(
            value=0,
            min=0,
            max=100 // len(factors),
            step=0.5,
            description="Every factor at least (%)",
            **_LOOK,
        ),
    }

    def view(profile: str, order: bool = False, floor: float = 0, **given: float) -> View:
        if other is None:
            return weighed(scores, given, order, floor / 100)
        return weighed_against(scores, other, given)

    def start_from(change: dict[str, Any]) -> None:
        given = PROFILES.get(change["new"], dict.fromkeys(factors, 1 / len(factors)))
        if change["new"] != _OWN:
            with explorer.quietly():
                for factor, weight in given.items():
                    sliders[factor].value = 100 * weight

    def name_own(_: Any) -> None:
        if not explorer.quiet:
            with explorer.quietly():
                profile.value = _OWN

    # These observe before the explorer does, which then follows once, when all is set.
    profile.observe(start_from, "value")
    for slider in sliders.values():
        slider.observe(name_own, "value")
    known_limits = spread if other is None else {}
    explorer = Explorer({"profile": profile, **sliders, **known_limits}, view)
    return explorer
