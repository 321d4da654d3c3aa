"""The text of a document: decoded, not too large, and without characters that disguise it."""

import io
import os
import re
from pathlib import Path
from typing import Any, TextIO

from tpm_data.errors import DISGUISING, DocumentError, Problem, told

REFUSAL = "The document was not read."
_LARGEST = 5_000_000
_SAVE = "save the document as plain text (UTF-8)"
# The first bytes of files that are not plain text.
_STARTS: dict[str, bytes | tuple[bytes, ...]] = {
    "a PDF file": b"%PDF",
    "an RTF file": b"{\\rtf",
    "a ZIP archive, such as a Word or Excel file": b"PK\x03\x04",
    "text in UTF-16": (b"\xff\xfe", b"\xfe\xff"),
}


def other_kind(raw: bytes) -> str:
    """Say what kind of file it is if it is not UTF-8 text; empty if it may be."""
    return next((kind for kind, starts in _STARTS.items() if raw.startswith(starts)), "")


def bytes_of(source: Any, most: int = -1) -> bytes:
    """Read a file, by its path or open, up to a size."""
    if isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as file:
            return file.read(most)
    if not hasattr(source, "read"):
        raise ValueError(f"Give the path of a file or an open file, not {told(source)}.")
    data: Any = source.read(most)
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data


def text_of_document(source: str | os.PathLike[str] | TextIO) -> str:
    """Return the text: decoded, not too large, with plain line ends and no disguising characters."""
    if isinstance(source, str) and re.search(r"[\r\n]", source):
        source = io.StringIO(source, newline="")
    elif isinstance(source, str) and not os.path.isfile(source):
        raise _refused("there is no such file, and one line of text is not a document", source)
    raw = bytes_of(source, _LARGEST + 1)
    kind = f"larger than {_LARGEST:,} bytes" if len(raw) > _LARGEST else other_kind(raw)
    if kind:
        raise _refused(f"{kind}; {_SAVE}")
    # Bytes that are not UTF-8 become lone surrogates.
    text = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode("utf-8-sig", "surrogateescape")
    if found := re.search(f"[\udc80-\udcff]|{DISGUISING.pattern}", text):
        line = text.count("\n", 0, found.start())
        sign = f"a control character, U+{ord(found[0]):04X}; delete it, or {_SAVE}"
        what = sign if DISGUISING.match(found[0]) else f"not UTF-8 text; {_SAVE}"
        raise _refused(what, text.split("\n")[line], line + 1)
    return text


def _refused(what: str, found: str = "", line: int = 1) -> DocumentError:
    return DocumentError(REFUSAL, [Problem(f"line {line}", what, found)])
