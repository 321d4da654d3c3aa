"""The strict comparison of outputs is red where a stored number was changed, and only there."""

import re
import subprocess
import sys

import nbformat
from support.hygiene import HTML, MARKDOWN, PLOTLY, Notebook
from support.places import NOTEBOOKS, STORED

STRICT = "--nbval --nbval-current-env --nbval-cell-timeout=120 -o addopts= -o filterwarnings= -q -rA"


def next_digit(text):
    """Raise the last digit of a text by one."""
    return re.sub(r"(\d)(\D*)\Z", lambda found: f"{(int(found[1]) + 1) % 10}{found[2]}", text)


def moved(chart):
    chart["data"][0]["x"][-1] += 0.000001
    return chart


def spoil(notebook):
    """Change a chart, a table and a sentence, drop the outputs of another cell; give the cells spoilt."""
    spoilt = {}
    for number, (_, cell) in enumerate(notebook.code):
        data = cell.outputs[0].get("data", {}) if cell.outputs else {}
        for kind, change in ((PLOTLY, moved), (HTML, next_digit), (MARKDOWN, next_digit)):
            if kind in data and kind not in spoilt:
                data[kind], spoilt[kind] = change(data[kind]), number
                break
        else:
            if cell.outputs and "nothing" not in spoilt:
                cell.outputs, spoilt["nothing"] = [], number
    return set(spoilt.values())


def test_a_changed_number_and_outputs_that_are_gone_are_red_and_all_else_stays_green(tmp_path):
    notebook = Notebook.read(STORED[0])
    spoilt = spoil(notebook)
    nbformat.write(notebook.content, tmp_path / "spoilt.ipynb")
    command = [sys.executable, "-m", "pytest", *STRICT.split(), "-p", "no:cacheprovider", str(tmp_path)]
    report = subprocess.run(command, cwd=NOTEBOOKS, capture_output=True, text=True, check=False, timeout=300)
    red, green = (
        {int(number) for number in re.findall(rf"^{word} .*::Cell (\d+)", report.stdout, re.MULTILINE)}
        for word in ("FAILED", "PASSED")
    )
    assert len(spoilt) == 4
    assert red == spoilt
    assert green == set(range(len(notebook.code))) - spoilt
