"""Readers under random documents and files: what is written is read back, and noise is refused or sound.

`make fuzz` draws 2,000 examples for each test, other ones each time; plain `pytest` a few, the same ones.
"""

import contextlib
import hashlib
import io
import re
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import event, given, reject
from hypothesis import strategies as st
from support.csv_writing import WrittenCSV, csv_files, readings
from support.documents import ACCEPTED, BAKER, SCORES, rows_of
from support.linear import assert_linear
from support.writing import PERIODS, PROSE, TITLE_WORDS, Written, documents, pays, printed_ranges

import tpm_data
from tpm_data import DocumentError, TableError, check, read_document, read_table, write_template

CHARACTERS = st.sampled_from("$£€¥–—-.,:;()[]*#_0159kKmM/'’\" \t+?\u00a0\u200b\u2212•a\n\r５²\u202e\x1b")
HEADER = "level,title,minimum,maximum\n"


@st.composite
def damaged(draw: st.DrawFn, parts: list[str], characters: st.SearchStrategy[str] = CHARACTERS) -> str:
    """A text with one to three of its parts deleted, doubled or moved, or characters put in."""
    parts = [*parts]
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(parts) - 1))
        how = draw(st.sampled_from(["delete", "insert", "duplicate", "move"]))
        part = parts.pop(place) if how in ("delete", "move") and len(parts) > 1 else parts[place]
        if how == "insert":
            parts.insert(place, draw(characters))
        elif how == "duplicate":
            parts.insert(place, part)
        elif how == "move":
            parts.insert(draw(st.integers(0, len(parts))), part)
    return "".join(parts)


# Documents


@given(documents(), st.booleans(), st.booleans())
def test_a_document_gives_what_it_was_written_from(written: Written, bom: bool, crlf: bool):
    text = written.text if "\n" in written.text else written.text + "\n"
    dressed = "\ufeff" * bom + text.replace("\n", "\r\n" if crlf else "\n")
    document = read_document(dressed)
    assert document.title == written.title
    assert document.unknown_sections == written.unknown_sections
    assert document.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert {name: rows_of(table) for name, table in document.tables.items()} == {
        name: written.tables.get(name, []) for name in document.tables
    }


def assert_told(error: DocumentError | TableError, lines: list[int]) -> None:
    """A refusal has problems, in the order of their lines, in a message that any terminal may show."""
    assert lines == sorted(lines) != []
    assert all(line.isprintable() for line in str(error).split("\n"))
    event("refused")


def assert_refused_or_sound(source: str | io.BytesIO) -> tpm_data.CareerDocument | None:
    try:
        document = read_document(source)
    except DocumentError as error:
        assert_told(error, [int(problem.where.removeprefix("line ")) for problem in error.problems])
        return None
    for name, table in document.tables.items():
        check(table, name, by="section")
    event("read")
    return document


@given(st.binary(max_size=12), st.integers(0, 10_000), st.sampled_from(ACCEPTED))
def test_bytes_put_into_a_document_are_refused_or_sound(noise, place, path):
    data = path.read_bytes()
    place %= len(data)
    assert_refused_or_sound(io.BytesIO(data[:place] + noise + data[place:]))


@given(st.data(), st.sampled_from(ACCEPTED), st.booleans())
def test_a_damaged_document_is_refused_or_sound(data, path, by_lines):
    text = path.read_bytes().decode("utf-8-sig")
    parts = text.splitlines(keepends=True) if by_lines else [*text]
    assert_refused_or_sound(data.draw(damaged(parts)) + "\n")


@st.composite
def entries(draw: st.DrawFn) -> tuple[str, str]:
    """A heading, and a list of entries with figures below it."""
    titles = draw(st.lists(st.sampled_from(TITLE_WORDS), min_size=1, max_size=3, unique=True))
    lines = []
    if scored := draw(st.booleans()):
        figures = [f"Score: {draw(st.integers(0, 10))}{draw(st.sampled_from(['', '/10']))}" for _ in titles]
    else:
        figures = [
            draw(printed_ranges(*draw(pays(10_000)), "EUR")) + draw(st.sampled_from(PERIODS)) for _ in titles
        ]
    for number, (title, figure) in enumerate(zip(titles, figures, strict=True), 1):
        lines.append(f"{number}. {title} ({figure}): {draw(st.sampled_from(PROSE))}\n")
    return SCORES if scored else BAKER, "".join(lines)


def marks(text: str) -> Counter:
    """The digits, of any writing, and the currency signs of a text."""
    return Counter(letter for letter in text if letter.isdigit() or letter in "$£€₹")


@given(st.data(), entries())
def test_no_digit_and_no_currency_sign_of_an_entry_is_lost(data, written):
    heading, text = written
    without_breaks = CHARACTERS.filter(lambda c: c not in "\n\r")
    changed = data.draw(damaged([*text.removesuffix("\n")], without_breaks))
    document = assert_refused_or_sound(heading + changed)
    if document is None:
        return
    lines = (heading + changed).split("\n")
    kept = Counter()
    for table in (document.salary_bands, document.attractiveness_scores):
        for row in rows_of(table):
            marker = re.match(r"\s*\(?([0-9]*)", lines[row["source_line"] - 1])[1]
            texts = (
                row.get(name) or "" for name in ("title", "factor", "source_text", "description", "rationale")
            )
            kept += marks(marker + " ".join(texts))
    assert kept == marks(changed)


