"""Builds the hands-on's network in a sandbox and keeps how netsec draws it: docs/pictures/network.svg and report.png.

Nothing in them is drawn by hand. `make docs` runs this; without a Chromium on the PATH report.png is left as it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess  # nosec B404 # runs netsec itself
import sys
import tempfile
from pathlib import Path

from reference import PROJECT

CONFIG = 'project = "myapp"\nenable_nat_gateway = true\nenable_network_acls = true\n'
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PICTURES = PROJECT / "docs" / "pictures"


def main() -> None:
    """A folder and a sandbox of its own, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "NETSEC_"))}
        environ |= {"NETSEC_SANDBOX_DIR": f"{folder}/sandbox", "XDG_STATE_HOME": f"{folder}/state"}

        def netsec(*arguments: str) -> None:
            command = [sys.executable, "-m", "netsec", *arguments]
            # A fixed command and no shell.
            subprocess.run(command, cwd=folder, env=environ, check=True, capture_output=True)  # nosec B603

        Path(folder, "netsec.toml").write_text(CONFIG, encoding="utf-8")
        try:
            netsec("--sandbox", "apply", "--yes")
            netsec("--sandbox", "graph", "-o", str(PICTURES / "network.svg"))
            netsec("--sandbox", "report", "-o", "report.html")
        finally:
            netsec("sandbox", "stop")
        sys.stdout.write("wrote docs/pictures/network.svg\n")
        photograph(Path(folder, "report.html"), PICTURES / "report.png")


def photograph(page: Path, picture: Path) -> None:
    """The upper part of the page, as a browser shows it."""
    browser = next((path for path in map(shutil.which, NAMES) if path), None)
    if browser is None:
        sys.stdout.write("docs/pictures/report.png is left as it is: there is no Chromium here\n")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        tab = opened.new_page(viewport={"width": 1180, "height": 1180})
        tab.goto(page.as_uri())
        tab.locator("svg.netsec .group").filter(has_text="ecs").first.hover()
        tab.screenshot(path=picture)
        opened.close()
    sys.stdout.write("wrote docs/pictures/report.png\n")


if __name__ == "__main__":
    main()
