"""Who a participant is. Every reading is in the log before anything is read; events name codes and ids, never words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fieldkit.errors import Problem
from fieldkit.store.events import record_event
from fieldkit.store.project import Project
from fieldkit.store.times import as_text
from fieldkit.store.vault import Person, Pseudonym, SafeguardingNote, Signature, open_vault

LONGEST_FIELD = 10_000
LARGEST_IMAGE = 512 * 1024
IMAGE_TYPES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


@dataclass(frozen=True)
class VaultFile:
    """Everything that the vault holds on one participant."""

    person: Person
    pseudonyms: tuple[Pseudonym, ...]
    notes: tuple[SafeguardingNote, ...]
    signatures: tuple[Signature, ...]


def read_participant(project: Project, *, code: str, actor: str, now: datetime) -> VaultFile:
    """Read everything on one participant; the reading is logged first."""
    _log(project, "vault.read", code, actor=actor, now=now, detail={"fields": "all"})
    with open_vault(project, now=now) as vault:
        return VaultFile(
            vault.find_person(code) or Person(code, "", ""),
            tuple(vault.list_pseudonyms(code)),
            tuple(vault.list_notes(code)),
            tuple(vault.list_signatures(code)),
        )


def read_identifiers(project: Project, *, actor: str, now: datetime) -> list[tuple[str, str]]:
    """Return kind and words of everything by which people are known, to look for it in a release; logged first."""
    _log(project, "vault.read", "all", actor=actor, now=now, detail={"fields": "identifiers"})
    with open_vault(project, now=now) as vault:
        return vault.list_identifiers()


def save_person(project: Project, *, code: str, name: str, contact: str, actor: str, now: datetime) -> None:
    """Store who a participant is and how to reach them, replacing what was known.

    Raises:
        Problem: `422.vault-field` when a field is too long.
    """
    name, contact = _checked(name, "name"), _checked(contact, "contact")
    with open_vault(project, now=now) as vault:
        vault.put_person(Person(code, name, contact), now=now)
    _log(project, "vault.person-saved", code, actor=actor, now=now)


def pseudonyms_for(
    project: Project, *, participant_code: str, transcript_id: str | None = None, actor: str, now: datetime
) -> list[Pseudonym]:
    """Return the stand-ins to offer in one transcript of a participant: its own, and those for all; logged first."""
    detail = {"fields": "pseudonyms", "transcript": transcript_id}
    _log(project, "vault.read", participant_code, actor=actor, now=now, detail=detail)
    with open_vault(project, now=now) as vault:
        held = vault.list_pseudonyms(participant_code)
    return [pseudonym for pseudonym in held if pseudonym.transcript_id in (None, transcript_id)]


def save_pseudonym(
    project: Project,
    *,
    participant_code: str,
    original: str,
    stand_in: str,
    transcript_id: str | None = None,
    pseudonym_id: str,
    actor: str,
    now: datetime,
) -> None:
    """Let `stand_in` replace `original` in a participant's transcript, or with None in all of them.

    The same words, however they are spaced or capitalised, keep one stand-in: the newest.

    Raises:
        Problem: `422.vault-field` when either is empty or too long.
    """
    words = _required(original, "original"), _required(stand_in, "stand_in")
    with open_vault(project, now=now) as vault:
        vault.put_pseudonym(Pseudonym(pseudonym_id, participant_code, transcript_id, *words), now=now)
    _log(project, "vault.pseudonym-saved", participant_code, actor=actor, now=now, detail={"transcript": transcript_id})


def add_note(project: Project, *, code: str, text: str, note_id: str, actor: str, now: datetime) -> None:
    """Keep a safeguarding note on a participant.

    Raises:
        Problem: `422.vault-field` when it is empty or too long.
    """
    note = SafeguardingNote(note_id, code, _required(text, "text"), as_text(now))
    with open_vault(project, now=now) as vault:
        vault.put_note(note)
    _log(project, "vault.note-added", code, actor=actor, now=now, detail={"note": note_id})


def add_signature(
    project: Project, *, code: str, image: bytes, content_type: str, signature_id: str, actor: str, now: datetime
) -> None:
    """Keep a participant's signature, a PNG or JPEG.

    Raises:
        Problem: `422.signature` when it is neither, or too large.
    """
    beginning = IMAGE_TYPES.get(content_type)
    if beginning is None or not image.startswith(beginning) or len(image) > LARGEST_IMAGE:
        raise Problem(
            "422.signature",
            "The signature is not a picture that can be kept.",
            remedy=f"Send a PNG or JPEG of up to {LARGEST_IMAGE // 1024} KB.",
        )
    signature = Signature(signature_id, code, content_type, image, as_text(now))
    with open_vault(project, now=now) as vault:
        vault.put_signature(signature)
    _log(project, "vault.signature-added", code, actor=actor, now=now, detail={"signature": signature_id})


def remove_entry(project: Project, *, code: str, table: str, row_id: str, actor: str, now: datetime) -> None:
    """Remove one pseudonym, safeguarding note or signature of a participant for good.

    Raises:
        Problem: `404.vault-entry`.
    """
    with open_vault(project, now=now) as vault:
        if not vault.remove_row(table, row_id, code):
            raise Problem("404.vault-entry", "There is no such entry.", remedy="Load the page again.")
    _log(project, "vault.entry-removed", code, actor=actor, now=now, detail={"table": table, "row": row_id})


def remove_participant(project: Project, *, code: str, actor: str, now: datetime) -> int:
    """Remove everything that the vault holds on a participant, for good; return how many entries that was."""
    with open_vault(project, now=now) as vault:
        removed = vault.remove_participant(code)
    _log(project, "vault.participant-removed", code, actor=actor, now=now, detail={"entries": removed})
    return removed


def _log(
    project: Project, kind: str, code: str, *, actor: str, now: datetime, detail: Mapping[str, object] | None = None
) -> None:
    project.write(
        lambda db: record_event(
            db, now=now, actor=actor, kind=kind, subject=f"participant:{code}", detail=dict(detail or {})
        )
    )


def _checked(value: str, where: str) -> str:
    if len(value) > LONGEST_FIELD:
        raise Problem(
            "422.vault-field",
            "This is too long for the vault.",
            where=where,
            remedy=f"Shorten it to {LONGEST_FIELD:,} characters.",
        )
    return value.strip()


def _required(value: str, where: str) -> str:
    if not value.strip():
        raise Problem("422.vault-field", "This field needs some words.", where=where, remedy="Fill it in.")
    return _checked(value, where)
