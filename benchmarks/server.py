"""A real server over a fresh project, for measuring: `fieldkit serve` in a process of its own, on this machine only."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from fieldkit.config import Settings, save_settings
from fieldkit.sealing.keys import generate_keys, save_keys
from fieldkit.services.enrol import enrol_device
from fieldkit.services.forms import add_form
from fieldkit.store.project import open_project

FORM = """
| survey   |               |           |                    |
|          | type          | name      | label              |
|          | text          | office    | Which office?      |
|          | integer       | minutes   | How long?          |
|          | text          | story     | What happened?     |
|          | image         | leaflet   | Photograph it      |
| settings |               |           |                    |
|          | form_id       | version   | form_title         |
|          | bench         | 1         | A measured visit   |
"""


@dataclass(frozen=True)
class Server:
    """A running server: its project, its process, and one token for each client."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    tokens: tuple[str, ...]

    def memory_bytes(self) -> int:
        """Return the proportional set size of the main process and its children: what they cost the machine."""
        return sum(process.memory_full_info().pss for process in self._processes())

    def cpu_seconds(self) -> float:
        """Return the processor time that the server has used up to now, in user and in system mode."""
        times = [process.cpu_times() for process in self._processes()]
        return sum(one.user + one.system for one in times)

    def _processes(self) -> list[psutil.Process]:
        main = psutil.Process(self.process.pid)
        return [main, *main.children(recursive=True)]


def make_project(parent: Path, *, devices: int) -> tuple[Path, tuple[str, ...]]:
    """Make a project with one form and enrolled devices below `parent`; return its folder and their tokens."""
    os.environ["FIELDKIT_KEYS"] = str(parent / "keys")
    folder = parent / "project"
    folder.mkdir()
    save_settings(folder, Settings(project_id="bench", title="Measured"))
    save_keys("bench", generate_keys())
    now = datetime.now(UTC)
    project = open_project(folder, now=now)
    try:
        add_form(
            project,
            name="bench.md",
            content=FORM.encode(),
            media={},
            language_codes={"default": "en"},
            actor="command",
            now=now,
            new_id=_new_id,
        )
        tokens = tuple(secrets.token_urlsafe(32) for _ in range(devices))
        for number, token in enumerate(tokens, start=1):
            enrol_device(project, name=f"Device {number}", actor="command", now=now, token=token, ids=_new_id)
    finally:
        project.close()
    return folder, tokens


def start(folder: Path, tokens: tuple[str, ...]) -> Server:
    """Start `fieldkit serve` and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "fieldkit.cli", "serve", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/key/nobody/formList", timeout=5).close()
        except urllib.error.HTTPError:
            return Server(folder, port, process, tokens)
        except OSError:
            time.sleep(0.05)
    process.kill()
    raise RuntimeError("the server did not start in 60 seconds")


@contextmanager
def running_server(*, devices: int = 32) -> Iterator[Server]:
    """Give a server over a fresh project on the disk of the temporary folder, and remove both afterwards."""
    parent = Path(tempfile.mkdtemp(prefix="fieldkit-bench-"))
    try:
        server = start(*make_project(parent, devices=devices))
        try:
            yield server
        finally:
            server.process.terminate()
            server.process.wait(timeout=60)
    finally:
        shutil.rmtree(parent)


def _new_id() -> str:
    return str(uuid.uuid4())
