"""The figure with a button per weighting: every button shows what the library says of that weighting."""

import pandas as pd
import pytest
from support.careers_gallery import factors, leaning, of_profiles

import tpm_data
from tpm_data import attractiveness, figures
from tpm_data.formatting import points

NAMES = list(attractiveness.profiles()["profile"].unique())


@pytest.fixture
def scores():
    return tpm_data.load("attractiveness_scores")


@pytest.fixture
def drawn(scores):
    return of_profiles(scores, {name: name for name in NAMES})


@pytest.mark.parametrize("name", NAMES)
def test_a_button_shows_the_contributions_and_the_mean_of_its_profile(scores, drawn, name):
    button = drawn.layout.updatemenus[0].buttons[NAMES.index(name)]
    bars, words = button.args
    parts = attractiveness.contributions(scores, weights=name)
    assert (button.label, button.method) == (name, "update")
    assert bars["x"] == [list(parts["score"]), list(parts["contribution"])]
    assert bars["text"][1] == [points(part) for part in parts["contribution"]]
    mean = points(attractiveness.score(scores, weights=name)["score"][0])
    assert words["title.text"].startswith(f"{name.capitalize()}: the weighted mean is {mean} of 10")
    shares = [f"weight {points(100 * weight)} %" for weight in parts["weight"]]
    assert all(share in label for share, label in zip(shares, words["yaxis.ticktext"], strict=True))


def test_the_first_profile_is_shown_first(drawn):
    bars, words = drawn.layout.updatemenus[0].buttons[0].args
    assert [list(trace.x) for trace in drawn.data] == bars["x"]
    assert [list(trace.hovertext) for trace in drawn.data] == bars["hovertext"]
    assert drawn.layout.title.text == words["title.text"]
    assert list(drawn.layout.yaxis.ticktext) == words["yaxis.ticktext"]


def test_the_alternative_holds_for_every_button(scores, drawn):
    for name in NAMES:
        mean = points(attractiveness.score(scores, weights=name)["score"][0])
        assert f"{mean} ({name})" in drawn.alternative


def test_the_axes_hold_every_bar_of_every_profile(drawn):
    for button in drawn.layout.updatemenus[0].buttons:
        for axis, added in zip(("xaxis", "xaxis2"), button.args[0]["x"], strict=True):
            assert max(added) < drawn.layout[axis].range[1]


def test_a_title_has_room_even_if_that_of_another_profile_is_longer(scores):
    long = "a name that takes the title to another line, which the drawing has to make room for, always"
    alone, both = (
        of_profiles(scores, names) for names in ({"b": None, "c": None}, {"b": None, long: "life first"})
    )
    assert both.layout.title.text.startswith("B: ")
    assert both.layout.margin.t > alone.layout.margin.t


def test_names_of_profiles_are_harmless(scores):
    drawn = of_profiles(scores, {"<b>R&D</b>": None, "other": "life first"})
    button = drawn.layout.updatemenus[0].buttons[0]
    assert button.label == "&lt;b&gt;R&amp;D&lt;/b&gt;"
    assert "<b>" not in button.args[1]["title.text"]


def test_the_title_follows_the_number_and_the_spread_of_the_profiles():
    one = of_profiles(factors(2, 9), {"mine": None})
    assert one.layout.title.text == "Mine: the weighted mean is 5.5"
    assert not one.layout.updatemenus
    same = of_profiles(factors(6, 6, scale_maximum=10.0), leaning(factors(6, 6)))
    assert same.layout.title.text == (
        "Equal weights: the weighted mean is 6 of 10, as under all 2 weightings"
    )


def test_profiles_that_cannot_be_compared_are_refused(scores):
    parts = attractiveness.contributions(scores).assign(profile="equal")
    other = parts.assign(profile="other", score=parts["score"] + 1)
    for table, problem in (
        (parts.head(0), "no rows"),
        (pd.concat([parts, parts]), "holds several"),
        (pd.concat([parts, other]), "same factors and scores"),
        (pd.concat([parts, parts.assign(profile="other").head(3)]), "same factors and scores"),
    ):
        with pytest.raises(ValueError, match=problem):
            figures.profile_scores(table)


def test_the_basis_is_that_of_the_table(scores):
    parts = attractiveness.contributions(scores).assign(profile="equal")
    assert "the career document" in figures.profile_scores(parts).layout.annotations[-1].text
