"""What every stored notebook must be like: small rules, each from a notebook to its list of complaints."""

import ast
import base64
import io
import json
import re
import runpy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

import nbformat
from nbval.plugin import comment_markers, metadata_tags
from PIL import Image
from support.places import NOTEBOOKS

build = SimpleNamespace(**runpy.run_path(str(NOTEBOOKS / "build.py")))

PLOTLY, PNG, TEXT, HTML, MARKDOWN, WIDGET = (
    build.PLOTLY,
    build.PNG,
    "text/plain",
    "text/html",
    "text/markdown",
    "application/vnd.jupyter.widget-view+json",
)
# Cells with a live widget, by notebook: nbval cannot compare them, so each is counted here.
WIDGET_CELLS: dict[str, int] = {}

MOST_BYTES = 500_000
MOST_CODE_CELLS, MOST_LINES, MOST_MEDIAN_LINES = 15, 15, 3

MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:home|root|tmp|Users|var|work|mnt|private)/|\b[A-Z]:\\")
STYLER = re.compile(r"""id=["']?T_|#T_""")
ACTIVE = re.compile(r"<(script|svg|iframe|object|embed|link)\b", re.IGNORECASE)
REMOTE = re.compile(r"""!\[[^\]]*\]\(\s*(?:https?:)?//|\bsrc=["']?(?:https?:)?//""")
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)")
EXERCISE = re.compile(r"^### \d+\. ", re.MULTILINE)
NOT_PROSE = re.compile(r"```.*?```|`[^`\n]*`|\]\([^)]*\)|<[^>]*>|https?://\S+|Python \d\.\d+", re.DOTALL)
DOLLAR, BARE_DOLLAR = re.compile(r"\$\s?\d"), re.compile(r"(?<!\\)\$\s?\d")
# What only a result looks like: grouped digits, long numbers, money, decimals, thousands, odd percentages.
RESULT = re.compile(
    r"\b\d{1,3}(?:[,'’\u00a0\u202f]\d{3})+\b"
    r"|\b\d{5,}\b"
    r"|(?<=[$£€₹])\s?\d+(?:[.,]\d+)*[kKM]?"
    r"|\b\d+\.\d+"
    r"|\b\d+(?:k|K|M)\b"
    r"|\b(?!(?:\d*[05])\s?%)\d+\s?%"
)


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
        return ((where, output) for where, output in self.outputs if PLOTLY in output.get("data", {}))

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


Rule = Callable[[Notebook], list[str]]


def is_valid(notebook: Notebook) -> list[str]:
    try:
        nbformat.validate(notebook.content)
    except nbformat.ValidationError as error:
        return [str(error.message)]
    return []


def has_the_fixed_metadata(notebook: Notebook) -> list[str]:
    complaints = [] if notebook.content.metadata == build.METADATA else ["the notebook's metadata differ"]
    return complaints + [
        f"{where}: metadata {sorted(cell.metadata)} other than tags and the folds that belong there"
        for where, cell in notebook.cells
        if cell.metadata != build.kept_metadata(cell)
    ]


def answers_are_folded(notebook: Notebook) -> list[str]:
    """An answer is a heading and the cells below it; the next heading ends its fold."""
    groups = [list(cells) for _, cells in groupby(notebook.cells, lambda cell: build.is_answer(cell[1]))]
    number, complaints = 0, []
    for ((where, heading), *rest), after in zip(groups, [*groups[1:], None], strict=True):
        if not build.is_answer(heading):
            continue
        number += 1
        complaints += (
            [] if heading.source == f"#### Answer {number}" else [f"{where}: is not answer {number}"]
        )
        complaints += [] if any(cell.get("outputs") for _, cell in rest) else [f"{where}: no answer follows"]
        follows = after[0][1] if after else None
        if not (follows and follows.cell_type == "markdown" and re.match("#{1,4} ", follows.source)):
            complaints.append(f"{where}: what follows answer {number} is folded too")
    return complaints


def runs_in_order(notebook: Notebook) -> list[str]:
    return [
        f"{where}: count {cell.execution_count} instead of {number}"
        for number, (where, cell) in enumerate(notebook.code, 1)
        if cell.execution_count != number
    ]


