"""Tablets, accounts, invitations."""

import re
from html import unescape

from flask.testing import FlaskClient

from fieldkit.services.enrol import device_for_token
from fieldkit.store.project import Project


def enrol(client: FlaskClient, name: str = "Tablet 7") -> str:
    answer = client.post("/people/tablets", data={"device": name})
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def test_an_enrolled_tablet_is_shown_its_codes_once(coordinator: FlaskClient, project: Project) -> None:
    text = enrol(coordinator)
    found = re.search(r"http://localhost:8500/tablet/#enrol=([\w-]{43})", text)
    assert found
    assert text.count("<svg") >= 2
    assert f"http://localhost:8500/key/{found[1]}" in text
    assert device_for_token(project, found[1]).name == "Tablet 7"
    assert found[1] not in coordinator.get("/people").get_data(as_text=True)


def test_the_page_with_the_codes_is_never_stored(coordinator: FlaskClient) -> None:
    assert coordinator.post("/people/tablets", data={"device": "T"}).headers["Cache-Control"] == "no-store"


def test_a_tablet_needs_a_name(coordinator: FlaskClient) -> None:
    answer = coordinator.post("/people/tablets", data={"device": "  "})
    assert answer.status_code == 422
    assert "no usable name" in answer.get_data(as_text=True)


def test_a_revoked_tablet_is_listed_as_ended(coordinator: FlaskClient) -> None:
    enrol(coordinator)
    page = coordinator.get("/people").get_data(as_text=True)
    address = page.split('action="/people/tablets/')[1].split('"')[0]
    assert coordinator.post(f"/people/tablets/{address}").status_code == 303
    assert "Ended" in coordinator.get("/people").get_data(as_text=True)


def test_an_address_can_be_invited_only_while_it_has_no_account(coordinator: FlaskClient) -> None:
    fields = {"name": "Ada", "email": "ADA@example.org", "role": "partner", "language": "en"}
    answer = coordinator.post("/people/invitations", data=fields)
    assert answer.status_code == 409
    assert "already is an account" in answer.get_data(as_text=True)


def test_a_role_that_does_not_exist_is_refused(coordinator: FlaskClient) -> None:
    fields = {"name": "Bea", "email": "bea@example.org", "role": "owner", "language": "en"}
    assert coordinator.post("/people/invitations", data=fields).status_code == 422
