"""Printed pay, read exactly: amounts in a text, one amount, one range."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import takewhile
from typing import Any

import numpy as np
import pandas as pd

from tpm_data.errors import PayRangeError, Problem, TableError, shown
from tpm_data.readers.patterns import PATTERN, WORDS, marked, periods, says, without
from tpm_data.tables.arguments import is_one, real
from tpm_data.tables.schema import LARGEST

_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "lpa": 100_000}  # LPA: lakhs per annum, in India
_SMALLEST = 1_000
SMALL = 10_000  # pay below this, in any currency known here, is probably for another period
LITTLE = 'very low for a year; use period="month" (or "week", "day", "hour"), or period="year" if it is right'
_LONGEST = 200


class OpenEndedError(ValueError):
    """A figure that is only one end of a range, or has no upper end."""


def refuse(wrong: object, why: str, error: type[ValueError] = ValueError) -> None:
    """Raise an error with the reason, if something is wrong."""
    if wrong:
        raise error(why)


class Money:
    """A stretch of text with money: one amount, a range, or a longer chain.

    ``codes`` are the currencies of its signs and codes; a bare dollar sign is "$".
    """

    def __init__(self, found: re.Match[str]) -> None:
        self.text, (self.start, self.end) = found[0], found.span()
        amounts = PATTERN["amount"].finditer(found.string, self.start)
        self.amounts = [*takewhile(lambda amount: amount.end() <= self.end, amounts)]
        before = found.string[max(self.start - 2, 0) : self.start]
        self.negative = bool(says("sign", before) or says("two_dashes", self.text))
        marks = (mark for amount in self.amounts for mark in amount.group("before", "after") if mark)
        self.codes = marked(" ".join(marks))

    def exact(self) -> tuple[tuple[Decimal, ...], str]:
        """Return its amounts, exactly, and their currency ("" if none); ValueError says why not.

        A unit given once applies to every amount that is not written in full.
        """
        is_open = any(amount["open"] for amount in self.amounts)
        refuse(is_open, "an open-ended figure, without an upper end", OpenEndedError)
        refuse(self.negative, "negative pay, or a damaged dash")
        named = self.codes - {"$"}
        several = len(named) > 1 or ("$" in self.codes and not named <= {*WORDS["dollars"]})
        refuse(several, "two currencies in one range")
        currency = next(iter(named), "USD" if self.codes else "")
        unit = max((amount["unit"] or "").lower() for amount in self.amounts)
        values, marks = zip(*(_number(amount, currency, unit) for amount in self.amounts), strict=True)
        refuse({*marks} >= {",", "."}, "the amounts of the range use point and comma differently")
        return values, currency


def find_money(text: str) -> Iterator[Money]:
    """Yield every amount, range or chain of amounts of a text in order, in linear time."""
    return map(Money, PATTERN["chain"].finditer(text))


def _number(amount: re.Match[str], currency: str, shared: str) -> tuple[Decimal, str]:
    """Read one amount, exactly, and the mark of thousands that it implies ("" if it implies none).

    A ``shared`` unit applies if it has none of its own and is not written in full.
    """
    refuse(amount["glued"], f"an amount that runs into letters, {shown(amount[0].strip())}")
    text = without(amount["number"], "space").replace("\u2019", "'")
    shapes = ["plain_number", "grouped_number"] + ["indian_number"] * (currency == "INR")
    read = next((found for shape in shapes if (found := PATTERN[shape].fullmatch(text))), None)
    if read is None:
        raise ValueError(f"{shown(text)} is not a number with digits in threes and up to two decimals")
    mark, unit = read["mark"] or "", (amount["unit"] or "").lower()
    refuse(mark == "." and text.count(".") == 1 and unit, f"{shown(text)} is ambiguous with a unit")
    value = Decimal(f"{read['whole'].replace(mark, '')}.{read['cents'] or 0}")
    return value * _UNITS[unit or (shared if value < 1_000 else "")], mark or "," * ("." in text)


@dataclass(frozen=True, slots=True)
class PayRange:
    """A closed range of pay for a year.

    Parameters
    ----------
    minimum, maximum : int
        The two ends in whole units of the currency, both included.
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
        return pay_range_of(_only_money(text, "pay range such as “$42,000 - $55,000”", "year"))
    except ValueError as error:
        raise PayRangeError("The pay was not read.", [Problem("text", str(error), str(text))]) from None


