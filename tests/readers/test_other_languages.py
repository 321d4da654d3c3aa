"""The recipes of the data dictionary for other languages: they give every cell of a table."""

import csv
import json
import re
import shutil
import subprocess

import pytest

from tpm_data import load, path

DATA = path("datapackage").parent
RESOURCES = json.loads(path("datapackage").read_text(encoding="utf-8"))["resources"]


def recipe(language):
    (found,) = re.findall(
        rf"^```{language}\n(.*?)^```$", (DATA / "README.md").read_text("utf-8"), re.S | re.M
    )
    return found


def balanced(code):
    """Whether brackets close in order, apart from those in texts and patterns."""
    bare, left = re.sub(r"""'[^']*'|"[^"\n]*"|/\(.*?/g|/\^.*?/g""", "", code), []
    for sign in re.findall(r"[][(){}]", bare):
        if sign in "([{":
            left.append(")]}"["([{".index(sign)])
        elif not left or left.pop() != sign:
            return False
    return not left


@pytest.mark.parametrize("language", ["r", "js"])
def test_a_recipe_has_a_few_lines_and_reads_the_descriptor(language):
    code = recipe(language)
    assert len(code.splitlines()) <= 3
    assert "datapackage.json" in code
    assert balanced(code)


def test_a_bracket_that_is_lost_is_noticed():
    assert not balanced(recipe("r").replace("))", ")", 1) + "]")
    assert not balanced(recipe("js").rsplit(")", 1)[0])


@pytest.mark.parametrize(
    "rows", [None, [["a", "b", "c"], ["", 'x, "y"', ""], ['""', ",", "$1,000"], ["", "", ""]]]
)
def test_the_recipe_for_javascript_gives_every_cell(rows, tmp_path):
    folder = tmp_path if rows else DATA
    if rows:
        (tmp_path / "datapackage.json").write_text('{"resources": [{"name": "odd", "path": "odd.csv"}]}')
        with (tmp_path / "odd.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    node = shutil.which("node")
    if node is None:
        return  # nothing but its shape, above, can be looked at
    code = recipe("js") + "console.log(JSON.stringify(tables));"
    done = subprocess.run(
        [node, "-e", code], cwd=folder, capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(done.stdout) == ({"odd": rows} if rows else cells_of_every_table())


def test_the_recipe_for_r_gives_every_value_in_its_type():
    r = shutil.which("Rscript")
    if r is None:
        return  # nothing but its shape, above, can be looked at
    code = recipe("r") + 'cat(jsonlite::toJSON(tables, dataframe = "columns", na = "null", digits = NA))'
    done = subprocess.run([r, "-e", code], cwd=DATA, capture_output=True, text=True, check=True, timeout=60)
    values = json.loads(done.stdout)
    assert list(values) == [resource["name"] for resource in RESOURCES]
    for name, columns in values.items():
        assert columns == json.loads(
            load(name).to_json(orient="columns", double_precision=15), object_hook=listed
        )


def listed(columns):
    """Turn what pandas numbers by row into lists."""
    return [*columns.values()] if "0" in columns else columns


def cells_of_every_table():
    tables = {}
    for resource in RESOURCES:
        with (DATA / resource["path"]).open(encoding="utf-8", newline="") as file:
            tables[resource["name"]] = list(csv.reader(file, strict=True))
    return tables
