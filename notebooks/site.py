"""Write every notebook and the reference as pages that open from disk without a network, with charts at work.

``python notebooks/site.py [folder]`` writes into ``site/`` unless told otherwise and prints the sizes.
The notebooks are not run: the pages show their stored outputs.
"""

import base64
import html
import inspect
import json
import posixpath
import re
import sys
import types
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import nbformat
import pdoc
import plotly
from bs4 import BeautifulSoup
from jinja2 import Template
from markupsafe import Markup
from nbconvert import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook
from pygments.formatters import HtmlFormatter

import tpm_data

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PLOTLY, PNG, HTML, TEXT = "application/vnd.plotly.v1+json", "image/png", "text/html", "text/plain"
WIDGET = "application/vnd.jupyter.widget-view+json"
PLOTLY_JS = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
PAGES = HERE / "pages"
FRAME = Template((PAGES / "page.html.j2").read_text(encoding="utf-8"), autoescape=True)
NO_WIDGET = "This part needs Python: open the notebook in JupyterLab to move it."
STORED = "Stored results of the notebook {}. To change its inputs or move its sliders, open it in JupyterLab."
INDEX = """<h1>What a career document can tell you</h1>
<p>Each page is a notebook with its stored results. Nothing is loaded from elsewhere, and nothing leaves your
computer. The <a href="reference/tpm_data.html">reference</a> describes every function that they use.</p>
"""


class Site:
    """A folder of pages. Notebooks stand at its top, other files where they stand in the project."""

    def __init__(self, folder: Path, source: Path = HERE) -> None:
        self.folder, self.source, self.root = folder, source, source.parent
        self.exporter = HTMLExporter(
            template_name="basic",
            raw_template=(PAGES / "cells.html.j2").read_text(encoding="utf-8"),
            exclude_input_prompt=True,
            exclude_output_prompt=True,
        )
        self.sizes: dict[str, int] = {}

    def build(self) -> None:
        """Write all pages and what they need."""
        self.write(PLOTLY_JS.name, PLOTLY_JS.read_bytes())
        style = (PAGES / "style.css").read_text(encoding="utf-8")
        code = HtmlFormatter().get_style_defs([".highlight", ".codehilite"])
        self.write("style.css", (code + style).encode())
        for name, content in reference().items():
            self.put(f"reference/{name.replace('.', '/')}.html", name, content)
        cards = []
        for path in sorted(self.source.glob("*.ipynb")):
            name, notebook = f"{path.stem}.html", nbformat.read(path, as_version=4)
            cards.append(card(name, *self.page(name, notebook, self.source, STORED.format(path.name))))
        self.put("index.html", "What a career document can tell you", INDEX + "".join(cards))

    def write(self, name: str, content: bytes) -> None:
        """Write a file of the site and note its size."""
        self.sizes[name] = len(content)
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def put(self, name: str, title: str, content: str, note: str = "") -> None:
        """Write a page around its content."""
        facts = {"root": "../" * name.count("/"), "charts": 'class="chart"' in content, "note": note}
        self.write(name, FRAME.render(title=title, content=Markup(content), **facts).encode())

    def page(self, name: str, notebook: Any, origin: Path, note: str = "") -> tuple[str, Any]:
        """Write a notebook as a page and return its title and content; links are seen from ``origin``."""
        self.sizes[name] = 0  # taken, before its links are followed: pages link to one another
        for number, cell in enumerate(notebook.cells):
            cell["id"] = str(number)  # new cells are named at random, and pages are to be the same each time
        found = [output for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]
        for number, output in enumerate(found):
            self.drawn(output, name, number)
        content = BeautifulSoup(self.exporter.from_notebook_node(notebook)[0], "html.parser")
        for link in content.select("a[href], img[src]:not(noscript img)"):
            self.relink(link, "href" if link.name == "a" else "src", name, origin)
        heading = content.find(re.compile("^h[1-6]$"))
        title = heading.get_text().removesuffix("¶") if heading else "Without a title"
        self.put(name, title, str(content), note)
        return title, content

    def drawn(self, output: Any, page: str, number: int) -> None:
        """Let an output that holds a chart draw it."""
        data = output.data
        if PLOTLY in data:
            picture = f"pictures/{Path(page).stem}-{number}.png" if PNG in data else ""
            if picture:
                self.write(picture, base64.b64decode(data[PNG]))
            shown = chart(data[PLOTLY], "".join(data.get(TEXT, "")), f"chart-{number}", picture)
        elif WIDGET in data:
            shown = f"<p>{NO_WIDGET}</p>"
        else:
            return
        output.data = nbformat.from_dict({HTML: shown})

    def relink(self, link: Any, attribute: str, page: str, origin: Path) -> None:
        """Lead a link to a page or copy within the site; one that leads nowhere becomes plain text."""
        parts = urlsplit(link[attribute])
        elsewhere = link.name == "a" and (parts.scheme or parts.netloc or not parts.path)
        if elsewhere or parts.scheme == "data":
            return
        target = (origin / unquote(parts.path)).resolve()
        if target.is_file() and target.is_relative_to(self.root):
            way = posixpath.relpath(self.taken(target), posixpath.dirname(page) or ".")
            link[attribute] = parts._replace(path=quote(way)).geturl()
        else:
            link.append(link.get("alt", ""))  # of a picture
            link.unwrap()

    def taken(self, target: Path) -> str:
        """Return the name of a file of the project in the site, where it is taken in if it is not yet."""
        if target.suffix == ".ipynb" and target.parent == self.source:
            return f"{target.stem}.html"
        name = target.relative_to(self.root).as_posix()
        if target.suffix == ".md":
            name = f"{name.removesuffix('.md')}.html"
            if name not in self.sizes:
                text = target.read_text(encoding="utf-8")
                self.page(name, new_notebook(cells=[new_markdown_cell(text)]), target.parent)
        elif name not in self.sizes:
            self.write(name, target.read_bytes())
        return name


