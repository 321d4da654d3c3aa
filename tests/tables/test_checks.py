"""Tables held against their contract: every rule, and what is said about a value that breaks it."""

import time
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import refusals

import tpm_data
from tpm_data import TableError, check
from tpm_data.tables.contracts import TABLES

NAN, INFINITY = float("nan"), float("inf")


def bands(**columns: object) -> pd.DataFrame:
    """Two levels that keep the contract, but for the columns given; None leaves a column out."""
    valid = {"level": [1, 2], "title": ["Baker", "Master"]}
    valid |= {"minimum": [30_000, 40_000], "maximum": [45_000, 60_000]}
    return pd.DataFrame({name: values for name, values in (valid | columns).items() if values is not None})


def scores(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"factor": ["Hours", "Pay"], "score": [5, 8.5]} | columns)


def mixed(*values: object) -> pd.Series:
    return pd.Series(values, dtype=object)


def problems(table: object, name: str = "salary_bands", by: str | Sequence[str] | None = None) -> list[str]:
    return refusals.problems(check, table, name, by=by)


# Accepted

ACCEPTED = {
    "float": bands(minimum=[30_000.0, 40_000.0]),
    "int32": bands(minimum=np.array([30_000, 40_000], dtype="int32")),
    "uint64": bands(minimum=np.array([30_000, 40_000], dtype="uint64")),
    "nullable": bands(minimum=pd.array([30_000, 40_000], dtype="Int64")),
    "object": bands(minimum=mixed(30_000, 40_000.0)),
    "numpy scalars": bands(minimum=mixed(np.int16(30_000), np.float32(40_000))),
    "equal ends": bands(maximum=[30_000, 40_000]),
    "columns of one's own": bands(note=[None, 3.5], location=["x", "y"], source=["a", "b"], notes=["", ""]),
    "a missing description": bands(description=[None, "Leads."]),
    "labels that repeat": bands().set_axis(["a", "a"]),
}


@pytest.mark.parametrize("table", ACCEPTED.values(), ids=ACCEPTED)
def test_a_table_that_keeps_its_contract_comes_back_as_it_was(table):
    before = table.copy(deep=True)
    pd.testing.assert_frame_equal(check(table, "salary_bands"), before)
    pd.testing.assert_frame_equal(table, before)


def test_a_score_without_a_scale_is_accepted():
    check(scores(score=[5, 40]), "attractiveness_scores")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_is_accepted(name):
    check(pd.DataFrame(columns=[column.name for column in TABLES[name].columns]), name)


@pytest.mark.parametrize("name", tpm_data.list_tables())
def test_the_bundled_tables_are_accepted(name):
    check(tpm_data.load(name), name)


@pytest.mark.parametrize("by", ["family", ["family"], ["family", "site"], ("site", "family")])
def test_levels_and_titles_may_repeat_in_other_ladders(by):
    table = pd.concat([bands(), bands()]).assign(family=["x", "x", "y", "y"], site=["s", "s", "t", "t"])
    check(table, "salary_bands", by=by)


@pytest.mark.parametrize("kind", ["category", "str", "object"])
def test_ladders_may_be_told_apart_by_any_kind_of_text(kind):
    table = pd.concat([bands(), bands()]).assign(family=["x", "x", "y", "y"])
    table["family"] = table["family"].astype(kind)
    check(table, "salary_bands", by="family")
    assert ", of family 'x': “Baker”" in problems(table.assign(title="Baker"), by="family")[0]
    several = table.assign(title="Baker", office="here")
    assert ", of family 'x', of office 'here': “Baker”" in problems(several, by=["family", "office"])[0]


def test_two_currencies_are_accepted_in_two_ladders_but_not_in_one():
    table = bands(currency=["USD", "EUR"], family=["x", "y"])
    check(table, "salary_bands", by="family")
    (found,) = problems(table)
    assert found.startswith("row 1, column 'currency': ")


# Refused, and said

AGAIN = pd.concat([bands(), bands()])
THREE_TIMES = pd.concat([bands(), bands(), bands()]).assign(level=range(1, 7)).set_axis([*"abcdef"])
SEVERAL_LEVELS = pd.MultiIndex.from_tuples([("x", 1), ("x", 2)])
MINUS = bands(minimum=[30_000, -5])
SAME_NAMES = bands(note=["a", "b"]).set_axis(["level", "title", "minimum", "maximum", "minimum"], axis=1)

