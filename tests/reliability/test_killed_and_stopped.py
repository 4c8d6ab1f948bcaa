"""A real server that is killed, stopped and disturbed under load: what it acknowledged, it holds."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from benchmarks.server import Server, make_project, start
from fieldkit.services.enrol import list_devices, revoke_device
from fieldkit.services.receive import submission_status
from fieldkit.store.db import Readers
from fieldkit.store.project import open_project
from tests.records import NOW, enrol

ROUNDS = 10
CLIENTS = 6
PHOTO_BYTES = 20_000

pytestmark = pytest.mark.slow


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, tuple[str, ...]]:
    monkeypatch.setenv("FIELDKIT_KEYS", str(tmp_path / "keys"))
    return make_project(tmp_path, devices=2)


@pytest.fixture
def server(made: tuple[Path, tuple[str, ...]]) -> Iterator[Server]:
    running = start(*made)
    yield running
    running.process.terminate()
    running.process.wait(timeout=60)


class Load:
    """Clients in a process of their own that send until their time is over."""

    def __init__(self, server: Server, seconds: float) -> None:
        arguments = [str(server.port), str(CLIENTS), str(seconds), str(PHOTO_BYTES)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.load", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        self._process.stdin.write("\n".join(server.tokens))
        self._process.stdin.close()
        self._process.stdin = None

    def acknowledged(self) -> list[str]:
        """Wait for the end and return the instanceIDs that were acknowledged."""
        output, _ = self._process.communicate(timeout=60)
        names: list[str] = json.loads(output)["acknowledged"]
        return names


def kill(server: Server) -> None:
    """Kill the server and its worker at once, as a power cut would."""
    main = psutil.Process(server.process.pid)
    doomed = [*main.children(recursive=True), main]
    for process in doomed:
        process.kill()
    psutil.wait_procs(doomed, timeout=30)
    server.process.wait(timeout=30)


def wait_for_submissions(server: Server, count: int) -> None:
    """Wait until so many are stored, so that a blow falls under load."""
    wait_for(lambda: count_submissions(server.folder) >= count, "the load never arrived")


def count_submissions(folder: Path) -> int:
    readers = Readers(folder / "project.db")
    with readers.read() as db:
        count: int = db.execute("SELECT count(*) FROM submission").fetchone()[0]
    readers.close()
    return count


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def assert_held(folder: Path, instance_ids: list[str]) -> None:
    """Every one is there with the photo that its XML names, whose bytes are those of its hash."""
    project = open_project(folder, now=NOW, mode="server")
    try:
        for instance_id in instance_ids:
            status = submission_status(project, instance_id)
            assert (status["count"], status["complete"]) == (1, True), instance_id
            [photo] = status["attachments"].values()
            assert (project.media / photo["sha256"][:2] / photo["sha256"]).stat().st_size == PHOTO_BYTES
    finally:
        project.close()


def test_killed_under_load_ten_times_the_server_holds_whatever_it_acknowledged(
    made: tuple[Path, tuple[str, ...]],
) -> None:
    folder, tokens = made
    acknowledged: list[str] = []
    stored = 0
    for number in range(1, ROUNDS + 1):
        server = start(folder, tokens)
        load = Load(server, seconds=60)
        wait_for_submissions(server, stored + 5 + number)
        kill(server)
        stored = count_submissions(folder)
        acknowledged += load.acknowledged()
        assert_held(folder, acknowledged)
        assert list((folder / "incoming").glob("*/*")) == [], "temporary files are swept at start"
    assert len(acknowledged) >= ROUNDS


def test_stopped_under_load_the_server_stores_what_it_accepted_and_ends_in_good_order(
    made: tuple[Path, tuple[str, ...]],
) -> None:
    folder, tokens = made
    server = start(folder, tokens)
    load = Load(server, seconds=60)
    wait_for_submissions(server, 20)
    server.process.terminate()
    assert server.process.wait(timeout=40) in (0, 143)
    acknowledged = load.acknowledged()
    assert acknowledged
    assert_held(folder, acknowledged)


def test_a_command_writes_while_the_server_is_under_load(server: Server) -> None:
    load = Load(server, seconds=4)
    wait_for_submissions(server, 5)
    project = open_project(server.folder, now=NOW)
    try:
        for number in range(20):
            enrol(project, f"Late {number}", token=f"{number:043}")
        for device in list_devices(project)[-10:]:
            revoke_device(project, device_id=device.id, actor="command", now=NOW)
        assert len(list_devices(project)) == 22
    finally:
        project.close()
    acknowledged = load.acknowledged()
    assert acknowledged
    assert_held(server.folder, acknowledged)


def test_ninety_slow_uploads_do_not_keep_others_waiting(server: Server) -> None:
    import socket

    from benchmarks.load import run_load

    slow = []
    for number in range(90):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        head = (
            f"POST /key/{server.tokens[0]}/submission HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n"
            "Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\nContent-Disposition: form-data;"
            f' name="{number}.jpg"; filename="{number}.jpg"\r\n\r\nslow'
        )
        connection.sendall(head.encode())
        slow.append(connection)
    try:
        [client] = run_load(server.port, [server.tokens[1]], 1, 1.5, 0)
    finally:
        for connection in slow:
            connection.close()
    wait_for(lambda: not list((server.folder / "incoming").glob("*/[!l]*")), "what broke off is swept away")
    assert len(client.acknowledged) >= 5
    assert sorted(client.seconds)[len(client.seconds) // 2] < 3
    assert client.failures == []


def test_eight_identical_submissions_at_once_make_one_row_and_eight_successes(server: Server) -> None:
    import urllib.request

    from benchmarks.load import BOUNDARY, submission

    instance_id = "uuid:the-same"
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="s.xml"\r\n\r\n'.encode()
        + submission(instance_id, False)
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )
    statuses: list[int] = []
    together = threading.Barrier(8)

    def send() -> None:
        request = urllib.request.Request(
            f"http://127.0.0.1:{server.port}/key/{server.tokens[0]}/submission",
            data=body,
            headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
        )
        together.wait(timeout=10)
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.headers.get_all("Date") is not None
            assert len(answer.headers.get_all("Date")) == 1
            statuses.append(answer.status)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [201] * 8
    assert count_submissions(server.folder) == 1
