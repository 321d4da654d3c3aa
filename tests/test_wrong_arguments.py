"""Every public function with every kind of wrong argument: it answers, or refuses it in its own words."""

import copy
import inspect
import linecache
import warnings
import zlib
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings

import tpm_data

PACKAGE = str(Path(tpm_data.__file__).parent)
OWN = (
    ValueError,  # and its own subclasses, raised by the package itself
    OSError,
)
# What functions return and nobody makes by hand, and what is no function.
RESULTS = {
    *("CareerDocument", "PayRange", "progression.Earnings", "figures.Figure", "explore.Explorer"),
    *("DocumentError", "FactorError", "PayRangeError", "TableError", "__version__"),
}


class DataFrame:
    """What looks like a table of Polars."""

    __module__ = "polars.dataframe.frame"

    columns = ("level", "title", "minimum", "maximum", "currency", "factor", "score")

    def to_pandas(self):
        """Polars has it, and a caller may call it; the package does not."""
        raise AssertionError("nobody asked for that")


def bands() -> pd.DataFrame:
    return tpm_data.load("salary_bands").head(3)


def scores() -> pd.DataFrame:
    return tpm_data.load("attractiveness_scores").head(3)


def careers() -> pd.DataFrame:
    one = scores().assign(career="one")
    return pd.concat([one, one.assign(career="other", score=[8, 9, 8])], ignore_index=True)


def wages() -> pd.DataFrame:
    every = tpm_data.load("market_wages")
    kept = every["occupation_code"].isin(["11-3021", "15-1252"]) & (every["area"] == "National")
    table = every[kept & (every["industry"] == "All industries")].reset_index(drop=True)
    return table[["occupation_code", "occupation", "industry", "area", "percentile", "annual_wage"]]


def people() -> pd.DataFrame:
    made = tpm_data.load("example_staff").head(3)
    return made.assign(level=[1, 2, 3], pay=[90_000.0, 100_000.0, 190_000.0], family="A")


WEIGHTS = {"Opportunities for Advancement": 2, "Skill Development": 1, "Industry Growth": 1}
KNOWN = {"order": True, "floor": 0.1, "concentration": 1}
ORDERED = [*WEIGHTS]
LESS = "Skill Development"


