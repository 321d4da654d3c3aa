"""The built wheel and sdist, and what can be done with an install."""

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from support.places import ROOT

import tpm_data

TABLES = tpm_data.list_tables()
LOAD_ALL = """
import socket
def refuse(*args, **kwargs):
    raise AssertionError("the network is not needed")
socket.socket = socket.create_connection = socket.getaddrinfo = refuse
import json, tpm_data
tables = {name: len(tpm_data.load(name)) for name in tpm_data.list_tables()}
files = [str(tpm_data.path(name)) for name in [*tables, "document", "datapackage"]]
document = tpm_data.read_document(tpm_data.path("document"))
assert all(table.equals(tpm_data.load(name)) for name, table in document.tables.items())
found = {"file": tpm_data.__file__, "version": tpm_data.__version__, "tables": tables, "files": files}
print(json.dumps(found))
"""
# What the `lab` extra brings is hidden, the test's drawings are at hand.
WITHOUT_LAB = """
import sys
for name in "IPython anywidget ipykernel ipywidgets jupyterlab nbconvert nbformat traitlets".split():
    sys.modules[name] = None
sys.path.append(sys.argv[1])
import tpm_data
from support.gallery import FIGURES
first = {name.partition(":")[0]: make for name, make in FIGURES}
for make in first.values():
    drawn = make()
    drawn.to_html(include_plotlyjs=False), drawn.to_json(), drawn._repr_mimebundle_(), drawn.alternative
tpm_data.read_table(tpm_data.path("salary_bands"), "salary_bands")
print(tpm_data.__file__, *sorted(first), sep="\\n")
tpm_data.explore
"""
ROWS = {name: len(tpm_data.load(name)) for name in TABLES}


def run(*arguments: str, cwd: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run Python away from the checkout, its own folder not importable."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment = inherited | ({"PYTHONPATH": str(path)} if path else {})
    command = [sys.executable, "-P", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def python(*arguments: str, cwd: Path, path: Path | None = None) -> str:
    done = run(*arguments, cwd=cwd, path=path)
    assert done.returncode == 0, done.stderr
    return done.stdout


def build(folder: Path, *options: str) -> Path:
    """Build what the options say; without any, an sdist and a wheel of the sdist."""
    python("-m", "build", "--no-isolation", *options, "--outdir", str(folder), str(ROOT), cwd=folder)
    return folder


def only(folder: Path, pattern: str) -> Path:
    (file,) = folder.glob(pattern)
    return file


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return only(build(tmp_path_factory.mktemp("wheel"), "--wheel"), "*.whl")


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    options = ["--quiet", "--no-index", "--no-deps", "--target", str(folder)]
    python("-m", "pip", "install", *options, str(wheel), cwd=wheel.parent)
    return folder


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    return build(tmp_path_factory.mktemp("released"))


@pytest.fixture(scope="module")
def sdist(released) -> Path:
    return only(released, "*.tar.gz")


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# What is built


def test_the_wheel_holds_the_library_its_data_and_licences_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    version = tpm_data.__version__
    data = {
        *(f"{name}.csv" for name in TABLES),
        "LICENSE",
        "datapackage.json",
        "technical_product_manager.txt",
    }
    found = {name.removeprefix("tpm_data/data/") for name in names if name.startswith("tpm_data/data/")}
    assert found == data
    assert "tpm_data/py.typed" in names
    assert f"tpm_data-{version}.dist-info/licenses/LICENSE" in names
    assert f"tpm_data-{version}.dist-info/licenses/data/LICENSE" in names
    assert {name.split("/")[0] for name in names} == {"tpm_data", f"tpm_data-{version}.dist-info"}
    assert not [name for name in names if re.search("build.py|extract|test|conftest|__pycache__|ipynb", name)]


def test_the_wheel_holds_every_module_and_its_words(wheel):
    source = ROOT / "src"
    files = (file for kind in ("*.py", "*.toml") for file in (source / "tpm_data").rglob(kind))
    found = {name for name in zipfile.ZipFile(wheel).namelist() if name.endswith((".py", ".toml"))}
    assert found == {file.relative_to(source).as_posix() for file in files}


def test_the_data_in_the_wheel_are_those_of_the_checkout(wheel):
    with zipfile.ZipFile(wheel) as archive:
        for name in TABLES:
            assert archive.read(f"tpm_data/data/{name}.csv") == (ROOT / "data" / f"{name}.csv").read_bytes()


def test_the_wheel_says_what_it_is(wheel):
    with zipfile.ZipFile(wheel) as archive:
        said = archive.read(f"tpm_data-{tpm_data.__version__}.dist-info/METADATA").decode()
    assert f"\nVersion: {tpm_data.__version__}\n" in said
    assert "\nRequires-Python: >=3.11\n" in said
    assert "\nLicense-Expression: MIT AND CC0-1.0\n" in said
    extras = re.findall("^Provides-Extra: (.*)$", said, re.M)
    assert set(extras) == {"excel", "lab", "test", "dev", "mutation", "bench"}


def test_the_sdist_holds_what_it_takes_to_build_and_test(sdist):
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    kinds = {".py", ".ambr", ".txt", ".json", ".toml"}
    files = [file for file in (ROOT / "tests").rglob("*.*") if file.suffix in kinds]
    tests = {file.relative_to(ROOT).as_posix() for file in files}
    wanted = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "Makefile"}
    wanted |= {
        "constraints.txt",
        "constraints-lowest.txt",
        "environment.yml",
        "data/build.py",
        "data/LICENSE",
    }
    wanted |= {
        "data/salary_bands.csv",
        "data/extract_market.py",
        "data/market_wages.csv",
        "data/market_fit.csv",
    }
    assert tests | wanted <= names
    assert not [name for name in names if re.search(r"\.venv|__pycache__|\.git/|\.hypothesis", name)]


def test_the_wheel_built_from_the_sdist_is_the_one_built_from_the_checkout(wheel, released):
    assert contents(only(released, "*.whl")) == contents(wheel)


def test_an_install_outside_the_checkout_loads_every_table_without_network(installed, tmp_path):
    answer = json.loads(python("-c", LOAD_ALL, cwd=tmp_path, path=installed))
    assert Path(answer["file"]).is_relative_to(installed)
    assert all(Path(file).is_relative_to(installed / "tpm_data" / "data") for file in answer["files"])
    assert answer["tables"] == ROWS
    assert answer["version"] == tpm_data.__version__


def test_the_editable_install_loads_every_table_from_the_checkout(tmp_path):
    origin = json.loads(distribution("tpm-data").read_text("direct_url.json"))
    assert origin["dir_info"] == {"editable": True}
    answer = json.loads(python("-c", LOAD_ALL, cwd=tmp_path))
    assert Path(answer["file"]) == ROOT / "src" / "tpm_data" / "__init__.py"
    assert {Path(file).parent for file in answer["files"]} == {ROOT / "data"}
    assert answer["tables"] == ROWS


def test_an_install_without_the_lab_extra_does_all_but_notebooks_and_sliders(installed, tmp_path):
    done = run("-c", WITHOUT_LAB, str(ROOT / "tests"), cwd=tmp_path, path=installed)
    assert done.stderr.endswith(
        "ImportError: The sliders need ipywidgets and anywidget: pip install 'tpm-data[lab]'.\n"
    )
    file, *drawn = done.stdout.splitlines()
    assert Path(file).is_relative_to(installed)
    assert {name.partition(" ")[0] for name in drawn} == set(tpm_data.figures.__all__) - {"Figure"}
