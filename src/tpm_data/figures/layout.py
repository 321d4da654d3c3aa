"""Where things stand in a figure: one unit of y is one pixel, and labels stand above their bars.

The number of pixels per unit of x is not known when a figure is made. So a text stands at the left edge, or
at a place of the axis with room beside it, which is a share of the axis chosen for the narrowest drawing.
"""

import math
import re
import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go

from tpm_data.figures.style import BASIS, EDGE, INK, MARKS, RULE, TRACK, WORDS, Figure, escape, figure
from tpm_data.formatting import money, signed_money

LINE, UNDER_LABEL, PANEL, RULE_WORDS = 18, 3, 56, 22
TITLE, SUBTITLE, LABEL, CAPTION = 46, 60, 60, 74  # letters in a line of the narrowest drawing
NARROWEST, LETTER = 448, 7  # pixels of the narrowest plotted area, and of a letter of a label
_PAD, _EDGE = 0.015, 0.04  # shares of an axis: beside the marks, and where no tick stands
_MOST_TICKS = 5
_THIN = 0.004  # share of an axis; a bar of less is hard to see
_WIDE, _CAPITAL = 1.9, 1.25  # letters of usual width that one of Chinese, or a capital, takes
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
full = partial(money, exact=True)

Span = str | tuple[str, str]  # words in grey, or words and their tone, which are bold
Spell = Callable[[Sequence[float]], list[str]]


@dataclass(frozen=True)
class Finding:
    """What a title says, and the marks it speaks of: those, and no others, are drawn in the accent."""

    title: str
    about: Sequence[str] = ()


@dataclass(frozen=True)
class Label:
    """The name of a row, a tag behind it, the facts beside or below it, and lines of words below its bar.

    A heading stands above the first row of a part.
    """

    title: str
    facts: Sequence[Span] = ()
    tag: str = ""
    under: Sequence[Sequence[Span]] = ()
    heading: str = ""


