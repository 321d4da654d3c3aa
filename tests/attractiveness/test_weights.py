import math
import re
from decimal import Decimal

import pandas as pd
import pytest
from support.careers import careers, worked

import tpm_data
from tpm_data import attractiveness
from tpm_data.errors import FactorError, ProblemsError, TableError

SCORES = careers([9, 8, 7], factors=["Pay", "Growth", "Work-Life Balance"]).drop(columns="career")
FINE = {"Pay": 1, "Growth": 2, "Work-Life Balance": 1}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"Growth": -1}, "weight of 'Growth': expected 0 or more: “-1”"),
        ({"Growth": math.nan}, "weight of 'Growth': expected a number such as 30 or 0.3: “nan”"),
        ({"Growth": math.inf}, "weight of 'Growth': expected a number such as 30 or 0.3: “inf”"),
        ({"Growth": 10**400}, "weight of 'Growth': expected a number such as 30 or 0.3: “1000"),
        ({"Growth": 1e15}, "weight of 'Growth': expected a number such as 30 or 0.3: “1000000000000000.0”"),
        ({"Growth": None}, "weight of 'Growth': expected a number such as 30 or 0.3: “None”"),
        ({"Growth": True}, "weight of 'Growth': expected a number such as 30 or 0.3: “True”"),
        ({"Growth": "30%"}, "weight of 'Growth': expected a number such as 30 or 0.3: “30%”"),
        (
            {"Fun": 1},
            "weight of 'Fun': no factor has this name; the factors are Pay, Growth, Work-Life Balance",
        ),
        ({0: 1}, "weight of 0: no factor has this name"),
    ],
)
def test_a_weight_that_will_not_do_is_named(change, problem):
    with pytest.raises(FactorError, match=re.escape(problem)) as caught:
        attractiveness.score(SCORES, FINE | change)
    assert len(caught.value.problems) == 1


def test_the_nearest_factor_is_suggested_and_not_called_missing_too():
    with pytest.raises(FactorError) as caught:
        attractiveness.score(SCORES, {"Pay": 1, "Growth": 1, "work life": 1})
    assert str(caught.value) == (
        "The weights cannot be used. 1 problem:\n"
        "  weight of 'work life': no factor has this name; did you mean 'Work-Life Balance'?"
    )


def test_every_problem_of_the_weights_is_listed_at_once():
    with pytest.raises(FactorError) as caught:
        attractiveness.contributions(SCORES, {"Pay": "much", "Growht": 2, "Fun": -1})
    assert [problem.where for problem in caught.value.problems] == [
        "weight of 'Pay'",
        "weight of 'Growht'",
        "weight of 'Fun'",
        "weight of 'Fun'",
        "weight of 'Work-Life Balance'",
    ]
    assert caught.value.problems[-1].what == "is missing; give 0 to leave the factor out"
    assert isinstance(caught.value, ProblemsError | ValueError)


def test_a_factor_weighted_twice_is_refused():
    with pytest.raises(FactorError, match="weight of 'Pay': stands twice: “2”"):
        attractiveness.score(SCORES, pd.Series([1, 2, 1, 1], index=["Pay", "Pay", *list(FINE)[1:]]))


def test_weights_that_are_all_zero_are_refused():
    with pytest.raises(FactorError, match="weights: all are 0; at least one must be positive"):
        attractiveness.score(SCORES, dict.fromkeys(FINE, 0))


def test_weights_without_names_are_refused_with_the_way_out():
    with pytest.raises(
        ValueError, match=r"by factor, in a mapping or Series such as \{'Pay': 3\}: not a list"
    ):
        attractiveness.score(SCORES, [1, 2, 3])


def test_an_unknown_profile_is_refused_with_the_nearest():
    with pytest.raises(ValueError, match=r"no profile 'pay fist'\. Did you mean 'pay first'"):
        attractiveness.score(SCORES, "pay fist")


def test_a_profile_does_not_fit_other_factors():
    with pytest.raises(FactorError, match="The weights of profile 'pay first' cannot be used") as caught:
        attractiveness.score(SCORES, "pay first")
    (problem,) = caught.value.problems
    assert (
        problem.what == "it is made for the factors of the bundled document; give weights for these factors"
    )
    assert problem.found == "Pay, Growth, Work-Life Balance"


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Salary", "Salary and Benefits Progression"),
        ("Benefits", "Salary and Benefits Progression"),
        ("skills", "Skill Development"),
        ("Life", "Work-Life Balance"),
        ("Stabilty", "Stability"),
    ],
)
def test_a_factor_may_be_meant_by_one_of_its_words(asked, meant):
    with pytest.raises(FactorError, match=f"no factor has this name; did you mean '{meant}'"):
        attractiveness.score(tpm_data.load("attractiveness_scores"), {asked: 3})


