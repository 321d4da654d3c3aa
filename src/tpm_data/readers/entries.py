"""One entry of a list or row of a table: its label, its figure, and the words next to them."""

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

_ONE_SCORE = "expected one such as “(Score: 9)”, or “(Score: 12/20)” with its scale"
_WAYS = {"other": 'write it per year, or use period="month" if monthly', "thousands": "write them in full"}
_LONGEST_LABEL, _MOST_HOURS = 160, 366 * 24
_SEPARATORS = " \t.,;:-\u2013\u2014"
_BESIDE = _SEPARATORS + "*()[]/&|"


@dataclass(frozen=True, slots=True)
class Terms:
    """The period that pay is for, if it is given, and its currency, if it is stated."""

    period: str | None = None
    times: Decimal | None = None
    currency: str = ""

    @classmethod
    def of(cls, period: str | None, hours_per_year: float | None, currency: str | None) -> "Terms":
        """Check the arguments for the period and currency of pay; ValueError says what they take."""
        if period is not None:
            period = one_of(period, WORDS["per_year"], "period")
        hours = {period == "hour", hours_per_year is not None, 0 < real(hours_per_year) <= _MOST_HOURS}
        together = 'Use period="hour" and hours_per_year= together, with a number such as 2080.'
        refuse(len(hours) > 1, together)
        code = currency is None or re.fullmatch("[A-Z]{3}", str(currency))
        refuse(not code, f"currency= takes an ISO 4217 code such as 'EUR', not {told(currency)}.")
        times = Decimal(str(hours_per_year or WORDS["per_year"][period])) if period else None
        return cls(period, times, currency or "")

    @property
    def note(self) -> str:
        """Say how pay for another period was converted."""
        return f"pay per {self.period}, multiplied by {self.times:f} to give pay per year"

    def agree(self, said: Iterable[tuple[str, str]]) -> bool:
        """Refuse a unit stated in the text that differs from the one the amounts are read for."""
        given = self.period or "year"
        for unit, found in said:
            hours = ", hours_per_year=2080" * (unit == "hour")
            way = f'if all pay is for that period, use period="{unit}"{hours}'
            way = _WAYS.get(unit, f'change the text or period="{given}"' if self.period else way)
            what = "amounts in thousands" if unit == "thousands" else f"pay for a period other than a {given}"
            refuse(unit != given, f"{what}, {shown(found)}; {way}")
        return True

    def judge(self, words: str) -> None:
        """Refuse words next to a range that may change its meaning."""
        self.agree(periods(words))
        rest = without(words, "practice", "period", "known").strip(_BESIDE)
        refuse(rest, f"{shown(rest)} next to the range may change its meaning; delete it if it does not")


def is_range(money: Money) -> bool:
    """Whether it is a range of money: with a currency, or of amounts that are neither years nor small."""
    numbers = [amount["number"] for amount in money.amounts]
    large = any(amount["unit"] for amount in money.amounts) or all(len(number) > 3 for number in numbers)
    dates = any(map(PATTERN["year"].fullmatch, numbers))
    return len(numbers) > 1 and bool(money.codes or (large and not dates))


def ranges(text: str) -> list[Money]:
    """Return the ranges of money at the start of a text."""
    return [money for money in find_money(text[:_LONGEST_LABEL]) if is_range(money)]


def as_entry(row: Row, *columns: str, mark: str = "") -> tuple[str, list[tuple[str, str]]]:
    """Write a row as one entry, “Baker ($30k - $40k): Bakes.”, and return its other texts by name."""
    others = {name: cell for name, cell in row.cells.items() if name not in columns}
    text = row.cells.get("", "")
    if "" not in columns:
        label, after = _split(others.pop("" if "" in others else _label_column(others)))
        cells = (PATTERN["parenthesis"].sub(" ", row.cells[name]) for name in columns if name in row.cells)
        figures = ", ".join(mark + cell for cell in cells)
        text = f"{label} ({figures}): {after.lstrip(': ')}" if columns else label + after
    return text, [*others.items(), *(("", more) for more in row.rest)]


