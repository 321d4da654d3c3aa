"""Pay over a career on a ladder, year by year, under assumptions that are stated."""

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from numbers import Integral
from typing import Any, Literal, NamedTuple

import pandas as pd

from tpm_data.errors import Problem, TableError, one_of
from tpm_data.formatting import currency_of
from tpm_data.tables.arguments import real
from tpm_data.tables.ladder import ladder_of

Promotion = Literal["floor", "same position"] | float
_SCENARIOS = ("low", "mid", "high")
_CHANGEABLE = ("years", "growth", "promotion", "discount_rate", "position")
_MOST_YEARS = 60


class Earnings(NamedTuple):
    """What `earnings` answers: the assumptions first, then the sums, then every year."""

    assumptions: pd.DataFrame
    totals: pd.DataFrame
    years: pd.DataFrame


def earnings(
    bands: pd.DataFrame,
    *,
    years: int | Sequence[int] = 3,
    positions: tuple[float, float, float] = (0.0, 0.5, 1.0),
    growth: float = 0.0,
    promotion: Promotion = "same position",
    discount_rate: float = 0.0,
) -> Earnings:
    """Work out pay over a career that climbs the ladder, for a low, a middle and a high start.

    It says what the ladder would pay under the stated assumptions, not what anybody will earn:
    nothing here knows how long a level takes or whether a promotion comes.

    Parameters
    ----------
    bands : DataFrame
        One row per level of one ladder: ``level``, ``title``, ``minimum``, ``maximum`` (money per year).
    years : int or sequence of int
        Years spent on every level, or one number per level from the lowest; 0 skips a level.
    positions : tuple of three floats
        Range penetration (0 at the minimum, 1 at the maximum) of the first pay in the low, mid and
        high scenario.
    growth : float
        Rise of pay from year to year inside a band, as a share; pay stops at the maximum.
    promotion : "same position", "floor" or float
        Pay at a promotion: the same range penetration in the next band; as before, but at least the
        next minimum; or a rise by this share. It is never above the next maximum.
    discount_rate : float
        Yearly rate by which later pay counts less; every pay counts at the end of its year.

    Returns
    -------
    Earnings
        ``assumptions`` (one row per assumption: ``assumption``, ``value``), ``totals`` (one row per
        scenario: ``scenario``, ``total``, ``present_value``, money) and ``years`` (one row per scenario
        and year: ``scenario``, ``year``, ``level``, ``title``, ``pay``, ``range_penetration``,
        ``compa_ratio``, ``cumulative``, money in full precision). The last two also have the
        ``currency`` if the bands do.

    Raises
    ------
    TableError
        If the bands break their contract or an assumption is out of bounds (shares are from 0 to 1,
        years whole numbers from 0 to 60); every one is named.

    Notes
    -----
    Present value = sum of pay / (1 + discount_rate)^year. The rule for promotions, old pay raised by
    a share but at least the new minimum, is the usual one of pay administration.

    Examples
    --------
    >>> import tpm_data
    >>> earnings(tpm_data.load("salary_bands"), years=3, discount_rate=0.03).totals.round(0)
      scenario      total  present_value currency
    0      low  2039496.0      1571317.0      USD
    1      mid  2419706.0      1878031.0      USD
    2     high  2799915.0      2184744.0      USD
    """
    checked = ladder_of(bands, None)
    ladder = checked.rows.assign(minimum=checked.low, maximum=checked.high)
    stay = list(years) if isinstance(years, Iterable) else [years] * len(ladder)
    assumptions: list[tuple[str, Any]] = [
        *((f"years as {title}", count) for title, count in zip(ladder["title"], stay, strict=False)),
        *(
            (f"{scenario}: range penetration at the start", position)
            for scenario, position in zip(_SCENARIOS, positions, strict=False)
        ),
        ("growth of pay inside a band, per year", growth),
        ("pay at a promotion", promotion),
        ("discount rate, per year", discount_rate),
    ]
    _refuse_bad(len(ladder), stay, positions, assumptions)
    rungs = list(zip(ladder.to_dict("records"), stay, strict=True))
    path = pd.DataFrame(
        {"scenario": scenario} | row
        for scenario, position in zip(_SCENARIOS, positions, strict=True)
        for row in _climb(rungs, position, growth, promotion)
    )
    worth = path["pay"] / (1 + discount_rate) ** path["year"]
    sums = path.assign(worth=worth).groupby("scenario", sort=False)
    totals = pd.DataFrame(
        {"scenario": name, "total": math.fsum(part["pay"]), "present_value": math.fsum(part["worth"])}
        for name, part in sums
    )
    stated = pd.DataFrame(assumptions, columns=["assumption", "value"], dtype=object)
    answer = Earnings(stated, totals, path.assign(cumulative=sums["pay"].cumsum()))
    for table in answer:
        table.attrs = dict(bands.attrs)
        if "currency" in ladder and table is not stated:
            table["currency"] = currency_of(ladder)
    return answer


