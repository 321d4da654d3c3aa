"""Reading whole documents: what is accepted, what is refused and how it is said."""

import copy
import hashlib
import io
import json
import pickle

import pandas as pd
import pytest
from support.documents import ACCEPTED, BAKER, DOCUMENTS, REFUSED, SCORES, SKILLS, problems_of, rows_of
from support.linear import assert_linear
from support.refusals import problems

import tpm_data
from tpm_data import CareerDocument, DocumentError, PayRangeError, TableError, read_document
from tpm_data.errors import Problem

DAMAGED = json.loads((DOCUMENTS / "damaged_entries.json").read_text(encoding="utf-8"))
ENTRIES = [(heading, entry) for heading, entries in DAMAGED.items() for entry in entries]


def assert_same(one: CareerDocument, other: CareerDocument) -> None:
    for name in ("title", "unknown_sections", "sha256"):
        assert getattr(one, name) == getattr(other, name)
    for name, table in one.tables.items():
        assert table.equals(other.tables[name])
        assert table.dtypes.equals(other.tables[name].dtypes)


# Accepted documents


def test_both_kinds_of_documents_are_there():
    assert len(ACCEPTED) == 20
    assert len(REFUSED) == 94
    assert {path.stem for path in ACCEPTED} == {path.stem for path in DOCUMENTS.glob("accepted/*.json")}


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_an_accepted_document_gives_exactly_its_tables(path):
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    document = read_document(path)
    assert document.title == expected["title"]
    assert list(document.unknown_sections) == expected["unknown_sections"]
    assert {name: rows_of(table) for name, table in document.tables.items()} == expected["tables"]
    assert list(document.notes) == expected["notes"]
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    assert document.sha256 == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("path", ACCEPTED[::7], ids=lambda path: path.stem)
def test_path_file_and_string_give_the_same_with_bom_and_crlf_or_without(path, tmp_path):
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    dressed = tmp_path / "dressed.txt"
    dressed.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    plain = tmp_path / "plain.txt"
    plain.write_bytes(text.encode())
    expected = read_document(plain)
    for source in (str(plain), dressed, str(dressed), text, "\ufeff" + text.replace("\n", "\r\n")):
        assert_same(read_document(source), expected)
    for file in (plain, dressed):
        with file.open(encoding="utf-8") as lines:
            assert_same(read_document(lines), expected)
        with file.open(encoding="utf-8", newline="") as lines:
            assert_same(read_document(lines), expected)


def test_line_ends_of_old_macs_are_line_ends():
    text = f"{BAKER}1. Baker ($30k - $40k)\n"
    assert_same(read_document(text.replace("\n", "\r")), read_document(text))


def test_the_bundled_document_has_its_title_and_its_other_sections():
    document = read_document(tpm_data.path("document"))
    assert document.title == "Technical Product Manager Career Path"
    lines = tpm_data.path("document").read_text(encoding="utf-8").splitlines()
    assert document.unknown_sections == (lines[6], "The Future for TPMs")


def test_every_table_says_on_which_document_it_rests(tmp_path):
    text, path = f"{BAKER}1. Baker ($30k - $40k)\n", tmp_path / "bakers.md"
    path.write_text(text, encoding="utf-8")
    with path.open() as file:
        named = [read_document(source) for source in (path, str(path), file)]
    for document in (*named, read_document(text), read_document(io.StringIO(text))):
        basis = "the document bakers.md" if document in named else "your document"
        assert {table.attrs["basis"] for table in document.tables.values()} == {basis}


def test_a_missing_section_is_an_empty_table_of_the_same_types():
    full, few = read_document(tpm_data.path("document")), read_document(f"{SKILLS}1. Thumbs\n")
    for name in full.tables.keys() - {"essential_skills"}:
        assert few.tables[name].empty
        pd.testing.assert_series_equal(few.tables[name].dtypes, full.tables[name].dtypes)


# What a document shows of itself


def test_a_document_cannot_be_changed_and_is_no_other_one():
    text = f"{SKILLS}1. Thumbs\n"
    document = read_document(text)
    assert document != read_document(text)
    with pytest.raises(AttributeError):
        document.title = "Another"


def test_repr_is_one_line_with_the_number_of_rows(snapshot):
    shown = repr(read_document(f"Baker Career Path\n\n{BAKER}1. Baker ($30k - $40k)\n\n# Tips\n\n# More\n"))
    assert shown == snapshot


def test_html_escapes_what_the_document_says():
    text = f"# &lt;script>alert(1)&lt;/script>\n\n{SKILLS}1. Thumbs\n\n# Tips & \\<script>more()\n"
    document = read_document(text)
    html = document._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "Tips &amp; &lt;script&gt;more()" in html
    assert "\n".join(f"      <td>{cell}</td>" for cell in (5, 5, 1)) in html


def test_html_lists_every_note():
    document = read_document(f"{BAKER}1. Baker ($30k - $40k)\n2. Boss ($50k - $60k)\n")
    assert len(document.notes) > 1
    assert document._repr_html_().count("<li>") == len(document.notes)


# Refused documents


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_a_refused_document_gives_its_message_with_every_problem_in_the_order_of_its_line(path, snapshot):
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    assert str(caught.value) == snapshot
    assert set(vars(caught.value)) == {"heading", "problems"}
    lines = [int(problem.where.removeprefix("line ")) for problem in caught.value.problems]
    assert lines == sorted(lines)
    assert lines[0] >= 1
    assert lines[-1] <= path.read_bytes().count(b"\n") + 1


