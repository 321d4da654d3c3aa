"""The answers to the exercises in a real JupyterLab: hidden at first, shown by one click."""

from itertools import chain, groupby

import nbformat
import pytest
from support.chromium import pictures_folder
from support.jupyterlab_pages import (
    FOLDED,
    OPENING,
    PROMPTS,
    choose,
    counts,
    open_notebook,
    run_through,
    stretch,
)
from support.jupyterlab_server import jupyterlab
from support.places import NOTEBOOKS

PATH = NOTEBOOKS / "07_exercises.ipynb"
CELLS = nbformat.read(PATH, as_version=4).cells
CODE = [cell for cell in CELLS if cell.cell_type == "code"]
# The code cells of each answer, by their places among all code cells.
ANSWERS = [
    [CODE.index(cell) for cell in cells if cell.cell_type == "code"]
    for answers, cells in groupby(CELLS, lambda cell: "answer" in cell.metadata.get("tags", []))
    if answers
]
# JupyterLab puts the cells into the page one after the other: wait for all of them and all of their folds.
DRAWN = f"""([cells, folds]) => document.querySelectorAll('.jp-CodeCell').length === cells
  && document.querySelectorAll('{FOLDED}').length === folds"""


@pytest.fixture(scope="module")
def lab(browser, notebooks, tmp_path_factory):
    """Return the exercises as they are when opened."""
    with jupyterlab(notebooks, tmp_path_factory.mktemp("jupyterlab") / "scratch") as address:
        page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
        open_notebook(page, address.format(PATH.name))
        page.wait_for_function(DRAWN, arg=[len(CODE), len(ANSWERS)], timeout=OPENING)
        stretch(page)
        yield page
        page.context.close()


def visible(page):
    """Return the places of the code cells that can be seen, each with its output if that can be seen too."""
    cells = page.locator(".jp-CodeCell").all()
    outputs = [cell.locator(".jp-OutputArea-output").first for cell in cells]
    shown = [cell.bounding_box() is not None and cell.bounding_box()["height"] > 0 for cell in cells]
    return {place: outputs[place].is_visible() for place, is_shown in enumerate(shown) if is_shown}


def assert_visible(page, expected):
    """Wait for what is expected to be seen: a chart is drawn again when its window changes."""
    for _ in range(20):
        if visible(page) == expected:
            return
        page.wait_for_timeout(500)
    assert visible(page) == expected


def picture(page, name):
    page.screenshot(path=pictures_folder("answers") / f"{name}.png")


def test_answers_are_hidden_when_opened_and_after_a_run_and_each_is_shown_by_one_click(lab):
    shown = {place: bool(cell.outputs) for place, cell in enumerate(CODE)}
    asked = {place: shown[place] for place in shown if place not in [*chain(*ANSWERS)]}
    picture(lab, "opened")
    assert_visible(lab, asked)
    assert lab.locator(FOLDED).count() == len(ANSWERS)
    choose(lab, "Run", "Run All Cells")
    run_through(lab)
    assert lab.locator(PROMPTS).all_text_contents() == counts(CODE)
    assert_visible(lab, asked)
    picture(lab, "run")
    for places in ANSWERS:
        lab.locator(FOLDED).first.click()
        asked |= {place: shown[place] for place in places}
        stretch(lab)
        assert_visible(lab, asked)
    picture(lab, "shown")
