"""Records that were returned, on their way back to the tablet, and their corrections."""

import os
from datetime import datetime

import pytest

from fieldkit.sealing.seal import PlainFile
from fieldkit.services.accounts import NewAccount, create_account
from fieldkit.services.forms import list_forms, retire_form
from fieldkit.services.receive import submission_status
from fieldkit.services.review import decide
from fieldkit.store.accounts import find_account
from fieldkit.store.events import list_events
from fieldkit.store.project import Project
from tests.conftest import SteeredClock
from tests.records import new_instance_id, sha256, submission_xml
from tests.web.tablet.conftest import Tablet


@pytest.fixture(autouse=True)
def ada(project: Project, clock: SteeredClock) -> None:
    """A coordinator, `account-ada`."""
    new = NewAccount("Ada", "ada@example.org", "coordinator", "en", "four plain words here")
    create_account(project, new, actor="command", now=clock(), account_id="account-ada")


def give_back(project: Project, instance_id: str, now: datetime, state: str = "has issues") -> None:
    with project.read() as db:
        account = find_account(db, "account-ada")
    assert account is not None
    decide(project, instance_id=instance_id, state=state, reason="Which office was it?", account=account, now=now)


def send(tablet: Tablet, deprecated_id: str = "", photo: bytes = b"photo") -> tuple[str, bytes, int]:
    instance_id = new_instance_id()
    xml = submission_xml(instance_id, deprecated_id=deprecated_id, who="p1", leaflet="leaflet.jpg")
    answer = tablet.send_visit(xml, instance_id, [PlainFile("leaflet.jpg", "image/jpeg", photo)])
    return instance_id, xml, answer.status_code


def listed(tablet: Tablet) -> list[str]:
    return [record["instance_id"] for record in tablet.get("returned").json["records"]]


def test_a_returned_record_comes_back_with_its_form_and_its_files(
    tablet: Tablet, project: Project, clock: SteeredClock
) -> None:
    photo = os.urandom(200_000)
    instance_id, xml, _status = send(tablet, photo=photo)
    assert listed(tablet) == []
    give_back(project, instance_id, clock())
    retire_form(project, version_id=list_forms(project)[0].version_id, actor="command", now=clock())
    [record] = tablet.get("returned").json["records"]
    assert (record["title"], record["reason"], record["xml_sha256"]) == ("A visit", "Which office was it?", sha256(xml))
    assert record["returned_at"] == "2026-05-04T09:30:00.000Z"
    assert record["files"] == [
        {"name": "leaflet.jpg", "sha256": sha256(photo), "bytes": len(photo), "type": "image/jpeg"}
    ]
    assert (record["form"]["form_id"], record["form"]["version"]) == ("visit", "3")
    assert record["form"]["roles"] == {"contact-ended": "/data/left_at", "outcome": "/data/outcome"}
    assert tablet.get(record["form"]["xform_url"].removeprefix("/tablet/api/")).status_code == 200
    assert tablet.get(f"records/{instance_id}/record.xml").data == xml
    assert tablet.get(f"records/{instance_id}/files/{sha256(photo)}").data == photo
    with project.read() as db:
        kinds = [event.kind for event in list_events(db, subject=f"submission:{instance_id}")]
    assert kinds[:2] == ["file.sent-back", "record.sent-back"]


def test_nothing_else_comes_back(tablet: Tablet, other_tablet: Tablet, project: Project, clock: SteeredClock) -> None:
    returned, _xml, _status = send(tablet)
    kept, _xml, _status = send(tablet)
    not_used, _xml, _status = send(tablet)
    give_back(project, returned, clock())
    give_back(project, not_used, clock(), state="rejected")
    for instance_id in (kept, not_used, "uuid:unknown"):
        assert tablet.get(f"records/{instance_id}/record.xml").json["code"] == "404.record"
    assert other_tablet.get("returned").json == {"records": []}
    assert other_tablet.get(f"records/{returned}/record.xml").json["code"] == "404.record"
    assert other_tablet.get(f"records/{returned}/files/{sha256(b'photo')}").json["code"] == "404.record"
    assert tablet.get(f"records/{returned}/files/{'0' * 64}").json["code"] == "404.file"


@pytest.mark.parametrize("secret", ["", "6" * 64, sha256(b"5" * 64), "5" * 63])
def test_nothing_comes_back_to_who_has_the_tablet_and_its_token_but_not_the_persons_pin(
    tablet: Tablet, project: Project, clock: SteeredClock, secret: str
) -> None:
    """A thief finds the token in the clear; another person of the same tablet has another secret."""
    instance_id, _xml, _status = send(tablet)
    give_back(project, instance_id, clock())
    assert listed(tablet) == [instance_id]
    tablet.secret = secret
    assert tablet.get("returned").json == {"records": []}
    assert tablet.get(f"records/{instance_id}/record.xml").json["code"] == "404.record"
    assert tablet.get(f"records/{instance_id}/files/{sha256(b'photo')}").json["code"] == "404.record"


