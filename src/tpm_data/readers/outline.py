"""The outline of a document: its headings, and the lists, tables and texts below each of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from tpm_data.readers.patterns import PATTERN, without

_LONGEST_HEADING, _MOST_WORDS, _FEW_WORDS = 120, 14, 5
PLAIN, BOLD = 7, 8  # ranks of headings that are no Markdown: below every one that is


@dataclass(slots=True)
class Row:
    """An entry of a list, a row of a table, or a heading with what stands below it.

    ``cells`` are its texts by name: those of a table by column; of an entry its own by "", and those inside
    it that name themselves, as in "Pay: $30k - $40k". ``rest`` are the others inside it.
    """

    line: int
    cells: dict[str, str]
    number: int = 0
    rest: list[str] = field(default_factory=list)

    def put(self, texts: Iterable[str]) -> "Row":
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
    """A list, a table, or a text, which may be HTML; ``header`` names the columns of a table."""

    kind: str
    line: int
    rows: list[Row]
    section: "Section"
    header: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What it begins with."""
        return self.rows[0].text


@dataclass(slots=True, eq=False)
class Section:
    """A heading, the ``tables`` it may name, the headings ``above`` it, and what stands right below it."""

    text: str
    line: int
    rank: int
    tables: list[str]
    above: tuple["Section", ...] = ()
    blocks: list[Block] = field(default_factory=list)

    @property
    def headings(self) -> tuple["Section", ...]:
        """The path of headings, its own the last."""
        return *self.above, self

    @property
    def path(self) -> str:
        """The path of headings in one text."""
        return " > ".join(section.text for section in self.headings if section.text) or "(no heading)"

    @property
    def names(self) -> set[str]:
        """By what it may be called: its path, or one of the headings in it."""
        return {name.casefold() for name in (self.path, *(section.text for section in self.headings))}


@dataclass(slots=True)
class Outline:
    """The sections of a document in order, struck-out texts, and the lines of texts with HTML.

    The first section stands above all others, and is none of the headings above them: its text is the
    title of the document, empty if it has none.
    """

    sections: list[Section]
    struck: list[tuple[int, str]] = field(default_factory=list)
    html: set[int] = field(default_factory=set)


def read_outline(text: str, names: Iterable[str]) -> Outline:
    """Find the sections of a document with their lists and tables, in linear time.

    Structure is that of Markdown. Ours on top: plain lines that are headings, other bullets, "(1)". A
    plain line that names one of the tables is a heading in small letters, too.
    """
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    text = PATTERN["other_number"].sub(r"\g<1>\g<2>. ", PATTERN["other_bullet"].sub(r"\g<1>- ", text))
    tree = SyntaxTreeNode(parser.parse(text))
    outline, path = Outline([Section("", 1, 0, [])]), list[Section]()
    plain = all(node.type != "heading" for node in tree.children)
    for node in tree.children:
        section, line = outline.sections[-1], _line(node)
        first = len(outline.sections) == 1 and not (section.text or section.blocks)
        content = _text(node, outline) if node.type in ("heading", "paragraph") else ""
        head, _, tail = content.partition("\n")
        name = head.replace("**", "").strip(" :")
        bare = " ".join(name[:_LONGEST_HEADING].casefold().rstrip("?: ").split())
        tables = [name for name in names if PATTERN[name].fullmatch(bare)]
        kind, rows, header = "text", list[Row](), tuple[str, ...]()
        if rank := _rank_of(node, head, tail, bool(tables), first, plain):
            if first and not tables:
                section.text, section.line = name, line
            else:
                path = [*takewhile(lambda above: above.rank < rank, path)]
                outline.sections.append(section := Section(name, line, rank, tables, tuple(path)))
                path.append(section)
            line, rows = line + 1, [Row(line + 1, {"": tail})] * bool(tail)
        elif node.type in ("bullet_list", "ordered_list"):
            kind, rows = "list", [_entry(item, outline) for item in node.children]
        elif node.type == "table":
            lines = [row for part in node.children for row in part.children]
            top, *cells = [[_text(cell, outline) for cell in row.children] for row in lines]
            header = _headers(name.replace("**", "") for name in top)
            rows = [Row(line + k, dict(zip(header, row, strict=True))) for k, row in enumerate(cells, 2)]
            kind = "table"
        elif node.type != "fence":
            said = without(" ".join([node.content, *_texts(node, outline)]), "comment").strip()
            rows = [Row(line, {"": said})] * bool(said)
        section.blocks += [Block(kind, line, rows, section, header)] * bool(rows)
    return outline


def _rank_of(node: SyntaxTreeNode, head: str, tail: str, said: bool, first: bool, plain: bool) -> int:
    """Return the rank of a heading, 0 for what is none; a plain line may be one, too."""
    words = len(head.split())
    if len(head) > _LONGEST_HEADING or not head.strip("*: ") or (tail and not said):
        return 0
    if node.type == "heading":
        return int(node.tag[1])
    if PATTERN["no_heading"].match(head.strip("*: ")):
        return 0
    if PATTERN["bold_line"].fullmatch(head.strip()):
        return BOLD
    like_one = first or is_title_case(head) or (said and words < _FEW_WORDS)
    return PLAIN if like_one and words <= _MOST_WORDS and (said or first or plain) else 0


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 1


def _headers(names: Iterable[str]) -> tuple[str, ...]:
    """Name the columns of a table, those of one name by number."""
    first: dict[str, int] = {}
    return tuple(n if first.setdefault(n, k) == k else f"{n} {k}" for k, n in enumerate(names, 1))


def _entry(item: SyntaxTreeNode, outline: Outline) -> Row:
    """Make a row of an entry: its own text, and the texts of what is inside it."""
    texts = [*_texts(item, outline)]
    own = texts.pop(0) if [node.type for node in item.children[:1]] == ["paragraph"] else ""
    return Row(_line(item), {"": own}, int(item.info or 0)).put(texts)


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


def is_title_case(text: str) -> bool:
    """Whether every word of a text starts with a capital, but for short ones."""
    return all(word[0].isupper() for word in PATTERN["long_word"].findall(text))
