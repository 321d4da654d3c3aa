"""The distribution of a score over all weightings, as tables: exact where it was worked out."""

import math
from fractions import Fraction
from functools import partial

import numpy as np
import pandas as pd
import pytest
from support.careers import LETTERS, WORKED, careers, worked
from support.worked import exact

from tpm_data.attractiveness._distributions import distribution_curve, distribution_summary
from tpm_data.attractiveness._sensitivity import sensitivity

ALL = WORKED["all_weightings_uniform_simplex"]
VARIANTS = {"all": {}, "in order": {"order": True}, "floors": {"floor": 0.05}}


def test_the_summary_of_all_weightings_is_the_worked_one():
    row = distribution_summary(worked(), target=8).iloc[0]
    assert (row["variant"], row["lowest"], row["highest"]) == ("all weightings", 7, 9)
    assert row["mean"] == pytest.approx(ALL["mean"], abs=1e-14)
    assert row["std"] == pytest.approx(ALL["sd"], abs=1e-14)
    assert row["median"] == pytest.approx(ALL["median"], abs=1e-12)
    assert row["share_at_least"] == float(exact(ALL["values"]["8"]["sf"]))


def test_each_variant_reaches_a_target_as_often_as_worked_out():
    summary = distribution_summary(worked(), variants=VARIANTS, target=8.5)
    shares = summary.set_index("variant")["share_at_least"]
    expected = {
        "all": Fraction(199, 1024),
        "in order": Fraction(36379, 57600),
        "floors": Fraction(653, 11664),
    }
    assert shares.to_dict() == pytest.approx(
        {name: float(share) for name, share in expected.items()}, abs=1e-14
    )


@pytest.mark.parametrize(("at", "density"), ALL["density"].items())
def test_the_curve_goes_through_the_worked_densities(at, density):
    curve = distribution_curve(worked(), points=9).set_index("score")
    assert curve.loc[float(at), "density"] == pytest.approx(float(exact(density)), abs=1e-13)


def test_a_variant_with_one_score_only_has_one_row_without_density():
    table = careers([6, 6, 6]).drop(columns="career")
    curve = distribution_curve(table)
    assert curve.to_dict("list") == {
        "variant": ["all weightings"],
        "score": [6.0],
        "density": [pytest.approx(np.nan, nan_ok=True)],
        "share_at_least": [1.0],
    }
    assert distribution_summary(table)[["lowest", "p05", "highest", "std"]].iloc[0].tolist() == [6, 6, 6, 0]


def test_what_the_scores_rest_on_goes_along():
    table = worked()
    table.attrs["basis"] = "document"
    assert distribution_summary(table).attrs["basis"] == "document"
    assert distribution_curve(table).attrs["basis"] == "document"


@pytest.mark.parametrize(
    ("variants", "message"),
    [
        ({"mine": {"flor": 0.1}}, "Variant 'mine': There is no argument 'flor'. Did you mean 'floor'"),
        ({"mine": {"floor": 0.3}}, "Variant 'mine': the floors sum to 2.4, but weights sum to 1"),
        ({"mine": {"order": ["A"]}}, "Variant 'mine': The order cannot be used"),
        ({}, "variants={} has no named variant"),
    ],
)
def test_a_variant_that_will_not_do_is_named(variants, message):
    with pytest.raises(ValueError, match=message):
        distribution_summary(worked(), variants=variants)


@pytest.mark.parametrize("measure", [distribution_summary, partial(distribution_curve, points=5)])
@pytest.mark.parametrize("known", [{}, {"order": True}, {"concentration": 3, "floor": {"A": 0.2}}])
def test_several_careers_and_what_is_known_equal_one_after_the_other(measure, known):
    table = careers([9, 2, 5], [4, 4, 4], [1, 6, 8]).iloc[[3, 0, 4, 1, 6, 5, 2, 7, 8]]
    loop = [
        measure(career.drop(columns="career"), variants={"mine": known}).assign(career=name)
        for name, career in table.groupby("career", sort=False)
    ]
    # What is known beside the variants is known in each.
    for mine, beside in ((known, {}), ({}, known)):
        answer = measure(table, by="career", variants={"mine": mine}, **beside)
        pd.testing.assert_frame_equal(answer, pd.concat(loop, ignore_index=True)[[*answer]])


def test_keywords_are_read_whatever_their_case():
    table = worked()
    pd.testing.assert_frame_equal(
        distribution_summary(table, variants={"v": {"Floor": 0.05}}),
        distribution_summary(table, variants={"v": {"floor": 0.05}}),
    )


def test_nothing_to_weigh_and_too_few_points_are_refused():
    with pytest.raises(ValueError, match="no rows"):
        distribution_curve(careers([1]).drop(columns="career").head(0))
    for points in (2, 2.5, 121.0, "many"):
        with pytest.raises(ValueError, match="points must be a whole number of at least 3, not "):
            distribution_curve(careers([1, 2], factors=LETTERS[:2]).drop(columns="career"), points=points)


@pytest.mark.parametrize("measure", [distribution_summary, sensitivity])
@pytest.mark.parametrize("target", [85, "8.5", [8], math.nan, math.inf], ids=str)
def test_a_target_is_a_number_on_the_scale(measure, target):
    table = careers([9, 8, 7]).assign(scale_maximum=10)
    assert len(measure(table, target=10))
    with pytest.raises(
        ValueError, match="The target must be a number of at most 10, the end of the scale, not "
    ):
        measure(table, target=target)
    assert not {"target", "weight_for_target"} & {*measure(table, target=None)}
