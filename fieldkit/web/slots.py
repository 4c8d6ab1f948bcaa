"""The bodies of requests on their way in: how many anybody may have, and which of them stand still.

A thread that reads a body waits for the network, and the server has only so many threads. So every body takes a seat
when its first byte is read; a device, an account and a stranger's address have few seats, and some threads stay free of
bodies altogether. What stands still for too long, `fieldkit.web.patience` cuts off.
"""

import io
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import IO

from flask import Flask, g, request
from flask_babel import gettext as _

from fieldkit.errors import Problem

PER_DEVICE = 72
PER_ACCOUNT = 12
PER_ADDRESS = 12
STRANGERS = 36
ALL = 112
"""Of the server's 128 threads."""

PIECE = 8 * 1024
"""Bytes that are waited for at once: whoever needs longer than the server's patience for so few is cut off."""

Seat = tuple[str, int]
"""A name under which bodies are counted, and how many it may have."""


class Arrivals:
    """The bodies that are being read."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._bodies: set[Body] = set()
        self._lock = threading.Lock()

    def enter(self, body: "Body", seats: Iterable[Seat]) -> None:
        """Give a body its seats.

        Raises:
            Problem: `429.too-many-uploads` when its sender has too many, `503.busy` when everybody together has.
        """
        with self._lock:
            for name, limit in seats:
                if self._taken[name] >= limit:
                    raise _full(everybody=limit == ALL)
            self._taken.update(name for name, _limit in seats)
            self._bodies.add(body)

    def leave(self, body: "Body", seats: Iterable[Seat]) -> None:
        """Take a body's seats back."""
        with self._lock:
            self._bodies.discard(body)
            for name, _limit in seats:
                self._taken[name] -= 1
                if not self._taken[name]:
                    del self._taken[name]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on its way and every seat is free."""
        with self._lock:
            return not self._bodies and not self._taken

    def waiting(self, longer_than: float) -> set[str]:
        """Return the addresses whose bodies have kept a thread waiting for so many seconds."""
        with self._lock:
            bodies = tuple(self._bodies)
        return {body.peer for body in bodies if body.waits(longer_than)}


class Body(io.RawIOBase):
    """A request's body as the server gives it, read in pieces so that standing still is seen."""

    def __init__(self, stream: IO[bytes], peer: str, arrivals: Arrivals, seats: Callable[[], tuple[Seat, ...]]) -> None:
        self.peer = peer
        self._stream, self._arrivals, self._find_seats = stream, arrivals, seats
        self._seats: tuple[Seat, ...] = ()
        self._since: float | None = None

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # werkzeug gives a bytearray
        """Read until the buffer is full or the body ends, as the server's own stream does."""
        if not self._seats:
            seats = self._find_seats()
            self._arrivals.enter(self, seats)
            self._seats = seats
        filled = 0
        while filled < len(buffer):
            piece = self._read_piece(min(PIECE, len(buffer) - filled))
            buffer[filled : filled + len(piece)] = piece
            filled += len(piece)
            if not piece:
                break
        return filled

    def waits(self, longer_than: float) -> bool:
        """Say whether one piece has been waited for so many seconds."""
        since = self._since
        return since is not None and time.monotonic() - since > longer_than

    def leave(self) -> None:
        """Give its seats back."""
        if self._seats:
            self._arrivals.leave(self, self._seats)
            self._seats = ()

    def _read_piece(self, size: int) -> bytes:
        self._since = time.monotonic()
        try:
            return self._stream.read(size)
        finally:
            self._since = None


def install_slots(app: Flask) -> Arrivals:
    """Count every body of the application; return what counts them."""
    arrivals = Arrivals()

    def watch_body() -> None:
        peer = request.environ.get("werkzeug.proxy_fix.orig", request.environ).get("REMOTE_ADDR", "")
        g.body = request.environ["wsgi.input"] = Body(request.environ["wsgi.input"], peer, arrivals, _seats)

    def end_body(_failure: BaseException | None) -> None:
        if body := g.pop("body", None):
            body.leave()

    app.before_request(watch_body)
    app.teardown_request(end_body)
    return arrivals


def _seats() -> tuple[Seat, ...]:
    """Return the seats that the body of the current request takes; asked when its first byte is read."""
    device, account = g.get("device"), g.get("account")
    if device is not None:
        return (f"device {getattr(device, 'device', device).id}", PER_DEVICE), ("all", ALL)
    if account is not None:
        return (f"account {account.id}", PER_ACCOUNT), ("all", ALL)
    return (f"address {request.remote_addr}", PER_ADDRESS), ("strangers", STRANGERS), ("all", ALL)


def _full(*, everybody: bool) -> Problem:
    if everybody:
        return Problem(
            "503.busy", _("The server has too much to do at the moment."), remedy=_("Wait a moment, then send again.")
        )
    return Problem(
        "429.too-many-uploads",
        _("This device is sending too many things at once."),
        remedy=_("Wait a moment, then send again."),
    )
