"""One tablet at the desk: what it said, its loss, forgotten PINs."""

import base64
import os
from html import unescape

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask.testing import FlaskClient

from fieldkit.sealing.envelope import SUITE
from fieldkit.sealing.keys import public_bytes
from fieldkit.sealing.recovery import number_to_compare
from fieldkit.services.enrol import device_for_token
from fieldkit.services.recoveries import ask_recovery, recovery_answer
from fieldkit.services.reports import take_report
from fieldkit.store.project import Project
from fieldkit.store.reports import DeviceReport
from tests.conftest import COORDINATOR_PASSWORD, SteeredClock
from tests.web.desk.conftest import Field

REPORT = DeviceReport("0.2.0", 2, 3, 1, persisted=True, kept_offline=False, free_bytes=2_500_000_000)
PAGE = "/people/tablets/device-3"


def text_of(client: FlaskClient, address: str) -> str:
    page = unescape(client.get(address).get_data(as_text=True))
    return " ".join(page.replace("\u2068", "").replace("\u2069", "").split())


def sign_in_again(client: FlaskClient) -> None:
    """Sign in once more, after the session has run out."""
    client.post("/sign-in", data={"email": "ada@example.org", "password": COORDINATOR_PASSWORD})


@pytest.fixture
def reported(field: Field, project: Project, clock: SteeredClock) -> Field:
    """Somebody in the field whose tablet has said what is on it."""
    take_report(project, device=field.device, report=REPORT, erased=False, now=clock())
    return field


def test_a_tablets_page_shows_what_it_last_said(coordinator: FlaskClient, reported: Field) -> None:
    text = text_of(coordinator, PAGE)
    assert "2.5 GB" in text
    assert "0.2.0" in text
    assert f'href="{PAGE}"' in coordinator.get("/people").get_data(as_text=True)


def test_a_tablet_that_never_said_anything_has_a_page_too(coordinator: FlaskClient, field: Field) -> None:
    assert "It has not said anything yet." in text_of(coordinator, PAGE)
    assert coordinator.get("/people/tablets/nothing").status_code == 404
    coordinator.post(f"{PAGE}/lost")
    assert "The tablet never said what is on it." in text_of(coordinator, PAGE)


def test_a_lost_tablets_page_says_what_was_readable_and_what_was_not(
    coordinator: FlaskClient, reported: Field, clock: SteeredClock
) -> None:
    assert coordinator.post(f"{PAGE}/lost").status_code == 303
    text = text_of(coordinator, PAGE)
    assert "The name of the study: First year in Marenza." in text
    assert "The questions of 2 forms:" in text
    assert "The names of 2 people who work with it." in text
    assert "3 interviews or visits that are not finished." in text
    assert "1 record that is locked and not sent yet; only this project’s key opens it." in text
    assert "As the tablet counted on 4 May 2026, 09:30" in text
    assert "72 hours are left, until 7 May 2026, 09:30" in text
    clock.advance(hours=71, minutes=30)
    sign_in_again(coordinator)
    assert "0 hours are left" in text_of(coordinator, PAGE)
    clock.advance(hours=1)
    assert "The 72 hours are over since 7 May 2026, 09:30." in text_of(coordinator, PAGE)


def test_what_was_known_then_stays_whatever_the_tablet_says_later(
    coordinator: FlaskClient, reported: Field, project: Project, clock: SteeredClock
) -> None:
    coordinator.post(f"{PAGE}/lost")
    device = device_for_token(project, "t" * 43, lost_too=True)
    later = DeviceReport("0.2.0", 2, 0, 0, persisted=True, kept_offline=True, free_bytes=None)
    clock.advance(hours=2)
    take_report(project, device=device, report=later, erased=True, now=clock())
    text = text_of(coordinator, PAGE)
    assert "3 interviews or visits that are not finished." in text
    assert "It said on 4 May 2026, 11:30 that everything on it is erased." in text
    assert "Since then it was heard of on 4 May 2026, 11:30." in text
    assert "It is here again" not in text
    assert "Has erased itself" in text_of(coordinator, "/people")
    assert coordinator.post(f"{PAGE}/found").status_code == 409


