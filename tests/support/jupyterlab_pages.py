"""What a reader does with a notebook in JupyterLab: open, clear, run, wait until it is drawn."""

import time
from contextlib import contextmanager

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from support.chromium import pictures_folder, recorded
from support.hygiene import build
from support.jupyterlab_server import jupyterlab

OPENING, RUNNING = 60_000, 180_000  # milliseconds
DRAWING = 20  # seconds

PROMPTS = ".jp-CodeCell .jp-InputPrompt:not(.jp-Placeholder-prompt)"  # folded code has no count
CHARTS = ".jp-OutputArea-output.js-plotly-plot, .jp-OutputArea-output .js-plotly-plot"
FOLDED = ".jp-showHiddenCellsButton"  # what shows the cells below a folded heading
IDLE = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
KERNEL = ".jp-NotebookPanel .jp-Toolbar-kernelName"


def open_notebook(page, address):
    """Open a notebook and wait for its kernel: before it has one, it is called idle as well."""
    page.goto(address + "&reset")
    page.wait_for_selector(f"{KERNEL}:not(:has-text('No Kernel'))", timeout=OPENING)
    page.wait_for_selector(IDLE, timeout=OPENING)


@contextmanager
def run_cells(browser, folder, cells, charts):
    """Run code as a notebook in a JupyterLab of its own; give its page and what was noted."""
    path = folder / "notebooks" / f"{folder.name}.ipynb"
    path.parent.mkdir()
    content = new_notebook(cells=[*map(new_code_cell, cells)], metadata=build.METADATA)
    path.write_text(nbformat.writes(content), encoding="utf-8")
    with jupyterlab(path.parent, folder / "scratch") as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        notes, page = recorded(context), context.new_page()
        open_notebook(page, address.format(path.name))
        choose(page, "Run", "Run All Cells")
        run_through(page)
        stretch(page)
        settle(page, charts)
        yield page, notes
        page.screenshot(path=pictures_folder("jupyterlab") / f"{path.stem}.png")
        context.close()


def choose(page, menu, item):
    """Choose an item of a menu, as a reader would."""
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.locator(".lm-Menu-item", has_text=item).filter(visible=True).first.click()


def run_through(page):
    """Wait until every cell in sight has its count and the kernel is idle; folded ones show none."""
    done = f"""() => document.querySelector('{IDLE}')
      && [...document.querySelectorAll('{PROMPTS}')].filter(e => e.getClientRects().length)
          .every(e => /\\[\\d+\\]/.test(e.textContent))"""
    page.wait_for_function(done, timeout=RUNNING)


def counts(code):
    """The counts that code cells show when they have run one after the other."""
    return [f"[{number}]:" for number, cell in enumerate(code, 1) if "jupyter" not in cell.metadata]


def stretch(page):
    """Make the window as high as the notebook, so that nothing of it is out of sight."""
    hidden = """() => { const e = document.querySelector('.jp-WindowedPanel-outer');
                        return e.scrollHeight - e.clientHeight; }"""
    for _ in range(10):
        more = page.evaluate(hidden)
        if more <= 0:
            return
        size = page.viewport_size
        page.set_viewport_size({"width": size["width"], "height": size["height"] + more})
        time.sleep(0.5)
    raise AssertionError(f"{more} px of the notebook stay out of sight")


def settle(page, charts):
    """Give the charts a while to be drawn; if they are not, a test will say so."""
    deadline = time.monotonic() + DRAWING
    while page.locator(f"{CHARTS} .main-svg").count() < charts and time.monotonic() < deadline:
        page.wait_for_timeout(200)
    page.wait_for_timeout(500)
