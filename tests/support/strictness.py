"""The strict comparison of stored outputs, and the smallest change it must see."""

import re
import subprocess
import sys

import nbformat
from support.places import NOTEBOOKS

STRICT = [
    "--nbval",
    "--nbval-current-env",
    "--nbval-cell-timeout=120",
    "-o",
    "addopts=",
    "-o",
    "filterwarnings=",
]


def next_digit(text):
    """Raise the last digit of a text by one."""
    return re.sub(r"(\d)(\D*)\Z", lambda found: f"{(int(found[1]) + 1) % 10}{found[2]}", text)


def compare(notebook, path):
    """Write a notebook, compare its outputs, and give the numbers of the code cells found red and green."""
    nbformat.write(notebook.content, path)
    command = [sys.executable, "-m", "pytest", *STRICT, "-p", "no:cacheprovider", "-q", "-rA", str(path)]
    report = subprocess.run(command, cwd=NOTEBOOKS, capture_output=True, text=True, check=False, timeout=300)
    return {
        word: {int(number) for number in re.findall(rf"^{word} .*::Cell (\d+)", report.stdout, re.MULTILINE)}
        for word in ("PASSED", "FAILED")
    }
