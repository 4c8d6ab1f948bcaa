"""Alerts at the desk: closed with an outcome, counted on every page, erased when their time is over."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from fieldkit.config import RetentionSettings
from fieldkit.forms.instance import read_instance
from fieldkit.sealing.seal import PlainFile
from fieldkit.services.accounts import list_accounts
from fieldkit.services.kit_records import receive_kit_record
from fieldkit.services.retention import Erased, erase_due, list_due
from fieldkit.services.review import decide
from fieldkit.store.checks import find_damage
from fieldkit.store.events import first_broken_event, list_events
from fieldkit.store.kit_records import list_alerts
from fieldkit.store.media import media_path
from fieldkit.store.project import Project
from fieldkit.store.vault import open_vault
from tests.conftest import COORDINATOR_PASSWORD, SteeredClock
from tests.kit_records import addition_xml, alert_xml
from tests.records import new_instance_id, sha256, submission_xml
from tests.web.tablet.conftest import Tablet, tablet

__all__ = ["tablet"]

WORDS, OUTCOME = "Her brother waits outside.", "The helpline was called with her: الخط الساخن."
ALERT = "uuid:alert-1"


@pytest.fixture
def alert(project: Project, clock: SteeredClock) -> str:
    """An alert that has just come."""
    send_alert(project, clock, ALERT)
    return ALERT


def send_alert(project: Project, clock: SteeredClock, instance_id: str) -> None:
    xml = alert_xml(instance_id, WORDS, about="uuid:1")
    receive_kit_record(
        project, instance=read_instance(xml), xml=xml, files=[], device=None, handed_in_by=None, now=clock()
    )


def text(client: FlaskClient, address: str) -> str:
    found: str = client.get(address).get_data(as_text=True)
    return re.sub("[\u2066-\u2069]", "", found)


def title(client: FlaskClient, address: str) -> str:
    found = re.search("<title>(.*?)</title>", text(client, address))
    assert found
    return found[1]


def close(client: FlaskClient, instance_id: str, outcome: str = OUTCOME) -> Any:
    return client.post(f"/alerts/{instance_id}/close", data={"outcome": outcome})


def sign_in(client: FlaskClient) -> None:
    """Sign Ada in again: a session lasts half a day."""
    data = {"email": "ada@example.org", "password": COORDINATOR_PASSWORD}
    assert client.post("/sign-in", data=data).status_code == 303


def closed(client: FlaskClient, instance_id: str) -> None:
    assert client.post(f"/alerts/{instance_id}/acknowledge").status_code == 303
    assert close(client, instance_id).status_code == 303


def kinds_of(project: Project, subject: str) -> list[str]:
    with project.read() as db:
        return [event.kind for event in list_events(db, subject=subject)]


def test_an_alert_is_closed_with_what_came_of_it_in_the_vault(
    coordinator: FlaskClient, second_coordinator: FlaskClient, project: Project, clock: SteeredClock, alert: str
) -> None:
    coordinator.post(f"/alerts/{alert}/acknowledge")
    assert "take care of 1 alert that is not closed" in text(coordinator, "/")
    assert "not closed" not in text(second_coordinator, "/"), "it is in Ada's care"
    clock.advance(hours=5)
    assert close(second_coordinator, alert).status_code == 303
    assert "not closed" not in text(coordinator, "/")
    page = second_coordinator.post(f"/alerts/{alert}/words").get_data(as_text=True)
    assert OUTCOME in page
    assert "Bruno Keita" in page
    assert kinds_of(project, f"alert:{alert}") == ["alert.read", "alert.closed", "alert.acknowledged", "alert.received"]
    for path in project.folder.rglob("*"):
        assert not path.is_file() or b"helpline" not in path.read_bytes(), path
    with project.read() as db:
        [row] = list_alerts(db, open_only=False)
    assert (row.closed_at, row.closed_name) == ("2026-05-04T14:30:00.000Z", "Bruno Keita")


def test_what_cannot_be_closed_stays_as_it_is(coordinator: FlaskClient, project: Project, alert: str) -> None:
    answer = close(coordinator, alert)
    assert (answer.status_code, "Nobody takes care" in answer.get_data(as_text=True)) == (409, True)
    coordinator.post(f"/alerts/{alert}/acknowledge")
    for outcome in ("", "  ", "x" * 5001):
        answer = close(coordinator, alert, outcome)
        page = answer.get_data(as_text=True)
        assert (answer.status_code, WORDS in page, "before you close it" in page) == (422, True, True)
        assert outcome.strip()[:100] in page, "what was typed stays"
    assert close(coordinator, alert).status_code == 303
    assert close(coordinator, alert, "Something else").status_code == 409
    assert OUTCOME in coordinator.post(f"/alerts/{alert}/words").get_data(as_text=True)
    assert close(coordinator, "uuid:none").status_code == 404


def test_partners_close_and_erase_nothing(partner: FlaskClient, alert: str) -> None:
    assert close(partner, alert).status_code == 403
    assert partner.post("/alerts/erase-due").status_code == 403
    assert partner.get("/alerts/waiting").status_code == 403


def test_every_page_and_its_title_count_open_alerts_and_say_nothing_of_them(
    coordinator: FlaskClient, second_coordinator: FlaskClient, project: Project, clock: SteeredClock, alert: str
) -> None:
    send_alert(project, clock, "uuid:alert-2")
    for client in (coordinator, second_coordinator):
        for address in ("/records", "/people", "/log", "/settings", "/account"):
            page = text(client, address)
            assert "2 alerts wait" in page
            assert title(client, address).startswith("(2) ")
            assert "brother" not in page
        for address in ("/", "/alerts"):  # they list them
            assert "2 alerts wait:" not in text(client, address)
            assert title(client, address).startswith("(2) ")
    coordinator.post(f"/alerts/{alert}/acknowledge")
    assert title(second_coordinator, "/records").startswith("(1) ")
    assert 'data-count="1"' in text(coordinator, "/alerts/waiting")
    assert "1 alert waits" in text(coordinator, "/alerts/waiting")
    coordinator.post("/alerts/uuid:alert-2/acknowledge")
    assert not title(coordinator, "/records").startswith("(")
    assert "note bad" not in text(coordinator, "/alerts/waiting")


def test_who_is_not_asked_to_take_care_is_told_nothing(partner: FlaskClient, alert: str) -> None:
    for address in ("/", "/account"):
        assert "alert" not in text(partner, address).lower()
        assert not title(partner, address).startswith("(")
    partner.post("/sign-out")
    assert "alert" not in text(partner, "/sign-in").lower()


def keep_for(project: Project, *, alerts: int = 0, additions: int = 0) -> None:
    project.settings = replace(project.settings, retention=RetentionSettings(alerts, additions))


def test_a_closed_alert_is_erased_when_its_time_is_over_and_the_log_keeps_that(
    coordinator: FlaskClient, project: Project, clock: SteeredClock, alert: str
) -> None:
    send_alert(project, clock, "uuid:open")
    closed(coordinator, alert)
    assert "has not decided yet" in text(coordinator, "/alerts")
    keep_for(project, alerts=180, additions=1)
    assert "has not decided yet" not in text(coordinator, "/alerts")
    clock.advance(days=179, hours=23)
    assert list_due(project, now=clock()).count == 0
    assert erase_due(project, actor="account:account-ada", now=clock()) == Erased(0, 0, 0)
    clock.advance(hours=1)
    due = list_due(project, now=clock())
    assert [row.instance_id for row in due.alerts] == [alert], "an alert that is not closed is never due"
    assert erase_due(project, actor="account:account-ada", now=clock()).alerts == 1
    assert list_due(project, now=clock()).count == 0
    assert kinds_of(project, f"alert:{alert}")[0] == "alert.erased"
    with project.read() as db:
        row = next(one for one in list_alerts(db, open_only=False) if one.instance_id == alert)
        assert first_broken_event(db) is None
    assert (row.about, row.said_at, row.device_id, row.erased_at is not None) == (None, None, None, True)
    with open_vault(project, now=clock()) as vault:
        assert (vault.find_alert_words(row.xml_sha256), vault.find_alert_outcome(row.xml_sha256)) == (None, None)


def test_the_desk_shows_what_is_due_and_erases_it(
    coordinator: FlaskClient, project: Project, clock: SteeredClock, alert: str
) -> None:
    keep_for(project, alerts=1)
    closed(coordinator, alert)
    clock.advance(hours=24)
    sign_in(coordinator)
    page = text(coordinator, "/alerts")
    assert "1 alert, closed on" in page
    assert coordinator.post("/alerts/erase-due").status_code == 303
    page = text(coordinator, "/alerts")
    assert ("Closed and erased" in page, "Due to be erased" in page) == (True, False)
    assert coordinator.post(f"/alerts/{alert}/words").status_code == 410
    assert close(coordinator, alert).status_code == 409
    assert WORDS not in coordinator.post(f"/alerts/{alert}/words").get_data(as_text=True)


def add(tablet: Tablet, adds_to: str, files: Sequence[PlainFile] = ()) -> tuple[str, Any, Any]:
    instance_id = new_instance_id()
    xml = addition_xml(instance_id, adds_to, "The street was Via Nuova.", [file.name for file in files])
    envelope = tablet.seal(xml, instance_id=instance_id, form_id="fieldkit-addition", version="1", files=files)
    return instance_id, envelope, tablet.send(envelope)


def approve(project: Project, instance_id: str, clock: SteeredClock) -> None:
    [ada] = [one for one in list_accounts(project) if one.role == "coordinator"]
    decide(project, instance_id=instance_id, state="approved", reason="", account=ada, now=clock())


def test_an_addition_is_due_only_after_its_record_was_decided(
    tablet: Tablet, coordinator: FlaskClient, project: Project, clock: SteeredClock
) -> None:
    keep_for(project, additions=30)
    record = new_instance_id()
    tablet.send_visit(submission_xml(record, who="p1"), record)
    to_record, _envelope, _answer = add(tablet, record)
    to_nothing, _envelope, _answer = add(tablet, "uuid:never-came")
    clock.advance(days=30)
    assert [row.instance_id for row in list_due(project, now=clock()).additions] == [to_nothing]
    approve(project, record, clock)
    assert len(list_due(project, now=clock()).additions) == 1
    clock.advance(days=30)
    assert {row.instance_id for row in list_due(project, now=clock()).additions} == {to_nothing, to_record}


def test_an_erased_addition_leaves_no_words_and_no_file_that_only_it_had(
    tablet: Tablet, coordinator: FlaskClient, project: Project, clock: SteeredClock
) -> None:
    own = PlainFile("street.jpg", "image/jpeg", b"\xff\xd8\xff only here")
    shared = PlainFile("door.jpg", "image/jpeg", b"\xff\xd8\xff in both")
    record = new_instance_id()
    first, _envelope, _answer = add(tablet, record, [own, shared])
    keep_for(project, additions=30)
    clock.advance(days=10)
    second, _envelope, _answer = add(tablet, record, [shared])
    clock.advance(days=20)
    assert erase_due(project, actor="command", now=clock()).files == 1
    assert not media_path(project.media, sha256(own.content)).exists()
    assert media_path(project.media, sha256(shared.content)).exists(), f"{second} has it too"
    with project.read() as db:
        assert find_damage(db) == []
        kinds = [(event.kind, event.detail) for event in list_events(db, subject=f"addition:{first}")]
    assert kinds == [("addition.erased", {"files": 1})]
    clock.advance(days=10)
    assert erase_due(project, actor="command", now=clock()).files == 1
    for path in project.folder.rglob("*"):
        assert not path.is_file() or b"Via Nuova" not in path.read_bytes(), path


def test_what_was_erased_does_not_come_back_and_its_sender_may_let_go(
    tablet: Tablet, coordinator: FlaskClient, project: Project, clock: SteeredClock
) -> None:
    photo = PlainFile("street.jpg", "image/jpeg", b"\xff\xd8\xff only here")
    instance_id, envelope, first = add(tablet, "uuid:never-came", [photo])
    keep_for(project, additions=1)
    clock.advance(days=1)
    erase_due(project, actor="command", now=clock())
    asked = tablet.post("envelopes", envelope.header.as_dict())
    assert asked.json["code"] == "409.parts-missing"
    again = tablet.send(envelope)
    assert again.status_code == 201
    assert again.json["receipt"] == first.json["receipt"], "the very same: every file is named"
    assert not media_path(project.media, sha256(photo.content)).exists()
    assert list_due(project, now=clock() + timedelta(days=400)).count == 0
    other = addition_xml(instance_id, "uuid:never-came", "Other words.", [])
    answer = tablet.send(tablet.seal(other, instance_id=instance_id, form_id="fieldkit-addition", version="1"))
    assert answer.json["code"] == "409.kit-record-differs"
