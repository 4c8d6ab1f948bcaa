"""A coder's strokes: done once however often they are sent, each one an event, each one taken back or done again.

A stroke is a list of changes, each from one state to another (`store.strokes.Change`). Doing, undoing and redoing are
the same thing: every subject is found in the state that the change starts from, or the whole stroke is refused.
"""

from collections.abc import Sequence
from datetime import datetime

from fieldkit.coding.codebook import check_codebook
from fieldkit.coding.history import Move, next_redo, next_undo
from fieldkit.coding.segment import Segment
from fieldkit.errors import Problem
from fieldkit.store import codes, memos, segments, transcripts
from fieldkit.store.events import record_event
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Connection
from fieldkit.store.strokes import Change, Stroke, as_lists, find_stroke, insert_stroke, strokes_newest_first

CODEBOOK = "codebook"


def transcript_scope(transcript_id: str) -> str:
    """Return the scope of everything done on one transcript's page."""
    return f"transcript:{transcript_id}"


def repeated(db: Connection, stroke_id: str, account: str) -> Stroke | None:
    """Return the stroke when it was stored before, so that a repeat changes nothing.

    Raises:
        Problem: `409.stroke-of-another` when another coder's stroke has this id.
    """
    stroke = find_stroke(db, stroke_id)
    if stroke and stroke.account_id != account:
        raise Problem("409.stroke-of-another", "Another coder's action has this id.", remedy="Load the page again.")
    return stroke


def perform(
    db: Connection,
    *,
    stroke_id: str,
    account: str,
    scope: str,
    changes: Sequence[Change],
    now: datetime,
    move: Move = Move.DO,
) -> Stroke:
    """Apply a stroke inside the caller's transaction and put it in the log.

    Raises:
        Problem: `409.changed-meanwhile` when a subject is not in the state that a change starts from.
    """
    for change in changes:
        _apply(db, change, account=account, now=now)
    if any(change.kind == "code" for change in changes):
        check_codebook(codes.list_codes(db))
    detail = {"stroke": stroke_id, "move": move.value, "changes": as_lists(changes)}
    number = record_event(
        db, now=now, actor=f"account:{account}", kind=_event_kind(changes[0]), subject=scope, detail=detail
    )
    stroke = Stroke(stroke_id, number, account, scope, move, tuple(changes))
    insert_stroke(db, stroke)
    return stroke


def undo(project: Project, *, stroke_id: str, account: str, scope: str, now: datetime) -> Stroke:
    """Take back the coder's last action in `scope` that still stands.

    Raises:
        Problem: `409.nothing-to-undo`, `409.changed-meanwhile`.
    """
    return project.write(lambda db: _go_back(db, Move.UNDO, stroke_id, account, scope, now))


def redo(project: Project, *, stroke_id: str, account: str, scope: str, now: datetime) -> Stroke:
    """Do again what the coder's last undo in `scope` took back.

    Raises:
        Problem: `409.nothing-to-redo`, `409.changed-meanwhile`.
    """
    return project.write(lambda db: _go_back(db, Move.REDO, stroke_id, account, scope, now))


def can_undo_redo(db: Connection, account: str, scope: str) -> tuple[bool, bool]:
    """Tell whether there is something to undo and something to redo."""
    return (
        next_undo(strokes_newest_first(db, account, scope)) is not None,
        next_redo(strokes_newest_first(db, account, scope)) is not None,
    )


def _go_back(db: Connection, move: Move, stroke_id: str, account: str, scope: str, now: datetime) -> Stroke:
    if stroke := repeated(db, stroke_id, account):
        return stroke
    find = next_undo if move is Move.UNDO else next_redo
    target = find(strokes_newest_first(db, account, scope))
    if target is None:
        raise Problem(f"409.nothing-to-{move}", "There is nothing left to take back or to do again.")
    changes = [change.reversed() for change in reversed(target.changes)]
    return perform(db, stroke_id=stroke_id, account=account, scope=scope, changes=changes, now=now, move=move)


def _event_kind(change: Change) -> str:
    if change.before is None:
        return f"{change.kind}.added"
    return f"{change.kind}.removed" if change.after is None else f"{change.kind}.changed"


def _apply(db: Connection, change: Change, *, account: str, now: datetime) -> None:
    apply = {"segment": _apply_segment, "memo": _apply_memo, "code": _apply_code, "alignment": _apply_alignment}
    apply[change.kind](db, change, account, now)


def _apply_segment(db: Connection, change: Change, account: str, now: datetime) -> None:
    found = segments.find_segment(db, change.subject)
    if found and found[0].coder_id != account:
        raise Problem(
            "403.segment-of-another",
            "This segment is another coder's.",
            remedy="Only the person who coded it can change it; write a memo on it instead.",
        )
    _require_state(change, segment_state(found[0]) if found and found[1] else None)
    if change.after is None:
        segments.remove_segment(db, change.subject, now=now)
    else:
        state = change.after
        segment = Segment(change.subject, state["version"], state["start"], state["end"], state["code"], account)
        _require_code_in_use(db, segment.code_id)
        segments.put_segment(db, segment, now=now)


def segment_state(segment: Segment) -> dict[str, object]:
    """Return a segment's state as strokes and events carry it."""
    return {"version": segment.version_id, "start": segment.start, "end": segment.end, "code": segment.code_id}


def _require_code_in_use(db: Connection, code_id: str) -> None:
    name, in_use = codes.find_code_name(db, code_id) or ("", False)
    if not in_use:
        raise Problem(
            "409.code-not-in-use",
            "This code is not in use.",
            where=name,
            remedy="Choose another code, or bring it back in the codebook.",
        )


def _apply_memo(db: Connection, change: Change, account: str, now: datetime) -> None:
    found = memos.find_memo(db, change.subject)
    if found is None or found[0].account_id != account:
        raise Problem("403.memo-of-another", "This memo is another coder's.", remedy="Write one of your own.")
    state = {"on": f"{found[0].subject_kind}:{found[0].subject_id}"}
    _require_state(change, state if found[1] else None)
    memos.set_memo_removed(db, change.subject, removed_at=None if change.after else now)


def _apply_code(db: Connection, change: Change, _account: str, now: datetime) -> None:
    _require_state(change, codes.current_revision(db, change.subject))
    if change.after is not None:
        codes.show_revision(db, change.after, now=now)
    elif segments.code_is_used(db, change.subject):
        raise Problem(
            "409.code-in-use",
            "Segments were coded with this code since it was made.",
            remedy="Retire the code instead; its segments stay.",
        )
    else:
        codes.hide_code(db, change.subject)


def _apply_alignment(db: Connection, change: Change, _account: str, _now: datetime) -> None:
    version_id, position = change.subject.rsplit("/", 1)
    turn = transcripts.find_turn(db, version_id, int(position))
    _require_state(change, {"turn": turn.aligned} if turn else None)
    transcripts.set_alignment(db, version_id, int(position), change.after["turn"])


def _require_state(change: Change, state: object) -> None:
    if state != change.before:
        raise Problem(
            "409.changed-meanwhile",
            "This was changed meanwhile, so the action does not fit any more.",
            remedy="Load the page again and look at it once more.",
        )
