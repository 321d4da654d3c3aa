"""Everyone on a ladder: each person as one amount would be placed, and sums that add up."""

import io
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.bands import ladders
from support.refusals import problems, refusal

import tpm_data
from tpm_data import progression, read_table, staff

BANDS = tpm_data.load("general_schedule")
STAFF = tpm_data.load("example_staff")
LADDER = ladders(a=[(30_000, 45_000), (40_000, 60_000), (50_000, 50_000)]).drop(columns="family")
SAME = ["level", "title", "minimum", "maximum", "status", "compa_ratio", "range_penetration"]


def people(*rows: tuple[object, ...], **more: object) -> pd.DataFrame:
    """People of these levels and this pay."""
    table = pd.DataFrame(rows, columns=["level", "pay"])
    return table.assign(person=[f"P{number}" for number in range(len(rows))], **more)


ends = st.tuples(st.integers(1, 10**6), st.integers(0, 10**6)).map(lambda pair: (pair[0], sum(pair)))


@st.composite
def cases(draw):
    """Several ladders, and people on them in any order under any index, some part-time."""
    bands = ladders(**{name: draw(st.lists(ends, min_size=1, max_size=4)) for name in "ab"})
    rows = draw(st.lists(st.integers(0, len(bands) - 1), max_size=12))
    made = bands.iloc[rows][["family", "level"]].reset_index(drop=True)
    amounts = st.lists(st.integers(1, 2 * 10**6), min_size=len(rows), max_size=len(rows))
    shares = st.lists(st.sampled_from([1.0, 0.5, 0.25, 0.8]), min_size=len(rows), max_size=len(rows))
    made = made.assign(
        person=[f"P{n}" for n in range(len(rows))], pay=draw(amounts), full_time_share=draw(shares)
    )
    index = draw(st.sampled_from([made.index, made.index[::-1], pd.Index(["same"] * len(made))]))
    return bands.sample(frac=1, random_state=draw(st.integers(0, 9))), made.set_axis(index)


@given(cases())
def test_a_person_is_placed_as_their_full_time_pay_in_the_band_of_their_level(case):
    bands, staffed = case
    placed = staff.place(staffed, bands, by="family")
    assert placed.index.tolist() == staffed.index.tolist()
    pd.testing.assert_frame_equal(placed[staffed.columns], staffed)
    for row in placed.itertuples(index=False):
        band = bands[(bands["family"] == row.family) & (bands["level"] == row.level)]
        (alone,) = progression.place(band, row.pay / row.full_time_share).itertuples(index=False)
        for name in SAME:
            mine, same = getattr(row, name), getattr(alone, name)
            assert mine == same or (math.isnan(mine) and math.isnan(same))
        assert row.midpoint == (row.minimum + row.maximum) / 2
        short = (row.minimum - row.full_time_pay) * row.full_time_share
        assert row.to_minimum == pytest.approx(max(short, 0), abs=0.01)


@given(cases())
def test_groups_add_up_to_everyone(case):
    bands, staffed = case
    placed = staff.place(staffed, bands, by="family")
    apart, (*everyone,) = (
        staff.summary(placed, by="family"),
        staff.summary(placed, by=None).to_dict("records"),
    )
    assert [*apart["family"]] == [*dict.fromkeys(staffed["family"])]
    for total in everyone:
        for name in ("headcount", "below", "above"):
            assert (
                apart[name].sum()
                == total[name]
                == (len(placed) if name == "headcount" else (placed["status"] == name).sum())
            )
        assert apart["cost_to_minimum"].sum() == pytest.approx(total["cost_to_minimum"])
        assert total["median_compa_ratio"] == placed["compa_ratio"].median()
    assert (apart["few_people"] == (apart["headcount"] < 5)).all()


@given(cases())
def test_the_quartile_is_the_quarter_of_the_range_that_holds_the_pay(case):
    bands, staffed = case
    for row in staff.place(staffed, bands, by="family").itertuples():
        if row.status != "within" or row.maximum == row.minimum:
            assert row.quartile is pd.NA
        else:
            assert row.quartile in (
                math.ceil(4 * row.range_penetration),
                math.floor(4 * row.range_penetration) + 1,
            )


def test_quarters_of_a_range_worked_by_hand():
    pay = [30_000, 33_749, 33_750, 37_500, 41_250, 45_000, 29_999, 45_001]
    placed = staff.place(people(*((1, amount) for amount in pay)), LADDER)
    assert placed["quartile"].tolist() == [1, 1, 2, 3, 4, 4, pd.NA, pd.NA]
    assert placed["status"].tolist() == [*["within"] * 6, "below", "above"]


