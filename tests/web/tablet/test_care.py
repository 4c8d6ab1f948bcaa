"""The tablet's report, the order to erase, and help for who forgot a PIN."""

import base64
import json
import logging
import os
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fieldkit.sealing.envelope import SUITE
from fieldkit.sealing.receipt import receipt_is_genuine
from fieldkit.sealing.recovery import number_to_compare
from fieldkit.services import lost as losses
from fieldkit.services import recoveries
from fieldkit.services.accounts import NewAccount, create_account
from fieldkit.services.enrol import list_devices
from fieldkit.services.receive import submission_status
from fieldkit.store.events import list_events
from fieldkit.store.project import Project
from tests.conftest import SteeredClock
from tests.records import new_instance_id, submission_xml
from tests.web.tablet.conftest import Tablet

REPORT = {
    "app_version": "0.1.0+abc",
    "people": 2,
    "drafts": 3,
    "waiting": 1,
    "persisted": True,
    "kept_offline": True,
    "free_bytes": 1_000_000_000,
}


@pytest.fixture(autouse=True)
def ada(project: Project, clock: SteeredClock) -> None:
    """A coordinator, `account-ada`."""
    new = NewAccount("Ada", "ada@example.org", "coordinator", "en", "four plain words here")
    create_account(project, new, actor="command", now=clock(), account_id="account-ada")


def kinds(project: Project) -> list[str]:
    with project.read() as db:
        return [event.kind for event in list_events(db, limit=1000)]


def lose(project: Project, tablet: Tablet, clock: SteeredClock) -> None:
    losses.report_lost(project, device_id=tablet.device_id, account_id="account-ada", now=clock())


def test_a_report_is_kept_as_the_last_one(tablet: Tablet, project: Project) -> None:
    assert tablet.post("report", REPORT).status_code == 204
    assert tablet.post("report", REPORT | {"drafts": 0, "free_bytes": None}).status_code == 204
    kept = losses.tablet_page(project, device_id=tablet.device_id).report
    assert kept is not None
    assert (kept.report.drafts, kept.report.free_bytes, kept.report.people) == (0, None, 2)
    assert list_devices(project)[0].last_seen_at is not None


@pytest.mark.parametrize(
    "wrong",
    [{"drafts": -1}, {"drafts": True}, {"people": "2"}, {"persisted": 1}, {"app_version": None}, {"erased": "yes"}],
)
def test_a_report_that_says_nonsense_is_refused(tablet: Tablet, wrong: dict[str, Any]) -> None:
    answer = tablet.post("report", REPORT | wrong)
    assert (answer.status_code, answer.json["where"]) == (422, next(iter(wrong)))


def test_a_body_that_is_no_report_is_refused(tablet: Tablet) -> None:
    assert tablet.post("report", []).json["code"] == "422.report"
    assert tablet.post("report", "x" * 70_000).json["code"] == "413.body-too-large"
    assert tablet._client.post("/tablet/api/report", data=b"{", headers=tablet.headers).json["code"] == "400.body"


def test_without_settings_nobody_is_named(tablet: Tablet) -> None:
    card = tablet.get("project").json
    assert (card["safety"], card["safeguarding"], card["offers"], card["order"]) == (None, None, [], None)


def test_a_lost_tablet_is_told_to_erase_itself_by_an_order_that_the_project_signed(
    tablet: Tablet, project: Project, clock: SteeredClock
) -> None:
    tablet.post("report", REPORT)
    lose(project, tablet, clock)
    order = tablet.get("project").json["order"]
    signature = base64.b64decode(order["signature"])
    assert receipt_is_genuine(order["order"], signature, project.keys.receipts.public_key())
    assert json.loads(order["order"]) == {
        "order": "erase",
        "device_id": tablet.device_id,
        "project_id": "test-project",
        "at": "2026-05-04T09:30:00.000Z",
    }
    assert tablet.get("project").json["order"] == order
    assert kinds(project).count("device.order-given") == 1
    assert tablet.get("forms").json == {"forms": []}
    assert tablet.get("returned").json == {"records": []}


