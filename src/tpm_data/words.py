"""Numbers spelled for titles and prose: money, shares and changes."""

import html
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

_SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€", "INR": "₹"}
_CENT_SLACK = 1e-4  # of a cent: what is left of a sum of cents after floating-point arithmetic
_MOST_WITH_CENTS = 1e11  # beyond it a floating-point number no longer holds its cents


def money(amount: float, currency: str = "", exact: bool = False) -> str:
    """Spell money: ``$150k`` for titles, ``$150,221`` where exact; a minus sign stands in front.

    Exact money shows cents only where it is whole cents; a quotient is rounded to whole units.
    Without a currency there are no cents, only decimals.
    """
    symbol = _SYMBOLS.get(currency, f"{currency} " if currency else "")
    number = _in_full(abs(amount), bool(symbol)) if exact or abs(amount) < 1_000 else _in_short(abs(amount))
    return f"{'−' if amount < 0 and number != '0' else ''}{symbol}{number}"


def _in_full(size: float, in_cents: bool) -> str:
    cents = round(size * 100)
    if cents % 100 and abs(size * 100 - cents) < _CENT_SLACK and size < _MOST_WITH_CENTS:
        return f"{cents / 100:,.2f}" if in_cents else _shortened(cents / 100, 2)
    return f"{round(size):,}"


def _in_short(size: float) -> str:
    if size < 9_950:
        return _shortened(size / 1_000, 1) + "k"
    if size < 999_500:
        return f"{size / 1_000:.0f}k"
    if size < 999_995_000:
        return _shortened(size / 1_000_000, 2) + "M"
    if size < 999_995_000_000:
        return _shortened(size / 1_000_000_000, 2) + "B"
    return _shortened(size / 1_000_000_000_000, 2) + "T"


def _shortened(number: float, digits: int) -> str:
    return f"{number:,.{digits}f}".rstrip("0").rstrip(".")


def gain(amount: float, currency: str = "", exact: bool = False) -> str:
    """Spell a change in money: ``+$97k``, ``−$45k``."""
    return f"{'+' if amount > 0 else ''}{money(amount, currency, exact)}"


def listed(names: Iterable[str], most: int | None = None) -> str:
    """Join names as prose: ``a, b and c``, or ``a, b and 3 more`` if there are more than wanted."""
    every = [*names] or [""]
    if most is not None and len(every) > most + 1:
        every = [*every[:most], f"{len(every) - most} more"]
    *first, last = every
    return f"{', '.join(first)} and {last}" if first else last


def continued(text: str) -> str:
    """Start a sentence as its second half would, in lower case; a currency keeps its capitals."""
    return text[0].lower() + text[1:] if text[1:2].islower() else text


def begun(text: str) -> str:
    """Start a sentence with what is its second half elsewhere: the first letter large."""
    return text[:1].upper() + text[1:]


def percent(share: float) -> str:
    """Spell a share: ``38 %``; one decimal below one percent."""
    size = abs(share) * 100
    return f"{'−' if share < 0 else ''}{size:,.{1 if 0 < size < 1 else 0}f} %"


def change(share: float) -> str:
    """Spell a change: ``+38 %``, ``−2 %``, ``+0.3 %``; ``0 %`` only for none at all."""
    return f"{'+' if share > 0 else ''}{percent(share)}"


def portion(share: float) -> str:
    """Spell a share of everything there is: ``38 %``, ``over 99 %``, and only what is all is ``all``."""
    if share in (0, 1):
        return "all" if share else "none"
    rounded = round(share * 100)
    return {0: "under 1 %", 100: "over 99 %"}.get(rounded, f"{rounded} %")


def points(score: float) -> str:
    """Spell a score: ``8.25``, ``9``; two decimals at most, a half rounded up."""
    number = Decimal(repr(float(abs(score)))).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = f"{number:f}".rstrip("0").rstrip(".")
    return f"{'−' if score < 0 and number else ''}{text}"


def counted(number: int, noun: str) -> str:
    """Spell a count: ``1 factor``, ``8 factors``."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def currency_of(table: pd.DataFrame) -> str:
    """Return the one currency of a table; empty if it names none or several."""
    found = set(table["currency"].dropna()) if "currency" in table else set()
    return str(found.pop()) if len(found) == 1 else ""


def unformatted(text: str) -> str:
    """Keep a text of anybody's from being read as HTML, link, picture or formula in Markdown.

    Stars stay: they make a text bold. JupyterLab runs what a notebook of one's own puts into Markdown, and
    looks for formulas in the page made from it, but not across the edge of an element.
    """
    plain = html.escape(text, quote=False).replace("[", "&#91;")
    return plain.replace("$", "<span>&#36;</span>")
