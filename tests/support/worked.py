"""The independent exact numbers that the library's answers are held against."""

import json
from fractions import Fraction
from pathlib import Path

NUMBERS = json.loads(Path(__file__).with_name("worked_numbers.json").read_text(encoding="utf-8"))


def exact(value: dict | float) -> Fraction:
    """Read a worked number: a fraction, or a decimal."""
    return Fraction(value["exact"]) if isinstance(value, dict) else Fraction(str(value))
