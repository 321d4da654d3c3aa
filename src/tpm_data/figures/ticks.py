"""Round numbers along an axis, and how money is spelled there."""

import math

from tpm_data.words import money

# Below each limit, short money shows no difference smaller than this.
_SHOWN = (
    (1_000, 0.01),
    (9_950, 100),
    (999_500, 1_000),
    (999_995_000, 10_000),
    (999_995_000_000, 10_000_000),
    (math.inf, 10_000_000_000),
)


def round_ticks(low: float, high: float, most: float) -> list[float]:
    """Choose round numbers between two, as many as have room."""
    size = 10 ** math.floor(math.log10(high - low))
    step = next(s for s in (size / 5, size / 2, size, 2 * size, 5 * size) if (high - low) / s < most)
    return [round(k * step, 6) for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def money_ticks(ticks: list[float], currency: str) -> list[str]:
    """Spell amounts alike: short if that is exact for all of them, in full otherwise."""
    exact = any(not _is_short(abs(tick)) for tick in ticks)
    return [money(tick, currency, exact=exact) for tick in ticks]


def _is_short(size: float) -> bool:
    shown = next(least for limit, least in _SHOWN if size < limit)
    return math.isclose(size / shown, round(size / shown), abs_tol=1e-6)
