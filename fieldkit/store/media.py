"""Files by content: `media/ab/abcd…`, named by the SHA-256 of their bytes, written once and never changed.

The order that makes an acknowledgement true: the bytes are written under a temporary name and flushed, renamed into
place, the folder is flushed, and only then may the database's transaction name them.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from fieldkit.store.failures import disk_failures_said
from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text

LOCK = "lock"


@dataclass(frozen=True)
class IncomingFile:
    """A file that has arrived whole, under a temporary name; `sha256` and `bytes` describe what is on disk."""

    path: Path
    sha256: str
    bytes: int


class IncomingWriter:
    """Writes one arriving file and hashes it on the way; without `finish` the file is gone at the end of `with`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._digest = hashlib.sha256()
        self._finished = False
        with disk_failures_said():
            self._file = path.open("xb")

    def __enter__(self) -> "IncomingWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._finished:
            self._file.close()
            self._path.unlink(missing_ok=True)

    def write(self, content: bytes) -> None:
        """Append `content`.

        Raises:
            Problem: `507.disk-full`.
        """
        self._digest.update(content)
        with disk_failures_said():
            self._file.write(content)

    def finish(self) -> IncomingFile:
        """Flush the file to the disk and say what it is.

        Raises:
            Problem: `507.disk-full`.
        """
        with disk_failures_said():
            self._file.flush()
            os.fsync(self._file.fileno())
        size = self._file.tell()
        self._file.close()
        self._finished = True
        return IncomingFile(self._path, self._digest.hexdigest(), size)


class Incoming:
    """The temporary files of one process, in a folder of their own that nobody sweeps while the process lives."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.folder = root / secrets.token_hex(8)
        with _alone_in(root):
            self.folder.mkdir()
            self._lock = (self.folder / LOCK).open("wb")
            fcntl.flock(self._lock, fcntl.LOCK_EX)

    def new_file(self) -> IncomingWriter:
        """Begin an arriving file."""
        return IncomingWriter(self.folder / secrets.token_hex(16))

    def close(self) -> None:
        """Remove the folder and what is left in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.close()


def sweep_incoming(root: Path) -> int:
    """Remove what processes that were killed left behind; return how many files that were."""
    if not root.is_dir():
        return 0
    with _alone_in(root):
        return sum(_sweep_if_abandoned(folder) for folder in root.iterdir() if folder.is_dir())


def _sweep_if_abandoned(folder: Path) -> int:
    with (folder / LOCK).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        left = sum(1 for entry in folder.iterdir() if entry.name != LOCK)
        shutil.rmtree(folder, ignore_errors=True)
        return left


@contextmanager
def _alone_in(root: Path) -> Iterator[None]:
    """Let nobody else begin or sweep a folder in `root` meanwhile."""
    with (root / LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare_media(media: Path) -> None:
    """Make the 256 folders, durably, so that keeping a file never has to make one."""
    missing = [folder for number in range(256) if not (folder := media / f"{number:02x}").is_dir()]
    for folder in missing:
        folder.mkdir(parents=True, exist_ok=True)
    if missing:
        flush_folder(media)


def media_path(media: Path, sha256: str) -> Path:
    """Return the place of the file with this hash."""
    return media / sha256[:2] / sha256


def keep_file(media: Path, file: IncomingFile) -> None:
    """Move an arrived file to its place, durably; a file whose bytes are held already costs no writing.

    Raises:
        Problem: `507.disk-full`.
    """
    target = media_path(media, file.sha256)
    with disk_failures_said():
        if target.exists():
            file.path.unlink(missing_ok=True)
        else:
            file.path.replace(target)
        flush_folder(target.parent)  # also when it was there: whoever renamed it may not have flushed it yet


def keep_bytes(media: Path, incoming: Incoming, content: bytes) -> str:
    """Keep `content` durably and return its hash.

    Raises:
        Problem: `507.disk-full`.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    if media_path(media, sha256).exists():
        flush_folder(media_path(media, sha256).parent)
        return sha256
    with incoming.new_file() as writer:
        writer.write(content)
        keep_file(media, writer.finish())
    return sha256


def flush_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def record_media(db: Connection, files: Iterable[tuple[str, int, str]], now: datetime) -> None:
    """Name kept files in the database: hash, size in bytes, content type."""
    db.executemany(
        "INSERT INTO media (sha256, bytes, content_type, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(sha256, size, content_type, as_text(now)) for sha256, size, content_type in files],
    )
