"""Numbers spelled for titles and prose: money, shares and changes."""

from collections.abc import Iterable

import pandas as pd

_SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€", "INR": "₹"}


def money(amount: float, currency: str = "", exact: bool = False) -> str:
    """Spell money: ``$150k`` for titles, ``$150,221`` where exact; a minus sign stands in front."""
    symbol = _SYMBOLS.get(currency, f"{currency} " if currency else "")
    size = abs(amount)
    if exact or size < 1_000:
        number = f"{size:,.0f}" if float(size).is_integer() or not exact else f"{size:,.1f}"
    elif size < 999_500:
        number = f"{size / 1_000:.0f}k"
    else:
        number = f"{size / 1_000_000:.2f}".rstrip("0").rstrip(".") + "M"
    return f"{'−' if amount < 0 else ''}{symbol}{number}"


def gain(amount: float, currency: str = "") -> str:
    """Spell a change in money: ``+$97k``, ``−$45k``."""
    return f"{'+' if amount > 0 else ''}{money(amount, currency)}"


def listed(names: Iterable[str]) -> str:
    """Join names as prose: ``a, b and c``."""
    *first, last = [*names] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def percent(share: float) -> str:
    """Spell a share: ``38 %``; one decimal below one percent."""
    size = abs(share) * 100
    return f"{'−' if share < 0 else ''}{size:.{1 if 0 < size < 1 else 0}f} %"


def change(share: float) -> str:
    """Spell a change: ``+38 %``, ``−2 %``; ``0 %`` where it rounds to nothing."""
    percent = round(share * 100)
    return f"{'+' if percent > 0 else '−' if percent < 0 else ''}{abs(percent)} %"


def currency_of(table: pd.DataFrame) -> str:
    """Return the one currency of a table; empty if it names none or several."""
    found = set(table["currency"].dropna()) if "currency" in table else set()
    return str(found.pop()) if len(found) == 1 else ""


def unformatted(text: str) -> str:
    """Keep the dollar signs of a Markdown text from being read as the marks of a formula."""
    return text.replace("$", "&#36;")
