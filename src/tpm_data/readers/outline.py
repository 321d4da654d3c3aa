"""The outline of a document: its headings, and the lists, tables and texts below each of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from tpm_data.readers.patterns import PATTERN

_LONGEST_HEADING, _MOST_WORDS, _FEW_WORDS, _SHORT_LINE = 120, 14, 5, 40
PLAIN, BOLD = 7, 8  # ranks of headings that are no Markdown: below every one that is


@dataclass(slots=True)
class Row:
    """An entry of a list, a row of a table, or a heading with what stands below it.

    ``cells`` are its texts by name: those of a table by column; of an entry its own by "", and those inside
    it that name themselves, as in "Pay: $30k - $40k". ``rest`` are the others inside it, ``doubt`` is a line
    of its own text that may be an entry without its marker.
    """

    line: int
    number: int = 0
    cells: dict[str, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)
    doubt: str = ""

    def put(self, texts: Iterator[str]) -> "Row":
        """Take in the texts inside an entry."""
        for text in texts:
            named = PATTERN["named"].match(text)
            if named and named["name"] not in self.cells:
                self.cells[named["name"]] = text[named.end() :]
            else:
                self.rest.append(text)
        return self

    @property
    def text(self) -> str:
        """All that it says."""
        return " | ".join([*self.cells.values(), *self.rest])


@dataclass(slots=True, eq=False)
class Block:
    """A list, a table, a text, or HTML; ``header`` names the columns of a table."""

    kind: str
    line: int
    rows: list[Row]
    section: "Section"
    header: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Section:
    """A heading and what stands right below it; ``above`` are the headings it stands under."""

    name: str
    line: int
    rank: int
    above: tuple["Section", ...] = ()
    blocks: list[Block] = field(default_factory=list)

    @property
    def headings(self) -> tuple["Section", ...]:
        """The path of headings, its own the last."""
        return *self.above, self

    @property
    def path(self) -> str:
        """The path of headings in one text."""
        return " > ".join(section.name for section in self.headings if section.name) or "(no heading)"


@dataclass(slots=True)
class Outline:
    """The title of a document, its sections in order, struck-out texts, and the lines of texts with HTML.

    The first section has no heading: it holds what stands above all of them.
    """

    title: str | None
    sections: list[Section]
    lines: list[str]
    struck: list[tuple[int, str]] = field(default_factory=list)
    html: set[int] = field(default_factory=set)

    @property
    def blocks(self) -> Iterator[Block]:
        """Every list, table and text, in order."""
        return (block for section in self.sections for block in section.blocks)


def read_outline(text: str, known: re.Pattern[str]) -> Outline:
    """Find the sections of a document with their lists and tables, in linear time.

    Structure is that of Markdown. Ours on top: plain lines that are headings, other bullets, "(1)". A
    plain line that is ``known`` as a heading is one in small letters, too.
    """
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    lines = text.split("\n")
    tree = SyntaxTreeNode(parser.parse("\n".join(_as_markdown(lines))))
    outline = Outline(None, [Section("", 1, 0)], lines)
    plain = all(node.type != "heading" for node in tree.children)
    for node in tree.children:
        section, line = outline.sections[-1], _line(node)
        first = len(outline.sections) == 1 and not section.blocks
        content = _text(node, outline) if node.type in ("heading", "paragraph") else ""
        head, _, tail = content.partition("\n")
        said = known.fullmatch(bare(head)) is not None
        kind, rows, header = "list", list[Row](), tuple[str, ...]()
        if rank := _rank_of(node, head, tail, said, first, plain):
            outline.sections.append(section := Section(head.replace("**", "").strip(" :"), line, rank))
            outline.title = section.name if first and not said else outline.title
            kind, line, rows = "text", line + 1, [Row(line + 1, cells={"": tail})] if tail else []
        elif node.type in ("bullet_list", "ordered_list"):
            rows = [_entry(item, outline) for item in node.children]
        elif node.type == "table":
            kind, (head_row, *cells) = "table", [row for part in node.children for row in part.children]
            header = _names(_text(cell, outline) for cell in head_row.children)
            rows = [
                Row(
                    _line(row),
                    cells=dict(zip(header, (_text(cell, outline) for cell in row.children), strict=False)),
                )
                for row in cells
            ]
        elif node.type == "html_block":
            kind, rest = "html", re.sub("<!--.*?(?:-->|$)", "", node.content, flags=re.DOTALL).strip()
            rows = [Row(line, cells={"": rest})] if rest else []
        elif node.type not in ("fence", "hr"):
            entries = (content or " ".join(_texts(node, outline))).split("\n")
            if len(entries) < 2 or not all(map(PATTERN["line_entry"].match, entries)):
                kind, entries = "text", [" ".join(entries)]
            rows = [Row(line + k, cells={"": entry}) for k, entry in enumerate(entries) if entry]
        section.blocks += [Block(kind, line, rows, section, header)] * bool(rows)
    path: list[Section] = []
    for section in outline.sections[1:]:  # the title stands above all, and is none of the headings above
        while path and path[-1].rank >= section.rank:
            path.pop()
        section.above = tuple(path)
        path += [section] * (section is not outline.sections[1] or not outline.title)
    return outline


def _rank_of(node: SyntaxTreeNode, head: str, tail: str, said: bool, first: bool, plain: bool) -> int:
    """Return the rank of a heading, 0 for what is none; a plain line may be one, too."""
    words = len(head.split())
    if len(head) > _LONGEST_HEADING or not head.strip("*: "):
        return 0
    if node.type == "heading":
        return 0 if tail else int(node.tag[1])
    if PATTERN["no_heading"].match(head.strip("*: ")) or (tail and not said):
        return 0
    if PATTERN["bold_line"].fullmatch(head.strip()):
        return BOLD
    like_one = first or is_title_case(head) or (said and words < _FEW_WORDS)
    return PLAIN if like_one and words <= _MOST_WORDS and (said or first or plain) else 0


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 1


def _names(texts: Iterable[str]) -> tuple[str, ...]:
    """Name the columns of a table, those of one name by number."""
    names: list[str] = []
    for text in texts:
        name = text.replace("**", "")
        names.append(f"{name} {len(names) + 1}" if name in names else name)
    return tuple(names)


def _entry(item: SyntaxTreeNode, outline: Outline) -> Row:
    """Make a row of an entry: its own text, and the texts of what is inside it."""
    own = [node for node in item.children[:1] if node.type == "paragraph"]
    row = Row(
        _line(item),
        int(item.info or 0),
        {"": "".join(text for node in own for text in _texts(node, outline))},
    )
    lines = [line for node in own for line in outline.lines[slice(*node.map or (0, 0))]]
    marker = PATTERN["marker"].match(lines[0]) if lines else None
    for above, line in pairwise(lines):  # not set in, below a short line or with a label
        label = len(above) < _SHORT_LINE or ":" in line[:_SHORT_LINE]
        if line.lstrip(" *")[:1].isupper() and label and marker and _indent(line) < marker.end():
            row.doubt = line
    return row.put(text for node in item.children[len(own) :] for text in _texts(node, outline))


def _texts(node: SyntaxTreeNode, outline: Outline) -> Iterator[str]:
    """Yield the paragraphs, entries and cells inside a piece of Markdown."""
    return (_text(part, outline).replace("\n", " ") for part in node.walk() if part.type == "inline")


def _text(node: SyntaxTreeNode, outline: Outline, line: int = 1) -> str:
    """Write a piece of Markdown as text in which ``**`` alone is left of what sets it off."""
    line = node.map[0] + 1 if node.map else line
    if node.children:
        inner = "".join(_text(child, outline, line) for child in node.children)
        outline.struck += [(line, inner)] * (node.type == "s")
        return {"s": "", "strong": f"**{inner}**"}.get(node.type, inner)
    if node.type in ("softbreak", "hardbreak") or node.content[:3].lower() == "<br":
        return "\n"
    if node.type == "html_inline" and not node.content.startswith("<!--"):
        outline.html.add(line)
    return "" if node.content.startswith("<!--") else str(node.content)


def _as_markdown(lines: list[str]) -> Iterator[str]:
    """Write other bullets and numbers as Markdown has them, line by line."""
    indent = width = unclosed = 0
    for line in lines:
        marker = PATTERN["marker"].match(line)
        unclosed = unclosed if line.strip() else 0
        if marker and unclosed > 0 and PATTERN["broken_range"].match(line):
            line = line.replace(marker["bullet"], f"\\{marker['bullet']}", 1)
        elif marker:
            at = len(marker["indent"].expandtabs(4))
            mark = f"{marker['number']}." if marker["number"] else marker["bullet"]
            if marker["number"]:
                indent, width = at, len(mark) + 1
            elif indent < at < indent + width:  # two spaces set it off from a number, but not for Markdown
                at = indent + width
            line = f"{' ' * at}{mark if mark in '-*+' or marker['number'] else '-'} {line[marker.end() :]}"
            unclosed = 0
        else:
            width = width if line[:1].isspace() or not line else 0  # what stands at the margin ends a list
            line = PATTERN["no_marker"].sub(r"\g<1>\\\g<2>", line)
        unclosed += line.count("(") - line.count(")")
        yield line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def is_title_case(text: str) -> bool:
    """Whether every word of a text starts with a capital, but for short ones."""
    return all(word[0].isupper() for word in PATTERN["long_word"].findall(text))


def bare(heading: str) -> str:
    """Spell a heading without what makes no other one of it: case, spaces, the sign at its end."""
    return " ".join(heading.replace("**", "").casefold().rstrip("?: ").split())
