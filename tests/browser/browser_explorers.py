"""The explorers in JupyterLab: moved by keyboard and mouse, they show the library's own answer."""

import pandas as pd
import pytest
from support.chromium import pictures_folder, recorded
from support.jupyterlab_pages import run_afresh, settle
from support.jupyterlab_server import jupyterlab

import tpm_data
from tpm_data import attractiveness, figures
from tpm_data.progression._levels import levels

NAME = "04_your_numbers.ipynb"
BANDS, SCORES = tpm_data.load("salary_bands"), tpm_data.load("attractiveness_scores")
OTHER = SCORES.assign(score=[8, 7, 9, 9, 7, 6, 8, 9])
OFFER, WEIGHTS = 0, 1  # the explorers, from the top
READ = """box => { const chart = box.querySelector('.js-plotly-plot');
  return {title: chart.querySelector('.gtitle').textContent, traces: chart.data.map(t => [t.base, t.x]),
          lines: (chart.layout.shapes || []).map(s => s.x0), text: box.textContent}; }"""


@pytest.fixture(scope="module")
def page(browser, notebooks, tmp_path_factory):
    with jupyterlab(notebooks, tmp_path_factory.mktemp("explorers") / "scratch") as address:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        notes = recorded(context)
        opened = context.new_page()
        run_afresh(opened, address.format(NAME))
        settle(opened, 5)
        yield opened
        opened.screenshot(path=pictures_folder("jupyterlab") / "explorers.png")
        context.close()
        assert notes["console"] == []


def explorer(page, number):
    return page.locator(".jp-OutputArea-output .widget-vbox").nth(number)


def control(page, number, label):
    return explorer(page, number).locator(".widget-inline-hbox", has_text=label)


def shown(page, number, expected):
    """Wait until an explorer shows the title of a figure; return what it shows."""
    title = expected.layout.title.text.split("<br>")[0]
    explorer(page, number).locator(".gtitle", has_text=title).wait_for(timeout=10_000)
    page.wait_for_timeout(200)
    return explorer(page, number).evaluate(READ)


def placed(amount):
    return figures.pay_ranges(levels(BANDS), amount=amount, level=3)


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
    return drawn == pytest.approx(wanted, abs=1e-5)


def given(**changed):
    pay_first = attractiveness.profiles().query("profile == 'pay first'").set_index("factor")["weight"]
    profile = (100 * pay_first).to_dict()
    return profile | {name.replace("_", " "): value for name, value in changed.items()}


def test_an_amount_is_typed_and_placed(page):
    field = control(page, OFFER, "Pay per year").locator("input")
    field.fill("190000")
    field.press("Enter")
    seen = shown(page, OFFER, placed(190_000))
    assert same_marks(seen, placed(190_000))
    assert seen["lines"] == [pytest.approx(190_000)]


def test_the_slider_moves_the_amount_by_keyboard(page):
    control(page, OFFER, "or slide").locator(".noUi-handle").press("ArrowRight")
    assert shown(page, OFFER, placed(191_000))["lines"] == [pytest.approx(191_000)]


def test_the_level_is_chosen_and_told(page):
    control(page, OFFER, "Level offered").locator("select").select_option("Director of Product Management")
    explorer(page, OFFER).get_by_text("As Director of Product Management: 58% of the way up").wait_for()


def test_a_weight_is_moved_by_keyboard(page):
    control(page, WEIGHTS, "Stability").locator(".noUi-handle").press("End")
    expected = compared(given(Stability=100))
    seen = shown(page, WEIGHTS, expected)
    assert same_marks(seen, expected)
    assert "Under your weights the other one is ahead" in seen["text"]
    assert control(page, WEIGHTS, "Start from").locator("select").input_value() == "my own"


def test_a_weight_is_moved_by_mouse(page):
    handle = control(page, WEIGHTS, "Stability").locator(".noUi-handle").bounding_box()
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(handle["x"] - 900, handle["y"] + 5, steps=5)
    page.mouse.up()
    explorer(page, WEIGHTS).get_by_text("Under your weights this career is ahead").wait_for()
    expected = compared(given(Stability=0))
    assert same_marks(shown(page, WEIGHTS, expected), expected)


def test_a_profile_sets_the_sliders(page):
    control(page, WEIGHTS, "Start from").locator("select").select_option("life first")
    explorer(page, WEIGHTS).get_by_text("Your weighted mean is 7.69").wait_for()
    expected = compared("life first")
    assert same_marks(shown(page, WEIGHTS, expected), expected)
    assert control(page, WEIGHTS, "Work-Life Balance").locator(".widget-readout").text_content() == "40.00"
