"""Figures of scores and careers: what is drawn is what the tables say, and so are the titles."""

from itertools import permutations

import pandas as pd
import pytest
from support.careers_gallery import VARIANTS, comparison, factors

import tpm_data
from tpm_data import attractiveness, figures


@pytest.fixture
def scores():
    return tpm_data.load("attractiveness_scores")


def tables(one, other, weights=None, **known):
    both = pd.concat([factors(*one, career="A"), factors(*other, career="B")])
    of = {"by": "career", "weights": weights}
    return attractiveness.compare(both, **of, **known), attractiveness.break_even(both, **of)


def stretches(drawn):
    """What is drawn in each row from the top: (who, from, to), left to right."""
    rows = {}
    for bar, who in zip(drawn.data, ("first", "second", "tie"), strict=False):
        for y, start, length in zip(bar.y, bar.base, bar.x, strict=True):
            rows.setdefault(y, []).append((who, start, start + length))
    return [sorted(rows.get(y, []), key=lambda part: part[1]) for y in range(max(rows) + 1)]


def test_contributions_are_drawn_largest_first_and_add_up(scores):
    drawn = figures.factor_contributions(attractiveness.contributions(scores, weights="life first"))
    added = list(drawn.data[1].x)
    assert added == sorted(added, reverse=True)
    assert sum(added) == pytest.approx(attractiveness.score(scores, weights="life first")["score"][0])
    assert "7.69 of 10; Work-Life Balance adds most (2.8)" in drawn.layout.title.text


@pytest.mark.parametrize("points", [[5, 5], [4, 4, 1], [4, 4, 4, 1]])
def test_ties_for_the_largest_contribution_are_all_named_or_counted(points, snapshot):
    drawn = figures.factor_contributions(attractiveness.contributions(factors(*points)))
    assert drawn.layout.title.text == snapshot


def test_a_curve_per_variant_stands_over_its_middle_ninety_percent(scores):
    summary = attractiveness.distribution_summary(scores, variants=VARIANTS, target=8.5)
    drawn = figures.score_distribution(
        attractiveness.distribution_curve(scores, variants=VARIANTS), summary, own=8
    )
    assert sum(trace.type == "scatter" and trace.mode == "lines" for trace in drawn.data) == len(VARIANTS)
    bars = drawn.data[len(VARIANTS)]
    assert list(bars.base) == summary["p05"].tolist()
    assert [low + width for low, width in zip(bars.base, bars.x, strict=True)] == pytest.approx(
        summary["p95"]
    )
    assert drawn.layout.annotations[0].text == "<b>your weights: 8</b>"
    assert drawn.layout.title.text == "All weightings: 90% lie between 7.77 and 8.68, and 19% reach 8.5"


@pytest.mark.parametrize("target", [7, 9, 9.5])
def test_only_what_is_all_or_nothing_is_said_to_be(scores, target, snapshot):
    summary = attractiveness.distribution_summary(scores, target=target)
    drawn = figures.score_distribution(attractiveness.distribution_curve(scores), summary)
    assert drawn.layout.title.text == snapshot


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
    with pytest.raises(ValueError, match="the curve and the summary are about different scores"):
        figures.score_distribution(curve(factors(*one)), summary(factors(*other)))


HEAVY = {"Factor A": 2, "Factor B": 1, "Factor C": 1}


@pytest.mark.parametrize(
    "other", [([9, 2, 4], [4, 8, 3]), ([9, 2, 3], [4, 8, 3], HEAVY), ([4, 8, 3], [9, 2, 3])], ids=str
)
def test_a_pair_and_the_turns_of_another_are_refused(other):
    for one, another in permutations([tables([9, 2, 3], [4, 8, 3]), tables(*other)]):
        with pytest.raises(ValueError, match="differ in their scores or weights"):
            figures.career_comparison(one[0], another[1])


def test_a_curve_of_its_two_ends_is_refused_and_one_of_three_points_drawn(scores):
    summary = attractiveness.distribution_summary(scores)
    curve = attractiveness.distribution_curve(scores, points=3)
    with pytest.raises(ValueError, match="'all weightings' has no height at any of 2 points"):
        figures.score_distribution(curve.iloc[[0, -1]], summary)
    assert figures.score_distribution(curve, summary).data[0].x


def test_what_most_weightings_give_is_not_said_to_be_what_all_give():
    almost = factors(7, 7.004)
    drawn = figures.score_distribution(
        attractiveness.distribution_curve(almost), attractiveness.distribution_summary(almost)
    )
    assert drawn.layout.title.text == "All weightings: 90% give 7"
    assert ">90% at 7<" in drawn.layout.yaxis.ticktext[0]


def test_the_first_row_shares_out_all_weightings():
    pair, turns = tables([9, 9, 8, 7], [8, 7, 9, 9])
    (first, second) = stretches(figures.career_comparison(pair, turns))[0]
    assert first == ("first", 0, pytest.approx(100 * pair["share_first"][0]))
    assert second == ("second", first[2], pytest.approx(100))


def test_each_row_changes_sides_at_its_break_even_weight():
    pair, turns = tables([9, 2, 3], [4, 8, 3])
    rows = stretches(figures.career_comparison(pair, turns))[1:]
    for row, turn in zip(rows, turns.itertuples(), strict=True):
        if turn.break_even == turn.break_even and 0 < turn.break_even < 1:
            sides = ("second", "first") if turn.difference > 0 else ("first", "second")
            assert [part[0] for part in row] == [*sides]
            assert row[0][2] == pytest.approx(100 * turn.break_even)
        else:
            assert [part[0] for part in row] == [pair["preferred"][0]]


def test_sides_agree_with_the_score_under_such_weights():
    one, other = [9, 2, 3], [4, 8, 5]
    rows = stretches(figures.career_comparison(*tables(one, other)))[1:]
    for at, row in enumerate(rows):
        for who, start, end in row:
            weight = (start + end) / 200
            rest = (1 - weight) / 2
            weights = [weight if factor == at else rest for factor in range(3)]
            lead = sum(w * (a - b) for w, a, b in zip(weights, one, other, strict=True))
            assert who == ("first" if lead > 0 else "second")


def test_nothing_is_drawn_where_the_others_have_no_proportions():
    drawn = comparison([9, 2], [4, 8], weights={"Factor A": 1, "Factor B": 0})
    assert stretches(drawn)[1] == []
    assert "has all the weight" in drawn.layout.yaxis.ticktext[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [([9, 9], [8, 9]), ([1, 2], [3, 2]), ([3, 4], [3, 4]), ([4, 6], [6, 4]), ([9, 0], [8, 3])],
)
def test_the_title_of_a_comparison_follows_the_scores(one, other, snapshot):
    assert figures.career_comparison(*tables(one, other)).layout.title.text == snapshot


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
    title = drawn.layout.title
    assert [title.text, title.subtitle.text, drawn.alternative, drawn.layout.yaxis.ticktext[0]] == snapshot


@pytest.mark.parametrize("own", ["8.2", [8.2], float("nan"), pd.Series([8.2])], ids=str)
def test_a_mean_of_ones_own_is_one_number(scores, own):
    of_career = attractiveness.distribution_curve(scores), attractiveness.distribution_summary(scores)
    with pytest.raises(ValueError, match=r"own= takes one weighted mean in points, such as 8\.2, not "):
        figures.score_distribution(*of_career, own=own)


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
    assert figures.factor_contributions(parts).layout.annotations[-1].text == "Basis: a poll of two."
