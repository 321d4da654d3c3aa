"""The picture stored with a chart shows what the chart's JSON draws: nbval compares no pictures."""

import base64
import io

import numpy as np
import pytest
from PIL import Image
from support.drawing import DRAW, plotly_page
from support.hygiene import PLOTLY, PNG, Notebook, build
from support.places import STORED

MOST_DIFFERENT = 0.005  # share of pixels: edges of letters differ between two Chromiums


CHARTS = [
    pytest.param(chart.data, id=f"{path.stem}-{at}")
    for path in STORED
    for at, (_, chart) in enumerate(Notebook.read(path).charts)
]


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


@pytest.mark.parametrize("data", CHARTS)
def test_a_stored_picture_shows_its_chart(page, data):
    assert difference(base64.b64decode(data[PNG]), drawn(page, data[PLOTLY])) < MOST_DIFFERENT


@pytest.mark.parametrize("data", CHARTS[::9])
def test_a_picture_without_its_marks_is_noticed(page, data):
    chart = data[PLOTLY]
    bare = chart | {"data": [], "layout": chart["layout"] | {"shapes": []}}
    assert difference(base64.b64decode(data[PNG]), drawn(page, bare)) > MOST_DIFFERENT
