"""Somebody who holds a tablet's token sends what no tablet of ours would: the desk stays usable, and nothing runs."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fieldkit.sealing.seal import PlainFile
from fieldkit.store.project import Project
from tests.conftest import SteeredClock, sign_in_as
from tests.kit_records import addition_xml, alert_xml
from tests.records import new_instance_id, sha256, submission_xml
from tests.web.tablet.conftest import Tablet

ODD_IDS = (
    "uuid:a/b",
    "uuid:a?b=c#d",
    "../../people",
    "%2e%2e%2fx",
    "uuid:a b",
    "'\"><script>alert(1)</script>",
    "words/x//",
)
SCRIPT = "<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
CARE = ("alerts", "recoveries", "tablets", "safety", "hand_in", "prompts")


def actions(page: str, end: str) -> list[str]:
    """The addresses of the forms on a page that end so."""
    return [html.unescape(found) for found in re.findall(r'action="([^"]+)"', page) if found.endswith(end)]


@pytest.mark.parametrize("odd", ODD_IDS)
def test_an_id_that_no_address_can_hold_is_refused_before_anything_is_stored(
    tablet: Tablet, coordinator: FlaskClient, odd: str
) -> None:
    """Else an alert would stand at the desk for ever that nobody can read or take care of."""
    instance_id = html.escape(odd, quote=False)
    for form_id, xml in (
        ("fieldkit-alert", alert_xml(instance_id, "Somebody waits outside")),
        ("fieldkit-addition", addition_xml(instance_id, "uuid:1", "a")),
    ):
        answer = tablet.send(tablet.seal(xml, instance_id=odd, form_id=form_id, version="1"))
        assert answer.json["code"] in ("422.kit-record", "400.id-invalid")
    assert not actions(coordinator.get("/alerts").get_data(as_text=True), "/words")


def test_the_words_of_an_alert_do_nothing_in_the_browser(tablet: Tablet, coordinator: FlaskClient) -> None:
    instance_id = new_instance_id()
    xml = alert_xml(instance_id, SCRIPT)
    assert (
        tablet.send(tablet.seal(xml, instance_id=instance_id, form_id="fieldkit-alert", version="1")).status_code == 201
    )
    (words,) = actions(coordinator.get("/alerts").get_data(as_text=True), "/words")
    assert html.escape(SCRIPT) in coordinator.post(words).get_data(as_text=True)


@pytest.mark.parametrize(
    "name",
    ["a.svg", '"><img src=x onerror=alert(1)>.html', "../../../fieldkit.toml", "a\u202egpj.html", "x" * 250 + ".svg"],
)
def test_what_is_added_does_nothing_in_the_browser(tablet: Tablet, coordinator: FlaskClient, name: str) -> None:
    record, instance_id = new_instance_id(), new_instance_id()
    tablet.send_visit(submission_xml(record, who="p1"), record)
    xml = addition_xml(instance_id, record, SCRIPT, [name])
    files = [PlainFile(name, "text/html", SVG)]
    sealed = tablet.seal(xml, instance_id=instance_id, form_id="fieldkit-addition", version="1", files=files)
    assert tablet.send(sealed).status_code == 201
    number = re.findall(r'href="/records/(\d+)"', coordinator.get("/records").get_data(as_text=True))[0]
    page = coordinator.get(f"/records/{number}").get_data(as_text=True)
    assert html.escape(SCRIPT) in page
    assert "<img src=x" not in page
    (address,) = {
        html.unescape(one) for one in re.findall(rf'(?:href|src)="([^"]*additions/[^"]*{sha256(SVG)})"', page)
    }
    given = coordinator.get(address)
    assert (given.status_code, given.data) == (200, SVG)
    assert given.mimetype == "application/octet-stream"
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in given.headers["Content-Security-Policy"]


@pytest.mark.parametrize("role", ["partner", ""])
def test_only_coordinators_reach_what_is_for_them(app: Flask, project: Project, clock: SteeredClock, role: str) -> None:
    reader = sign_in_as(app, project, clock, name="Rosa Reader", role=role) if role else app.test_client()
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[0] in CARE]
    assert len(rules) > 15
    for rule in rules:
        address = re.sub(r"<[^>]+>", "x", rule.rule)
        for method in rule.methods or set():
            if method in ("GET", "POST"):
                answer = reader.open(address, method=method)
                allowed = (302, 401) if not role else (403,)
                assert answer.status_code in allowed, (method, address, answer.status_code)


def test_whoever_asks_for_a_new_pin_puts_nothing_into_the_page(tablet: Tablet, coordinator: FlaskClient) -> None:
    for name in (SCRIPT, "\u202enimdA", "a\r\nSet-Cookie: x=1"):
        tablet.post("recoveries", {"person": SCRIPT, "name": name, "wrapped_key": "AAAA", "public_key": "AAAA"})
    tablet.post(
        "report",
        {
            "app_version": SCRIPT,
            "people": 1,
            "drafts": 0,
            "waiting": 0,
            "persisted": True,
            "kept_offline": True,
            "free_bytes": 1,
        },
    )
    for address in ("/people", f"/people/tablets/{tablet.device_id}", "/log", "/"):
        answer = coordinator.get(address)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.get_data(as_text=True)
