"""Every figure of the gallery, drawn in Chromium: all marks there, all texts whole, apart and readable."""

import json
import re

import plotly.graph_objects as go
import pytest
from support.chromium import pictures_folder
from support.drawing import DRAW, READ, complaints, plotly_page
from support.gallery import FIGURES
from support.geometry import faults

import tpm_data
from tpm_data.figures import pay_ranges
from tpm_data.figures.layout import Finding, Page
from tpm_data.progression._levels import levels


@pytest.fixture(scope="module")
def page(browser):
    opened = plotly_page(browser)
    opened.add_style_tag(content=".wordless text {visibility: hidden !important}")
    yield opened
    opened.close()


@pytest.fixture
def draw(page):
    """Draw a figure and look at it: the chart's JSON, what was drawn, and its ground without texts."""

    def look(figure, name="", width=760):
        chart = json.loads(figure.to_json())
        page.evaluate(DRAW, [chart, width])
        drawing = page.locator(".js-plotly-plot")
        drawn = drawing.evaluate(READ)
        frame = {"x": 0, "y": 0, "width": drawn["width"], "height": drawn["height"]}
        if name:
            file = re.sub(r"\W+", "_", name) + ".png"
            page.screenshot(clip=frame, path=pictures_folder("figures") / file)
        drawing.evaluate("chart => chart.classList.add('wordless')")
        return chart, drawn, page.screenshot(clip=frame)

    return look


# Words run out of room in the narrowest drawing first: there every figure is drawn, in wider ones a sample.
CASES = [
    pytest.param(name, make, width, id=f"{width}-{name}")
    for width, step in ((480, 1), (760, 3), (1200, 2))
    for name, make in FIGURES[::step]
]


@pytest.mark.parametrize(("name", "make", "width"), CASES)
def test_a_figure_is_drawn_whole_and_its_texts_are_apart_and_readable(draw, name, make, width):
    chart, drawn, ground = draw(make(), f"{name} {width}", width)
    found = complaints(chart, drawn) + faults(drawn, ground)
    assert not found, f"{len(found)} faults, among them:\n" + "\n".join(found[:8])


@pytest.mark.parametrize("times", [1, 3, 8])
def test_a_long_title_and_subtitle_stay_whole_and_clear_of_the_drawing(draw, times):
    page = Page(Finding("The midpoint rises most into MANAGER WITHOUT MEASURE " * times))
    page.scale([0, 1])
    page.bar((0, 1), page.track(16), "bar", "A bar.")
    subtitle = "Change from one level to the next, in percent of the lower one " * times
    figure = page.figure(subtitle, shows="A bar", basis="document", rows=[])
    chart, drawn, ground = draw(figure, width=480)
    assert complaints(chart, drawn) + faults(drawn, ground) == []
    lowest = max(line["box"]["bottom"] for line in drawn["lines"] if line["text"][:3] in ("The", "Cha"))
    assert lowest < drawn["area"]["top"]


@pytest.mark.parametrize("width", [480, 1200])
def test_title_subtitle_and_caption_keep_their_place_in_a_drawing_of_another_width(draw, width):
    figure = pay_ranges(levels(tpm_data.load("salary_bands")))
    usual, other = draw(figure)[1], draw(figure, width=width)[1]
    for lead, side in (("The top level", "top"), ("Pay per year", "top"), ("Basis:", "bottom")):
        here, there = (place_of(lead, side, drawn) for drawn in (usual, other))
        assert there == pytest.approx(here, abs=0.5), lead


def place_of(lead, side, drawn):
    """Return how far a text is from the left and from one other side of the drawing, in pixels."""
    box = next(line["box"] for line in drawn["lines"] if line["text"].startswith(lead))
    return box["left"], box["top"] if side == "top" else drawn["height"] - box["bottom"]


def plain(*notes, title="", **layout):
    """Return a small chart with annotations."""
    boxes = [{"showarrow": False, "font": {"size": 14}} | note for note in notes]
    bars = go.Bar(x=["a", "b"], y=[2, 3], marker={"color": "#0072B2"})
    frame = {"template": None, "font": {"family": "Arial", "size": 14}, "width": 500, "height": 300}
    return go.Figure(bars, frame | {"annotations": boxes, "title": {"text": title}} | layout)


def note(text, x=0.5, y=1.1, **more):
    return {"text": text, "x": x, "y": y, "xref": "paper", "yref": "paper"} | more


WHITE_BOX = {"type": "rect", "x0": -1, "x1": 3, "y0": 0, "y1": 9, "fillcolor": "white"}
CLIPPED = go.Figure(plain()).update_traces(text=["", "clipped"], textposition="outside")
FAULTY = [
    ("overlap", plain(note("first"), note("second")), "“first” and “second” overlap"),
    (
        "glued",
        plain(note("one", xanchor="right", xshift=3), note("two", xanchor="left")),
        "“one” and “two” are",
    ),
    ("long title", plain(title="A title that is much too long for its figure " * 3), "px outside the figure"),
    ("cut", plain(note("below", y=-0.6, yanchor="top")), "“below” ends"),
    ("clipped", CLIPPED.update_yaxes(range=[0, 3]), "“clipped” ends"),
    ("turned", plain(note("turned", textangle=-45)), "“turned” is turned by -45 degrees"),
    ("small", plain(note("small", font={"size": 9})), "“small” is 9.0 px high"),
    ("on a bar", plain(note("dark", x=0.75, y=0.3, font={"color": "#222222", "size": 14})), "hard to read"),
    ("no room", plain(margin={"l": 400, "r": 20}), "of the width is left"),
    ("bar cut", plain(yaxis={"range": [0, 2.5]}), "outside the plotted area"),
    ("bar hidden", plain(shapes=[WHITE_BOX]), "cannot be seen"),
]


@pytest.mark.parametrize(
    ("figure", "expected"), [pytest.param(figure, fault, id=what) for what, figure, fault in FAULTY]
)
def test_a_faulty_figure_is_reported(draw, figure, expected):
    _, drawn, ground = draw(figure)
    assert any(expected in fault for fault in faults(drawn, ground)), faults(drawn, ground)


def test_a_faultless_figure_is_not(draw):
    chart, drawn, ground = draw(plain(note("alone"), title="Short"))
    assert complaints(chart, drawn) + faults(drawn, ground) == []


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        (".barlayer .point", "1 of 2 bars drawn"),
        (".annotation", "0 of 1 notes drawn"),
        (".annotation", "not drawn: alone"),
        (".gtitle", "not drawn: Short"),
    ],
)
def test_a_mark_or_text_that_is_not_drawn_is_reported(draw, page, selector, expected):
    chart, _, _ = draw(plain(note("alone"), title="Short"))
    page.locator(selector).first.evaluate("element => element.remove()")
    assert expected in complaints(chart, page.locator(".js-plotly-plot").evaluate(READ))


def test_lines_points_and_cells_are_counted(draw):
    traces = [
        go.Scatter(x=[1, 2, 3], y=[1, 2, None], mode="lines+markers"),
        go.Heatmap(z=[[1, 2], [3, 4]], x=[1, 2], y=[1, 2], showscale=False),
    ]
    chart, drawn, _ = draw(go.Figure(traces, {"template": None}))
    assert complaints(chart, drawn) == []
    assert [len(drawn["marks"][kind]) for kind in ("points", "curves", "images")] == [2, 1, 1]
