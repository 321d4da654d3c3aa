"""The answers to the exercises: folded, and left out of a handout."""

import re
import shlex
import subprocess
import sys

import nbformat
import pytest
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


# The heading of an answer folds all that follows, up to the next heading.
ANSWERED = re.compile(r"[h.]+(Aa*r[ar]*h[h.]*)+")


def test_an_answer_has_a_result_and_no_hint_and_folds_nothing_else(exercises):
    assert ANSWERED.fullmatch(shape(exercises))
    hints = [cell for cell in exercises.content.cells if "*Hint" in cell.source]
    assert not any(map(build.is_answer, hints))


@pytest.mark.parametrize("spoilt", ["h.rrh", "hAah", "hAar.h", "hAar", "hAarAar", "hA.rh"])
def test_an_answer_without_tag_or_result_or_with_more_below_it_is_noticed(spoilt):
    assert not ANSWERED.fullmatch(spoilt)


def test_the_command_for_a_handout_leaves_out_the_answers_and_nothing_else(exercises, tmp_path):
    said = exercises.content.cells[-1].source
    (command,) = re.findall(r"^```\n\.venv/bin/jupyter (nbconvert .*)\n```$", said, re.MULTILINE)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / PATH.name).write_bytes(PATH.read_bytes())
    convert = [sys.executable, "-m", "jupyter", *shlex.split(command)]
    subprocess.run(convert, cwd=tmp_path, check=True, capture_output=True)
    handout = nbformat.read(tmp_path / "notebooks" / "handout.ipynb", as_version=4)
    kept = [cell for cell in exercises.content.cells if not build.is_answer(cell)]
    assert [cell.source for cell in handout.cells] == [cell.source for cell in kept]
    assert len(kept) < len(exercises.content.cells)
