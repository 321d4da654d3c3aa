"""Sliders for JupyterLab: an offer on a ladder, weights on scores. They need the ``lab`` extra."""

import html
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import pandas as pd

from tpm_data import attractiveness, progression
from tpm_data.attractiveness import distribution_curve, distribution_summary
from tpm_data.attractiveness._weights import Weights, example_profiles, weighted
from tpm_data.attractiveness.weightings import Distribution
from tpm_data.errors import one_of, unknown
from tpm_data.figures import Figure, career_comparison, pay_ranges, score_distribution
from tpm_data.figures.rows import EMPTY, amount_given
from tpm_data.figures.style import CONFIG, basis_of
from tpm_data.formatting import currency_of, join, money, percent, points, portion
from tpm_data.tables.arguments import real
from tpm_data.tables.checks import KEEP_ONE, hold

try:
    import ipywidgets
    from plotly.graph_objects import FigureWidget

    FigureWidget()  # plotly asks for anywidget only here
except ImportError as error:  # pragma: no cover
    raise ImportError("The sliders need ipywidgets and anywidget: pip install 'tpm-data[lab]'.") from error

__all__ = ["Explorer", "offer", "weights"]

_LOOK = {"style": {"description_width": "220px"}, "layout": ipywidgets.Layout(width="560px")}
_CONTROLS = ("profile", "order", "floor")
_OWN, _EQUAL = "my own", "all equal"


class View(NamedTuple):
    """What an explorer shows for one set of inputs: a figure, and sentences below it."""

    figure: Figure
    sentences: Sequence[str]


class Explorer:
    """Controls, and a figure with sentences that follow them.

    Where no widgets run, it is shown as the figure it had when the cell was run.

    Attributes
    ----------
    controls : dict of ipywidgets
        By name; setting ``controls[name].value`` does what moving the control does.
    chart : FigureWidget
        The figure on the screen.
    sentences : sequence of str
        What stands below it; what was wrong with the inputs if they cannot be used.
    """

    def __init__(
        self, controls: "Mapping[str, Any]", view: Callable[..., View], shown: Sequence[Any] = ()
    ) -> None:
        self.controls = dict(controls)
        self.quiet = False
        self._look = view
        self._static = view(**self.values)
        self.chart = FigureWidget(_live(self._static.figure))
        self.chart._config = CONFIG
        self._words = ipywidgets.HTML()
        self._say(self._static.sentences)
        for control in self.controls.values():
            control.observe(self._follow, "value")
        self._box = ipywidgets.VBox([*(shown or self.controls.values()), self.chart, self._words])

    @property
    def values(self) -> dict[str, Any]:
        """The inputs as they are set now, by name."""
        return {name: control.value for name, control in self.controls.items()}

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Set controls without the figure following."""
        self.quiet, before = True, self.quiet
        try:
            yield
        finally:
            self.quiet = before

    def _follow(self, _: Any) -> None:
        """Show the inputs as they are now; an exception in a callback would show nowhere."""
        if self.quiet:
            return
        try:
            view = self._look(**self.values)
        except ValueError as error:
            self._say([str(error)])
            return
        _redraw(self.chart, _live(view.figure))
        self._say(view.sentences)

    def _say(self, sentences: Sequence[str]) -> None:
        self.sentences = sentences
        self._words.value = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in sentences)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        static = self._static.figure._repr_mimebundle_()
        live = self._box._repr_mimebundle_(**kwargs)
        return static | {kind: content for kind, content in live.items() if kind not in static}


def _live(figure: Figure) -> Figure:
    """Make the subtitle part of the title: in a widget, plotly would draw it over the title."""
    title = figure.layout.title
    look = figure.layout.template.layout.title.subtitle.font
    small = f"<span style='font-size:{look.size}px;color:{look.color}'>{{}}</span>"
    lines = [title.text, *map(small.format, title.subtitle.text.split("<br>"))]
    live = Figure(figure)
    live.update_layout(title={"text": "<br>".join(lines), "subtitle": {"text": ""}})
    return live


def _redraw(chart: Any, figure: Figure) -> None:
    """Put a new figure where another one is: in one message if only numbers and words differ."""
    kinds = [trace.type for trace in chart.data]
    if kinds == [trace.type for trace in figure.data]:
        with chart.batch_update():
            for old, new in zip(chart.data, figure.data, strict=True):
                old.update(new.to_plotly_json(), overwrite=True)
            chart.update_layout(figure.layout, overwrite=True)
        return
    chart.data = ()
    chart.update_layout(figure.layout, overwrite=True)
    chart.add_traces(figure.data)


def offer(bands: pd.DataFrame, amount: float | str | None = None, *, level: int | None = None) -> Explorer:
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
        of `tpm_data.figures.pay_ranges`.

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
    'As Senior Technical Product Manager: 10% of the way up the band, compa-ratio 0.88.'
    """
    hold(bands, "salary_bands", rests_on=("level", "title"), several=KEEP_ONE)
    ladder = progression.levels(bands)
    if ladder.empty:
        raise ValueError(EMPTY)
    if level is not None and real(level) not in ladder["level"].tolist():
        raise ValueError(unknown(level, map(str, ladder["level"]), "level"))
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


