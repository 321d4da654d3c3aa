"""What notebooks show: sentences with money, and tables with headings and number formats."""

import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import repeat
from typing import Any

import numpy as np
import pandas as pd

from tpm_data import formatting
from tpm_data.errors import spelled_out, told
from tpm_data.tables.arguments import whole
from tpm_data.tables.glossary import words_of

_SPELLED: dict[str, Callable[[Any, Any], str]] = {
    "money": lambda value, currency: formatting.money(value, str(currency), exact=True),
    "percent": lambda value, _: formatting.percent(value),
    "points": lambda value, _: formatting.points(value),
    "ratio": lambda value, _: f"{value:.2f}",
    "count": lambda value, _: f"{value:,.0f}",
}
_REAL: Any = (int, float, np.number)
_MOST = 1e24  # a larger number is not a measure, and is shown as it is


class Shown:
    """What a notebook shows as HTML or Markdown, and a terminal as plain text."""

    def __init__(self, plain: str, **rich: str) -> None:
        self._plain, self._rich = plain, rich

    def __repr__(self) -> str:
        return self._plain

    def _repr_mimebundle_(self, *_: Any, **__: Any) -> dict[str, str]:
        return {f"text/{kind}": text for kind, text in self._rich.items()} | {"text/plain": self._plain}


class InputError(ValueError):
    """An input of a notebook that cannot be used; IPython shows only the message, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@contextmanager
def asking(name: str) -> Iterator[None]:
    """Report any error in the block as one line about an input of the notebook.

    Parameters
    ----------
    name : str
        The input, as readers of the notebook know it.

    Raises
    ------
    InputError
        Instead of any error about a value, a file, a name or an argument.

    Examples
    --------
    >>> with asking("weights"):
    ...     raise ValueError("give a number")
    Traceback (most recent call last):
    tpm_data.notebook.InputError: Please check weights: give a number
    """
    try:
        yield
    except (ValueError, KeyError, OSError, TypeError) as error:
        words = "; ".join(map(str, getattr(error, "problems", ())[:3])) or str(error)
        if isinstance(error, KeyError):
            words = f"{words} is missing"
        elif isinstance(error, OSError) and error.strerror:
            words = f"{error.strerror}: {error.filename}"
        raise InputError(f"Please check {name}: {words.removeprefix(f'{name}: ')}") from None


def say(*sentences: str) -> Shown:
    """Show sentences in a notebook, as Markdown in which a dollar sign stays a dollar sign.

    Parameters
    ----------
    *sentences : str
        Paragraphs. ``**`` and ``*`` make words bold and italic.

    Returns
    -------
    Shown
        Markdown in a notebook, the same text in a terminal.

    Raises
    ------
    ValueError
        If any of them is not a text.

    Examples
    --------
    >>> say(f"Pay runs from **${83_350:,.0f}** to **${220_000:,.0f}**.")
    Pay runs from **$83,350** to **$220,000**.
    """
    if wrong := [text for text in sentences if not isinstance(text, str)]:
        raise ValueError(f"say takes texts, not {told(wrong[0])}.")
    text = "\n\n".join(sentences)
    # JupyterLab looks for formulas between two dollar signs, first in the Markdown and then in the page. An
    # entity hides the sign from the first search, its own element from the second.
    return Shown(text, markdown=text.replace("$", "<span>&#36;</span>"))


def show(table: pd.DataFrame, *, caption: str = "", rows: int = 20) -> Shown:
    """Show a table in a notebook with headings, units and number formats from the glossary.

    Parameters
    ----------
    table : DataFrame
        A bundled table, the answer of an analysis, or your own. Columns that are not in the glossary keep
        their names and values as they are.
    caption : str, optional
        A line below the table.
    rows : int, default 20
        How many rows to show at most. If there are more, a line below says how many.

    Returns
    -------
    Shown
        An HTML table in a notebook, plain text in a terminal.

    Raises
    ------
    ValueError
        If it is not a table, ``caption`` is not a text, or ``rows`` is not a whole number above zero.
    ImportError
        If great-tables is not installed; it comes with ``pip install 'tpm-data[lab]'``.

    Examples
    --------
    >>> import tpm_data
    >>> ladder = tpm_data.progression.levels(tpm_data.load("salary_bands"))
    >>> show(ladder[["title", "minimum", "range_spread"]].head(2))
                                  Title  Minimum Range spread
    Associate Technical Product Manager  $83,350          60%
              Technical Product Manager $120,011          50%
    """
    if not isinstance(table, pd.DataFrame):
        raise ValueError(f"show takes a DataFrame, not {told(table)}.")
    if not isinstance(caption, str):
        raise ValueError(f"caption takes a text, not {told(caption)}.")
    whole("rows", rows, 1, sys.maxsize)
    names = [at for at, name in enumerate(table.index.names) if name is not None and name not in table]
    named = table.reset_index(names) if names else table
    words = words_of([*named.columns])
    money = named["currency"].fillna("") if "currency" in named else repeat(table.attrs.get("currency", ""))
    cells = {}
    for at, word in enumerate(words):
        beside = zip(named.iloc[:rows, at], money, strict=False)
        cells[str(at)] = [_spelled(value, word["format"], currency) for value, currency in beside]
    labels = [word["label"] or str(word["column"]) for word in words]
    notes = [f"{rows:,} of {len(named):,} rows"] * (len(named) > rows) + [caption] * bool(caption)
    texts = pd.DataFrame(cells)
    plain = texts.set_axis(labels, axis="columns").to_string(index=False)
    return Shown("\n".join([plain, *notes]), html=_html(texts, labels, [w["format"] for w in words], notes))


def _spelled(value: Any, kind: str, currency: Any) -> str:
    """Spell a value in the format of its column, or as text if it is not a measure."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "–"
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if kind in _SPELLED and isinstance(value, _REAL) and abs(value) < _MOST:
        return _SPELLED[kind](value, currency)
    if isinstance(value, float):
        return f"{value:.10g}"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else spelled_out(str(value))


def _html(texts: pd.DataFrame, labels: list[str], formats: list[str], notes: list[str]) -> str:
    """Write a table of texts as HTML, the same at every run."""
    try:
        from great_tables import GT
    except ImportError:
        raise ImportError("Tables in notebooks need great-tables: pip install 'tpm-data[lab]'.") from None

    digest = hashlib.sha256("\0".join([*labels, *texts.to_numpy().ravel()]).encode()).hexdigest()[:8]
    made = GT(texts, id=f"t{digest}").cols_label(dict(zip(texts.columns, labels, strict=True)))
    numbers = [name for name, kind in zip(texts.columns, formats, strict=True) if kind in _SPELLED]
    made = made.cols_align("left").cols_align("right", columns=numbers)
    for note in notes:
        made = made.tab_source_note(note)
    # Where styles are dropped, as in a notebook that was not run, text would be right-aligned.
    text = re.sub(r'(class="[^"]*gt_left")', r'\1 style="text-align: left"', made.as_raw_html())
    # JupyterLab would make a formula of any text between two dollar signs.
    return f'<div class="mathjax_ignore tex2jax_ignore">{text}</div>'
