"""Every notebook, opened and run in a real JupyterLab in Chromium: drawn, whole, silent and offline."""

from types import SimpleNamespace

import pytest
from support.chromium import pictures_folder, recorded
from support.drawing import READ, complaints
from support.hygiene import PLOTLY, Notebook
from support.jupyterlab_pages import (
    CHARTS,
    FOLDED,
    OPENING,
    PROMPTS,
    choose,
    counts,
    open_notebook,
    run_through,
    settle,
    stretch,
)
from support.jupyterlab_server import jupyterlab
from support.places import STORED

WIDTH, HEIGHT = 1280, 900  # a small laptop

ROOM = "chart => chart.closest('.jp-OutputArea-output').clientWidth"
FORMULAS = ".jp-OutputArea-output mjx-container"
WIDER_THAN_PAGE = """() => [...document.querySelectorAll('.jp-OutputArea-output')]
  .filter(e => e.scrollWidth > e.clientWidth + 1)
  .map(e => `${e.scrollWidth} px in ${e.clientWidth} px: ${e.textContent.trim().slice(0, 60)}`)"""
# JupyterLab puts the cells into the page one after the other.
DRAWN = "cells => document.querySelectorAll('.jp-CodeCell').length === cells"
BROKEN_PICTURES = """() => [...document.querySelectorAll('.jp-RenderedHTMLCommon img')]
  .filter(e => !e.naturalWidth).map(e => e.src)"""


@pytest.fixture(scope="module")
def address(notebooks, tmp_path_factory):
    with jupyterlab(notebooks, tmp_path_factory.mktemp("jupyterlab") / "scratch") as served:
        yield served


@pytest.fixture(scope="module", params=STORED, ids=[path.stem for path in STORED])
def seen(request, browser, address):
    """Open a notebook, clear it, run it, look at it."""
    notebook = Notebook.read(request.param)
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    notes = recorded(context)
    page = context.new_page()
    open_notebook(page, address.format(request.param.name))
    page.wait_for_function(DRAWN, arg=len(notebook.code), timeout=OPENING)
    folds = [page.locator(FOLDED).count()]
    choose(page, "Edit", "Clear Outputs of All Cells")
    cleared = page.locator(CHARTS).count()
    choose(page, "Run", "Run All Cells")
    run_through(page)
    folds.append(page.locator(FOLDED).count())
    while page.locator(FOLDED).count():
        page.locator(FOLDED).first.click()
    stretch(page)
    stored = [chart.data[PLOTLY] for _, chart in notebook.charts]
    settle(page, len(stored))
    page.screenshot(path=pictures_folder("jupyterlab") / f"{request.param.stem}.png")
    charts = page.locator(CHARTS).all()
    yield SimpleNamespace(
        stored=stored,
        counts=counts([cell for _, cell in notebook.code]),
        cleared=cleared,
        folds=folds,
        answers=sum(cell.source.startswith("#### Answer") for _, cell in notebook.prose),
        prompts=page.locator(PROMPTS).all_text_contents(),
        drawn=[chart.evaluate(READ) for chart in charts],
        rooms=[chart.evaluate(ROOM) for chart in charts],
        wrong={
            "errors": page.locator("[data-mime-type*=stderr], [data-mime-type*=error]").all_text_contents(),
            "wider than the window": page.evaluate(WIDER_THAN_PAGE),
            "broken pictures": page.evaluate(BROKEN_PICTURES),
            "amounts read as formulas": page.locator(FORMULAS).all_text_contents(),
            **notes,
        },
    )
    context.close()


def test_every_cell_has_run_and_every_stored_chart_is_drawn_again(seen):
    assert seen.cleared == 0
    assert seen.prompts == seen.counts
    missing = [fault for pair in zip(seen.stored, seen.drawn, strict=True) for fault in complaints(*pair)]
    assert missing == []


def test_every_answer_is_folded_when_opened_and_after_a_run(seen):
    assert seen.folds == [seen.answers, seen.answers]


def test_a_chart_is_as_wide_as_its_cell_and_as_high_as_it_asks(seen):
    asked = [(room, chart["layout"]["height"]) for room, chart in zip(seen.rooms, seen.stored, strict=True)]
    assert [(chart["width"], chart["height"]) for chart in seen.drawn] == asked


def test_no_error_no_formula_nothing_cut_or_broken_nothing_from_the_network_and_a_silent_console(seen):
    assert {what: found for what, found in seen.wrong.items() if found} == {}


def test_complaints_and_requests_of_a_page_are_noticed(browser):
    context = browser.new_context()
    notes = recorded(context)
    page = context.new_page()
    context.route("**/*", lambda route: route.abort())
    page.set_content("<script>console.error('ours'); setTimeout(() => { throw Error('thrown') })</script>")
    page.set_content("<img src='https://example.org/a.png'>")
    page.wait_for_timeout(200)
    context.close()
    assert notes["elsewhere"] == ["https://example.org/a.png"]
    assert [any(word in text for text in notes["console"]) for word in ("ours", "thrown")] == [True, True]
