"""Tables made from rows, and files of one's own read against a contract."""

import io
import re

import pandas as pd
import pytest
from support import refusals
from support.refusals import refusal

import tpm_data
from tpm_data import read_table
from tpm_data.tables.contracts import TABLES, frame
from tpm_data.tables.schema import DTYPES

HEADER = "level,title,minimum,maximum\n"
REFUSAL = "The table is not a valid 'salary_bands' table."


def read(text: str, table: str = "salary_bands", **options: object) -> pd.DataFrame:
    return read_table(io.StringIO(text), table, **options)


def message(source: object, table: str = "salary_bands", **options: object) -> str:
    return refusal(read_table, io.StringIO(source) if isinstance(source, str) else source, table, **options)


def problems(text: str, table: str = "salary_bands", **options: object) -> list[str]:
    return refusals.problems(read, text, table, **options)


# What is read


def test_a_table_comes_with_the_types_of_the_contract_and_what_it_rests_on():
    table = read(f"{HEADER}1,Baker,30000,45000\n2,Master,40000,60000\n")
    columns = {"level": [1, 2], "title": ["Baker", "Master"], "minimum": [30_000, 40_000]}
    expected = pd.DataFrame(columns | {"maximum": [45_000, 60_000]}).astype({"title": "str"})
    pd.testing.assert_frame_equal(table, expected)
    assert (table.attrs["basis"], table.attrs["notes"]) == ("your input", [])


@pytest.mark.parametrize("name", tpm_data.list_tables())
def test_every_bundled_csv_reads_back_as_it_is_loaded(name):
    pd.testing.assert_frame_equal(read_table(tpm_data.path(name), name), tpm_data.load(name))


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_is_read_from_its_path_or_open_with_bom_and_any_line_ends(tmp_path, bom, end):
    text = f"{HEADER}1,Bäcker,30000,45000\n"
    file = tmp_path / "own.csv"
    file.write_bytes(bom + text.replace("\n", end).encode())
    expected = read(text)
    pd.testing.assert_frame_equal(read_table(file, "salary_bands"), expected)
    pd.testing.assert_frame_equal(read_table(str(file), "salary_bands"), expected)
    for newline in (None, ""):
        with file.open(encoding="utf-8", newline=newline) as lines:
            pd.testing.assert_frame_equal(read_table(lines, "salary_bands"), expected)


def test_columns_beyond_the_contract_are_kept_as_text():
    table = read(
        "level,grade,title,minimum,maximum,7\n1,007,Baker,30000,45000,\n2,1e3,Master,40000,60000,NA\n"
    )
    assert table.columns.to_list() == ["level", "grade", "title", "minimum", "maximum", "7"]
    assert table["grade"].to_list() == ["007", "1e3"]
    assert table["7"].isna().to_list() == [True, False]
    assert table["7"][1] == "NA"
    assert (table["grade"].dtype, table["7"].dtype) == ("str", "str")


def test_words_that_other_readers_take_for_missing_are_text():
    table = read(f"{HEADER}1,NA,30000,45000\n2,null,40000,60000\n3,nan,50000,70000\n")
    assert table["title"].to_list() == ["NA", "null", "nan"]


def test_quoted_cells_may_hold_commas_quotes_and_line_breaks():
    table = read(f'{HEADER}1,"Baker, ""the""\nsecond",30000,45000\n')
    assert table["title"].to_list() == ['Baker, "the"\nsecond']


def test_a_quote_may_follow_a_space_behind_the_separator():
    table = read('level, "title", minimum, maximum\n1, "Baker, bread", 30000, "45,000"\n')
    assert table["title"].to_list() == ["Baker, bread"]
    assert table["maximum"].to_list() == [45_000]


def test_space_around_cells_and_headings_does_not_matter():
    table = read(" level ,title , minimum,maximum\n 1 , Baker ,\u00a030000, 45000 \n")
    assert table.to_dict("records") == [{"level": 1, "title": "Baker", "minimum": 30_000, "maximum": 45_000}]


def test_a_header_alone_is_a_table_without_rows():
    table = read(HEADER)
    assert len(table) == 0
    assert [str(kind) for kind in table.dtypes] == ["int64", "str", "int64", "int64"]


def test_numbers_and_truth_values():
    table = read("factor,score,scale_stated\nHours,+8.5,TRUE\nPay,7,false\n", "attractiveness_scores")
    assert table["score"].to_list() == [8.5, 7.0]
    assert table["scale_stated"].to_list() == [True, False]
    assert [str(kind) for kind in table.dtypes] == ["str", "float64", "bool"]


