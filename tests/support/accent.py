"""Which marks of a figure are drawn in the accent, and which ones its title speaks of."""

from tpm_data.figures.style import ACCENT


def accented(figure):
    """The keys of the marks in the accent: bars, markers and lines."""
    marks = {
        key
        for trace in figure.data
        for key, colour in zip(trace.ids or (), trace.marker.color if trace.ids else (), strict=True)
        if colour == ACCENT
    }
    return marks | {shape.name for shape in figure.layout.shapes if shape.name and shape.line.color == ACCENT}


def spoken_of(figure):
    """The keys of the marks that the title speaks of."""
    return set(figure.layout.meta["about"])
