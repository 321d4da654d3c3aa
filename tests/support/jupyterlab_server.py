"""A JupyterLab of its own for a test: on loopback, with every file it writes in a folder of the test."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_server.serverapp import list_running_servers

SETTINGS = {
    # Every cell stays in the page and the page ends with the last one: all of it can be counted and seen.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none", "scrollPastEnd": False},
    # No question about news on the first start, no look for updates.
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
}
PAGE = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
PATIENCE = 90


@contextmanager
def jupyterlab(notebooks: Path, scratch: Path) -> Iterator[str]:
    """Serve a folder of notebooks; give an address with {} in the place of the notebook's path."""
    settings = scratch / "settings"
    settings.mkdir(parents=True)
    (settings / "overrides.json").write_text(json.dumps(SETTINGS))
    (settings / "page_config.json").write_text(json.dumps(PAGE))
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"),
        *(f"--ServerApp.root_dir={notebooks}", f"--LabApp.app_settings_dir={settings}"),
        *(f"--LabApp.user_settings_dir={scratch / 'user'}", f"--LabApp.workspaces_dir={scratch / 'spaces'}"),
        *("--LabApp.extension_manager=readonly", "--LabApp.news_url=None"),
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    environment = {name: str(scratch / name.lower()) for name in folders}
    log = scratch / "jupyterlab.log"
    with log.open("w") as output:
        server = subprocess.Popen(command, env=os.environ | environment, stdout=output, stderr=output)
    try:
        found = started(environment["JUPYTER_RUNTIME_DIR"], server, log)
        yield f"{found['url']}lab/tree/{{}}?token={found['token']}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def started(runtime: str, server: subprocess.Popen[bytes], log: Path) -> dict[str, str]:
    """Wait for a server to say where it can be found."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        for found in list_running_servers(runtime):
            return found
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-3_000:]}")
