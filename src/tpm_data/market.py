"""Where pay falls among official wage percentiles: context for a career's pay, not a check."""

import itertools
import re
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.errors import Problem, TableError, refuse_clash, unknown
from tpm_data.formatting import currencies_of, currency_of
from tpm_data.progression._levels import levels
from tpm_data.readers.pay import read_amounts
from tpm_data.tables.arguments import Amounts, groups_of, is_one
from tpm_data.tables.checks import hold, row_named
from tpm_data.tables.datasets import load

__all__ = ["anchors", "compare", "percentile"]

Names = str | Sequence[str] | None

NATION, EVERY_INDUSTRY = "National", "All industries"
_KEY = ["occupation_code", "occupation", "industry", "area"]


Component = Literal["base", "bonus", "equity", "overtime", "benefits", "total", "unknown"]

_REFUSAL = "The pay was not compared."
_NOT_BASE = {
    "bonus": "the published wages do not include a bonus on top of base pay",
    "equity": "the published wages do not include shares and options",
    "overtime": "the published wages are for straight time, without overtime",
    "benefits": "the published wages do not include an employer's spending on benefits",
    "total": "total pay includes bonus, equity or benefits, and the published wages do not; "
    "enter base pay, with component='base'",
    "unknown": "only base pay can be compared; find out first what the amount includes",
}


def anchors(
    *,
    wages: pd.DataFrame | None = None,
    occupations: Names = None,
    industries: Names = EVERY_INDUSTRY,
    areas: Names = NATION,
) -> pd.DataFrame:
    """List the published wage percentiles of occupations, one row per occupation, industry and area.

    Parameters
    ----------
    wages : DataFrame, optional
        One row per percentile, as in ``market_wages``; by default the bundled table.
    occupations, industries, areas : str, sequence of str or None
        What to choose, by code, name or start of a name (``"San Jose"``); None for all.

    Returns
    -------
    DataFrame
        One row per anchor, an occupation in an industry and an area, ordered by area, industry and
        occupation as asked for: ``occupation_code``, ``occupation``, ``industry``, ``area``,
        ``currency`` if there is one, and a column per published percentile (money per year), for
        the bundled table ``p10``, ``p25``, ``p50``, ``p75`` and ``p90``.

    Raises
    ------
    TableError
        If the wages break their contract, fall where the percentile rises, or do not include a choice;
        every problem is named, with the nearest known name.

    Examples
    --------
    >>> anchors(occupations=["11-3021", "Software Dev"])[["occupation_code", "p10", "p50", "p90"]]
      occupation_code     p10     p50     p90
    0         11-3021  107550  175140  297510
    1         15-1252   82460  135980  214670
    """
    table = _checked(wages)
    chosen, problems = _choose(table, occupations, industries, areas)
    if problems:
        raise TableError("The anchors were not chosen.", problems)
    rows = [
        _names(anchor) | {f"p{row.percentile}": row.annual_wage for row in anchor.itertuples()}
        for _, anchor in chosen.groupby(_KEY, sort=False)
    ]
    columns = [*_names(chosen), *(f"p{rank}" for rank in sorted({*chosen["percentile"]}))]
    return _with_basis(pd.DataFrame(rows, columns=columns), table)


def percentile(
    amounts: Amounts,
    *,
    wages: pd.DataFrame | None = None,
    component: Component = "base",
    occupations: Names = None,
    industries: Names = EVERY_INDUSTRY,
    areas: Names = NATION,
) -> pd.DataFrame:
    """Place amounts of base pay among the published wage percentiles of one or several anchors.

    Parameters
    ----------
    amounts : number, text, or a sequence of them
        Base pay per year, in the currency of the wages. A text is read as printed money: ``"$150k"``.
    wages : DataFrame, optional
        One row per percentile, as in ``market_wages``; by default the bundled table.
    component : str
        The kind of pay. Only ``"base"`` is compared. Bonus, equity, overtime, benefits, total pay and
        ``"unknown"`` are refused, each with the reason.
    occupations, industries, areas : str, sequence of str or None
        What to choose, by code, name or start of a name (``"San Jose"``); None for all.

    Returns
    -------
    DataFrame
        One row per amount and anchor, in the order of the amounts and of `anchors`: ``amount``,
        ``occupation_code``, ``occupation``, ``industry``, ``area``, ``currency`` if there is one,
        ``percentile`` (missing below the lowest and above the highest published one),
        ``position`` (the same in words: below P10, about P33, P50, above P90), ``median`` (money per
        year, missing if not published), ``market_ratio`` = amount / median, and the ``caveat`` of the
        published wages used.

    Raises
    ------
    TableError
        If the pay is not base pay, an amount cannot be read, an occupation, industry or area is unknown,
        or the wages break their contract; every problem is named.

    Notes
    -----
    Linear between two published percentiles p < q of wages v < w: p + (q - p)(amount - v) / (w - v).
    Where several percentiles have the same wage, that wage has the highest of them. For BLS, wages are
    straight-time pay, including commissions and production bonuses but not other bonuses, overtime or
    benefits (OEWS pay terms for respondents). An anchor is context: the classification has no
    occupation for product managers.

    Examples
    --------
    >>> placed = percentile("$150k", occupations=["11-3021", "15-1252", "13-1082"])
    >>> placed[["occupation_code", "percentile", "position", "market_ratio"]].round(2)
      occupation_code  percentile   position  market_ratio
    0         11-3021       33.05  about P33          0.86
    1         15-1252       59.74  about P60          1.10
    2         13-1082       82.27  about P82          1.47
    """
    table = _checked(wages)
    chosen, problems = _comparable(component, table, occupations, industries, areas)
    pay = np.array([])
    try:
        pay = read_amounts(amounts, currencies_of(chosen), "wages")
    except TableError as error:
        problems += error.problems
    if problems:
        raise TableError(_REFUSAL, problems)
    return _with_basis(_placed(pay, chosen).reset_index(drop=True), table)


