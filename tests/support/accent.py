"""Which marks of a figure are drawn in the accent, and which ones its title speaks of."""

from tpm_data.figures.style import ACCENT, ACCENT_TEXT


def accented(figure):
    """The keys of the marks in the accent: bars, markers, areas, lines and numbers."""
    marks = {
        key
        for trace in figure.data
        for key, colour in zip(trace.ids or (), colours(trace), strict=True)
        if colour == ACCENT
    }
    marks |= {trace.name for trace in figure.data if trace.type == "scatter" and trace.fillcolor == ACCENT}
    marks |= {shape.name for shape in figure.layout.shapes if shape.name and shape.line.color == ACCENT}
    return marks | {note.name for note in figure.layout.annotations if note.bgcolor == ACCENT_TEXT}


def colours(trace):
    """The colour of every mark that has a key; one colour may stand for all."""
    found, count = trace.marker.color, len(trace.ids or ())
    return [found] * count if isinstance(found, str) else found or ()


def spoken_of(figure):
    """The keys of the marks that the title speaks of."""
    return set(figure.layout.meta["about"])
