"""Writers of valid pay ranges and career documents in every accepted notation, for hypothesis.

Each writer draws what is meant first and then a way to print it, so that reading it back has one
right answer: the one it was written from.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from hypothesis import assume
from hypothesis import strategies as st

SIGNS = {
    "USD": ("$", "US$"),
    "GBP": ("£",),
    "EUR": ("€",),
    "INR": ("₹",),
    "CAD": ("C$", "CA$"),
    "AUD": ("A$",),
    "CHF": (),
    "SEK": (),
}
SPACES = (" ", "\u00a0", "\u202f")
DASHES = ("-", "–", "—")
PERIODS = ("", " per year", " a year", "/yr", "/year", " annually", " per annum", " p.a.")
MARKS = ("", ",", ".", "'", "’", *SPACES)
LARGEST_PAY = 10**9


def western(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)


def indian(number: int) -> str:
    return re.sub(r"(\d)(?=(\d\d)+\d$)", r"\1,", str(number))


def in_unit(number: int, unit: str) -> Decimal | None:
    """Write a number in thousands or millions; none if more than two decimals would be needed.

    With three decimals the point could be a thousands mark: the reader refuses that by decision.
    """
    size = {"k": 1_000, "m": 1_000_000}[unit.lower()]
    exact = Decimal(number) / size
    return exact if exact == round(exact, 2) else None


@st.composite
def printed_amounts(draw: st.DrawFn, number: int, currency: str, mark: str) -> str:
    """One amount in full or in a unit, without its currency."""
    ways = ["full"] + [unit for unit in "kKmM" if in_unit(number, unit) is not None]
    way = draw(st.sampled_from(ways))
    if way != "full":
        value = in_unit(number, way)
        digits = draw(st.sampled_from([f"{value.normalize():f}", f"{value:.2f}"]))
        return digits + draw(st.sampled_from(["", " "])) + way
    if currency == "INR" and mark == ",":
        return draw(st.sampled_from([indian(number), western(number, ",")]))
    cents = draw(st.sampled_from(["", "", "", ",00" if mark == "." else ".00"]))
    return western(number, mark) + cents


@st.composite
def printed_ranges(draw: st.DrawFn, minimum: int, maximum: int, currency: str) -> str:
    """A range of pay in any supported notation, its currency named once or at both ends."""
    mark, space = draw(st.sampled_from(MARKS)), draw(st.sampled_from(["", *SPACES]))
    sign = draw(st.sampled_from(SIGNS[currency] or ("",)))
    gap = space or " "
    naming = [f"{currency}{gap}{{}}", f"{{}}{gap}{currency}"]
    naming += [f"{sign}{{}}", f"{sign}{{}} {currency}"] if sign else []
    naming += [f"{{}}{space}{sign}"] if len(sign) == 1 else []
    named, which = draw(st.sampled_from(naming)), draw(st.sampled_from(["both", "first", "last"]))
    # A unit may be printed once for both ends, where both are below a thousand of it.
    units = [u for u in "kKmM" if all((in_unit(n, u) or 1_000) < 1_000 for n in (minimum, maximum))]
    unit = draw(st.sampled_from([*units, "", ""])) if units else ""
    stands = draw(st.sampled_from(["first", "last"]))
    ends = []
    for place, number in (("first", minimum), ("last", maximum)):
        if unit:
            amount = f"{in_unit(number, unit).normalize():f}" + unit * (stands == place)
        else:
            amount = draw(printed_amounts(number, currency, mark))
        ends.append(named.format(amount) if which in ("both", place) else amount)
    # A point that parts thousands at one end and decimals at the other can be read in two ways.
    assume(mark != "." or not any(re.search(r"\.[0-9]{1,2}(?![0-9])", end) for end in ends))
    around = draw(st.sampled_from(["", *SPACES]))
    dashes = [f"{around}{dash}{around}" for dash in DASHES]
    return draw(st.sampled_from([*dashes, " to ", " TO "])).join(ends)


@st.composite
def pays(draw: st.DrawFn, least: int = 1_000) -> tuple[int, int]:
    """Two ends of a range; half of them round numbers, as people print them."""
    step = draw(st.sampled_from([1, 1, 10, 500, 1_000, 10_000, 1_000_000]))
    first = -(-least // step)
    ends = st.integers(first, LARGEST_PAY // step).map(lambda n: n * step)
    few = st.integers(first, max(first, 900_000 // step)).map(lambda n: n * step)
    low, high = sorted([draw(ends | few), draw(ends | few)])
    return low, high


@dataclass
class Written:
    """A document's text and what reading it must give."""

    text: str
    title: str | None
    unknown_sections: tuple[str, ...]
    tables: dict[str, list[dict]] = field(default_factory=dict)


