"""The wire of the workbench's script: one stroke per request, each with an id of its own, so that a repeat is harmless.

A stroke is `{"id", "kind", …}`: `add` (segment, version, start, end, code), `remove` (segment), `memo` (memo, segment,
text), `unmemo` (memo), `undo`, `redo`. The answer is `{"changes": [[kind, subject, before, after], …], "memos",
"can_undo", "can_redo"}`; a refusal is a problem as everywhere.
"""

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, request

from fieldkit.errors import Problem
from fieldkit.services import code, strokes
from fieldkit.services.strokes import transcript_scope
from fieldkit.store.strokes import Stroke, as_lists
from fieldkit.web.coding.page_data import memo_rows, segment_rows
from fieldkit.web.coding.room import blueprint, coder
from fieldkit.web.context import now, project

LONGEST_ID = 100


@blueprint.get("/transcripts/<transcript_id>/segments.json")
def segments(transcript_id: str) -> Response:
    """Give every segment of the current texts: [id, version, start, end, code, coder]."""
    return jsonify(segment_rows(code.list_segments(project(), transcript_id)))


@blueprint.post("/transcripts/<transcript_id>/strokes")
def take_stroke(transcript_id: str) -> Response:
    """Take one stroke."""
    wire = request.get_json(silent=True)
    if not isinstance(wire, dict) or wire.get("kind") not in _KINDS:
        raise _unreadable("kind")
    stroke = _KINDS[wire["kind"]](transcript_id, wire)
    state = code.state_after(project(), stroke, account=coder().id)
    return jsonify(
        changes=as_lists(stroke.changes),
        memos=memo_rows(state.memos),
        can_undo=state.can_undo,
        can_redo=state.can_redo,
    )


def _add(_transcript_id: str, wire: dict[str, Any]) -> Stroke:
    return code.add_segment(
        project(),
        stroke_id=_text(wire, "id"),
        segment_id=_text(wire, "segment"),
        version_id=_text(wire, "version"),
        start=_whole(wire, "start"),
        end=_whole(wire, "end"),
        code_id=_text(wire, "code"),
        account=coder().id,
        now=now(),
    )


def _remove(_transcript_id: str, wire: dict[str, Any]) -> Stroke:
    return code.remove_segment(
        project(), stroke_id=_text(wire, "id"), segment_id=_text(wire, "segment"), account=coder().id, now=now()
    )


def _memo(_transcript_id: str, wire: dict[str, Any]) -> Stroke:
    text = wire.get("text")
    if not isinstance(text, str):
        raise _unreadable("text")
    return code.add_memo(
        project(),
        stroke_id=_text(wire, "id"),
        memo_id=_text(wire, "memo"),
        subject_kind="segment",
        subject_id=_text(wire, "segment"),
        text=text,
        account=coder().id,
        now=now(),
    )


def _unmemo(_transcript_id: str, wire: dict[str, Any]) -> Stroke:
    return code.remove_memo(
        project(), stroke_id=_text(wire, "id"), memo_id=_text(wire, "memo"), account=coder().id, now=now()
    )


def _undo(transcript_id: str, wire: dict[str, Any]) -> Stroke:
    scope = transcript_scope(transcript_id)
    return strokes.undo(project(), stroke_id=_text(wire, "id"), account=coder().id, scope=scope, now=now())


def _redo(transcript_id: str, wire: dict[str, Any]) -> Stroke:
    scope = transcript_scope(transcript_id)
    return strokes.redo(project(), stroke_id=_text(wire, "id"), account=coder().id, scope=scope, now=now())


_KINDS: dict[str, Callable[[str, dict[str, Any]], Stroke]] = {
    "add": _add,
    "remove": _remove,
    "memo": _memo,
    "unmemo": _unmemo,
    "undo": _undo,
    "redo": _redo,
}


def _text(wire: dict[str, Any], name: str) -> str:
    value = wire.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID or not value.isprintable():
        raise _unreadable(name)
    return value


def _whole(wire: dict[str, Any], name: str) -> int:
    value = wire.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 2**53:
        raise _unreadable(name)
    return value


def _unreadable(name: str) -> Problem:
    return Problem("400.stroke", "The action cannot be read.", where=name, remedy="Load the page again.")
