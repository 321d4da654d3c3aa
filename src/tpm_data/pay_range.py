"""A pay range as it is printed, read exactly: "$83,350 - $133,305" to whole dollars."""

import re
from dataclasses import dataclass, field

from tpm_data.errors import PayRangeError, Problem, shown
from tpm_data.money import DASHES, Money, find_money

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
        problem = Problem("text", str(error), text)
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
