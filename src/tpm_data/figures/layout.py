"""The layout of a figure: one unit of y is one pixel, and labels are above their bars.

The number of pixels per unit of x is not known when a figure is made. So a text is at the left edge, or at a
point of the axis with room next to it, which is a share of the axis that suits the narrowest drawing.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from tpm_data.figures import wording
from tpm_data.figures.style import BASIS, CLEAR, EDGE, MARKS, TEMPLATE, Figure, escape, plain
from tpm_data.figures.wording import LABEL, LETTER, NARROWEST, Span, Spans, Spell, markup

LINE, UNDER_LABEL, PANEL = 18, 3, 56
TITLE, SUBTITLE, CAPTION = 46, 60, 74  # letters in a line of the narrowest drawing
_PAD, _EDGE = 0.015, 0.04  # shares of an axis: next to the marks, and without ticks
_MOST_TICKS = 5
_HOVER = "%{hovertext}<extra></extra>"
_THIN = 0.004  # share of an axis; a shorter bar is hard to see

Ends = Sequence[float]  # from where to where
Drawn = list[tuple[Any, str, float]]  # the item of a row, its words, and the middle of its track


class Finding(NamedTuple):
    """A title, and the marks that it mentions: only those are drawn in the accent."""

    title: str
    about: Sequence[str] = ()


class Label(NamedTuple):
    """The name of a row, the facts next to or below it, and lines of words below its bar."""

    title: str
    facts: Spans = ()
    under: Sequence[Spans] = ()


class Page:
    """A figure in the making: rows, marks and axes are added from top to bottom.

    Marks that the finding mentions are drawn in the accent, all others in their given tone. ``y`` is how far
    the page is filled, in pixels from its top. Bars and gaps between rows are thinner if there are many rows.
    """

    def __init__(self, finding: Finding, rows: int = 1) -> None:
        self.finding = finding
        self.y = 0.0
        self.thick, self.gap = (16.0, 20.0) if rows <= 8 else (12.0, 12.0)
        self._axes: list[dict[str, Any]] = []
        # What is drawn and how it looks, by axis and kind.
        self._points: Any = defaultdict(lambda: (defaultdict(list), defaultdict(list)))
        self._traces: list[Any] = []
        self._paths: dict[str, list[Any]] = {}  # by look: that look, and the path
        self._notes: list[dict[str, Any]] = []

    # Axes

    def scale(self, places: Iterable[float], spell: Spell | None = None, room: Ends = (_PAD, _PAD)) -> None:
        """Begin a panel with its own axis, below the panel before it, that includes all places.

        ``room`` are shares of the axis to be left free before and after the marks; ``spell`` gives the words
        of its ticks, which are below the panel.
        """
        if self._axes:
            self._end_panel()
            self.y += PANEL - LINE - 8
        self._x = f"x{len(self._axes) + 1}" if self._axes else "x"
        low, high = _widened(places)
        length = (high - low) / (1 - sum(room))
        axis = {"range": [low - room[0] * length, high + room[1] * length], "length": length}
        self._axes.append(axis | {"spell": spell, "top": self.y, "tracks": [], "rules": []})

    def columns(self, count: int, places: Iterable[float], spell: Spell, right: float = 0) -> float:
        """Begin a panel of columns, one per unit of x, with amounts upwards.

        Return the pixels of a column in the narrowest drawing; ``right`` is the share of the axis to be left
        free after the last one.
        """
        low, high = _widened(places)
        ticks = round_ticks(low, high, 4)
        words = spell(ticks)
        self.scale([0, count], room=(min(0.3, wording.room_for(words)), right))
        self._axes[-1]["upright"] = low, high, [*zip(ticks, words, strict=True)]
        return float(NARROWEST / self._axes[-1]["length"])

    def heights(self, pixels: float, above: float) -> Callable[[float], float]:
        """Draw the lines of round amounts behind columns, and return a function for the height of an amount.

        ``above`` are the pixels to be left free above the highest.
        """
        low, high, ticks = self._axes[-1]["upright"]
        top, scale = self.y + above, pixels / (high - low)
        for amount, words in ticks:
            y = top + (high - amount) * scale
            self.across(y, "track")
            self.note(None, y - 9, [words], 12)
        self.y = top + pixels
        return lambda amount: top + (high - amount) * scale

    def share(self, x: float) -> float:
        """Return how far along the axis a place is."""
        return float((x - self._axes[-1]["range"][0]) / self._axes[-1]["length"])

    def _end_panel(self) -> None:
        """Draw the lines down through the rows of a panel, and the ticks below it."""
        axis, half = self._axes[-1], self.thick / 2
        for x, top, key in axis["rules"]:
            colour = MARKS[self.tone(key, "ink")]
            for line in ({"color": "#FFFFFF", "width": 7}, {"color": colour, "width": 3}):
                for y in axis["tracks"]:
                    self.shape(x, y - half, x, y + half + 4, layer="above", line=line)
            self.shape(x, top, x, self.y + 4, layer="above", name=key, line={"color": colour, "width": 1})
        if axis["spell"]:
            low, high = axis["range"]
            for at, words in _ticks(low, high, axis["spell"]).items():
                # White, to be seen only on the tracks.
                self.shape(at, axis["top"], at, self.y, line={"color": "#FFFFFF", "width": 2})
                self.note(at, self.y + 8 + LINE / 2, [words], 12)
            self.y += 8 + LINE

    # Rows

    def rows(self, items: Iterable[Any], label: Callable[[Any], Label], heading: str = "") -> Drawn:
        """Add a row for each item, its label above a track; return items, words, and the tracks' middles.

        A rule separates them from the rows before them in the panel; the heading is above the first.
        """
        labels, drawn = [(item, label(item)) for item in items], Drawn()
        if self._axes[-1]["tracks"] and labels:
            self.y += 14
            self.across(self.y, "rule")
            self.y += 14
        for line in wording.lines(heading, TITLE):
            self.note(None, self.y + LINE / 2, [(line, "deep")], 15)
            self.y += LINE + 4
        beside = all(wording.line_width([title, *facts]) <= LABEL for _, (title, facts, _) in labels)
        for item, (title, facts, under) in labels:
            self.y += self.gap * bool(drawn)
            for spans in [[(title, "ink"), *facts]] if beside else [[(title, "ink")], facts]:
                self.words(*spans)
            self.y += UNDER_LABEL
            said = f"{title}: {', '.join(map(wording.plain_words, facts))}"
            drawn.append((item, said, self.track(self.thick)))
            self.y += UNDER_LABEL * bool(under)
            for words in under:
                self.line(words)
        self._axes[-1]["tracks"] += [y for *_, y in drawn]
        return drawn

    def rule(self, x: float, key: str, words: str) -> None:
        """Draw a line down through the rows to come, with its words above them."""
        self.at(x, self.y + LINE / 2, [(words, self.tone(key, "ink"))])
        self._axes[-1]["rules"].append((x, self.y + LINE, key))
        self.y += LINE + 4

    def words(self, *spans: Span) -> None:
        """Put words at the left edge, in as few lines as they need."""
        words: list[Span] = []
        for span in spans:
            for part in wording.lines(wording.plain_words(span), LABEL):
                if words and wording.line_width([*words, part]) > LABEL:
                    self.line(words)
                    words = []
                words.append(part if isinstance(span, str) else (part, span[1]))
        if words:
            self.line(words)

    def line(self, spans: Spans) -> None:
        """Put a line of words at the left edge."""
        self.note(None, self.y + LINE / 2, spans)
        self.y += LINE

    def track(self, height: float) -> float:
        """Draw a pale track over the whole width, and return its middle."""
        self.shape(0, self.y, 1, self.y + height, xref="paper", fillcolor=MARKS["track"])
        self.y += height
        return self.y - height / 2

    # Marks

    def tone(self, key: str, tone: str) -> str:
        """Return the tone of a mark or of words: the accent if the title mentions them."""
        return "accent" if key in self.finding.about else tone

    def bar(self, ends: Ends, y: float, key: str, words: str, tone: str = "quiet", thick: float = 0) -> None:
        """Draw a bar from one place of the axis to another; one too short to be seen gets an outline."""
        low, high = min(ends), max(ends)
        outline = 3 * (high - low < _THIN * self._axes[-1]["length"])
        wide, colour = max(1, (thick or self.thick) - outline), MARKS[self.tone(key, tone)]
        look = {"color": colour, "edge": colour, "outline": outline, "width": wide}
        self._mark("bar", key, words, look, base=low, x=high - low, y=y)

    def dot(self, x: float, y: float, key: str, words: str, tone: str = "quiet", **look: Any) -> None:
        """Draw a marker, by default a circle of 12 pixels."""
        look = {"symbol": "circle", "size": 12, "edge": "#FFFFFF", "outline": 1} | look
        self._mark("scatter", key, words, look | {"color": MARKS[self.tone(key, tone)]}, x=x, y=y)

    def _mark(self, kind: str, key: str, words: str, look: dict[str, Any], **drawn: Any) -> None:
        points, looks = self._points[self._x, kind]
        for name, value in {"ids": key, "hovertext": escape(words), **drawn}.items():
            points[name].append(value)
        for name, value in look.items():
            looks[name].append(value)

    def trace(self, x: Sequence[float], y: Sequence[float | None], words: Sequence[str], **form: Any) -> None:
        """Draw a line through places, or another form of trace; ``words``, if any, are the hover texts."""
        hover = {"hovertext": words, "hovertemplate": _HOVER} if words else {"hoverinfo": "skip"}
        self._traces.append({"xaxis": self._x, "mode": "lines", "x": x, "y": y} | hover | form)

    def shape(self, x0: float, y0: float, x1: float, y1: float, **form: Any) -> None:
        """Draw a line, or a rectangle if it is filled, between two corners.

        Shapes that look alike are stored as one path.
        """
        left, top, right, bottom = (f"{plain(float(end)):.15g}" for end in (x0, y0, x1, y1))
        way = f"V{bottom}" if left == right else f"H{right}" if top == bottom else f"L{right},{bottom}"
        if "fillcolor" in form:
            way = f"H{right}V{bottom}H{left}Z"
        form = ({"xref": self._x} if len(self._axes) > 1 else {}) | form
        self._paths.setdefault(repr(form), [form, ""])[1] += f"M{left},{top}{way}"

    def across(self, y: float, tone: str) -> None:
        """Draw a thin line over the whole width."""
        self.shape(0, y, 1, y, xref="paper", line={"color": MARKS[tone], "width": 1})

    def box(self, ends: Ends, y: float, **form: Any) -> None:
        """Draw a rectangle as high as a bar."""
        self.shape(ends[0], y - self.thick / 2, ends[1], y + self.thick / 2, **form)

    def tick(self, x: float, y: float, colour: str = MARKS["ink"], width: float = 2, **form: Any) -> None:
        """Mark a place of a bar, such as its midpoint, with a dark tick that extends above it."""
        line = {"color": colour, "width": width}
        self.shape(x, y - self.thick / 2 - 4, x, y + self.thick / 2, layer="above", line=line, **form)

    # Words

    def note(self, x: float | None, y: float, spans: Spans = (), size: int = 13, **form: Any) -> None:
        """Put words at a place of the axis, or at the left edge; their middle is at ``y``."""
        place = {} if x is None else {"xref": self._x, "x": x}
        font = {} if size == 13 else {"font": {"size": size}}
        self._notes.append(place | {"y": y, "text": markup(spans)} | font | form)

    def at(self, x: float, y: float, spans: Spans) -> None:
        """Put words above or below a place of the axis: centred, or near an end of the axis inwards."""
        share = self.share(x)
        anchor = "center" if abs(share - 0.5) <= 0.2 else "left" if share < 0.5 else "right"
        self.note(x, y, spans, xanchor=anchor)

    def beside(self, ends: Ends, y: float, spans: Spans, side: str = "", away: float = 6) -> None:
        """Put words next to a mark between two places, by default on the side with more room."""
        left = (side or self.side(ends)) == "left"
        x, anchor, shift = (ends[0], "right", -away) if left else (ends[1], "left", away)
        self.note(x, y, spans, 12, xanchor=anchor, xshift=shift, bgcolor=CLEAR)

    def side(self, ends: Ends) -> str:
        """Return on which side of a mark there is more room."""
        return "left" if self.share(ends[0]) > 1 - self.share(ends[1]) else "right"

    def shifts(self, places: Sequence[float], least: float) -> list[float]:
        """Return by how many pixels to move marks, in order, to keep each at least so far from the next.

        No mark is moved beyond the end of the axis.
        """
        wanted = [self.share(x) * NARROWEST for x in places]
        moved = [*accumulate(wanted, lambda before, at: max(at, before + least))]
        back = accumulate(moved[::-1], lambda after, at: min(at, after - least), initial=NARROWEST + least)
        return [round(at - place) for place, at in zip(wanted, [*back][:0:-1], strict=True)]

    # The end

    def _marks(self, kind: str, **form: Any) -> Iterator[dict[str, Any]]:
        """Make one trace of the marks of each panel; a look that all share is stored once.

        Plotly makes markers of several sizes pale if their opacity is not given.
        """
        of_kind = {axis: marks for (axis, of), marks in self._points.items() if of == kind}
        for axis, (points, looks) in of_kind.items():
            look = {name: values[0] if len({*values}) == 1 else values for name, values in looks.items()}
            edge = {"line": {"color": look.pop("edge"), "width": look.pop("outline")}}
            edge = edge if edge["line"]["width"] else {}  # which need not be stored
            wide = {"width": look.pop("width")} if "width" in look else {}
            marker = {"marker": {"opacity": 1} | look | edge}
            yield {"type": kind, "xaxis": axis, "hovertemplate": _HOVER} | points | wide | marker | form

    def figure(self, measure: str, *, shows: str, basis: str, rows: Any, caption: Any = ()) -> Figure:
        """Put the axis of the last panel and the caption below the rows, and return the figure.

        ``shows`` comes before the finding in the text alternative; ``rows`` is what is drawn.
        """
        self._end_panel()
        caption = [*caption, f"Basis: {BASIS.get(basis, basis)}."]
        below = "<br>".join(wording.block(text, CAPTION) for text in caption)
        self.note(None, self.y + 22, size=12, text=below, yanchor="top")
        height = round(self.y + 22 + 16 * (1 + below.count("<br>")))
        title, subtitle = wording.block(self.finding.title, TITLE), wording.block(measure, SUBTITLE)
        top = 82 + 23 * title.count("<br>") + 18 * subtitle.count("<br>")
        # Plotly sets a title of several lines 13 pixels higher than one of a single line, and a subtitle of
        # one line 10 pixels lower than one that is broken.
        pad, subtitle = {"t": 29 if "<br>" in title else 16}, subtitle + "<br>" * ("<br>" not in subtitle)
        layout = {
            "template": TEMPLATE,
            "title": {"text": title, "pad": pad, "subtitle": {"text": subtitle}},
            "meta": {"alternative": f"{shows}. {self.finding.title}.", "about": sorted(self.finding.about)},
            "autosize": True,
            "height": height + top + EDGE,
            "margin": {"t": top},
            "yaxis": {"range": [height, 0]},
            "shapes": [look | {"path": way} for look, way in self._paths.values()],
            "annotations": self._notes,
        }
        layout |= {f"xaxis{at}": {"range": axis["range"]} for at, axis in enumerate(self._axes, 1)}
        dots = self._marks("scatter", mode="markers", cliponaxis=False)
        data = [*self._marks("bar", orientation="h"), *self._traces, *dots]
        made = Figure(data, layout)
        made._rows = rows
        return made


def _widened(places: Iterable[float]) -> tuple[float, float]:
    """Return the lowest and the highest of some places or, if all are the same, the area around it."""
    known = [x for x in places if x == x]
    low, high = min(known), max(known)
    around = (abs(low) or 1) / 20 * (high - low <= 1e-12 * max(abs(low), abs(high)))
    return low - around, high + around


def column_names(titles: Sequence[str], pixels: Sequence[float]) -> tuple[list[list[str]], list[str]]:
    """Name columns of some pixels by titles, by the differing ends of titles, or by numbers with a list.

    Return the lines of each name, and the lines for below the columns.
    """
    most = [(wide - 6) / LETTER for wide in pixels]
    broken = [*map(wording.lines, titles, most)]
    whole = (" ".join(found) == " ".join(title.split()) for found, title in zip(broken, titles, strict=True))
    if all(whole) and max(map(len, broken)) <= 4:
        return broken, []
    stem, *others = {re.sub(r"\w*$", "", title) for title in titles}
    names, below = [title.removeprefix(stem) for title in titles], [f"{titles[0]} to {titles[-1]}"]
    fit = all(wording.letters(name) <= max(2, room) for name, room in zip(names, most, strict=True))
    if others or not stem or not fit:
        names = [str(at) for at in range(1, len(titles) + 1)]
        below = [f"{at}  {title}" for at, title in zip(names, titles, strict=True)]
    free = -math.inf  # the pixel from which there is room for a name
    for at, middle in enumerate(sum(pixels[:at]) + wide / 2 for at, wide in enumerate(pixels)):
        broken[at] = [names[at]] * (middle >= free)
        free = max(free, (middle + 20) * (middle >= free))
    return broken, [line for title in below for line in wording.lines(title, LABEL)]


def round_ticks(low: float, high: float, most: int) -> list[float]:
    """Choose round numbers between two numbers, at most so many."""
    size = 10.0 ** math.floor(math.log10((high - low) / most))
    for step in (size * factor for factor in (1, 2, 2.5, 5, 10, 20)):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < most:
            break
    return [round(k * step, 9) + 0.0 for k in range(first, last + 1)]


def _ticks(low: float, high: float, spell: Spell) -> dict[float, str]:
    """Choose ticks with room for their words, none too near to an end."""
    edge, kept = (high - low) * _EDGE, dict[float, str]()
    for most in range(_MOST_TICKS, 0, -1):
        ticks = round_ticks(low + edge, high - edge, most)
        words = spell(ticks)
        wide = max(map(len, words), default=0) * LETTER
        beyond = max(0, wide / 2 - EDGE) / NARROWEST * (high - low)
        kept = {at: said for at, said in zip(ticks, words, strict=True) if beyond <= min(at - low, high - at)}
        if len(kept) * (wide + LETTER) <= NARROWEST:
            break
    return kept
