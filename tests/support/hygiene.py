"""What every stored notebook must be like: faults of a chart, an output, a line of code and of the whole.

The tables hold what is wrong in words, and when it is; ``faults`` finds them all in a notebook.
"""

import ast
import base64
import io
import json
import re
import runpy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

import nbformat
from nbval.plugin import comment_markers, metadata_tags
from PIL import Image
from support.places import NOTEBOOKS

from tpm_data.figures.style import CONFIG

build = SimpleNamespace(**runpy.run_path(str(NOTEBOOKS / "build.py")))

PLOTLY, PNG, TEXT, HTML, MARKDOWN = build.PLOTLY, build.PNG, "text/plain", "text/html", "text/markdown"
WIDGET = build.WIDGET  # nbval cannot compare what a live widget shows: none is stored

MOST_BYTES = 500_000
MOST_CODE_CELLS, MOST_LINES, MOST_MEDIAN_LINES = 15, 15, 3

MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:home|root|tmp|Users|var|work|mnt|private)/|\b[A-Z]:\\")
ACTIVE = re.compile(r"<(script|svg|iframe|object|embed|link)\b", re.IGNORECASE)
REMOTE = re.compile(r"""!\[[^\]]*\]\(\s*(?:https?:)?//|\bsrc=["']?(?:https?:)?//""")
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)")
EXERCISE = re.compile(r"^### \d+\. ", re.MULTILINE)
SENTENCE = re.compile(r"[^a-z\s].{20,}\.", re.DOTALL)
NOT_PROSE = re.compile(r"```.*?```|`[^`\n]*`|\]\([^)]*\)|<[^>]*>|https?://\S+|Python \d\.\d+", re.DOTALL)
# What only a result looks like: grouped digits, long numbers, money, decimals, thousands, odd percentages.
RESULT = re.compile(
    r"\b\d{1,3}(?:[,'’\u00a0\u202f]\d{3})+\b"
    r"|\b\d{5,}\b"
    r"|(?<=[$£€₹])\s?\d+(?:[.,]\d+)*[kKM]?"
    r"|\b\d+\.\d+"
    r"|\b\d+(?:k|K|M)\b"
    r"|\b(?!(?:\d*[05])\s?%)\d+\s?%"
)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
PROCESS = {"sys.path", "os.chdir", "os.environ", "warnings.filterwarnings", "warnings.simplefilter"}


@dataclass(frozen=True)
class Notebook:
    """A stored notebook and its name."""

    name: str
    content: Any

    @classmethod
    def read(cls, path: Path) -> "Notebook":
        return cls(path.stem, nbformat.read(path, as_version=4))

    @property
    def size(self) -> int:
        return len((nbformat.writes(self.content) + "\n").encode())

    @property
    def cells(self) -> list[tuple[str, Any]]:
        """All cells, each with the words that name it in a complaint."""
        return [(f"cell {number}", cell) for number, cell in enumerate(self.content.cells, 1)]

    @property
    def code(self) -> list[tuple[str, Any]]:
        return [(where, cell) for where, cell in self.cells if cell.cell_type == "code"]

    @property
    def prose(self) -> list[tuple[str, Any]]:
        return [(where, cell) for where, cell in self.cells if cell.cell_type == "markdown"]

    @property
    def outputs(self) -> Iterator[tuple[str, Any]]:
        return ((where, output) for where, cell in self.code for output in cell.outputs)

    @property
    def charts(self) -> Iterator[tuple[str, Any]]:
        return ((where, output) for where, output in self.outputs if PLOTLY in _data(output))

    @property
    def syntax(self) -> Iterator[tuple[str, ast.AST]]:
        """Every node of the code, which is plain Python without magics."""
        return ((where, node) for where, cell in self.code for node in ast.walk(ast.parse(cell.source)))

    @property
    def lines(self) -> list[int]:
        """How many lines of code each code cell has."""
        return [_lines(cell) for _, cell in self.code]

    @property
    def lines_in_sight(self) -> list[int]:
        """How many lines of code each code cell has that is not folded."""
        return [_lines(cell) for _, cell in self.code if "jupyter" not in cell.metadata]


