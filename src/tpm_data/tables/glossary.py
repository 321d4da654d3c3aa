"""What tables and their columns mean, in words."""

import pandas as pd

from tpm_data.tables.contracts import contract


def describe(name: str) -> pd.DataFrame:
    """Describe the columns of a table: the data dictionary.

    Parameters
    ----------
    name : str
        One of `list_tables`.

    Returns
    -------
    DataFrame
        One row per column of the table: ``column``, ``type``, ``unit`` (empty where there is
        none), ``description``, ``required`` (whether an own table must have it). What one row
        of the table is stands in ``attrs["row"]``, its source and caveat, if it has them, in
        ``attrs["notice"]``.

    Raises
    ------
    ValueError
        If there is no such table; the message lists the names.

    Examples
    --------
    >>> describe("salary_bands").loc[2, ["column", "type", "unit"]].to_list()
    ['minimum', 'integer', 'currency per year']
    >>> describe("salary_bands").attrs["row"]
    'a level of the ladder'
    """
    table = contract(name)
    words = pd.DataFrame(
        {
            "column": column.name,
            "type": column.kind,
            "unit": column.unit,
            "description": column.description,
            "required": column.required,
        }
        for column in table.columns
    )
    words.attrs |= {"row": table.row, "notice": table.notice}
    return words