class Page:
    """A figure in the making: rows, marks and axes are put below what is there already.

    The marks that the finding speaks of are drawn in the accent, all others in the tone they are given.
    ``y`` is how far the page is filled, in pixels from its top.
    """

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self.y = 0.0
        self.thick = 0.0  # pixels of a bar of the rows drawn last
        self._axes: list[dict[str, Any]] = []
        self._points: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        self._traces: list[Any] = []
        self._shapes: list[dict[str, Any]] = []
        self._notes: list[dict[str, Any]] = []

    # Axes

    def scale(
        self,
        low: float,
        high: float,
        spell: Spell | None = None,
        room: tuple[float, float] = (_PAD, _PAD),
    ) -> None:
        """Begin a panel with an axis of its own, below the panel before it.

        ``room`` are shares of the axis to be left free before and after what is drawn; ``spell`` gives
        the words of its ticks, which stand below the panel.
        """
        if self._axes:
            self._end_panel()
            self.y += PANEL - LINE - 8
        if not low < high:
            low, high = low - (abs(low) or 1) / 20, high + (abs(low) or 1) / 20
        unit = (high - low) / (1 - sum(room))
        ends = [low - room[0] * unit, high + room[1] * unit]
        self._axes.append({"range": ends, "spell": spell, "top": self.y})

    @property
    def _x(self) -> str:
        return f"x{len(self._axes) if len(self._axes) > 1 else ''}"

    def share(self, x: float) -> float:
        """Return how far along the axis a place is."""
        low, high = self._axes[-1]["range"]
        return float((x - low) / (high - low))

    def _end_panel(self) -> None:
        axis, bottom = self._axes[-1], self.y
        if axis["spell"] is None:
            return
        low, high = axis["range"]
        for at, words in _ticks(low, high, axis["spell"]):
            # White: to be seen on the tracks alone.
            self.shape(at, axis["top"], at, bottom, line={"color": "#FFFFFF", "width": 2})
            self.note(at, bottom + 8 + LINE / 2, words, size=12)
        self.y += 8 + LINE

    # Rows

    def rows(self, labels: Sequence[Label], bar: float = 0, gap: float = 0) -> list[float]:
        """Put rows of a label above a track, and return the middles of the tracks."""
        few = len(labels) <= 8
        self.thick, gap = bar or (16 if few else 12), gap or (20 if few else 12)
        beside = all(_width([label.title, label.tag, *label.facts]) <= LABEL for label in labels)
        middles = []
        for label in labels:
            self._heading(label.heading)
            head: list[list[Span]] = [
                [(line, "ink")] for line in lines(label.title, LABEL - len(label.tag)) or [""]
            ]
            head[-1] += [(label.tag, "accent")] * bool(label.tag)
            if beside:
                head[-1] += [*label.facts]
            for spans in head if beside else [*head, *_packed(label.facts)]:
                self.line(spans)
            self.y += UNDER_LABEL
            middles.append(self.track(self.thick))
            self.y += UNDER_LABEL * bool(label.under)
            for words in label.under:
                self.line(words)
            self.y += gap
        self.y -= gap
        return middles

    def _heading(self, text: str) -> None:
        """Put the name of a part above its first row, below a rule that parts it from the rows before it."""
        for at, line in enumerate(lines(text, TITLE)):
            if not at and self._shapes:
                self.shape(
                    0, self.y, 1, self.y, xref="paper", layer="above", line={"color": RULE, "width": 1}
                )
                self.y += 12
            self.note(0, self.y + LINE / 2, markup([(line, "deep")]), size=15, xref="paper", xanchor="left")
            self.y += LINE + 4

    def line(self, spans: Sequence[Span]) -> None:
        """Put a line of words at the left edge; on white, so that lines across break behind it."""
        self.note(0, self.y + LINE / 2, markup(spans), xref="paper", xanchor="left", bgcolor="#FFFFFF")
        self.y += LINE

    def track(self, height: float) -> float:
        """Put a pale groove over the whole width, and return its middle."""
        self.shape(0, self.y, 1, self.y + height, xref="paper", fillcolor=TRACK)
        self.y += height
        return self.y - height / 2

    # Marks

    def tone(self, key: str, tone: str) -> str:
        """Return the tone of a mark or of words: the accent if the title speaks of them."""
        return "accent" if key in self.finding.about else tone

    def bar(
        self,
        low: float,
        high: float,
        y: float,
        key: str,
        words: str,
        *,
        tone: str = "quiet",
        thick: float = 0,
    ) -> None:
        """Draw a bar from one place of the axis to another; one too thin to be seen gets an outline."""
        outline = 3 * (abs(high - low) < _THIN * self._length)
        self._points[self._x, "bar"].append(
            {
                "ids": key,
                "y": y,
                "base": low,
                "x": high - low,
                "width": (thick or self.thick) - outline,
                "hovertext": escape(words),
                "marker_color": MARKS[self.tone(key, tone)],
                "marker_line_width": outline,
            }
        )

    def dot(
        self,
        x: float,
        y: float,
        key: str,
        words: str,
        *,
        tone: str = "quiet",
        symbol: str = "circle",
        size: float = 12,
    ) -> None:
        """Draw a marker."""
        self._points[self._x, "dot"].append(
            {
                "ids": key,
                "x": x,
                "y": y,
                "hovertext": escape(words),
                "marker_color": MARKS[self.tone(key, tone)],
                "marker_symbol": symbol,
                "marker_size": size,
            }
        )

    def trace(self, **drawn: Any) -> None:
        """Add a trace of plotly's on the axis of this panel."""
        self._traces.append({"xaxis": self._x, **drawn})

    def shape(self, x0: float, y0: float, x1: float, y1: float, **form: Any) -> None:
        """Draw a line, or a rectangle if it is filled, between two corners."""
        kind = "rect" if "fillcolor" in form else "line"
        ends = {"type": kind, "xref": self._x, "x0": x0, "y0": y0, "x1": x1, "y1": y1}
        self._shapes.append(ends | form)

    def tick(self, x: float, y: float, colour: str = INK, width: float = 2, **form: Any) -> None:
        """Mark a place of a bar, such as its midpoint, with a dark tick that stands out at its top."""
        top, bottom = y - self.thick / 2 - 4, y + self.thick / 2
        self.shape(x, top, x, bottom, layer="above", line={"color": colour, "width": width}, **form)

    def rule(self, x: float, top: float, middles: Iterable[float], key: str, words: str) -> None:
        """Draw a line down through rows; its words take the ``RULE_WORDS`` pixels that begin at ``top``."""
        self.at(x, top + LINE / 2, [(words, self.tone(key, "ink"))])
        colour, bottom = MARKS[self.tone(key, "ink")], top
        for y in middles:
            bottom = y + self.thick / 2 + 4
            ends = x, y - self.thick / 2, x, bottom
            self.shape(*ends, layer="above", line={"color": "#FFFFFF", "width": 7})
            self.shape(*ends, layer="above", line={"color": colour, "width": 3})
        self.shape(x, top + LINE, x, bottom, layer="between", name=key, line={"color": colour, "width": 1})

    # Words

    def note(self, x: float, y: float, text: str, *, size: int = 13, **form: Any) -> None:
        """Put markup at a place, its middle at ``y``."""
        font = {"font": {"size": size}} if size != 13 else {}
        self._notes.append({"xref": self._x, "yref": "y", "x": x, "y": y, "text": text} | font | form)

    def at(self, x: float, y: float, spans: Sequence[Span], *, size: int = 13) -> None:
        """Put words above or below a place of the axis: over it, near an end of the axis turned inwards."""
        share = self.share(x)
        anchor = "left" if share < 0.3 else "right" if share > 0.7 else "center"
        self.note(x, y, markup(spans), size=size, xanchor=anchor)

    def beside(
        self, low: float, high: float, y: float, spans: Sequence[Span], *, side: str = "", size: int = 12
    ) -> None:
        """Put words beside a mark that reaches from one place to another, on the side with more room."""
        if not side:
            side = "left" if self.share(low) > 1 - self.share(high) else "right"
        x, anchor, shift = (low, "right", -6) if side == "left" else (high, "left", 6)
        self.note(x, y, markup(spans), size=size, xanchor=anchor, xshift=shift)

    # The end

    @property
    def _length(self) -> float:
        low, high = self._axes[-1]["range"]
        return float(high - low)

    def figure(
        self, subtitle: str, *, shows: str, basis: str, rows: Any, caption: Sequence[str] = ()
    ) -> Figure:
        """Put the axis of the last panel and the caption below the rows, and return the figure.

        ``shows`` is what its text alternative says before the finding; ``rows`` is what is drawn.
        """
        self._end_panel()
        self.y += 22
        said = BASIS.get(basis, f"Basis: {basis}.")
        below = [line for text in (*caption, said) for line in lines(text, CAPTION)]
        place = {"xref": "paper", "xanchor": "left", "yanchor": "top"}
        self.note(0, self.y, "<br>".join(map(escape, below)), size=12, **place)
        axes = {
            f"xaxis{n if n > 1 else ''}": {"range": axis["range"]} | ({"overlaying": "x"} if n > 1 else {})
            for n, axis in enumerate(self._axes, 1)
        }
        # Bars first, so that markers and curves are drawn over them.
        found = sorted(self._points.items(), key=lambda item: item[0][1])
        points = [_trace(*name, marks) for name, marks in found]
        bars = sum(kind == "bar" for _, kind in self._points)
        return figure(
            [*points[:bars], *self._traces, *points[bars:]],
            title=[*map(escape, lines(self.finding.title, TITLE))],
            subtitle=[*map(escape, lines(subtitle, SUBTITLE))],
            alternative=f"{shows}. {self.finding.title}.",
            about=self.finding.about,
            rows=rows,
            height=self.y + 16 * len(below),
            shapes=self._shapes,
            annotations=self._notes,
            **axes,
        )


