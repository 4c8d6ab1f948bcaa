"""Coding a transcript: segments, memos, alignment of turns; undo and redo of each, per coder."""

from dataclasses import dataclass
from datetime import datetime

from fieldkit.coding.codebook import Code
from fieldkit.coding.history import Move
from fieldkit.coding.segment import Segment, check_passage
from fieldkit.coding.transcript import Turn, is_text
from fieldkit.errors import Problem
from fieldkit.services import strokes
from fieldkit.services.strokes import repeated, segment_state, transcript_scope
from fieldkit.store import codes, memos, segments, transcripts
from fieldkit.store.memos import Memo
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Connection
from fieldkit.store.strokes import Change, Stroke
from fieldkit.store.times import as_text
from fieldkit.store.transcripts import Transcript, Version

LONGEST_MEMO = 10_000


@dataclass(frozen=True)
class Side:
    """One text of a transcript, as it stands beside the other."""

    version: Version
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Workbench:
    """Everything a coder sees of one transcript. `sides` begins with the original."""

    transcript: Transcript
    sides: tuple[Side, ...]
    codes: tuple[Code, ...]
    segments: tuple[Segment, ...]
    memos: tuple[Memo, ...]
    can_undo: bool
    can_redo: bool


def open_workbench(project: Project, transcript_id: str, *, account: str) -> Workbench:
    """Read one transcript with its current texts, the codebook, every coder's segments and the memos.

    Raises:
        Problem: `404.transcript-not-found`.
    """
    with project.read() as db:
        transcript = require_transcript(db, transcript_id)
        versions = transcripts.current_versions(db, transcript_id)
        ids = [version.id for version in versions]
        notes = memos.list_memos(db, "transcript", [transcript_id])
        for version_id in ids:
            notes += memos.version_memos(db, version_id)
        can_undo, can_redo = strokes.can_undo_redo(db, account, transcript_scope(transcript_id))
        return Workbench(
            transcript,
            tuple(Side(version, transcripts.version_turns(db, version.id)) for version in versions),
            codes.list_codes(db),
            tuple(segments.version_segments(db, ids)),
            tuple(notes),
            can_undo,
            can_redo,
        )


@dataclass(frozen=True)
class StateAfter:
    """What a page needs to know after a stroke: the memos that it brought back, and what can be taken back."""

    memos: tuple[Memo, ...]
    can_undo: bool
    can_redo: bool


def state_after(project: Project, stroke: Stroke, *, account: str) -> StateAfter:
    """Read what stands after `stroke`, the coder's last one."""
    if stroke.move is Move.DO and not any(change.kind == "memo" for change in stroke.changes):
        return StateAfter((), can_undo=True, can_redo=False)
    with project.read() as db:
        named = [memos.find_memo(db, change.subject) for change in stroke.changes if change.kind == "memo"]
        standing = tuple(found[0] for found in named if found and found[1])
        return StateAfter(standing, *strokes.can_undo_redo(db, account, stroke.scope))


def list_segments(project: Project, transcript_id: str) -> list[Segment]:
    """Return the segments of every coder on the current texts of a transcript, by place.

    Raises:
        Problem: `404.transcript-not-found`.
    """
    with project.read() as db:
        require_transcript(db, transcript_id)
        ids = [version.id for version in transcripts.current_versions(db, transcript_id)]
        return segments.version_segments(db, ids)


def add_segment(
    project: Project,
    *,
    stroke_id: str,
    segment_id: str,
    version_id: str,
    start: int,
    end: int,
    code_id: str,
    account: str,
    now: datetime,
) -> Stroke:
    """Code [start, end), in code points of one version, with one code.

    The same stroke again changes nothing. The same stretch may be coded with any number of codes, by any number of
    coders, but once with one code by one coder.

    Raises:
        Problem: `422.segment-…`, `404.version-not-found`, `409.version-replaced`, `409.code-not-in-use`,
            `409.segment-exists`, `409.changed-meanwhile`.
    """

    def work(db: Connection) -> Stroke:
        if stroke := repeated(db, stroke_id, account):
            return stroke
        transcript_id, passage = _current_passage(db, version_id, start, end)
        check_passage(passage, start, end)
        segment = Segment(segment_id, version_id, start, end, code_id, account)
        if segments.same_segment(db, segment):
            raise Problem(
                "409.segment-exists",
                "You have coded exactly this passage with this code already.",
                remedy="Choose another passage or another code.",
            )
        change = Change("segment", segment_id, None, segment_state(segment))
        scope = transcript_scope(transcript_id)
        return strokes.perform(db, stroke_id=stroke_id, account=account, scope=scope, changes=[change], now=now)

    return project.write(work)


def remove_segment(project: Project, *, stroke_id: str, segment_id: str, account: str, now: datetime) -> Stroke:
    """Remove one of the coder's own segments.

    Raises:
        Problem: `404.segment-not-found`, `403.segment-of-another`, `409.changed-meanwhile`.
    """

    def work(db: Connection) -> Stroke:
        if stroke := repeated(db, stroke_id, account):
            return stroke
        found = segments.find_segment(db, segment_id)
        if found is None:
            raise Problem("404.segment-not-found", "There is no such segment.", remedy="Load the page again.")
        version = _current_version(db, found[0].version_id)
        change = Change("segment", segment_id, segment_state(found[0]), None)
        scope = transcript_scope(version.transcript_id)
        return strokes.perform(db, stroke_id=stroke_id, account=account, scope=scope, changes=[change], now=now)

    return project.write(work)


