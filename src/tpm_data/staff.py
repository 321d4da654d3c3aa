"""Staff on a ladder: each person in the band of their level, and the cost of raising them to its minimum."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.errors import Problem, TableError, no_table, refuse_clash, told, unknown
from tpm_data.formatting import currencies_of, currency_of, join, plural
from tpm_data.tables.arguments import groups_of
from tpm_data.tables.checks import Cells, Values, hold, plain, row_named
from tpm_data.tables.ladder import Integers, Ladder, ladder_of

__all__ = ["place", "summary"]

_FEW = 5  # people; in a smaller group one of them could be identified
_SUMMED = ["headcount", "median_compa_ratio", "below", "above", "cost_to_minimum"]
_MOST_NAMED = 12
_MANY = 4  # numbers for each row; above this they are renumbered
_NONE, _SEVERAL = -1, -2  # bands with a name
_REFUSED = "The people were not placed."
_NUMBERED = (
    "the ladder's file does not number its levels, so a person's number is none of them (here {} is {!r}); "
    "give people the 'grade' or 'title' that the ladder has"
)
_ODD = 2.0  # a median compa-ratio above this, or below its inverse, is unlikely


def place(
    people: pd.DataFrame, bands: pd.DataFrame, *, by: str | Sequence[str] | None = None
) -> pd.DataFrame:
    """Place every person in the band of their own level.

    Parameters
    ----------
    people : DataFrame
        One row per person, as `tpm_data.read_table` returns ``staff``: ``person``, ``grade`` (without it
        ``level``, without either ``title``), ``pay`` (money per year), and optionally ``full_time_share``
        (above 0, up to 1). A grade is looked up among the grades of the ladder or, if it has none, among its
        levels and titles. Case and spaces make no difference.
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (money per year), optionally
        ``grade``.
    by : str or sequence of str, optional
        Columns of both tables that separate several ladders.

    Returns
    -------
    DataFrame
        One row per person, with the given order and index. It has the columns of ``people``, such as
        ``person``, ``department``, ``pay`` and ``full_time_share``. The band adds ``level``, ``title``,
        ``minimum``, ``midpoint`` and ``maximum``, and ``grade`` and ``currency`` if the ladder has them.
        ``full_time_pay`` = pay / full_time_share, to the cent. Its ``status`` is below, within or above; pay
        professionals call people below green circles and people above red circles. ``compa_ratio`` =
        full_time_pay / midpoint. ``range_penetration`` = (full_time_pay - minimum) / (maximum - minimum), not
        clipped. ``quartile`` is that of the range (1 to 4; missing outside it and for a band of zero width).
        ``to_minimum`` = minimum * full_time_share - pay, or 0 at the minimum and above. ``attrs["notes"]``
        says how many people's pay was taken as full-time, how many titles were replaced, and whether the
        period looks wrong.

    Raises
    ------
    TableError
        If a table breaks its contract, people are not paid in the currency of the bands, a person's level
        is not on the ladder, or their title is that of another level. Everyone affected is listed.

    Notes
    -----
    Compa-ratio and range penetration are those in the glossaries of ERI and Mercer, not clipped.

    Examples
    --------
    >>> import tpm_data
    >>> placed = place(tpm_data.load("example_staff"), tpm_data.load("general_schedule"))
    >>> placed["status"].value_counts().to_dict()
    {'within': 51, 'below': 5, 'above': 4}
    >>> below = placed.query("status == 'below'")
    >>> below[["level", "full_time_pay", "minimum", "compa_ratio"]].round(2).head(2)
        level  full_time_pay  minimum  compa_ratio
    28     11        50225.0    51811         0.84
    35     12        60443.0    62101         0.85
    """
    groups, ladder = groups_of(by), ladder_of(bands, by)
    there = people.columns if isinstance(people, pd.DataFrame) else ()
    numbered = bands.attrs.get("numbered", False)  # by the reader: no number in a file means such a level
    usable = ("grade", "title") if numbered else ("grade", "level", "title")
    named = [name for name in usable if name in there]
    if "level" in there and not named:
        what = _NUMBERED.format(ladder.level[0], ladder.rows["title"].iloc[0])
        raise TableError(_REFUSED, [Problem("bands", what)])
    key, *others = named or ["title"]
    # A grade is the ladder's name for a level; if it only numbers them, a grade is that number or the title.
    among = ("level", "title")[numbered:] if key == "grade" and "grade" not in ladder.rows else (key,)
    # A key that is a group must not be missing for anyone.
    cells = hold(people, "staff", (*groups, key), (key, "pay", "full_time_share", "currency"), ("person",))
    if key == "title":
        hold(bands, "salary_bands", groups, ("title",))
    if "currency" not in ladder.rows and len(paid_in := currencies_of(people)) > 1:
        what = f"people are paid in {join(paid_in)}, but the ladder has no column 'currency'; add it"
        raise TableError(_REFUSED, [Problem("bands", what)])
    at = _bands_of(cells, ladder, key, among)
    cells |= {name: Values(people[name]) for name in others}
    meant = {name: _bands_of(cells, ladder, name, [name]) for name in others}
    problems = []
    for row, name, what in _misplaced(cells, ladder, among, at, meant):
        where = f"{row_named(people, int(row))}, column {name!r}"
        who = f"the {name} of {people['person'].iloc[row]}"
        problems.append(Problem(where, f"{who} {what}", str(people[name].iloc[row])))
    if problems:
        out = people.index[at < 0].tolist()
        way = f" To leave out people who are not on the ladder: people.drop(index={told(out)})."
        raise TableError(_REFUSED + way * bool(out and people.index.is_unique), problems)
    given = cells["full_time_share"].numbers if "full_time_share" in cells else np.full(len(people), np.nan)
    share = np.where(np.isnan(given), 1.0, given)
    # To the cent, and compared with their own share of the band: someone paid exactly an end of it is within.
    own, low, high = cells["pay"].numbers, ladder.low[at], ladder.high[at]
    pay, short = np.round(own / share, 2), np.round(low * share, 2) - own
    position = ladder.position(at, pay)
    quarter = np.clip(np.floor(4 * position["range_penetration"]), 0, 3) + 1
    case = np.where(short > 0, 0, np.where(own > np.round(high * share, 2), 2, 1))
    kept = {"level", "grade", "title", "currency"} & {*ladder.rows.columns}
    answers: dict[str, Any] = {
        "minimum": low,
        "midpoint": ladder.twice_mid[at] / 2,
        "maximum": high,
        "full_time_pay": pay,
        "status": pd.array(["below", "within", "above"], dtype="str").take(case),
        **position,
        "quartile": pd.array(np.where(case == 1, quarter, np.nan), dtype="Int8"),
        "to_minimum": np.round(np.maximum(short, 0), 2),
    }
    refuse_clash(people.columns, answers)
    placed = people.assign(**{name: ladder.rows[name].array.take(at) for name in sorted(kept)}, **answers)
    replaced = {name: int((~cells[name].missing & (row != at)).sum()) for name, row in meant.items()}
    notes = [*_notes(placed, given, replaced)]
    placed.attrs = {"notes": notes, "currency": currency_of(ladder.rows.iloc[pd.unique(at)])}
    bases = (table.attrs.get("basis", "your input") for table in (people, bands))
    placed.attrs |= zip(("basis", "bands_basis"), bases, strict=True)
    return placed


def _notes(placed: pd.DataFrame, share: npt.NDArray[Any], replaced: Mapping[str, int]) -> Iterator[str]:
    """Say what was assumed, and what was changed."""
    if unknown := int(np.isnan(share).sum()):
        of = f"{unknown:,} of {len(placed):,} people"
        yield f"pay is taken as full-time for {of}, who have no full_time_share"
    changed = (plural(count, name) for name, count in replaced.items() if count)
    yield from (f"{these} of people replaced with those of the ladder" for these in changed)
    if again := int(placed["person"].duplicated().sum()):
        yield f"{plural(again, 'row')} about someone who is in an earlier row; each row counts as a person"
    half = placed["compa_ratio"].median()
    if half > _ODD or half < 1 / _ODD:
        yield f"the median compa-ratio is {half:.1f}; check the period of pay in both files"


def _bands_of(cells: Mapping[str, Values], ladder: Ladder, key: str, among: Sequence[str]) -> Integers:
    """Find each person's row of the ladder by a key, in the columns ``among`` its own; else `_NONE`."""
    rows = np.tile(ladder.every, len(among))
    named = pd.concat([ladder.rows[name].astype(object) for name in among])
    columns = [(pd.concat([ladder.rows[name]] * len(among)), cells[name]) for name in ladder.groups]
    numbers = np.zeros(len(rows) + len(cells[key].raw), np.int64)  # of the bands, then of the people
    known = np.ones(len(numbers), bool)
    for names, given in [*columns, (named, cells[key])]:
        every: dict[Any, int] = {}
        parts, spell = [], _spelled if given is cells[key] else lambda value: value
        for places, distinct in (Values(names).codes, given.codes):
            shared = [every.setdefault(spell(value), len(every)) for value in distinct]
            parts.append(np.array([*shared, -1])[places])
        codes = np.concatenate(parts)
        known &= codes >= 0
        numbers = numbers * (len(every) + 1) + codes
        if numbers.max(initial=0) > _MANY * len(numbers):
            numbers = pd.factorize(numbers)[0]
    there = known[: len(rows)]
    of_bands, of_people, rows = numbers[: len(rows)][there], numbers[len(rows) :], rows[there]
    found = np.full(numbers.max(initial=0) + 1, _NONE)
    found[of_bands] = rows
    found[of_bands[found[of_bands] != rows]] = _SEVERAL
    return np.where(known[len(there) :], found[of_people], _NONE)