def compare(
    bands: pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    wages: pd.DataFrame | None = None,
    component: Component = "base",
    occupations: Names = None,
    industries: Names = EVERY_INDUSTRY,
    areas: Names = NATION,
) -> pd.DataFrame:
    """Place the ends and midpoint of each band among published wage percentiles.

    Parameters
    ----------
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (base pay per year).
    by : str or sequence of str, optional
        Columns that separate several ladders.
    wages : DataFrame, optional
        One row per percentile, as in ``market_wages``; by default the bundled table.
    component, occupations, industries, areas
        As in `percentile`.

    Returns
    -------
    DataFrame
        One row per level, end of its band and anchor, in the order given: the group,
        ``level``, ``title``, ``end`` (minimum, midpoint, maximum), ``currency`` if there is one, and as
        in `percentile` ``amount``, ``occupation_code``, ``occupation``, ``industry``, ``area``,
        ``percentile``, ``position``, ``median``, ``market_ratio`` and ``caveat``. The basis of the bands is
        in ``attrs["bands_basis"]``.

    Raises
    ------
    TableError
        As for `percentile`; also if the bands break the contract of ``salary_bands`` or are in another
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
    groups = list(groups_of(by))
    ladder, table = levels(bands, by=groups), _checked(wages)
    chosen, problems = _comparable(component, table, occupations, industries, areas)
    if unit := currency_of(chosen):
        others = [currency for currency in currencies_of(ladder) if currency != unit]
        problems += (Problem("bands", f"the wages are in {unit}, the bands in", other) for other in others)
    if problems:
        raise TableError(_REFUSAL, problems)
    ends = ["minimum", "midpoint", "maximum"]
    placed = _placed(ladder[ends].to_numpy(float).ravel(), chosen)
    refuse_clash([name for name in groups if name != "currency"], ["end", *placed.columns])
    # Wages without a currency are taken to be in that of the bands.
    who = ladder.loc[ladder.index.repeat(3)].assign(end=ends * len(ladder)).reset_index(drop=True)
    named = dict.fromkeys([*groups, "level", "title", "end", "currency"])
    kept = [name for name in named if name in who and name not in placed]
    result = _with_basis(who[kept].join(placed).reset_index(drop=True), table)
    result.attrs["bands_basis"] = bands.attrs.get("basis", "your input")
    return result


def _comparable(component: str, wages: pd.DataFrame, *asked: Names) -> tuple[pd.DataFrame, list[Problem]]:
    """Choose the wages asked for; also return what was not found or is not base pay."""
    chosen, problems = _choose(wages, *asked)
    named, known = str(component).casefold(), {"base": ""} | _NOT_BASE
    reason = known.get(named, unknown(component, known, "component of pay"))
    return chosen, [Problem("component", reason, named * (named in known))] * bool(reason) + problems


def _names(anchor: pd.DataFrame) -> dict[str, Any]:
    """Return the names that identify an anchor, and its currency."""
    return {name: anchor[name].iloc[0] for name in (*_KEY, "currency") if name in anchor}


def _with_basis(result: pd.DataFrame, wages: pd.DataFrame) -> pd.DataFrame:
    result.attrs = {"basis": wages.attrs.get("basis", "your input"), "currency": currency_of(result)}
    return result


def _placed(pay: npt.NDArray[Any], chosen: pd.DataFrame) -> pd.DataFrame:
    """Place every amount among the percentiles of every anchor; the index is the amount's number."""
    parts = [_place(pay, anchor) for _, anchor in chosen.groupby(_KEY, sort=False)]
    return pd.concat(parts).sort_index(kind="stable")


