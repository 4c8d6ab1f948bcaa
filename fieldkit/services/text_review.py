"""The two readings that every text passes before it may leave.

Step 1: direct identifiers, with suggestions that miss about one in five. Step 2: could a neighbour recognise this
person? A judgement is bound to the passage, to every text of its transcript (original and translations) and to the
words that may leave: change any of them and both steps start anew.
"""

import hashlib
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fieldkit.errors import Problem
from fieldkit.store import quotations
from fieldkit.store.events import record_event
from fieldkit.store.project import Project
from fieldkit.store.quotations import Passage, Review
from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text

State = Literal["unreviewed", "half", "ready", "stale", "refused", "no-consent", "withdrawn", "not-standing"]
"""`half`: step 1 is done, step 2 is not; `not-standing`: its record was replaced, or is not approved any more."""

LONGEST_QUOTATION = 5_000


@dataclass(frozen=True)
class ChosenQuotation:
    """A chosen passage with where it stands in the review.

    Attributes:
        bound_sha256: what a judgement made now is bound to.
        published_text: the words that step 1 let through, or the passage itself.
        published_sha256: of `published_text` once step 1 was passed, else an empty string.
    """

    passage: Passage
    state: State
    bound_sha256: str
    published_text: str
    published_sha256: str


def list_quotations(project: Project) -> list[ChosenQuotation]:
    """Return every chosen quotation with its state, in the order in which they were chosen."""
    with project.read() as db:
        return chosen_quotations(db)


def chosen_quotations(db: Connection) -> list[ChosenQuotation]:
    """The same inside an open view of the database."""
    return [_with_state(db, passage) for passage in quotations.list_chosen_passages(db)]


def list_candidates(project: Project, *, code_id: str | None = None) -> list[Passage]:
    """Return passages that could be chosen, of one code or of all."""
    with project.read() as db:
        return quotations.list_passages_to_choose(db, code_id=code_id)


def find_quotation(project: Project, segment_id: str) -> ChosenQuotation:
    """Return one chosen quotation.

    Raises:
        Problem: `404.quotation-not-found`.
    """
    with project.read() as db:
        return _require(db, segment_id)


def choose_quotation(project: Project, *, segment_id: str, account: str, now: datetime) -> None:
    """Choose a coded passage to be quoted in the next release; it still has to pass the review.

    Raises:
        Problem: `404.quotation-not-found`; `409.no-quote-consent`; `409.participant-withdrawn`;
            `409.record-not-standing`.
    """

    def work(db: Connection) -> None:
        passage = quotations.find_passage(db, segment_id)
        if passage is None:
            raise _not_found()
        _require_quotable(passage)
        quotations.choose(db, segment_id, account_id=account, now=now)
        _record(db, "release.quotation-chosen", segment_id, account=account, now=now)

    project.write(work)


def take_out_quotation(project: Project, *, segment_id: str, account: str, now: datetime) -> None:
    """Take a quotation out of the next release."""

    def work(db: Connection) -> None:
        if quotations.take_out(db, segment_id):
            _record(db, "release.quotation-taken-out", segment_id, account=account, now=now)

    project.write(work)


def review_identifiers(
    project: Project,
    *,
    segment_id: str,
    bound_sha256: str,
    published_text: str,
    refused: bool = False,
    account: str,
    now: datetime,
) -> None:
    """Step 1: let `published_text` stand for the passage (the same words, or with identifiers replaced), or refuse it.

    Args:
        project: the open project.
        segment_id: the passage.
        bound_sha256: `ChosenQuotation.bound_sha256` as the reader saw it.
        published_text: the words that may go on to step 2.
        refused: whether the passage must not leave in any form.
        account: who judges.
        now: the moment.

    Raises:
        Problem: `404.quotation-not-found`, `409.text-changed`, `409.no-quote-consent`, `409.participant-withdrawn`,
            `409.record-not-standing`, `422.quotation-empty`, `422.quotation-too-long`.
    """
    words = _checked(published_text, refused)

    def work(db: Connection) -> None:
        quotation = _unchanged(db, segment_id, bound_sha256)
        same = words == quotation.passage.text
        decision = "refused" if refused else "clear" if same else "redacted"
        _store(db, project.keys.log_mark, quotation, 1, decision, None if refused else words, account=account, now=now)

    project.write(work)


def review_recognition(
    project: Project,
    *,
    segment_id: str,
    bound_sha256: str,
    published_sha256: str,
    refused: bool = False,
    account: str,
    now: datetime,
) -> None:
    """Step 2: say that a neighbour could not recognise this person by exactly the words that step 1 let through.

    Raises:
        Problem: as step 1, and `409.step-one-first` when step 1 is not passed or let other words through.
    """

    def work(db: Connection) -> None:
        quotation = _unchanged(db, segment_id, bound_sha256)
        if not quotation.published_sha256 or quotation.published_sha256 != published_sha256:
            raise Problem(
                "409.step-one-first",
                "The words were changed since you read them, or step 1 is not done.",
                remedy="Load the page again and read them once more.",
            )
        words = None if refused else quotation.published_text
        _store(
            db, project.keys.log_mark, quotation, 2, "refused" if refused else "clear", words, account=account, now=now
        )

    project.write(work)


