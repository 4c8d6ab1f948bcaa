"""The demonstration as a whole: it comes up, it is what it says, it comes up again in a moment, it ends."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow


@dataclass
class Demonstration:
    """A demonstration in a folder of its own, on free ports."""

    folder: Path
    ports: tuple[str, ...]
    seconds_to_build: float = 0

    def run(self, *words: str) -> tuple[int, dict[str, Any]]:
        command = [
            sys.executable,
            "-m",
            "fieldkit.cli",
            "demo",
            "--dir",
            str(self.folder),
            *self.ports,
            *words,
            "--json",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.stdout.count("\n") == 1, done.stdout + done.stderr
        return done.returncode, json.loads(done.stdout)

    def ask(self, *words: str) -> dict[str, Any]:
        environment = {**os.environ, "FIELDKIT_KEYS": str(self.folder / "keys")}
        command = [sys.executable, "-m", "fieldkit.cli", *words, str(self.folder / "project"), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def free_ports() -> tuple[int, int]:
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return int(first.getsockname()[1]), int(second.getsockname()[1])


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Demonstration, dict[str, Any]]]:
    desk, findings = free_ports()
    ports = ("--port", str(desk), "--browse-port", str(findings))
    demonstration = Demonstration(tmp_path_factory.mktemp("demonstration") / "demo", ports)
    began = time.monotonic()
    code, card = demonstration.run()
    assert code == 0, card
    demonstration.seconds_to_build = time.monotonic() - began
    yield demonstration, card
    demonstration.run("--stop")


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_both_servers_answer_and_the_tablet_is_enrolled(up: tuple[Demonstration, dict[str, Any]]) -> None:
    _, card = up
    assert status(f"{card['desk_url']}/sign-in") == 200
    assert status(f"{card['browse_url']}/") == 200
    assert status(f"{card['openrosa_url']}/formList") == 200
    assert len(card["sign_ins"]) == 2
    assert "invented" in card["note"]


def test_every_record_came_through_the_wire_complete(up: tuple[Demonstration, dict[str, Any]]) -> None:
    held = up[0].ask("submissions")
    assert (held["count"], held["complete"]) == (159, 159)
    states = {(each["form_id"], each["state"]): each["count"] for each in held["by_state"]}
    assert states["fieldkit-service-contact", "approved"] == 96
    assert states["fieldkit-interview", "approved"] == 60
    assert states["fieldkit-service-contact", "has issues"] == 1


def test_the_release_is_real_and_its_hash_is_that_of_the_file(up: tuple[Demonstration, dict[str, Any]]) -> None:
    import hashlib

    built = up[0].ask("release", "build")
    assert (built["release"], built["blocked_by"]) == (1, [])
    assert hashlib.sha256(Path(built["path"]).read_bytes()).hexdigest() == built["sha256"]


def test_the_doctor_finds_nothing_wrong(up: tuple[Demonstration, dict[str, Any]]) -> None:
    assert up[0].ask("doctor")["healthy"]


def test_the_secrets_are_the_owners_only(up: tuple[Demonstration, dict[str, Any]]) -> None:
    folder = up[0].folder
    assert (folder / "demonstration.json").stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


def test_the_findings_say_that_everything_is_invented(up: tuple[Demonstration, dict[str, Any]]) -> None:
    with urllib.request.urlopen(f"{up[1]['browse_url']}/", timeout=20) as answer:
        assert "invented" in answer.read().decode()


def test_again_it_is_the_same_and_quick_and_it_stops_when_told_to(up: tuple[Demonstration, dict[str, Any]]) -> None:
    demonstration, card = up
    began = time.monotonic()
    assert demonstration.run() == (0, card)
    assert time.monotonic() - began < demonstration.seconds_to_build / 2
    assert demonstration.run("--stop") == (0, {"stopped": ["desk", "findings"]})
    with pytest.raises(OSError, match="refused"):
        status(card["desk_url"])
    assert demonstration.run("--stop") == (0, {"stopped": []})
    assert demonstration.run() == (0, card)


@pytest.mark.parametrize("name", ["thesis.odt", "project/fieldkit.toml"])
def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("three years of work")
    code, refused = Demonstration(tmp_path, ()).run()
    assert (code, refused["code"]) == (1, "409.not-a-demonstration")
    assert (tmp_path / name).read_text() == "three years of work"
