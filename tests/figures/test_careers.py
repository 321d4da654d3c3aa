"""Figures of scores and careers: what is drawn is what the tables say, and so are the titles."""

import re
from itertools import pairwise, permutations

import numpy as np
import pandas as pd
import pytest
from support import accent
from support.accent import accented, pieces, title, words
from support.careers_gallery import VARIANTS, effects, factors, spread

import tpm_data
from tpm_data import attractiveness, figures
from tpm_data.figures.style import MARKS


@pytest.fixture
def scores():
    return tpm_data.load("attractiveness_scores")


def marks(figure, kind):
    """Where marks stand, by their keys with the names of factors: (from, to) of bars, (x, y) of dots."""
    factors, found = figure.table().get("factor", {}), {}
    for key, mark in accent.marks(figure, kind).items():
        what, _, at = key.rpartition(" ")
        name = f"{what} {factors[int(at)]}" if at.isdigit() and len(factors) else key
        found[name] = (mark.x0, mark.x1) if kind == "bar" else (mark.x0, mark.y)
    return found


def tables(one, other, weights=None, **known):
    both = pd.concat([factors(*one, career="A"), factors(*other, career="B")])
    of = {"by": "career", "weights": weights}
    return attractiveness.compare(both, **of, **known), attractiveness.break_even(both, **of)


# Why the mean is not that of equal weights


def test_bars_lead_from_the_mean_of_equal_weights_to_ones_own_largest_step_first(scores):
    drawn = effects(scores, "life first")
    bars, ends = marks(drawn, "bar"), marks(drawn, "scatter")
    steps = drawn.table()["effect"].tolist()
    assert steps == sorted(steps)
    assert [key.removeprefix("effect ") for key in bars] == drawn.table()["factor"].tolist()
    for step, (ends_before, ends_after) in zip(steps[1:], pairwise(bars.values()), strict=True):
        assert ends_after[step < 0] == pytest.approx(ends_before[0])
    assert ends["equal weights"][0] == pytest.approx(scores["score"].mean())
    assert ends["weights"][0] == pytest.approx(attractiveness.score(scores, weights="life first")["score"][0])


def heavy(*weights):
    return dict(zip(("Factor A", "Factor B", "Factor C"), weights, strict=False))


EFFECTS = {
    "Factor A at 50% of the weight adds 0.44 of the 0.67 points gained": ([9, 5, 5], heavy(2, 1, 1)),
    "Factor A at 50% of the weight costs 0.44 of the 0.67 points lost": ([5, 9, 9], heavy(2, 1, 1)),
    "Factor A and Factor B add 0.50 each of the 1.00 points gained": ([9, 5], heavy(3, 1)),
    "Factor C at 9% of the weight adds 0.97 of the 1.45 points gained": ([9, 9, 3], heavy(2, 8, 1)),
    "Factor C at 50% of the weight adds 0.33 points; together, all factors add 0.20": (
        [9, 3, 9],
        heavy(2, 3, 5),
    ),
    "Your weights and equal weights both give 7.00": ([9, 5], None),
    "Your weights and equal weights both give 6.00": ([6, 6, 6], heavy(2, 1, 1)),
}


@pytest.mark.parametrize("said", EFFECTS)
def test_the_title_names_what_moves_the_mean_most_and_the_accent_marks_it(said):
    points, weights = EFFECTS[said]
    drawn = effects(factors(*points), weights)
    assert title(drawn) == said
    assert all(drawn.table()["factor"][int(key[-1])] in said for key in accented(drawn) if "effect" in key)


def test_a_profile_is_named_and_weights_of_ones_own_are_yours(scores):
    assert "The profile “life first”" in str(words(effects(scores, "Life First")))
    assert "Your weights" in str(words(effects(scores)))


# How many weightings reach a target


def areas(figure):
    return {trace.name: trace for trace in figure.data if trace.fill}


def size(area):
    """The area between a hill and its base, in points times pixels."""
    return np.trapezoid(max(area.y) - np.array(area.y), area.x)


def test_hills_have_one_area_and_the_coloured_part_is_the_share_that_reaches_the_target(scores):
    drawn = spread(scores, 8.5, variants=VARIANTS)
    hills = [trace for trace in drawn.data if trace.name == "hill"]
    assert [size(hill) for hill in hills] == pytest.approx([size(hills[0])] * 3, rel=0.01)
    for at, share in enumerate(drawn.table()["share_at_least"]):
        part = areas(drawn)[f"part {at}"]
        assert (part.fillcolor, min(part.x)) == (MARKS["accent"], 8.5)
        assert size(part) / size(hills[at]) == pytest.approx(share, abs=0.005)


