"""Additions and alerts: received like records, and never among them."""

import base64
import json
import logging
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from fieldkit.errors import Problem
from fieldkit.sealing.receipt import receipt_is_genuine
from fieldkit.sealing.seal import PlainFile
from fieldkit.services.alerts import list_alerts, open_alerts
from fieldkit.services.flatten import rebuild_flat
from fieldkit.services.holdings import list_holdings
from fieldkit.services.kit_records import LARGEST_ALERT
from fieldkit.services.review import list_conflicts, list_records
from fieldkit.store.accounts import find_account
from fieldkit.store.events import list_events
from fieldkit.store.project import Project
from fieldkit.store.reviews import RecordFilter
from tests.conftest import SteeredClock
from tests.kit_records import addition_xml, alert_xml
from tests.records import VISIT, new_instance_id, publish, sha256, submission_xml
from tests.web.tablet.conftest import Tablet

WORDS = "She said that her brother waits outside: أخوها ينتظر"


def send_alert(tablet: Tablet, **more: Any) -> tuple[str, TestResponse]:
    instance_id = new_instance_id()
    xml = alert_xml(instance_id, WORDS, **more)
    return instance_id, tablet.send(tablet.seal(xml, instance_id=instance_id, form_id="fieldkit-alert", version="1"))


def send_addition(tablet: Tablet, adds_to: str, files: list[PlainFile]) -> tuple[str, bytes, TestResponse]:
    instance_id = new_instance_id()
    xml = addition_xml(instance_id, adds_to, "The street was <Via Nuova>.", [file.name for file in files])
    envelope = tablet.seal(xml, instance_id=instance_id, form_id="fieldkit-addition", version="1", files=files)
    return instance_id, xml, tablet.send(envelope)


def receipt(answer: TestResponse, project: Project) -> dict[str, Any]:
    assert answer.status_code == 201, answer.data
    signature = base64.b64decode(answer.json["signature"])
    assert receipt_is_genuine(answer.json["receipt"], signature, project.keys.receipts.public_key())
    content: dict[str, Any] = json.loads(answer.json["receipt"])
    return content


