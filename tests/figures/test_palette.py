"""Colours of the house style stand out on white and stay apart for every kind of colour vision."""

from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert
from support.geometry import contrast

from tpm_data.figures.style import MARKS, WORDS

VISIONS = [None, "protanomaly", "deuteranomaly", "tritanomaly"]
LEAST_DISTANCE = 10  # in CAM02-UCS; a just noticeable difference is about 1


def rgb(colour):
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])


def contrast_on_white(colour):
    return contrast(rgb(colour), np.array([255, 255, 255]))


def distance(one, other, vision):
    """How far two colours are apart for someone with this colour vision, wholly developed."""
    seen = [rgb(one) / 255, rgb(other) / 255]
    if vision:
        space = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
        seen = [np.clip(cspace_convert(colour, space, "sRGB1"), 0, 1) for colour in seen]
    return float(
        np.linalg.norm(np.subtract(*(cspace_convert(colour, "sRGB1", "CAM02-UCS") for colour in seen)))
    )


def too_close(colours, vision):
    return [pair for pair in combinations(colours, 2) if distance(*pair, vision) < LEAST_DISTANCE]


@pytest.mark.parametrize("ground", ["#FFFFFF", MARKS["track"]])
@pytest.mark.parametrize("colour", [MARKS["quiet"], MARKS["accent"], MARKS["deep"], MARKS["ink"]])
def test_a_mark_of_any_meaning_stands_out_on_white_and_on_a_track(colour, ground):
    assert contrast(rgb(colour), rgb(ground)) >= 3


@pytest.mark.parametrize("ground", ["#FFFFFF", MARKS["track"]])
@pytest.mark.parametrize("colour", [WORDS["grey"], WORDS["accent"], MARKS["deep"], MARKS["ink"]])
def test_words_of_any_tone_can_be_read_on_white_and_on_a_track(colour, ground):
    assert contrast(rgb(colour), rgb(ground)) >= 4.5


@pytest.mark.parametrize("vision", VISIONS)
def test_quiet_accent_and_deep_are_apart_for_every_colour_vision(vision):
    assert too_close([MARKS["quiet"], MARKS["accent"], MARKS["deep"]], vision) == []


def test_the_contrast_is_the_one_of_wcag():
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#FFFFFF") == pytest.approx(1)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)
    assert contrast_on_white("#BDBDBD") < 3
