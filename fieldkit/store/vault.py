"""`vault.db`: who participants are, sealed field by field. Nothing here decides who may read; `services.vault` does.

The vault is opened for each use and closed again: it is small, rarely asked, and nothing of it stays in memory. A
removal empties the pages that it frees (`secure_delete`) and the write-ahead log, so that no copy is left in the file.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime

from fieldkit.sealing.fields import NONCE_BYTES, blind_key, open_field, seal_field
from fieldkit.store.checks import find_damage
from fieldkit.store.db import DirectWriter, migrate, open_for_writing
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Connection, Row
from fieldkit.store.times import as_text

MIGRATIONS = "fieldkit.store.vault_migrations"
_MIGRATING = threading.Lock()  # two first readers at once must not both make the tables
OWNED_BY_PARTICIPANT = ("pseudonym", "safeguarding_note", "signature")


@dataclass(frozen=True)
class Person:
    """Who a participant is; an empty field is not known."""

    code: str
    name: str
    contact: str


@dataclass(frozen=True)
class Pseudonym:
    """What stands in for an identifier in a participant's transcripts; `transcript_id` None means in all of them."""

    id: str
    participant_code: str
    transcript_id: str | None
    original: str
    stand_in: str


@dataclass(frozen=True)
class SafeguardingNote:
    """A worry about a person, for the safeguarding lead only."""

    id: str
    participant_code: str
    text: str
    created_at: str


@dataclass(frozen=True)
class Signature:
    """A signature as an image."""

    id: str
    participant_code: str
    content_type: str
    image: bytes
    created_at: str


