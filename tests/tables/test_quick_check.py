"""The quick test of a table never passes one that the thorough one refuses, and passes the usual ones."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tpm_data
from tpm_data import TableError, checking
from tpm_data.tables.checks import as_number, is_sound
from tpm_data.tables.contracts import contract

ODD = [
    None,
    np.nan,
    pd.NA,
    True,
    0,
    -1,
    1.0,
    1.5,
    np.inf,
    10**15,
    "",
    " ",
    "A",
    "a",
    "b ",
    "USD",
    "EUR",
    1 + 0j,
]
PAY = st.integers(1, 9) | st.sampled_from(ODD)
TEXT = st.sampled_from(["A", "b", "C"]) | st.sampled_from(ODD)


def thorough(table, name, by):
    """Return whether the test with words for every problem finds none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "is_sound", lambda *_: False)
        try:
            checking.check(table, name, by)
        except TableError:
            return False
    return True


@given(
    st.lists(st.tuples(PAY, TEXT, PAY, PAY, st.sampled_from(["USD", "USD", "EUR", None]), TEXT), max_size=4),
    st.booleans(),
)
def test_a_ladder_that_passes_quickly_passes_thoroughly(rows, grouped):
    table = pd.DataFrame(rows, columns=["level", "title", "minimum", "maximum", "currency", "family"])
    by = ["family"] if grouped else []
    assert thorough(table, "salary_bands", by) or not is_sound(table, contract("salary_bands"), by)


@given(st.lists(st.tuples(TEXT, PAY, PAY, TEXT), max_size=4))
def test_scores_that_pass_quickly_pass_thoroughly(rows):
    table = pd.DataFrame(rows, columns=["factor", "score", "scale_maximum", "rationale"])
    name = "attractiveness_scores"
    assert thorough(table, name, None) or not is_sound(table, contract(name), [])


@given(st.integers(1, 6), st.integers(1, 3), st.data())
def test_a_sound_ladder_passes_quickly(count, families, data):
    lows = data.draw(st.lists(st.integers(1, 10**6), min_size=count, max_size=count))
    table = pd.DataFrame({"minimum": lows, "maximum": [low + 5 for low in lows]})
    table = table.assign(
        level=range(1, count + 1), title=[f"level {k}" for k in range(count)], currency="USD"
    )
    many = pd.concat([table.assign(family=f"family {k}") for k in range(families)])
    assert is_sound(many, contract("salary_bands"), ["family"])
    assert thorough(many, "salary_bands", "family")


@pytest.mark.parametrize("name", tpm_data.list_tables())
def test_the_bundled_tables_pass_quickly(name):
    assert is_sound(tpm_data.load(name), contract(name), [])


@pytest.mark.parametrize("title", ["a", " A", "A  "])
def test_titles_that_differ_in_case_or_spaces_do_not_pass_quickly(title):
    table = pd.DataFrame({"level": [1, 2], "title": ["A", title], "minimum": 1, "maximum": 2})
    assert not is_sound(table, contract("salary_bands"), [])


@pytest.mark.parametrize(("by", "sound"), [([], False), (["family"], True)])
def test_two_currencies_pass_quickly_in_two_ladders_but_not_in_one(by, sound):
    table = pd.DataFrame({"level": [1, 2], "title": ["A", "B"], "minimum": 1, "maximum": 2})
    table = table.assign(currency=["USD", "EUR"], family=["x", "y"])
    assert is_sound(table, contract("salary_bands"), by) is sound


def test_a_number_too_large_for_a_float_keeps_its_sign():
    assert [as_number(10**400), as_number(-(10**400))] == [math.inf, -math.inf]
