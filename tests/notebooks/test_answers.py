"""The answers to the exercises: folded, run, compared, and left out of a handout."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from support.hygiene import MARKDOWN, Notebook, answers_are_folded, build, has_the_fixed_metadata
from support.places import NOTEBOOKS
from support.strictness import compare, next_digit

PATH = NOTEBOOKS / "06_exercises.ipynb"


@pytest.fixture
def exercises():
    return Notebook.read(PATH)


def answers(notebook):
    """Places of the headings of answers among all cells."""
    cells = notebook.content.cells
    return [i for i, cell in enumerate(cells) if build.is_answer(cell) and cell.cell_type == "markdown"]


def test_there_are_ten_exercises_and_each_has_its_answer_below_it(exercises):
    sources = [cell.source for cell in exercises.content.cells]
    asked = re.findall(r"^### (\d+)\. ", "\n".join(sources), re.MULTILINE)
    assert asked == [str(number) for number in range(1, 11)]
    for number, place in zip(asked, answers(exercises), strict=True):
        assert re.findall(r"^### (\d+)\. ", sources[place - 1], re.MULTILINE)[-1:] == [number]


def test_every_answer_is_stored_with_its_result(exercises):
    for place in answers(exercises):
        assert exercises.content.cells[place + 1].outputs != []


SPOILT = {
    "opened by a reader": lambda cells, at: cells[at].metadata.pop("jp-MarkdownHeadingCollapsed"),
    "hidden in another way": lambda cells, at: cells[at + 1].metadata.update(jupyter={"source_hidden": True}),
    "without a tag": lambda cells, at: cells[at].metadata.clear(),
    "of another number": lambda cells, at: cells[at].update(source="#### Answer 99"),
    "that tells itself in its heading": lambda cells, at: cells[at].update(
        source="#### Answer 1\n\nTen rows."
    ),
    "without code": lambda cells, at: cells.pop(at + 1),
    "whose code has no tag": lambda cells, at: cells[at + 1].metadata.clear(),
    "of two cells": lambda cells, at: cells.insert(at + 1, cells[at + 1].copy()),
    "that hides a text": lambda cells, at: cells.insert(at + 2, new_markdown_cell("Now the next exercise.")),
    "that hides a cell": lambda cells, at: cells.insert(at + 2, new_code_cell("scores")),
    "at the end": lambda cells, at: cells.__delitem__(slice(at + 2, None)),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize("number", [0, 4])
def test_a_spoilt_answer_is_noticed(exercises, spoil, number):
    spoil(exercises.content.cells, answers(exercises)[number])
    assert has_the_fixed_metadata(exercises) + answers_are_folded(exercises) != []


def test_building_folds_an_answer_again_and_opens_every_other_cell(exercises):
    heading = new_markdown_cell(
        "#### Answer 1", metadata={"tags": ["answer"], "jp-MarkdownHeadingCollapsed": False}
    )
    other = new_markdown_cell("## Scores", metadata={**build.FOLD, "tags": ["mine"], "editable": False})
    cell = new_code_cell(
        "1", metadata={"tags": ["answer"], "execution": {}, "jupyter": {"outputs_hidden": True}}
    )
    assert build.kept_metadata(heading) == {"tags": ["answer"], **build.FOLD}
    assert build.kept_metadata(other) == {"tags": ["mine"]}
    assert build.kept_metadata(cell) == {"tags": ["answer"]}
    assert build.kept_metadata(new_code_cell("1", metadata={"tags": []})) == {}


def test_a_changed_answer_is_red(exercises, tmp_path):
    cells = exercises.content.cells
    places = [place + 1 for place in answers(exercises)]
    spoilt = next(p for p in places if any(MARKDOWN in output.get("data", {}) for output in cells[p].outputs))
    (output,) = cells[spoilt].outputs
    output.data[MARKDOWN] = next_digit(output.data[MARKDOWN])
    result = compare(exercises, tmp_path / PATH.name)
    number = sum(cell.cell_type == "code" for cell in cells[:spoilt])
    assert result == {"FAILED": {number}, "PASSED": set(range(len(exercises.code))) - {number}}


def test_the_command_for_a_handout_leaves_out_the_answers_and_nothing_else(exercises, tmp_path):
    (command,) = re.findall(
        r"^```\njupyter (nbconvert .*)\n```$", exercises.content.cells[-1].source, re.MULTILINE
    )
    (tmp_path / PATH.name).write_bytes(PATH.read_bytes())
    subprocess.run(
        [sys.executable, "-m", "jupyter", *shlex.split(command)],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    handout = nbformat.read(tmp_path / Path("handout.ipynb"), as_version=4)
    kept = [cell for cell in exercises.content.cells if not build.is_answer(cell)]
    assert [cell.source for cell in handout.cells] == [cell.source for cell in kept]
    assert len(kept) < len(exercises.content.cells)
