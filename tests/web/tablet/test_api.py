"""The tablet's wire, as docs/envelope.md describes it."""

import base64
import json
import os
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from fieldkit.sealing.receipt import receipt_is_genuine
from fieldkit.sealing.seal import PlainFile, SealedEnvelope, seal_envelope
from fieldkit.services.enrol import list_devices, revoke_device
from fieldkit.services.receive import submission_status
from fieldkit.store.media import media_path
from fieldkit.store.project import Project
from fieldkit.store.staging import sweep_staging
from tests.records import NOW, TOKEN, enrol, new_instance_id, publish, sha256, submission_xml

API = "/tablet/api"
AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def tablet(app: Flask, project: Project) -> FlaskClient:
    publish(project)
    enrol(project)
    return app.test_client()


def seal(project: Project, instance_id: str, xml: bytes, files: list[PlainFile], **header: str) -> SealedEnvelope:
    return seal_envelope(
        xml=xml,
        files=files,
        instance_id=instance_id,
        form_id=header.get("form_id", "visit"),
        form_version=header.get("form_version", "3"),
        sealed_at="2026-05-04T09:00:00.000Z",
        public_key=project.keys.sealing.public_key(),
        key_id=project.keys.sealing_key_id,
        content_key=os.urandom(32),
    )


def put(client: FlaskClient, part: bytes, *, offset: int = 0, until: int | None = None) -> TestResponse:
    headers = {**AUTHORISED, "Upload-Offset": str(offset), "Upload-Length": str(len(part))}
    return client.put(f"{API}/parts/{sha256(part)}", data=part[offset:until], headers=headers)


def post(client: FlaskClient, envelope: SealedEnvelope) -> TestResponse:
    return client.post(f"{API}/envelopes", json=envelope.header.as_dict(), headers=AUTHORISED)


def send(client: FlaskClient, envelope: SealedEnvelope) -> TestResponse:
    for part in envelope.parts:
        assert put(client, part).status_code == 200
    return post(client, envelope)


def receipt(answer: TestResponse, project: Project) -> dict[str, Any]:
    assert answer.status_code == 201, answer.data
    signature = base64.b64decode(answer.json["signature"])
    assert receipt_is_genuine(answer.json["receipt"], signature, project.keys.receipts.public_key())
    content: dict[str, Any] = json.loads(answer.json["receipt"])
    return content


def staged(project: Project) -> list[str]:
    return [path.name for path in (project.folder / "staging").glob("*/*")]


def test_a_tablet_learns_which_project_it_belongs_to_and_its_keys(tablet: FlaskClient, project: Project) -> None:
    card = tablet.get(f"{API}/project", headers=AUTHORISED).json
    assert card["project_id"] == "test-project"
    assert card["default_language"] == card["languages"][0]
    assert card["device"]["name"] == "Tablet 1"
    assert card["sealing_key_id"] == project.keys.sealing_key_id
    for name in ("sealing_key", "receipt_key"):
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(card[name]))


def test_the_forms_come_with_the_hash_of_what_is_served(tablet: FlaskClient, project: Project) -> None:
    from tests.web.openrosa.test_collect import WITH_MEDIA

    publish(project, WITH_MEDIA, media={"sign post.png": b"picture"})
    listed = {form["form_id"]: form for form in tablet.get(f"{API}/forms", headers=AUTHORISED).json["forms"]}
    visit = tablet.get(listed["visit"]["xform_url"], headers=AUTHORISED)
    assert sha256(visit.data) == listed["visit"]["xform_sha256"]
    [file] = listed["signs"]["media"]
    assert (file["name"], file["bytes"], file["sha256"]) == ("sign post.png", 7, sha256(b"picture"))
    assert tablet.get(file["url"], headers=AUTHORISED).data == b"picture"


def test_nothing_is_given_without_a_token_that_counts(tablet: FlaskClient, project: Project) -> None:
    for path in ("project", "forms", "forms/x/form.xml", "forms/x/media/y"):
        assert tablet.get(f"{API}/{path}").status_code == 401
    assert tablet.put(f"{API}/parts/{'0' * 64}", headers={"Authorization": "Bearer no"}).json["code"].startswith("401.")
    revoke_device(project, device_id=list_devices(project)[0].id, actor="command", now=NOW)
    assert tablet.post(f"{API}/envelopes", headers=AUTHORISED).json["code"] == "403.token-revoked"


def test_a_record_comes_home_and_gets_a_receipt_for_every_file(tablet: FlaskClient, project: Project) -> None:
    instance_id = new_instance_id()
    xml = submission_xml(instance_id, who="p1", leaflet="صورة.jpg")
    picture = os.urandom(2_500_000)
    envelope = seal(project, instance_id, xml, [PlainFile("صورة.jpg", "image/jpeg", picture)])
    content = receipt(send(tablet, envelope), project)
    assert content["files"] == {"صورة.jpg": sha256(picture)}
    assert (content["instance_id"], content["xml_sha256"], content["complete"]) == (instance_id, sha256(xml), True)
    status = submission_status(project, instance_id)
    assert (status["sealed"], status["complete"]) == (True, True)
    assert media_path(project.media, sha256(picture)).read_bytes() == picture
    assert staged(project) == []
    assert receipt(post(tablet, envelope), project) == content, "the same envelope gets a receipt again"
    assert receipt(send(tablet, envelope), project) == content
    assert staged(project) == []