def _lines(cell: Any) -> int:
    return sum(bool(re.match(r"\s*[^\s#]", line)) for line in cell.source.splitlines())


def _data(output: Any) -> dict[str, Any]:
    return output.get("data", {})


# What is wrong with a chart, an output, a cell and a node of its code, and when it is.
CHART: dict[str, Callable[[Any], object]] = {
    "a chart of nothing": lambda chart: not chart.data[PLOTLY].get("data"),
    "a chart without a sentence": lambda chart: not SENTENCE.fullmatch(chart.data.get(TEXT, "").strip()),
    # The library's own turns off the upload and formulas between two amounts.
    "a chart with another config": lambda chart: chart.data[PLOTLY].get("config") != CONFIG,
    "a chart with a width": lambda chart: "width" in chart.data[PLOTLY]["layout"],
    "a picture of another chart": lambda chart: chart.metadata != {PNG: {"digest": build.digest(chart)}},
    "a chart without its picture": lambda chart: not _shows(chart),
}
OUTPUT: dict[str, Callable[[Any], object]] = {
    "an error or a warning": lambda out: out.output_type == "error" or out.get("name") == "stderr",
    "a picture without a chart": lambda out: PNG in _data(out) and PLOTLY not in _data(out),
    "another kind": lambda out: {*_data(out)} - {PLOTLY, PNG, TEXT, HTML, MARKDOWN},
    "HTML that does something": lambda out: ACTIVE.search(_data(out).get(HTML, "")),
    "a table that is not shown": lambda out: (
        not _data(out).get(HTML, '<div class="mathjax_ignore').startswith('<div class="mathjax_ignore')
    ),
    "a sentence that is not said": lambda out: "$" in _data(out).get(MARKDOWN, ""),
}
CELL: dict[str, Callable[[Any], object]] = {
    "metadata that building drops": lambda cell: cell.metadata != build.kept_metadata(cell),
    "skipped by the comparison": lambda cell: (
        {line.strip("# ") for line in cell.source.splitlines() if "#" in line} & {*comment_markers}
        or {*cell.metadata.get("tags", [])} & {*metadata_tags}
    ),
    "a path of one machine": lambda cell: MACHINE_PATH.search(_words(cell)),
    "something from the network": lambda cell: REMOTE.search(_words(cell)),
    "too many lines": lambda cell: cell.cell_type == "code" and _lines(cell) > MOST_LINES,
}
NODE: dict[str, Callable[[Any], object]] = {
    "a definition": lambda node: isinstance(node, DEFINITIONS),
    "a change of the process": lambda node: isinstance(node, ast.Attribute) and ast.unparse(node) in PROCESS,
}
WHOLE: dict[str, Callable[[Notebook], object]] = {
    "no valid notebook": lambda notebook: not nbformat.validator.isvalid(notebook.content),
    "other metadata": lambda notebook: notebook.content.metadata != build.METADATA,
    "not run in order": lambda notebook: (
        [cell.execution_count for _, cell in notebook.code] != [*range(1, len(notebook.code) + 1)]
    ),
    "too many bytes": lambda notebook: notebook.size > MOST_BYTES,
    # Exercises may have more cells: their answers are folded.
    "too many cells": lambda notebook: (
        len(notebook.code) > MOST_CODE_CELLS and not any(build.is_answer(cell) for _, cell in notebook.cells)
    ),
    "long cells": lambda notebook: median(notebook.lines_in_sight or [0]) > MOST_MEDIAN_LINES,
    "code without a word": lambda notebook: _silent(notebook),
    "no question": lambda notebook: [text[-1] for text in headings(notebook, 1)] != ["?"],
    "no title": lambda notebook: not notebook.content.cells[0].source.startswith("# "),
    "no sections": lambda notebook: len(headings(notebook, 2)) < 2,
    "typed results": lambda notebook: typed_results(notebook),
}


