"""The site, opened from disk without a network: every chart drawn, every link alive."""

import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
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
  links: [...document.querySelectorAll('a[href]')].map(e => e.href),
  ids: [...document.querySelectorAll('[id]')].map(e => e.id),
  broken: [...document.querySelectorAll('img')].filter(e => !e.naturalWidth).map(e => e.src),
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
    command = [sys.executable, str(NOTEBOOKS / "site.py"), str(folder)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert [path for path in folder.rglob("*.html") if path.name not in printed] == []
    return folder


@dataclass(frozen=True)
class Seen:
    """What a page shows in a window and on a telephone, and what it asked for."""

    name: str
    facts: dict[str, Any]
    narrow: dict[str, Any]
    drawn: list[dict[str, Any]]
    notes: dict[str, list[str]]
    files: list[str]


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
    return Seen(request.param, facts, narrow, drawn, notes, files)


@cache
def places(path):
    """Return the places in a page that a link may lead to."""
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    return {element["id"] for element in page.select("[id]")}


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


def test_no_link_is_dead(seen, site):
    dead = list(seen.facts["broken"])
    for link in seen.facts["links"]:
        parts = urlsplit(link)
        path = Path(unquote(parts.path))
        alive = path.is_relative_to(site) and path.is_file()
        if alive and parts.fragment:
            alive = unquote(parts.fragment) in places(path)
        if parts.scheme == "file" and not alive:
            dead.append(link)
    assert dead == []
    assert {(site / name).as_uri() for name in ("index.html", REFERENCE[0])} <= {*seen.facts["links"]}


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
