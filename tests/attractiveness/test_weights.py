import math
import re
from decimal import Decimal

import pandas as pd
import pytest
from support.careers import careers, worked
from support.refusals import refusal

import tpm_data
from tpm_data import attractiveness
from tpm_data.errors import FactorError, TableError

SCORES = careers([9, 8, 7], factors=["Pay", "Growth", "Work-Life Balance"]).drop(columns="career")
FINE = {"Pay": 1, "Growth": 2, "Work-Life Balance": 1}


WEIGHTS_REFUSED = {
    "negative": FINE | {"Growth": -1},
    "no number": FINE | {"Growth": math.nan},
    "infinite": FINE | {"Growth": math.inf},
    "huge": FINE | {"Growth": 10**400},
    "large": FINE | {"Growth": 1e15},
    "none": FINE | {"Growth": None},
    "true": FINE | {"Growth": True},
    "a text": FINE | {"Growth": "30%"},
    "of no factor": FINE | {"Fun": 1},
    "of a number": FINE | {0: 1},
    "of nearly a factor, which is not called missing too": {"Pay": 1, "Growth": 1, "work life": 1},
    "several at once": {"Pay": "much", "Growht": 2, "Fun": -1},
    "one twice": pd.Series([1, 2, 1, 1], index=["Pay", "Pay", *list(FINE)[1:]]),
    "all zero": dict.fromkeys(FINE, 0),
    "of a profile of other factors": "pay first",
}


@pytest.mark.parametrize("weights", WEIGHTS_REFUSED.values(), ids=WEIGHTS_REFUSED)
def test_weights_that_will_not_do_are_named(weights, snapshot):
    found = refusal(attractiveness.score, SCORES, weights=weights)
    assert refusal(attractiveness.contributions, SCORES, weights=weights) == found == snapshot


@pytest.mark.parametrize("argument", ["weights", "must_have"])
@pytest.mark.parametrize("given", [[1, 2, 3], 7, ["Pay"]], ids=str)
def test_numbers_without_names_are_refused_with_the_way_out(argument, given):
    said = f"by factor, in a mapping or Series such as {{'Pay': 3}}, not {given}."
    with pytest.raises(ValueError, match=re.escape(said)):
        attractiveness.score(SCORES, **{argument: given})


def test_an_unknown_profile_is_refused_with_the_nearest():
    with pytest.raises(ValueError, match=r"no profile 'pay fist'\. Did you mean 'pay first'"):
        attractiveness.score(SCORES, weights="pay fist")


MEANT = {
    **dict.fromkeys(["Salary", "Benefits"], "Salary and Benefits Progression"),
    "skills": "Skill Development",
    "Life": "Work-Life Balance",
    "Stabilty": "Stability",
}


@pytest.mark.parametrize(("asked", "meant"), MEANT.items())
def test_a_factor_may_be_meant_by_one_of_its_words(asked, meant):
    with pytest.raises(FactorError, match=f"no factor has this name; did you mean '{meant}'"):
        attractiveness.score(tpm_data.load("attractiveness_scores"), weights={asked: 3})


def test_a_must_have_lies_within_the_scale(snapshot):
    table = SCORES.assign(scale_maximum=10)
    assert attractiveness.score(table, must_have={"Pay": 10})["must_haves_met"].to_list() == [False]
    assert refusal(attractiveness.score, table, must_have={"Pay": 70}) == snapshot


def test_must_haves_are_checked_like_weights_but_may_be_few(snapshot):
    assert refusal(attractiveness.score, SCORES, must_have={"Pya": 7, "Growth": -1}) == snapshot


@pytest.mark.parametrize("scales", [[10, 10, 100], [100, 100, 10]])
def test_scores_on_two_scales_are_refused_with_the_reason(scales, snapshot):
    assert refusal(attractiveness.score, SCORES.assign(scale_maximum=scales)) == snapshot


