"""Tests that need a Chromium: run them by name (``make browser-test``), plain ``pytest`` leaves them out."""

import shutil

import pytest

collect_ignore_glob = ["*.py"]


@pytest.fixture(scope="session")
def browser():
    from support.chromium import chromium

    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def notebooks(tmp_path_factory):
    """Copy the folder of notebooks, so that nothing in the checkout changes."""
    from support.places import NOTEBOOKS

    folder = tmp_path_factory.mktemp("copied") / "notebooks"
    shutil.copytree(NOTEBOOKS, folder, ignore=shutil.ignore_patterns(".*", "__pycache__", "*.py"))
    return folder
