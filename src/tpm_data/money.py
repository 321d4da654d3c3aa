"""Amounts of money in a text, found in linear time and read exactly."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DOLLARS = frozenset(["USD", "CAD", "AUD", "NZD", "SGD", "HKD"])
_CODES = _DOLLARS | {
    *("AED", "BRL", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HUF", "ILS", "INR", "JPY"),
    *("KRW", "MXN", "NOK", "PLN", "RON", "SAR", "SEK", "TRY", "ZAR"),
}
_SYMBOLS = {"£": "GBP", "€": "EUR", "₹": "INR", "$": "$"} | {
    f"{prefix}$": code
    for code, prefixes in {
        "USD": "US",
        "CAD": "CA C",
        "AUD": "AU A",
        "NZD": "NZ",
        "SGD": "S",
        "HKD": "HK",
    }.items()
    for prefix in prefixes.split()
}
_SPACES = " \t\u00a0\u2009\u202f"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_LARGEST = 10**15

_code = rf"(?<![A-Za-z])(?:{'|'.join(sorted(_CODES))})(?![A-Za-z])"
_symbol = r"(?<![A-Za-z])(?:US|CA|C|AU|A|NZ|S|HK)?\$|[£€₹]"
_AMOUNT = re.compile(
    rf"""
    (?:(?P<before>{_code}(?:[{_SPACES}]?(?:{_symbol}))?|{_symbol})[{_SPACES}]?|(?<![A-Za-z0-9.,]))
    (?P<sign>[-\u2212])?
    (?P<number>[0-9]+(?:[.,'\u2019][0-9]+|[{_SPACES}][0-9]{{3}}(?![0-9]))*)
    (?:[{_SPACES}]?(?P<unit>[kKmM])(?![A-Za-z0-9]))?
    (?P<after>[{_SPACES}]?(?:{_symbol}|{_code})(?![{_SPACES}]?[0-9]))?
    (?P<glued>[A-Za-z0-9]|[ ](?:thousand|million|billion|lakh|lac|crore))?
    (?P<open>[{_SPACES}]?(?:\+|(?:and|or)[ ](?:up|above|more|over)\b|plus\b))?
    """,
    re.VERBOSE,
)
_DIGITS = re.compile("[0-9]+")
_LONGEST_PREFIX = len("USD US$ -")
_JOIN = re.compile(rf"(?:[{DASHES}]|to)(?P<sign>\s?[-\u2212])?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Money:
    """A stretch of a text that holds money: one amount, a range, or a longer chain."""

    amounts: tuple[re.Match[str], ...]
    negative: bool

    @property
    def start(self) -> int:
        """Where it starts in the text."""
        return self.amounts[0].start()

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.amounts[-1].end()

    @property
    def text(self) -> str:
        """The money as it was printed."""
        return self.amounts[0].string[self.start : self.end]

    @property
    def has_currency(self) -> bool:
        """Whether any of its amounts names a currency."""
        return any(amount["before"] or amount["after"] for amount in self.amounts)

    def ends(self) -> tuple[int, int, str]:
        """Both ends as whole money with their currency, or ValueError with the reason why not."""
        if any(amount["open"] for amount in self.amounts):
            raise ValueError("an open-ended figure, not a range with two ends")
        if len(self.amounts) == 1:
            raise ValueError("a single figure, not a range with two ends")
        if len(self.amounts) > 2:
            raise ValueError(f"{len(self.amounts)} amounts in a row, a range has two ends")
        if self.negative:
            raise ValueError("negative pay, or a damaged dash")
        currency = _currency(self.amounts)
        return *_ends(self.amounts, currency), currency


def find_money(text: str) -> Iterator[Money]:
    """Yield every amount, range or chain of amounts of a text in order, in linear time."""
    chain: list[re.Match[str]] = []
    negative = False
    for amount in _amounts(text):
        gap = text[chain[-1].end() : amount.start()].strip() if chain else ""
        joint = _JOIN.fullmatch(gap)
        if joint:
            negative |= bool(joint["sign"] or amount["sign"])
        else:
            if chain:
                yield Money(tuple(chain), negative)
            chain.clear()
            negative = bool(amount["sign"]) or _has_sign_before(text, amount.start())
        chain.append(amount)
    if chain:
        yield Money(tuple(chain), negative)


def _amounts(text: str) -> Iterator[re.Match[str]]:
    """Yield the amounts; looking for digits first keeps long stretches without any cheap."""
    place = 0
    while digits := _DIGITS.search(text, place):
        starts = range(max(place, digits.start() - _LONGEST_PREFIX), digits.start() + 1)
        amount = next(filter(None, (_AMOUNT.match(text, start) for start in starts)), None)
        if amount:
            yield amount
        place = max(amount.end() if amount else 0, digits.end())


def _has_sign_before(text: str, start: int) -> bool:
    return text[start - 1 : start] in {"-", "\u2212"} and text[max(start - 2, 0) : start - 1] in {
        "", " ", "(",
    }  # fmt: skip


def _currency(amounts: tuple[re.Match[str], ...]) -> str:
    """Find the one currency that every sign and code of the amounts agrees on."""
    marks = " ".join(f"{a['before'] or ''} {a['after'] or ''}" for a in amounts)
    codes = set(re.findall(_code, marks)) | {
        _SYMBOLS[symbol] for symbol in re.findall(_symbol, re.sub(_code, " ", marks))
    }
    bare_dollar = "$" in codes
    codes.discard("$")
    if len(codes) > 1 or (bare_dollar and not codes <= _DOLLARS):
        raise ValueError("two currencies in one range")
    if not codes and not bare_dollar:
        raise ValueError("a range without a currency sign or code")
    return codes.pop() if codes else "USD"


def _ends(amounts: tuple[re.Match[str], ...], currency: str) -> tuple[int, int]:
    """Both ends as whole money; a unit given once serves the end that is not written in full."""
    read = [_number(amount, currency) for amount in amounts]
    if {mark for _, mark in read} >= {",", "."}:
        raise ValueError("two different thousands marks in one range")
    units = [(amount["unit"] or "").lower() for amount in amounts]
    shared = max(units) if "" in units else ""
    whole = []
    for (value, _), unit in zip(read, units, strict=True):
        exact = value * _UNITS[unit or (shared if value < 1_000 else "")]
        if exact != int(exact):
            raise ValueError("not a whole amount of money")
        whole.append(int(exact))
    if max(whole) >= _LARGEST:
        raise ValueError(f"an amount of {_LARGEST:.0e} or more")
    return whole[0], whole[1]


def _number(amount: re.Match[str], currency: str) -> tuple[Decimal, str]:
    """Read one printed number: its exact value and the thousands mark it uses ("" if none)."""
    text = re.sub(rf"[{_SPACES}]", " ", amount["number"].replace("\u2019", "'"))
    odd = ValueError(f"odd digit grouping in {amount['number']!r}")
    if amount["glued"]:
        raise ValueError(f"an amount that runs into letters, {amount[0].strip()!r}")
    if len(text) > 30:
        raise odd
    marks = re.sub("[0-9]", "", text)
    mark, last = (marks[0], marks[-1]) if marks else ("", "")
    head, _, tail = text.rpartition(last) if marks else (text, "", "")
    has_decimals = bool(marks) and last in ",." and len(tail) <= 2 and (last == "." or len(marks) > 1)
    if has_decimals and marks.count(last) > 1:
        raise odd
    whole, decimals = (head, tail) if has_decimals else (text, "")
    groups = re.split("[,.' ]", whole)
    mark = mark if len(groups) > 1 else ""
    if len(set(marks[: len(groups) - 1])) > 1 or (has_decimals and mark == last):
        raise odd
    sizes = [len(group) for group in groups]
    western = sizes[0] <= 3 and set(sizes[1:]) == {3}
    indian = currency == "INR" and mark == "," and sizes[0] <= 2 and sizes[-1] == 3
    indian = indian and set(sizes[1:-1]) <= {2} and len(sizes) > 2
    if mark and (not (western or indian) or groups[0].startswith("0")):
        raise odd
    if mark == "." == marks and amount["unit"]:
        raise ValueError(f"{amount['number']!r} with a unit can be read in two ways")
    return Decimal("".join(groups) + (f".{decimals}" if decimals else "")), mark
