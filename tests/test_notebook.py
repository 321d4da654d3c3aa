"""What notebooks show: escaped, alike at every run, with the headings, units and currencies of the tables."""

import re
import sys

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from IPython.core.interactiveshell import InteractiveShell
from support import hostile

import tpm_data
from tpm_data import say, show
from tpm_data.notebook import InputError, asking


def html_of(shown):
    return shown._repr_mimebundle_()["text/html"]


def cells_of(shown):
    """The rows of a shown table, its headings first."""
    page = BeautifulSoup(html_of(shown), "html.parser")
    return [[cell.get_text() for cell in row.select("th, td")] for row in page.select("tr")]


@pytest.fixture
def ladder():
    return tpm_data.progression.levels(tpm_data.load("salary_bands"))


# Sentences


def test_dollars_of_a_sentence_are_apart_from_each_other_and_the_rest_is_as_it_was_given():
    bundle = say("From **$7** to $8.", "- One.\n- Two.")._repr_mimebundle_()
    assert bundle["text/markdown"] == "From **<span>&#36;</span>7** to <span>&#36;</span>8.\n\n- One.\n- Two."
    assert bundle["text/plain"] == "From **$7** to $8.\n\n- One.\n- Two."


@pytest.mark.parametrize("wrong", [None, 7, b"text", ["a"], pd.NA])
def test_what_is_no_text_is_no_sentence(wrong):
    with pytest.raises(ValueError, match="say takes texts, not "):
        say("One.", wrong)


# Tables


def test_headings_and_formats_are_those_of_the_glossary(ladder):
    shown = show(ladder[["level", "title", "minimum", "range_spread"]].head(2))
    assert cells_of(shown) == [
        ["Level", "Title", "Minimum", "Range spread"],
        ["1", "Associate Technical Product Manager", "$83,350", "60%"],
        ["2", "Technical Product Manager", "$120,011", "50%"],
    ]
    page = BeautifulSoup(html_of(shown), "html.parser")
    sides = [
        "right" if "gt_right" in cell["class"] else "left" for cell in page.select("tbody tr:first-child td")
    ]
    assert sides == ["right", "left", "right", "right"]
    assert [line.split() for line in repr(shown).splitlines()] == [
        ["Level", "Title", "Minimum", "Range", "spread"],
        ["1", "Associate", "Technical", "Product", "Manager", "$83,350", "60%"],
        ["2", "Technical", "Product", "Manager", "$120,011", "50%"],
    ]


@pytest.mark.parametrize("label", hostile.LABELS)
def test_a_text_that_looks_like_more_is_shown_as_it_is(label):
    shown = show(pd.DataFrame({label: [1], "title": [label]}), caption=label)
    page = BeautifulSoup(html_of(shown), "html.parser")
    marks = r"[\u200e\u200f]|\\u200[ef]"  # which a cell spells out and a heading has as they are
    assert re.sub(marks, "", page.get_text()).count(re.sub(marks, "", label)) == 3
    assert not page.select("script, img, svg, iframe, [onerror], [onload], table a")


def test_two_dollars_of_a_cell_are_no_formula():
    assert html_of(show(pd.DataFrame({"range": ["$7 - $8"]}))).startswith('<div class="mathjax_ignore')


def test_a_table_is_the_same_at_every_run_and_two_tables_do_not_share_their_style(ladder):
    assert html_of(show(ladder)) == html_of(show(ladder.copy()))
    pages = [BeautifulSoup(html_of(show(table)), "html.parser") for table in (ladder, ladder.head(1))]
    assert pages[0].select_one("div[id]")["id"] != pages[1].select_one("div[id]")["id"]


def test_money_has_the_currency_of_its_row_or_of_its_table():
    pay = pd.DataFrame({"minimum": [40_000, 50_000, 60_000]})
    of_rows, of_table = pay.assign(currency=["EUR", "SEK", None]), pay.copy()
    of_table.attrs["currency"] = "GBP"
    of_both = of_rows.copy()
    of_both.attrs["currency"] = "GBP"
    assert [row[0] for row in cells_of(show(of_rows))[1:]] == ["€40,000", "SEK 50,000", "60,000"]
    assert [row[0] for row in cells_of(show(of_table))[1:]] == ["£40,000", "£50,000", "£60,000"]
    assert html_of(show(of_both)) == html_of(show(of_rows))


def test_what_is_missing_is_a_dash_and_what_is_no_measure_is_shown_as_it_is():
    table = pd.DataFrame(
        {
            "minimum": [np.nan, None, pd.NA, 10**400, "a lot"],
            "scale_stated": [True, False, None, np.True_, pd.NaT],
            "titles": [("one", "two"), [], None, "three", float("inf")],
        },
        dtype=object,
    )
    first, second, third = zip(*cells_of(show(table))[1:], strict=True)
    assert first == ("–", "–", "–", str(10**400), "a lot")
    assert second == ("yes", "no", "–", "yes", "–")
    assert third == ("one, two", "", "–", "three", "inf")


def test_columns_of_the_same_name_and_named_rows_are_shown(ladder):
    twice = pd.concat([ladder[["title", "minimum"]], ladder[["minimum"]]], axis="columns").head(1)
    assert cells_of(show(twice))[1][1:] == ["$83,350", "$83,350"]
    by_title = ladder.head(1).set_index(["level", "title"])[["minimum"]]
    assert cells_of(show(by_title))[1] == ["1", "Associate Technical Product Manager", "$83,350"]
    kept = ladder.head(1).set_index("title", drop=False)[["title", "minimum"]]
    assert cells_of(show(kept))[1] == ["Associate Technical Product Manager", "$83,350"]


def test_a_long_table_says_how_long_it_is_and_a_caption_follows(ladder):
    short = show(ladder, rows=2, caption="As printed.")
    assert repr(short).splitlines()[3:] == ["2 of 5 rows", "As printed."]
    assert cells_of(short)[3:] == [["2 of 5 rows"], ["As printed."]]
    assert len(cells_of(show(ladder, rows=5))) == 1 + 5
    assert cells_of(show(tpm_data.load("market_wages")))[21:] == [["20 of 185 rows"]]


WRONG = [
    ({"table": [1]}, "show takes a DataFrame, not "),
    ({"rows": 0}, "rows"),
    ({"rows": 2.5}, "rows"),
    ({"caption": 7}, "caption takes a text, not 7"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG)
def test_a_wrong_argument_is_refused(ladder, arguments, words):
    with pytest.raises(ValueError, match=words):
        show(**{"table": ladder} | arguments)


def test_without_great_tables_show_says_what_to_install(ladder, monkeypatch):
    monkeypatch.setitem(sys.modules, "great_tables", None)
    with pytest.raises(ImportError, match=re.escape("pip install 'tpm-data[lab]'")):
        show(ladder)


# Inputs


def test_of_many_problems_of_a_file_three_are_told():
    with pytest.raises(InputError) as refused, asking("ladder_file"):
        tpm_data.check(tpm_data.load("salary_bands").assign(minimum=-1), "salary_bands")
    assert str(refused.value).count("row ") == 3


def test_what_goes_right_and_what_is_no_input_pass_through():
    with asking("plan"):
        found = 7
    assert found == 7
    with pytest.raises(ZeroDivisionError), asking("plan"):
        found /= 0


def test_a_notebook_shows_the_words_without_the_code_that_led_there(capsys):
    shell = InteractiveShell()
    shell.run_cell("from tpm_data.notebook import asking\nwith asking('plan'):\n    {}['years']")
    assert capsys.readouterr().out == "Please check plan: 'years' is missing\n"
