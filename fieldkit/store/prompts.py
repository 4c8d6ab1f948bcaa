"""Texts of forms that somebody read aloud; the sounds are in the media folder."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fieldkit.errors import Problem
from fieldkit.store.sqlite import Connection, Row
from fieldkit.store.times import as_text


@dataclass(frozen=True)
class Prompt:
    """One recording of one text.

    Attributes:
        target: where the words stood when they were read.
        text_sha256: of the words.
        sha256, bytes, content_type: of the sound.
        state: received, accepted, refused, or replaced by a later one.
    """

    id: str
    form_id: str
    target: str
    language: str
    text_sha256: str
    sha256: str
    bytes: int
    content_type: str
    received_at: str
    state: str


_SELECT = """SELECT prompt.id, form_id, target, language, text_sha256, prompt.sha256, media.bytes, media.content_type,
  received_at, state FROM prompt JOIN media USING (sha256)"""


def insert_prompt(
    db: Connection,
    *,
    prompt_id: str,
    form_id: str,
    target: str,
    language: str,
    text_sha256: str,
    sha256: str,
    device_id: str,
    now: datetime,
) -> None:
    """Add a recording, whose sound `media` must name already."""
    db.execute(
        "INSERT INTO prompt (id, form_id, target, language, text_sha256, sha256, device_id, received_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (prompt_id, form_id, target, language, text_sha256, sha256, device_id, as_text(now)),
    )


def list_prompts(db: Connection, form_id: str, *, states: Iterable[str]) -> list[Prompt]:
    """Return the recordings of a form in these states, the oldest first."""
    wanted = tuple(states)
    marks = ", ".join("?" * len(wanted))
    rows = db.execute(
        f"{_SELECT} WHERE form_id = ? AND state IN ({marks}) ORDER BY received_at, prompt.id", (form_id, *wanted)
    )
    return [_prompt(row) for row in rows]


def load_prompt(db: Connection, prompt_id: str) -> Prompt:
    """Return a recording.

    Raises:
        Problem: `404.prompt-not-found`.
    """
    row = db.execute(f"{_SELECT} WHERE prompt.id = ?", (prompt_id,)).fetchone()
    if row is None:
        raise Problem("404.prompt-not-found", "There is no such recording.", remedy="Load the page anew.")
    return _prompt(row)


def find_same_prompt(db: Connection, form_id: str, language: str, text_sha256: str, sha256: str) -> Prompt | None:
    """Return the recording that is this very sound of this very text."""
    row = db.execute(
        f"{_SELECT} WHERE form_id = ? AND language = ? AND text_sha256 = ? AND prompt.sha256 = ?",
        (form_id, language, text_sha256, sha256),
    ).fetchone()
    return _prompt(row) if row else None


def replace_prompts(db: Connection, newer: Prompt, *, state: str) -> None:
    """Put aside the other recordings of the same text that are in `state`."""
    db.execute(
        "UPDATE prompt SET state = 'replaced'"
        " WHERE form_id = ? AND language = ? AND text_sha256 = ? AND state = ? AND id <> ?",
        (newer.form_id, newer.language, newer.text_sha256, state, newer.id),
    )


def set_prompt_state(db: Connection, prompt_id: str, state: str, *, account_id: str, now: datetime) -> None:
    """Note what was decided about a recording, and by whom."""
    db.execute(
        "UPDATE prompt SET state = ?, decided_at = ?, decided_by = ? WHERE id = ?",
        (state, as_text(now), account_id, prompt_id),
    )


def _prompt(row: Row) -> Prompt:
    return Prompt(**dict(row))
