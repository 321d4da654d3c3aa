"""The width of a text before it is drawn, and lines that keep to a width."""

import textwrap
import unicodedata

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
