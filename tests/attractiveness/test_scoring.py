from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.careers import FACTORS, LETTERS, WORKED, careers, weighted_careers, weights_of, worked
from support.worked import exact

import tpm_data
from tpm_data import TableError, attractiveness

SCHEMES = WORKED["weight_schemes_factors_ranked_in_listed_order"]


def test_equal_weights_give_the_worked_score():
    row = attractiveness.score(worked()).iloc[0]
    assert row["score"] == WORKED["equal_weights"]["mean"]
    assert row["lowest_score"] == WORKED["equal_weights"]["min"]
    assert row["score"] / row["scale_maximum"] * 100 == WORKED["equal_weights"]["percent_of_max"]


@pytest.mark.parametrize("name", SCHEMES)
def test_weights_by_rank_give_the_worked_scores(name):
    fractions = [exact(weight) for weight in SCHEMES[name]["weights"]]
    answer = exact(SCHEMES[name]["score"])
    weights = dict(zip(FACTORS, map(float, fractions), strict=True))
    score = attractiveness.score(worked(), weights=weights)["score"].item()
    assert score == pytest.approx(float(answer), rel=1e-15, abs=0)
    whole = dict(zip(FACTORS, [int(weight * 2240 * 761 * 27) for weight in fractions], strict=True))
    assert attractiveness.score(worked(), weights=whole)["score"].item() == float(answer)


def test_the_first_lowest_factor_of_the_table_stands_beside_the_score():
    row = attractiveness.score(worked(), weights=dict.fromkeys(FACTORS, 1) | {"Stability": 0}).iloc[0]
    assert (row["lowest_factor"], row["lowest_score"]) == ("Stability", 7)


def test_must_haves_name_what_is_below_its_threshold():
    both = careers([9, 4, 3], [5, 5, 5])
    result = attractiveness.score(both, must_have={"A": 5, "B": 4.5, "C": 4}, by="career")
    assert result["must_haves_met"].to_list() == [False, True]
    assert result["missed"].to_list() == [("B", "C"), ()]


def test_without_must_haves_there_is_no_word_about_them():
    columns = ["career", "score", "rank", "lowest_factor", "lowest_score"]
    assert list(attractiveness.score(careers([9, 4]), by="career")) == columns
    assert attractiveness.score(careers([9, 4]), must_have={}, by="career")["must_haves_met"].all()


@pytest.mark.parametrize(
    ("measure", "name"),
    [
        (attractiveness.score, "lowest_factor"),
        (attractiveness.contributions, "weight"),
        (attractiveness.sensitivity, "slope"),
        (attractiveness.rank_acceptability, "rank"),
    ],
)
def test_a_career_is_not_named_by_a_column_of_the_answer(measure, name):
    table = careers([1, 2, 3], [3, 2, 1]).rename(columns={"career": name})
    with pytest.raises(TableError, match=f"has the name of a column of the result; rename it: “{name}”"):
        measure(table, by=name)


def test_profiles_are_over_the_bundled_factors_and_sum_to_one():
    table = attractiveness.profiles()
    assert list(table["profile"].unique()) == ["balanced", "pay first", "growth first", "life first"]
    factors = tpm_data.load("attractiveness_scores")["factor"].to_list()
    for name, rows in table.groupby("profile"):
        assert rows["factor"].to_list() == factors
        assert sum(Fraction(str(weight)) for weight in rows["weight"]) == 1
        weights = rows.set_index("factor")["weight"]
        for function in (attractiveness.contributions, attractiveness.sensitivity):
            pd.testing.assert_frame_equal(
                function(tpm_data.load("attractiveness_scores"), weights=name),
                function(tpm_data.load("attractiveness_scores"), weights=weights),
            )
    assert "not recommendations" in table.attrs["note"]


def test_no_scores_have_no_answer():
    none = worked().head(0)
    assert len(attractiveness.score(none)) == len(attractiveness.contributions(none)) == 0
    assert len(attractiveness.sensitivity(none, target=8)) == 0


@pytest.mark.parametrize("function", ["compare", "break_even", "rank_acceptability"])
def test_no_careers_cannot_be_compared(function):
    with pytest.raises(ValueError, match="no careers to compare: the table has no rows"):
        getattr(attractiveness, function)(careers([1]).head(0), by="career")


