"""Rows of the comparison: same answers first, then times, taken in turns."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MOST_SECONDS = 10  # what takes longer is not called again: the repeats would take hours


@dataclass(frozen=True)
class Rival:
    """Another way to the same answer.

    ``scale`` is the whole work over the work that ``run`` does: above 1 for what would take minutes.
    """

    run: Callable[[], Any]
    scale: float = 1


@dataclass(frozen=True)
class Row:
    """One question: our answer, those of the others, and what makes two answers the same."""

    question: str
    ours: Callable[[], Any]
    rivals: dict[str, Rival]
    same: Callable[[Any, Any], None]
    left_out: dict[str, str] = field(default_factory=dict)
    check: Callable[[], Any] | None = None  # what ours does besides: holding the table against its contract


def measure(row: Row, repeats: int = 7) -> dict[str, float]:
    """Return the median seconds of ours and of every rival; refuse answers that differ.

    The first call of each, which also warms it up, is for the answer; the timed ones take turns,
    so that a machine that slows down for a while slows all of them down.
    """
    first, answer = _timed(row.ours)
    spent = {"ours": [first]}
    for name, rival in row.rivals.items():
        seconds, other = _timed(rival.run)
        row.same(answer, other)
        spent[name] = [seconds]
        del other  # may hold gigabytes
    del answer
    runs = {"ours": row.ours} | {name: rival.run for name, rival in row.rivals.items()}
    if row.check:
        runs["check"] = row.check
        spent["check"] = [_timed(row.check)[0]]
    quick = {name: run for name, run in runs.items() if spent[name][0] < MOST_SECONDS}
    for name in quick:
        spent[name] = []
    for _ in range(repeats):
        for name, run in quick.items():
            spent[name].append(_timed(run)[0])
    scales = {name: rival.scale for name, rival in row.rivals.items()}
    return {name: statistics.median(times) * scales.get(name, 1) for name, times in spent.items()}


def _timed(run: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    answer = run()
    return time.perf_counter() - start, answer


def ratios(row: Row, seconds: dict[str, float]) -> dict[str, tuple[float, float]]:
    """Return the time of every rival over ours: as it is, and with the check that ours includes."""
    ours, check = seconds["ours"], seconds.get("check", 0)
    return {name: (seconds[name] / ours, (seconds[name] + check) / ours) for name in row.rivals}


def report(row: Row, seconds: dict[str, float]) -> str:
    """Spell one row: ours in milliseconds, every rival as a multiple of it, the best one first."""
    check = f", its check {1000 * seconds['check']:,.3g} ms" if row.check else ""
    lines = [f"{row.question}: ours {1000 * seconds['ours']:,.3g} ms{check}"]
    for name, (bare, checked) in sorted(ratios(row, seconds).items(), key=lambda item: item[1]):
        scale = row.rivals[name].scale
        scaled = f" (1/{scale:,.0f} of the work measured, scaled)" if scale > 1 else ""
        lines.append(f"  {bare:>10,.3g} {f'{checked:,.3g}' if row.check else '':>10}  {name}{scaled}")
    lines += [f"  {'left out':>21}  {name}: {reason}" for name, reason in row.left_out.items()]
    return "\n".join(lines)
