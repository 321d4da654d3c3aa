"""Write every notebook as a page that opens from disk without a network, with its charts at work.

``python notebooks/site.py [folder]`` writes into ``site/`` unless told otherwise and prints the sizes.
The notebooks are not run: the pages show their stored outputs.
"""

import base64
import html
import json
import posixpath
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import nbformat
import pandas as pd
import plotly
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pygments.formatters import HtmlFormatter

import tpm_data
from tpm_data import attractiveness, figures
from tpm_data.formatting import join, points

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PLOTLY, PNG, HTML, TEXT = "application/vnd.plotly.v1+json", "image/png", "text/html", "text/plain"
WIDGET = "application/vnd.jupyter.widget-view+json"
PLOTLY_JS = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
STYLE, TEMPLATE = HERE / "site.css", HERE / "site.html.j2"
INDEX, WEIGHTS = "index.html", "weights.html"
NO_WIDGET = "This part needs Python: open the notebook in JupyterLab to move it."
STORED = (
    "Stored results of the notebook `{}`. To change its inputs, open it in JupyterLab, which has the buttons, menus "
    "and sliders that the text speaks of; on this page, what is folded opens with *Code* or *Show*."
)
NUMBER = re.compile(r"^\W*[\d.,]*\s*%?$|^(nan|NaN|None|<NA>)$")


class Site:
    """A folder of pages. Notebooks stand at its top, other files where they stand in the project."""

    def __init__(self, folder: Path, source: Path = HERE) -> None:
        self.folder, self.source, self.root = folder, source, source.parent
        self.exporter = HTMLExporter(
            template_name="basic",
            raw_template=TEMPLATE.read_text(encoding="utf-8"),
            exclude_input_prompt=True,
            exclude_output_prompt=True,
            **dict.fromkeys(("mathjax_url", "require_js_url", "jquery_url", "mermaid_js_url"), ""),
        )
        self.sizes: dict[str, int] = {}

    def build(self) -> None:
        """Write all pages and what they need."""
        self.write(PLOTLY_JS.name, PLOTLY_JS.read_bytes())
        colours = HtmlFormatter().get_style_defs(".highlight")
        self.write(STYLE.name, (STYLE.read_text(encoding="utf-8") + colours).encode())
        notebooks = {path: nbformat.read(path, as_version=4) for path in sorted(self.source.glob("*.ipynb"))}
        weights = weights_page()
        self.page(INDEX, index_page(notebooks, weights), self.source)
        self.page(WEIGHTS, weights, self.source)
        for path, notebook in notebooks.items():
            notebook.cells.insert(0, new_markdown_cell(STORED.format(path.name)))
            self.page(f"{path.stem}.html", notebook, self.source)

    def write(self, name: str, content: bytes) -> None:
        """Write a file of the site and note its size."""
        self.sizes[name] = len(content)
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def page(self, name: str, notebook: Any, origin: Path) -> None:
        """Write a notebook as a page; its links are read as seen from the folder ``origin``."""
        self.sizes[name] = 0  # taken, before its links are followed: pages link to one another
        for number, cell in enumerate(notebook.cells):
            cell["id"] = str(number)  # new cells are named at random, and pages are to be the same each time
        charts = [self.drawn(output, name, number) for number, output in enumerate(outputs(notebook))]
        facts = {"title": title_of(notebook), "root": "../" * name.count("/")}
        facts |= {"charts": any(charts), "back": name != INDEX}
        text, _ = self.exporter.from_notebook_node(notebook, facts)
        page = BeautifulSoup(text, "html.parser")
        for link in page.select("main a[href], main img[src]:not(noscript img)"):
            self.relink(link, "href" if link.name == "a" else "src", name, origin)
        for table in page.select("table.dataframe"):
            mark_words(table)
        first = page.select_one("main details pre")
        if first and "import" not in first.text:  # nothing is computed yet: values for the reader to change
            first.find_parent("details")["open"] = ""
        self.write(name, str(page).encode())

    def drawn(self, output: Any, page: str, number: int) -> bool:
        """Let an output that holds a chart draw it; say whether it does."""
        data = output.data
        if PLOTLY in data:
            picture = f"pictures/{Path(page).stem}-{number}.png" if PNG in data else ""
            if picture:
                self.write(picture, base64.b64decode(data[PNG]))
            shown = chart(data[PLOTLY], "".join(data.get(TEXT, "")), f"chart-{number}", picture)
        elif WIDGET in data:
            shown = f"<p>{NO_WIDGET}</p>"
        else:
            return False
        output.data = nbformat.from_dict({HTML: shown})
        return PLOTLY in data

    def relink(self, link: Any, attribute: str, page: str, origin: Path) -> None:
        """Lead a link to a page or copy within the site; one that leads nowhere becomes plain text."""
        parts = urlsplit(link[attribute])
        elsewhere = link.name == "a" and (parts.scheme or parts.netloc or not parts.path)
        if elsewhere or parts.scheme == "data" or parts.path == WEIGHTS:
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
    # Nothing in the JSON may end the script element or open a comment in it.
    drawing = json.dumps(
        [content["data"], content["layout"], content.get("config", {}) | {"showSendToCloud": False}]
    )
    drawing = drawing.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    instead = f'<noscript><img alt="{told}" src="{picture}"/></noscript>' if picture else ""
    return (
        f'<div aria-label="{told}" class="chart" id="{place}" role="img"></div>'
        f'<script>Plotly.newPlot("{place}", ...{drawing})</script>{instead}'
    )


