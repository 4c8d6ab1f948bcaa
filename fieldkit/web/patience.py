"""Cuts off connections whose requests stand still: the server itself would wait for a body for ever.

Granian neither limits the time of a body nor says on which connection a request came. What can be known is enough: the
application knows from which addresses a piece of a body is overdue (`fieldkit.web.slots`), the system how many bytes
each connection brought. Where a piece is overdue, the connections of that address that brought less than a piece in the
same time are ended; so is a connection whose client takes almost nothing of an answer. A request that is being worked
on for longer than the patience may be hit with them when it comes from the same address; its work is done all the same.
"""

import os
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fieldkit.web.slots import PIECE, Arrivals

LOOKS_PER_PATIENCE = 6
_COUNTERS = struct.Struct("=QQ")
_COUNTERS_AT = 120
"""`tcpi_bytes_acked` and `tcpi_bytes_received` in Linux' `struct tcp_info` (since 4.1)."""

_UNSENT = struct.Struct("=I")
_UNSENT_AT = 144
"""`tcpi_notsent_bytes` (since 4.6)."""

_INFO_BYTES = 256


@dataclass(frozen=True)
class Moved:
    """How far a connection was at a moment."""

    at: float
    received: int
    taken: int
    unsent: int


class Watch:
    """Looks at the connections of this process again and again.

    Attributes are private; `patience` is how many seconds a client has for one piece of a body (8 KiB), and to take so
    much of an answer that waits for it.
    """

    def __init__(self, arrivals: Arrivals, patience: float) -> None:
        self._arrivals, self._patience = arrivals, patience
        self._seen: dict[tuple[str, int], list[Moved]] = {}

    def start(self) -> None:
        """Look from now on; nothing on systems that do not count (only Linux does)."""
        if sys.platform == "linux":
            threading.Thread(target=self._run, name="fieldkit-patience", daemon=True).start()

    def look(self, now: float) -> int:
        """Look once, and cut off what stands still; return how many that were."""
        overdue, cut = self._arrivals.waiting(self._patience), 0
        seen = self._seen
        self._seen = {}
        for connection, peer in _connections():
            with connection, suppress(OSError):
                moved = _moved(connection, now)
                history = [*seen.get(peer, []), moved]
                self._seen[peer] = history = _within(history, now - self._patience)
                if self._stands_still(history, now, is_overdue=_plain(peer[0]) in overdue):
                    connection.shutdown(socket.SHUT_RDWR)
                    cut += 1
        return cut

    def _stands_still(self, history: list[Moved], now: float, *, is_overdue: bool) -> bool:
        first, last = history[0], history[-1]
        if now - first.at < self._patience:
            return False
        takes_little = min(moved.unsent for moved in history) > 0 and last.taken - first.taken < PIECE
        brings_little = is_overdue and last.received - first.received < PIECE
        return takes_little or brings_little

    def _run(self) -> None:
        while True:
            time.sleep(self._patience / LOOKS_PER_PATIENCE)
            self.look(time.monotonic())


def _within(history: list[Moved], since: float) -> list[Moved]:
    """Return the moments from the last one that is at least so old."""
    old = [moved for moved in history if moved.at <= since]
    return history[max(len(old) - 1, 0) :]


def _connections() -> Iterator[tuple[socket.socket, tuple[str, int]]]:
    """Give a second handle of every TCP connection of this process, with its other end."""
    for entry in Path("/proc/self/fd").iterdir():
        try:
            if not str(entry.readlink()).startswith("socket:"):
                continue
            connection = socket.socket(fileno=os.dup(int(entry.name)))
        except OSError:
            continue  # it was closed meanwhile
        try:
            peer = connection.getpeername()
        except OSError:
            connection.close()  # it listens
            continue
        if connection.family in (socket.AF_INET, socket.AF_INET6):
            yield connection, (peer[0], peer[1])
        else:
            connection.close()


def _moved(connection: socket.socket, now: float) -> Moved:
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
    info = info.ljust(_INFO_BYTES, b"\0")  # an older system says less
    taken, received = _COUNTERS.unpack_from(info, _COUNTERS_AT)
    return Moved(now, received, taken, _UNSENT.unpack_from(info, _UNSENT_AT)[0])


def _plain(address: str) -> str:
    """Return an IPv4 address that came through an IPv6 socket as it is written elsewhere."""
    return address.removeprefix("::ffff:")
