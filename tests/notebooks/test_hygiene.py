"""Every rule holds for every stored notebook, and complains about a notebook spoilt in its way."""

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
from support.hygiene import HTML, MARKDOWN, PLOTLY, PNG, RULES, TEXT, WIDGET, Notebook
from support.places import STORED

import tpm_data


def with_charts() -> Notebook:
    """Return the first stored notebook that has a chart."""
    return next(notebook for notebook in map(Notebook.read, STORED) if list(notebook.charts))


def of(*cells: Any) -> Notebook:
    return Notebook("x", nbformat.v4.new_notebook(cells=list(cells)))


def code(content: Any, number: int = 0) -> Any:
    return [cell for cell in content.cells if cell.cell_type == "code"][number]


def chart(content: Any) -> Any:
    return next(iter(hygiene.build.charts(content)))


def say(content: Any, words: str) -> None:
    content.cells[-1].source += f"\n\n{words}\n"


def print_out(content: Any, name: str = "stdout", text: str = "") -> None:
    code(content).outputs.append(new_output("stream", name=name, text=text))


def show(content: Any, kind: str, value: Any) -> None:
    data = {TEXT: "A table.", kind: value}
    code(content).outputs.append(new_output("display_data", data=data))


def picture(content: Any, width: int, height: int, colour: str = "") -> None:
    size = (width, height)
    drawn = Image.new("RGB", size, colour) if colour else Image.effect_noise(size, 80)
    stored = io.BytesIO()
    drawn.convert("RGB").quantize(64).save(stored, "PNG")
    chart(content).data[PNG] = base64.encodebytes(stored.getvalue()).decode()


def blank(content: Any) -> None:
    picture(content, hygiene.build.WIDTH, chart(content).data[PLOTLY]["layout"]["height"], "white")


def one_number_moves(content: Any) -> None:
    chart(content).data[PLOTLY]["data"][0]["x"][0] += 1


def first_source(text: str) -> Callable[[Any], None]:
    return lambda content: content.cells[0].update(source=text)


def first_code(text: str) -> Callable[[Any], None]:
    return lambda content: code(content).update(source=text)


def first_code_tagged(tag: str) -> Callable[[Any], None]:
    return lambda content: code(content).metadata.update(tags=[tag])


def every_code(text: str) -> Callable[[Any], None]:
    return lambda content: (
        [cell.update(source=text) for cell in content.cells if cell.cell_type == "code"] and None
    )


def fresh_cells(content: Any, *cells: Any) -> None:
    content.cells = list(cells)