def mark_words(table: Any) -> None:
    """Mark the columns of a table that hold words: they are read from the left, numbers from the right."""
    rows = [row.find_all(["th", "td"]) for row in table.find_all("tr")]
    for column in zip(*rows, strict=False):
        if any(cell.find_parent("tbody") and not NUMBER.match(cell.text) for cell in column):
            for cell in column:
                cell["class"] = "words"


def outputs(notebook: Any) -> list[Any]:
    """Return the outputs of a notebook that hold data."""
    return [output for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]


def title_of(notebook: Any) -> str:
    """Return the first heading of a notebook."""
    texts = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    found = re.search(r"^#+\s+(.+?)\s*#*$", "\n\n".join(texts), re.MULTILINE)
    return found[1] if found else "Without a title"


def teaser_of(notebook: Any) -> str:
    """Return the first sentences that a notebook computes, as Markdown."""
    computed = (
        output.data["text/markdown"] for output in outputs(notebook) if "text/markdown" in output.data
    )
    return "".join(next(computed, ""))


def index_page(notebooks: dict[Path, Any], weights: Any) -> Any:
    """Return the first page: every notebook with its question and its answer."""
    pages = [(f"{path.stem}.ipynb", notebook) for path, notebook in notebooks.items()]
    parts = [
        "# A career document, asked questions",
        "Each page is a notebook with its stored results. Nothing is loaded from elsewhere, and nothing leaves your "
        "computer.",
        *(
            f"## [{title_of(book)}]({name})\n\n{teaser_of(book)}"
            for name, book in [*pages, (WEIGHTS, weights)]
        ),
    ]
    return new_notebook(cells=[new_markdown_cell("\n\n".join(parts))])


def weights_page() -> Any:
    """Return the page that shows the scores under every example weighting."""
    scores = tpm_data.load("attractiveness_scores")
    names = attractiveness.profiles()["profile"].unique()
    of = {name: attractiveness.contributions(scores, weights=name) for name in names}
    for table in of.values():
        table.attrs["basis"] = "the scores of the career document, under example weights that are no advice"
    means = {name: points(table["contribution"].sum()) for name, table in of.items()}
    told = join(f"**{mean}** ({name})" for name, mean in means.items())
    shares = pd.DataFrame({name: table.set_index("factor")["weight"] for name, table in of.items()})
    table = (100 * shares).map(lambda share: f"{points(share)} %")
    table.insert(0, "score", scores.set_index("factor")["score"].map(points))
    table.loc["weighted mean"] = ["", *means.values()]
    views = [
        cell
        for name, table in of.items()
        for cell in (
            new_markdown_cell(f"## {name.capitalize()}"),
            hidden(figures.factor_contributions(table)._repr_mimebundle_()),
        )
    ]
    cells = [
        new_markdown_cell(
            "# What if other things matter to you?\n\nThe same scores under four example weightings. The weight of "
            "each factor stands below its name."
        ),
        hidden({"text/markdown": f"The weighted mean of the scores is {told}."}),
        *views,
        new_markdown_cell("## All four beside each other\n\nEach score, and its weight in every profile."),
        hidden({HTML: table.rename_axis(index=None, columns=None).to_html()}),
        new_markdown_cell(
            "For weights of your own, open [04_your_numbers](04_your_numbers.ipynb) in JupyterLab: it has sliders."
        ),
    ]
    return new_notebook(cells=cells)


def hidden(data: dict[str, Any]) -> Any:
    """Return a cell that shows an output and no code."""
    cell = new_code_cell(outputs=[new_output("display_data", data)])
    cell.metadata["transient"] = {"remove_source": True}
    return cell


def main(folder: Path = ROOT / "site") -> int:
    """Write the site and print the size of every file."""
    site = Site(folder)
    site.build()
    for name, size in sorted(site.sizes.items()):
        print(f"{size / 1000:9,.1f} kB  {name}")
    print(f"{sum(site.sizes.values()) / 1000:9,.1f} kB  in all; open {folder / INDEX}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
