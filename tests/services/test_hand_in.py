"""Spare copies that are handed in: by the ordinary rules of receipt, and whatever a file may hold."""

import io
import os

import pytest

from fieldkit.errors import Problem
from fieldkit.sealing.keys import generate_keys
from fieldkit.sealing.seal import PlainFile, SealedEnvelope, seal_envelope
from fieldkit.services.enrol import list_devices
from fieldkit.services.hand_in import HandIn, hand_in
from fieldkit.services.receive import submission_status
from fieldkit.store.events import list_events
from fieldkit.store.project import Project
from tests.conftest import SteeredClock
from tests.kit_records import addition_xml, alert_xml, spare_copy
from tests.records import enrol, new_instance_id, publish, sha256, submission_xml

PHOTO = os.urandom(1_500_000)


def sealed(
    project: Project, xml: bytes, instance_id: str, *files: PlainFile, form: str = "visit", version: str = "3"
) -> SealedEnvelope:
    return seal_envelope(
        xml=xml,
        files=files,
        instance_id=instance_id,
        form_id=form,
        form_version=version,
        sealed_at="2026-05-04T09:00:00.000Z",
        public_key=project.keys.sealing.public_key(),
        key_id=project.keys.sealing_key_id,
        content_key=os.urandom(32),
    )


def visit(project: Project, instance_id: str | None = None, **answers: str) -> SealedEnvelope:
    instance_id = instance_id or new_instance_id()
    xml = submission_xml(instance_id, who="p1", leaflet="leaflet.jpg", **answers)
    return sealed(project, xml, instance_id, PlainFile("leaflet.jpg", "image/jpeg", PHOTO))


@pytest.fixture
def device_id(project: Project) -> str:
    publish(project)
    return enrol(project).device_id


def take(project: Project, content: bytes, clock: SteeredClock, **options: bool) -> HandIn:
    return hand_in(project, stream=io.BytesIO(content), actor="account:ada", now=clock(), **options)


def outcomes(done: HandIn) -> list[str]:
    return [record.outcome for record in done.records]


def test_records_are_received_once_however_often_the_file_comes(
    project: Project, device_id: str, clock: SteeredClock
) -> None:
    first, second = visit(project), visit(project)
    content = spare_copy([first, second, first], device_id=device_id)
    done = take(project, content, clock)
    assert (outcomes(done), done.is_done) == (["received", "received", "here"], True)
    assert done.device is not None
    assert outcomes(take(project, content, clock)) == ["here"] * 3
    status = submission_status(project, first.header.instance_id)
    assert (status["sealed"], status["complete"]) == (True, True)
    assert status["attachments"]["leaflet.jpg"]["sha256"] == sha256(PHOTO)


def test_the_log_says_who_brought_it_and_the_tablet_does_not_count_as_heard_from(
    project: Project, device_id: str, clock: SteeredClock
) -> None:
    envelope = visit(project)
    take(project, spare_copy([envelope], device_id=device_id), clock)
    with project.read() as db:
        [received] = list_events(db, subject=f"submission:{envelope.header.instance_id}")
        handed_in = list_events(db, subject=f"device:{device_id}")[0]
    assert (received.actor, handed_in.actor, handed_in.kind) == ("account:ada", "account:ada", "spare.handed-in")
    assert (handed_in.detail["received"], handed_in.detail["device"]) == (1, "as the copy says")
    assert list_devices(project)[0].last_seen_at is None


def test_what_contradicts_is_kept_aside_and_the_rest_is_taken(
    project: Project, device_id: str, clock: SteeredClock
) -> None:
    instance_id = new_instance_id()
    first, other = visit(project, instance_id), visit(project, instance_id, office="elsewhere")
    unknown_id = new_instance_id()
    unknown = sealed(
        project, submission_xml(unknown_id, form_id="lost", version="1"), unknown_id, form="lost", version="1"
    )
    last = visit(project)
    done = take(project, spare_copy([first, other, unknown, last], device_id=device_id), clock)
    assert outcomes(done) == ["received", "aside", "aside", "received"]
    assert [record.problem.code for record in done.records if record.problem] == [
        "409.instance-differs",
        "404.form-not-found",
    ]


