"""Transcripts, their immutable versions and turns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fieldkit.coding.transcript import Turn
from fieldkit.store.sqlite import Connection, Row
from fieldkit.store.times import as_text

_TRANSCRIPT = "t.id, t.title, t.submission_id, t.question_path, t.participant_code, t.created_at"
_VERSION = (
    "v.id, v.transcript_id, v.kind, v.language, v.number, v.text, v.text_sha256, v.source_name, v.source_sha256,"
    " v.replaces, v.account_id"
)
_CURRENT = "NOT EXISTS (SELECT 1 FROM transcript_version later WHERE later.replaces = v.id)"


@dataclass(frozen=True)
class Transcript:
    """One transcript: an original and its translations."""

    id: str
    title: str
    submission_id: int | None
    question_path: str | None
    participant_code: str | None
    created_at: str


@dataclass(frozen=True)
class Version:
    """One immutable text of a transcript. `number` counts the corrections of a kind and language, from 1."""

    id: str
    transcript_id: str
    kind: str
    language: str
    number: int
    text: str
    text_sha256: str
    source_name: str | None = None
    source_sha256: str | None = None
    replaces: str | None = None
    account_id: str | None = None


@dataclass(frozen=True)
class TranscriptLine:
    """One line of the list of transcripts.

    Attributes:
        languages: of its current versions, the original's first.
        turns: of the original.
        coders: how many segments each coder has on the current versions, by account id.
    """

    transcript: Transcript
    languages: tuple[str, ...]
    turns: int
    coders: dict[str, int]


@dataclass(frozen=True)
class WaitingRecord:
    """An approved record whose form asks for a narrative, and that became no transcript yet."""

    instance_id: str
    form_id: str
    form_title: str
    participant_code: str | None
    received_at: str


def insert_transcript(db: Connection, transcript: Transcript) -> None:
    """Store a new transcript, still without a text."""
    db.execute(
        "INSERT INTO transcript (id, title, submission_id, question_path, participant_code, created_at)"
        " VALUES (?,?,?,?,?,?)",
        (
            transcript.id,
            transcript.title,
            transcript.submission_id,
            transcript.question_path,
            transcript.participant_code,
            transcript.created_at,
        ),
    )


def insert_version(db: Connection, version: Version, turns: Sequence[Turn], *, now: datetime) -> None:
    """Store a version with its turns."""
    db.execute(
        "INSERT INTO transcript_version (id, transcript_id, kind, language, number, text, text_sha256, source_name,"
        " source_sha256, replaces, account_id, created_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (*vars(version).values(), as_text(now)),
    )
    db.executemany(
        'INSERT INTO turn (transcript_version_id, position, speaker, start, "end", seconds, aligned_position)'
        " VALUES (?,?,?,?,?,?,?)",
        [(version.id, *vars(turn).values()) for turn in turns],
    )


def find_transcript(db: Connection, transcript_id: str) -> Transcript | None:
    """Return one transcript, or None."""
    row = db.execute(f"SELECT {_TRANSCRIPT} FROM transcript t WHERE t.id = ?", (transcript_id,)).fetchone()  # noqa: S608
    return Transcript(**row) if row else None


def transcripts_of_record(db: Connection, submission_id: int) -> list[Transcript]:
    """Return the transcripts that were made from one submission, in the order they were made."""
    query = f"SELECT {_TRANSCRIPT} FROM transcript t WHERE t.submission_id = ? ORDER BY t.created_at, t.rowid"  # noqa: S608
    return [Transcript(**row) for row in db.execute(query, (submission_id,))]


def participant_transcripts(db: Connection, participant_code: str) -> list[Transcript]:
    """Return the transcripts of one participant, in the order they were made."""
    query = f"SELECT {_TRANSCRIPT} FROM transcript t WHERE t.participant_code = ? ORDER BY t.created_at, t.rowid"  # noqa: S608
    return [Transcript(**row) for row in db.execute(query, (participant_code,))]


def current_versions(db: Connection, transcript_id: str) -> list[Version]:
    """Return the newest version of each kind and language of a transcript, the original first."""
    rows = db.execute(
        f"SELECT {_VERSION} FROM transcript_version v WHERE v.transcript_id = ? AND {_CURRENT}"  # noqa: S608
        " ORDER BY v.kind = 'translation', v.language",
        (transcript_id,),
    )
    return [_version(row) for row in rows]


def find_version(db: Connection, version_id: str) -> Version | None:
    """Return one version with its text, or None."""
    row = db.execute(f"SELECT {_VERSION} FROM transcript_version v WHERE v.id = ?", (version_id,)).fetchone()  # noqa: S608
    return _version(row) if row else None


def find_passage(db: Connection, version_id: str, start: int, end: int) -> tuple[str, str] | None:
    """Return the transcript of a version and its words in [start, end), as far as the text goes; None: no version."""
    row = db.execute(
        "SELECT transcript_id, substr(text, ? + 1, ?) AS passage FROM transcript_version WHERE id = ?",
        (max(start, 0), max(end - max(start, 0), 0), version_id),
    ).fetchone()
    return (row["transcript_id"], row["passage"]) if row else None


def is_replaced(db: Connection, version_id: str) -> bool:
    """Tell whether a later version corrects this one."""
    return db.execute("SELECT 1 FROM transcript_version WHERE replaces = ?", (version_id,)).fetchone() is not None


def version_turns(db: Connection, version_id: str) -> tuple[Turn, ...]:
    """Return the turns of a version, in the order of the text."""
    rows = db.execute(
        'SELECT position, speaker, start, "end", seconds, aligned_position AS aligned FROM turn'
        " WHERE transcript_version_id = ? ORDER BY position",
        (version_id,),
    )
    return tuple(Turn(**row) for row in rows)


def find_turn(db: Connection, version_id: str, position: int) -> Turn | None:
    """Return one turn, or None."""
    return next((turn for turn in version_turns(db, version_id) if turn.position == position), None)


def set_alignment(db: Connection, version_id: str, position: int, aligned: int | None) -> None:
    """Say which turn of the original a turn of a translation renders."""
    db.execute(
        "UPDATE turn SET aligned_position = ? WHERE transcript_version_id = ? AND position = ?",
        (aligned, version_id, position),
    )


def list_lines(db: Connection) -> list[TranscriptLine]:
    """Return every transcript with its languages, length and coders, the newest first."""
    languages: dict[str, list[str]] = {}
    turns: dict[str, int] = {}
    for row in db.execute(
        "SELECT transcript_id, language, (SELECT count(*) FROM turn"  # noqa: S608 - nothing but our own words
        " WHERE transcript_version_id = v.id) AS turns"
        f" FROM transcript_version v WHERE {_CURRENT} ORDER BY kind = 'translation', language"
    ):
        languages.setdefault(row["transcript_id"], []).append(row["language"])
        turns.setdefault(row["transcript_id"], row["turns"])
    progress: dict[str, dict[str, int]] = {}
    for row in db.execute(
        "SELECT v.transcript_id, s.coder_id, count(*) AS held FROM segment s"  # noqa: S608
        " JOIN transcript_version v ON v.id = s.transcript_version_id"
        f" WHERE s.deleted_at IS NULL AND {_CURRENT} GROUP BY 1, 2"
    ):
        progress.setdefault(row["transcript_id"], {})[row["coder_id"]] = row["held"]
    rows = db.execute(f"SELECT {_TRANSCRIPT} FROM transcript t ORDER BY t.created_at DESC, t.rowid DESC")  # noqa: S608
    return [
        TranscriptLine(
            Transcript(**row), tuple(languages.get(row["id"], ())), turns.get(row["id"], 0), progress.get(row["id"], {})
        )
        for row in rows
    ]


def records_to_transcribe(db: Connection) -> list[WaitingRecord]:
    """Return the approved, complete and current records that wait for a transcript, the oldest first."""
    rows = db.execute(
        "SELECT s.instance_id, f.form_id, f.title AS form_title, s.participant_code, s.received_at FROM submission s"
        " JOIN form_version fv ON fv.id = s.form_version_id JOIN form f ON f.form_id = fv.form_id"
        " WHERE s.state = 'approved' AND s.complete AND s.superseded_by IS NULL AND NOT s.encrypted_elsewhere"
        " AND EXISTS (SELECT 1 FROM json_each(fv.roles) r WHERE json_extract(r.value, '$.role') = 'narrative')"
        " AND NOT EXISTS (SELECT 1 FROM transcript t WHERE t.submission_id = s.id) ORDER BY s.received_at, s.id"
    )
    return [WaitingRecord(**row) for row in rows]


def _version(row: Row) -> Version:
    return Version(*row)
