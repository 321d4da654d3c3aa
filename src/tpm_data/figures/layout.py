"""Where things stand in a figure: one unit of y is one pixel, and labels stand above their bars.

The number of pixels per unit of x is not known when a figure is made. So a text stands at the left edge, or
at a place of the axis with room beside it, which is a share of the axis chosen for the narrowest drawing.
"""

import math
import re
import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import Any

from tpm_data.figures.style import BASIS, EDGE, LEFT, MARKS, TEMPLATE, WORDS, Figure, escape, plain
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

    @property
    def said(self) -> str:
        """The name and the facts, as a mark of the row says them."""
        return f"{self.title}: {', '.join(map(_plain, self.facts))}"


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
        self._upright: tuple[float, float, dict[float, str]] = 0, 1, {}
        self._points: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
        self._traces: list[Any] = []
        self._paths: dict[str, list[Any]] = {}  # by their look: that look, and the way
        self._notes: list[dict[str, Any]] = []

    # Axes

    def scale(
        self, low: float, high: float, spell: Spell | None = None, room: tuple[float, float] = (_PAD, _PAD)
    ) -> None:
        """Begin a panel with an axis of its own, below the panel before it.

        ``room`` are shares of the axis to be left free before and after what is drawn; ``spell`` gives
        the words of its ticks, which stand below the panel.
        """
        if self._axes:
            self._end_panel()
            self.y += PANEL - LINE - 8
        if high - low <= 1e-12 * max(abs(low), abs(high)):
            low, high = low - (abs(low) or 1) / 20, high + (abs(low) or 1) / 20
        unit = (high - low) / (1 - sum(room))
        ends = [low - room[0] * unit, high + room[1] * unit]
        self._axes.append({"range": ends, "spell": spell, "top": self.y})

    def columns(self, count: int, low: float, high: float, spell: Spell, right: float = 0) -> None:
        """Begin a panel of columns, one a unit of x, in which amounts stand upwards.

        ``right`` is the share of the axis to be left free behind the columns.
        """
        if low == high:
            low, high = low * 0.95, high * 1.05
        ticks = round_ticks(low, high, 4)
        self._upright = low, high, dict(zip(ticks, spell(ticks), strict=True))
        self.scale(0, count, room=(min(0.3, room_for(self._upright[2].values())), right))

    def heights(self, pixels: float, above: Iterable[tuple[float, float]]) -> Callable[[float], float]:
        """Draw the lines of round amounts behind columns, and return what tells the height of an amount.

        ``above`` are the pixels that must be free above some amounts.
        """
        low, high, ticks = self._upright
        scale = pixels / (high - low)
        top = self.y + max(0.0, *(free - (high - amount) * scale for amount, free in above))
        for amount, words in ticks.items():
            y = top + (high - amount) * scale
            self.shape(0, y, 1, y, xref="paper", line={"color": MARKS["track"], "width": 1})
            self.note(y=y - 9, text=words, size=12, **LEFT)
        self.y = top + pixels
        return lambda amount: top + (high - amount) * scale

    @property
    def pitch(self) -> float:
        """The pixels of a unit of x in the narrowest drawing."""
        return NARROWEST / self._length

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
            *above, last = lines(label.title, LABEL - len(label.tag)) or [""]
            self.words(*((line, "ink") for line in above))
            tag = [(label.tag, "accent")] * bool(label.tag)
            self.line([(last, "ink"), *tag, *[*label.facts] * beside])
            self.words(*[*label.facts] * (not beside))
            self.y += UNDER_LABEL
            middles.append(self.track(self.thick))
            self.y += UNDER_LABEL * bool(label.under)
            for words in label.under:
                self.line(words)
            self.y += gap
        self.y -= gap * bool(labels)
        return middles

    def _heading(self, text: str) -> None:
        """Put the name of a part above its first row, below a rule that parts it from the rows before it."""
        for at, line in enumerate(lines(text, TITLE)):
            if not at and self._paths:
                self.apart()
            self.note(y=self.y + LINE / 2, text=markup([(line, "deep")]), size=15, **LEFT)
            self.y += LINE + 4

    def apart(self) -> None:
        """Part the rows before from those to come by a rule."""
        self.y += 14
        self.shape(0, self.y, 1, self.y, xref="paper", line={"color": MARKS["rule"], "width": 1})
        self.y += 14

    def words(self, *spans: Span) -> None:
        """Put words at the left edge, in as few lines as they need."""
        for line in _packed(spans):
            self.line(line)

    def line(self, spans: Sequence[Span]) -> None:
        """Put a line of words at the left edge."""
        self.note(y=self.y + LINE / 2, text=markup(spans), **LEFT)
        self.y += LINE

    def track(self, height: float) -> float:
        """Put a pale groove over the whole width, and return its middle."""
        self.shape(0, self.y, 1, self.y + height, xref="paper", fillcolor=MARKS["track"])
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
        thick = max(1, (thick or self.thick) - outline)
        place = {"base": low, "x": high - low, "y": y, "width": thick}
        self._mark("bar", key, words, place, color=MARKS[self.tone(key, tone)], line=outline)

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
        look = {"color": MARKS[self.tone(key, tone)], "symbol": symbol, "size": size}
        self._mark("scatter", key, words, {"x": x, "y": y}, **look)

    def _mark(self, kind: str, key: str, words: str, place: dict[str, float], **look: Any) -> None:
        points = self._points[self._x, kind]
        for name, value in {"ids": key, "hovertext": escape(words), **place}.items():
            points.setdefault(name, []).append(value)
        for name, value in look.items():
            points.setdefault("marker", {}).setdefault(name, []).append(value)

    def trace(self, **drawn: Any) -> None:
        """Add a trace of plotly's on the axis of this panel."""
        self._traces.append({"xaxis": self._x, **drawn})

    def shape(self, x0: float, y0: float, x1: float, y1: float, **form: Any) -> None:
        """Draw a line, or a rectangle if it is filled, between two corners.

        All that look alike are one path, which is stored once.
        """
        # Plotly fails at a line between marks and grid on any axis but the first.
        if form.get("layer") == "between" and len(self._axes) > 1:
            form["layer"] = "above"
        left, top, right, bottom = (f"{plain(float(end)):.15g}" for end in (x0, y0, x1, y1))
        way = f"V{bottom}" if left == right else f"H{right}" if top == bottom else f"L{right},{bottom}"
        if "fillcolor" in form:
            way = f"H{right}V{bottom}H{left}Z"
        at = {"xref": self._x} if len(self._axes) > 1 else {}
        self._paths.setdefault(repr(at | form), [at | form, ""])[1] += f"M{left},{top}{way}"

    def tick(self, x: float, y: float, colour: str = MARKS["ink"], width: float = 2, **form: Any) -> None:
        """Mark a place of a bar, such as its midpoint, with a dark tick that stands out at its top."""
        line = {"color": colour, "width": width}
        self.shape(x, y - self.thick / 2 - 4, x, y + self.thick / 2, layer="above", line=line, **form)

    def rule(self, x: float, top: float, middles: Iterable[float], key: str, words: str) -> None:
        """Draw a line down through rows; its words take the ``RULE_WORDS`` pixels that begin at ``top``."""
        colour, half, ys = MARKS[self.tone(key, "ink")], self.thick / 2, [*middles]
        for line in ({"color": "#FFFFFF", "width": 7}, {"color": colour, "width": 3}):
            for y in ys:
                self.shape(x, y - half, x, y + half + 4, layer="above", line=line)
        self.down(x, top, ys[-1] + half + 4, key, words, layer="between", width=1)

    def down(
        self, x: float, top: float, bottom: float, key: str, words: str, *, layer: str, width: float
    ) -> None:
        """Draw a thin line from its words down to some pixel."""
        self.break_lines()
        self.at(x, top + LINE / 2, [(words, self.tone(key, "ink"))])
        line = {"color": MARKS[self.tone(key, "ink")], "width": width}
        self.shape(x, top + LINE, x, bottom, layer=layer, name=key, line=line)

    # Words

    def break_lines(self) -> None:
        """Put a white ground behind the words at the left edge, so that lines across break there."""
        for note in self._notes:
            if "xref" not in note:
                note["bgcolor"] = "#FFFFFF"

    def note(self, x: float, y: float, text: str, *, size: int = 13, **form: Any) -> None:
        """Put markup at a place, its middle at ``y``: at the left edge, or upon a place of the axis."""
        note = {"xref": self._x, "x": x, "y": y, "text": text} | form
        if size != 13:
            note["font"] = {"size": size} | form.get("font", {})
        self._notes.append({name: value for name, value in note.items() if value != LEFT.get(name)})

    def at(self, x: float, y: float, spans: Sequence[Span], *, size: int = 13, **form: Any) -> None:
        """Put words above or below a place of the axis: over it, near an end of the axis turned inwards."""
        share = self.share(x)
        anchor = {"xanchor": "left" if share < 0.5 else "right"} if abs(share - 0.5) > 0.2 else {}
        self.note(x, y, markup(spans), size=size, **anchor, **form)

    def beside(
        self,
        low: float,
        high: float,
        y: float,
        spans: Sequence[Span],
        *,
        side: str = "",
        size: int = 12,
        away: float = 6,
    ) -> None:
        """Put words beside a mark that reaches from one place to another, on the side with more room."""
        if not side:
            side = "left" if self.share(low) > 1 - self.share(high) else "right"
        x, anchor, shift = (low, "right", -away) if side == "left" else (high, "left", away)
        self.note(x, y, markup(spans), size=size, xanchor=anchor, xshift=shift)

    # The end

    def _marks(self, kind: str) -> Iterator[dict[str, Any]]:
        """Make one trace of the marks of each panel; a look that all have is stored once."""
        for axis, points in ((axis, points) for (axis, of), points in self._points.items() if of == kind):
            marker = {name: _once(looks) for name, looks in points["marker"].items()}
            if kind == "bar":
                points |= {"orientation": "h", "width": _once(points["width"])}
                outlines = marker.pop("line")
                marker |= {"line": {"width": outlines, "color": marker["color"]}} if outlines else {}
            else:
                # Plotly makes markers of several sizes pale.
                marker |= {"line": {"color": "#FFFFFF", "width": 1}, "opacity": 1}
                points |= {"mode": "markers", "cliponaxis": False}
            hover = {"hovertemplate": "%{hovertext}<extra></extra>"}
            yield {"type": kind, "xaxis": axis} | points | {"marker": marker} | hover

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
        said = BASIS.get(basis, f"Basis: {basis}.")
        below = [line for text in (*caption, said) for line in lines(text, CAPTION)]
        self.note(y=self.y + 22, text="<br>".join(map(escape, below)), size=12, yanchor="top", **LEFT)
        height = round(self.y + 22 + 16 * len(below))
        title, measure = (
            [*map(escape, lines(*text))] for text in ((self.finding.title, TITLE), (subtitle, SUBTITLE))
        )
        # Plotly sets a title of several lines 13 pixels higher than one of a single line, and a subtitle
        # of one line 10 pixels lower than one that is broken.
        heading = {"text": "<br>".join(title), "pad": {"t": 29 if len(title) > 1 else 16}}
        ends = "<br>" * (len(measure) == 1)
        top = 41 + 23 * len(title) + 18 * len(measure)
        axes: dict[str, Any] = {"xaxis": {"range": self._axes[0]["range"]}}
        for at, axis in enumerate(self._axes[1:], 2):
            axes[f"xaxis{at}"] = {"range": axis["range"], "overlaying": "x"}
        about = sorted(self.finding.about)
        made = Figure(
            data=[*self._marks("bar"), *self._traces, *self._marks("scatter")],
            layout={
                "template": TEMPLATE,
                "title": heading | {"subtitle": {"text": "<br>".join(measure) + ends}},
                "meta": {"alternative": f"{shows}. {self.finding.title}.", "about": about},
                "autosize": True,
                "height": height + top + EDGE,
                "margin": {"t": top},
                "yaxis": {"range": [height, 0]},
                "shapes": [look | {"path": way} for look, way in self._paths.values()],
                "annotations": self._notes,
                **axes,
            },
        )
        made._rows = rows
        return made


