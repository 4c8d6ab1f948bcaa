"""Handing in a spare copy at the desk."""

import io
import os
from html import unescape

from flask.testing import FlaskClient

from fieldkit.sealing.seal import seal_envelope
from fieldkit.store.project import Project
from tests.kit_records import spare_copy
from tests.records import enrol, new_instance_id, publish, submission_xml

PAGE = "/records/hand-in"


def copy_of_one(project: Project) -> bytes:
    publish(project)
    instance_id = new_instance_id()
    envelope = seal_envelope(
        xml=submission_xml(instance_id, who="p1"),
        files=[],
        instance_id=instance_id,
        form_id="visit",
        form_version="3",
        sealed_at="2026-05-04T09:00:00.000Z",
        public_key=project.keys.sealing.public_key(),
        key_id=project.keys.sealing_key_id,
        content_key=os.urandom(32),
    )
    return spare_copy([envelope], device_id=enrol(project).device_id)


def hand_in(client: FlaskClient, content: bytes, **fields: str) -> tuple[int, str]:
    data = {"file": (io.BytesIO(content), "copy.fieldkit"), **fields}
    answer = client.post(PAGE, data=data, content_type="multipart/form-data")
    return answer.status_code, unescape(answer.get_data(as_text=True))


def test_the_page_says_what_became_of_each_record(coordinator: FlaskClient, project: Project) -> None:
    content = copy_of_one(project)
    status, page = hand_in(coordinator, content)
    assert (status, "Received" in page, "Tablet 1" in page) == (200, True, True)
    status, page = hand_in(coordinator, content)
    assert (status, "Was here already" in page) == (200, True)
    assert "handed in a spare copy" in coordinator.get("/log").get_data(as_text=True)


def test_a_large_copy_waits_on_the_projects_disk(coordinator: FlaskClient, project: Project) -> None:
    status, page = hand_in(coordinator, copy_of_one(project) + b"\0" * 3_000_000)
    assert (status, "longer than its index says" in page) == (422, True)
    assert [path for path in project.folder.glob("incoming/*") if path.is_file() and path.stat().st_size] == []


def test_what_cannot_be_taken_is_said(coordinator: FlaskClient, project: Project) -> None:
    assert hand_in(coordinator, b"photo")[0] == 422
    assert coordinator.post(PAGE, data={}).status_code == 422
    content = copy_of_one(project)[:-1]
    status, page = hand_in(coordinator, content)
    assert (status, "was cut short" in page) == (422, True)
    status, page = hand_in(coordinator, content, take_whole="yes")
    assert (status, "Not whole in this file" in page) == (200, True)


def test_a_body_that_claims_ten_gigabytes_is_not_read(coordinator: FlaskClient) -> None:
    answer = coordinator.post(
        PAGE,
        content_type="multipart/form-data; boundary=x",
        input_stream=io.BytesIO(b"--x\r\n"),
        environ_overrides={"CONTENT_LENGTH": str(10 * 1024**3)},
    )
    assert answer.status_code == 413


def test_partners_hand_nothing_in(partner: FlaskClient) -> None:
    assert partner.post(PAGE, data={}).status_code == 403
