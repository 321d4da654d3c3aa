"""Tables held against their contract: every rule, and what is said about a value that breaks it."""

import subprocess
import sys
import time
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from tpm_data import TableError
from tpm_data.tables.checks import check
from tpm_data.tables.contracts import TABLES

REFUSAL = "The table is not a valid 'salary_bands' table."


def bands(**columns: object) -> pd.DataFrame:
    """Two levels that keep the contract, but for the columns given; None leaves a column out."""
    valid = {
        "level": [1, 2],
        "title": ["Baker", "Master"],
        "minimum": [30_000, 40_000],
        "maximum": [45_000, 60_000],
    }
    return pd.DataFrame({name: values for name, values in (valid | columns).items() if values is not None})


def problems(
    table: pd.DataFrame, name: str = "salary_bands", by: str | Sequence[str] | None = None
) -> list[str]:
    with pytest.raises(TableError) as caught:
        check(table, name, by)
    return [str(problem) for problem in caught.value.problems]


def scores(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"factor": ["Hours", "Pay"], "score": [5, 8.5]} | columns)


# Accepted


@pytest.mark.parametrize(
    "minimum",
    [
        [30_000.0, 40_000.0],
        np.array([30_000, 40_000], dtype="int32"),
        np.array([30_000, 40_000], dtype="uint64"),
        pd.array([30_000, 40_000], dtype="Int64"),
        pd.Series([30_000, 40_000.0], dtype=object),
        pd.Series([np.int16(30_000), np.float32(40_000)], dtype=object),
    ],
    ids=["float", "int32", "uint64", "nullable", "object", "numpy scalars"],
)
def test_whole_numbers_of_any_type_are_accepted(minimum):
    assert check(bands(minimum=minimum), "salary_bands") is None


def test_equal_ends_and_columns_of_ones_own_are_accepted():
    assert check(bands(maximum=[30_000, 40_000], note=[None, 3.5]), "salary_bands") is None


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_is_accepted(name):
    assert check(pd.DataFrame(columns=[column.name for column in TABLES[name].columns]), name) is None


@pytest.mark.parametrize("by", ["family", ["family"], ["family", "site"], ("site", "family")])
def test_levels_and_titles_may_repeat_in_other_ladders(by):
    table = pd.concat([bands(), bands()]).assign(family=["x", "x", "y", "y"], site=["s", "s", "t", "t"])
    assert check(table, "salary_bands", by) is None


@pytest.mark.parametrize("kind", ["category", "str", "object"])
def test_ladders_may_be_told_apart_by_any_kind_of_text(kind):
    table = pd.concat([bands(), bands()]).assign(family=["x", "x", "y", "y"])
    table["family"] = table["family"].astype(kind)
    assert check(table, "salary_bands", "family") is None
    assert "first in row 0: " in problems(table.assign(title="Baker"), by="family")[0]


def test_a_missing_description_is_accepted():
    assert check(bands(description=[None, "Leads."]), "salary_bands") is None


def test_checking_leaves_the_table_alone():
    table = bands(minimum=[30_000.0, 40_000.0]).set_axis(["a", "a"])
    before = table.copy(deep=True)
    check(table, "salary_bands")
    pd.testing.assert_frame_equal(table, before)


# Values


