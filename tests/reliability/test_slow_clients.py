"""A real server whose clients say nothing, send a byte at a time or take nothing: others are served all the same."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.load import BOUNDARY, submission
from benchmarks.server import Server, make_project, start
from fieldkit.web.slots import PER_ADDRESS
from fieldkit.web.tablet.bundle import load_bundle
from tests.reliability.test_killed_and_stopped import wait_for

PATIENCE = 3
SILENT = 300
MANY = 150
FORM = "Content-Type: application/x-www-form-urlencoded"
MULTIPART = f"Content-Type: multipart/form-data; boundary={BOUNDARY}"


pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("FIELDKIT_KEYS", str(tmp_path / "keys"))
    folder, tokens = make_project(tmp_path, devices=2)
    settings = folder / "fieldkit.toml"
    text = settings.read_text().replace("patience_seconds = 60", f"patience_seconds = {PATIENCE}")
    settings.write_text(text)
    running = start(folder, tokens)
    yield running
    running.process.terminate()
    running.process.wait(timeout=60)


def connect(server: Server, said: bytes, count: int) -> list[socket.socket]:
    """Open connections that say this and no more."""
    connections = []
    for _ in range(count):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(10)
        connection.connect(("127.0.0.1", server.port))
        connection.sendall(said)
        connections.append(connection)
    return connections


def head(path: str, kind: str) -> bytes:
    """Return the beginning of a request whose body never comes."""
    return f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n{kind}\r\n\r\nab".encode()


def assert_served(server: Server) -> None:
    """The list of forms is there within seconds, however busy this machine is."""
    answer = ask(server, "GET", f"/key/{server.tokens[1]}/formList")
    assert answer[0] == 200


def ask(server: Server, method: str, path: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_who_connects_and_says_nothing_keeps_nobody_waiting(server: Server) -> None:
    for said in (b"", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "):
        connections = connect(server, said, SILENT)
        assert_served(server)
        for connection in connections:
            connection.close()


def slow_requests(server: Server) -> list[bytes]:
    """Bodies that never come: for everybody's door, for the door of a device that is none, and of one that is."""
    return [
        head("/sign-in", FORM),
        head(f"/key/{'n' * 43}/submission", MULTIPART),
        head(f"/key/{server.tokens[0]}/submission", MULTIPART),
        head("/tablet/api/report", "Content-Type: application/json"),
        head("/tablet/api/report", f"Authorization: Bearer {server.tokens[0]}"),
    ]


def test_bodies_that_never_come_keep_nobody_waiting_and_are_cut_off(server: Server) -> None:
    for said in slow_requests(server):
        connections = connect(server, said, MANY)
        assert_served(server)
        wait_for(lambda all_of_them=connections: count_open(all_of_them) == 0, f"never cut off: {said[:30]!r}")  # type: ignore[misc]
        for connection in connections:
            connection.close()


def count_open(connections: list[socket.socket]) -> int:
    """Return how many of these have neither been answered nor been ended; each gets one more byte."""
    count = 0
    for connection in connections:
        try:
            connection.sendall(b"x")
            connection.setblocking(False)
            connection.recv(1)
        except BlockingIOError:
            count += 1
        except OSError:
            continue
    return count


def test_who_takes_nothing_of_an_answer_keeps_nobody_waiting(server: Server) -> None:
    name = max(load_bundle().files, key=lambda name: len(ask(server, "GET", f"/tablet/app/{name}")[1]))
    connections = connect(server, f"GET /tablet/app/{name} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(), MANY)
    assert_served(server)
    for connection in connections:
        connection.close()


def test_a_slow_but_honest_upload_passes_while_others_stand_still(server: Server) -> None:
    """Three times as long as the server is patient, as six minutes are many times the sixty seconds of a real one."""
    still = connect(server, head("/sign-in", FORM), PER_ADDRESS)
    photo = bytes(320 * 1024)
    disposition = 'form-data; name="leaflet.jpg"; filename="leaflet.jpg"'
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="s.xml"\r\n\r\n'.encode()
        + submission("uuid:slow-and-honest", True)
        + f"\r\n--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n\r\n".encode()
        + photo
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )
    lines = [
        f"POST /key/{server.tokens[0]}/submission HTTP/1.1", "Host: localhost", MULTIPART,
        f"Content-Length: {len(body)}", "Connection: close", "", "",
    ]  # fmt: skip
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall("\r\n".join(lines).encode())
        for at in range(0, len(body), 16 * 1024):
            connection.sendall(body[at : at + 16 * 1024])
            time.sleep(3 * PATIENCE * 16 * 1024 / len(body))
        assert connection.recv(1000).startswith(b"HTTP/1.1 201")
    for other in still:
        other.close()