def charts_are_stored_in_three_ways(notebook: Notebook) -> list[str]:
    complaints = []
    for where, output in notebook.outputs:
        data = output.get("data", {})
        if PLOTLY in data and PNG not in data:
            complaints.append(f"{where}: a chart without a picture")
        if PNG in data and PLOTLY not in data:
            complaints.append(f"{where}: a picture without a chart")
        if PLOTLY in data and not data[PLOTLY].get("data"):
            complaints.append(f"{where}: a chart of nothing")
        if PLOTLY in data and not re.fullmatch(r"[^a-z\s].{20,}\.", data.get(TEXT, "").strip(), re.DOTALL):
            complaints.append(f"{where}: a chart without a sentence as text alternative")
    return complaints


def charts_cannot_be_uploaded(notebook: Notebook) -> list[str]:
    return [
        f"{where}: the upload button is on"
        for where, chart in notebook.charts
        if chart.data[PLOTLY].get("config", {}).get("showSendToCloud") is not False
    ]


def charts_are_as_wide_as_their_cell(notebook: Notebook) -> list[str]:
    return [f"{where}: layout.width" for where, chart in notebook.charts if "width" in _layout(chart)]


def pictures_are_of_their_charts(notebook: Notebook) -> list[str]:
    return [
        f"{where}: the picture was drawn from another chart, or has more metadata than its digest"
        for where, chart in notebook.charts
        if chart.metadata != {PNG: {"digest": build.digest(chart)}}
    ]


def pictures_show_something(notebook: Notebook) -> list[str]:
    complaints = []
    for where, chart in notebook.charts:
        try:
            picture = Image.open(io.BytesIO(base64.b64decode(chart.data.get(PNG, "")))).convert("RGB")
        except (OSError, ValueError):
            complaints.append(f"{where}: the picture cannot be read")
            continue
        if len(picture.getcolors(picture.width * picture.height)) < 3:
            complaints.append(f"{where}: the picture is blank")
        if picture.size != (wanted := (build.WIDTH, _layout(chart).get("height"))):
            complaints.append(f"{where}: the picture is {picture.size} pixels, not {wanted}")
    return complaints


def _layout(chart: Any) -> dict[str, Any]:
    return chart.data[PLOTLY].get("layout", {})


def nothing_escapes_the_comparison(notebook: Notebook) -> list[str]:
    marks = [where for where, cell in notebook.code if _markers(cell)]
    widgets = {where for where, output in notebook.outputs if WIDGET in output.get("data", {})}
    found = sorted({*marks, *widgets})
    allowed = WIDGET_CELLS.get(notebook.name, 0)
    return [] if len(found) == allowed else [f"{found} skipped by nbval or live; {allowed} allowed"]


def _markers(cell: Any) -> bool:
    comments = {line.strip().lstrip("#").strip() for line in cell.source.splitlines() if "#" in line}
    return bool(comments & set(comment_markers) or set(cell.metadata.get("tags", [])) & set(metadata_tags))


def nothing_went_wrong(notebook: Notebook) -> list[str]:
    return [
        f"{where}: {output.get('ename', 'output on stderr')}"
        for where, output in notebook.outputs
        if output.output_type == "error" or output.get("name") == "stderr"
    ]


def names_no_machine(notebook: Notebook) -> list[str]:
    texts = [(where, cell.source) for where, cell in notebook.cells]
    texts += [(where, text) for where, output in notebook.outputs for text in _texts(output)]
    return [f"{where}: {found.group()}…" for where, text in texts if (found := MACHINE_PATH.search(text))]


def _texts(value: Any, kind: str = "") -> Iterator[str]:
    """Every text inside an output, but for pictures."""
    if isinstance(value, str) and not kind.startswith("image/"):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def charts_hold_plain_numbers(notebook: Notebook) -> list[str]:
    return [
        f"{where}: an array in base64"
        for where, chart in notebook.charts
        if '"bdata"' in json.dumps(chart.data[PLOTLY])
    ]


def outputs_are_stable_and_inert(notebook: Notebook) -> list[str]:
    complaints = []
    for where, output in notebook.outputs:
        data = output.get("data", {})
        page, text = data.get(HTML, ""), data.get(TEXT, "")
        odd = sorted(set(data) - {PLOTLY, PNG, TEXT, HTML, MARKDOWN, WIDGET})
        complaints += [f"{where}: output of type {kind}" for kind in odd]
        complaints += [f"{where}: HTML with {tag}" for tag in sorted(set(ACTIVE.findall(page)))]
        complaints += [f"{where}: a pandas Styler"] if STYLER.search(page) else []
        complaints += [f"{where}: a bare FigureWidget"] if text.startswith("FigureWidget") else []
        complaints += [f"{where}: the address of an object"] if re.search(r" at 0x[0-9a-f]{6}", text) else []
    return complaints


