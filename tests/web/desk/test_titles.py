"""A form is called by its title in the reader's language, wherever it is named; by its own where it has none."""

import pytest
from flask.testing import FlaskClient

from fieldkit.services.forms import add_form
from fieldkit.store.project import Project
from tests.conftest import SteeredClock
from tests.web.desk.conftest import Field

TITLES = {"en": "Service contact", "it": "Contatto con un servizio", "ar": "تواصل مع خدمة", "uk": "Контакт зі службою"}


@pytest.mark.parametrize("language", TITLES)
def test_a_form_is_called_by_its_title_in_the_readers_language(
    coordinator: FlaskClient, field: Field, language: str
) -> None:
    record = field.send()
    coordinator.post("/language", data={"language": language, "back": "/"})
    others = set(TITLES.values()) - {TITLES[language]}
    addresses = ["/", "/records", f"/records/{record}", "/forms", "/forms/version-service-contact"]
    for address in (*addresses, "/forms/version-service-contact/prompts"):
        page = coordinator.get(address).get_data(as_text=True)
        assert TITLES[language] in page, address
        assert not [other for other in others if f">{other}<" in page], address


def test_the_newest_version_says_what_a_form_is_called_and_a_language_without_title_gets_its_own(
    coordinator: FlaskClient, project: Project, clock: SteeredClock
) -> None:
    for version, title in (("1", "Meteo"), ("2", "Il tempo")):
        sheet = (
            "| survey |\n| | type | name | label::English (en) | label::Italian (it) |\n| | text | a | A | A |\n"
            "| settings |\n| | form_title | form_title::Italian (it) | form_id | version |\n"
            f"| | Weather | {title} | weather | {version} |\n"
        )
        add_form(
            project,
            name="weather.md",
            content=sheet.encode(),
            media={},
            language_codes={},
            actor="command",
            now=clock(),
            new_id=lambda version=version: f"weather-{version}",
        )
        clock.advance(minutes=1)
    for language, title in (("it", "Il tempo"), ("en", "Weather"), ("uk", "Weather")):
        coordinator.post("/language", data={"language": language, "back": "/"})
        assert title in coordinator.get("/forms").get_data(as_text=True)
        assert f"<h1><bdi>{title}</bdi></h1>" in coordinator.get("/forms/weather-1").get_data(as_text=True)
