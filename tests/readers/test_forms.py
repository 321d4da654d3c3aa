"""What documents of the world hold: forms that are read, forms that are refused, and the way out of each."""

import pytest
from support.documents import problems_of, rows_of

from tpm_data import DocumentError, read_document

GOOD = "# Is Baking a Good Career?\n\n"
LEVELS = ("Baker", "Master Baker", "Head Baker")
TABLE = "| Level | Pay |\n| --- | --- |\n| Baker | {} |\n| Master Baker | {} |\n"
LIST = "- Baker: €28,000 - €34,000\n- Master Baker: €33,000 - €45,000\n"
DOLLARS = "- Baker: $48,000 - $54,000\n- Master Baker: $53,000 - $65,000\n"
MONTHS = "- Baker: €2,800 - €3,400\n- Master Baker: €3,300 - €4,500\n"
HEADING = "# Baker Career Progression\n\n"


def table(first: str, second: str, pay: str = "Pay") -> str:
    return TABLE.replace("Pay", pay).format(first, second)


# Each is read as it stands.
READ = {
    "a table": HEADING + table("$48,000 - $54,000", "$53k–$65k"),
    "a table below no heading that names a ladder": "# Salaries\n\n" + table("$48k-$54k", "$53k-$65k"),
    "a list of skills below a table": HEADING
    + table("$48k - $54k", "$53k-$65k")
    + "\n# Essential Skills\n\n- Rye\n",
    "a currency in the header alone": HEADING + table("48,000 - 54,000", "53,000 - 65,000", "Salary (EUR)"),
    "lowest and highest pay in columns": HEADING
    + "| Grade | Title | Min | Midpoint | Max |\n|---|---|---|---|---|\n"
    "| B1 | Baker | $48,000 | $51,000 | $54,000 |\n| B2 | Master Baker | $53,000 | $59,000 | $65,000 |\n",
    "a column of bonuses beside that of pay": HEADING + "| Title | Base | Bonus |\n|---|---|---|\n"
    "| Baker | $48k-$54k | $1k-$2k |\n| Master | $53k-$65k | $3k-$4k |\n",
    "levels listed from the top down": "# Salaries\n\n- A: $90k - $99k\n- B: $70k - $80k\n- C: $40k - $50k\n",
    "pay as a bullet below its level": HEADING
    + "- **Baker**\n  - Salary: $48k - $54k\n  - Bakes rolls\n- **Master Baker**\n  - Salary: $53k - $65k\n",
    "levels as headings with a line on pay": HEADING
    + "".join(f"## {t}\n\nKneads.\n\n**Salary Range:** ${n}0k - ${n}5k\n\n" for n, t in enumerate(LEVELS, 4)),
    "levels as headings with their pay": HEADING
    + "## Baker ($48k - $54k)\n\nx\n\n## Master ($53k - $65k)\n\ny\n",
    "levels as headings beside the title": "# Levels\n\n# Baker ($48k - $54k)\n\n# Boss ($53k - $65k)\n",
    "two ladders below two headings": f"# Salary Bands\n\n## Bread\n\n{LIST}\n## Cake\n\n{LIST}",
    "a list of pay that is no ladder": f"{HEADING}{LIST}\n"
    "# Rents\n\n- Oven: €2,000 - €3,000\n- Shop: €900 - €1,000\n",
    "years of practice beside the range": HEADING + "- Baker (5-8 years, $160k-$220k): Bakes.\n",
    "years of practice and no figure of pay else": HEADING + "- Baker (0-2 years): $48k - $54k\n",
    "base right behind the range": HEADING
    + "- Baker: $48k - $54k base\n- Master Baker ($53k - $65k base): Bakes.\n",
    "a link around a level": HEADING + "- [Baker](https://example.org/x) ($48k - $54k): Bakes.\n",
    "an entity for the dash": HEADING + "- Baker ($48k &ndash; $54k)\n",
    "a comment": f"{HEADING}<!-- - Boss: $1k - $2k -->\n{LIST}",
    "code": f"{HEADING}```\n- Boss: $1k - $2k\n```\n\n{LIST}",
    "a quarterly survey": f"{HEADING}Ranges come from a quarterly survey of salaries.\n\n{LIST}",
    "what is paid out monthly": f"{HEADING}Pay is paid out monthly, for 40 hours per week.\n\n{LIST}",
    "an introduction that breaks off": f"{HEADING}Here is what we pay for an MLE\n\n{LIST}",
    "an introduction in small letters": f"Baker Career Progression\n\n"
    f"the usual career progression for an MLE\n\n{LIST}",
    "headings that nobody tabulates, twice": f"{HEADING}{LIST}\n"
    "## Key Skills\n\n- Rye\n\n## Key Skills\n\n- Oats\n",
    "a score in the text below the list": "# Is Baking a Good Career?\n\n- Hours (Score: 7): Short.\n\n"
    "A fair reader might settle on a score of 8 out of 10 overall.\n",
    "a scale in words": GOOD + "We score each factor out of five.\n\n- Hours (Score: 4): Short.\n",
    "a table of scores": GOOD + "| Factor | Score |\n|---|---|\n| Hours | 4/5 |\n| Pay | 3/5 |\n",
    "a scale in the heading": "# Is Baking a Good Career? (1-5)\n\n- Hours (Score: 4): Short.\n",
    "a scale of points": GOOD + "Rated on a 5-point scale.\n\n- Hours (Score: 4): Short.\n",
    "a scale from and to": GOOD + "Scores go from 1 to 5.\n\n- Hours (Score: 4): Short.\n",
    "Canadian dollars said above": f"{HEADING}All salaries are in Canadian dollars.\n\n{DOLLARS}",
    "Canadian dollars said at the end": f"{HEADING}{DOLLARS}\n"
    "# Notes\n\nAll salaries in this page are in CAD.\n",
    "computer-aided design": f"# Computer-Aided Design (CAD) Levels and Salaries\n\n{DOLLARS}",
}
# Each is refused, but read with the argument that its message names.
WITH_ARGUMENTS = {
    "months in a heading": (f"# Monthly Salaries by Level\n\n{MONTHS}", {"period": "month"}),
    "months in a heading above": (f"# Salaries, EUR per month\n\n## Bakers\n\n{MONTHS}", {"period": "month"}),
    "months in the introduction": (f"{HEADING}All pay is per month.\n\n{MONTHS}", {"period": "month"}),
    "months in a note below": (f"{HEADING}{MONTHS}\nNote: figures are monthly.\n", {"period": "month"}),
    "months in the header": (
        HEADING + table("€2,800 - €3,400", "€3,300 - €4,500", "Pay per month"),
        {"period": "month"},
    ),
    "months in another language": (f"# Gehälter by level, pro Monat\n\n{MONTHS}", {"period": "month"}),
    "months in no words": (HEADING + MONTHS, {"period": "month"}),
    "months in any currency": (HEADING + MONTHS.replace("€", "PLN "), {"period": "month"}),
    "small pay for a year": (HEADING + MONTHS, {"period": "year"}),
    "a word that may be a currency": (
        f"{HEADING}- Baker ($48k - $54k): Draws in CAD.\n",
        {"currency": "USD"},
    ),
    "hours": (
        HEADING + "- Baker: $18.50 - $22 an hour\n- Master: $21 - $30 an hour\n",
        {"period": "hour", "hours_per_year": 2080},
    ),
    "weeks": (HEADING + "- Baker: $700 - $900 a week\n", {"period": "week"}),
    "days": (HEADING + "- Baker ($200 - $300 a day): Bakes.\n", {"period": "day"}),
    "no currency": (HEADING + table("48,000 - 54,000", "53,000 - 65,000"), {"currency": "CHF"}),
    "two currencies said": (f"{HEADING}Salaries are in USD or in CAD.\n\n{DOLLARS}", {"currency": "CAD"}),
    "an open end": (HEADING + LIST + "- Head Baker: €60k+\n", {"open_ended": "leave out"}),
    "an open end in the middle": (
        HEADING + "- A: €30k - €40k\n- B: €50k\n- C: €60k - €70k\n",
        {"open_ended": "leave out"},
    ),
    "base and total": (
        HEADING + "| Title | Base | Total |\n|---|---|---|\n"
        "| Baker | $48k-$54k | $50k-$60k |\n| Boss | $53k-$65k | $60k-$80k |\n",
        {"column": "Total"},
    ),
    "no ladder by its headings": (
        "# Towns\n\n- Ulm: €40k - €50k\n- Bonn: €30k - €45k\n",
        {"section": "Towns"},
    ),
    "a damaged ladder beside a sound one": (
        f"# Salary Bands\n\n## Bread\n\n{LIST}\n## Cake\n\n"
        "- Baker: €1O,000 - €20,000\n- Boss: €30k - €40k\n- Owner: €50k - €60k\n",
        {"section": ["Bread"]},
    ),
}
# Each is refused, whatever the arguments.
REFUSED = {
    **{
        f"words beside the range: {words}": f"{HEADING}- Baker ($48,000 - $54,000 {words}): Bakes.\n"
        for words in ("pro Monat", "OTE", "plus bonus", "in equity", "quota", "COP", "total", "budget")
    },
    **{
        f"words behind the range: {words}": f"{HEADING}- Baker: $48,000 - $54,000 {words}\n"
        for words in ("COP", "pesos", "OTE", "bonus")
    },
    **{
        f"a label: {label}": f"{HEADING}- {label}: $48,000 - $54,000\n"
        for label in ("Sign-on bonus", "Baker OTE", "Sales quota", "Equity", "Budget for a baker")
    },
    **{
        f"a header: {header}": HEADING + table("$12,000 - $14,000", "$15,000 - $19,000", header)
        for header in ("Pay ($/mo)", "Monthly", "Salary/month", "OTE", "Budget")
    },
    "months in a column": HEADING + "| Level | Pay | Per |\n|---|---|---|\n| Baker | $12k - $14k | month |\n",
    "months nearer than the year of the title": f"# Annual Guide\n\n## Monthly Pay by Level\n\n{DOLLARS}",
    "months behind the colon": HEADING + "- Baker ($12,000 - $14,000): Monthly, gross.\n",
    "thousands said above": f"{HEADING}All figures are in thousands of dollars.\n\n{DOLLARS}",
    "bonuses by the heading": f"# Bonus Levels\n\n{DOLLARS}",
    "pesos said above": f"{HEADING}Salaries are in pesos.\n\n{DOLLARS}",
    "two ranges in a cell": HEADING + table("$48k - $54k<br>$60k - $70k", "$53k - $65k"),
    "HTML in a cell": HEADING + table("$48k - $54k<sup>1</sup>", "$53k - $65k"),
    "struck-out pay": HEADING + "- Baker (~~$30k - $31k~~ $48k - $54k)\n",
    "HTML": f"{HEADING}{LIST}\n<ul><li>Boss: €60k - €70k</li></ul>\n",
    "HTML in the heading of a level": HEADING
    + "## <del>Baker ($48k - $54k)</del>\n\n## Master ($53k - $65k)\n",
    "HTML in an entry": f"{HEADING}- Baker <b>€28,000 - €34,000</b>\n",
    "another currency said above": f"# Salary Bands (GBP)\n\n{LIST}",
    "a score beyond a scale in words": GOOD + "Scores out of five.\n\n- Hours (Score: 7): Short.\n",
    "no ladder below its heading": f"# Salary\n\n{LIST}\n# Career Progression for a Cook\n\nComes later.\n",
    "several ranges in most entries": HEADING
    + "- Baker: $48k - $54k or $60k - $65k\n- Boss: $70k - $80k or $90k - $95k\n",
    "a list not set in far enough": f"{HEADING}1. Baker ($48k - $54k):\n  * Bakes.\n2. Boss ($53k - $65k)\n",
    "levels as lines of one paragraph": HEADING + "**Baker**: $48k - $54k\n**Master Baker**: $53k - $65k\n",
    "two bullet lists": f"{HEADING}{LIST}\nAbroad:\n\n- Cook: €50,000 - €60,000\n- Chef: €55,000 - €70,000\n",
    "a line of pay without its marker": f"{HEADING}{LIST}\nHead Baker (€60,000 - €70,000): Leads.\n",
}

