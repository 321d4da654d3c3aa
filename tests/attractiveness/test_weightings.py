"""The exact distribution of a weighted mean: fractions, sampling and its own laws."""

import itertools
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.careers import WORKED
from support.worked import exact

from tpm_data.attractiveness.weightings import Distribution

FLAT = WORKED["all_weightings_uniform_simplex"]
PRIORS = WORKED["other_weight_priors"]
SCORES = pd.Series({row["factor"]: row["score"] for row in WORKED["factors"]})
CAREER = Distribution(SCORES)


# --- Oracles that share nothing with the module ---------------------------------------------------


def exact_sf(knots, t):
    """P(S > t) by partial fractions of prod(1 - (x_i - t) s)^-1, in exact arithmetic.

    S > t if and only if sum((x_i - t) E_i) > 0 for independent standard exponentials E_i, and
    that sum is a signed mixture of gamma variables, one term per pole and order of pole.
    """
    poles = Counter(x - t for x in knots if x != t)
    total = Fraction(0)
    for pole, order in poles.items():
        if pole < 0:
            continue
        series = [Fraction(1)] + [Fraction(0)] * (order - 1)
        for other, times in poles.items():
            if other == pole:
                continue
            ratio = other / pole
            power = [(1 - ratio) ** -times]
            for k in range(1, order):
                power.append(-power[-1] * (times + k - 1) * ratio / ((1 - ratio) * k))
            series = [sum(series[i] * power[k - i] for i in range(k + 1)) for k in range(order)]
        total += sum(series)
    return total


def exact_density(knots, t):
    """The B-spline by the Cox-de Boor recursion over neighbouring knots, in exact arithmetic."""
    x = sorted(knots)
    row = [Fraction(a <= t < b) / (b - a or 1) for a, b in itertools.pairwise(x)]
    for k in range(3, len(x) + 1):
        row = [
            Fraction(k - 1, k - 2) * ((t - a) * left + (b - t) * right) / (b - a) if b > a else 0
            for a, b, (left, right) in zip(x, x[k - 1 :], itertools.pairwise(row), strict=False)
        ]
    return row[0]


