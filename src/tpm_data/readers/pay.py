"""Pay as it is printed, read exactly: amounts in a text, one amount, one range."""

import functools
import numbers
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.errors import PayRangeError, Problem, TableError, shown
from tpm_data.readers.patterns import PATTERN, WORDS
from tpm_data.tables.arguments import is_one, real
from tpm_data.tables.schema import LARGEST

_SPACES = " \t\u00a0\u2009\u202f"
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "lpa": 100_000}  # LPA is what India calls lakhs a year

_LONGEST_PREFIX = len("USD US$ -")
_LONGEST_NUMBER = 30
_SAME_MARKS = str.maketrans(dict.fromkeys(_SPACES, " ") | {"\u2019": "'"})
SMALLEST = 1_000
SMALL = 10_000  # below it pay in one of these is most likely for another period
WITH_SMALL = {"USD", "EUR", "GBP", "CAD", "AUD", "CHF"}
LITTLE = 'little for a year; say period="month" (or "week", "day", "hour"), or period="year" if it is'
_LONGEST = 200


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

    @property
    def is_bare(self) -> bool:
        """Whether a plain dollar sign is all that names its currency."""
        return {f"{a['before'] or ''}{a['after'] or ''}".strip() for a in self.amounts} <= {"$", ""}

    def exact(self) -> tuple[tuple[Decimal, ...], str]:
        """Its amounts, exactly, with their currency ("" if none); ValueError says why not."""
        if any(amount["open"] for amount in self.amounts):
            raise OpenEndedError("an open-ended figure, without an upper end")
        if self.negative:
            raise ValueError("negative pay, or a damaged dash")
        currency = _currency(" ".join(f"{a['before'] or ''} {a['after'] or ''}" for a in self.amounts))
        return _exact(self.amounts, currency), currency


class OpenEndedError(ValueError):
    """A figure that is one end of a range, or has no upper one."""


def find_money(text: str) -> Iterator[Money]:
    """Yield every amount, range or chain of amounts of a text in order, in linear time."""
    chain: list[re.Match[str]] = []
    negative = False
    for amount in _amounts(text):
        gap = text[chain[-1].end() : amount.start()].strip() if chain else ""
        joint = PATTERN["joint"].fullmatch(gap)
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
    while digits := PATTERN["digit"].search(text, place):
        amount = PATTERN["amount"].search(text, max(place, digits.start() - _LONGEST_PREFIX))
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
    codes = {*PATTERN["code"].findall(marks)}
    codes |= {WORDS["symbols"][sign] for sign in PATTERN["symbol"].findall(PATTERN["code"].sub(" ", marks))}
    bare_dollar = "$" in codes
    codes.discard("$")
    if len(codes) > 1 or (bare_dollar and not codes <= {*WORDS["dollars"]}):
        raise ValueError("two currencies in one range")
    return codes.pop() if codes else "USD" if bare_dollar else ""


def _exact(amounts: tuple[re.Match[str], ...], currency: str) -> tuple[Decimal, ...]:
    """Read money; a unit given once serves the amounts that are not written in full."""
    read = [_number(amount, currency) for amount in amounts]
    thousands = {mark for _, mark in read}
    if thousands >= {",", "."}:
        raise ValueError("two different thousands marks in one range")
    if "." in thousands and any(
        PATTERN["plain_number"].fullmatch(a["number"]) and "." in a["number"] for a in amounts
    ):
        raise ValueError("a point as thousands mark and as decimal mark in one range")
    units = [(amount["unit"] or "").lower() for amount in amounts]
    shared = max(units) if "" in units else ""
    every = zip(read, units, strict=True)
    return tuple(value * _UNITS[unit or (shared if value < 1_000 else "")] for (value, _), unit in every)


def _whole(amount: Decimal) -> int:
    if amount != int(amount):
        raise ValueError("not a whole amount of money")
    if amount >= LARGEST:
        raise ValueError(f"an amount of {LARGEST:,} or more")
    return int(amount)


def _number(amount: re.Match[str], currency: str) -> tuple[Decimal, str]:
    """Read one printed number: its exact value and the thousands mark it uses ("" if none)."""
    text = amount["number"].translate(_SAME_MARKS)
    if amount["glued"]:
        raise ValueError(f"an amount that runs into letters, {shown(amount[0].strip())}")
    read = PATTERN["plain_number"].fullmatch(text) or PATTERN["grouped_number"].fullmatch(text)
    if read is None and currency == "INR":
        read = PATTERN["indian_number"].fullmatch(text)
    if read is None and PATTERN["many_decimals"].fullmatch(text):
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
        exact, currency = exact_amount(text)
        amount = _whole(exact)
        refuse_small(amount)
    except ValueError as error:
        raise PayRangeError("The amount was not read.", [Problem("text", str(error), text)]) from None
    return amount, currency


def exact_amount(text: str, period: str = "year") -> tuple[Decimal, str]:
    """Read one amount of pay for a period, exactly, and its currency; ValueError says why not."""
    found = _only_money(text, "one amount of pay", period)
    if len(found.amounts) > 1:
        raise ValueError("a range, not one amount")
    (exact,), currency = found.exact()
    return exact, currency


def pay_range_of(money: Money, known: str = "", times: Decimal | None = None) -> PayRange:
    """Turn money found in a text into a pay range, or raise ValueError with the reason why not.

    A currency that is ``known`` stands in for none and for a bare dollar sign. What is for another period
    comes to a year by ``times``, rounded to whole money; if that is given, small pay is meant.
    """
    amounts, currency = money.exact()
    if len(amounts) == 1:
        raise OpenEndedError("a single figure, not a range with two ends")
    if len(amounts) > 2:
        raise ValueError(f"{len(amounts)} amounts in a row, a range has two ends")
    if known and currency not in ("", known) and not (money.is_bare and known in WORDS["dollars"]):
        raise ValueError(f"pay in {currency}, where {known} is said; say which it is with currency=")
    if not (known or currency):
        raise ValueError("a range without a currency sign or code")
    if times and max(amounts) < LARGEST:
        amounts = tuple((amount * times).quantize(Decimal(1), ROUND_HALF_UP) for amount in amounts)
    minimum, maximum = map(_whole, amounts)
    if minimum > maximum:
        raise ValueError("minimum above maximum")
    if not times or minimum <= 0:
        refuse_small(minimum)
    return PayRange(minimum, maximum, known or currency, money.text)


def refuse_small(amount: int | Decimal) -> None:
    """Refuse what can be no pay for a year: it may be meant in thousands, or for another period."""
    if amount <= 0:
        raise ValueError("pay must be above zero")
    if amount < SMALLEST:
        raise ValueError("too small for the pay of a year: thousands (write k) or another period?")


def _only_money(text: str, wanted: str, of: str = "year") -> Money:
    """Find the money a text consists of; a word for its period may follow it."""
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
    period = PATTERN["period"].match(rest.lstrip(" ,"))
    if period and period.lastgroup != of:
        raise ValueError(f"pay for a period other than a {of}, {shown(period[0])}")
    if rest and not (period and period[0] == rest.lstrip(" ,")):
        raise ValueError(f"expected {wanted} and nothing else")
    return money


def other_period(words: str) -> str:
    """Find the words for a period other than a year; empty if there are none."""
    if bare := PATTERN["bare_period"].fullmatch(words):
        words = f"per {bare['noun']}"
    return next((found[0] for found in PATTERN["period"].finditer(words) if found.lastgroup != "year"), "")


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
