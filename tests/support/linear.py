"""Whether a reader's time grows as its text does: measured at two sizes in one run, never in seconds."""

import contextlib
import gc
import time
from collections.abc import Callable


def assert_linear(read: Callable[[str], object], text_of: Callable[[int], str], size: int) -> None:
    """Four times the text takes about four times as long, not sixteen times."""
    short, long = text_of(size), text_of(4 * size)
    limit = 10 * min(_seconds(read, short) for _ in range(3))
    assert any(_seconds(read, long) < limit for _ in range(5))


def _seconds(read: Callable[[str], object], text: str) -> float:
    gc.disable()  # its time grows with whatever else is in memory
    start = time.process_time()
    with contextlib.suppress(ValueError):
        read(text)
    spent = time.process_time() - start
    gc.enable()
    return spent