@settings(max_examples=25)
@given(weighted_careers())
def test_the_score_is_the_exact_weighted_mean_and_contributions_sum_to_it(case):
    (row,), weights = case
    scores = careers(row)
    score = attractiveness.score(scores, weights=weights)["score"].item()
    masses = [Fraction(weight) for weight in weights.values()]
    mean = sum(w * x for w, x in zip(masses, row, strict=True)) / sum(masses)
    assert score == pytest.approx(float(mean), rel=1e-15, abs=0)
    assert min(row) <= score <= max(row)
    parts = attractiveness.contributions(scores, weights=weights)
    assert parts["contribution"].sum() == pytest.approx(score, rel=1e-14)
    equal = float(sum(map(Fraction, row)) / len(row))
    assert parts["effect"].sum() == pytest.approx(
        score - equal, rel=1e-12, abs=1e-12 * max(1, *map(abs, row))
    )
    assert parts["weight"].sum() == pytest.approx(1, rel=1e-14)
    assert parts["given"].to_list() == list(weights.values())


@settings(max_examples=40)
@given(st.floats(0.1, 10), weights_of(8))
def test_the_mean_of_equal_scores_is_that_score(level, weights):
    scores = careers([level] * 8)
    assert attractiveness.score(scores, weights=weights)["score"].item() == level
    assert set(attractiveness.sensitivity(scores, weights=weights)["score_now"]) == {level}


def test_a_score_whose_scale_is_not_known_is_not_reversed():
    unscaled = tpm_data.load("attractiveness_scores").drop(columns="scale_maximum")
    with pytest.raises(tpm_data.FactorError, match="lower_is_better: reversing a score needs its scale"):
        attractiveness.score(unscaled, lower_is_better=["Stability"])


@settings(max_examples=25)
@given(weighted_careers(most=5), st.sets(st.sampled_from(LETTERS)))
def test_turning_scores_of_which_less_is_better_equals_turning_them_by_hand(case, turned):
    rows, weights = case
    table = careers(*rows, scale_maximum=10)
    names = [factor for factor in weights if factor in turned]
    by_hand = table.assign(score=table["score"].where(~table["factor"].isin(names), 10 - table["score"]))
    functions = [attractiveness.score, attractiveness.contributions, attractiveness.sensitivity]
    for function in [*functions, attractiveness.compare, attractiveness.break_even]:
        answer = function(table, by="career", weights=weights, lower_is_better=names)
        pd.testing.assert_frame_equal(answer, function(by_hand, by="career", weights=weights))
    most, least = ({"must_have": dict.fromkeys(names, limit)} for limit in (4, 6))
    answer = attractiveness.score(table, by="career", lower_is_better=names, **most)
    pd.testing.assert_frame_equal(answer, attractiveness.score(by_hand, by="career", **least))
    assert answer["rank"].to_list() == [1 + (answer["score"] > s + 1e-9).sum() for s in answer["score"]]


@settings(max_examples=25)
@given(weighted_careers(), st.floats(1e-9, 1e6))
def test_only_the_proportions_of_the_weights_count(case, factor):
    (row,), weights = case
    scaled = {name: weight * factor for name, weight in weights.items()}
    for function in (attractiveness.score, attractiveness.sensitivity):
        one, other = (function(careers(row), weights=given) for given in (weights, scaled))
        pd.testing.assert_frame_equal(one, other, rtol=1e-12, atol=1e-12)


@settings(max_examples=15)
@given(
    st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("pq"), st.permutations("ABCD")), max_size=6),
    st.none() | weights_of(4),
)
def test_several_careers_at_once_equal_a_loop(groups, weights):
    rows = {
        (one, two): [
            {"one": one, "two": two, "factor": f, "score": ord(f) * k % 11} for k, f in enumerate(order)
        ]
        for one, two, order in groups
    }
    table = pd.DataFrame([entry for entries in rows.values() for entry in entries]).sample(
        frac=1, random_state=1
    )
    if table.empty:
        return
    by = ["one", "two"]
    must_have = {"A": 3} if weights else {}
    for function, more in (
        (attractiveness.score, {"must_have": must_have}),
        (attractiveness.contributions, {}),
        (attractiveness.sensitivity, {"target": 4}),
    ):
        loop = [
            function(part.drop(columns=by), weights=weights, **more).assign(one=key[0], two=key[1])
            for key, part in table.groupby(by, sort=False)
        ]
        answer = function(table, weights=weights, by=iter(by), **more).drop(columns="rank", errors="ignore")
        pd.testing.assert_frame_equal(answer, pd.concat(loop, ignore_index=True)[list(answer)])


def test_an_effect_is_measured_from_the_plain_mean_of_its_own_career():
    parts = attractiveness.contributions(careers([9, 7], [1, 5]), by="career", weights={"A": 3, "B": 1})
    assert parts["effect"].tolist() == [0.25, 0.25, -0.5, -0.5]
