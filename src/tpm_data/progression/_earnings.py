"""Pay over a career on a ladder, year by year, under assumptions that are stated."""

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise, repeat
from numbers import Integral
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from tpm_data.errors import Problem, TableError, nearest, one_of, told
from tpm_data.formatting import currencies_of, currency_of, join, money, percent
from tpm_data.tables.arguments import groups_of, is_one, real
from tpm_data.tables.checks import plain
from tpm_data.tables.ladder import ladder_of

Promotion: TypeAlias = Literal["floor", "same position"] | float
Years: TypeAlias = "int | Sequence[int] | Mapping[Any, int] | pd.Series[Any]"

_SCENARIOS = ("low", "mid", "high")
_CHANGEABLE = {"years": 3, "growth": 0.0, "promotion": "same position", "discount_rate": 0.0, "position": 0.5}
_RULES = ("same position", "floor")
_MOST_YEARS = 60
_SHARE = "a share from 0 to 1, such as 0.03 for 3%"
_NAMES = {
    "positions": "range penetration at the start",
    "growth": "growth of pay inside a band, per year",
    "promotion": "pay at a promotion",
}


class Earnings(NamedTuple):
    """What `earnings` answers: the assumptions first, then the sums, then every year."""

    assumptions: pd.DataFrame
    totals: pd.DataFrame
    years: pd.DataFrame


Rungs: TypeAlias = list[dict[Hashable, Any]]


def earnings(
    bands: pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    start_level: int | str | None = None,
    start_pay: float | str | None = None,
    years: Years = 3,
    positions: float | Sequence[float] = (0.0, 0.5, 1.0),
    growth: float | Sequence[float] = 0.0,
    promotion: Promotion | Sequence[Promotion] = "same position",
    discount_rate: float = 0.0,
) -> Earnings:
    """Work out pay over a career that climbs the ladder: a low, a middle and a high scenario.

    It says what the ladder would pay under the stated assumptions, not what anybody will earn:
    nothing here knows how long a level takes or whether a promotion comes.

    Parameters
    ----------
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (money per year).
    by : str or sequence of str, optional
        Columns that tell several ladders apart; the answer is given per group.
    start_level : int or str, optional
        The number of the level at which the career starts, or its title, whose case and spaces are no
        matter; by default the lowest.
    start_pay : number or text, optional
        Pay per year today, as ``140_000`` or ``"$140k"``: the pay of the first year in all scenarios. It may
        lie outside the band of its level.
    years : int, sequence, or mapping by level or title
        Years spent on every level from the start: one number for all, one per level from the first one on,
        or by name, as ``start_level`` (levels before the start may be named too); 0 skips a level.
    positions : number or three of them
        Range penetration (a share, 0 at the minimum, 1 at the maximum) of the first pay. They have no effect
        if ``start_pay`` is given, which says where the first pay lies.
    growth : number or three of them
        Rise of pay from year to year inside a band, as a share; pay stops at the maximum.
    promotion : "same position", "floor", a number, or three of them
        Pay at a promotion: the same range penetration in the next band; as before, but at least the
        next minimum; or a rise by this share, at least to the next minimum. Never above the next maximum.
    discount_rate : number
        Yearly rate (a share) by which later pay counts less; every pay counts at the end of its year.

    Returns
    -------
    Earnings
        ``assumptions`` (one row per assumption: ``assumption``, ``value``), ``totals`` (one row per
        scenario: ``scenario``, ``total``, ``present_value``, money) and ``years`` (one row per scenario
        and year: ``scenario``, ``year``, ``level``, ``title``, ``minimum`` and ``maximum`` of its band,
        ``pay``, ``range_penetration``, ``compa_ratio``, ``cumulative``, money in full precision). All have
        the group first, the last two the ``currency`` if the bands do. If the pay of today lies outside its
        band, a row "note" of ``assumptions`` says so, and ``attrs["notes"]`` of each of the three tables.
        ``attrs["assumed"]`` says in words what is assumed of pay.

    Raises
    ------
    TableError
        If the bands break their contract, an assumption is out of bounds (shares are from 0 to 1,
        years whole numbers from 0 to 60), or a name is that of no level or of several, or names a
        level again; every one is named.

    Notes
    -----
    Where three values are given, they belong to the low, mid and high scenario. The year of a promotion
    has the raise of the promotion and no growth. A skipped level brings no raise of its own: the promotion
    goes from the level before it to the one after it. Pay of today that is above its band stays as it is
    until a promotion, pay below it grows from where it is. A band of zero width has no position: the one
    of the band before it goes on to the next band (of the first one, ``positions``, or the middle with
    ``start_pay``); nor does pay outside its band, which counts as at the end of the band it is nearest to.

    Present value = sum of pay / (1 + discount_rate)^year. The rule for promotions, old pay raised by
    a share but at least the new minimum, is the usual one of pay administration.

    Examples
    --------
    >>> import tpm_data
    >>> bands = tpm_data.load("salary_bands")
    >>> earnings(bands, years=3, discount_rate=0.03).totals.round(0)
      scenario      total  present_value currency
    0      low  2039496.0      1571317.0      USD
    1      mid  2419706.0      1878031.0      USD
    2     high  2799915.0      2184744.0      USD
    >>> plan = earnings(bands, start_level=3, start_pay="$150k", growth=(0.01, 0.03, 0.05), promotion="floor")
    >>> plan.years.query("scenario == 'mid'")["pay"].round(0).head(5).tolist()
    [150000.0, 154500.0, 159135.0, 159135.0, 163909.0]
    """
    start = {"start_level": start_level, "start_pay": start_pay, "positions": positions, "years": years}
    then = {"growth": growth, "promotion": promotion, "discount_rate": discount_rate}
    return _worked_out(bands, by, start | then, {})


