"""Sliders for JupyterLab: an offer on a ladder, weights on scores. They need the ``lab`` extra."""

import html
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from tpm_data import attractiveness, progression
from tpm_data.attractiveness._weights import Weights, example_profiles, weighted
from tpm_data.attractiveness.weightings import Distribution
from tpm_data.errors import one_of, unknown
from tpm_data.figures import Figure, career_comparison, factor_contributions, pay_ranges
from tpm_data.figures.rows import EMPTY, amount_given
from tpm_data.figures.style import CONFIG, basis_of
from tpm_data.formatting import currency_of, join, money, percent, points, portion
from tpm_data.tables.arguments import real
from tpm_data.tables.checks import KEEP_ONE, hold

try:
    import anywidget
    import ipywidgets
    from plotly.graph_objects import FigureWidget
except ImportError as error:  # pragma: no cover
    raise ImportError("The sliders need ipywidgets and anywidget: pip install 'tpm-data[lab]'.") from error

__all__ = ["Explorer", "offer", "weights"]

_WIDE = ipywidgets.Layout(width="560px", max_width="calc(100% - 72px)")
_LOOK = {"style": {"description_width": "220px"}, "layout": _WIDE}
_OWN, _EQUAL = "my own", "all equal"


class View(NamedTuple):
    """What an explorer shows for one set of inputs: a figure, if there is one, and sentences below it."""

    figure: Figure | None
    sentences: Sequence[str]


class _Fit(anywidget.AnyWidget):
    """A strip as wide as the cell, which resizes the chart with it; the chart itself follows only the window.

    Plotly keeps the width that a chart has when its height is set, so that width is deleted.
    """

    _esm = """export default {render({el}) {
      const strip = new ResizeObserver(() => {
        el.closest(".widget-box").querySelectorAll(".js-plotly-plot").forEach(c => delete c.layout.width);
        window.dispatchEvent(new Event("resize"));
      });
      strip.observe(el);
      return () => strip.disconnect();
    }};"""


