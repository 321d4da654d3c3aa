"""What we object to in the document: every finding is shown by its lines, and what can be computed is."""

import re
import tomllib

import pytest

from tpm_data import load, overlap, path
from tpm_data.progression._levels import levels, promotions
from tpm_data.tables.contracts import contract

FINDINGS = load("quality_findings")
TEXT = path("document").read_text(encoding="utf-8")
LINES = TEXT.split("\n")
WRITTEN = path("document").with_name("quality_findings.toml")
BANDS, SCORES = load("salary_bands"), load("attractiveness_scores")
PRINTED = {**BANDS.set_index("source_line")["source_text"], **SCORES.set_index("source_line")["source_text"]}
STEPS = promotions(BANDS)
SPREAD = levels(BANDS).set_index("level")["range_spread"]


def unshown(finding):
    """Lines of a finding that the document has not, or that do not hold what the finding says."""
    numbers, tokens = finding["lines"].split(";"), finding["tokens"].split(";")
    pairs = zip(map(int, numbers), tokens, strict=True)
    return [(n, token) for n, token in pairs if not (1 <= n <= len(LINES) and token in LINES[n - 1])]


def lines_of(words):
    (found,) = FINDINGS.loc[FINDINGS["finding"].str.contains(words), "lines"]
    return [int(number) for number in found.split(";")]


@pytest.mark.parametrize("row", FINDINGS.index)
def test_every_line_of_a_finding_holds_the_word_or_figure_that_shows_it(row):
    assert unshown(FINDINGS.loc[row]) == []


@pytest.mark.parametrize(
    ("lines", "tokens"), [("92", "TPM"), ("0", "TPM"), ("45", "salary.com"), ("50;51", "$220,000;$215,001")]
)
def test_a_line_that_is_not_there_or_shows_nothing_is_noticed(lines, tokens):
    assert len(unshown({"lines": lines, "tokens": tokens})) == 1


def test_no_token_is_empty_and_lines_ascend():
    assert not FINDINGS["tokens"].str.contains(r"(?:^|;)\s*(?:;|$)").any()
    for lines in FINDINGS["lines"].str.split(";"):
        assert lines == sorted(set(lines), key=int)


def test_findings_stand_by_severity_and_then_by_line():
    (words,) = (column.one_of for column in contract("quality_findings").columns if column.name == "severity")
    assert words == ("serious", "moderate", "minor")
    first = FINDINGS["lines"].str.split(";").str[0].astype(int)
    order = [*zip(FINDINGS["severity"].map(words.index), first, strict=True)]
    assert order == sorted(order)
    assert set(FINDINGS["severity"]) == set(words)


def test_every_sentence_is_one():
    for column in ("effect", "handling"):
        assert FINDINGS[column].str.fullmatch(r"[A-Z][^.]{20,140}\.").all()
        assert FINDINGS[column].is_unique or column == "handling"
    assert FINDINGS["finding"].str.fullmatch(r"[A-Z][^.\n]{5,80}").all()


def test_the_written_source_has_the_same_findings_in_the_same_order():
    written = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))["finding"]
    assert [finding["finding"] for finding in written] == FINDINGS["finding"].to_list()
    keys = {"finding", "severity", "shown", "effect", "handling"}
    assert {key for finding in written for key in finding} == keys


# What a finding says of the figures


def test_every_printed_range_and_score_is_objected_to_on_its_own_line():
    assert lines_of("No year") == BANDS["source_line"].to_list()
    assert lines_of("scale of the scores") == SCORES["source_line"].to_list()
    for words in ("No year", "No country", "ends of a range", "scale of the scores", "precision"):
        (tokens,) = FINDINGS.loc[FINDINGS["finding"].str.contains(words), "tokens"]
        pairs = zip(lines_of(words), tokens.split(";"), strict=True)
        assert [(n, token) for n, token in pairs if token not in f"(Score: {PRINTED[n]}) {PRINTED[n]}"] == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"\b(?:19|20)\d\d\b",  # a year
        r"\b(?:US|USA|United States|America\w*|Canad\w*|Austral\w*|Europe\w*|India\w*)\b",  # a country
        r"percentile|median|average|quartile|midpoint",
        r"\b(?:base pay|base salary|gross|bonus|equity|shares)\b",
        r"\b(?:years?|months?|annual\w*|yearly|hourly|weeks?)\b",  # the period of pay, the time a step takes
        r"\bout of\b|/ ?10\b|\bscale\b",
        r"\bweight(?:s|ed|ing)?\b",
        r"https?:|www\.",
    ],
)
def test_what_is_said_to_be_missing_is_nowhere_in_the_document(pattern):
    found = re.findall(pattern, TEXT, re.IGNORECASE)
    assert found == []


