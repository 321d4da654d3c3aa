"""Chromium for tests: without a screen, without background traffic, with nothing kept between runs."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOOPBACK = re.compile(r"(https?|wss?)://(127\.0\.0\.1|localhost)[:/]|data:|blob:|file:|about:")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the machine's own Chromium; playwright gives it a new and empty profile."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        raise FileNotFoundError("No Chromium: install one, or name it in the variable CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


def recorded(context: BrowserContext) -> dict[str, list[str]]:
    """Note what pages of a context ask from elsewhere, and what they complain about."""
    notes: dict[str, list[str]] = {"elsewhere": [], "console": []}

    def asked(url: str) -> None:
        if not LOOPBACK.match(url):
            notes["elsewhere"].append(url)

    def opened(page: Any) -> None:
        page.on("websocket", lambda socket: asked(socket.url))
        page.on("pageerror", lambda error: notes["console"].append(f"uncaught: {error}"))

    def said(message: Any) -> None:
        if message.type in ("error", "warning", "assert"):
            notes["console"].append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    context.on("request", lambda request: asked(request.url))
    context.on("console", said)
    context.on("page", opened)
    return notes


def pictures_folder(part: str = "") -> Path:
    """Where screenshots are kept for looking at: SCREENSHOTS, or ``screenshots`` in the environment."""
    folder = Path(os.environ.get("SCREENSHOTS", Path(sys.prefix) / "screenshots")) / part
    folder.mkdir(parents=True, exist_ok=True)
    return folder