REFUSED = {
    "a sign for a currency": bands(currency=["$", "$"]),
    "a currency missing": bands(currency=["USD", None]),
    "pay with a half": bands(minimum=[30_000.5, 40_000]),
    "pay as a text": bands(minimum=["30000", 40_000]),
    "a column of pay as texts": bands(minimum=["30000", "40000"]),
    "a midpoint as a text": bands(midpoint=mixed(37_000, "50k")),
    "pay missing": bands(minimum=[NAN, 40_000]),
    "pay below zero": MINUS,
    "pay of zero": bands(minimum=[0, 40_000]),
    "pay at the limit": bands(maximum=[45_000, 10**15]),
    "minima far above any limit": bands(minimum=[10**16, 10**17]),
    "infinite pay": bands(maximum=[45_000, INFINITY]),
    "huge pay": bands(maximum=mixed(45_000, 10**400)),
    "complex pay": bands(maximum=mixed(45_000, 1 + 2j)),
    "a maximum below its minimum": bands(minimum=[50_000, 40_000]),
    "a level of true": bands(level=mixed(True, 2)),
    "a level of zero": bands(level=[0, 1]),
    "a level missing in Int64": bands(level=pd.array([1, None], dtype="Int64")),
    "a title missing": bands(title=[None, "Master"]),
    "a blank title": bands(title=["Baker", " "]),
    "a number for a title": bands(title=["Baker", 7]),
    "a list for a title": bands(title=["Baker", ["Master"]]),
    "a line of zero": bands(source_line=[3, 0]),
    "an infinite score": scores(score=mixed(5, INFINITY)),
    "a score as a text": scores(score=mixed(5, "8.5")),
    "a score of true": scores(score=mixed(5, True)),
    "a score above its scale": scores(scale_maximum=[10, 8]),
    "a scale that is stated: yes": scores(scale_stated=mixed(True, "yes")),
    "a scale that is stated: 1": scores(scale_stated=mixed(True, 1)),
    "a word outside its list": pd.DataFrame({"name": ["MBA", "Oven licence"], "kind": ["Degree", None]}),
    "a factor twice": scores(factor=["Pay", "Pay"]),
    "a title twice": bands(title=["Baker", "Baker"]),
    "a level twice": bands(level=[1, 1]),
    "titles three times, by the labels of their rows": THREE_TIMES,
    "ladders in one table, without a column": AGAIN,
    "ladders in one table": AGAIN.assign(family=["x", "x", "y", "y"], note=[*"abcd"]),
    "careers in one table": pd.concat([scores(career="TPM"), scores(career="Nurse")]),
    "an index of several levels": MINUS.set_axis(SEVERAL_LEVELS),
    "an index with the name of a column": MINUS.rename_axis("minimum"),
    "an index of the same numbers": MINUS.set_axis([7, 7]),
    "columns missing": bands(title=None, maximum=None),
    "a column twice": SAME_NAMES,
    "no columns": pd.DataFrame(),
    "all at once, in the order of rows and columns": pd.DataFrame(
        {
            "level": [1, 1, None, 4],
            "title": ["Baker", "Baker", "Master", ""],
            "minimum": [30_000, 50_000, 10.5, -1],
            "maximum": [20_000, 40_000, 60_000, 70_000],
        }
    ),
}
CONTRACTS = {"factor": "attractiveness_scores", "kind": "education"}


@pytest.mark.parametrize("table", REFUSED.values(), ids=REFUSED)
def test_a_value_that_breaks_a_rule_is_named_with_its_row_and_column(table, snapshot):
    (name,) = {CONTRACTS[column] for column in table if column in CONTRACTS} or {"salary_bands"}
    assert problems(table, name) == snapshot


REFUSED_BY_FAMILY = {
    "a title twice": bands(title=["Baker", "Baker"], family=["x", "x"]),
    "a title again in small letters": bands(title=["Baker", "baker"], family=["x", "x"]),
    "a title again in large letters and spaces": bands(title=["Baker", "BAKER  "], family=["x", "x"]),
    "a title in two families": pd.concat([bands(), bands(), bands().head(1)]).assign(family=[*"xxyyx"]),
    "two currencies": AGAIN.assign(family=[*"xxyy"], currency=["USD", "USD", "USD", "EUR"]),
    "a row of no ladder": bands(family=["x", None]),
    "ladders that cannot be compared": bands(family=[["x"], ["x"]]),
    "no such column": bands(),
    "a column misspelt": bands(famly=["x", "x"]),
}


@pytest.mark.parametrize("table", REFUSED_BY_FAMILY.values(), ids=REFUSED_BY_FAMILY)
def test_what_is_wrong_in_one_of_several_ladders_is_named(table, snapshot):
    assert problems(table, by="family") == snapshot


DOCUMENT = tpm_data.read_document(tpm_data.path("document"))


@pytest.mark.parametrize("table", [None, [], {"level": [1]}, "bands.csv", pd.Series([1]), DOCUMENT])
def test_what_is_no_table_is_told_what_was_expected(table, snapshot):
    assert refusals.refusal(check, table, "salary_bands") == snapshot


