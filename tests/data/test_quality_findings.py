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
    found = FINDINGS.loc[FINDINGS["finding"].str.contains(words), "lines"]
    return [int(number) for lines in found for number in lines.split(";")]


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


def at(table, rows):
    return table.loc[rows, "source_line"].to_list()


STEEP = STEPS["midpoint_differential"].idxmax()
LOWER = STEPS.loc[STEPS["promotion_opportunity"] < 0, "to_level"]
CROWDED = overlap.coverage(BANDS).sort_values("depth")["titles"].iloc[-1]
(NESTED,) = overlap.pairs(BANDS).query("relation == 'nested'").itertuples()
# By words of the finding, the lines of the document that can be computed.
COMPUTED = {
    "No year": at(BANDS, BANDS["title"].notna()),
    "scale of the scores": at(SCORES, ~SCORES["scale_stated"]),
    "source of the pay": [n for n, line in enumerate(LINES, 1) if line.endswith("sourced from")],
    "(?:stability|balance) is (?:low|high)er": at(SCORES, SCORES["score"] == SCORES["score"].min()),
    "inside that of the director": at(BANDS, BANDS["title"].isin([NESTED.lower_title, NESTED.upper_title])),
    "narrowest": at(BANDS, BANDS["level"].isin([SPREAD.idxmin(), SPREAD.idxmax()])),
    "uneven": at(BANDS, BANDS.index.isin([STEEP, STEEP + 1, STEEP + 2])),
    "below the midpoint": at(BANDS, BANDS["level"].isin({*LOWER, *(LOWER - 1)})),
    "Three levels share": at(BANDS, BANDS["title"].isin(CROWDED)),
}


@pytest.mark.parametrize(("words", "lines"), COMPUTED.items(), ids=COMPUTED)
def test_a_finding_names_the_lines_that_are_computed(words, lines):
    assert lines_of(words) == lines


def test_a_printed_range_or_score_is_objected_to_on_its_own_line():
    for words in ("No year", "No country", "ends of a range", "scale of the scores", "precision"):
        (tokens,) = FINDINGS.loc[FINDINGS["finding"].str.contains(words), "tokens"]
        pairs = zip(lines_of(words), tokens.split(";"), strict=True)
        assert [(n, token) for n, token in pairs if token not in f"(Score: {PRINTED[n]}) {PRINTED[n]}"] == []


def test_numbers_in_the_words_of_findings_are_those_of_the_tables():
    scores, job = SCORES.set_index("source_line")["score"], BANDS["title"] == "Technical Product Manager"
    assert [scores[line] for line in lines_of("Only 7, 8 and 9")] == sorted(set(scores)) == [7, 8, 9]
    assert (BANDS.loc[job, "level"].item(), len(BANDS)) == (2, 5)
    assert at(BANDS, job)[0] in lines_of("is second of five")
    assert (SPREAD.idxmin(), len(LOWER), len(CROWDED)) == (5, 2, 3)
    assert STEPS["midpoint_differential"].iloc[0] > 5 * STEPS["midpoint_differential"].iloc[1] > 0
    assert len(load("essential_skills")) == 4
    certificate = load("education").query("kind == 'certification'")["source_line"].item()
    assert certificate in lines_of("Certifications stand")
    steps = load("career_steps").set_index("source_line")["position"]
    assert [steps[line] for line in lines_of("first job has two names") if line in steps] == [7]


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
