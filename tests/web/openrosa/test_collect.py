"""A replay of ODK Collect against the application."""

import hashlib
import unicodedata
from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from werkzeug.test import TestResponse

from fieldkit.services.enrol import list_devices, revoke_device
from fieldkit.services.receive import submission_status
from fieldkit.store.media import media_path
from fieldkit.store.project import Project
from tests.records import NOW, TOKEN, enrol, new_instance_id, publish, sha256, submission_xml
from tests.web.openrosa.collect import HEADERS, Part, body, encode, photo

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
RESPONSE = "{http://openrosa.org/http/response}"
BASE = f"/key/{TOKEN}"
WITH_MEDIA = """
| survey |      |      |       |               |
|        | type | name | label | media::image  |
|        | note | hint | Look  | sign post.png |
| settings | form_id | version | form_title |
|          | signs   | 1       | Signs & <b>markup</b> |
"""


@pytest.fixture
def collect(app: Flask, project: Project) -> FlaskClient:
    publish(project)
    enrol(project)
    return app.test_client()


def send(client: FlaskClient, xml: bytes, files: Sequence[Part] = (), *, incomplete: bool = False) -> TestResponse:
    content, content_type = body(xml, files, incomplete=incomplete)
    return client.post(f"{BASE}/submission", data=content, headers={**HEADERS, "Content-Type": content_type})


def message(answer: TestResponse) -> str:
    root = etree.fromstring(answer.data)
    assert root.tag == f"{RESPONSE}OpenRosaResponse"
    text = root.findtext(f"{RESPONSE}message")
    assert text
    return text


def texts(root: etree._Element, name: str) -> list[str]:
    return [node.text or "" for node in root.iter(f"{LIST}{name}", f"{MANIFEST}{name}")]


def path_of(url: str) -> str:
    assert url.startswith("http://localhost/"), "addresses are absolute, on the host that was asked"
    return url.removeprefix("http://localhost")


def test_the_list_of_forms_names_a_form_with_the_hash_of_the_bytes_it_serves(collect: FlaskClient) -> None:
    answer = collect.get(f"{BASE}/formList", headers=HEADERS)
    assert answer.status_code == 200
    assert answer.content_type == "text/xml; charset=utf-8"
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    root = etree.fromstring(answer.data)
    assert texts(root, "formID") == ["visit"]
    assert texts(root, "version") == ["3"]
    assert texts(root, "name") == ["A visit"]
    form = collect.get(path_of(texts(root, "downloadUrl")[0]), headers=HEADERS)
    assert form.content_type == "text/xml; charset=utf-8"
    assert texts(root, "hash") == [f"md5:{hashlib.md5(form.data).hexdigest()}"]


def test_a_manifest_lists_the_media_with_the_hash_of_their_bytes(collect: FlaskClient, project: Project) -> None:
    publish(project, WITH_MEDIA, media={"sign post.png": b"picture"})
    root = etree.fromstring(collect.get(f"{BASE}/formList?formID=signs", headers=HEADERS).data)
    assert texts(root, "name") == ["Signs & <b>markup</b>"]
    manifest = collect.get(path_of(texts(root, "manifestUrl")[0]), headers=HEADERS)
    assert manifest.content_type == "text/xml; charset=utf-8"
    listed = etree.fromstring(manifest.data)
    assert texts(listed, "filename") == ["sign post.png"]
    assert texts(listed, "hash") == [f"md5:{hashlib.md5(b'picture').hexdigest()}"]
    picture = collect.get(path_of(texts(listed, "downloadUrl")[0]), headers=HEADERS)
    assert (picture.data, picture.content_type) == (b"picture", "image/png")


def test_only_the_newest_version_of_a_form_is_offered(collect: FlaskClient, project: Project) -> None:
    publish(project, WITH_MEDIA, media={"sign post.png": b"picture"})
    publish(project, WITH_MEDIA.replace("| 1       |", "| 2       |"), media={"sign post.png": b"picture"})
    root = etree.fromstring(collect.get(f"{BASE}/formList?formID=signs").data)
    assert texts(root, "version") == ["2"]


