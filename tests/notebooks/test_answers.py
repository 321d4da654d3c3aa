"""The answers to the exercises: folded, run, compared, and left out of a handout."""

import itertools
import re
import shlex
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from support.hygiene import EXERCISE, MARKDOWN, Notebook, answers_are_folded, build, has_the_fixed_metadata
from support.places import NOTEBOOKS
from support.strictness import compare, next_digit

PATH = NOTEBOOKS / "07_exercises.ipynb"


@pytest.fixture
def exercises():
    return Notebook.read(PATH)


def answers(notebook):
    """Places of the headings of answers among all cells."""
    cells = notebook.content.cells
    return [i for i, cell in enumerate(cells) if build.is_answer(cell) and cell.cell_type == "markdown"]


def answer(cells, at):
    """The cells below the heading of an answer, up to the next heading."""
    return list(itertools.takewhile(build.is_answer, cells[at + 1 :]))


def test_there_are_thirteen_exercises_and_each_has_its_hint_and_then_its_answer_below_it(exercises):
    sources = [cell.source for cell in exercises.content.cells]
    exercise = re.compile(r"^### (\d+)\. .+?^\*Hint.*?\*.+?^#### Answer (\d+)$", re.MULTILINE | re.DOTALL)
    numbers = [str(number) for number in range(1, 14)]
    assert exercise.findall("\n".join(sources)) == [*zip(numbers, numbers, strict=True)]
    assert sum(len(EXERCISE.findall(source)) for source in sources) == len(numbers)


def test_no_hint_is_part_of_an_answer(exercises):
    cells = exercises.content.cells
    assert not [cell.source for cell in cells if build.is_answer(cell) and "*Hint" in cell.source]


SPOILT = {
    "opened by a reader": lambda cells, at: cells[at].metadata.pop("jp-MarkdownHeadingCollapsed"),
    "without a tag": lambda cells, at: cells[at].metadata.clear(),
    "of another number": lambda cells, at: cells[at].update(source="#### Answer 99"),
    "that tells itself in its heading": lambda cells, at: cells[at].update(
        source="#### Answer 1\n\nTen rows."
    ),
    "without code": lambda cells, at: cells.__delitem__(slice(at + 1, at + 1 + len(answer(cells, at)))),
    "without a result": lambda cells, at: [cell.pop("outputs", None) for cell in answer(cells, at)],
    "whose code has no tag": lambda cells, at: cells[at + 1].metadata.clear(),
    "that hides a text": lambda cells, at: cells.insert(
        at + 1 + len(answer(cells, at)), new_markdown_cell("Now the next exercise.")
    ),
    "that hides a cell": lambda cells, at: cells.insert(
        at + 1 + len(answer(cells, at)), new_code_cell("scores")
    ),
    "at the end": lambda cells, at: cells.__delitem__(slice(at + 1 + len(answer(cells, at)), None)),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize("number", [0, 4])
def test_a_spoilt_answer_is_noticed(exercises, spoil, number):
    spoil(exercises.content.cells, answers(exercises)[number])
    assert has_the_fixed_metadata(exercises) + answers_are_folded(exercises) != []


def test_building_folds_an_answer_again_and_opens_every_other_heading(exercises):
    heading = new_markdown_cell(
        "#### Answer 1", metadata={"tags": ["answer"], "jp-MarkdownHeadingCollapsed": False}
    )
    other = new_markdown_cell("## Scores", metadata={**build.FOLD, "tags": ["mine"], "editable": False})
    assert build.kept_metadata(heading) == {"tags": ["answer"], **build.FOLD}
    assert build.kept_metadata(other) == {"tags": ["mine"]}


def test_building_folds_code_that_begins_with_a_comment_and_shows_all_other_code_and_inputs():
    folded = {"jupyter": {"source_hidden": True}}
    shown = {"execution": {}, "jupyter": {"source_hidden": True, "outputs_hidden": True}}
    answered, inputs = {"tags": ["answer"]}, {"tags": [build.INPUTS]}
    assert build.kept_metadata(new_code_cell("# One.\n1")) == folded
    assert build.kept_metadata(new_code_cell("# One.\n1", metadata=answered)) == answered | folded
    assert build.kept_metadata(new_code_cell("# Your job.\njob = 1", metadata=inputs)) == inputs
    assert build.kept_metadata(new_code_cell("1  # one", metadata=shown)) == {}
    assert build.kept_metadata(new_code_cell("1", metadata={"tags": []})) == {}


def test_a_changed_answer_is_red(exercises, tmp_path):
    cells = exercises.content.cells
    spoilt = next(
        place
        for place, cell in enumerate(cells)
        if build.is_answer(cell) and any(MARKDOWN in output.data for output in cell.get("outputs", []))
    )
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