def test_a_record_that_names_nobody_comes_back_to_nobody(tablet: Tablet, project: Project, clock: SteeredClock) -> None:
    tablet.returns_to = None
    instance_id, _xml, _status = send(tablet)
    give_back(project, instance_id, clock())
    for secret in (tablet.secret, "", "None"):
        tablet.secret = secret
        assert listed(tablet) == []


@pytest.mark.parametrize("wrong", ["x", 5, ["5" * 64]])
def test_an_envelope_that_returns_to_something_malformed_is_refused(tablet: Tablet, wrong: object) -> None:
    tablet.returns_to = wrong  # type: ignore[assignment]
    assert send(tablet)[2] == 422


def test_a_correction_takes_the_place_and_is_reviewed_anew(
    tablet: Tablet, project: Project, clock: SteeredClock
) -> None:
    first, _xml, _status = send(tablet)
    give_back(project, first, clock())
    second, _xml, status = send(tablet, deprecated_id=first)
    assert (status, listed(tablet)) == (201, [])
    assert tablet.get(f"records/{first}/record.xml").json["code"] == "404.record"
    old, new = submission_status(project, first), submission_status(project, second)
    assert (old["count"], old["superseded_by"], new["state"], new["deprecated_id"]) == (1, second, "edited", first)
    assert new["complete"]


def test_a_record_is_corrected_twice(tablet: Tablet, project: Project, clock: SteeredClock) -> None:
    first, _xml, _status = send(tablet)
    give_back(project, first, clock())
    second, _xml, _status = send(tablet, deprecated_id=first)
    give_back(project, second, clock())
    assert listed(tablet) == [second]
    third, _xml, status = send(tablet, deprecated_id=second)
    assert (status, listed(tablet)) == (201, [])
    assert submission_status(project, first)["superseded_by"] == second
    assert submission_status(project, second)["superseded_by"] == third
    assert submission_status(project, third)["state"] == "edited"


def test_a_second_correction_of_the_same_version_is_kept_aside(
    tablet: Tablet, project: Project, clock: SteeredClock
) -> None:
    first, _xml, _status = send(tablet)
    give_back(project, first, clock())
    second, _xml, _status = send(tablet, deprecated_id=first)
    late, _xml, status = send(tablet, deprecated_id=first)
    assert status == 409
    status_of_late = submission_status(project, late)
    assert (status_of_late["count"], status_of_late["kept_aside"][0]["reason"]) == (0, "edit-stale")
    assert status_of_late["kept_aside"][0]["files"] == {"leaflet.jpg": sha256(b"photo")}
    assert submission_status(project, first)["superseded_by"] == second


def test_a_correction_that_arrives_before_what_it_corrects_still_takes_its_place(
    tablet: Tablet, project: Project
) -> None:
    instance_id = new_instance_id()
    edit, _xml, status = send(tablet, deprecated_id=instance_id)
    assert status == 201
    tablet.send_visit(submission_xml(instance_id, who="p1"), instance_id)
    assert submission_status(project, instance_id)["superseded_by"] == edit
    assert submission_status(project, edit)["superseded_by"] is None


def test_the_same_correction_sent_twice_is_one(tablet: Tablet, project: Project, clock: SteeredClock) -> None:
    first, _xml, _status = send(tablet)
    give_back(project, first, clock())
    instance_id = new_instance_id()
    xml = submission_xml(instance_id, deprecated_id=first, who="p1")
    assert [tablet.send_visit(xml, instance_id).status_code for _ in range(2)] == [201, 201]
    assert submission_status(project, instance_id)["count"] == 1
    assert submission_status(project, instance_id)["kept_aside"] == []


def test_edits_that_name_each_other_in_a_ring_never_hide_all_of_them(tablet: Tablet, project: Project) -> None:
    ring = [new_instance_id() for _ in range(3)]
    answers = []
    for at, instance_id in enumerate(ring):
        xml = submission_xml(instance_id, deprecated_id=ring[at - 1], who="p1")
        answers.append(tablet.send_visit(xml, instance_id).status_code)
    assert answers == [201, 201, 409]
    assert submission_status(project, ring[2])["kept_aside"][0]["reason"] == "edit-stale"
    assert submission_status(project, ring[1])["superseded_by"] is None