def needs_no_network(notebook: Notebook) -> list[str]:
    texts = [(where, cell.source) for where, cell in notebook.prose]
    texts += [(where, output.get("data", {}).get(HTML, "")) for where, output in notebook.outputs]
    return [f"{where}: a picture from the network" for where, text in texts if REMOTE.search(text)]


def is_small(notebook: Notebook) -> list[str]:
    return [f"{notebook.size} bytes"] if notebook.size > MOST_BYTES else []


def code_is_plain_python(notebook: Notebook) -> list[str]:
    complaints = []
    for where, cell in notebook.code:
        try:
            names = {node.id for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name)}
        except SyntaxError as error:
            complaints.append(f"{where}: a magic or no Python: {error.text}")
            continue
        complaints += [f"{where}: a magic"] if "get_ipython" in names else []
        complaints += [] if cell.source.strip() else [f"{where}: empty"]
    return complaints


def code_defines_nothing(notebook: Notebook) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    assignments = (ast.Assign, ast.AnnAssign, ast.NamedExpr)
    complaints = []
    for where, node in _syntax(notebook):
        if isinstance(node, kinds):
            complaints.append(f"{where}: defines {node.name}")
        if isinstance(node, assignments) and isinstance(node.value, ast.Lambda):
            complaints.append(f"{where}: names a lambda")
    return complaints


def code_leaves_the_process_alone(notebook: Notebook) -> list[str]:
    barred = {"sys.path", "os.chdir", "os.environ", "warnings.filterwarnings", "warnings.simplefilter"}
    return [
        f"{where}: {ast.unparse(node)}"
        for where, node in _syntax(notebook)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in barred
    ]


def _syntax(notebook: Notebook) -> Iterator[tuple[str, ast.AST]]:
    for where, cell in notebook.code:
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:
            continue  # code_is_plain_python complains
        yield from ((where, node) for node in ast.walk(tree))


def cells_are_short(notebook: Notebook) -> list[str]:
    """Exercises may have more cells: their answers are folded."""
    lines, seen = notebook.lines, notebook.lines_in_sight
    complaints = [
        f"{where}: {count} lines"
        for (where, _), count in zip(notebook.code, lines, strict=True)
        if count > MOST_LINES
    ]
    if seen and median(seen) > MOST_MEDIAN_LINES:
        complaints.append(f"the median code cell in sight has {median(seen):g} lines")
    if len(lines) > MOST_CODE_CELLS and not any(build.is_answer(cell) for _, cell in notebook.cells):
        complaints.append(f"{len(lines)} code cells")
    return complaints


def code_is_explained(notebook: Notebook) -> list[str]:
    """No two silent cells in a row: a text, a computed sentence or the title of a chart is between them.

    The cells of an answer are explained by its last one, a folded cell by its first line.
    """
    complaints, before = [], True
    for where, cell in notebook.cells:
        told = cell.cell_type == "markdown" or _speaks(cell) or build.is_answer(cell)
        told = told or cell.metadata.get("jupyter", {}).get("source_hidden", False)
        complaints += [] if told or before else [f"{where}: no sentence between it and the code before"]
        before = told
    if notebook.cells and notebook.content.cells[-1].cell_type == "code":
        complaints.append("the last cell is code")
    return complaints


def _speaks(cell: Any) -> bool:
    return any({MARKDOWN, PLOTLY} & set(output.get("data", {})) for output in cell.get("outputs", []))


def asks_one_question(notebook: Notebook) -> list[str]:
    titles = [text for level, text in headings(notebook) if level == 1]
    first = notebook.content.cells[0] if notebook.content.cells else None
    if first is None or first.cell_type != "markdown" or not first.source.startswith("# "):
        return ["does not start with a title"]
    if len(titles) != 1:
        return [f"{len(titles)} titles"]
    return [] if titles[0].endswith("?") else [f"the title is no question: {titles[0]}"]


def has_sections(notebook: Notebook) -> list[str]:
    found = headings(notebook)
    complaints = [] if sum(level == 2 for level, _ in found) >= 2 else ["fewer than two sections"]
    jumps = [
        text for (above, _), (level, text) in zip([(0, ""), *found], found, strict=False) if level > above + 1
    ]
    return complaints + [f"a heading level is left out before “{text}”" for text in jumps]


def headings(notebook: Notebook) -> list[tuple[int, str]]:
    sources = (re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL) for _, cell in notebook.prose)
    return [
        (len(marks), text.strip())
        for source in sources
        for marks, text in re.findall(r"^(#{1,6}) +(.+)$", source, re.MULTILINE)
    ]


