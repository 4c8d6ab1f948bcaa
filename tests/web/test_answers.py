"""Headers that every answer carries, and problems as pages or objects."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("address", ["/", "/sign-in", "/no-such-page", "/look/look.css", "/static/none.js", "/records"])
def test_every_answer_carries_the_headers(coordinator: FlaskClient, address: str) -> None:
    headers = coordinator.get(address).headers
    assert {name: headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/records", "/people", "/log", "/account", "/settings"])
def test_personal_pages_are_never_stored(coordinator: FlaskClient, address: str) -> None:
    assert coordinator.get(address).headers["Cache-Control"] == "no-store"


def test_no_page_opens_inline_styles_or_scripts(coordinator: FlaskClient) -> None:
    policy = coordinator.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    page = coordinator.get("/").get_data(as_text=True)
    assert "style=" not in page
    assert "<script>" not in page


def test_a_missing_page_is_said_as_a_page(coordinator: FlaskClient) -> None:
    answer = coordinator.get("/no-such-page")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "There is no page at this address." in answer.get_data(as_text=True)


def test_a_program_is_told_problems_as_objects(coordinator: FlaskClient) -> None:
    answer = coordinator.get("/no-such-page", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["code"]) == (404, "404.not-found")
    assert set(answer.json) == {"code", "what", "where", "remedy"}


def test_a_wrong_method_says_which_ones_there_are(coordinator: FlaskClient) -> None:
    answer = coordinator.post("/log", data={})
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_too_large_a_form_is_refused_before_it_is_read(coordinator: FlaskClient) -> None:
    answer = coordinator.post(
        "/settings", data=b"x" * (17 * 1024 * 1024), content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413
    assert "too large" in answer.get_data(as_text=True)


def test_a_failure_of_ours_shows_no_traceback(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    @app.get("/fails")
    def fails() -> str:
        raise RuntimeError("a secret detail")

    with caplog.at_level(logging.ERROR):
        answer = app.test_client().get("/fails?email=ada@example.org")
    text = answer.get_data(as_text=True)
    assert (answer.status_code, "secret detail" in text, "Traceback" in text) == (500, False, False)
    assert "500.server" in text
    assert "ada@example.org" not in caplog.text


def test_problems_are_said_in_the_readers_language(app: Flask) -> None:
    page = app.test_client().get("/no-such-page", headers={"Accept-Language": "ar"}).get_data(as_text=True)
    assert '<html lang="ar" dir="rtl">' in page


@pytest.mark.parametrize("name", ["../config.py", "__init__.py", "fonts/../../config.py", "nothing.css"])
def test_the_look_gives_nothing_but_its_own_files(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/look/{name}").status_code == 404


def test_a_style_sheet_that_did_not_change_is_not_sent_again(app: Flask) -> None:
    first = app.test_client().get("/look/look.css")
    assert first.headers["Cache-Control"] == "no-cache", "a new server must not show its pages in the look of the old"
    again = app.test_client().get("/look/look.css", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