def score_sets():
    rng = np.random.default_rng(5)
    for n in (2, 3, 5, 8, 13, 30, 80, 200):
        yield pytest.param([0] * (n // 2) + [1] * (n - n // 2), id=f"{n} two-valued")
        yield pytest.param(rng.permutation(np.r_[0, 10, rng.integers(0, 11, n - 2)]), id=f"{n} 0-10")
        yield pytest.param(rng.choice(5000, n, replace=False), id=f"{n} distinct")


def thresholds(knots, count):
    """Thresholds over the support, exact in binary; few where fractions grow long."""
    low, high = min(knots), max(knots)
    step = Fraction(2) ** (int(high - low).bit_length() - 10)
    places = np.linspace(0, 1, count + 2)[1:-1]
    return [low + step * round(Fraction(float(p)) * (high - low) / step) for p in places]


# --- Worked numbers -------------------------------------------------------------------------------


@pytest.mark.parametrize("t", FLAT["values"])
def test_shares_of_the_bundled_scores_are_the_worked_fractions(t):
    cdf, sf = exact(FLAT["values"][t]["cdf"]), exact(FLAT["values"][t]["sf"])
    assert CAREER.cdf(float(t)) == float(cdf)
    assert CAREER.sf(float(t)) == float(sf)
    assert CAREER.share_at_least(float(t)) == float(sf)


@pytest.mark.parametrize("t", FLAT["density"])
def test_density_of_the_bundled_scores_is_the_worked_fraction(t):
    assert CAREER.pdf(float(t)) == float(exact(FLAT["density"][t]))


def test_scores_without_a_floor_are_knots_as_they_are_given():
    low, high = 2.6, 6.8
    assert low + (high - low) != high
    assert Distribution([low, high]).support == (low, high)


def test_moments_and_support_of_the_bundled_scores():
    assert CAREER.mean == FLAT["mean"]
    assert CAREER.std == pytest.approx(FLAT["sd"], rel=1e-15)
    assert CAREER.std**2 == pytest.approx(float(exact(FLAT["variance"])), rel=1e-15)
    assert CAREER.support == tuple(FLAT["support"])


def test_quantiles_of_the_bundled_scores():
    p = [float(key) for key in FLAT["quantiles_20_digits"]]
    worked = [float(value) for value in FLAT["quantiles_20_digits"].values()]
    assert CAREER.quantile(p) == pytest.approx(worked, abs=2e-15)
    assert CAREER.quantile(0.5) == pytest.approx(FLAT["median"], abs=2e-15)
    assert CAREER.quantile([0.05, 0.95]) == pytest.approx(FLAT["interval_5_95"], abs=2e-15)


@pytest.mark.parametrize("t", FLAT["conditional_mean_weights"])
def test_central_weights_of_the_bundled_scores(t):
    worked = FLAT["conditional_mean_weights"][t]
    assert CAREER.share_at_least(float(t)) == float(exact(worked["P_at_least"]))
    weights = CAREER.central_weights(float(t))
    assert list(weights.index) == list(SCORES.index)
    for factor, weight in worked["mean_weight_given_at_least"].items():
        assert weights[factor] == pytest.approx(float(exact(weight)), abs=1e-15)


def test_concentrations_are_the_worked_fractions():
    worked = PRIORS["dirichlet_integer_alpha"]
    distribution = Distribution(SCORES, concentration=worked["alpha"])
    assert distribution.mean == pytest.approx(float(exact(worked["mean"])), rel=1e-15)
    for t, share in worked["sf"].items():
        assert distribution.sf(float(t)) == pytest.approx(float(exact(share)), abs=1e-14)


def test_known_order_is_the_worked_fractions():
    worked = PRIORS["importance_order_known_(listed order, w1>=w2>=...>=w8)"]
    distribution = Distribution(SCORES, order=True)
    means = [float(exact(mean)) for mean in worked["running_means"]]
    assert distribution.support == (min(means), max(means))
    assert distribution.mean == pytest.approx(float(exact(worked["mean"])), rel=1e-15)
    for t, share in worked["sf"].items():
        assert distribution.share_at_least(float(t)) == pytest.approx(float(exact(share)), abs=1e-14)


def test_central_weights_of_a_known_order_are_the_rank_order_centroid():
    schemes = WORKED["weight_schemes_factors_ranked_in_listed_order"]["rank_order_centroid"]
    distribution = Distribution(SCORES, order=list(SCORES.index))
    centroid = distribution.central_weights(distribution.support[0])
    worked = [float(exact(weight)) for weight in schemes["weights"]]
    assert list(centroid) == pytest.approx(worked, abs=1e-15)
    assert centroid @ SCORES == pytest.approx(float(exact(schemes["score"])), rel=1e-15)


def test_floors_are_the_worked_fractions():
    worked = PRIORS["every_weight_at_least_0.05"]
    distribution = Distribution(SCORES, floor=0.05)
    assert distribution.support == pytest.approx((7.5, 8.7), abs=1e-14)
    for t, share in worked["sf"].items():
        assert distribution.sf(float(t)) == pytest.approx(float(exact(share)), abs=1e-14)


# --- Independent oracles, 2 to 200 factors --------------------------------------------------------


@pytest.mark.parametrize("scores", list(score_sets()))
def test_shares_equal_exact_fractions(scores):
    knots = [Fraction(int(x)) for x in scores]
    distribution = Distribution(scores)
    for t in thresholds(knots, 9 if len(knots) <= 30 else 3 if len(knots) <= 80 else 1):
        above = exact_sf(knots, t)
        assert distribution.sf(float(t)) == pytest.approx(float(above), rel=1e-13, abs=0)
        assert distribution.cdf(float(t)) == pytest.approx(float(1 - above), rel=1e-13, abs=0)
        assert abs(Fraction(distribution.sf(float(t))) - above) < 1e-14
        assert abs(1 - Fraction(distribution.cdf(float(t))) - above) < 1e-14


@pytest.mark.parametrize("scores", list(score_sets()))
def test_density_equals_exact_fractions(scores):
    knots = [Fraction(int(x)) for x in scores]
    distribution = Distribution(scores)
    highest = distribution.pdf(np.linspace(*distribution.support, 201)).max()
    for t in thresholds(knots, 9 if len(knots) <= 30 else 1):
        density = distribution.pdf(float(t))
        assert density == pytest.approx(float(exact_density(knots, t)), abs=1e-13 * highest)


@pytest.mark.parametrize("n", [8, 30, 200])
def test_rounding_does_not_add_up_over_tied_scores(n):
    scores = [0] * (n // 2) + [1] * (n // 2)
    t = np.linspace(0, 1, 11)[1:-1]
    exact_shares = [float(exact_sf([Fraction(x) for x in scores], Fraction(at))) for at in t]
    assert Distribution(scores).sf(t) == pytest.approx(exact_shares, abs=2e-15)


@pytest.mark.parametrize("floor", [0, 0.004])
@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize("n", [5, 30, 100])
def test_variants_equal_exact_fractions(n, ordered, floor):
    scores = np.random.default_rng(n).integers(0, 11, n).tolist()
    knots = [Fraction(x) for x in scores]
    if ordered:
        knots = [total / k for k, total in enumerate(itertools.accumulate(knots), start=1)]
    lowest = Fraction(floor)
    knots = [lowest * sum(scores) + (1 - n * lowest) * knot for knot in knots]
    distribution = Distribution(scores, order=ordered, floor=floor)
    t = Fraction(round(float(distribution.mean) * 64), 64)
    assert distribution.sf(float(t)) == pytest.approx(float(exact_sf(knots, t)), abs=1e-14)
    assert distribution.mean == pytest.approx(float(sum(knots) / n), rel=1e-15)


def test_a_tiny_upper_tail_keeps_its_relative_accuracy():
    scores, t = [0] * 60 + [10] * 20, 9.5
    above = exact_sf([Fraction(x) for x in scores], Fraction(t))
    assert above < Fraction(1, 10**60)
    assert Distribution(scores).sf(t) == pytest.approx(float(above), rel=1e-13, abs=0)


def in_order(weights, order):
    """The weightings that give the factors in this order falling weights."""
    return weights[(np.diff(weights[:, order]) <= 0).all(axis=1)]


FLOORS = np.array([0.1, 0, 0.3, 0])


def concentrated(weights):
    """As many weightings, drawn anew with concentrations."""
    return np.random.default_rng(12).dirichlet([3, 1, 2, 5], len(weights))


@pytest.mark.parametrize(
    ("n", "options", "draw"),
    [
        (6, {}, lambda w: w),
        (4, {"order": [3, 1, 0, 2]}, lambda w: in_order(w, [3, 1, 0, 2])),
        (4, {"floor": [0.1, 0, 0.2, 0.05]}, lambda w: w[(w >= [0.1, 0, 0.2, 0.05]).all(axis=1)]),
        (3, {"floor": 0.1, "order": [2, 0, 1]}, lambda w: in_order(w[w[:, 1] >= 0.1], [2, 0, 1])),
        (4, {"concentration": [3, 1, 2, 5]}, concentrated),
        (4, {"concentration": [3, 1, 2, 5], "floor": FLOORS}, lambda w: FLOORS + 0.6 * concentrated(w)),
    ],
    ids=["flat", "order", "floors", "order and floor", "concentration", "concentration and floors"],
)
def test_sampled_weightings_agree(n, options, draw):
    """Order and floors by drawing flat weightings and keeping those that obey: no formula used."""
    weights = draw(np.random.default_rng(11).dirichlet(np.ones(n), 200_000))
    assert_sampled_agree([9.0, 4.0, 7.5, 6.0, 1.0, 8.0][:n], options, weights)


def assert_sampled_agree(scores, options, weights):
    """Every number lies within five standard errors of its sampled counterpart."""
    distribution = Distribution(scores, **options)
    reached, count = weights @ scores, len(weights)
    assert count > 5_000
    assert distribution.mean == pytest.approx(reached.mean(), abs=5 * reached.std() / count**0.5)
    assert distribution.std == pytest.approx(reached.std(), abs=5 * reached.std() / count**0.5)
    for t in np.quantile(reached, [0.1, 0.5, 0.9]).round(2):
        share = distribution.share_at_least(t)
        error = 5 * np.sqrt(share * (1 - share) / count)
        assert share == pytest.approx((reached >= t).mean(), abs=error)
        chosen = weights[reached >= t]
        gap = np.abs(distribution.central_weights(t) - chosen.mean(axis=0))
        assert (gap <= 5 * chosen.std(axis=0) / len(chosen) ** 0.5).all()


# --- Laws -----------------------------------------------------------------------------------------

quarters = st.integers(0, 40).map(lambda k: k / 4)
vectors = st.lists(quarters, min_size=1, max_size=12)
spread_vectors = st.lists(quarters, min_size=2, max_size=12).filter(lambda x: min(x) < max(x))
shares = st.floats(0, 1)


@st.composite
def variants(draw):
    """Scores with one way of restricting or reshaping the weightings."""
    scores = draw(vectors)
    n = len(scores)
    kind = draw(st.sampled_from(["flat", "order", "floor", "concentration", "order and floor"]))
    options = {}
    if "order" in kind:
        options["order"] = draw(st.permutations(range(n)))
    if kind == "floor":
        options["floor"] = draw(st.lists(st.floats(0, 1 / n), min_size=n, max_size=n))
    if kind == "order and floor":
        options["floor"] = draw(st.floats(0, 1 / n))
    if kind == "concentration":
        options["concentration"] = draw(st.lists(st.integers(1, 4), min_size=n, max_size=n))
    return scores, options


@given(variants())
def test_shares_are_shares_and_rise_with_the_threshold(case):
    scores, options = case
    distribution = Distribution(scores, **options)
    t = np.linspace(-1, 11, 97)
    cdf = distribution.cdf(t)
    assert ((cdf >= 0) & (cdf <= 1)).all()
    assert (np.diff(cdf) >= -1e-14).all()
    assert cdf + distribution.sf(t) == pytest.approx(1, abs=1e-14)


@given(variants())
def test_support_is_where_the_shares_run_from_0_to_1(case):
    scores, options = case
    distribution = Distribution(scores, **options)
    low, high = distribution.support
    assert distribution.cdf(high) == distribution.share_at_least(low) == 1
    assert distribution.cdf(low - 1e-12) == distribution.sf(high) == 0
    assert distribution.share_at_least(high + 1e-12) == 0
    if low < high:
        assert distribution.cdf(low) == distribution.share_at_least(high) == 0
    assert low <= distribution.mean <= high
    assert min(scores) <= low + 1e-14
    assert high - 1e-14 <= max(scores)


@settings(max_examples=50)
@given(variants(), shares)
def test_quantile_inverts_cdf(case, p):
    scores, options = case
    distribution = Distribution(scores, **options)
    low, high = distribution.support
    t = distribution.quantile(p)
    assert low <= t <= high
    if high - low > 1e-3:
        assert distribution.cdf(t) == pytest.approx(p, abs=1e-11)
    assert distribution.quantile([0, 1]).tolist() == [low, high]


@given(variants(), shares)
def test_central_weights_are_a_weighting_that_reaches_the_threshold(case, place):
    scores, options = case
    distribution = Distribution(scores, **options)
    low, high = distribution.support
    t = min(low + place * (high - low), high)
    weights = distribution.central_weights(t)
    assert (weights >= 0).all()
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    assert weights @ scores >= t - 1e-12


@settings(max_examples=40)
@given(
    st.integers(1, 6).flatmap(
        lambda n: st.lists(st.lists(quarters, min_size=n, max_size=n), min_size=1, max_size=5)
    ),
    st.booleans(),
)
def test_several_score_vectors_equal_one_after_the_other(rows, ordered):
    together = Distribution(rows, order=ordered, floor=0.1)
    alone = [Distribution(row, order=ordered, floor=0.1) for row in rows]
    t = np.array([[0.0, 2.1, 4.3], [5.2, 7.7, 9.9]])
    for name in ("cdf", "sf", "share_at_least"):
        result = getattr(together, name)(t)
        assert result.shape == (len(rows), 2, 3)
        assert result == pytest.approx(np.array([getattr(d, name)(t) for d in alone]), abs=1e-13)
    assert together.mean == pytest.approx([d.mean for d in alone], abs=1e-13)
    assert together.std == pytest.approx([d.std for d in alone], abs=1e-13)
    assert together.quantile(0.4) == pytest.approx([d.quantile(0.4) for d in alone], abs=1e-13)


def test_several_score_vectors_have_densities_and_central_weights_of_their_own():
    rows = pd.DataFrame([[9, 9, 8, 7], [9, 6, 8, 10]], columns=["Pay", "Growth", "Balance", "Fun"])
    known = {"order": ["Fun", "Pay", "Balance", "Growth"], "floor": {"Growth": 0.1}}
    together, alone = Distribution(rows, **known), [Distribution(row, **known) for _, row in rows.iterrows()]
    assert together.pdf(8.5).shape == (2,)
    assert together.pdf([8, 8.5]).tolist() == [one.pdf([8, 8.5]).tolist() for one in alone]
    central = [one.central_weights(8).to_dict() for one in alone]
    assert together.central_weights(8).to_dict("records") == [
        pytest.approx(one, abs=1e-15) for one in central
    ]


# --- Special cases --------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [{}, {"order": True}, {"floor": 0.004}, {"concentration": 3}])
@pytest.mark.parametrize("scores", [[8.3], [0.1] * 2, [0.1] * 3, [8.3] * 7, [0.1] * 30, [0.1] * 200])
def test_equal_scores_are_a_point_mass_without_error(scores, options):
    point = Distribution(scores, **options)
    x = scores[0]
    below, above = x * (1 - 1e-12), x * (1 + 1e-12)  # further apart than rounding
    assert point.cdf([below, x, above]).tolist() == [0, 1, 1]
    assert point.sf([below, x, above]).tolist() == [1, 0, 0]
    assert point.share_at_least([below, x, above]).tolist() == [1, 1, 0]
    assert (point.mean, point.std, point.support) == (x, 0, (x, x))
    assert point.quantile([0, 0.3, 0.5, 1]).tolist() == [x, x, x, x]
    assert point.central_weights(x).sum() == pytest.approx(1)


def floored(scores, floors):
    """The knots that floors, in hundredths, make of scores, in exact arithmetic."""
    spare = 1 - Fraction(sum(floors), 100)
    base = sum(Fraction(f, 100) * Fraction(x) for f, x in zip(floors, scores, strict=True))
    return [base + spare * Fraction(x) for x in scores]


@settings(max_examples=100)
@given(vectors, st.data())
def test_floors_that_leave_nothing_are_a_point_mass_where_paper_has_it(scores, data):
    cuts = data.draw(st.lists(st.integers(0, 100), min_size=len(scores) - 1, max_size=len(scores) - 1))
    floors = np.diff([0, *sorted(cuts), 100]).tolist()
    point, (x, *_) = Distribution(scores, floor=[f / 100 for f in floors]), floored(scores, floors)
    assert (point.cdf(float(x)), point.share_at_least(float(x)), point.std) == (1, 1, 0)
    assert point.central_weights(float(x)) == pytest.approx([f / 100 for f in floors], abs=1e-12)


@settings(max_examples=100)
@given(st.lists(st.tuples(quarters, st.integers(0, 12)), min_size=1, max_size=8))
def test_with_floors_the_ends_are_reached_where_paper_has_them(factors):
    scores, floors = zip(*factors, strict=True)
    knots, distribution = floored(scores, floors), Distribution(scores, floor=[f / 100 for f in floors])
    low, high = float(min(knots)), float(max(knots))
    assert distribution.share_at_least(low) == distribution.cdf(high) == 1
    assert distribution.central_weights(high) @ scores == pytest.approx(high, abs=1e-12)


def test_two_scores_are_uniform_up_to_both_ends():
    uniform = Distribution([2, 6])
    assert uniform.pdf([1, 2, 3, 6, 7]).tolist() == [0, 0.25, 0.25, 0.25, 0]
    assert uniform.quantile([0, 0.25, 0.75, 1]).tolist() == [2, 3, 5, 6]


def test_density_at_an_end_is_the_limit_from_inside():
    assert Distribution([0, 1, 1]).pdf([0, 0.5, 1]).tolist() == [0, 1, 2]
    assert Distribution([0, 0, 1]).pdf([0, 0.5, 1]).tolist() == [2, 1, 0]


def test_thresholds_may_be_infinite():
    assert CAREER.cdf([-np.inf, np.inf]).tolist() == [0, 1]
    assert CAREER.sf([-np.inf, np.inf]).tolist() == [1, 0]
    assert CAREER.pdf([-np.inf, np.inf]).tolist() == [0, 0]


def test_one_threshold_gives_a_plain_float():
    for value in (CAREER.cdf(8), CAREER.pdf(8), CAREER.quantile(0.5), CAREER.mean, CAREER.std):
        assert type(value) is float


def test_central_weights_at_the_highest_score_are_their_limit():
    weights = CAREER.central_weights(9)
    assert weights.tolist() == [0.25, 0.25, 0, 0, 0.25, 0, 0.25, 0]
    assert CAREER.central_weights(9 - 1e-9).to_numpy() == pytest.approx(weights, abs=1e-8)


def test_names_and_positions_mean_the_same():
    scores = {"Pay": 9, "Growth": 6, "Balance": 7}
    by_name = Distribution(scores, order=["Balance", "Pay", "Growth"], floor={"Growth": 0.1}).central_weights(
        7
    )
    by_position = Distribution(list(scores.values()), order=[2, 0, 1], floor=0.1).central_weights(7)
    assert by_name.to_dict() == dict(zip(scores, by_position, strict=True))
    series = pd.Series({"Growth": 2, "Pay": 3})
    assert (
        Distribution(scores, concentration=series).mean
        == Distribution([9, 6, 7], concentration=[3, 2, 1]).mean
    )


def test_other_kinds_of_number_are_numbers():
    scores = [Fraction(17, 2), Decimal("7.5"), np.int64(9), np.float32(8)]
    assert Distribution(scores).support == (7.5, 9)
    assert Distribution([8.5, 7.5, 9, 8]).cdf(pd.Series([8, 9])).tolist() == [
        Distribution(scores).cdf(Fraction(8)),
        1,
    ]


def test_repr_says_what_it_is():
    assert repr(CAREER) == "Distribution(8 factors, 7 to 9, mean 8.25)"
    assert repr(Distribution([3])) == "Distribution(1 factor, 3 to 3, mean 3)"
    assert repr(Distribution([[1, 2], [3, 4]])) == "Distribution(2 score vectors, 2 factors)"


# --- Refusals -------------------------------------------------------------------------------------

NAMED = {"Pay": 9, "Growth": 9, "Balance": 7}
TWICE = pd.Series([1, 2, 3, 4], index=["Pay", "Pay", "Fun", "Fun"])


SCORES_REFUSED = {
    "too large": [1e200, 1],
    "none": [],
    "a number": 8,
    "a text, nothing and true": [9, "8", None, True],
    "infinite in a row": [[1, 2], [3, np.inf]],
    "ragged": [[1, 2], [3]],
    "huge": [1, 10**400],
    "no numbers by name": {"Pay": np.nan, "Fun": 3, "Pace": np.inf},
    "twice": TWICE,
    "a table of texts": pd.DataFrame({"factor": [*"ABCDEFG"], "score": range(7)}),
}
OPTIONS_REFUSED = [
    {"order": ["Balence", "Pay"]},
    {"order": ["Pay", "Growth", "Pay", "Balance"]},
    {"order": "Pay"},
    {"order": [["Pay"], "Growth", "Balance"]},
    {"order": [0, 1, 2]},
    {"floor": {"Pya": 0.1}},
    {"floor": {"Pay": -0.1, "Growth": "much"}},
    {"floor": TWICE},
    {"floor": [0.1, 0.1]},
    {"floor": 0.4},
    {"floor": {"Balance": 0.5}, "order": True},
    {"floor": [0.1, 0.2, 0], "order": True},
    {"concentration": {"Pay": 1.5, "Growth": 0}},
    {"concentration": np.inf},
    {"concentration": 2, "order": True},
    {"concentration": 10**6},
    {"floor": "10%"},
]
QUESTIONS_REFUSED = {
    "a text": lambda: CAREER.cdf("8"),
    "nothing": lambda: CAREER.sf([8, np.nan, None]),
    "a share above one": lambda: CAREER.quantile([0.5, 1.5, -1]),
    "two thresholds": lambda: CAREER.central_weights([8, 9]),
    "above the highest": lambda: CAREER.central_weights(9.5),
    "above the highest of several": lambda: Distribution([[1, 2], [3, 4]]).central_weights(3),
    "reached by too few": lambda: Distribution([0] * 299 + [1]).central_weights(0.95),
    "the density of a point": lambda: Distribution([8, 8]).pdf(8),
    "the densities of points": lambda: Distribution([[1, 2], [8, 8], [3, 3]]).pdf(8),
}


def refusal(ask, *given, **options):
    with pytest.raises(ValueError, match=r".") as caught:
        ask(*given, **options)
    return str(caught.value)


@pytest.mark.parametrize("scores", SCORES_REFUSED.values(), ids=SCORES_REFUSED)
def test_malformed_scores_are_refused(scores, snapshot):
    assert refusal(Distribution, scores) == snapshot


@pytest.mark.parametrize("options", OPTIONS_REFUSED)
def test_malformed_options_are_refused(options, snapshot):
    assert refusal(Distribution, NAMED, **options) == snapshot


def test_a_set_is_no_order():
    assert "order must be True or a list of all factors" in refusal(Distribution, NAMED, order=set(NAMED))


@pytest.mark.parametrize("ask", QUESTIONS_REFUSED.values(), ids=QUESTIONS_REFUSED)
def test_impossible_questions_are_refused(ask, snapshot):
    assert refusal(ask) == snapshot
