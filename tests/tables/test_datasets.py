"""The bundled tables: their names, their words, their types."""

from pathlib import Path

import pandas as pd
import pytest

from tpm_data import describe, list_tables, load, path
from tpm_data.tables.contracts import DOCUMENT_TABLES, TABLES

NAMES = list_tables()
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
    "general_schedule": 11,
    "example_staff": 60,
}
BASIS = dict.fromkeys(DOCUMENT_TABLES, "document") | {
    "market_wages": "BLS May 2025",
    "market_fit": "judgement of the authors",
    "quality_findings": "our reading of the document",
    "general_schedule": "US General Schedule, January 2016, base pay without locality pay",
    "example_staff": "made-up staff",
}


def test_the_names_are_those_of_the_type_the_contracts_and_the_files():
    assert list(TABLES) == [*NAMES[:-1], "staff", NAMES[-1]]
    assert set(NAMES) == {file.stem for file in path("datapackage").parent.glob("*.csv")}


@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_its_rows_and_the_columns_and_types_of_its_contract(name):
    table = load(name)
    kinds = {"integer": "int64", "number": "float64", "text": "str", "boolean": "bool"}
    assert len(table) == ROWS[name]
    assert {column: str(kind) for column, kind in table.dtypes.items()} == {
        column.name: kinds[column.kind] for column in TABLES[name].columns if not column.only_own
    }
    assert table.attrs["basis"] == BASIS[name]


@pytest.mark.parametrize("name", NAMES)
def test_each_call_gives_a_table_of_its_own(name):
    first, untouched = load(name), load(name).copy(deep=True)
    first.iloc[0, 0] = first.iloc[-1, 0]
    del first[first.columns[-1]]
    first.attrs["basis"] = "mine"
    pd.testing.assert_frame_equal(load(name), untouched)
    assert load(name).attrs["basis"] == BASIS[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_described_with_its_unit(name):
    words = describe(name)
    assert {"column", "type", "unit", "description", "required"} <= {*words.columns}
    own = [column.name for column in TABLES[name].columns if column.only_own]
    assert [column for column in words["column"] if column not in own] == load(name).columns.to_list()
    assert words["description"].str.fullmatch(r"[A-Z][^\n]{10,}\.").all()
    assert words["description"].is_unique
    numeric = words["type"].isin(["integer", "number"])
    assert (words.loc[numeric, "unit"].str.len() > 0).all()
    assert (words.loc[~numeric, "unit"] == "").all()
    assert words["required"].dtype == bool
    assert words.attrs["row"] == TABLES[name].row != ""
    assert words.attrs["notice"] == TABLES[name].notice


def test_required_columns_are_those_without_which_an_own_table_is_refused(snapshot):
    assert {name: describe(name).query("required")["column"].to_list() for name in NAMES} == snapshot


@pytest.mark.parametrize(
    ("function", "wrong"),
    [
        *((load, "salary_band"), (load, "skills"), (describe, "salary_band"), (describe, "skills")),
        *((path, "documnt"), (path, "data_package"), (path, "salary_band")),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_and_all_names(function, wrong, snapshot):
    with pytest.raises(ValueError, match="There is no ") as caught:
        function(wrong)
    assert str(caught.value) == snapshot


@pytest.mark.parametrize("name", [*NAMES, "document", "datapackage"])
def test_every_file_is_where_its_path_says(name):
    assert isinstance(path(name), Path)
    assert path(name).is_absolute()
    assert path(name).is_file()
