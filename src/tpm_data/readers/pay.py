"""Pay as it is printed, read exactly: amounts in a text, one amount, one range."""

import functools
import numbers
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.errors import PayRangeError, Problem, TableError, shown
from tpm_data.formatting import SIGNS
from tpm_data.tables.arguments import is_one, real
from tpm_data.tables.schema import LARGEST

# What stands before a dollar sign says whose dollar it is, e.g. "CA$90k"; nothing says nothing.
_DOLLARS = {at: f"{at}D" for at in ("US", "CA", "AU", "NZ", "HK")} | {
    "C": "CAD",
    "A": "AUD",
    "S": "SGD",
}
DOLLARS = frozenset(_DOLLARS.values())
_CODES = DOLLARS | {
    *("AED", "BRL", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HUF", "ILS", "INR", "JPY"),
    *("KRW", "MXN", "NOK", "PLN", "RON", "SAR", "SEK", "TRY", "ZAR"),
}
_SYMBOLS = {sign: code for code, sign in SIGNS.items()} | {"$": "$"}
_SYMBOLS |= {f"{prefix}$": code for prefix, code in _DOLLARS.items()}
_SPACES = " \t\u00a0\u2009\u202f"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}

_code = rf"(?<![A-Za-z])(?:{'|'.join(sorted(_CODES))})(?![A-Za-z])"
_symbol = rf"(?<![A-Za-z])(?:{'|'.join(_DOLLARS)})?\$|[£€₹]"
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
_SMALLEST = 1_000
_LONGEST = 200
_YEAR = r"(?:year|yr|annum|y|a)"
_YEARLY = re.compile(rf"\s*(?:[\s,]*(?:(?:per|an?|each|/)?\s?{_YEAR}|annually|yearly|p\.?a\.?))?", re.I)
_PER = re.compile(r"(?:\bper\s+|/\s?)(?P<word>[A-Za-z]+)", re.IGNORECASE)
_UNIT = r"(?:hour|day|week|fortnight|month|quarter|shift)"
_PAY = re.compile(r"\b(?:pay|salar(?:y|ies)|wages?|ranges?|figures?|amounts?|earnings)\b", re.IGNORECASE)
# What happens to pay every month says nothing about what the ranges are for.
_HAPPENS = re.compile(r"\b(?:paid|review|adjust|rais|rise|grow|chang|updat)", re.IGNORECASE)
_PER_UNIT = re.compile(rf"\bper\s{_UNIT}\b", re.IGNORECASE)
_EACH = re.compile(rf"\b(?:an?|each|every|per)\s{_UNIT}\b", re.IGNORECASE)
_ADVERB = r"(?i:(?:(?:bi|semi)-?)?(?:hour|dai|week|fortnight|month|quarter)ly|p\.?\s?[hwm]\.|p\.[hwm]|pcm)"
_OFTEN = re.compile(rf"\b{_ADVERB}(?!\w)")
_OFTEN_AT_END = re.compile(rf"\b{_ADVERB}[\s,:;({DASHES[::-1]}]*$")
# In small letters only: PM, MO and HR stand for other things.
_PERIOD = rf"\b(?:(?i:(?:(?:an?|each|every)\s)?{_UNIT}s?)|{_ADVERB}|p[dhwm]|mo|wk|hrs?)(?![\w-])"
_PERIOD_INSIDE, _PERIOD_AT_START = re.compile(_PERIOD), re.compile(rf"[\s,)]*{_PERIOD}")


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


@dataclass(frozen=True, slots=True)
class PayRange:
    """A closed range of pay for a year.

    Parameters
    ----------
    minimum, maximum : int
        Its two ends in whole units of the currency, both included.
    currency : str
        ISO 4217 code. A bare dollar sign is read as ``"USD"``.
    source_text : str
        The range as it was printed.
    """

    minimum: int
    maximum: int
    currency: str
    source_text: str = field(default="", compare=False)


def read_pay_range(text: str) -> PayRange:
    """Read one pay range for a year.

    Parameters
    ----------
    text : str
        A range such as ``"$83,350 - $133,305"``, ``"£45–60k"`` or ``"60.000 to 75.000 EUR a
        year"``. A currency sign, a code or a unit (k, M) may be given once for both ends.

    Returns
    -------
    PayRange
        Whole units of the currency per year.

    Raises
    ------
    PayRangeError
        If the text is not exactly one range, or can be read in two ways.

    Examples
    --------
    >>> read_pay_range("$92.5k - $133,305")
    PayRange(minimum=92500, maximum=133305, currency='USD', source_text='$92.5k - $133,305')
    """
    try:
        return pay_range_of(_only_money(text, "one pay range such as “$42,000 - $55,000”"))
    except ValueError as error:
        problem = Problem("text", str(error), str(text))
        raise PayRangeError("The pay range was not read.", [problem]) from None


def read_amount(text: str) -> tuple[int, str]:
    """Read one amount of pay for a year.

    Parameters
    ----------
    text : str
        An amount such as ``"$150k"``, ``"£62,500 a year"`` or ``"150 000"``.

    Returns
    -------
    tuple of int and str
        Whole units of the currency per year, and the currency; empty if the text names none.

    Raises
    ------
    PayRangeError
        If the text is not exactly one amount, or can be read in two ways.

    Examples
    --------
    >>> read_amount("$92.5k")
    (92500, 'USD')
    """
    try:
        found = _only_money(text, "one amount of pay")
        if len(found.amounts) > 1:
            raise ValueError("a range, not one amount")
        (amount,), currency = found.whole()
        refuse_small(amount)
    except ValueError as error:
        raise PayRangeError("The amount was not read.", [Problem("text", str(error), text)]) from None
    return amount, currency