CAREERS = ("Baker", "Deep-Sea Welder", "TPM (Technical Product Manager)", "Ökologin", "Nurse")
TITLE_WORDS = ("Junior", "Senior", "Head of", "Staff", "Baker", "Welder", "K-12 Teacher", "Nurse (RN)", "VP")
PROSE = (
    "bakes bread for the whole town while others sleep in",
    "has 3-5 years of practice and works 24/7 with colleagues",
    "reads — slowly — what the plan says: nothing new there",
    "knows that a café isn’t a bakery (mostly) and says so",
    "Müller helps",
)
HEADINGS = {
    "salary_bands": ("Career Progression for {an}", "{name} Career Progression"),
    "attractiveness_scores": ("Is Being {an} a Good Career?", "Is {name} a Good Career Path"),
    "career_steps": ("Steps to Become {an}", "How to Become {an}?"),
    "career_tracks": ("Different {name} Career Tracks", "Career Tracks for {an}"),
    "essential_skills": ("Essential Skills for {an}", "Essential {name} Skills"),
    "education": ("Educational Requirements for {an}", "Education Requirements"),
}
UNKNOWN = ("Conclusion", "Why Work at All?", "Frequently Asked Questions")
KINDS = {
    "Bachelor's Degree in Flour": "degree",
    "MBA": "degree",
    "Oven Certification": "certification",
    "Licensed Taster": "certification",
    "Evening School": None,
}


@st.composite
def documents(draw: st.DrawFn) -> Written:
    """A valid career document: sections in any order, any marker, label, heading and figure style."""
    name = draw(st.sampled_from(CAREERS))
    naming = {"name": name, "an": f"{'an' if name[0] in 'AEIOUÖ' else 'a'} {name}"}
    title = draw(st.none() | st.just(f"{name} Career Path"))
    heading_style = draw(st.sampled_from(["{}", "## {}", "**{}**", "## **{}**", "{}:"]))
    known = draw(st.lists(st.sampled_from(sorted(HEADINGS)), min_size=1, unique=True))
    others = draw(st.lists(st.sampled_from(UNKNOWN), max_size=2, unique=True))
    order = [known[0], *draw(st.permutations([*known[1:], *others]))]
    written = Written("", title, tuple(n.rstrip(": ") for n in order if n in UNKNOWN))
    lines = [title, ""] if title else []
    for section in order:
        style = heading_style
        if section in UNKNOWN:
            style = style.replace("{}:", "{}")
            lines += [style.format(section), ""]
            lines += [f"Some words on {name}s, and $4,000 of them at that.", ""] * draw(st.integers(0, 1))
            continue
        heading = draw(st.sampled_from(HEADINGS[section])).format(**naming)
        lines.append(style.format(heading) + draw(st.sampled_from(["", " "])))
        lines += [""] * draw(st.integers(0, 2))
        if draw(st.booleans()):
            lines += [f"Here is what a {name} can expect.", ""]
        written.tables[section] = draw(_lists(section, lines))
        for row in written.tables[section]:
            row["section"] = heading.rstrip(": ")
        if draw(st.booleans()):
            lines += ["", "So much for that; a day has 24 hours."]
        lines += [""]
    written.text = "\n".join(lines) + "\n" * draw(st.integers(0, 1))
    return written


