"""Every stored notebook is without fault, and a notebook spoilt in some way has the fault of that way."""

import base64
import io
from collections.abc import Callable
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from PIL import Image
from support import hygiene
from support.hygiene import HTML, MARKDOWN, PLOTLY, PNG, TEXT, WIDGET, Notebook, faults
from support.places import STORED

import tpm_data


def of(*cells: Any) -> Notebook:
    return Notebook("x", nbformat.v4.new_notebook(cells=list(cells)))


def code(content: Any, number: int = 0) -> Any:
    return [cell for cell in content.cells if cell.cell_type == "code"][number]


def chart(content: Any) -> Any:
    return next(hygiene.build.charts(content))


def drawn(content: Any) -> Any:
    return chart(content).data[PLOTLY]


def say(words: str) -> Callable[[Any], None]:
    return lambda content: content.cells[-1].update(source=f"{content.cells[-1].source}\n\n{words}\n")


def prints(text: str, name: str = "stdout") -> Callable[[Any], None]:
    return lambda content: code(content).outputs.append(new_output("stream", name=name, text=text))


def shows(kind: str, value: Any) -> Callable[[Any], None]:
    output = new_output("display_data", data={TEXT: "A table.", kind: value})
    return lambda content: code(content).outputs.append(output)


def first(text: str) -> Callable[[Any], None]:
    return lambda content: code(content).update(source=text)


def tagged(tag: str) -> Callable[[Any], None]:
    return lambda content: code(content).metadata.update(tags=[tag])


def every(text: str) -> Callable[[Any], None]:
    return lambda content: [cell.update(source=text) for cell in content.cells if cell.cell_type == "code"]


def cells(*fresh: Any) -> Callable[[Any], None]:
    return lambda content: content.update(cells=[*fresh])


def blank(number: int) -> list[Any]:
    return [new_code_cell("1") for _ in range(number)]


def picture(width: int, height: int, colours: int) -> Callable[[Any], None]:
    stored = io.BytesIO()
    Image.effect_noise((width, height), 80).convert("RGB").quantize(colours).save(stored, "PNG")
    return lambda content: chart(content).data.update({PNG: base64.encodebytes(stored.getvalue()).decode()})


# The ways to each fault: the first notebook is changed.
STORED_HEIGHT = drawn(Notebook.read(STORED[0]).content)["layout"]["height"]
SPOILT: dict[str, list[Callable[[Any], Any]]] = {
    "a chart of nothing": [lambda n: drawn(n).update(data=[])],
    "a chart without a sentence": [lambda n: chart(n).data.update({TEXT: "Figure({…})"})],
    "a chart with another config": [lambda n: drawn(n).pop("config")],
    "a chart with a width": [lambda n: drawn(n)["layout"].update(width=700)],
    "a picture of another chart": [lambda n: drawn(n)["layout"].update(title={"text": "Another"})],
    "a chart without its picture": [
        lambda n: chart(n).data.pop(PNG),
        picture(hygiene.build.WIDTH, STORED_HEIGHT, colours=1),
        picture(300, 300, colours=64),
    ],
    "an error or a warning": [
        prints("UserWarning", "stderr"),
        lambda n: code(n).outputs.append(new_output("error", ename="KeyError", evalue="", traceback=[])),
    ],
    "a picture without a chart": [lambda n: chart(n).data.pop(PLOTLY)],
    "another kind": [shows("application/javascript", "1"), shows(WIDGET, {"model_id": "1"})],
    "HTML that does something": [shows(HTML, "<SCRIPT>alert()</SCRIPT>"), shows(HTML, '<svg id="a"/>')],
    "a table that is not shown": [shows(HTML, '<table class="dataframe"><td>7</td></table>')],
    "a sentence that is not said": [shows(MARKDOWN, "From <span>$</span>7.")],
    "metadata that building drops": [
        lambda n: code(n).metadata.update(execution={}),
        lambda n: n.cells[0].metadata.update(hygiene.build.FOLD),
        lambda n: code(n).metadata.clear(),
    ],
    "skipped by the comparison": [first("## NBVAL_IGNORE_OUTPUT\n1"), tagged("raises-exception")],
    "a path of one machine": [
        prints("Saved in\n/Users/me/x.csv"),
        first(r"pd.read_csv(r'C:\Users\me.csv')"),
        lambda n: drawn(n)["layout"].update(meta={"from": "/home/x.csv"}),
    ],
    "something from the network": [
        say("![map](https://example.org/map.png)"),
        shows(HTML, '<img src="//example.org/a.png">'),
    ],
    "too many lines": [first("x = 1\n" * 16)],
    "a definition": [first("def f():\n    return 1"), first("class A: ...")],
    "a change of the process": [first("import sys\nsys.path.insert(0, '..')"), first("os.chdir('..')")],
    "no valid notebook": [lambda n: n.cells[0].update(odd=7)],
    "other metadata": [lambda n: n.metadata.update(version="3.11")],
    "not run in order": [
        lambda n: code(n, 1).update(execution_count=None, outputs=[]),
        lambda n: code(n, -1).update(execution_count=99),
    ],
    "too many bytes": [prints("x" * 500_000)],
    "too many cells": [cells(*blank(16))],
    "long cells": [every("x = 1\n" * 4)],
    "code without a word": [
        lambda n: n.cells.append(new_code_cell("1")),
        lambda n: n.cells.__setitem__(slice(1, 1), [new_code_cell("1"), new_code_cell("2")]),
    ],
    "no question": [lambda n: n.cells[0].update(source="# All about pay"), say("# And what else?")],
    "no title": [lambda n: n.cells[0].update(source="What does it pay?")],
    "no sections": [cells(new_markdown_cell("# Why?"))],
    "typed results": [
        say("A director earns $150k."),
        say("A director earns 150,221 a year."),
        say("A director earns 150221 a year."),
        say("The score is 8.25 of 10."),
        say("A director earns 150k a year."),
        say("The midpoint rises by 38 %."),
        first('tpm_data.say("The maximum falls by $5,000.")'),
        first('tpm_data.say(f"It is {x} of 8.25 points.")'),
    ],
}
WAYS = [(words, spoil) for words, ways in SPOILT.items() for spoil in ways]


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_stored_notebook_is_without_fault(path):
    assert faults(Notebook.read(path)) == []


