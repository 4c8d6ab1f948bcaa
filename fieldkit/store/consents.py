"""Consent, scope by scope, as the submissions carry it."""

from collections.abc import Iterable

from fieldkit.store.sqlite import Connection

COUNTS = (
    "(consent.given = 0 OR consent.submission_id IS NULL OR EXISTS (SELECT 1 FROM submission said"
    " WHERE said.id = consent.submission_id AND said.state = 'approved' AND said.complete = 1"
    " AND said.superseded_by IS NULL))"
)
"""Which rows of `consent` say something: every no, and each yes whose record somebody approved as it stands. A yes in
a record that was rejected, sent back or not looked at yet may be somebody else's, and must not undo a no."""


def insert_consents(
    db: Connection,
    submission_id: int,
    *,
    participant_code: str | None,
    notice_version: str | None,
    scopes: Iterable[tuple[str, bool]],
    at: str,
) -> None:
    """Note what a submission says about each scope; `at` is the moment it was said, as stored text."""
    db.executemany(
        "INSERT INTO consent (submission_id, participant_code, scope, given, notice_version, at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [(submission_id, participant_code, scope, given, notice_version, at) for scope, given in scopes],
    )


def delete_consents_of_submission(db: Connection, submission_id: int) -> None:
    """Forget what was derived from this submission."""
    db.execute("DELETE FROM consent WHERE submission_id = ?", (submission_id,))