def test_a_currency_is_a_code_and_no_sign():
    words = "column 'currency': expected three capital letters such as USD: “$”"
    assert problems(bands(currency=["$", "$"])) == [f"row 0, {words}", f"row 1, {words}"]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            {"minimum": [30_000.5, 40_000]},
            "row 0, column 'minimum': expected a whole number such as 83350: “30000.5”",
        ),
        (
            {"minimum": ["30000", 40_000]},
            "row 0, column 'minimum': expected a whole number such as 83350: “30000”",
        ),
        (
            {"level": pd.Series([True, 2], dtype=object)},
            "row 0, column 'level': expected a whole number such as 1: “True”",
        ),
        ({"minimum": [float("nan"), 40_000]}, "row 0, column 'minimum': a value is missing"),
        ({"title": [None, "Master"]}, "row 0, column 'title': a value is missing"),
        ({"title": ["Baker", " "]}, "row 1, column 'title': expected a text: “ ”"),
        ({"title": ["Baker", 7]}, "row 1, column 'title': expected a text: “7”"),
        ({"title": ["Baker", ["Master"]]}, "row 1, column 'title': expected a text: “['Master']”"),
        ({"minimum": [-5, 40_000]}, "row 0, column 'minimum': expected 1 or more: “-5”"),
        ({"minimum": [0, 40_000]}, "row 0, column 'minimum': expected 1 or more: “0”"),
        ({"level": [0, 1]}, "row 0, column 'level': expected 1 or more: “0”"),
        (
            {"maximum": [45_000, 10**15]},
            "row 1, column 'maximum': expected less than 1,000,000,000,000,000: “1000000000000000”",
        ),
        ({"minimum": [50_000, 40_000]}, "row 0, column 'maximum': below 'minimum' of the same row: “45000”"),
        (
            {"minimum": [30_000, 60_001.0]},
            "row 1, column 'maximum': below 'minimum' of the same row: “60000”",
        ),
        ({"currency": ["USD", None]}, "row 1, column 'currency': a value is missing"),
        ({"source_line": [3, 0]}, "row 1, column 'source_line': expected 1 or more: “0”"),
    ],
)
def test_a_value_that_breaks_a_rule_is_named_with_its_row_and_column(columns, expected):
    assert problems(bands(**columns)) == [expected]


@pytest.mark.parametrize("infinite", [float("inf"), float("-inf")])
def test_infinite_pay_is_refused_once(infinite):
    assert problems(bands(maximum=[45_000, infinite])) == [
        f"row 1, column 'maximum': expected a whole number such as 83350: “{infinite}”"
    ]


def test_a_column_of_truth_values_is_no_column_of_numbers():
    assert problems(bands(level=[True, False])) == [
        "row 0, column 'level': expected a whole number such as 1: “True”",
        "row 1, column 'level': expected a whole number such as 1: “False”",
    ]


@pytest.mark.parametrize("kind", ["Int64", "Float64", "boolean"])
def test_a_missing_value_of_a_nullable_type_is_named(kind):
    assert "row 1, column 'level': a value is missing" in problems(
        bands(level=pd.array([1, None], dtype=kind))
    )


@pytest.mark.parametrize("value", [10**400, 1 + 2j], ids=["huge", "complex"])
def test_a_value_of_a_strange_type_is_named(value):
    table = bands(maximum=pd.Series([45_000, 60_000], dtype=object))
    table.loc[1, "maximum"] = value
    assert problems(table)[0].startswith("row 1, column 'maximum': expected ")


def test_a_column_of_a_strange_type_is_named():
    assert problems(bands(minimum=[1 + 2j, 7])) == [
        "row 0, column 'minimum': expected a whole number such as 83350: “(1+2j)”",
        "row 1, column 'minimum': expected a whole number such as 83350: “(7+0j)”",
    ]


@pytest.mark.parametrize("table", [None, [], {"level": [1]}, "bands.csv", pd.Series([1])])
def test_what_is_no_table_is_told_what_was_expected(table):
    with pytest.raises(TableError) as caught:
        check(table, "salary_bands")
    assert str(caught.value) == (
        f"{REFUSAL} 1 problem:\n"
        f"  table: expected a pandas DataFrame, not a value of type {type(table).__name__!r}"
    )


def test_a_column_that_tells_ladders_apart_must_be_there():
    (found,) = problems(bands(), by="bakery")
    assert found == "header: column 'bakery' is missing among: “level, title, minimum, maximum”"


@pytest.mark.parametrize("column", ["minimum", "maximum"])
def test_pay_far_above_any_limit_is_refused(column):
    assert "expected less than 1,000,000,000,000,000" in " ".join(
        problems(bands(**{column: [10**16, 10**17]}))
    )


@pytest.mark.parametrize("by", [3, [3], ["family", None], True])
def test_what_names_no_column_cannot_tell_ladders_apart(by):
    with pytest.raises(ValueError, match="by= takes the name of a column, or several names, not "):
        check(bands(), "salary_bands", by)


