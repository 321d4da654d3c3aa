"""One entry of a career document's lists: its label, its figure and its text."""

import re
from decimal import Decimal
from typing import Any

from tpm_data.errors import shown
from tpm_data.readers.pay import CURRENCY, DASHES, Money, find_money, other_period, pay_range_of

_BOLD = re.compile(r"(?P<mark>\*\*|__)(?P<label>[^*_]+)(?P=mark)(?P<figure>\s?\([^()]*\))?:?")
_YEARLY = re.compile(
    r"\s*,?\s*(?:(?:per|an?|each|/)\s?(?:year|yr|annum)\b|annually\b|yearly\b|p\.\s?a\.?|/y\b)", re.I
)
_PAY_WORDS = re.compile(r"\b(?:salary|pay|wages?|range|base|annual|year|about|approx\.?|around|from)\b", re.I)
_SCORE = re.compile(
    r"\bscored?\b\s{0,2}(?:[:=\u2013\u2014]|of\b|is\b)?\s{0,2}"
    r"(?P<value>[-\u2212+]?[0-9]+(?:[.,][0-9]+)*)"
    r"(?:\s{0,2}(?:/|out of\b|of\b)\s{0,2}(?P<scale>[-\u2212+]?[0-9]+(?:[.,][0-9]+)*))?"
    r"(?P<glued>[\w%]|\s?[-\u2013\u2014/]\s?[0-9])?",
    re.IGNORECASE,
)
_SCALE_LOST = re.compile(r"\W*(?:/|(?:out\b\W*)?of\b)\W*[0-9]+")
_BESIDE_SCORE = re.compile(r"[.;:](?=\s|$)|\s[-\u2013\u2014]\s")
_CERTIFICATION = re.compile(r"\b(?:certifi\w+|licen[cs]\w+)", re.IGNORECASE)
_DEGREE = re.compile(
    r"\b(?:degrees?|bachelor['\u2019]?s|master['\u2019]?s|mba|doctorate|ph\.?d|diploma|b\.?sc|m\.?sc)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"[-+\u2212]?[0-9]{1,6}(?:\.[0-9]{1,6})?")
_ONE_SCORE = "expected one such as “(Score: 9)” or “(Score: 8.5/10)”"
_ONE_RANGE = "expected one such as “($42,000 - $55,000)”"
_LABELLED = re.compile(
    r"(?:>\s*)?(?P<bold>\*\*|__)?(?P<label>[^.:;!?*_]{1,80})(?:\*\*|__)?:(?:\*\*|__)?\s+\S"
)
_QUOTED_MARKER = re.compile(r">\s*(?:[-*\u2022]|\(?[0-9]{1,3}[.)])\s")
_LONGEST_LABEL = 160
# Digits of any writing and signs of any currency: also those that no figure is read from.
_SIGNS = r"$\u00a2-\u00a5\u0e3f\u20a0-\u20cf\ufe69\uff04\uffe0\uffe1\uffe5\uffe6"
_PIECE = rf"[\d{_SIGNS}]"
_FIGURE = re.compile(rf"{_PIECE}|{CURRENCY}")
_TORN_BEFORE = re.compile(rf"{_PIECE}\S*$|(?:{CURRENCY})\S*\s?$|[{_SIGNS}]\s$")
_TORN_AFTER_FIGURE = re.compile(rf"\s?(?:[^\sA-Za-z(]*{_PIECE}|\(?(?:{CURRENCY}))")
_TORN_AFTER_PARENTHESIS = re.compile(rf"[^\sA-Za-z(]*{_PIECE}|\s?\(?(?:{CURRENCY}|[{_SIGNS}])")
_LOWER_END_LOST = re.compile(rf"\(\s*(?:[{DASHES}]|to)\s*$", re.IGNORECASE)
_UPPER_END_LOST = re.compile(rf"\s*(?:[{DASHES}]|to)\s*\)", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SEPARATORS = " \t.,;:-\u2013\u2014"


def read_item(text: str) -> dict[str, Any]:
    """Read an entry without a figure: ``name``, ``description``."""
    name, description = _split(text)
    return {"name": name, "description": description}


def read_education(text: str) -> dict[str, Any]:
    """Read an entry of the education list: as an item, with the ``kind`` its label names."""
    item = read_item(text)
    certification, degree = _CERTIFICATION.search(item["name"]), _DEGREE.search(item["name"])
    kind = "certification" if certification else "degree" if degree else None
    return item | {"kind": None if certification and degree else kind}


def read_score(text: str) -> dict[str, Any]:
    """Read a scored factor; raise ValueError with the reason if its score is not readable."""
    scores = list(_SCORE.finditer(text))
    if len(scores) != 1:
        what = f"{len(scores)} scores in one entry" if scores else "no readable score"
        raise ValueError(f"{what}; {_ONE_SCORE}")
    (score,) = scores
    value, scale = score["value"], score["scale"] or "10"
    if score["glued"] or not (_POINTS.fullmatch(value) and _POINTS.fullmatch(scale)):
        raise ValueError(f"a score that is not one plain number; {_ONE_SCORE}")
    points, maximum = (Decimal(number.replace("\u2212", "-")) for number in (value, scale))
    if maximum < 1:
        raise ValueError(f"a score on a scale that ends at {maximum}; expected 1 or more")
    if not 0 <= points <= maximum:
        hint = "; another scale must be stated, as in “(Score: 12/20)”"
        assumed = score["scale"] is None and points > 0
        raise ValueError(f"a score outside its scale of 0 to {maximum}{hint * assumed}")
    scale_lost = _SCALE_LOST.match(text, score.end())
    beside = "" if _enclosed(text, score.start()) else _BESIDE_SCORE.split(text[score.end() :])[0]
    if scale_lost or _FIGURE.search(beside):
        torn = (scale_lost[0] if scale_lost else beside).strip()
        raise ValueError(f"a damaged score, with {shown(torn)} beside it; {_ONE_SCORE}")
    factor, rationale = _split(*_cut(text, score.start(), score.end()))
    return {
        "factor": factor,
        "score": float(points),
        "scale_maximum": float(maximum),
        "scale_stated": score["scale"] is not None,
        "rationale": rationale,
        "source_text": score[0],
    }


def read_band(text: str) -> dict[str, Any]:
    """Read a level with its pay range; raise ValueError with the reason if there is not one."""
    money = _pay_of(text)
    _refuse_pieces(text, money.start)
    year = _YEARLY.match(text, money.end)
    before, after = text[: money.start], text[money.end :]
    opening, closing = 0, 0
    if _enclosed(text, money.start):
        opening, closing = before.rindex("("), after.find(")") + 1 or len(after)
    close_by = re.split(r"[.;:,](?=\s|$)", after[closing:][:30])[0]
    if period := other_period(before, f"{before[opening:]} {after[:closing]}" if closing else "", close_by):
        raise ValueError(f"pay for a period other than a year, {shown(period)}")
    pay = pay_range_of(money)
    rest, place = _cut(text, money.start, year.end() if year else money.end)
    title, description = _split(rest, place)
    start = description or ""
    if start.casefold().startswith("per ") and (period := other_period("", "", start)):
        raise ValueError(f"pay for a period other than a year, {shown(period)}")
    return {
        "title": title,
        "minimum": pay.minimum,
        "maximum": pay.maximum,
        "currency": pay.currency,
        "description": description,
        "source_text": pay.source_text,
    }


def reason(error: ValueError, text: str) -> str:
    """Say why an entry was not read, and name an invisible character that may be the cause."""
    hidden = _INVISIBLE.search(text)
    return f"{error}; delete the invisible character U+{ord(hidden[0]):04X}" if hidden else str(error)


def holds_figure(text: str) -> bool:
    """Whether a paragraph looks like an entry that lost its number: a label, then a figure."""
    label = text[:_LONGEST_LABEL]
    score = _SCORE.search(label)
    ends = [score.end()] if score else []
    ends += [money.end for money in find_money(label) if money.has_currency and len(money.amounts) > 1]
    return any(re.match(r"[^()]{0,20}\)?(?:\*\*|__)?\s?(?::|$)", text[end:]) for end in ends)


def starts_like_entry(text: str) -> bool:
    """Whether a text looks like an entry without a figure: a quoted marker, or a label and a colon."""
    found = _LABELLED.match(text)
    if found is None or not (found["bold"] or found["label"][0].isupper()):
        return _QUOTED_MARKER.match(text) is not None
    return bool(found["bold"]) or len(found["label"].split()) <= 3 or is_title_case(found["label"])


def is_title_case(text: str) -> bool:
    """Whether every word of a text starts with a capital, but for short ones."""
    return all(word[0].isupper() for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3)


def _pay_of(text: str) -> Money:
    """Find the one pay range of an entry; raise ValueError with the reason if there is not one."""
    found = list(find_money(text))
    ranges = [money for money in found if money.has_currency and len(money.amounts) > 1]
    if len(ranges) > 1:
        raise ValueError(f"{len(ranges)} pay ranges in one entry")
    if ranges:
        return ranges[0]
    label = text[: _label_end(text)]
    figures = [money for money in find_money(label) if money.has_currency]
    if len(figures) == 1:
        (figure,) = figures
        if _LOWER_END_LOST.search(label[: figure.start]) or _UPPER_END_LOST.match(label, figure.end):
            raise ValueError(f"a range with one end missing; {_ONE_RANGE}")
        pay_range_of(figure)
    bare = [money for money in found if len(money.amounts) > 1 and money.start <= len(label)]
    for money in bare[:1]:
        pay_range_of(money)
    raise ValueError(f"no readable pay range{_between(label, figures)}; {_ONE_RANGE}")


def _between(label: str, figures: list[Money]) -> str:
    """Say what stands between two amounts that are no range; nothing where there are not two."""
    if len(figures) > 1:
        gap = label[figures[0].end : figures[1].start].strip()
        return f", with {shown(gap) if gap else 'no dash'} between two amounts"
    large = [money for money in find_money(label) if len(money.text) > 3]
    return ", for want of a known currency sign or code" if len(large) > 1 else ""


def _refuse_pieces(text: str, start: int) -> None:
    """Raise ValueError if pieces of a figure stand before the parenthesis that holds the range."""
    if not _enclosed(text, start):
        return
    before = text[: text.rindex("(", 0, start)]
    outer = before[before.rindex("(") + 1 :] if _enclosed(before, len(before)) else ""
    if _FIGURE.search(outer):
        raise ValueError(f"a damaged figure, with {shown(outer.strip())} beside it")
    if torn := _TORN_BEFORE.search(before[-20:]):
        raise ValueError(f"a damaged figure, with {shown(torn[0].strip())} beside it")


def _cut(text: str, start: int, end: int) -> tuple[str, int]:
    """Take a figure out, with parentheses that hold nothing else; also return where it was."""
    before, after = text[:start], text[end:]
    if _enclosed(text, start):
        opening, closing = before.rindex("("), after.find(")")
        if closing < 0:
            raise ValueError("a parenthesis that is never closed")
        words = _PAY_WORDS.sub("", _YEARLY.sub("", before[opening + 1 :] + " " + after[:closing]))
        other = words.strip(_SEPARATORS)
        if _FIGURE.search(other):
            raise ValueError(f"a damaged figure, with {shown(other)} beside it")
        before = before[:opening] + (f"({other})" if other else "")
        after = after[closing + 1 :]
        if year := _YEARLY.match(after):
            after = after[year.end() :]
        if torn := _TORN_AFTER_PARENTHESIS.match(after):
            raise ValueError(f"a damaged figure, with {shown(torn[0])} beside it")
    elif re.match(r"[^():]*\)", after):
        raise ValueError("a parenthesis that is never opened")
    elif torn := _TORN_BEFORE.search(before[-20:]) or _TORN_AFTER_FIGURE.match(after):
        raise ValueError(f"a damaged figure, with {shown(torn[0].strip())} beside it")
    return before + after, len(before)


def _enclosed(text: str, start: int) -> bool:
    return text.rfind("(", 0, start) > text.rfind(")", 0, start)


def _split(text: str, figure: int | None = None) -> tuple[str, str | None]:
    """Split an entry into label and text; ``figure`` is where its figure was taken out."""
    end = _label_end(text)
    if figure is not None:
        if figure > end and text[end:figure].strip(_SEPARATORS + "*_"):
            raise ValueError("a figure inside the text; expected it beside the label")
        follows = text[figure:end].lstrip(" *_")
        if end > figure and (end == len(text) or follows[:1] in {"-", "\u2013", "\u2014"}):
            end = figure
    label = text[:end].replace("**", "").replace("__", "").strip(_SEPARATORS)
    if not label:
        raise ValueError("an entry without a label")
    description = text[end:].replace("**", "").replace("__", "").strip().lstrip(_SEPARATORS)
    return " ".join(label.split()), description or None


def _label_end(text: str) -> int:
    """Find where the label ends: behind a bold start, else at the first colon outside parentheses."""
    if bold := _BOLD.match(text):
        return bold.end()
    depth = 0
    for match in re.finditer(r"[()]|:(?=\s|$)", text):
        if match[0] == ":" and depth <= 0:
            return match.start()
        depth += {"(": 1, ")": -1}.get(match[0], 0)
    colon = re.search(r":(?=\s|$)", text)
    return colon.start() if depth > 0 and colon else len(text)
