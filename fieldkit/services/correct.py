"""Correcting a transcript: a new version of one text, with everything that can be carried over to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from fieldkit.coding.carry import carry_positions, carry_segments
from fieldkit.coding.segment import Segment
from fieldkit.coding.transcript import Turn, align_by_position, normalise, text_hash
from fieldkit.coding.turns import parse_turns
from fieldkit.errors import Problem
from fieldkit.services.strokes import segment_state
from fieldkit.store import segments, transcripts
from fieldkit.store.events import record_event
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Connection
from fieldkit.store.transcripts import Version


@dataclass(frozen=True)
class Lost:
    """A segment that stays on the old version only, and its words there."""

    segment: Segment
    text: str


@dataclass(frozen=True)
class Correction:
    """What a correction did.

    Attributes:
        version: the new one.
        carried: how many segments stand on it.
        lost: those that could not be carried; they stay on the old version.
    """

    version: Version
    carried: int
    lost: tuple[Lost, ...]


def correct_transcript(
    project: Project, *, version_id: str, text: str, account: str, now: datetime, new_id: Callable[[], str]
) -> Correction:
    """Replace a text by a corrected one; the old version and its segments stay as they are.

    Segments are carried by the rule of `coding.carry`, whoever coded them; alignments by the turns' unchanged text.
    Carrying is not a coder's action, so undo does not reach behind a correction.

    Raises:
        Problem: `404.version-not-found`, `409.version-replaced`, `409.text-unchanged`, and what `normalise` raises.
    """
    corrected = normalise(text)

    def work(db: Connection) -> Correction:
        old = _current(db, version_id)
        if corrected == old.text:
            raise Problem("409.text-unchanged", "The text is the same as before.", remedy="Correct it, or leave it.")
        new = replace(
            old,
            id=new_id(),
            number=old.number + 1,
            text=corrected,
            text_sha256=text_hash(corrected),
            source_name=None,
            source_sha256=None,
            replaces=old.id,
            account_id=account,
        )
        transcripts.insert_version(db, new, _aligned_turns(db, old, new), now=now)
        carried, lost = carry_segments(segments.version_segments(db, [old.id]), old.text, new.text)
        _record(db, old, new, len(carried), lost, mark=project.keys.log_mark, account=account, now=now)
        for segment, start in carried:
            _carry(db, segment, new, start, new_id(), now=now)
        return Correction(
            new, len(carried), tuple(Lost(segment, old.text[segment.start : segment.end]) for segment in lost)
        )

    return project.write(work)


def _current(db: Connection, version_id: str) -> Version:
    version = transcripts.find_version(db, version_id)
    if version is None:
        raise Problem("404.version-not-found", "There is no such text.", remedy="Choose a transcript from the list.")
    if transcripts.is_replaced(db, version_id):
        raise Problem(
            "409.version-replaced",
            "The text was corrected meanwhile; your correction was not stored.",
            remedy="Copy your changes, load the page again and make them in the newer text.",
        )
    return version


def _aligned_turns(db: Connection, old: Version, new: Version) -> tuple[Turn, ...]:
    """Give the new version its turns; what was aligned with them, or they with, stays so where the text says which."""
    before = transcripts.version_turns(db, old.id)
    after = _turns_like(before, new.text)
    became = carry_positions(before, after, old.text, new.text)
    if old.kind == "original":
        _realign_translations(db, old, became)
        return after
    kept = {became[turn.position]: turn.aligned for turn in before if turn.position in became}
    if not kept:
        original = transcripts.current_versions(db, old.transcript_id)[0]
        return align_by_position(after, len(transcripts.version_turns(db, original.id)))
    return tuple(replace(turn, aligned=kept.get(turn.position)) for turn in after)


def _turns_like(before: tuple[Turn, ...], text: str) -> tuple[Turn, ...]:
    """Cut `text` into turns; a narrative whose speaker no label names keeps that speaker."""
    after = parse_turns(text)
    speakers = {turn.speaker for turn in before}
    unnamed = all(not turn.speaker for turn in after)
    return (
        tuple(replace(turn, speaker=next(iter(speakers))) for turn in after)
        if unnamed and len(speakers) == 1
        else after
    )


def _realign_translations(db: Connection, original: Version, became: dict[int, int]) -> None:
    for version in transcripts.current_versions(db, original.transcript_id):
        if version.kind == "translation":
            for turn in transcripts.version_turns(db, version.id):
                aligned = became.get(turn.aligned) if turn.aligned is not None else None
                transcripts.set_alignment(db, version.id, turn.position, aligned)


def _carry(db: Connection, old: Segment, new: Version, start: int, segment_id: str, *, now: datetime) -> None:
    end = start + old.end - old.start
    segment = Segment(segment_id, new.id, start, end, old.code_id, old.coder_id)
    segments.put_segment(db, segment, now=now)
    record_event(
        db,
        now=now,
        actor=f"account:{old.coder_id}",
        kind="segment.carried",
        subject=f"transcript:{new.transcript_id}",
        detail={"from": old.id, "changes": [["segment", segment_id, None, segment_state(segment)]]},
    )


def _record(
    db: Connection,
    old: Version,
    new: Version,
    carried: int,
    lost: list[Segment],
    *,
    mark: Callable[[str], str],
    account: str,
    now: datetime,
) -> None:
    record_event(
        db,
        now=now,
        actor=f"account:{account}",
        kind="transcript.corrected",
        subject=f"transcript:{new.transcript_id}",
        detail={
            "version": new.id,
            "replaces": old.id,
            "text_mark": mark(new.text_sha256),
            "carried": carried,
            "lost": [segment.id for segment in lost],
        },
    )