@st.composite
def _lists(draw: st.DrawFn, table: str, lines: list[str]) -> list[dict]:
    """Write the list of a section behind the lines; return the rows that it must give."""
    marker = draw(st.sampled_from(["{}. ", "{}) ", "({}) ", "1. ", "- ", "* ", "• ", "{}.\t"]))
    indent = " " * draw(st.integers(0, 3))
    apart = draw(st.booleans())
    currency = draw(st.sampled_from(sorted(SIGNS)))
    count = draw(st.integers(1, 4))
    labels = list(KINDS) if table == "education" else [f"{w} {n}" for n in "AB" for w in TITLE_WORDS]
    chosen = draw(st.lists(st.sampled_from(labels), min_size=count, max_size=count, unique=True))
    rows = []
    for position, label in enumerate(chosen, 1):
        row = {"source_line": len(lines) + 1}
        figure = ""
        if table == "salary_bands":
            low, high = draw(pays(10_000))  # less is very low for a year in most currencies
            printed = draw(printed_ranges(low, high, currency))
            figure = f"({printed}{draw(st.sampled_from(PERIODS))})"
            found = {"level": position, "title": label, "minimum": low, "maximum": high, "currency": currency}
        elif table == "attractiveness_scores":
            found, printed = draw(_scores())
            figure = f"({printed})"
            found |= {"position": position, "factor": label}
        else:
            found = {"position": position, "name": label}
            found |= {"kind": KINDS[label]} if table == "education" else {}
        row |= found | ({"source_text": printed} if figure else {})
        prose = draw(st.none() | st.sampled_from(PROSE))
        row["rationale" if table == "attractiveness_scores" else "description"] = prose
        entry = draw(_labelled(label, figure)) + (f" {prose}" if prose else "")
        if not prose:
            entry = entry.rstrip(":")
        wrapped = draw(_wrapped(entry, len(indent)))
        lines.append(indent + marker.format(position) + wrapped[0])
        lines.extend(wrapped[1:])
        lines.extend([""] * apart)
        rows.append(row)
    pairs = [*pairwise(rows)] if table == "salary_bands" else []
    falls = all(a["minimum"] >= b["minimum"] and a["maximum"] >= b["maximum"] for a, b in pairs)
    if pairs and falls and rows[0]["minimum"] > rows[-1]["minimum"]:
        # A ladder from the top down is numbered from its last row.
        rows = [row | {"level": level} for level, row in enumerate(reversed(rows), 1)]
    return rows


@st.composite
def _scores(draw: st.DrawFn) -> tuple[dict, str]:
    scale = draw(st.sampled_from([None, None, "10", "5", "100", "7.5"]))
    decimals = draw(st.integers(0, 3))
    most = Decimal(scale or "10")
    score = draw(st.decimals(0, most, places=decimals)).copy_abs()
    printed = f"{score:f}"
    way = draw(st.sampled_from(["/", " / ", " out of ", " of "])) + scale if scale else ""
    colon = draw(st.sampled_from(["Score: ", "Score ", "score: "]))
    expected = {"score": float(printed), "scale_maximum": float(most), "scale_stated": scale is not None}
    return expected, f"{colon}{printed}{way}"


@st.composite
def _labelled(draw: st.DrawFn, label: str, figure: str) -> str:
    """A label with its figure, plain or bold, the colon inside the bold or outside."""
    whole = f"{label} {figure}".rstrip()
    other = f"**{label}** {figure}:" if figure else f"__{label}__:"
    return draw(st.sampled_from([f"{whole}:", f"**{whole}:**", f"**{whole}**:", other]))


@st.composite
def _wrapped(draw: st.DrawFn, entry: str, indent: int) -> list[str]:
    """Break an entry at some of its plain spaces; the lines that follow are indented or not."""
    words = entry.split(" ")
    breaks = draw(st.sets(st.integers(1, len(words) - 1), max_size=3)) if len(words) > 1 else set()
    margin = " " * draw(st.sampled_from([0, indent + 3]))
    lines, line = [], words[0]
    for place, word in enumerate(words[1:], 1):
        starts = re.match(r"[-–—*•_]|\d+[.)]$", word)  # another entry, for Markdown
        if place in breaks and word and not starts:
            lines.append(line)
            line = margin + word
        else:
            line += f" {word}"
    return [*lines, line]
