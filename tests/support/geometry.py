"""What can be wrong with the texts of a drawing: overlapping, cut, turned, small, or hard to read."""

import io
import re
from itertools import combinations
from typing import Any

import numpy as np
from PIL import Image

SMALLEST_FONT, LEAST_CONTRAST = 11, 4.5
SLACK = 1.0  # pixels by which boxes of letters may overlap without the letters doing so
GAP = 2.0  # pixels between two texts in a row, so that they do not read as one
LEAST_MARK = 1.5  # contrast on white that a mark has and a grid line has not
COVERED = 0.1  # share of a text's ground that may be as dark (or light) as the text: a grid line

Line = dict[str, Any]


def faults(drawn: dict[str, Any], ground: bytes) -> list[str]:
    """Look at every line of text; ``ground`` is a picture (PNG) of the drawing without its texts."""
    pixels = np.asarray(Image.open(io.BytesIO(ground)).convert("RGB"))
    found = []
    for line in drawn["lines"]:
        found += _cut(line, drawn) + _form(line) + _ground(line, pixels)
    for one, other in combinations(drawn["lines"], 2):
        found += _overlap(one, other)
    return found + _outside(drawn) + _hidden(drawn, pixels)


def _overlap(one: Line, other: Line) -> list[str]:
    a, b = one["box"], other["box"]
    across = min(a["right"], b["right"]) - max(a["left"], b["left"])
    down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
    if across <= -GAP or down <= SLACK:
        return []
    where = f"overlap by {across:.0f} × {down:.0f} px" if across > 0 else f"are {-across:.1f} px apart"
    return [f"“{one['text']}” and “{other['text']}” {where}"]


def _cut(line: Line, drawn: dict[str, Any]) -> list[str]:
    figure = {"left": 0, "top": 0, "right": drawn["width"], "bottom": drawn["height"]}
    found = []
    for what, frame in [("figure", figure), *(("plot", clip) for clip in line["clips"])]:
        beyond = max(_beyond(line["box"], frame).values())
        if beyond > SLACK / 2:
            found.append(f"“{line['text']}” ends {beyond:.0f} px outside the {what}")
    return found


def _beyond(box: dict[str, float], frame: dict[str, float]) -> dict[str, float]:
    return {side: frame[side] - box[side] for side in ("left", "top")} | {
        side: box[side] - frame[side] for side in ("right", "bottom")
    }


def _form(line: Line) -> list[str]:
    found = []
    if abs(line["angle"]) > 1:
        found.append(f"“{line['text']}” is turned by {line['angle']:.0f} degrees")
    if line["size"] < SMALLEST_FONT - 0.1:
        found.append(f"“{line['text']}” is {line['size']:.1f} px high")
    return found


def _ground(line: Line, pixels: Any) -> list[str]:
    left, top, right, bottom = (
        max(0, round(line["box"][side])) for side in ("left", "top", "right", "bottom")
    )
    under = pixels[top:bottom, left:right].reshape(-1, 3)
    ink = np.array([int(part) for part in re.findall(r"\d+", line["colour"])[:3]])
    if not len(under):
        return []  # outside the figure: reported as cut
    poor = float(np.mean(contrast(ink, under) < LEAST_CONTRAST))
    return [f"“{line['text']}” is hard to read on {poor:.0%} of its ground"] if poor > COVERED else []


def _outside(drawn: dict[str, Any]) -> list[str]:
    """Marks that leave the plotted area, and a plotted area too narrow to compare anything in."""
    found, area = [], drawn["area"]
    for kind in ("bars", "points", "curves"):
        for box in drawn["marks"][kind]:
            beyond = max(_beyond(box, area).values())
            if beyond > 2:
                found.append(f"one of the {kind} ends {beyond:.0f} px outside the plotted area")
    room = (area["right"] - area["left"]) / drawn["width"]
    return found + ([f"only {room:.0%} of the width is left to draw in"] if room < 0.25 else [])


def _hidden(drawn: dict[str, Any], pixels: Any) -> list[str]:
    """Marks that are drawn but cannot be seen: too thin, or under something white."""
    found = []
    for box in drawn["marks"]["bars"]:
        left, top, right, bottom = (round(box[side]) for side in ("left", "top", "right", "bottom"))
        around = pixels[max(0, top) : bottom, max(0, left - 1) : right + 2]
        rows = np.any(contrast(np.array([255, 255, 255]), around) > LEAST_MARK, axis=1)
        if len(rows) > 1 and rows.mean() < 0.5:
            found.append(f"the bar at {left}, {top} px cannot be seen")
    return found


def contrast(one: Any, other: Any) -> Any:
    """Contrast ratio of sRGB colours (0 to 255) as WCAG 2 defines it."""
    lights = luminance(one), luminance(other)
    return (np.maximum(*lights) + 0.05) / (np.minimum(*lights) + 0.05)


def luminance(colour: Any) -> Any:
    share = np.asarray(colour) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])