RUPEES = DOLLARS.replace("$", "₹")  # no pay in rupees is small for a year
PERIODS_SAID = (
    *(
        "All amounts are monthly.",
        "Monthly gross.",
        "Salaries (paid monthly, amounts per month).",
        "* per month",
    ),
    *(
        "Annual salary review: all pay below is per month.",
        "- All salaries are per month",
        "Pay is fortnightly.",
    ),
    *("Salaries are reviewed annually and are per month.", "<p>All pay is per month.</p>"),
)
REFUSED |= {
    **{f"a period said: {said}": f"{HEADING}{RUPEES}\n# Notes\n\n{said}\n" for said in PERIODS_SAID[5:6]},
    **{
        f"a period: {said}": f"{HEADING}{RUPEES}\n\n{said}\n"
        for said in (*PERIODS_SAID[:5], *PERIODS_SAID[6:])
    },
    **{
        f"a period in the entry: {entry}": f"{HEADING}- {entry}\n"
        for entry in (
            "Baker (₹50,000 - ₹60,000): Monthly salary for a baker.",
            "Baker (₹50,000 - ₹60,000): Bakes. Pay is per month.",
            "Baker: ₹50,000 - ₹60,000\n  - Per month.",
            "Baker (monthly): ₹50,000 - ₹60,000",
            "Baker, monthly salary: ₹50,000 - ₹60,000",
        )
    },
    **{
        f"thousands: {header}": HEADING + table("₹5,000 - ₹6,000", "₹6,000 - ₹7,000", header)
        for header in ("Salary ₹ '000", "Salary (thousand ₹)", "Salary (K)")
    },
    "a currency in a column of its own": HEADING
    + "| Level | Pay | Currency |\n|---|---|---|\n| A | $50k - $60k | CAD |\n| B | $60k - $70k | CAD |\n",
    "several families in one table": HEADING
    + "| Family | Title | Pay |\n|---|---|---|\n| X | A | $50k - $60k |\n| Y | B | $60k - $70k |\n",
    "a total among the levels": f"{HEADING}{LIST}- Total: €28,000 - €90,000\n",
    "no column of titles": HEADING + "| Pay |\n|---|\n| $50k - $60k |\n| $60k - $70k |\n",
    "two columns of scores": GOOD
    + "| Factor | Score 2023 | Score 2024 |\n|---|---|---|\n| Hours | 4 | 5 |\n",
    "emphasis without end": f"# Pay\n\n{'*' * 500}note{'*' * 500}\n",
}
READ |= {
    **{
        f"a currency in the header: {header}": HEADING + table("$48k - $54k", "$53k - $65k", header)
        for header in ("CAD", "Range [CAD]", "Range (CA$)")
    },
    **{
        f"a currency said: {said}": f"{HEADING}{said}\n\n{DOLLARS}"
        for said in ("All in CAD.", "Currency: CAD")
    },
    "a currency said of another ladder": f"# Levels\n\n## US\n\n{DOLLARS}\n## Canada (CAD)\n\n{DOLLARS}",
    "titles behind numbers and places": HEADING
    + "| # | City | Grade | Pay |\n|--|--|--|--|\n| 1 | X | A | $50k - $60k |\n| 2 | Y | B | $60k - $70k |\n",
    "pay that falls or stays": f"{HEADING}- C: $80k - $90k\n- B: $80k - $80k\n- A: $50k - $60k\n",
    "a scale in the header": GOOD + "| # | Factor | Score (1-5) |\n|---|---|---|\n| 1 | Hours | 4 |\n",
    "hours of a week": f"{HEADING}Salaries are for 38.5 hours/week.\n\n{DOLLARS}",
    "a count of factors": f"{GOOD}We rated 4 out of 6 factors.\n\n- Hours (Score: 4): Short.\n",
}


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_a_form_is_read_as_a_careful_person_would(text, snapshot):
    document = read_document(text)
    rows = {name: rows_of(found) for name, found in document.tables.items() if len(found)}
    assert {"rows": rows, "notes": document.notes} == snapshot


