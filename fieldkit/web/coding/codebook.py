"""The codebook's page: add, define, move, retire and bring back codes; memos on them; undo and redo."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from fieldkit.coding.codebook import COLOURS, Code, walk
from fieldkit.errors import Problem
from fieldkit.services import code, strokes
from fieldkit.services.codebook import add_code, change_code, open_codebook
from fieldkit.services.strokes import CODEBOOK
from fieldkit.services.transcripts import account_names
from fieldkit.web.coding.room import blueprint, coder
from fieldkit.web.context import new_id, now, project


@blueprint.get("/codebook")
def codebook_page() -> str:
    """Show the tree, and one code to change or a new one."""
    return _page(None, request.args.get("code", ""))


@blueprint.post("/codebook")
def save_code() -> Response | tuple[str, int]:
    """Add a code, or change the one that the form names."""
    code_id = request.form.get("id", "")

    def act() -> object:
        wanted = _code_from_form(code_id or new_id())
        save = change_code if code_id else add_code
        return save(project(), stroke_id=new_id(), revision_id=new_id(), code=wanted, account=coder().id, now=now())

    return _try(act, code_id)


@blueprint.post("/codebook/<any(undo, redo):move>")
def go_back_in_codebook(move: str) -> Response | tuple[str, int]:
    """Take the coder's last change of the codebook back, or do it again."""
    act = strokes.undo if move == "undo" else strokes.redo
    return _try(lambda: act(project(), stroke_id=new_id(), account=coder().id, scope=CODEBOOK, now=now()), "")


@blueprint.post("/codebook/<code_id>/memos")
def add_code_memo(code_id: str) -> Response | tuple[str, int]:
    """Write a memo on a code."""
    return _try(
        lambda: code.add_memo(
            project(),
            stroke_id=new_id(),
            memo_id=new_id(),
            subject_kind="code",
            subject_id=code_id,
            text=request.form.get("text", ""),
            account=coder().id,
            now=now(),
        ),
        code_id,
    )


@blueprint.post("/codebook/<code_id>/memos/<memo_id>/remove")
def remove_code_memo(code_id: str, memo_id: str) -> Response | tuple[str, int]:
    """Remove one of the coder's memos on a code."""
    return _try(
        lambda: code.remove_memo(project(), stroke_id=new_id(), memo_id=memo_id, account=coder().id, now=now()), code_id
    )


def _try(act: Callable[[], object], code_id: str) -> Response | tuple[str, int]:
    try:
        act()
    except Problem as problem:
        return _page(problem, code_id), problem.status
    return redirect(url_for("coding.codebook_page", code=code_id or None), code=303)


def _page(problem: Problem | None, code_id: str) -> str:
    page = open_codebook(project(), account=coder().id)
    chosen = next((held for held in page.codes if held.id == code_id), None)
    return render_template(
        "coding/codebook.html",
        page=page,
        tree=list(walk(page.codes)),
        retired=[held for held in page.codes if held.retired],
        chosen=chosen,
        typed=_code_from_form(code_id, lenient=True) if problem and "name" in request.form else chosen,
        memos=[memo for memo in page.memos if memo.subject_id == code_id],
        names=account_names(project()),
        me=coder().id,
        colours=range(1, COLOURS + 1),
        problem=problem,
    )


def _code_from_form(code_id: str, *, lenient: bool = False) -> Code:
    form = request.form
    colour = form.get("colour", "1")
    if not (colour.isascii() and colour.isdigit()):
        colour = "0"
    return Code(
        id=code_id,
        name=form.get("name", ""),
        parent_id=form.get("parent") or None,
        definition=form.get("definition", ""),
        include=form.get("include", ""),
        exclude=form.get("exclude", ""),
        colour=1 if lenient and colour == "0" else int(colour[:3]),
        key=form.get("key", "").strip(),
        retired="retired" in form,
    )
