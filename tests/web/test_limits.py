"""What may be sent and asked for, and what happens beyond."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fieldkit.services.forms import add_form
from fieldkit.store.project import Project
from fieldkit.web.app import DEFAULT_BODY_LIMIT
from tests.conftest import SteeredClock
from tests.records import NOW, TOKEN, enrol

PAGES_IN_A_FORM = """
| survey |      |      |       |              |
|        | type | name | label | media::image |
|        | note | hint | Look  | page.html    |
|        | note | sign | Look  | sign.svg     |
| settings | form_id | version |
|          | signs   | 1       |
"""


@pytest.mark.parametrize("address", ["/records/{}", "/records/{}/xml", "/records/conflicts/{}"])
def test_a_number_that_no_row_has_is_no_page(coordinator: FlaskClient, address: str) -> None:
    assert coordinator.get(address.format(10**30)).status_code == 404


@pytest.mark.parametrize("address", ["/records?before={}", "/log?before={}", "/log?before=-{}"])
def test_a_page_before_no_row_is_the_first(coordinator: FlaskClient, address: str) -> None:
    assert coordinator.get(address.format(10**30)).status_code == 200


def test_a_stranger_cannot_make_the_server_read_a_large_body(app: Flask, coordinator: FlaskClient) -> None:
    """A body is read for the proof that it carries, before it is known who sends it."""
    stranger = FlaskClient(app)
    stranger.get("/sign-in")
    content = io.BytesIO(bytes(DEFAULT_BODY_LIMIT))
    answer = stranger.post("/forms", data={"spreadsheet": (content, "form.xlsx")})
    assert answer.status_code == 413
    content = io.BytesIO(bytes(DEFAULT_BODY_LIMIT))
    answer = coordinator.post("/forms", data={"spreadsheet": (content, "form.xlsx")})
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["page.html", "sign.svg"])
def test_a_page_that_came_with_a_form_can_do_nothing_in_a_browser(app: Flask, project: Project, name: str) -> None:
    files = {"page.html": b"<script src='other'></script>", "sign.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}
    form = add_form(
        project, name="form.md", content=PAGES_IN_A_FORM.encode(), media=files, language_codes={}, actor="command",
        now=NOW, new_id=lambda: "version-1",
    )  # fmt: skip
    enrol(project)
    path = f"forms/{form.version_id}/media/{name}"
    for answer in (
        app.test_client().get(f"/key/{TOKEN}/{path}"),
        app.test_client().get(f"/tablet/api/{path}", headers={"Authorization": f"Bearer {TOKEN}"}),
    ):
        assert answer.status_code == 200
        assert answer.headers["Content-Security-Policy"].endswith("sandbox")


def test_guessing_at_the_current_password_is_slowed_like_signing_in(
    coordinator: FlaskClient, clock: SteeredClock
) -> None:
    wrong = {"current": "not my password", "password": "another four plain words"}
    answers = [coordinator.post("/account/password", data=wrong).status_code for _ in range(11)]
    assert answers == [403] * 10 + [429]
    clock.advance(minutes=16)
    right = {"current": "four plain words here", "password": "another four plain words"}
    assert coordinator.post("/account/password", data=right).status_code == 303
