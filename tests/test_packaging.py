"""The built wheel and sdist, the editable install, and the files that say what to install."""

import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import tpm_data

ROOT = Path(__file__).parents[1]
TABLES = tpm_data.list_tables()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
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
ROWS = {
    "salary_bands": 5,
    "attractiveness_scores": 8,
    "career_steps": 8,
    "career_tracks": 6,
    "essential_skills": 4,
    "education": 5,
    "market_wages": 185,
    "market_fit": 21,
    "quality_findings": 51,
}


def python(*arguments: str, cwd: Path, path: Path | None = None) -> str:
    """Run Python away from the checkout, its own folder not importable."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment = inherited | ({"PYTHONPATH": str(path)} if path else {})
    done = subprocess.run(
        [sys.executable, "-P", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def build(folder: Path, *options: str) -> Path:
    """Build what the options say; without any, an sdist and a wheel of the sdist."""
    python("-m", "build", "--no-isolation", *options, "--outdir", str(folder), str(ROOT), cwd=folder)
    return folder


def only(folder: Path, pattern: str) -> Path:
    (file,) = folder.glob(pattern)
    return file


def installed(wheel: Path, folder: Path) -> Path:
    python(
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--target",
        str(folder),
        str(wheel),
        cwd=wheel.parent,
    )
    return folder


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return only(build(tmp_path_factory.mktemp("wheel"), "--wheel"), "*.whl")


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
    data = {f"{name}.csv" for name in TABLES} | {
        "LICENSE",
        "datapackage.json",
        "technical_product_manager.txt",
    }
    assert {
        name.removeprefix("tpm_data/data/") for name in names if name.startswith("tpm_data/data/")
    } == data
    assert "tpm_data/py.typed" in names
    assert f"tpm_data-{version}.dist-info/licenses/LICENSE" in names
    assert f"tpm_data-{version}.dist-info/licenses/data/LICENSE" in names
    assert {name.split("/")[0] for name in names} == {"tpm_data", f"tpm_data-{version}.dist-info"}
    assert not [name for name in names if re.search("build.py|extract|test|conftest|__pycache__|ipynb", name)]


def test_the_wheel_holds_every_module(wheel):
    source = ROOT / "src"
    modules = {file.relative_to(source).as_posix() for file in (source / "tpm_data").rglob("*.py")}
    assert {name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".py")} == modules


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
    assert set(re.findall("^Provides-Extra: (.*)$", said, re.M)) == {"lab", "test", "dev", "bench"}


def test_the_sdist_holds_what_it_takes_to_build_and_test(sdist):
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    tests = {file.relative_to(ROOT).as_posix() for file in (ROOT / "tests").rglob("*.py")}
    documents = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "tests/documents").rglob("*.*")
        if file.is_file()
    }
    wanted = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "Makefile"}
    wanted |= {"constraints.txt", "environment.yml", "data/build.py", "data/LICENSE", "data/salary_bands.csv"}
    wanted |= {"data/extract_market.py", "data/market_wages.csv", "data/market_fit.csv"}
    assert tests | documents | wanted <= names
    assert not [name for name in names if re.search(r"\.venv|__pycache__|\.git/|\.hypothesis", name)]


def test_the_wheel_built_from_the_sdist_is_the_one_built_from_the_checkout(wheel, released):
    assert contents(only(released, "*.whl")) == contents(wheel)


def test_an_install_outside_the_checkout_loads_every_table_without_network(wheel, tmp_path):
    folder = installed(wheel, tmp_path / "installed")
    answer = json.loads(python("-c", LOAD_ALL, cwd=tmp_path, path=folder))
    assert Path(answer["file"]).is_relative_to(folder)
    assert all(Path(file).is_relative_to(folder / "tpm_data" / "data") for file in answer["files"])
    assert answer["tables"] == ROWS
    assert answer["version"] == tpm_data.__version__


def test_the_editable_install_loads_every_table_from_the_checkout(tmp_path):
    origin = json.loads(distribution("tpm-data").read_text("direct_url.json"))
    assert origin["dir_info"] == {"editable": True}
    answer = json.loads(python("-c", LOAD_ALL, cwd=tmp_path))
    assert Path(answer["file"]) == ROOT / "src" / "tpm_data" / "__init__.py"
    assert {Path(file).parent for file in answer["files"]} == {ROOT / "data"}
    assert answer["tables"] == ROWS


# What to install


def requirements(*texts: str) -> dict[str, Requirement]:
    found = [Requirement(text) for text in texts]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


EXTRAS = PROJECT["optional-dependencies"]
DIRECT = requirements(*PROJECT["dependencies"], *(text for extra in EXTRAS.values() for text in extra))
LINES = [
    line
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


def test_every_constraint_is_one_exact_version():
    pattern = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.]*( ; .*)?")
    assert [line for line in LINES if not pattern.fullmatch(line)] == []
    names = [canonicalize_name(Requirement(line).name) for line in LINES]
    assert sorted(names) == sorted(set(names))


def test_constraints_name_no_address_and_no_file():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8").casefold()
    for word in ("://", "index-url", "find-links", "file:", "@", "-e ", "--"):
        assert word not in text
    assert not re.search(r"^[./~]", text, re.M)


@pytest.mark.parametrize("name", sorted(set(DIRECT) - {"tpm-data"}))
def test_every_dependency_of_every_extra_is_pinned_within_its_range(name):
    pins = requirements(*LINES)
    assert name in pins
    (pin,) = pins[name].specifier
    assert DIRECT[name].specifier.contains(pin.version)


def test_extras_build_on_each_other():
    assert list(EXTRAS) == ["lab", "test", "dev", "bench"]
    assert "tpm-data[lab]" in EXTRAS["test"]
    assert "tpm-data[test]" in EXTRAS["dev"]
    assert not [text for text in EXTRAS["bench"] if text.startswith("tpm-data")]


def test_the_conda_environment_is_thin():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["dependencies"] == ["python=3.12", "pip", {"pip": ["-e .[lab]"]}]
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains("3.12")


def test_version_citation_and_changelog_agree():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest, date = re.search(r"^## (\S+) \((\S+)\)$", changelog, re.M).groups()
    assert str(citation["version"]) == newest == tpm_data.__version__
    assert str(citation["date-released"]) == date
