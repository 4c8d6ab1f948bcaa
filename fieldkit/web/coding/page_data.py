"""What the workbench's script is given: segments, memos, names, and its words in the reader's language."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from fieldkit.coding.segment import Segment
from fieldkit.services.code import Workbench
from fieldkit.store.accounts import Account
from fieldkit.store.memos import Memo
from fieldkit.web.auth import csrf_token


def page_data(bench: Workbench, names: dict[str, str], me: Account) -> dict[str, Any]:
    """Return the script's data; it goes into the page as JSON."""
    transcript_id = bench.transcript.id
    return {
        "transcript": transcript_id,
        "me": me.id,
        "csrf": csrf_token(),
        "strokes_url": url_for("coding.take_stroke", transcript_id=transcript_id),
        "segments_url": url_for("coding.segments", transcript_id=transcript_id),
        "sign_in_url": url_for("auth.sign_in_page", next=url_for("coding.workbench", transcript_id=transcript_id)),
        "segments": segment_rows(bench.segments),
        "memos": memo_rows(bench.memos),
        "codes": {code.id: {"name": code.name, "colour": code.colour, "retired": code.retired} for code in bench.codes},
        "names": names,
        "can_undo": bench.can_undo,
        "can_redo": bench.can_redo,
        "words": words(),
    }


def segment_rows(segments: Iterable[Segment]) -> list[list[Any]]:
    """Return segments as the wire carries them: [id, version, start, end, code, coder]."""
    return [list(vars(segment).values()) for segment in segments]


def memo_rows(memos: Iterable[Memo]) -> list[dict[str, Any]]:
    """Return memos as the wire carries them."""
    return [
        {"id": memo.id, "on": f"{memo.subject_kind}:{memo.subject_id}", "text": memo.text, "by": memo.account_id}
        for memo in memos
    ]


def words() -> dict[str, str]:
    """Return every text that the script shows."""
    return {
        "saved": _("All saved"),
        "saving": _("Saving …"),
        "waiting": _("No connection. Kept on this computer and sent later: {count}"),
        "signed_out": _("You are signed out. Your work is kept on this computer: {count}"),
        "sign_in": _("Sign in again"),
        "refused": _("Not stored: {reason}"),
        "unreadable": _("The server's answer could not be read."),
        "select_first": _("Select some words first, then choose the code."),
        "one_text": _("Select words of one text only."),
        "coded": _("Coded: {code}"),
        "removed": _("Removed: {code}"),
        "undone": _("Taken back"),
        "redone": _("Done again"),
        "nothing": _("There is nothing left to take back or to do again."),
        "here": _("At this place"),
        "all": _("All segments"),
        "none": _("No segments yet. Select some words and press a code's key."),
        "more": _("Show more"),
        "remove": _("Remove"),
        "memo": _("Memo"),
        "save_memo": _("Save the memo"),
        "remove_memo": _("Remove the memo"),
        "go": _("Show in the text"),
        "turn": _("Turn {number}"),
    }