def faults(notebook: Notebook) -> list[str]:
    """Every fault of a notebook, with the cell it is in."""
    places = [(CHART, notebook.charts), (OUTPUT, notebook.outputs), (CELL, notebook.cells)]
    places += [(NODE, notebook.syntax), (WHOLE, [("whole", notebook)])]
    return [
        f"{where}: {words}{f', {found}' if isinstance(found, list) else ''}"
        for table, parts in places
        for where, part in parts
        for words, is_so in table.items()
        if (found := is_so(part))
    ]


def _words(cell: Any) -> str:
    """What a cell says and what it shows, but for pictures."""
    shown = [output | {"data": _data(output) | {PNG: ""}} for output in cell.get("outputs", [])]
    return cell.source + json.dumps(shown).replace(r"\n", "\n").replace(r"\"", '"')


def _shows(chart: Any) -> bool:
    """Whether there is a picture of a chart, of its size and with more than one colour on its ground."""
    if PNG not in chart.data:
        return False
    picture = Image.open(io.BytesIO(base64.b64decode(chart.data[PNG]))).convert("RGB")
    size = build.WIDTH, chart.data[PLOTLY]["layout"]["height"]
    return picture.size == size and len(picture.getcolors(picture.width * picture.height)) > 2


def _silent(notebook: Notebook) -> list[str]:
    """Cells that follow a silent one in silence: no text, computed sentence or title of a chart is between.

    The cells of an answer are explained by its last one, a folded cell by its first line.
    """
    told = [
        cell.cell_type == "markdown"
        or build.is_answer(cell)
        or cell.metadata.get("jupyter", {}).get("source_hidden", False)
        or any({MARKDOWN, PLOTLY} & {*_data(output)} for output in cell.outputs)
        for _, cell in notebook.cells
    ]
    silent = [f"cell {number}" for number, pair in enumerate(pairwise(told), 2) if not any(pair)]
    return silent + ["the last cell is code"] * (notebook.content.cells[-1].cell_type == "code")


def headings(notebook: Notebook, level: int) -> list[str]:
    prose = "\n".join(re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL) for _, cell in notebook.prose)
    return re.findall(rf"^#{{{level}}} +(.*\S)", prose, re.MULTILINE)


def typed_results(notebook: Notebook) -> list[str]:
    """No number that only a result looks like is typed, in markdown or in a computed sentence.

    What an exercise gives, and what the code says that no reader changes, is no result.
    """
    texts, given = [], {_number(str(value)) for value in _literals(notebook)}
    for where, cell in notebook.prose:
        text = NOT_PROSE.sub(" ", cell.source)
        if EXERCISE.search(cell.source):
            given |= {_number(found) for found in RESULT.findall(text)}
        texts.append((where, text))
    for where, node in notebook.syntax:
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("say"):
            texts += [(where, NOT_PROSE.sub(" ", text)) for text in _strings(node)]
    return [
        f"{where}: {found}"
        for where, text in texts
        for found in RESULT.findall(text)
        if _number(found) not in given
    ]


def _strings(node: ast.AST) -> Iterator[str]:
    """The texts of a call, without those in the braces of a template and without formats."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FormattedValue):
            yield from _strings(child)


def _literals(notebook: Notebook) -> Iterator[float]:
    """The numbers in code, but for those that a reader is to change."""
    inputs = {where for where, cell in notebook.code if build.INPUTS in cell.metadata.get("tags", [])}
    for where, node in notebook.syntax:
        if where not in inputs and isinstance(node, ast.Constant) and type(node.value) in (int, float):
            yield node.value


def _number(text: str) -> str:
    """Spell a number in one way, with its unit."""
    return re.sub(r"[,'’\s\u00a0\u202f_]", "", text)


def dead_links(text: str, folder: Path) -> list[str]:
    """Relative links of a markdown text that lead to no file."""
    targets = (target.split("#")[0] for target in LINK.findall(text))
    local = (target for target in targets if target and not re.match(r"[a-z]+:", target))
    return [target for target in local if not (folder / target).exists()]
