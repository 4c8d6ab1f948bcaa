"""The codebook: adding, changing, moving and retiring codes, each an event that can be undone."""

from dataclasses import dataclass, replace
from datetime import datetime

from fieldkit.coding.codebook import Code, next_position, with_code
from fieldkit.errors import Problem
from fieldkit.services import strokes
from fieldkit.services.strokes import CODEBOOK, repeated
from fieldkit.store import codes, memos, segments
from fieldkit.store.memos import Memo
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Connection
from fieldkit.store.strokes import Change, Stroke


@dataclass(frozen=True)
class CodebookPage:
    """The codebook with how often each code is used on current texts, and its memos."""

    codes: tuple[Code, ...]
    used: dict[str, int]
    memos: tuple[Memo, ...]
    can_undo: bool
    can_redo: bool


def list_codes(project: Project) -> tuple[Code, ...]:
    """Return the codebook, retired codes included."""
    with project.read() as db:
        return codes.list_codes(db)


def open_codebook(project: Project, *, account: str) -> CodebookPage:
    """Read everything that the codebook's page shows."""
    with project.read() as db:
        held = codes.list_codes(db)
        notes = memos.list_memos(db, "code", [code.id for code in held])
        undo, redo = strokes.can_undo_redo(db, account, CODEBOOK)
        return CodebookPage(held, segments.count_by_code(db), tuple(notes), undo, redo)


def add_code(project: Project, *, stroke_id: str, revision_id: str, code: Code, account: str, now: datetime) -> Stroke:
    """Add a code as the last child of its parent; its `position` is given here.

    Raises:
        Problem: `422.code-…` when it breaks a rule of the codebook, `409.code-exists` when its id is taken.
    """

    def work(db: Connection) -> Stroke:
        if stroke := repeated(db, stroke_id, account):
            return stroke
        held = codes.list_codes(db)
        if codes.code_is_known(db, code.id):
            raise Problem("409.code-exists", "There already is a code with this id.", remedy="Load the page again.")
        placed = replace(_tidy(code), position=next_position(held, code.parent_id))
        return _store(db, held, placed, stroke_id, revision_id, account, now)

    return project.write(work)


def change_code(
    project: Project, *, stroke_id: str, revision_id: str, code: Code, account: str, now: datetime
) -> Stroke:
    """Put a code into another state: renamed, defined, moved, retired or brought back. Its segments stay.

    It keeps its place among its siblings; below another code it becomes the last one.

    Raises:
        Problem: `404.code-not-found`; `422.code-…` when the codebook would break a rule.
    """

    def work(db: Connection) -> Stroke:
        if stroke := repeated(db, stroke_id, account):
            return stroke
        held = codes.list_codes(db)
        old = next((other for other in held if other.id == code.id), None)
        if old is None:
            raise Problem("404.code-not-found", "There is no such code.", remedy="Load the page again.")
        moved = code.parent_id != old.parent_id
        position = next_position(held, code.parent_id) if moved else old.position
        changed = replace(_tidy(code), position=position)
        return _store(db, held, changed, stroke_id, revision_id, account, now)

    return project.write(work)


def _store(
    db: Connection,
    held: tuple[Code, ...],
    code: Code,
    stroke_id: str,
    revision_id: str,
    account: str,
    now: datetime,
) -> Stroke:
    with_code(held, code)
    change = Change("code", code.id, codes.current_revision(db, code.id), revision_id)
    codes.insert_revision(db, revision_id, code, account=account, now=now)
    return strokes.perform(db, stroke_id=stroke_id, account=account, scope=CODEBOOK, changes=[change], now=now)


def _tidy(code: Code) -> Code:
    return replace(
        code,
        name=" ".join(code.name.split()),
        definition=code.definition.strip(),
        include=code.include.strip(),
        exclude=code.exclude.strip(),
        key=code.key.strip(),
    )
