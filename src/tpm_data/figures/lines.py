"""One value marked across a whole figure: a dotted line, and its label on top."""

from tpm_data.figures.style import Row

LABEL_HEIGHT = 24


def dotted_line(x: float) -> Row:
    """Return a dotted line across all rows, at a value of the horizontal axis."""
    line = {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper"}
    return line | {"line": {"color": "#000000", "width": 2, "dash": "dot"}}


def top_label(x: float, text: str, **place: str) -> Row:
    """Return a bold label above the drawing, centred over a value or placed as told."""
    label = {"x": x, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False}
    return label | {"text": f"<b>{text}</b>"} | place
