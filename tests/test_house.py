"""What an import costs and brings, and that the modules depend on each other in one direction."""

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter

import pytest
from support.house import MODULES, calls_of, imports_of, tree_of

import tpm_data

# Who may import whom: a room is a file or folder of the package; of the readers, all but themselves may
# import the reading of pay alone. The face, __init__, may import everything.
BASE = {"errors", "formatting", "tables"}
ANALYSIS = BASE | {"readers.pay"}
ROOMS = {
    "errors": set(),
    "formatting": set(),
    "tables": {"errors", "formatting"},
    "notebook": BASE,
    "readers": BASE,
    "progression": ANALYSIS,
    "overlap": ANALYSIS,
    "attractiveness": ANALYSIS,
    "staff": ANALYSIS | {"progression"},
    "market": ANALYSIS | {"progression"},
    "figures": ANALYSIS | {"progression", "overlap", "staff"},
    "explore": ANALYSIS | {"progression", "attractiveness", "figures"},
}
# Who opens files: the bundled ones, those of a user, and the words of the contracts.
OPENING = {"tables.datasets", "tables.contracts", "readers.decoding", "readers.own_files", "readers.patterns"}
OPENING |= {"readers.spreadsheet"}


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout


# The face


def test_importing_the_library_and_looking_at_its_names_loads_nothing():
    loaded = run("import sys, tpm_data; dir(tpm_data), tpm_data.__all__; print(*sys.modules)").split()
    assert {name for name in loaded if name.startswith("tpm_data")} == {"tpm_data"}
    assert not {"pandas", "numpy", "plotly"} & set(loaded)


def test_reading_loads_no_figures_and_no_glossary():
    read = "tpm_data.load('salary_bands'), tpm_data.read_document('Essential Skills\\n1. Thumbs')"
    loaded = run(f"import sys, tpm_data; {read}; print(*sys.modules)").split()
    assert "pandas" in loaded
    assert not {"plotly", "tpm_data.figures", "tpm_data.tables.glossary"} & set(loaded)


def test_the_names_are_those_of_dir_in_order_and_once():
    assert dir(tpm_data) == tpm_data.__all__ == sorted(set(tpm_data.__all__))


@pytest.mark.parametrize("name", tpm_data.__all__)
def test_every_name_leads_somewhere_in_the_library(name):
    assert getattr(tpm_data, name) is not None
    if name != "__version__":
        found = getattr(tpm_data, name)
        assert getattr(found, "__module__", found.__name__).startswith("tpm_data.")


def test_type_checkers_see_the_same_names():
    guard = next(node for node in tree_of("tpm_data").body if isinstance(node, ast.If))
    seen = {alias.name for node in guard.body for alias in node.names}
    assert seen == set(tpm_data.__all__) - {"__version__"}


@pytest.mark.parametrize("name", ["nothing", "pandas", "_text_of", "__path_of_data__"])
def test_an_unknown_name_is_an_attribute_error(name):
    with pytest.raises(AttributeError, match=f"module 'tpm_data' has no attribute '{name}'"):
        getattr(tpm_data, name)


# The rooms


def within(module: str) -> str:
    """The name of a module inside the package."""
    return module.removeprefix("tpm_data").removeprefix(".")


def room_of(module: str) -> str:
    return within(module).partition(".")[0]


def test_every_room_is_in_the_table():
    assert {room_of(module) for module in MODULES} - {""} == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_those_it_may(room):
    modules = [module for module in MODULES if room_of(module) == room]
    imported = {name for module in modules for name in imports_of(module) if name.startswith("tpm_data")}
    others = {name for name in imported if room_of(name) != room}
    assert {name for name in others if not {room_of(name), within(name)} & ROOMS[room]} == set()


def test_modules_depend_on_each_other_without_a_circle():
    graph = {module: imports_of(module) & MODULES.keys() - {"tpm_data", module} for module in MODULES}
    assert set(TopologicalSorter(graph).static_order()) == set(MODULES)


def test_nothing_but_figures_and_explorers_imports_plotly():
    plotting = {module for module in MODULES for name in imports_of(module) if name.startswith("plotly")}
    assert {room_of(module) for module in plotting} == {"figures", "explore"}


def test_only_the_data_sets_know_where_the_data_lie():
    place = re.compile(r'/ "data"|"(\.\./)?data/|"datapackage\.json"')
    knowing = [module for module, file in MODULES.items() if place.search(file.read_text(encoding="utf-8"))]
    assert knowing == ["tpm_data.tables.datasets"]


def test_figures_and_analyses_read_no_files():
    reading = {"open", "read_text", "read_bytes", "read_csv", "read_excel", "to_csv", "to_excel", "urlopen"}
    reading |= {"write_text", "write_bytes"}
    assert {within(module) for module in MODULES if calls_of(module) & reading} <= OPENING
