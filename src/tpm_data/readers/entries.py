"""One entry of a list or row of a table: its label, its figure, and the words beside them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tpm_data.errors import one_of, shown, told
from tpm_data.readers.outline import Row
from tpm_data.readers.patterns import PATTERN, WORDS, currencies, says, states_period, without
from tpm_data.readers.pay import Money, OpenEndedError, find_money, pay_range_of
from tpm_data.tables.arguments import real

_ONE_SCORE = "expected one such as “(Score: 9)” or “(Score: 8.5/10)”"
_ONE_RANGE = "expected one such as “($42,000 - $55,000)”"
_LONGEST_LABEL = 160
_SEPARATORS = " \t.,;:-\u2013\u2014"
_BESIDE = _SEPARATORS + "*()[]/&|"
_MOST_HOURS = 366 * 24


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
        if (period == "hour") != (hours_per_year is not None):
            raise ValueError('period="hour" and hours_per_year= go together, such as hours_per_year=2080.')
        if hours_per_year is not None and not 0 < real(hours_per_year) <= _MOST_HOURS:
            raise ValueError(f"hours_per_year= takes a number such as 2080, not {told(hours_per_year)}.")
        if currency is not None and not re.fullmatch("[A-Z]{3}", str(currency)):
            raise ValueError(f"currency= takes an ISO 4217 code such as 'EUR', not {told(currency)}.")
        times = Decimal(str(hours_per_year or WORDS["per_year"][period])) if period else None
        return cls(period, times, currency or "")

    @property
    def note(self) -> str:
        """Say what was done to pay for another period."""
        return f"pay by the {self.period}, times {self.times:f} for a year"

    def agree(self, words: str) -> str:
        """Return the words without a period that agrees; ValueError if another one is said."""
        if bare := PATTERN["bare_period"].fullmatch(words):
            words = f"per {bare['noun']}"
        for said in PATTERN["period"].finditer(words):
            if (unit := str(said.lastgroup)) != (self.period or "year"):
                hours = ", hours_per_year=2080" * (unit == "hour")
                way = f'where all pay is for that, say period="{unit}"{hours}'
                way = way if unit != "other" else "write it for a year"
                way = f'and period="{self.period}" is given' if self.period else way
                raise ValueError(
                    f"pay for a period other than a {self.period or 'year'}, {shown(said[0])}; {way}"
                )
        return without(words, "period")

    def judge(self, words: str) -> str:
        """Refuse words beside a range that may change what it is; return what is said of practice."""
        practice = says("practice", words)
        rest = self.agree(PATTERN["practice"].sub(" ", words, count=1))
        if found := says("other_money", rest):
            raise ValueError(f"money that is no pay for a year, with {shown(found[0])} beside it")
        if rest := without(rest, "known").strip(_BESIDE):
            if says("figure", rest):
                raise ValueError(f"a damaged figure, with {shown(rest)} beside it")
            raise ValueError(
                f"words beside the range that may change it, {shown(rest)}; take out what does not"
            )
        return practice[0] if practice else ""

    def remark(self, words: str) -> None:
        """Judge sentences that may be about something else, where they speak of pay."""
        for said in PATTERN["sentence_end"].split(words):
            rest = without(said, "other_money", "period", "bare_period", "known").strip(_BESIDE)
            if said.strip(_BESIDE) and not rest:
                self.judge(said)
            elif says("pay", said) and states_period(said):
                self.agree(said)


def is_range(money: Money) -> bool:
    """Whether it is a range of money: with a currency, or of amounts that are no years and not small."""
    numbers = [amount["number"] for amount in money.amounts]
    large = any(amount["unit"] for amount in money.amounts) or all(len(number) > 3 for number in numbers)
    dates = any(map(PATTERN["year"].fullmatch, numbers))
    return len(numbers) > 1 and (money.has_currency or (large and not dates))


def ranges(text: str) -> list[Money]:
    """Return the ranges of money at the start of a text."""
    return [money for money in find_money(text[:_LONGEST_LABEL]) if is_range(money)]


def read_band(row: Row, column: str, terms: Terms) -> dict[str, Any]:
    """Read a level with its pay range; raise ValueError with the reason if there is not one."""
    text = row.cells.get(column, "")
    money = _range_of(text, terms)
    label, between, inside, beside, after = _around(text, money.start, money.end)
    money.exact()  # a figure that is no range matters before the words beside it
    practice = terms.judge(f"{inside} {beside} {between}")
    others = {
        name: cell for name, cell in row.cells.items() if name not in ("", column, *column.split(" - "))
    }
    if column:  # a cell holds its range alone, the title stands in another one
        terms.judge(f"{label} {after}")
        titled = "" if "" in row.cells else label_column(others)
        label, after = _split(row.cells[titled])
        others.pop(titled, None)
    for words in (after.strip(_SEPARATORS), *others.values(), *row.rest):
        terms.remark(words)
    if says("other_label", label):
        raise ValueError("money that is no pay for a year, by its label")
    title = _label(label)
    if PATTERN["part"].match(title):
        raise ValueError("a part of pay by its label, and no level")
    for period in PATTERN["period"].finditer(title):  # "Monthly:" and "Paid each week:", not "Weekly Editor:"
        if " " in period[0] or not without(title[period.end() :], "known").strip(_BESIDE):
            terms.agree(period[0])
    pay = pay_range_of(money, terms.currency, terms.times)
    codes = {cell.strip() for cell in others.values() if PATTERN["code"].fullmatch(cell.strip())}
    codes |= {*currencies(f"{after} {' '.join(row.rest)}")} if not terms.currency else set()
    if money.is_bare and (other := sorted(codes - {pay.currency})):
        raise ValueError(f"{other[0]} is said of it; say which currency it is with currency=")
    said = [f"{name}: {cell}" for name, cell in others.items() if cell.strip(_BESIDE)]
    return {
        "title": title,
        "minimum": pay.minimum,
        "maximum": pay.maximum,
        "currency": pay.currency,
        "description": _joined([practice, after, *said, *row.rest]),
        "source_text": pay.source_text,
    }


def _range_of(text: str, terms: Terms) -> Money:
    """Find the one pay range of a text; raise ValueError with the reason if there is not one."""
    money = [*find_money(text)]
    every = [one for one in money if is_range(one) and (one.has_currency or terms.currency)]
    if len(every) > 1:
        raise ValueError(f"{len(every)} pay ranges in one entry")
    if every:
        return every[0]
    start = text[:_LONGEST_LABEL]
    figures = [one for one in money if one.end <= len(start) and (one.has_currency or is_range(one))]
    if len(figures) == 1:
        if says("lost_end", start[: figures[0].start]) or says("lost_end", start[figures[0].end :]):
            raise ValueError(f"a range with one end missing; {_ONE_RANGE}")
        pay_range_of(figures[0], terms.currency, terms.times)
    if not says("figure", without(start, "practice")) and not says("invisible", start):
        raise OpenEndedError(f"no pay range; {_ONE_RANGE}")
    raise ValueError(f"no readable pay range; {_ONE_RANGE}")


def label_column(names: Iterable[str]) -> str:
    """Choose the column that names the rows: by its own name, else the first that may."""
    known = [name for name in names if name and not PATTERN["no_title"].fullmatch(name.strip("* "))]
    for like in (PATTERN["title_alone"].fullmatch, PATTERN["rank"].fullmatch, PATTERN["title"].search):
        known = [*filter(like, known), *known]
    if not known:
        raise ValueError("no column names what its figure is of")
    return known[0]


def scored_text(row: Row) -> str:
    """Return the text of an entry in which its score stands; of a row of a table, its label and score."""
    columns = [*filter(PATTERN["score_column"].match, row.cells)]
    if not columns:
        return next(iter(row.cells.values()), "")
    label = row.cells[label_column(name for name in row.cells if name not in columns)]
    return f"{label} (Score: {', Score: '.join(row.cells[name] for name in columns)})"


def is_scored(row: Row) -> bool:
    """Whether an entry has a score, readable or not."""
    text = scored_text(row)
    return bool(says("score", text) or says("scored", text[:_LONGEST_LABEL]))


def read_score(row: Row, said: str) -> dict[str, Any]:
    """Read a scored factor; ``said`` is the scale where the entry has none; ValueError says why not."""
    text = scored_text(row)
    scores = [*PATTERN["score"].finditer(text)]
    if len(scores) != 1:
        what = f"{len(scores)} scores in one entry" if scores else "no readable score"
        raise ValueError(f"{what}; {_ONE_SCORE}")
    (score,) = scores
    value, scale = score["value"], score["scale"] or said or "10"
    if score["glued"] or not all(map(PATTERN["points"].fullmatch, (value, scale))):
        raise ValueError(f"a score that is not one plain number; {_ONE_SCORE}")
    points, maximum = (Decimal(number.replace("\u2212", "-")) for number in (value, scale))
    if maximum < 1:
        raise ValueError(f"a score on a scale that ends at {maximum}; expected 1 or more")
    stated = bool(score["scale"] or said)
    if not 0 <= points <= maximum:
        hint = "; another scale must be stated, as in “(Score: 12/20)”" * (not stated and points > 0)
        raise ValueError(f"a score outside its scale of 0 to {maximum}{hint}")
    label, between, inside, beside, after = _around(text, score.start(), score.end())
    if between:
        raise ValueError("a figure inside the text; expected it beside the label")
    if says("figure", inside or beside) or PATTERN["scale_lost"].match(text, score.end()):
        raise ValueError(f"a damaged score, with {shown((inside or beside).strip())} beside it; {_ONE_SCORE}")
    others = [cell for name, cell in [*row.cells.items()][1:] if not PATTERN["score_column"].match(name)]
    return {
        "factor": _label(label),
        "score": float(points),
        "scale_maximum": float(maximum),
        "scale_stated": stated,
        "rationale": _joined([inside.strip(_BESIDE), beside.strip(_BESIDE), after, *others, *row.rest]),
        "source_text": score[0],
    }


def read_item(row: Row) -> dict[str, Any]:
    """Read an entry without a figure: ``name``, ``description``."""
    own = "" if "" in row.cells else label_column(row.cells)
    others = [cell for name, cell in row.cells.items() if name != own]
    label, description = _split(row.cells[own])
    return {"name": _label(label), "description": _joined([description, *others, *row.rest])}


def read_education(row: Row) -> dict[str, Any]:
    """Read an entry of the education list: as an item, with the ``kind`` its label names."""
    item = read_item(row)
    kinds = [kind for kind in ("certification", "degree") if says(kind, item["name"])]
    return item | {"kind": kinds[0] if len(kinds) == 1 else None}


def reason(error: ValueError, text: str) -> str:
    """Say why an entry was not read, and name an invisible character that may be the cause."""
    hidden = says("invisible", text)
    return f"{error}; delete the invisible character U+{ord(hidden[0]):04X}" if hidden else str(error)


def holds_entry(text: str) -> bool:
    """Whether a text looks like an entry that lost its marker: a label, its figure, a colon or the end."""
    label = text[:_LONGEST_LABEL]
    ends = [money.end for money in ranges(label) if money.has_currency]
    ends += [score.end() for score in PATTERN["score"].finditer(label)]
    return any(re.match(r"[^():]{0,20}\)(?:\*\*)?\s?(?::|$)", text[end:]) for end in ends)


def _around(text: str, start: int, end: int) -> tuple[str, str, str, str, str]:
    """Take a figure out of an entry: label, what stands between, inside its parenthesis, beside, behind."""
    before, inside, after = text[:start], "", text[end:]
    if before.rfind("(") > before.rfind(")"):
        before, _, opened = before.rpartition("(")
        closed, parenthesis, after = after.partition(")")
        inside = f"{opened} {closed}"
        if not parenthesis or before.count("(") > before.count(")"):
            raise ValueError("a parenthesis that is never closed")
    elif re.match(r"[^():]*\)", after):
        raise ValueError("a parenthesis that is never opened")
    if torn := says("touching", before[-20:]) or (inside and PATTERN["touched"].match(after)):
        raise ValueError(f"a damaged figure, with {shown(torn[0].strip())} beside it")
    place, stop = _label_end(before), says("end_beside", after)
    beside = after[: stop.start()] if stop else after
    return before[:place], before[place:].strip(_BESIDE), inside, beside, after[len(beside) :]


def _label_end(text: str) -> int:
    """Find where the label ends: behind a bold start, else at the first colon outside parentheses."""
    if bold := PATTERN["bold_label"].match(text):
        return bold.end()
    depth = 0
    for match in PATTERN["colon"].finditer(text):
        if match[0] == ":" and depth <= 0:
            return match.start()
        depth += {"(": 1, ")": -1}.get(match[0], 0)
    colon = re.search(r":(?=\s|$)", text)
    return colon.start() if depth > 0 and colon else len(text)


def _split(text: str) -> tuple[str, str]:
    """Split an entry into label and text."""
    end = _label_end(text)
    return text[:end], text[end:]


def _label(text: str) -> str:
    if not (label := text.replace("**", "").strip(_SEPARATORS)):
        raise ValueError("an entry without a label")
    return " ".join(label.split())


def _joined(texts: Iterable[str]) -> str | None:
    """Join what is said of an entry in its text and in the lists below it."""
    said = [text for every in texts if (text := every.replace("**", "").strip().lstrip(_SEPARATORS))]
    return " ".join(f"{t}{';' * (t[-1].isalnum() and k < len(said) - 1)}" for k, t in enumerate(said)) or None
