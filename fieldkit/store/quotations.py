"""Segments that were chosen to be quoted, with the texts they stand in, the person's consent and the reviews."""

from dataclasses import dataclass
from datetime import datetime

from fieldkit.store.consents import COUNTS
from fieldkit.store.sqlite import Connection, Row
from fieldkit.store.times import as_text

_CURRENT = "NOT EXISTS (SELECT 1 FROM transcript_version later WHERE later.replaces = v.id)"
_STANDS = "(t.submission_id IS NULL OR (sub.state = 'approved' AND sub.complete = 1 AND sub.superseded_by IS NULL))"
_WHOSE = "CASE WHEN t.submission_id IS NULL THEN t.participant_code ELSE sub.participant_code END"
"""A record's code as it is now: it may have been derived anew since its transcript was made."""


@dataclass(frozen=True)
class Passage:
    """A coded passage as it stands in its transcript.

    Attributes:
        text: of the passage; `before` and `after` are the words around it.
        replaced: whether a correction replaced the text that it stands in.
        chosen: whether somebody chose it for the release.
        stands: whether the record that it comes from is approved, complete and replaced by nothing; a text that was
            imported from a file always stands.
        consent: whether its person agrees to be quoted, as they last said; None when nobody knows whose it is.
        withdrawn: whether that person has withdrawn.
    """

    segment_id: str
    transcript_id: str
    transcript_title: str
    version_id: str
    start: int
    end: int
    text: str
    before: str
    after: str
    language: str
    code: str
    replaced: bool
    chosen: bool
    stands: bool
    participant_code: str | None
    consent: bool | None
    withdrawn: bool


@dataclass(frozen=True)
class Review:
    """One judgement on one passage."""

    id: int
    segment_id: str
    step: int
    text_sha256: str
    decision: str
    published_text: str | None
    published_sha256: str | None
    account_id: str
    at: str


AROUND = 160
"""How many code points before and after a passage are shown with it."""

_PASSAGES = f"""
SELECT s.id AS segment_id, t.id AS transcript_id, t.title AS transcript_title, v.id AS version_id, s.start, s."end",
  substr(v.text, s.start + 1, s."end" - s.start) AS text,
  substr(v.text, max(s.start - {AROUND}, 0) + 1, min(s.start, {AROUND})) AS before,
  substr(v.text, s."end" + 1, {AROUND}) AS after,
  v.language, c.name AS code, NOT {_CURRENT} AS replaced, q.segment_id IS NOT NULL AS chosen, {_STANDS} AS stands,
  {_WHOSE} AS participant_code,
  (SELECT given FROM consent WHERE consent.participant_code = {_WHOSE} AND scope = 'quote' AND {COUNTS}
    ORDER BY consent.at DESC, consent.id DESC LIMIT 1) AS consent,
  (SELECT withdrawn_at FROM participant WHERE code = {_WHOSE}) IS NOT NULL AS withdrawn
FROM segment s
JOIN transcript_version v ON v.id = s.transcript_version_id
JOIN transcript t ON t.id = v.transcript_id
JOIN code c ON c.id = s.code_id
LEFT JOIN submission sub ON sub.id = t.submission_id
LEFT JOIN release_quotation q ON q.segment_id = s.id
WHERE s.deleted_at IS NULL
"""  # noqa: S608 - nothing but our own words


def list_chosen_passages(db: Connection) -> list[Passage]:
    """Return the passages that were chosen, in the order in which they were."""
    return [_passage(row) for row in db.execute(_PASSAGES + " AND q.segment_id IS NOT NULL ORDER BY q.chosen_at, s.id")]


def list_passages_to_choose(db: Connection, *, code_id: str | None = None, limit: int = 200) -> list[Passage]:
    """Return passages of current texts that stand and were not chosen, of one code or all, the newest first."""
    query = f" AND q.segment_id IS NULL AND (?1 IS NULL OR s.code_id = ?1) AND {_CURRENT} AND {_STANDS}"
    return [
        _passage(row)
        for row in db.execute(_PASSAGES + query + " ORDER BY s.created_at DESC, s.id LIMIT ?2", (code_id, limit))
    ]


def find_passage(db: Connection, segment_id: str) -> Passage | None:
    """Return one passage, or None when it was removed or never was."""
    row = db.execute(_PASSAGES + " AND s.id = ?", (segment_id,)).fetchone()
    return _passage(row) if row else None


def current_texts(db: Connection, transcript_id: str) -> list[tuple[str, str, str]]:
    """Return kind, language and hash of each current text of a transcript, in a stable order."""
    rows = db.execute(
        f"SELECT kind, language, text_sha256 FROM transcript_version v WHERE transcript_id = ? AND {_CURRENT}"  # noqa: S608
        " ORDER BY kind, language, text_sha256",
        (transcript_id,),
    )
    return [(row["kind"], row["language"], row["text_sha256"]) for row in rows]


def record_behind(db: Connection, transcript_id: str) -> tuple[str, bytes] | None:
    """Return form version id and XML of the record that a transcript was made from, or None."""
    row = db.execute(
        "SELECT s.form_version_id, s.xml FROM submission s JOIN transcript t ON t.submission_id = s.id WHERE t.id = ?",
        (transcript_id,),
    ).fetchone()
    return (row["form_version_id"], bytes(row["xml"])) if row else None


def choose(db: Connection, segment_id: str, *, account_id: str, now: datetime) -> None:
    """Choose a passage to be quoted."""
    db.execute(
        "INSERT INTO release_quotation (segment_id, account_id, chosen_at) VALUES (?,?,?) ON CONFLICT DO NOTHING",
        (segment_id, account_id, as_text(now)),
    )


def take_out(db: Connection, segment_id: str) -> bool:
    """Take a passage out again; its reviews stay. Tell whether it was chosen."""
    return db.execute("DELETE FROM release_quotation WHERE segment_id = ?", (segment_id,)).rowcount > 0


def list_reviews(db: Connection, segment_id: str) -> list[Review]:
    """Return the judgements on a passage in the order in which they were made."""
    rows = db.execute("SELECT * FROM text_review WHERE segment_id = ? ORDER BY id", (segment_id,))
    return [Review(*row) for row in rows]


def insert_review(db: Connection, review: Review) -> None:
    """Store a judgement; its id is given by the database."""
    db.execute(
        "INSERT INTO text_review (segment_id, step, text_sha256, decision, published_text, published_sha256,"
        " account_id, at) VALUES (?,?,?,?,?,?,?,?)",
        tuple(vars(review).values())[1:],
    )


def _passage(row: Row) -> Passage:
    values = dict(row)
    for name in ("replaced", "chosen", "stands", "withdrawn"):
        values[name] = bool(values[name])
    values["consent"] = None if values["consent"] is None else bool(values["consent"])
    return Passage(**values)
