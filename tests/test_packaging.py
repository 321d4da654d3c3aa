"""The built wheel and sdist, and what can be done with an install."""

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from support.places import ROOT

import tpm_data

TABLES = tpm_data.list_tables()
# What the `lab` extra brings is hidden, the test's drawings are at hand.
WITHOUT_LAB = """
import json, sys
for name in "IPython anywidget ipykernel ipywidgets jupyterlab nbconvert nbformat traitlets".split():
    sys.modules[name] = None
sys.path.append(sys.argv[1])
import tpm_data
from support.gallery import FIGURES
figures = {name.split(":")[0].split()[0]: make for name, make in FIGURES}
drawn = {name: make()._repr_mimebundle_()["text/plain"] for name, make in figures.items()}
tables = {name: len(tpm_data.load(name)) for name in tpm_data.list_tables()}
document = tpm_data.read_document(tpm_data.path("document"))
assert all(table.equals(tpm_data.load(name)) for name, table in document.tables.items())
tpm_data.read_table(tpm_data.path("salary_bands"), "salary_bands")
files = [tpm_data.__file__, *(str(tpm_data.path(name)) for name in [*tables, "document", "datapackage"])]
try:
    tpm_data.explore
except ImportError as error:
    said = str(error)
found = {"version": tpm_data.__version__, "tables": tables, "files": files, "drawn": [*drawn], "said": said}
print(json.dumps(found))
"""
DOCUMENT = "technical_product_manager.txt"
ROWS = {name: len(tpm_data.load(name)) for name in TABLES}


def python(*arguments: str, cwd: Path, path: Path | None = None) -> str:
    """Run Python away from the checkout, its own folder not importable."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment = inherited | ({"PYTHONPATH": str(path)} if path else {})
    command = [sys.executable, "-P", *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def only(folder: Path, pattern: str) -> Path:
    (file,) = folder.glob(pattern)
    return file


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    """Build an sdist, and a wheel of the sdist."""
    folder = tmp_path_factory.mktemp("released")
    python("-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT), cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(released) -> Path:
    return only(released, "*.whl")


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    options = ["--quiet", "--no-index", "--no-deps", "--target", str(folder)]
    python("-m", "pip", "install", *options, str(wheel), cwd=wheel.parent)
    return folder


# What is built


def test_the_wheel_holds_the_library_its_data_and_licences_and_nothing_else(wheel):
    source, described = ROOT / "src", f"tpm_data-{tpm_data.__version__}.dist-info"
    code = {*source.rglob("*.py"), *source.rglob("*.toml"), source / "tpm_data" / "py.typed"}
    data = [*(f"{name}.csv" for name in TABLES), "LICENSE", DOCUMENT, "datapackage.json"]
    licences = ("licenses/LICENSE", "licenses/data/LICENSE")
    wanted = {file.relative_to(source).as_posix() for file in code}
    wanted |= {f"tpm_data/data/{name}" for name in data} | {f"{described}/{name}" for name in licences}
    with zipfile.ZipFile(wheel) as archive:
        names = {
            name for name in archive.namelist() if not name.startswith(described) or "/licenses/" in name
        }
        assert names == wanted
        for name in data:
            assert archive.read(f"tpm_data/data/{name}") == (ROOT / "data" / name).read_bytes()


def test_the_wheel_says_what_it_is(wheel):
    with zipfile.ZipFile(wheel) as archive:
        said = archive.read(f"tpm_data-{tpm_data.__version__}.dist-info/METADATA").decode()
    assert f"\nVersion: {tpm_data.__version__}\n" in said
    assert "\nRequires-Python: >=3.11\n" in said
    assert "\nLicense-Expression: MIT AND CC0-1.0\n" in said


def test_the_sdist_holds_what_it_takes_to_build_and_test(released):
    with tarfile.open(only(released, "*.tar.gz")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    kinds = {".py", ".ambr", ".txt", ".json", ".toml"}
    files = [file for file in (ROOT / "tests").rglob("*.*") if file.suffix in kinds]
    tests = {file.relative_to(ROOT).as_posix() for file in files}
    wanted = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "Makefile"}
    wanted |= {"constraints.txt", "constraints-lowest.txt", "environment.yml"}
    wanted |= {file.relative_to(ROOT).as_posix() for file in (ROOT / "data").glob("*.*")}
    assert tests | wanted <= names
    assert not [name for name in names if re.search(r"\.venv|__pycache__|\.git/|\.hypothesis", name)]


def test_an_install_without_the_lab_extra_does_all_but_notebooks_and_sliders(installed, tmp_path):
    answer = json.loads(python("-c", WITHOUT_LAB, str(ROOT / "tests"), cwd=tmp_path, path=installed))
    assert all(Path(file).is_relative_to(installed / "tpm_data") for file in answer["files"])
    assert answer["tables"] == ROWS
    assert answer["version"] == tpm_data.__version__
    assert set(answer["drawn"]) == set(tpm_data.figures.__all__) - {"Figure"}
    assert answer["said"] == "The sliders need ipywidgets and anywidget: pip install 'tpm-data[lab]'."
