"""Career documents as tidy tables, with exact arithmetic. TPM means technical *product* manager.

Every function takes a table and returns a table; figures take tables and return Plotly figures.

>>> import tpm_data
>>> bands = tpm_data.load("salary_bands")
>>> tpm_data.progression.place(bands, "$150k").query("status == 'within'")["level"].tolist()
[2, 3]
>>> tpm_data.progression.promotions(bands)["midpoint_differential"].round(2).tolist()
[0.38, 0.07, 0.16, 0.1]
>>> tpm_data.overlap.audit(bands)["finding"].tolist()[:2]
['maximum inversion', 'nested band']
>>> scores = tpm_data.load("attractiveness_scores")
>>> tpm_data.attractiveness.score(scores)["score"].tolist()
[8.25]
>>> figure = tpm_data.figures.pay_ranges(tpm_data.progression.levels(bands))

`read_document` and `read_table` read your own files, `check` checks a DataFrame against the same contract,
and `describe` explains the columns of a table.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tpm_data import attractiveness, explore, figures, formatting, market, overlap, progression, staff
    from tpm_data.attractiveness import weightings
    from tpm_data.errors import DocumentError, FactorError, PayRangeError, TableError
    from tpm_data.notebook import say, show
    from tpm_data.readers.document import CareerDocument, read_document
    from tpm_data.readers.own_files import read_ladder, read_table, write_template
    from tpm_data.readers.pay import PayRange, read_pay_range
    from tpm_data.tables.checks import check
    from tpm_data.tables.datasets import list_tables, load, path
    from tpm_data.tables.glossary import describe

__version__ = "0.2.0"

# The module of each name, loaded when it is first used: importing only the package does not load pandas.
_HOMES = {
    "attractiveness": ("weightings",),
    "errors": ("DocumentError", "FactorError", "PayRangeError", "TableError"),
    "notebook": ("say", "show"),
    "readers.document": ("CareerDocument", "read_document"),
    "readers.own_files": ("read_ladder", "read_table", "write_template"),
    "readers.pay": ("PayRange", "read_pay_range"),
    "tables.checks": ("check",),
    "tables.datasets": ("list_tables", "load", "path"),
    "tables.glossary": ("describe",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = [
    "CareerDocument",
    "DocumentError",
    "FactorError",
    "PayRange",
    "PayRangeError",
    "TableError",
    "__version__",
    "attractiveness",
    "check",
    "describe",
    "explore",
    "figures",
    "formatting",
    "list_tables",
    "load",
    "market",
    "overlap",
    "path",
    "progression",
    "read_document",
    "read_ladder",
    "read_pay_range",
    "read_table",
    "say",
    "show",
    "staff",
    "weightings",
    "write_template",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'tpm_data' has no attribute {name!r}")
    home = import_module(f"tpm_data.{_HOME_OF.get(name, name)}")
    return getattr(home, name) if name in _HOME_OF else home


def __dir__() -> list[str]:
    return sorted(__all__)
