"""The picture stored with a chart shows what the chart's JSON draws: nbval compares no pictures."""

import base64
import io

import nbformat
import numpy as np
import pytest
from PIL import Image
from support.drawing import DRAW, plotly_page
from support.hygiene import build
from support.places import STORED

PLOTLY, PNG = "application/vnd.plotly.v1+json", "image/png"
MOST_DIFFERENT = 0.005  # share of pixels: edges of letters differ between two Chromiums


def charts():
    for path in STORED:
        cells = nbformat.read(path, as_version=4).cells
        outputs = [
            output for cell in cells for output in cell.get("outputs", []) if PLOTLY in output.get("data", {})
        ]
        yield from (pytest.param(output.data, id=f"{path.stem}-{at}") for at, output in enumerate(outputs))


@pytest.fixture(scope="module")
def page(browser):
    opened = plotly_page(browser)
    yield opened
    opened.close()


def drawn(page, chart):
    page.evaluate(DRAW, [chart, build.WIDTH])
    frame = {"x": 0, "y": 0, "width": build.WIDTH, "height": chart["layout"]["height"]}
    return page.screenshot(clip=frame)


def difference(one, other):
    """Which share of the pixels two pictures show in clearly different colours."""
    first, second = (np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), int) for data in (one, other))
    return float(np.mean(np.abs(first - second).max(axis=2) > 80)) if first.shape == second.shape else 1.0


@pytest.mark.parametrize("data", [*charts()])
def test_a_stored_picture_shows_its_chart(page, data):
    assert difference(base64.b64decode(data[PNG]), drawn(page, data[PLOTLY])) < MOST_DIFFERENT


@pytest.mark.parametrize("data", [*charts()])
def test_a_picture_without_its_marks_is_noticed(page, data):
    chart = data[PLOTLY]
    bare = chart | {"data": [], "layout": chart["layout"] | {"shapes": []}}
    assert difference(base64.b64decode(data[PNG]), drawn(page, bare)) > MOST_DIFFERENT
