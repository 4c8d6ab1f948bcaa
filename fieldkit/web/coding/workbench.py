"""One transcript: its texts side by side, the codes, the segments. Everything here works without JavaScript too."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from fieldkit.coding.codebook import walk
from fieldkit.coding.segment import Segment, overlapping
from fieldkit.coding.sentences import sentences
from fieldkit.coding.transcript import Turn, first_doubt
from fieldkit.errors import Problem
from fieldkit.services import code, strokes
from fieldkit.services.code import Side, Workbench, open_workbench
from fieldkit.services.strokes import transcript_scope
from fieldkit.services.transcripts import account_names
from fieldkit.web.coding.page_data import page_data
from fieldkit.web.coding.room import blueprint, coder
from fieldkit.web.context import new_id, now, project
from fieldkit.web.words import problem_text


@dataclass(frozen=True)
class PageRow:
    """Turns that stand side by side: one of the original, if any, and those that render it."""

    original: Turn | None
    beside: tuple[Turn, ...]


@dataclass(frozen=True)
class Picked:
    """The turn that is coded through plain forms."""

    side: Side
    turn: Turn
    sentences: tuple[tuple[int, int], ...]
    segments: tuple[Segment, ...]


@blueprint.get("/transcripts/<transcript_id>")
def workbench(transcript_id: str) -> str:
    """Show the workbench; `beside` names the translation to show, `pick` the turn to code through plain forms."""
    bench = open_workbench(project(), transcript_id, account=coder().id)
    beside = _beside(bench)
    names = account_names(project())
    return render_template(
        "coding/workbench.html",
        bench=bench,
        original=bench.sides[0],
        beside=beside,
        rows=list(_rows(bench.sides[0], beside)),
        doubt=first_doubt(bench.sides[0].turns, beside.turns) if beside else None,
        codes=list(walk(bench.codes)),
        by_id={held.id: held for held in bench.codes},
        picked=_picked(bench),
        names=names,
        me=coder().id,
        data=page_data(bench, names, coder()),
    )


@blueprint.post("/transcripts/<transcript_id>/segments")
def add_segment(transcript_id: str) -> Response:
    """Code from the beginning of one sentence to the end of another."""
    first, last = _stretch(request.form.get("first", "")), _stretch(request.form.get("last", ""))
    return _try(
        transcript_id,
        lambda: code.add_segment(
            project(),
            stroke_id=new_id(),
            segment_id=new_id(),
            version_id=request.form.get("version", ""),
            start=min(first[0], last[0]),
            end=max(first[1], last[1]),
            code_id=request.form.get("code", ""),
            account=coder().id,
            now=now(),
        ),
    )


@blueprint.post("/transcripts/<transcript_id>/segments/<segment_id>/remove")
def remove_segment(transcript_id: str, segment_id: str) -> Response:
    """Remove one of the coder's segments."""
    return _try(
        transcript_id,
        lambda: code.remove_segment(
            project(), stroke_id=new_id(), segment_id=segment_id, account=coder().id, now=now()
        ),
    )


@blueprint.post("/transcripts/<transcript_id>/<any(undo, redo):move>")
def go_back(transcript_id: str, move: str) -> Response:
    """Take the coder's last action back, or do it again."""
    act = strokes.undo if move == "undo" else strokes.redo
    scope = transcript_scope(transcript_id)
    return _try(transcript_id, lambda: act(project(), stroke_id=new_id(), account=coder().id, scope=scope, now=now()))


@blueprint.post("/transcripts/<transcript_id>/align")
def align(transcript_id: str) -> Response:
    """Place a turn of a translation beside a turn of the original; people count turns from 1."""
    wanted = request.form.get("aligned", "").strip()
    return _try(
        transcript_id,
        lambda: code.align_turn(
            project(),
            stroke_id=new_id(),
            version_id=request.form.get("version", ""),
            position=_number(request.form.get("position", "")),
            aligned=_number(wanted) - 1 if wanted else None,
            account=coder().id,
            now=now(),
        ),
    )


@blueprint.post("/transcripts/<transcript_id>/memos")
def add_memo(transcript_id: str) -> Response:
    """Write a memo on the transcript or on one of its segments."""
    segment = request.form.get("segment", "")
    return _try(
        transcript_id,
        lambda: code.add_memo(
            project(),
            stroke_id=new_id(),
            memo_id=new_id(),
            subject_kind="segment" if segment else "transcript",
            subject_id=segment or transcript_id,
            text=request.form.get("text", ""),
            account=coder().id,
            now=now(),
        ),
    )


@blueprint.post("/transcripts/<transcript_id>/memos/<memo_id>/remove")
def remove_memo(transcript_id: str, memo_id: str) -> Response:
    """Remove one of the coder's memos."""
    return _try(
        transcript_id,
        lambda: code.remove_memo(project(), stroke_id=new_id(), memo_id=memo_id, account=coder().id, now=now()),
    )


def _try(transcript_id: str, act: Callable[[], object]) -> Response:
    """Do something and show the workbench again, with the problem if there was one."""
    try:
        act()
    except Problem as problem:
        flash(
            " ".join(part for part in (problem_text(problem.what), problem.where, problem_text(problem.remedy)) if part)
        )
    pick, beside = (request.form.get(name) or None for name in ("pick", "beside"))
    page = url_for("coding.workbench", transcript_id=transcript_id, pick=pick, beside=beside)
    return redirect(page, code=303)


def _beside(bench: Workbench) -> Side | None:
    translations = bench.sides[1:]
    wanted = request.args.get("beside", "")
    return next((side for side in translations if side.version.id == wanted), translations[0] if translations else None)


def _rows(original: Side, beside: Side | None) -> list[PageRow]:
    """Lay the turns side by side; turns without a partner follow the row of the turn before them."""
    if beside is None:
        return [PageRow(turn, ()) for turn in original.turns]
    partners: dict[int | None, list[Turn]] = {}
    last: int | None = None
    for turn in beside.turns:
        last = turn.aligned if turn.aligned is not None else last
        partners.setdefault(last, []).append(turn)
    rows = [PageRow(None, (turn,)) for turn in partners.get(None, [])]
    for turn in original.turns:
        held = partners.get(turn.position, [])
        rows.append(PageRow(turn, tuple(partner for partner in held if partner.aligned is not None)))
        rows += [PageRow(None, (partner,)) for partner in held if partner.aligned is None]
    return rows


def _picked(bench: Workbench) -> Picked | None:
    version_id, _slash, position = request.args.get("pick", "").rpartition("/")
    for side in bench.sides:
        if side.version.id == version_id:
            for turn in side.turns:
                if str(turn.position) == position:
                    own = [segment for segment in bench.segments if segment.version_id == version_id]
                    held = overlapping(own, turn.start, turn.end)
                    return Picked(side, turn, tuple(sentences(side.version.text, turn.start, turn.end)), tuple(held))
    return None


def _stretch(value: str) -> tuple[int, int]:
    start, _dash, end = value.partition("-")
    return _number(start), _number(end)


def _number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise Problem("422.number", "This is no whole number.", where=value[:20], remedy="Write it with digits.")
    return int(value)
