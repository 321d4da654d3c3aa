"""The gallery holds every figure function, and each of its figures keeps the house rules."""

import json
import statistics

import pytest
from support.accent import accented, spoken_of
from support.gallery import FIGURES

from tpm_data import figures


def test_every_figure_function_is_in_the_gallery():
    shown = {name.split(":")[0].split(" ")[0] for name, _ in FIGURES}
    assert set(figures.__all__) - {"Figure"} - shown == set()


@pytest.fixture(params=[make for _, make in FIGURES], ids=[name for name, _ in FIGURES])
def figure(request):
    return request.param()


def test_a_figure_says_what_it_shows_and_holds_plain_lists_with_hover_texts(figure):
    assert all([figure.layout.title.text, figure.layout.title.subtitle.text, len(figure.table())])
    assert figure.alternative.endswith(".")
    assert "Basis: " in figure.layout.annotations[-1].text
    chart = figure._repr_mimebundle_()["application/vnd.plotly.v1+json"]
    assert "bdata" not in json.dumps(chart)
    for trace in chart["data"]:
        assert trace.get("hoverinfo") == "skip" or trace["hovertemplate"].endswith("<extra></extra>")


def test_the_accent_marks_what_the_title_speaks_of_and_nothing_else(figure):
    assert accented(figure) == spoken_of(figure)


def test_no_two_marks_of_a_trace_share_an_id_or_plotly_would_drop_one(figure):
    for trace in figure.data:
        assert len({*(trace.ids or ())}) == len(trace.ids or ())


def test_half_of_the_figures_of_the_bundled_data_take_five_kilobytes_at_most():
    bundles = [make()._repr_mimebundle_() for name, make in FIGURES if name.endswith(": bundled")]
    charts = [bundle["application/vnd.plotly.v1+json"] for bundle in bundles]
    assert statistics.median(len(json.dumps(chart, separators=(",", ":"))) for chart in charts) <= 5_000