def test_a_record_sealed_anew_is_the_same_record(tablet: FlaskClient, project: Project) -> None:
    instance_id = new_instance_id()
    xml = submission_xml(instance_id)
    receipts = [receipt(send(tablet, seal(project, instance_id, xml, [])), project) for _ in range(2)]
    assert receipts[0] == receipts[1]
    assert submission_status(project, instance_id)["count"] == 1


def test_an_upload_goes_on_where_it_stopped(tablet: FlaskClient, project: Project) -> None:
    part = os.urandom(700_000)
    url = f"{API}/parts/{sha256(part)}"
    assert tablet.head(url, headers=AUTHORISED).headers["Upload-Offset"] == "0"
    assert put(tablet, part, until=300_000).json == {"offset": 300_000}
    assert tablet.head(url, headers=AUTHORISED).headers["Upload-Offset"] == "300000"
    wrong = put(tablet, part, offset=100_000)
    assert (wrong.status_code, wrong.json["code"], wrong.headers["Upload-Offset"]) == (409, "409.offset", "300000")
    assert put(tablet, part, offset=300_000).json == {"offset": 700_000}
    assert put(tablet, part, offset=700_000).json == {"offset": 700_000}


def test_a_part_that_was_damaged_on_its_way_is_dropped(tablet: FlaskClient) -> None:
    part, url = b"x" * 1000, f"{API}/parts/{sha256(b'y' * 1000)}"
    headers = {**AUTHORISED, "Upload-Offset": "0", "Upload-Length": "1000"}
    assert tablet.put(url, data=part, headers=headers).json["code"] == "422.part-hash"
    assert tablet.head(url, headers=AUTHORISED).headers["Upload-Offset"] == "0"
    assert tablet.put(url, data=part + b"more", headers=headers).json["code"] == "422.part-length"
    assert tablet.head(url, headers=AUTHORISED).headers["Upload-Offset"] == "0"


@pytest.mark.parametrize(
    ("name", "headers", "code"),
    [
        ("../../x", {"Upload-Offset": "0", "Upload-Length": "1"}, "404"),
        ("A" * 64, {"Upload-Offset": "0", "Upload-Length": "1"}, "400.part-name"),
        ("0" * 64, {"Upload-Offset": "0"}, "400.upload-header"),
        ("0" * 64, {"Upload-Offset": "-1", "Upload-Length": "1"}, "400.upload-header"),
        ("0" * 64, {"Upload-Offset": "٣", "Upload-Length": "1"}, "400.upload-header"),
        ("0" * 64, {"Upload-Offset": "0", "Upload-Length": "99999999999"}, "413.part-too-large"),
    ],
)
def test_an_upload_that_makes_no_sense_is_refused(
    tablet: FlaskClient, name: str, headers: dict[str, str], code: str
) -> None:
    raw = {key: value.encode().decode("latin-1") for key, value in headers.items()}
    answer = tablet.put(f"{API}/parts/{name}", data=b"x", headers={**AUTHORISED, **raw})
    assert answer.json["code"].startswith(code)


def test_missing_parts_are_named(tablet: FlaskClient, project: Project) -> None:
    instance_id = new_instance_id()
    envelope = seal(project, instance_id, submission_xml(instance_id), [PlainFile("a.jpg", "image/jpeg", b"a")])
    put(tablet, envelope.parts[0])
    answer = post(tablet, envelope)
    assert (answer.status_code, answer.json["code"]) == (409, "409.parts-missing")
    assert answer.json["missing"] == [sha256(part) for part in envelope.parts[1:]]


def test_another_record_under_the_same_instance_id_is_kept_aside(tablet: FlaskClient, project: Project) -> None:
    instance_id = new_instance_id()
    send(tablet, seal(project, instance_id, submission_xml(instance_id, who="a"), []))
    other = submission_xml(instance_id, who="b")
    answer = send(tablet, seal(project, instance_id, other, []))
    assert (answer.status_code, answer.json["code"]) == (409, "409.instance-differs")
    assert submission_status(project, instance_id)["kept_aside"][0]["xml_sha256"] == sha256(other)


@pytest.mark.parametrize("said", [{"form_id": "other"}, {"form_version": "4"}])
def test_a_header_that_contradicts_its_record_is_refused(
    tablet: FlaskClient, project: Project, said: dict[str, str]
) -> None:
    instance_id = new_instance_id()
    answer = send(tablet, seal(project, instance_id, submission_xml(instance_id), [], **said))
    assert (answer.status_code, answer.json["code"]) == (422, "422.envelope")


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"format": "fieldkit-envelope/2"}', b"x" * 1_100_000])
def test_a_body_that_is_no_header_is_refused(tablet: FlaskClient, body: bytes) -> None:
    answer = tablet.post(f"{API}/envelopes", data=body, headers=AUTHORISED)
    assert answer.status_code in (413, 422)
    assert answer.json["what"]


def test_one_tablet_cannot_read_or_finish_the_parts_of_another(tablet: FlaskClient, project: Project) -> None:
    enrol(project, "Tablet 2", token="u" * 43)
    part = os.urandom(100)
    put(tablet, part, until=50)
    other = {"Authorization": f"Bearer {'u' * 43}"}
    assert tablet.head(f"{API}/parts/{sha256(part)}", headers=other).headers["Upload-Offset"] == "0"


def test_parts_that_nobody_finishes_are_swept_after_thirty_days(tablet: FlaskClient, project: Project) -> None:
    from datetime import UTC, datetime, timedelta

    part = os.urandom(100)
    put(tablet, part, until=50)
    root = project.folder / "staging"
    assert sweep_staging(root, datetime.now(UTC) + timedelta(days=29)) == 0
    assert sweep_staging(root, datetime.now(UTC) + timedelta(days=31)) == 1
