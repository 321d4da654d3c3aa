"""Run every notebook, store its outputs with a picture of each chart, and print what changed.

``python notebooks/build.py`` needs a Chromium for charts that changed; a second run changes nothing.
"""

import base64
import hashlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
IMAGES = HERE / "images"
PLOTLY, PNG = "application/vnd.plotly.v1+json", "image/png"
WIDGET = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# The cells of an answer are tagged. Its heading is folded: unlike a hidden cell, it stays so when all cells are run.
ANSWER, FOLD = "answer", {"jp-MarkdownHeadingCollapsed": True}
INPUTS = "parameters"  # the tag of the cell that a reader is to change
# Pictures of the README: the chart of a notebook, counted from 0.
GALLERY = {
    "offer.png": ("00_start_here", 0),
    "career_comparison.png": ("02_weighted_attractiveness", 2),
    "people_on_bands.png": ("05_your_ladder", 0),
}
WIDTH = 840  # pixels of a picture, as of a cell of JupyterLab; a live chart is as wide as its cell
COLOURS = 64


def charts(notebook: Any) -> Iterator[Any]:
    """Yield the outputs of a notebook that hold a chart."""
    for cell in notebook.cells:
        yield from (output for output in cell.get("outputs", []) if PLOTLY in output.get("data", {}))


def digest(chart: Any) -> str:
    """Return a digest of a chart's JSON: a stored picture with another one is stale."""
    return hashlib.sha256(json.dumps(chart.data[PLOTLY], sort_keys=True).encode()).hexdigest()


def run(path: Path) -> Any:
    """Run a notebook from the top and drop what differs from run to run."""
    notebook = nbformat.read(path, as_version=4)
    stored = {digest(chart): chart for chart in charts(notebook) if PNG in chart.data}
    NotebookClient(
        notebook, timeout=120, record_timing=False, store_widget_state=False, kernel_name="python3"
    ).execute(cwd=str(HERE))
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(kept_metadata(cell))
    for chart in charts(notebook):
        key = digest(chart)
        known = stored.get(key)
        chart.data[PNG] = known.data[PNG] if known else draw(chart.data[PLOTLY])
        chart.data.pop(WIDGET, None)  # the live view of an explorer means nothing without its kernel
        chart.metadata = {PNG: {"digest": key}}
    return notebook


def is_answer(cell: Any) -> bool:
    """Say whether a cell belongs to the answer of an exercise."""
    return ANSWER in cell.metadata.get("tags", [])


def kept_metadata(cell: Any) -> dict[str, Any]:
    """Return the tags of a cell and whether its code is folded; the heading of an answer always is.

    A cell begins with a comment if its code is folded: JupyterLab shows its first line.
    """
    tags = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
    folded = cell.cell_type == "code" and cell.source.startswith("# ") and INPUTS not in tags.get("tags", [])
    heading = is_answer(cell) and cell.source.startswith("####")
    return tags | (FOLD if heading else {}) | ({"jupyter": {"source_hidden": True}} if folded else {})


def draw(content: dict[str, Any]) -> str:
    """Draw a chart as a PNG, in base64."""
    import kaleido
    from PIL import Image

    kaleido.start_sync_server(silence_warnings=True)
    figure = {"data": content["data"], "layout": content["layout"]}
    size = {"width": WIDTH, "height": content["layout"]["height"]}
    drawn = kaleido.calc_fig_sync(figure, opts={"format": "png"} | size)
    small = io.BytesIO()
    Image.open(io.BytesIO(drawn)).convert("RGB").quantize(COLOURS).save(small, "PNG", optimize=True)
    return base64.encodebytes(small.getvalue()).decode()


def main() -> int:
    """Write what differs and print what was done with each file."""
    files = {}
    for path in sorted(HERE.glob("*.ipynb")):
        notebook = run(path)
        files[path] = (nbformat.writes(notebook) + "\n").encode()
        for name, (stem, number) in GALLERY.items():
            if stem == path.stem:
                files[IMAGES / name] = base64.b64decode(list(charts(notebook))[number].data[PNG])
    IMAGES.mkdir(exist_ok=True)
    for path, content in files.items():
        same = path.exists() and path.read_bytes() == content
        if not same:
            path.write_bytes(content)
        print(f"{'unchanged' if same else 'changed':10}{path.relative_to(HERE)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
