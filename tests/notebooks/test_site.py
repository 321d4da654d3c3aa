"""The site: every notebook is listed, links stay inside, texts cannot break out of their place."""

import base64
import inspect
import json
import re
import runpy
from functools import cache
from types import SimpleNamespace
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, writes
from support.hygiene import MARKDOWN, PLOTLY, PNG, TEXT, WIDGET, Notebook
from support.places import NOTEBOOKS, STORED

import tpm_data

site = SimpleNamespace(**runpy.run_path(str(NOTEBOOKS / "site.py")))
MOST_BYTES, MOST_IN_ALL = 300_000, 10_000_000
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
    return parsed(pages.folder / name)


@cache
def parsed(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def shown(data):
    return new_code_cell(outputs=[new_output("display_data", data)])


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_the_index_shows_every_notebook_by_its_title_first_answer_and_first_picture(built, path):
    page = read(built, f"{path.stem}.html")
    card = next(
        card for card in read(built, "index.html").select(".card") if card.select(f'[href^="{path.stem}"]')
    )
    assert card.h2.text == page.title.text == page.h1.get_text().removesuffix("¶")
    assert page.select_one(".output_markdown p").get_text() in card.get_text()
    first = next(
        output.data[PNG] for _, output in Notebook.read(path).outputs if PNG in output.get("data", {})
    )
    assert (built.folder / card.img["src"]).read_bytes() == base64.b64decode(first)


def test_every_link_leads_to_a_place_on_the_site_and_every_page_is_reached(built):
    left, reached, dead = ["index.html"], {"index.html"}, []
    while left:
        name = left.pop()
        for link in read(built, name).select("[href], [src]"):
            address = urlsplit(urljoin(name, link.get("href", link.get("src"))))
            to, place = unquote(address.path), unquote(address.fragment)
            if address.scheme:
                continue
            if not (built.folder / to).is_file() or (place and not read(built, to).find(id=place)):
                dead.append((name, to, place))
            elif to.endswith(".html") and to not in reached:
                reached.add(to)
                left.append(to)
    assert dead == []
    assert reached == {name for name in built.sizes if name.endswith(".html")}


def test_a_site_is_small_and_tells_the_sizes_of_its_files(built):
    files = {path.relative_to(built.folder).as_posix(): path for path in built.folder.rglob("*.*")}
    assert built.sizes == {name: path.stat().st_size for name, path in files.items()}
    assert [name for name in files if name.endswith(".js")] == [site.PLOTLY_JS.name]
    assert [name for name, size in built.sizes.items() if size > MOST_BYTES] == [site.PLOTLY_JS.name]
    assert sum(built.sizes.values()) < MOST_IN_ALL


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
    assert config == {"responsive": True, "showSendToCloud": False}
    place = page.select_one("main [role=img]")
    assert place["aria-label"] == HOSTILE
    assert f'"{place["id"]}"' in drawing[0].string


def test_names_of_files_are_quoted_where_they_are_addresses(small):
    content = {"data": [], "layout": {}}
    pages = small(**{'5% "a"': [new_markdown_cell("# One"), shown({PLOTLY: content, PNG: "YQ=="})]})
    card = read(pages, "index.html").select_one(".card")
    assert [link["href"] for link in card.select("a")] == ["5%25%20%22a%22.html"] * 2
    assert (pages.folder / unquote(card.img["src"])).read_bytes() == b"a"


def test_a_title_is_text_in_the_head_of_its_page(small):
    page = read(small(a=[new_markdown_cell("# A `</title>` *bold* one")]), "a.html")
    assert page.title.text == "A </title> bold one"


def test_a_widget_becomes_a_sentence(small):
    pages = small(a=[new_markdown_cell("# One"), shown({WIDGET: {"model_id": "x"}, TEXT: "Slider()"})])
    assert "needs Python" in read(pages, "a.html").select_one(".output").text


def test_a_notebook_without_heading_and_answer_is_listed_too(small):
    link = read(small(a=[new_markdown_cell("words")]), "index.html").select_one('a[href="a.html"]')
    assert link.text == "Without a title"


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_page_says_whose_stored_results_it_is_and_folds_code_as_the_notebook_does(built, path):
    page = read(built, f"{path.stem}.html")
    assert page.main.p.get_text().startswith(f"Stored results of the notebook {path.name}. To change its")
    cells = [cell.metadata.get("jupyter", {}) for _, cell in Notebook.read(path).code]
    folded = [cell.get("source_hidden", False) for cell in cells]
    assert [bool(code.details) for code in page.select(".input")] == folded


def test_an_answer_is_one_fold_named_by_its_heading_and_nothing_else_is_in_it(small):
    said = [shown({MARKDOWN: words}) for words in ("It is **7**.", "Why?", "Not folded.")]
    heading, more = new_markdown_cell("#### Answer <1>"), new_markdown_cell("More.")
    for cell in (heading, said[0], said[1], more):
        cell.metadata["tags"] = ["answer"]
    pages = small(a=[new_markdown_cell("# One"), heading, said[0], more, said[2], said[1]], b=[said[0]])
    first, last = read(pages, "a.html").select("details")
    assert [fold.summary.text for fold in (first, last)] == ["Answer <1>", "Answer"]
    assert not first.has_attr("open")
    assert ("It is 7." in first.get_text(), "More." in first.get_text()) == (True, True)
    assert ("Why?" in last.get_text(), "Not folded." in last.get_text()) == (True, False)
    assert read(pages, "b.html").select_one("details .output_markdown")


MODULES = [
    tpm_data,
    *(value for name in tpm_data.__all__ if inspect.ismodule(value := getattr(tpm_data, name))),
]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_reference_describes_every_public_function_and_class_with_its_parameters(built, module):
    page = read(built, f"reference/{module.__name__.replace('.', '/')}.html")
    assert " at 0x" not in page.get_text()
    listed = {link["href"] for link in page.select(".contents a")}
    for name in getattr(module, "__all__", ()):
        documented = getattr(module, name)
        if inspect.isroutine(documented) or inspect.isclass(documented):
            section = page.find(id=name)
            assert section.select_one(".docstring").get_text(strip=True)
            assert f"#{name}" in listed
        if inspect.isroutine(documented):
            named = " ".join(word.get_text() for word in section.select("li > strong"))
            assert {*inspect.signature(documented).parameters} <= {*re.findall(r"\w+", named)}


def test_nothing_is_loaded_from_elsewhere(built):
    for name in built.sizes:
        if name.endswith(".html"):
            loaded = read(built, name).select("[src], link[href], iframe, object, embed")
            assert [e for e in loaded if "//" in e.get("src", e.get("href", "//"))] == []
