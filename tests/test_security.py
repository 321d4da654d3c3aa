"""What a document or file says is text and nothing else, and nothing reaches for the network."""

import csv
import io
import re
import subprocess
import sys

import pandas as pd
import pytest
from support import careers_gallery, gallery, hostile, market_gallery
from support.house import MODULES, calls_of, imports_of
from support.places import DATA

import tpm_data
from tpm_data import attractiveness, check, explore, figures, overlap, progression, staff
from tpm_data.attractiveness._distributions import distribution_curve, distribution_summary
from tpm_data.tables.contracts import contract

DISGUISED = "a\x1b[31m\u202eb\x9b\n\u2066"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


# The source


def test_nothing_is_evaluated_unpickled_or_fetched():
    calls = {"eval", "exec", "__import__", "system", "popen", "read_pickle", "to_pickle"}
    barred = {"pickle", "marshal", "shelve", "socket", "ssl", "http", "urllib", "requests", "ftplib"}
    barred |= {"smtplib", "subprocess", "ctypes", "webbrowser", "asyncio", "runpy", "code"}
    for module in MODULES:
        assert not calls_of(module) & calls, module
        assert not {name.split(".")[0] for name in imports_of(module)} & barred, module


# Nothing opens a socket, starts a program or asks for an address: the interpreter reports each of these.
WATCHED = """
import sys
def watch(event, _):
    if event.startswith(("socket.", "subprocess.", "urllib.", "os.system", "http.", "webbrowser.")):
        raise RuntimeError(f"at run time: {event}")
import tpm_data
from tpm_data import explore, figures
sys.addaudithook(watch)
"""
AT_WORK = """
tables = {name: tpm_data.load(name) for name in tpm_data.list_tables()}
document = tpm_data.read_document(tpm_data.path("document"))
tpm_data.read_table(tpm_data.path("salary_bands"), "salary_bands")
drawn = figures.pay_ranges(tpm_data.progression.levels(document.salary_bands))
drawn._repr_mimebundle_(), drawn.to_html(), drawn.to_json(), document._repr_html_()
explore.offer(tables["salary_bands"]).controls["amount"].value = 150_000
explore.weights(tables["attractiveness_scores"]).controls["order"].value = True
"""
WOULD_BE_NOTICED = """
import socket, urllib.request
for forbidden in (socket.socket, lambda: urllib.request.urlopen("http://127.0.0.1:9")):
    try:
        forbidden()
    except RuntimeError as noticed:
        print(noticed)
"""


def test_tables_documents_analyses_figures_and_sliders_open_no_socket_and_one_would_be_noticed():
    command = [sys.executable, "-c", WATCHED + AT_WORK + WOULD_BE_NOTICED]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["at run time: socket.__new__", "at run time: urllib.Request"]


# What a figure holds