def results_are_computed(notebook: Notebook) -> list[str]:
    """No number that only a result looks like is typed, in markdown or in a computed sentence.

    What an exercise gives, and what the code says that no reader changes, is no result.
    """
    texts, given = [], {_number(str(value)) for value in _literals(notebook)}
    for where, cell in notebook.prose:
        text = NOT_PROSE.sub(" ", cell.source)
        if EXERCISE.search(cell.source):
            given |= {_number(found) for found in RESULT.findall(text)}
        texts.append((where, text))
    for where, node in _syntax(notebook):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("say"):
            texts += [(where, NOT_PROSE.sub(" ", text)) for text in _strings(node)]
    return [
        f"{where}: {found} is typed"
        for where, text in texts
        for found in RESULT.findall(text)
        if _number(found) not in given
    ]


def _strings(call: ast.Call) -> Iterator[str]:
    """The texts of a call, without those in the braces of a template and without formats."""
    left = [*call.args]
    while left:
        node = left.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif not isinstance(node, ast.FormattedValue):
            left += ast.iter_child_nodes(node)


def _literals(notebook: Notebook) -> Iterator[float]:
    """The numbers in code, but for those that a reader is to change."""
    for where, node in _syntax(notebook):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            cell = dict(notebook.code)[where]
            if build.INPUTS not in cell.metadata.get("tags", []):
                yield node.value


def _number(text: str) -> str:
    """Spell a number in one way, with its unit."""
    return re.sub(r"[,'’\s\u00a0\u202f_]", "", text)


def amounts_are_no_formulas(notebook: Notebook) -> list[str]:
    r"""What stands between two dollar signs is read as a formula, in markdown and charts alike.

    JupyterLab looks twice: at the markdown, where ``\$`` helps, and at the page made from it, where
    only the edge of an element does. So ``**\$7** to **\$8**`` is safe, and so is a single amount.
    """
    return [
        f"{where}: “{paragraph[:40]}…” holds amounts that are not bold with an escaped dollar sign"
        for where, cell in notebook.prose
        for paragraph in re.split(r"\n\s*\n|\n(?=[-*] |\d+\. )", cell.source)
        if len(DOLLAR.findall(paragraph)) > 1
        and any(len(DOLLAR.findall(part)) > 1 or BARE_DOLLAR.search(part) for part in paragraph.split("**"))
    ] + [
        f"{where}: a chart without typesetMath: False"
        for where, chart in notebook.charts
        if chart.data[PLOTLY].get("config", {}).get("typesetMath") is not False
    ]


def sentences_are_said_and_tables_are_shown(notebook: Notebook) -> list[str]:
    """``say`` keeps dollars apart from formulas; ``show`` does too, and gives headings and formats."""
    said = [(where, output.get("data", {}).get(MARKDOWN, "")) for where, output in notebook.outputs]
    shown = [(where, output.get("data", {}).get(HTML, "")) for where, output in notebook.outputs]
    return [
        f"{where}: a sentence with a dollar sign that is not from tpm_data.say"
        for where, text in said
        if "$" in text
    ] + [
        f"{where}: a table that is not from tpm_data.show"
        for where, page in shown
        if page and not page.startswith('<div class="mathjax_ignore')
    ]


RULES: tuple[Rule, ...] = (
    is_valid,
    has_the_fixed_metadata,
    answers_are_folded,
    runs_in_order,
    charts_are_stored_in_three_ways,
    charts_cannot_be_uploaded,
    charts_are_as_wide_as_their_cell,
    pictures_are_of_their_charts,
    pictures_show_something,
    nothing_escapes_the_comparison,
    nothing_went_wrong,
    names_no_machine,
    charts_hold_plain_numbers,
    outputs_are_stable_and_inert,
    needs_no_network,
    is_small,
    code_is_plain_python,
    code_defines_nothing,
    code_leaves_the_process_alone,
    cells_are_short,
    code_is_explained,
    asks_one_question,
    has_sections,
    results_are_computed,
    amounts_are_no_formulas,
    sentences_are_said_and_tables_are_shown,
)


def dead_links(text: str, folder: Path) -> list[str]:
    """Relative links of a markdown text that lead to no file."""
    targets = (target.split("#")[0] for target in LINK.findall(text))
    local = (target for target in targets if target and not re.match(r"[a-z]+:", target))
    return [target for target in local if not (folder / target).exists()]