def test_groups_that_cannot_be_compared_are_refused():
    what = "expected a text or a number that names the ladder"
    assert problems(bands(family=[["x"], ["x"]]), by="family") == [
        f"row 0, column 'family': {what}: “['x']”",
        f"row 1, column 'family': {what}: “['x']”",
    ]


@pytest.mark.parametrize("score", [float("inf"), "8.5", True])
def test_a_score_that_is_no_number_is_refused(score):
    table = scores(score=pd.Series([5, score], dtype=object))
    assert f"row 1, column 'score': expected a number such as 8.5: “{score}”" in problems(
        table, "attractiveness_scores"
    )


def test_a_score_above_its_scale_is_refused():
    assert problems(scores(scale_maximum=[10, 8]), "attractiveness_scores") == [
        "row 1, column 'score': above 'scale_maximum' of the same row: “8.5”"
    ]


def test_a_score_without_a_scale_is_accepted():
    assert check(scores(score=[5, 40]), "attractiveness_scores") is None


@pytest.mark.parametrize("value", ["yes", 1, 0.0])
def test_whether_the_scale_is_stated_is_true_or_false(value):
    table = scores(scale_stated=pd.Series([True, value], dtype=object))
    assert problems(table, "attractiveness_scores") == [
        f"row 1, column 'scale_stated': expected true or false: “{value}”"
    ]


def test_a_word_outside_its_list_is_refused():
    table = pd.DataFrame({"name": ["MBA", "Oven licence"], "kind": ["Degree", None]})
    assert problems(table, "education") == [
        "row 0, column 'kind': expected one of degree, certification: “Degree”"
    ]


# Rows together


@pytest.mark.parametrize(("column", "values"), [("title", ["Baker", "Baker"]), ("level", [1, 1])])
def test_a_level_or_title_twice_is_refused_with_a_way_out(column, values):
    assert problems(bands(**{column: values})) == [
        f"row 1, column '{column}': stands twice, first in row 0; if the table holds several ladders or "
        f"careers, name their column: by=, or where= of read_own: “{values[1]}”"
    ]


@pytest.mark.parametrize("again", ["baker", " Baker", "BAKER  "])
def test_a_title_that_differs_only_in_case_or_spaces_stands_twice(again):
    assert problems(bands(title=["Baker", again], family=["x", "x"]), by="family") == [
        f"row 1, column 'title': stands twice, first in row 0 as “Baker”: “{again}”"
    ]


def test_the_first_of_many_rows_that_are_the_same_is_named_by_its_label():
    table = pd.concat([bands(), bands(), bands()]).assign(level=range(1, 7)).set_axis([*"abcdef"])
    assert [problem.partition(";")[0] for problem in problems(table)] == [
        f"row {row}, column 'title': stands twice, first in row {first}"
        for row, first in ["ca", "db", "ea", "fb"]
    ]


def test_time_is_linear_in_the_rows():
    def seconds(rows: int) -> float:
        table = scores(factor=["Pay"] * rows, score=[True] * rows)
        start = time.process_time()
        assert len(problems(table, "attractiveness_scores")) == 2 * rows - 1
        return time.process_time() - start

    limit = 10 * min(seconds(1_000) for _ in range(3))
    assert any(seconds(4_000) < limit for _ in range(3))


def test_a_factor_twice_is_refused():
    found = problems(scores(factor=["Pay", "Pay"]), "attractiveness_scores")
    assert found[0].startswith("row 1, column 'factor': stands twice")


def test_a_title_twice_in_one_of_several_ladders_is_refused():
    table = bands(title=["Baker", "Baker"], family=["x", "x"])
    assert problems(table, by="family") == ["row 1, column 'title': stands twice, first in row 0: “Baker”"]


def test_a_row_that_belongs_to_no_ladder_is_refused():
    assert problems(bands(family=["x", None]), by="family") == ["row 1, column 'family': a value is missing"]