def earnings_sensitivity(
    bands: pd.DataFrame, between: "Mapping[str, tuple[Any, Any]]", **assumptions: Any
) -> pd.DataFrame:
    """Work out which assumption about a career on the ladder matters most.

    Parameters
    ----------
    bands : DataFrame
        As for `earnings`.
    between : mapping from an assumption to two values
        What is changed, one assumption at a time: ``years``, ``growth``, ``promotion``,
        ``discount_rate`` of `earnings`, or ``position``, the range penetration at the start.
    **assumptions
        The same names, with the values that the others keep meanwhile; as for `earnings` where left
        out, and ``position`` 0.5.

    Returns
    -------
    DataFrame
        One row per assumption, the largest change first: ``assumption``, ``first``, ``second`` (its
        two values), ``base_value``, ``first_value``, ``second_value`` (present value of all pay with
        the kept values and with either, money), ``change`` = the difference that it makes, from the
        lowest of the three to the highest; the ``currency`` if the bands have one.

    Raises
    ------
    ValueError
        If an assumption is unknown, or nothing is changed.
    TableError
        If the bands break their contract or an assumption is out of bounds.

    Notes
    -----
    One at a time, as in a tornado diagram (Howard 1988, Management Science 34): assumptions that
    work together can do more than the sum.

    Examples
    --------
    >>> import tpm_data
    >>> changes = {"growth": (0, 0.05), "position": (0.0, 1.0)}
    >>> table = earnings_sensitivity(tpm_data.load("salary_bands"), changes, promotion="floor")
    >>> table[["assumption", "first_value", "second_value"]].round(0)
      assumption  first_value  second_value
    0   position    2039496.0     2229243.0
    1     growth    2114428.0     2221912.0
    """
    between = {one_of(name, _CHANGEABLE, "assumption"): values for name, values in between.items()}
    assumptions = {one_of(name, _CHANGEABLE, "assumption"): value for name, value in assumptions.items()}
    if not between:
        raise ValueError("No assumption is changed; name at least one, with two values.")

    def value(**changed: Any) -> float:
        given = {"position": 0.5} | assumptions | changed
        position = given.pop("position")
        totals = earnings(bands, positions=(position,) * 3, **given).totals
        return float(totals["present_value"].iloc[0])

    base = value()
    rows = []
    for name, (first, second) in between.items():
        values = base, value(**{name: first}), value(**{name: second})
        rows.append((name, first, second, *values, max(values) - min(values)))
    names = ["assumption", "first", "second", "base_value", "first_value", "second_value", "change"]
    rows.sort(key=lambda row: -row[-1])
    table = pd.DataFrame(rows, columns=names, dtype=object).astype(dict.fromkeys(names[3:], float))
    if "currency" in bands:
        table["currency"] = currency_of(bands)
    table.attrs = dict(bands.attrs)
    return table


def _climb(
    rungs: list[tuple[dict[Hashable, Any], int]], position: float, growth: float, promotion: Promotion
) -> Iterator[dict[str, Any]]:
    """Yield the years of one scenario; pay meets the maximum of every band it passes."""
    year, pay = 0, math.nan
    for band, years in rungs:
        low, high = band["minimum"], band["maximum"]
        for spent in range(years):
            if spent:
                pay = min(pay * (1 + growth), high)
            elif math.isnan(pay) or promotion == "same position":
                pay = low + position * (high - low)
            else:
                rise = 0 if promotion == "floor" else promotion
                pay = min(max(pay * (1 + rise), low), high)
            year += 1
            position = (pay - low) / (high - low) if high > low else position
            yield {
                "year": year,
                "level": band["level"],
                "title": band["title"],
                "pay": pay,
                "range_penetration": position if high > low else math.nan,
                "compa_ratio": 2 * pay / (low + high),
            }


def _refuse_bad(
    levels: int, stay: list[Any], positions: Sequence[Any], assumptions: Sequence[tuple[str, Any]]
) -> None:
    """Name every assumption that is out of bounds."""
    problems = []
    if len(positions) != 3:
        problems.append(Problem("positions", "expected three shares: low, mid and high", str(positions)))
    if len(stay) != levels:
        problems.append(Problem("years", f"expected one number for each of {levels} levels", str(stay)))
    for name, value in assumptions:
        if name == "pay at a promotion" and value in ("same position", "floor"):
            continue
        if name.startswith("years as"):
            good = isinstance(value, Integral) and 0 <= real(value) <= _MOST_YEARS
            expected = f"a whole number of years from 0 to {_MOST_YEARS}"
        else:
            good = 0 <= real(value) <= 1
            expected = "a share from 0 to 1"
        if name == "pay at a promotion":
            expected = f"'same position', 'floor' or {expected}"
        if not good:
            problems.append(Problem(name, f"expected {expected}", str(value)))
    if not problems and not positions[0] <= positions[1] <= positions[2]:
        problems.append(Problem("positions", "expected the low one first, the high one last", str(positions)))
    if not problems and not sum(stay):
        problems.append(Problem("years", "expected at least one year in all"))
    if problems:
        raise TableError("The earnings were not worked out.", problems)