def test_a_stolen_token_cannot_bury_alerts_and_a_real_one_comes_later(
    tablet: Tablet, project: Project, clock: SteeredClock, coordinator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fieldkit.services.kit_records.ALERTS_PER_HOUR", 3)
    first_id, first = send_alert(tablet)
    assert [send_alert(tablet)[1].status_code for _ in range(2)] == [201, 201]
    real_id = new_instance_id()
    real = tablet.seal(alert_xml(real_id, WORDS), instance_id=real_id, form_id="fieldkit-alert", version="1")
    answer = tablet.send(real)
    assert (answer.status_code, answer.json["code"]) == (429, "429.alerts")
    assert len(list_alerts(project, now=clock())) == 3
    assert send_addition(tablet, new_instance_id(), [])[2].status_code == 201  # all else goes on
    clock.advance(minutes=61)
    assert receipt(tablet.send(real), project)["instance_id"] == real_id
    assert receipt(first, project)["instance_id"] == first_id
    assert WORDS in coordinator.post(f"/alerts/{real_id}/words").get_data(as_text=True)


def test_an_alert_that_is_larger_than_any_is_refused_before_the_vault_grows(tablet: Tablet, project: Project) -> None:
    instance_id = new_instance_id()
    xml = alert_xml(instance_id, "x" * LARGEST_ALERT)
    answer = tablet.send(tablet.seal(xml, instance_id=instance_id, form_id="fieldkit-alert", version="1"))
    assert (answer.status_code, answer.json["code"]) == (413, "413.alert-too-large")
    assert not (project.folder / "vault.db").exists()


def record_number(project: Project, instance_id: str) -> int:
    return next(one.id for one in list_records(project, RecordFilter()).records if one.instance_id == instance_id)


def test_an_addition_gets_a_receipt_and_stands_on_its_records_page(
    tablet: Tablet, project: Project, coordinator: FlaskClient
) -> None:
    record = new_instance_id()
    photo = PlainFile("street.jpg", "image/jpeg", b"\xff\xd8\xff a street")
    instance_id, xml, answer = send_addition(tablet, record, [photo])
    content = receipt(answer, project)
    assert (content["instance_id"], content["xml_sha256"]) == (instance_id, sha256(xml))
    assert content["files"] == {"street.jpg": sha256(photo.content)}
    assert "1 record was added to" in coordinator.get("/").get_data(as_text=True), "it waits for its record"
    tablet.send_visit(submission_xml(record, who="p1"), record)
    number = record_number(project, record)
    page = coordinator.get(f"/records/{number}").get_data(as_text=True)
    assert "The street was &lt;Via Nuova&gt;." in page
    file = coordinator.get(f"/records/{number}/additions/{instance_id}/files/{sha256(photo.content)}")
    assert file.data == photo.content
    assert coordinator.get(f"/records/{number}/additions/{instance_id}/files/{'0' * 64}").status_code == 404
    assert "was added to" not in coordinator.get("/").get_data(as_text=True)


def test_the_same_again_gets_the_same_receipt(tablet: Tablet, project: Project, clock: SteeredClock) -> None:
    for form_id, xml_of in (("fieldkit-addition", addition_xml), ("fieldkit-alert", alert_xml)):
        instance_id = new_instance_id()
        xml = addition_xml(instance_id, "uuid:1", "a") if xml_of is addition_xml else alert_xml(instance_id, "a")
        envelope = tablet.seal(xml, instance_id=instance_id, form_id=form_id, version="1")
        first = receipt(tablet.send(envelope), project)
        clock.advance(minutes=5)
        assert receipt(tablet.post("envelopes", envelope.header.as_dict()), project) == first
        sealed_again = tablet.seal(xml, instance_id=instance_id, form_id=form_id, version="1")
        assert receipt(tablet.send(sealed_again), project) == first
        other = xml.replace(b"<words>a", b"<words>b")
        answer = tablet.send(tablet.seal(other, instance_id=instance_id, form_id=form_id, version="1"))
        assert answer.json["code"] == "409.kit-record-differs"


def test_an_addition_to_nothing_is_refused(tablet: Tablet) -> None:
    assert send_addition(tablet, "", [])[2].json["code"] == "422.kit-record"


def test_neither_is_among_records_tables_or_what_is_kept_aside(tablet: Tablet, project: Project) -> None:
    send_alert(tablet)
    send_addition(tablet, "uuid:1", [])
    assert list_records(project, RecordFilter()).records == ()
    assert list_conflicts(project) == ()
    assert list_holdings(project, limit=10).newest == []
    with project.read() as db:
        assert db.execute("SELECT count(*) FROM transcript").fetchone()[0] == 0
    rebuild_flat(project)
    assert WORDS.encode() not in (project.folder / "flat.db").read_bytes()
    assert b"Via Nuova" not in (project.folder / "flat.db").read_bytes()


def test_an_alerts_words_are_readable_nowhere_on_the_disk_and_every_reading_is_logged(
    tablet: Tablet, project: Project, coordinator: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    instance_id, answer = send_alert(tablet, now=True)
    receipt(answer, project)
    for path in project.folder.rglob("*"):
        assert not path.is_file() or WORDS.encode() not in path.read_bytes()
    for page in ("/", "/alerts", "/log", "/records"):
        assert "brother" not in coordinator.get(page).get_data(as_text=True)
    assert "brother" in coordinator.post(f"/alerts/{instance_id}/words").get_data(as_text=True)
    with project.read() as db:
        kinds = [event.kind for event in list_events(db, subject=f"alert:{instance_id}")]
        about = list_events(db, subject=f"alert:{instance_id}")[-1].detail
    assert kinds == ["alert.read", "alert.received"]
    assert set(about) == {"urgent", "xml_mark"}, "the log, which is for ever, does not say about whom it is"
    assert "brother" not in caplog.text


def test_an_alert_is_red_on_the_home_page_until_somebody_takes_care_of_it(
    tablet: Tablet, project: Project, coordinator: FlaskClient, clock: SteeredClock
) -> None:
    instance_id, _answer = send_alert(tablet, now=True)
    clock.advance(hours=1, minutes=5)
    home = coordinator.get("/").get_data(as_text=True)
    assert "somebody is in danger now" in home.lower()
    assert "1 hour" in home
    assert coordinator.post(f"/alerts/{instance_id}/acknowledge").status_code == 303
    assert "in danger now" not in coordinator.get("/").get_data(as_text=True).lower()
    listed = coordinator.get("/alerts").get_data(as_text=True)
    assert "Ada Lindqvist" in listed
    assert coordinator.post(f"/alerts/{instance_id}/acknowledge").status_code == 409


def test_after_the_agreed_time_an_alert_goes_to_every_coordinator(
    tablet: Tablet, project: Project, coordinator: FlaskClient, second_coordinator: FlaskClient, clock: SteeredClock
) -> None:
    form = {"safeguarding_name": "Ada", "safeguarding_account": "account-ada", "safeguarding_hours": "3"}
    assert coordinator.post("/settings/safety", data=form).status_code == 303
    send_alert(tablet)
    with project.read() as db:
        ada, bruno = find_account(db, "account-ada"), find_account(db, "account-bruno")
    assert ada is not None
    assert bruno is not None
    clock.advance(hours=2, minutes=59)
    assert len(open_alerts(project, ada, now=clock()).mine) == 1
    assert [
        len(open_alerts(project, bruno, now=clock()).mine),
        len(open_alerts(project, bruno, now=clock()).others),
    ] == [
        0,
        1,
    ]
    assert "waits for Ada Lindqvist" in second_coordinator.get("/").get_data(as_text=True).replace("\u2068", "")
    clock.advance(minutes=1)
    assert len(open_alerts(project, bruno, now=clock()).mine) == 1


def test_alerts_are_the_coordinators(tablet: Tablet, project: Project, partner: FlaskClient) -> None:
    instance_id, _answer = send_alert(tablet)
    assert partner.get("/alerts").status_code == 403
    assert partner.post(f"/alerts/{instance_id}/words").status_code == 403


@pytest.mark.parametrize("form_id", ["fieldkit-addition", "fieldkit-alert", "fieldkit-practice", "Fieldkit-New"])
def test_no_form_can_take_their_names(project: Project, form_id: str) -> None:
    with pytest.raises(Problem, match="belongs to the kit"):
        publish(project, VISIT.replace("| visit |", f"| {form_id} |"))
