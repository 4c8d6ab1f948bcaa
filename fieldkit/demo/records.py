"""Planned contacts and interviews as records on published forms; half are sent sealed, half as OpenRosa clients do."""

import os
import random
import uuid
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace

from fieldkit.demo.blank import Blank
from fieldkit.demo.contacts import PlannedContact, plan_contacts
from fieldkit.demo.interviews import PlannedInterview, plan_interviews
from fieldkit.demo.pictures import draw_door
from fieldkit.demo.wire import OpenRosaClient, Record, TabletClient
from fieldkit.sealing.seal import PlainFile
from fieldkit.services.enrol import Enrolment

SEED = 1962
NAMESPACE = uuid.UUID("6c1d5f0e-2a6b-5d0c-9a53-0d8f7d1b8f10")


def stable_id(name: str) -> str:
    """Return the id that `name` has in every demonstration."""
    return str(uuid.uuid5(NAMESPACE, name))


def wave_one() -> tuple[list[PlannedContact], list[PlannedInterview]]:
    """Return the 96 contacts and 60 interviews of wave 1, the same every time."""
    return plan_contacts(random.Random(SEED)), plan_interviews(random.Random(SEED + 1))


def later_arrivals() -> tuple[PlannedContact, tuple[PlannedInterview, PlannedInterview]]:
    """Return what came after wave 1, so that the desk has something to decide: one contact and two interviews."""
    contact = plan_contacts(random.Random(SEED + 2))[0]
    first, second = [one for one in plan_interviews(random.Random(SEED + 3)) if one.transcript is None][:2]
    return replace(contact, number=96, photo=True), (replace(first, number=60), replace(second, number=61))


def contact_id(number: int) -> str:
    """Return the instanceID of a contact."""
    return f"uuid:{stable_id(f'contact {number}')}"


def interview_id(number: int) -> str:
    """Return the instanceID of an interview."""
    return f"uuid:{stable_id(f'interview {number}')}"


def contact_records(blank: Blank, contacts: Iterable[PlannedContact]) -> Iterator[tuple[int, Record]]:
    """Fill in the contacts; give each with the number of its tablet."""
    for contact in contacts:
        answers = dict(contact.answers)
        files: tuple[PlainFile, ...] = ()
        if contact.photo:
            name = f"sign-{contact.number:03d}.jpg"
            answers["evidence"] = name
            files = (PlainFile(name, "image/jpeg", draw_door(random.Random(SEED + contact.number))),)
        instance = contact_id(contact.number)
        xml = blank.filled(answers, instance_id=instance)
        yield contact.tablet, Record(instance, blank.form_id, blank.version, xml, files)


def interview_records(blank: Blank, interviews: Iterable[PlannedInterview]) -> Iterator[tuple[int, Record]]:
    """Fill in the interviews; give each with the number of its tablet."""
    for interview in interviews:
        instance = interview_id(interview.number)
        xml = blank.filled(interview.answers, instance_id=instance)
        yield interview.tablet, Record(instance, blank.form_id, blank.version, xml)


def send_records(base_url: str, tablets: list[Enrolment], records: Iterable[tuple[int, Record]], *, at: str) -> int:
    """Send every record through its own tablet: even ones sealed, odd ones as OpenRosa clients do; return how many."""
    count = 0
    with ExitStack() as open_clients:
        sealing = [open_clients.enter_context(closing(TabletClient(base_url, one.token))) for one in tablets]
        plain = [open_clients.enter_context(closing(OpenRosaClient(one.openrosa_url))) for one in tablets]
        for tablet, record in records:
            if count % 2 == 0:
                sealing[tablet].send(record, sealed_at=at, content_key=os.urandom(32))
            else:
                plain[tablet].send(record)
            count += 1
    return count