SPREAD = {
    "19% of all weightings reach your target of 8.5": {"target": 8.5},
    "All weightings reach your target of 7": {"target": 7},
    "Almost no weightings reach your target of 9": {"target": 9},
    "No weightings reach your target of 9.5": {"target": 9.5},
    "90% of all weightings give 7.77 to 8.68": {},
    "Known weights: 90% of the weightings give 8.40 to 8.71": {"order": True},
    "Known weights: 63% reach your target of 8.5": {"target": 8.5, "order": True},
    "19% of all weightings reach your target of 8.5; order as listed: 63%": {
        "target": 8.5,
        "variants": VARIANTS,
    },
}


@pytest.mark.parametrize("said", SPREAD)
def test_the_title_of_a_spread_says_the_share_and_the_accent_marks_it(scores, said):
    assert title(spread(scores, **SPREAD[said])) == said


ONE = {
    "Every weighting gives 6.00": None,
    "All weightings reach your target of 6": 6,
    "No weightings reach your target of 7": 7,
}


@pytest.mark.parametrize("said", ONE)
def test_one_weighting_is_a_dot(said):
    drawn = spread(factors(6, 6), ONE[said])
    assert title(drawn) == said
    assert marks(drawn, "scatter")["part 0"][0] == 6
    assert ("part 0" in accented(drawn)) == ("No" not in said)


def test_target_and_own_mean_are_lines_with_their_names(scores):
    drawn = spread(scores, 8.5, own=7.69)
    assert {line.name: line.x0 for line in pieces(drawn) if line.name} == {"target": 8.5, "own": 7.69}
    assert "your weights 7.69" in str(words(drawn))


def test_what_most_weightings_give_is_not_said_to_be_what_all_give():
    assert title(spread(factors(7, 7.004))) == "90% of all weightings give 7.00"


def test_a_curve_without_its_summary_is_refused(scores):
    curve = attractiveness.distribution_curve(scores, variants={"mine": {}})
    with pytest.raises(ValueError, match="both tables"):
        figures.score_distribution(curve, attractiveness.distribution_summary(scores))


# Some share their highest and lowest score.
OTHERS = [[7, 8, 9], [7, 9, 9], [7, 7, 9], [6, 8, 9], [9, 8, 7, 7]]


@pytest.mark.parametrize(("one", "other"), [*permutations(OTHERS, 2)], ids=str)
def test_a_curve_and_a_summary_of_different_scores_are_refused(one, other):
    curve, summary = attractiveness.distribution_curve, attractiveness.distribution_summary
    assert figures.score_distribution(curve(factors(*one)), summary(factors(*one)))
    with pytest.raises(ValueError, match="the curve and the summary differ"):
        figures.score_distribution(curve(factors(*one)), summary(factors(*other)))


def test_a_curve_of_its_two_ends_is_refused_and_one_of_three_points_drawn(scores):
    summary = attractiveness.distribution_summary(scores)
    curve = attractiveness.distribution_curve(scores, points=3)
    with pytest.raises(ValueError, match="'all weightings': the curve has no height at any of 2 points"):
        figures.score_distribution(curve.iloc[[0, -1]], summary)
    assert len(areas(figures.score_distribution(curve, summary))["hill"].x) == 5


@pytest.mark.parametrize("own", ["8.2", [8.2], float("nan"), pd.Series([8.2])], ids=range(4))
def test_a_mean_of_ones_own_is_one_number(scores, own):
    of_career = attractiveness.distribution_curve(scores), attractiveness.distribution_summary(scores)
    with pytest.raises(ValueError, match=r"own= takes one weighted mean in points, such as 8\.2, not "):
        figures.score_distribution(*of_career, own=own)


# Two careers


def test_both_scores_of_every_factor_are_drawn_and_joined_largest_lead_first():
    pair, turns = tables([9, 2, 3, 5], [4, 8, 3, 6])
    drawn = figures.career_comparison(pair, turns)
    dots, bars = marks(drawn, "scatter"), marks(drawn, "bar")
    for row in turns.itertuples():
        assert dots[f"first {row.factor}"][0] == row.first_score
        assert dots[f"second {row.factor}"][0] == row.second_score
    assert bars["first leads Factor A"] == (4, 9)
    assert bars["second leads Factor B"] == (2, 8)
    assert not any("leads Factor C" in key for key in bars)
    ys = [dots[f"second {name}"][1] for name in drawn.table()["factor"]]
    assert ys == sorted(ys)
    assert drawn.table()["difference"].is_monotonic_increasing  # the second is ahead


