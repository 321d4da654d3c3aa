"""What an import costs and brings, and that the modules depend on each other in one direction."""

import ast
import functools
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import tpm_data

PACKAGE = Path(tpm_data.__file__).parent
MODULES = {
    ".".join(("tpm_data", *file.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): file
    for file in PACKAGE.rglob("*.py")
}
RATIO = """
import time
start = time.perf_counter()
import tpm_data
middle = time.perf_counter()
import pandas
print((middle - start) / (time.perf_counter() - middle))
"""


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout


@functools.cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imports_of(module: str) -> set[str]:
    """The modules of the library that a module imports anywhere in it, for types too."""
    found = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports by a relative name"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in names}
    return {name for name in found if name.split(".")[0] == "tpm_data"}


# The face


def test_importing_the_library_loads_none_of_the_heavy_ones():
    loaded = run("import sys, tpm_data; print(*sys.modules)").split()
    assert "tpm_data" in loaded
    assert not {"pandas", "numpy", "plotly", "pandera"} & set(loaded)


def test_looking_at_the_names_loads_nothing():
    loaded = run(
        "import sys, tpm_data; dir(tpm_data); tpm_data.__all__, tpm_data.__version__; print(*sys.modules)"
    )
    assert {name for name in loaded.split() if name.startswith("tpm_data")} == {"tpm_data"}


def test_reading_loads_neither_figures_nor_the_checker():
    read = "tpm_data.load('salary_bands'), tpm_data.read_document('Essential Skills\\n1. Thumbs')"
    loaded = run(f"import sys, tpm_data; {read}; print(*sys.modules)").split()
    assert "pandas" in loaded
    assert not {"plotly", "pandera", "tpm_data.figures"} & set(loaded)


def test_importing_the_library_takes_less_than_a_tenth_of_importing_pandas():
    assert any(float(run(RATIO)) < 0.1 for _ in range(3))


def test_the_names_are_those_of_dir_in_order_and_once():
    assert dir(tpm_data) == tpm_data.__all__ == sorted(set(tpm_data.__all__))


@pytest.mark.parametrize("name", tpm_data.__all__)
def test_every_name_leads_somewhere_in_the_library(name):
    assert getattr(tpm_data, name) is not None
    if name != "__version__":
        found = getattr(tpm_data, name)
        assert getattr(found, "__module__", found.__name__).startswith("tpm_data.")


def test_every_name_can_be_imported_at_once():
    names = {}
    exec("from tpm_data import *", names)
    assert set(tpm_data.__all__) <= set(names)


def test_type_checkers_see_the_same_names():
    guard = next(node for node in tree_of("tpm_data").body if isinstance(node, ast.If))
    seen = {alias.name for node in guard.body for alias in node.names}
    assert seen == set(tpm_data.__all__) - {"__version__"}


@pytest.mark.parametrize("name", ["nothing", "pandas", "_text_of", "__path_of_data__"])
def test_an_unknown_name_is_an_attribute_error(name):
    with pytest.raises(AttributeError, match=f"module 'tpm_data' has no attribute '{name}'"):
        getattr(tpm_data, name)


# The modules


def test_modules_depend_on_each_other_without_a_circle():
    graph = {module: imports_of(module) - {"tpm_data", module} for module in MODULES if module != "tpm_data"}
    assert set(TopologicalSorter(graph).static_order()) <= set(MODULES)


def test_no_module_but_the_figures_and_their_explorers_imports_figures():
    importing = {
        module
        for module in MODULES
        if module != "tpm_data" and any(name.startswith("tpm_data.figures") for name in imports_of(module))
    }
    assert {
        name for name in importing if not name.startswith(("tpm_data.figures", "tpm_data.explore"))
    } == set()


def test_nothing_but_figures_and_explorers_imports_plotly():
    for module in MODULES:
        names = {
            getattr(node, "module", None) or alias.name
            for node in ast.walk(tree_of(module))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        plots = any(name.split(".")[0] == "plotly" for name in names)
        assert not plots or module.startswith(("tpm_data.figures", "tpm_data.explore")), module


def test_reading_a_document_imports_no_analysis():
    allowed = {"contracts", "entries", "errors", "money", "outline", "pay_range", "tables", "checking"}
    allowed |= {"columns", "other_contracts", "quick_check", "spreadsheet", "words", "source_text"}
    reached, ahead = set(), {"tpm_data.document"}
    while ahead:
        module = ahead.pop()
        reached.add(module)
        ahead |= imports_of(module) - reached
    assert {name.removeprefix("tpm_data.") for name in reached} <= allowed | {"document"}


def test_only_the_data_sets_know_where_the_data_lie():
    knowing = {
        module
        for module in MODULES
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and (
            node.value == "data"
            or node.value.startswith(("data/", "../data"))
            or node.value == "datapackage.json"
        )
    }
    assert knowing == {"tpm_data.datasets"}


def test_figures_and_analyses_read_no_files():
    reading = {"open", "read_text", "read_bytes", "read_csv", "write_text", "write_bytes", "urlopen"}
    for module in MODULES:
        calls = {
            getattr(node.func, "attr", getattr(node.func, "id", ""))
            for node in ast.walk(tree_of(module))
            if isinstance(node, ast.Call)
        }
        assert not calls & reading or module in {
            "tpm_data.source_text",
            "tpm_data.own_files",
            "tpm_data.tables",
            "tpm_data.datasets",
        }, module
