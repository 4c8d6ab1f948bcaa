"""Handing in a spare copy that was saved on a tablet."""

from typing import BinaryIO, cast

from flask import Blueprint, render_template, request

from fieldkit.errors import Problem
from fieldkit.services.hand_in import HandIn, hand_in
from fieldkit.web.auth import current_account, require_role
from fieldkit.web.context import now, project
from fieldkit.web.desk.hand_in_words import OUTCOMES

blueprint = Blueprint("hand_in", __name__, url_prefix="/records/hand-in")


@blueprint.before_request
@require_role("coordinator")
def coordinators_only() -> None:
    """Records are raw; only coordinators take them in."""


@blueprint.get("")
def hand_in_page() -> str:
    """Ask for the file."""
    return _page()


@blueprint.post("")
def take() -> str | tuple[str, int]:
    """Take in what the file holds and say what became of each record."""
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise Problem("422.no-file", "No file was chosen.", where="file", remedy="Choose the spare copy.")
        actor = f"account:{current_account().id}"
        stream = cast(BinaryIO, file.stream)
        done = hand_in(project(), stream=stream, actor=actor, now=now(), take_whole="take_whole" in request.form)
    except Problem as problem:
        if problem.status >= 500:
            raise
        return _page(problem=problem), problem.status
    return _page(done=done)


def _page(*, done: HandIn | None = None, problem: Problem | None = None) -> str:
    return render_template("desk/hand_in.html", done=done, problem=problem, outcomes=OUTCOMES)
