"""The answers to the exercises: folded, and left out of a handout."""

import re
import shlex
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from support.hygiene import EXERCISE, Notebook, build
from support.places import NOTEBOOKS

PATH = NOTEBOOKS / "07_exercises.ipynb"


@pytest.fixture
def exercises():
    return Notebook.read(PATH)


def shape(notebook):
    """Spell a notebook by its cells: answers with their headings and results, headings and the rest."""
    return "".join(letter(cell) for cell in notebook.content.cells)


def letter(cell):
    if build.is_answer(cell):
        heading = cell.cell_type == "markdown" and re.fullmatch(r"#### Answer \d+", cell.source)
        return "A" if heading else "r" if cell.get("outputs") else "a"
    return "h" if cell.cell_type == "markdown" and re.match("#{1,4} ", cell.source) else "."


def test_there_are_thirteen_exercises_and_each_has_its_hint_and_then_its_answer_below_it(exercises):
    sources = [cell.source for cell in exercises.content.cells]
    exercise = re.compile(r"^### (\d+)\. .+?^\*Hint.*?\*.+?^#### Answer (\d+)$", re.MULTILINE | re.DOTALL)
    numbers = [str(number) for number in range(1, 14)]
    assert exercise.findall("\n".join(sources)) == [*zip(numbers, numbers, strict=True)]
    assert sum(len(EXERCISE.findall(source)) for source in sources) == len(numbers)


def test_no_hint_is_part_of_an_answer(exercises):
    cells = exercises.content.cells
    assert not [cell.source for cell in cells if build.is_answer(cell) and "*Hint" in cell.source]


# The heading of an answer folds all that follows, up to the next heading.
ANSWERED = re.compile(r"[h.]+(Aa*r[ar]*h[h.]*)+")
SPOILT = {
    "without a tag": lambda cells, at: cells[at].metadata.clear(),
    "that tells itself in its heading": lambda cells, at: cells[at].update(source="#### Answer 1\n\nTen."),
    "without a result": lambda cells, at: [cell.update(outputs=[]) for cell in cells[at + 1 : at + 3]],
    "whose code has no tag": lambda cells, at: cells[at + 1].metadata.clear(),
    "that hides a text": lambda cells, at: cells.insert(at + 3, new_markdown_cell("Now the next one.")),
    "that hides a cell": lambda cells, at: cells.insert(at + 3, new_code_cell("scores")),
    "at the end": lambda cells, at: cells.__delitem__(slice(at + 3, None)),
}


def test_an_answer_has_a_result_and_folds_nothing_else(exercises):
    assert ANSWERED.fullmatch(shape(exercises))


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_answer_is_noticed(exercises, spoil):
    spoil(exercises.content.cells, shape(exercises).index("Arrh"))
    assert not ANSWERED.fullmatch(shape(exercises))


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
    handout = nbformat.read(tmp_path / "handout.ipynb", as_version=4)
    kept = [cell for cell in exercises.content.cells if not build.is_answer(cell)]
    assert [cell.source for cell in handout.cells] == [cell.source for cell in kept]
    assert len(kept) < len(exercises.content.cells)
