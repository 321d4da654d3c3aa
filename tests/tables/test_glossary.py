"""The words for every column that a public function returns, held against the columns themselves."""

import functools
import inspect
import re
from itertools import chain

import pandas as pd
import pytest

import tpm_data
from tpm_data import describe, list_tables, load, path
from tpm_data.progression import levels
from tpm_data.tables.contracts import TABLES, written
from tpm_data.tables.glossary import words_of

# No two meanings have the same label.
MEANINGS = [{"name": name} | entry for name, entries in written("glossary.toml").items() for entry in entries]
FORMATS = {"money", "percent", "points", "ratio", "count", "text"}
UNITS = {"currency", "currency per year", "share", "share per point", "percent", "points", "ratio", "rank"}
UNITS |= {"points per unit of weight", "year", "bands", "people", ""}

BANDS, SCORES = load("salary_bands"), load("attractiveness_scores")
LADDERS = pd.concat([BANDS.assign(family="TPM"), load("general_schedule").assign(family="GS")])
DESIGNED = LADDERS.assign(midpoint=LADDERS["minimum"] + 5_000.0)
MINE = SCORES.assign(career="mine", score=[8, 7, 9, 9, 7, 6, 8, 9])
CAREERS = pd.concat([SCORES.assign(career="TPM"), MINE])
STAFF = load("example_staff")
GROUPS, BETWEEN = {"family", "career"}, {"growth": (0, 0.05), "position": (0, 1)}
WEIGHED = {"by": "career", "weights": "pay first", "lower_is_better": "Stability"}
# How every public function that gives a table is called, without and with what adds columns to its answer.
CALLS = {
    "check": lambda f: [f(BANDS, "salary_bands")],
    "describe": lambda f: [f("market_wages"), f(SCORES)],
    "load": lambda f: map(f, list_tables()),
    "read_ladder": lambda f: [f()],
    "read_table": lambda f: [f(path(name), name) for name in list_tables()],
    "staff.place": lambda f: [
        f(STAFF, load("general_schedule").assign(grade=load("general_schedule")["title"]))
    ],
    "staff.summary": lambda f: [f(tpm_data.staff.place(STAFF, load("general_schedule")))],
    "progression.levels": lambda f: [f(BANDS), f(DESIGNED, by="family")],
    "progression.place": lambda f: [f(BANDS, "$150k"), f(DESIGNED, [40_000, 150_000], by="family")],
    "progression.promotions": lambda f: [f(BANDS), f(DESIGNED, by="family")],
    "progression.earnings": lambda f: [*f(LADDERS, by="family"), *f(BANDS, start_level=3, start_pay="$150k")],
    "progression.earnings_sensitivity": lambda f: [f(BANDS, BETWEEN), f(LADDERS, BETWEEN, by="family")],
    "overlap.audit": lambda f: [f(BANDS), f(LADDERS, by="family", convention="mercer")],
    "overlap.coverage": lambda f: [f(BANDS, titles=False), f(LADDERS, by="family")],
    "overlap.depth_at": lambda f: [f(BANDS, 150_000), f(LADDERS, [50_000, 150_000], by="family")],
    "overlap.pairs": lambda f: [f(BANDS), f(LADDERS, by="family", which="adjacent")],
    "attractiveness.break_even": lambda f: [f(CAREERS, **WEIGHED)],
    "attractiveness.compare": lambda f: [f(CAREERS, by="career"), f(CAREERS, order=True, **WEIGHED)],
    "attractiveness.contributions": lambda f: [f(SCORES), f(CAREERS, **WEIGHED)],
    "attractiveness.distribution_curve": lambda f: [f(SCORES), f(SCORES, variants={"mine": {"order": True}})],
    "attractiveness.distribution_summary": lambda f: [f(SCORES), f(SCORES, target=8.5)],
    "attractiveness.profiles": lambda f: [f()],
    "attractiveness.rank_acceptability": lambda f: [f(CAREERS, by="career", samples=100)],
    "attractiveness.score": lambda f: [f(SCORES), f(CAREERS, must_have={"Flexibility": 8}, **WEIGHED)],
    "attractiveness.sensitivity": lambda f: [f(SCORES), f(CAREERS, target=8, **WEIGHED)],
    "market.anchors": lambda f: [f(), f(areas=None)],
    "market.compare": lambda f: [f(BANDS), f(LADDERS, by="family")],
    "market.percentile": lambda f: [f("$150k"), f([20_000, 900_000], areas=None)],
}
NAMED = {"check", "load", "read_ladder", "read_table"}  # their answers have the columns of the contract named


@functools.cache
def functions() -> dict[str, object]:
    """Every public function by the name it has from outside."""
    found = {name: getattr(tpm_data, name) for name in tpm_data.__all__}
    for room, there in [*found.items()]:
        found |= {f"{room}.{name}": getattr(there, name) for name in getattr(there, "__all__", ())}
    return {name: what for name, what in found.items() if inspect.isfunction(what)}


@functools.cache
def results(name: str | None = None) -> list[pd.DataFrame]:
    """What a function answers to its calls; all of them without a name."""
    return [*CALLS[name](functions()[name])] if name else [table for name in CALLS for table in results(name)]