def _once(values: list[Any]) -> Any:
    return values if len({*values}) > 1 else values[0]


def markup(spans: Sequence[Span]) -> str:
    """Join words, each in its tone; grey is the tone of the template."""
    return "  ".join(
        escape(span) if isinstance(span, str) else f"<b style='color:{WORDS[span[1]]}'>{escape(span[0])}</b>"
        for span in spans
    )


def marked(words: str, spoken_of: bool) -> Span:
    """Put words in the accent if the title speaks of them."""
    return (words, "accent") if spoken_of else words


def _width(spans: Iterable[Span]) -> float:
    return sum(letters(_plain(span)) + 2 for span in spans) - 2


def _plain(span: Span) -> str:
    return span if isinstance(span, str) else span[0]


def _packed(spans: Iterable[Span]) -> list[list[Span]]:
    """Put words into as few lines as they need."""
    packed: list[list[Span]] = []
    for span in spans:
        words, tone = (span, "") if isinstance(span, str) else span
        for line in lines(words, LABEL):
            if not packed or _width([*packed[-1], line]) > LABEL:
                packed.append([])
            packed[-1].append((line, tone) if tone else line)
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


def column_names(
    titles: Sequence[str], pixels: Sequence[float], most_lines: int = 4, letter: float = 6.6
) -> tuple[list[list[str]], list[str]]:
    """Name columns of some pixels by titles, by what tells grades apart, or by numbers with a list of titles.

    Return the lines of each name, and the lines that are to stand below the columns.
    """
    most = [(width - 6) / letter for width in pixels]
    broken = [*map(lines, titles, most)]
    words = (letters(word) > room for title, room in zip(titles, most, strict=True) for word in title.split())
    if not any(words) and max(map(len, broken)) <= most_lines:
        return broken, []
    stem, *others = {re.sub(r"\w*$", "", title) for title in titles}
    names, below = [title.removeprefix(stem) for title in titles], [f"{titles[0]} to {titles[-1]}"]
    if (
        others
        or not stem
        or any(letters(name) > max(2, room) for name, room in zip(names, most, strict=True))
    ):
        names = [str(at) for at in range(1, len(titles) + 1)]
        below = [f"{at}  {title}" for at, title in zip(names, titles, strict=True)]
    free = -math.inf
    for at, middle in enumerate(sum(pixels[:at]) + width / 2 for at, width in enumerate(pixels)):
        broken[at] = [names[at]] * (middle >= free)
        free = max(free, (middle + 20) * (middle >= free))
    return broken, [line for title in below for line in lines(title, LABEL)]


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


def points_words(values: Sequence[float]) -> list[str]:
    """Spell points alike, each with as many decimals as any of them needs."""
    decimals = max((len(f"{value:.9f}".rstrip("0").partition(".")[2]) for value in values), default=0)
    return [f"{value:,.{decimals}f}" for value in values]


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
