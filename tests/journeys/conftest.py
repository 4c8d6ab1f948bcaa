"""A real Chromium for the journeys, and a real server in a process of its own."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from fieldkit.config import Settings, save_settings
from fieldkit.sealing.keys import generate_keys, save_keys
from tests.journeys.chromium import CHROMIUM_FLAGS, chromium_path
from tests.journeys.form_harness import Harness, build_harness, serve_folder
from tests.journeys.killable import KillableChromium

PATIENCE_MS = 20_000
"""For a state to come about, on a machine that is busy with something else too; a state that is there costs nothing."""
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    opened = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
    yield opened
    opened.close()


@pytest.fixture
def chromium(playwright: Playwright, tmp_path: Path) -> Iterator[KillableChromium]:
    """A browser of the test's own, which it may kill."""
    running = KillableChromium(playwright, tmp_path / "profile")
    running.start()
    yield running
    running.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LiveServer:
    """`fieldkit serve` on a project, as a person would start it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.url = f"http://localhost:{port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "fieldkit.cli", "serve", str(self.folder), "--port", str(self.port)]
        self._process = subprocess.Popen(command)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/sign-in", timeout=2).close()
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.stop()
        raise RuntimeError("the server did not start in 30 seconds")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=30)
            self._process = None

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=30)
            self._process = None


@pytest.fixture
def server(project_folder: Path) -> Iterator[LiveServer]:
    """A running server over the folder of the shared fixture."""
    running = LiveServer(project_folder, free_port())
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def harness_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page on which forms are tried without a server of ours."""
    folder = tmp_path_factory.mktemp("form-harness")
    build_harness(folder)
    with serve_folder(folder) as url:
        yield url


@pytest.fixture
def harness(browser: Browser, harness_url: str) -> Iterator[Harness]:
    """That page in a fresh browser profile, as wide as a tablet; it must have met no error."""
    context = browser.new_context(
        viewport={"width": 800, "height": 1280}, locale="en-GB", timezone_id="Africa/Tunis", has_touch=True
    )
    opened = Harness(context.new_page(), harness_url)
    yield opened
    context.close()
    assert opened.problems == []


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A running server over a project that the journeys of one file share; they must not change what others need."""
    root = tmp_path_factory.mktemp("study")
    folder = root / "project"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIELDKIT_KEYS", str(root / "keys"))
        save_settings(folder, Settings(project_id="shared-study", title="First year in Marenza"))
        save_keys("shared-study", generate_keys())
        running = LiveServer(folder, free_port())
        running.start()
        yield running
        running.stop()
