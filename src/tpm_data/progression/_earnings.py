"""Pay over a career on a ladder, year by year, under assumptions that are stated."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from numbers import Integral
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from tpm_data.errors import Problem, TableError, one_of, told
from tpm_data.formatting import currencies_of, join, money, percent
from tpm_data.tables.arguments import groups_of, is_one, real
from tpm_data.tables.checks import plain
from tpm_data.tables.ladder import Integers, Ladder, ladder_of

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
_REFUSAL = "The earnings were not worked out."


class Earnings(NamedTuple):
    """The answer of `earnings`: the assumptions first, then the sums, then every year."""

    assumptions: pd.DataFrame
    totals: pd.DataFrame
    years: pd.DataFrame


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
    """Work out pay over a career on the ladder, in a low, a middle and a high scenario.

    This is what the ladder would pay under the stated assumptions, not what anybody will earn.
    The ladder does not show how long a level takes or whether a promotion comes.

    Parameters
    ----------
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (money per year).
    by : str or sequence of str, optional
        Columns that separate several ladders; the answer is given per group.
    start_level : int or str, optional
        The number of the level at which the career starts, or its title in any case and spacing. By
        default the lowest; needed with ``start_pay`` if the ladder has several levels.
    start_pay : number or text, optional
        Pay per year today, such as ``140_000`` or ``"$140k"``. It is the pay of the first year in all
        scenarios, and may be outside the band of its level.
    years : int, sequence, or mapping by level or title
        Years spent on every level from the start: one number for all, one per level from the first one on,
        or by name, as for ``start_level``. Levels before the start may be named too. 0 skips a level.
    positions : number or three of them
        Range penetration of the first pay (a share, 0 at the minimum, 1 at the maximum). Without effect if
        ``start_pay`` is given.
    growth : number or three of them
        Raise from year to year inside a band, as a share. Pay stops at the maximum.
    promotion : "same position", "floor", a number, or three of them
        Pay at a promotion: the same range penetration in the next band; the old pay, but at least the next
        minimum; or a raise by this share, at least to the next minimum. Never above the next maximum.
    discount_rate : number
        Yearly rate (a share) at which later pay counts less. The pay of a year counts at its end.

    Returns
    -------
    Earnings
        ``assumptions`` (one row per assumption: ``assumption``, ``value``), ``totals`` (one row per
        scenario: ``scenario``, ``total``, ``present_value``, money) and ``years`` (one row per scenario
        and year: ``scenario``, ``year``, ``level``, ``title``, ``minimum`` and ``maximum`` of its band,
        ``pay``, ``range_penetration``, ``compa_ratio``, ``cumulative``, money in full precision). All have
        the group first, and the ``currency`` if the bands do. If today's pay is outside its band, a row
        "note" of ``assumptions`` and the ``attrs["notes"]`` of all three tables say so.
        ``attrs["assumed"]`` is the assumptions about pay in words.

    Raises
    ------
    TableError
        If the bands break their contract, an assumption is out of bounds (shares are from 0 to 1,
        years whole numbers from 0 to 60), or a name fits no level, several levels, or a level that
        already has its years; every one is named.

    Notes
    -----
    Three values belong to the low, mid and high scenario. The year of a promotion has the raise of the
    promotion and no growth. A skipped level brings no raise of its own: the promotion goes from the level
    before it to the one after it. If today's pay is above its band, it stays as it is until a promotion;
    if it is below, it grows from where it is. Pay outside its band counts as at the nearest end. A band
    of zero width has no position, so the position in the band before it carries over to the next one. If
    the first band has zero width, that is ``positions``, or the middle with ``start_pay``.

    Present value = sum of pay / (1 + discount_rate)^year. To raise the old pay by a share, but
    at least to the new minimum, is the usual promotion rule in pay administration.

    Examples
    --------
    >>> import tpm_data
    >>> bands = tpm_data.load("salary_bands")
    >>> earnings(bands, years=3, discount_rate=0.03).totals.round(0)
      currency scenario      total  present_value
    0      USD      low  2039496.0      1571317.0
    1      USD      mid  2419706.0      1878031.0
    2      USD     high  2799915.0      2184744.0
    >>> plan = earnings(bands, start_level=3, start_pay="$150k", growth=(0.01, 0.03, 0.05), promotion="floor")
    >>> plan.years.query("scenario == 'mid'")["pay"].round(0).head(5).tolist()
    [150000.0, 154500.0, 159135.0, 159135.0, 163909.0]
    """
    said: dict[str, Any] = {"start_level": start_level, "start_pay": start_pay, "years": years}
    said |= {"positions": positions, "growth": growth, "promotion": promotion, "discount_rate": discount_rate}
    return _worked_out(bands, by, said)


def earnings_sensitivity(
    bands: pd.DataFrame,
    between: "Mapping[Any, tuple[Any, Any]]",
    *,
    by: str | Sequence[str] | None = None,
    **assumptions: Any,
) -> pd.DataFrame:
    """Work out which assumption about a career on the ladder changes its total pay most.

    Parameters
    ----------
    bands : DataFrame
        As for `earnings`.
    between : mapping from an assumption to two values
        The changes, one assumption at a time: ``years``, ``growth``, ``promotion``, ``discount_rate`` of
        `earnings`, or ``position``, the range penetration at the start. ``("years", 3)``, or a title in
        place of 3, changes only the years on that level.
    by : str or sequence of str, optional
        Columns that separate several ladders; the answer is given per group.
    **assumptions
        The same names, ``start_level`` and ``start_pay``, with the values that the others keep meanwhile.
        The defaults are those of `earnings`, and 0.5 for ``position``.

    Returns
    -------
    DataFrame
        One row per assumption, the largest change first: the group, ``currency`` if there is one,
        ``assumption``, ``first``, ``second`` (its two values), ``base_value``, ``first_value``,
        ``second_value`` (present value of all pay with the kept values and with each of the two, money),
        ``change`` = the difference between the lowest and the highest of the three.

    Raises
    ------
    ValueError
        If an assumption is unknown, changed twice or without two values, or nothing is changed.
    TableError
        If the bands break their contract or an assumption is out of bounds.

    Notes
    -----
    One at a time, as in a tornado diagram (Howard 1988, Management Science 34). Changed together,
    assumptions can do more than the sum of their changes.

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

    def middle(changed: dict[str, Any]) -> pd.DataFrame:
        said = kept | changed
        totals = _worked_out(bands, groups, said | {"positions": said["position"]}).totals
        return totals[totals["scenario"] == "mid"].reset_index(drop=True)

    base, parts = middle({}), []
    for label, (name, level, pair) in changes.items():
        made = [{name: value} if level is None else {"on_level": {level: value}} for value in pair]
        worth = [each["present_value"] for each in (base, *map(middle, made))]
        part = base.drop(columns=["scenario", "total", "present_value"]).assign(assumption=label)
        part["first"], part["second"] = (pd.Series([value] * len(base), dtype=object) for value in pair)
        part["base_value"], part["first_value"], part["second_value"] = worth
        parts.append(part.assign(change=np.max(worth, axis=0) - np.min(worth, axis=0)))
    table = pd.concat(parts)
    table = table.iloc[np.lexsort((-table["change"], table.index))].reset_index(drop=True)
    table.attrs = dict(bands.attrs)
    return table