def align_turn(
    project: Project,
    *,
    stroke_id: str,
    version_id: str,
    position: int,
    aligned: int | None,
    account: str,
    now: datetime,
) -> Stroke:
    """Say by hand which turn of the original (from 0) a translation's turn renders, or with None that none does.

    Raises:
        Problem: `404.version-not-found`, `404.turn-not-found`, `409.version-replaced`, `422.alignment`.
    """

    def work(db: Connection) -> Stroke:
        if stroke := repeated(db, stroke_id, account):
            return stroke
        version = _current_version(db, version_id)
        original = transcripts.current_versions(db, version.transcript_id)[0]
        turn = transcripts.find_turn(db, version_id, position)
        if turn is None:
            raise Problem("404.turn-not-found", "There is no such turn.", remedy="Load the page again.")
        missing = aligned is not None and transcripts.find_turn(db, original.id, aligned) is None
        if version.kind != "translation" or missing:
            raise Problem(
                "422.alignment",
                "A turn of a translation stands beside one turn of the original.",
                remedy="Give the number of a turn of the original, or leave it empty.",
            )
        change = Change("alignment", f"{version_id}/{position}", {"turn": turn.aligned}, {"turn": aligned})
        scope = transcript_scope(version.transcript_id)
        return strokes.perform(db, stroke_id=stroke_id, account=account, scope=scope, changes=[change], now=now)

    return project.write(work)


def add_memo(
    project: Project,
    *,
    stroke_id: str,
    memo_id: str,
    subject_kind: str,
    subject_id: str,
    text: str,
    account: str,
    now: datetime,
) -> Stroke:
    """Write a memo on a segment, a transcript or a code.

    Raises:
        Problem: `422.memo-text`, `404.memo-subject`.
    """
    text = text.strip()
    if not text or len(text) > LONGEST_MEMO or not is_text(text):
        raise Problem("422.memo-text", "A memo needs some words.", remedy=f"Write up to {LONGEST_MEMO:,} characters.")

    def work(db: Connection) -> Stroke:
        if stroke := repeated(db, stroke_id, account):
            return stroke
        scope = _memo_scope(db, subject_kind, subject_id)
        change = Change("memo", memo_id, None, {"on": f"{subject_kind}:{subject_id}"})
        memos.insert_memo(db, Memo(memo_id, subject_kind, subject_id, text, account, as_text(now)))
        return strokes.perform(db, stroke_id=stroke_id, account=account, scope=scope, changes=[change], now=now)

    return project.write(work)


def remove_memo(project: Project, *, stroke_id: str, memo_id: str, account: str, now: datetime) -> Stroke:
    """Remove one of the coder's own memos.

    Raises:
        Problem: `404.memo-not-found`, `403.memo-of-another`, `409.changed-meanwhile`.
    """

    def work(db: Connection) -> Stroke:
        if stroke := repeated(db, stroke_id, account):
            return stroke
        found = memos.find_memo(db, memo_id)
        if found is None:
            raise Problem("404.memo-not-found", "There is no such memo.", remedy="Load the page again.")
        memo = found[0]
        scope = _memo_scope(db, memo.subject_kind, memo.subject_id)
        change = Change("memo", memo_id, {"on": f"{memo.subject_kind}:{memo.subject_id}"}, None)
        return strokes.perform(db, stroke_id=stroke_id, account=account, scope=scope, changes=[change], now=now)

    return project.write(work)


def require_transcript(db: Connection, transcript_id: str) -> Transcript:
    """Return a transcript.

    Raises:
        Problem: `404.transcript-not-found`.
    """
    transcript = transcripts.find_transcript(db, transcript_id)
    if transcript is None:
        raise Problem("404.transcript-not-found", "There is no such transcript.", remedy="Choose one from the list.")
    return transcript


def _current_passage(db: Connection, version_id: str, start: int, end: int) -> tuple[str, str]:
    """Return the transcript and the words of a stretch, without fetching the whole text."""
    found = transcripts.find_passage(db, version_id, start, end)
    if found is None:
        raise _no_version()
    _require_current(db, version_id)
    return found


def _current_version(db: Connection, version_id: str) -> Version:
    version = transcripts.find_version(db, version_id)
    if version is None:
        raise _no_version()
    _require_current(db, version_id)
    return version


def _no_version() -> Problem:
    return Problem("404.version-not-found", "There is no such text.", remedy="Load the page again.")


def _require_current(db: Connection, version_id: str) -> None:
    if transcripts.is_replaced(db, version_id):
        raise Problem(
            "409.version-replaced",
            "The text was corrected meanwhile.",
            remedy="Load the page again to work on the corrected text.",
        )


def _memo_scope(db: Connection, subject_kind: str, subject_id: str) -> str:
    if subject_kind == "segment" and (found := segments.find_segment(db, subject_id)):
        version = transcripts.find_version(db, found[0].version_id)
        if version:
            return transcript_scope(version.transcript_id)
    if subject_kind == "transcript" and transcripts.find_transcript(db, subject_id):
        return transcript_scope(subject_id)
    if subject_kind == "code" and codes.current_revision(db, subject_id):
        return strokes.CODEBOOK
    raise Problem("404.memo-subject", "There is nothing to write this memo on.", remedy="Load the page again.")
