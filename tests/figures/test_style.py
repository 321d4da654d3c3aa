import copy
import json
import math
import pickle

import pytest

from tpm_data.figures import style
from tpm_data.figures.layout import Finding, Page
from tpm_data.figures.style import Figure


@pytest.fixture
def chart() -> Figure:
    page = Page(Finding("Two bars", ["b"]))
    page.scale([0, 1])
    page.bar((0, 1 / 3), page.track(20), "a", "One third")
    page.trace([0, 1], [1, math.nan], ())
    return page.figure("measure", shows="A page", basis="none", rows=[{"name": "a", "share": 1 / 3}])


def test_a_notebook_gets_json_and_the_text_alternative(chart):
    bundle = chart._repr_mimebundle_()
    assert set(bundle) == {"application/vnd.plotly.v1+json", "text/plain"}
    assert bundle["text/plain"] == "A page. Two bars."


def test_the_json_holds_rounded_numbers_and_what_is_missing_as_null(chart):
    bars, line = chart._repr_mimebundle_()["application/vnd.plotly.v1+json"]["data"]
    assert bars["x"] == [0.333333]
    assert line["y"] == [1, None]


def test_the_upload_button_is_off_everywhere(chart, monkeypatch):
    assert chart._repr_mimebundle_()["application/vnd.plotly.v1+json"]["config"]["showSendToCloud"] is False
    assert '"showSendToCloud": false' in chart.to_html(include_plotlyjs=False)
    shown = {}
    monkeypatch.setattr("plotly.io.show", lambda *_, **settings: shown.update(settings))
    for config in ({}, {"config": None}, {"config": {"scrollZoom": True}}):
        chart.show(**config)
        assert shown["config"]["showSendToCloud"] is False
    assert shown["config"]["scrollZoom"] is True


def test_display_in_a_notebook_does_not_depend_on_renderers(chart, monkeypatch):
    sent = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw: sent.append((bundle, raw)))
    monkeypatch.setenv("PLOTLY_RENDERER", "png")
    chart._ipython_display_()
    assert sent == [(chart._repr_mimebundle_(), True)]


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda chart: pickle.loads(pickle.dumps(chart))])
def test_the_table_of_what_is_drawn_goes_along_with_a_copy(chart, copied):
    assert copied(chart).table().to_dict("list") == {"name": ["a"], "share": [1 / 3]}
    assert "name" not in chart.to_json()


def test_a_figure_has_the_height_of_its_rows_and_the_width_of_its_place(chart):
    layout = chart.layout
    assert layout.width is None
    assert layout.autosize
    assert layout.yaxis.range == (58, 0)  # a bar, the room below it and a line of caption
    assert layout.height == 58 + layout.margin.t + chart.layout.template.layout.margin.b
    assert not style.CONFIG["responsive"]


def test_the_template_is_small():
    assert len(json.dumps(style.TEMPLATE)) <= 1_024


def test_negative_zero_becomes_plain():
    assert str(style.plain(-1e-9)) == "0"


def test_a_table_without_a_basis_rests_on_the_users_input():
    import pandas as pd

    assert style.basis_of(pd.DataFrame()) == "your input"