def test_a_lost_tablet_may_send_and_its_record_is_marked(tablet: Tablet, project: Project, clock: SteeredClock) -> None:
    lose(project, tablet, clock)
    instance_id = new_instance_id()
    assert tablet.send_visit(submission_xml(instance_id, who="p1"), instance_id).status_code == 201
    assert submission_status(project, instance_id)["complete"]
    assert tablet.get("forms/x/form.xml").json["code"] == "403.tablet-lost"
    assert tablet.post("recoveries", {}).json["code"] == "403.tablet-lost"


def test_a_lost_tablet_opens_nothing_to_other_clients(tablet: Tablet, project: Project, clock: SteeredClock) -> None:
    lose(project, tablet, clock)
    assert tablet._client.get(f"/key/{'t' * 43}/formList").status_code == 403


def test_once_erased_the_tablet_is_no_longer_enrolled(tablet: Tablet, project: Project, clock: SteeredClock) -> None:
    lose(project, tablet, clock)
    clock.advance(hours=5)
    assert tablet.post("report", REPORT | {"erased": True, "drafts": 0}).status_code == 204
    assert tablet.get("project").json["code"] == "403.token-revoked"
    page = losses.tablet_page(project, device_id=tablet.device_id)
    assert page.lost is not None
    assert (page.lost.erased_at, page.device.revoked_at) == ("2026-05-04T14:30:00.000Z",) * 2
    assert "device.erased" in kinds(project)


def test_a_tablet_whose_enrolment_was_ended_can_still_be_told_to_erase(
    tablet: Tablet, project: Project, clock: SteeredClock
) -> None:
    from fieldkit.services.enrol import revoke_device

    revoke_device(project, device_id=tablet.device_id, actor="command", now=clock())
    assert tablet.get("project").status_code == 403
    lose(project, tablet, clock)
    assert tablet.get("project").json["order"]
    losses.call_found(project, device_id=tablet.device_id, account_id="account-ada", now=clock())
    assert tablet.get("project").json["code"] == "403.token-revoked"


