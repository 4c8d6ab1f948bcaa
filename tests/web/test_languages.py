"""In which language a page speaks, and the switch on every page."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fieldkit.store.project import Project
from fieldkit.web.languages import direction_of, native_name


def language_of(client: FlaskClient, accepted: str = "") -> str:
    page = client.get(
        "/sign-in" if client.get_cookie("fieldkit") is None else "/", headers={"Accept-Language": accepted}
    )
    return page.get_data(as_text=True).split('<html lang="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [("", "en"), ("it-IT,it;q=0.9,en;q=0.8", "it"), ("ar-EG", "ar"), ("xx,en;q=0.1", "en"), ("nonsense;;q", "en")],
)
def test_a_stranger_is_greeted_in_the_browsers_language(app: Flask, accepted: str, spoken: str) -> None:
    assert language_of(app.test_client(), accepted) == spoken


def test_the_choice_of_a_stranger_is_kept_over_the_browsers(app: Flask) -> None:
    client = app.test_client()
    answer = client.post("/language", data={"language": "ar", "back": "/sign-in"})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert language_of(client, "it") == "ar"


def test_the_choice_of_an_account_goes_with_it(coordinator: FlaskClient, app: Flask) -> None:
    coordinator.post("/language", data={"language": "it", "back": "/"})
    elsewhere = app.test_client()
    elsewhere.post("/sign-in", data={"email": "ada@example.org", "password": "four plain words here"})
    assert language_of(elsewhere, "ar") == "it"


@pytest.mark.parametrize("language", ["fr", "xx", "", "../../etc", "<script>"])
def test_a_language_that_is_not_offered_changes_nothing(coordinator: FlaskClient, language: str) -> None:
    assert coordinator.post("/language", data={"language": language, "back": "/"}).status_code == 303
    assert language_of(coordinator) == "en"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_switch_never_leads_to_another_server(app: Flask, back: str) -> None:
    assert app.test_client().post("/language", data={"language": "it", "back": back}).location == "/"


def test_each_language_is_offered_in_its_own_words(app: Flask) -> None:
    page = app.test_client().get("/sign-in").get_data(as_text=True)
    for language, name in (("en", "English"), ("it", "Italiano"), ("ar", "العربية"), ("uk", "Українська")):
        assert f'value="{language}" lang="{language}"' in page
        assert f">{name}</button>" in page


def test_a_project_that_speaks_one_language_offers_no_switch(app: Flask, project: Project) -> None:
    project.settings = replace(project.settings, languages=("it",))
    page = app.test_client().get("/sign-in").get_data(as_text=True)
    assert '<html lang="it" dir="ltr">' in page
    assert 'class="languages"' not in page


def test_a_project_in_a_language_without_a_catalogue_speaks_english(app: Flask, project: Project) -> None:
    project.settings = replace(project.settings, languages=("so",))
    assert language_of(app.test_client(), "so") == "en"


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("fa", "rtl"), ("en", "ltr"), ("und", "ltr"), ("zz", "ltr"), ("?", "ltr")],
)
def test_the_direction_follows_the_script(language: str, direction: str) -> None:
    assert direction_of(language) == direction


def test_a_language_that_nobody_knows_is_called_by_its_code() -> None:
    assert [native_name(language) for language in ("zz", "?")] == ["zz", "?"]


def test_languages_call_themselves_by_their_own_names() -> None:
    assert [native_name(language) for language in ("en", "it", "ar", "uk")] == [
        "English",
        "Italiano",
        "العربية",
        "Українська",
    ]
