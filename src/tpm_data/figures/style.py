"""The house style of all figures: template, palette, widths of texts, ticks, and the figure class."""

import base64
import html
import math
import re
import textwrap
import unicodedata
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from tpm_data.errors import DISGUISING, spelled_out
from tpm_data.formatting import money

LEVEL_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000")
ACCENT, CONTEXT = LEVEL_COLOURS[0], "#767676"
FAINT = "#E0E0E0"  # only inside an `edge`: alone it does not stand out on white
GRID = "#E3E3E3"
FONT = "Arial, Helvetica, sans-serif"
WIDTH = 900
CONFIG = {"displaylogo": False, "showSendToCloud": False, "typesetMath": False, "responsive": False}
LABEL_PIXELS = 300
_EDGE, _BOTTOM = 20, 80
_APART = 10  # pixels between a bar and the far end of the label beside it, besides the label
_NO_RANGE = 1_000  # what an axis shows if there is nothing but zero
_DECIMALS = 6

_MOST_TICKS = 6
Row = dict[str, Any]

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
            "pad": {"l": _EDGE, "t": 28},
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
    heading = lines_of(title, WIDTH - 2 * _EDGE, 19)
    below = lines_of(subtitle, WIDTH - 2 * _EDGE, 14)
    top = 56 + 25 * len(heading) + 20 * len(below) + head
    height += (height + top + _BOTTOM) % 2  # even, so that one and a half times the height is whole
    caption = {
        "text": escape(_BASIS.get(basis, f"Basis: {basis}.")),
        "font": {"size": 13, "color": CONTEXT},
        "showarrow": False,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": _EDGE - left,
        "y": 0,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": _EDGE // 2 - _BOTTOM,
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
            "margin": {"l": left, "r": _EDGE, "t": top, "b": _BOTTOM, "pad": 6},
            "annotations": [*layout.pop("annotations", []), caption],
            **layout,
        },
    )


def wrapped(text: str, pixels: float = LABEL_PIXELS, size: int = 14) -> str:
    """Break a text into lines and make it harmless, as a label beside an axis."""
    return "<br>".join(map(escape, lines_of(text, pixels, size)))


def label_width(labels: Iterable[str]) -> int:
    """Estimate the pixels that the longest line of some labels needs; `wrapped` keeps them short."""
    lines = (line for label in labels for line in re.sub("<(?!br)[^>]*>", "", label).split("<br>"))
    return round(max(text_width(html.unescape(line)) for line in lines)) + _EDGE


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


def escape(text: str) -> str:
    """Make a text of a user's document harmless where plotly reads markup."""
    return html.escape(DISGUISING.sub(lambda found: spelled_out(found[0]), str(text)), quote=False)


def colours(count: int) -> list[str]:
    """One colour per level, in the order of the ladder; a longer ladder starts over."""
    return [LEVEL_COLOURS[i % len(LEVEL_COLOURS)] for i in range(count)]


def edge(shade: str) -> str:
    """Return the colour of the outline of a bar: its own, or one that makes a faint bar stand out."""
    return CONTEXT if shade == FAINT else shade


def basis_of(table: pd.DataFrame) -> str:
    """Return what a table says its figures rest on; a table that says nothing is the user's."""
    return str(table.attrs.get("basis", "your input"))


def pay_axis(low: float, high: float, currency: str, left: int, labels: Iterable[str] = ()) -> dict[str, Any]:
    """Lay out a pay axis, beside a margin, with room for a label on both sides of what is drawn.

    ``labels`` are the texts that stand there; if none are given, the two amounts in full.
    """
    texts = [*labels] or [money(end, currency, exact=True) for end in (low, high)]
    ends = roomy(low, high, left, texts, texts)
    room = low - ends[0]
    # Half of the room may hold a tick, but pay has no tick below zero.
    first = low - room / 2 if low < 0 else max(0.0, low - room / 2)
    last = high + room / 2
    pixels = (last - first) / (ends[1] - ends[0]) * drawn_width(left)
    widest = max(text_width(money(end, currency)) for end in (low, high)) + 3 * _APART
    ticks = round_ticks(first, last, min(_MOST_TICKS, pixels / widest))
    return {
        "range": ends,
        "tickvals": ticks,
        "ticktext": money_ticks(ticks, currency),
        "tickangle": 0,
    }


