"""Ladders as their owners keep them: headings, sheets, periods and remarks that are read, or refused."""

import io
import sys
from functools import partial

import pandas as pd
import pytest
from support import refusals
from support.refusals import refusal

import tpm_data
from tpm_data import read_table

BANDS = {"level": [1, 2], "minimum": [30_000, 40_000], "maximum": [45_000, 60_000]}


def read(text: str, **options: object) -> pd.DataFrame:
    return read_table(io.StringIO(text), options.pop("name", "salary_bands"), **options)


def problems(text: str, **options: object) -> list[str]:
    return refusals.problems(read, text, **options)


def numbers(table: pd.DataFrame) -> dict[str, list[int]]:
    return table[["level", "minimum", "maximum"]].to_dict("list")


# Headings

HEADINGS = [
    *(
        "level,title,minimum,maximum",
        "Grade,Job Title,Min,Max",
        "GRADE,position,MINIMUM SALARY,Maximum salary",
    ),
    *("Pay Grade,Role,Range Min,Range Max", "Band,Title,Grade Minimum,Grade Maximum"),
    *("Job Level,Job,Annual Salary Minimum,Annual Salary Maximum", "Salary Grade,title,minSalary,maxSalary"),
    *("Grade,Generic Job Title,Payscale Minimum (£),Payscale Maximum (£)", "level,title,Low,High"),
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_well_known_headings_need_no_saying(heading):
    table = read(f"{heading}\n1,Baker,30000,45000\n2,Master,40000,60000\n")
    assert numbers(table) == BANDS
    assert table["title"].tolist() == ["Baker", "Master"]
    assert ("currency" in table) == ("£" in heading)


@pytest.mark.parametrize("heading", ["Rung", "no", "Minimum age", "Min/Max"])
def test_other_headings_are_said(heading):
    text = f"Level,Job,{heading},Ceiling\n1,Baker,30000,45000\n2,Master,40000,60000\n"
    found = problems(text)
    assert [problem.split(";")[0] for problem in found] == [
        "header: no 'minimum' was found",
        "header: no 'maximum' was found",
    ]
    assert numbers(read(text, columns={"minimum": heading.upper(), "maximum": " ceiling"})) == BANDS


def test_steps_are_columns_like_any_others():
    text = "Grade,Step 1,Step 2,Step 3\n5,30000,35000,45000\n6,40000,50000,60000\n"
    table = read(text, columns={"minimum": "Step 1", "maximum": "Step 3"})
    assert numbers(table) == BANDS | {"level": [5, 6]}
    assert table["Step 2"].tolist() == ["35000", "50000"]
    assert table["title"].tolist() == ["Grade 5", "Grade 6"]


def test_two_columns_of_one_meaning_are_refused_until_one_is_named():
    text = "Grade,Range Min,Salary Minimum,Max\n1,30000,1000,45000\n2,40000,2000,60000\n"
    (found,) = problems(text)
    assert "choose one, such as columns={'minimum': 'Range Min'}: “Range Min, Salary Minimum”" in found
    table = read(text, columns={"minimum": "Range Min"})
    assert numbers(table) == BANDS
    assert table["Salary Minimum"].tolist() == ["1000", "2000"]


def test_the_contracts_own_name_needs_no_saying_beside_a_well_known_one():
    table = read("level,Grade,title,Job Title,minimum,Min,max\n1,A,Baker,x,30000,9,45000\n")
    assert table.columns.tolist() == ["level", "grade", "title", "Job Title", "minimum", "Min", "maximum"]


def test_headings_that_repeat_are_told_apart_by_the_letters_of_their_columns():
    text = ",Monthly,,Annual,\nGrade,Min,Max,Min,Max\n1,2500,3750,30000,45000\n2,3333,5000,40000,60000\n"
    found = problems(text)
    assert [problem.split(": ")[-1] for problem in found] == [
        "“Min (column B), Min (column D)”",
        "“Max (column C), Max (column E)”",
    ]
    columns = {"minimum": "Min (column D)", "maximum": "Max (column E)"}
    (found,) = problems(text, columns=columns)
    assert found.startswith("row 1: pay for a period other than a year, “Monthly”; ")
    table = read(text, columns=columns, period="year")
    assert numbers(table) == BANDS
    assert table["Min (column B)"].tolist() == ["2500", "3333"]


def test_an_extra_column_keeps_its_name_if_that_is_free():
    text = "minimum,Floor,Max,,Notes\n1,30000,45000,a,\n2,40000,60000,,b\n"
    table = read(text, columns={"minimum": "Floor"})
    assert table.columns.tolist() == [
        "level",
        "title",
        "minimum (column A)",
        "minimum",
        "maximum",
        "column D",
        "Notes",
    ]


@pytest.mark.parametrize(
    "columns", [{"minimum": "Min"}, {"nothing": "Floor"}, {"minimum": 3}, ["Min"], "Min"]
)
def test_columns_name_a_column_of_the_contract_and_a_heading(columns):
    with pytest.raises(ValueError, match=r"no heading is 'Min'|no column 'nothing'|columns= takes"):
        read("Grade,Floor,Max\n1,30000,45000\n", columns=columns)


# Around the table


def test_titles_above_and_remarks_below_do_not_matter_and_are_noted():
    text = (
        "Pay structure 2024,,,\n,,,\nConfidential,,,\nGrade,Job Title,Min,Max\n\n1,Baker,30000,45000\n"
        ',,,\n2,Master,40000,60000\n,,,\n"Excludes London, see policy",,,\n,Source: HR,,\n'
    )
    table = read(text)
    assert numbers(table) == BANDS
    assert table.attrs["notes"] == [
        "the header is row 4; the rows above are not part of the table",
        "row 10 is left out as a remark: “Excludes London, see policy”",
        "row 11 is left out as a remark: “Source: HR”",
    ]


def test_a_row_without_money_inside_the_table_or_with_a_level_alone_is_no_remark():
    assert len(problems("Grade,Title,Min,Max\n1,Baker,30000,45000\nOven,,,\n2,Master,40000,60000\n")) == 3
    assert len(problems("Grade,Title,Min,Max\n1,Baker,30000,45000\n2,,,\n")) == 3


def test_rows_are_counted_as_the_spreadsheet_does():
    (found,) = problems("Pay\n\n\nGrade,Min,Max\n1,30000,45000\n\n2,40000,x\n")
    assert found == "row 7, column 'maximum': expected a whole number such as 83350: “x”"


# Levels and titles


def test_the_currency_may_stand_around_the_table_where_nothing_else_says_it():
    table = read("Pay scales in GBP\nTitle,Min,Max\nCook,30000,45000\n")
    assert table["currency"].tolist() == ["GBP"]
    assert "pay is in GBP, as the text around the table says" in table.attrs["notes"]
    table = read("In GBP\nTitle,Min,Max\nCook,€30000,€45000\n")
    assert table["currency"].tolist() == ["EUR"]
    assert "the text around the table says GBP; this was not used" in table.attrs["notes"]


def test_a_hidden_sheet_is_read_only_if_it_is_named(tmp_path):
    with pd.ExcelWriter(tmp_path / "book.xlsx", engine="xlsxwriter") as book:
        columns = ["Grade", "Job Title", "Min", "Max"]
        pd.DataFrame([[1, "Cook", 20_000, 30_000]], columns=columns).to_excel(
            book, sheet_name="old", index=False
        )
        pd.DataFrame([[1, 30_000, 45_000]], columns=["Grade", "Min", "Max"]).to_excel(book, index=False)
        book.sheets["Sheet1"].activate()
        book.sheets["Sheet1"].set_first_sheet()
        book.sheets["old"].hide()
    read_book = partial(read_table, tmp_path / "book.xlsx", "salary_bands")
    assert read_book()["minimum"].tolist() == [30_000]
    assert "the sheet “Sheet1” was read, not “old”" in read_book().attrs["notes"]
    assert read_book(sheet="old")["minimum"].tolist() == [20_000]


@pytest.mark.parametrize(
    ("text", "said"),
    {
        "Name,Level,Salary,Pay\nAnn,1,31000,45000\n": "several headings may mean 'pay'",
        "Name,Level,Full Time Salary,FTE\nAnn,1,31000,0.5\n": "columns={'full_time_share': None}",
        "Name,Level,Salary ($000s)\nAnn,1,31\n": "amounts in thousands",
        "First,Position,Level,Salary\nAnn,Cook,1,31000\n": "such as columns={'person': '…'}",
    }.items(),
)
def test_headings_of_pay_and_people_that_can_mean_another_thing_are_refused(text, said):
    columns = {"pay": "Salary ($000s)"} if "000s" in text else None
    assert said in refusal(read, text, name="staff", period="year", columns=columns)


def test_the_currency_of_a_heading_is_that_of_its_dollar_signs():
    assert read("Title,Min (CAD),Max (CAD)\nCook,$30000,$45000\n")["currency"].tolist() == ["CAD"]
    assert read("All in CAD\nTitle,Min,Max\nCook,$30000,45000\n")["currency"].tolist() == ["CAD"]
    assert "is in EUR and GBP" in refusal(read, "Title,Min (EUR),Max\nCook,£30000,45000\n")


def test_pay_by_the_month_or_hour_is_known_by_its_heading_and_a_share_may_be_in_percent():
    for heading, options in {
        "Monthly Salary": {"period": "month"},
        "Salary per month": {"period": "month"},
        "Hourly Rate": {"period": "hour", "hours_per_year": 12},
    }.items():
        share = ",80.00%" if options["period"] == "month" else ","
        text = f"Name,Level,{heading},FTE\nAnn,1,3000{share}\n"
        assert "pay for a period other than a year" in refusal(read, text, name="staff")
        table = read(text, name="staff", **options)
        assert table["pay"].tolist() == [36_000]
        if options["period"] == "hour":
            rate = text.replace("3000,", "3000,0.5")
            assert "columns={'full_time_share': None}" in refusal(read, rate, name="staff", **options)
        assert table["full_time_share"].dropna().isin([0.8]).all()


def test_grades_that_are_no_numbers_are_titles_and_the_rows_number_the_levels():
    text = "Band,Min,Max\n7,30000,45000\n8a,40000,60000\n"
    table = read(text)
    assert table.columns.tolist() == ["level", "title", "grade", "minimum", "maximum"]
    assert numbers(table) == BANDS
    assert table["title"].tolist() == table["grade"].tolist() == ["7", "8a"]
    assert table.attrs["notes"] == [
        "'Band' has names for the levels (“8a”), not numbers",
        "levels are numbered from the first row",
    ]
    assert read(
        text.replace("Min", "Title,Min").replace(",30", ",x,30").replace(",40", ",y,40")
    ).columns.tolist() == [
        *("level", "grade", "title", "minimum", "maximum"),
    ]


def test_a_level_that_is_no_number_among_levels_that_are_is_refused():
    assert problems("level,title,min,max\n1,a,30000,45000\n8a,b,40000,60000\n") == [
        "row 3, column 'level': expected a whole number such as 1: “8a”"
    ]
    assert read("level,min,max\nL1,30000,45000\nL2,40000,60000\n")["title"].tolist() == ["L1", "L2"]


def test_without_any_grade_the_rows_are_the_levels():
    table = read("Job Title,Min,Max\nBaker,30000,45000\nMaster,40000,60000\n")
    assert numbers(table) == BANDS
    table = read("Min,Max\n30000,45000\n40000,60000\n")
    assert table["title"].tolist() == ["Level 1", "Level 2"]


def test_levels_are_numbered_from_the_bottom_where_minima_fall_throughout():
    text = "Title,Min,Max\nHead,50000,70000\nMaster,40000,60000\nBaker,30000,45000\n"
    table = read(text)
    assert table["level"].tolist() == [3, 2, 1]
    assert table["title"].tolist() == ["Head", "Master", "Baker"]
    assert table.attrs["notes"] == ["levels are numbered from the last row (minima fall throughout)"]
    assert read(text + "Chief,99000,99000\n")["level"].tolist() == [1, 2, 3, 4]


def test_each_ladder_has_its_own_levels():
    text = "Family,Grade,Min,Max\nBread,B2,40000,60000\nBread,B1,30000,45000\n"
    text += "Cake,C1,31000,46000\nCake,C2,41000,61000\n"
    table = read(text, by="family")
    assert table["level"].tolist() == [2, 1, 1, 2]
    assert table["family"].tolist() == ["Bread", "Bread", "Cake", "Cake"]
    assert tpm_data.overlap.pairs(table, by="family").shape[0] == 2
    assert "no 'site' was found" in problems(text, by=["Family", "site"])[0]


def test_the_column_that_tells_ladders_apart_may_have_another_heading():
    text = "Job Family,Family,Grade,Min,Max\nBread,x,1,30000,45000\nCake,x,1,40000,60000\n"
    table = read(text, by="family", columns={"family": "Job Family"})
    assert table["family"].tolist() == ["Bread", "Cake"]
    assert table["level"].tolist() == [1, 1]


def test_a_designed_midpoint_is_used_and_must_lie_in_its_band():
    text = "Grade,Min,Mid,Max\n1,30000,{},45000\n"
    table = read(text.format("36000.50"))
    assert tpm_data.progression.levels(table)["midpoint"].tolist() == [36_000.5]
    assert problems(text.format("46000")) == [
        "row 2, column 'midpoint': above 'maximum' in the same row: “46000”"
    ]
    assert read(text.format("36000.50"), round_cents=True)["midpoint"].tolist() == [36_001]


# Currencies


def test_a_currency_may_be_given_or_stand_in_the_heading_of_pay():
    text = "Grade,Min{0},Max{0}\n1,30000,45000\n"
    assert "currency" not in read(text.format(""))
    assert read(text.format(""), currency="CAD")["currency"].tolist() == ["CAD"]
    for sign, currency in ((" (€)", "EUR"), (" GBP", "GBP"), (" in $", "USD")):
        columns = {"minimum": f"Min{sign}", "maximum": f"Max{sign}"}
        assert read(text.format(sign), columns=columns)["currency"].tolist() == [currency]
    table = read(text.format(" ($)"), currency="CAD")
    assert table["currency"].tolist() == ["CAD"]
    assert read(text.format(" ($)")).attrs["notes"] == [
        "a bare dollar sign is read as USD; use currency= for another dollar"
    ]
    assert (
        "the pay in this row is in CAD and EUR"
        in problems(text.format("").replace("30000", "€30000"), currency="CAD")[0]
    )


# Workbooks


@pytest.fixture
def workbook(tmp_path):
    """Write sheets of cells to a workbook."""

    def write(**sheets: list[list[object]]):
        path = tmp_path / "ladder.xlsx"
        with pd.ExcelWriter(path, engine="xlsxwriter") as book:
            for name, cells in sheets.items():
                pd.DataFrame(cells).to_excel(book, sheet_name=name, header=False, index=False)
        return path

    return write


ROWS = [["Grade", "Min", "Max"], [1, 30_000.0, 45_000], [2, "40,000", 60_000]]


def test_a_workbook_is_read_wherever_the_table_stands(workbook):
    blank = [None, None, None]
    path = workbook(Pay=[["Pay 2024", None, None], blank, *ROWS, blank, ["As of May", None, None]])
    table = read_table(path, "salary_bands")
    assert numbers(table) == BANDS
    assert table.attrs["notes"][1:] == ["row 7 is left out as a remark: “As of May”"]
    with path.open("rb") as file:
        pd.testing.assert_frame_equal(read_table(file, "salary_bands"), table)


def test_numbers_of_a_workbook_are_what_they_are(workbook):
    path = workbook(Pay=[["Grade", "Min", "Max", "when"], [1, 15.875, 21.125, pd.Timestamp("2024-05-01")]])
    table = read_table(path, "salary_bands", period="hour", hours_per_year=2_000)
    assert numbers(table) == {"level": [1], "minimum": [31_750], "maximum": [42_250]}
    assert table["when"].tolist() == ["2024-05-01 00:00:00"]
    assert "round_cents=True" in str(
        refusals.problems(read_table, workbook(Pay=[["Min", "Max"], [30_000.5, 45_000]]), "salary_bands")
    )


def test_of_several_sheets_the_one_with_the_table_is_read(workbook):
    path = workbook(Cover=[["Pay structure", "of 2024"]], Bands=ROWS)
    assert read_table(path, "salary_bands").attrs["notes"] == ["the sheet “Bands” was read, not “Cover”"]
    path = workbook(old=[*ROWS[:2], [2, 1, 2]], new=ROWS)
    assert "use sheet='old' or 'new'" in refusal(read_table, path, "salary_bands")
    assert numbers(read_table(path, "salary_bands", sheet="new")) == BANDS
    with pytest.raises(ValueError, match=r"There is no sheet 'nwe'\. Did you mean 'new'"):
        read_table(path, "salary_bands", sheet="nwe")


def test_what_reads_a_workbook_is_named_where_it_is_missing(workbook, monkeypatch):
    path = workbook(Pay=ROWS)
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    assert "pip install 'tpm-data[excel]'" in refusal(read_table, path, "salary_bands")


# Wrong files, as they are sent

HEADER = "Grade,Job Title,Min,Max\n"
WRONG = {
    "a list of staff for a ladder": ("Name,Grade,Salary\nAnn,1,40000\n", {}),
    "bands swapped": ("Grade,Job Title,Max,Min\n1,Baker,30000,45000\n2,Master,40000,60000\n", {}),
    "a total row": (f"{HEADER}1,Baker,30000,45000\n2,Master,40000,60000\n,Total,70000,105000\n", {}),
    "a grade twice": (f"{HEADER}1,Baker,30000,45000\n1,Master,40000,60000\n", {}),
    "ranges in one column": ("Grade,Job Title,Range\n1,Baker,$30000 - $45000\n", {}),
    "thousands left out": (f"{HEADER}1,Baker,30,45\n2,Master,40,60\n", {}),
    "open ends": (f"{HEADER}1,Baker,30000,45000\n2,Master,40000+,\n", {}),
    "monthly pay": ("Monthly\nGrade,Min,Max\n1,3000,4500\n", {}),
    "two currencies": (f"{HEADER}1,Baker,$30000,£45000\n", {}),
    "commas without quotes": (f"{HEADER}1,Baker,30,000,45,000\n", {}),
    "a heading misspelt in the call": (f"{HEADER}1,Baker,30000,45000\n", {"columns": {"minimum": "Mn"}}),
    "pay of staff by the hour": ("Name,Grade,Salary,Pay Basis\nAnn,1,40.50,per Hour\n", {"name": "staff"}),
    "staff of a full-time share in percent": ("Name,Grade,Salary,FTE\nAnn,1,40000,80\n", {"name": "staff"}),
}


@pytest.mark.parametrize(("text", "options"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_refused_with_the_way_out(text, options, snapshot):
    assert refusal(read, text, **options) == snapshot


# One's own ladder, whatever file it is in


def test_a_ladder_is_read_from_a_document_a_table_or_the_bundled_data(tmp_path):
    assert tpm_data.read_ladder().equals(tpm_data.load("salary_bands"))
    (tmp_path / "baker.md").write_text("# Salary Bands\n\n- Baker: €28,000 - €34,000\n", encoding="utf-8")
    assert tpm_data.read_ladder(tmp_path / "baker.md")["maximum"].tolist() == [34_000]
    (tmp_path / "baker.csv").write_text("Grade,Min,Max\n1,2800,3400\n", encoding="utf-8")
    assert tpm_data.read_ladder(str(tmp_path / "baker.csv"), period="month")["minimum"].tolist() == [33_600]
    (tmp_path / "skills.md").write_text("# Essential Skills\n\n- Thumbs\n", encoding="utf-8")
    assert "no list of pay is a ladder" in refusal(tpm_data.read_ladder, tmp_path / "skills.md")