def test_a_missing_optional_text_is_missing():
    table = read("level,title,minimum,maximum,description\n1,Baker,30000,45000,\n")
    assert table["description"].isna().to_list() == [True]


def test_several_ladders_in_one_file():
    text = "family,level,title,minimum,maximum\nbread,1,Baker,30000,45000\ncake,1,Baker,31000,46000\n"
    assert read(text, by="family")["family"].to_list() == ["bread", "cake"]
    (found,) = problems(text)  # that the title stands twice, too, follows from it
    assert found.startswith("row 3, column 'level': is already in row 2; if the file has several ladders")
    assert problems(text.replace("cake,", ","), by="family") == ["row 3, column 'family': a value is missing"]


# What is refused

PAY_REFUSED = [
    *("٥٠٠٠٠", "True", "nan", "fifty", "#REF!", "50000.5", "8,33,50", "83,35", "5e4", "1_000"),
    *("50000 - 60000", "$50 per hour", "£60k+", "$-50,000", "- 50000", "−50000", "(50000)", "($50,000)"),
    *("50,", "(50000", "$50,000)", "60.000k", "83,350k", "83,350 K", "0", "150", "$150", "42"),
]
SCORES_REFUSED = ["8.5.0", ".5", "8.", "1e1", "nan", "inf", "nine", "8/10", "85 %", "1,500"]


@pytest.mark.parametrize("cell", PAY_REFUSED)
def test_pay_that_cannot_be_read_is_refused_once_with_the_reason_and_the_way_out(cell, snapshot):
    (problem,) = problems(f'{HEADER}1,Baker,"{cell}",9999999\n')
    assert problem == snapshot


@pytest.mark.parametrize("cell", SCORES_REFUSED)
def test_a_score_that_is_no_plain_number_is_named_as_it_stands(cell, snapshot):
    (problem,) = problems(f'factor,score\nHours,"{cell}"\n', "attractiveness_scores")
    assert problem == snapshot


BAKER = "1,Baker,30000,45000\n"
WITH_CURRENCY = "level,title,minimum,maximum,currency\n1,Baker,10000,20000,"
FILES_REFUSED = {
    "many things at once": f"{HEADER}1,Baker,30000,29000\nx,Baker,-5,\n",
    "a currency by its sign": f"{WITH_CURRENCY}$\n",
    "a currency in small letters": f"{WITH_CURRENCY}usd\n",
    "a currency by its name": f"{WITH_CURRENCY}Euro\n",
    "a currency of letters and a sign": f"{WITH_CURRENCY}US$\n",
    "a currency in HTML": f"{WITH_CURRENCY}<b>USD</b>\n",
    "two headings that mean the same": "level,Level,title,minimum,maximum\n1,1,Baker,10000,20000\n",
    "a heading twice": "level,title,minimum,maximum,minimum\n1,Baker,10000,20000,30000\n",
    "a header again": f"{HEADER}{BAKER}{HEADER}",
    "after blank rows": f"\n , ,\n{HEADER}\n{BAKER},,,\n\n2,Master,60000,50000\n",
    "after a cell over two lines": f'{HEADER}1,"Baker\nof bread",30000,45000\n2,Master,60000,50000\n',
    "half a row": f"{HEADER}1,Baker\n",
    "rows too long and too short": f"{HEADER}1,Baker,30000,45000,6\n2,Master,40000\n",
    "a row too long among others": f"{HEADER}1,Baker,50000,45000\n2,C,40000,60000,7\n3,Head,90000,80000\n",
    "a cell beyond the last heading": "level,title,minimum,maximum,,\n1,Baker,30000,45000,,x\n",
    "nothing": "",
    "blank lines": "\n\n",
    "a mark of the byte order": "\ufeff",
    "a blank row": " , \n",
    "a quotation mark left open": f'{HEADER}1,"Baker,30000,45000\n',
    "a quotation mark inside a word": f'{HEADER}1,"Bak"er,30000,45000\n',
}


@pytest.mark.parametrize("text", FILES_REFUSED.values(), ids=FILES_REFUSED)
def test_a_file_that_breaks_a_rule_is_refused_with_every_problem_in_the_order_of_its_rows(text, snapshot):
    assert message(text) == snapshot


