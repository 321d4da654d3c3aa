"""Every notebook, converted to HTML and opened from disk without a network, shows its pictures."""

import subprocess
import sys

import nbformat
import pytest
from support.chromium import pictures_folder, recorded
from support.hygiene import build
from support.places import STORED

PICTURES = """() => [...document.querySelectorAll('.jp-RenderedImage img')]
  .map(e => ({width: e.naturalWidth, shown: e.getBoundingClientRect().width}))"""


@pytest.fixture(scope="module")
def pages(notebooks, tmp_path_factory):
    folder = tmp_path_factory.mktemp("html")
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--output-dir", str(folder)]
    subprocess.run([*command, *map(str, notebooks.glob("*.ipynb"))], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_every_chart_is_a_picture_without_a_network(browser, pages, path):
    stored = [
        build.WIDTH
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    context = browser.new_context(offline=True, viewport={"width": 1440, "height": 900})
    notes = recorded(context)
    page = context.new_page()
    page.goto((pages / f"{path.stem}.html").as_uri(), wait_until="domcontentloaded")
    page.wait_for_timeout(500)
    pictures = page.evaluate(PICTURES)
    page.screenshot(path=pictures_folder("html") / f"{path.stem}.png", full_page=True)
    context.close()
    assert [picture["shown"] for picture in pictures] == stored
    assert all(picture["width"] > 0 for picture in pictures)
    assert not [text for text in notes["console"] if text.startswith("uncaught")]
