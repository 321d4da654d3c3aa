"""What documents of the world hold: forms that are read, forms that are refused, and the way out of each."""

import tomllib

import pytest
from support.documents import DOCUMENTS, SKILLS, problems_of, rows_of

from tpm_data import DocumentError, read_document

FORMS = tomllib.loads((DOCUMENTS / "forms.toml").read_text(encoding="utf-8"))
READ, WITH_ARGUMENTS, REFUSED = FORMS["read"], FORMS["with_arguments"], FORMS["refused"]
# What a file of forms cannot hold, or not well.
REFUSED |= {
    "emphasis without end": f"# Pay\n\n{'*' * 500}note{'*' * 500}\n",
    "a text that can be no name of a file": "a\0b",
    "a lone surrogate": f"{SKILLS}1. \ud800\n",
}
DOLLARS = "# Baker Career Progression\n\n{}- Baker: $48,000 - $54,000\n- Master Baker: $53,000 - $65,000\n"


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_a_form_is_read_as_a_careful_person_would(text, snapshot):
    document = read_document(text)
    rows = {name: rows_of(found) for name, found in document.tables.items() if len(found)}
    assert {"rows": rows, "notes": document.notes} == snapshot


@pytest.mark.parametrize("form", WITH_ARGUMENTS.values(), ids=WITH_ARGUMENTS)
def test_a_form_is_refused_and_read_with_the_argument_that_is_named(form, snapshot):
    text, arguments = form["text"], form["arguments"]
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
        ({"period": "hour"}, "hours_per_year= together"),
        ({"hours_per_year": 2080}, 'period="hour"'),
        ({"currency": "euros"}, "such as 'EUR'"),
        ({"open_ended": "guess"}, "Choose from: refuse, leave out"),
    ],
)
def test_an_argument_that_is_none_is_refused_before_the_document_is_read(arguments, said):
    with pytest.raises(ValueError, match=said) as caught:
        read_document("no such file", **arguments)
    assert not isinstance(caught.value, DocumentError)


@pytest.mark.parametrize(
    ("said", "arguments", "note"),
    [
        ("All pay is in EUR.", {"currency": "USD"}, "currency='USD' was given; the text says EUR"),
        (
            "All pay is per week.",
            {"period": "year"},
            "period='year' was given; line 3 says “All pay is per week”",
        ),
    ],
)
def test_an_argument_that_the_text_denies_is_said_in_the_notes(said, arguments, note):
    notes = read_document(DOLLARS.format(f"{said}\n\n"), **arguments).notes
    assert note in " ".join(notes)


def test_a_column_that_no_ladder_has_is_named():
    with pytest.raises(DocumentError, match="no column of pay named 'total'; there are Pay"):
        read_document(FORMS["read"]["a table"], column="Total")
