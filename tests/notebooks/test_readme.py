"""The README and the notebooks agree: pictures, links, and the table of notebooks."""

import base64
import re

import pytest
from support.hygiene import PNG, Notebook, build, dead_links
from support.places import NOTEBOOKS, ROOT, STORED

import tpm_data

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("picture", "source"), build.GALLERY.items())
def test_a_picture_of_the_readme_is_the_one_stored_in_its_notebook(picture, source):
    stem, number = source
    charts = [chart for _, chart in Notebook.read(NOTEBOOKS / f"{stem}.ipynb").charts]
    assert (build.IMAGES / picture).read_bytes() == base64.b64decode(charts[number].data[PNG])


@pytest.mark.parametrize(("picture", "source"), build.GALLERY.items())
def test_a_picture_of_the_readme_is_described_by_its_chart_and_leads_to_its_notebook(picture, source):
    stem, number = source
    chart = [chart for _, chart in Notebook.read(NOTEBOOKS / f"{stem}.ipynb").charts][number]
    words = chart.data["text/plain"].strip()
    assert f"[![{words}](notebooks/images/{picture})](notebooks/{stem}.ipynb)" in README


def test_the_readme_shows_every_picture_and_no_other_is_kept():
    assert {path.name for path in build.IMAGES.iterdir()} == set(build.GALLERY)
    assert [name for name in build.GALLERY if f"notebooks/images/{name}" not in README] == []


def test_the_readme_names_every_notebook():
    assert [path.name for path in STORED if f"(notebooks/{path.name})" not in README] == []


def public_names():
    """Every name a user may call, as the README spells it."""
    for name in set(tpm_data.__all__) - {"__version__"}:
        home = getattr(tpm_data, name)
        yield from ([name] if not hasattr(home, "__path__") and callable(home) else _names_of(home))


def _names_of(module):
    own = getattr(module, "__all__", None) or [
        name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__
    ]
    return [name for name in own if not name.startswith("_")]


def test_the_readme_lists_every_public_function():
    listed = set(re.findall(r"`(?:\w+\.)?(\w+)`", README))
    classes = {name for name in public_names() if name[0].isupper()}
    assert set(public_names()) - listed - classes == set()


def test_the_recipes_of_the_readme_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    recipes = [code for code in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if ">>>" not in code]
    assert len(recipes) == 3
    names = {}
    for recipe in recipes:
        exec(compile(recipe, "README.md", "exec"), names)
    assert names["mine"]["must_haves_met"].tolist() == [True]
    assert names["pair"]["preferred"].tolist() == ["second"]


def test_links_of_the_readme_lead_to_files():
    assert dead_links(README, ROOT) == []


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_links_of_a_notebook_lead_to_files(path):
    text = "\n".join(cell.source for _, cell in Notebook.read(path).prose)
    assert dead_links(text, NOTEBOOKS) == []


def test_a_dead_link_is_noticed_and_an_address_is_not():
    text = "[a](lost.md#part) ![b](images/lost.png) [c](https://example.org) [d](#part) [e](README.md)"
    assert dead_links(text, ROOT) == ["lost.md", "images/lost.png"]
