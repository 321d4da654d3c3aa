"""The words of figures: amounts and counts in titles, tones, and line breaks by width."""

import math
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from tpm_data.figures.style import WORDS, escape
from tpm_data.formatting import money, signed_money

LABEL = 60  # letters of a label in a line of the narrowest drawing
NARROWEST, LETTER = 448, 7  # pixels of the narrowest plotted area, and of a letter of a label
_WIDE, _CAPITAL = 1.9, 1.25  # width of a Chinese letter, and of a capital, in usual letters
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
full = partial(money, exact=True)

Span = str | tuple[str, str]  # words in grey, or bold words and their tone
Spans = Sequence[Span]
Spell = Callable[[Sequence[float]], list[str]]


def markup(spans: Iterable[Span]) -> str:
    """Join words, each in its tone; grey is the tone of the template."""
    return "  ".join(
        escape(span) if isinstance(span, str) else f"<b style='color:{WORDS[span[1]]}'>{escape(span[0])}</b>"
        for span in spans
    )


def stack(lines: Iterable[str]) -> str:
    """Stack the lines of a title."""
    return "<br>".join(markup([(line, "ink")]) for line in lines)


def marked(words: str, spoken_of: bool) -> Span:
    """Put words in the accent if the title mentions them."""
    return (words, "accent") if spoken_of else words


def plain_words(span: Span) -> str:
    """Return words without their tone."""
    return span if isinstance(span, str) else span[0]


def line_width(spans: Iterable[Span]) -> float:
    """Count the letters of words in a line, with two between neighbours."""
    return sum(letters(plain_words(span)) + 2 for span in spans) - 2


def letters(text: str) -> float:
    """Count letters, with wide ones as more than one."""
    return sum(
        _WIDE if unicodedata.east_asian_width(letter) in "WF" else _CAPITAL if letter.isupper() else 1
        for letter in text
    )


def lines(text: str, most: float) -> list[str]:
    """Break a text into as few lines of at most so many letters as possible, of similar length."""
    text = " ".join(text.split())

    def fits(broken: list[str]) -> bool:
        return max(map(letters, broken), default=0) <= most

    # Not at a hyphen: half a word at the end of a line reads as a word.
    wrap = partial(textwrap.wrap, break_on_hyphens=False)
    wide = (wrap(text, width) for width in range(max(1, int(most)), 1, -1))
    broken = next(filter(fits, wide), wrap(text, 1))
    # No word is broken only to make lines even.
    widths = range(max(1, len(text) // max(1, len(broken))), int(most))
    even = (wrap(text, width, break_long_words=False) for width in widths)
    return next((found for found in even if len(found) == len(broken) and fits(found)), broken)


def block(text: str, most: float) -> str:
    """Break a text, and join its lines as plotly does."""
    return "<br>".join(map(escape, lines(text, most)))


def room_for(texts: Iterable[str]) -> float:
    """Return the share of the axis that the longest text takes in the narrowest drawing."""
    return max((letters(text) for text in texts), default=0) * LETTER / NARROWEST + 0.02


def span(ends: Sequence[float], currency: str, between: str = " to ") -> str:
    """Spell the lowest and the highest of some amounts, once if they are the same."""
    return between.join(dict.fromkeys(full(end, currency) for end in (min(ends), max(ends))))


def extremes(values: Mapping[Any, float], spell: Callable[[float], str]) -> list[tuple[list[Any], str]]:
    """Return the names with the lowest and the highest value as spelled, with that spelling."""
    ends = spell(min(values.values())), spell(max(values.values()))
    return [([name for name, value in values.items() if spell(value) == end], end) for end in ends]


def number_word(count: int) -> str:
    """Spell a count as in prose: up to ten in words."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def some_of(count: int, total: int, noun: str) -> str:
    """Spell a count of a total: ``three of the five levels``, ``all five levels``, ``both levels``."""
    some = f"{number_word(count)} of the" if count < total else "all" * (total != 2)
    return f"{some} {number_word(total) if some else 'both'} {noun}s".strip()


def money_words(currency: str, change: bool = False) -> Spell:
    """Return a function that spells all amounts or changes short if that is exact, otherwise all in full."""

    def spell(amounts: Sequence[float]) -> list[str]:
        exact = not all(map(_is_short, amounts))
        return [(signed_money if change else money)(amount, currency, exact) for amount in amounts]

    return spell


def points_words(values: Sequence[float]) -> list[str]:
    """Spell points with the same number of decimals, as many as any of them needs."""
    decimals = max((len(f"{value:.9f}".rstrip("0").partition(".")[2]) for value in values), default=0)
    return [f"{value:,.{decimals}f}" for value in values]


def _is_short(amount: float) -> bool:
    """Whether short money, read back, is the same amount."""
    number, unit = re.fullmatch(r"([\d.,]+)(\D?)", money(abs(amount))).groups()  # type: ignore[union-attr]
    read = float(number.replace(",", "")) * {"": 1, "k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}[unit]
    return math.isclose(read, abs(amount), rel_tol=1e-9, abs_tol=1e-6)
