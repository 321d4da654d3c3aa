"""Headings, entries and paragraphs of a document: what is taken for which, and where it is doubtful."""

import pytest

from tpm_data.readers.outline import read_outline

LIST = "Essential Skills\n\n- Thumbs\n"


def headings(text: str) -> list[str]:
    return [section.name for section in read_outline(f"Baker\n\n{LIST}\n{text}".split("\n")).sections][1:]


def entries(lines: str) -> list[tuple[int, int, str]]:
    (section,) = read_outline(f"Essential Skills\n\n{lines}".split("\n")).sections
    return [(entry.line, entry.number, entry.text) for entry in section.entries]


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read_outline(text.split("\n")).problems]


# Headings


WORDS = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen"
ARE_HEADINGS = [
    *(
        "# Tips",
        "###### Tips",
        "####### Tips",
        "# Tips #",
        "  ## Tips",
        "**Tips**",
        "__Tips__:",
        "## **Tips**",
    ),
    *("#\tTips", "#Education Requirements", "24 Tips", "“Tips”", "Tips?"),
    *("Tips for bakers and for those who are not", WORDS, f"# {'T' * 118}"),
]
ARE_NONE = [
    *("#Tips", "######Tips", "#######Tips", "#**Tips**", "#", "> Tips", "tips", "Tips.", "Tips;", "Tips,"),
    *("Tips!", "Tips:", "1. Tips", "- Tips", f"{WORDS} fifteen", f"# {'T' * 119}"),
]


@pytest.mark.parametrize("line", ARE_HEADINGS)
def test_a_line_that_is_a_heading(line):
    assert len(headings(f"{line}\n\nText.")) == 1


@pytest.mark.parametrize("line", ARE_NONE)
def test_a_line_that_is_no_heading(line):
    assert headings(f"{line}\n\nText.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tips\n\nText.", ["Tips"]),
        ("Tips\n- One", ["Tips"]),
        ("Tips\nText.", []),
        ("Text,\nTips\n\nText.", []),
        ("Education Requirements\nText.", ["Education Requirements"]),
        ("Education Requirements\ntext.", []),
        ("Text.\nEducation Requirements\n\n- One", ["Education Requirements"]),
        ("Text.\nEducation Requirements\n- One", ["Education Requirements"]),
        ("Text.\nEducation Requirements\nText.", []),
        ("education requirements:\n\n- One", ["education requirements"]),
        ("# Tips\nEducation Requirements\nText.", ["Tips", "Education Requirements"]),
        ("Tips", ["Tips"]),
    ],
)
def test_a_plain_heading_stands_apart_and_a_known_one_above_or_below_its_text(text, found):
    assert headings(text) == found


@pytest.mark.parametrize(
    ("line", "rank"),
    [("Tips", 0), ("# Tips", 1), ("### Tips", 3), ("**Tips**", 7), ("## **Tips**", 2), ("__Tips__", 7)],
)
def test_the_rank_of_a_heading_is_its_number_of_hashes(line, rank):
    section = read_outline(f"{LIST}\n{line}\n\nText.".split("\n")).sections[1]
    assert (section.name, section.rank, section.line) == ("Tips", rank, 5)


@pytest.mark.parametrize(
    ("heading", "table"),
    [
        ("Career Progression for a Baker", "salary_bands"),
        ("The Baker Career Progression", "salary_bands"),
        ("Career Progressions", ""),
        ("Is Baking a Good Career Path?", "attractiveness_scores"),
        ("Why Baking Is a Good Career", ""),
        ("5 Steps to Becoming a Baker", "career_steps"),
        ("How to Become a Baker", "career_steps"),
        ("How to Stay a Baker", ""),
        ("Baker Career Tracks", "career_tracks"),
        ("Career Track", "career_tracks"),
        ("Tracks", ""),
        ("The Essential Baking Skills", "essential_skills"),
        ("Essential Skill in Bakeries", "essential_skills"),
        ("Skills", ""),
        ("Education Requirement", "education"),
        ("Educational Requirements for Bakers", "education"),
        ("Education", ""),
    ],
)
def test_a_heading_names_its_table_by_its_shape(heading, table):
    (section,) = read_outline(["Baker", "", f"# {heading}", "", "- One"]).sections
    assert section.table == table


def test_the_first_line_is_the_title_unless_it_names_a_table():
    assert read_outline(["Baker", "Text.", "", LIST]).title == "Baker"
    assert read_outline(["", "# Baker", "", *LIST.split("\n")]).title == "Baker"
    assert read_outline(LIST.split("\n")).title is None


# Entries


@pytest.mark.parametrize(
    "marker", ["1.", "1)", "(1)", "(1.", "-", "*", "\u2022", "\u2023", "\u25e6", "\u25aa", "\u00b7", "\u2013"]
)
def test_a_marker_starts_an_entry(marker):
    number = int("1" in marker)
    assert entries(f"{marker} Thumbs\n") == [(3, number, "Thumbs")]
    assert entries(f"  {marker}   Thumbs\n    of iron\n") == [(3, number, "Thumbs of iron")]


@pytest.mark.parametrize("line", ["1.Thumbs", "-Thumbs", "1234. Thumbs", "a. Thumbs", "- ", "1 Thumbs"])
def test_a_line_without_a_marker_and_its_space_is_no_entry(line):
    assert entries(f"- Nose\n\n{line}\nand text.\n") == [(3, 0, "Nose")]