# CSV files


@given(csv_files())
def test_a_csv_gives_what_it_was_written_from(written: WrittenCSV):
    read = read_table(io.StringIO(written.text, newline=""), written.name, period="year")
    pd.testing.assert_frame_equal(read, written.table)


def assert_csv_refused_or_sound(text: str, name: str) -> pd.DataFrame | None:
    try:
        table = read_table(io.StringIO(text, newline=""), name, period="year")
    except TableError as error:
        assert_told(error, [0] * len(error.problems))
        return None
    # The name of a column of the file's own never matters, be it like one of the contract.
    check(table[table.columns.intersection(tpm_data.describe(name)["column"])], name)
    event("read")
    return table


AMOUNTS = st.text(st.sampled_from("0159,. '’\u00a0-−+$£€₹kM()%eE５\t"), min_size=1, max_size=9)
SPELT = st.sampled_from(
    [
        *("50000", "50.000", "83 350", "1.234,56 €", "12,34,567", "1,5k", "₹12,34,567", "US$50k"),
        *("50,000.00", "- 5"),
    ]
)


@given(AMOUNTS | st.deferred(lambda: SPELT.flatmap(lambda cell: damaged([*cell], AMOUNTS))))
def test_pay_is_read_as_a_careful_person_would_or_refused(cell):
    quoted = cell.replace('"', '""')
    table = assert_csv_refused_or_sound(f'{HEADER}1,Baker,"{quoted}",999999999999999\n', "salary_bands")
    if table is not None:
        assert readings(cell) == {Decimal(int(table["minimum"][0]))}


@given(AMOUNTS)
def test_a_score_is_read_as_a_careful_person_would_or_refused(cell):
    table = assert_csv_refused_or_sound(f'factor,score\nPay,"{cell}"\n', "attractiveness_scores")
    if table is not None:
        assert table["score"][0] == float(cell.strip().replace(",", "."))
        assert not re.search(r"[0-9],[0-9]{3}\b", cell)


@given(st.data(), csv_files(), st.booleans())
def test_a_damaged_csv_is_refused_or_sound_and_loses_no_row(data, written, by_lines):
    parts = written.text.splitlines(keepends=True) if by_lines else [*written.text]
    text = data.draw(damaged(parts, CHARACTERS | st.sampled_from(",;\t|")))
    table = assert_csv_refused_or_sound(text, written.name)
    if table is not None and '"' not in text:
        lines = re.split(r"[\r\n]", text.removeprefix("\ufeff"))
        filled = sum(line.strip(f"{written.separator} \t\u00a0") != "" for line in lines)
        noted = [note for note in table.attrs["notes"] if note.startswith(("the header is", "row "))]
        assert len(table) == filled - 1 or noted


@given(st.binary(max_size=60), st.sampled_from(["csv", "txt", ""]), st.sampled_from(tpm_data.list_tables()))
def test_a_file_of_ones_own_of_any_bytes_is_refused_or_sound(noise, ending, name):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"mine.{ending}"
        path.write_bytes((HEADER.encode() if ending == "csv" else b"") + noise)
        with contextlib.suppress(TableError, DocumentError):
            check(read_table(path, name), name)


@given(st.sampled_from(tpm_data.list_tables()), st.lists(st.text("ab,;|\t\"'£é ", min_size=1), max_size=2))
def test_a_template_is_read_back_whatever_its_groups_are_called(name, groups):
    groups = [*dict.fromkeys(group.strip() for group in groups if group.strip())]
    with tempfile.TemporaryDirectory() as folder:
        try:
            path = write_template(Path(folder) / "mine.csv", name, by=groups)
        except ValueError:  # names that differ in signs alone, or that a spreadsheet would calculate
            reject()
        table = read_table(path, name, by=groups)
    assert all((table[group].unique() == [f"{group} A", f"{group} B"]).all() for group in groups)
    assert len(table) == (8 if name == "attractiveness_scores" else 2) * (2 if groups else 1)


CSV_FILES_OF_ANY_SIZE = {
    "columns": lambda n: f"{HEADER[:-1]},{','.join(map(str, range(n // 20)))}\n",
    "columns again": lambda n: f"{HEADER[:-1]}{',x' * (n // 8)}\n",
    "blank columns": lambda n: f"{HEADER[:-1]}{',' * (n // 4)}\n1,Baker,1,2\n",
    "separators": lambda n: ",;\t|" * (n // 16),
    "rows": lambda n: HEADER + "".join(f"{i},Baker {i},1,2\n" for i in range(1, n // 18)),
    "bad rows": lambda n: HEADER + "1,Baker,x,$50.000\n" * (n // 18),
    "ragged rows": lambda n: HEADER + "1,Baker,1,2,3\n" * (n // 14),
    "blank rows": lambda n: HEADER + "\n" * n,
    "quotes": lambda n: HEADER + "1," + '"' * n + ",1,2\n",
    "marks": lambda n: HEADER + '1,Baker,"' + "1," * (n // 2) + '",2\n',
    "two marks": lambda n: HEADER + '1,Baker,50.000,"60,000"\n' * (n // 24),
}


@pytest.mark.parametrize("name", CSV_FILES_OF_ANY_SIZE)
def test_time_is_linear_in_a_csv(name):
    assert_linear(
        lambda text: read_table(io.StringIO(text), "salary_bands"), CSV_FILES_OF_ANY_SIZE[name], 8_000
    )