class Explorer:
    """Controls, and a figure with sentences that follow them.

    Where widgets do not run, it shows the figure it had when the cell was run.

    Attributes
    ----------
    controls : dict of ipywidgets
        By name. Setting ``controls[name].value`` has the same effect as moving the control.
    chart : FigureWidget
        The figure on the screen. It is hidden while the inputs cannot be used.
    sentences : sequence of str
        The text below it, or what is wrong with the inputs if they cannot be used.
    """

    def __init__(self, controls: Mapping[str, Any], view: Callable[..., View], shown: Sequence[Any]) -> None:
        self.controls = dict(controls)
        self.quiet = False
        self._look, self._words = view, ipywidgets.HTML()
        first = view(**self.values)
        self.chart = FigureWidget(first.figure)
        self.chart._config = CONFIG | {"responsive": True}
        self._picture = ipywidgets.Box([self.chart, _Fit()], layout=ipywidgets.Layout(flex_flow="column"))
        self._show(first)
        for control in self.controls.values():
            control.observe(self._follow, "value")
        self._box = ipywidgets.VBox([*shown, self._picture, self._words])

    @property
    def values(self) -> dict[str, Any]:
        """The inputs as they are set now, by name."""
        return {name: control.value for name, control in self.controls.items()}

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Set controls without updating the figure."""
        self.quiet, before = True, self.quiet
        try:
            yield
        finally:
            self.quiet = before

    def _follow(self, _: Any) -> None:
        """Show the inputs as they are now; nobody would see an exception in a callback."""
        if self.quiet:
            return
        try:
            self._show(self._look(**self.values))
        except ValueError as error:
            self._show(View(None, [str(error)]))

    def _show(self, view: View) -> None:
        self._figure, self.sentences = view
        self._words.value = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in view.sentences)
        self._picture.layout.display = "none" if view.figure is None else None
        if view.figure is not None:
            _redraw(self.chart, view.figure)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        static = {} if self._figure is None else self._figure._repr_mimebundle_()
        said = [*([] if self._figure is None else [self._figure.alternative]), *self.sentences]
        live: dict[str, Any] = self._box._repr_mimebundle_(**kwargs)
        return live | static | {"text/plain": " ".join(said)}


def _redraw(chart: Any, figure: Figure) -> None:
    """Replace a figure by a new one: only the differences, in one message if the traces are alike."""
    if [trace.type for trace in chart.data] != [trace.type for trace in figure.data]:
        chart.data = ()
        chart.add_traces(figure.data)
    with chart.batch_update():
        for old, new in zip((chart.layout, *chart.data), (figure.layout, *figure.data), strict=True):
            before, after = old.to_plotly_json(), new.to_plotly_json()
            for name in {*before, *after} - {"uid"}:
                if before.get(name) != after.get(name):
                    old[name] = after.get(name)


def offer(
    bands: pd.DataFrame, amount: float | str | None = None, *, level: int | str | None = None
) -> Explorer:
    """Move an amount of pay along a ladder, and see where it falls.

    Parameters
    ----------
    bands : DataFrame
        One row per level of one ladder: ``level``, ``title``, ``minimum``, ``maximum`` (money per year).
    amount : number or text, optional
        Pay per year to start with. A text is read as printed money: ``"$150k"``. By default the middle of
        the ladder.
    level : number or text, optional
        The level offered, or its title; by default the lowest.

    Returns
    -------
    Explorer
        Controls: ``amount`` (money per year, as typed; a slider next to it moves it in round steps) and
        ``level``. The figure is that of `tpm_data.figures.pay_ranges`.

    Raises
    ------
    TableError
        If the bands break the contract of ``salary_bands``, or the amount is not readable, not above
        zero, or in another currency than the bands.
    ValueError
        If the ladder has no levels, or not this one.
    ImportError
        On import of this module, without the ``lab`` extra.

    Examples
    --------
    >>> import tpm_data
    >>> explorer = offer(tpm_data.load("salary_bands"), 150_000, level=3)
    >>> explorer.controls["amount"].value = 140_000
    >>> explorer.chart.layout.title.text
    'As Senior Technical Product Manager,<br>$140,000 is 10% of the way up the range'
    >>> explorer.sentences[0]
    'Bands that include it: Technical Product Manager and Senior Technical Product Manager.'
    """
    hold(bands, "salary_bands", rests_on=("level", "title"), several=KEEP_ONE)
    ladder = progression.levels(bands)
    if ladder.empty:
        raise ValueError(EMPTY)
    options = [(row.title, row.level) for row in ladder.itertuples()]
    asked = level if isinstance(level, str) else real(level)
    offers = [number for title, number in options if level is None or asked in (title, number)]
    if not offers:
        raise ValueError(unknown(level, (f"{number} ({title})" for title, number in options), "level"))
    low, high = float(ladder["minimum"].min()), float(ladder["maximum"].max())
    given = amount_given(amount, bands)
    pay = (low + high) / 2 if given is None else float(given)
    step = 10 ** max(0, math.floor(math.log10(high)) - 2)
    exact = ipywidgets.FloatText(value=pay, description="Pay per year", **_LOOK)
    # Only whole numbers come back from the browser as they were sent.
    least = step * max(1, math.floor(min(low / 2, pay) / step))
    most = step * math.ceil(max(high * 1.25, pay) / step)
    start = step * round(pay / step)
    near = ipywidgets.IntSlider(start, least, most, step, description="or slide", readout=False, **_LOOK)
    chosen = ipywidgets.Dropdown(options=options, value=offers[0], description="Level offered", **_LOOK)

    def slide(change: dict[str, Any]) -> None:
        if not explorer.quiet:
            exact.value = change["new"]

    def write(change: dict[str, Any]) -> None:
        with explorer.quietly():
            near.value = step * round(change["new"] / step)

    exact.observe(write, "value")
    near.observe(slide, "value")
    explorer = Explorer({"amount": exact, "level": chosen}, partial(offered, bands), [exact, near, chosen])
    return explorer


def weights(scores: pd.DataFrame, other: pd.DataFrame | None = None, *, weights: Weights = None) -> Explorer:
    """Move the weights of the factors, and see how one career scores, or which of two is ahead.

    Parameters
    ----------
    scores : DataFrame
        One row per factor of one career: ``factor``, ``score`` (points).
    other : DataFrame, optional
        Scores of another career on the same factors and scale.
    weights : mapping, Series or str, optional
        The weights to start with, as for `tpm_data.attractiveness.score`. By default every factor
        counts the same.

    Returns
    -------
    Explorer
        Controls: ``profile`` (a named weighting to start from), one slider per factor (in any unit, only
        proportions count; next to it is its share of all weight in percent), ``order`` (whether only the
        order of the weights is known) and ``floor`` (the least weight of every factor, in percent). The
        last two restrict the weightings, and shares of all weightings become shares of those left. The
        figure is that of `tpm_data.figures.factor_contributions` or, with another career, of
        `career_comparison`.

    Raises
    ------
    TableError, FactorError
        If the scores break the contract of ``attractiveness_scores``, the two careers differ in their
        factors or scale, or the weights cannot be used.
    ValueError
        If there are no factors, or one has the name of another control.
    ImportError
        On import of this module, without the ``lab`` extra.

    Examples
    --------
    >>> import tpm_data
    >>> explorer = weights(tpm_data.load("attractiveness_scores"))
    >>> explorer.controls["profile"].value = "life first"
    >>> explorer.sentences[0]
    'Your weighted mean is 7.69; 3% of all weightings give the same or less.'
    """
    start = weighted(scores, weights, None, several=KEEP_ONE)
    if other is not None:
        weighted(other, None, None, several=KEEP_ONE)
    factors = list(start.rows["factor"])
    if not factors:
        raise ValueError(EMPTY)
    if taken := [factor for factor in factors if factor in ("profile", "order", "floor")]:
        raise ValueError(f"Rename the factors {taken}: other controls have these names.")
    equal = dict.fromkeys(factors, 1 / len(factors))
    starts = {_EQUAL: equal} | {name: p for name, p in example_profiles().items() if set(p) == set(factors)}
    named = one_of(weights, starts, "profile") if isinstance(weights, str) else _OWN
    begin = _EQUAL if weights is None else named
    profile = ipywidgets.Dropdown(options=[_OWN, *starts], value=begin, description="Start from", **_LOOK)
    first = dict(zip(factors, start.weight.tolist(), strict=True))
    sliders = {
        factor: ipywidgets.IntSlider(round(100 * weight), 0, 100, description=factor, readout=False, **_LOOK)
        for factor, weight in first.items()
    }
    shares = {factor: ipywidgets.Label() for factor in factors}
    look = partial(weighed, scores) if other is None else partial(weighed_against, scores, other)
    order = ipywidgets.Checkbox(False, description="Only their order is known", **_LOOK)
    floor = ipywidgets.IntSlider(0, 0, 100 // len(factors), description="Every factor at least (%)", **_LOOK)

    def view(profile: str, order: bool, floor: int, **moved: int) -> View:
        # A slider is at the nearest whole percent: the browser sends only whole numbers back unchanged.
        exact = starts.get(profile, first)
        given = {f: exact[f] if round(100 * exact[f]) == at else at / 100 for f, at in moved.items()}
        total = sum(given.values())
        for factor, share in shares.items():
            share.value = f"{points(100 * given[factor] / total)}%" if total else ""
        if not total:
            raise ValueError("Every weight is 0. Raise at least one of them.")
        known: dict[str, Any] = {"floor": floor / 100}
        if order:
            known["order"] = sorted(given, key=lambda factor: -given[factor])
        figure, told = look(given, known)
        # Sliders may be equal, but an order has no ties.
        meant = f"Order of the weights, equal ones as listed: {join(known.get('order', ()))}."
        return View(figure, [*told, *[meant] * order])

    def start_from(change: dict[str, Any]) -> None:
        with explorer.quietly():
            for factor, weight in starts.get(change["new"], {}).items():
                sliders[factor].value = round(100 * weight)

    def name_own(_: Any) -> None:
        if not explorer.quiet:
            with explorer.quietly():
                profile.value = _OWN

    # These run before the explorer, which then updates once, when all is set.
    profile.observe(start_from, "value")
    for slider in sliders.values():
        slider.observe(name_own, "value")
    rows = [ipywidgets.HBox([sliders[factor], shares[factor]]) for factor in factors]
    controls = {"profile": profile, **sliders, "order": order, "floor": floor}
    explorer = Explorer(controls, view, [profile, *rows, order, floor])
    return explorer


def offered(bands: pd.DataFrame, amount: float, level: int) -> View:
    """Place an amount offered for a level, and say what the next level could pay."""
    placed, unit = progression.place(bands, amount), currency_of(bands)
    holding = join(placed.loc[placed["status"] == "within", "title"])
    then = "This is the highest level."
    for up in placed[placed["level"] > level].nsmallest(1, "level").to_dict("records"):
        floor, ceiling = (_apart(change, unit) for change in (-up["above_minimum"], up["below_maximum"]))
        then = f"The next level, {up['title']}, starts {floor} this amount and ends {ceiling} it."
    figure = pay_ranges(progression.levels(bands), amount=amount, level=level)
    return View(figure, [f"Bands that include it: {holding or 'none'}.", then])


def _apart(change: float, unit: str) -> str:
    return f"{money(abs(change), unit, exact=True)} {'below' if change < 0 else 'above'}" if change else "at"


def weighed(scores: pd.DataFrame, given: Mapping[str, float], known: Mapping[str, Any]) -> View:
    """Weigh one career, and say what share of the weightings left give at most as much."""
    left = Distribution(scores.set_index("factor")["score"], **known)
    mean = attractiveness.score(scores, weights=given)["score"].iloc[0]
    share = portion(float(left.cdf(mean)), of=left._words.partition(" ")[2])
    said = f"Your weighted mean is {points(mean)}; {share} give the same or less."
    return View(factor_contributions(attractiveness.contributions(scores, weights=given)), [said])


def weighed_against(
    scores: pd.DataFrame, other: pd.DataFrame, given: Mapping[str, float], known: Mapping[str, Any]
) -> View:
    """Weigh two careers, and say what would change which is ahead."""
    both = pd.concat([scores.assign(career="this career"), other.assign(career="the other one")])
    mine = "the career document" if basis_of(scores) == "document" else basis_of(scores)
    theirs = "your input" if basis_of(other) == "document" else basis_of(other)
    both.attrs["basis"] = f"{mine} for this career, {theirs} for the other one"
    compared = attractiveness.compare(both, by="career", weights=given, **known)
    figure = career_comparison(compared, attractiveness.break_even(both, by="career", weights=given))
    pair: Any = compared.iloc[0]
    if pair["preferred"] == "tie":
        return View(figure, [])
    if pd.isna(pair["smallest_move"]):
        return View(figure, ["No weighting changes which is ahead."])
    move, way = percent(pair["smallest_move"]), f"{join(pair['moved_from'])} to {pair['moved_to']}"
    return View(figure, [f"Moving {move} of the weight from {way} makes them equal."])
