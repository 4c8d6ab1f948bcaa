"""A Chromium of its own with a profile on disk, that can be killed as a dying battery kills it, and started again."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright

from tests.journeys.chromium import CHROMIUM_FLAGS, chromium_path

STARTING_SECONDS = 30


class KillableChromium:
    """The browser of one tablet; `new_context` gives its one profile, so that it can stand in for a `Browser`."""

    def __init__(self, playwright: Playwright, profile: Path) -> None:
        self._playwright, self._profile = playwright, profile
        self._process: subprocess.Popen[bytes] | None = None
        self._browser: Browser | None = None

    def start(self) -> None:
        port_file = self._profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        command = [
            chromium_path(),
            *CHROMIUM_FLAGS,
            "--headless=new",
            "--remote-debugging-port=0",
            "--hide-crash-restore-bubble",
            f"--user-data-dir={self._profile}",
            "about:blank",
        ]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(command, start_new_session=True, **quiet)  # type: ignore[call-overload]
        deadline = time.monotonic() + STARTING_SECONDS
        while not (port_file.exists() and port_file.read_text().strip()):
            if time.monotonic() > deadline:
                raise RuntimeError(f"Chromium did not start in {STARTING_SECONDS} seconds")
            time.sleep(0.05)
        port = port_file.read_text().split()[0]
        self._browser = self._playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")

    def new_context(self, **_options: Any) -> BrowserContext:
        assert self._browser is not None
        return self._browser.contexts[0]

    def kill(self) -> None:
        """Kill every process of this browser at once; none of them gets a last word."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=30)
            self._process = None