def test_part_time_pay_is_made_full_time_and_costs_are_taken_times_the_share():
    placed = staff.place(people((1, 14_000), (2, 24_000), full_time_share=[0.5, 0.5]), LADDER)
    assert placed["full_time_pay"].tolist() == [28_000, 48_000]
    assert placed["status"].tolist() == ["below", "within"]
    assert placed["to_minimum"].tolist() == [1_000, 0]  # half of 30,000 - 28,000
    assert placed["compa_ratio"].tolist() == [28 / 37.5, 48 / 50]
    assert placed.attrs["notes"] == []


def test_where_no_share_is_given_pay_is_taken_as_full_time_and_that_is_said():
    table = people((1, 31_000), (2, 41_000), full_time_share=[np.nan, 0.5])
    note = "pay is taken as full-time for {} of 2 people, who have no full_time_share"
    assert staff.summary(staff.place(table, LADDER), by=None).attrs["notes"] == [note.format(1)]
    placed = staff.place(table.drop(columns="full_time_share"), LADDER)
    assert placed["full_time_pay"].tolist() == [31_000, 41_000]
    assert staff.summary(placed, by="level").attrs["notes"] == [note.format(2)]


def test_a_designed_midpoint_is_the_one_of_the_compa_ratio():
    placed = staff.place(people((1, 36_000)), LADDER.assign(midpoint=[36_000.0, None, None]))
    assert placed.loc[0, ["midpoint", "compa_ratio"]].tolist() == [36_000, 1]


def test_people_may_be_placed_by_the_title_of_their_level_whatever_its_case():
    table = people((1, 36_000), (2, 41_000)).assign(title=["A2", " a1"]).drop(columns="level")
    placed = staff.place(table, LADDER.assign(title=["a1", "a2", "a3"]))
    assert placed["level"].tolist() == [2, 1]
    assert placed["title"].tolist() == ["a2", "a1"]
    twice = problems(staff.place, table, LADDER.assign(title=["a1", "a2", "a2"]))
    assert twice[0].startswith("row 2, column 'title': is already in row 1")


def test_everyone_whose_level_is_not_on_the_ladder_is_named():
    assert problems(staff.place, people((7, 31_000), (1, 31_000), (9, 1)), LADDER) == [
        "row 0, column 'level': the level of P0 is not on the ladder, which has 1, 2 and 3: “7”",
        "row 2, column 'level': the level of P2 is not on the ladder, which has 1, 2 and 3: “9”",
    ]
    (found,) = problems(staff.place, people((1.5, 31_000)), LADDER)
    assert found.startswith("row 0, column 'level': expected a whole number")
    (found,) = problems(staff.place, people((None, 31_000)), LADDER)
    assert found == "row 0, column 'level': a value is missing"
    (found,) = problems(staff.place, people((1, 31_000)).drop(columns="level"), LADDER)
    assert found.startswith("header: column 'title' is missing")


def test_a_ladder_is_that_of_the_group():
    bands = ladders(a=[(30_000, 45_000)], b=[(60_000, 90_000), (70_000, 99_000)])
    placed = staff.place(people((1, 62_000), (1, 31_000), family=["b", "a"]), bands, by="family")
    assert placed["minimum"].tolist() == [60_000, 30_000]
    (found,) = problems(staff.place, people((2, 62_000), (1, 31_000), family=["a", "a"]), bands, by="family")
    assert found == "row 0, column 'level': the level of P0 is not on the ladder of a, which has 1: “2”"
    (found,) = problems(staff.place, people((1, 62_000), family=["c"]), bands, by="family")
    assert "is on no ladder. There is no family 'c'. Choose from: a, b." in found


GRADED = "Grade,Job Title,Min,Max\n8a,Lead,50000,70000\n7,Expert,45000,62000\n06,Analyst,40000,55000\n"


def read(text: str, name: str = "salary_bands", **options: object) -> pd.DataFrame:
    return read_table(io.StringIO(text), name, **options)


def test_people_are_found_by_the_grade_that_the_ladder_has_and_not_by_the_number_the_reader_gave():
    people_of = "Name,Grade,Job Title,Salary\nAnn,8A,Lead,51000\nBob,6,,41000\nCem,7,Maker,41000\n"
    placed = staff.place(read(people_of, "staff"), read(GRADED))
    assert placed["level"].tolist() == [3, 1, 2]
    assert placed["grade"].tolist() == ["8a", "06", "7"]
    assert placed["title"].tolist() == ["Lead", "Analyst", "Expert"]
    assert "1 title of people replaced with those of the ladder" in placed.attrs["notes"]
    (found,) = problems(staff.place, read("Name,Grade,Salary\nBob,3,41000\n", "staff"), read(GRADED))
    assert (
        found == "row 0, column 'grade': the grade of Bob is not on the ladder, which has 8a, 7 and 06: “3”"
    )
    by_title = read("Name,Job Title,Salary\nBob,Analyst,41000\n", "staff")
    assert staff.place(by_title, read(GRADED))["level"].tolist() == [1]