def test_every_public_function_that_gives_a_table_is_called():
    answers = {name: inspect.signature(f).return_annotation for name, f in functions().items()}
    tables = (pd.DataFrame, tpm_data.progression.Earnings)
    assert {name for name, answer in answers.items() if answer in tables} == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_every_column_of_a_result_is_described(name):
    for table in results(name):
        words = describe(table)
        assert words["column"].tolist() == table.columns.tolist()
        assert (words.loc[~words["column"].isin(GROUPS), ["label", "description"]] != "").all(axis=None)
        assert (words.loc[~words["type"].isin(["integer", "number"]), "unit"] == "").all()


def test_every_meaning_is_that_of_a_column_of_a_result():
    found = {words["label"] for table in results() for words in words_of(table.columns)}
    assert {meaning["label"] for meaning in MEANINGS} == found - {""}


@pytest.mark.parametrize("name", sorted(CALLS.keys() - NAMED))
def test_a_docstring_names_the_columns_of_the_answer_and_no_other(name):
    function = functions()[name]
    told = re.search(r"\nReturns\n-+\n(.*?)(?=\n\n\w+\n-+\n)", inspect.getdoc(function), re.S)[1]
    named = set(re.findall(r"``(\w+)``", told))
    given = {column for table in results(name) for column in table.columns} - GROUPS
    signature = inspect.signature(function)
    others = {*signature.parameters, *getattr(signature.return_annotation, "_fields", ())}
    assert given == named - (others - given)


def with_bands(table: pd.DataFrame) -> pd.DataFrame:
    """Put the bands of the two levels that a row is about beside it, as formulas name them."""
    key = [*{"family"} & {*table}, "level"]
    bands = levels(DESIGNED if key[1:] else BANDS, by=key[:-1]).drop(columns="title")
    for end in ("from_", "to_", "lower_", "upper_"):
        if f"{end}level" in table:
            beside = bands.add_prefix(end).rename(columns={f"{end}family": "family"})
            table = table.merge(beside, "left", [*key[:-1], f"{end}level"])
    return table


def by_career(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Part a table of careers: a mean in a formula is that of one."""
    return [part for _, part in table.groupby("career")] if "career" in table else [table]


def test_every_formula_gives_its_column():
    tried = set()
    for table in chain.from_iterable(map(by_career, map(with_bands, results()))):
        for words in [words for words in words_of(table.columns) if words["formula"]]:
            found = table.eval(words["formula"])
            given = table[words["column"]].astype(found.dtype)
            pd.testing.assert_series_equal(found, given, check_names=False, rtol=1e-12, atol=0)
            tried.add(words["label"])
    assert tried == {meaning["label"] for meaning in MEANINGS if "formula" in meaning}


def test_words_are_short_plain_and_told_apart():
    assert {meaning.get("unit", "") for meaning in MEANINGS} == UNITS
    assert {meaning.get("format", "text") for meaning in MEANINGS} == FORMATS
    labels = [meaning["label"] for meaning in MEANINGS]
    assert len({label.casefold() for label in labels}) == len(labels)
    assert all(re.fullmatch(r"[A-Z0-9][^_]{1,28}[^_. ]", label) for label in labels)
    told = [meaning["description"] for meaning in MEANINGS if "description" in meaning]
    assert all(re.fullmatch(r"[A-Z][^\n]{10,}\.", description) for description in told)


def test_the_columns_of_contracts_take_unit_and_description_from_there():
    taking = {meaning["name"] for meaning in MEANINGS if not {"unit", "description"} & meaning.keys()}
    assert taking == {column.name for table in TABLES.values() for column in table.columns}
    assert all("description" in meaning for meaning in MEANINGS if "unit" in meaning)


@pytest.mark.parametrize("name", list_tables())
def test_a_bundled_table_is_described_alike_by_its_name_and_as_it_is(name):
    table, named = load(name), describe(name)
    kept = named[named["column"].isin(table.columns)].reset_index(drop=True)
    pd.testing.assert_frame_equal(describe(table), kept)


def test_columns_of_ones_own_are_listed_without_words():
    table = pd.DataFrame([[1, 2.5, "a", True, pd.Timestamp(0), ("b",), 3]])
    words = describe(table.set_axis(["x", 7, "x", ("y", 1), "z", None, "level"], axis=1))
    assert words["column"].tolist() == ["x", 7, "x", ("y", 1), "z", None, "level"]
    assert words["type"].tolist() == ["integer", "number", "text", "boolean", "date", "any", "integer"]
    assert words["label"].tolist() == [""] * 6 + ["Level"]
    assert describe(pd.DataFrame()).columns.tolist() == words.columns.tolist()


EARNINGS = tpm_data.progression.earnings(BANDS)
NO_TABLES = {
    "5.": 5,
    "a value of type 'pandas.Series'.": SCORES["score"],
    "['salary_bands'].": ["salary_bands"],
    "a value of type 'tpm_data.Earnings'; pass its .assumptions or .totals or .years.": EARNINGS,
}


@pytest.mark.parametrize(("named", "wrong"), NO_TABLES.items(), ids=NO_TABLES)
def test_what_is_no_table_and_no_name_is_refused(named, wrong):
    with pytest.raises(ValueError, match=f"the name of a bundled table, not {re.escape(named)}$"):
        describe(wrong)
