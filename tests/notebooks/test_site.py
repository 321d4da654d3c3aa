"""The site: every notebook is listed, links stay inside, texts cannot break out of their place."""

import json
import re
import runpy
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, writes
from support.hygiene import HTML, MARKDOWN, PLOTLY, TEXT, WIDGET, Notebook
from support.places import NOTEBOOKS, STORED

site = SimpleNamespace(**runpy.run_path(str(NOTEBOOKS / "site.py")))
HOSTILE = "</script><script>alert('out')</script><!-- \" &"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    pages = site.Site(tmp_path_factory.mktemp("site"))
    pages.build()
    return pages


@pytest.fixture
def small(tmp_path):
    """Return a site of a small project: notebooks are given as lists of cells."""

    def build(**notebooks):
        (tmp_path / "notebooks").mkdir()
        for stem, cells in notebooks.items():
            path = tmp_path / "notebooks" / f"{stem}.ipynb"
            path.write_text(writes(new_notebook(cells=cells)), encoding="utf-8")
        pages = site.Site(tmp_path / "site", tmp_path / "notebooks")
        pages.build()
        return pages

    return build


def read(pages, name):
    return BeautifulSoup((pages.folder / name).read_text(encoding="utf-8"), "html.parser")


def shown(data):
    return new_code_cell(outputs=[new_output("display_data", data)])


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_the_index_names_every_notebook_by_its_title_and_first_answer(built, path):
    index = read(built, "index.html")
    link = index.select_one(f'h2 a[href="{path.stem}.html"]')
    page = read(built, f"{path.stem}.html")
    assert link.text == page.title.text == page.h1.find(string=True)
    answer = page.select_one(".output_markdown p").get_text()
    assert answer in link.find_next("p").get_text()


def test_every_page_is_reached_from_the_index(built):
    pages = {name for name in built.sizes if name.endswith(".html")}
    found, left = set(), ["index.html"]
    while left:
        name = left.pop()
        found.add(name)
        for link in read(built, name).select("main a[href]"):
            there = (built.folder / name).parent / link["href"].split("#")[0]
            to = there.resolve().relative_to(built.folder.resolve()).as_posix()
            if to in pages and to not in found:
                left.append(to)
    assert found == pages


def test_sizes_are_those_of_the_files(built):
    written = {path for path in built.folder.rglob("*") if path.is_file()}
    sizes = {path.relative_to(built.folder).as_posix(): path.stat().st_size for path in written}
    assert built.sizes == sizes


def test_a_second_site_is_the_same(built, tmp_path):
    again = site.Site(tmp_path)
    again.build()
    assert [n for n in built.sizes if (built.folder / n).read_bytes() != (tmp_path / n).read_bytes()] == []


def test_links_lead_to_pages_and_copies_or_become_text(small, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "READ ME.md").write_text("# Read\n\n[b](../notebooks/b.ipynb) [t](t.csv)")
    (tmp_path / "data" / "t.csv").write_text("a\n1\n")
    (tmp_path / "secret.txt").symlink_to(__file__)
    links = (
        "[b](b.ipynb#Two) [me](#One) [data](../data/READ%20ME.md) [gone](gone.ipynb) [out](../../x.txt) "
        "[secret](../secret.txt) [far](https://example.org/a.ipynb) ![far picture](https://example.org/a.png)"
    )
    pages = small(a=[new_markdown_cell(f"# One\n\n{links}")], b=[new_markdown_cell("# Two")])
    paragraph = read(pages, "a.html").h1.find_next("p")
    wanted = ["b.html#Two", "#One", "data/READ%20ME.html", "https://example.org/a.ipynb"]
    assert [link["href"] for link in paragraph.select("a")] == wanted
    assert paragraph.text == "b me data gone out secret far far picture"
    assert not paragraph.select("img")
    copied = [link["href"] for link in read(pages, "data/READ ME.html").select("p a")]
    assert copied == ["../b.html", "t.csv"]
    assert (pages.folder / "data" / "t.csv").read_text() == "a\n1\n"