def _spelled(value: Any) -> Any:
    """Spell a key in one way, whatever its case and spaces: grade 05 as text is level 5."""
    return int(value) if isinstance(value, str) and value.isdecimal() else plain(value)


def _misplaced(
    cells: Cells, ladder: Ladder, among: Sequence[str], at: Integers, meant: Mapping[str, Integers]
) -> Iterator[tuple[Any, str, str]]:
    """Find people on no level, on another level by another column, or in another currency."""
    *groups, key = cells.groups

    @cache
    def missing(*group: Any) -> str:
        own = ladder.rows
        for name, value in zip(groups, group, strict=True):
            if value not in {*own[name]}:
                return f"is on no ladder. {unknown(value, map(str, own[name]), name)}"
            own = own[own[name] == value]
        there = join(own[among[0]].dropna().drop_duplicates().tolist(), _MOST_NAMED)
        named = f" of {' and '.join(map(str, group))}" * bool(group)
        return f"is not on the ladder{named}, which has {there or 'no level'}"

    for row in np.flatnonzero(at == _NONE):
        yield row, key, missing(*cells.table[groups].iloc[row])
    for row in np.flatnonzero(at == _SEVERAL):
        yield row, key, "is that of several levels of the ladder"
    for name, rows in meant.items():
        for row in np.flatnonzero((at >= 0) & (rows >= 0) & (rows != at)):
            what = f"is that of level {ladder.level[rows[row]]}, but the {key} is that of level"
            yield row, name, f"{what} {ladder.level[at[row]]}; correct one, or leave the column out"
    if "currency" in cells and "currency" in ladder.rows:
        paid, distinct = cells["currency"].codes
        banded = np.append(pd.Index(distinct).get_indexer(ladder.rows["currency"]), _NONE)[at]
        for row in np.flatnonzero((at >= 0) & (paid >= 0) & (paid != banded)):
            yield row, "currency", f"is not that of the level, {ladder.rows['currency'].iloc[at[row]]}"


