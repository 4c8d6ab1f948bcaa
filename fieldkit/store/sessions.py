"""Sign-in sessions and the attempts that led to them. Tokens, addresses and clients are kept as hashes only."""

from datetime import datetime

from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text


def insert_session(db: Connection, *, token_hash: str, account_id: str, now: datetime, expires: datetime) -> None:
    """Store a new session and forget those that have run out."""
    db.execute("DELETE FROM session WHERE expires_at <= ?", (as_text(now),))
    db.execute(
        "INSERT INTO session (token_hash, account_id, created_at, expires_at) VALUES (?,?,?,?)",
        (token_hash, account_id, as_text(now), as_text(expires)),
    )


def find_session_account(db: Connection, token_hash: str, *, now: datetime) -> str | None:
    """Return the id of the open account whose running session this is."""
    row = db.execute(
        "SELECT account_id FROM session JOIN account ON account.id = account_id"
        " WHERE token_hash = ? AND expires_at > ? AND disabled_at IS NULL",
        (token_hash, as_text(now)),
    ).fetchone()
    return str(row["account_id"]) if row else None


def delete_session(db: Connection, token_hash: str) -> None:
    """End one session."""
    db.execute("DELETE FROM session WHERE token_hash = ?", (token_hash,))


def delete_sessions_of(db: Connection, account_id: str) -> None:
    """End every session of an account."""
    db.execute("DELETE FROM session WHERE account_id = ?", (account_id,))


def insert_attempt(db: Connection, *, account_key: str, client_key: str, now: datetime) -> int:
    """Note an attempt as failed until it has succeeded; return its number."""
    cursor = db.execute(
        "INSERT INTO sign_in_attempt (account_key, client_key, at, succeeded) VALUES (?,?,?,0)",
        (account_key, client_key, as_text(now)),
    )
    assert cursor.lastrowid is not None  # noqa: S101 - an INSERT always has one
    return cursor.lastrowid


def mark_attempt_succeeded(db: Connection, attempt_id: int) -> None:
    """Note that an attempt led to a session."""
    db.execute("UPDATE sign_in_attempt SET succeeded = 1 WHERE id = ?", (attempt_id,))


def failed_attempts(db: Connection, *, account_key: str, client_key: str, since: datetime) -> tuple[int, int]:
    """Return how many attempts failed since then: for the account since its last success, and from the client."""
    moment = as_text(since)
    of_account = db.execute(
        "SELECT count(*) FROM sign_in_attempt WHERE account_key = ?1 AND at > ?2 AND succeeded = 0 AND id >"
        " coalesce((SELECT max(id) FROM sign_in_attempt WHERE account_key = ?1 AND succeeded = 1), 0)",
        (account_key, moment),
    ).fetchone()[0]
    of_client = db.execute(
        "SELECT count(*) FROM sign_in_attempt WHERE client_key = ? AND at > ? AND succeeded = 0",
        (client_key, moment),
    ).fetchone()[0]
    return int(of_account), int(of_client)


def forget_attempts(db: Connection, *, before: datetime) -> None:
    """Forget attempts that no limit looks at any more."""
    db.execute("DELETE FROM sign_in_attempt WHERE at <= ?", (as_text(before),))