def test_additions_and_alerts_come_along(project: Project, device_id: str, clock: SteeredClock) -> None:
    record, addition, alert = visit(project), new_instance_id(), new_instance_id()
    envelopes = [
        record,
        sealed(
            project,
            addition_xml(addition, record.header.instance_id, "more"),
            addition,
            form="fieldkit-addition",
            version="1",
        ),
        sealed(project, alert_xml(alert, "worried"), alert, form="fieldkit-alert", version="1"),
    ]
    content = spare_copy(envelopes, device_id=device_id)
    assert outcomes(take(project, content, clock)) == ["received"] * 3
    assert outcomes(take(project, content, clock)) == ["here"] * 3


def test_a_record_sealed_to_another_key_is_refused_alone(project: Project, device_id: str, clock: SteeredClock) -> None:
    foreign, instance_id = generate_keys(), new_instance_id()
    other = seal_envelope(
        xml=submission_xml(instance_id),
        files=[],
        instance_id=instance_id,
        form_id="visit",
        form_version="3",
        sealed_at="2026-05-04T09:00:00.000Z",
        public_key=foreign.sealing.public_key(),
        key_id=foreign.sealing_key_id,
        content_key=os.urandom(32),
    )
    done = take(project, spare_copy([other, visit(project)], device_id=device_id), clock)
    assert outcomes(done) == ["refused", "received"]


def test_a_damaged_part_costs_its_own_record_only(project: Project, device_id: str, clock: SteeredClock) -> None:
    first, second = visit(project), visit(project)
    content = bytearray(spare_copy([first, second], device_id=device_id))
    at = content.index(first.parts[2])
    content[at + 70_000] ^= 1
    assert outcomes(take(project, bytes(content), clock)) == ["refused", "received"]
    assert submission_status(project, first.header.instance_id)["count"] == 0


def test_a_part_that_is_listed_twice_is_refused(project: Project, device_id: str, clock: SteeredClock) -> None:
    envelope = visit(project)
    doubled = SealedEnvelope(
        type(envelope.header)(**{**vars(envelope.header), "parts": (*envelope.header.parts, envelope.header.parts[2])}),
        (*envelope.parts, envelope.parts[2]),
    )
    done = take(project, spare_copy([doubled], device_id=device_id), clock)
    assert outcomes(done) == ["refused"]
    assert done.records[0].problem is not None
    assert done.records[0].problem.code == "422.envelope"


def test_a_foreign_projects_copy_is_refused(project: Project, device_id: str, clock: SteeredClock) -> None:
    with pytest.raises(Problem, match="another project"):
        take(project, spare_copy([visit(project)], project_id="elsewhere"), clock)


def test_a_file_that_was_cut_short_is_refused_unless_what_is_whole_is_wanted(
    project: Project, device_id: str, clock: SteeredClock
) -> None:
    first, second = visit(project), visit(project)
    content = spare_copy([first, second], device_id=device_id)[:-1]
    with pytest.raises(Problem, match="1 of its 2 records") as refused:
        take(project, content, clock)
    assert refused.value.code == "422.spare-cut"
    assert submission_status(project, first.header.instance_id)["count"] == 0
    assert outcomes(take(project, content, clock, take_whole=True)) == ["received", "cut"]


def test_a_tablet_that_this_project_does_not_know_is_no_obstacle(project: Project, clock: SteeredClock) -> None:
    publish(project)
    done = take(project, spare_copy([visit(project)], device_id="somewhere"), clock)
    assert (outcomes(done), done.device) == (["received"], None)


def test_a_full_disk_stops_it_and_the_file_can_come_again(
    project: Project, device_id: str, clock: SteeredClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fieldkit.services import hand_in as module

    envelopes = [visit(project), visit(project)]
    content, store, stored = spare_copy(envelopes, device_id=device_id), module.store_envelope, []

    def fill_up(*arguments: object, **options: object) -> object:
        if stored:
            raise Problem("507.disk-full", "The disk is full.")
        stored.append(store(*arguments, **options))  # type: ignore[arg-type]
        return stored[0]

    monkeypatch.setattr(module, "store_envelope", fill_up)
    with pytest.raises(Problem, match="full"):
        take(project, content, clock)
    monkeypatch.undo()
    assert outcomes(take(project, content, clock)) == ["here", "received"]