def test_a_loss_is_on_the_home_page_until_somebody_decided(coordinator: FlaskClient, field: Field) -> None:
    coordinator.post(f"{PAGE}/lost")
    assert "Decide until 7 May 2026, 09:30" in text_of(coordinator, "/")
    assert coordinator.post(f"{PAGE}/settle", data={"settlement": "no risk", "reason": " "}).status_code == 422
    assert coordinator.post(f"{PAGE}/settle", data={"reason": "Because."}).status_code == 422
    decision = {"settlement": "no risk", "reason": "It held nothing & was off."}
    assert coordinator.post(f"{PAGE}/settle", data=decision).status_code == 303
    assert "It held nothing & was off." in text_of(coordinator, PAGE)
    assert "Decide until" not in text_of(coordinator, "/")
    log = text_of(coordinator, "/log")
    assert "decided about telling the authority of a loss" in log
    assert "held nothing" not in log


def test_a_tablet_that_was_found_works_as_before(coordinator: FlaskClient, field: Field, project: Project) -> None:
    coordinator.post(f"{PAGE}/lost")
    assert coordinator.post(f"{PAGE}/found").status_code == 303
    assert device_for_token(project, "t" * 43).lost_at is None
    assert "Lost or stolen?" in text_of(coordinator, "/people")
    assert coordinator.post(f"{PAGE}/found").status_code == 409
    coordinator.post(f"{PAGE}/lost")
    assert device_for_token(project, "t" * 43, lost_too=True).lost_at


def test_a_record_from_a_lost_tablet_is_marked(coordinator: FlaskClient, field: Field, clock: SteeredClock) -> None:
    before = field.send(instance_id="uuid:before")
    clock.advance(minutes=1)
    coordinator.post(f"{PAGE}/lost")
    clock.advance(minutes=1)
    after = field.send(instance_id="uuid:after")
    assert "reported as lost" not in text_of(coordinator, f"/records/{before}")
    assert "reported as lost" in text_of(coordinator, f"/records/{after}")


def ask(field: Field, clock: SteeredClock) -> tuple[str, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    wrapped = SUITE.encrypt(os.urandom(32), field.project.keys.sealing.public_key(), b"fieldkit-recovery/1 p")
    wanted = {
        "person": "p",
        "name": "Amina <b>",
        "wrapped_key": base64.b64encode(wrapped).decode(),
        "public_key": base64.b64encode(public_bytes(key)).decode(),
    }
    return ask_recovery(field.project, device=field.device, wanted=wanted, recovery_id="r1", now=clock()), key


def test_a_coordinator_compares_the_number_and_approves(
    coordinator: FlaskClient, field: Field, clock: SteeredClock
) -> None:
    recovery, key = ask(field, clock)
    text = text_of(coordinator, "/people")
    assert "Amina <b>" in text
    assert "Amina <b>" not in coordinator.get("/people").get_data(as_text=True)
    assert number_to_compare(public_bytes(key)) in text
    assert "until 5 May 2026, 09:30" in text
    assert "1 person forgot a PIN" in text_of(coordinator, "/")
    assert coordinator.post(f"/people/recoveries/{recovery}/approve").status_code == 303
    state, answer = recovery_answer(field.project, device=field.device, recovery_id=recovery, now=clock())
    assert state == "approved"
    assert len(SUITE.decrypt(answer, key, b"fieldkit-recovery-answer/1 p")) == 32
    assert coordinator.post(f"/people/recoveries/{recovery}/approve").status_code == 404
    assert "Amina" not in text_of(coordinator, "/people")


def test_a_coordinator_refuses(coordinator: FlaskClient, field: Field, clock: SteeredClock) -> None:
    recovery, _key = ask(field, clock)
    assert coordinator.post(f"/people/recoveries/{recovery}/refuse").status_code == 303
    answer = recovery_answer(field.project, device=field.device, recovery_id=recovery, now=clock())
    assert answer == ("refused", b"")


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}/lost", "/people/recoveries/r1/approve", "/settings/offers"])
def test_partners_reach_none_of_it(partner: FlaskClient, field: Field, address: str) -> None:
    assert partner.post(address).status_code in (403, 405)
    assert partner.get(address).status_code in (403, 404, 405)