def test_all_problems_come_at_once_in_the_order_of_the_rows_and_columns():
    table = pd.DataFrame(
        {
            "level": [1, 1, None, 4],
            "title": ["Baker", "Baker", "Master", ""],
            "minimum": [30_000, 50_000, 10.5, -1],
            "maximum": [20_000, 40_000, 60_000, 70_000],
        }
    )
    with pytest.raises(TableError) as caught:
        check(table, "salary_bands")
    twice = "stands twice, first in row 0; if the table holds several ladders or careers, "
    twice += "name their column: by=, or where= of read_own"
    assert str(caught.value) == (
        f"{REFUSAL} 8 problems:\n"
        "  row 0, column 'maximum': below 'minimum' of the same row: “20000”\n"
        f"  row 1, column 'level': {twice}: “1.0”\n"
        f"  row 1, column 'title': {twice}: “Baker”\n"
        "  row 1, column 'maximum': below 'minimum' of the same row: “40000”\n"
        "  row 2, column 'level': a value is missing\n"
        "  row 2, column 'minimum': expected a whole number such as 83350: “10.5”\n"
        "  row 3, column 'title': expected a text\n"
        "  row 3, column 'minimum': expected 1 or more: “-1.0”"
    )


# Rows have names


@pytest.mark.parametrize(
    ("index", "name"),
    [(["a", "b"], "b"), ([7, 7], "7"), (pd.to_datetime(["2026-01-01", "2026-02-01"]), "2026-02-01")],
)
def test_rows_are_named_by_their_index_label_unique_or_not(index, name):
    found = problems(bands(minimum=[30_000, -5]).set_axis(index))
    assert len(found) == 1
    assert found[0].startswith(f"row {name}")


def test_an_index_of_several_levels_is_named_plainly():
    index = pd.MultiIndex.from_tuples([("x", 1), ("x", 2)])
    assert problems(bands(minimum=[30_000, -5]).set_axis(index)) == [
        "row ('x', 2), column 'minimum': expected 1 or more: “-5”"
    ]


def test_an_index_with_the_name_of_a_column_is_no_trouble():
    table = bands(minimum=[30_000, -5]).rename_axis("minimum")
    assert problems(table) == ["row 1, column 'minimum': expected 1 or more: “-5”"]


# Columns


def test_missing_columns_are_named_among_those_there_are():
    assert problems(bands(title=None, maximum=None)) == [
        "header: column 'title' is missing among: “level, minimum”",
        "header: column 'maximum' is missing among: “level, minimum”",
    ]


@pytest.mark.parametrize(
    ("column", "given"),
    [
        ("minimum", "Minimum"),
        ("minimum", "min"),
        ("minimum", "minimun"),
        ("title", "job title"),
        ("title", "Titel"),
        ("currency", "currancy"),
        ("currency", " Currency "),
        ("source_line", "source line"),
    ],
)
def test_a_misspelt_column_is_recognised_also_where_it_may_be_missing(column, given):
    table = bands(currency=["USD", "USD"], source_line=[1, 2]).rename(columns={column: given})
    assert problems(table) == [f"header: column '{column}' is missing; is it this one, misspelt?: “{given}”"]


def test_a_misspelt_column_of_by_is_recognised():
    assert problems(bands(famly=["x", "x"]), by="family") == [
        "header: column 'family' is missing; is it this one, misspelt?: “famly”"
    ]


def test_a_column_of_ones_own_is_not_taken_for_a_misspelt_one():
    assert check(bands(location=["x", "y"], source=["a", "b"], notes=["", ""]), "salary_bands") is None


def test_a_column_twice_is_refused():
    table = bands(note=["a", "b"])
    table.columns = ["level", "title", "minimum", "maximum", "minimum"]
    assert problems(table) == ["header: 2 columns have the same name: “minimum”"]


@pytest.mark.parametrize("by", ["level", "title", ["family", "family"]])
def test_by_names_columns_that_tell_ladders_apart_and_nothing_else(by):
    assert problems(bands(family=["x", "x"]), by=by)


def test_an_unknown_contract_is_answered_with_the_nearest_name():
    with pytest.raises(ValueError, match=r"There is no table 'salary_band'\. Did you mean 'salary_bands'\?"):
        check(bands(), "salary_band")


def test_pandera_is_loaded_only_when_rows_are_checked():
    code = "import sys, tpm_data.checking; assert 'pandera' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
