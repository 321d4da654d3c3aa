"""One entry of a list or row of a table: its label, its figure, and the words beside them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from tpm_data.errors import one_of, shown, told
from tpm_data.formatting import join
from tpm_data.readers.outline import Row
from tpm_data.readers.patterns import PATTERN, WORDS, currencies, periods, says, stated, without
from tpm_data.readers.pay import Money, OpenEndedError, find_money, pay_range_of, refuse
from tpm_data.tables.arguments import real

_ONE_SCORE = "expected one such as “(Score: 9)”, or with its scale “(Score: 12/20)”"
_WAYS = {"other": 'write it for a year, or say period="month" if it is', "thousands": "write them in full"}
_LONGEST_LABEL, _MOST_HOURS = 160, 366 * 24
_SEPARATORS = " \t.,;:-\u2013\u2014"
_BESIDE = _SEPARATORS + "*()[]/&|"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the ranges of a ladder are for: a period if it is given, and a currency if it is said."""

    period: str | None = None
    times: Decimal | None = None
    currency: str = ""

    @classmethod
    def of(cls, period: str | None, hours_per_year: float | None, currency: str | None) -> "Terms":
        """Check the arguments that say what pay is for, and in what; ValueError says what they take."""
        if period is not None:
            period = one_of(period, WORDS["per_year"], "period")
        hours = {period == "hour", hours_per_year is not None, 0 < real(hours_per_year) <= _MOST_HOURS}
        together = 'period="hour" and a number as hours_per_year= go together: hours_per_year=2080.'
        refuse(len(hours) > 1, together)
        code = currency is None or re.fullmatch("[A-Z]{3}", str(currency))
        refuse(not code, f"currency= takes an ISO 4217 code such as 'EUR', not {told(currency)}.")
        times = Decimal(str(hours_per_year or WORDS["per_year"][period])) if period else None
        return cls(period, times, currency or "")

    @property
    def note(self) -> str:
        """Say what was done to pay for another period."""
        return f"pay by the {self.period}, times {self.times:f} for a year"

    def agree(self, said: Iterable[tuple[str, str]]) -> bool:
        """Refuse a unit that amounts are said to be for, if it is not the one they are read for."""
        given = self.period or "year"
        for unit, found in said:
            hours = ", hours_per_year=2080" * (unit == "hour")
            way = f'where all pay is for that, say period="{unit}"{hours}'
            way = _WAYS.get(unit, f'and period="{given}" is given' if self.period else way)
            what = "amounts in thousands" if unit == "thousands" else f"pay for a period other than a {given}"
            refuse(unit != given, f"{what}, {shown(found)}; {way}")
        return True

    def judge(self, words: str) -> None:
        """Refuse words beside a range that may change what it is."""
        self.agree(periods(words))
        rest = without(words, "practice", "period", "known").strip(_BESIDE)
        refuse(rest, f"{shown(rest)} beside the range, which may change it; take it out if it does not")


def is_range(money: Money) -> bool:
    """Whether it is a range of money: with a currency, or of amounts that are no years and not small."""
    numbers = [amount["number"] for amount in money.amounts]
    large = any(amount["unit"] for amount in money.amounts) or all(len(number) > 3 for number in numbers)
    dates = any(map(PATTERN["year"].fullmatch, numbers))
    return len(numbers) > 1 and bool(money.codes or (large and not dates))


def ranges(text: str) -> list[Money]:
    """Return the ranges of money at the start of a text."""
    return [money for money in find_money(text[:_LONGEST_LABEL]) if is_range(money)]


def as_entry(row: Row, *columns: str, mark: str = "") -> tuple[str, list[tuple[str, str]]]:
    """Write a row as the entry it stands for, “Baker ($30k - $40k): Bakes.”; name what else it says."""
    others = {name: cell for name, cell in row.cells.items() if name not in columns}
    text = row.cells.get("", "")
    if "" not in columns:
        label, after = _split(others.pop("" if "" in others else _label_column(others)))
        cells = (PATTERN["parenthesis"].sub(" ", row.cells[name]) for name in columns if name in row.cells)
        figures = ", ".join(mark + cell for cell in cells)
        text = f"{label} ({figures}): {after.lstrip(': ')}" if columns else label + after
    return text, [*others.items(), *(("", more) for more in row.rest)]


def read_band(row: Row, column: str, terms: Terms) -> dict[str, Any]:
    """Read a level with its pay range; raise ValueError with the reason if there is not one."""
    refuse(row.odd, "HTML or struck-out text in the entry; write it as plain text or Markdown")
    text, others = as_entry(row, column)
    money = _range_of(text, row.cells.get(column, ""), terms)
    label, beside, after = _around(text, money.start, money.end)
    money.exact()  # a figure that is no range matters before the words beside it
    terms.judge(beside)
    texts = [("", words) for words in (*PATTERN["practice"].findall(beside), after)] + others
    for said in (said for _, words in texts for said in PATTERN["sentence_end"].split(words)):
        # A sentence may be about something else: it counts where it speaks of pay, or says nothing but this.
        if not without(said, "other_money", "period", "known").strip(_BESIDE):
            terms.judge(said)
        elif says("pay", said):
            terms.agree(stated(said))
    title = _label(label)
    part = says("other_label", label) or PATTERN["part"].match(title)
    refuse(part, "a part of pay, or money that is no pay for a year, by its label")
    for period in PATTERN["period"].finditer(title):  # "Monthly:" and "Paid each week:", not "Weekly Editor:"
        if " " in period[0] or not without(title[period.end() :], "known").strip(_BESIDE):
            terms.agree(periods(period[0]))
    pay = pay_range_of(money, terms.currency, terms.times)
    heard = [words for _, words in texts if not terms.currency or PATTERN["code"].fullmatch(words.strip())]
    other = {code for words in heard for code in currencies(f"({words.strip()})")} - {pay.currency}
    unclear = f"{join(sorted(other))} is said of it; say which currency it is with currency="
    refuse(other and money.codes <= {"$"}, unclear)
    return {"title": title, "description": _joined(*texts), **asdict(pay)}


