"""What every record needs before it can be stored and what hardly ever changes: its device and its form, remembered.

Triggers count in the database each change of either, whoever makes it (`0006_known.sql`). What is given out says at
which count it held; the transaction that stores a record compares, so that nothing is stored on the word of a device
that was revoked meanwhile, or by the roles that a form had before they were declared anew.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from fieldkit.forms.instance import AnswerReader
from fieldkit.store.db import Readers
from fieldkit.store.devices import Device, find_device_by_token_hash
from fieldkit.store.forms import PublishedForm, find_form_version
from fieldkit.store.sqlite import Connection

K = TypeVar("K")
V = TypeVar("V")

BELIEVED_FOR_SECONDS = 5.0
"""Bounds how long a revoked device may still begin to send; what it sends is refused in any case."""

MOST_REMEMBERED = 1000
"""Devices, or forms."""


@dataclass(frozen=True)
class KnownDevice:
    """A device, revoked or not, as it was when the changes counted `as_of`."""

    device: Device
    as_of: int


@dataclass(frozen=True)
class KnownForm:
    """A form version, retired or not, and what reads its records, as of the count `as_of`."""

    form: PublishedForm
    reader: AnswerReader
    as_of: int


@dataclass
class _Memory:
    """What held at one count."""

    as_of: int
    until: float
    devices: dict[str, KnownDevice] = field(default_factory=dict)
    forms: dict[tuple[str, str], KnownForm] = field(default_factory=dict)


class Known:
    """Remembers devices and forms of one project for all threads of this process."""

    def __init__(self, readers: Readers, clock: Callable[[], float] = time.monotonic) -> None:
        self._readers, self._clock = readers, clock
        self._memory = _Memory(-1, 0.0)

    def device(self, token_hash: str) -> KnownDevice | None:
        """Return the device that holds this token; None when there is none, which is looked up each time."""

        def look_up(db: Connection, as_of: int) -> KnownDevice | None:
            found = find_device_by_token_hash(db, token_hash)
            return KnownDevice(found, as_of) if found else None

        return self._recall(lambda memory: memory.devices, token_hash, look_up)

    def form(self, form_id: str, version: str) -> KnownForm | None:
        """Return the version that a record names; None when it is not published, which is looked up each time."""

        def look_up(db: Connection, as_of: int) -> KnownForm | None:
            found = find_form_version(db, form_id, version)
            return KnownForm(found, AnswerReader(found.questions), as_of) if found else None

        return self._recall(lambda memory: memory.forms, (form_id, version), look_up)

    def forget(self) -> None:
        """Look everything up anew from now on."""
        self._memory = _Memory(-1, 0.0)

    def _recall(
        self,
        part: Callable[[_Memory], dict[K, V]],
        key: K,
        look_up: Callable[[Connection, int], V | None],
    ) -> V | None:
        memory = self._memory
        if self._clock() < memory.until and (known := part(memory).get(key)) is not None:
            return known
        with self._readers.read() as db:
            as_of = count_of_changes(db)
            found = look_up(db, as_of)
        if found is not None:
            shelf = part(self._memory_of(as_of))
            if len(shelf) < MOST_REMEMBERED:
                shelf[key] = found
        return found

    def _memory_of(self, as_of: int) -> _Memory:
        """Return the memory of this count, a new one when the kept one is of another or was believed long enough."""
        memory, now = self._memory, self._clock()
        if memory.as_of != as_of or now >= memory.until:
            memory = self._memory = _Memory(as_of, now + BELIEVED_FOR_SECONDS)
        return memory


def count_of_changes(db: Connection) -> int:
    """Return how often devices and forms have changed."""
    return int(db.execute("SELECT number FROM known_change").fetchone()["number"])