def _worked_out(bands: pd.DataFrame, by: Any, said: dict[str, Any]) -> Earnings:
    """Work out pay; ``on_level`` are years on single levels that replace the given ones."""
    ladder, problems = ladder_of(bands, by), list[Problem]()
    if bands.empty:
        raise TableError(_REFUSAL, [Problem("bands", "the table has no rows")])
    plans, rate = _plans(said, problems), real(said["discount_rate"])
    if not 0 <= rate <= 1:
        problems.append(Problem("discount_rate", f"expected {_SHARE}", str(said["discount_rate"])))
    today = _today(said["start_pay"], bands, problems)
    climbs = _climbs(ladder, said, problems)
    if problems:
        raise TableError(_REFUSAL, dict.fromkeys(problems))
    shown = {name: values for name, values in plans.items() if name != "positions" or today is None}
    facts, sums, paths = list[tuple[Any, ...]](), list[tuple[Any, ...]](), []
    titles = bands["title"].tolist()
    for rows, stay in climbs:
        spent = zip((f"years as {titles[row]}" for row in rows), stay, strict=True)
        then = (*_facts(said, shown), *_outside(today, ladder, rows[0]))
        facts += ((rows[0], *fact) for fact in (*spent, *then))
        rungs = [*zip(ladder.low[rows].tolist(), ladder.high[rows].tolist(), stay, strict=True)]
        for scenario, *plan in zip(_SCENARIOS, *plans.values(), strict=True):
            pay = np.array([*_climb(rungs, today, plan)], float)
            year = np.arange(1, len(pay) + 1)
            sums.append((rows[0], scenario, math.fsum(pay), math.fsum(pay / (1 + rate) ** year)))
            paths.append((np.repeat(rows, stay), [scenario] * len(pay), year, pay, pay.cumsum()))
    at, names, year, pay, so_far = map(np.concatenate, zip(*paths, strict=True))
    when, paid = {"scenario": names, "year": year}, {"pay": pay} | ladder.position(at, pay)
    of, stated, given = zip(*facts, strict=True)
    first, scenarios, totals, worth = zip(*sums, strict=True)
    answer = Earnings(
        ladder.result(np.array(of), {"assumption": stated, "value": pd.Series(given, dtype=object)}),
        ladder.result(np.array(first), {"scenario": scenarios, "total": totals, "present_value": worth}),
        ladder.result(at, when | ladder.band(at) | paid | {"cumulative": so_far}),
    )
    notes = tuple(value for _, name, value in facts if name == "note")
    assumed = list[str]()
    for name, values in shown.items():
        spelled = dict.fromkeys(value if isinstance(value, str) else percent(value) for value in values)
        assumed.append(f"{_NAMES[name]}: {join(spelled, last='or')}")
    attrs = {"assumed": "; ".join(assumed)} | ({"notes": notes} if notes else {})
    for part in answer:
        part.attrs |= attrs
    return answer


