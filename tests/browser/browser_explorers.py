"""The explorers in JupyterLab: moved by keyboard and mouse, they show the library's own answer."""

import random

import pandas as pd
import pytest
from support.jupyterlab_pages import run_cells

import tpm_data
from tpm_data import attractiveness, figures
from tpm_data.formatting import money, points
from tpm_data.progression._levels import levels

MINE = [8, 7, 9, 9, 7, 6, 8, 9]
CELLS = (
    "import tpm_data\nfrom tpm_data import explore\nscores = tpm_data.load('attractiveness_scores')",
    "explore.offer(tpm_data.load('salary_bands'), 150_000, level='Senior Technical Product Manager')",
    f"explore.weights(scores, scores.assign(score={MINE}), weights='pay first')",
    "explore.weights(scores, weights=dict.fromkeys(scores['factor'], 1) | {'Stability': 2})",
)
BANDS, SCORES = tpm_data.load("salary_bands"), tpm_data.load("attractiveness_scores")
OTHER = SCORES.assign(score=MINE)
AMOUNTS = [118_000, 123_456, *random.Random(22).sample(range(50_000, 260_000), 20)]
OFFER, TWO, ONE = 0, 1, 2  # the explorers, from the top
READ = """box => { const chart = box.querySelector('.js-plotly-plot');
  return {charts: box.querySelectorAll('.js-plotly-plot').length,
          colours: chart.data.map(t => (t.marker || {}).color),
          title: chart.querySelector('.gtitle').textContent, traces: chart.data.map(t => [t.base, t.x]),
          lines: chart.layout.shapes.filter(s => s.name == 'amount')
            .map(s => Number(s.path.match(/M([^,]+)/)[1])),
          wide: chart.querySelector('.main-svg').getBoundingClientRect().width,
          cell: box.parentElement.getBoundingClientRect().width}; }"""


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory):
    with run_cells(browser, tmp_path_factory.mktemp("explorers"), CELLS, charts=3) as (opened, notes):
        yield opened
    assert notes["console"] == []


def explorer(page, number):
    return page.locator(".jp-OutputArea-output .widget-vbox").nth(number)


def control(page, number, label):
    return explorer(page, number).locator(".widget-inline-hbox", has_text=label)


def amount_box(page):
    return control(page, OFFER, "Pay per year").locator("input")


def shown(page, number, expected):
    """Wait until an explorer shows the title of a figure; return what it shows."""
    title = expected.layout.title.text.replace("<br>", "")
    explorer(page, number).locator(".gtitle", has_text=title).wait_for(timeout=10_000)
    page.wait_for_timeout(200)
    seen = explorer(page, number).evaluate(READ)
    assert seen["charts"] == 1
    return seen


def placed(amount, level=3):
    return figures.pay_ranges(levels(BANDS), amount=amount, level=level)


def compared(weights):
    both = pd.concat([SCORES.assign(career="this career"), OTHER.assign(career="the other one")])
    return figures.career_comparison(
        attractiveness.compare(both, by="career", weights=weights),
        attractiveness.break_even(both, by="career", weights=weights),
    )


def same_marks(seen, expected):
    chart = expected._repr_mimebundle_()["application/vnd.plotly.v1+json"]["data"]
    wanted = [value for trace in chart for part in (trace.get("base"), trace["x"]) for value in part or []]
    drawn = [value for base, x in seen["traces"] for part in (base, x) for value in part or []]
    same_colours = seen["colours"] == [trace.get("marker", {}).get("color") for trace in chart]
    return same_colours and drawn == pytest.approx(wanted, abs=1e-5)


def given(**changed):
    pay_first = attractiveness.profiles().query("profile == 'pay first'").set_index("factor")["weight"]
    return (100 * pay_first).to_dict() | changed


def percentages(page, number):
    """What stands beside the sliders."""
    texts = explorer(page, number).locator(".widget-hbox > .widget-label").all_text_contents()
    return [text for text in texts if text.endswith("%")]


def sentences(page, number):
    return explorer(page, number).locator(".widget-html p").all_text_contents()


