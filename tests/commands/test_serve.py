"""The server starts, says where, ends when told to, and leaves no orphan."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

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


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost and its key, as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, *plain))
    return folder / "cert.pem", folder / "key.pem"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_it_speaks_tls_with_old_and_new_tablets(project_folder: Path, tmp_path: Path, version: ssl.TLSVersion) -> None:
    certificate, key = self_signed(tmp_path)
    running = Served(project_folder, "--tls-cert", str(certificate), "--tls-key", str(key))
    trusting = ssl.create_default_context(cafile=str(certificate))
    trusting.minimum_version = trusting.maximum_version = version

    def answers() -> bool:
        try:
            plain = socket.create_connection(("127.0.0.1", running.port), timeout=5)
            with plain, trusting.wrap_socket(plain, server_hostname="localhost") as secure:
                return secure.version() == {771: "TLSv1.2", 772: "TLSv1.3"}[version.value]
        except OSError:
            return False

    assert running.announced["address"].startswith("https://")
    assert eventually(answers)
    running.process.terminate()
    running.process.communicate(timeout=30)


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
