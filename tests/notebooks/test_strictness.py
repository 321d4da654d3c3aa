"""The strict comparison of outputs is red where a stored number was changed, and only there."""

import copy

import pytest
from support.hygiene import HTML, MARKDOWN, PLOTLY, Notebook
from support.places import STORED
from support.strictness import compare, next_digit


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


def moved(chart):
    changed = copy.deepcopy(chart)
    changed["data"][0]["x"][-1] += 0.000001
    return changed


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """One notebook with four cells spoilt, compared: the cells spoilt, those found red, and all."""
    stored = next(path for path in STORED if {PLOTLY, HTML, MARKDOWN} <= kinds(path))
    notebook = Notebook.read(stored)
    spoilt = {
        spoil(notebook, PLOTLY, moved),
        spoil(notebook, HTML, next_digit),
        spoil(notebook, MARKDOWN, next_digit),
    }
    spoilt.add(strip(notebook, spoilt))
    result = compare(notebook, tmp_path_factory.mktemp("spoilt") / stored.name)
    return spoilt, result, set(range(len(notebook.code)))


def kinds(path):
    return {kind for _, output in Notebook.read(path).outputs for kind in output.get("data", {})}


def test_a_changed_number_in_a_chart_a_table_or_a_sentence_and_outputs_that_are_gone_are_red(compared):
    spoilt, result, _ = compared
    assert len(spoilt) == 4
    assert result["FAILED"] == spoilt


def test_what_was_not_changed_stays_green(compared):
    spoilt, result, every = compared
    assert result["PASSED"] == every - spoilt