class Vault:
    """The open vault; made by `open_vault`."""

    def __init__(self, db: Connection, key: bytes, nonce: Callable[[int], bytes]) -> None:
        self._db, self._key, self._nonce = db, key, nonce

    def put_person(self, person: Person, *, now: datetime) -> None:
        """Store who somebody is, replacing what was known."""
        self._db.execute(
            "INSERT INTO person (id, name, contact, changed_at) VALUES (?,?,?,?) ON CONFLICT (id) DO UPDATE SET"
            " name = excluded.name, contact = excluded.contact, changed_at = excluded.changed_at",
            (
                person.code,
                self._seal(person.name, "person", person.code, "name"),
                self._seal(person.contact, "person", person.code, "contact"),
                as_text(now),
            ),
        )

    def find_person(self, code: str) -> Person | None:
        """Return who a participant is, or None when nothing is known."""
        row = self._db.execute("SELECT * FROM person WHERE id = ?", (code,)).fetchone()
        return Person(code, self._open(row, "person", "name"), self._open(row, "person", "contact")) if row else None

    def put_pseudonym(self, pseudonym: Pseudonym, *, now: datetime) -> None:
        """Store a stand-in; the same words of the same person and transcript keep their row and get the new one."""
        key = blind_key(self._key, pseudonym.original)
        held = self._db.execute(
            "SELECT id FROM pseudonym WHERE participant_code = ? AND coalesce(transcript_id, '') = ?"
            " AND original_key = ?",
            (pseudonym.participant_code, pseudonym.transcript_id or "", key),
        ).fetchone()
        row_id = held["id"] if held else pseudonym.id
        self._db.execute(
            "INSERT INTO pseudonym (id, participant_code, transcript_id, original_key, original, stand_in, created_at)"
            " VALUES (?,?,?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET stand_in = excluded.stand_in",
            (
                row_id,
                pseudonym.participant_code,
                pseudonym.transcript_id,
                key,
                self._seal(pseudonym.original, "pseudonym", row_id, "original"),
                self._seal(pseudonym.stand_in, "pseudonym", row_id, "stand_in"),
                as_text(now),
            ),
        )

    def list_pseudonyms(self, participant_code: str) -> list[Pseudonym]:
        """Return a participant's stand-ins, in the order they were made."""
        rows = self._db.execute(
            "SELECT * FROM pseudonym WHERE participant_code = ? ORDER BY created_at, rowid", (participant_code,)
        )
        return [
            Pseudonym(
                row["id"],
                participant_code,
                row["transcript_id"],
                self._open(row, "pseudonym", "original"),
                self._open(row, "pseudonym", "stand_in"),
            )
            for row in rows
        ]

    def list_identifiers(self) -> list[tuple[str, str]]:
        """Return kind (`name` or `contact`) and words of everything by which the vault knows people."""
        found = []
        for row in self._db.execute("SELECT * FROM person ORDER BY id"):
            found += [(kind, self._open(row, "person", kind)) for kind in ("name", "contact")]
        for row in self._db.execute("SELECT * FROM pseudonym ORDER BY id"):
            found.append(("name", self._open(row, "pseudonym", "original")))
        return [(kind, words) for kind, words in found if words.strip()]

    def put_note(self, note: SafeguardingNote) -> None:
        """Store a safeguarding note."""
        self._db.execute(
            "INSERT INTO safeguarding_note (id, participant_code, text, created_at) VALUES (?,?,?,?)",
            (
                note.id,
                note.participant_code,
                self._seal(note.text, "safeguarding_note", note.id, "text"),
                note.created_at,
            ),
        )

    def list_notes(self, participant_code: str) -> list[SafeguardingNote]:
        """Return a participant's safeguarding notes, the oldest first."""
        rows = self._db.execute(
            "SELECT * FROM safeguarding_note WHERE participant_code = ? ORDER BY created_at, rowid", (participant_code,)
        )
        return [
            SafeguardingNote(
                row["id"], participant_code, self._open(row, "safeguarding_note", "text"), row["created_at"]
            )
            for row in rows
        ]

    def put_signature(self, signature: Signature) -> None:
        """Store a signature."""
        self._db.execute(
            "INSERT INTO signature (id, participant_code, content_type, image, created_at) VALUES (?,?,?,?,?)",
            (
                signature.id,
                signature.participant_code,
                signature.content_type,
                self._seal_bytes(signature.image, "signature", signature.id, "image"),
                signature.created_at,
            ),
        )

    def list_signatures(self, participant_code: str) -> list[Signature]:
        """Return a participant's signatures, the oldest first."""
        rows = self._db.execute(
            "SELECT * FROM signature WHERE participant_code = ? ORDER BY created_at, rowid", (participant_code,)
        )
        return [
            Signature(
                row["id"],
                participant_code,
                row["content_type"],
                self._open_bytes(row, "signature", "image"),
                row["created_at"],
            )
            for row in rows
        ]

    def put_alert_words(self, alert_id: str, words: str, *, now: datetime) -> None:
        """Store what an alert says, under the SHA-256 of its XML; the same again changes nothing."""
        self._db.execute(
            "INSERT INTO alert_words (id, words, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (alert_id, self._seal(words, "alert_words", alert_id, "words"), as_text(now)),
        )

    def find_alert_words(self, alert_id: str) -> str | None:
        """Return what an alert says, or None when the vault does not hold it."""
        row = self._db.execute("SELECT id, words FROM alert_words WHERE id = ?", (alert_id,)).fetchone()
        return self._open(row, "alert_words", "words") if row else None

    def put_alert_outcome(self, alert_id: str, outcome: str) -> bool:
        """Store what came of an alert, replacing what stood there; return False when its words are not held."""
        sealed = self._seal(outcome, "alert_words", alert_id, "outcome")
        return self._db.execute("UPDATE alert_words SET outcome = ? WHERE id = ?", (sealed, alert_id)).rowcount == 1

    def find_alert_outcome(self, alert_id: str) -> str | None:
        """Return what came of an alert, or None when nobody has written it."""
        query = "SELECT id, outcome FROM alert_words WHERE id = ? AND outcome IS NOT NULL"
        row = self._db.execute(query, (alert_id,)).fetchone()
        return self._open(row, "alert_words", "outcome") if row else None

    def remove_alert(self, alert_id: str) -> None:
        """Remove what an alert says and what came of it."""
        self._db.execute("DELETE FROM alert_words WHERE id = ?", (alert_id,))

    def find_damage(self) -> list[str]:
        """Return what SQLite finds wrong with the file; nothing when it is sound."""
        return find_damage(self._db)

    def remove_row(self, table: str, row_id: str, participant_code: str) -> bool:
        """Remove one row of `OWNED_BY_PARTICIPANT` when it is this participant's; tell whether there was one."""
        if table not in OWNED_BY_PARTICIPANT:
            raise ValueError(table)
        query = f"DELETE FROM {table} WHERE id = ? AND participant_code = ?"  # noqa: S608 - one of three names
        return self._db.execute(query, (row_id, participant_code)).rowcount > 0

    def remove_participant(self, code: str) -> int:
        """Remove everything that is held on a participant; return how many rows that was."""
        removed = self._db.execute("DELETE FROM person WHERE id = ?", (code,)).rowcount
        for table in OWNED_BY_PARTICIPANT:
            query = f"DELETE FROM {table} WHERE participant_code = ?"  # noqa: S608 - one of three names
            removed += self._db.execute(query, (code,)).rowcount
        return removed

    def _seal(self, value: str, table: str, row: str, column: str) -> bytes:
        return self._seal_bytes(value.encode(), table, row, column)

    def _seal_bytes(self, value: bytes, table: str, row: str, column: str) -> bytes:
        return seal_field(self._key, value, table=table, row=row, column=column, nonce=self._nonce(NONCE_BYTES))

    def _open(self, row: Row, table: str, column: str) -> str:
        return self._open_bytes(row, table, column).decode()

    def _open_bytes(self, row: Row, table: str, column: str) -> bytes:
        return open_field(self._key, bytes(row[column]), table=table, row=row["id"], column=column)


@contextmanager
def open_vault(project: Project, *, now: datetime, nonce: Callable[[int], bytes] = os.urandom) -> Iterator[Vault]:
    """Open the project's vault for the length of a `with` block, as one transaction; an error takes all back."""
    path = project.folder / "vault.db"
    with _MIGRATING, closing(DirectWriter(path)) as migrator:
        migrate(migrator, as_text(now), package=MIGRATIONS)
    db = open_for_writing(path)
    try:
        db.execute("BEGIN IMMEDIATE")
        try:
            yield Vault(db, project.keys.vault, nonce)
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        db.close()