def _range_of(text: str, printed: str, terms: Terms) -> Money:
    """Find the one pay range of a text; raise ValueError with the reason if none is ``printed``."""
    every = [one for one in find_money(text) if is_range(one) and (one.codes or terms.currency)]
    refuse(len(every) > 1, f"{len(every)} pay ranges in one entry")
    if every:
        return every[0]
    start = printed[:_LONGEST_LABEL]
    figures = [one for one in find_money(start) if one.codes or is_range(one)]
    if len(figures) == 1:
        pay_range_of(figures[0], terms.currency, terms.times)
    kind = ValueError if says("figure", without(start, "practice")) else OpenEndedError
    raise kind("no readable pay range; expected one such as “($42,000 - $55,000)”")


def _label_column(names: Iterable[str]) -> str:
    """Choose the column that names the rows: by its own name, else the first that may."""
    known = [name for name in names if name and not PATTERN["no_title"].fullmatch(name.strip("* "))]
    likes = PATTERN["title"].search, PATTERN["rank"].fullmatch, PATTERN["title_alone"].fullmatch
    refuse(not known, "no column names what its figure is of")
    return min(known, key=lambda name: [not like(name) for like in likes])


def is_scored(row: Row) -> bool:
    """Whether an entry of a list has a score, readable or not."""
    return bool(says("scored", row.cells.get("", "")))


def read_score(row: Row, columns: Sequence[str], said: Sequence[str]) -> dict[str, Any]:
    """Read a scored factor; ``said`` are the scales where the entry has none; ValueError says why not."""
    text, others = as_entry(row, *columns or [""], mark="Score: ")
    scores = [*PATTERN["score"].finditer(text)]
    refuse(len(scores) != 1, f"{len(scores) or 'no'} readable scores in one entry; {_ONE_SCORE}")
    (score,) = scores
    several = not score["scale"] and len(said) > 1
    refuse(several, "more than one scale is said; state it in each entry, as in “(Score: 8/10)”")
    value, scale = score["value"], score["scale"] or next(iter(said), "10")
    label, beside, after = _around(text, score.start(), score.end())
    plain = all(map(PATTERN["points"].fullmatch, (value, scale))) and score["glued"] is None
    torn = not plain or says("figure", beside)
    refuse(torn, f"a score that is not one plain number beside its label; {_ONE_SCORE}")
    outside = float(value) > float(scale) or float(scale) < 1
    refuse(outside, f"a score outside its scale of 0 to {scale}; {_ONE_SCORE}")
    return {
        "factor": _label(label),
        "score": float(value),
        "scale_maximum": float(scale),
        "scale_stated": bool(score["scale"] or said),
        "rationale": _joined(("", beside.strip(_BESIDE)), ("", after), *others),
        "source_text": score[0],
    }


def read_item(row: Row) -> dict[str, Any]:
    """Read an entry without a figure; the ``kind`` is that of education, if its label names one."""
    text, others = as_entry(row)
    label, description = _split(text)
    kinds = [kind for kind in ("certification", "degree") if says(kind, label)]
    kind = kinds[0] if len(kinds) == 1 else None
    return {"name": _label(label), "description": _joined(("", description), *others), "kind": kind}


def _around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Take a figure out of an entry: its label, the words beside it, the text behind."""
    before, inside, after = text[:start], "", text[end:]
    if before.rfind("(") > before.rfind(")"):
        before, _, opened = before.rpartition("(")
        closed, parenthesis, after = after.partition(")")
        inside = f"{opened} {closed}"
        refuse(not parenthesis or before.count("(") > before.count(")"), "a parenthesis that is never closed")
    else:
        refuse(re.match(r"[^():]*\)", after), "a parenthesis that is never opened")
    label, between = _split(before)
    torn = says("touching", before[-20:])
    beside = PATTERN["end_beside"].split(after, maxsplit=1)[0]
    words = f"{between} {torn[0] if torn else ''} {inside} {beside}"
    return label, words, after[len(beside) :]


def _split(text: str) -> tuple[str, str]:
    """Split an entry into its label and text: behind a bold start, else at a colon outside parentheses."""
    bold, colons = PATTERN["bold_label"].match(text), PATTERN["colon"].finditer(text)
    end = bold.end() if bold else next((at.start() for at in colons if at[0] == ":"), len(text))
    return text[:end], text[end:]


def _label(text: str) -> str:
    label = text.replace("**", "").strip(_SEPARATORS)
    refuse(not label, "an entry without a label")
    return " ".join(label.split())


def _joined(*texts: tuple[str, str]) -> str | None:
    """Join what is said of an entry, in its text and, by name, beside or below it."""
    plain = [(name, text.replace("**", "").strip().lstrip(_SEPARATORS)) for name, text in texts]
    said = [f"{name}: {text}" if name else text for name, text in plain if text]
    return " ".join(f"{t}{';' * (t[-1].isalnum() and k < len(said) - 1)}" for k, t in enumerate(said)) or None
