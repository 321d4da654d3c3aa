"""Figures of the staff to be looked at and measured: few and many people, and people far outside."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

import tpm_data
from tpm_data import figures, staff

Make = Callable[[], figures.Figure]


def bands(*ends: tuple[int, int], **more: Any) -> pd.DataFrame:
    """Return a ladder of these ranges, lowest level first."""
    table = pd.DataFrame(ends, columns=["minimum", "maximum"])
    return table.assign(
        level=range(1, len(ends) + 1), title=[f"Grade {n + 1}" for n in range(len(ends))]
    ).assign(**more)


GRADES = bands(
    *((round(28_000 * 1.11**step), round(36_400 * 1.11**step)) for step in range(15)), currency="USD"
)


def placed(*people: tuple[int, float], on: pd.DataFrame = GRADES, **more: Any) -> pd.DataFrame:
    """Place people of these levels and this pay, all of one department unless told otherwise."""
    table = pd.DataFrame(people, columns=["level", "pay"])
    names = [f"Somebody {number}" for number in range(len(people))]
    return staff.place(table.assign(**{"person": names, "department": "Lab"} | more), on)


def example() -> pd.DataFrame:
    return staff.place(tpm_data.load("example_staff"), tpm_data.load("general_schedule"))


def crowd(count: int, on: pd.DataFrame = GRADES, departments: int = 12, **far: float) -> pd.DataFrame:
    """Place many people, some outside their range, at random but always the same."""
    random = np.random.default_rng(1)
    of = on.iloc[random.integers(0, len(on), count)]
    way = np.clip(random.normal(0.5, 0.28, count), -0.4, 1.4)
    pay = (of["minimum"] + way * (of["maximum"] - of["minimum"])).round().clip(lower=1).to_numpy(copy=True)
    pay[: len(far)] = [*far.values()]
    groups = [f"Department {number}" for number in random.integers(1, departments + 1, count)]
    return placed(*zip(of["level"], pay, strict=True), on=on, department=groups)


LONG = "Distinguished Technical Product Manager for Payments and International Partners"
STAFF: dict[str, Callable[[], pd.DataFrame]] = {
    "bundled": example,
    "one person": lambda: placed((3, 40_000)),
    "a thousand people": partial(crowd, 1000),
    "people far outside": partial(crowd, 60, low=1, lower=200, high=900_000, higher=5e6),
    "long titles": lambda: crowd(40, GRADES.assign(title=[f"{LONG} {n}" for n in range(15)]), 2),
    "huge pay": lambda: crowd(30, bands((10**12, 6 * 10**14), (10**9, 10**10), currency="IDR"), 3),
    "single rates": lambda: placed(*[(1, 90_000)] * 6, (1, 80_000), on=bands((90_000, 90_000))),
    "everyone paid alike": lambda: placed(*[(2, 35_000)] * 300),
    "markup in names": lambda: placed(
        *[(1, 30_000)] * 6, on=GRADES.assign(title="<b>R&D</b>"), department="<i>A"
    ),
}
FIGURES: list[tuple[str, Make]] = [
    (f"{draw.__name__}: {name}", lambda draw=draw, make=make: draw(make()))
    for draw in (figures.people_on_bands, figures.compa_ratios)
    for name, make in STAFF.items()
] + [("compa_ratios: by title", lambda: figures.compa_ratios(example(), by="title"))]
