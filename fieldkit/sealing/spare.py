"""Reads a spare copy: many sealed envelopes in one file, format `fieldkit-spare/1` (docs/envelope.md).

Only the index is read into memory, up to a limit; parts are read where they stand in the file. Nothing that the file
says of its own lengths is believed before it was compared with the file's real one.
"""

import io
import json
from dataclasses import dataclass
from typing import Any, BinaryIO

from fieldkit.errors import Problem
from fieldkit.sealing.envelope import OpenPart
from fieldkit.sealing.header import EnvelopeHeader, header_from, is_text

MAGIC = b"fieldkit-spare/1\n"
LENGTH_BYTES = 8
INDEX_LIMIT = 32 * 1024 * 1024
RECORD_LIMIT = 10_000


@dataclass(frozen=True)
class SpareRecord:
    """One envelope of a spare copy: its header, where its parts begin, and whether the file holds all of them."""

    header: EnvelopeHeader
    offset: int
    is_whole: bool


@dataclass(frozen=True)
class SpareCopy:
    """The index of a spare copy; `device_id` and `saved_at` are as the file says, unchecked."""

    project_id: str
    device_id: str
    saved_at: str
    records: tuple[SpareRecord, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the file holds every part of every record."""
        return all(record.is_whole for record in self.records)


def read_spare(stream: BinaryIO) -> SpareCopy:
    """Read the index of a spare copy and compare it with the length of the file.

    Args:
        stream: the file; it can be sought.

    Raises:
        Problem: `422.spare` when it is none or its index cannot be read; `413.spare-index` when that is too large.
    """
    length = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    start = MAGIC + b"\0" * LENGTH_BYTES
    head = stream.read(len(start))
    if len(head) < len(start) or not head.startswith(MAGIC):
        raise _refused("it is not a spare copy of a tablet")
    index_length = int.from_bytes(head[len(MAGIC) :], "big")
    if index_length > INDEX_LIMIT:
        raise Problem("413.spare-index", "The index of this file is larger than any spare copy has.")
    if len(start) + index_length > length:
        raise _refused("it ends within its index")
    return _copy(_index(stream.read(index_length)), len(start) + index_length, length)


def parts_of(stream: BinaryIO, record: SpareRecord) -> OpenPart:
    """Return what opens the parts of one record where they stand in the file."""

    def open_part(index: int) -> BinaryIO:
        before = sum(part.bytes for part in record.header.parts[:index])
        slice_of = _Slice(stream, record.offset + before, record.header.parts[index].bytes)
        return io.BufferedReader(slice_of)

    return open_part


class _Slice(io.RawIOBase):
    """Some bytes of a file, as a file of their own; only one is read at a time."""

    def __init__(self, stream: BinaryIO, offset: int, length: int) -> None:
        self._stream, self._offset, self._left = stream, offset, length

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read on from where the last reading stopped."""
        view = memoryview(buffer)
        self._stream.seek(self._offset)
        content = self._stream.read(min(len(view), self._left))
        view[: len(content)] = content
        self._offset += len(content)
        self._left -= len(content)
        return len(content)


def _index(content: bytes) -> dict[str, Any]:
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        raise _refused("its index is not JSON") from None
    if not isinstance(values, dict) or not isinstance(values.get("records"), list):
        raise _refused("its index is malformed")
    if len(values["records"]) > RECORD_LIMIT:
        raise _refused(f"it lists more than {RECORD_LIMIT} records")
    if not all(is_text(values.get(name)) for name in ("project_id", "device_id", "saved_at")):
        raise _refused("its index is malformed")
    return values


def _copy(index: dict[str, Any], offset: int, length: int) -> SpareCopy:
    records = []
    for values in index["records"]:
        header = header_from(values)
        end = offset + sum(part.bytes for part in header.parts)
        records.append(SpareRecord(header, offset, is_whole=end <= length))
        offset = end
    if offset < length:
        raise _refused("it is longer than its index says")
    return SpareCopy(index["project_id"], index["device_id"], index["saved_at"], tuple(records))


def _refused(reason: str) -> Problem:
    return Problem(
        "422.spare",
        f"This file cannot be taken: {reason}.",
        remedy="Save a spare copy on the tablet once more and bring that file as it is.",
    )