def earnings_sensitivity(
    bands: pd.DataFrame,
    between: "Mapping[Any, tuple[Any, Any]]",
    *,
    by: str | Sequence[str] | None = None,
    **assumptions: Any,
) -> pd.DataFrame:
    """Work out which assumption about a career on the ladder matters most.

    Parameters
    ----------
    bands : DataFrame
        As for `earnings`.
    between : mapping from an assumption to two values
        What is changed, one assumption at a time: ``years``, ``growth``, ``promotion``,
        ``discount_rate`` of `earnings`, or ``position``, the range penetration at the start;
        ``("years", 3)``, or a title in place of 3, changes the years on that level alone.
    by : str or sequence of str, optional
        Columns that tell several ladders apart; the answer is given per group.
    **assumptions
        The same names, ``start_level`` and ``start_pay``, with the values that the others keep meanwhile;
        as for `earnings` where left out, and ``position`` 0.5.

    Returns
    -------
    DataFrame
        One row per assumption, the largest change first: the group, ``assumption``, ``first``, ``second``
        (its two values), ``base_value``, ``first_value``, ``second_value`` (present value of all pay with
        the kept values and with either, money), ``change`` = the difference that it makes, from the
        lowest of the three to the highest; the ``currency`` if the bands have one.

    Raises
    ------
    ValueError
        If an assumption is unknown or changed twice, has not two values, or nothing is changed.
    TableError
        If the bands break their contract or an assumption is out of bounds.

    Notes
    -----
    One at a time, as in a tornado diagram (Howard 1988, Management Science 34): assumptions that
    work together can do more than the sum.

    Examples
    --------
    >>> import tpm_data
    >>> changes = {"growth": (0, 0.05), "position": (0.0, 1.0), ("years", 2): (2, 5)}
    >>> table = earnings_sensitivity(tpm_data.load("salary_bands"), changes, promotion="floor")
    >>> table[["assumption", "first_value", "second_value"]].round(0)
             assumption  first_value  second_value
    0  years at level 2    1994418.0     2354450.0
    1          position    2039496.0     2229243.0
    2            growth    2114428.0     2221912.0
    """
    usual = _CHANGEABLE | {"start_level": None, "start_pay": None}
    kept = usual | {one_of(name, usual, "assumption"): value for name, value in assumptions.items()}
    groups, changes = [*groups_of(by)], _changes(between)

    def values(changed: dict[str, Any], on_level: dict[Any, Any]) -> "pd.Series[float]":
        said: dict[str, Any] = kept | changed
        totals = _worked_out(bands, groups, said | {"positions": said["position"]}, on_level).totals
        return totals[totals["scenario"] == "mid"].set_index(groups or "scenario")["present_value"]

    parts, base = [], values({}, {})
    for label, (name, level, pair) in changes.items():
        worth = pd.DataFrame({"base_value": base})
        for column, value in zip(("first_value", "second_value"), pair, strict=True):
            worth[column] = values({name: value}, {}) if level is None else values({}, {level: value})
        named = {"assumption": label, "first": pair[0], "second": pair[1]}
        repeated = {key: [value] * len(worth) for key, value in named.items()}
        facts = pd.DataFrame(repeated, worth.index, dtype=object)
        parts.append(facts.join(worth).assign(change=worth.max(axis=1) - worth.min(axis=1)))
    table = pd.concat(parts)
    at = pd.factorize(table.index)[0] if groups else np.zeros(len(table))
    table = table.iloc[np.lexsort((-table["change"], at))].reset_index(drop=not groups)
    if "currency" in bands:
        table["currency"] = currency_of(bands)
    table.attrs = dict(bands.attrs)
    return table