def _place(pay: npt.NDArray[Any], anchor: pd.DataFrame) -> pd.DataFrame:
    """Place every amount among the percentiles of an anchor, which are in rising order."""
    ranks, wages, caveats = (anchor[name].to_numpy() for name in ("percentile", "annual_wage", "caveat"))
    after = np.searchsorted(wages, pay, side="right")
    lower = np.maximum(after - 1, 0)
    below, above, published = pay < wages[0], pay > wages[-1], pay == wages[lower]
    inside = ~(below | above | published)
    upper = np.where(inside, after, lower)
    rank, rise = ranks[lower].astype(float), (ranks[upper] - ranks[lower]) * (pay - wages[lower])
    np.divide(rise, wages[upper] - wages[lower], out=rank, where=inside)
    rank = np.where(inside, ranks[lower] + rank, rank)
    side = np.select([below, above, published], ["below P", "above P", "P"], "about P")
    median = next(iter(wages[ranks == 50]), np.nan)
    caveat = np.where(caveats[upper] == "", caveats[lower], caveats[upper])
    return pd.DataFrame(
        {
            "amount": pay,
            **_names(anchor),
            "percentile": np.where(below | above, np.nan, rank),
            "position": pd.Series(side, dtype="str") + pd.Series(np.rint(rank).astype(int)).astype("str"),
            "median": float(median),
            "market_ratio": pay / median,
            "caveat": pd.Series(caveat, dtype="str").replace("", np.nan),
        }
    )


def _checked(wages: pd.DataFrame | None) -> pd.DataFrame:
    """Return wages that keep their contract and rise with their percentiles; by default the bundled ones."""
    wages = load("market_wages") if wages is None else wages
    hold(wages, "market_wages")
    # For pandas, an index with the name of a column would be ambiguous.
    table = wages.reset_index(drop=True).astype({"percentile": "int64", "annual_wage": "int64"})
    rows = table.sort_values([*_KEY, "percentile"], kind="stable")
    rise = rows.groupby(_KEY)[["percentile", "annual_wage"]].diff()
    rules = (
        ("percentile", rows["percentile"] > 99, "expected less than 100"),
        ("percentile", rise["percentile"] == 0, "is there twice for the same anchor"),
        ("annual_wage", rise["annual_wage"] < 0, "is below that of a lower percentile"),
    )
    problems = [
        Problem(f"{row_named(wages, at)}, column {column!r}", words, str(table[column][at]))
        for column, broken, words in rules
        for at in rows.index[broken].tolist()
    ]
    problems += [Problem("table", "has no rows")] * wages.empty
    if problems:
        raise TableError("The table is not a valid 'market_wages' table.", problems)
    return table.assign(caveat=table["caveat"].fillna("") if "caveat" in table else "")


def _choose(
    wages: pd.DataFrame, occupations: Names, industries: Names, areas: Names
) -> tuple[pd.DataFrame, list[Problem]]:
    """Choose rows by occupation, industry and area; also return what was not found."""
    problems: list[Problem] = []
    asked = {"occupation": occupations, "industry": industries, "area": areas}
    found = {kind: _found(wages, kind, names, problems) for kind, names in asked.items()}
    places = [pd.Index(names).get_indexer(pd.Index(wages[kind])) for kind, names in found.items()]
    order = np.lexsort([wages["percentile"].to_numpy(), *places])
    rows = wages.iloc[order[np.min(places, axis=0)[order] >= 0]]
    if not problems:
        # A combination may be missing unless it was asked for by name.
        named = [kind for kind, names in asked.items() if names is not None]
        there = {*zip(*(rows[kind] for kind in named), strict=True)}
        wanted = itertools.product(*(found[kind] for kind in named)) if named else ()
        lacking = [" · ".join(names) for names in wanted if names not in there]
        problems = [Problem("wages", "there are none for", names) for names in lacking]
        problems += [Problem("wages", "none are chosen")] * (rows.empty and not lacking)
        if "currency" in rows and len({*rows["currency"]}) > 1:
            problems.append(Problem("wages", "those chosen are in several currencies"))
    return rows, problems


def _found(wages: pd.DataFrame, kind: str, asked: Names, problems: list[Problem]) -> list[str]:
    """Return the full names of what was asked for by code, name or start of a name."""
    names = [*dict.fromkeys(wages[kind])]
    if asked is None:
        return names
    code = f"{kind}_code" if f"{kind}_code" in wages else kind
    codes = dict(zip(wages[code], wages[kind], strict=True))
    known = {key.casefold(): name for key, name in (*codes.items(), *zip(names, names, strict=True))}
    found = []
    for name in [asked] if is_one(asked) else asked:
        plain = str(name).strip().casefold()
        starting = [full for full in names if plain and full.casefold().startswith(plain)]
        if plain in known or len(starting) == 1:
            found.append(known.get(plain) or starting[0])
        elif starting:
            problems.append(Problem(f"{kind}s", f"may mean any of {'; '.join(starting)}", str(name)))
        else:
            alike = codes if any(map(str.isdigit, plain)) else [re.split("[-,]", full)[0] for full in names]
            problems.append(Problem(f"{kind}s", unknown(name, alike, kind)))
    return [*dict.fromkeys(found)]
