"""Additions and alerts. They are no submissions: no list, table, transcript or release ever reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fieldkit.store.sqlite import Connection, Row
from fieldkit.store.times import as_text


@dataclass(frozen=True)
class HeldKitRecord:
    """What is held of an addition or an alert; `received_at` stored text.

    Attributes:
        erased: its time was over: it is known, and its content is gone.
    """

    instance_id: str
    xml_sha256: str
    files: dict[str, str]
    received_at: str
    erased: bool = False


@dataclass(frozen=True)
class AdditionRow:
    """An addition to a record; times are stored text, `files` name to SHA-256."""

    instance_id: str
    xml: bytes
    device_name: str | None
    received_at: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AlertRow:
    """An alert without its words; times are stored text.

    Attributes:
        about: the instanceID of a record, or None; None also once it is erased.
        record_id: the row number of that record, when it is here.
        urgent: somebody is in danger now.
        said_at: on the tablet's clock, or None.
        xml_sha256: names its words in the vault.
        closed_at: when somebody wrote down what came of it.
        erased_at: when its words went, after the study's period.
    """

    instance_id: str
    about: str | None
    record_id: int | None
    urgent: bool
    said_at: str | None
    device_id: str | None
    device_name: str | None
    xml_sha256: str
    received_at: str
    acknowledged_at: str | None
    acknowledged_by: str | None
    acknowledged_name: str | None
    closed_at: str | None
    closed_name: str | None
    erased_at: str | None


_ALERT = """
SELECT alert.instance_id, about, submission.id AS record_id, urgent, said_at, alert.device_id,
  device.name AS device_name, alert.xml_sha256, alert.received_at, acknowledged_at, acknowledged_by,
  account.name AS acknowledged_name, closed_at, closer.name AS closed_name, erased_at
FROM alert
  LEFT JOIN device ON device.id = alert.device_id
  LEFT JOIN submission ON submission.instance_id = about
  LEFT JOIN account ON account.id = acknowledged_by
  LEFT JOIN account AS closer ON closer.id = closed_by
"""


def record_kit_envelope(db: Connection, header_sha256: str, instance_id: str, now: datetime) -> None:
    """Remember that the envelope with this header was stored as `instance_id`."""
    db.execute(
        "INSERT INTO kit_envelope (header_sha256, instance_id, received_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (header_sha256, instance_id, as_text(now)),
    )


def find_kit_record_of_envelope(db: Connection, header_sha256: str) -> str | None:
    """Return the instanceID under which the envelope with this header was stored."""
    row = db.execute("SELECT instance_id FROM kit_envelope WHERE header_sha256 = ?", (header_sha256,)).fetchone()
    return row["instance_id"] if row else None


def find_kit_record(db: Connection, instance_id: str) -> HeldKitRecord | None:
    """Return what is held of an addition or an alert."""
    row = db.execute(
        "SELECT xml_sha256, received_at, erased_at FROM addition WHERE instance_id = ?1"
        " UNION ALL SELECT xml_sha256, received_at, erased_at FROM alert WHERE instance_id = ?1",
        (instance_id,),
    ).fetchone()
    if row is None:
        return None
    files = dict(_files(db, instance_id))
    return HeldKitRecord(instance_id, row["xml_sha256"], files, row["received_at"], erased=bool(row["erased_at"]))


def insert_addition(
    db: Connection,
    *,
    instance_id: str,
    adds_to: str,
    device_id: str | None,
    xml: bytes,
    xml_sha256: str,
    files: Mapping[str, str],
    now: datetime,
) -> None:
    """Store an addition with its files (name to SHA-256), which `media` must hold already."""
    db.execute(
        "INSERT INTO addition (instance_id, adds_to, device_id, xml, xml_sha256, received_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (instance_id, adds_to, device_id, xml, xml_sha256, as_text(now)),
    )
    db.executemany(
        "INSERT INTO addition_file (instance_id, name, sha256) VALUES (?, ?, ?)",
        [(instance_id, name, sha256) for name, sha256 in files.items()],
    )


def insert_alert(
    db: Connection,
    *,
    instance_id: str,
    about: str | None,
    urgent: bool,
    said_at: str | None,
    device_id: str | None,
    xml_sha256: str,
    now: datetime,
) -> None:
    """Store an alert; its words are in the vault already."""
    db.execute(
        "INSERT INTO alert (instance_id, about, urgent, said_at, device_id, xml_sha256, received_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (instance_id, about, urgent, said_at, device_id, xml_sha256, as_text(now)),
    )


def list_additions(db: Connection, adds_to: str) -> list[AdditionRow]:
    """Return what was added to a record, in the order in which it came."""
    rows = db.execute(
        "SELECT instance_id, xml, device.name AS device_name, received_at FROM addition"
        " LEFT JOIN device ON device.id = device_id WHERE adds_to = ? AND addition.erased_at IS NULL"
        " ORDER BY received_at, addition.rowid",
        (adds_to,),
    ).fetchall()
    return [
        AdditionRow(
            row["instance_id"],
            bytes(row["xml"]),
            row["device_name"],
            row["received_at"],
            tuple(_files(db, row["instance_id"])),
        )
        for row in rows
    ]


def list_additions_without_record(db: Connection) -> list[tuple[str, str]]:
    """Return the record's instanceID and the time of receipt of additions whose record has not come, oldest first."""
    rows = db.execute(
        "SELECT adds_to, min(received_at) AS received_at FROM addition"
        " WHERE erased_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM submission WHERE submission.instance_id = adds_to)"
        " GROUP BY adds_to ORDER BY 2"
    )
    return [(row["adds_to"], row["received_at"]) for row in rows]