def test_blank_columns_at_the_right_are_left_out():
    table = read("level,title,minimum,maximum,,\n1,Baker,30000,45000,,\n2,Master,40000,60000\n")
    assert table.columns.to_list() == ["level", "title", "minimum", "maximum"]


def test_space_behind_the_code_of_a_currency_does_not_matter():
    assert read(f"{WITH_CURRENCY}USD \n")["currency"].to_list() == ["USD"]


@pytest.mark.parametrize("column", ["period", "Pay Period", "frequency", "unit", "per", "Pay Basis"])
def test_a_column_that_says_that_pay_is_for_another_period_is_refused_until_that_is_given(column):
    text = f"level,title,minimum,maximum,place,{column}\n1,Baker,3500,4500,here,{{}}\n"
    for period in ("month", "Monthly", "per month", "mo"):
        (found,) = problems(text.format(period))
        what = f"pay for a period other than a year, “{period}”; if all pay is for that period, use period="
        assert found.removeprefix(f"row 2, column '{column}': ").startswith(what)
        assert found.endswith(f"“{period}”")
        assert read(text.format(period), period="month")["minimum"].to_list() == [42_000]
    for period in ("year", "annual", "Yearly", ""):
        assert read(text.format(period).replace("00,", "000,"))["minimum"].to_list() == [35_000]
    (found,) = problems(text.format("year"), period="month")
    assert '“year”; change the text or period="month"' in found


def test_a_cell_that_holds_nothing_but_a_period_is_refused_wherever_it_stands_until_that_is_settled():
    for text in (
        f"Salaries\nper Month\n{HEADER}1,Baker,3500,4500\n",
        f"{HEADER}1,Baker,3500,4500\nAll figures are monthly.\n",
        f"{HEADER[:-1]},note\n1,Baker,3500,4500,per month\n",
    ):
        (found,) = problems(text)
        assert 'use period="month"' in found
        assert read(text, period="month")["maximum"].to_list() == [54_000]
        assert read(text, period="year")["maximum"].to_list() == [4_500]


def test_the_heading_of_pay_may_name_its_period_and_that_of_another_column_does_not_matter():
    text = "level,title,minimum per month,max,Max/Min,pay/grade group,salary_review_month,shift,hourly\n{}\n"
    text = text.format("1,Baker,3500,4500,1.3,a,June,day,x")
    columns = {"minimum": "Minimum per Month"}
    (found,) = problems(text, columns=columns)
    assert found.startswith(
        "header: pay for a period other than a year, “per month”; if all pay is for that period"
    )
    table = read(text, columns=columns, period="month")
    assert table.loc[0, ["minimum", "maximum", "Max/Min", "shift"]].to_list() == [
        42_000,
        54_000,
        "1.3",
        "day",
    ]
    assert table.attrs["notes"] == ["pay per month, multiplied by 12 to give pay per year"]


def test_pay_by_the_hour_needs_the_hours_and_comes_out_in_whole_money():
    text = f"{HEADER}1,Baker,15.875,21.125\n2,Master,$21,$30.50 per hour\n"
    table = read(text, period="hour", hours_per_year=2_000)
    assert table["minimum"].to_list() == [31_750, 42_000]
    assert table["maximum"].to_list() == [42_250, 61_000]
    table = read(text, period="hour", hours_per_year=1_850.5)
    assert table["minimum"].to_list() == [29_377, 38_861]  # 15.875 * 1850.5 = 29376.6875
    assert "4 amounts of pay rounded to whole units" in table.attrs["notes"]
    with pytest.raises(ValueError, match="hours_per_year= together"):
        read(text, period="hour")


def test_three_decimals_behind_a_point_are_refused_until_the_period_says_what_they_are():
    text = f"{HEADER}1,Baker,15.875,21.125\n"
    found = problems(text)
    assert [problem.split(":")[0] for problem in found] == [
        "row 2, column 'minimum'",
        "row 2, column 'maximum'",
    ]
    assert 'use period="year" or "month" for thousands, "hour" for cents' in found[0]
    assert read(text, period="year")["minimum"].to_list() == [15_875]
    assert read(f"{HEADER}1,Baker,50.000,60.000\n", period="year")["minimum"].to_list() == [50_000]
    assert read(f'{HEADER}1,Baker,"1.050.000","1.060.000,00"\n')["maximum"].to_list() == [1_060_000]


