"""Signing in and out, setting up, invitations, passwords, roles, and proof that a form is ours."""

import re
from dataclasses import replace
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fieldkit.config import ServerSettings
from fieldkit.services.create import setup_code
from fieldkit.store.project import Project
from fieldkit.web.app import create_app
from tests.conftest import COORDINATOR_PASSWORD, SignedInClient, SteeredClock


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client()


def sign_in(
    client: FlaskClient, password: str = COORDINATOR_PASSWORD, email: str = "ada@example.org", **form: str
) -> int:
    return client.post("/sign-in", data={"email": email, "password": password, **form}).status_code


def text_of(client: FlaskClient, address: str) -> str:
    return unescape(client.get(address).get_data(as_text=True))


def test_a_signed_in_coordinator_sees_the_home_page(coordinator: FlaskClient) -> None:
    assert "Ada Lindqvist" in text_of(coordinator, "/")


def test_who_is_not_signed_in_is_asked_to_and_comes_back(coordinator: FlaskClient, stranger: FlaskClient) -> None:
    answer = stranger.get("/records?state=approved")
    assert answer.status_code == 302
    assert "next=/records?state%3Dapproved" in answer.location
    answer = stranger.post(
        "/sign-in", data={"email": "ada@example.org", "password": COORDINATOR_PASSWORD, "next": "/records"}
    )
    assert answer.location == "/records"


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "/\n/evil", "x"])
def test_signing_in_never_leads_to_another_server(
    coordinator: FlaskClient, stranger: FlaskClient, elsewhere: str
) -> None:
    answer = stranger.post(
        "/sign-in", data={"email": "ada@example.org", "password": COORDINATOR_PASSWORD, "next": elsewhere}
    )
    assert answer.location == "/"


def test_a_wrong_password_and_an_unknown_address_look_the_same(coordinator: FlaskClient, stranger: FlaskClient) -> None:
    wrong = stranger.post("/sign-in", data={"email": "ada@example.org", "password": "something else here"})
    unknown = stranger.post("/sign-in", data={"email": "eve@example.org", "password": "something else here"})
    assert wrong.status_code == unknown.status_code == 401
    plain = [re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True)) for answer in (wrong, unknown)]
    assert plain[0] == plain[1]


def test_the_address_that_was_typed_stays_in_its_field(stranger: FlaskClient) -> None:
    answer = stranger.post("/sign-in", data={"email": "eve@example.org", "password": "x"})
    assert 'value="eve@example.org"' in answer.get_data(as_text=True)


def test_ten_failures_close_an_account_for_a_quarter_of_an_hour(
    coordinator: FlaskClient, stranger: FlaskClient, clock: SteeredClock
) -> None:
    assert [sign_in(stranger, "wrong") for _ in range(11)] == [401] * 10 + [429]
    assert sign_in(stranger) == 429
    clock.advance(minutes=16)
    assert sign_in(stranger) == 303


def test_a_success_forgives_earlier_failures(coordinator: FlaskClient, app: Flask) -> None:
    for _ in range(3):
        client = app.test_client()
        assert [sign_in(client, "wrong") for _ in range(5)] == [401] * 5
        assert sign_in(client) == 303


def test_one_client_cannot_try_many_accounts(stranger: FlaskClient) -> None:
    tried = [sign_in(stranger, "wrong", email=f"person{number}@example.org") for number in range(51)]
    assert tried[-1] == 429


def test_somebody_who_fails_on_purpose_does_not_lock_out_a_browser_that_is_known(
    coordinator: FlaskClient, stranger: FlaskClient
) -> None:
    """Neither by closing the account nor by using up the attempts of an address that is everybody's."""
    coordinator.post("/sign-out")
    for number in range(60):
        sign_in(stranger, "wrong", email="ada@example.org" if number % 2 else f"person{number}@example.org")
    assert sign_in(stranger) == 429
    assert sign_in(coordinator) == 303


def test_a_known_browser_has_ten_attempts_like_everybody_and_only_at_its_own_account(
    coordinator: FlaskClient, second_coordinator: FlaskClient, stranger: FlaskClient
) -> None:
    for client in (coordinator, second_coordinator):
        client.post("/sign-out")
    assert [sign_in(coordinator, "wrong") for _ in range(11)] == [401] * 10 + [429]
    assert sign_in(coordinator) == 429
    assert sign_in(stranger) == 303  # elsewhere she can still sign in
    tried = [sign_in(coordinator, "wrong", email="bruno@example.org") for _ in range(11)]
    assert tried == [401] * 10 + [429]
    assert sign_in(second_coordinator, email="bruno@example.org") == 303


@pytest.mark.parametrize("proof", ["", ".", "a.b", "a." + "0" * 64, "\u00e9.x"])
def test_a_proof_that_is_none_helps_nobody(coordinator: FlaskClient, stranger: FlaskClient, proof: str) -> None:
    stranger.set_cookie("fieldkit-browser", proof)
    assert [sign_in(stranger, "wrong") for _ in range(11)] == [401] * 10 + [429]