@pytest.mark.parametrize(
    ("second", "count"), [("- Nose", 2), (" - Nose", 2), ("  - Nose", 1), ("2. Nose", 2), ("  2. Nose", 1)]
)
def test_a_marker_two_columns_further_in_is_text_of_the_entry_above(second, count):
    assert len(entries(f"- Thumbs\n{second}\n")) == count


@pytest.mark.parametrize(("first", "second"), [(" ", "  "), ("\t", "     "), ("    ", "\t")])
def test_what_is_further_in_is_counted_from_the_entry_above(first, second):
    assert len(entries(f"{first}- Thumbs\n{second}- Nose\n")) == 2
    assert len(entries(f"{first}- Thumbs\n{second} - Nose\n")) == 1 + (second == "\t")


def test_the_next_number_starts_an_entry_wherever_it_stands():
    assert len(entries("1. Thumbs\n      2. Nose\n")) == 2
    assert len(entries("1. Thumbs\n      3. Nose\n")) == 1


@pytest.mark.parametrize(
    ("second", "count"), [("- $40k): Bakes.", 1), ("- EUR 40k): Bakes.", 1), ("- Nose", 2), ("- Europe", 2)]
)
def test_a_dash_in_an_open_parenthesis_is_that_of_a_range_if_money_follows(second, count):
    assert len(entries(f"- Thumbs ($30k\n{second}\n")) == count
    assert len(entries(f"- Thumbs ($30k)\n{second}\n")) == 2


def test_what_is_indented_below_a_blank_line_goes_on_with_the_entry_and_other_text_does_not():
    assert entries("- Thumbs\n\n  of iron\n") == [(3, 0, "Thumbs of iron")]
    assert entries("- Thumbs\n\nof iron\n") == [(3, 0, "Thumbs")]
    assert entries("- Thumbs\n\ntext\n\n  of iron\n") == [(3, 0, "Thumbs")]


@pytest.mark.parametrize("rule", ["---", "=====", "***", "___", " --- "])
def test_a_ruled_line_parts_as_a_blank_one(rule):
    assert entries(f"- Thumbs\n{rule}\nof iron\n") == [(3, 0, "Thumbs")]
    assert headings(f"Text.\n{rule}\nTips\n{rule}\nText.") == ["Tips"]


def test_the_list_below_an_underlined_heading_is_no_part_of_the_list_above():
    text = "Essential Skills\n---\n- Thumbs\n\nTips\n----\n- Sleep\n"
    assert [len(section.entries) for section in read_outline(text.split("\n")).sections] == [1, 1]


def test_lines_outside_a_list_make_paragraphs():
    (section,) = read_outline(["Education Requirements", "", "One", "two.", "", "Three.", "- Four"]).sections
    assert [(p.line, p.text) for p in section.paragraphs] == [(3, "One two."), (6, "Three.")]


# What can be read in two ways


@pytest.mark.parametrize(
    ("entry", "line", "doubtful"),
    [
        (f"- {'Thumb' * 8}", "Nose", False),
        (f"- {'Thumb' * 7}Thum", "Nose", True),
        (" - Thumbs: Strong.", "  Nose: Good.", True),
        (" - Thumbs: Strong.", "   Nose: Good.", False),
        ("- Thumbs: Strong.", "Nose and mouth and throat: Good.", True),
        (f"- Thumbs: {'Strong. ' * 5}", "Nose and mouth of you: Good.", False),
        (f"- Thumbs: {'Strong. ' * 5}", "Nose and mouth: Good.", True),
        (f"- Thumbs: {'Strong. ' * 5}", "**nose and mouth of you**: Good.", False),
        (f"- Thumbs: {'Strong. ' * 5}", "**Nose and mouth of you**: Good.", True),
        (f"- Thumbs: {'Strong. ' * 5}", "The Nose of a Baker: Good.", True),
    ],
)
def test_a_line_below_an_entry_is_doubtful_if_it_may_be_one(entry, line, doubtful):
    assert len(problems(f"Essential Skills\n\n{entry}\n{line}\n")) == doubtful


@pytest.mark.parametrize(
    "text",
    [
        "- Thumbs\n\nHot Water\n\n1. Boiling\n",
        "1. Thumbs\n\nSome more of these\n\n1. Boiling\n",
        "- Thumbs\n\nHot Water\n\n- Boiling\n",
        "- Thumbs\n\n## some more of these\n\n- Boiling\n",
        "1. Thumbs\n\n# Water\n\nText.\n",
        "1. Thumbs\n\nWater\n\n3. Boiling\n",
    ],
)
def test_another_heading_ends_a_list(text):
    assert problems(f"Essential Skills\n\n{text}") == []


@pytest.mark.parametrize("numbers", [(1, 1, 1), (1, 2, 3), (0, 0), (1,), (0,)])
def test_a_list_counts_up_or_repeats_one_or_has_bullets(numbers):
    lines = "".join(f"{number}. Thumb\n" if number else "- Thumb\n" for number in numbers)
    assert problems(f"Essential Skills\n\n{lines}") == []


def test_numbers_may_go_on_from_the_section_above():
    assert problems("Essential Skills\n\n1. One\n2. Two\n\nCareer Tracks\n\n3. Three\n") == []
    assert len(problems("Essential Skills\n\n1. One\n2. Two\n\nCareer Tracks\n\n4. Four\n")) == 1
