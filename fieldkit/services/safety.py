"""Whom researchers call when it is not safe, and who looks after worries about people."""

from dataclasses import dataclass, replace
from datetime import datetime

from fieldkit.config import SafeguardingSettings, SafetySettings, save_settings
from fieldkit.errors import Problem
from fieldkit.services.phones import checked_phone
from fieldkit.store.accounts import find_account
from fieldkit.store.events import record_event
from fieldkit.store.project import Project

LONGEST_WORDS, LONGEST_NAME, MOST_HOURS = 300, 100, 168


@dataclass(frozen=True)
class SafetyForm:
    """What is asked, as it was typed; all but the hours may be empty.

    Attributes:
        number: whom to call when it is not safe.
        words: who answers there.
        lead_name: of the safeguarding lead, as tablets show it.
        lead_number: under which tablets say to call them.
        lead_account: the lead's account at the desk.
        hours: after which an alert that nobody acknowledged goes to every coordinator.
    """

    number: str
    words: str
    lead_name: str
    lead_number: str
    lead_account: str
    hours: str


def change_safety(project: Project, wanted: SafetyForm, *, actor: str, now: datetime) -> None:
    """Write new settings to `fieldkit.toml` and use them from now on.

    Raises:
        Problem: `422.phone`, `422.too-long`, `422.lead` or `422.hours`, with the field as its place.
    """
    safety = SafetySettings(
        number=checked_phone(wanted.number, "safety_number"),
        words=_short(wanted.words, LONGEST_WORDS, "safety_words"),
    )
    safeguarding = SafeguardingSettings(
        name=_short(wanted.lead_name, LONGEST_NAME, "safeguarding_name"),
        number=checked_phone(wanted.lead_number, "safeguarding_number"),
        account=_coordinator(project, wanted.lead_account),
        hours=_hours(wanted.hours),
    )
    settings = replace(project.settings, safety=safety, safeguarding=safeguarding)
    save_settings(project.folder, settings)
    project.settings = settings
    detail = {"lead": safeguarding.account, "hours": safeguarding.hours}
    project.write(
        lambda db: record_event(db, now=now, actor=actor, kind="settings.changed", subject="project", detail=detail)
    )


def _short(text: str, longest: int, where: str) -> str:
    text = " ".join(text.split())
    if len(text) > longest:
        raise Problem("422.too-long", "This is too long for a tablet's screen.", where=where, remedy="Shorten it.")
    return text


def _coordinator(project: Project, account_id: str) -> str:
    if not account_id:
        return ""
    with project.read() as db:
        account = find_account(db, account_id)
    if account is None or account.role != "coordinator" or account.disabled_at:
        raise Problem(
            "422.lead",
            "The safeguarding lead must be a coordinator with an open account.",
            where="safeguarding_account",
            remedy="Choose one from the list.",
        )
    return account_id


def _hours(text: str) -> int:
    if not text.strip().isdecimal() or not 1 <= int(text) <= MOST_HOURS:
        raise Problem(
            "422.hours",
            "This is not a number of hours.",
            where="safeguarding_hours",
            remedy=f"Write a whole number from 1 to {MOST_HOURS}.",
        )
    return int(text)
