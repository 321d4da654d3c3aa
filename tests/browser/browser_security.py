"""Hostile texts in JupyterLab and in the site: shown as they are, nothing runs and nothing is loaded."""

import re
import runpy

import pytest
from support import careers_gallery, gallery, hostile
from support.chromium import recorded
from support.jupyterlab_pages import choose, run_cells
from support.places import NOTEBOOKS, ROOT

SETUP = f"""import sys
sys.path.insert(0, {str(ROOT / "tests")!r})
import io
from support import hostile
import tpm_data
from IPython.display import Markdown, display
from support import careers_gallery, gallery
from tpm_data import explore, read_table
from tpm_data.formatting import escape_markdown
from tpm_data.tables.checks import check
document = tpm_data.read_document(hostile.document())
ladder = read_table(io.StringIO(hostile.bands().to_csv(index=False)), "salary_bands")
scores = read_table(io.StringIO(hostile.scores().to_csv(index=False)), "attractiveness_scores")
"""
CELLS = (
    SETUP,
    "document",
    "print(repr(document), document.salary_bands)\ndisplay(*document.tables.values(), ladder, scores)",
    "display(*(make(ladder) for name, make in gallery.MAKERS.items() if ' ' not in name))",
    "display(*(make(scores) for name, make in careers_gallery.MAKERS.items() if ' ' not in name))\n"
    "display(careers_gallery.comparison([9, 1], [2, 8], hostile.LABELS[:2]))",
    "explore.offer(ladder)",
    "explore.weights(scores)",
    "explore.weights(scores, scores.assign(score=5.0))",
    "display(*(Markdown(escape_markdown(label)) for label in hostile.LABELS))",
    'try:\n    check(ladder.set_index("title", drop=False).assign(minimum=-1), "salary_bands")\n'
    "except ValueError as error:\n    print(error)",
)
# What a hostile text would become if it were taken for more. Two things are none: the script that draws a
# chart, and an address in plain text, which JupyterLab makes a link with that address as its text.
GROWN = """() => [...document.querySelectorAll(`script:not([src]), style, iframe, [onerror], [onload],
    [href^=javascript], [*|href^=javascript], [href*="example.org"], [src*="example.org"]`)]
  .filter(e => /window.ran|example.org|javascript:/.test(e.outerHTML))
  .filter(e => !e.textContent.startsWith('Plotly.newPlot(') && !e.textContent.startsWith('https:'))
  .map(e => e.outerHTML.slice(0, 120))"""
RAN = "() => window.ran"
CHARTS = ".js-plotly-plot"
MADE = [name for name in [*gallery.MAKERS, *careers_gallery.MAKERS] if " " not in name]
CHARTS_IN_ALL = len(MADE) + 1 + 3  # of two careers; in the explorers


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def lab(browser, folder):
    """Run the notebook in JupyterLab; give its page and what was noted."""
    with run_cells(browser, folder, CELLS, CHARTS_IN_ALL) as opened:
        yield opened


def letters(text):
    """Return a text as it is whether or not a chart breaks it into lines."""
    return re.sub(r"\s", "", text)


def harmless(page, notes):
    assert page.evaluate(RAN) is None
    assert page.evaluate(GROWN) == []
    assert notes == {"elsewhere": [], "console": []}


def test_every_text_is_shown_and_none_runs_in_jupyterlab(lab):
    page, notes = lab
    assert page.locator("[data-mime-type*=stderr], [data-mime-type*=error]").all_text_contents() == []
    outputs = [letters(text) for text in page.locator(".jp-OutputArea-output").all_text_contents()]
    for label in hostile.LABELS:
        assert sum(letters(label) in output for output in outputs) > 10, label
    assert page.locator(CHARTS).count() == CHARTS_IN_ALL
    harmless(page, notes)


def test_pointing_at_a_mark_shows_the_text_and_runs_nothing(lab):
    page, notes = lab
    for chart in page.locator(".jp-OutputArea-output.js-plotly-plot").all()[:20:3]:
        mark = chart.locator(".point path, .points path").first
        if mark.count():
            mark.hover(force=True)
            page.wait_for_timeout(100)
    harmless(page, notes)


def test_moving_the_sliders_runs_nothing(lab):
    page, notes = lab
    boxes = page.locator(".jp-OutputArea-output .widget-vbox")
    boxes.nth(0).locator("select").select_option(index=3)
    for number in (1, 2):
        boxes.nth(number).locator(".noUi-handle").first.press("End")
    boxes.nth(1).get_by_text("Your weighted mean is").wait_for()
    page.wait_for_timeout(500)
    harmless(page, notes)


def test_the_pages_of_the_site_show_the_texts_and_run_nothing(lab, browser, folder):
    page, _ = lab
    choose(page, "File", "Save Notebook")
    page.wait_for_timeout(1_000)
    runpy.run_path(str(NOTEBOOKS / "site.py"))["Site"](folder / "site", folder / "notebooks").build()
    context = browser.new_context(offline=True)
    for name in ("index.html", f"{folder.name}.html"):
        notes = recorded(context)
        opened = context.new_page()
        opened.goto((folder / "site" / name).as_uri(), wait_until="load")
        opened.wait_for_timeout(500)
        harmless(opened, notes)
    assert opened.locator(CHARTS).count() == CHARTS_IN_ALL
    assert hostile.BREAKS_OUT in opened.locator("main").text_content()
    context.close()


@pytest.mark.parametrize("label", hostile.LABELS[:2])
def test_a_text_that_runs_or_loads_would_be_noticed(browser, label):
    context = browser.new_context(offline=True)
    notes = recorded(context)
    page = context.new_page()
    page.set_content(f"<p>{label}</p>")
    page.wait_for_timeout(300)
    with pytest.raises(AssertionError):
        assert page.evaluate(RAN) is None
    with pytest.raises(AssertionError):
        harmless(page, notes)
    assert page.evaluate(GROWN) != []
    context.close()