def calls(folder: Path) -> dict[str, dict[str, Any]]:
    """Give a valid call of every public function: its arguments, every one that it takes."""
    by_family = bands().assign(family="A")
    ladder, many = {"bands": by_family, "by": "family"}, {"scores": careers(), "by": "career"}
    choice = {"wages": wages(), "occupations": "11-3021", "industries": "All industries", "areas": "National"}
    less = many | {"lower_is_better": LESS}
    weighed = less | {"weights": WEIGHTS}
    levels, promotions = tpm_data.progression.levels, tpm_data.progression.promotions
    of, market = tpm_data.attractiveness, tpm_data.market
    anchored = {"occupations": ["11-3021", "15-1252"], "wages": wages()}
    pair = of.compare(careers(), by="career"), of.break_even(careers(), by="career")
    plan = {
        "start_level": 1,
        "start_pay": 100_000,
        "years": 2,
        "positions": 0.5,
        "growth": 0.03,
        "promotion": "floor",
        "discount_rate": 0.03,
    }
    kept = {name: value for name, value in plan.items() if name != "positions"} | {"position": 0.5}
    kept.pop("start_pay")
    distribution = tpm_data.weightings.Distribution
    tornado = tpm_data.progression.earnings_sensitivity(bands(), {"growth": (0, 0.05), "years": (2, 3)})
    ladder_file = folder / "ladder.csv"
    bands().to_csv(ladder_file, index=False)
    text = "Career Progression for a Baker\n\n1. Baker (€28,000 - €34,000): Bakes.\n"
    money = {"amount": 118_000.0, "currency": "USD", "exact": True}
    return {
        "check": {"table": by_family, "name": "salary_bands", "by": "family"},
        "describe": {"what": bands()},
        "list_tables": {},
        "load": {"name": "career_steps"},
        "path": {"name": "document"},
        "read_document": {"source": text, "section": "Career Progression for a Baker", "column": ""}
        | {"period": "hour", "hours_per_year": 1, "currency": "EUR", "open_ended": "refuse"},
        "read_ladder": {"file": str(ladder_file), "by": "currency"},
        "read_table": {"file": str(ladder_file), "name": "salary_bands", "columns": {"minimum": "minimum"}}
        | {"by": "currency", "period": "hour", "hours_per_year": 1, "currency": "USD", "sheet": None}
        | {"round_cents": True},
        "read_pay_range": {"text": "$83,350 - $133,305"},
        "say": {},
        "show": {"table": bands(), "caption": "As printed.", "rows": 2},
        "write_template": {"file": folder / "new.csv", "name": "salary_bands", "by": "family"},
        "progression.levels": ladder,
        "progression.promotions": ladder,
        "progression.place": ladder | {"amounts": [150_000, "$160k"]},
        "progression.earnings": ladder | plan,
        "progression.earnings_sensitivity": ladder
        | {"between": {"growth": (0, 0.1), "years": ([1, 2, 3], [2, 2, 2]), ("years", 2): (1, 2)}}
        | kept,
        "overlap.pairs": ladder | {"which": "all"},
        "overlap.coverage": ladder | {"titles": True},
        "overlap.depth_at": ladder | {"amounts": 150_000},
        "overlap.audit": ladder | {"convention": "mercer"},
        "overlap.Convention": {
            "name": "ours",
            "source": "page 3",
            "range_spread": (0.4, 0.6),
            "midpoint_differential": (0.1, 0.2),
            "promotion_opportunity": (0, 0.2),
        },
        "attractiveness.score": weighed | {"must_have": {LESS: 2}},
        "attractiveness.contributions": weighed,
        "attractiveness.sensitivity": weighed | {"target": 8.0},
        "attractiveness.break_even": weighed,
        "attractiveness.compare": weighed | KNOWN,
        "attractiveness.rank_acceptability": less | KNOWN | {"samples": 10, "seed": 0},
        "attractiveness.distribution_summary": less
        | KNOWN
        | {"variants": {"mine": {"floor": 0.2}}, "target": 8.0},
        "attractiveness.distribution_curve": less | {"variants": {"mine": KNOWN}, "points": 5},
        "attractiveness.profiles": {},
        "weightings.Distribution": {"scores": WEIGHTS} | KNOWN,
        **{
            f"weightings.Distribution.{name}": {"self": distribution([3, 4, 6])} | argument
            for name, argument in {
                "cdf": {"t": 4.0},
                "sf": {"t": 4.0},
                "share_at_least": {"t": 4.0},
                "pdf": {"t": 4.0},
                "quantile": {"p": 0.5},
                "central_weights": {"t": 4.0},
            }.items()
        },
        "staff.place": ladder | {"people": people()},
        "staff.summary": {"placed": tpm_data.staff.place(people(), by_family), "by": "department"},
        "market.anchors": choice,
        "market.percentile": choice | {"amounts": 150_000, "component": "base"},
        "market.compare": choice | ladder | {"component": "base"},
        "figures.pay_ranges": {"levels": levels(**ladder), "amount": 150_000, "level": 3, "by": "family"},
        "figures.people_on_bands": {"placed": tpm_data.staff.place(people(), by_family)},
        "figures.compa_ratios": {"placed": tpm_data.staff.place(people(), by_family), "by": "department"},
        "figures.staircase": {"levels": levels(bands())},
        "figures.promotion_steps": {"promotions": promotions(bands())},
        "figures.overlap_of_neighbours": {"levels": levels(bands())},
        "figures.pay_coverage": {"levels": levels(bands())},
        "figures.audit_findings": {"levels": levels(bands()), "convention": "mercer"},
        "figures.earnings_range": {"years": tpm_data.progression.earnings(bands(), years=1).years},
        "figures.earnings_tornado": {"sensitivity": tornado},
        "figures.factor_contributions": {"contributions": of.contributions(scores())},
        "figures.career_comparison": dict(zip(("comparison", "break_even"), pair, strict=True)),
        "figures.score_distribution": {
            "curve": of.distribution_curve(scores(), points=5),
            "summary": of.distribution_summary(scores(), target=8),
            "own": 8.0,
        },
        "figures.market_bands": {
            "compared": market.compare(bands(), **anchored),
            "anchors": market.anchors(**anchored),
        },
        "figures.market_places": {
            "placed": market.percentile(150_000, **anchored),
            "anchors": market.anchors(**anchored),
        },
        "explore.offer": {"bands": bands(), "amount": 150_000, "level": 2},
        "explore.weights": {"scores": scores(), "other": scores().assign(score=8), "weights": WEIGHTS},
        "formatting.money": money,
        "formatting.signed_money": money,
        "formatting.percent": {"share": 0.4},
        "formatting.percent_beside": {"share": 0.3, "limit": 0.4},
        "formatting.signed_percent": {"share": 0.4},
        "formatting.portion": {"share": 0.4, "of": "weightings"},
        "formatting.points": {"score": 8.25},
        "formatting.plural": {"number": 3, "noun": "factor"},
        "formatting.join": {"names": ["a", "b", "c"], "most": 2, "last": "or"},
        "formatting.upper_first": {"text": "the step"},
        "formatting.escape_markdown": {"text": "R&D"},
        "formatting.currencies_of": {"table": bands()},
        "formatting.currency_of": {"table": bands()},
    }


