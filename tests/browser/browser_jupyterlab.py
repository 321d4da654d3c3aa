"""Every notebook, opened and run in a real JupyterLab in Chromium: drawn, whole, silent and offline."""

from dataclasses import dataclass
from typing import Any

import nbformat
import pytest
from support.chromium import pictures_folder, recorded
from support.drawing import READ, complaints
from support.jupyterlab_pages import (
    CHARTS,
    FOLDED,
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

PLOTLY = "application/vnd.plotly.v1+json"
WIDTH, HEIGHT = 1280, 900  # a small laptop
KNOWN_NOISE: dict[str, str] = {}  # part of a console message -> why it is none of ours

ROOM = "chart => chart.closest('.jp-OutputArea-output').clientWidth"
FORMULAS = ".jp-OutputArea-output mjx-container"
WIDER_THAN_PAGE = """() => [...document.querySelectorAll('.jp-OutputArea-output')]
  .filter(e => e.scrollWidth > e.clientWidth + 1)
  .map(e => `${e.scrollWidth} px in ${e.clientWidth} px: ${e.textContent.trim().slice(0, 60)}`)"""
BROKEN_PICTURES = """() => [...document.querySelectorAll('.jp-RenderedHTMLCommon img')]
  .filter(e => !e.naturalWidth).map(e => e.src)"""


@dataclass(frozen=True)
class Seen:
    """What was stored in a notebook, and what was seen of it after running it."""

    stored: list[dict[str, Any]]
    counts: list[str]
    cleared: int
    prompts: list[str]
    drawn: list[dict[str, Any]]
    rooms: list[int]
    errors: list[str]
    too_wide: list[str]
    broken: list[str]
    formulas: list[str]
    notes: dict[str, list[str]]


@pytest.fixture(scope="module")
def address(notebooks, tmp_path_factory):
    with jupyterlab(notebooks, tmp_path_factory.mktemp("jupyterlab") / "scratch") as served:
        yield served


@pytest.fixture(scope="module", params=STORED, ids=[path.stem for path in STORED])
def seen(request, browser, address):
    """Open a notebook, clear it, run it, look at it."""
    notebook = nbformat.read(request.param, as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    notes = recorded(context)
    page = context.new_page()
    open_notebook(page, address.format(request.param.name))
    choose(page, "Edit", "Clear Outputs of All Cells")
    cleared = page.locator(CHARTS).count()
    choose(page, "Run", "Run All Cells")
    run_through(page)
    while page.locator(FOLDED).count():
        page.locator(FOLDED).first.click()
    stretch(page)
    stored = [output.data[PLOTLY] for output in outputs if PLOTLY in output.get("data", {})]
    settle(page, len(stored))
    page.screenshot(path=pictures_folder("jupyterlab") / f"{request.param.stem}.png")
    yield Seen(
        stored=stored,
        counts=counts([cell for cell in notebook.cells if cell.cell_type == "code"]),
        cleared=cleared,
        prompts=page.locator(PROMPTS).all_text_contents(),
        drawn=[chart.evaluate(READ) for chart in page.locator(CHARTS).all()],
        rooms=[chart.evaluate(ROOM) for chart in page.locator(CHARTS).all()],
        errors=page.locator("[data-mime-type*=stderr], [data-mime-type*=error]").all_text_contents(),
        too_wide=page.evaluate(WIDER_THAN_PAGE),
        broken=page.evaluate(BROKEN_PICTURES),
        formulas=page.locator(FORMULAS).all_text_contents(),
        notes=notes,
    )
    context.close()


def test_every_cell_has_run(seen):
    assert seen.cleared == 0
    assert seen.prompts == seen.counts


def test_every_stored_chart_is_drawn_again(seen):
    assert len(seen.drawn) == len(seen.stored)
    missing = [fault for pair in zip(seen.stored, seen.drawn, strict=True) for fault in complaints(*pair)]
    assert missing == [], missing


def test_a_chart_is_as_wide_as_its_cell_and_as_high_as_it_asks(seen):
    asked = [(room, chart["layout"]["height"]) for room, chart in zip(seen.rooms, seen.stored, strict=True)]
    assert [(chart["width"], chart["height"]) for chart in seen.drawn] == asked


def test_nothing_is_wider_than_the_window(seen):
    assert seen.too_wide == []


def test_no_cell_reports_an_error(seen):
    assert seen.errors == []


def test_no_picture_is_broken(seen):
    assert seen.broken == []


def test_no_amount_is_read_as_a_formula(seen):
    assert seen.formulas == []


def test_the_console_is_silent(seen):
    assert [text for text in seen.notes["console"] if not any(part in text for part in KNOWN_NOISE)] == []


def test_nothing_is_asked_from_the_network(seen):
    assert seen.notes["elsewhere"] == []


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