def read_band(row: Row, column: str, terms: Terms) -> dict[str, Any]:
    """Read a level with its pay range, or raise ValueError with the reason."""
    refuse(row.odd, "HTML or struck-out text in the entry; write it as plain text or Markdown")
    text, others = as_entry(row, column)
    money = _range_of(text, row.cells.get(column, ""), terms)
    label, beside, after = _around(text, money.start, money.end)
    money.exact()  # a figure that cannot be read is reported before the words next to it
    terms.judge(beside)
    texts = [("", words) for words in (*PATTERN["practice"].findall(beside), after)] + others
    for said in (said for _, words in texts for said in PATTERN["sentence_end"].split(words)):
        # A sentence may be about something else. It counts if it mentions pay, or has only such words.
        if not without(said, "other_money", "period", "known").strip(_BESIDE):
            terms.judge(said)
        elif says("pay", said):
            terms.agree(stated(said))
    title = _label(label)
    part = says("other_label", label) or PATTERN["part"].match(title)
    refuse(part, "the label is for a part of pay, or for money that is not annual pay")
    for period in PATTERN["period"].finditer(title):  # "Monthly:" and "Paid each week:", not "Weekly Editor:"
        if " " in period[0] or not without(title[period.end() :], "known").strip(_BESIDE):
            terms.agree(periods(period[0]))
    pay = pay_range_of(money, terms.currency, terms.times)
    heard = [words for _, words in texts if not terms.currency or PATTERN["code"].fullmatch(words.strip())]
    other = {code for words in heard for code in currencies(f"({words.strip()})")} - {pay.currency}
    unclear = f"the entry also says {join(sorted(other))}; give its currency with currency="
    refuse(other and money.codes <= {"$"}, unclear)
    return {"title": title, "description": _joined(*texts), **asdict(pay)}


def _range_of(text: str, printed: str, terms: Terms) -> Money:
    """Find the one pay range in a text, or raise ValueError with what is wrong in ``printed``."""
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
    """Choose the column with the labels of the rows: by its heading, or else the first possible one."""
    known = [name for name in names if name and not PATTERN["no_title"].fullmatch(name.strip("* "))]
    likes = PATTERN["title"].search, PATTERN["rank"].fullmatch, PATTERN["title_alone"].fullmatch
    refuse(not known, "no column says what the figure is for")
    return min(known, key=lambda name: [not like(name) for like in likes])


def is_scored(row: Row) -> bool:
    """Whether an entry of a list has a score, readable or not."""
    return bool(says("scored", row.cells.get("", "")))


def read_score(row: Row, columns: Sequence[str], said: Sequence[str]) -> dict[str, Any]:
    """Read a scored factor; ``said`` are the scales to use if it has none; ValueError says why not."""
    text, others = as_entry(row, *columns or [""], mark="Score: ")
    scores = [*PATTERN["score"].finditer(text)]
    refuse(len(scores) != 1, f"{len(scores) or 'no'} readable scores in one entry; {_ONE_SCORE}")
    (score,) = scores
    several = not score["scale"] and len(said) > 1
    refuse(several, "the text states several scales; write one in each entry, as in “(Score: 8/10)”")
    value, scale = score["value"], score["scale"] or next(iter(said), "10")
    label, beside, after = _around(text, score.start(), score.end())
    plain = all(map(PATTERN["points"].fullmatch, (value, scale))) and score["glued"] is None
    torn = not plain or says("figure", beside)
    refuse(torn, f"a score that is not one plain number next to its label; {_ONE_SCORE}")
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
    """Read an entry without a figure; its ``kind`` is a degree or a certification, if its label says so."""
    text, others = as_entry(row)
    label, description = _split(text)
    kinds = [kind for kind in ("certification", "degree") if says(kind, label)]
    kind = kinds[0] if len(kinds) == 1 else None
    return {"name": _label(label), "description": _joined(("", description), *others), "kind": kind}


def _around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Split an entry at its figure: the label, the words next to the figure, the text after it."""
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
    """Split an entry into its label and text: after a bold start, or else at a colon outside parentheses."""
    bold, colons = PATTERN["bold_label"].match(text), PATTERN["colon"].finditer(text)
    end = bold.end() if bold else next((at.start() for at in colons if at[0] == ":"), len(text))
    return text[:end], text[end:]


def _label(text: str) -> str:
    label = text.replace("**", "").strip(_SEPARATORS)
    refuse(not label, "an entry without a label")
    return " ".join(label.split())


def _joined(*texts: tuple[str, str]) -> str | None:
    """Join the texts of an entry: its own, and those next to or below it with their names."""
    plain = [(name, text.replace("**", "").strip().lstrip(_SEPARATORS)) for name, text in texts]
    said = [f"{name}: {text}" if name else text for name, text in plain if text]
    return " ".join(f"{t}{';' * (t[-1].isalnum() and k < len(said) - 1)}" for k, t in enumerate(said)) or None