def test_each_career_may_have_a_scale_of_its_own_until_they_are_compared():
    both = careers([9, 8], [90, 80]).assign(scale_maximum=[10, 10, 100, 100])
    assert attractiveness.score(both, by="career")["score"].to_list() == [8.5, 85]
    with pytest.raises(TableError, match="Points on different scales have no common mean"):
        attractiveness.compare(both, by="career")


@pytest.mark.parametrize("lacking", range(6))
def test_a_career_without_a_factor_that_another_has_is_named(lacking):
    rows = careers([9, 8, 7], [5, 5, 5])
    gone, rows = rows.loc[lacking], rows.drop(index=lacking)
    said = f"career {gone['career']!r}: no score for the factor: “{gone['factor']}”"
    for call, options in (
        (attractiveness.score, {"weights": {"A": 1, "B": 1, "C": 1}}),
        (attractiveness.score, {"must_have": {gone["factor"]: 5}}),
        (attractiveness.sensitivity, {}),
        (attractiveness.contributions, {}),
        (attractiveness.compare, {}),
    ):
        assert said in refusal(call, rows, by="career", **options)


BY_CAREER = pd.DataFrame({"career": ["one", "two"], "Pay": [9, 5], "Growth": [8, 4]})
BY_FACTOR = pd.DataFrame({"factor": ["Pay", "Growth"], "one": [9, 8], "two": [5, 4]})


@pytest.mark.parametrize("by", [None, "career"])
@pytest.mark.parametrize("wide", [BY_CAREER, BY_FACTOR, BY_CAREER.set_index("career")], ids=range(3))
def test_a_table_of_careers_by_factors_is_refused_with_code_that_melts_it(wide, by):
    said = refusal(attractiveness.score, wide, by=by)
    table = wide.reset_index() if wide.index.name else wide
    (code,) = (
        part for part in re.findall(r"table\.melt\(.*?\)", said) if f"melt(['{table.columns[0]}']" in part
    )
    assert attractiveness.score(eval(code), by="career")["score"].to_list() == [8.5, 4.5]


@pytest.mark.parametrize(
    ("weights", "note"),
    [
        ([30, 40, 10], "The weights sum to 80; each was divided by 80."),
        ([0.2, 0.2, 0.2], "The weights sum to 0.6; each was divided by 0.6."),
        ([0.1, 0.2, 0.7], "The weights sum to 1 and were used as given."),
        (None, "No weights were given: every factor counts the same."),
    ],
)
def test_what_was_done_to_the_weights_is_said(weights, note):
    weights = weights and dict(zip(FINE, weights, strict=True))
    for table in (
        attractiveness.score(SCORES, weights=weights),
        attractiveness.sensitivity(SCORES, weights=weights),
    ):
        assert table.attrs["note"] == note


def test_what_the_scores_rest_on_goes_along_and_the_input_stays_as_it_was():
    scores = tpm_data.load("attractiveness_scores")
    table = attractiveness.contributions(scores, weights="Pay First")
    note = "Weights of the example profile 'pay first'."
    assert table.attrs == scores.attrs | {"note": note, "weights": "the profile “pay first”"}
    pd.testing.assert_frame_equal(scores, tpm_data.load("attractiveness_scores"))
    assert scores.attrs["basis"] == "document"


def test_weights_may_be_decimals_or_a_series():
    given = {"Pay": Decimal("0.5"), "Growth": Decimal("0.25"), "Work-Life Balance": Decimal("0.25")}
    assert attractiveness.score(SCORES, weights=given)["score"].item() == 8.25
    assert attractiveness.score(SCORES, weights=pd.Series(given))["score"].item() == 8.25


@pytest.mark.parametrize("size", [5e-324, 1e-300, 1.0, 9e14])
def test_weights_of_any_size_count_by_their_proportions(size):
    score = attractiveness.score(worked(), weights=dict.fromkeys(worked()["factor"], size))
    assert score["score"].item() == 8.25
