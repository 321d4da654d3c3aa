"""Writers of CSV files as spreadsheets and people write them, and a careful reader of one cell."""

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
from hypothesis import strategies as st
from support.writing import MARKS, SIGNS, SPACES, pays, printed_amounts

LETTERS = st.sampled_from("ab Zé漢,;\t|\"'\n=+-@$€<&>0159:().\u200f\u00a0")
TEXTS = st.text(LETTERS, min_size=1, max_size=8).map(str.strip).filter(bool)
HEADINGS = (str, str.upper, str.title, lambda name: f" {name.replace('_', ' ')} ")


@dataclass(frozen=True)
class WrittenCSV:
    """A CSV, its separator, the contract it keeps, and the table that reading it must give."""

    text: str
    separator: str
    name: str
    table: pd.DataFrame


@st.composite
def csv_files(draw: st.DrawFn) -> WrittenCSV:
    """A valid file: any separator, quoting, line end, headings, order of columns and blank edges."""
    name = draw(st.sampled_from(["salary_bands", "attractiveness_scores", "career_steps"]))
    columns, cells = draw({"salary_bands": _bands(), "attractiveness_scores": _scores()}.get(name, _items()))
    count = len(cells[0])
    if draw(st.booleans()):
        own = draw(st.lists(st.none() | TEXTS, min_size=count, max_size=count))
        stated = [*columns][: len(cells)]
        columns = {name: columns[name] for name in stated} | {"my own": own} | columns
        cells = [*cells, [cell or "" for cell in own]]
    # A currency that only the signs name becomes a column of its own, the last one.
    order = draw(st.permutations(range(len(cells))))
    names = list(columns)
    table = pd.DataFrame({names[i]: columns[names[i]] for i in [*order, *range(len(cells), len(names))]})
    text = {column: "str" for column in names if column not in ("level", "minimum", "maximum", "score")}
    separator = draw(st.sampled_from(",;\t|" if len(order) > 1 else ","))
    return WrittenCSV(draw(_printed(cells, names, order, separator)), separator, name, table.astype(text))


@st.composite
def _printed(draw: st.DrawFn, cells: list[list[str]], names: list[str], order: list[int], mark: str) -> str:
    """Cells as text, with blank rows and columns around them."""
    heading = draw(st.sampled_from(HEADINGS))
    rows = [[heading(names[i]) if names[i] != "my own" else names[i] for i in order]]
    rows += [[cells[i][k] for i in order] for k in range(len(cells[0]))]
    blank = draw(st.lists(st.integers(0, len(rows)), max_size=2))
    wide = draw(st.integers(0, 2))
    for place in sorted(blank, reverse=True):
        rows.insert(place, draw(st.sampled_from([[], [""] * len(order), [" "] * len(order)])))
    text = io.StringIO(newline="")
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    writer = csv.writer(text, delimiter=mark, quoting=quoting, lineterminator=end)
    writer.writerows([*row, *[""] * wide] for row in rows)
    return "\ufeff" * draw(st.booleans()) + text.getvalue()


@st.composite
def _bands(draw: st.DrawFn) -> tuple[dict[str, list], list[list[str]]]:
    """A ladder with pay in any notation, one in a file; its currency stated, named by signs, or neither."""
    titles = draw(_distinct())
    currency = draw(st.sampled_from(sorted(SIGNS)))
    mark = draw(st.sampled_from(MARKS))
    sign = draw(st.sampled_from([*(sign for sign in SIGNS[currency]), currency]))
    ends = [draw(pays()) for _ in titles]
    named, cells = False, []
    for amounts in zip(*ends, strict=True):
        printed = [draw(_pay(amount, mark, sign, currency)) for amount in amounts]
        named |= any(is_named for _, is_named in printed)
        cells.append([cell for cell, _ in printed])
    low, high = ([end[i] for end in ends] for i in (0, 1))
    levels = draw(st.permutations(range(1, len(titles) + 1)))
    columns = {"level": levels, "title": titles, "minimum": low, "maximum": high}
    cells = [[str(level) + draw(st.sampled_from(["", ".0"])) for level in levels], titles, *cells]
    if draw(st.booleans()):
        blank = named and draw(st.booleans())
        cells.append(["" if blank else currency for _ in titles])
        columns["currency"] = [currency] * len(titles)
    elif named:
        columns["currency"] = [currency] * len(titles)
    return columns, cells


@st.composite
def _pay(draw: st.DrawFn, amount: int, mark: str, sign: str, currency: str) -> tuple[str, bool]:
    """One amount, and whether its currency stands beside it."""
    named = draw(st.booleans())
    # India's groups need the currency beside them; a point in a unit would be a second meaning of it.
    printed = f"{amount:,}".replace(",", mark)
    if mark != "." and (named or currency != "INR"):
        printed = draw(printed_amounts(amount, currency, mark))
    elif mark == ".":
        printed += draw(st.sampled_from(["", ",00"]))
    space = draw(st.sampled_from(["", *SPACES]))
    before = sign + (space or " " * sign.isalpha()) + printed
    after = printed + (space or " " * sign.isalpha()) + sign
    ways = [before, after] if len(sign) == 1 or sign.isalpha() else [before]
    return (draw(st.sampled_from(ways)) if named else printed), named


@st.composite
def _scores(draw: st.DrawFn) -> tuple[dict[str, list], list[list[str]]]:
    factors = draw(_distinct())
    point = draw(st.sampled_from(".,"))
    scores = [draw(st.decimals(0, 10, places=draw(st.integers(0, 2)))).copy_abs() for _ in factors]
    cells = [f"{score:f}".replace(".", point) for score in scores]
    return {"factor": factors, "score": [float(score) for score in scores]}, [factors, cells]


@st.composite
def _items(draw: st.DrawFn) -> tuple[dict[str, list], list[list[str]]]:
    names = draw(_distinct())
    return {"name": names}, [names]


def _distinct() -> st.SearchStrategy[list[str]]:
    """Texts that differ by more than case and spaces."""
    return st.lists(TEXTS, min_size=1, max_size=4, unique_by=lambda text: " ".join(text.casefold().split()))


def readings(cell: str) -> set[Decimal]:
    """Everything that an amount without words may mean to someone somewhere; nothing if it is no gain."""
    text = re.sub(r"[ \t\u00a0\u2009\u202f]+", " ", cell.replace("’", "'")).strip()
    text = re.sub(
        r"^(?:US|CA|C|AU|A|NZ|S|HK)?[$£€₹] ?|^(?:USD|EUR|INR) ?| ?(?:[$£€₹]|USD|EUR|INR)$", "", text
    )
    unit = re.search(" ?([kKmM]?)$", text)
    size = {"": 1, "k": 1_000, "m": 1_000_000}[unit[1].lower()]
    number, most = text[: unit.start()].removeprefix("+"), 3 if unit[1] else 2
    found = set()
    for mark in ("", ",", ".", " ", "'"):
        for point in {".", ","} - {mark}:
            whole = rf"[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+" if mark else "[0-9]+"
            read = re.fullmatch(rf"({whole})(?:{re.escape(point)}([0-9]{{1,{most}}}))?", number)
            if read:
                digits = re.sub("[^0-9]", "", read[1])
                found.add(Decimal(f"{digits}.{read[2] or 0}") * size)
    if re.fullmatch(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}", number) and re.search("₹|INR", cell):
        found.add(Decimal(number.replace(",", "")) * size)
    return found