SPOILT: dict[hygiene.Rule, dict[str, Callable[[Any], Any]]] = {
    hygiene.is_valid: {"an unknown cell type": lambda n: n.cells[0].update(cell_type="odd")},
    hygiene.has_the_fixed_metadata: {
        "a Python version": lambda n: n.metadata.update(version="3.11"),
        "a timing": lambda n: code(n).metadata.update(execution={}),
        "a fold": lambda n: n.cells[0].metadata.update(hygiene.build.FOLD),
        "code that is not folded": lambda n: code(n).metadata.clear(),
        "folded inputs": first_code_tagged(hygiene.build.INPUTS),
    },
    hygiene.answers_are_folded: {"no heading": lambda n: code(n).metadata.update(tags=["answer"])},
    hygiene.runs_in_order: {
        "never run": lambda n: code(n, 2).update(execution_count=None),
        "stripped": lambda n: code(n, 1).update(execution_count=None, outputs=[]),
        "run twice": lambda n: code(n, -1).update(execution_count=99),
    },
    hygiene.charts_are_stored_in_three_ways: {
        "no picture": lambda n: chart(n).data.pop(PNG),
        "no JSON": lambda n: chart(n).data.pop(PLOTLY),
        "a picture alone": lambda n: chart(n).update(data={PNG: chart(n).data[PNG]}),
        "no text": lambda n: chart(n).data.pop(TEXT),
        "a repr": lambda n: chart(n).data.update({TEXT: "Figure({…})"}),
        "no trace": lambda n: chart(n).data[PLOTLY].update(data=[]),
    },
    hygiene.charts_cannot_be_uploaded: {"no config": lambda n: chart(n).data[PLOTLY].pop("config")},
    hygiene.charts_are_as_wide_as_their_cell: {
        "a width of its own": lambda n: chart(n).data[PLOTLY]["layout"].update(width=700)
    },
    hygiene.pictures_are_of_their_charts: {
        "a number moved": one_number_moves,
        "no digest": lambda n: chart(n).metadata.clear(),
        "a width": lambda n: chart(n).metadata[PNG].update(width=700),
    },
    hygiene.pictures_show_something: {
        "blank": blank,
        "no PNG": lambda n: chart(n).data.update({PNG: "bm8gcGljdHVyZQ=="}),
        "another shape": lambda n: picture(n, 300, 300),
    },
    hygiene.nothing_escapes_the_comparison: {
        "a skipping comment": first_code("# NBVAL_SKIP\n1 + 1"),
        "an ignoring comment": first_code("## NBVAL_IGNORE_OUTPUT\n1"),
        "a skipping tag": lambda n: code(n).metadata.update(tags=["nbval-skip"]),
        "an exception expected": lambda n: code(n).metadata.update(tags=["raises-exception"]),
        "a live widget": lambda n: show(n, WIDGET, {"model_id": "1"}),
    },
    hygiene.nothing_went_wrong: {
        "a warning": lambda n: print_out(n, "stderr", "UserWarning"),
        "an exception": lambda n: code(n).outputs.append(
            new_output("error", ename="KeyError", evalue="", traceback=[])
        ),
    },
    hygiene.names_no_machine: {
        "a printed path": lambda n: print_out(n, text="saved in /Users/me/x.csv"),
        "a path of Windows": lambda n: print_out(n, text=r"saved in C:\Users\me"),
        "a path in code": first_code("pd.read_csv('/tmp/x.csv')"),
        "a path in a chart": lambda n: chart(n).data[PLOTLY]["layout"].update(meta={"from": "/home/x.csv"}),
    },
    hygiene.charts_hold_plain_numbers: {
        "an encoded array": lambda n: (
            chart(n).data[PLOTLY]["data"][0].update(x={"dtype": "f8", "bdata": "AAAA"})
        )
    },
    hygiene.outputs_are_stable_and_inert: {
        "a styler": lambda n: show(n, HTML, '<td id="T_a1b2c_row0">'),
        "a script": lambda n: show(n, HTML, "<SCRIPT>alert()</SCRIPT>"),
        "SVG in HTML": lambda n: show(n, HTML, '<svg id="a"/>'),
        "SVG": lambda n: show(n, "image/svg+xml", "<svg/>"),
        "JavaScript": lambda n: show(n, "application/javascript", "1"),
        "a figure widget": lambda n: show(n, TEXT, "FigureWidget({'data': [{'uid': 'a'}]})"),
        "an address": lambda n: show(n, TEXT, "<object at 0x7f00aa11>"),
    },
    hygiene.needs_no_network: {
        "a linked picture": lambda n: say(n, "![map](https://example.org/map.png)"),
        "a linked image": lambda n: show(n, HTML, '<img src="//example.org/a.png">'),
    },
    hygiene.is_small: {"half a megabyte": lambda n: print_out(n, text="x" * 500_000)},
    hygiene.code_is_plain_python: {
        "a line magic": first_code("%matplotlib inline"),
        "a cell magic": first_code("%%time\n1 + 1"),
        "a shell command": first_code("files = !ls"),
        "a magic by function": first_code("get_ipython().system('ls')"),
        "an empty cell": first_code(""),
    },
    hygiene.code_defines_nothing: {
        "a function": first_code("def f():\n    return 1"),
        "a class": first_code("class A: ..."),
        "a named lambda": first_code("f = lambda x: x"),
    },
    hygiene.code_leaves_the_process_alone: {
        "the path": first_code("import sys\nsys.path.insert(0, '..')"),
        "the folder": first_code("import os\nos.chdir('..')"),
    },
    hygiene.cells_are_short: {
        "16 lines": first_code("x = 1\n" * 16),
        "a median of 4 lines in sight": every_code("x = 1\n" * 4),
        "16 cells": lambda n: fresh_cells(n, *(new_code_cell("1", execution_count=i) for i in range(1, 17))),
    },
    hygiene.code_is_explained: {
        "code last": lambda n: n.cells.append(new_code_cell("1")),
        "two silent cells": lambda n: n.cells.__setitem__(
            slice(1, 1), [new_code_cell("1"), new_code_cell("2")]
        ),
    },
    hygiene.asks_one_question: {
        "a statement": first_source("# All about pay"),
        "no title": first_source("What does it pay?"),
        "two titles": lambda n: say(n, "# And what else?"),
        "nothing at all": fresh_cells,
    },
    hygiene.has_sections: {
        "no section": lambda n: fresh_cells(n, new_markdown_cell("# Why?")),
        "a level left out": lambda n: say(n, "#### Deep down"),
    },
    hygiene.results_are_computed: {
        "money": lambda n: say(n, "A director earns $150k."),
        "grouped digits": lambda n: say(n, "A director earns 150,221 a year."),
        "a long number": lambda n: say(n, "A director earns 150221 a year."),
        "a decimal": lambda n: say(n, "The score is 8.25 of 10."),
        "thousands": lambda n: say(n, "A director earns 150k a year."),
        "an odd percentage": lambda n: say(n, "The midpoint rises by 38 %."),
        "in code": first_code('tpm_data.say("The maximum falls by $5,000.")'),
        "in a template": first_code('tpm_data.say(f"It is {x} of 8.25 points.")'),
    },
    hygiene.amounts_are_no_formulas: {
        "plain amounts": lambda n: say(n, "From $7 to $8."),
        "escaped only": lambda n: say(n, r"From \$7 to \$8."),
        "bold only": lambda n: say(n, "From **$7** to **$8**."),
        "in one entry of a list": lambda n: say(n, "- One.\n- From $7 to $8."),
        "in a chart": lambda n: n.cells.append(
            new_code_cell(outputs=[new_output("display_data", data={PLOTLY: {}})])
        ),
    },
    hygiene.sentences_are_said_and_tables_are_shown: {
        "Markdown": lambda n: show(n, MARKDOWN, "From **$7** to **$8**."),
        "dollars in elements alone": lambda n: show(n, MARKDOWN, "From <span>$</span>7 to <span>$</span>8."),
        "a bare table": lambda n: show(n, HTML, '<table class="dataframe"><td>7</td></table>'),
    },
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_stored_notebook_keeps_the_rule(path, rule):
    found = rule(Notebook.read(path))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        pytest.param(rule, spoil, id=f"{rule.__name__}-{what}")
        for rule, ways in SPOILT.items()
        for what, spoil in ways.items()
    ],
)
def test_a_spoilt_notebook_breaks_the_rule(rule, spoil):
    stored, spoilt = with_charts(), with_charts()
    spoil(spoilt.content)
    assert set(rule(spoilt)) - set(rule(stored))