def test_texts_of_a_chart_cannot_end_its_script(small):
    content = {"data": [], "layout": {"title": {"text": HOSTILE}}, "config": {"showSendToCloud": True}}
    pages = small(a=[new_markdown_cell("# One"), shown({PLOTLY: content, TEXT: HOSTILE})])
    page = read(pages, "a.html")
    drawing = page.select("main script")
    assert len(drawing) == 1
    data, layout, config = json.loads(f"[{drawing[0].string.split('...', 1)[1][1:-2]}]")
    assert (data, layout) == (content["data"], content["layout"])
    assert config["showSendToCloud"] is False
    place = page.select_one("main [role=img]")
    assert place["aria-label"] == HOSTILE
    assert f'"{place["id"]}"' in drawing[0].string


def test_a_title_is_text_in_the_head_of_its_page(small):
    page = read(small(a=[new_markdown_cell("# A </title><b>bold</b> one")]), "a.html")
    assert page.title.text == "A </title><b>bold</b> one"


def test_a_widget_becomes_a_sentence(small):
    pages = small(a=[new_markdown_cell("# One"), shown({WIDGET: {"model_id": "x"}, TEXT: "Slider()"})])
    assert "needs Python" in read(pages, "a.html").select_one(".output").text


def test_a_notebook_without_heading_and_answer_is_listed_too(small):
    link = read(small(a=[new_markdown_cell("words")]), "index.html").select_one('a[href="a.html"]')
    assert link.text == "Without a title"


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_page_says_first_that_it_is_the_stored_results_of_a_notebook(built, path):
    said = read(built, f"{path.stem}.html").main.p.get_text()
    assert said.startswith(f"Stored results of the notebook {path.name}. To change its inputs, open it in")


def test_values_to_be_changed_are_shown_and_all_other_code_is_folded(built):
    shown = {
        path.stem: [fold.pre.text for fold in read(built, f"{path.stem}.html").select("details[open]")]
        for path in STORED
    }
    (inputs,) = shown.pop("04_your_numbers")
    assert 'weights = "pay first"' in inputs
    assert not any(shown.values())


def test_an_answer_is_folded_and_nothing_else(small):
    answer = shown({MARKDOWN: "It is **7**."})
    answer.metadata["tags"] = ["answer"]
    cells = [new_markdown_cell("# One\n\n#### Answer 1"), answer, shown({MARKDOWN: "Not folded."})]
    page = read(small(a=cells), "a.html")
    (fold,) = page.select("details.answer")
    assert not fold.has_attr("open")
    assert fold.find("summary", recursive=False).text == "Show"
    assert fold.select_one(".output_markdown").get_text(strip=True) == "It is7."
    outputs = page.select(".output_markdown")
    assert [output.find_parent("details") is fold for output in outputs] == [True, False]


def test_every_answer_of_the_exercises_is_folded_under_its_heading(built):
    page = read(built, "06_exercises.html")
    headings = [heading for heading in page.select("h4") if heading.find(string=re.compile("^Answer"))]
    folds = page.select("details.answer")
    assert [heading.find_next("details") for heading in headings] == folds
    assert [len(fold.select(".output")) for fold in folds] == [1] * len(folds)
    assert len(folds) == sum("answer" in cell.metadata.get("tags", []) for _, cell in exercises().code)


def exercises():
    return Notebook.read(NOTEBOOKS / "06_exercises.ipynb")


def test_words_in_a_table_are_read_from_the_left(small):
    table = (
        '<table class="dataframe"><thead><tr><th></th><th>name</th><th>pay</th></tr></thead>'
        "<tbody><tr><th>0</th><td>Page</td><td>$1,000</td></tr></tbody></table>"
    )
    page = read(small(a=[shown({HTML: table, MARKDOWN: "| a |"})]), "a.html")
    assert [cell.text for cell in page.select(".words")] == ["name", "Page"]


def test_nothing_is_loaded_from_elsewhere(built):
    for name in built.sizes:
        if name.endswith(".html"):
            loaded = read(built, name).select("[src], link[href], iframe, object, embed")
            assert [e for e in loaded if "//" in e.get("src", e.get("href", "//"))] == []
