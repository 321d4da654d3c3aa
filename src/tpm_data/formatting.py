"""Numbers spelled for titles and prose: money, shares and changes, rounded as Python's own formats do."""

from collections.abc import Iterable
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

SIGNS = {"USD": "$", "GBP": "£", "EUR": "€", "INR": "₹"}
_HARMLESS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "[": "&#91;", "$": "<span>&#36;</span>"})
_MOST = 1e24
_NUMBERS: Any = (Real, Decimal, np.bool_)
# The amount from which a unit is used: no rounded number is 1,000 of a smaller unit.
_UNITS = ((999_995e6, 1e12, "T"), (999_995e3, 1e9, "B"), (999_500, 1e6, "M"), (0, 1e3, "k"))


def money(amount: float, currency: str = "", exact: bool = False) -> str:
    """Spell money: ``$150k`` for titles, ``$150,221`` where exact; a minus sign comes first.

    Cents are shown only below 1,000, for amounts such as an hourly wage.

    >>> money(83_350, "USD"), money(-108_327, "USD", exact=True), money(1_250_000), money(51.714, "USD")
    ('$83k', '−$108,327', '1.25M', '$51.71')
    """
    _expect(amount=amount, exact=exact)
    symbol = "" if currency is None else SIGNS.get(str(currency), f"{currency} ".lstrip())
    number = _in_full(abs(amount)) if exact or abs(amount) < 1_000 else _in_short(abs(amount))
    return f"{'−' if amount < 0 and number != '0' else ''}{symbol}{number}"


def _expect(**numbers: Any) -> None:
    """Refuse anything but a number, and numbers with more digits than anybody reads."""
    for name, number in numbers.items():
        if not isinstance(number, _NUMBERS) or number != number or abs(number) > _MOST:
            raise ValueError(f"{name}: expected a number below 1e24, not this {type(number).__name__}.")


def _in_full(size: float) -> str:
    return f"{size:,.2f}" if size < 999.995 and f"{size:.2f}"[-2:] != "00" else f"{size:,.0f}"


def _in_short(size: float) -> str:
    of, unit = next((of, unit) for start, of, unit in _UNITS if size >= start)
    return _trimmed(size / of, 2 if unit != "k" else int(size < 9_950)) + unit


def _trimmed(number: float, digits: int) -> str:
    text = f"{number:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if digits else text


def signed_money(amount: float, currency: str = "", exact: bool = False) -> str:
    """Spell a change in money with its sign.

    >>> signed_money(96_650, "USD"), signed_money(-45_000, "USD")
    ('+$97k', '−$45k')
    """
    spelled = money(amount, currency, exact)
    return f"{'+' if amount > 0 else ''}{spelled}"


def join(names: Iterable[str], most: int | None = None, last: str = "and") -> str:
    """Join names as prose; if there are more than wanted, count the rest.

    >>> join(["a", "b", "c"]), join("abcdef", most=2), join(["a", "b"], last="or")
    ('a, b and c', 'a, b and 4 more', 'a or b')
    """
    every = [*map(str, names if np.iterable(names) else [names])] or [""]
    _expect(most=most if most is not None else 0)
    if most is not None and len(every) > most + 1:
        every = [*every[: int(most)], f"{len(every) - most} more"]
    *first, end = every
    return f"{', '.join(first)} {last} {end}" if first else end


def upper_first(text: str) -> str:
    """Make the first letter a capital, to start a sentence."""
    return str(text)[:1].upper() + str(text)[1:]


def percent(share: float) -> str:
    """Spell a share, with one decimal below one percent.

    >>> percent(0.3847), percent(0.004)
    ('38%', '0.4%')
    """
    _expect(share=share)
    size = abs(share) * 100
    return f"{'−' if share < 0 else ''}{size:,.{int(0 < size < 1)}f}%"


def percent_beside(share: float, limit: float) -> str:
    """Spell a share with just enough decimals to differ from another.

    >>> percent_beside(0.3704, 0.4), percent_beside(0.0973, 0.1)
    ('37%', '9.7%')
    """
    _expect(share=share, limit=limit)
    value, other = 100 * share, 100 * limit
    digits = next((digits for digits in range(12) if round(value, digits) != round(other, digits)), 12)
    return f"{value:z,.{digits}f}%".replace("-", "−")


def signed_percent(share: float) -> str:
    """Spell a change as a share with its sign; ``0%`` only for no change at all.

    >>> signed_percent(0.3847), signed_percent(-0.023)
    ('+38%', '−2%')
    """
    spelled = percent(share)
    return f"{'+' if share > 0 else ''}{spelled}"


def portion(share: float, of: str = "") -> str:
    """Spell a share of a whole; only all of it is ``all``.

    >>> portion(0.3847), portion(0.9999), portion(1)
    ('38%', 'over 99%', 'all')
    >>> portion(0.3847, of="weightings"), portion(1, of="weightings"), portion(0, of="weightings")
    ('38% of all weightings', 'all weightings', 'no weightings')
    """
    _expect(share=share)
    of = "" if of is None else str(of)
    if share in (0, 1):
        return f"{'all' if share else 'no'} {of}" if of else "all" if share else "none"
    rounded = round(share * 100)
    words = {0: "under 1%", 100: "over 99%"}.get(rounded, f"{rounded}%")
    return f"{words} of all {of}" if of else words


def points(score: float) -> str:
    """Spell a score with at most two decimals.

    >>> points(8.25), points(9.0)
    ('8.25', '9')
    """
    _expect(score=score)
    text = _trimmed(abs(score), 2)
    return f"{'−' if score < 0 and text != '0' else ''}{text}"


def plural(number: int, noun: str) -> str:
    """Spell a count.

    >>> plural(1, "factor"), plural(8_000, "factor")
    ('1 factor', '8,000 factors')
    """
    _expect(number=number)
    return f"{number:,} {noun}{'s' * (number != 1)}"


def currencies_of(table: pd.DataFrame) -> list[str]:
    """Return the currencies in a table."""
    if not isinstance(table, pd.DataFrame):
        raise ValueError("table: expected a pandas DataFrame; convert others with .to_pandas().")
    return sorted({*map(str, table.get("currency", pd.Series()).drop_duplicates().dropna())})


def currency_of(table: pd.DataFrame) -> str:
    """Return the one currency of a table; empty if it has none or several.

    >>> currency_of(pd.DataFrame({"currency": ["USD", "USD"]}))
    'USD'
    """
    found = currencies_of(table)
    return found[0] if len(found) == 1 else ""


def escape_markdown(text: str) -> str:
    """Keep any text from being read as HTML, a link, a picture or a formula in Markdown.

    Stars stay, to make text bold. JupyterLab runs HTML that your own notebook puts into Markdown, and looks
    for formulas in the finished page, but not across the edge of an element.

    >>> escape_markdown("R&D [$5]")
    'R&amp;D &#91;<span>&#36;</span>5]'
    """
    return str(text).translate(_HARMLESS)
