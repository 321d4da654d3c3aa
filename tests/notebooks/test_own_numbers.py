"""Notebooks run with the inputs of a user: they answer, or say in one line which input is wrong."""

import re

import nbformat
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from support.hygiene import HTML, MARKDOWN, PLOTLY, build
from support.places import NOTEBOOKS
from traitlets.config import Config

import tpm_data
from tpm_data.notebook import InputError

OFFER, LADDER, EXERCISES = "04_your_offer", "05_your_ladder", "07_exercises"


def with_inputs(stem, inputs):
    """Return a notebook as a user leaves it who changes its first cell of code."""
    notebook = nbformat.read(NOTEBOOKS / f"{stem}.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if build.INPUTS in cell.metadata.get("tags", [])]
    for name, value in inputs.items():
        (cell,) = (cell for cell in cells if re.search(rf"^(\w+, )*{name}\b", cell.source, re.MULTILINE))
        cell.source += f"\n{name} = {value!r}"
    return notebook


@pytest.fixture
def run(monkeypatch):
    """Run a notebook; give its sentences, the titles of its charts and its tables as a reader sees them."""
    monkeypatch.chdir(NOTEBOOKS)
    nothing_kept = Config(HistoryManager={"enabled": False})
    shell, outputs = InteractiveShell.instance(config=nothing_kept), []
    monkeypatch.setattr(shell.display_pub, "publish", lambda data, *_, **__: outputs.append(data))
    monkeypatch.setattr(shell.displayhook, "write_format_data", lambda data, *_: outputs.append(data))

    def run_cells(notebook):
        for cell in notebook.cells:
            if cell.cell_type == "code":
                shell.run_cell(cell.source).raise_error()
        return as_read(outputs)

    yield run_cells
    InteractiveShell.clear_instance()


def as_read(outputs):
    said = [data[MARKDOWN].replace("<span>&#36;</span>", "$") for data in outputs if MARKDOWN in data]
    titles = [data[PLOTLY]["layout"]["title"]["text"] for data in outputs if PLOTLY in data]
    tables = [data["text/plain"] for data in outputs if HTML in data]
    return said, [title.replace("<br>", " ") for title in titles], tables


# An offer

OTHER = {
    "today": {"level": 4, "base": "$172k", "bonus": 20_000},
    "offers": {
        "the bank": {"level": 5, "base": 225_000, "bonus": 30_000},
        "the start-up": {"level": 3, "base": "$125,000", "equity": 60_000},
    },
    "weights": {"Work-Life Balance": 3, "Industry Growth": 1},
    "job_scores": {"Work-Life Balance": 5, "Industry Growth": 9},
    "target": 7.5,
    "areas": "Seattle",
    "plan": {"years": 2, "growth": (0, 0.02, 0.04), "promotion": "same position"},
}


def test_other_offers_are_answered(run, snapshot):
    said, titles, tables = run(with_inputs(OFFER, OTHER))
    assert (said, titles) == snapshot
    assert not [text for text in [*said, *titles, *tables] if "nan" in text.casefold().split()]
    assert all("the start-up" in tables[0] and job in tables[0] for job in ("today", "the bank"))
    assert tables[1].splitlines()[0].split() == ["Occupation", "Today", "The", "bank", "The", "start-up"]
    # Whatever the figures show is about the years that the sentence is about.
    assert "next 2 years" in said[1]
    assert any("2 years would pay" in title for title in titles)


@pytest.fixture
def ladder_in_euro(tmp_path):
    """Write a ladder as a spreadsheet does; an offer on it is within a range, below it and above it."""
    path = tmp_path / "ladder.csv"
    rows = ["Grade;Job title;Min;Mid;Max", "1;Analyst;€40k;€45k;€52k", "2;Senior Analyst;€50k;€58k;€66k"]
    path.write_text("\n".join([*rows, "3;Lead;€64k;€74k;€84k"]), encoding="utf-8-sig")
    return {
        "ladder_file": str(path),
        "today": {"level": 1, "base": "€48k"},
        "offers": {"the bank": {"level": 2, "base": "€62k"}, "the start-up": {"level": 3, "base": 60_000}},
    }


def test_a_ladder_of_ones_own_is_answered_in_its_currency_and_what_it_lacks_steps_aside(run, ladder_in_euro):
    said, titles, tables = run(with_inputs(OFFER, ladder_in_euro))
    assert sum(text.startswith("This part is left out: ") for text in said) == 2
    assert len(tables) == 1
    assert titles[0] == "As Senior Analyst, €62,000 is 75% of the way up the range"
    assert (
        "**€62,000** base, 29% more than today. That is 75% of the way up the range of Senior Analyst"
        in said[0]
    )
    assert "**€60,000** base, 25% more than today. That is below the range of Lead" in said[0]
    assert "€48,000" in tables[0]
    assert [text for text in [*said, *titles, *tables] if "$" in text] == []


WRONG = {
    "level": {"today": {"level": 9, "base": 128_000}},
    "no offer": {"offers": {}},
    "base": {"offers": {"the bank": {"level": 3, "base": "a lot"}}},
    "no base": {"offers": {"the bank": {"level": 3}}},
    "pay of a month": {"today": {"level": 2, "base": 10_500}},
    "misspelt": {"offers": {"the bank": {"level": 3, "base": 150_000, "bonsu": 10_000}}},
    "bonus": {"offers": {"the bank": {"level": 3, "base": 150_000, "bonus": "some"}}},
    "target": {"target": 85},
    "weights": {"weights": {"Salary": 40, "Flexibility": 30}},
    "job_scores": {"job_scores": {"Flexibility": 8}},
    "a score off the scale": {"weights": {"Flexibility": 1}, "job_scores": {"Flexibility": 80}},
    "no years": {"plan": {"years": 0}},
    "area": {"areas": "Paris"},
    "plan": {"plan": {"yeers": 2}},
    "ladder_file": {"ladder_file": "nothing.csv"},
}


@pytest.mark.parametrize("inputs", WRONG.values(), ids=WRONG)
def test_a_wrong_input_is_one_short_message_in_the_terms_of_the_notebook(run, inputs, snapshot):
    with pytest.raises(InputError) as refused:
        run(with_inputs(OFFER, inputs))
    said = str(refused.value)
    assert len(said.splitlines()) == 1
    assert len(said) < 200
    assert said == snapshot


# A ladder and its people

FAMILIES, PEOPLE = ("Product", "Design", "Data"), 40


@pytest.fixture
def workbooks(tmp_path):
    """Write a ladder of three families, from a template, and the 40 people on it, as workbooks."""
    template = tpm_data.write_template(tmp_path / "template.xlsx", "salary_bands", by="job_family")
    ladder = pd.DataFrame(
        [
            (family, level, f"{family} {level}", low, low + 30_000, "USD")
            for number, family in enumerate(FAMILIES)
            for level, low in enumerate(range(52_000 + 4_000 * number, 110_000, 12_000), 1)
        ],
        columns=pd.read_excel(template, engine="calamine").columns,
    )
    drawn = ladder.sample(PEOPLE, replace=True, random_state=4, ignore_index=True)
    people = drawn[["job_family", "level"]].assign(
        person=[f"person {number}" for number in range(1, PEOPLE + 1)],
        office=["Berlin", "Oslo"] * (PEOPLE // 2),
        pay=drawn["minimum"] + [1_000 * (number % 37 - 3) for number in range(PEOPLE)],
    )
    files = {"ladder_file": tmp_path / "ladder.xlsx", "people_file": tmp_path / "people.xlsx"}
    for table, path in zip((ladder, people), files.values(), strict=True):
        table.to_excel(path, index=False, engine="xlsxwriter")
    return {name: str(path) for name, path in files.items()}, ladder, people


def test_three_families_with_forty_people_are_answered(run, workbooks):
    files, ladder, people = workbooks
    inputs = files | {"by": "job_family", "group": "office"}
    said, titles, tables = run(with_inputs(LADDER, inputs))
    joined = people.merge(ladder, on=["job_family", "level"])
    below, above = joined["pay"] < joined["minimum"], joined["pay"] > joined["maximum"]
    cost = (joined["minimum"] - joined["pay"])[below].sum()
    assert f"Of {PEOPLE} people, **{below.sum() + above.sum()}** are paid outside" in said[0]
    assert f"{below.sum()} below its minimum and {above.sum()} above its maximum" in said[0]
    assert f"**${cost:,}** a year" in said[0]
    assert len(titles) == 3 + ladder["job_family"].nunique()
    everyone = "\n".join(tables)
    assert all(f"{person} " in everyone for person in joined.loc[below | above, "person"])
    assert all(office in everyone for office in people["office"].unique())


def test_two_currencies_are_never_added_up_and_no_group_is_needed(run, workbooks):
    files, ladder, people = workbooks
    of_data = ladder["job_family"] == "Data"
    ladder.assign(currency=ladder["currency"].mask(of_data, "EUR")).to_excel(
        files["ladder_file"], index=False, engine="xlsxwriter"
    )
    said, _, tables = run(with_inputs(LADDER, files | {"by": "job_family", "group": None}))
    joined = people.merge(ladder, on=["job_family", "level"])
    short = (joined["minimum"] - joined["pay"]).clip(lower=0).groupby(joined["job_family"] == "Data").sum()
    assert f"**€{short[True]:,} and ${short[False]:,}** a year" in said[0]
    assert "€" in tables[0]
    assert "$" in tables[0]


def test_a_ladder_without_people_is_audited_and_the_parts_about_people_step_aside(run, workbooks):
    files, _, _ = workbooks
    said, titles, tables = run(with_inputs(LADDER, {"ladder_file": files["ladder_file"], "by": "job_family"}))
    assert said[0] == "An audit of each level against its neighbours has **no findings**."
    assert sum(text.startswith("This part is left out: ") for text in said) == 2
    assert (len(titles), len(tables)) == (3, 1)


# The exercises


def test_the_exercises_run_without_their_answers(run):
    notebook = nbformat.read(NOTEBOOKS / f"{EXERCISES}.ipynb", as_version=4)
    answers = [cell for cell in notebook.cells if build.is_answer(cell)]
    notebook.cells = [cell for cell in notebook.cells if not build.is_answer(cell)]
    said, titles, tables = run(notebook)
    assert (len(said), len(titles), len(tables)) == (1, 1, 3)
    assert len(answers) > len(notebook.cells) / 2
