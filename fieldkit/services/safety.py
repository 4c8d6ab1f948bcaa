"""Whom researchers call when it is not safe, and who looks after worries about people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from fieldkit.config import RetentionSettings, SafeguardingSettings, SafetySettings, save_settings
from fieldkit.errors import Problem
from fieldkit.services.phones import checked_phone
from fieldkit.store.accounts import find_account
from fieldkit.store.events import record_event
from fieldkit.store.project import Project

LONGEST_WORDS, LONGEST_NAME, MOST_HOURS, MOST_DAYS = 300, 100, 168, 36_500


@dataclass(frozen=True)
class SafetyForm:
    """What is asked, as it was typed; all but the hours may be empty.

    Attributes:
        number: whom to call when it is not safe.
        words: who answers there, in the project's languages; that of the first is shown where one has none.
        lead_name: of the safeguarding lead, as tablets show it.
        lead_number: under which tablets say to call them.
        lead_account: the lead's account at the desk.
        hours: after which an alert that nobody acknowledged goes to every coordinator.
        alert_days: after which a closed alert is due to be erased.
        addition_days: after which an addition to a decided record is due to be erased.
    """

    number: str
    words: Mapping[str, str]
    lead_name: str
    lead_number: str
    lead_account: str
    hours: str
    alert_days: str = ""
    addition_days: str = ""


def change_safety(project: Project, wanted: SafetyForm, *, actor: str, now: datetime) -> None:
    """Write new settings to `fieldkit.toml` and use them from now on.

    Raises:
        Problem: `422.phone`, `422.too-long`, `422.lead`, `422.hours` or `422.days`, with the field as its place.
    """
    words_in = {
        language: short
        for language, text in wanted.words.items()
        if (short := _short(text, LONGEST_WORDS, f"safety_words_{language}"))
    }
    safety = SafetySettings(
        number=checked_phone(wanted.number, "safety_number"),
        words=words_in.get(project.settings.languages[0]) or next(iter(words_in.values()), ""),
        words_in=words_in,
    )
    safeguarding = SafeguardingSettings(
        name=_short(wanted.lead_name, LONGEST_NAME, "safeguarding_name"),
        number=checked_phone(wanted.lead_number, "safeguarding_number"),
        account=_coordinator(project, wanted.lead_account),
        hours=_hours(wanted.hours),
    )
    retention = RetentionSettings(
        alert_days=_days(wanted.alert_days, "alert_days"), addition_days=_days(wanted.addition_days, "addition_days")
    )
    settings = replace(project.settings, safety=safety, safeguarding=safeguarding, retention=retention)
    save_settings(project.folder, settings)
    project.settings = settings
    detail = {"lead": safeguarding.account, "hours": safeguarding.hours, **vars(retention)}
    project.write(
        lambda db: record_event(db, now=now, actor=actor, kind="settings.changed", subject="project", detail=detail)
    )


def safety_words(project: Project, language: str) -> str:
    """Return who answers, as it was written for one language of the project."""
    safety = project.settings.safety
    is_default = language == project.settings.languages[0]
    return safety.words_in.get(language) or (safety.words if is_default and not safety.words_in else "")


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


def _days(text: str, where: str) -> int:
    text = text.strip()
    if text and (not text.isdecimal() or int(text) > MOST_DAYS):
        raise Problem(
            "422.days",
            "This is not a number of days.",
            where=where,
            remedy="Write a whole number, or leave the field empty until your study has decided.",
        )
    return int(text or 0)
