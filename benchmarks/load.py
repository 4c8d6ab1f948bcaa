"""Clients that send submissions as fast as they are acknowledged; run as a process of its own.

    python -m benchmarks.load PORT CLIENTS SECONDS PHOTO_BYTES < tokens

Plain sockets and bodies that are built beforehand, so that on a small machine the client takes little of what is
measured. Prints JSON: the instanceIDs that were acknowledged with 201, and the seconds that each took.
"""

import json
import os
import socket
import sys
import threading
import time
import uuid

XML_BYTES = 4096
BOUNDARY = "fieldkit-bench"
PATIENCE = 25
"""Attempts to reach a server that does not answer, one every 20 ms."""


class Client:
    """One client with one connection that stays open."""

    def __init__(self, port: int, token: str, photo_bytes: int) -> None:
        self._port, self._token = port, token
        self._photo = os.urandom(photo_bytes)
        self._socket: socket.socket | None = None
        self.acknowledged: list[str] = []
        self.seconds: list[float] = []
        self.failures: list[str] = []

    def run(self, until: float) -> None:
        """Send until the moment `until` of the monotonic clock, or until the server is gone for good."""
        in_vain = 0
        while time.monotonic() < until and in_vain < PATIENCE:
            instance_id = f"uuid:{uuid.uuid4()}"
            request = self._request(instance_id)
            started = time.perf_counter()
            try:
                status = self._exchange(request)
            except OSError as error:
                self.failures.append(type(error).__name__)
                self._close()
                in_vain += 1
                time.sleep(0.02)
                continue
            in_vain = 0
            if status == 201:
                self.seconds.append(time.perf_counter() - started)
                self.acknowledged.append(instance_id)
            else:
                self.failures.append(str(status))
        self._close()

    def _request(self, instance_id: str) -> bytes:
        parts = [_part("xml_submission_file", "submission.xml", "text/xml", submission(instance_id, bool(self._photo)))]
        if self._photo:
            photo = uuid.uuid4().bytes + self._photo[16:]  # each photo is another one
            parts.append(_part(f"{instance_id}.jpg", f"{instance_id}.jpg", "image/jpeg", photo))
        body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
        head = (
            f"POST /key/{self._token}/submission HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def _exchange(self, request: bytes) -> int:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._receive()
        head, _, rest = answer.partition(b"\r\n\r\n")
        length = int(next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))[15:])
        while len(rest) < length:
            rest += self._receive()
        return int(head[9:12])

    def _receive(self) -> bytes:
        assert self._socket is not None
        received = self._socket.recv(65536)
        if not received:
            raise ConnectionResetError
        return received

    def _close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def submission(instance_id: str, with_photo: bool) -> bytes:
    """Return a submission of 4 kB."""
    photo = f"<leaflet>{instance_id}.jpg</leaflet>" if with_photo else "<leaflet/>"
    head = f'<data id="bench" version="1"><office>17</office><minutes>42</minutes>{photo}<story>'
    tail = f"</story><meta><instanceID>{instance_id}</instanceID></meta></data>"
    return (head + "w" * (XML_BYTES - len(head) - len(tail)) + tail).encode()


def _part(name: str, filename: str, content_type: str, content: bytes) -> bytes:
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        f"Content-Type: {content_type}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n"


def run_load(port: int, tokens: list[str], clients: int, seconds: float, photo_bytes: int) -> list[Client]:
    """Let `clients` send at once for so many seconds."""
    crowd = [Client(port, tokens[number % len(tokens)], photo_bytes) for number in range(clients)]
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=client.run, args=(until,)) for client in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return crowd


if __name__ == "__main__":
    port, clients, seconds, photo_bytes = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
    crowd = run_load(port, sys.stdin.read().split(), clients, seconds, photo_bytes)
    result = {
        "acknowledged": [instance_id for client in crowd for instance_id in client.acknowledged],
        "seconds": [taken for client in crowd for taken in client.seconds],
        "failures": [failure for client in crowd for failure in client.failures],
    }
    print(json.dumps(result))