@pytest.mark.parametrize(("heading", "entry"), ENTRIES)
def test_an_entry_that_is_damaged_or_can_be_read_in_two_ways_is_refused(heading, entry, snapshot):
    found = problems_of(f"{heading}\n\n{entry}\n")
    assert found[0].startswith("line 3: ")
    assert found == snapshot


@pytest.mark.parametrize("start", [b"%PDF-1.7\n", b"PK\x03\x04\x14\0", b"{\\rtf1\\ansi\n", b"\xff\xfeT\0"])
def test_a_file_of_another_kind_is_called_by_its_name(start, snapshot):
    assert problems(read_document, io.BytesIO(start)) == snapshot


def test_a_figure_of_any_length_makes_a_short_message():
    for start, more in (("$", "1"), ("$", "1,"), ("$5 - $6", "x"), ("$5 - 6 per ", "x")):
        figure = start + 50_000 * more
        (problem,) = problems_of(f"{BAKER}1. Baker ({figure} - $5)\n")
        assert len(problem) < 300


def test_a_first_line_that_is_blank_counts_as_a_line():
    assert problems_of("\n\x1b[2J\n")[0].startswith("line 2: a control character")
    with pytest.raises(DocumentError, match="line 2: not UTF-8 text"):
        read_document(io.BytesIO(b"\n\xff\n"))


@pytest.mark.parametrize("character", ["\x1b", "\x9b", "\x85", "\u202d", "\u2067"])
def test_a_character_that_disguises_a_text_is_refused_even_where_the_figures_can_be_read(character):
    text = f"{BAKER}1. Baker{character} ($30k - $40k): Bakes.\n"
    (problem,) = problems_of(text)
    assert problem.startswith(f"line 3: a control character, U+{ord(character):04X}; delete it, or save")
    assert problem.isprintable()


def test_marks_of_languages_written_from_the_right_are_kept():
    text = f"{BAKER}1. אופה\u200f ($30k - $40k): Bakes.\n"
    assert read_document(text).salary_bands["title"].to_list() == ["אופה\u200f"]


# Sources


def test_a_missing_file_is_reported_as_every_missing_file_is(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_document(tmp_path / "nothing.txt")


def test_five_million_bytes_are_read_and_more_are_refused(tmp_path):
    text = f"{SKILLS}1. Thumbs\n".ljust(4_999_999) + "é"
    file = tmp_path / "large.txt"
    file.write_bytes(text.encode())
    assert file.stat().st_size == 5_000_001
    for source in (file, text, io.StringIO(text)):
        with pytest.raises(DocumentError, match=r"line 1: larger than 5,000,000 bytes"):
            read_document(source)
    assert len(read_document(f"{SKILLS}1. Thumbs\n".ljust(5_000_000)).essential_skills) == 1


# Errors


@pytest.mark.parametrize("kind", [DocumentError, TableError, PayRangeError])
def test_errors_survive_pickling_and_copying(kind):
    error = kind("Not done.", [Problem("line 1", "wrong", "x"), Problem("line 2", "odd")])
    for other in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error), copy.copy(error)):
        assert type(other) is kind
        assert str(other) == str(error) == "Not done. 2 problems:\n  line 1: wrong: “x”\n  line 2: odd"
        assert (other.heading, other.problems) == ("Not done.", error.problems)
        assert isinstance(other, ValueError)


# Linear time: four times the text takes four times as long, not sixteen times


@pytest.mark.parametrize(
    "filler",
    ["(", "()", ")", "1 111 ", "$1-", "$1 ", "1", "1.", "**a", " ", ": ", "score 1 ", "a year ", "USD "],
)
def test_time_is_linear_in_an_entry(filler):
    def text(size):
        entry = f"1. Baker ($3{filler * (size // len(filler))}\n\n"
        return "".join(heading + entry for heading in (BAKER, SCORES, SKILLS))

    assert_linear(read_document, text, 2_400)


DOCUMENTS_OF_ANY_SIZE = {
    "one entry": lambda n: f"{BAKER}1. Baker ({'1 111 ' * (n // 6)})\n",
    "one wrapped entry": lambda n: f"{SKILLS}1. Thumbs\n" + "  and more\n" * (n // 11),
    "doubtful lines": lambda n: f"{SKILLS}- Thumbs\n" + "Nose: Good.\n" * (n // 12),
    "one line": lambda n: "(" * n + "\n",
    "headings": lambda n: "".join(f"# Tip {i}\n" for i in range(n // 11)),
    "paragraphs": lambda n: BAKER + "Baker ($3k - $4k)\n\n" * (n // 19),
    "entries": lambda n: BAKER + "".join(f"1. Baker {i} ($30k - $40k): Bakes.\n" for i in range(n // 38)),
    "entries again": lambda n: SCORES + "1. Hours (Score: 3): Short.\n" * (n // 28),
}


@pytest.mark.parametrize("name", DOCUMENTS_OF_ANY_SIZE)
def test_time_is_linear_in_the_text(name):
    assert_linear(read_document, DOCUMENTS_OF_ANY_SIZE[name], 8_000)