def _worked_out(bands: pd.DataFrame, by: Any, said: dict[str, Any], on_level: dict[Any, Any]) -> Earnings:
    """Work out pay; ``on_level`` are years on single levels that take the place of those said."""
    years, discount_rate = said["years"], said["discount_rate"]
    ladder = ladder_of(bands, by)
    kept = [*dict.fromkeys([*ladder.groups, "title", *({"currency"} & set(bands.columns))])]
    ends = {"level": ladder.level, "low": ladder.low, "high": ladder.high, "twice_mid": ladder.twice_mid}
    columns = bands[kept].assign(**ends, plain_title=[plain(str(title)) for title in bands["title"]])
    problems: list[Problem] = []
    plans = _plans({name: said[name] for name in _NAMES}, problems)
    if not 0 <= real(discount_rate) <= 1:
        problems.append(Problem("discount_rate", f"expected {_SHARE}", str(discount_rate)))
    today = _today(said["start_pay"], bands, problems)
    names = [*(years.keys() if isinstance(years, Mapping | pd.Series) else ()), *on_level]
    known = {*ladder.level.tolist(), *columns["plain_title"]}
    unknown = [name for name in names if plain(name) not in known]
    problems += (Problem(f"years of {name!r}", _lost(name, columns.to_dict("records"))) for name in unknown)
    climbs, stated = [], []
    for group in dict.fromkeys(ladder.group.tolist()):
        every = columns.iloc[ladder.order[ladder.group[ladder.order] == group]].to_dict("records")
        who = {name: every[0][name] for name in ladder.groups}
        of = "".join(f", {name} {told(value)}" for name, value in who.items())
        first = _first(said["start_level"], today is not None, every, of, problems)
        # What the years lack shows only once every name is that of a level.
        stay = [] if unknown or first is None else _stay(years, on_level, every, first, of, problems)
        rungs = every[first:]
        climbs.append((who, rungs, stay))
        facts = [*_facts(rungs, stay, plans, said["start_pay"], discount_rate), *_outside(today, rungs)]
        stated += [who | {"assumption": name, "value": value} for name, value in facts]
    if not climbs:
        problems.append(Problem("bands", "the table has no rows"))
    if problems:
        raise TableError("The earnings were not worked out.", dict.fromkeys(problems))
    sums, path = list[dict[str, Any]](), list[dict[str, Any]]()
    for who, rungs, stay in climbs:
        last = {"currency": rungs[0]["currency"]} if "currency" in bands else {}
        for scenario, plan in plans.items():
            one = who | {"scenario": scenario}
            climbed = [*_climb(rungs, stay, today, *plan.values())]
            pays = [year["pay"] for year in climbed]
            worth = [pay / (1 + real(discount_rate)) ** year for year, pay in enumerate(pays, 1)]
            sums.append(one | {"total": math.fsum(pays), "present_value": math.fsum(worth)} | last)
            so_far = accumulate(pays)
            path += (
                one | year | {"cumulative": pay} | last for year, pay in zip(climbed, so_far, strict=True)
            )
    assumed = pd.DataFrame(stated, columns=[*ladder.groups, "assumption", "value"], dtype=object)
    types = {name: bands[name].dtype for name in ladder.groups}
    parts = (assumed, pd.DataFrame(sums), pd.DataFrame(path))
    answer = Earnings(*(part.astype(types) for part in parts))
    in_words = [
        f"{words}: {join(dict.fromkeys(_spelled(plan[name]) for plan in plans.values()), last='or')}"
        for name, words in _NAMES.items()
        if name != "positions" or today is None
    ]
    notes = tuple(fact["value"] for fact in stated if fact["assumption"] == "note")
    for part in answer:
        part.attrs = dict(bands.attrs) | ({"notes": notes} if notes else {})
        part.attrs["assumed"] = "; ".join(in_words)
    return answer


