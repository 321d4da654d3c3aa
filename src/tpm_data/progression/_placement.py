"""Where an amount of pay falls in the bands of a ladder."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tpm_data.formatting import currencies_of
from tpm_data.tables.arguments import Amounts
from tpm_data.tables.ladder import ladder_of


def place(bands: pd.DataFrame, amounts: Amounts, *, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Place one or several amounts of pay in every band: position in the range and compa-ratio.

    Parameters
    ----------
    bands : DataFrame
        One row per level: ``level``, ``title``, ``minimum``, ``maximum`` (money per year).
    amounts : number, text, or a sequence of them
        Pay per year, in the currency of the bands. A text is read as printed money: ``"$150k"``.
        The answer keeps the index of a Series, to be joined back to people.
    by : str or sequence of str, optional
        Columns that separate several ladders.

    Returns
    -------
    DataFrame
        One row per amount and band, both in the order given: ``amount``, the group, ``currency`` if there
        is one, ``level``, ``title``, ``minimum``, ``maximum``, ``status`` (below, within, above; a band
        includes its ends), ``range_penetration`` = (amount - minimum) / (maximum - minimum) (not clipped:
        negative below the band, over 1 above it, missing for a band of zero width), ``compa_ratio`` = amount
        / midpoint, ``above_minimum`` = amount - minimum and ``below_maximum`` = maximum - amount (money,
        negative outside), and ``containing``, the number of bands of the group that contain the amount.

    Raises
    ------
    TableError
        If the bands break the contract of ``salary_bands``, or an amount is missing, not above
        zero, not readable, or in another currency than the bands or the amounts before it;
        every one is named.

    Notes
    -----
    Compa-ratio and range penetration as in the glossaries of ERI and Mercer, without clipping.

    Examples
    --------
    >>> import tpm_data
    >>> placed = place(tpm_data.load("salary_bands"), "$150k")
    >>> placed[["level", "status", "range_penetration", "compa_ratio", "containing"]].round(3)
       level  status  range_penetration  compa_ratio  containing
    0      1   above              1.334        1.385           2
    1      2  within              0.500        1.000           2
    2      3  within              0.300        0.938           2
    3      4   below             -0.003        0.810           2
    4      5   below             -1.737        0.738           2
    """
    from tpm_data.readers.pay import read_amounts  # loading its patterns takes longer than measuring a ladder

    ladder = ladder_of(bands, by)
    pay = read_amounts(amounts, currencies_of(ladder.rows))
    rows, amount = np.tile(ladder.every, len(pay)), np.repeat(pay, len(ladder))
    below, above = amount < ladder.low[rows], amount > ladder.high[rows]
    case = np.repeat(np.arange(len(pay)), len(ladder)) * len(ladder) + ladder.group[rows]
    answers = {
        "status": np.select([below, above], ["below", "above"], "within"),
        **ladder.position(rows, amount),
        "above_minimum": amount - ladder.low[rows],
        "below_maximum": ladder.high[rows] - amount,
        "containing": pd.Series(~below & ~above).groupby(case).transform("sum").astype("int64"),
    }
    placed = ladder.result(rows, {"amount": amount} | ladder.band(rows) | answers)
    placed.insert(0, "amount", placed.pop("amount"))
    if isinstance(amounts, pd.Series):
        placed.index = amounts.index.repeat(len(ladder))
    return placed