def chart(content: dict[str, Any], words: str, place: str, picture: str = "") -> str:
    """Return a chart as HTML: its text alternative, the drawing, and its picture where scripts are off."""
    told = html.escape(words.strip())
    config = content.get("config", {}) | {"responsive": True, "showSendToCloud": False}
    # Nothing in the JSON may end the script element or open a comment in it.
    drawing = json.dumps([content["data"], content["layout"], config])
    drawing = drawing.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    instead = f'<noscript><img alt="{told}" src="{quote(picture)}"/></noscript>' if picture else ""
    return (
        f'<div aria-label="{told}" class="chart" id="{place}" role="img"></div>'
        f'<script>Plotly.newPlot("{place}", ...{drawing})</script>{instead}'
    )


def card(name: str, title: str, content: Any) -> str:
    """Return a notebook as the index shows it: its first picture, its question and its first answer."""
    place = quote(name)
    picture, answer = content.select_one("noscript img"), content.select_one(".output_markdown")
    shown = f'<img alt="" src="{picture["src"]}"/>' if picture else ""
    return (
        f'<section class="card"><div><h2><a href="{place}">{html.escape(title)}</a></h2>'
        f"{answer.decode_contents() if answer else ''}</div>"
        f'<a aria-hidden="true" href="{place}" tabindex="-1">{shown}</a></section>\n'
    )


@cache
def reference() -> dict[str, str]:
    """Return the content of the reference pages, by module."""
    # pdoc looks into the module itself, in which names appear when they are first asked for.
    face = types.ModuleType(tpm_data.__name__, tpm_data.__doc__)
    public = {name: getattr(tpm_data, name) for name in tpm_data.__all__ if not name.startswith("_")}
    vars(face).update(public, __all__=list(public))
    found = [face, *(value for value in public.values() if inspect.ismodule(value))]
    modules = {module.__name__: pdoc.doc.Module(module) for module in found}
    pdoc.render.configure(docformat="numpy", include_undocumented=False, template_directory=PAGES)
    pdoc.render.env.filters["signature"] = signature
    for extra in ("header-ids", "toc"):  # every docstring has a heading "Parameters"
        pdoc.render_helpers.markdown_extensions.pop(extra, None)
    return {name: pdoc.render.html_module(module, modules) for name, module in modules.items()}


def signature(documented: Any) -> str:
    """Return the signature of a function or class without types: the docstring has them in words."""
    given = inspect.signature(documented.obj).parameters.values()
    bare = [one.replace(annotation=inspect.Parameter.empty) for one in given if one.name != "self"]
    return f"{documented.name}{inspect.Signature(bare)}"


def main(folder: Path = ROOT / "site") -> int:
    """Write the site and print the size of every file."""
    site = Site(folder)
    site.build()
    for name, size in sorted(site.sizes.items()):
        print(f"{size / 1000:9,.1f} kB  {name}")
    print(f"{sum(site.sizes.values()) / 1000:9,.1f} kB  in all; open {folder / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