def _plans(given: Mapping[str, Any], problems: list[Problem]) -> dict[str, dict[str, Any]]:
    """Give each scenario its values; name every one that is out of bounds."""
    plans: dict[str, dict[str, Any]] = {scenario: {} for scenario in _SCENARIOS}
    for name, values in given.items():
        three = [values] * 3 if is_one(values) else list(values)
        rules = "'same position', 'floor' or " * (name == "promotion")
        bad = [v for v in three if not 0 <= real(v) <= 1 and not (rules and str(v) in _RULES)]
        problems += (
            Problem(name, f"expected {rules}{_SHARE}", value) for value in dict.fromkeys(map(str, bad))
        )
        if len(three) != 3:
            problems.append(Problem(name, "expected one value, or three: low, mid and high", str(values)))
        elif not bad and any(real(one) > real(other) for one, other in pairwise(three)):
            problems.append(Problem(name, "expected the low one first, the high one last", str(values)))
        for plan, value in zip(plans.values(), three, strict=False):
            plan[name] = value if isinstance(value, str) else real(value)
    return plans


def _today(start_pay: Any, rows: pd.DataFrame, problems: list[Problem]) -> float | None:
    """Read the pay of today, if there is one."""
    from tpm_data.readers.pay import read_amounts  # as in `place`

    try:
        read = [] if start_pay is None else read_amounts(start_pay, currencies_of(rows)).tolist()
    except TableError as error:
        problems += (problem._replace(where="start_pay") for problem in error.problems)
        return None
    if len(read) > 1:
        problems.append(Problem("start_pay", "expected one amount", str(start_pay)))
    return float(read[0]) if read else None


def _first(start_level: Any, paid: bool, every: Rungs, of: str, problems: list[Problem]) -> int | None:
    """Return the place of the first level; none if there is no such level."""
    if start_level is None and (not paid or len(every) == 1):
        return 0
    at = _places(start_level, every, f"start_level{of}", problems)
    if not at:
        there = ", ".join(f"{rung['level']} ({rung['title']})" for rung in every)
        what = "name the level of the pay of today" if start_level is None else _lost(start_level, every)
        found = "" if start_level is None else str(start_level)
        problems.append(Problem(f"start_level{of}", f"{what}; there are {there}", found))
    return at[0] if at else None


def _places(name: Any, every: Rungs, where: str, problems: list[Problem]) -> list[int]:
    """Find the level with a number or title, in whatever case; say so if several have the title."""
    # A level is a number; what is neither a number nor a text is no level.
    wanted = plain(name) if isinstance(name, str) else real(name)
    at = [place for place, rung in enumerate(every) if wanted in (rung["level"], rung["plain_title"])]
    if len(at) > 1:
        levels = join(str(every[place]["level"]) for place in at)
        problems.append(Problem(where, f"levels {levels} have this title; name one by its number", str(name)))
    return at


def _lost(name: Any, every: Rungs) -> str:
    """Say that no level has a name, and which level a text may stand for."""
    known = {str(rung["title"]): repr(rung["title"]) for rung in every}
    known |= {str(rung["level"]): f"the number {rung['level']}" for rung in every}
    near = nearest(name, known, 0.4) if isinstance(name, str) else None  # titles are often cut short
    return "no level has this number or title" + (f" (did you mean {known[near]}?)" if near else "")


def _stay(years: Any, on_level: Any, every: Rungs, first: int, of: str, problems: list[Problem]) -> list[Any]:
    """Return the years on every level from the first one on; name all that will not do."""
    several = isinstance(years, list | tuple | np.ndarray) and not is_one(years)
    rest = range(first, len(every))
    if several and len(years) != len(rest):
        problems.append(Problem(f"years{of}", f"give one number for each of {len(rest)} levels", str(years)))
        return []
    named = isinstance(years, Mapping | pd.Series)
    given = {} if named else dict(zip(rest, years if several else repeat(years), strict=False))
    for name, value in [*(years.items() if named else ()), *on_level.items()]:
        for place in _places(name, every, f"years{of}", problems):
            if place in given and name not in on_level:
                what = f"names level {every[place]['level']} again; give its years once"
                problems.append(Problem(f"years of {name!r}{of}", what))
            given[place] = value
    for place in sorted({*rest, *given}):
        value, where = given.get(place), f"years as {every[place]['title']}"
        if place not in given:
            problems.append(Problem(f"{where}{of}", "is missing; give 0 to skip the level"))
        elif not (isinstance(value, Integral) and 0 <= real(value) <= _MOST_YEARS):
            what = f"expected a whole number of years from 0 to {_MOST_YEARS}"
            problems.append(Problem("years" if value is years else where, what, str(value)))
    stay = [given.get(place) for place in rest]
    if all(real(value) == 0 for value in stay):
        problems.append(Problem(f"years{of}", "expected at least one year in all"))
    return stay


