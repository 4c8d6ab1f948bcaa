"""Fixtures that the whole suite shares: a real project in a temporary folder, a clock and ids that tests steer."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from werkzeug.test import TestResponse

from fieldkit.config import Settings, save_settings
from fieldkit.sealing.keys import generate_keys, save_keys
from fieldkit.services.accounts import NewAccount, create_account
from fieldkit.store.project import Project, open_project
from fieldkit.web.app import create_app

# How long an example takes says how busy the machine is, not whether the code is right.
hypothesis_settings.register_profile("fieldkit", deadline=None)
hypothesis_settings.load_profile("fieldkit")


class SteeredClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **delta: float) -> None:
        self.moment += timedelta(**delta)


@pytest.fixture
def clock() -> SteeredClock:
    return SteeredClock()


@pytest.fixture
def project_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An initialised project folder, its keys beside it."""
    monkeypatch.setenv("FIELDKIT_KEYS", str(tmp_path / "keys"))
    folder = tmp_path / "project"
    folder.mkdir()
    save_settings(folder, Settings(project_id="test-project", title="First year in Marenza"))
    save_keys("test-project", generate_keys())
    return folder


@pytest.fixture
def project(project_folder: Path, clock: SteeredClock) -> Iterator[Project]:
    """The open project, written to as the server writes."""
    opened = open_project(project_folder, now=clock(), mode="server")
    yield opened
    opened.close()


class SignedInClient(FlaskClient):
    """A browser at the desk: its `.post()` carries the proof that the page's own form carries."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if kwargs.get("method") == "POST":
            kwargs["headers"] = {"X-CSRF-Token": self.csrf_token(), **dict(kwargs.get("headers") or {})}
        return super().open(*args, **kwargs)

    def csrf_token(self) -> str:
        page = super().open("/account", method="GET", follow_redirects=True).get_data(as_text=True)
        found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', page)
        assert found, "a page without a form"
        return found[1]


COORDINATOR_PASSWORD = "four plain words here"


@pytest.fixture
def app(project: Project, clock: SteeredClock) -> Flask:
    """The application over the shared project, with the steered clock."""
    application = create_app(project, clock=clock)
    application.test_client_class = SignedInClient
    return application


def sign_in_as(
    app: Flask, project: Project, clock: SteeredClock, *, name: str, role: str = "coordinator"
) -> FlaskClient:
    """Make an account and sign it in through the real form."""
    first_name = name.split(maxsplit=1)[0].lower()
    email = f"{first_name}@example.org"
    new = NewAccount(name=name, email=email, role=role, language="en", password=COORDINATOR_PASSWORD)
    create_account(project, new, actor="command", now=clock(), account_id=f"account-{first_name}")
    client = app.test_client()
    answer = client.post("/sign-in", data={"email": email, "password": COORDINATOR_PASSWORD})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return client


@pytest.fixture
def coordinator(app: Flask, project: Project, clock: SteeredClock) -> FlaskClient:
    """A browser in which Ada Lindqvist, a coordinator (`account-ada`), is signed in."""
    return sign_in_as(app, project, clock, name="Ada Lindqvist")


@pytest.fixture
def second_coordinator(app: Flask, project: Project, clock: SteeredClock) -> FlaskClient:
    """A browser in which Bruno Keita, another coordinator (`account-bruno`), is signed in."""
    return sign_in_as(app, project, clock, name="Bruno Keita")


@pytest.fixture
def partner(app: Flask, project: Project, clock: SteeredClock) -> FlaskClient:
    """A browser in which Chiara Serra, a partner (`account-chiara`), is signed in."""
    return sign_in_as(app, project, clock, name="Chiara Serra", role="partner")
