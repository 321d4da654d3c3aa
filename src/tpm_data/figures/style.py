"""The house style of all figures: template, palette, and the figure class."""

import html
import math
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from tpm_data.errors import DISGUISING, spelled_out

# What a colour means: quiet is every mark that the title does not speak of, accent only what it does;
# deep a second meaning (shared pay, another career, people); tint an area, never without an edge.
QUIET, ACCENT, DEEP, INK = "#6F8A9F", "#D55E00", "#3B556B", "#1F2933"
GREY, TINT, TRACK, RULE = "#5A6570", "#C3D0DA", "#EEF1F4", "#C9D0D6"
ACCENT_TEXT = "#B04A00"  # the accent as words needs more contrast than as a mark
MARKS = {"quiet": QUIET, "accent": ACCENT, "deep": DEEP, "ink": INK, "tint": TINT}
MARKS |= {"track": TRACK, "rule": RULE}  # behind the marks
WORDS = {"grey": GREY, "accent": ACCENT_TEXT, "deep": DEEP, "ink": INK, "white": "#FFFFFF"}
EDGE = 16
LEFT: dict[str, Any] = {"xref": "paper", "x": 0}  # where words begin
# JupyterLab lets a chart follow its cell. If plotly does so as well, a chart loses its height whenever the
# height of the window alone changes.
CONFIG = {"displaylogo": False, "showSendToCloud": False, "typesetMath": False, "responsive": False}
_DECIMALS = 6

_LAYOUT = {
    "font": {"family": "Arial, Helvetica, sans-serif", "size": 13, "color": GREY},
    "title": {
        "x": 0,
        "y": 1,
        "pad": {"l": EDGE},
        "font": {"size": 18, "color": INK, "weight": "bold"},
        "subtitle": {"font": {"size": 14, "color": GREY, "weight": "normal"}},
    },
    # Positions are counted in pixels: nothing may move them.
    "margin": {"l": EDGE, "r": EDGE, "b": EDGE, "autoexpand": False},
    "xaxis": {"visible": False, "fixedrange": True},
    "yaxis": {"visible": False, "fixedrange": True},
    "annotationdefaults": LEFT | {"showarrow": False, "borderpad": 0, "borderwidth": 0, "align": "left"},
    "shapedefaults": {"type": "path", "layer": "below", "line": {"width": 0}},
    "barmode": "overlay",
    "bargap": 0,  # plotly rounds such bars to whole pixels: no seams
    "showlegend": False,
    "modebar": {"remove": ["select2d", "lasso2d"]},
}
TEMPLATE = {"layout": _LAYOUT}
BASIS = {"document": "Basis: the career document, which names no year, country or source."}


class Figure(go.Figure):
    """A plotly figure that carries one sentence saying what it shows, and the table of what is drawn.

    In a notebook it is shown as plotly JSON with that sentence as plain text, whatever the
    renderer settings of the environment; the button that would upload the chart is off.
    """

    _rows: Any = ()

    @property
    def alternative(self) -> str:
        """The text alternative: one sentence, computed from the data."""
        return str(self.layout.meta["alternative"])

    def table(self) -> pd.DataFrame:
        """Return what is drawn as a table, one row per row of the figure, with exact values."""
        return pd.DataFrame(self._rows)

    def __reduce__(self) -> tuple[Any, ...]:
        """Let a copy keep the table, which is no part of plotly's JSON."""
        return (*super().__reduce__(), {"_rows": self._rows})

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
    return settings | {"config": CONFIG | {"responsive": True} | (settings.get("config") or {})}


def plain(value: Any) -> Any:
    """Turn a figure's content into plain JSON: rounded floats, None for NaN, no keys of single marks."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key != "ids"}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        rounded = round(value, _DECIMALS) if math.isfinite(value) else None
        return int(rounded) if rounded is not None and rounded.is_integer() else rounded
    return value


def escape(text: str) -> str:
    """Make a text of a user's document harmless where plotly reads markup."""
    return html.escape(DISGUISING.sub(lambda found: spelled_out(found[0]), str(text)), quote=False)


def basis_of(table: pd.DataFrame) -> str:
    """Return what a table says its figures rest on; a table that says nothing is the user's."""
    return str(table.attrs.get("basis", "your input"))
