"""Where pay falls in official wage percentiles: context for a career's pay, never its verification."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.anchors import EVERY_INDUSTRY, NATION, Anchor, Names, anchors_of, checked, choose
from tpm_data.columns import groups_of
from tpm_data.errors import Problem, TableError, one_of, refuse_clash
from tpm_data.placement import currencies_of, read_amounts
from tpm_data.progression import levels
from tpm_data.words import currency_of

__all__ = ["anchors", "compare", "percentile"]

Component = Literal["base", "bonus", "equity", "overtime", "benefits", "total", "unknown"]

_ANSWERS = (
    *("end", "amount", "occupation_code", "occupation", "industry", "area"),
    *("percentile", "position", "median", "market_ratio", "caveat"),
)
_REFUSAL = "The pay was not compared."
_NOT_BASE = {
    "bonus": "a bonus paid on top of base pay is not in the published wages",
    "equity": "shares and options are not in the published wages",
    "overtime": "the published wages are for straight time, without overtime",
    "benefits": "what an employer spends on benefits is not in the published wages",
    "total": "total pay holds bonus, equity or benefits, and the published wages hold none of them; "
    "take its base pay alone",
    "unknown": "only base pay can be compared; find out first what the amount holds",
}


def anchors(
    wages: pd.DataFrame | None = None,
    *,
    occupations: Names = None,
    industries: Names = EVERY_INDUSTRY,
    areas: Names = NATION,
) -> pd.DataFrame:
    """Lay out the published percentiles of occupations, one anchor beside the other.

    Parameters
    ----------
    wages : DataFrame, optional
        One row per percentile, as ``market_wages``; the bundled table if none is given.
    occupations, industries, areas : str, sequence of str or None
        What to choose, by code, by name or by how a name starts (``"San Jose"``); None for all.

    Returns
    -------
    DataFrame
        One row per anchor, an occupation in an industry and an area, ordered by area, industry and
        occupation as asked for: ``occupation_code``,
        ``occupation``, ``industry``, ``area``, ``currency`` if there is one, and a column per
        published percentile, ``p10`` to ``p90`` for the bundled table (money per year).

    Raises
    ------
    TableError
        If the wages break their contract, fall where the percentile rises, or hold nothing of
        what is asked for; every problem is named, with the nearest name there is.

    Examples
    --------
    >>> anchors(occupations=["11-3021", "Software Dev"])[["occupation_code", "p10", "p50", "p90"]]
      occupation_code     p10     p50     p90
    0         11-3021  107550  175140  297510
    1         15-1252   82460  135980  214670
    """
    table = checked(wages)
    chosen, problems = choose(table, occupations, industries, areas)
    if problems:
        raise TableError("The anchors were not chosen.", problems)
    found = anchors_of(chosen)
    rows = [
        anchor.names | {f"p{p}": wage for p, wage in zip(anchor.percentiles, anchor.wages, strict=True)}
        for anchor in found
    ]
    columns = [*found[0].names, *(f"p{p}" for p in sorted({*chosen["percentile"]}))]
    return _with_basis(pd.DataFrame(rows, columns=columns), table)


def percentile(
    amounts: float | str | Sequence[float | str],
    wages: pd.DataFrame | None = None,
    *,
    component: Component = "base",
    occupations: Names = None,
    industries: Names = EVERY_INDUSTRY,
    areas: Names = NATION,
) -> pd.DataFrame:
    """Say where amounts of base pay fall among the published percentiles of several anchors.

    Parameters
    ----------
    amounts : number, text, or a sequence of them
        Base pay per year, in the currency of the wages. A text is read as printed money: ``"$150k"``.
    wages : DataFrame, optional
        One row per percentile, as ``market_wages``; the bundled table if none is given.
    component : str
        What the amounts are. Only ``"base"`` is compared; bonus, equity, overtime, benefits, total
        pay and ``"unknown"`` are refused, each with the reason.
    occupations, industries, areas : str, sequence of str or None
        What to choose, by code, by name or by how a name starts (``"San Jose"``); None for all.

    Returns
    -------
    DataFrame
        One row per amount and anchor, in the order of the amounts and of `anchors`: ``amount``,
        ``occupation_code``, ``occupation``, ``industry``, ``area``, ``currency`` if there is one,
        ``percentile`` (missing below the lowest and above the highest published one),
        ``position`` (the same in words: below P10, about P33, P50, above P90), ``median`` (money per
        year, missing if not published), ``market_ratio`` = amount / median, ``caveat`` of the
        published wages used.

    Raises
    ------
    TableError
        If the pay is not base pay, an amount is none, an occupation, industry or area is unknown,
        or the wages break their contract; every problem is named.

    Notes
    -----
    Linear between two published percentiles p < q of wages v < w: p + (q - p)(amount - v) / (w - v).
    Where several percentiles have the same wage, that wage has the highest of them. BLS counts as
    wages straight-time pay, with commissions and production bonuses and without other bonuses,
    overtime and benefits (OEWS pay terms for respondents). An anchor is context: no occupation of
    the classification is a product manager.

    Examples
    --------
    >>> placed = percentile("$150k", occupations=["11-3021", "15-1252", "13-1082"])
    >>> placed[["occupation_code", "percentile", "position", "market_ratio"]].round(2)
      occupation_code  percentile   position  market_ratio
    0         11-3021       33.05  about P33          0.86
    1         15-1252       59.74  about P60          1.10
    2         13-1082       82.27  about P82          1.47
    """
    table = checked(wages)
    chosen, problems = _comparable(component, table, occupations, industries, areas)
    pay: list[float] = []
    try:
        pay = read_amounts(amounts, currencies_of(chosen), "wages")
    except TableError as error:
        problems += error.problems
    if problems:
        raise TableError(_REFUSAL, problems)
    return _with_basis(_placed(np.asarray(pay), anchors_of(chosen)), table)


def compare(
    bands: pd.DataFrame,
    wages: pd.DataFrame | None = None,
    by: str | Sequence[str] | None = None,
    *,
    component: Component = "base",
    occupations: Names = None,
    industries: Names = EVERY_INDUSTRY,
    areas: Names = NATION,
) -> pd.DataFrame:
    """Say where minimum, midpoint and maximum of every band fall among published percentiles.

    Parameters
    ----------
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (base pay per year).
    wages : DataFrame, optional
        One row per percentile, as ``market_wages``; the bundled table if none is given.
    by : str or sequence of str, optional
        Columns that tell several ladders apart.
    component, occupations, industries, areas
        As in `percentile`.

    Returns
    -------
    DataFrame
        One row per level, end of its band and anchor, ordered by group and level: the group,
        ``level``, ``title``, ``end`` (minimum, midpoint, maximum) and the columns of `percentile`.
        What the bands rest on stands in ``attrs["bands_basis"]``.

    Raises
    ------
    TableError
        As `percentile`; also if the bands break the contract of ``salary_bands`` or are in another
        currency than the wages.

    Examples
    --------
    >>> import tpm_data
    >>> bands = tpm_data.load("salary_bands")
    >>> ends = compare(bands, occupations="11-3021").query("end != 'midpoint'")
    >>> ends[["level", "end", "amount", "position"]].tail(4)
        level      end    amount   position
    9       4  minimum  150221.0  about P33
    11      4  maximum  220000.0  about P75
    12      5  minimum  191250.0  about P59
    14      5  maximum  215000.0  about P72
    """
    ladder, table = levels(bands, by), checked(wages)
    chosen, problems = _comparable(component, table, occupations, industries, areas)
    if unit := currency_of(chosen):
        others = [currency for currency in currencies_of(ladder) if currency != unit]
        problems += (Problem("bands", f"the wages are in {unit}, these are in", other) for other in others)
    if problems:
        raise TableError(_REFUSAL, problems)
    groups = [name for name in groups_of(by) if name != "currency"]
    refuse_clash(groups, _ANSWERS)
    ends = ["minimum", "midpoint", "maximum"]
    # Wages that name no currency are taken to be in that of the bands.
    kept = [name for name in ladder.columns if name == "currency" and name not in chosen]
    pay = ladder.melt([*groups, "level", "title", *kept], ends, "end", "amount", ignore_index=False)
    pay = pay.sort_index(kind="stable", ignore_index=True)
    found = anchors_of(chosen)
    who = pay.drop(columns="amount").loc[pay.index.repeat(len(found))].reset_index(drop=True)
    result = _with_basis(who.join(_placed(pay["amount"].to_numpy(), found)), table)
    result.attrs["bands_basis"] = bands.attrs.get("basis", "your input")
    return result


def _comparable(component: str, wages: pd.DataFrame, *asked: Names) -> tuple[pd.DataFrame, list[Problem]]:
    """Choose the wages asked for; also return what was asked for in vain or is no base pay."""
    chosen, problems = choose(wages, *asked)
    try:
        named = one_of(component, ["base", *_NOT_BASE], "component of pay")
    except ValueError as error:
        return chosen, [Problem("component", str(error)), *problems]
    if named in _NOT_BASE:
        problems.insert(0, Problem("component", _NOT_BASE[named], named))
    return chosen, problems


def _with_basis(result: pd.DataFrame, wages: pd.DataFrame) -> pd.DataFrame:
    result.attrs = {"basis": wages.attrs.get("basis", "your input")}
    return result


def _placed(pay: npt.NDArray[Any], found: list[Anchor]) -> pd.DataFrame:
    """Place every amount among the percentiles of every anchor."""
    names = {name: np.tile([anchor.names[name] for anchor in found], len(pay)) for name in found[0].names}
    places = [anchor.place(pay) for anchor in found]
    ranks, words, caveats = (np.column_stack(parts).ravel() for parts in zip(*places, strict=True))
    amount, median = np.repeat(pay, len(found)), np.tile([anchor.median for anchor in found], len(pay))
    measures = {"percentile": ranks, "position": words, "median": median, "market_ratio": amount / median}
    placed = pd.DataFrame({"amount": amount} | names | measures)
    return placed.assign(caveat=pd.Series(caveats, dtype="str").where(caveats != ""))