def _facts(
    rungs: Rungs, stay: list[Any], plans: dict[str, dict[str, Any]], start_pay: Any, discount_rate: Any
) -> Iterator[tuple[str, Any]]:
    """Yield every assumption with its value."""
    yield from ((f"years as {rung['title']}", count) for rung, count in zip(rungs, stay, strict=False))
    if start_pay is not None:
        yield "pay today", start_pay
    for name, words in _NAMES.items():
        values = {f"{scenario}: {words}": plan.get(name) for scenario, plan in plans.items()}
        if name == "positions":
            yield from values.items() if start_pay is None else ()
        else:
            alike = len({*values.values()}) == 1
            yield from [(words, plans["mid"].get(name))] if alike else values.items()
    yield "discount rate, per year", discount_rate


def _spelled(value: Any) -> str:
    return value if isinstance(value, str) else percent(value)


def _outside(today: float | None, rungs: Rungs) -> Iterator[tuple[str, str]]:
    """Say that the pay of today lies outside its band, if it does."""
    first = rungs[0]
    if today is not None and not first["low"] <= today <= first["high"]:
        end, side, then = "low", "below the minimum", "grows from where it is"
        if today > first["high"]:
            end, side, then = "high", "above the maximum", "stays as it is until a promotion"
        apart = money(abs(today - first[end]), str(first.get("currency", "")), exact=True)
        yield "note", f"The pay of today is {apart} {side} of {first['title']}: it {then}."


def _climb(
    rungs: Rungs, stay: list[Any], today: float | None, position: float, growth: float, promotion: Promotion
) -> Iterator[dict[str, Any]]:
    """Yield the years of one scenario; pay meets the maximum of every band it passes."""
    year, pay = 0, math.nan if today is None else today
    position = position if today is None else _inside(today, rungs[0], 0.5)
    for step, (band, years) in enumerate(zip(rungs, stay, strict=True)):
        low, high = band["low"], band["high"]
        for spent in range(years):
            if spent:
                pay = max(pay, min(pay * (1 + growth), high))
            elif math.isnan(pay) or (promotion == "same position" and step):
                pay = low + position * (high - low)
            elif step:
                pay = min(max(pay * (1 + (0 if promotion == "floor" else float(promotion))), low), high)
            year += 1
            position = _inside(pay, band, position)
            yield {
                "year": year,
                "level": band["level"],
                "title": band["title"],
                "minimum": low,
                "maximum": high,
                "pay": pay,
                "range_penetration": (pay - low) / (high - low) if high > low else math.nan,
                "compa_ratio": 2 * pay / band["twice_mid"],
            }


def _inside(pay: float, band: dict[Hashable, Any], before: float) -> float:
    """Return the position of pay in a band, at an end if it is outside; at a single rate the one before."""
    low, high = band["low"], band["high"]
    return min(max((pay - low) / (high - low), 0.0), 1.0) if high > low else before


def _changes(between: Any) -> dict[str, tuple[str, Any, tuple[Any, Any]]]:
    """Read what is changed: for each label the assumption, its level if it is of one, and two values."""
    if not isinstance(between, Mapping) or not between:
        example = "{'growth': (0, 0.05)}"
        raise ValueError(f"No assumption is changed; name at least one, with two values: {example}.")
    changes: dict[str, tuple[str, Any, tuple[Any, Any]]] = {}
    for asked, values in between.items():
        word, level = asked if isinstance(asked, tuple) and len(asked) == 2 else (asked, None)
        name = one_of(word, _CHANGEABLE if level is None else ["years"], "assumption")
        label = name if level is None else f"years {'as' if isinstance(level, str) else 'at level'} {level}"
        if label in changes:
            raise ValueError(f"The assumption {label!r} is changed twice.")
        if not isinstance(values, list | tuple) or len(values) != 2:
            raise ValueError(f"The assumption {label!r} needs two values: (0, 0.05), not {told(values)}.")
        changes[label] = (name, level, (values[0], values[1]))
    return changes
