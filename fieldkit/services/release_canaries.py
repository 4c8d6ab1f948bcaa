"""Collects the identifiers of the raw data, so that the finished files can be searched for them."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from fieldkit.forms.instance import Answer, AnswerReader
from fieldkit.forms.model import Role
from fieldkit.publish.words import fixed_words
from fieldkit.release.canaries import Canaries, Canary, phone_like
from fieldkit.release.identifiers import Kind, suggest_identifiers
from fieldkit.services.release_data import form_versions
from fieldkit.services.vault import read_identifiers
from fieldkit.store.forms import PublishedForm
from fieldkit.store.project import Project
from fieldkit.store.release_records import all_answers_xml, known_identifiers
from fieldkit.store.sqlite import Connection

IDENTIFYING_KINDS = {
    "deviceid": "device",
    "phonenumber": "phone",
    "simserial": "device",
    "subscriberid": "device",
    "username": "name",
    "email": "email",
    "barcode": "number",
}
"""Kinds of questions whose answers identify whatever their role."""

FREE_KINDS = frozenset({"text", "calculate", "hidden"})
MOMENT_KINDS = frozenset({"start", "end", "datetime", "dateTime"})
PLACE_KINDS = frozenset({"geopoint", "geotrace", "geoshape", "start-geopoint"})
_CARRIED = {
    Kind.EMAIL: "email",
    Kind.LINK: "link",
    Kind.IBAN: "number",
    Kind.TAX_CODE: "number",
    Kind.NUMBER: "number",
    Kind.ADDRESS: "address",
}
LONGEST_NAME_IN_WORDS = 4


def collect_canaries(project: Project, *, actor: str, now: datetime) -> Canaries:
    """Return every identifier that the project knows of, ready to be looked for; reading the vault is logged."""
    from_vault = read_identifiers(project, actor=actor, now=now)
    with project.read() as db:
        versions = [version for group in form_versions(db).values() for version in group]
        own_words = [project.settings.title, *fixed_words(), *_form_words(versions)]
        in_vault = (Canary(_vault_kind(kind, words), words) for kind, words in from_vault)
        in_tables = (Canary(kind, value) for kind, value in known_identifiers(db))
        return Canaries(chain(in_vault, in_tables, _in_answers(db, versions)), known_words=own_words)


def _in_answers(db: Connection, versions: Iterable[PublishedForm]) -> Iterator[Canary]:
    """One record after the other: all of them at once would fill the memory."""
    readers = {version.version_id: AnswerReader(version.questions) for version in versions}
    for version_id, xml in all_answers_xml(db):
        for answer in readers[version_id].read(xml):
            yield from _in_answer(answer)


def _vault_kind(kind: str, words: str) -> str:
    if kind == "contact":
        return "email" if "@" in words else "phone" if re.search(r"\d{3}", words) else "address"
    return _name_kind(words)


def _name_kind(words: str) -> str:
    """A short answer without figures is a name, whose single words count; anything longer counts as a whole."""
    short = len(words.split()) <= LONGEST_NAME_IN_WORDS and not any(character.isdigit() for character in words)
    return "name" if short else "answer"


def _in_answer(answer: Answer) -> Iterator[Canary]:
    value, question = answer.value.strip(), answer.question
    role = question.role.role if question.role else None
    if not value:
        return
    if role is Role.DIRECT_IDENTIFIER:
        yield Canary(_name_kind(value), value)
        yield from _detected(value)
    elif role is Role.PLACE and any(character.isdigit() for character in value):
        yield Canary("place", value)
    elif question.kind in IDENTIFYING_KINDS:
        yield Canary(IDENTIFYING_KINDS[question.kind], value)
    elif question.kind in PLACE_KINDS:
        yield from (Canary("coordinate", number) for number in re.findall(r"-?\d+\.\d{4}", value))
    elif question.kind in MOMENT_KINDS:
        yield Canary("time", value[:16])
    elif question.kind in FREE_KINDS:
        yield from _detected(value)


def _detected(text: str) -> Iterator[Canary]:
    """What a free text holds of numbers and addresses; every long run of figures is taken for a phone number."""
    if not any(character.isdigit() or character == "@" for character in text):
        return
    yield from (Canary("phone", number) for number in set(phone_like(text)))
    suggested = ((one.kind, text[one.start : one.end]) for one in suggest_identifiers(text, regions=()))
    yield from (Canary(_CARRIED[kind], words) for kind, words in set(suggested) if kind in _CARRIED)


def _form_words(versions: Iterable[PublishedForm]) -> Iterator[str]:
    for version in versions:
        yield version.title
        for question in version.questions:
            yield from question.labels.values()
            for choice in question.choices:
                yield from (choice.value, *choice.labels.values())
