"""How transcripts come to be: from the narrative answers of an approved record, and from files."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from fieldkit.coding.importers import Imported, read_file
from fieldkit.coding.transcript import Turn, align_by_position, first_doubt, is_seen, normalise, text_hash, whole_turn
from fieldkit.coding.turns import parse_turns
from fieldkit.errors import Problem
from fieldkit.forms.instance import Answer, read_answers
from fieldkit.forms.model import Question, Role
from fieldkit.services.code import require_transcript
from fieldkit.store import media, participants, transcripts
from fieldkit.store.events import record_event
from fieldkit.store.forms import load_form_version
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Connection
from fieldkit.store.submissions import StoredSubmission, find_submission, load_xml
from fieldkit.store.times import as_text
from fieldkit.store.transcripts import Transcript, Version

UNKNOWN_LANGUAGE = "und"
NewId = Callable[[], str]
Mark = Callable[[str], str]
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CONTENT_TYPES = {
    ".txt": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class ImportedTranscript:
    """What an import made, and what a person should look at.

    Attributes:
        turns: how many were found.
        speakers: their names, in the order they first speak.
        how: how the file was read, e.g. its character set.
        left_out: what the file holds beside the text that was not taken.
        doubt: of a translation: the position of the first turn whose alignment looks wrong, or None.
    """

    transcript_id: str
    version_id: str
    turns: int
    speakers: tuple[str, ...]
    how: str
    left_out: tuple[str, ...]
    doubt: int | None


@dataclass(frozen=True)
class _Text:
    """A text on its way in: normalised, with its turns and where it came from."""

    kind: str
    language: str
    text: str
    turns: tuple[Turn, ...]
    source_name: str | None = None
    source_sha256: str | None = None


def transcripts_from_record(
    project: Project, *, instance_id: str, account: str, now: datetime, new_id: NewId
) -> list[Transcript]:
    """Make a transcript of each narrative answer of an approved record; done again, it gives the same ones.

    The speaker is the participant's code. Where a narrative question stands in a repeat, its answers are the turns of
    one transcript, in order. The language is the answer to the form's question with that role, else unknown (`und`).

    Raises:
        Problem: `404.record-not-found`; `409.record-…` when it is not approved, not complete, replaced, or encrypted
            elsewhere; `422.no-narrative` when it has none.
    """
    return project.write(lambda db: _from_record(db, project.keys.log_mark, instance_id, account, now, new_id))


def import_transcript(
    project: Project,
    *,
    name: str,
    content: bytes,
    title: str,
    language: str,
    kind: str = "original",
    transcript_id: str | None = None,
    participant_code: str | None = None,
    character_set: str = "",
    account: str | None,
    now: datetime,
    new_id: NewId,
) -> ImportedTranscript:
    """Import a file as a new transcript's original, or as a translation of the transcript `transcript_id`.

    A translation's turns are aligned with the original's by position; `services.code.align_turn` mends that by hand.
    The file's own bytes are kept.

    Raises:
        Problem: what `coding.importers.read_file` and `coding.transcript.normalise` raise; `422.title`,
            `422.language`, `422.kind`, `404.transcript-not-found`, `409.translation-exists`.
    """
    _check_request(title, language, kind, transcript_id)
    read = read_file(name, content, language=language, character_set=character_set)
    text = normalise(read.text, where=name)
    source = project.keep(content)
    incoming = _Text(kind, language, text, parse_turns(text), name, source)

    mark = project.keys.log_mark

    def work(db: Connection) -> ImportedTranscript:
        ending = name[name.rfind(".") :].lower()
        media.record_media(db, [(source, len(content), _CONTENT_TYPES[ending])], now)
        if kind == "original":
            if participant_code:
                participants.ensure_participant(db, participant_code, now)
            made = Transcript(new_id(), title.strip(), None, None, participant_code or None, as_text(now))
            transcripts.insert_transcript(db, made)
            version, turns = _add_version(db, mark, made.id, incoming, account, now, new_id)
            return _answer(version, turns, read, None)
        assert transcript_id is not None  # noqa: S101 - _check_request saw to it
        return _add_translation(db, mark, transcript_id, incoming, read, account, now, new_id)

    return project.write(work)


def check_language(language: str) -> None:
    """Accept a BCP 47 code.

    Raises:
        Problem: `422.language`.
    """
    if not _LANGUAGE.fullmatch(language):
        raise Problem(
            "422.language",
            "This is no code of a language.",
            where="language",
            remedy="Write a code such as en, it, ar, uk, ti or pt-BR.",
        )


def _check_request(title: str, language: str, kind: str, transcript_id: str | None) -> None:
    check_language(language)
    if kind not in ("original", "translation") or (kind == "translation") != (transcript_id is not None):
        raise Problem(
            "422.kind",
            "A file is a new transcript's original, or the translation of a transcript that is named.",
            where="kind",
            remedy="Choose the transcript that this text translates, or import it as an original.",
        )
    if kind == "original" and not title.strip():
        raise Problem("422.title", "The transcript needs a title.", where="title", remedy="Write a few words.")


def _add_translation(
    db: Connection,
    mark: Mark,
    transcript_id: str,
    incoming: _Text,
    read: Imported,
    account: str | None,
    now: datetime,
    new_id: NewId,
) -> ImportedTranscript:
    require_transcript(db, transcript_id)
    current = transcripts.current_versions(db, transcript_id)
    if any(version.language == incoming.language for version in current):
        raise Problem(
            "409.translation-exists",
            "This transcript already has a text in this language.",
            where="language",
            remedy="Correct that text, or choose the right language.",
        )
    original = transcripts.version_turns(db, current[0].id)
    aligned = replace(incoming, turns=align_by_position(incoming.turns, len(original)))
    version, turns = _add_version(db, mark, transcript_id, aligned, account, now, new_id)
    return _answer(version, turns, read, first_doubt(original, turns))


def _add_version(
    db: Connection, mark: Mark, transcript_id: str, incoming: _Text, account: str | None, now: datetime, new_id: NewId
) -> tuple[Version, tuple[Turn, ...]]:
    version = Version(
        id=new_id(),
        transcript_id=transcript_id,
        kind=incoming.kind,
        language=incoming.language,
        number=1,
        text=incoming.text,
        text_sha256=text_hash(incoming.text),
        source_name=incoming.source_name,
        source_sha256=incoming.source_sha256,
        account_id=account,
    )
    transcripts.insert_version(db, version, incoming.turns, now=now)
    record_event(
        db,
        now=now,
        actor=f"account:{account}" if account else "command",
        kind="transcript.imported" if incoming.source_sha256 else "transcript.made",
        subject=f"transcript:{transcript_id}",
        detail={
            "version": version.id,
            "kind": version.kind,
            "language": version.language,
            "text_mark": mark(version.text_sha256),
            "source_mark": mark(version.source_sha256) if version.source_sha256 else None,
            "turns": len(incoming.turns),
        },
    )
    return version, incoming.turns


def _answer(version: Version, turns: Sequence[Turn], read: Imported, doubt: int | None) -> ImportedTranscript:
    speakers = tuple(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))
    return ImportedTranscript(version.transcript_id, version.id, len(turns), speakers, read.how, read.left_out, doubt)


def _from_record(
    db: Connection, mark: Mark, instance_id: str, account: str, now: datetime, new_id: NewId
) -> list[Transcript]:
    record = _approved_record(db, instance_id)
    form = load_form_version(db, record.form_version_id)
    answers = read_answers(form.questions, load_xml(db, record.id))
    narratives = [question for question in form.questions if _has_role(question, Role.NARRATIVE)]
    language = _language_of(answers)
    held = {transcript.question_path for transcript in transcripts.transcripts_of_record(db, record.id)}
    for question in narratives:
        texts = [answer.value for answer in answers if answer.path == question.path and is_seen(answer.value)]
        if texts and question.path not in held:
            _make_narrative(db, mark, record, question, texts, language, account, now, new_id)
    made = transcripts.transcripts_of_record(db, record.id)
    if not made:
        raise Problem(
            "422.no-narrative",
            "This record has no answer that can become a transcript.",
            where=instance_id,
            remedy="Give the form's open question the role narrative, or import a file.",
        )
    return made


def _approved_record(db: Connection, instance_id: str) -> StoredSubmission:
    record = find_submission(db, instance_id)
    if record is None:
        raise Problem(
            "404.record-not-found", "There is no such record.", where=instance_id, remedy="Choose it in the list."
        )
    if record.superseded_by is not None:
        raise Problem(
            "409.record-replaced",
            "This record was replaced by an edit.",
            where=instance_id,
            remedy="Use the newer one.",
        )
    if record.encrypted_elsewhere:
        raise Problem(
            "409.record-encrypted",
            "This record was encrypted for another system.",
            where=instance_id,
            remedy="Decrypt it there.",
        )
    if record.state != "approved":
        raise Problem(
            "409.record-not-approved", "This record is not approved yet.", where=instance_id, remedy="Review it first."
        )
    if not record.complete:
        raise Problem(
            "409.record-not-complete",
            "Files of this record are still missing.",
            where=instance_id,
            remedy="Wait until they arrive.",
        )
    return record


def _has_role(question: Question, role: Role) -> bool:
    return question.role is not None and question.role.role is role


def _language_of(answers: Iterable[Answer]) -> str:
    for answer in answers:
        if _has_role(answer.question, Role.LANGUAGE) and _LANGUAGE.fullmatch(answer.value.strip()):
            return answer.value.strip()
    return UNKNOWN_LANGUAGE


def _make_narrative(
    db: Connection,
    mark: Mark,
    record: StoredSubmission,
    question: Question,
    texts: Sequence[str],
    language: str,
    account: str,
    now: datetime,
    new_id: NewId,
) -> None:
    speaker = record.participant_code or ""
    text, turns = join_turns([normalise(text) for text in texts], speaker)
    label = next(iter(question.labels.values()), question.name)
    title = " · ".join(part for part in (record.participant_code, label) if part)
    made = Transcript(new_id(), title, record.id, question.path, record.participant_code, as_text(now))
    transcripts.insert_transcript(db, made)
    _add_version(db, mark, made.id, _Text("original", language, text, turns), account, now, new_id)


def join_turns(texts: Sequence[str], speaker: str) -> tuple[str, tuple[Turn, ...]]:
    """Put normalised texts under each other, an empty line between, each one a turn of `speaker`."""
    turns: list[Turn] = []
    joined = ""
    for text in texts:
        start = len(joined) + 2 if joined else 0
        joined = f"{joined}\n\n{text}" if joined else text
        turn = whole_turn(text, speaker)[0]
        turns.append(Turn(len(turns), speaker, start + turn.start, start + turn.end))
    return joined, tuple(turns)
