"""The width of texts before they are drawn, axes with round ticks, and labels on them."""

import html
import math
import re
import textwrap
import unicodedata
from collections.abc import Iterable
from typing import Any

from tpm_data.figures.style import escape as escape
from tpm_data.formatting import money

WIDTH = 900
LABEL_PIXELS = 300
EDGE = 20
_APART = 10  # pixels between a bar and the far end of the label beside it, besides the label
_NO_RANGE = 1_000  # what an axis shows if there is nothing but zero
_MOST_TICKS = 6
Row = dict[str, Any]
# Widths of letters of the font as shares of its size, rounded up a little.
_SQUARE, _BROAD, _MIDDLE, _SLIM = 1, 0.74, 0.56, 0.32
_BROAD_LETTERS, _SLIM_LETTERS = frozenset("mw%@&"), frozenset(" !'()*,-./:;I[\\]`fijlrt{|}")
_SHORT = {"k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
LABEL_HEIGHT = 24


def wrapped(text: str, pixels: float = LABEL_PIXELS, size: int = 14) -> str:
    """Break a text into lines and make it harmless, as a label beside an axis."""
    return "<br>".join(map(escape, lines_of(text, pixels, size)))


def label_width(labels: Iterable[str]) -> int:
    """Estimate the pixels that the longest line of some labels needs; `wrapped` keeps them short."""
    lines = (line for label in labels for line in re.sub("<(?!br)[^>]*>", "", label).split("<br>"))
    return round(max(text_width(html.unescape(line)) for line in lines)) + EDGE


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
    return WIDTH - left - EDGE


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
    """Whether short money, read back, is the same amount."""
    text = money(size)
    read = float(text.rstrip("kMBT").replace(",", "")) * _SHORT.get(text[-1], 1)
    return math.isclose(read, size, rel_tol=1e-9, abs_tol=1e-6)


def dotted_line(x: float) -> Row:
    """Return a dotted line across all rows, at a value of the horizontal axis."""
    line = {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper"}
    return line | {"line": {"color": "#000000", "width": 2, "dash": "dot"}}


def top_label(x: float, text: str, **place: str) -> Row:
    """Return a bold label above the drawing, centred over a value or placed as told."""
    label = {"x": x, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False}
    return label | {"text": f"<b>{text}</b>"} | place
