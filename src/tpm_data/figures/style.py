"""The house style of all figures: template, palette, and the figure class."""

import html
import json
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from tpm_data.errors import DISGUISING, spelled_out

# Accent is only for marks that the title mentions, quiet for all others. Deep is a second tone (shared
# pay, another career, people). Tint is an area, always with an edge. Track and rule are behind the marks.
MARKS = {"quiet": "#6F8A9F", "accent": "#D55E00", "deep": "#3B556B", "ink": "#1F2933"}
MARKS |= {"tint": "#C3D0DA", "track": "#EEF1F4", "rule": "#C9D0D6"}
# The accent as words needs more contrast than as a mark.
WORDS = {"grey": "#5A6570", "accent": "#B04A00", "deep": MARKS["deep"], "ink": MARKS["ink"]}
CLEAR = "rgba(0,0,0,0)"
EDGE = 16
ENDS = ("minimum", "midpoint", "maximum")
ONLY = 0.5  # share of another number: titles write "only" before less
# JupyterLab makes a chart follow its cell. If plotly does so as well, a chart loses its height whenever
# only the height of the window changes.
CONFIG = {"displaylogo": False, "showSendToCloud": False, "typesetMath": False, "responsive": False}

_LAYOUT = {
    "font": {"family": "Arial, Helvetica, sans-serif", "size": 13, "color": WORDS["grey"]},
    "title": {"x": 0, "y": 1, "pad": {"l": EDGE}}
    | {"font": {"size": 18, "color": WORDS["ink"], "weight": "bold"}}
    | {"subtitle": {"font": {"size": 14, "color": WORDS["grey"], "weight": "normal"}}},
    # Positions are counted in pixels, so nothing may move them.
    "margin": {"l": EDGE, "r": EDGE, "b": EDGE, "autoexpand": False},
    "xaxis": {"visible": False, "fixedrange": True, "overlaying": "x"},
    "yaxis": {"visible": False, "fixedrange": True},
    # Words start at the left edge, in front of the lines across.
    "annotationdefaults": {"xref": "paper", "x": 0, "align": "left", "bgcolor": "#FFFFFF"}
    | {"showarrow": False, "borderpad": 0, "borderwidth": 0},
    "shapedefaults": {"type": "path", "layer": "below", "line": {"width": 0}},
    "barmode": "overlay",
    "bargap": 0,  # plotly rounds such bars to whole pixels: no seams
    "showlegend": False,
    "modebar": {"remove": ["select2d", "lasso2d"]},
}
TEMPLATE = {"layout": _LAYOUT}
BASIS = {"document": "the career document, which gives no year, country or source"}


class Figure(go.Figure):
    """A plotly figure that carries one sentence saying what it shows, and the table of what is drawn.

    In a notebook it is shown as plotly JSON with that sentence as plain text, whatever the renderer
    settings of the environment. The button that would upload the chart is off.
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
        """Let a copy keep the table, which is not in plotly's JSON."""
        return (*super().__reduce__(), {"_rows": self._rows})

    def _repr_mimebundle_(self, *_: Any, **__: Any) -> dict[str, Any]:
        content = json.loads(self.to_json(), parse_float=lambda digits: plain(float(digits)))
        for trace in content["data"]:
            trace.pop("ids", None)  # the keys of single marks
        content["config"] = CONFIG
        return {"application/vnd.plotly.v1+json": content, "text/plain": self.alternative}

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


def plain(number: float) -> float:
    """Round a number to make it the same on every computer."""
    rounded = round(number, 6)
    return int(rounded) if rounded.is_integer() else rounded


def escape(text: str) -> str:
    """Make a user's text harmless where plotly reads markup."""
    return html.escape(DISGUISING.sub(lambda found: spelled_out(found[0]), str(text)), quote=False)


def basis_of(table: pd.DataFrame) -> str:
    """Return the basis of a table's figures; a table without one is the user's."""
    return str(table.attrs.get("basis", "your input"))