def test_the_proof_of_a_browser_is_out_of_reach_of_scripts_and_names_nobody(coordinator: FlaskClient) -> None:
    cookie = coordinator.get_cookie("fieldkit-browser")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Strict", "/")
    assert "ada" not in cookie.value


def behind_proxies(project: Project, count: int) -> Flask:
    settings = replace(project.settings, server=ServerSettings(trusted_proxies=count))
    project.settings = settings
    app = create_app(project)
    app.test_client_class = SignedInClient
    return app


def test_behind_a_proxy_each_client_has_its_own_attempts(project: Project) -> None:
    app = behind_proxies(project, 1)
    attacker, other = ({"X-Forwarded-For": f"203.0.113.{number}"} for number in (1, 2))

    def tried(number: int, headers: dict[str, str]) -> int:
        data = {"email": f"person{number}@example.org", "password": "wrong"}
        return app.test_client().post("/sign-in", data=data, headers=headers).status_code

    assert [tried(number, attacker) for number in range(51)] == [401] * 50 + [429]
    assert tried(60, {"X-Forwarded-For": f"198.51.100.7, {attacker['X-Forwarded-For']}"}) == 429  # it invents one more
    assert tried(61, other) == 401


def test_without_a_proxy_nobody_gets_attempts_by_inventing_addresses(project: Project) -> None:
    app = behind_proxies(project, 0)
    tried = [
        app.test_client()
        .post(
            "/sign-in",
            data={"email": f"person{number}@example.org", "password": "wrong"},
            headers={"X-Forwarded-For": f"203.0.113.{number}", "Forwarded": f"for=203.0.113.{number}"},
        )
        .status_code
        for number in range(51)
    ]
    assert tried[-1] == 429


def test_the_addresses_of_one_network_of_ipv6_are_one_client(project: Project) -> None:
    app = behind_proxies(project, 1)
    tried = [
        app.test_client()
        .post(
            "/sign-in",
            data={"email": f"person{number}@example.org", "password": "wrong"},
            headers={"X-Forwarded-For": f"2001:db8::{number:x}"},
        )
        .status_code
        for number in range(51)
    ]
    assert tried[-1] == 429


def test_no_address_or_password_is_kept_of_an_attempt(stranger: FlaskClient, project: Project) -> None:
    sign_in(stranger, "my other password", email="eve@example.org")
    content = project.database.read_bytes() + project.database.with_name("project.db-wal").read_bytes()
    assert b"eve@example.org" not in content
    assert b"my other password" not in content


def test_a_session_ends_after_twelve_hours(coordinator: FlaskClient, clock: SteeredClock) -> None:
    clock.advance(hours=11, minutes=59)
    assert coordinator.get("/").status_code == 200
    clock.advance(minutes=2)
    assert coordinator.get("/").status_code == 302


def test_signing_out_ends_the_session_on_the_server(coordinator: FlaskClient) -> None:
    cookie = coordinator.get_cookie("fieldkit")
    assert cookie is not None
    coordinator.post("/sign-out")
    coordinator.set_cookie("fieldkit", cookie.value)
    assert coordinator.get("/").status_code == 302


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(coordinator: FlaskClient) -> None:
    cookie = coordinator.get_cookie("fieldkit")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")
    assert len(cookie.value) >= 43


def test_the_token_of_a_session_is_not_in_the_database(coordinator: FlaskClient, project: Project) -> None:
    cookie = coordinator.get_cookie("fieldkit")
    assert cookie is not None
    content = project.database.read_bytes() + project.database.with_name("project.db-wal").read_bytes()
    assert cookie.value.encode() not in content


def test_a_changed_password_ends_every_other_session(coordinator: FlaskClient, app: Flask) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere)
    answer = coordinator.post(
        "/account/password", data={"current": COORDINATOR_PASSWORD, "password": "another four words here"}
    )
    assert answer.status_code == 303
    assert coordinator.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert sign_in(elsewhere) == 401
    assert sign_in(elsewhere, "another four words here") == 303


def test_the_current_password_is_needed_for_a_new_one(coordinator: FlaskClient) -> None:
    answer = coordinator.post("/account/password", data={"current": "no", "password": "another four words here"})
    assert answer.status_code == 403
    assert "The current password is not right." in answer.get_data(as_text=True)


def test_a_password_is_never_cut_off(coordinator: FlaskClient, stranger: FlaskClient) -> None:
    long = "long " * 100
    answer = coordinator.post("/account/password", data={"current": COORDINATOR_PASSWORD, "password": long})
    assert answer.status_code == 303
    assert sign_in(stranger, long[:-2]) == 401
    assert sign_in(stranger, long) == 303


@pytest.mark.parametrize(("password", "says"), [("eleven char", "too short"), ("x" * 1025, "too long")])
def test_a_password_has_a_least_and_a_largest_length(coordinator: FlaskClient, password: str, says: str) -> None:
    answer = coordinator.post("/account/password", data={"current": COORDINATOR_PASSWORD, "password": password})
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)


