"""The explorers in JupyterLab: moved by keyboard and mouse, they show the library's own answer, and only that."""

import random

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from support.chromium import pictures_folder, recorded
from support.jupyterlab_pages import run_afresh, settle
from support.jupyterlab_server import jupyterlab

import tpm_data
from tpm_data import attractiveness, figures
from tpm_data.formatting import money
from tpm_data.progression._levels import levels

MINE = [8, 7, 9, 9, 7, 6, 8, 9]
CELLS = (
    "import tpm_data\nfrom tpm_data import explore\nscores = tpm_data.load('attractiveness_scores')",
    "explore.offer(tpm_data.load('salary_bands'), 150_000, level='Senior Technical Product Manager')",
    f"explore.weights(scores, scores.assign(score={MINE}), weights='pay first')",
    "explore.weights(scores, weights=dict.fromkeys(scores['factor'], 1) | {'Stability': 2})",
)
BANDS, SCORES = tpm_data.load("salary_bands"), tpm_data.load("attractiveness_scores")
OFFER, TWO, ONE = 0, 1, 2  # the explorers, from the top
AMOUNTS = [118_000, 123_456, *random.Random(22).sample(range(50_000, 260_000), 20)]
READ = """box => { const chart = box.querySelector('.js-plotly-plot');
  return {title: chart.querySelector('.gtitle').textContent, traces: chart.data.map(t => [t.base, t.x]),
          lines: chart.layout.shapes.filter(s => s.name == 'amount').map(s => s.x0),
          wide: chart.querySelector('.main-svg').getBoundingClientRect().width,
          cell: box.parentElement.getBoundingClientRect().width}; }"""


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("explorers")
    (folder / "notebooks").mkdir()
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.writes(new_notebook(cells=[*map(new_code_cell, CELLS)], metadata=kernel))
    (folder / "notebooks" / "explorers.ipynb").write_text(notebook, encoding="utf-8")
    with jupyterlab(folder / "notebooks", folder / "scratch") as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        notes = recorded(context)
        opened = context.new_page()
        run_afresh(opened, address.format("explorers.ipynb"))
        settle(opened, 3)
        yield opened
        opened.screenshot(path=pictures_folder("jupyterlab") / "explorers.png")
        context.close()
        assert notes["console"] == []