def _trace(axis: str, kind: str, points: list[dict[str, Any]]) -> Any:
    """Make one trace of many bars, or of many markers."""
    lists = {name: [point[name] for point in points] for name in points[0]}
    common = {"xaxis": axis, "hovertemplate": "%{hovertext}<extra></extra>"}
    if kind == "bar":
        return go.Bar(orientation="h", marker_line_color=lists["marker_color"], **lists, **common)
    # Plotly makes markers of several sizes pale.
    edge = {"marker_line_color": "#FFFFFF", "marker_line_width": 1, "marker_opacity": 1, "cliponaxis": False}
    return go.Scatter(mode="markers", **edge, **lists, **common)


def markup(spans: Sequence[Span]) -> str:
    """Join words, each in its tone; grey is the tone of the template."""
    return "  ".join(
        escape(span)
        if isinstance(span, str)
        else f"<b><span style='color:{WORDS[span[1]]}'>{escape(span[0])}</span></b>"
        for span in spans
    )


def _width(spans: Iterable[Span]) -> float:
    return sum(letters(span if isinstance(span, str) else span[0]) + 2 for span in spans) - 2


def _packed(spans: Iterable[Span]) -> list[list[Span]]:
    """Put words into as few lines as they need."""
    packed: list[list[Span]] = []
    for span in spans:
        if packed and _width([*packed[-1], span]) <= LABEL:
            packed[-1].append(span)
        else:
            packed.append([span])
    return packed


