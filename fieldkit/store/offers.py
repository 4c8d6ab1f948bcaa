"""What is offered near the participants, in the languages in which it was written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from fieldkit.store.sqlite import Connection


@dataclass(frozen=True)
class Offer:
    """One offer: title and words by language (BCP 47); a phone number and a web address, either may be empty."""

    id: str
    title: Mapping[str, str]
    words: Mapping[str, str]
    phone: str
    url: str


def list_offers(db: Connection) -> list[Offer]:
    """Return the offers in their order."""
    rows = db.execute("SELECT id, title, words, phone, url FROM offer ORDER BY position, id")
    return [
        Offer(row["id"], json.loads(row["title"]), json.loads(row["words"]), row["phone"], row["url"]) for row in rows
    ]


def put_offer(db: Connection, offer: Offer) -> None:
    """Store an offer; a new one comes last."""
    db.execute(
        "INSERT INTO offer (id, position, title, words, phone, url)"
        " VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM offer), ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET title = excluded.title, words = excluded.words, phone = excluded.phone,"
        " url = excluded.url",
        (offer.id, _json(offer.title), _json(offer.words), offer.phone, offer.url),
    )


def remove_offer(db: Connection, offer_id: str) -> bool:
    """Take an offer out; return False when there is none."""
    return db.execute("DELETE FROM offer WHERE id = ?", (offer_id,)).rowcount == 1


def _json(texts: Mapping[str, str]) -> str:
    return json.dumps(dict(texts), ensure_ascii=False, sort_keys=True)