def texts(value: object) -> list[str]:
    """Every text anywhere in a chart's JSON."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def hostile_figures() -> dict[str, figures.Figure]:
    """Draw every figure of hostile tables."""
    ladder, scores = hostile.bands(), hostile.scores()
    ladder["title"] += DISGUISED
    drawn = {name: make(ladder) for name, make in gallery.MAKERS.items()}
    drawn |= {name: make(scores) for name, make in careers_gallery.MAKERS.items()}
    drawn["career_comparison"] = careers_gallery.comparison([9, 1], [2, 8], hostile.LABELS[:2])
    variants = {label: {"floor": 0.01} for label in hostile.LABELS}
    curve, summary = (of(scores, variants=variants) for of in (distribution_curve, distribution_summary))
    drawn["score_distribution"] = figures.score_distribution(curve, summary)
    own = market_gallery.own
    wages = pd.concat(own(label, area=label, p10=50_000, p90=90_000) for label in hostile.LABELS)
    drawn["market_places"] = market_gallery.places(60_000, wages, areas=None)
    people = pd.concat([ladder] * 5)[["level", "title"]].reset_index(drop=True)
    people = people.assign(person=[f"{title} {at}" for at, title in enumerate(people["title"])], pay=50_000)
    placed = staff.place(people.rename(columns={"title": "department"}), ladder)
    drawn["people_on_bands"] = figures.people_on_bands(placed)
    drawn["compa_ratios"] = figures.compa_ratios(placed)
    based = progression.levels(ladder)
    based.attrs["basis"] = hostile.BREAKS_OUT
    drawn["basis"] = figures.pay_ranges(based)
    return drawn


OURS = r"</?(?:br|b|extra)/?>|<b style='[a-z0-9:;#-]+'>"


def test_a_figure_of_hostile_texts_holds_no_markup_but_its_own_and_nothing_that_turns_it_around():
    drawn = hostile_figures()
    assert {name.partition(" ")[0] for name in drawn} >= {*figures.__all__} - {"Figure"}
    escaped = 0
    for name, figure in drawn.items():
        chart = figure._repr_mimebundle_()["application/vnd.plotly.v1+json"]
        visible = texts([chart["data"], {k: v for k, v in chart["layout"].items() if k != "meta"}])
        bare = [re.sub(OURS, "", text, flags=re.IGNORECASE) for text in visible]
        assert [text for text in bare if "<" in text] == [], name
        assert not re.search("[\x1b\x9b\u202e\u2066]", "".join(visible)), name
        escaped += any("&lt;" in text for text in visible)
        templates = [trace["hovertemplate"] for trace in chart["data"] if "hovertemplate" in trace]
        filled = {place for text in templates for place in re.findall(r"%\{[^}]*\}", text)}
        assert filled <= {"%{hovertext}", "%{x:,.2f}"}, name
    assert escaped > 10  # the others name no level, factor or variant


# What an error says: a terminal may show it as it stands

DOCUMENT = f"Career Progression for a Baker\n\n1. {DISGUISED[-2:]} ($1): x\n"
LADDER = pd.DataFrame({"level": [1], "title": ["a"], "minimum": [2], "maximum": [1]})
SCORES = pd.DataFrame({"factor": [DISGUISED, "b"], "score": [1.0, 2.0]})
BANDS = tpm_data.load("salary_bands")
TWO = pd.concat([SCORES.assign(career=DISGUISED), SCORES.assign(career="b")[1:]])
BAD = {
    "a document": lambda: tpm_data.read_document(DOCUMENT),
    "a file name": lambda: tpm_data.read_document(DISGUISED.replace("\n", "")),
    "a table": lambda: tpm_data.load(DISGUISED),
    "the name of a contract": lambda: contract(DISGUISED),
    "a cell": lambda: read(f'level,title,minimum,maximum\n1,x,"{DISGUISED}",2\n'),
    "a heading": lambda: read(f'level,title,minimum,"{DISGUISED}"\n1,x,1,2\n'),
    "headings": lambda: read(f'"{DISGUISED}","{DISGUISED}"\n'),
    "a broken quote": lambda: read('level\ttitle\tminimum\tmaximum\n1\t"x"y\t1\t2\n'),
    "an index": lambda: check(LADDER.set_axis([DISGUISED]), "salary_bands"),
    "a column": lambda: check(LADDER.assign(**{DISGUISED: 1}), "salary_bands", by=[DISGUISED, DISGUISED]),
    "a group": lambda: check(LADDER, "salary_bands", by=DISGUISED),
    "a title twice": lambda: check(pd.concat([LADDER.assign(title=DISGUISED)] * 2), "salary_bands"),
    "a pay range": lambda: tpm_data.read_pay_range(f"$1k{DISGUISED}"),
    "an amount": lambda: progression.place(BANDS, DISGUISED),
    "a weight": lambda: attractiveness.score(SCORES, weights={DISGUISED: "x", f"{DISGUISED}!": DISGUISED}),
    "a profile": lambda: attractiveness.score(SCORES, weights=DISGUISED),
    "a threshold": lambda: attractiveness.score(SCORES, must_have={"c": 1}),
    "a missing factor": lambda: attractiveness.compare(TWO, by="career"),
    "a variant": lambda: distribution_summary(SCORES, variants={DISGUISED: {DISGUISED: 1}}),
    "an order": lambda: distribution_summary(SCORES, variants={DISGUISED: {"order": ["c"]}}),
    "a convention": lambda: overlap.audit(BANDS, convention=DISGUISED),
    "a heading asked for": lambda: tpm_data.read_table(
        io.StringIO("a,b"), "staff", columns={"pay": DISGUISED}
    ),
    "a template": lambda: tpm_data.write_template("never/there.csv", "salary_bands", by=f"={DISGUISED}"),
    "a level": lambda: explore.offer(BANDS.assign(level=1).set_axis([DISGUISED] * len(BANDS))),
}


def read(text: str) -> pd.DataFrame:
    return tpm_data.read_table(io.StringIO(text, newline=""), "salary_bands")


@pytest.mark.parametrize("what", BAD)
def test_an_error_spells_out_what_would_steer_a_terminal(what):
    with pytest.raises(ValueError, match=r".") as caught:
        BAD[what]()
    assert [line for line in str(caught.value).split("\n") if not line.isprintable()] == []


# Spreadsheets


@pytest.mark.parametrize("name", tpm_data.list_tables())
def test_no_cell_of_a_bundled_table_or_template_is_a_formula(name, tmp_path):
    files = [tpm_data.path(name), tpm_data.write_template(tmp_path / "mine.csv", name, by="job_family")]
    for path in files:
        rows = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
        assert [cell for row in rows for cell in row if cell.startswith(FORMULA)] == []


@pytest.mark.parametrize("start", FORMULA)
def test_a_template_has_no_column_that_is_a_formula(start, tmp_path):
    with pytest.raises(ValueError, match=r"would read the column .* as a formula"):
        tpm_data.write_template(tmp_path / "mine.csv", "salary_bands", by=["place", f"{start}cmd()"])
    assert not any(tmp_path.iterdir())


def test_words_of_a_document_are_exported_as_they_are_and_the_dictionary_says_so():
    text = "Essential Skills for a Baker\n\n1. =cmd(): +1\n"
    skills = tpm_data.read_document(text).essential_skills
    assert skills.to_csv(index=False).splitlines()[1] == "1,=cmd(),+1,Essential Skills for a Baker,3"
    said = (DATA / "README.md").read_text(encoding="utf-8")
    assert "starts with `=`, `+`, `-` or `@`" in said
