"""Amounts of money in a text, found in linear time and read exactly."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tpm_data.columns import LARGEST
from tpm_data.errors import shown

DOLLARS = frozenset(["USD", "CAD", "AUD", "NZD", "SGD", "HKD"])
_CODES = DOLLARS | {
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

_code = rf"(?<![A-Za-z])(?:{'|'.join(sorted(_CODES))})(?![A-Za-z])"
_symbol = r"(?<![A-Za-z])(?:US|CA|C|AU|A|NZ|S|HK)?\$|[£€₹]"
CURRENCY = rf"{_code}|{_symbol}"
_AMOUNT = re.compile(
    rf"""
    (?:(?P<before>{_code}(?:[{_SPACES}]?(?:{_symbol}))?|{_symbol})[{_SPACES}]?(?P<sign>[-\u2212])?
      |(?<![A-Za-z0-9.,]))
    (?P<number>[0-9]+(?:[.,'\u2019][0-9]+|[{_SPACES}][0-9]{{3}}(?![0-9]))*)
    (?:[{_SPACES}]?(?P<unit>[kKmM])(?![A-Za-z0-9]))?
    (?P<after>[{_SPACES}]?(?:[$£€₹]|{_code})(?![{_SPACES}]?[0-9]))?
    (?P<glued>[A-Za-z0-9]|[ ](?:thousand|million|billion|lakh|lac|crore))?
    (?P<open>[{_SPACES}]?(?:\+(?![{_SPACES}]?[0-9])|(?:and|or)[ ](?:up|above|more|over)\b|plus\b))?
    """,
    re.VERBOSE,
)
_DIGIT = re.compile("[0-9]")
_LONGEST_PREFIX = len("USD US$ -")
# A number without thousands marks, with one kind of them, and with India's grouping by hundreds.
_PLAIN = re.compile(r"(?P<whole>0|[1-9][0-9]*)(?P<mark>)(?:\.(?P<cents>[0-9]{1,2}))?")
_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<mark>[,.' ])[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
    r"(?:(?!(?P=mark))[.,](?P<cents>[0-9]{1,2}))?"
)
_LAKHS = re.compile(r"(?P<whole>[1-9][0-9]?(?:(?P<mark>,)[0-9]{2})+,[0-9]{3})(?:\.(?P<cents>[0-9]{1,2}))?")
_LONGEST_NUMBER = 30
_SAME_MARKS = str.maketrans(dict.fromkeys(_SPACES, " ") | {"\u2019": "'"})
_MANY_DECIMALS = re.compile(r"(?:0|[1-9][0-9]*)\.[0-9]{3,}")
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

    def whole(self) -> tuple[tuple[int, ...], str]:
        """Its amounts as whole money with their currency ("" if none); ValueError says why not."""
        if any(amount["open"] for amount in self.amounts):
            raise ValueError("an open-ended figure, without an upper end")
        if self.negative:
            raise ValueError("negative pay, or a damaged dash")
        currency = _currency(" ".join(f"{a['before'] or ''} {a['after'] or ''}" for a in self.amounts))
        return _whole(self.amounts, currency), currency


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
    while digits := _DIGIT.search(text, place):
        amount = _AMOUNT.search(text, max(place, digits.start() - _LONGEST_PREFIX))
        if amount is None:
            return
        yield amount
        place = amount.end()


def _has_sign_before(text: str, start: int) -> bool:
    return text[start - 1 : start] in {"-", "\u2212"} and text[max(start - 2, 0) : start - 1] in {
        "", " ", "(",
    }  # fmt: skip


@functools.lru_cache
def _currency(marks: str) -> str:
    """Find the one currency that all signs and codes agree on; "" if there is none."""
    codes = set(re.findall(_code, marks)) | {
        _SYMBOLS[symbol] for symbol in re.findall(_symbol, re.sub(_code, " ", marks))
    }
    bare_dollar = "$" in codes
    codes.discard("$")
    if len(codes) > 1 or (bare_dollar and not codes <= DOLLARS):
        raise ValueError("two currencies in one range")
    return codes.pop() if codes else "USD" if bare_dollar else ""


def _whole(amounts: tuple[re.Match[str], ...], currency: str) -> tuple[int, ...]:
    """Read whole money; a unit given once serves the amounts that are not written in full."""
    read = [_number(amount, currency) for amount in amounts]
    thousands = {mark for _, mark in read}
    if thousands >= {",", "."}:
        raise ValueError("two different thousands marks in one range")
    if "." in thousands and any(_PLAIN.fullmatch(a["number"]) and "." in a["number"] for a in amounts):
        raise ValueError("a point as thousands mark and as decimal mark in one range")
    units = [(amount["unit"] or "").lower() for amount in amounts]
    shared = max(units) if "" in units else ""
    whole = []
    for (value, _), unit in zip(read, units, strict=True):
        exact = value * _UNITS[unit or (shared if value < 1_000 else "")]
        if exact != int(exact):
            raise ValueError("not a whole amount of money")
        whole.append(int(exact))
    if max(whole) >= LARGEST:
        raise ValueError(f"an amount of {LARGEST:,} or more")
    return tuple(whole)


def _number(amount: re.Match[str], currency: str) -> tuple[Decimal, str]:
    """Read one printed number: its exact value and the thousands mark it uses ("" if none)."""
    text = amount["number"].translate(_SAME_MARKS)
    if amount["glued"]:
        raise ValueError(f"an amount that runs into letters, {shown(amount[0].strip())}")
    read = _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)
    if read is None and currency == "INR":
        read = _LAKHS.fullmatch(text)
    if read is None and _MANY_DECIMALS.fullmatch(text):
        raise ValueError(f"more than two decimals in {shown(amount['number'])}")
    if len(text) > _LONGEST_NUMBER:
        raise ValueError(f"a number of {len(text)} characters")
    if read is None:
        raise ValueError(f"odd digit grouping in {shown(amount['number'])}")
    mark = read["mark"] or ""
    if mark == "." and text.count(".") == 1 and amount["unit"]:
        raise ValueError(f"{shown(amount['number'])} with a unit can be read in two ways")
    return Decimal(f"{read['whole'].replace(mark, '')}.{read['cents'] or 0}"), mark