def test_the_sentence_about_the_source_has_no_end():
    assert [n for n, line in enumerate(LINES, 1) if line.endswith("sourced from")] == lines_of(
        "source of the pay"
    )


def test_the_scale_is_stated_nowhere_and_only_three_scores_are_used():
    assert not SCORES["scale_stated"].any()
    assert set(SCORES["score"]) == {7, 8, 9}
    scores = SCORES.set_index("source_line")["score"]
    assert [scores[line] for line in lines_of("Only 7, 8 and 9")] == [7, 8, 9]


def test_the_two_factors_at_odds_with_their_text_share_the_lowest_score():
    lowest = SCORES.loc[SCORES["score"] == SCORES["score"].min(), "source_line"]
    assert lowest.to_list() == lines_of("stability is lower") + lines_of("balance is higher")


def test_the_job_called_the_top_is_second_of_five():
    job = BANDS.loc[BANDS["title"] == "Technical Product Manager"].iloc[0]
    assert (job["level"], len(BANDS)) == (2, 5)
    assert job["source_line"] in lines_of("stands second")


def test_the_band_of_the_vice_president_is_the_only_nested_one():
    pairs = overlap.pairs(BANDS)
    (nested,) = pairs[pairs["relation"] == "nested"].itertuples()
    assert nested.upper_title.startswith("Vice President")
    assert nested.lower_title.startswith("Director")
    assert STEPS["maximum_change"].iloc[-1] < 0
    assert lines_of("inside that of the director") == BANDS["source_line"].to_list()[-2:]


def test_half_of_the_ends_are_whole_thousands_and_others_run_to_single_dollars():
    ends = BANDS[["minimum", "maximum"]].stack()
    assert len(ends) == 10
    assert (ends % 1000 == 0).sum() == len(ends) / 2
    assert (ends % 10 != 0).any()


def test_the_top_band_is_the_narrowest_and_the_first_the_widest():
    assert (SPREAD.idxmin(), SPREAD.idxmax()) == (5, 1)
    assert lines_of("narrowest") == BANDS["source_line"].iloc[[0, -1]].to_list()


def test_the_first_step_is_more_than_five_times_the_second():
    first, second = STEPS["midpoint_differential"].iloc[:2]
    assert first > 5 * second > 0
    assert lines_of("uneven") == BANDS["source_line"].to_list()[:3]


def test_two_levels_start_below_the_midpoint_of_the_level_before():
    below = STEPS.loc[STEPS["promotion_opportunity"] < 0, "to_level"].to_list()
    assert below == [3, 4]
    assert lines_of("below the midpoint") == BANDS["source_line"].to_list()[1:4]


def test_three_levels_share_a_stretch():
    stretches = overlap.coverage(BANDS)
    crowded = stretches.loc[stretches["depth"].idxmax()]
    shared = BANDS[BANDS["title"].isin(crowded["titles"])]
    assert lines_of("Three levels share") == shared["source_line"].to_list()
    assert len(shared) == 3


def test_four_skills_and_one_certification_are_listed():
    assert len(load("essential_skills")) == 4
    education = load("education").set_index("source_line")["kind"]
    assert [line for line in education.index if education[line] == "certification"] == [85]
    assert 85 in lines_of("Certifications stand")


def test_the_first_job_of_the_ladder_is_the_seventh_step():
    steps = load("career_steps").set_index("source_line")
    (step,) = [line for line in lines_of("first job has two names") if line in steps.index]
    assert steps.loc[step, "position"] == 7
    assert "Associate" in BANDS["title"][0]