class Lazy:
    """A table of another library: it is collected before it is one of pandas."""

    def collect(self) -> None:
        """Stand for the method whose name the message gives."""


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ((n for n in (1, 2)), "'generator'"),
        (Lazy(), f"'{__name__.partition('.')[0]}.Lazy'; pass its .collect()"),
    ],
)
def test_what_is_of_another_type_is_told_with_the_way_out(value, said):
    assert f"not a value of type {said}" in refusals.refusal(check, value, "salary_bands")


@pytest.mark.parametrize("by", [3, [3], ["family", None], True])
def test_what_names_no_column_cannot_tell_ladders_apart(by):
    with pytest.raises(ValueError, match="by= takes the name of a column, or several names, not "):
        check(bands(), "salary_bands", by=by)


@pytest.mark.parametrize("by", ["level", "title", ["family", "family"]])
def test_by_names_columns_that_tell_ladders_apart_and_nothing_else(by):
    assert problems(bands(family=["x", "x"]), by=by)


MISSPELT = {
    "minimum": ["Minimum", "min", "minimun"],
    "title": ["job title", "Titel"],
    "currency": ["currancy", " Currency "],
    "source_line": ["source line"],
}


@pytest.mark.parametrize(("column", "given"), [(name, one) for name in MISSPELT for one in MISSPELT[name]])
def test_a_misspelt_column_is_recognised_also_where_it_may_be_missing(column, given):
    table = bands(currency=["USD", "USD"], source_line=[1, 2]).rename(columns={column: given})
    assert problems(table) == [
        f"header: column '{column}' is missing; rename this one if it is misspelt: “{given}”"
    ]


def test_the_table_comes_before_the_name_of_its_contract():
    with pytest.raises(ValueError, match="takes a table, then the name of its contract, not a value of"):
        check("salary_bands", bands())


def test_time_is_linear_in_the_rows():
    def seconds(rows: int) -> float:
        table = scores(factor=["Pay"] * rows, score=[True] * rows)
        start = time.process_time()
        assert len(problems(table, "attractiveness_scores")) == 2 * rows - 1
        return time.process_time() - start

    limit = 10 * min(seconds(1_000) for _ in range(3))
    assert any(seconds(4_000) < limit for _ in range(3))


# Any table, against the same rules in plain Python

MISSING = [None, np.nan, pd.NA]
STRANGE = [True, 0, -1, 1.0, 1.5, np.inf, 10**15, "", " ", "A", "a", "b ", "USD", "EUR", 1 + 0j]


def rows(*columns: list) -> st.SearchStrategy[list[list]]:
    """Rows of usual values, with a strange or missing one here and there."""
    odd = st.sampled_from([*MISSING, *STRANGE])
    usual = st.lists(st.tuples(*map(st.sampled_from, columns)).map(list), min_size=1, max_size=4)
    places = st.tuples(st.integers(0, 3), st.integers(0, len(columns) - 1), odd)
    return st.tuples(usual, st.lists(places, max_size=1)).map(spoilt)


def spoilt(drawn: tuple[list[list], list[tuple]]) -> list[list]:
    table, changes = drawn
    for row, column, value in changes:
        table[row % len(table)][column] = value
    return table


def passes(table: pd.DataFrame, name: str, by: str | None = None) -> bool:
    try:
        check(table, name, by=by)
    except TableError:
        return False
    return True


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**15


def is_pay(value: object) -> bool:
    return is_number(value) and value >= 1 and value == int(value)


def is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


def is_ladder(rows: list[tuple]) -> bool:
    """Whether rows of level, title, minimum, maximum and currency are one sound ladder."""
    if not all(is_pay(value) for row in rows for value in (row[0], row[2], row[3])):
        return False
    if not all(is_text(title) and low <= high for _, title, low, high, *_ in rows):
        return False
    levels, titles, currencies = ([row[at] for row in rows] for at in (0, 1, 4))
    names = {title.strip().casefold() for title in titles}
    return {*currencies} in ({"USD"}, {"EUR"}) and len(names) == len({*levels}) == len(rows)


LADDER = rows([1, 2, 3, 4], ["A", "b", "C", "d"], [3, 5, 7], [7, 8, 9], ["USD", "USD", "USD", "EUR"])


@settings(max_examples=100)
@given(LADDER)
def test_a_ladder_passes_if_it_keeps_every_rule_and_only_then(ladder):
    table = pd.DataFrame(ladder, columns=["level", "title", "minimum", "maximum", "currency"])
    assert passes(table, "salary_bands") == is_ladder(ladder)


@settings(max_examples=50)
@given(LADDER, st.data())
def test_several_ladders_pass_if_each_does(ladder, data):
    families = data.draw(st.lists(st.sampled_from("xy"), min_size=len(ladder), max_size=len(ladder)))
    table = pd.DataFrame(ladder, columns=["level", "title", "minimum", "maximum", "currency"])
    each = [[row for row, name in zip(ladder, families, strict=True) if name == one] for one in {*families}]
    assert passes(table.assign(family=families), "salary_bands", "family") == all(map(is_ladder, each))
