"""What a release counts, and the identifiers that must not be in it: read in one go, in a stable order."""

from collections.abc import Iterator
from dataclasses import dataclass

from fieldkit.store.consents import COUNTS
from fieldkit.store.sqlite import Connection

_COUNTED = "state = 'approved' AND complete = 1 AND superseded_by IS NULL AND encrypted_elsewhere = 0"


@dataclass(frozen=True)
class CountedRecord:
    """An approved, complete submission that nothing replaced.

    Attributes:
        researcher: their id, else one that stands for the device; empty when neither is known.
        contact_id: row number of its contact, or None.
    """

    id: int
    form_version_id: str
    form_id: str
    participant_code: str | None
    withdrawn: bool
    received_at: str
    researcher: str
    contact_id: int | None
    place_code: str | None
    xml: bytes


@dataclass(frozen=True)
class WaitingCounts:
    """Records that are not counted: those that wait for a decision, and those that miss files."""

    waiting: int
    incomplete: int


def counted_records(db: Connection, form_id: str) -> Iterator[CountedRecord]:
    """Yield the records of one form that may be counted, in the order of their arrival."""
    rows = db.execute(
        "SELECT s.id, s.form_version_id, v.form_id, s.participant_code, p.withdrawn_at IS NOT NULL AS withdrawn,"  # noqa: S608
        " s.received_at, coalesce(d.researcher_id, 'device ' || s.device_id, '') AS researcher, c.id AS contact_id,"
        " c.place_code, s.xml FROM submission s JOIN form_version v ON v.id = s.form_version_id"
        " LEFT JOIN device d ON d.id = s.device_id LEFT JOIN contact c ON c.submission_id = s.id"
        f" LEFT JOIN participant p ON p.code = s.participant_code WHERE v.form_id = ? AND {_COUNTED}"
        " ORDER BY s.received_at, s.id",
        (form_id,),
    )
    for row in rows:
        yield CountedRecord(**{**dict(row), "withdrawn": bool(row["withdrawn"]), "xml": bytes(row["xml"])})


def ratings_of_form(db: Connection, form_id: str) -> dict[int, dict[str, float]]:
    """Return criterion to rating by contact; where several rated, the mean of each one's last round."""
    rows = db.execute(
        "SELECT r.contact_id, r.criterion, avg(r.value) AS value FROM rating r JOIN contact c ON c.id = r.contact_id"
        " JOIN submission s ON s.id = c.submission_id JOIN form_version v ON v.id = s.form_version_id"
        " WHERE v.form_id = ? AND r.value IS NOT NULL AND r.round = (SELECT max(l.round) FROM rating l"
        " WHERE l.contact_id = r.contact_id AND l.criterion = r.criterion AND l.rater = r.rater)"
        " GROUP BY r.contact_id, r.criterion",
        (form_id,),
    )
    ratings: dict[int, dict[str, float]] = {}
    for row in rows:
        ratings.setdefault(row["contact_id"], {})[row["criterion"]] = row["value"]
    return ratings


def people_who_agree(db: Connection, scope: str) -> set[str]:
    """Return the codes of participants whose last word on `scope` that counts is yes and who have not withdrawn."""
    rows = db.execute(
        "SELECT participant_code, given FROM consent JOIN participant ON code = participant_code"  # noqa: S608
        f" WHERE scope = ? AND withdrawn_at IS NULL AND {COUNTS} ORDER BY at, consent.id",
        (scope,),
    )
    last = {row["participant_code"]: row["given"] for row in rows}
    return {code for code, given in last.items() if given}


def count_waiting(db: Connection) -> WaitingCounts:
    """Return how many records are not counted because somebody has to do something first."""
    row = db.execute(
        "SELECT coalesce(sum(complete = 1 AND state IN ('received', 'has issues', 'edited')), 0) AS waiting,"
        " coalesce(sum(complete = 0), 0) AS incomplete FROM submission WHERE superseded_by IS NULL"
        " AND state <> 'rejected'"
    ).fetchone()
    return WaitingCounts(row["waiting"], row["incomplete"])


def count_coders(db: Connection) -> int:
    """Return how many people coded what was chosen to be quoted."""
    query = "SELECT count(DISTINCT coder_id) FROM segment JOIN release_quotation ON segment_id = segment.id"
    return int(db.execute(query).fetchone()[0])


def last_change(db: Connection) -> int:
    """Return the number of the last event that can change what would be published."""
    row = db.execute(
        "SELECT coalesce(max(number), 0) FROM event WHERE kind NOT LIKE 'account.%' AND kind NOT LIKE 'session.%'"
        " AND kind <> 'vault.read' AND kind <> 'release.approved'"
    ).fetchone()
    return int(row[0])


def all_answers_xml(db: Connection) -> Iterator[tuple[str, bytes]]:
    """Yield form version id and XML of every submission, whatever its state, that can be read."""
    for row in db.execute("SELECT form_version_id, xml FROM submission WHERE encrypted_elsewhere = 0 ORDER BY id"):
        yield row["form_version_id"], bytes(row["xml"])


def known_identifiers(db: Connection) -> Iterator[tuple[str, str]]:
    """Yield kind and value of every identifier that the project's tables hold."""
    for kind, query in _IDENTIFIERS:
        for row in db.execute(query):
            yield kind, str(row[0])


_IDENTIFIERS = (
    (
        "record",
        "SELECT instance_id FROM submission UNION SELECT deprecated_id FROM submission WHERE deprecated_id > ''",
    ),
    ("code", "SELECT code FROM participant"),
    ("device", "SELECT id FROM device UNION SELECT token_id FROM device"),
    ("name", "SELECT name FROM researcher"),
    ("account", "SELECT name FROM account UNION SELECT email FROM account UNION SELECT id FROM account"),
    ("account", "SELECT id FROM researcher"),
    (
        "file",
        "SELECT name FROM submission_file UNION SELECT received_name FROM submission_file WHERE received_name > ''",
    ),
    ("time", "SELECT DISTINCT substr(received_at, 1, 16) FROM submission"),
    ("time", "SELECT DISTINCT substr(started_at, 1, 16) FROM contact WHERE started_at > ''"),
    ("time", "SELECT DISTINCT substr(ended_at, 1, 16) FROM contact WHERE ended_at > ''"),
)