def test_the_same_letters_from_another_keyboard_are_the_same_password(
    coordinator: FlaskClient, stranger: FlaskClient
) -> None:
    coordinator.post("/account/password", data={"current": COORDINATOR_PASSWORD, "password": "perché no, città"})
    assert sign_in(stranger, "perche\u0301 no, citta\u0300") == 303


def test_a_form_without_proof_changes_nothing(coordinator: FlaskClient) -> None:
    answer = coordinator.post("/settings", data={"title": "Taken over"}, headers={"X-CSRF-Token": "0" * 64})
    assert answer.status_code == 403
    assert "Taken over" not in text_of(coordinator, "/settings")


def test_the_proof_of_another_session_is_worth_nothing(
    coordinator: FlaskClient, second_coordinator: FlaskClient
) -> None:
    token = second_coordinator.csrf_token()  # type: ignore[attr-defined]
    assert coordinator.post("/settings", data={}, headers={"X-CSRF-Token": token}).status_code == 403


def test_a_form_from_another_site_is_refused_even_with_the_proof(coordinator: FlaskClient) -> None:
    answer = coordinator.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_the_first_coordinator_sets_the_project_up_with_the_code(stranger: FlaskClient, project: Project) -> None:
    code = setup_code(project.keys)
    assert "Set up the project" in text_of(stranger, f"/setup?code={code}")
    answer = stranger.post("/setup", data=set_up_form(code))
    assert (answer.status_code, answer.location) == (303, "/")
    assert "A city listens" in text_of(stranger, "/")
    assert project.settings.languages == ("it", "en")
    assert 'base_url = "https://study.example.org"' in (project.folder / "fieldkit.toml").read_text()


def test_a_project_is_set_up_only_once(coordinator: FlaskClient, stranger: FlaskClient, project: Project) -> None:
    code = setup_code(project.keys)
    assert stranger.get(f"/setup?code={code}").status_code == 409
    assert stranger.post("/setup", data=set_up_form(code)).status_code == 409


def test_without_the_code_nobody_sets_the_project_up(stranger: FlaskClient) -> None:
    assert stranger.get("/setup").status_code == 403
    assert stranger.post("/setup", data=set_up_form("guess")).status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("base_url", "not an address", "This is not the address of a server."),
        ("base_url", "https://study.example.org/path", "This is not the address of a server."),
        ("title", " ", "The project needs a title."),
        ("email", "ada", "This is not an e-mail address."),
        ("password", "short", "The password is too short."),
    ],
)
def test_what_was_typed_stays_when_setting_up_is_refused(
    stranger: FlaskClient, project: Project, field: str, value: str, says: str
) -> None:
    answer = stranger.post("/setup", data=set_up_form(setup_code(project.keys)) | {field: value})
    text = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert says in text
    assert field == "name" or 'value="Ada Lindqvist"' in text
    assert "short" not in text.split("<form")[-1].split("12 characters")[0]


def test_an_invitation_makes_one_account_and_then_nothing(coordinator: FlaskClient, app: Flask) -> None:
    link = invited(coordinator, role="coordinator")
    guest = app.test_client()
    assert "bea@example.org" in text_of(guest, link)
    answer = guest.post(link, data={"name": "Bea Okoro", "password": "quite a long phrase"})
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Bea Okoro" in text_of(guest, "/people")
    assert app.test_client().get(link).status_code == 404


def test_an_invitation_runs_out_after_a_week(coordinator: FlaskClient, app: Flask, clock: SteeredClock) -> None:
    link = invited(coordinator)
    clock.advance(days=7, seconds=1)
    assert app.test_client().get(link).status_code == 404


def test_a_closed_account_is_signed_out_at_once(coordinator: FlaskClient, second_coordinator: FlaskClient) -> None:
    assert coordinator.post("/people/accounts/account-bruno/close").status_code == 303
    assert second_coordinator.get("/").status_code == 302
    assert sign_in(second_coordinator, email="bruno@example.org") == 401


def test_the_last_coordinator_cannot_be_closed(coordinator: FlaskClient) -> None:
    answer = coordinator.post("/people/accounts/account-ada/close")
    assert (answer.status_code, "only coordinator" in answer.get_data(as_text=True)) == (409, True)


def test_a_partner_sees_home_and_no_desk(partner: FlaskClient) -> None:
    assert "Nothing is published yet" in text_of(partner, "/")
    for address in ("/records", "/people", "/log", "/settings", "/records/conflicts"):
        assert partner.get(address).status_code == 403


def set_up_form(code: str) -> dict[str, object]:
    return {
        "code": code,
        "title": "A city listens",
        "base_url": "https://study.example.org/",
        "languages": ["it", "en"],
        "time_zone": "Europe/Rome",
        "name": "Ada Lindqvist",
        "email": "ada@example.org",
        "password": COORDINATOR_PASSWORD,
    }


def invited(client: FlaskClient, role: str = "partner") -> str:
    answer = client.post(
        "/people/invitations", data={"name": "Bea", "email": "bea@example.org", "role": role, "language": "en"}
    )
    found = re.search(r"<code>http://localhost:8500(/join/[\w-]{43})</code>", answer.get_data(as_text=True))
    assert found, answer.get_data(as_text=True)
    return found[1]
