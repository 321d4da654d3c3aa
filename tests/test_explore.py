"""The explorers follow their controls: each state is the library's own answer for those inputs."""

import subprocess
import sys
import time

import ipywidgets
import pandas as pd
import pytest

import tpm_data
from tpm_data import attractiveness, explore
from tpm_data.attractiveness.weightings import Distribution
from tpm_data.figures import career_comparison, factor_contributions, pay_ranges
from tpm_data.formatting import money, percent, points
from tpm_data.progression._levels import levels

PROFILES = attractiveness.profiles().pivot_table("weight", "factor", "profile")
MINE = [8, 7, 9, 9, 7, 6, 8, 9]


def title_of(figure):
    return figure.layout.title.text.replace("<br>", " ")


def title(explorer):
    return title_of(explorer.chart)


def shares(explorer):
    """The percentages beside the sliders."""
    rows = [box for box in explorer._box.children if isinstance(box, ipywidgets.HBox)]
    return {box.children[0].description: box.children[1].value for box in rows}


def given(explorer, scores):
    return {factor: explorer.controls[factor].value for factor in scores["factor"]}


def hidden(explorer):
    return explorer._picture.layout.display == "none"


@pytest.fixture
def bands():
    return tpm_data.load("salary_bands")


@pytest.fixture
def scores():
    return tpm_data.load("attractiveness_scores")


@pytest.mark.parametrize("amount", [118_000, 123_456, 869_999])
def test_what_is_typed_is_what_the_title_says(bands, amount):
    for explorer in (explore.offer(bands, level=3), explore.offer(bands, amount, level=3)):
        explorer.controls["amount"].value = amount
        assert explorer.controls["amount"].value == amount
        assert f" {money(amount, 'USD', exact=True)} is " in title(explorer)


def test_the_slider_follows_what_is_typed_and_writes_whole_steps(bands):
    explorer = explore.offer(bands, 123_456)
    slider = explorer._box.children[1]
    assert (slider.description, slider.value, slider.step) == ("or slide", 123_000, 1_000)
    assert (
        explorer._box.children[1].style.description_width
        == explorer.controls["amount"].style.description_width
    )
    explorer.controls["amount"].value = 147_700
    assert slider.value == 148_000
    slider.value = 149_000
    assert explorer.controls["amount"].value == 149_000


def test_an_amount_beyond_the_slider_stays_as_it_is_typed(bands):
    explorer = explore.offer(bands)
    explorer.controls["amount"].value = 987_654
    assert explorer._box.children[1].value == 275_000
    assert title(explorer).startswith("As Associate Technical Product Manager, $987,654 is ")


@pytest.mark.parametrize("amount", [0, -5])
def test_an_amount_that_is_none_is_told_and_no_figure_is_shown(bands, amount):
    explorer = explore.offer(bands, 150_000)
    explorer.controls["amount"].value = amount
    assert "above 0" in " ".join(explorer.sentences)
    assert hidden(explorer)
    explorer.controls["amount"].value = 123_456
    assert not hidden(explorer)
    assert "$123,456" in title(explorer)


def test_the_level_may_be_named_by_number_or_title(bands):
    for level in (3, "Senior Technical Product Manager"):
        assert explore.offer(bands, level=level).controls["level"].value == 3
    with pytest.raises(ValueError, match=r"no level 'Boss'. Choose from: 1 \(Associate Technical"):
        explore.offer(bands, level="Boss")


@pytest.mark.parametrize(
    ("amount", "level", "words"),
    [
        (
            150_000,
            3,
            [
                "Manager and Senior Technical Product Manager.",
                "starts $221 above this amount and ends $70,000",
            ],
        ),
        (150_221, 3, ["starts at this amount and ends $69,779 above it."]),
        (100_000, 2, ["include it: Associate Technical Product Manager."]),
        (230_000, 5, ["include it: none", "the highest level"]),
    ],
)
def test_the_sentences_follow_amount_and_level(bands, amount, level, words):
    explorer = explore.offer(bands)
    explorer.controls["amount"].value, explorer.controls["level"].value = amount, level
    assert [word for word in words if word not in " ".join(explorer.sentences)] == []


def test_the_next_level_is_the_next_higher_one_in_whatever_order_they_stand(bands):
    one, other = (explore.offer(table, 150_000, level=2) for table in (bands, bands.iloc[::-1]))
    assert other.sentences[1] == one.sentences[1]


@pytest.mark.parametrize("profile", ["pay first", "growth first", "life first", "balanced"])
def test_a_profile_sets_every_slider_and_the_score(scores, profile):
    explorer = explore.weights(scores)
    explorer.controls["profile"].value = profile
    assert {f: slider / 100 for f, slider in given(explorer, scores).items()} == pytest.approx(
        PROFILES[profile].to_dict(), abs=0.00501
    )
    assert shares(explorer) == {f: f"{points(100 * share)}%" for f, share in PROFILES[profile].items()}
    mean = attractiveness.score(scores, weights=profile)["score"][0]
    assert f"Your weighted mean is {points(mean)}; " in explorer.sentences[0]
    assert explorer.controls["profile"].value == profile


def test_moving_a_slider_makes_the_weights_ones_own_and_everything_follows(scores):
    explorer = explore.weights(scores, weights="pay first")
    for weight in (80, 0, 35):
        explorer.controls["Stability"].value = weight
        now = given(explorer, scores)
        assert explorer.controls["profile"].value == "my own"
        assert title(explorer) == title_of(
            factor_contributions(attractiveness.contributions(scores, weights=now))
        )
        mean = attractiveness.score(scores, weights=now)["score"][0]
        assert f"to your weights ({mean:,.2f})" in explorer.chart.layout.title.subtitle.text.replace(
            "<br>", " "
        )
        assert [sentence.split(";")[0] for sentence in explorer.sentences] == [
            f"Your weighted mean is {points(mean)}"
        ]
        assert shares(explorer)["Stability"] == f"{points(100 * weight / sum(now.values()))}%"