@pytest.mark.parametrize(("words", "spoil"), WAYS, ids=[words for words, _ in WAYS])
def test_a_spoilt_notebook_has_its_fault(words, spoil):
    spoilt = Notebook.read(STORED[0])
    spoil(spoilt.content)
    assert f": {words}" in "".join(faults(spoilt))


def test_every_fault_has_a_notebook_that_has_it():
    tables = hygiene.CHART, hygiene.OUTPUT, hygiene.CELL, hygiene.NODE, hygiene.WHOLE
    assert [*SPOILT] == [words for table in tables for words in table]


def test_explanations_may_hold_small_numbers_round_shares_and_code():
    words = "# Why?\n\n50 % means half, 100 % all; 3 of 5 levels in 2026; `1,000`; Python 3.12; 1 to 10."
    assert hygiene.typed_results(of(new_markdown_cell(words))) == []


def test_what_an_exercise_gives_and_what_the_code_takes_for_granted_is_no_result():
    asked = new_markdown_cell("# Why?\n\n### 1. A share\n\nWhat is half of 1,000, and what is 8.5?")
    typed = of(asked, new_code_cell("say(f'Of 1,000 and {x:.2f} of 150,000')\noffer = 150_000"))
    assert hygiene.typed_results(typed) == []
    typed.content.cells[1].metadata["tags"] = [hygiene.build.INPUTS]
    assert hygiene.typed_results(typed) == ["cell 2: 150,000"]


def test_what_the_library_shows_and_comments_of_code_are_no_faults():
    said = tpm_data.say("From $7 to $8."), tpm_data.show(pd.DataFrame({"pay": ["$7", "$8"]}))
    outputs = [new_output("display_data", data=made._repr_mimebundle_()) for made in said]
    lines = "x = 1  # one\n" + "\n    # two\n" * hygiene.MOST_LINES
    told = of(*blank(1), new_code_cell(lines, outputs=outputs), *blank(1), new_markdown_cell("And so on."))
    assert [fault for fault in faults(told) if "cell" in fault] == []


def test_exercises_may_have_more_cells_because_their_answers_are_folded():
    answer = new_markdown_cell("#### Answer 1", metadata={"tags": ["answer"]})
    longer = of(*blank(hygiene.MOST_CODE_CELLS + 1), answer)
    assert "whole: too many cells" not in faults(longer)