def letters(text: str) -> float:
    """Count letters, those that are wider than most for more than one."""
    return sum(
        _WIDE if unicodedata.east_asian_width(letter) in "WF" else _CAPITAL if letter.isupper() else 1
        for letter in text
    )


def lines(text: str, most: float) -> list[str]:
    """Break a text into as few lines of so many letters at most as it needs, all of about one length."""
    text = " ".join(text.split())

    def fits(broken: list[str]) -> bool:
        return max(map(letters, broken), default=0) <= most

    # A hyphen is no place to break at: half a word at the end of a line reads as a word.
    wrap = partial(textwrap.wrap, break_on_hyphens=False)
    wide = (wrap(text, width) for width in range(max(1, int(most)), 1, -1))
    broken = next(filter(fits, wide), wrap(text, 1))
    # No word is broken only to make lines even.
    widths = range(max(1, len(text) // max(1, len(broken))), int(most))
    even = (wrap(text, width, break_long_words=False) for width in widths)
    return next((found for found in even if len(found) == len(broken) and fits(found)), broken)


def room_for(texts: Iterable[str]) -> float:
    """Return the share of the axis that the longest of some texts takes in the narrowest drawing."""
    return max((letters(text) for text in texts), default=0) * LETTER / NARROWEST + 0.02


def apart(places: Sequence[float], least: float, last: float) -> list[float]:
    """Move places, in order, until each is so far from the next one and none is beyond the last place."""
    moved = [*accumulate(places, lambda before, place: max(place, before + least))]
    back = accumulate(reversed(moved), lambda after, place: min(place, after - least), initial=last + least)
    return [*back][:0:-1]


def span(ends: Sequence[float], currency: str, between: str = " to ") -> str:
    """Spell the lowest and the highest of some amounts; one amount alone is spelled once."""
    return between.join(dict.fromkeys(full(end, currency) for end in (min(ends), max(ends))))


def number_word(count: int) -> str:
    """Spell a count as prose does: in letters up to ten."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def some_of(count: int, total: int, noun: str) -> str:
    """Say how many of all there are: ``three of the five levels``, ``all five levels``, ``both levels``."""
    some = f"{number_word(count)} of the" if count < total else "all" * (total != 2)
    return f"{some} {number_word(total) if some else 'both'} {noun}s".strip()


def money_words(currency: str, change: bool = False) -> Spell:
    """Return what spells amounts or changes alike: short if that tells each exactly, in full otherwise."""

    def spell(amounts: Sequence[float]) -> list[str]:
        exact = not all(map(_is_short, amounts))
        return [(signed_money if change else money)(amount, currency, exact) for amount in amounts]

    return spell


def _is_short(amount: float) -> bool:
    """Whether short money, read back, is the same amount."""
    number, unit = re.fullmatch(r"([\d.,]+)(\D?)", money(abs(amount))).groups()  # type: ignore[union-attr]
    read = float(number.replace(",", "")) * {"": 1, "k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}[unit]
    return math.isclose(read, abs(amount), rel_tol=1e-9, abs_tol=1e-6)


def round_ticks(low: float, high: float, most: int = _MOST_TICKS) -> list[float]:
    """Choose round numbers between two, as many as are wanted at most."""
    size = 10.0 ** math.floor(math.log10((high - low) / most))
    for step in (size * factor for factor in (1, 2, 2.5, 5, 10, 20)):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < most:
            break
    return [round(k * step, 9) + 0.0 for k in range(first, last + 1)]


def _ticks(low: float, high: float, spell: Spell) -> list[tuple[float, str]]:
    """Choose ticks with room for their words, none so near to an end that they stick out."""
    edge, kept = (high - low) * _EDGE, []
    for most in range(_MOST_TICKS, 0, -1):
        ticks = round_ticks(low + edge, high - edge, most)
        words = spell(ticks)
        wide = max(map(len, words), default=0) * LETTER
        beyond = max(0, wide / 2 - EDGE) / NARROWEST * (high - low)
        kept = [
            (at, text) for at, text in zip(ticks, words, strict=True) if low + beyond <= at <= high - beyond
        ]
        if len(kept) * (wide + LETTER) <= NARROWEST:
            break
    return kept