def exact_amount(text: str, period: str = "year") -> tuple[Decimal, str]:
    """Read one amount of pay for a period, exactly, and its currency; ValueError says why not."""
    amounts, currency = _only_money(text, "amount of pay", period).exact()
    refuse(len(amounts) > 1, "a range, not one amount")
    return amounts[0], currency


def _only_money(text: str, wanted: str, period: str) -> Money:
    """Find the money a text consists of; a word for its period may follow it."""
    bare = text.strip() if isinstance(text, str) else ""
    found = [*find_money(bare[:_LONGEST])]
    refuse(len(found) != 1 or len(bare) > _LONGEST, f"expected one {wanted} and nothing else")
    (money,) = found
    before, after = bare[: money.start] * (not money.negative), bare[money.end :]
    other = next((found for unit, found in periods(after) if unit != period), "")
    refuse(other, f"pay for a period other than a {period}, {shown(other)}")
    rest = without(after, "period")
    around = " ()" * (len(money.amounts) > 1) + " ," * (rest != after)  # one in parentheses may be a loss
    refuse(f"{before}{rest}".strip(around), f"expected one {wanted} and nothing else")
    return money


def pay_range_of(money: Money, known: str = "", times: Decimal | None = None) -> PayRange:
    """Turn money found in a text into a pay range, or raise ValueError with the reason.

    A ``known`` currency replaces a missing one or a bare dollar sign. Pay for another period is multiplied
    by ``times`` to give pay per year, in whole units; if ``times`` is given, small pay is accepted.
    """
    amounts, currency = money.exact()
    refuse(len(amounts) == 1, "a single figure, not a range with two ends", OpenEndedError)
    refuse(len(amounts) > 2, f"{len(amounts)} amounts in a row; a range has two ends")
    other = known and money.codes - ({known, "$"} if known in WORDS["dollars"] else {known})
    refuse(other, f"pay in {currency}, but {known} was expected; choose one with currency=")
    refuse(not (known or currency), "a range without a currency sign or code")
    if times and max(amounts) < LARGEST:
        amounts = tuple((amount * times).quantize(Decimal(1), ROUND_HALF_UP) for amount in amounts)
    minimum, maximum = (whole_pay(amount, 1 if times else _SMALLEST) for amount in amounts)
    refuse(minimum > maximum, "minimum above maximum")
    return PayRange(minimum, maximum, known or currency, money.text)


def whole_pay(amount: Decimal, least: int = _SMALLEST) -> int:
    """Refuse an amount that cannot be annual pay: it may be in thousands, or for another period."""
    refuse(amount != int(amount), "not a whole amount of money")
    refuse(amount >= LARGEST, f"an amount of {LARGEST:,} or more")
    refuse(amount < least, "too low for a year; write k if it is in thousands, or check its period")
    return int(amount)


def read_amounts(given: Any, currencies: Sequence[str], beside: str = "bands") -> np.ndarray[Any, Any]:
    """Read amounts of pay to compare with bands or other figures; list every one that cannot be read."""
    if isinstance(given, np.ndarray | pd.Series) and given.dtype.kind in "iuf":
        amounts = np.ravel(given)
        if amounts.size and ((amounts > 0) & (amounts < LARGEST)).all():  # one by one would be slow
            return amounts
    listed = [given] if is_one(given) else list(given)
    read, problems = [], []
    for position, amount in enumerate(listed):
        try:
            value, named = exact_amount(amount) if isinstance(amount, str) else (amount, "")
            value = whole_pay(value) if isinstance(amount, str) else value
            choose = f"; choose the {beside} in {named}" * (named in currencies)
            others = f"this is in {named}, but the {beside} are in {' and '.join(currencies)}{choose}"
            refuse(named and {*currencies} - {named}, others)
            expected = f"expected a number above 0 and below {LARGEST:,}, or a text such as '$150k'"
            refuse(not 0 < real(value) < LARGEST, expected)
            read.append(int(value) if isinstance(value, int | np.integer) else real(value))
            if named and not currencies:
                currencies, beside = [named], "amounts before it"
        except ValueError as error:
            where = f"amount {position}" if len(listed) > 1 else "amount"
            problems.append(Problem(where, str(error), str(amount)))
    if problems or not read:
        problems = problems or [Problem("amounts", "expected at least one")]
        raise TableError("The amounts were not accepted.", problems)
    return np.array(read)
