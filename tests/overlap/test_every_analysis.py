"""What holds for every analysis of overlaps: groups, types, what goes along, refusals and scale."""

import tracemalloc

import pandas as pd
import pytest
from support.bands import PAIR, ladder, ladders, many

import tpm_data
from tpm_data import TableError
from tpm_data.overlap import audit, coverage, depth_at, pairs

BANDS = tpm_data.load("salary_bands")
ANALYSES = [pairs, coverage, audit, lambda bands: depth_at(bands, 1)]
RELATIONS = ["gap", "touch", "partial", "nested", "equal"]


@pytest.mark.parametrize("kind", ["uint8", "int16", "float64", "object", "Int64"])
def test_any_type_that_holds_whole_numbers_gives_the_same_answer(kind):
    table = ladder((100, 200), (90, 250), (120, 120), (251, 255))
    other = table.astype(dict.fromkeys(["level", "minimum", "maximum"], kind))
    for analysis in (pairs, coverage, audit):
        pd.testing.assert_frame_equal(analysis(table), analysis(other))


def test_groups_keep_their_types_and_columns_their_kind():
    table = ladders(a=[(10, 20), (15, 30)], b=[(10, 20), (15, 30)])
    table = table.assign(family=pd.Categorical(table["family"], ["b", "z", "a"]), is_new=True)
    result = pairs(table, by=["is_new", "family"])
    assert result["family"].to_list() == ["a", "b"]
    assert result["family"].dtype == table["family"].dtype
    assert result["is_new"].dtype == "bool"
    assert result["signed_overlap"].dtype == result["overlap"].dtype == "int64"
    assert list(result["relation"].cat.categories) == RELATIONS
    assert audit(table, by=["is_new", "family"])["upper_level"].dtype == "Int64"
    assert "currency" not in result


def test_the_currency_goes_along():
    for analysis in ANALYSES:
        assert set(analysis(BANDS)["currency"]) == {"USD"}


def test_what_the_bands_rest_on_goes_along_and_they_stay_as_they_were():
    before = BANDS.copy()
    for analysis in ANALYSES:
        held = {"convention": None} if analysis is audit else {}
        assert analysis(BANDS).attrs == BANDS.attrs | held
    pd.testing.assert_frame_equal(BANDS, before)


def test_no_bands_and_one_band_have_answers():
    for table, rows in ((ladder(), 0), (ladder((10, 20)), 1)):
        assert len(pairs(table)) == len(pairs(table, which="overlapping")) == len(audit(table)) == 0
        assert len(coverage(table)) == len(depth_at(table, [15])) == rows
    assert list(pairs(ladders(), by="family").columns[:3]) == PAIR


@pytest.mark.parametrize("analysis", ANALYSES)
def test_bad_bands_are_refused_with_every_row(analysis):
    with pytest.raises(TableError) as refused:
        analysis(ladder((10, 20), (40, 30), (50, 60), (0, 5)))
    places = [problem.where for problem in refused.value.problems]
    assert places == ["row 1, column 'maximum'", "row 3, column 'minimum'"]


@pytest.mark.parametrize("analysis", ANALYSES[:3])
def test_a_level_twice_is_refused_where_levels_are_told_apart(analysis):
    table = ladder((10, 20), (30, 40), (50, 60)).assign(level=[1, 2, 2])
    with pytest.raises(TableError, match="row 2, column 'level': is already in row 1"):
        analysis(table)
    assert depth_at(table, [35])["depth"].tolist() == [1]
    assert coverage(table, titles=False)["depth"].tolist() == [1, 0, 1, 0, 1]


@pytest.mark.parametrize(
    "analysis",
    [
        lambda table: pairs(table, by="family", which="overlapping"),
        lambda table: coverage(table, by="family", titles=False),
        lambda table: audit(table, by="family"),
    ],
    ids=["pairs", "coverage", "audit"],
)
def test_memory_is_in_proportion_to_what_goes_in_and_comes_out(analysis):
    table = many(groups=200)
    tracemalloc.start()
    result = analysis(table)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    sizes = [frame.memory_usage(deep=True).sum() for frame in (table, result)]
    assert peak < 4 * sum(sizes)
