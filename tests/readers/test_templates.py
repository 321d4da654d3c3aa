"""Templates: what is written can be read back, and nothing is written over."""

import sys

import pytest

import tpm_data
from tpm_data import read_table, write_template

CONTRACTS = [*tpm_data.list_tables(), "staff"]


@pytest.mark.parametrize("table", CONTRACTS)
@pytest.mark.parametrize("by", [None, "job_family", ["job_family", "location"]])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_is_read_back_as_it_is(tmp_path, table, by, ending):
    path = write_template(tmp_path / f"mine.{ending}", table, by=by)
    read = read_table(path, table, by=by)
    assert all(note.endswith("is an example from the template") for note in read.attrs["notes"])
    required = tpm_data.describe(table).query("required")["column"]
    assert set(required) <= set(read.columns)
    assert len(read) == (2 if by else 1) * (8 if table == "attractiveness_scores" else 2)
    tpm_data.check(read, table, by)


def test_a_template_of_wages_can_be_compared_with(tmp_path):
    wages = read_table(write_template(tmp_path / "wages.csv", "market_wages"), "market_wages")
    assert tpm_data.market.percentile(60_000, wages=wages)["percentile"].to_list() == [50]


def test_a_spreadsheet_knows_the_template_for_utf8(tmp_path):
    assert write_template(tmp_path / "a.csv", "salary_bands").read_bytes().startswith(b"\xef\xbb\xbflevel,")


def test_a_file_that_is_there_is_left_alone(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        write_template(path, "salary_bands")
    assert path.read_text() == "mine"


def test_an_unknown_table_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(ValueError, match="Did you mean 'salary_bands'"):
        write_template(tmp_path / "mine.csv", "salary_band")
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("by", ["currency", ["job_family", "minimum"], ["site", "Site;"]])
def test_a_column_of_the_table_is_none_that_tells_ladders_apart_in_a_template(tmp_path, by):
    with pytest.raises(ValueError, match="by= takes a name of one line that the table does not have"):
        write_template(tmp_path / "mine.csv", "salary_bands", by=by)


@pytest.mark.parametrize("name", ["", " ", "job\nfamily", ",,,\n,"])
def test_the_name_of_a_column_in_a_template_is_one_line(tmp_path, name):
    with pytest.raises(ValueError, match="by= takes a name of one line"):
        write_template(tmp_path / "mine.csv", "salary_bands", by=["place", name])


def test_the_name_of_a_table_may_be_written_in_any_case(tmp_path):
    mine = write_template(tmp_path / "mine.csv", "Attractiveness_Scores")
    assert mine.read_text() == write_template(tmp_path / "same.csv", "attractiveness_scores").read_text()


def test_what_writes_a_workbook_is_named_where_it_is_missing(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ValueError, match=r"pip install 'tpm-data\[excel\]'; or write a \.csv"):
        write_template(tmp_path / "mine.xlsx", "staff")
    assert not any(tmp_path.iterdir())