def list_alerts(db: Connection, *, open_only: bool) -> list[AlertRow]:
    """Return alerts: the open ones first and the oldest of them on top, then those taken care of, then the closed."""
    rows = db.execute(
        _ALERT + "WHERE NOT ? OR acknowledged_at IS NULL ORDER BY closed_at IS NOT NULL, closed_at DESC,"
        " acknowledged_at IS NOT NULL, acknowledged_at DESC, urgent DESC, alert.received_at",
        (open_only,),
    )
    return [_alert(row) for row in rows]


def find_alert(db: Connection, instance_id: str) -> AlertRow | None:
    """Return one alert."""
    row = db.execute(_ALERT + "WHERE alert.instance_id = ?", (instance_id,)).fetchone()
    return _alert(row) if row else None


def mark_acknowledged(db: Connection, instance_id: str, *, account_id: str, now: datetime) -> bool:
    """Note who takes care of an alert; return False when somebody does already."""
    changed = db.execute(
        "UPDATE alert SET acknowledged_at = ?, acknowledged_by = ? WHERE instance_id = ? AND acknowledged_at IS NULL",
        (as_text(now), account_id, instance_id),
    )
    return changed.rowcount == 1


def mark_closed(db: Connection, instance_id: str, *, account_id: str, now: datetime) -> bool:
    """Note who closed an alert that somebody takes care of; return False when it is not so, or closed already."""
    changed = db.execute(
        "UPDATE alert SET closed_at = ?, closed_by = ?"
        " WHERE instance_id = ? AND acknowledged_at IS NOT NULL AND closed_at IS NULL",
        (as_text(now), account_id, instance_id),
    )
    return changed.rowcount == 1


def count_alerts_of(db: Connection, device_id: str, *, since: datetime) -> int:
    """Count the alerts that came from a device since then."""
    row = db.execute(
        "SELECT count(*) FROM alert WHERE device_id = ? AND received_at > ?", (device_id, as_text(since))
    ).fetchone()
    return int(row[0])


def count_open_alerts(db: Connection) -> int:
    """Count the alerts that nobody takes care of yet."""
    return int(db.execute("SELECT count(*) FROM alert WHERE acknowledged_at IS NULL").fetchone()[0])


def _files(db: Connection, instance_id: str) -> list[tuple[str, str]]:
    rows = db.execute("SELECT name, sha256 FROM addition_file WHERE instance_id = ? ORDER BY rowid", (instance_id,))
    return [(row["name"], row["sha256"]) for row in rows]


def _alert(row: Row) -> AlertRow:
    values = dict(row)
    values["urgent"] = bool(values["urgent"])
    return AlertRow(**values)
