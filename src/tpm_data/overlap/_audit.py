"""The audit of a ladder, and the limits that published sources call usual."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.errors import one_of, told
from tpm_data.formatting import money, percent_beside
from tpm_data.tables.arguments import real
from tpm_data.tables.ladder import (
    RELATIONS,
    Ladder,
    Pairs,
    adjacent_pairs,
    ladder_of,
    overlapping_pairs,
    relations,
)

_ANY = (-math.inf, math.inf)
_TYPES = dict.fromkeys(["finding", "measure", "words", "convention"], "str")  # even without a finding
_TYPES |= {"limit": "float", "value": "float", "lower": "int64", "upper": "int64"}
_LIMITED = {
    "range_spread": ("The range spread of {lower}", "narrow spread", "wide spread"),
    "midpoint_differential": ("The midpoint step from {lower} to {upper}", "thin step", "steep step"),
    "promotion_opportunity": (
        "The raise from the midpoint of {lower} to the minimum of {upper}",
        "low raise",
        "high raise",
    ),
}


@dataclass(frozen=True, slots=True)
class Convention:
    """Limits that a source calls usual in a pay structure, for `audit`.

    Parameters
    ----------
    name : str
        Who says so. It appears in every finding.
    source : str
        Where it is written, and whom it is for.
    range_spread : tuple of two numbers
        Lowest and highest usual (maximum - minimum) / minimum, as shares: 0.4 for 40%. Both limits are
        themselves usual. ``math.inf`` means no limit.
    midpoint_differential : tuple of two numbers
        Lowest and highest usual next midpoint / midpoint - 1, in the same form.
    promotion_opportunity : tuple of two numbers
        Lowest and highest usual next minimum / midpoint - 1, in the same form. ``(0, math.inf)`` is the rule
        that a promotion from the midpoint comes with a raise. No published convention sets this limit.

    Raises
    ------
    ValueError
        If the name or source is blank, or limits are not two shares, the lower one first.

    Examples
    --------
    >>> Convention("our guideline", "pay policy 2026, page 3", midpoint_differential=(0.08, 0.12)).name
    'our guideline'
    """

    name: str
    source: str
    range_spread: tuple[float, float] = _ANY
    midpoint_differential: tuple[float, float] = _ANY
    promotion_opportunity: tuple[float, float] = _ANY

    def __post_init__(self) -> None:
        if not all(isinstance(text, str) and text.strip() for text in (self.name, self.source)):
            raise ValueError("A convention needs a name and a source.")
        for name in _LIMITED:
            limits = getattr(self, name)
            shares = [*map(real, limits)] if isinstance(limits, tuple | list) else []
            # e.g. 40, typed for 40%
            mistaken = any(10 <= abs(share) < math.inf for share in shares)
            if len(shares) != 2 or not shares[0] <= shares[1] or mistaken:
                raise ValueError(f"{name} takes two shares, lower first (0.4 is 40%), not {told(limits)}.")


CONVENTIONS = {
    "eri": Convention(
        "ERI",
        "ERI Economic Research Institute (SalaryExpert), Common Compensation Terms & Formulas, 2024. "
        "For grades from professionals to executives: spreads of at least 50%, midpoints 10-15% apart "
        "for professionals and managers, 15-20% for executives.",
        range_spread=(0.5, math.inf),
        midpoint_differential=(0.1, 0.2),
    ),
    "mercer": Convention(
        "Mercer",
        "Mercer, From reference points to bands: which is best for my organization? "
        "For a traditional structure: spreads of 40-60% (30-100% across a whole organisation, from entry "
        "level to executives), midpoints 10-20% apart, further apart at the top.",
        range_spread=(0.4, 0.6),
        midpoint_differential=(0.1, 0.2),
    ),
}

_YOUR_OWN = " For your own, pass Convention('ours', 'pay policy 2026', range_spread=(0.4, 0.6))."


def audit(
    bands: pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    convention: Literal["eri", "mercer"] | Convention | None = None,
) -> pd.DataFrame:
    r"""List what a compensation analyst would look at twice in a ladder.

    These are findings, not violations. Bands gathered from a market may well show all of them.

    Parameters
    ----------
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (money per year), and
        ``currency`` if the sentences should show it.
    by : str or sequence of str, optional
        Columns that separate several ladders; the answer is given per group.
    convention : {"eri", "mercer"} or Convention, optional
        Limits to compare the ladder with, by name (`CONVENTIONS`) or your own. Published conventions
        disagree, so by default only the structure is checked.

    Returns
    -------
    DataFrame
        One row per finding, ordered by group (as they appear), finding (in the order of the table below),
        lower and upper level: the group, ``currency`` if there is one, ``finding``,
        ``lower_level``, ``lower_title``, ``upper_level``, ``upper_title`` (missing if the finding
        concerns one band), ``measure``, ``value`` (money or a share, depending on the measure), ``limit`` and
        ``convention`` (missing if the finding is only about structure), ``sentence`` (the same in words,
        rounded). ``attrs["convention"]`` is the name of the convention used, even if nothing was found.

        | finding                    | measure               | found if                         |
        | -------------------------- | --------------------- | -------------------------------- |
        | minimum inversion          | minimum_change        | < 0, to the next level           |
        | midpoint inversion         | midpoint_change       | < 0, to the next level           |
        | maximum inversion          | maximum_change        | < 0, to the next level           |
        | equal bands                | overlap               | any two bands are equal          |
        | nested band                | overlap               | one of any two is in the other   |
        | gap                        | signed_overlap        | < -1, to the next level          |
        | narrow spread, wide spread | range_spread          | outside the convention           |
        | thin step, steep step      | midpoint_differential | outside the convention           |
        | low raise, high raise      | promotion_opportunity | outside the convention           |

    Raises
    ------
    TableError
        If the bands break the contract of ``salary_bands``; every offending row is named.
    ValueError
        If there is no such convention.

    Notes
    -----
    The measures are those of `pairs`, `levels` and `promotions`; a change is the next level's
    value - this level's, in money. Equal and nested bands are found among all that overlap, however
    many levels apart. Everything else compares a level with the next one. A band that ends at 40,000
    and one that starts at 40,001 have no gap: there is no whole amount between them.

    Printed pay is rounded to whole money, so a spread of 40% may come out as 39.999%. A measure is
    outside a convention only if it is outside for all ends and midpoints that round to these. A value
    on a limit is within it. A ladder designed within a convention therefore has no findings under it.
    A promotion that can come without a raise is not in itself a finding. It is the rule in ladders with
    steps narrower than half their spread: see ``promotion_opportunity`` of `promotions`.

    Examples
    --------
    >>> import tpm_data
    >>> bands = tpm_data.load("salary_bands")
    >>> print(*audit(bands)["sentence"], sep="\n")
    The maximum of Vice President of Product Management is $5,000 below that of Director of
      Product Management, the level before it.
    Vice President of Product Management ($191,250 to $215,000) is entirely inside Director of
      Product Management ($150,221 to $220,000).
    >>> found = audit(bands, convention="mercer").query("convention == 'Mercer'")
    >>> found[["finding", "lower_level", "upper_level", "value", "limit"]].round(3)
             finding  lower_level  upper_level  value  limit
    2  narrow spread            3         <NA>  0.370    0.4
    3  narrow spread            5         <NA>  0.124    0.4
    4      thin step            2            3  0.067    0.1
    5      thin step            4            5  0.097    0.1
    6     steep step            1            2  0.385    0.2
    """
    named = convention
    if named is not None and not isinstance(named, Convention):
        named = CONVENTIONS[one_of(named, CONVENTIONS, "convention", _YOUR_OWN)]
    ladder = ladder_of(bands, by)
    found = pd.concat(_findings(ladder, named)).reindex(columns=[*_TYPES]).astype(_TYPES)
    found = found.iloc[np.argsort(ladder.group[found["lower"]], kind="stable")].reset_index(drop=True)
    lower, upper = found["lower"].to_numpy(), found["upper"].to_numpy()
    columns: dict[str, Any] = {
        "finding": found["finding"],
        "lower_level": ladder.take("level", lower),
        "lower_title": ladder.take("title", lower),
        "upper_level": pd.array(ladder.level, "Int64").take(upper, allow_fill=True),
        "upper_title": ladder.rows["title"].array.take(upper, allow_fill=True),
    }
    columns |= {name: found[name] for name in ("measure", "value", "limit", "convention")}
    columns["sentence"] = pd.Series([*_sentences(ladder, found)], dtype="str")
    result = ladder.result(lower, columns)
    result.attrs["convention"] = named.name if named else None
    return result


def _findings(ladder: Ladder, named: Convention | None) -> Iterator[pd.DataFrame]:
    """Check everything, in the order in which findings are listed."""
    minimum, maximum, twice_mid = 2 * ladder.low, 2 * ladder.high, ladder.twice_mid
    steps, any_two = adjacent_pairs(ladder), overlapping_pairs(ladder)
    lower, upper = steps
    for name, twice in {"minimum": minimum, "midpoint": twice_mid, "maximum": maximum}.items():
        change = (twice[upper] - twice[lower]) / 2
        words = f"The {name} of {{upper}} is {{money}} below that of {{lower}}, the level before it."
        yield _found(f"{name} inversion", f"{name}_change", words, steps, change, change < 0)
    overlap, relation = relations(ladder, *any_two)
    words = "{lower} and {upper} have the same band, {outer_band}."
    yield _found("equal bands", "overlap", words, any_two, overlap, relation == RELATIONS.index("equal"))
    words = "{inner} ({inner_band}) is entirely inside {outer} ({outer_band})."
    yield _found("nested band", "overlap", words, any_two, overlap, relation == RELATIONS.index("nested"))
    signed, _ = relations(ladder, *steps)
    words = "There is a gap of {money} between {lower} and {upper}: pay inside it is in neither band."
    yield _found("gap", "signed_overlap", words, steps, signed, signed < -1)
    if named is None:
        return
    alone = ladder.order, np.full(len(ladder), -1)
    measured = {
        "range_spread": (alone, maximum[ladder.order], minimum[ladder.order]),
        "midpoint_differential": (steps, twice_mid[upper], twice_mid[lower]),
        "promotion_opportunity": (steps, minimum[upper], twice_mid[lower]),
    }
    for measure, (rows, above, below) in measured.items():
        what, under, over = _LIMITED[measure]
        low, high = getattr(named, measure)
        # Both were rounded to whole money, so each, doubled, is off by at most one.
        too_low, too_high = (above - below + 2) / (below - 1) < low, (above - below - 2) / (below + 1) > high
        for finding, found, limit, side in ((under, too_low, low, "below"), (over, too_high, high, "above")):
            words = f"{what} is {{share}}, {side} the limit of {{limit}} ({{convention}})."
            said_by = {"limit": limit, "convention": named.name}
            yield _found(finding, measure, words, rows, (above - below) / below, found, **said_by)


def _found(
    finding: str, measure: str, words: str, rows: Pairs, value: npt.NDArray[Any], found: Any, **limit: Any
) -> pd.DataFrame:
    """Make one row per finding: rows of the ladder (-1 for none), the measure, a sentence to be filled in."""
    at = np.flatnonzero(found)
    facts = {"finding": finding, "measure": measure, "words": words} | limit
    facts |= {"lower": rows[0][at], "upper": rows[1][at], "value": value[at].astype(float)}
    return pd.DataFrame(facts)


def _sentences(ladder: Ladder, found: pd.DataFrame) -> Iterator[str]:
    """Write each finding as a sentence."""
    title, width = ladder.rows["title"].to_numpy(), ladder.width
    currency = ladder.rows.get("currency", pd.Series("", ladder.rows.index)).to_numpy()
    for row in found.to_dict("records"):
        one, other = row["lower"], row["upper"]
        inner, outer = (one, other) if width[one] < width[other] else (other, one)
        spell = partial(money, currency=currency[one], exact=True)
        yield row["words"].format(
            lower=title[one],
            upper=title[other],
            inner=title[inner],
            outer=title[outer],
            inner_band=f"{spell(ladder.low[inner])} to {spell(ladder.high[inner])}",
            outer_band=f"{spell(ladder.low[outer])} to {spell(ladder.high[outer])}",
            money=spell(abs(row["value"])),
            share=percent_beside(row["value"], 0.0 if math.isnan(row["limit"]) else row["limit"]),
            limit=f"{100 * row['limit']:g}%",
            convention=row["convention"],
        )
