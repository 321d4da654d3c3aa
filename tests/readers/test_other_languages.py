"""The recipes of the data dictionary for other languages: that for JavaScript gives every cell of a table."""

import csv
import json
import re
import shutil
import subprocess

import pytest

from tpm_data import path

DATA = path("datapackage").parent
PAGE = (DATA / "README.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^```(r|js)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
NODE = shutil.which("node")


def cells_of(folder):
    """Every cell of every table that the descriptor of a folder names."""
    resources = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    texts = {made["name"]: (folder / made["path"]).read_text(encoding="utf-8") for made in resources}
    return {name: [*csv.reader(text.splitlines(), strict=True)] for name, text in texts.items()}


def test_a_recipe_has_a_few_lines_and_reads_the_descriptor():
    assert sorted(RECIPES) == ["js", "r"]
    assert all(len(code.splitlines()) <= 3 and "datapackage.json" in code for code in RECIPES.values())


@pytest.mark.skipif(not NODE, reason="there is no node")
@pytest.mark.parametrize("odd", [False, True])
def test_the_recipe_for_javascript_gives_every_cell(odd, tmp_path):
    (tmp_path / "datapackage.json").write_text('{"resources": [{"name": "odd", "path": "odd.csv"}]}')
    (tmp_path / "odd.csv").write_text('a,b,c\n,"x, ""y""",\n"""""",",","$1,000"\n,,\n', encoding="utf-8")
    folder = tmp_path if odd else DATA
    code = RECIPES["js"] + "console.log(JSON.stringify(tables));"
    command = [NODE, "-e", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == cells_of(folder)
