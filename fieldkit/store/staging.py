"""Parts of sealed envelopes that are still arriving: a folder per device, a file per part, resumed where it stopped.

Nothing here is promised to anybody: a part counts once its envelope was opened and stored. Bytes are appended under a
lock that is never held while the network is waited for, so that a connection that hangs does not keep a second one out.
"""

import fcntl
import hashlib
import os
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, BinaryIO

from flask_babel import gettext as _

from fieldkit.errors import Problem
from fieldkit.store.failures import disk_failures_said

LARGEST_PART = 1024 * 1024 * 1024
READ_BYTES = 256 * 1024
KEPT_FOR = timedelta(days=30)
_PLAIN = re.compile(r"[A-Za-z0-9-]+")


class OffsetDiffers(Exception):  # noqa: N818 - it is an answer of the protocol, not an error of ours
    """The bytes do not start where the part stopped; `offset` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class StagedParts:
    """The parts that one device is sending."""

    def __init__(self, root: Path, device_id: str) -> None:
        if not _PLAIN.fullmatch(device_id):
            raise ValueError("a device's id names a folder")
        self._folder = root / device_id

    def held(self, sha256: str) -> int:
        """Return how many bytes of this part are held; 0 when none are."""
        try:
            return self._path(sha256).stat().st_size
        except FileNotFoundError:
            return 0

    def open(self, sha256: str) -> BinaryIO:
        """Open a part from its start."""
        return self._path(sha256).open("rb")

    def append(self, sha256: str, stream: IO[bytes], *, offset: int, length: int) -> int:
        """Add the bytes of `stream`, which start at `offset`, to a part of `length` bytes in all; return what is held.

        Raises:
            OffsetDiffers: when the part does not stop at `offset`.
            Problem: `413.part-too-large`, `422.part-length` or `422.part-hash` (the part is dropped then),
                `507.disk-full`.
        """
        if length > LARGEST_PART:
            raise Problem("413.part-too-large", _("A file of the record is larger than 1 GB."))
        self._folder.mkdir(parents=True, exist_ok=True)
        if self.held(sha256) != offset:
            raise OffsetDiffers(self.held(sha256))
        while chunk := stream.read(READ_BYTES):
            offset = self._append_chunk(sha256, chunk, offset)
            if offset > length:
                self._drop(sha256, "422.part-length", _("A file of the record is longer than was announced."))
        if offset == length and not self._fits(sha256):
            self._drop(sha256, "422.part-hash", _("A file of the record was damaged on its way."))
        return offset

    def remove(self, sha256: str) -> None:
        """Forget a part."""
        self._path(sha256).unlink(missing_ok=True)

    def _append_chunk(self, sha256: str, chunk: bytes, offset: int) -> int:
        with disk_failures_said(), self._path(sha256).open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            held = os.fstat(file.fileno()).st_size
            if held != offset:
                raise OffsetDiffers(held)
            file.write(chunk)
        return offset + len(chunk)

    def _fits(self, sha256: str) -> bool:
        try:
            with self._path(sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            return False

    def _drop(self, sha256: str, code: str, what: str) -> None:
        self.remove(sha256)
        raise Problem(code, what, remedy=_("Send it again from its start."))

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256


def sweep_staging(root: Path, now: datetime) -> int:
    """Remove parts that nobody has added to for 30 days; return how many that were."""
    oldest = (now - KEPT_FOR).timestamp()
    stale = [path for path in root.glob("*/*") if path.stat().st_mtime < oldest]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)
