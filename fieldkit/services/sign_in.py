"""Signing in and out, and changing one's password; attempts are counted before they are tried.

Failures close an account for a while, and an address from which many come. Whoever wants to lock others out could use
that, and behind a proxy everybody may seem to have one address. So a browser in which somebody signed in before holds a
proof of it, and its attempts at that account are counted for themselves.
"""

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta

from fieldkit.errors import Problem
from fieldkit.services.passwords import hash_password, password_fits, require_good_password
from fieldkit.store import accounts, sessions
from fieldkit.store.accounts import Account
from fieldkit.store.events import record_event
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Connection

SESSION_LENGTH = timedelta(hours=12)
ATTEMPTS_WINDOW = timedelta(minutes=15)
ATTEMPTS_PER_ACCOUNT = 10
ATTEMPTS_PER_CLIENT = 50


def sign_in(
    project: Project, *, email: str, password: str, client: str, now: datetime, token: str, proof: str = ""
) -> Account:
    """Start a session under `token` (a fresh secret of at least 256 bits) for the account with this address.

    Args:
        project: the open project.
        email: as it was typed.
        password: as it was typed.
        client: the address from which the attempt comes.
        now: the moment.
        token: the session's.
        proof: what `browser_proof` gave this browser when the account was signed in there before.

    Raises:
        Problem: `401.sign-in` when the two do not fit together; `429.sign-in` after too many failures.
    """
    email = email.strip()
    account_key, client_key = _attempt_keys(project, email, client, proof)
    attempt = project.write(lambda db: _begin_attempt(db, account_key, client_key, now))
    with project.read() as db:
        found = accounts.find_open_account_by_email(db, email)
    if not password_fits(password, found[1] if found else None) or found is None:
        raise Problem(
            "401.sign-in",
            "The address and the password do not fit together.",
            remedy="Check both; capital and small letters of the password count.",
        )
    account = found[0]
    project.write(lambda db: _start_session(db, account, token, now=now, attempt=attempt))
    return account


def browser_proof(project: Project, account: Account, nonce: str) -> str:
    """Return what a browser keeps to show later that this account was signed in there; `nonce` is fresh and random."""
    return f"{nonce}.{_key(project, f'browser {nonce}', account.email.casefold())}"


def _attempt_keys(project: Project, email: str, client: str, proof: str) -> tuple[str, str]:
    """Return under what an attempt is counted: the account and the client, or a known browser alone."""
    nonce, _dot, mark = proof.partition(".")
    if hmac.compare_digest(mark.encode(), _key(project, f"browser {nonce}", email.casefold()).encode()):
        browser = _key(project, "known browser", proof)
        return browser, browser
    return _key(project, "account", email.casefold()), _key(project, "client", _network(client))


def _network(client: str) -> str:
    """Return the address, or of IPv6 the network of which one household or machine holds all addresses."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((int(address), 64), strict=False))


def account_of_session(project: Project, token: str, *, now: datetime) -> Account | None:
    """Return the account whose running session has this token."""
    with project.read() as db:
        account_id = sessions.find_session_account(db, _hash(token), now=now)
        return accounts.find_account(db, account_id) if account_id else None


def sign_out(project: Project, *, token: str, account: Account, now: datetime) -> None:
    """End the session with this token."""

    def work(db: Connection) -> None:
        sessions.delete_session(db, _hash(token))
        record_event(db, now=now, actor=_actor(account), kind="account.signed-out", subject=_actor(account))

    project.write(work)


def change_password(project: Project, *, account: Account, current: str, new: str, now: datetime, token: str) -> None:
    """Replace a password, end every session of the account and start a new one under `token`.

    Raises:
        Problem: `403.password` when the current one is wrong; `429.sign-in` after too many failures, at the door or
            here; `422.…` when the new one cannot be used.
    """
    require_good_password(new)
    account_key = _key(project, "account", account.email.casefold())
    attempt = project.write(lambda db: _begin_attempt(db, account_key, _key(project, "own", account.id), now))
    with project.read() as db:
        password_hash = accounts.password_hash_of(db, account.id)
    if not password_fits(current, password_hash):
        raise Problem(
            "403.password", "The current password is not right.", where="current", remedy="Type it once more."
        )
    replacement = hash_password(new)

    def work(db: Connection) -> None:
        sessions.mark_attempt_succeeded(db, attempt)
        accounts.set_password_hash(db, account.id, replacement)
        sessions.delete_sessions_of(db, account.id)
        sessions.insert_session(
            db, token_hash=_hash(token), account_id=account.id, now=now, expires=now + SESSION_LENGTH
        )
        record_event(db, now=now, actor=_actor(account), kind="account.password-changed", subject=_actor(account))

    project.write(work)


def _begin_attempt(db: Connection, account_key: str, client_key: str, now: datetime) -> int:
    """Count before trying and note the attempt in the same transaction, so that a burst cannot slip through."""
    sessions.forget_attempts(db, before=now - ATTEMPTS_WINDOW)
    of_account, of_client = sessions.failed_attempts(
        db, account_key=account_key, client_key=client_key, since=now - ATTEMPTS_WINDOW
    )
    if of_account >= ATTEMPTS_PER_ACCOUNT or of_client >= ATTEMPTS_PER_CLIENT:
        raise Problem(
            "429.sign-in",
            "There were too many failed attempts to sign in.",
            remedy="Wait a quarter of an hour, then try again.",
        )
    return sessions.insert_attempt(db, account_key=account_key, client_key=client_key, now=now)


def _start_session(db: Connection, account: Account, token: str, *, now: datetime, attempt: int) -> None:
    sessions.mark_attempt_succeeded(db, attempt)
    sessions.insert_session(db, token_hash=_hash(token), account_id=account.id, now=now, expires=now + SESSION_LENGTH)
    record_event(db, now=now, actor=_actor(account), kind="account.signed-in", subject=_actor(account))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _key(project: Project, purpose: str, value: str) -> str:
    return hmac.new(project.keys.sessions, f"{purpose} {value}".encode(), hashlib.sha256).hexdigest()


def _actor(account: Account) -> str:
    return f"account:{account.id}"