def test_cents_are_refused_until_they_may_be_rounded():
    text = f"{HEADER}1,Baker,41234.50,51234.49\n"
    found = problems(text)
    assert found[0].endswith("not a whole amount of money; round_cents=True rounds it: “41234.50”")
    assert len(found) == 2
    table = read(text, round_cents=True)
    assert table.loc[0, ["minimum", "maximum"]].to_list() == [41_235, 51_234]
    assert table.attrs["notes"] == ["2 amounts of pay rounded to whole units"]


@pytest.mark.parametrize("pay", ["3500", "€3,500", "9999"])
def test_little_pay_is_refused_until_the_period_is_given(pay):
    text = f'{HEADER}1,Baker,"{pay}",45000\n'
    (found,) = problems(text)
    assert found.startswith("row 2, column 'minimum': very low for a year; use period=")
    assert read(text, period="year")["minimum"].to_list() == [int(re.sub("[^0-9]", "", pay))]


def test_other_columns_may_have_points():
    table = read("level,title,minimum,maximum,note\n1,Baker,50000,60000,1.500\n")
    assert table.loc[0, "note"] == "1.500"


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x07", "\x9b", "\u202e", "\u2066"])
def test_a_character_that_disguises_a_text_is_refused_in_cells_and_headings(character):
    what = f"a control character, U+{ord(character):04X}; delete it"
    for text in (
        f"{HEADER}1,Baker{character},10000,20000\n",
        f"{HEADER}1,Baker,10{character}000,20000\n",
        f"{HEADER[:-1]},own{character}\n1,Baker,10000,20000,x\n",
    ):
        (found,) = problems(text)
        assert what in found
        assert found.isprintable()


# What spreadsheets make of numbers and edges


@pytest.mark.parametrize(
    "cell",
    ["50,000", "50 000", "50\u00a0000", "50'000", "50.000,00", "50000.0", "50000.00", "50k", "50,000.00"],
)
def test_pay_with_thousands_marks_or_empty_decimals_is_read(cell):
    table = read(f'{HEADER}1,Baker,"{cell}",60000\n')
    assert table["minimum"].to_list() == [50_000]
    assert "currency" not in table


@pytest.mark.parametrize(
    ("cell", "currency"), [("$50,000", "USD"), ("50 000 €", "EUR"), ("£50k", "GBP"), ("CA$50,000", "CAD")]
)
def test_a_currency_sign_gives_the_currency_of_the_table(cell, currency):
    table = read(f'{HEADER}1,Baker,"{cell}",60000\n2,Master,55000,70000\n')
    assert table["currency"].to_list() == [currency, currency]
    assert table["minimum"].to_list() == [50_000, 55_000]
    assert table.attrs["notes"][0].startswith("pay without a currency is taken to be in ")


def test_a_bare_dollar_sign_stays_bare_beside_a_word_for_the_year():
    text = 'level,title,minimum,maximum,currency\n1,Baker,"$50,000 annually","$60,000 per annum",CAD\n'
    assert read(text)["currency"].to_list() == ["CAD"]


def test_a_bare_dollar_sign_may_be_any_dollar_that_the_row_states():
    text = 'level,title,minimum,maximum,currency\n1,Baker,"$50,000","$60,000",{}\n'
    assert read(text.format("CAD"))["currency"].to_list() == ["CAD"]
    assert read(text.format(""))["currency"].to_list() == ["USD"]
    assert problems(text.format("EUR")) == ["row 2, column 'currency': the pay in this row is in $: “EUR”"]
    assert problems(text.replace("$", "US$").format("CAD")) == [
        "row 2, column 'currency': the pay in this row is in USD: “CAD”"
    ]


def test_a_bare_dollar_sign_and_that_of_the_us_name_one_currency():
    text = "level,title,minimum,maximum\n1,Baker,$50000,US$60000\n2,Master,55000,70000\n"
    assert read(text)["currency"].to_list() == ["USD", "USD"]
    (found,) = problems(text.replace("US$", "CA$"))[:1]
    assert found.startswith("row 2, column 'currency': the pay in this row is in $ and CAD")


