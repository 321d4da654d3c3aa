"""The explorers follow their controls: each state is the library's own answer for those inputs."""

import subprocess
import sys

import pandas as pd
import pytest

import tpm_data
from tpm_data import attractiveness, explore
from tpm_data.formatting import money, percent, points
from tpm_data.progression._placement import place

PROFILES = attractiveness.profiles().pivot_table("weight", "factor", "profile")
MINE = [8, 7, 9, 9, 7, 6, 8, 9]


def words(explorer):
    """All that stands in the chart beside its title."""
    return " ".join(note.text for note in explorer.chart.layout.annotations)


@pytest.fixture
def bands():
    return tpm_data.load("salary_bands")


@pytest.fixture
def scores():
    return tpm_data.load("attractiveness_scores")


@pytest.mark.parametrize("amount", [50_000, 150_000, 190_000, 260_000])
def test_an_offer_is_placed_as_the_library_places_it(bands, amount):
    explorer = explore.offer(bands, 100_000, level=2)
    explorer.controls["amount"].value = amount
    (here,) = place(bands, amount).query("level == 2").to_dict("records")
    title = explorer.chart.layout.title.text.replace("<br>", " ")
    assert title.startswith(f"As Technical Product Manager, {money(amount, 'USD', exact=True)} is ")
    assert ("of the way up" in title) == (here["status"] == "within")


def test_an_offer_may_be_printed_money_in_the_currency_of_the_bands(bands):
    assert explore.offer(bands, "$62,500").controls["amount"].value == 62_500
    with pytest.raises(tpm_data.TableError, match="the bands are in USD, this is in EUR: “€62,500”"):
        explore.offer(bands, "€62,500")


@pytest.mark.parametrize(
    ("amount", "level", "words"),
    [
        (
            150_000,
            3,
            ["30% of the way up the band, compa-ratio 0.94", "starts $221 above this amount and ends $70k"],
        ),
        (150_221, 3, ["starts at this amount and ends $70k above it."]),
        (100_000, 2, ["$20,011 below the minimum", "contain it: Associate Technical Product Manager."]),
        (230_000, 5, ["$15,000 above the maximum", "contain it: none", "the highest level"]),
    ],
)
def test_the_sentences_follow_amount_and_level(bands, amount, level, words):
    explorer = explore.offer(bands)
    explorer.controls["amount"].value, explorer.controls["level"].value = amount, level
    assert [word for word in words if word not in " ".join(explorer.sentences)] == []


@pytest.mark.parametrize("profile", ["pay first", "growth first", "life first", "balanced"])
def test_a_profile_sets_every_slider_and_the_score(scores, profile):
    explorer = explore.weights(scores)
    explorer.controls["profile"].value = profile
    given = {factor: explorer.controls[factor].value / 100 for factor in scores["factor"]}
    assert given == pytest.approx(PROFILES[profile].to_dict())
    mean = attractiveness.score(scores, weights=profile)["score"][0]
    assert f"your weights {mean:.2f}" in words(explorer)
    assert explorer.controls["profile"].value == profile


def test_moving_a_slider_makes_the_weights_ones_own(scores):
    explorer = explore.weights(scores)
    explorer.controls["profile"].value = "pay first"
    explorer.controls["Stability"].value = 80
    assert explorer.controls["profile"].value == "my own"
    given = {factor: explorer.controls[factor].value for factor in scores["factor"]}
    mean = attractiveness.score(scores, weights=given)["score"][0]
    assert f"Your weighted mean is {points(mean)}" in " ".join(explorer.sentences)


def test_a_floor_and_an_order_bring_their_own_curve(scores):
    explorer = explore.weights(scores)
    explorer.controls["floor"].value = 5
    assert "5% or more each" in words(explorer)
    explorer.controls["order"].value = True
    assert "Your order, 5% or more each" in words(explorer)
    explorer.controls["order"].value, explorer.controls["floor"].value = False, 0
    assert "5% or more each" not in words(explorer)