# Each is made anew for every call: a generator is used up.
KINDS: dict[str, Callable[[], Any]] = {
    "None": lambda: None,
    "nan": lambda: float("nan"),
    "infinity": lambda: float("inf"),
    "minus one": lambda: -1,
    "zero": lambda: 0,
    "1e300": lambda: 1e300,
    "a very large int": lambda: 10**400,
    "True": lambda: True,
    "no text": lambda: "",
    "a text": lambda: "nonsense",
    "a long text": lambda: "x" * 10_000,
    "bytes": lambda: b"bytes",
    "a list": lambda: [1, 2],
    "a tuple of None": lambda: (None, None, None),
    "a ragged list": lambda: [[1, 2], [3, [4]]],
    "a dict": lambda: {"nonsense": 1},
    "a dict of dicts": lambda: {"a": {"nonsense": 1}, "b": {"floor": "x"}},
    "an empty dict": dict,
    "a set": lambda: {"level", "title"},
    "a generator": lambda: (n for n in (1, 2)),
    "a Series": lambda: pd.Series([1.0, 2.0], index=["x", "x"]),
    "an empty Series": lambda: pd.Series([], dtype=object),
    "pd.NA": lambda: pd.NA,
    "a complex number": lambda: 1 + 2j,
    "a Decimal": lambda: Decimal("1.5"),
    "a time": lambda: pd.Timestamp("2026-01-01"),
    "an object": object,
    "an array without a dimension": lambda: np.array(2.5),
    "an array with two": lambda: np.array([[1.0, 2.0], [3.0, 4.0]]),
    "a lambda": lambda: lambda: None,
    "a table of Polars": DataFrame,
    "a table": lambda: pd.DataFrame({"nonsense": [1, 2]}),
    "an empty table": pd.DataFrame,
}
CELLS: dict[str, Callable[[], Any]] = {
    "None": lambda: None,
    "pd.NA": lambda: pd.NA,
    "nan": lambda: float("nan"),
    "zero": lambda: 0,
    "99": lambda: 99,
    "1e300": lambda: 1e300,
    "a dict": lambda: {"x": 1},
    "infinity": lambda: float("inf"),
    "minus one": lambda: -1,
    "a very large int": lambda: 10**400,
    "a text": lambda: "nonsense",
    "a list": lambda: [1, "x"],
}


EVERY_CELL = (
    "check",
    "show",
    "progression.levels",
    "progression.earnings",
    "attractiveness.score",
    "market.anchors",
)


def object_cells(table: pd.DataFrame, column: Any, cell: Any) -> pd.DataFrame:
    """Put a value into the first cell of a column of objects."""
    changed = table.astype({column: object})
    changed[column] = pd.Series([cell, *table[column].tolist()[1:]], table.index, dtype=object)
    return changed


def kinds_of_table(table: pd.DataFrame) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield tables that are nearly the right one."""
    first = table.columns[0]
    yield "empty rows", lambda: table.head(0)
    yield "one row", lambda: table.head(1)
    yield "rows twice", lambda: pd.concat([table, table])
    yield "duplicate columns", lambda: pd.concat([table, table], axis=1)
    yield "all missing", lambda: table.map(lambda _: pd.NA)
    yield "converted", table.convert_dtypes
    yield "all objects", lambda: table.astype(object)
    yield "all texts", lambda: table.astype(str)
    yield "MultiIndex columns", lambda: pd.concat({"x": table}, axis=1)
    yield "numbered columns", lambda: table.set_axis(range(len(table.columns)), axis=1)
    yield "a column of None", lambda: table.set_axis([None, *table.columns[1:]], axis=1)
    yield "MultiIndex rows", lambda: table.set_index([first], append=True, drop=False)
    yield "turned", lambda: table.T


def cells_of(table: pd.DataFrame, column: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield tables with a wrong cell in a column, or without it."""
    yield f"without {column}", lambda: table.drop(columns=column)
    for cell, make in CELLS.items():
        yield f"{cell} in {column}", lambda make=make: object_cells(table, column, make())


def public() -> dict[str, Callable[..., Any]]:
    """Find every public function, class and method."""
    found: dict[str, Callable[..., Any]] = {}
    for name in {*tpm_data.__all__} - RESULTS:
        thing = getattr(tpm_data, name)
        if not isinstance(thing, ModuleType):
            found[name] = thing
            continue
        own = {
            key for key, value in vars(thing).items() if getattr(value, "__module__", "") == thing.__name__
        }
        for key in {*getattr(thing, "__all__", own)}:
            part = getattr(thing, key)
            if f"{name}.{key}" in RESULTS or key.startswith("_") or not callable(part):
                continue
            found[f"{name}.{key}"] = part
            methods = inspect.getmembers(part, inspect.isfunction) if inspect.isclass(part) else []
            found |= {f"{name}.{key}.{method}": f for method, f in methods if not method.startswith("_")}
    return found


