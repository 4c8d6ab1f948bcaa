"""Every address of the application, asked by who may not: new ones are covered the day they are written."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from fieldkit.services.enrol import revoke_device
from fieldkit.store.project import Project
from fieldkit.web.auth.csrf import TOKEN_BLUEPRINTS
from tests.records import NOW, TOKEN, enrol

FOR_EVERYBODY = frozenset(
    {
        "auth.sign_in_page", "auth.sign_in", "auth.sign_out", "auth.set_up_page", "auth.set_up", "auth.join_page",
        "auth.join", "language.switch", "look.look", "static", "tablet.shell", "tablet.service_worker",
        "tablet.manifest", "tablet.words", "tablet.app_file",
    }
)  # fmt: skip
FOR_PARTNERS = frozenset({"desk.home", "auth.account_page", "auth.change_password"})
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def address_of(rule: Rule) -> str:
    """Return an address that the rule matches, with things in it that do not exist."""
    filled = re.sub(r"<int:[^>]+>", "7", rule.rule).replace("<token>", TOKEN)
    filled = re.sub(r"<any\(([^,)]+)[^>]*>", lambda one: one[1].strip("'\" "), filled)
    return re.sub(r"<[^>]+>", "a" * 64, filled)


def asked(app: Flask, *, with_token: bool) -> Iterator[tuple[str, str, str]]:
    """Give endpoint, method and address of everything, of the token's blueprints or of all others."""
    for rule in app.url_map.iter_rules():
        if (rule.endpoint.split(".")[0] in TOKEN_BLUEPRINTS) == with_token:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule.endpoint, method, address_of(rule)


def assert_headers(answer: TestResponse, where: str) -> None:
    for name, value in HEADERS.items():
        assert answer.headers.get(name) == value, (where, name)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, where
    assert "unsafe-inline" not in policy, where


def assert_dressed(answer: TestResponse, where: str) -> None:
    assert_headers(answer, where)
    for cookie in answer.headers.getlist("Set-Cookie"):
        for word in ("HttpOnly", "SameSite=", "Secure"):
            assert word in cookie, (where, cookie)


@pytest.fixture
def secure(project: Project) -> None:
    """The project as it is run in the field, behind https."""
    object.__setattr__(project.settings, "base_url", "https://field.example.org")


def test_a_stranger_reaches_nothing_but_the_doors(app: Flask) -> None:
    for endpoint, method, address in asked(app, with_token=False):
        if endpoint in FOR_EVERYBODY:
            continue
        answer = FlaskClient(app).open(address, method=method)
        assert_headers(answer, address)
        if method == "GET":
            assert answer.status_code in (302, 401), (address, answer.status_code)
            assert answer.status_code == 401 or answer.location.startswith("/sign-in?next=/"), answer.location
        else:
            assert answer.status_code == 403, (method, address, answer.status_code)


def test_nothing_is_changed_without_proof_also_not_by_a_coordinator(app: Flask, coordinator: FlaskClient) -> None:
    session = coordinator.get_cookie("fieldkit")
    assert session is not None
    for _endpoint, method, address in asked(app, with_token=False):
        if method != "GET":
            client = FlaskClient(app)
            client.set_cookie("fieldkit", session.value)
            answer = client.open(address, method=method)
            assert answer.status_code == 403, (method, address, answer.status_code)
            assert "came from somewhere else" in answer.text, address


def test_a_partner_reaches_their_own_pages_only(app: Flask, partner: FlaskClient) -> None:
    for endpoint, method, address in asked(app, with_token=False):
        if endpoint not in FOR_EVERYBODY | FOR_PARTNERS:
            answer = partner.open(address, method=method)
            assert answer.status_code == 403, (method, address, answer.status_code)
            assert_headers(answer, address)


@pytest.mark.parametrize("who", ["nobody", "revoked"])
def test_a_token_that_is_none_or_was_ended_opens_nothing(app: Flask, project: Project, who: str) -> None:
    if who == "revoked":
        revoke_device(project, device_id=enrol(project).device_id, actor="command", now=NOW)
    for _endpoint, method, address in asked(app, with_token=True):
        answer = FlaskClient(app).open(address, method=method, headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code in ((401, 404) if who == "nobody" else (403,)), (method, address, answer.status_code)
        assert_headers(answer, address)
        assert TOKEN not in answer.text, address


def test_the_cookies_of_a_session_are_for_this_server_and_https_only(
    secure: None, app: Flask, project: Project
) -> None:
    answer = FlaskClient(app).get("/sign-in")
    assert_dressed(answer, "/sign-in")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:1", "[::1", "a b"])
def test_no_link_or_redirection_is_made_of_the_host_that_a_client_names(
    app: Flask, coordinator: FlaskClient, host: str
) -> None:
    proof = coordinator.csrf_token()  # type: ignore[attr-defined]
    kept = [coordinator.get_cookie(name) for name in ("fieldkit", "fieldkit-page")]
    cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in kept if cookie)
    headers = {"Host": host, "X-Forwarded-Host": host, "Cookie": cookies, "X-CSRF-Token": proof}
    client = FlaskClient(app, use_cookies=False)
    fields = {"name": "Bea", "email": "bea@example.org", "role": "partner", "language": "en"}
    for answer in (
        client.post("/people/invitations", data=fields, headers=headers),
        client.post("/people/tablets", data={"device": "T"}, headers=headers),
    ):
        assert answer.status_code == 200
        assert host not in answer.text
        assert "http://localhost:8500/" in answer.text
    assert client.get("/records", headers={"Host": host, "X-Forwarded-Host": host}).location.startswith("/sign-in")
