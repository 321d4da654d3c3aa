"""What `data/build.py` writes: the committed files, reproducibly, and true to the document."""

import csv
import json
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest
from frictionless import Package
from support.places import DATA

from tpm_data import load
from tpm_data.tables.contracts import DOCUMENT_TABLES, TABLES

DOCUMENT = DATA / "technical_product_manager.txt"
DESCRIPTOR = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in DESCRIPTOR["resources"]}
WRITTEN = [
    *(f"{name}.csv" for name in DOCUMENT_TABLES),
    "quality_findings.csv",
    "example_staff.csv",
    "datapackage.json",
    "README.md",
]
# Read and described, never written; with a cell of each.
KEPT = {"market_wages": b",175140,", "market_fit": b",weak,", "general_schedule": b",28262,"}
# Typed from the document by hand: line, minimum, maximum; line, score.
BANDS = [
    *((47, 83350, 133305), (48, 120011, 180000), (49, 135000, 185000)),
    *((50, 150221, 220000), (51, 191250, 215000)),
]
SCORES = [(17, 9), (18, 9), (19, 8), (20, 7), (21, 9), (22, 8), (23, 9), (24, 7)]


def build_in(folder: Path) -> ModuleType:
    """The builder, loaded from a folder so that it reads and writes there."""
    module = ModuleType("build_of_data")
    module.__file__ = str(folder / "build.py")
    exec(compile((folder / "build.py").read_text(encoding="utf-8"), module.__file__, "exec"), vars(module))
    return module


@pytest.fixture
def copy(tmp_path) -> Path:
    return shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("__pycache__"))


def state_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir() if file.is_file()
    }


# Committed files


def test_what_is_committed_is_what_the_builder_gives_byte_for_byte():
    built = build_in(DATA).build()
    assert list(built) == WRITTEN
    for name, text in built.items():
        assert (DATA / name).read_bytes() == text.encode(), f"{name} is stale: run python data/build.py"


def test_a_second_run_writes_nothing(copy, capsys):
    before = state_of(copy)
    assert build_in(copy).main() == 0
    assert state_of(copy) == before
    assert capsys.readouterr().out == "".join(f"unchanged {name}\n" for name in WRITTEN)


def test_a_lost_file_and_an_edited_file_are_written_again(copy, capsys):
    before = state_of(copy)
    (copy / "education.csv").unlink()
    (copy / "career_steps.csv").write_bytes(b"position\n")
    build_in(copy).main()
    bytes_of = {name: data for name, (data, _) in state_of(copy).items()}
    assert bytes_of == {name: data for name, (data, _) in before.items()}
    said = capsys.readouterr().out
    assert "new       education.csv\n" in said
    assert "changed   career_steps.csv\n" in said
    assert said.count("unchanged ") == len(WRITTEN) - 2


def test_a_changed_salary_changes_the_bands_and_their_digest_and_nothing_else(copy, capsys):
    document = copy / DOCUMENT.name
    document.write_bytes(document.read_bytes().replace(b"$180,000", b"$180,500"))
    before = state_of(copy)
    build_in(copy).main()
    after = state_of(copy)
    changed = ["salary_bands.csv", "datapackage.json"]
    assert {name for name in before if after[name] != before[name]} == set(changed)
    assert b",120011,180500,USD," in after["salary_bands.csv"][0]
    assert re.findall(r"^changed +(.*)$", capsys.readouterr().out, re.M) == changed


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (DOCUMENT.name, b"$180,000", b"$18O,000", "line 48: "),
        ("quality_findings.toml", b"\neffect = ", b"\nefect = ", "column 'effect': a value is missing"),
        ("quality_findings.toml", b'"serious"', b'"grave"', "expected one of serious, moderate, minor"),
        *((f"{name}.csv", cell, b",-1,", f"not a valid '{name}' table") for name, cell in KEPT.items()),
    ],
)
def test_what_breaks_its_contract_leaves_every_file_as_it_was(copy, name, old, new, said):
    file = copy / name
    file.write_bytes(file.read_bytes().replace(old, new, 1))
    before = state_of(copy)
    with pytest.raises(ValueError, match=said):
        build_in(copy).main()
    assert state_of(copy) == before


# The CSV files


@pytest.mark.parametrize("name", RESOURCES)
def test_a_csv_is_utf8_with_plain_line_ends_and_the_columns_of_its_descriptor(name):
    text = (DATA / f"{name}.csv").read_bytes().decode("utf-8")
    assert "\r" not in text
    assert text == text.rstrip("\n") + "\n"
    (header,) = csv.reader(text.splitlines()[:1])
    assert header == [field["name"] for field in RESOURCES[name]["schema"]["fields"]]


SPELLED = [(8.5, "8.5"), (9.0, "9"), (float("nan"), ""), (True, "true"), (False, "false"), (83350, "83350")]


@pytest.mark.parametrize(("value", "cell"), [*SPELLED, ("a,b", "a,b")])
def test_a_value_is_spelled_plainly(value, cell):
    assert build_in(DATA).cell(value) == cell


# The descriptor


def test_the_descriptor_is_a_valid_data_package_and_every_table_keeps_its_schema_and_digest():
    report = Package(str(DATA / "datapackage.json")).validate()
    assert report.valid, report.to_summary()
    assert report.stats["tasks"] == len(RESOURCES) == 11
    assert DESCRIPTOR["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"


def test_a_table_that_breaks_its_schema_would_be_noticed(copy):
    file = copy / "salary_bands.csv"
    file.write_bytes(file.read_bytes().replace(b",83350,", b",-83350,"))
    report = Package(str(copy / "datapackage.json")).validate()
    found = {error.type for task in report.tasks for error in task.errors}
    assert found >= {"constraint-error", "hash-count"}


def test_a_resource_that_is_not_from_the_document_names_its_own_source():
    own = {name: made["sources"][0]["title"] for name, made in RESOURCES.items() if "sources" in made}
    assert own == {
        "market_wages": "BLS May 2025",
        "market_fit": "judgement of the authors",
        "example_staff": "made-up staff",
        "quality_findings": "our reading of the document",
        "general_schedule": "US General Schedule, January 2016, base pay without locality pay",
    }


def test_every_table_and_column_is_in_the_data_dictionary():
    page = (DATA / "README.md").read_text(encoding="utf-8")
    for name, resource in RESOURCES.items():
        section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert TABLES[name].notice in section
        assert TABLES[name].notice in resource["description"]
        for field in resource["schema"]["fields"]:
            kind = {"string": "text"}.get(field["type"], field["type"])
            row = f"| `{field['name']}` | {kind} | {field.get('unit', '')} | {field['description']} |"
            assert row in section


# The restated document


def test_the_document_is_as_it_was_restated_and_its_figures_stand_on_their_lines_and_in_the_tables():
    text = DOCUMENT.read_bytes().decode("utf-8")
    lines = text.split("\n")
    assert (len(lines), lines[-1] != "", "\r" in text) == (91, True, False)
    for line, minimum, maximum in BANDS:
        assert f"(${minimum:,} - ${maximum:,}):" in lines[line - 1]
    for line, score in SCORES:
        assert f"(Score: {score}):" in lines[line - 1]
    bands, scores = load("salary_bands"), load("attractiveness_scores")
    assert [*bands[["source_line", "minimum", "maximum"]].itertuples(index=False, name=None)] == BANDS
    assert [*scores[["source_line", "score"]].itertuples(index=False, name=None)] == SCORES
    assert len(re.findall(r"\$[0-9]", text)) == 2 * len(BANDS)
    assert text.count("Score") == len(SCORES)
