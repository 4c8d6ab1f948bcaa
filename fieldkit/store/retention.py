"""What may be held for so long and no longer: which alerts and additions are due, and their erasing."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldkit.store.db import open_for_writing
from fieldkit.store.media import media_path
from fieldkit.store.sqlite import Connection, IntegrityError
from fieldkit.store.times import as_text

# An addition is wanted until the newest version of its record is approved or rejected.
_DUE_ADDITIONS = """
WITH RECURSIVE version (addition_id, submission_id, state, next_id) AS (
  SELECT addition.instance_id, submission.id, state, superseded_by
  FROM addition JOIN submission ON submission.instance_id = adds_to
  WHERE addition.erased_at IS NULL
  UNION
  SELECT addition_id, submission.id, submission.state, superseded_by
  FROM version JOIN submission ON submission.instance_id = next_id
), newest AS (
  SELECT addition_id, state,
    (SELECT max(at) FROM review WHERE review.submission_id = version.submission_id) AS decided_at
  FROM version WHERE next_id IS NULL
)
SELECT instance_id, max(received_at, coalesce(decided_at, '')) AS since
FROM addition LEFT JOIN newest ON addition_id = instance_id
WHERE erased_at IS NULL AND (state IS NULL OR state IN ('approved', 'rejected')) AND since <= ?
ORDER BY since, instance_id
"""


@dataclass(frozen=True)
class DueRow:
    """Something whose time is over: its instanceID, and since when its period ran (stored text)."""

    instance_id: str
    since: str


def list_due_alerts(db: Connection, until: datetime) -> list[tuple[DueRow, str]]:
    """Return alerts that were closed by then and are not erased, each with the name of its words in the vault."""
    rows = db.execute(
        "SELECT instance_id, closed_at, xml_sha256 FROM alert WHERE erased_at IS NULL AND closed_at <= ?"
        " ORDER BY closed_at, instance_id",
        (as_text(until),),
    )
    return [(DueRow(row["instance_id"], row["closed_at"]), row["xml_sha256"]) for row in rows]


def list_due_additions(db: Connection, until: datetime) -> list[DueRow]:
    """Return additions that came by then, and whose record was decided by then or never came."""
    return [DueRow(row["instance_id"], row["since"]) for row in db.execute(_DUE_ADDITIONS, (as_text(until),))]


def count_kept(db: Connection) -> int:
    """Count the alerts and additions whose content is still held."""
    query = (
        "SELECT (SELECT count(*) FROM alert WHERE erased_at IS NULL)"
        " + (SELECT count(*) FROM addition WHERE erased_at IS NULL)"
    )
    return int(db.execute(query).fetchone()[0])


def erase_alert(db: Connection, instance_id: str, now: datetime) -> None:
    """Let the row of an alert forget whom it was about and where it came from; its words are the vault's."""
    db.execute(
        "UPDATE alert SET erased_at = ?, about = NULL, said_at = NULL, device_id = NULL WHERE instance_id = ?",
        (as_text(now), instance_id),
    )


def erase_addition(db: Connection, media: Path, instance_id: str, now: datetime) -> int:
    """Erase an addition's words and those of its files that nothing else names; return how many files went."""
    hashes = [
        row["sha256"]
        for row in db.execute("SELECT DISTINCT sha256 FROM addition_file WHERE instance_id = ?", (instance_id,))
    ]
    db.execute("DELETE FROM addition_file WHERE instance_id = ?", (instance_id,))
    db.execute("UPDATE addition SET erased_at = ?, xml = x'' WHERE instance_id = ?", (as_text(now), instance_id))
    return sum(_forget_file(db, media, sha256) for sha256 in hashes)


def empty_log(database: Path) -> None:
    """Empty the write-ahead log, in which erased words would stand until it is written over."""
    with closing(open_for_writing(database)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _forget_file(db: Connection, media: Path, sha256: str) -> bool:
    """Remove a file that nothing names any more; it goes before the row does, so that what fails is tried again."""
    try:
        db.execute("DELETE FROM media WHERE sha256 = ?", (sha256,))
    except IntegrityError:  # something else names it
        return False
    media_path(media, sha256).unlink(missing_ok=True)
    return True
