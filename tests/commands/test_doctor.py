"""The doctor sees what was planted, says what to do, and is calm where all is well."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fieldkit.config import RetentionSettings, load_settings, save_settings
from fieldkit.forms.instance import read_instance
from fieldkit.sealing.keys import generate_keys, save_keys
from fieldkit.services.accounts import NewAccount, create_account
from fieldkit.services.alerts import acknowledge_alert, close_alert
from fieldkit.services.kit_records import receive_kit_record
from fieldkit.services.lost import report_lost
from fieldkit.store import sqlite
from fieldkit.store.project import open_project
from fieldkit.store.times import as_text
from tests.kit_records import alert_xml
from tests.records import enrol

from ..conftest import SteeredClock
from .conftest import Run
from .test_submissions import held, send_photo

__all__ = ["held"]


def checks(run: Run, folder: Path, *words: str) -> dict[str, Any]:
    return {check["name"]: check for check in run("doctor", folder, *words, "--json").object["checks"]}


@pytest.fixture
def fresh(run: Run, tmp_path: Path, keys: Path) -> Path:
    run("init", tmp_path / "fresh")
    return tmp_path / "fresh"


def test_a_fresh_project_is_healthy_in_every_respect(run: Run, fresh: Path) -> None:
    outcome = run("doctor", fresh, "--json")
    assert outcome.exit == 0
    assert outcome.object["healthy"]
    assert {check["health"] for check in outcome.object["checks"]} == {"ok"}


def test_a_changed_file_is_found_by_its_hash(run: Run, held: Path, clock: SteeredClock) -> None:
    sha256 = send_photo(held, clock, b"a photo of a door")
    (held / "media" / sha256[:2] / sha256).write_bytes(b"a photo of a d00r")
    outcome = run("doctor", held, "--json")
    assert outcome.exit == 1
    assert sha256 in next(check for check in outcome.object["checks"] if check["name"] == "media")["what"]
    assert checks(run, held, "--quick")["media"]["health"] == "ok"  # only the length was compared


def test_a_lost_file_is_found_at_once(run: Run, held: Path, clock: SteeredClock) -> None:
    sha256 = send_photo(held, clock, b"a photo of a door")
    (held / "media" / sha256[:2] / sha256).unlink()
    assert checks(run, held, "--quick")["media"]["health"] == "fault"


def test_a_log_changed_behind_our_back_is_found(run: Run, held: Path) -> None:
    database = sqlite.connect(held / "project.db")
    database.execute("DROP TRIGGER event_is_never_changed")
    database.execute("UPDATE event SET actor = 'nobody' WHERE number = 1")
    database.commit()
    database.close()
    found = checks(run, held)["log"]
    assert found["health"] == "fault"
    assert "event 1" in found["what"]


def test_files_that_have_not_come_are_a_warning(run: Run, held: Path) -> None:
    outcome = run("doctor", held, "--json")
    assert outcome.exit == 0
    assert next(check for check in outcome.object["checks"] if check["name"] == "files awaited")["health"] == "warning"


def test_keys_that_others_may_read_are_a_fault(run: Run, fresh: Path, keys: Path) -> None:
    next(keys.iterdir()).chmod(0o644)
    assert checks(run, fresh)["keys"]["remedy"].startswith("Run: chmod 600")


def test_another_projects_keys_do_not_pass(run: Run, fresh: Path, keys: Path) -> None:
    (path,) = keys.iterdir()
    path.unlink()
    save_keys(path.stem, generate_keys())
    assert checks(run, fresh)["keys"]["health"] == "fault"


def test_keys_inside_the_folder_are_a_fault(run: Run, fresh: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys.rename(fresh / "keys")
    monkeypatch.setenv("FIELDKIT_KEYS", str(fresh / "keys"))
    assert "inside" in checks(run, fresh)["keys"]["what"]


def test_plain_http_for_other_machines_is_a_warning(run: Run, tmp_path: Path, keys: Path) -> None:
    run("init", tmp_path / "plain", "--base-url", "http://field.example.org")
    assert checks(run, tmp_path / "plain")["address"]["health"] == "warning"


def test_a_damaged_database_is_a_fault_and_no_traceback(run: Run, held: Path) -> None:
    content = bytearray((held / "project.db").read_bytes())
    for page in range(8, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\x5a" * 64
    (held / "project.db").write_bytes(content)
    outcome = run("doctor", held, "--json")
    assert outcome.exit in (1, 3)
    assert "Traceback" not in outcome.err


def receive_alert(folder: Path, clock: SteeredClock) -> None:
    project = open_project(folder, now=clock())
    xml = alert_xml("uuid:alert", "worried")
    receive_kit_record(
        project, instance=read_instance(xml), xml=xml, files=[], device=None, handed_in_by=None, now=clock()
    )
    project.close()


def test_an_alert_that_nobody_takes_care_of_is_a_fault_after_the_agreed_time(
    run: Run, held: Path, clock: SteeredClock
) -> None:
    clock.moment = datetime.now(UTC)
    receive_alert(held, clock)
    assert checks(run, held)["alerts"]["health"] == "warning"
    clock.advance(hours=-5)
    project = open_project(held, now=clock())
    project.write(lambda db: db.execute("UPDATE alert SET received_at = ?", (as_text(clock()),)).close())
    project.close()
    assert checks(run, held)["alerts"]["health"] == "fault"


def test_what_is_due_to_be_erased_or_not_decided_is_a_warning(run: Run, held: Path, clock: SteeredClock) -> None:
    assert checks(run, held)["retention"]["health"] == "ok"  # nothing is held of which it would have to be decided
    receive_alert(held, clock)
    undecided = checks(run, held)["retention"]
    assert (undecided["health"], "has not decided" in undecided["what"]) == ("warning", True)
    decide_and_close(held, clock)
    assert "1 alerts and 0 additions are due" in checks(run, held)["retention"]["what"]
    assert run("erase-due", held, "--yes", "--json").object == {"alerts": 1, "additions": 0, "files": 0}
    found = checks(run, held)
    assert (found["retention"]["health"], found["vault"]["health"], found["log"]["health"]) == ("ok", "ok", "ok")


def test_erase_due_lists_and_erases_only_when_told(run: Run, held: Path, clock: SteeredClock) -> None:
    receive_alert(held, clock)
    assert run("erase-due", held, "--json").object == {"undecided": True, "due": []}
    decide_and_close(held, clock)
    listed = run("erase-due", held)
    assert (listed.exit, listed.out.startswith("alert uuid:alert, over since 2026-05-04")) == (1, True)
    assert run("erase-due", held).exit == 1, "it was only listed"
    assert "Erased 1 alerts" in run("erase-due", held, "--yes").out
    again = run("erase-due", held)
    assert (again.exit, again.out.strip()) == (0, "Nothing is due.")


def decide_and_close(folder: Path, clock: SteeredClock) -> None:
    """Keep alerts for a day and additions for two, and close the one alert on the day of `clock`, months ago."""
    settings = replace(load_settings(folder), retention=RetentionSettings(alert_days=1, addition_days=2))
    save_settings(folder, settings)
    project = open_project(folder, now=clock())
    new = NewAccount("Ada Lindqvist", "ada@example.org", "coordinator", "en", "four plain words here")
    ada = create_account(project, new, actor="command", now=clock(), account_id="account-ada")
    acknowledge_alert(project, instance_id="uuid:alert", account=ada, now=clock())
    close_alert(project, instance_id="uuid:alert", outcome="Helped.", account=ada, now=clock())
    project.close()


def test_a_vault_without_an_alerts_words_or_with_other_bytes_is_a_fault(
    run: Run, held: Path, clock: SteeredClock
) -> None:
    receive_alert(held, clock)
    assert checks(run, held)["vault"]["health"] == "ok"
    database = sqlite.connect(held / "vault.db")
    database.execute("DELETE FROM alert_words")
    database.commit()
    database.close()
    assert "words of 1 alerts" in checks(run, held)["vault"]["what"]
    for path in held.glob("vault.db*"):
        path.write_bytes(b"no database at all" * 500)
    assert checks(run, held)["vault"]["health"] == "fault"


def test_a_lost_tablet_is_a_fault_once_the_72_hours_are_over(run: Run, held: Path, clock: SteeredClock) -> None:
    clock.moment = datetime.now(UTC) - timedelta(hours=71)
    project = open_project(held, now=clock())
    device_id = enrol(project).device_id
    report_lost(project, device_id=device_id, account_id=None, now=clock())
    project.close()
    assert checks(run, held)["lost tablets"]["health"] == "warning"
    project = open_project(held, now=clock())
    at = as_text(clock() - timedelta(hours=2))
    project.write(lambda db: db.execute("UPDATE lost_tablet SET reported_at = ?", (at,)).close())
    project.close()
    assert checks(run, held)["lost tablets"]["health"] == "fault"
