"""Reading transcripts: the list with everybody's progress, what waits to become one, single texts."""

from dataclasses import dataclass

from fieldkit.errors import Problem
from fieldkit.store import accounts, transcripts
from fieldkit.store.project import Project
from fieldkit.store.transcripts import TranscriptLine, Version, WaitingRecord


@dataclass(frozen=True)
class Overview:
    """The room's first page.

    Attributes:
        lines: every transcript.
        records: approved records with a narrative answer that became no transcript yet.
        names: of the accounts, by id.
    """

    lines: tuple[TranscriptLine, ...]
    records: tuple[WaitingRecord, ...]
    names: dict[str, str]


def list_transcripts(project: Project) -> Overview:
    """Return every transcript, the newest first, and the approved records that have none yet."""
    with project.read() as db:
        return Overview(
            tuple(transcripts.list_lines(db)),
            tuple(transcripts.records_to_transcribe(db)),
            accounts.names_of_accounts(db),
        )


def account_names(project: Project) -> dict[str, str]:
    """Return the names of everyone who has or had an account, by id."""
    with project.read() as db:
        return accounts.names_of_accounts(db)


def find_version(project: Project, version_id: str) -> Version:
    """Return one text of a transcript.

    Raises:
        Problem: `404.version-not-found`.
    """
    with project.read() as db:
        version = transcripts.find_version(db, version_id)
    if version is None:
        raise Problem("404.version-not-found", "There is no such text.", remedy="Choose a transcript from the list.")
    return version
