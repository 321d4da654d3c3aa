"""The site, opened from disk without a network: every chart drawn, nothing cut."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.chromium import pictures_folder, recorded
from support.drawing import READ, complaints
from support.hygiene import PLOTLY, Notebook
from support.places import NOTEBOOKS, STORED

NOTEBOOK_PAGES = [f"{path.stem}.html" for path in STORED]
REFERENCE = ["reference/tpm_data.html", "reference/tpm_data/figures.html"]
PAGES = ["index.html", "data/README.html", *REFERENCE, *NOTEBOOK_PAGES]
WIDE, TELEPHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
CHARTS = "main [role=img]"
ROUNDING = 1  # pixels
FACTS = """() => ({
  headings: document.querySelectorAll('h1').length,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  charts: [...document.querySelectorAll('main [role=img]')].map(e => ({
    right: e.getBoundingClientRect().right,
    drawn: e.querySelector('.main-svg').getBoundingClientRect().right})),
  said: [...document.querySelectorAll('main [role=img]')].map(e => e.ariaLabel),
  buttons: [...document.querySelectorAll('.modebar-btn')].map(e => e.dataset.title || e.ariaLabel || ''),
})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    runpy.run_path(str(NOTEBOOKS / "site.py"))["main"](folder)
    return folder


def opened(browser, path):
    """Open a page from disk; give it, what is noted and which files are asked for."""
    context = browser.new_context(offline=True, viewport=WIDE)
    notes, files = recorded(context), []
    context.on("request", lambda request: files.append(request.url))
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="load")
    page.wait_for_timeout(300)
    return page, notes, files


def look(page, picture):
    """Take a picture of a page as it opens, open every fold and give what is there."""
    page.screenshot(path=pictures_folder("site") / f"{picture}.png")
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    page.wait_for_timeout(500)
    return page.evaluate(FACTS)


@pytest.fixture(scope="module", params=PAGES)
def seen(request, browser, site):
    page, notes, files = opened(browser, site / request.param)
    name = request.param.removesuffix(".html").replace("/", "_")
    facts = look(page, f"{name}_1280")
    drawn = [chart.evaluate(READ) for chart in page.locator(CHARTS).all()]
    page.set_viewport_size(TELEPHONE)
    narrow = look(page, f"{name}_390")
    page.context.close()
    return SimpleNamespace(
        name=request.param, facts=facts, narrow=narrow, drawn=drawn, notes=notes, files=files
    )


def stored(name):
    """Return the charts of a page with their text alternatives, as the notebook has them."""
    path = NOTEBOOKS / f"{Path(name).stem}.ipynb"
    charts = Notebook.read(path).charts if path.exists() else []
    return [(chart.data[PLOTLY], chart.data["text/plain"].strip()) for _, chart in charts]


def test_every_chart_is_drawn_and_has_its_text_alternative(seen):
    charts = stored(seen.name)
    assert seen.facts["said"] == [words for _, words in charts]
    pairs = zip([chart for chart, _ in charts], seen.drawn, strict=True)
    assert [fault for pair in pairs for fault in complaints(*pair)] == []


def test_no_chart_offers_to_send_itself_away(seen):
    buttons = [text.lower() for text in seen.facts["buttons"]]
    assert bool(buttons) == bool(seen.drawn)
    assert [text for text in buttons if any(word in text for word in ("share", "cloud", "edit"))] == []


def test_the_console_is_silent_and_nothing_is_asked_from_outside_the_site(seen, site):
    assert seen.notes == {"elsewhere": [], "console": []}
    inside = (site.as_uri() + "/", "data:", "blob:")
    assert [url for url in seen.files if not url.startswith(inside)] == []


def test_a_page_has_one_title_and_never_scrolls_sideways(seen):
    assert [(facts["headings"], facts["wide"]) for facts in (seen.facts, seen.narrow)] == [(1, 0), (1, 0)]


def test_charts_are_as_wide_as_the_page_behind_folds_too(seen):
    for facts, window in ((seen.facts, WIDE), (seen.narrow, TELEPHONE)):
        for chart in facts["charts"]:
            assert window["width"] / 2 < chart["drawn"] <= chart["right"] + ROUNDING <= window["width"]


def test_an_answer_is_hidden_and_shown_by_one_click(browser, site):
    page, notes, _ = opened(browser, site / "07_exercises.html")
    folds = page.locator("details.answer")
    assert folds.count() > 0
    for fold in folds.all():
        first = fold.locator(".cell").first
        assert not first.is_visible()
        fold.locator("> summary").click()
        assert first.is_visible()
    assert notes["console"] == []
    page.context.close()
