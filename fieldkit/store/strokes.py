"""What coders did, as undo and redo read it. Each stroke is one event of the log; this is the index to it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fieldkit.coding.history import Move
from fieldkit.store.sqlite import Connection, Row


@dataclass(frozen=True)
class Change:
    """One thing going from one state to another.

    Attributes:
        kind: segment, memo, code or alignment.
        subject: its id; of an alignment `<version id>/<turn>`.
        before: None where it did not stand. Of a segment {version, start, end, code}; of a code the id of its
            revision; of a memo {on, id}; of an alignment {turn}, which may be null.
        after: likewise.
    """

    kind: str
    subject: str
    before: Any
    after: Any

    def reversed(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.kind, self.subject, self.after, self.before)


@dataclass(frozen=True)
class Stroke:
    """One action of a coder."""

    id: str
    event_number: int
    account_id: str
    scope: str
    move: Move
    changes: tuple[Change, ...]


def insert_stroke(db: Connection, stroke: Stroke) -> None:
    """Store a stroke; its event must be recorded already."""
    db.execute(
        "INSERT INTO stroke (id, event_number, account_id, scope, move, changes) VALUES (?,?,?,?,?,?)",
        (stroke.id, stroke.event_number, stroke.account_id, stroke.scope, stroke.move, as_json(stroke.changes)),
    )


def find_stroke(db: Connection, stroke_id: str) -> Stroke | None:
    """Return one stroke, or None."""
    row = db.execute("SELECT * FROM stroke WHERE id = ?", (stroke_id,)).fetchone()
    return _stroke(row) if row else None


def strokes_newest_first(db: Connection, account: str, scope: str) -> Iterator[tuple[Move, Stroke]]:
    """Yield a coder's strokes in one scope, the newest first, as `coding.history` reads them.

    Those before the last correction of the text are behind it: their segments stand on a version that was replaced.
    """
    rows = db.execute(
        "SELECT * FROM stroke WHERE account_id = ?1 AND scope = ?2 AND event_number > coalesce("
        " (SELECT max(number) FROM event WHERE subject = ?2 AND kind = 'transcript.corrected'), 0)"
        " ORDER BY event_number DESC",
        (account, scope),
    )
    for row in rows:
        stroke = _stroke(row)
        yield stroke.move, stroke


def as_lists(changes: Sequence[Change]) -> list[list[Any]]:
    """Return changes as events carry them: [kind, subject, before, after]."""
    return [[change.kind, change.subject, change.before, change.after] for change in changes]


def as_json(changes: Sequence[Change]) -> str:
    """Return changes as they are stored."""
    return json.dumps(as_lists(changes), sort_keys=True)


def _stroke(row: Row) -> Stroke:
    changes = tuple(Change(*change) for change in json.loads(row["changes"]))
    return Stroke(row["id"], row["event_number"], row["account_id"], row["scope"], Move(row["move"]), changes)