def _plans(said: Mapping[str, Any], problems: list[Problem]) -> dict[str, list[Any]]:
    """Read what each scenario assumes about pay; name every value that is out of bounds."""
    plans: dict[str, list[Any]] = {}
    for name in _NAMES:
        values = said[name]
        three = [values] * 3 if is_one(values) else list(values)
        rules = "'same position', 'floor' or " * (name == "promotion")
        bad = [v for v in three if not 0 <= real(v) <= 1 and not (rules and str(v) in _RULES)]
        problems += (Problem(name, f"expected {rules}{_SHARE}", str(value)) for value in bad)
        if len(three) != 3:
            problems.append(Problem(name, "expected one value, or three: low, mid and high", str(values)))
        elif not bad and any(real(one) > real(other) for one, other in pairwise(three)):
            problems.append(Problem(name, "expected the lowest first and the highest last", str(values)))
        plans[name] = [value if isinstance(value, str) else real(value) for value in three]
    return plans


def _today(start_pay: Any, rows: pd.DataFrame, problems: list[Problem]) -> float | None:
    """Read today's pay, if given."""
    from tpm_data.readers.pay import read_amounts  # as in `place`

    try:
        read = [] if start_pay is None else read_amounts(start_pay, currencies_of(rows)).tolist()
    except TableError as error:
        problems += (problem._replace(where="start_pay") for problem in error.problems)
        return None
    if len(read) > 1:
        problems.append(Problem("start_pay", "expected one amount", str(start_pay)))
    return float(read[0]) if read else None


def _climbs(
    ladder: Ladder, said: Mapping[str, Any], problems: list[Problem]
) -> list[tuple[Integers, list[Any]]]:
    """Find the rows of each ladder from the first level on, and the years on each; name every problem."""
    years, start = said["years"], said["start_level"]
    titles = [*map(str, ladder.rows["title"])]
    names = [(level, plain(title)) for level, title in zip(ladder.level.tolist(), titles, strict=True)]

    def find(name: Any, where: str, rows: Integers) -> list[int]:
        # A level is a number, so a value that is neither a number nor a text fits none.
        wanted = plain(name) if isinstance(name, str) else real(name)
        found = [row for row in rows.tolist() if wanted in names[row]]
        if not found or len({*ladder.group[found].tolist()}) < len(found):
            known = ", ".join(f"{ladder.level[row]} ({titles[row]})" for row in rows)
            what = f"expected the number or the title of one level: {known}"
            problems.append(Problem(where, what, str(name)))
        return found

    named = [*years.items()] if isinstance(years, Mapping | pd.Series) else None
    alone = said.get("on_level", {}).items()
    given, before = dict[int, Any](), len(problems)
    for name, value in named or ():
        for row in find(name, f"years of {name!r}", ladder.every):
            if row in given:
                again = f"level {ladder.level[row]} already has its years; give them once"
                problems.append(Problem(f"years of {name!r}", again))
            given[row] = value
    changed = {row: value for name, value in alone for row in find(name, f"years of {name!r}", ladder.every)}
    all_known, climbs = len(problems) == before, list[tuple[Integers, list[Any]]]()
    every = np.split(ladder.order, np.flatnonzero(np.diff(ladder.group[ladder.order])) + 1)
    firsts = ladder.rows.iloc[[rows[0] for rows in every]].to_dict("records")
    for rows, one in zip(every, firsts, strict=True):
        of = "".join(f", {name} {told(one[name])}" for name in ladder.groups)
        first = rows[:1].tolist()
        if start is not None or (said["start_pay"] is not None and len(rows) > 1):
            first = find(start, f"start_level{of}", rows)
        # Which years are missing is known only once every name fits a level.
        if not first or not all_known:
            continue
        rest = rows[ladder.level[rows] >= ladder.level[first[0]]]
        if named is None:
            each = [years] * len(rest) if is_one(years) else list(years)
            if len(each) != len(rest):
                what = f"give one number for each of {len(rest)} levels"
                problems.append(Problem(f"years{of}", what, str(years)))
                continue
            given |= zip(rest.tolist(), each, strict=True)
        given |= changed
        missing = "is missing; give 0 to skip the level"
        problems += [Problem(f"years as {titles[row]}{of}", missing) for row in rest if row not in given]
        climbs.append((rest, [given.get(row) for row in rest.tolist()]))
    for row, value in given.items():
        if not (isinstance(value, Integral) and 0 <= real(value) <= _MOST_YEARS):
            where = "years" if value is years else f"years as {titles[row]}"
            what = f"expected a whole number of years from 0 to {_MOST_YEARS}"
            problems.append(Problem(where, what, str(value)))
    return climbs


