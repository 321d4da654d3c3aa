"""Templates and own files: what is written can be read back, and what is missing is named."""

import pytest
from support.refusals import refusal

import tpm_data
from tpm_data import DocumentError, TableError, read_csv, read_own, write_template

TEXT = """Career Progression for a Baker

1. Baker (€28,000 - €34,000): Bakes.
2. Master Baker (€33,000 - €45,000): Runs the bakery.
"""


@pytest.mark.parametrize("table", tpm_data.list_tables())
@pytest.mark.parametrize("by", [None, "job_family", ["job_family", "location"]])
def test_a_template_is_read_back_as_it_is(tmp_path, table, by):
    path = write_template(table, tmp_path / "mine.csv", by)
    read = read_csv(path, table, by)
    required = tpm_data.describe(table).query("required")["column"]
    assert set(required) <= set(read.columns)
    assert len(read) == (2 if by else 1) * (8 if table == "attractiveness_scores" else 2)


def test_a_template_of_wages_can_be_compared_with(tmp_path):
    wages = read_csv(write_template("market_wages", tmp_path / "wages.csv"), "market_wages")
    assert tpm_data.market.percentile(60_000, wages=wages)["percentile"].to_list() == [50]


def test_a_document_holds_no_wages():
    with pytest.raises(ValueError, match="There is no table of a document 'market_wages'"):
        tpm_data.read_own(tpm_data.path("document"), "market_wages")


def test_a_spreadsheet_knows_the_template_for_utf8(tmp_path):
    assert write_template("salary_bands", tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbflevel,")


def test_a_file_that_is_there_is_left_alone(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        write_template("salary_bands", path)
    assert path.read_text() == "mine"


def test_no_file_is_the_bundled_table():
    assert read_own(None, "salary_bands").equals(tpm_data.load("salary_bands"))
    assert read_own(None, "salary_bands").attrs["basis"] == "document"


def test_an_unknown_table_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(ValueError, match="Did you mean 'salary_bands'"):
        write_template("salary_band", tmp_path / "mine.csv")
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("by", ["currency", ["job_family", "minimum"]])
def test_a_column_of_the_table_is_none_that_tells_ladders_apart_in_a_template(tmp_path, by):
    with pytest.raises(ValueError, match="of its own; name the other one otherwise"):
        write_template("salary_bands", tmp_path / "mine.csv", by)


@pytest.mark.parametrize("name", ["", " ", "job\nfamily", ",,,\n,"])
def test_the_name_of_a_column_in_a_template_is_one_line(tmp_path, name):
    with pytest.raises(ValueError, match="The name of a column is one line of text, not "):
        write_template("salary_bands", tmp_path / "mine.csv", by=["place", name])


def test_the_name_of_a_table_may_be_written_in_any_case(tmp_path):
    mine = write_template("Attractiveness_Scores", tmp_path / "mine.csv")
    assert mine.read_text() == write_template("attractiveness_scores", tmp_path / "same.csv").read_text()


def test_rows_may_be_chosen_by_a_column_of_the_table_too(tmp_path):
    path = write_template("salary_bands", tmp_path / "mine.csv", "family")
    text = path.read_text(encoding="utf-8").replace("family B,1,Example level 1", "family B,1,Trainee")
    path.write_text(text, encoding="utf-8")
    (row,) = read_own(path, "salary_bands", {"family": "family B", "title": "Trainee"}).to_dict("records")
    assert row["level"] == 1
    assert len(read_own(None, "salary_bands", {"title": "Technical Product Manager"})) == 1


def test_a_file_without_a_row_of_the_table_is_refused(tmp_path):
    path = tmp_path / "baker.txt"
    path.write_text(f"{TEXT}\n# Tips\n\n- Sleep.\n", encoding="utf-8")
    with pytest.raises(TableError, match="file: has no section for it; headings of other sections: “Tips”"):
        read_own(path, "essential_skills")
    header = tmp_path / "baker.csv"
    header.write_text("level,title,minimum,maximum\n", encoding="utf-8")
    with pytest.raises(TableError, match="file: has no rows"):
        read_own(header, "salary_bands")


def test_what_to_keep_is_a_column_and_its_value():
    with pytest.raises(ValueError, match="where= takes a column and a value, such as"):
        read_own(None, "salary_bands", "Sales")


def test_a_document_of_ones_own_gives_its_table(tmp_path):
    path = tmp_path / "baker.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert read_own(path, "salary_bands")["maximum"].tolist() == [34_000, 45_000]
    path.write_text(TEXT.replace("28,000", "38,000"), encoding="utf-8")
    with pytest.raises(DocumentError, match="line 3"):
        read_own(path, "salary_bands")


@pytest.mark.parametrize("ending", ["csv", "tsv", "CSV"])
def test_every_other_file_is_a_csv_and_one_in_another_format_is_told_so(tmp_path, ending):
    path = tmp_path / f"mine.{ending}"
    path.write_text("Level;Title;Minimum;Maximum\n1;Baker;$28,000;$34,000\n", encoding="utf-8")
    assert read_own(path, "salary_bands")["currency"].tolist() == ["USD"]
    workbook = path.with_suffix(".xlsx")
    workbook.write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(TableError, match="save the file as CSV UTF-8"):
        read_own(workbook, "salary_bands")


def test_one_ladder_of_a_file_is_picked_by_its_columns(tmp_path):
    path = write_template("salary_bands", tmp_path / "ladders.csv", ["job_family", "location"])
    picked = read_own(path, "salary_bands", {"job_family": "job_family B", "location": "location B"})
    assert picked["level"].tolist() == [1, 2]
    assert list(picked.index) == [0, 1]


@pytest.mark.parametrize("where", [{"job_family": "C"}, {"family": "C"}], ids=str)
def test_what_cannot_be_picked_is_named_with_what_is_there(tmp_path, where, snapshot):
    path = write_template("salary_bands", tmp_path / "ladders.csv", "job_family")
    assert refusal(read_own, path, "salary_bands", where) == snapshot


def test_a_document_has_no_ladders_to_pick_from(tmp_path):
    path = tmp_path / "baker.txt"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(TableError, match="no such column"):
        read_own(path, "salary_bands", {"job_family": "A"})