def test_addresses_keep_the_scheme_of_the_project_when_the_host_is_its_own(
    collect: FlaskClient, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = type(project.settings)(**{**vars(project.settings), "base_url": "https://kit.example.org"})
    monkeypatch.setattr(project, "settings", settings)
    behind_tls = etree.fromstring(collect.get(f"{BASE}/formList", headers={"Host": "kit.example.org"}).data)
    assert texts(behind_tls, "downloadUrl")[0].startswith("https://kit.example.org/key/")
    in_the_room = etree.fromstring(collect.get(f"{BASE}/formList", headers={"Host": "tablet-host.local:8500"}).data)
    assert texts(in_the_room, "downloadUrl")[0].startswith("http://tablet-host.local:8500/key/")


def test_the_head_request_is_answered_with_204_and_what_may_be_sent(collect: FlaskClient) -> None:
    answer = collect.head(f"{BASE}/submission", headers=HEADERS)
    assert answer.status_code == 204
    assert int(answer.headers["X-OpenRosa-Accept-Content-Length"]) >= 10_000_000
    assert answer.headers["X-OpenRosa-Version"] == "1.0"


def test_a_submission_is_stored_byte_by_byte(collect: FlaskClient, project: Project) -> None:
    instance_id = new_instance_id()
    xml = submission_xml(instance_id, who="p1", office="Töwn hall")
    answer = send(collect, xml)
    assert answer.status_code == 201
    assert message(answer)
    status = submission_status(project, instance_id)
    assert (status["count"], status["complete"], status["xml_sha256"]) == (1, True, sha256(xml))


def test_a_split_submission_accumulates_until_every_named_file_is_there(collect: FlaskClient, project: Project) -> None:
    instance_id = new_instance_id()
    xml = submission_xml(instance_id, leaflet="1.jpg", sign="2.jpg", steps=[{"what": "x", "proof": "3.jpg"}])
    assert send(collect, xml, [photo("1.jpg", b"one")], incomplete=True).status_code == 201
    assert submission_status(project, instance_id)["missing"] == ["2.jpg", "3.jpg"]
    assert "2 files" in message(send(collect, xml, [photo("1.jpg", b"one")], incomplete=True))
    assert send(collect, xml, [photo("2.jpg", b"two"), photo("3.jpg", b"three")]).status_code == 201
    status = submission_status(project, instance_id)
    assert status["complete"]
    assert status["missing"] == []
    assert status["attachments"] == {
        "1.jpg": {"sha256": sha256(b"one")},
        "2.jpg": {"sha256": sha256(b"two")},
        "3.jpg": {"sha256": sha256(b"three")},
    }


def test_what_a_client_says_of_completeness_is_not_believed(collect: FlaskClient, project: Project) -> None:
    instance_id = new_instance_id()
    send(collect, submission_xml(instance_id, leaflet="1.jpg"))
    assert not submission_status(project, instance_id)["complete"]
    whole = new_instance_id()
    send(collect, submission_xml(whole, leaflet="1.jpg"), [photo("1.jpg", b"one")], incomplete=True)
    assert submission_status(project, whole)["complete"]


@pytest.mark.parametrize(("named", "sent"), [("NFC", "NFD"), ("NFD", "NFC"), ("NFD", "NFD")])
def test_a_name_in_another_unicode_form_is_matched(
    collect: FlaskClient, project: Project, named: Any, sent: Any
) -> None:
    instance_id, name = new_instance_id(), "ścieżka café أول.jpg"
    xml = submission_xml(instance_id, leaflet=unicodedata.normalize(named, name))
    send(collect, xml, [photo(unicodedata.normalize(sent, name), b"one")])
    status = submission_status(project, instance_id)
    assert status["complete"]
    assert status["attachments"] == {unicodedata.normalize("NFC", name): {"sha256": sha256(b"one")}}


def test_the_same_bytes_again_are_accepted(collect: FlaskClient, project: Project) -> None:
    instance_id = new_instance_id()
    xml = submission_xml(instance_id, leaflet="1.jpg")
    assert [send(collect, xml, [photo("1.jpg", b"one")]).status_code for _ in range(3)] == [201, 201, 201]
    assert submission_status(project, instance_id)["count"] == 1


def test_other_bytes_under_a_known_instance_id_are_a_conflict_and_kept_aside(
    collect: FlaskClient, project: Project
) -> None:
    instance_id = new_instance_id()
    first, second = submission_xml(instance_id, who="a"), submission_xml(instance_id, who="b", leaflet="x.jpg")
    send(collect, first)
    for _ in range(2):
        answer = send(collect, second, [photo("x.jpg", b"picture")])
        assert answer.status_code == 409
        assert "kept aside" in message(answer)
    status = submission_status(project, instance_id)
    assert status["xml_sha256"] == sha256(first)
    [aside] = status["kept_aside"]
    assert (aside["reason"], aside["xml_sha256"]) == ("instance-differs", sha256(second))
    assert aside["files"] == {"x.jpg": sha256(b"picture")}
    assert media_path(project.media, sha256(b"picture")).read_bytes() == b"picture"


def test_a_submission_for_a_form_that_is_not_published_is_kept_aside_and_stored_once_it_is(
    collect: FlaskClient, project: Project
) -> None:
    instance_id = new_instance_id()
    xml = submission_xml(instance_id, form_id="signs", version="1")
    answer = send(collect, xml, [photo("p.jpg", b"picture")])
    assert answer.status_code == 404
    assert "kept aside" in message(answer)
    assert submission_status(project, instance_id)["kept_aside"][0]["reason"] == "form-unknown"
    publish(project, WITH_MEDIA, media={"sign post.png": b"picture"})
    assert send(collect, xml).status_code == 201
    status = submission_status(project, instance_id)
    assert status["unnamed"] == [{"name": "p.jpg", "sha256": sha256(b"picture")}]


@pytest.mark.parametrize(
    "name", ["🌻🌻.jpg", "a" * 196 + ".jpg", "../../etc/passwd", "..\\..\\x.jpg", "/abs.jpg", "nul\x01byte.jpg", "."]
)
def test_a_file_that_nothing_names_is_kept_and_shown_and_never_outside_media(
    collect: FlaskClient, project: Project, name: str
) -> None:
    instance_id = new_instance_id()
    answer = send(collect, submission_xml(instance_id), [photo(name, b"stray")])
    assert answer.status_code == 201
    [unnamed] = submission_status(project, instance_id)["unnamed"]
    assert unnamed["sha256"] == sha256(b"stray")
    assert media_path(project.media, sha256(b"stray")).read_bytes() == b"stray"
    outside = {path for path in project.folder.parent.rglob("*") if path.is_file()} - set(project.media.rglob("*"))
    assert not [path for path in outside if path.read_bytes()[:5] == b"stray"]


def test_a_named_file_is_found_behind_a_path_that_the_client_prepends(collect: FlaskClient, project: Project) -> None:
    instance_id = new_instance_id()
    send(collect, submission_xml(instance_id, leaflet="1.jpg"), [photo("/storage/emulated/0/1.jpg", b"one")])
    assert submission_status(project, instance_id)["complete"]


def test_the_same_name_with_other_or_no_bytes_keeps_the_first_and_puts_the_second_aside(
    collect: FlaskClient, project: Project
) -> None:
    instance_id = new_instance_id()
    xml = submission_xml(instance_id, leaflet="1.jpg")
    for content in (b"first", b"second", b"", b"first"):
        assert send(collect, xml, [photo("1.jpg", content)]).status_code == 201
    status = submission_status(project, instance_id)
    assert status["attachments"] == {"1.jpg": {"sha256": sha256(b"first")}}
    assert {one["sha256"] for one in status["file_conflicts"]} == {sha256(b"second"), sha256(b"")}


def test_the_same_photo_may_answer_two_questions(collect: FlaskClient, project: Project) -> None:
    instance_id = new_instance_id()
    xml = submission_xml(instance_id, leaflet="1.jpg", sign="2.jpg")
    send(collect, xml, [photo("1.jpg", b"same"), photo("2.jpg", b"same")])
    assert submission_status(project, instance_id)["complete"]
    shared = new_instance_id()
    send(collect, submission_xml(shared, leaflet="1.jpg", sign="1.jpg"), [photo("1.jpg", b"same")])
    assert submission_status(project, shared)["complete"]


def test_a_submission_encrypted_by_collect_is_accepted_and_marked(collect: FlaskClient, project: Project) -> None:
    instance_id = new_instance_id()
    xml = (
        '<data xmlns="http://opendatakit.org/submissions" id="visit" version="3" encrypted="yes">'
        "<base64EncryptedKey>a2V5</base64EncryptedKey>"
        f'<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>{instance_id}</orx:instanceID></orx:meta>'
        "<media><file>1.jpg.enc</file></media><encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
        "<base64EncryptedElementSignature>c2ln</base64EncryptedElementSignature></data>"
    ).encode()
    assert send(collect, xml, [photo("submission.xml.enc", b"secret")]).status_code == 201
    status = submission_status(project, instance_id)
    assert status["encrypted_elsewhere"]
    assert status["missing"] == ["1.jpg.enc"]
    send(collect, xml, [photo("1.jpg.enc", b"secret photo")])
    assert submission_status(project, instance_id)["complete"]


def test_an_unknown_token_is_not_found_and_a_revoked_one_forbidden(collect: FlaskClient, project: Project) -> None:
    for method in (collect.get, collect.post):
        unknown = method("/key/nobody/submission" if method == collect.post else "/key/nobody/formList")
        assert unknown.status_code == 404
        assert message(unknown)
    revoke_device(project, device_id=list_devices(project)[0].id, actor="command", now=NOW)
    refused = send(collect, submission_xml(new_instance_id()))
    assert refused.status_code == 403
    assert "coordinator" in message(refused)


def test_every_part_of_the_body_is_bytes_to_us_also_the_xml_sent_as_a_field(
    collect: FlaskClient, project: Project
) -> None:
    instance_id = new_instance_id()
    xml = submission_xml(instance_id, office="café")
    content, content_type = encode([Part("xml_submission_file", xml)])
    answer = collect.post(f"{BASE}/submission", data=content, headers={**HEADERS, "Content-Type": content_type})
    assert answer.status_code == 201
    assert submission_status(project, instance_id)["xml_sha256"] == sha256(xml)


def test_a_file_that_comes_as_a_plain_field_is_kept_and_flags_of_clients_are_not(
    collect: FlaskClient, project: Project
) -> None:
    instance_id = new_instance_id()
    xml = submission_xml(instance_id, leaflet="1.jpg")
    flags = [Part("*isIncomplete*", b"yes"), Part("Date", b"Mon, 04 May 2026 09:30:00 GMT")]
    content, content_type = encode([Part("xml_submission_file", xml), Part("1.jpg", b"one"), *flags])
    collect.post(f"{BASE}/submission", data=content, headers={"Content-Type": content_type})
    status = submission_status(project, instance_id)
    assert status["complete"]
    assert status["unnamed"] == []


def test_no_token_is_ever_in_the_log_of_events(collect: FlaskClient, project: Project) -> None:
    send(collect, submission_xml(new_instance_id(), who="p1"), [photo("1.jpg", b"one")])
    database = b"".join(path.read_bytes() for path in project.folder.glob("project.db*"))
    assert TOKEN.encode() not in database
