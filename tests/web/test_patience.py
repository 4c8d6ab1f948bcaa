"""What stands still is cut off and nothing else is, on real connections whose clock the test moves.

Each runs in a process of its own: the watch looks at every connection of its process.
"""

import subprocess
import sys

import pytest

LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts the bytes of connections")
BEGIN = """
import socket
from fieldkit.web.patience import Watch
from fieldkit.web.slots import PIECE

class Waiting:
    def __init__(self, *peers): self.peers = set(peers)
    def waiting(self, longer_than): return self.peers

listening = socket.create_server(("127.0.0.1", 0))
client = socket.socket()
client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # as a network that carries little
client.settimeout(30)
client.bind(("127.0.0.2", 0))
client.connect(listening.getsockname())
server, _ = listening.accept()
listening.close()

def is_cut():
    try:
        return server.recv(1, socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
"""
CASES = {
    "a body of which too little came": (
        """
watch = Watch(Waiting("127.0.0.2"), 60)
assert watch.look(0) == 0
client.sendall(b"x" * 100)
assert watch.look(30) == 0
server.recv(1000)
assert not is_cut()
watch.look(61)
assert is_cut()
"""
    ),
    "a body that comes slowly": (
        """
watch = Watch(Waiting("127.0.0.2"), 60)
for minute in range(6):
    watch.look(minute * 60)
    client.sendall(b"x" * PIECE)
    assert len(server.recv(PIECE, socket.MSG_WAITALL)) == PIECE
    assert not is_cut()
"""
    ),
    "a silent connection of an address that owes nothing": (
        """
watch = Watch(Waiting("192.0.2.1"), 60)
for minute in range(6):
    assert watch.look(minute * 60) == 0
assert not is_cut()
"""
    ),
    "an answer that nobody takes": (
        """
server.setblocking(False)
try:
    while True:
        server.send(b"x" * 1_000_000)
except BlockingIOError:
    pass
watch = Watch(Waiting(), 60)
assert watch.look(0) == 0
watch.look(61)
assert is_cut()
"""
    ),
    "an answer that is taken slowly": (
        """
server.setblocking(False)
def fill():
    try:
        while True:
            server.send(b"x" * 1_000_000)
    except BlockingIOError:
        pass
watch = Watch(Waiting(), 60)
for minute in range(4):
    fill()
    watch.look(minute * 60)
    taken = 0
    while taken < 2 * PIECE:
        taken += len(client.recv(2 * PIECE))
assert not is_cut()
"""
    ),
}


@LINUX_ONLY
@pytest.mark.parametrize("case", CASES)
def test_what_stands_still_is_cut_off_and_nothing_else(case: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + CASES[case]], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
