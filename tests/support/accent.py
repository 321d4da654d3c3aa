"""What a figure draws, which of its marks are in the accent, and which ones its title speaks of."""

import re
from types import SimpleNamespace

from tpm_data.figures.style import MARKS, WORDS


def title(figure):
    """The title of a figure, of which the accent marks what it speaks of and nothing else."""
    assert accented(figure) == spoken_of(figure)
    return figure.layout.title.text.replace("<br>", " ")


def words(figure, marked_up=True):
    """The texts of a figure, with the markup of their tones or without."""
    texts = [note.text for note in figure.layout.annotations]
    return texts if marked_up else [re.sub("<[^>]*>", "", text) for text in texts]


def note(figure, said):
    """The one annotation that says something."""
    (found,) = (note for note in figure.layout.annotations if said in re.sub("<[^>]*>", "", note.text))
    return found


def pieces(figure):
    """The lines and rectangles of a figure, each with its ends, its name and its look."""
    found = []
    for shape in figure.layout.shapes:
        for x0, y0, way in re.findall(r"M([^,]+),([^HVLZ]+)([^M]+)", shape.path):
            x1 = re.search(r"[HL]([^,HVLZ]+)", way)
            y1 = re.search(r"(?:V|L[^,]+,)([^HVLZ]+)", way)
            ends = {"x0": float(x0), "x1": float(x1[1] if x1 else x0)}
            ends |= {"y0": float(y0), "y1": float(y1[1] if y1 else y0)}
            look = {"name": shape.name, "fill": shape.fillcolor, "colour": shape.line.color}
            found.append(SimpleNamespace(**ends, **look, xref=shape.xref))
    return found


def marks(figure, kind="bar"):
    """The bars or the markers of a figure by their keys: places, pixels and colour."""
    found = {}
    for trace in figure.data:
        if trace.type == kind and trace.ids:
            for at, key in enumerate(trace.ids):
                wide = trace.width if kind == "bar" else None
                looks = wide, trace.marker.color, trace.marker.line.width
                width, colour, outline = (of[at] if isinstance(of, tuple) else of for of in looks)
                low = trace.base[at] if kind == "bar" else trace.x[at]
                high = low + trace.x[at] if kind == "bar" else low
                place = {"x0": low, "x1": high, "y": trace.y[at], "width": width}
                found[key] = SimpleNamespace(**place, colour=colour, outline=outline or 0)
    return found


def accented(figure):
    """The keys of the marks in the accent: bars, markers, areas, lines and numbers."""
    drawn = [*marks(figure).items(), *marks(figure, "scatter").items()]
    found = {key for key, mark in drawn if mark.colour == MARKS["accent"]}
    found |= {
        trace.name for trace in figure.data if trace.type == "scatter" and trace.fillcolor == MARKS["accent"]
    }
    found |= {piece.name for piece in pieces(figure) if piece.name and piece.colour == MARKS["accent"]}
    return found | {note.name for note in figure.layout.annotations if note.bgcolor == WORDS["accent"]}


def spoken_of(figure):
    """The keys of the marks that the title speaks of."""
    return set(figure.layout.meta["about"])