def _facts(said: Mapping[str, Any], shown: Mapping[str, list[Any]]) -> Iterator[tuple[str, Any]]:
    """Yield every assumption about pay with its value."""
    if said["start_pay"] is not None:
        yield "pay today", said["start_pay"]
    for name, values in shown.items():
        each = zip((f"{scenario}: {_NAMES[name]}" for scenario in _SCENARIOS), values, strict=True)
        yield from [(_NAMES[name], values[0])] if len({*values}) == 1 else each
    yield "discount rate, per year", said["discount_rate"]


def _outside(today: float | None, ladder: Ladder, row: int) -> Iterator[tuple[str, str]]:
    """Say that today's pay is outside its band, if it is."""
    if today is None:
        return
    band = ladder.rows.iloc[row]
    for apart, side, then in (
        (ladder.low[row] - today, "below the minimum", "grows from where it is"),
        (today - ladder.high[row], "above the maximum", "stays as it is until a promotion"),
    ):
        if apart > 0:
            spelled = money(apart, str(band.get("currency", "")), exact=True)
            yield "note", f"Today's pay is {spelled} {side} of {band['title']}. It {then}."


def _climb(rungs: list[tuple[int, int, int]], today: float | None, plan: Sequence[Any]) -> Iterator[float]:
    """Yield the pay of every year, given both ends of each band and the years in it.

    Pay is capped at the maximum of every band it passes.
    """
    (position, growth, promotion), pay = plan, math.nan if today is None else today
    position = position if today is None else _inside(today, *rungs[0][:2], 0.5)
    for step, (low, high, years) in enumerate(rungs):
        for spent in range(years):
            if spent:
                pay = max(pay, min(pay * (1 + growth), high))
            elif math.isnan(pay) or (promotion == "same position" and step):
                pay = low + position * (high - low)
            elif step:
                pay = min(max(pay * (1 + (0 if promotion == "floor" else float(promotion))), low), high)
            position = _inside(pay, low, high, position)
            yield pay


def _inside(pay: float, low: int, high: int, before: float) -> float:
    """Return the position of pay in a band: an end if it is outside, the one before at a single rate."""
    return min(max((pay - low) / (high - low), 0.0), 1.0) if high > low else before


def _changes(between: Any) -> dict[str, tuple[str, Any, tuple[Any, Any]]]:
    """Read the changes: for each label the assumption, its level if it has one, and two values."""
    if not isinstance(between, Mapping) or not between:
        raise ValueError("between= changes no assumption. Name at least one: {'growth': (0, 0.05)}.")
    changes: dict[str, tuple[str, Any, tuple[Any, Any]]] = {}
    for asked, values in between.items():
        word, level = asked if isinstance(asked, tuple) and len(asked) == 2 else (asked, None)
        name = one_of(word, _CHANGEABLE if level is None else ["years"], "assumption")
        label = name if level is None else f"years {'as' if isinstance(level, str) else 'at level'} {level}"
        if label in changes:
            raise ValueError(f"between= changes {label!r} twice.")
        if not isinstance(values, list | tuple) or len(values) != 2:
            raise ValueError(f"between= takes two values for {label!r}, as (0, 0.05), not {told(values)}.")
        changes[label] = (name, level, (values[0], values[1]))
    return changes
