"""The server starts, says where, ends when told to, and leaves no orphan."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from .conftest import Run


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A running `fieldkit serve`."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.port = free_port()
        command = [
            sys.executable,
            "-m",
            "fieldkit.cli",
            "serve",
            str(folder),
            "--port",
            str(self.port),
            *words,
            "--json",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.announced: dict[str, Any] = json.loads(self.process.stdout.readline())

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def workers(self) -> list[psutil.Process]:
        return list(psutil.Process(self.process.pid).children(recursive=True))


def eventually(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def served(project_folder: Path) -> Iterator[Served]:
    running = Served(project_folder)
    assert eventually(running.answers)
    yield running
    if running.process.poll() is None:
        running.process.kill()
    running.process.communicate(timeout=20)


def test_it_says_where_it_listens_in_one_object(served: Served) -> None:
    assert served.announced["address"] == f"http://127.0.0.1:{served.port}"
    assert served.announced["base_url"] == "http://localhost:8500"
    assert served.announced["pid"] == served.process.pid


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_told_to_without_an_error(served: Served, number: signal.Signals) -> None:
    workers = served.workers()
    served.process.send_signal(number)
    _, errors = served.process.communicate(timeout=30)
    assert served.process.returncode == 0
    assert errors == ""
    assert not any(worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE for worker in workers)


def test_a_worker_whose_parent_was_killed_lets_go_of_the_port(served: Served) -> None:
    (worker,) = served.workers()
    os.kill(served.process.pid, signal.SIGKILL)
    assert eventually(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE)
    assert not served.answers()


def test_a_taken_port_is_a_matter_of_the_machine(served: Served, project_folder: Path, run: Run) -> None:
    outcome = run("serve", project_folder, "--port", str(served.port), "--json")
    assert (outcome.exit, outcome.object["code"]) == (3, "500.port-taken")


def test_half_a_tls_pair_is_a_usage_error(project_folder: Path, run: Run, tmp_path: Path) -> None:
    outcome = run("serve", project_folder, "--tls-cert", tmp_path / "cert.pem", "--json")
    assert (outcome.exit, outcome.object["code"]) == (2, "400.tls-pair")


def test_an_unreadable_certificate_is_a_matter_of_the_machine(project_folder: Path, run: Run, tmp_path: Path) -> None:
    absent = tmp_path / "cert.pem"
    outcome = run("serve", project_folder, "--tls-cert", absent, "--tls-key", absent, "--json")
    assert (outcome.exit, outcome.object["code"]) == (3, "500.tls-unreadable")


def test_plain_http_for_other_machines_is_called_what_it_is(project_folder: Path) -> None:
    settings = project_folder / "fieldkit.toml"
    settings.write_text(settings.read_text().replace("http://localhost:8500", "http://field.example.org:8500"))
    command = [sys.executable, "-m", "fieldkit.cli", "serve", str(project_folder), "--port", str(free_port())]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    assert "/setup?code=" in process.stdout.readline()
    assert "secure context" in process.stdout.readline()
    process.terminate()
    process.communicate(timeout=30)
