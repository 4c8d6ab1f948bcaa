"""One participant: what was collected from them, what they agreed to, and who they are."""

from dataclasses import dataclass
from datetime import datetime

from fieldkit.errors import Problem
from fieldkit.services.vault import VaultFile, read_participant
from fieldkit.store import participants, transcripts
from fieldkit.store.participants import ParticipantConsent, ParticipantRecord
from fieldkit.store.project import Project
from fieldkit.store.transcripts import Transcript


@dataclass(frozen=True)
class ParticipantPage:
    """Everything on one participant. `identity` is None until somebody asks the vault, which is logged."""

    code: str
    records: tuple[ParticipantRecord, ...]
    consents: tuple[ParticipantConsent, ...]
    transcripts: tuple[Transcript, ...]
    identity: VaultFile | None


def participant_page(project: Project, *, code: str, with_identity: bool, actor: str, now: datetime) -> ParticipantPage:
    """Read one participant; who they are only on request, and then the reading is in the log first.

    Raises:
        Problem: `404.participant-not-found`.
    """
    with project.read() as db:
        if not participants.participant_exists(db, code):
            raise Problem(
                "404.participant-not-found",
                "There is no participant with this code.",
                remedy="Check the code on the slip or in the record.",
            )
        records = tuple(participants.records_of_participant(db, code))
        consents = tuple(participants.consents_of_participant(db, code))
        texts = tuple(transcripts.participant_transcripts(db, code))
    identity = read_participant(project, code=code, actor=actor, now=now) if with_identity else None
    return ParticipantPage(code, records, consents, texts, identity)
