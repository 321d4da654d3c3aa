"""The house style of all figures: template, palette, widths of texts, ticks, and the figure class."""

import base64
import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from tpm_data.figures.axes import EDGE, WIDTH, escape, lines_of

LEVEL_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000")
ACCENT, CONTEXT = LEVEL_COLOURS[0], "#767676"
FAINT = "#E0E0E0"  # only inside an `edge`: alone it does not stand out on white
GRID = "#E3E3E3"
FONT = "Arial, Helvetica, sans-serif"
_BOTTOM = 80
CONFIG = {"displaylogo": False, "showSendToCloud": False, "typesetMath": False, "responsive": False}
_DECIMALS = 6


TEMPLATE = {
    "layout": {
        "font": {"family": FONT, "size": 14, "color": "#222222"},
        "paper_bgcolor": "#FFFFFF",
        "plot_bgcolor": "#FFFFFF",
        "title": {
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": EDGE, "t": 28},
            "font": {"size": 19},
            "subtitle": {"font": {"size": 14, "color": CONTEXT}},
        },
        "xaxis": {"gridcolor": GRID, "zeroline": False, "ticks": ""},
        "yaxis": {"showgrid": False, "zeroline": False, "ticks": ""},
        "hoverlabel": {"font": {"family": FONT, "size": 13}},
        "showlegend": False,
        "bargap": 0.4,
    }
}
_BASIS = {"document": "Basis: the career document, which names no year, country or source for its figures."}


class Figure(go.Figure):
    """A plotly figure that carries one sentence saying what it shows.

    In a notebook it is shown as plotly JSON with that sentence as plain text, whatever the
    renderer settings of the environment; the button that would upload the chart is off.
    """

    @property
    def alternative(self) -> str:
        """The text alternative: one sentence, computed from the data."""
        return str(self.layout.meta["alternative"])

    def _repr_mimebundle_(self, *_: Any, **__: Any) -> dict[str, Any]:
        content = plain(self.to_plotly_json())
        return {
            "application/vnd.plotly.v1+json": content | {"config": CONFIG},
            "text/plain": self.alternative,
        }

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self._repr_mimebundle_(), raw=True)  # type: ignore[no-untyped-call]

    def show(self, *args: Any, **settings: Any) -> None:
        """Show it with the given renderer, without the upload button."""
        super().show(*args, **_without_upload(settings))

    def to_html(self, *args: Any, **settings: Any) -> str:
        """Return it as HTML, without the upload button."""
        return str(super().to_html(*args, **_without_upload(settings)))


def _without_upload(settings: dict[str, Any]) -> dict[str, Any]:
    return settings | {"config": CONFIG | (settings.get("config") or {})}


def figure(
    traces: Iterable[Any],
    *,
    title: str,
    subtitle: str,
    alternative: str,
    basis: str,
    height: int,
    left: int,
    head: int = 0,
    **layout: Any,
) -> Figure:
    """Put traces into the house style: finding as title, measure as subtitle, basis as caption.

    ``head`` is room for labels above the drawing. The margins are set here, not left to plotly, so
    that the caption stands where the title does, also in a drawing of another width or height.
    """
    heading = lines_of(title, WIDTH - 2 * EDGE, 19)
    below = lines_of(subtitle, WIDTH - 2 * EDGE, 14)
    top = 56 + 25 * len(heading) + 20 * len(below) + head
    height += (height + top + _BOTTOM) % 2  # even, so that one and a half times the height is whole
    caption = {
        "text": escape(_BASIS.get(basis, f"Basis: {basis}.")),
        "font": {"size": 13, "color": CONTEXT},
        "showarrow": False,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": EDGE - left,
        "y": 0,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": EDGE // 2 - _BOTTOM,
    }
    return Figure(
        data=list(traces),
        layout={
            "template": TEMPLATE,
            "title": {
                "text": "<br>".join(map(escape, heading)),
                "subtitle": {"text": "<br>".join(map(escape, below))},
            },
            "meta": {"alternative": alternative},
            "width": WIDTH,
            "height": height + top + _BOTTOM,
            "margin": {"l": left, "r": EDGE, "t": top, "b": _BOTTOM, "pad": 6},
            "annotations": [*layout.pop("annotations", []), caption],
            **layout,
        },
    )


def plain(value: Any) -> Any:
    """Turn a figure's content into plain JSON: lists for arrays, rounded floats, None for NaN."""
    if isinstance(value, dict) and "bdata" in value:
        array = np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
        shape = [int(size) for size in str(value.get("shape", array.size)).split(",")]
        return plain(array.reshape(shape).tolist())
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        return round(value, _DECIMALS) + 0.0 if math.isfinite(value) else None
    return value


def colours(count: int) -> list[str]:
    """One colour per level, in the order of the ladder; a longer ladder starts over."""
    return [LEVEL_COLOURS[i % len(LEVEL_COLOURS)] for i in range(count)]


def edge(shade: str) -> str:
    """Return the colour of the outline of a bar: its own, or one that makes a faint bar stand out."""
    return CONTEXT if shade == FAINT else shade


def basis_of(table: pd.DataFrame) -> str:
    """Return what a table says its figures rest on; a table that says nothing is the user's."""
    return str(table.attrs.get("basis", "your input"))