def test_a_grade_is_a_level_or_a_title_where_the_ladder_has_no_grades():
    placed = staff.place(read("Name,Grade,Salary\nAnn,05,41000\nBob,GS-6,41000\n", "staff"), BANDS)
    assert placed["level"].tolist() == [5, 6]
    mixed = LADDER.assign(title=["2", "B", "C"])
    (found,) = problems(staff.place, read("Name,Grade,Salary\nAnn,2,41000\n", "staff"), mixed)
    assert found == "row 0, column 'grade': the grade of Ann is that of several levels of the ladder: “2”"


def test_a_place_in_a_list_of_a_document_is_no_level_of_anybody():
    heading, entries = "# Salary Bands\n\n", "{} L5 ($90k - $120k)\n{} L4 ($70k - $95k)\n"
    listed = tpm_data.read_document(heading + entries.format("-", "-")).salary_bands
    (found,) = problems(staff.place, people((1, 80_000)), listed)
    assert found.startswith("bands: the ladder's file does not number its levels")
    numbered = tpm_data.read_document(heading + entries.format("1.", "2.")).salary_bands
    assert staff.place(people((1, 80_000)), numbered)["title"].tolist() == ["L4"]


@pytest.mark.parametrize("ladder", [GRADED, "Title,Min,Max\nLead,50000,70000\nCook,30000,45000\n"])
def test_levels_are_refused_where_the_file_of_the_ladder_numbers_none(ladder):
    (found,) = problems(staff.place, people((1, 41_000)), read(ladder))
    assert found.startswith("bands: the ladder's file does not number its levels")
    placed = staff.place(read("Name,Job Title,Salary\nAnn,lead,51000\n", "staff"), read(ladder))
    assert placed["title"].tolist() == ["Lead"]


def test_a_title_that_is_another_level_of_the_ladder_is_refused():
    table = people((1, 31_000), (2, 41_000), title=["Level 2", "Cook"])
    (found,) = problems(staff.place, table, LADDER.assign(title=["Level 1", "Level 2", "Level 3"]))
    assert found == (
        "row 0, column 'title': the title of P0 is that of level 2, but the level is that of level 1; "
        "correct one, or leave the column out: “Level 2”"
    )
    graded = LADDER.assign(grade=["A", "B", "C"])
    found = refusal(staff.place, people((2, 31_000), (2, 41_000), grade=["A", "B"]), graded)
    assert "column 'level': the level of P0 is that of level 2, but the grade is that of level 1" in found


def test_a_title_of_the_first_level_contradicts_as_any_other():
    titled = people((2, 35_000)).assign(title=LADDER["title"].iloc[0])
    (found,) = problems(staff.place, titled, LADDER)
    assert "is that of level 1, but the level is that of level 2" in found


def test_a_grade_twice_in_a_file_asks_which_ladder_it_is_of():
    text = "Family,Grade,Job Title,Min,Max\nA,8a,Lead,50000,70000\nB,8a,Head,60000,80000\n"
    found = refusal(read, text)
    assert "row 3, column 'grade': is already in row 2; if the file has several ladders" in found
    staffed = read("Name,Family,Grade,Salary\nAnn,B,8a,61000\n", "staff", by="Family")
    assert staff.place(staffed, read(text, by="Family"), by="Family")["title"].tolist() == ["Head"]


def test_pay_of_another_period_than_the_bands_is_asked_about():
    (note,) = staff.place(people((1, 3_000), (2, 4_000), full_time_share=1.0), LADDER).attrs["notes"]
    assert note == "the median compa-ratio is 0.1; check the period of pay in both files"


def test_someone_who_is_in_the_file_twice_is_said():
    twice = people((1, 35_000), (2, 45_000), full_time_share=1.0).assign(person="P0")
    assert staff.place(twice, LADDER).attrs["notes"] == [
        "1 row about someone who is in an earlier row; each row counts as a person"
    ]


@pytest.mark.parametrize("hundredths", [35, 55, 57.5, 60, 66.67, 70, 85, 95])
def test_part_time_pay_at_the_very_ends_of_the_range_is_within(hundredths):
    share = hundredths / 100
    ends = [round(30_000 * share, 2), round(45_000 * share, 2)]
    table = people(*((1, end) for end in ends), full_time_share=[share, share])
    placed = staff.place(table, LADDER)
    assert placed["status"].tolist() == ["within", "within"]
    assert placed["to_minimum"].tolist() == [0, 0]


def test_a_band_without_a_grade_is_nobodys():
    graded = LADDER.assign(grade=["A", "B", None])
    found = problems(staff.place, people((1, 31_000), grade=["Q"]).drop(columns="level"), graded)
    assert found == ["row 0, column 'grade': the grade of P0 is not on the ladder, which has A and B: “Q”"]


