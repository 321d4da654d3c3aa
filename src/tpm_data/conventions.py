"""What others call usual in a pay structure, each with its source; nobody's word is law."""

import math
from dataclasses import dataclass

_ANY = (-math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class Convention:
    """What somebody calls usual in a pay structure: limits for `audit`, with their source.

    Parameters
    ----------
    name : str
        Who says so; it stands in every finding.
    source : str
        Where it is written, and for whom.
    range_spread : tuple of two numbers
        Lowest and highest usual (maximum - minimum) / minimum, as shares: 0.4 for 40 %; both
        still usual. ``math.inf`` where there is no limit.
    midpoint_differential : tuple of two numbers
        Lowest and highest usual next midpoint / midpoint - 1, likewise.

    Raises
    ------
    ValueError
        If the name or source is blank or limits are not two shares in order.

    Examples
    --------
    >>> Convention("our guideline", "pay policy 2026, page 3", midpoint_differential=(0.08, 0.12)).name
    'our guideline'
    """

    name: str
    source: str
    range_spread: tuple[float, float] = _ANY
    midpoint_differential: tuple[float, float] = _ANY

    def __post_init__(self) -> None:
        if not (self.name.strip() and self.source.strip()):
            raise ValueError("A convention needs a name and a source.")
        for limits in (self.range_spread, self.midpoint_differential):
            low, high = limits
            if not low <= high or any(10 <= abs(limit) < math.inf for limit in limits):
                raise ValueError(
                    f"Limits are two shares in order, (0.4, 0.6) for 40 % to 60 %, not {limits}."
                )


CONVENTIONS = {
    "eri": Convention(
        "ERI",
        "ERI Economic Research Institute (SalaryExpert), Common Compensation Terms & Formulas, 2024. "
        "Professional grades up to executives: spread 50 % and more, midpoints 10-15 % apart "
        "for professionals and managers, 15-20 % for executives.",
        range_spread=(0.5, math.inf),
        midpoint_differential=(0.1, 0.2),
    ),
    "mercer": Convention(
        "Mercer",
        "Mercer, From reference points to bands: which is best for my organization? "
        "A traditional structure: spread 40-60 % (30-100 % to span a whole organisation, from entry "
        "level to executives), midpoints 10-20 % apart, wider at the top.",
        range_spread=(0.4, 0.6),
        midpoint_differential=(0.1, 0.2),
    ),
}
