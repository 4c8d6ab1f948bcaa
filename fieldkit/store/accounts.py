"""Accounts of people who sign in, and the invitations by which they come."""

from dataclasses import dataclass
from datetime import datetime

from fieldkit.store.sqlite import Connection, Row
from fieldkit.store.times import as_text

ID_LENGTH = 16


@dataclass(frozen=True)
class Account:
    """Someone who may sign in.

    Attributes:
        role: `coordinator` or `partner`.
        language: the language in which the interface speaks to them (BCP 47).
        disabled_at: when the account was closed, or None while it is open.
    """

    id: str
    name: str
    email: str
    role: str
    language: str
    created_at: str
    disabled_at: str | None


@dataclass(frozen=True)
class Invitation:
    """A one-time link that waits for somebody; only the hash of its token is kept."""

    token_hash: str
    name: str
    email: str
    role: str
    language: str
    invited_by: str | None
    expires_at: str

    @property
    def id(self) -> str:
        """Names the invitation in lists and in the log; it opens nothing."""
        return self.token_hash[:ID_LENGTH]


def insert_account(db: Connection, account: Account, *, password_hash: str) -> None:
    """Store a new account.

    Raises:
        IntegrityError: when its address is taken.
    """
    db.execute(
        "INSERT INTO account (id, name, email, role, language, password_hash, created_at) VALUES (?,?,?,?,?,?,?)",
        (
            account.id,
            account.name,
            account.email,
            account.role,
            account.language,
            password_hash,
            account.created_at,
        ),
    )


def find_account(db: Connection, account_id: str) -> Account | None:
    """Return the account with this id, open or closed."""
    row = db.execute("SELECT * FROM account WHERE id = ?", (account_id,)).fetchone()
    return _account(row) if row else None


def find_open_account_by_email(db: Connection, email: str) -> tuple[Account, str] | None:
    """Return the open account with this address and its password hash."""
    row = db.execute("SELECT * FROM account WHERE email = ? AND disabled_at IS NULL", (email,)).fetchone()
    return (_account(row), str(row["password_hash"])) if row else None


def email_is_taken(db: Connection, email: str) -> bool:
    """Tell whether an account, open or closed, has this address."""
    return db.execute("SELECT 1 FROM account WHERE email = ?", (email,)).fetchone() is not None


def password_hash_of(db: Connection, account_id: str) -> str:
    """Return the password hash of an existing account."""
    return str(db.execute("SELECT password_hash FROM account WHERE id = ?", (account_id,)).fetchone()[0])


def list_accounts(db: Connection) -> list[Account]:
    """Return every account, open ones first, by name."""
    return [_account(row) for row in db.execute("SELECT * FROM account ORDER BY disabled_at IS NOT NULL, name")]


def names_of_accounts(db: Connection) -> dict[str, str]:
    """Return the name of every account by its id."""
    return {row["id"]: row["name"] for row in db.execute("SELECT id, name FROM account")}


def has_coordinator(db: Connection) -> bool:
    """Tell whether anybody can run the project yet."""
    return db.execute("SELECT 1 FROM account WHERE role = 'coordinator'").fetchone() is not None


def count_open_coordinators(db: Connection) -> int:
    """Return how many coordinators can sign in."""
    row = db.execute("SELECT count(*) FROM account WHERE role = 'coordinator' AND disabled_at IS NULL").fetchone()
    return int(row[0])


def set_password_hash(db: Connection, account_id: str, password_hash: str) -> None:
    """Replace the password hash of an account."""
    db.execute("UPDATE account SET password_hash = ? WHERE id = ?", (password_hash, account_id))


def set_language(db: Connection, account_id: str, language: str) -> None:
    """Change the language in which the interface speaks to someone."""
    db.execute("UPDATE account SET language = ? WHERE id = ?", (language, account_id))


def disable_account(db: Connection, account_id: str, *, now: datetime) -> None:
    """Close an account; it stays, because what it did stays."""
    db.execute("UPDATE account SET disabled_at = ? WHERE id = ?", (as_text(now), account_id))


def insert_invitation(db: Connection, invitation: Invitation, *, now: datetime) -> None:
    """Store a new invitation."""
    db.execute(
        "INSERT INTO invitation (token_hash, name, email, role, language, invited_by, created_at, expires_at)"
        " VALUES (?,?,?,?,?,?,?,?)",
        (
            invitation.token_hash,
            invitation.name,
            invitation.email,
            invitation.role,
            invitation.language,
            invitation.invited_by,
            as_text(now),
            invitation.expires_at,
        ),
    )


def find_invitation(db: Connection, token_hash: str, *, now: datetime) -> Invitation | None:
    """Return the invitation with this token's hash while it is unused and in time."""
    row = db.execute(
        "SELECT * FROM invitation WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?",
        (token_hash, as_text(now)),
    ).fetchone()
    return _invitation(row) if row else None


def list_open_invitations(db: Connection, *, now: datetime) -> list[Invitation]:
    """Return the invitations that still wait, by name."""
    rows = db.execute(
        "SELECT * FROM invitation WHERE used_at IS NULL AND expires_at > ? ORDER BY name", (as_text(now),)
    )
    return [_invitation(row) for row in rows]


def end_invitations(
    db: Connection, *, now: datetime, invitation_id: str | None = None, invited_by: str | None = None
) -> int:
    """Let the waiting invitation with this id, or all of one inviter, run out now; return how many did."""
    cursor = db.execute(
        "UPDATE invitation SET expires_at = ?1 WHERE used_at IS NULL AND expires_at > ?1"
        " AND (substr(token_hash, 1, ?2) = ?3 OR invited_by = ?4)",
        (as_text(now), ID_LENGTH, invitation_id, invited_by),
    )
    return cursor.rowcount


def use_invitation(db: Connection, token_hash: str, *, now: datetime) -> None:
    """Mark an invitation as used; its link opens nothing any more."""
    db.execute("UPDATE invitation SET used_at = ? WHERE token_hash = ?", (as_text(now), token_hash))


def _account(row: Row) -> Account:
    return Account(
        id=row["id"],
        name=row["name"],
        email=row["email"],
        role=row["role"],
        language=row["language"],
        created_at=row["created_at"],
        disabled_at=row["disabled_at"],
    )


def _invitation(row: Row) -> Invitation:
    return Invitation(
        token_hash=row["token_hash"],
        name=row["name"],
        email=row["email"],
        role=row["role"],
        language=row["language"],
        invited_by=row["invited_by"],
        expires_at=row["expires_at"],
    )
