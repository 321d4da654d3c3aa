"""The site, opened from disk without a network: every chart drawn, every link alive."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup
from support.chromium import pictures_folder, recorded
from support.drawing import PLOTLY_JS, READ, complaints
from support.places import NOTEBOOKS, STORED

import tpm_data
from tpm_data import attractiveness, figures

PAGES = ["index.html", "weights.html", "data/README.html", *(f"{path.stem}.html" for path in STORED)]
PLOTLY = "application/vnd.plotly.v1+json"
CHARTS = "main [role=img]"
MOST_BYTES, MOST_IN_ALL = 300_000, 10_000_000
FACTS = """() => ({
  links: [...document.querySelectorAll('a[href]')].map(e => e.href),
  ids: [...document.querySelectorAll('[id]')].map(e => e.id),
  broken: [...document.querySelectorAll('img')].filter(e => !e.naturalWidth).map(e => e.src),
  headings: document.querySelectorAll('h1').length,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  said: [...document.querySelectorAll('main [role=img]')].map(e => e.ariaLabel),
  buttons: [...document.querySelectorAll('.modebar-btn')].map(e => e.dataset.title || e.ariaLabel || ''),
})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, str(NOTEBOOKS / "site.py"), str(folder)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return folder, printed


@dataclass(frozen=True)
class Seen:
    """What a page shows, what it asked for, and how much wider than a telephone it is."""

    name: str
    facts: dict[str, Any]
    drawn: list[dict[str, Any]]
    notes: dict[str, list[str]]
    files: list[str]
    beyond_telephone: int


def opened(browser, path):
    """Open a page from disk; give it, what is noted and which files are asked for."""
    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 900})
    notes, files = recorded(context), []
    context.on("request", lambda request: files.append(request.url))
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="load")
    page.wait_for_timeout(300)
    return page, notes, files


@pytest.fixture(scope="module", params=PAGES)
def seen(request, browser, site):
    page, notes, files = opened(browser, site[0] / request.param)
    page.screenshot(path=pictures_folder("site") / f"{Path(request.param).stem}.png", full_page=True)
    facts = page.evaluate(FACTS)
    drawn = [chart.evaluate(READ) for chart in page.locator(CHARTS).all()]
    page.set_viewport_size({"width": 390, "height": 800})
    narrow = page.evaluate(FACTS)["wide"]
    page.context.close()
    return Seen(request.param, facts, drawn, notes, files, narrow)


def places(path):
    """Return the places in a page that a link may lead to."""
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    return {element["id"] for element in page.select("[id]")}


def stored(name):
    """Return the charts of a page with their text alternatives, as the notebook or the library has them."""
    if name == "weights.html":
        bundles = [figure._repr_mimebundle_() for figure in expected()]
    else:
        path = NOTEBOOKS / f"{Path(name).stem}.ipynb"
        cells = nbformat.read(path, as_version=4).cells if path.exists() else []
        bundles = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
    return [(bundle[PLOTLY], bundle["text/plain"].strip()) for bundle in bundles if PLOTLY in bundle]


def expected():
    """Return the figures of all example weightings, one below the other."""
    scores = tpm_data.load("attractiveness_scores")
    for name in attractiveness.profiles()["profile"].unique():
        parts = attractiveness.contributions(scores, weights=name)
        parts.attrs["basis"] = "the scores of the career document, under example weights that are no advice"
        yield figures.factor_contributions(parts)


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
    inside = (site[0].as_uri() + "/", "data:", "blob:")
    assert [url for url in seen.files if not url.startswith(inside)] == []


def test_no_link_is_dead(seen, site):
    dead = list(seen.facts["broken"])
    for link in seen.facts["links"]:
        parts = urlsplit(link)
        path = Path(unquote(parts.path))
        alive = path.is_relative_to(site[0]) and path.is_file()
        if alive and parts.fragment:
            alive = unquote(parts.fragment) in places(path)
        if parts.scheme == "file" and not alive:
            dead.append(link)
    assert dead == []
    assert seen.name == "index.html" or (site[0] / "index.html").as_uri() in seen.facts["links"]


def test_a_page_has_one_title_and_fits_a_window_and_a_telephone(seen):
    assert (seen.facts["headings"], seen.facts["wide"], seen.beyond_telephone) == (1, 0, 0)


def test_the_site_is_small_and_says_so(site):
    folder, printed = site
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in folder.rglob("*.*")}
    assert [name for name in sizes if name not in printed] == []
    large = {name: size for name, size in sizes.items() if size > MOST_BYTES and name != PLOTLY_JS.name}
    assert large == {}
    assert sum(sizes.values()) < MOST_IN_ALL
    assert sum(name.endswith(".js") for name in sizes) == 1