def test_families_that_differ_in_case_are_two():
    bands = ladders(X=[(30_000, 45_000)], x=[(60_000, 90_000)])
    placed = staff.place(people((1, 62_000), (1, 31_000), family=["x", "X"]), bands, by="family")
    assert placed["minimum"].tolist() == [60_000, 30_000]


def test_people_in_two_currencies_need_a_ladder_that_names_them():
    table = people((1, 31_000), (1, 31_000), currency=["GBP", "USD"])
    (found,) = problems(staff.place, table, LADDER.drop(columns="currency", errors="ignore"))
    assert found.startswith("bands: people are paid in GBP and USD, but the ladder has no column 'currency'")


def test_who_is_on_no_level_can_be_left_out_as_the_refusal_says():
    table = people((1, 31_000), (7, 31_000), (9, 31_000))
    assert "people.drop(index=[1, 2])" in refusal(staff.place, table, LADDER)
    assert len(staff.place(table.drop(index=[1, 2]), LADDER)) == 1


def test_currencies_must_agree_and_are_never_summed_up():
    bands = LADDER.assign(currency="EUR")
    (found,) = problems(staff.place, people((1, 31_000), (1, 31_000), currency=["EUR", "USD"]), bands)
    assert found == "row 1, column 'currency': the currency of P1 is not that of the level, EUR: “USD”"
    two = pd.concat([bands.assign(site="A"), bands.assign(site="B", currency="USD")], ignore_index=True)
    placed = staff.place(people((1, 31_000), (1, 29_000), site=["A", "B"]), two, by="site")
    assert placed["currency"].tolist() == ["EUR", "USD"]
    assert "a sum would mix currencies" in refusal(staff.summary, placed, by=None)
    assert staff.summary(placed, by="site")["cost_to_minimum"].tolist() == [0, 1_000]


def test_a_share_of_full_time_is_above_none_and_up_to_one():
    found = problems(staff.place, people((1, 31_000), (1, 31_000), full_time_share=[0.0, 1.5]), LADDER)
    assert found == [
        "row 0, column 'full_time_share': expected a share above 0, up to 1, such as 0.8 or 80%: “0.0”",
        "row 1, column 'full_time_share': expected a share above 0, up to 1, such as 0.8 or 80%: “1.5”",
    ]


def test_columns_of_the_answer_are_not_written_over():
    assert "rename it: “status”" in refusal(staff.place, people((1, 31_000), status="new"), LADDER)
    placed = staff.place(people((1, 31_000), below="x"), LADDER)
    assert refusal(staff.summary, placed.assign(few_people="x"), by="few_people").splitlines() == [
        "The columns cannot be kept. 1 problem:",
        "  header: this column has the name of a column of the result; rename it: “few_people”",
    ]


def test_a_summary_is_of_an_answer_of_place():
    assert "in a result of place; the table has person, level" in refusal(staff.summary, STAFF)
    placed = staff.place(people((1, 31_000)), LADDER)
    assert "to_minimum: “department”" in refusal(staff.summary, placed)
    assert problems(staff.summary, [1]) == ["table: expected a pandas DataFrame, not [1]"]
    (found,) = problems(staff.summary, placed.assign(compa_ratio="x"), by=None)
    assert found == "columns: expected numbers: “'compa_ratio' and 'to_minimum'”"


# The made-up staff


def test_the_made_up_staff_says_so_and_stands_around_its_bands():
    placed = staff.place(STAFF, BANDS)
    assert placed["status"].value_counts().to_dict() == {"within": 51, "below": 5, "above": 4}
    assert STAFF["person"].str.startswith("Made-up").all()
    assert STAFF["person"].is_unique
    assert (STAFF["full_time_share"] < 1).sum() >= 5
    assert (STAFF.attrs["basis"], placed.attrs["basis"]) == ("made-up staff", "made-up staff")
    assert "Made up" in tpm_data.describe("example_staff").attrs["notice"]
    assert staff.summary(placed)["few_people"].any()


def test_a_list_of_staff_is_read_as_it_is_kept():
    text = 'Staff list\nEmployee ID,Grade,Base Salary,FTE,Dept\n007,5,"$30,000.50",1,HR\n8,6,16000,0.5,HR\n'
    table = read_table(io.StringIO(text), "staff", period="year")
    assert table.drop(columns="currency").to_dict("list") == {
        "person": ["007", "8"],
        "grade": ["5", "6"],
        "pay": [30_000.5, 16_000],
        "full_time_share": [1, 0.5],
        "department": ["HR", "HR"],
    }
    assert staff.place(table, BANDS)["status"].tolist() == ["within", "within"]
