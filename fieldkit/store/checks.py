"""Questions that only the whole database can answer: how much it holds, whether it is sound, which files it needs."""

from collections.abc import Iterator
from dataclasses import dataclass

from fieldkit.store.sqlite import Connection


@dataclass(frozen=True)
class Holding:
    """How many submissions of one form are in one review state; replaced ones are left out."""

    form_id: str
    state: str
    complete: bool
    count: int


def count_holdings(db: Connection) -> list[Holding]:
    """Count submissions by form, review state and completeness."""
    rows = db.execute(
        "SELECT form_id, state, complete, count(*) AS count FROM submission"
        " JOIN form_version ON form_version.id = submission.form_version_id WHERE superseded_by IS NULL"
        " GROUP BY form_id, state, complete ORDER BY form_id, state, complete"
    )
    return [Holding(row["form_id"], row["state"], bool(row["complete"]), row["count"]) for row in rows]


def list_applied_migrations(db: Connection) -> list[str]:
    """Return the names of the migrations that this database went through, in order."""
    return [row["name"] for row in db.execute("SELECT name FROM migration ORDER BY name")]


def find_damage(db: Connection) -> list[str]:
    """Return what SQLite itself finds wrong with the file and with its references; nothing when it is sound."""
    damage = [str(row[0]) for row in db.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    damage += [f"{row[0]} row {row[1]} refers to a missing {row[2]}" for row in db.execute("PRAGMA foreign_key_check")]
    return damage


def iterate_media(db: Connection) -> Iterator[tuple[str, int]]:
    """Yield the hash and the length of every file that the database counts on."""
    for row in db.execute("SELECT sha256, bytes FROM media ORDER BY sha256"):
        yield row["sha256"], row["bytes"]


def count_missing_files(db: Connection) -> int:
    """Count the files that submissions name and that have not come yet."""
    return int(db.execute("SELECT count(*) FROM submission_file WHERE state = 'missing'").fetchone()[0])


def count_unsettled_conflicts(db: Connection) -> int:
    """Count what was kept aside and waits for a person."""
    return int(db.execute("SELECT count(*) FROM submission_conflict WHERE settled_at IS NULL").fetchone()[0])