def test_another_career_is_compared_under_ones_own_weights(scores):
    explorer = explore.weights(scores, scores.assign(score=MINE))
    assert "order" not in explorer.controls
    explorer.controls["Stability"].value = 100
    given = {factor: explorer.controls[factor].value for factor in scores["factor"]}
    pair, turns = explore_tables(scores, given)
    assert pair["preferred"][0] == "second"
    assert "the other one is ahead" in " ".join(explorer.sentences)
    assert percent(pair["smallest_move"][0]) in " ".join(explorer.sentences)
    assert f"below {percent(turns['break_even'][3])}" in words(explorer)


def explore_tables(scores, given):
    both = pd.concat([scores.assign(career="a"), scores.assign(career="b", score=MINE)])
    of = {"by": "career", "weights": given}
    return attractiveness.compare(both, **of), attractiveness.break_even(both, **of)


def test_inputs_that_cannot_be_used_are_told_and_leave_the_figure(scores):
    explorer = explore.weights(scores)
    title = explorer.chart.layout.title.text
    for factor in scores["factor"]:
        explorer.controls[factor].value = 0
    assert "all are 0" in " ".join(explorer.sentences)
    assert explorer.chart.layout.title.text == title


def test_every_control_has_a_label(bands, scores):
    for explorer in (explore.offer(bands), explore.weights(scores)):
        assert all(control.description for control in explorer.controls.values())


def test_where_no_widgets_run_the_figure_and_its_sentence_are_shown(bands):
    bundle = explore.offer(bands, 150_000)._repr_mimebundle_()
    assert bundle["text/plain"].startswith("Pay ranges of 5 levels, $83,350 to $220,000. As ")
    assert bundle["application/vnd.plotly.v1+json"]["config"]["showSendToCloud"] is False
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_the_live_chart_has_no_upload_button(bands):
    assert explore.offer(bands).chart._config["showSendToCloud"] is False


def test_text_of_an_own_table_cannot_carry_markup(bands):
    bands.loc[0, "title"] = "<img src=x onerror=alert(1)>"
    explorer = explore.offer(bands, 100_000, level=1)
    assert "<img" in " ".join(explorer.sentences)
    assert not [w for w in explorer._box.children if "<img" in str(w.value if hasattr(w, "value") else "")]


def test_without_the_lab_extra_the_error_says_what_to_install():
    code = "import sys; sys.modules['ipywidgets'] = None\nimport tpm_data.explore"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (
        "ImportError: The sliders need ipywidgets and anywidget: pip install 'tpm-data[lab]'." in ran.stderr
    )


def test_weights_to_start_with_are_shown_in_percent(scores):
    given = dict.fromkeys(scores["factor"], 1) | {"Stability": 13}
    explorer = explore.weights(scores, weights=given)
    assert explorer.controls["Stability"].value == 65
    assert explorer.controls["profile"].value == "my own"
    assert explore.weights(scores, weights="pay first").controls["profile"].value == "pay first"


def test_weights_to_start_with_may_be_a_series_or_a_profile_in_capitals(scores):
    given = pd.Series(1.0, index=scores["factor"])
    assert explore.weights(scores, weights=given).controls["profile"].value == "my own"
    assert explore.weights(scores, weights="Pay First").controls["profile"].value == "pay first"


def test_the_caption_names_what_both_careers_rest_on(scores):
    other = scores.assign(score=MINE)
    for basis, words in (("a poll of two", "a poll of two"), ("document", "your input")):
        other.attrs["basis"] = basis
        caption = explore.weights(scores, other).chart.layout.annotations[-1].text
        said = f"Basis: the career document for this career, {words} for the other one."
        assert caption.replace("<br>", " ") == said


def test_a_table_without_rows_is_refused_in_words(bands, scores):
    for explorer, table in ((explore.offer, bands), (explore.weights, scores)):
        with pytest.raises(ValueError, match="the table has no rows"):
            explorer(table.head(0))


def test_rows_of_several_are_refused_with_the_column_that_tells_them_apart(bands, scores):
    for explorer, table in ((explore.offer, bands), (explore.weights, scores)):
        both = pd.concat([table.assign(site=site) for site in ("Bonn", "Jena")])
        with pytest.raises(tpm_data.TableError, match=r"such as table\[table\['site'\] == 'Bonn'\]: "):
            explorer(both)


def test_a_factor_with_the_name_of_a_control_is_refused(scores):
    with pytest.raises(ValueError, match=r"Rename the factors \['order'\]"):
        explore.weights(scores.replace({"factor": {"Stability": "order"}}))