@pytest.mark.parametrize(("text", "arguments"), WITH_ARGUMENTS.values(), ids=WITH_ARGUMENTS)
def test_a_form_is_refused_and_read_with_the_argument_that_is_named(text, arguments, snapshot):
    refused = problems_of(text)
    assert all(f"{name}=" in str(refused) for name in arguments) or "section" in arguments
    document = read_document(text, **arguments)
    assert {"refused": refused, "rows": rows_of(document.salary_bands), "notes": document.notes} == snapshot


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_form_is_refused(text, snapshot):
    assert problems_of(text) == snapshot


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"period": "fortnight"}, "no period 'fortnight'"),
        ({"period": "hour"}, "hours_per_year=2080"),
        ({"hours_per_year": 2080}, 'period="hour"'),
        ({"currency": "euros"}, "such as 'EUR'"),
        ({"open_ended": "guess"}, "There are: refuse, leave out"),
    ],
)
def test_an_argument_that_is_none_is_refused_before_the_document_is_read(arguments, said):
    with pytest.raises(ValueError, match=said) as caught:
        read_document("no such file", **arguments)
    assert not isinstance(caught.value, DocumentError)


def test_an_argument_that_the_text_denies_is_said_in_the_notes():
    document = read_document(
        HEADING + table("45,000 - 54,000", "53,000 - 65,000", "Range (EUR)"), currency="USD"
    )
    assert "line 3: currency='USD' was given, the text says EUR" in document.notes
    document = read_document(f"{HEADING}All pay is per week.\n\n{DOLLARS}", period="year")
    assert "period='year' was given, line 3 says “All pay is per week”" in " ".join(document.notes)


def test_a_column_that_no_ladder_has_is_named():
    with pytest.raises(DocumentError, match="no column of pay named 'total'; there are Pay"):
        read_document(HEADING + table("$48k - $54k", "$53k - $65k"), column="Total")