def test_the_share_of_weightings_is_parted_between_the_two():
    pair, turns = tables([9, 9, 8, 7], [8, 7, 9, 9])
    bars = marks(figures.career_comparison(pair, turns), "bar")
    assert bars["first share"] == (0, pytest.approx(pair["share_first"][0]))
    assert bars["second share"] == (pytest.approx(pair["share_first"][0]), pytest.approx(1))


@pytest.mark.parametrize("weights", [None, heavy(6, 1, 1), heavy(1, 0, 0)])
def test_beyond_the_weight_that_turns_it_the_other_career_is_ahead(weights):
    one, other = [9, 2, 3], [4, 8, 5]
    pair, turns = tables(one, other, weights)
    drawn = figures.career_comparison(pair, turns)
    given = list((weights or heavy(1, 1, 1)).values())
    turned = {key: ends for key, ends in marks(drawn, "bar").items() if key.startswith("turned")}
    assert turned
    for at, factor in enumerate(turns["factor"]):
        for low, high in [turned[f"turned {factor}"]] if f"turned {factor}" in turned else []:
            weight, others = (low + high) / 2, sum(given) - given[at]
            shares = [weight if k == at else (1 - weight) * given[k] / others for k in range(3)]
            lead = sum(w * (a - b) for w, a, b in zip(shares, one, other, strict=True))
            assert (lead > 0) == (pair["preferred"][0] == "second")
            assert turns["break_even"][at] in (pytest.approx(low), pytest.approx(high))


COMPARED = {
    "A is ahead, 5.67 to 5.00, and leads in 64% of all weightings": ([9, 2, 6], [4, 8, 3]),
    "A is ahead, 9.00 to 8.50, and no weighting puts B ahead": ([9, 9], [8, 9]),
    "B is ahead, 2.50 to 1.50, and no weighting puts A ahead": ([1, 2], [3, 2]),
    "A and B are equal, at 3.50, whatever the weights": ([3, 4], [3, 4]),
    "A and B are equal, at 5.00, and A leads in 50% of all weightings": ([4, 6], [6, 4]),
    "A is ahead, 9.00 to 4.00, but leads in 45% of all weightings": ([9, 2], [4, 8], heavy(1, 0)),
    "A and B are equal, at 9.00, and no weighting puts B ahead": ([9, 9], [9, 8], heavy(1, 0)),
}


@pytest.mark.parametrize("said", COMPARED)
def test_the_title_says_who_is_ahead_and_the_accent_marks_that_career(said):
    drawn = figures.career_comparison(*tables(*COMPARED[said]))
    assert title(drawn) == said
    sides = {key.split()[0] for key in accented(drawn)}
    assert sides == {"A is ahead": {"first"}, "B is ahead": {"second"}}.get(said.split(",")[0], set())


KNOWN = {
    "nothing": {"order": False, "floor": 0},
    "the order": {"order": ["Factor B", "Factor A"]},
    "order and floors": {"order": True, "floor": 0.1},
    "one weighting": {"floor": 0.5},
    "concentrations": {"concentration": {"Factor A": 3}},
}


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
def test_a_comparison_says_which_weightings_its_shares_are_of(known, snapshot):
    drawn = figures.career_comparison(*tables([4, 6], [6, 4], **known))
    said = [re.sub("<[^>]*>", "", text) for text in words(drawn) if "Share of" in text or "ahead in" in text]
    assert [title(drawn), *said] == snapshot


@pytest.mark.parametrize(
    "other", [([9, 2, 4], [4, 8, 3]), ([9, 2, 3], [4, 8, 3], heavy(2, 1, 1)), ([4, 8, 3], [9, 2, 3])], ids=str
)
def test_a_pair_and_the_turns_of_another_are_refused(other):
    for one, another in permutations([tables([9, 2, 3], [4, 8, 3]), tables(*other)]):
        with pytest.raises(ValueError, match="differ in their scores or weights"):
            figures.career_comparison(one[0], another[1])


def test_a_table_of_several_careers_or_pairs_is_refused(scores):
    three = pd.concat([scores.assign(career=name) for name in "ABC"])
    with pytest.raises(ValueError, match="one pair"):
        figures.career_comparison(
            attractiveness.compare(three, by="career"), attractiveness.break_even(three, by="career")
        )
    with pytest.raises(ValueError, match="one career"):
        figures.factor_contributions(attractiveness.contributions(three, by="career"))
    with pytest.raises(ValueError, match="no rows"):
        figures.factor_contributions(attractiveness.contributions(scores).head(0))


def test_a_basis_in_own_words_is_introduced(scores):
    parts = attractiveness.contributions(scores)
    parts.attrs["basis"] = "a poll of two"
    assert words(figures.factor_contributions(parts))[-1].endswith("<br>Basis: a poll of two.")
