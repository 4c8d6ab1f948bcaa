"""Accounts: the first coordinator, invitations, languages, closing."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldkit.errors import Problem
from fieldkit.services.create import setup_code_fits
from fieldkit.services.passwords import hash_password, require_good_password
from fieldkit.store import accounts, sessions
from fieldkit.store.accounts import Account, Invitation
from fieldkit.store.events import record_event
from fieldkit.store.project import Project
from fieldkit.store.reviews import hand_over_records
from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text

INVITATION_LENGTH = timedelta(days=7)
NAME_LENGTH = 200


@dataclass(frozen=True)
class NewAccount:
    """What somebody writes about themselves to get an account."""

    name: str
    email: str
    role: str
    language: str
    password: str


def create_account(project: Project, new: NewAccount, *, actor: str, now: datetime, account_id: str) -> Account:
    """Make an account.

    Raises:
        Problem: `422.…` when a name, an address or a password cannot be used; `409.email-taken`.
    """
    account, password_hash = _prepared(new, now=now, account_id=account_id)
    project.write(lambda db: _store_account(db, account, password_hash, actor=actor, now=now))
    return account


def needs_setup(project: Project) -> bool:
    """Tell whether the project still waits for its first coordinator."""
    with project.read() as db:
        return not accounts.has_coordinator(db)


def require_setup_code(project: Project, code: str) -> None:
    """Let nobody but the holder of the code set the project up, and only once.

    Raises:
        Problem: `409.already-set-up` or `403.setup-code`.
    """
    if not needs_setup(project):
        raise _already_set_up()
    if not setup_code_fits(project.keys, code):
        raise Problem(
            "403.setup-code",
            "This link does not open the project.",
            remedy="Use the whole link that fieldkit serve printed when it started.",
        )


def create_first_coordinator(
    project: Project, new: NewAccount, *, code: str, now: datetime, account_id: str
) -> Account:
    """Make the account with which everything else begins.

    Raises:
        Problem: as `require_setup_code` and `create_account`.
    """
    require_setup_code(project, code)
    account, password_hash = _prepared(new, now=now, account_id=account_id)

    def work(db: Connection) -> None:
        if accounts.has_coordinator(db):
            raise _already_set_up()
        _store_account(db, account, password_hash, actor=f"account:{account_id}", now=now)

    project.write(work)
    return account


def choose_language(project: Project, *, account: Account, language: str) -> None:
    """Remember the language in which the interface speaks to someone."""
    project.write(lambda db: accounts.set_language(db, account.id, language))


def list_accounts(project: Project) -> list[Account]:
    """Return every account, open ones first, by name."""
    with project.read() as db:
        return accounts.list_accounts(db)


def close_account(project: Project, *, account_id: str, actor: Account, now: datetime) -> None:
    """Close an account, end its sessions and its invitations; what it did stays, what it owned goes to `actor`.

    Raises:
        Problem: `404.account`; `409.last-coordinator` when nobody would be left to run the project.
    """

    def work(db: Connection) -> None:
        account = accounts.find_account(db, account_id)
        if account is None or account.disabled_at:
            raise Problem("404.account", "There is no such open account.", remedy="Reload the list of people.")
        if account.role == "coordinator" and accounts.count_open_coordinators(db) == 1:
            raise Problem(
                "409.last-coordinator",
                "This is the only coordinator.",
                remedy="Invite another coordinator first.",
            )
        accounts.disable_account(db, account_id, now=now)
        ended = accounts.end_invitations(db, now=now, invited_by=account_id)
        sessions.delete_sessions_of(db, account_id)
        handed_over = hand_over_records(db, from_id=account_id, to_id=actor.id)
        detail = {"records_handed_over": handed_over, "invitations_ended": ended}
        subject = f"account:{account_id}"
        record_event(db, now=now, actor=_actor(actor), kind="account.closed", subject=subject, detail=detail)

    project.write(work)


def invite(
    project: Project, *, name: str, email: str, role: str, language: str, actor: Account, now: datetime, token: str
) -> Invitation:
    """Prepare a one-time link, valid for seven days, by which somebody makes their own account.

    Raises:
        Problem: `422.…` when a name, a role or an address cannot be used; `409.email-taken`.
    """
    invitation = Invitation(
        token_hash=token_hash(token),
        name=_good_name(name),
        email=_good_email(email),
        role=_good_role(role),
        language=language,
        invited_by=actor.id,
        expires_at=as_text(now + INVITATION_LENGTH),
    )

    def work(db: Connection) -> None:
        if accounts.email_is_taken(db, invitation.email):
            raise _email_taken()
        accounts.insert_invitation(db, invitation, now=now)
        subject = f"invitation:{invitation.id}"
        record_event(db, now=now, actor=_actor(actor), kind="account.invited", subject=subject, detail={"role": role})

    project.write(work)
    return invitation


def list_open_invitations(project: Project, *, now: datetime) -> list[Invitation]:
    """Return the invitations that still wait, by name."""
    with project.read() as db:
        return accounts.list_open_invitations(db, now=now)


def take_invitation_back(project: Project, *, invitation_id: str, actor: str, now: datetime) -> None:
    """Let an invitation run out now, so that its link opens nothing any more.

    Raises:
        Problem: `404.invitation` when it was used, has run out or never was.
    """

    def work(db: Connection) -> None:
        if not accounts.end_invitations(db, now=now, invitation_id=invitation_id):
            raise _no_invitation()
        subject = f"invitation:{invitation_id}"
        record_event(db, now=now, actor=actor, kind="account.invitation-ended", subject=subject)

    project.write(work)


def invitation_for(project: Project, token: str, *, now: datetime) -> Invitation:
    """Return the invitation that a link stands for.

    Raises:
        Problem: `404.invitation` when it was used, has run out or never was.
    """
    with project.read() as db:
        invitation = accounts.find_invitation(db, token_hash(token), now=now)
    if invitation is None:
        raise _no_invitation()
    return invitation


def accept_invitation(
    project: Project, *, token: str, name: str, password: str, now: datetime, account_id: str
) -> Account:
    """Make the account that an invitation promised; the link is used up.

    Raises:
        Problem: as `invitation_for` and `create_account`.
    """
    invitation = invitation_for(project, token, now=now)
    new = NewAccount(name, invitation.email, invitation.role, invitation.language, password)
    account, password_hash = _prepared(new, now=now, account_id=account_id)

    def work(db: Connection) -> None:
        if accounts.find_invitation(db, invitation.token_hash, now=now) is None:
            raise _no_invitation()
        accounts.use_invitation(db, invitation.token_hash, now=now)
        _store_account(db, account, password_hash, actor=f"account:{account_id}", now=now)

    project.write(work)
    return account


def _prepared(new: NewAccount, *, now: datetime, account_id: str) -> tuple[Account, str]:
    account = Account(
        id=account_id,
        name=_good_name(new.name),
        email=_good_email(new.email),
        role=_good_role(new.role),
        language=new.language,
        created_at=as_text(now),
        disabled_at=None,
    )
    require_good_password(new.password)
    return account, hash_password(new.password)


def _store_account(db: Connection, account: Account, password_hash: str, *, actor: str, now: datetime) -> None:
    if accounts.email_is_taken(db, account.email):
        raise _email_taken()
    accounts.insert_account(db, account, password_hash=password_hash)
    if account.role == "coordinator":
        hand_over_records(db, from_id=None, to_id=account.id)  # what came in before anybody was there
    detail = {"role": account.role}
    record_event(db, now=now, actor=actor, kind="account.created", subject=_actor(account), detail=detail)


def _good_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH:
        raise Problem("422.name", "A name is needed.", where="name", remedy="Write the name as people say it.")
    return name


def _good_email(email: str) -> str:
    email = email.strip()
    local, at, domain = email.rpartition("@")
    if not (local and at and domain) or any(letter.isspace() for letter in email) or len(email) > NAME_LENGTH:
        raise Problem(
            "422.email",
            "This is not an e-mail address.",
            where="email",
            remedy="Write it like name@example.org.",
        )
    return email


def _good_role(role: str) -> str:
    if role not in ("coordinator", "partner"):
        raise Problem("422.role", "This role does not exist.", where="role", remedy="Choose coordinator or partner.")
    return role


def _actor(account: Account) -> str:
    return f"account:{account.id}"


def _email_taken() -> Problem:
    return Problem(
        "409.email-taken", "There already is an account with this address.", where="email", remedy="Use another one."
    )


def _already_set_up() -> Problem:
    return Problem("409.already-set-up", "This project is already set up.", remedy="Sign in.")


def _no_invitation() -> Problem:
    return Problem(
        "404.invitation",
        "This invitation was already used, or has run out.",
        remedy="Ask the coordinator for a new one.",
    )


def token_hash(token: str) -> str:
    """Return what is kept of a secret link."""
    return hashlib.sha256(token.encode()).hexdigest()