def test_weights_that_no_slider_can_show_are_kept_until_they_are_moved(scores):
    three = scores.head(3)
    explorer = explore.weights(three, weights=dict(zip(three["factor"], (1, 1, 4), strict=True)))
    assert [*shares(explorer).values()] == ["16.67%", "16.67%", "66.67%"]
    explorer.controls[three["factor"][2]].value = 0
    assert [*shares(explorer).values()] == ["50%", "50%", "0%"]


def test_a_floor_and_an_order_leave_fewer_weightings(scores):
    falling = dict(zip(scores["factor"], range(9, 1, -1), strict=True))
    explorer, known = explore.weights(scores, weights=falling), {}
    mean = attractiveness.score(scores, weights=falling)["score"][0]
    for name, moved, limit in (("floor", 5, 0.05), ("order", True, [*falling])):
        explorer.controls[name].value, known[name] = moved, limit
        share = percent(Distribution(scores.set_index("factor")["score"], **known).cdf(mean))
        assert f"; {share} of all weightings with the given " in explorer.sentences[0]
    assert explorer.sentences[1].startswith("Order of the weights, equal ones as listed: Opport")


def test_a_floor_and_an_order_hold_for_two_careers_as_well(scores):
    explorer = explore.weights(scores, scores.assign(score=MINE))
    explorer.controls["floor"].value, explorer.controls["order"].value = 5, True
    tables = explore_tables(scores, None, floor=0.05, order=[*scores["factor"]])
    assert title(explorer) == title_of(career_comparison(*tables))
    assert "with the given order and floors" in title(explorer)


def test_another_career_is_compared_under_ones_own_weights(scores):
    explorer = explore.weights(scores, scores.assign(score=MINE))
    for factor, weight in (("Stability", 100), ("Stability", 3), ("Skill Development", 90)):
        explorer.controls[factor].value = weight
        now = attractiveness_of(explorer)
        pair, turns = explore_tables(scores, now)
        assert title(explorer) == title_of(career_comparison(pair, turns))
        ahead = {"first": "This career", "second": "The other one"}[pair["preferred"][0]]
        assert title(explorer).startswith(f"{ahead} is ahead, ")
        way = f"from {' and '.join(pair['moved_from'][0])} to {pair['moved_to'][0]}"
        assert explorer.sentences == [
            f"Moving {percent(pair['smallest_move'][0])} of the weight {way} makes them equal."
        ]


def attractiveness_of(explorer):
    """The weights that the percentages beside the sliders tell."""
    return {factor: float(share.rstrip("%")) for factor, share in shares(explorer).items()}


def explore_tables(scores, weights, **known):
    both = pd.concat([scores.assign(career="this career"), scores.assign(career="the other one", score=MINE)])
    of = {"by": "career", "weights": weights}
    return attractiveness.compare(both, **of, **known), attractiveness.break_even(both, **of)


@pytest.mark.parametrize("other", [None, MINE])
def test_weights_of_zero_everywhere_are_told_and_no_figure_is_shown(scores, other):
    explorer = explore.weights(scores, None if other is None else scores.assign(score=other))
    for factor in scores["factor"]:
        explorer.controls[factor].value = 0
    assert explorer.sentences == ["Every weight is 0. Raise at least one of them."]
    assert {*shares(explorer).values()} == {""}
    assert hidden(explorer)
    assert [*explorer._repr_mimebundle_()] == ["text/plain", "application/vnd.jupyter.widget-view+json"]
    explorer.controls["Stability"].value = 5
    assert not hidden(explorer)
    assert shares(explorer)["Stability"] == "100%"


def test_a_move_is_answered_within_100_ms(bands, scores):
    two = explore.weights(scores, scores.assign(score=MINE))
    for explorer, control in (
        (explore.offer(bands), "amount"),
        (explore.weights(scores), "Stability"),
        (two, "Stability"),
    ):
        times = []
        for value in (20, 30, 40, 50, 60):
            start = time.process_time()
            explorer.controls[control].value = value * (3_000 if control == "amount" else 1)
            times.append(time.process_time() - start)
        assert min(times) < 0.1, times


def test_every_control_has_a_label(bands, scores):
    one, other = explore.offer(bands).controls, explore.weights(scores).controls
    assert [control.description for control in one.values()] == ["Pay per year", "Level offered"]
    labels = ["Start from", *scores["factor"], "Only their order is known", "Every factor at least"]
    assert [control.description.partition(" (")[0] for control in other.values()] == labels
    assert {(other[factor].min, other[factor].max) for factor in scores["factor"]} == {(0, 100)}


def test_where_no_widgets_run_the_figure_and_its_sentences_are_shown_as_they_are_now(bands):
    explorer = explore.offer(bands, 150_000)
    explorer.controls["amount"].value = 123_456
    bundle, expected = explorer._repr_mimebundle_(), pay_ranges(levels(bands), amount=123_456.0, level=1)
    assert bundle["text/plain"] == " ".join([expected.alternative, *explorer.sentences])
    assert bundle["application/vnd.plotly.v1+json"] == plotly_json(expected)
    assert "application/vnd.jupyter.widget-view+json" in bundle


def plotly_json(figure):
    return figure._repr_mimebundle_()["application/vnd.plotly.v1+json"]


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
    given = pd.Series(dict.fromkeys(scores["factor"], 1) | {"Stability": 13})
    explorer = explore.weights(scores, weights=given)
    assert shares(explorer)["Stability"] == "65%"
    assert explorer.controls["Stability"].value == 65
    assert explorer.controls["profile"].value == "my own"
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