def test_ladders_in_two_currencies_keep_theirs_and_one_ladder_may_have_only_one():
    text = 'place,level,title,minimum,maximum\nA,1,Baker,"$50,000",60000\nB,1,Baker,"£40,000",50000\n'
    assert read(text, by="place")["currency"].to_list() == ["USD", "GBP"]
    (found,) = [found for found in problems(text) if "currency" in found]
    assert found == (
        "row 3, column 'currency': differs from the row before it; if the file has several ladders or "
        "careers, name the column that separates them with by=: “GBP”"
    )
    (found,) = problems(text + "A,2,Chief,€60000,€70000\n", by="place")
    assert found == "row 4, column 'currency': differs from the row before it, of place 'A': “EUR”"
    (found,) = problems(text.replace("60000", "€60k"), by="place")
    assert found.startswith("row 2, column 'currency': the pay in this row is in $ and EUR")


@pytest.mark.parametrize("mark", [";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_with_another_separator_is_read_alike(mark, end):
    text = "\ufefflevel,title,minimum,maximum\n1,Baker,30000,45000\n,,,\n"
    table = read(text.replace(",", mark).replace("\n", end))
    pd.testing.assert_frame_equal(table, read(text))
    assert len(table) == 1


def test_a_semicolon_file_may_have_decimal_commas_and_quoted_headings():
    table = read('"Factor";"Score"\n"Hours, flexible";8,5\nPay;7\n', "attractiveness_scores")
    assert table["score"].to_list() == [8.5, 7.0]
    assert table["factor"].to_list() == ["Hours, flexible", "Pay"]


def test_headings_may_differ_in_case_spaces_and_hyphens():
    table = read("Factor,Score,Scale maximum,Scale-Stated\nPay,7,10,true\n", "attractiveness_scores")
    assert table.columns.to_list() == ["factor", "score", "scale_maximum", "scale_stated"]
    ladders = read("Job family,Level,Title,Minimum,Maximum\nA,1,Baker,10000,20000\n", by="job_family")
    assert ladders["job_family"].to_list() == ["A"]


@pytest.mark.parametrize("mark", [",", ";"])
def test_stray_quotes_that_take_a_row_into_a_cell_are_refused(mark):
    text = f'{HEADER}1,"Baker,30000,45000\n2,Master",40000,60000\n'.replace(",", mark)
    (found,) = problems(text)
    assert found.startswith("row 2: a quotation mark that is never closed joins several rows: “Baker")
    table = read(text.replace(f"{mark}45000", "").replace(f"2{mark}Master", "Master"))
    assert table["title"].to_list() == [f"Baker{mark}30000\nMaster"]


@pytest.mark.parametrize(
    ("start", "kind"),
    [(b"PK\x03\x04\0", "a workbook; "), (b"\xff\xfe1\0", "text in UTF-16")],
)
def test_a_file_of_another_kind_is_called_by_its_name(tmp_path, start, kind):
    (tmp_path / "own.csv").write_bytes(start)
    assert message(tmp_path / "own.csv").startswith(f"{REFUSAL} 1 problem:\n  file: cannot be read: {kind}")


@pytest.mark.parametrize("data", [b"\xff1", b"\n\xff", HEADER.encode() + b"1,B\xe4cker,30000,45000\n"])
def test_a_file_that_is_not_utf8_is_refused_with_advice(tmp_path, data):
    file = tmp_path / "own.csv"
    file.write_bytes(data)
    line = 1 + data.count(b"\n", 0, -1)
    expected = f"{REFUSAL} 1 problem:\n  line {line}: not UTF-8 text; save the file as CSV UTF-8"
    assert message(file) == expected
    with file.open(encoding="utf-8") as lines:
        assert message(lines) == expected


def test_a_missing_file_is_reported_as_every_missing_file_is(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_table(tmp_path / "nothing.csv", "salary_bands")


def test_an_unknown_contract_is_answered_with_the_nearest_name():
    with pytest.raises(ValueError, match=r"Did you mean 'salary_bands'\?"):
        read(HEADER, "salary_band")


# Tables made from rows


@pytest.mark.parametrize("name", TABLES)
def test_a_table_made_from_no_rows_has_every_column_in_its_type(name):
    made = frame(name, [])
    columns = [column for column in TABLES[name].columns if not column.only_own]
    assert made.columns.to_list() == [column.name for column in columns]
    assert [str(kind) for kind in made.dtypes] == [DTYPES[column.kind] for column in columns]


def test_rows_may_hold_more_than_the_columns_and_less_than_all():
    row = {"position": 1, "name": "Thumbs", "source_line": 3, "level": 9}
    made = frame("essential_skills", [row])
    assert made.columns.to_list() == ["position", "name", "description", "section", "source_line"]
    assert made["description"].isna().all()