def request_for(
    project: Project, key: ec.EllipticCurvePrivateKey, data_key: bytes, person: str = "person-1"
) -> dict[str, str]:
    wrapped = SUITE.encrypt(data_key, project.keys.sealing.public_key(), f"fieldkit-recovery/1 {person}".encode())
    return {
        "person": person,
        "name": "Amina",
        "wrapped_key": base64.b64encode(wrapped).decode(),
        "public_key": base64.b64encode(_point(key)).decode(),
    }


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def test_who_forgot_a_pin_gets_the_key_back_once_a_coordinator_approves(
    tablet: Tablet,
    project: Project,
    clock: SteeredClock,
    fresh_key: ec.EllipticCurvePrivateKey,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    data_key = os.urandom(32)
    asked = tablet.post("recoveries", request_for(project, fresh_key, data_key))
    assert asked.status_code == 201
    address = f"recoveries/{asked.json['id']}"
    assert tablet.get(address).json == {"state": "waiting"}
    [waiting] = recoveries.list_waiting(project, now=clock())
    assert (waiting.person_name, waiting.device_name) == ("Amina", "Tablet 1")
    assert waiting.number == number_to_compare(_point(fresh_key))
    recoveries.approve_recovery(project, recovery_id=waiting.id, account_id="account-ada", now=clock())
    answer = tablet.get(address).json
    assert answer["state"] == "approved"
    opened = SUITE.decrypt(base64.b64decode(answer["wrapped_key"]), fresh_key, b"fieldkit-recovery-answer/1 person-1")
    assert opened == data_key
    assert tablet.post(f"{address}/done").status_code == 204
    assert tablet.post(f"{address}/done").status_code == 204
    assert tablet.get(address).json == {"state": "done"}
    _nothing_is_left(project, data_key, caplog)
    assert kinds(project)[:3] == ["recovery.done", "recovery.approved", "recovery.asked"]


def _nothing_is_left(project: Project, data_key: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with project.read() as db:
        [row] = db.execute("SELECT * FROM recovery").fetchall()
    assert (row["wrapped_key"], row["answer"], row["public_key"], row["person_name"]) == (None, None, None, None)
    for path in project.folder.glob("project.db*"):
        assert data_key not in path.read_bytes()
        assert base64.b64encode(data_key) not in path.read_bytes()
    assert base64.b64encode(data_key).decode() not in caplog.text


def test_a_request_counts_for_a_day(
    tablet: Tablet, project: Project, clock: SteeredClock, fresh_key: ec.EllipticCurvePrivateKey
) -> None:
    from fieldkit.errors import Problem

    asked = tablet.post("recoveries", request_for(project, fresh_key, os.urandom(32))).json["id"]
    clock.advance(hours=24, seconds=1)
    assert tablet.get(f"recoveries/{asked}").json == {"state": "expired"}
    with pytest.raises(Problem, match="does not wait"):
        recoveries.approve_recovery(project, recovery_id=asked, account_id="account-ada", now=clock())
    assert recoveries.list_waiting(project, now=clock()) == []
    with project.read() as db:
        assert db.execute("SELECT wrapped_key FROM recovery").fetchone()[0] is None


def test_a_refused_request_gets_no_key(
    tablet: Tablet, project: Project, clock: SteeredClock, fresh_key: ec.EllipticCurvePrivateKey
) -> None:
    asked = tablet.post("recoveries", request_for(project, fresh_key, os.urandom(32))).json["id"]
    recoveries.refuse_recovery(project, recovery_id=asked, account_id="account-ada", now=clock())
    assert tablet.get(f"recoveries/{asked}").json == {"state": "refused"}


def test_nobody_elses_request_is_seen(
    tablet: Tablet, other_tablet: Tablet, project: Project, fresh_key: ec.EllipticCurvePrivateKey
) -> None:
    asked = tablet.post("recoveries", request_for(project, fresh_key, os.urandom(32))).json["id"]
    assert other_tablet.get(f"recoveries/{asked}").json["code"] == "404.recovery"
    assert other_tablet.post(f"recoveries/{asked}/done").json["code"] == "404.recovery"
    assert tablet.get(f"recoveries/{asked}").json == {"state": "waiting"}


def test_asking_again_leaves_one_request_to_compare(
    tablet: Tablet, project: Project, clock: SteeredClock, fresh_key: ec.EllipticCurvePrivateKey
) -> None:
    first = tablet.post("recoveries", request_for(project, fresh_key, os.urandom(32))).json["id"]
    second = tablet.post("recoveries", request_for(project, fresh_key, os.urandom(32))).json["id"]
    assert [one.id for one in recoveries.list_waiting(project, now=clock())] == [second]
    assert tablet.get(f"recoveries/{first}").json == {"state": "expired"}


def test_a_tablet_cannot_fill_the_list(tablet: Tablet, project: Project, fresh_key: ec.EllipticCurvePrivateKey) -> None:
    codes = [
        tablet.post("recoveries", request_for(project, fresh_key, os.urandom(32), f"p{number}")).status_code
        for number in range(recoveries.OPEN_PER_DEVICE + 1)
    ]
    assert codes == [201] * recoveries.OPEN_PER_DEVICE + [429]


@pytest.mark.parametrize(
    "change",
    [
        {"person": "somebody-else"},
        {"person": ""},
        {"name": "\u0000"},
        {"wrapped_key": "!"},
        {"wrapped_key": "AAAA"},
        {"public_key": base64.b64encode(b"\x04" + b"\x01" * 64).decode()},
        {"public_key": None},
    ],
)
def test_a_request_that_could_never_be_answered_is_refused_at_once(
    tablet: Tablet, project: Project, fresh_key: ec.EllipticCurvePrivateKey, change: dict[str, Any]
) -> None:
    answer = tablet.post("recoveries", request_for(project, fresh_key, os.urandom(32)) | change)
    assert (answer.status_code, answer.json["code"]) == (422, "422.recovery")


def test_a_key_of_another_length_is_refused(
    tablet: Tablet, project: Project, fresh_key: ec.EllipticCurvePrivateKey
) -> None:
    assert tablet.post("recoveries", request_for(project, fresh_key, os.urandom(31))).status_code == 422


def test_what_a_tablet_asked_for_ends_when_it_is_lost(
    tablet: Tablet, project: Project, clock: SteeredClock, fresh_key: ec.EllipticCurvePrivateKey
) -> None:
    tablet.post("recoveries", request_for(project, fresh_key, os.urandom(32)))
    lose(project, tablet, clock)
    assert recoveries.list_waiting(project, now=clock()) == []