def test_a_must_have_lies_within_the_scale():
    table = SCORES.assign(scale_maximum=10)
    assert attractiveness.score(table, must_have={"Pay": 10})["must_haves_met"].to_list() == [False]
    with pytest.raises(FactorError, match="must-have of 'Pay': above the scale, which ends at 10: “70”"):
        attractiveness.score(table, must_have={"Pay": 70})


def test_must_haves_are_checked_like_weights_but_may_be_few():
    with pytest.raises(FactorError) as caught:
        attractiveness.score(SCORES, must_have={"Pya": 7, "Growth": -1})
    assert str(caught.value) == (
        "The must-haves cannot be used. 2 problems:\n"
        "  must-have of 'Pya': no factor has this name; did you mean 'Pay'?\n"
        "  must-have of 'Growth': expected 0 or more: “-1”"
    )


def test_scores_on_two_scales_are_refused_with_the_reason():
    with pytest.raises(TableError) as caught:
        attractiveness.score(SCORES.assign(scale_maximum=[10, 10, 100]))
    assert str(caught.value) == (
        "Points on different scales have no common mean: bring them to one scale. 1 problem:\n"
        "  row 2, column 'scale_maximum': expected 10: “100”"
    )


def test_a_lower_scale_is_another_scale():
    with pytest.raises(TableError, match="row 2, column 'scale_maximum': expected 100: “10”"):
        attractiveness.score(SCORES.assign(scale_maximum=[100, 100, 10]))


def test_each_career_may_have_a_scale_of_its_own_until_they_are_compared():
    both = careers([9, 8], [90, 80]).assign(scale_maximum=[10, 10, 100, 100])
    assert attractiveness.score(both, by="career")["score"].to_list() == [8.5, 85]
    with pytest.raises(TableError, match="Points on different scales have no common mean"):
        attractiveness.compare(both, by="career")


def test_a_career_without_a_weighted_factor_is_named():
    rows = careers([9, 8, 7], [5, 5, 5]).drop(index=4)
    with pytest.raises(TableError, match="career 'two': no score for the factor: “B”"):
        attractiveness.score(rows, {"A": 1, "B": 1, "C": 1}, by="career")
    with pytest.raises(TableError, match="career 'two': no score for the factor: “B”"):
        attractiveness.score(rows, must_have={"B": 5}, by="career")
    with pytest.raises(TableError, match="career 'two': no score for the factor: “B”"):
        attractiveness.compare(rows, by="career")
    assert attractiveness.score(rows, by="career")["score"].to_list() == [8, 5]


def test_scores_that_break_the_contract_are_refused():
    with pytest.raises(TableError, match="row 1, column 'factor': stands twice"):
        attractiveness.score(SCORES.assign(factor=["Pay", "Pay", "Growth"]))


@pytest.mark.parametrize(
    ("weights", "note"),
    [
        (
            {"Pay": 30, "Growth": 40, "Work-Life Balance": 10},
            "The weights sum to 80; each was divided by 80.",
        ),
        (
            {"Pay": 0.2, "Growth": 0.2, "Work-Life Balance": 0.2},
            "The weights sum to 0.6; each was divided by 0.6.",
        ),
        (
            {"Pay": 0.1, "Growth": 0.2, "Work-Life Balance": 0.7},
            "The weights sum to 1 and were used as given.",
        ),
        (None, "No weights were given: every factor counts the same."),
    ],
)
def test_what_was_done_to_the_weights_is_said(weights, note):
    for table in (attractiveness.score(SCORES, weights), attractiveness.sensitivity(SCORES, weights)):
        assert table.attrs["note"] == note


def test_what_the_scores_rest_on_goes_along_and_the_input_stays_as_it_was():
    scores = tpm_data.load("attractiveness_scores")
    table = attractiveness.contributions(scores, "Pay First")
    assert table.attrs == {"basis": "document", "note": "Weights of the example profile 'pay first'."}
    pd.testing.assert_frame_equal(scores, tpm_data.load("attractiveness_scores"))
    assert scores.attrs == {"basis": "document"}


def test_weights_may_be_decimals_or_a_series():
    given = {"Pay": Decimal("0.5"), "Growth": Decimal("0.25"), "Work-Life Balance": Decimal("0.25")}
    assert attractiveness.score(SCORES, given)["score"].item() == 8.25
    assert attractiveness.score(SCORES, pd.Series(given))["score"].item() == 8.25


@pytest.mark.parametrize("size", [5e-324, 1e-300, 1.0, 9e14])
def test_weights_of_any_size_count_by_their_proportions(size):
    score = attractiveness.score(worked(), dict.fromkeys(worked()["factor"], size))
    assert score["score"].item() == 8.25
