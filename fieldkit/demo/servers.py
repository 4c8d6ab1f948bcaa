"""The demonstration's two servers: started in the background, found again by their ids, ended one by one."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from fieldkit.errors import EnvironmentProblem

PATIENCE_SECONDS = 40
IDS = "servers.json"


class Servers:
    """What runs for the demonstration in `folder`, written down in `servers.json` as name to process id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / IDS

    def start(self, name: str, words: Sequence[str], address: str) -> None:
        """Run `fieldkit WORDS` in the background unless it runs already; return when `address` answers.

        Raises:
            EnvironmentProblem: `500.port-taken`; `500.demo-server` with the end of its log when it does not come up.
        """
        if name in self._running():
            return
        if _answers(address):
            raise EnvironmentProblem(
                "500.port-taken",
                "Something else already answers there.",
                where=address,
                remedy="Stop it, or choose other ports with --port and --browse-port.",
            )
        log = self._folder / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "fieldkit.cli", *words],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._write({**self._running(), name: process.pid})
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not _answers(address):
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                said = log.read_text(encoding="utf-8", errors="replace").strip()[-500:]
                raise EnvironmentProblem(
                    "500.demo-server", f"The demonstration's {name} does not start: {said}", where=str(log)
                )
            time.sleep(0.1)

    def stop(self) -> list[str]:
        """End what runs and wait until it has ended; return the names."""
        running = self._running()
        for process_id in running.values():
            os.kill(process_id, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self._running() and time.monotonic() < deadline:
            time.sleep(0.05)
        for process_id in self._running().values():
            os.kill(process_id, signal.SIGKILL)
        self._file.unlink(missing_ok=True)
        return list(running)

    def _running(self) -> dict[str, int]:
        """Return the names and ids of those that still run and are ours; ids are used again by the system."""
        try:
            noted: dict[str, int] = json.loads(self._file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return {name: process_id for name, process_id in noted.items() if _is_ours(process_id)}

    def _write(self, ids: dict[str, int]) -> None:
        self._file.write_text(json.dumps(ids), encoding="utf-8")


def _is_ours(process_id: int) -> bool:
    """Whether this id is a process that runs Fieldkit or Datasette, and not one that has ended or another's."""
    _reap(process_id)
    told = subprocess.run(
        ["ps", "-o", "stat=,command=", "-p", str(process_id)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return bool(told) and not told.startswith("Z") and ("fieldkit" in told or "datasette" in told)


def _reap(process_id: int) -> None:
    """Let go of a child of this very process that has ended."""
    try:
        os.waitpid(process_id, os.WNOHANG)
    except ChildProcessError:
        return


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own http address
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
