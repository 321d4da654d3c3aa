"""The README and the notebooks agree: pictures, links, and the table of notebooks."""

import base64
import re

import pytest
from support.hygiene import PNG, Notebook, build, dead_links
from support.places import NOTEBOOKS, ROOT, STORED

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("picture", "source"), build.GALLERY.items())
def test_a_picture_of_the_readme_is_that_of_a_chart_with_its_words_and_leads_to_its_notebook(picture, source):
    stem, number = source
    _, chart = [*Notebook.read(NOTEBOOKS / f"{stem}.ipynb").charts][number]
    assert (build.IMAGES / picture).read_bytes() == base64.b64decode(chart.data[PNG])
    words = chart.data["text/plain"].strip()
    assert f"[![{words}](notebooks/images/{picture})](notebooks/{stem}.ipynb)" in README


def test_no_other_picture_is_kept():
    assert {path.name for path in build.IMAGES.iterdir()} == set(build.GALLERY)


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_the_readme_names_every_notebook_with_its_question(path):
    question = Notebook.read(path).content.cells[0].source.splitlines()[0].removeprefix("# ")
    assert f"| [{path.stem}](notebooks/{path.name}) | {question} |" in README


def test_the_recipes_of_the_readme_run_and_write_files_that_read_back(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    recipes = [code for code in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if ">>>" not in code]
    assert len(recipes) == 3
    names = {}
    for recipe in recipes:
        exec(compile(recipe, "README.md", "exec"), names)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["my_ladder.csv", "my_people.csv"]
    assert names["placed"]["status"].notna().all()
    assert names["plan"].years["level"].iloc[0] == 3
    assert names["pair"]["preferred"].notna().all()


def test_the_readme_is_short():
    assert len(README.splitlines()) <= 160


@pytest.mark.parametrize("path", [ROOT / "README.md", *STORED], ids=lambda path: path.stem)
def test_links_lead_to_files(path):
    text = README if path.suffix == ".md" else "\n".join(cell.source for _, cell in Notebook.read(path).prose)
    assert dead_links(text, path.parent) == []


def test_a_dead_link_is_noticed_and_an_address_is_not():
    text = "[a](lost.md#part) ![b](images/lost.png) [c](https://example.org) [d](#part) [e](README.md)"
    assert dead_links(text, ROOT) == ["lost.md", "images/lost.png"]
