"""Bodies that strangers send: a clear 4xx, nothing stored, no temporary file left, memory bounded."""

import re
import tracemalloc
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from werkzeug.test import TestResponse

from fieldkit.services.receive import submission_status
from fieldkit.store.project import Project
from fieldkit.web.openrosa.multipart import _QuickBoundary
from tests.records import TOKEN, enrol, new_instance_id, publish, submission_xml
from tests.web.openrosa.collect import HEADERS, Part, body, encode, photo

MEBIBYTE = 1024 * 1024
DEEP = b"<data id='visit' version='3'>" + b"<a>" * 20_000 + b"</a>" * 20_000 + b"</data>"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><data id="visit" version="3"><note>&c;</note></data>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><data id="visit">&x;</data>"""


@pytest.fixture
def client(app: Flask, project: Project) -> FlaskClient:
    publish(project)
    enrol(project)
    return app.test_client()


def post(client: FlaskClient, content: bytes, content_type: str) -> TestResponse:
    return client.post(f"/key/{TOKEN}/submission", data=content, headers={**HEADERS, "Content-Type": content_type})


def assert_refused(answer: TestResponse, project: Project) -> None:
    assert 400 <= answer.status_code < 500, answer.data
    assert etree.fromstring(answer.data).tag.endswith("OpenRosaResponse")
    assert_nothing_left(project)


def assert_nothing_left(project: Project) -> None:
    assert [path for path in project.incoming.folder.iterdir() if path.name != "lock"] == []


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary="]
)
def test_a_body_that_is_no_multipart_is_refused(client: FlaskClient, project: Project, content_type: str) -> None:
    assert_refused(post(client, b"{}", content_type), project)


@pytest.mark.parametrize(
    "xml",
    [b"", b"not xml", b"<data>", b"<data/>", b"<data id='visit'/>", BOMB, OUTSIDE, DEEP, b"\x00\xff" * 50],
    ids=["empty", "text", "unclosed", "no id", "no instanceID", "bomb", "file entity", "deep", "noise"],
)
def test_xml_that_is_no_submission_is_refused(client: FlaskClient, project: Project, xml: bytes) -> None:
    content, content_type = body(xml, [photo("1.jpg", b"one")])
    assert_refused(post(client, content, content_type), project)


BROKEN: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("empty", lambda content: b""),
    ("cut in the last part", lambda content: content[:-50]),
    ("cut in the headers", lambda content: content[:60]),
    ("without its boundary", lambda content: content.replace(b"--", b"==")),
    ("without dispositions", lambda content: content.replace(b"Content-Disposition", b"X-Other")),
    ("with bytes that are no UTF-8 in a header", lambda content: content.replace(b"1.jpg", b"\xff\xfe.jpg")),
    ("with a name of 5000 characters", lambda content: content.replace(b"1.jpg", b"n" * 5000)),
    ("with a header of 2 MB", lambda content: content.replace(b"1.jpg", b"n" * 2_000_000)),
    ("with an endless preamble", lambda content: b"x" * 5_000_000 + content),
]


@pytest.mark.parametrize("change", [change for _, change in BROKEN], ids=[name for name, _ in BROKEN])
def test_a_broken_multipart_body_is_refused(
    client: FlaskClient, project: Project, change: Callable[[bytes], bytes]
) -> None:
    content, content_type = body(submission_xml(new_instance_id()), [photo("1.jpg", b"one")])
    assert_refused(post(client, change(content), content_type), project)


def test_a_body_without_a_submission_or_with_two_is_refused(client: FlaskClient, project: Project) -> None:
    assert_refused(post(client, *encode([photo("1.jpg", b"one")])), project)
    xml = submission_xml(new_instance_id())
    assert_refused(post(client, *encode([Part("xml_submission_file", xml, filename="a.xml")] * 2)), project)


def test_too_many_parts_are_refused(client: FlaskClient, project: Project) -> None:
    parts = [photo(f"{number}.jpg", b"x") for number in range(1100)]
    assert_refused(post(client, *body(submission_xml(new_instance_id()), parts)), project)


def test_twenty_megabytes_of_garbage_are_refused_within_a_few(client: FlaskClient, project: Project) -> None:
    garbage = bytes(range(256)) * (20 * MEBIBYTE // 256)
    for content, content_type in (
        (garbage, "multipart/form-data; boundary=x"),
        body(b"<" * (20 * MEBIBYTE)),
        body(garbage),
    ):
        tracemalloc.start()
        answer = post(client, content, content_type)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert_refused(answer, project)
        assert peak < 40 * MEBIBYTE  # the XML alone may be 10 MB


def test_a_file_of_sixty_megabytes_is_never_in_memory(client: FlaskClient, project: Project) -> None:
    instance_id = new_instance_id()
    content, content_type = body(submission_xml(instance_id, leaflet="1.jpg"), [photo("1.jpg", bytes(60 * MEBIBYTE))])
    tracemalloc.start()
    answer = post(client, content, content_type)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.status_code == 201
    assert peak < 8 * MEBIBYTE
    assert submission_status(project, instance_id)["complete"]


def test_other_methods_and_unknown_forms_are_answered_plainly(client: FlaskClient) -> None:
    assert client.put(f"/key/{TOKEN}/submission").status_code == 405
    for path in ("forms/nothing/form.xml", "forms/nothing/manifest", "forms/nothing/media/x.jpg"):
        answer = client.get(f"/key/{TOKEN}/{path}")
        assert answer.status_code == 404
        assert answer.content_type.startswith("text/xml")


@pytest.mark.parametrize("path", ["", "submission/", "formList/", "nothing", "/submission", "../../sign-in"])
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "PUT"])
def test_an_address_below_a_token_that_is_none_is_answered_without_the_token(
    client: FlaskClient, method: str, path: str
) -> None:
    answer = client.open(f"/key/{TOKEN}/{path}", method=method)
    assert answer.status_code in (404, 405)
    assert answer.content_type.startswith("text/plain")
    assert TOKEN not in answer.get_data(as_text=True)


@pytest.mark.parametrize("seats", ["PER_DEVICE", "ALL"])
def test_who_sends_too_many_things_at_once_is_told_so_and_nothing_is_left(
    client: FlaskClient, project: Project, monkeypatch: pytest.MonkeyPatch, seats: str
) -> None:
    content, content_type = body(submission_xml(new_instance_id()), [photo("1.jpg", b"one")])
    with monkeypatch.context() as full:
        full.setattr(f"fieldkit.web.slots.{seats}", 0)
        answer = post(client, content, content_type)
    assert answer.status_code == (429 if seats == "PER_DEVICE" else 503)
    assert answer.headers["Retry-After"] == "10"
    assert etree.fromstring(answer.data).tag.endswith("OpenRosaResponse")
    assert_nothing_left(project)
    assert post(client, content, content_type).status_code == 201
    assert client.application.extensions["fieldkit_arrivals"].is_empty


PIECES = st.lists(
    st.binary(max_size=60)
    | st.sampled_from(
        [
            b"--b\r\n",
            b"--b--\r\n",
            b"\r\n--b\r\n",
            b"\r\n\r\n",
            b'Content-Disposition: form-data; name="xml_submission_file"; filename="a"\r\n',
            b'Content-Disposition: form-data; name="x"; filename="1.jpg"\r\n',
            b"Content-Disposition: form-data\r\n",
            b"Content-Type: image/jpeg\r\n",
            b"<data id='visit' version='3'><meta><instanceID>uuid:fuzz</instanceID></meta></data>",
        ]
    ),
    max_size=12,
).map(b"".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PIECES)
def test_no_body_whatever_it_holds_makes_the_server_fail(client: FlaskClient, project: Project, content: bytes) -> None:
    answer = post(client, content, "multipart/form-data; boundary=b")
    assert answer.status_code < 500, answer.data
    assert etree.fromstring(answer.data).tag.endswith("OpenRosaResponse")
    assert_nothing_left(project)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="<>&\"/=! ?[]CDATAxmlns:datide'\x00é", max_size=120) | st.binary(max_size=200))
def test_no_xml_whatever_it_holds_makes_the_server_fail(
    client: FlaskClient, project: Project, xml: str | bytes
) -> None:
    content, content_type = body(xml.encode() if isinstance(xml, str) else xml)
    assert_refused(post(client, content, content_type), project)


BOUNDARY = rb"(?:\r\n|\n|\r)--b(--[^\S\n\r]*(?:\r\n|\n|\r)?|[^\S\n\r]*(?:\r\n|\n|\r))"


@given(st.lists(st.sampled_from([b"\r", b"\n", b"--b", b"--", b"b", b"-", b" ", b"x"]), max_size=14).map(b"".join))
def test_the_quick_search_for_a_boundary_finds_what_the_pattern_finds(data: bytes) -> None:
    pattern = re.compile(BOUNDARY)
    slow, quick = pattern.search(data), _QuickBoundary(pattern, b"--b").search(data)
    assert (slow and slow.span()) == (quick and quick.span())