def roomy(low: float, high: float, left: int, before: Iterable[str], after: Iterable[str]) -> list[float]:
    """Widen a range, drawn beside a margin, by the room that the widest label on either side needs."""
    rooms = [max((text_width(text) for text in texts), default=0) + _APART for texts in (before, after)]
    scale = ((high - low) or abs(low) or _NO_RANGE) / (drawn_width(left) - sum(rooms))
    return [low - rooms[0] * scale, high + rooms[1] * scale]


def drawn_width(left: int) -> int:
    """Return the pixels beside a margin that are left to draw in."""
    return WIDTH - left - _EDGE


def level_axis(names: list[str]) -> dict[str, Any]:
    """Lay out the axis that names the levels, the first one on top."""
    return {"tickvals": list(range(len(names))), "ticktext": names, "range": [len(names) - 0.5, -0.5]}


def side_label(x: float, y: float, text: str, side: str) -> dict[str, Any]:
    """Place a label beside the end of a bar."""
    apart = {"right": -3, "left": 3}[side]
    return {
        "x": x,
        "y": y,
        "xshift": apart,
        "text": text,
        "xanchor": side,
        "showarrow": False,
        "bgcolor": "#FFFFFF",
    }


# Widths of letters of the font as shares of its size, rounded up a little.
_SQUARE, _BROAD, _MIDDLE, _SLIM = 1, 0.74, 0.56, 0.32
_BROAD_LETTERS, _SLIM_LETTERS = frozenset("mw%@&"), frozenset(" !'()*,-./:;I[\\]`fijlrt{|}")


def text_width(text: str, size: int = 14) -> float:
    """Estimate the pixels that a line of text needs."""
    return size * sum(map(_share, text))


def _share(letter: str) -> float:
    if letter in _SLIM_LETTERS:
        return _SLIM
    if letter in "MW" or unicodedata.east_asian_width(letter) in "WF":
        return _SQUARE
    return _BROAD if letter.isupper() or letter in _BROAD_LETTERS else _MIDDLE


def lines_of(text: str, pixels: float, size: int = 14) -> list[str]:
    """Break a text into lines of about that many pixels at most."""
    share = pixels / max(1, text_width(text, size))
    return textwrap.wrap(text, max(1, int(share * len(text))))


# Below each limit, short money shows no difference smaller than this.
_SHOWN = (
    (1_000, 0.01),
    (9_950, 100),
    (999_500, 1_000),
    (999_995_000, 10_000),
    (999_995_000_000, 10_000_000),
    (math.inf, 10_000_000_000),
)


def round_ticks(low: float, high: float, most: float) -> list[float]:
    """Choose round numbers between two, as many as have room."""
    size = 10 ** math.floor(math.log10(high - low))
    step = next(s for s in (size / 5, size / 2, size, 2 * size, 5 * size) if (high - low) / s < most)
    return [round(k * step, 6) for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def money_ticks(ticks: list[float], currency: str) -> list[str]:
    """Spell amounts alike: short if that is exact for all of them, in full otherwise."""
    exact = any(not _is_short(abs(tick)) for tick in ticks)
    return [money(tick, currency, exact=exact) for tick in ticks]


def _is_short(size: float) -> bool:
    shown = next(least for limit, least in _SHOWN if size < limit)
    return math.isclose(size / shown, round(size / shown), abs_tol=1e-6)


LABEL_HEIGHT = 24


def dotted_line(x: float) -> Row:
    """Return a dotted line across all rows, at a value of the horizontal axis."""
    line = {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper"}
    return line | {"line": {"color": "#000000", "width": 2, "dash": "dot"}}


def top_label(x: float, text: str, **place: str) -> Row:
    """Return a bold label above the drawing, centred over a value or placed as told."""
    label = {"x": x, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False}
    return label | {"text": f"<b>{text}</b>"} | place
