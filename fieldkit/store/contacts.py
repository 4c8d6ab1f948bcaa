"""Contacts (a visit, call or message) and their ratings, a row for each criterion, rater and round."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from fieldkit.store.sqlite import Connection


@dataclass(frozen=True)
class ContactFacts:
    """What a submission says of its contact; times are stored text, `delay_minutes` from its end to its writing."""

    place_code: str | None = None
    place_kind: str | None = None
    scenario_code: str | None = None
    channel: str | None = None
    outcome: str | None = None
    started_at: str | None = None
    ended_at: str | None = None
    written_at: str | None = None
    delay_minutes: float | None = None


@dataclass(frozen=True)
class Rating:
    """One rating; `value` None means that the criterion did not apply."""

    criterion: str
    value: float | None
    reason: str | None = None


def insert_contact(
    db: Connection, submission_id: int, facts: ContactFacts, *, device_id: str | None, researcher_id: str | None
) -> int:
    """Add the contact of a submission and return its row number."""
    columns = [*vars(facts)]
    cursor = db.execute(
        f"INSERT INTO contact (submission_id, device_id, researcher_id, {', '.join(columns)})"  # noqa: S608
        f" VALUES (?, ?, ?, {', '.join('?' for _ in columns)})",
        (submission_id, device_id, researcher_id, *vars(facts).values()),
    )
    return int(cursor.lastrowid or 0)


def find_contact(db: Connection, submission_id: int) -> ContactFacts | None:
    """Return what is kept of a submission's contact, or None when it has none."""
    row = db.execute("SELECT * FROM contact WHERE submission_id = ?", (submission_id,)).fetchone()
    return ContactFacts(**{field.name: row[field.name] for field in fields(ContactFacts)}) if row else None


def insert_ratings(
    db: Connection, contact_id: int, ratings: Iterable[Rating], *, rater: str, round_number: int = 1
) -> None:
    """Add what `rater` said in one round."""
    db.executemany(
        "INSERT INTO rating (contact_id, criterion, rater, round, value, reason) VALUES (?, ?, ?, ?, ?, ?)",
        [(contact_id, rating.criterion, rater, round_number, rating.value, rating.reason) for rating in ratings],
    )


def delete_contact_of_submission(db: Connection, submission_id: int) -> None:
    """Forget the contact that was derived from this submission, its ratings with it."""
    db.execute("DELETE FROM contact WHERE submission_id = ?", (submission_id,))
