"""Which of a submission's files is which: matched by name, kept aside otherwise, never dropped."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fieldkit.store import submissions
from fieldkit.store.sqlite import Connection

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class ArrivedFile:
    """A file whose bytes are kept already; `name` is as the client spelled it."""

    name: str
    sha256: str
    bytes: int = 0
    content_type: str = "application/octet-stream"


def plain_name(name: str) -> str:
    """Return `name` as it is compared and shown: NFC, without control characters."""
    return unicodedata.normalize("NFC", _CONTROL.sub("\ufffd", name))


def place_files(db: Connection, submission_id: int, files: Sequence[ArrivedFile], now: datetime) -> int:
    """Put each file in its place and return how many changed anything.

    A name that the XML does not spell in any Unicode form is `unnamed`; other bytes under a name that is held already
    are a `conflict`. Both are kept and shown.
    """
    if not files:
        return 0
    held = {
        file.name: file.sha256
        for file in submissions.list_files(db, submission_id)
        if file.state in ("missing", "held")
    }
    placed = 0
    for file in files:
        name = _match(file.name, held)
        if name is None:
            placed += _put_aside(db, submission_id, file, plain_name(file.name), "unnamed", now)
        elif held[name] is None:
            submissions.hold_file(db, submission_id, name=name, received_name=file.name, sha256=file.sha256, now=now)
            held[name] = file.sha256
            placed += 1
        elif held[name] != file.sha256:
            placed += _put_aside(db, submission_id, file, name, "conflict", now)
    return placed


def _match(received: str, named: Iterable[str]) -> str | None:
    """Return the named file that `received` is; some clients send a whole path."""
    name = plain_name(received)
    for candidate in (name, re.split(r"[/\\]", name)[-1]):
        if candidate in named:
            return candidate
    return None


def _put_aside(db: Connection, submission_id: int, file: ArrivedFile, name: str, state: str, now: datetime) -> int:
    return submissions.put_file_aside(
        db, submission_id, name=name, received_name=file.name, sha256=file.sha256, state=state, now=now
    )
