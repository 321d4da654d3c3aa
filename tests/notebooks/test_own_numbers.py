"""The notebook for one's own numbers, run with quite different ones: it answers, and its titles fit."""

import csv

import nbformat
import pytest
from nbclient import NotebookClient
from support.hygiene import MARKDOWN, PLOTLY
from support.places import NOTEBOOKS

FAMILIES, LEVELS = ("Product", "Design", "Data", "Sales"), 10
FACTORS = ("Pay", "Commute", "Colleagues")


def ladders(folder):
    """Write 40 bands in four families, as a spreadsheet with semicolons and dollar signs does."""
    path = folder / "ladders.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Job family", "Level", "Title", "Minimum", "Maximum"])
        for number, family in enumerate(FAMILIES):
            for level in range(1, LEVELS + 1):
                low = 40_000 + 5_000 * number + 12_000 * level
                writer.writerow([family, level, f"{family} {level}", f"${low:,}", f"${low + 30_000:,}"])
    return str(path)


def scores(folder):
    path = folder / "scores.csv"
    lines = [f"{factor},{score},5" for factor, score in zip(FACTORS, (4, 2, 3.5), strict=True)]
    path.write_text("\n".join(["factor,score,scale_maximum", *lines]), encoding="utf-8")
    return str(path)


BELOW = {"offer": 70_000, "offered_level": 1, "offer_holds": "unknown", "other_job": [10] * 8}
INSIDE = {"offer": "$160k", "offered_level": 3, "other_job": [1] * 8, "weights": "life first"}
ABOVE = {
    "offer": "$1,250,000",
    "offered_level": LEVELS,
    "ladder_file": ladders,
    "one_ladder": {"job_family": "Data"},
    "years_per_level": [2] * LEVELS,
    "scores_file": scores,
    "weights": dict(zip(FACTORS, (50, 20, 10), strict=True)),
    "other_job": [3, 5, 3.5],
    "target": 3.0,
}
CASES = {
    "below the ladder, the other job better": BELOW,
    "inside three bands, the other job worse": INSIDE,
    "above one of four own ladders, the other job neither better nor worse": ABOVE,
}


@pytest.fixture(scope="module", params=CASES.values(), ids=CASES)
def answered(request, tmp_path_factory):
    """Run the notebook with other inputs; give its titles and what else it says."""
    folder = tmp_path_factory.mktemp("own")
    notebook = nbformat.read(NOTEBOOKS / "04_your_numbers.ipynb", as_version=4)
    inputs = next(cell for cell in notebook.cells if cell.cell_type == "code")
    values = {name: value(folder) if callable(value) else value for name, value in request.param.items()}
    inputs.source += "".join(f"\n{name} = {value!r}" for name, value in values.items())
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute(cwd=str(NOTEBOOKS))
    outputs = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    titles = [data[PLOTLY]["layout"]["title"]["text"] for data in outputs if PLOTLY in data]
    printed = [
        output["text"] for cell in notebook.cells for output in cell.get("outputs", []) if "text" in output
    ]
    return titles, [*(data[MARKDOWN] for data in outputs if MARKDOWN in data), *printed]


def test_titles_and_sentences_are_those_of_the_inputs(answered, snapshot):
    titles, _ = answered
    assert len(titles) == 5
    assert answered == snapshot


def test_nothing_is_said_of_missing_numbers(answered):
    assert not [text for texts in answered for text in texts if "nan" in text.casefold().split()]
