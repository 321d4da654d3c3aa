"""The text of a document of one's own: decoded, of bearable size, free of what disguises it."""

import io
import os
import re
from pathlib import Path
from typing import Any, TextIO

from tpm_data.errors import DISGUISING, DocumentError, Problem, told

REFUSAL = "The document was not read."
_LARGEST = 5_000_000
_SAVE = "save the document as plain text (UTF-8)"
# What a file that is no plain text starts with.
_STARTS = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"%PDF": "a PDF file",
    b"{\\rtf": "an RTF file",
    b"PK\x03\x04": "a ZIP archive, as Word, Excel and other office programs write",
    b"\xd0\xcf\x11\xe0": "a file of an old office program",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}


def other_kind(raw: bytes) -> str:
    """Say what a file is if it is not text in UTF-8; empty if it may be."""
    return next((kind for start, kind in _STARTS.items() if raw.startswith(start)), "")


def bytes_of(source: Any, most: int = -1) -> bytes:
    """Read a file, by its path or open, up to a size."""
    if isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as file:
            return file.read(most)
    if not hasattr(source, "read"):
        raise ValueError(f"source= takes the path of a file or an open file, not {told(source)}.")
    data: Any = source.read(most)
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data


def text_of_document(source: str | os.PathLike[str] | TextIO) -> str:
    """Get the text: decoded, of bearable size, with plain line ends, free of what disguises it."""
    if isinstance(source, str) and not re.search(r"[\r\n]", source) and not os.path.isfile(source):
        what = "neither a document (it has one line) nor the name of a file here"
        raise DocumentError(REFUSAL, [Problem("line 1", what, source)])
    if isinstance(source, str) and re.search(r"[\r\n]", source):
        source = io.StringIO(source, newline="")
    raw = bytes_of(source, _LARGEST + 1)
    if len(raw) > _LARGEST:
        raise DocumentError(REFUSAL, [Problem("line 1", f"larger than {_LARGEST:,} bytes")])
    text = _decoded(raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    if hidden := DISGUISING.search(text):
        line = text.count("\n", 0, hidden.start()) + 1
        what = f"a control character, U+{ord(hidden[0]):04X}; delete it, or {_SAVE}"
        raise DocumentError(REFUSAL, [Problem(f"line {line}", what, text.split("\n")[line - 1])])
    return text


def _decoded(raw: bytes) -> str:
    if kind := other_kind(raw):
        what = f"{kind}; expected a document in plain text (UTF-8)"
        raise DocumentError(REFUSAL, [Problem("line 1", what)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = raw.split(b"\n")[line - 1].decode("utf-8", "replace")
        problem = Problem(f"line {line}", f"not UTF-8 text; {_SAVE}", found)
        raise DocumentError(REFUSAL, [problem]) from None