PUBLIC = public()


def parameters(function: Callable[..., Any]) -> list[str]:
    """Name the arguments of a function; those gathered by ** are named by its valid call."""
    return [
        name
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
    ]


@pytest.fixture(scope="module")
def valid(tmp_path_factory):
    return calls(tmp_path_factory.mktemp("files"))


def print_of(value: Any) -> Any:
    """Take down all that a call could change."""
    if isinstance(value, pd.DataFrame):
        cells = [column.tolist() for _, column in value.items()]
        return repr((value.columns.tolist(), value.index.tolist(), value.dtypes.tolist(), cells, value.attrs))
    if isinstance(value, pd.Series):
        return repr((value.tolist(), value.index.tolist(), value.dtype, value.attrs))
    if isinstance(value, np.ndarray):
        return repr((value.tolist(), value.dtype))
    return repr(value) if isinstance(value, dict | list | tuple | set) else None


def complaint(function: Callable[..., Any], arguments: dict[str, Any]) -> str:
    """Call a function, and say what is wrong with how it refuses; empty if nothing is."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            function(**arguments)
        except Exception as error:
            return refusal(error)
    return ""


def refusal(error: Exception) -> str:
    """Say what is wrong with an error: it comes from inside, or says nothing."""
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    file, line = last.tb_frame.f_code.co_filename, last.tb_lineno
    where = f"{type(error).__name__} at {file.removeprefix(PACKAGE)}:{line}: {str(error)[:100]!r}"
    if not isinstance(error, OWN) or not str(error):
        return where
    if isinstance(error, OSError):
        return ""
    raised = file.startswith(PACKAGE) and linecache.getline(file, line).strip().startswith("raise ")
    return "" if raised else where


def test_every_public_function_has_a_valid_call(valid):
    assert {*PUBLIC} == {*valid}
    lacking = {name: missing for name, f in PUBLIC.items() if (missing := {*parameters(f)} - {*valid[name]})}
    assert not lacking


def some(kinds: dict[str, Callable[[], Any]], most: int, name: str) -> dict[str, Callable[[], Any]]:
    """Take so many kinds, other ones for every name; all of them with `--hypothesis-profile=search`."""
    if settings().max_examples > 1_000:
        return {**kinds}
    names = [*kinds]
    first = zlib.crc32(name.encode())
    return {kind: kinds[kind] for kind in (names[(first + i) % len(names)] for i in range(most))}


def wrong_values(name: str, argument: str, right: Any) -> dict[str, Callable[[], Any]]:
    """Choose what stands in for an argument; figures read cells by themselves, the others by a contract."""
    chosen = some(KINDS, 20, f"{name} {argument}")
    if not isinstance(right, pd.DataFrame):
        return chosen
    chosen |= dict(kinds_of_table(right))
    if name.startswith("figures.") or name in EVERY_CELL:
        for column in right.columns:
            chosen |= some(dict(cells_of(right, column)), 2, f"{name} {argument} {column}")
    return chosen


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_a_wrong_argument_is_refused_in_words_or_has_an_answer(name, valid, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    function, arguments = PUBLIC[name], valid[name]
    found = {}
    for argument in arguments.keys() - {"self"}:
        for kind, make in wrong_values(name, argument, arguments[argument]).items():
            wrong = make()
            given = arguments | {argument: wrong}
            before = print_of(wrong)
            if said := complaint(function, given):
                found[f"{argument} = {kind}"] = said
            if print_of(wrong) != before:
                found[f"{argument} = {kind}"] = "it was changed"
    assert not found


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_no_call_changes_what_it_is_given(name, valid, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    arguments = copy.deepcopy(valid[name])
    if name == "write_template":
        arguments["file"] = tmp_path / "another.csv"
    before = {argument: print_of(value) for argument, value in arguments.items()}
    PUBLIC[name](**arguments)
    assert {argument: print_of(value) for argument, value in arguments.items()} == before


TABLES = [
    (name, argument)
    for name, function in sorted(PUBLIC.items())
    for argument in parameters(function)
    if "DataFrame" in str(inspect.signature(function).parameters[argument].annotation)
]


@pytest.mark.parametrize(("name", "argument"), TABLES)
def test_a_table_of_polars_is_named_with_the_way_out(name, argument, valid):
    with pytest.raises(ValueError, match=r"DataFrame.*\.to_pandas\(\)"):
        PUBLIC[name](**valid[name] | {argument: DataFrame()})


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_a_wrong_keyword_is_a_type_error_or_refused_in_words(name, valid):
    with pytest.raises((TypeError, ValueError), match="nonsense"):
        PUBLIC[name](**valid[name], nonsense=1)
