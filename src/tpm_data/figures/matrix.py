"""Parts of a matrix of pairs: what it finds, the names of its axes, and its cells."""

import math

from tpm_data.figures.style import ACCENT, Row, drawn_width, label_width, wrapped
from tpm_data.figures.text import lines_of, text_width
from tpm_data.words import money, percent

SHARES = {
    "share_of_lower": "the lower band",
    "share_of_upper": "the upper band",
    "share_of_narrower": "the narrower band",
    "jaccard": "what the two cover together",
    "dice": "the mean width of the two",
}
NOTHING = "#F2F2F2"
_CELL_SIZE = 13
_MOST_LINES, _INSET = 4, 8


def pair_finding(rows: list[Row], measure: str) -> tuple[str, str]:
    """Say how many pairs overlap and how far at most: as a title, and with names as a sentence."""
    count = _count(rows)
    # A single rate inside a band overlaps it, but by no share that could be compared.
    shares = [row[measure] for row in rows if _overlap(row) and row[measure] > 0]
    if not shares:
        return count, f"{count}."
    top = max(shares)
    most = [row for row in rows if _overlap(row) and row[measure] == top]
    share = f"{percent(top)} of {SHARES[measure]}"
    names = f"{most[0]['upper_title']} and {most[0]['lower_title']}"
    if len(rows) == 1:
        return f"{count} by {share}", f"{count}: {names} share {share}."
    who = names if len(most) == 1 else f"{len(most)} pairs"
    return f"{count}; the largest share is {share}", f"{count}; the largest share, {share}, is that of {who}."


def axes_of(titles: dict[int, str]) -> tuple[list[str], list[str], bool]:
    """Name rows and columns, by numbers where the titles of the columns do not fit.

    The last level is a column only, so that it gets an empty row to stand beside its number.
    """
    names = list(titles.values())
    labels = [wrapped(name) for name in names[:-1]]
    heads = _column_heads(names[1:], drawn_width(label_width(labels)) / len(labels))
    if heads is not None:
        return labels, heads, False
    numbered = [wrapped(f"{level} {title}") for level, title in titles.items()]
    return numbered, [str(level) for level in titles][1:], True


def cells(rows: list[Row], place: dict[int, int], measure: str, unit: str, pixels: float) -> list[Row]:
    """Write into every cell, so many pixels wide, what its two bands share."""
    return [
        {
            "x": place[row["upper_level"]] - 1,
            "y": place[row["lower_level"]],
            "showarrow": False,
            "text": _cell_words(row, measure, unit, pixels - _INSET),
            "font": {"size": _CELL_SIZE, "color": ink(row[measure])},
        }
        for row in rows
    ]


def ink(share: float) -> str:
    """Choose the text colour that stands out on a cell."""
    light = _luminance(share if share == share else 0)
    return "#FFFFFF" if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else "#000000"


def _column_heads(titles: list[str], pixels: float) -> list[str] | None:
    """Break titles into heads that fit their columns; nothing if they do not."""
    room = pixels - _INSET
    fit = all(text_width(word) <= room for title in titles for word in title.split())
    heads = [lines_of(title, room) for title in titles]
    return [wrapped(title, room) for title in titles] if fit and max(map(len, heads)) <= _MOST_LINES else None


def _cell_words(row: Row, measure: str, unit: str, room: float) -> str:
    """Say what two bands share, and how they lie; what does not fit the cell is left out."""
    share = row[measure]
    if row["relation"] == "gap":
        lines = ["gap", money(-row["signed_overlap"], unit)]
    else:
        words = "–" if share != share else percent(share)
        fits = text_width(words, _CELL_SIZE) <= room
        lines = [words if fits else words.removesuffix(" %"), str(row["relation"])]
    return "<br>".join(line for line in lines if text_width(line, _CELL_SIZE) <= room)


def _luminance(share: float) -> float:
    """Return how light the colour of a cell is, as WCAG 2 defines it."""
    ends = [[int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)] for colour in (NOTHING, ACCENT)]
    parts = [low + share * (high - low) for low, high in zip(*ends, strict=True)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return math.fsum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _overlap(row: Row) -> bool:
    return row["relation"] not in ("gap", "touch")


def _count(rows: list[Row]) -> str:
    overlapping = sum(map(_overlap, rows))
    touching = sum(row["relation"] == "touch" for row in rows)
    if len(rows) == 1:
        return f"The two bands {'overlap' if overlapping else 'only touch' if touching else 'do not overlap'}"
    touch = f", {touching} only touch{'es' * (touching == 1)}" * bool(touching)
    levels = len({row[f"{end}_level"] for row in rows for end in ("lower", "upper")})
    every = len(rows) == levels * (levels - 1) // 2
    pairs = f"{len(rows)} pairs of bands" if every else f"the {len(rows)} pairs given"
    return f"{overlapping or 'None'} of {pairs} overlap{touch}"