def test_every_rule_has_a_notebook_that_breaks_it():
    assert set(SPOILT) == set(RULES)


def test_explanations_may_hold_small_numbers_round_shares_and_code():
    words = "# Why?\n\n50 % means half, 100 % all; 3 of 5 levels in 2026; `1,000`; Python 3.12; 1 to 10."
    assert hygiene.results_are_computed(of(new_markdown_cell(words))) == []


def test_what_an_exercise_gives_and_what_the_code_takes_for_granted_is_no_result():
    asked = new_markdown_cell("# Why?\n\n### 1. A share\n\nWhat is half of 1,000, and what is 8.5?")
    typed = of(asked, new_code_cell("say(f'Of 1,000 and {x:.2f} of 150,000')\noffer = 150_000"))
    assert hygiene.results_are_computed(typed) == []
    typed.content.cells[1].metadata["tags"] = [hygiene.build.INPUTS]
    assert hygiene.results_are_computed(typed) == ["cell 2: 150,000 is typed"]


@pytest.mark.parametrize(
    "words", [r"From **\$7** to **\$8**.", "It is $7.\n\nOr $8.", "1. $7\n2. $8", "Here $x^2$ and $y$."]
)
def test_amounts_set_apart_and_formulas_are_allowed(words):
    assert hygiene.amounts_are_no_formulas(of(new_markdown_cell(words))) == []


def test_sentences_and_tables_of_the_library_are_allowed():
    said = tpm_data.say("From $7 to $8."), tpm_data.show(pd.DataFrame({"pay": ["$7", "$8"]}))
    outputs = [new_output("display_data", data=made._repr_mimebundle_()) for made in said]
    told = of(new_markdown_cell("# Why?"), new_code_cell("1", outputs=outputs))
    assert hygiene.sentences_are_said_and_tables_are_shown(told) == []


def test_a_computed_sentence_or_a_chart_explains_the_silent_cell_before_it():
    for kind in (MARKDOWN, PLOTLY):
        speaks = new_code_cell("1", outputs=[new_output("execute_result", data={kind: "So it is."})])
        told = of(new_code_cell("1"), speaks, new_code_cell("2"), new_markdown_cell("And so on."))
        assert hygiene.code_is_explained(told) == []


def test_exercises_may_have_more_cells_because_their_answers_are_folded():
    cells = [new_code_cell("1") for _ in range(hygiene.MOST_CODE_CELLS + 1)]
    assert hygiene.cells_are_short(of(*cells)) != []
    assert hygiene.cells_are_short(of(*cells, new_markdown_cell(metadata={"tags": ["answer"]}))) == []


def test_comments_and_blank_lines_are_no_lines_of_code():
    assert of(new_code_cell("# One.\n\nx = 1  # two\n    # three\n    y")).lines == [2]


def test_a_counted_widget_cell_is_allowed(monkeypatch):
    stored = with_charts()
    monkeypatch.setitem(hygiene.WIDGET_CELLS, stored.name, 1)
    assert hygiene.nothing_escapes_the_comparison(stored) != []
    show(stored.content, WIDGET, {"model_id": "1"})
    assert hygiene.nothing_escapes_the_comparison(stored) == []
