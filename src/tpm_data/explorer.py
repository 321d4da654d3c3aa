"""Controls with a figure that follows them. They need the ``lab`` extra."""

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from tpm_data.explore_views import View
from tpm_data.figures import Figure
from tpm_data.figures.style import CONFIG

try:
    import ipywidgets
    from plotly.graph_objects import FigureWidget

    FigureWidget()  # plotly asks for anywidget only here
except ImportError as error:  # pragma: no cover
    raise ImportError("The sliders need ipywidgets and anywidget: pip install 'tpm-data[lab]'.") from error

__all__ = ["Explorer", "ipywidgets"]


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
