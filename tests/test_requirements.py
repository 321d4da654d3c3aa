"""The files that say what to install agree with each other, and with the version that is told."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from support.places import ROOT

import tpm_data

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def requirements(*texts: str) -> dict[str, Requirement]:
    found = [Requirement(text) for text in texts]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


EXTRAS = PROJECT["optional-dependencies"]
DIRECT = requirements(*PROJECT["dependencies"], *(text for extra in EXTRAS.values() for text in extra))
CONSTRAINTS = ["constraints.txt", "constraints-lowest.txt"]


def lines_of(file: str) -> list[str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("file", CONSTRAINTS)
def test_every_constraint_is_one_exact_version(file):
    pattern = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.]*")
    assert [line for line in lines_of(file) if not pattern.fullmatch(line)] == []
    names = [canonicalize_name(Requirement(line).name) for line in lines_of(file)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", sorted(set(DIRECT) - {"tpm-data"}))
def test_every_dependency_of_every_extra_is_pinned_within_its_range(name):
    pins = requirements(*lines_of("constraints.txt"))
    assert name in pins
    (pin,) = pins[name].specifier
    assert DIRECT[name].specifier.contains(pin.version)


def test_the_lowest_pins_are_the_lower_bounds_of_what_the_tests_install():
    tested = requirements(*PROJECT["dependencies"], *EXTRAS["excel"], *EXTRAS["lab"], *EXTRAS["test"])
    del tested["tpm-data"]
    bounds = {name: Version(bound.version) for name in tested for bound in tested[name].specifier}
    pins = requirements(*lines_of("constraints-lowest.txt"))
    assert {name: Version(pin.version) for name in pins for pin in pins[name].specifier} == bounds
    assert {bound.operator for name in tested for bound in tested[name].specifier} == {">="}


def test_the_workflow_runs_every_python_that_is_declared():
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    declared = re.findall(r":: (3\.[0-9]+)$", "\n".join(PROJECT["classifiers"]), re.M)
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == declared
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(declared[0])


def test_extras_build_on_each_other():
    on = {name: [text for text in extra if text.startswith("tpm-data")] for name, extra in EXTRAS.items()}
    below = {"lab": "excel", "test": "lab", "dev": "test", "mutation": "test"}
    assert on == {"excel": [], "bench": []} | {name: [f"tpm-data[{base}]"] for name, base in below.items()}


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
