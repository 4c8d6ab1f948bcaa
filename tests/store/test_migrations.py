"""A project that an earlier version filled is opened by this one."""

import sys
from importlib import resources
from pathlib import Path

import pytest

from fieldkit.sealing.fields import seal_field
from fieldkit.sealing.keys import load_keys
from fieldkit.services.enrol import device_for_token
from fieldkit.services.lost import tablet_page
from fieldkit.services.receive import submission_status
from fieldkit.services.reports import take_report
from fieldkit.services.vault import read_participant
from fieldkit.store.checks import find_damage, list_applied_migrations
from fieldkit.store.db import DirectWriter, migrate
from fieldkit.store.events import first_broken_event, record_event
from fieldkit.store.project import open_project
from fieldkit.store.reports import DeviceReport
from fieldkit.store.sqlite import Connection
from tests.records import NOW, TOKEN, sha256

AT = "2026-05-04T09:30:00.000Z"
XML = b'<data id="visit" version="3"><meta><instanceID>uuid:1</instanceID></meta></data>'
FIRST_YEAR = f"""
INSERT INTO account VALUES ('a', 'Ada', 'ada@example.org', 'coordinator', 'en', 'x', '{AT}', NULL);
INSERT INTO device VALUES ('d', '12345678', '{sha256(TOKEN.encode())}', 'Tablet 1', NULL, '{AT}', '{AT}', NULL);
INSERT INTO form VALUES ('visit', 'A visit', NULL, '{AT}');
INSERT INTO form_version (id, form_id, version, xform, xform_sha256, xform_md5, tablet_xform, tablet_xform_sha256,
  source_name, source, languages, questions, roles, findings, published_at)
  VALUES ('v', 'visit', '3', x'', '', '', x'', '', 'f.md', x'', '[]', '[]', '{{}}', '[]', '{AT}');
INSERT INTO submission (instance_id, form_version_id, device_id, xml, xml_sha256, complete, received_at, owner_id)
  VALUES ('uuid:1', 'v', 'd', CAST('{XML.decode()}' AS BLOB), '{sha256(XML)}', 1, '{AT}', 'a');
"""


def of_version_1(package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a package that holds only the first migration of `package`."""
    first = min(entry.name for entry in resources.files(package).iterdir() if entry.name.endswith(".sql"))
    name = f"version_1_of_{package.rpartition('.')[2]}"
    (tmp_path / "old" / name).mkdir(parents=True)
    (tmp_path / "old" / name / "__init__.py").touch()
    (tmp_path / "old" / name / first).write_text((resources.files(package) / first).read_text(encoding="utf-8"))
    monkeypatch.setattr(sys, "path", [str(tmp_path / "old"), *sys.path])
    return name


def test_a_project_of_version_1_is_opened_with_everything_in_it(
    project_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = DirectWriter(project_folder / "project.db")
    package = of_version_1("fieldkit.store.migrations", tmp_path, monkeypatch)
    assert migrate(writer, AT, package=package) == ["0001_foundation.sql"]
    for statement in FIRST_YEAR.split(";\n"):
        writer.run(lambda db, statement=statement: db.execute(statement).close())  # type: ignore[misc]
    writer.run(
        lambda db: record_event(
            db, now=NOW, actor="device:d", kind="submission.received", subject="s", detail={"xml_sha256": "a bare hash"}
        )
    )
    writer.close()
    _fill_vault(project_folder, tmp_path, monkeypatch)

    project = open_project(project_folder, now=NOW)
    assert submission_status(project, "uuid:1")["xml_sha256"] == sha256(XML)
    device = device_for_token(project, TOKEN)
    assert (device.name, device.lost_at, device.revoked_at) == ("Tablet 1", None, None)
    report = DeviceReport("0.2.0", 1, 0, 0, persisted=True, kept_offline=True, free_bytes=None)
    take_report(project, device=device, report=report, erased=False, now=NOW)
    assert tablet_page(project, device_id="d").report is not None
    [note] = read_participant(project, code="P1", actor="account:a", now=NOW).notes
    assert note.text == "Ask how she is."
    with project.read() as db:
        _is_sound(db)
    project.close()


def _fill_vault(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = load_keys("test-project").vault
    text = seal_field(key, b"Ask how she is.", table="safeguarding_note", row="n", column="text", nonce=b"n" * 12)
    writer = DirectWriter(folder / "vault.db")
    migrate(writer, AT, package=of_version_1("fieldkit.store.vault_migrations", tmp_path, monkeypatch))
    writer.run(lambda db: db.execute("INSERT INTO safeguarding_note VALUES ('n', 'P1', ?, ?)", (text, AT)).close())
    writer.close()


def _is_sound(db: Connection) -> None:
    applied = list_applied_migrations(db)
    assert applied[:2] == ["0001_foundation.sql", "0002_tablet.sql"]
    assert find_damage(db) == []
    assert first_broken_event(db) is None