def test_a_figure_has_the_width_of_its_cell_at_once(page):
    for number, expected in ((OFFER, placed(150_000)), (TWO, compared("pay first"))):
        seen = shown(page, number, expected)
        assert seen["wide"] == pytest.approx(seen["cell"], abs=1)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_what_is_typed_is_what_the_title_says(page, amount):
    amount_box(page).fill(str(amount))
    amount_box(page).press("Enter")
    seen = shown(page, OFFER, placed(amount))
    assert f" {money(amount, 'USD', exact=True)} is " in seen["title"].replace("$", " $", 1)
    assert same_marks(seen, placed(amount))
    assert seen["lines"] == [amount]
    assert amount_box(page).input_value() == str(amount)


def test_an_amount_is_moved_in_steps_by_keyboard(page):
    amount_box(page).fill("123456")
    amount_box(page).press("Enter")
    shown(page, OFFER, placed(123_456))
    handle = control(page, OFFER, "or slide").locator(".noUi-handle")
    handle.press("ArrowRight")
    assert shown(page, OFFER, placed(124_000))["lines"] == [124_000]
    assert amount_box(page).input_value() == "124000"


def test_an_amount_that_is_none_is_told_and_no_figure_stays(page):
    amount_box(page).fill("0")
    amount_box(page).press("Enter")
    explorer(page, OFFER).get_by_text("above 0").wait_for(timeout=8_000)
    assert explorer(page, OFFER).locator(".gtitle").filter(visible=True).count() == 0
    amount_box(page).fill("190000")
    amount_box(page).press("Enter")
    seen = shown(page, OFFER, placed(190_000))
    assert seen["wide"] == pytest.approx(seen["cell"], abs=1)
    assert "above 0" not in explorer(page, OFFER).text_content()


def test_every_control_is_reached_by_tab(page):
    for number, last in ((OFFER, 3), (TWO, 11), (ONE, 11)):
        controls = explorer(page, number).locator("input, select, .noUi-handle")
        assert controls.count() == last
        controls.first.focus()
        for at in range(last):
            assert controls.nth(at).evaluate("e => e === document.activeElement"), (number, at)
            page.keyboard.press("Tab")


@pytest.mark.parametrize(("key", "weight"), [("End", 100), ("Home", 0), ("ArrowRight", 1)])
def test_a_weight_moved_by_keyboard_changes_all_that_is_said(page, key, weight):
    control(page, TWO, "Stability").locator(".noUi-handle").press(key)
    weights = given(Stability=weight)
    assert same_marks(shown(page, TWO, compared(weights)), compared(weights))
    shares = [f"{points(100 * weights[f] / sum(weights.values()))}%" for f in SCORES["factor"]]
    assert percentages(page, TWO) == shares
    assert sentences(page, TWO)[0].startswith("Moving ")
    assert control(page, TWO, "Start from").locator("select").input_value() == "my own"


def test_a_weight_is_moved_by_mouse(page):
    handle = control(page, TWO, "Stability").locator(".noUi-handle").bounding_box()
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(handle["x"] + 900, handle["y"] + 5, steps=5)
    page.mouse.up()
    expected = compared(given(Stability=100))
    assert same_marks(shown(page, TWO, expected), expected)


def test_weights_of_zero_everywhere_say_what_is_missing(page):
    for factor in SCORES["factor"]:
        control(page, ONE, factor).locator(".noUi-handle").press("Home")
    explorer(page, ONE).get_by_text("Every weight is 0. Raise at least one of them.").wait_for(timeout=8_000)
    assert explorer(page, ONE).locator(".gtitle").filter(visible=True).count() == 0
    assert percentages(page, ONE) == []
    control(page, ONE, "Stability").locator(".noUi-handle").press("End")
    explorer(page, ONE).get_by_text("Your weighted mean is 7; ").wait_for(timeout=8_000)
    assert explorer(page, ONE).locator(".gtitle").filter(visible=True).count() == 1
    assert sentences(page, ONE) == ["Your weighted mean is 7; no weightings give the same or less."]


def test_figures_follow_the_width_of_their_cell_after_a_move(page):
    size = page.viewport_size
    page.set_viewport_size({"width": 900, "height": size["height"]})
    page.wait_for_timeout(1_000)
    for number in (OFFER, TWO, ONE):
        seen = explorer(page, number).evaluate(READ)
        assert seen["wide"] == pytest.approx(seen["cell"], abs=1)
        assert seen["cell"] < 600
    page.set_viewport_size(size)