def summary(placed: pd.DataFrame, *, by: str | Sequence[str] | None = "department") -> pd.DataFrame:
    """Summarise the staff by department, or by other columns.

    Parameters
    ----------
    placed : DataFrame
        The result of `place`.
    by : str or sequence of str, optional
        Columns to group the people by; None for everyone.

    Returns
    -------
    DataFrame
        One row per group, in order of appearance: the group, such as ``department``, ``headcount``,
        ``few_people`` (whether there are fewer than five, few enough to identify one of them),
        ``median_compa_ratio``, the numbers of people ``below`` and ``above`` their band, and
        ``cost_to_minimum`` (money per year), the cost of raising everyone below to their minimum.
        ``attrs["notes"]`` says how many people's pay was taken as full-time.

    Raises
    ------
    TableError
        If it is not a result of `place`, a column is missing, or a sum would mix currencies.

    Examples
    --------
    >>> import tpm_data
    >>> placed = place(tpm_data.load("example_staff"), tpm_data.load("general_schedule"))
    >>> summary(placed)[["department", "headcount", "few_people", "below", "above", "cost_to_minimum"]]
        department  headcount  few_people  below  above  cost_to_minimum
    0   Operations         21       False      0      2              0.0
    1     Analysis         17       False      2      0           3244.0
    2  Engineering         12       False      1      2           2012.4
    3       Policy          7       False      2      0           2237.0
    4        Legal          3        True      0      0              0.0
    """
    groups, refusal = [*groups_of(by)], "The staff was not summarised."
    if not isinstance(placed, pd.DataFrame):
        raise TableError(refusal, [Problem("table", no_table(placed))])
    needed, there = [*groups, "status", "compa_ratio", "to_minimum"], [*placed.columns]
    if odd := [name for name in dict.fromkeys(needed) if there.count(name) != 1 or needed.count(name) != 1]:
        what = f"expected this column once, in a result of place; the table has {join(there)}"
        raise TableError(refusal, [Problem("header", what, one) for one in odd])
    refuse_clash(groups, [*_SUMMED, "few_people"])
    people = placed[groups].assign(
        **{name: pd.to_numeric(placed[name], errors="coerce") for name in needed[-2:]},
        below=placed["status"].eq("below"),
        above=placed["status"].eq("above"),
        unit=placed["currency"].map(str, na_action="ignore") if "currency" in there else "",
    )
    if people[needed[-2:]].isna().any(axis=None):
        raise TableError(refusal, [Problem("columns", "expected numbers", join(map(repr, needed[-2:])))])
    grouped = people.groupby(groups or np.zeros(len(people), int), sort=False, dropna=False)
    if grouped["unit"].nunique().gt(1).any():
        raise TableError(refusal, [Problem("column 'currency'", "a sum would mix currencies; add it to by=")])
    ways = {"unit": "size", "compa_ratio": "median", "below": "sum", "above": "sum", "to_minimum": "sum"}
    result = grouped.agg(ways).set_axis(_SUMMED, axis=1).reset_index(drop=not groups)
    result.insert(len(groups) + 1, "few_people", result["headcount"] < _FEW)
    result.attrs = dict(placed.attrs)
    return result
