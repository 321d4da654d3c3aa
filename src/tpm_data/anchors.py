"""Anchors: the published wage percentiles of an occupation, in an industry and an area."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tpm_data.checking import check
from tpm_data.datasets import load
from tpm_data.errors import Problem, TableError, unknown

Names = str | Sequence[str] | None

NATION, EVERY_INDUSTRY = "National", "All industries"
_REFUSAL = "The table is not a valid 'market_wages' table."
_KEY = ["occupation_code", "occupation", "industry", "area"]


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """The percentiles of one anchor in rising order; ``names`` tells it from the others.

    A caveat is an empty text where there is none.
    """

    names: dict[str, Any]
    percentiles: npt.NDArray[np.int64]
    wages: npt.NDArray[np.int64]
    caveats: npt.NDArray[Any]

    @property
    def median(self) -> float:
        """The published median; NaN if there is none."""
        return float(next(iter(self.wages[self.percentiles == 50]), np.nan))

    def place(self, pay: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], ...]:
        """Return percentile, words for it and caveat of every amount of pay."""
        ranks, wages = self.percentiles, self.wages
        after = np.searchsorted(wages, pay, side="right")
        lower = np.maximum(after - 1, 0)
        published = pay == wages[lower]
        below, above = after == 0, (after == len(wages)) & ~published
        upper = np.where(published | below | above, lower, np.minimum(after, len(wages) - 1))
        with np.errstate(invalid="ignore"):  # 0 / 0 where there is nothing to interpolate
            between = (ranks[upper] - ranks[lower]) * (pay - wages[lower]) / (wages[upper] - wages[lower])
        found = ranks[lower] + np.where(published | below | above, 0, between)
        about = np.array([f"about P{rank}" for rank in range(101)])[np.rint(found).astype(int)]
        exact = np.array([f"P{rank}" for rank in ranks])[lower]
        words = np.select(
            [below, above, published], [f"below P{ranks[0]}", f"above P{ranks[-1]}", exact], about
        )
        caveats = np.where(self.caveats[upper] == "", self.caveats[lower], self.caveats[upper])
        return np.where(below | above, np.nan, found), words, caveats


def checked(wages: pd.DataFrame | None) -> pd.DataFrame:
    """Return wages that keep their contract and rise with their percentiles; the bundled ones if none."""
    if wages is None:
        return load("market_wages")
    check(wages, "market_wages")
    if wages.empty:
        raise TableError(_REFUSAL, [Problem("table", "has no rows")])
    rows = wages.sort_values([*_KEY, "percentile"], kind="stable")
    within = rows.duplicated(_KEY).to_numpy()
    percentile, wage = rows["percentile"].to_numpy(), rows["annual_wage"].to_numpy()
    rules = (
        ("percentile", percentile > 99, "expected less than 100"),
        ("percentile", within & (np.diff(percentile, prepend=0) == 0), "stands twice for the same anchor"),
        ("annual_wage", within & (np.diff(wage, prepend=0) < 0), "below that of a lower percentile"),
    )
    problems = [
        Problem(f"row {rows.index[[at]].tolist()[0]}, column {column!r}", words, str(rows[column].iloc[at]))
        for column, broken, words in rules
        for at in np.flatnonzero(broken).tolist()
    ]
    if problems:
        raise TableError(_REFUSAL, problems)
    return wages


def choose(
    wages: pd.DataFrame, occupations: Names, industries: Names, areas: Names
) -> tuple[pd.DataFrame, list[Problem]]:
    """Choose rows by occupation, industry and area; also return what was asked for in vain."""
    problems: list[Problem] = []
    asked = {"occupation": occupations, "industry": industries, "area": areas}
    found = {kind: _found(wages, kind, names, problems) for kind, names in asked.items()}
    places = {kind: pd.Index(names).get_indexer(pd.Index(wages[kind])) for kind, names in found.items()}
    order = np.lexsort([*places.values()])
    rows = wages.iloc[order[np.min([*places.values()], axis=0)[order] >= 0]]
    if not problems:
        # What nobody named may be missing in places; what was asked for may not.
        named = [kind for kind, names in asked.items() if names is not None]
        there = {*zip(*(rows[kind] for kind in named), strict=True)}
        wanted = itertools.product(*(found[kind] for kind in named)) if named else ()
        lacking = [" · ".join(names) for names in wanted if names not in there]
        problems = [Problem("wages", "there are none for", names) for names in lacking]
        if rows.empty and not lacking:
            problems = [Problem("wages", "none are asked for")]
        if "currency" in rows and len({*rows["currency"]}) > 1:
            problems.append(Problem("wages", "those chosen are in several currencies"))
    return rows, problems


def _found(wages: pd.DataFrame, kind: str, asked: Names, problems: list[Problem]) -> list[str]:
    """Return the full names of what was asked for: by code, by name, or by how it starts."""
    names = [*dict.fromkeys(wages[kind])]
    if asked is None:
        return names
    code = f"{kind}_code" if f"{kind}_code" in wages else kind
    codes = dict(zip(wages[code], wages[kind], strict=True))
    known = {code.casefold(): name for code, name in codes.items()} | {
        name.casefold(): name for name in names
    }
    found = []
    for name in [asked] if isinstance(asked, str) or not isinstance(asked, Iterable) else asked:
        plain = str(name).strip().casefold()
        starting = [full for full in names if plain and full.casefold().startswith(plain)]
        if plain in known or len(starting) == 1:
            found.append(known.get(plain) or starting[0])
        elif starting:
            problems.append(Problem(kind, f"can be any of {'; '.join(starting)}", str(name)))
        else:
            alike = codes if any(map(str.isdigit, plain)) else [re.split("[-,]", full)[0] for full in names]
            problems.append(Problem(kind, unknown(name, alike, kind)))
    return [*dict.fromkeys(found)]


def anchors_of(wages: pd.DataFrame) -> list[Anchor]:
    """Return the anchors of some wages, in their order."""
    kept = [*_KEY, *({"currency"} & set(wages.columns))]
    anchors = []
    for _, rows in wages.groupby(_KEY, sort=False):
        rising = rows.sort_values("percentile")
        caveats = rising["caveat"] if "caveat" in rising else pd.Series("", rising.index)
        anchors.append(
            Anchor(
                {name: rising[name].iloc[0] for name in kept},
                rising["percentile"].to_numpy("int64"),
                rising["annual_wage"].to_numpy("int64"),
                caveats.to_numpy(dtype=object, na_value=""),
            )
        )
    return anchors
