"""Career documents as tidy tables, with exact arithmetic: TPM is technical *product* manager."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tpm_data import attractiveness, explore, figures, market, overlap, progression, weightings, words
    from tpm_data.datasets import describe, list_tables, load, path
    from tpm_data.document import CareerDocument, read_document
    from tpm_data.errors import DocumentError, FactorError, PayRangeError, TableError
    from tpm_data.own_files import read_own, write_template
    from tpm_data.pay_range import PayRange, read_pay_range
    from tpm_data.tables import read_csv

__version__ = "0.1.0"

_HOMES = {
    "describe": "datasets",
    "list_tables": "datasets",
    "load": "datasets",
    "path": "datasets",
    "CareerDocument": "document",
    "read_document": "document",
    "DocumentError": "errors",
    "FactorError": "errors",
    "PayRangeError": "errors",
    "TableError": "errors",
    "PayRange": "pay_range",
    "read_pay_range": "pay_range",
    "read_csv": "tables",
    "read_own": "own_files",
    "write_template": "own_files",
}
_MODULES = ("attractiveness", "explore", "figures", "market", "overlap", "progression", "weightings", "words")
__all__ = [
    "CareerDocument",
    "DocumentError",
    "FactorError",
    "PayRange",
    "PayRangeError",
    "TableError",
    "__version__",
    "attractiveness",
    "describe",
    "explore",
    "figures",
    "list_tables",
    "load",
    "market",
    "overlap",
    "path",
    "progression",
    "read_csv",
    "read_document",
    "read_own",
    "read_pay_range",
    "weightings",
    "words",
    "write_template",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"tpm_data.{name}")
    if name in _HOMES:
        return getattr(import_module(f"tpm_data.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'tpm_data' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