def _with_state(db: Connection, passage: Passage) -> ChosenQuotation:
    bound = _bound_hash(passage, quotations.current_texts(db, passage.transcript_id))
    reviews = quotations.list_reviews(db, passage.segment_id)
    state, words = _judge(passage, bound, reviews)
    passed = state in ("half", "ready")
    return ChosenQuotation(passage, state, bound, words, _hash(words) if passed else "")


def _why_not(passage: Passage) -> State | None:
    """Why nobody may read it for quoting, whatever the reviews say."""
    if passage.withdrawn:
        return "withdrawn"
    if not passage.stands:
        return "not-standing"
    return None if passage.consent else "no-consent"


def _judge(passage: Passage, bound: str, reviews: list[Review]) -> tuple[State, str]:
    if why_not := _why_not(passage):
        return why_not, ""
    first = next((review for review in reversed(reviews) if review.step == 1), None)
    if first is None:
        return "unreviewed", passage.text
    words = first.published_text or ""
    second = next((review for review in reversed(reviews) if review.step == 2 and review.id > first.id), None)
    if passage.replaced or not _still_holds(first, second, bound):
        return "stale", passage.text
    if "refused" in (first.decision, second.decision if second else ""):
        return "refused", ""
    return ("ready" if second else "half"), words


def _still_holds(first: Review, second: Review | None, bound: str) -> bool:
    """Whether both judgements are about the texts as they stand, and the second about the words of the first."""
    if first.text_sha256 != bound or (second and second.text_sha256 != bound):
        return False
    for review in (first, second):
        if review and review.decision != "refused":
            words = review.published_text or ""
            if not (_hash(words) == review.published_sha256 == first.published_sha256):
                return False
    return True


def _bound_hash(passage: Passage, texts: list[tuple[str, str, str]]) -> str:
    bound = [passage.text, passage.version_id, passage.start, passage.end, texts]
    return hashlib.sha256(json.dumps(bound, ensure_ascii=False).encode()).hexdigest()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _require(db: Connection, segment_id: str) -> ChosenQuotation:
    passage = quotations.find_passage(db, segment_id)
    if passage is None or not passage.chosen:
        raise _not_found()
    return _with_state(db, passage)


def _not_found() -> Problem:
    return Problem("404.quotation-not-found", "There is no such quotation.", remedy="Choose one from the list.")


def _require_quotable(passage: Passage) -> None:
    if passage.withdrawn:
        raise Problem(
            "409.participant-withdrawn", "This person has withdrawn.", remedy="Take the quotation out of the release."
        )
    if not passage.stands:
        raise Problem(
            "409.record-not-standing",
            "The interview that this passage comes from was replaced, or is not approved any more.",
            remedy="Look at the record; when it was corrected, make a transcript of the new version.",
        )
    if not passage.consent:
        raise Problem(
            "409.no-quote-consent",
            "This person did not agree to be quoted, or it is not known whose words these are.",
            remedy="Choose another quotation.",
        )


def _unchanged(db: Connection, segment_id: str, bound_sha256: str) -> ChosenQuotation:
    quotation = _require(db, segment_id)
    _require_quotable(quotation.passage)
    if quotation.bound_sha256 != bound_sha256 or quotation.passage.replaced:
        raise Problem(
            "409.text-changed",
            "The text was corrected since you read it; your judgement was not stored.",
            remedy="Load the page again and read it once more; if the passage was replaced, choose the new one.",
        )
    return quotation


def _checked(text: str, refused: bool) -> str:
    words = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if not words and not refused:
        raise Problem("422.quotation-empty", "A quotation needs some words.", remedy="Leave some, or refuse it.")
    if len(words) > LONGEST_QUOTATION:
        raise Problem("422.quotation-too-long", "This quotation is too long.", remedy="Choose a shorter passage.")
    return words


def _store(
    db: Connection,
    mark: Callable[[str], str],
    quotation: ChosenQuotation,
    step: int,
    decision: str,
    words: str | None,
    *,
    account: str,
    now: datetime,
) -> None:
    segment_id = quotation.passage.segment_id
    digest = _hash(words) if words is not None else None
    review = Review(0, segment_id, step, quotation.bound_sha256, decision, words, digest, account, as_text(now))
    quotations.insert_review(db, review)
    detail = {"step": step, "decision": decision, "text_mark": mark(quotation.bound_sha256)}
    if digest is not None:
        detail["published_mark"] = mark(digest)
    _record(db, "release.text-reviewed", segment_id, account=account, now=now, detail=detail)


def _record(
    db: Connection, kind: str, segment_id: str, *, account: str, now: datetime, detail: dict[str, object] | None = None
) -> None:
    record_event(
        db, now=now, actor=f"account:{account}", kind=kind, subject=f"segment:{segment_id}", detail=detail or {}
    )