def weights(scores: pd.DataFrame, other: pd.DataFrame | None = None, *, weights: Weights = None) -> Explorer:
    """Move the weights of the factors, and see what they make of a career, or of two.

    Parameters
    ----------
    scores : DataFrame
        One row per factor of one career: ``factor``, ``score`` (points).
    other : DataFrame, optional
        Scores of another career on the same factors and scale.
    weights : mapping, Series or str, optional
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
    start = weighted(scores, weights, None, several=KEEP_ONE)
    if other is not None:
        weighted(other, None, None, several=KEEP_ONE)
    factors = list(start.rows["factor"])
    if not factors:
        raise ValueError(EMPTY)
    if taken := [factor for factor in factors if factor in _CONTROLS]:
        raise ValueError(f"Rename the factors {taken}: controls of these names stand beside the sliders.")
    known = [name for name, profile in example_profiles().items() if set(profile) == set(factors)]
    named = one_of(weights, known, "profile") if isinstance(weights, str) else _OWN
    profile = ipywidgets.Dropdown(
        options=[_OWN, _EQUAL, *known],
        value=_EQUAL if weights is None else named,
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
        given = example_profiles().get(change["new"], dict.fromkeys(factors, 1 / len(factors)))
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
    holding = join(placed.loc[placed["status"] == "within", "title"])
    then = "This is the highest level."
    if len(above):
        up: Any = above.iloc[0]
        floor, ceiling = (_apart(change, unit) for change in (-up["above_minimum"], up["below_maximum"]))
        then = f"The next level, {up['title']}, starts {floor} this amount and ends {ceiling} it."
    figure = pay_ranges(progression.levels(bands), amount=amount, level=level)
    return View(figure, [words, f"Bands that contain it: {holding or 'none'}.", then])


def weighed(scores: pd.DataFrame, given: Mapping[str, float], order: bool, floor: float) -> View:
    """Weigh one career, beside all weightings and, if something is known, those that it leaves.

    ``order`` says whether the weights tell no more than an order of importance, ``floor`` what share
    every factor has at least.
    """
    mean = attractiveness.score(scores, weights=given)["score"].iloc[0]
    variants: dict[str, dict[str, Any]] = {"all weightings": {}}
    limits = {"floor": floor} if floor else {}
    least = f"{percent(floor)} or more each"
    if order:
        ranked = sorted(given, key=lambda factor: -given[factor])
        variants[f"your order, {least}" if floor else "your order"] = {"order": ranked} | limits
    elif floor:
        variants[least] = limits
    summary = distribution_summary(scores, variants=variants)
    figure = score_distribution(distribution_curve(scores, variants=variants), summary, own=mean)
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
    pair = attractiveness.compare(both, by="career", weights=given)
    figure = career_comparison(pair, attractiveness.break_even(both, by="career", weights=given))
    found: Any = pair.iloc[0]
    return View(figure, [_own_mean(scores, found["first_score"]), _preference(found)])


def _apart(change: float, unit: str) -> str:
    if not change:
        return "at"
    return f"{money(abs(change), unit)} {'below' if change < 0 else 'above'}"


def _own_mean(scores: pd.DataFrame, mean: float) -> str:
    share = float(Distribution(scores.set_index("factor")["score"]).cdf(mean))
    return f"Your weighted mean is {points(mean)}; {portion(share, of='weightings')} give no more."


def _preference(pair: Any) -> str:
    """Say who is ahead under one's own weights, and what it takes to change that."""
    if pair["preferred"] == "tie":
        return "Under your weights the two are equal."
    leader, other = ("first", "second") if pair["preferred"] == "first" else ("second", "first")
    ahead = f"Under your weights {pair[leader]} is ahead"
    scores = f"{points(pair[f'{leader}_score'])} against {points(pair[f'{other}_score'])}"
    if pair["smallest_move"] != pair["smallest_move"]:
        return f"{ahead}, {scores}; no weighting changes that."
    giving = join(pair["moved_from"])
    move = f"{percent(pair['smallest_move'])} of the weight from {giving} to {pair['moved_to']}"
    return f"{ahead}, {scores}; moving {move} makes them equal."
