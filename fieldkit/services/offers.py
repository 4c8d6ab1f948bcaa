"""What is offered near the participants: written at the desk, shown on tablets after an interview."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from fieldkit.errors import Problem
from fieldkit.services.phones import checked_phone
from fieldkit.store import offers as store
from fieldkit.store.events import record_event
from fieldkit.store.offers import Offer
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Connection

LONGEST_TITLE, LONGEST_WORDS, LONGEST_URL = 100, 1000, 500


def list_offers(project: Project) -> list[Offer]:
    """Return the offers in their order."""
    with project.read() as db:
        return store.list_offers(db)


def save_offer(
    project: Project,
    *,
    offer_id: str,
    title: Mapping[str, str],
    words: Mapping[str, str],
    phone: str,
    url: str,
    must_exist: bool,
    actor: str,
    now: datetime,
) -> None:
    """Store an offer; a new one comes last. Empty texts of a language are left out.

    Raises:
        Problem: `404.offer` when it must exist and does not; `422.offer-title`, `422.offer-words`, `422.phone` or
            `422.url`, with the field as its place.
    """
    offer = Offer(offer_id, _texts(title), _texts(words), checked_phone(phone, "phone"), _checked_url(url))
    if not offer.title or any(len(text) > LONGEST_TITLE for text in offer.title.values()):
        raise Problem(
            "422.offer-title",
            "The offer needs a short title in at least one language.",
            where="title",
            remedy="Write what is offered, in a few words.",
        )
    if any(len(text) > LONGEST_WORDS for text in offer.words.values()):
        raise Problem(
            "422.offer-words", "The words about the offer are too long.", where="words", remedy="Write less of it."
        )

    def work(db: Connection) -> None:
        if must_exist and not any(one.id == offer_id for one in store.list_offers(db)):
            raise _no_offer()
        store.put_offer(db, offer)
        record_event(db, now=now, actor=actor, kind="offer.saved", subject=f"offer:{offer_id}")

    project.write(work)


def remove_offer(project: Project, *, offer_id: str, actor: str, now: datetime) -> None:
    """Take an offer out.

    Raises:
        Problem: `404.offer`.
    """

    def work(db: Connection) -> None:
        if not store.remove_offer(db, offer_id):
            raise _no_offer()
        record_event(db, now=now, actor=actor, kind="offer.removed", subject=f"offer:{offer_id}")

    project.write(work)


def _no_offer() -> Problem:
    return Problem("404.offer", "There is no such offer.", remedy="Load the page again.")


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items() if text.strip()}


def _checked_url(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        usable = False
    if not usable or len(text) > LONGEST_URL or not text.isprintable() or " " in text:
        raise Problem(
            "422.url", "This is not a web address.", where="url", remedy="Write it like https://example.org/help."
        )
    return text
