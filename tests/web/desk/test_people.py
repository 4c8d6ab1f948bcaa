"""Tablets, accounts, invitations."""

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from fieldkit.services.enrol import device_for_token
from fieldkit.store.events import list_events
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


def invited(client: FlaskClient) -> str:
    fields = {"name": "Bea", "email": "bea@example.org", "role": "coordinator", "language": "en"}
    page = client.post("/people/invitations", data=fields).get_data(as_text=True)
    return re.findall(r"<code>http://localhost:8500(/join/[\w-]{43})</code>", page)[0]


def test_an_invitation_is_listed_and_can_be_taken_back(coordinator: FlaskClient, app: Flask, project: Project) -> None:
    link = invited(coordinator)
    page = coordinator.get("/people").get_data(as_text=True)
    address = re.findall(r'action="(/people/invitations/[0-9a-f]{16}/end)"', page)[0]
    assert app.test_client().get(link).status_code == 200
    assert coordinator.post(address).status_code == 303
    assert "bea@example.org" not in coordinator.get("/people").get_data(as_text=True)
    assert app.test_client().get(link).status_code == 404
    answer = app.test_client().post(link, data={"name": "Bea", "password": "quite a long phrase"})
    assert answer.status_code in (403, 404)
    assert coordinator.post(address).status_code == 404
    with project.read() as db:
        [event, _invited] = list_events(db, subject=f"invitation:{address.split('/')[3]}")
    assert (event.kind, event.actor) == ("account.invitation-ended", "account:account-ada")


def test_who_is_shut_out_does_not_come_back_by_an_invitation_of_their_own(
    coordinator: FlaskClient, second_coordinator: FlaskClient, app: Flask
) -> None:
    link = invited(second_coordinator)
    assert coordinator.post("/people/accounts/account-bruno/close").status_code == 303
    assert app.test_client().get(link).status_code == 404


def test_partners_take_no_invitation_back(partner: FlaskClient) -> None:
    assert partner.post("/people/invitations/0123456789abcdef/end").status_code == 403


def test_a_role_that_does_not_exist_is_refused(coordinator: FlaskClient) -> None:
    fields = {"name": "Bea", "email": "bea@example.org", "role": "owner", "language": "en"}
    assert coordinator.post("/people/invitations", data=fields).status_code == 422
