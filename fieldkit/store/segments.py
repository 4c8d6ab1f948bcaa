"""Coded segments. A removed one keeps its row, so that undo brings back the same id."""

from collections.abc import Sequence
from datetime import datetime

from fieldkit.coding.segment import Segment
from fieldkit.store.sqlite import Connection, Row
from fieldkit.store.times import as_text

_COLUMNS = 'id, transcript_version_id, start, "end", code_id, coder_id'


def find_segment(db: Connection, segment_id: str) -> tuple[Segment, bool] | None:
    """Return a segment and whether it stands (False: it was removed), or None when there never was one."""
    row = db.execute(f"SELECT {_COLUMNS}, deleted_at FROM segment WHERE id = ?", (segment_id,)).fetchone()  # noqa: S608
    return (_segment(row), row["deleted_at"] is None) if row else None


def same_segment(db: Connection, segment: Segment) -> bool:
    """Tell whether the coder has a segment of this code on exactly this stretch, under another id."""
    found = db.execute(
        'SELECT 1 FROM segment WHERE transcript_version_id = ? AND start = ? AND "end" = ? AND code_id = ?'
        " AND coder_id = ? AND deleted_at IS NULL AND id <> ?",
        (segment.version_id, segment.start, segment.end, segment.code_id, segment.coder_id, segment.id),
    )
    return found.fetchone() is not None


def put_segment(db: Connection, segment: Segment, *, now: datetime) -> None:
    """Store a segment, or bring back or change the one that has its id."""
    db.execute(
        'INSERT INTO segment (id, transcript_version_id, start, "end", code_id, coder_id, created_at)'
        " VALUES (?,?,?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET start = excluded.start,"
        ' "end" = excluded."end", code_id = excluded.code_id, deleted_at = NULL',
        (*vars(segment).values(), as_text(now)),
    )


def remove_segment(db: Connection, segment_id: str, *, now: datetime) -> None:
    """Mark a segment as removed."""
    db.execute("UPDATE segment SET deleted_at = ? WHERE id = ?", (as_text(now), segment_id))


def version_segments(db: Connection, version_ids: Sequence[str]) -> list[Segment]:
    """Return the segments that stand on the versions, by place in the text."""
    marks = ",".join("?" * len(version_ids))
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM segment WHERE transcript_version_id IN ({marks}) AND deleted_at IS NULL"  # noqa: S608
        ' ORDER BY transcript_version_id, start, "end" DESC, created_at, id',
        tuple(version_ids),
    )
    return [_segment(row) for row in rows]


def count_by_code(db: Connection) -> dict[str, int]:
    """Return how many segments of current transcript versions each code has, by code id."""
    rows = db.execute(
        "SELECT code_id, count(*) AS held FROM segment s WHERE s.deleted_at IS NULL AND NOT EXISTS ("
        " SELECT 1 FROM transcript_version later WHERE later.replaces = s.transcript_version_id) GROUP BY code_id"
    )
    return {row["code_id"]: row["held"] for row in rows}


def code_is_used(db: Connection, code_id: str) -> bool:
    """Tell whether a segment that stands, on any version, has this code."""
    found = db.execute("SELECT 1 FROM segment WHERE code_id = ? AND deleted_at IS NULL LIMIT 1", (code_id,))
    return found.fetchone() is not None


def _segment(row: Row) -> Segment:
    return Segment(*tuple(row)[:6])
