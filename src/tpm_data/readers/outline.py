"""The outline of a document: its headings, and the lists, tables and texts below each of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from tpm_data.readers.patterns import PATTERN, without

_LONGEST_HEADING, _MOST_WORDS, _FEW_WORDS = 120, 14, 5
PLAIN, BOLD = 7, 8  # ranks of headings that are not Markdown: below all that are


@dataclass(slots=True)
class Row:
    """An entry of a list, a row of a table, or a heading with the texts below it.

    ``cells`` are its texts by name: in a table by column; in a list its own text by "", and the texts inside
    it that start with a name, as in "Pay: $30k - $40k". ``rest`` are the other texts inside it. It is ``odd``
    if it has HTML or struck-out text; the latter is left out.
    """

    line: int
    cells: dict[str, str]
    odd: bool = False
    number: int = 0
    rest: list[str] = field(default_factory=list)

    def put(self, texts: Iterable[str]) -> "Row":
        """Add the texts inside an entry."""
        for text in texts:
            named = PATTERN["named"].match(text)
            if named and named["name"] not in self.cells:
                self.cells[named["name"]] = text[named.end() :]
            else:
                self.rest.append(text)
        return self

    @property
    def text(self) -> str:
        """All its texts in one."""
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
        """The text it begins with."""
        return self.rows[0].text


@dataclass(slots=True, eq=False)
class Section:
    """A heading, the ``tables`` it may be for, the headings ``above`` it, and the blocks right below it."""

    text: str
    line: int
    rank: int
    tables: list[str]
    above: tuple["Section", ...] = ()
    blocks: list[Block] = field(default_factory=list)

    @property
    def headings(self) -> tuple["Section", ...]:
        """The path of headings, its own last."""
        return *self.above, self

    @property
    def path(self) -> str:
        """The path of headings as one text."""
        return " > ".join(section.text for section in self.headings if section.text) or "(no heading)"


def read_outline(text: str, names: Iterable[str]) -> list[Section]:
    """Find the sections of a document with their lists and tables, in linear time.

    The first section comes before all others but is not one of the headings above them. Its text is the
    title of the document, empty if there is none. The structure is that of Markdown, with our additions:
    plain lines as headings, other bullets, "(1)". A plain line for one of the tables is a heading even in
    lower case.
    """
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    text = PATTERN["other_number"].sub(r"\g<1>\g<2>. ", PATTERN["other_bullet"].sub(r"\g<1>- ", text))
    tree = SyntaxTreeNode(parser.parse(text))
    sections = [Section("", 1, 0, [])]
    plain = all(node.type != "heading" for node in tree.children)
    for node in tree.children:
        section, line = sections[-1], (node.map or [0])[0] + 1
        first = len(sections) == 1 and not (section.text or section.blocks)
        content = _text(node) if node.type in ("heading", "paragraph") else ""
        head, _, tail = content.partition("\n")
        name = head.replace("**", "").strip(" :")
        bare = " ".join(name[:_LONGEST_HEADING].casefold().rstrip("?: ").split())
        tables = [name for name in names if PATTERN[name].fullmatch(bare)]
        kind, rows, header = "text", list[Row](), tuple[str, ...]()
        if rank := _rank_of(node, head, tail, bool(tables), first, plain):
            if first and not tables:
                section.text, section.line = name, line
            else:
                above = tuple(at for at in section.headings if 0 < at.rank < rank)
                sections.append(section := Section(name, line, rank, tables, above))
            line, rows = line + 1, [Row(line + 1, {"": tail})] * bool(tail)
        elif node.type in ("bullet_list", "ordered_list"):
            kind, rows = "list", [_entry(item) for item in node.children]
        elif node.type == "table":
            top, *lines = [row for part in node.children for row in part.children]
            places: dict[str, int] = {}
            named = enumerate((_text(cell).replace("**", "") for cell in top.children), 1)
            header = tuple(n if places.setdefault(n, k) == k else f"{n} {k}" for k, n in named)
            cells = [dict(zip(header, map(_text, row.children), strict=True)) for row in lines]
            kind, rows = "table", [Row(line + 2 + k, cells[k], _is_odd(row)) for k, row in enumerate(lines)]
        elif node.type != "fence":
            said = " ".join([without(node.content, "comment"), *_texts(node)]).strip()
            rows = [Row(line, {"": said})] * bool(said)
        section.blocks += [Block(kind, line, rows, section, header)] * bool(rows)
    return sections


def _rank_of(node: SyntaxTreeNode, head: str, tail: str, said: bool, first: bool, plain: bool) -> int:
    """Return the rank of a heading, 0 for anything else; a plain line may be a heading, too."""
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


def _entry(item: SyntaxTreeNode) -> Row:
    """Make a row from an entry: its own text, and the texts inside it."""
    own, *texts = [*_texts(item)] or [""]
    return Row((item.map or [0])[0] + 1, {"": own}, _is_odd(item), int(item.info or 0)).put(texts)


def _is_odd(node: SyntaxTreeNode) -> bool:
    """Whether something inside is struck out, or is HTML other than a line break or a comment."""
    tags = (part.content for part in node.walk() if part.type in ("s", "html_inline"))
    return not all(map(PATTERN["harmless_tag"].match, tags))


def _texts(node: SyntaxTreeNode) -> Iterator[str]:
    """Yield the paragraphs, entries and cells inside a piece of Markdown."""
    return (_text(part).replace("\n", " ") for part in node.walk() if part.type == "inline")


def _text(node: SyntaxTreeNode) -> str:
    """Write a piece of Markdown as text, keeping only ``**`` of its markup."""
    if node.children:
        inner = "".join(map(_text, node.children))
        return {"s": "", "strong": f"**{inner}**"}.get(node.type, inner)
    if node.type in ("softbreak", "hardbreak") or node.content[:3].lower() == "<br":
        return "\n"
    return "" if node.type == "html_inline" and node.content.startswith("<!--") else str(node.content)


def is_title_case(text: str) -> bool:
    """Whether every word of a text starts with a capital, except short ones."""
    return all(word[0].isupper() for word in PATTERN["long_word"].findall(text))
