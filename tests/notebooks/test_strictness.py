"""The strict comparison of outputs is red where a stored number was changed, and only there."""

import copy
import re
import subprocess
import sys

import nbformat
import pytest
from support.hygiene import FOLDER, HTML, MARKDOWN, PATHS, PLOTLY, Notebook

STRICT = [
    "--nbval",
    "--nbval-current-env",
    "--nbval-cell-timeout=120",
    "-o",
    "addopts=",
    "-o",
    "filterwarnings=",
]


def spoil(notebook, kind, change):
    """Change the first output of a kind and return the number of its cell among the code cells."""
    for number, (_, cell) in enumerate(notebook.code):
        for output in cell.outputs:
            if kind in output.get("data", {}):
                output.data[kind] = change(output.data[kind])
                return number
    raise LookupError(f"no output of type {kind}")


def strip(notebook, others):
    """Drop the outputs of the first cell that has some and is not spoilt otherwise; return its number."""
    for number, (_, cell) in enumerate(notebook.code):
        if cell.outputs and number not in others:
            cell.outputs = []
            return number
    raise LookupError("no other cell with outputs")


def next_digit(text):
    """Raise the last digit of a text by one."""
    return re.sub(r"(\d)(\D*)\Z", lambda found: f"{(int(found[1]) + 1) % 10}{found[2]}", text)


def moved(chart):
    changed = copy.deepcopy(chart)
    changed["data"][0]["x"][-1] += 0.000001
    return changed


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """One notebook with four cells spoilt, compared: the cells spoilt, those found red, and all."""
    stored = next(path for path in PATHS if {PLOTLY, HTML, MARKDOWN} <= kinds(path))
    notebook = Notebook.read(stored)
    spoilt = {
        spoil(notebook, PLOTLY, moved),
        spoil(notebook, HTML, next_digit),
        spoil(notebook, MARKDOWN, next_digit),
    }
    spoilt.add(strip(notebook, spoilt))
    result = compare(notebook, tmp_path_factory.mktemp("spoilt") / stored.name)
    return spoilt, result, set(range(len(notebook.code)))


def compare(notebook, path):
    """Write a notebook, compare its outputs, and give the numbers of the code cells found red and green."""
    nbformat.write(notebook.content, path)
    command = [sys.executable, "-m", "pytest", *STRICT, "-p", "no:cacheprovider", "-q", "-rA", str(path)]
    report = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False, timeout=300)
    return {
        word: {int(number) for number in re.findall(rf"^{word} .*::Cell (\d+)", report.stdout, re.MULTILINE)}
        for word in ("PASSED", "FAILED")
    }


def kinds(path):
    return {kind for _, output in Notebook.read(path).outputs for kind in output.get("data", {})}


def test_a_changed_number_in_a_chart_a_table_or_a_sentence_and_outputs_that_are_gone_are_red(compared):
    spoilt, result, _ = compared
    assert len(spoilt) == 4
    assert result["FAILED"] == spoilt


def test_what_was_not_changed_stays_green(compared):
    spoilt, result, every = compared
    assert result["PASSED"] == every - spoilt