def pay_range_of(money: Money) -> PayRange:
    """Turn money found in a text into a pay range, or raise ValueError with the reason why not."""
    amounts, currency = money.whole()
    if len(amounts) == 1:
        raise ValueError("a single figure, not a range with two ends")
    if len(amounts) > 2:
        raise ValueError(f"{len(amounts)} amounts in a row, a range has two ends")
    if not currency:
        raise ValueError("a range without a currency sign or code")
    minimum, maximum = amounts
    if minimum > maximum:
        raise ValueError("minimum above maximum")
    refuse_small(minimum)
    return PayRange(minimum, maximum, currency, money.text)


def refuse_small(amount: int) -> None:
    """Refuse what can be no pay for a year: it may be meant in thousands, or for another period."""
    if amount <= 0:
        raise ValueError("pay must be above zero")
    if amount < _SMALLEST:
        raise ValueError("too small for the pay of a year: thousands (write k) or another period?")


def stated_period(text: str) -> str:
    """Find the period, other than a year, that a sentence gives for all pay; empty if there is none."""
    for sentence in re.split(r"[.;!?](?=\s|$)", text):
        found = _PER_UNIT.search(sentence) or _OFTEN.search(sentence)
        if found and _PAY.search(sentence) and not _HAPPENS.search(sentence):
            return found[0]
    return ""


def _only_money(text: str, wanted: str) -> Money:
    """Find the money a text consists of; a word for the year may follow it."""
    if not isinstance(text, str):
        raise ValueError(f"expected {wanted}")
    bare = text.strip()
    if enclosed := bare[:1] == "(" and bare[-1:] == ")":
        bare = bare[1:-1].strip()
    found = [*find_money(bare[:_LONGEST])]
    if len(found) != 1 or len(bare) > _LONGEST or bare[: found[0].start].strip(" -\u2212"):
        raise ValueError(f"expected {wanted} and nothing else")
    (money,) = found
    # Accountants write a loss in parentheses, or with its sign far from the figure.
    if money.start or (enclosed and len(money.amounts) == 1):
        raise ValueError("negative pay, or a damaged dash")
    rest = bare[money.end :]
    if period := other_period("", "", rest):
        raise ValueError(f"pay for a period other than a year, {shown(period.strip())}")
    if not _YEARLY.fullmatch(rest):
        raise ValueError(f"expected {wanted} and nothing else")
    return money


def other_period(before: str, beside: str, behind: str) -> str:
    """Find the word for a period other than a year; empty if there is none.

    It is looked for before a range, beside it in its parenthesis, and behind it.
    """
    for match in _PER.finditer(f"{beside} {behind}"):
        if not re.fullmatch(_YEAR, match["word"], re.IGNORECASE):
            return match[0]
    found = (
        _PERIOD_INSIDE.search(beside)
        or _PERIOD_AT_START.match(behind)
        or _EACH.search(behind)
        or _OFTEN.search(behind)
        or _EACH.search(before)
        or _OFTEN_AT_END.search(before[-40:])
    )
    return found[0].strip(" ,:;()") if found else ""


def read_amounts(given: Any, currencies: Sequence[str], beside: str = "bands") -> npt.NDArray[Any]:
    """Read amounts of pay, to set beside bands or other figures; every one that is none is named."""
    if isinstance(given, np.ndarray | pd.Series) and given.dtype.kind in "iuf":
        amounts = np.ravel(given)
        if amounts.size and ((amounts > 0) & (amounts < LARGEST)).all():  # one by one, it would take long
            return amounts
    listed = [given] if is_one(given) else list(given)
    read, problems = [], []
    for position, amount in enumerate(listed):
        where = f"amount {position}" if len(listed) > 1 else "amount"
        try:
            value, named = _amount(amount, currencies, beside)
            read.append(value)
            if named and not currencies:
                currencies, beside = [named], "amounts before it"
        except ValueError as error:
            reason = error.problems[0].what if isinstance(error, PayRangeError) else str(error)
            problems.append(Problem(where, reason, str(amount)))
    if problems or not read:
        problems = problems or [Problem("amounts", "expected at least one")]
        raise TableError("The amounts were not accepted.", problems)
    return np.array(read)


def _amount(given: Any, currencies: Sequence[str], beside: str) -> tuple[float, str]:
    if isinstance(given, np.ndarray) and not given.ndim:
        given = given.item()
    amount, named = read_amount(given) if isinstance(given, str) else (given, "")
    if named and {*currencies} - {named}:
        choose = f"; choose the {beside} in {named}" * (named in currencies)
        raise ValueError(f"the {beside} are in {' and '.join(currencies)}, this is in {named}{choose}")
    if not isinstance(amount, numbers.Real | Decimal) or isinstance(amount, bool | np.bool_):
        raise ValueError("expected a number or a text such as '$150k'")
    if not real(amount) > 0:
        raise ValueError("expected pay above zero")
    if real(amount) >= LARGEST:
        raise ValueError(f"expected less than {LARGEST:,}")
    return int(amount) if isinstance(amount, numbers.Integral) else float(amount), named
