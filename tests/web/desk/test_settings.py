"""Settings that a coordinator changes in the browser."""

from html import unescape

import pytest
import pytz
from flask.testing import FlaskClient

from fieldkit.config import load_settings
from fieldkit.services.settings import time_zones
from fieldkit.store.project import Project
from tests.web.desk.conftest import Field

FORM = {
    "title": "A city listens",
    "base_url": "https://study.example.org",
    "languages": ["ar", "en"],
    "time_zone": "Europe/Rome",
}


def test_settings_hold_at_once_and_after_a_restart(coordinator: FlaskClient, project: Project) -> None:
    answer = coordinator.post("/settings", data=FORM)
    assert answer.status_code == 303
    assert load_settings(project.folder) == project.settings
    assert (project.settings.title, project.settings.languages) == ("A city listens", ("ar", "en"))


def test_moments_are_shown_in_the_projects_time_zone(coordinator: FlaskClient, field: Field) -> None:
    record = field.send()
    assert "4 May 2026, 09:30" in coordinator.get(f"/records/{record}").get_data(as_text=True)
    coordinator.post("/settings", data=FORM | {"base_url": "http://localhost:8500"})
    assert "4 May 2026, 11:30" in coordinator.get(f"/records/{record}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("field_name", "value", "says"),
    [
        ("time_zone", "Marenza/Centre", "There is no such time zone."),
        ("languages", ["xx-nonsense-xx"], "At least one language is needed."),
        ("base_url", "ftp://study.example.org", "This is not the address of a server."),
        ("base_url", "http://user:secret@study.example.org", "This is not the address of a server."),
        ("base_url", "http://study.example.org:99999", "This is not the address of a server."),
    ],
)
def test_settings_that_cannot_work_change_nothing(
    coordinator: FlaskClient, project: Project, field_name: str, value: object, says: str
) -> None:
    before = project.settings
    answer = coordinator.post("/settings", data=FORM | {field_name: value})
    assert (answer.status_code, says in unescape(answer.get_data(as_text=True))) == (422, True)
    assert project.settings == before


def test_every_zone_that_is_offered_can_be_shown() -> None:
    assert set(time_zones()) <= set(pytz.all_timezones)
