"""Writers of CSV files as spreadsheets and people write them, and a careful reader of one cell."""

import csv
import re
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
from hypothesis import strategies as st
from support.writing import MARKS, SIGNS, SPACES, pays, printed_amounts, western

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
    table, cells = draw({"salary_bands": _bands(), "attractiveness_scores": _scores()}.get(name, _items()))
    if draw(st.booleans()):
        own = draw(st.lists(st.none() | TEXTS, min_size=len(cells), max_size=len(cells)))
        table, cells = table.assign(mine=own), cells.assign(mine=[cell or "" for cell in own])
    order = draw(st.permutations([*cells]))
    # A currency that only the signs name becomes a column of its own, the last one.
    table = table[[*order, *table.columns.difference(order)]]
    heading = draw(st.sampled_from(HEADINGS))
    cells = cells[order].rename(columns=lambda column: column if column == "mine" else heading(column))
    for place in draw(st.lists(st.integers(0, len(cells)), max_size=2)):
        cells = pd.concat([cells[:place], pd.DataFrame("", [0], cells.columns), cells[place:]])
    for _ in range(draw(st.integers(0, 2))):
        cells.insert(len(cells.columns), "", "", allow_duplicates=True)
    separator = draw(st.sampled_from(",;\t|" if len(order) > 1 else ","))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    text = cells.to_csv(index=False, sep=separator, quoting=quoting, lineterminator=end)
    text = "\ufeff" * draw(st.booleans()) + end * draw(st.integers(0, 2)) + text
    numbers = {"level", "minimum", "maximum", "score"}
    return WrittenCSV(text, separator, name, table.astype(dict.fromkeys({*table} - numbers, "str")))


@st.composite
def _bands(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A ladder with pay in any notation, one in a file; its currency stated, named by signs, or neither."""
    titles = draw(_distinct())
    currency, mark = draw(st.sampled_from(sorted(SIGNS))), draw(st.sampled_from(MARKS))
    sign = draw(st.sampled_from([*SIGNS[currency], currency]))
    table = pd.DataFrame([draw(pays()) for _ in titles], columns=["minimum", "maximum"])
    cells = table.map(lambda amount: draw(_pay(amount, mark, sign, currency))).assign(title=titles)
    table = table.assign(title=titles, level=draw(st.permutations(range(1, len(titles) + 1))))
    cells["level"] = table["level"].astype(str) + draw(st.sampled_from(["", ".0"]))
    named = any(sign in cell for cell in [*cells["minimum"], *cells["maximum"]])
    stated = draw(st.booleans())
    if stated:
        cells["currency"] = "" if named and draw(st.booleans()) else currency
    return (table.assign(currency=currency) if named or stated else table), cells


@st.composite
def _pay(draw: st.DrawFn, amount: int, mark: str, sign: str, currency: str) -> str:
    """One amount, its currency beside it or not."""
    named = draw(st.booleans())
    # India's groups need the currency beside them; a point in a unit would be a second meaning of it.
    printed = western(amount, mark)
    if mark != "." and (named or currency != "INR"):
        printed = draw(printed_amounts(amount, currency, mark))
    elif mark == ".":
        printed += draw(st.sampled_from(["", ",00"]))
    space = draw(st.sampled_from(["", *SPACES])) or " " * sign.isalpha()
    ways = [sign + space + printed, printed + space + sign]
    return draw(st.sampled_from(ways[: 2 if len(sign) == 1 or sign.isalpha() else 1])) if named else printed


@st.composite
def _scores(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    factors, point = draw(_distinct()), draw(st.sampled_from(".,"))
    scores = [draw(st.decimals(0, 10, places=draw(st.integers(0, 2)))).copy_abs() for _ in factors]
    cells = [f"{score:f}".replace(".", point) for score in scores]
    table = pd.DataFrame({"factor": factors, "score": [float(score) for score in scores]})
    return table, table.assign(score=cells)


@st.composite
def _items(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    table = pd.DataFrame({"name": draw(_distinct())})
    return table, table


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
    if re.fullmatch(r"[0-9]+\.[0-9]{4,}", number) and not unit[1]:  # more than three are no thousands
        found.add(Decimal(number))
    if re.fullmatch(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}", number) and re.search("₹|INR", cell):
        found.add(Decimal(number.replace(",", "")) * size)
    return found
