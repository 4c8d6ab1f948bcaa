"""What a submission means to the kit, read from its answers by the roles of their questions. Pure."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from fieldkit.forms.instance import Answer
from fieldkit.forms.model import Question, Role
from fieldkit.store.contacts import ContactFacts, Rating
from fieldkit.store.times import as_text, from_text

GIVEN = frozenset({"yes", "true", "1", "ok"})
"""Answers that give consent; `OK` is what an acknowledgement writes. Everything else that was answered refuses it."""

CONTACT_ROLES = frozenset(
    {
        Role.PLACE,
        Role.PLACE_KIND,
        Role.SCENARIO,
        Role.CHANNEL,
        Role.OUTCOME,
        Role.CRITERION,
        Role.CONTACT_STARTED,
        Role.CONTACT_ENDED,
        Role.CONTACT_WRITTEN,
    }
)
"""A form with a question of one of these describes a contact."""


@dataclass(frozen=True)
class Derived:
    """The rows that follow from one submission.

    Attributes:
        participant_code: whose it is, or None.
        consents: scope and whether it was given, for each scope that was answered.
        consented_at: when that was said on the device's clock, never later than the receipt; stored text. Of a
            correction it is the first version's.
        contact: what it says of a contact, or None for forms without one.
        ratings: its ratings, in the form's order.
    """

    participant_code: str | None
    consents: tuple[tuple[str, bool], ...]
    consented_at: str
    contact: ContactFacts | None
    ratings: tuple[Rating, ...]


def derive(questions: Sequence[Question], answers: Iterable[Answer], *, now: datetime) -> Derived:
    """Read the rows that follow from a submission's answers; `now` is the moment of receipt."""
    answered = [answer for answer in answers if answer.value.strip()]
    by_role: dict[Role, str] = {}
    for answer in answered:
        if answer.question.role:
            by_role.setdefault(answer.question.role.role, answer.value.strip())
    roles = {question.role.role for question in questions if question.role}
    is_contact = bool(roles & CONTACT_ROLES)
    return Derived(
        participant_code=participant_code(by_role.get(Role.PARTICIPANT, "")),
        consents=_consents(answered),
        consented_at=_said_at(answered, now),
        contact=_contact(by_role) if is_contact else None,
        ratings=_ratings(answered) if is_contact else (),
    )


def corrected(derived: Derived, first: Derived, questions: Sequence[Question]) -> Derived:
    """Return what a correction means, given what the first version of its record meant.

    Corrections rewrite a record's `end`. What people agreed to was said in the first version all the same, before
    whatever they said later, and a contact was written down then; where a question asks when, its answer counts.
    """
    derived = replace(derived, consented_at=first.consented_at)
    written = first.contact.written_at if first.contact else None
    if derived.contact is None or written is None or _is_asked_when_written(questions):
        return derived
    delay = _minutes_between(derived.contact.ended_at, written)
    return replace(derived, contact=replace(derived.contact, written_at=written, delay_minutes=delay))


def participant_code(text: str) -> str | None:
    """Return the code as it is kept, in capitals and without the spaces that people add; None when there is none."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper() or None


def moment_in(text: str) -> datetime | None:
    """Return the moment that a date-time answer names; None for anything else (a date or a time alone is no moment)."""
    if "T" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _is_asked_when_written(questions: Iterable[Question]) -> bool:
    return any(each.role and each.role.role is Role.CONTACT_WRITTEN and each.kind == "datetime" for each in questions)


def _consents(answers: Iterable[Answer]) -> tuple[tuple[str, bool], ...]:
    said: dict[str, bool] = {}
    for answer in answers:
        role = answer.question.role
        if role and role.role is Role.CONSENT and role.scope:
            given = answer.value.strip().casefold() in GIVEN
            said[role.scope] = given and said.get(role.scope, True)  # asked twice, one refusal is a refusal
    return tuple(said.items())


def _said_at(answers: Iterable[Answer], now: datetime) -> str:
    moments = {
        answer.question.kind: moment
        for answer in answers
        if answer.question.kind in ("start", "end") and (moment := moment_in(answer.value.strip()))
    }
    return as_text(min(now, moments.get("end") or moments.get("start") or now))


def _contact(by_role: dict[Role, str]) -> ContactFacts:
    started, ended, written = (
        _stored_moment(by_role.get(role, ""))
        for role in (Role.CONTACT_STARTED, Role.CONTACT_ENDED, Role.CONTACT_WRITTEN)
    )
    return ContactFacts(
        place_code=by_role.get(Role.PLACE),
        place_kind=by_role.get(Role.PLACE_KIND),
        scenario_code=by_role.get(Role.SCENARIO),
        channel=by_role.get(Role.CHANNEL),
        outcome=by_role.get(Role.OUTCOME),
        started_at=started,
        ended_at=ended,
        written_at=written,
        delay_minutes=_minutes_between(ended, written),
    )


def _stored_moment(text: str) -> str | None:
    moment = moment_in(text)
    return as_text(moment) if moment else None


def _minutes_between(ended: str | None, written: str | None) -> float | None:
    return (from_text(written) - from_text(ended)).total_seconds() / 60 if written and ended else None


def _ratings(answers: Sequence[Answer]) -> tuple[Rating, ...]:
    reasons = {(answer.path, answer.position): answer.value.strip() for answer in answers}
    ratings: dict[str, Rating] = {}
    for answer in answers:
        role = answer.question.role
        if role and role.role is Role.CRITERION:
            criterion = answer.question.name
            reason = reasons.get((f"{answer.path}_reason", answer.position))
            ratings.setdefault(criterion, Rating(criterion, _number(answer.value), reason))
    return tuple(ratings.values())


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None  # NaN and infinities compare false
