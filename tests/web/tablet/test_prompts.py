"""Reading forms aloud: from the tablet to the server, past a coordinator's ear, and back to every tablet."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from fieldkit.services.prompts import LARGEST
from fieldkit.store.events import list_events
from fieldkit.store.project import Project
from tests.records import TOKEN, enrol, publish, sha256

API = "/tablet/api"
AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}
SOUND = b"OggS" + b"\0" * 500
FORM = """
| survey | | | | |
| | type | name | label::English (en) | label::العربية (ar) |
| | text | what | What happened? | ماذا حدث؟ |
| | select_one yn | ok | Ready? | جاهز؟ |
| | select_one yn | sure | {sure} | أكيد؟ |
| choices | | | | |
| | list_name | name | label::English (en) | label::العربية (ar) |
| | yn | yes | Yes | نعم |
| | yn | no | No | لا |
| settings | | | | |
| | form_id | version | default_language | |
| | talk | {version} | English (en) | |
"""


@pytest.fixture
def tablet(app: Flask, project: Project) -> FlaskClient:
    publish(project, FORM.format(version=1, sure="Sure?"))
    enrol(project)
    return app.test_client()


def texts(client: FlaskClient, version: int = 1) -> dict[tuple[str, str], dict[str, Any]]:
    answer = client.get(f"{API}/prompts?form=talk&version={version}", headers=AUTHORISED)
    assert answer.status_code == 200, answer.data
    return {(text["language"], text["text"]): text for text in answer.json["texts"]}


def read_aloud(
    client: FlaskClient, words: str, *, language: str = "en", sound: bytes = SOUND, version: int = 1
) -> TestResponse:
    text = texts(client, version)[language, words]
    url = f"{API}/prompts/{language}/{text['text_sha256']}?form=talk&version={version}"
    return client.put(url, data=sound, headers=AUTHORISED)


def decide(coordinator: FlaskClient, prompt_id: str, decision: str, version_id: str) -> None:
    answer = coordinator.post(f"/forms/{version_id}/prompts/{prompt_id}", data={"decision": decision})
    assert answer.status_code == 303, answer.data


def version_id_of(project: Project, version: str = "1") -> str:
    from fieldkit.services.prompts import published_version

    return published_version(project, "talk", version).version_id


def card(client: FlaskClient) -> list[dict[str, Any]]:
    form, _practice = client.get(f"{API}/forms", headers=AUTHORISED).json["forms"]
    prompts: list[dict[str, Any]] = form["prompts"]
    return prompts


def test_a_text_that_stands_twice_is_read_once(tablet: FlaskClient) -> None:
    listed = tablet.get(f"{API}/prompts?form=talk&version=1", headers=AUTHORISED).json["texts"]
    assert [text["text"] for text in listed if text["language"] == "en"] == [
        "What happened?",
        "Ready?",
        "Yes",
        "No",
        "Sure?",
    ]
    assert {text["state"] for text in listed} == {"missing"}


def test_what_was_read_is_played_only_after_somebody_listened(
    tablet: FlaskClient, coordinator: FlaskClient, project: Project
) -> None:
    answer = read_aloud(tablet, "نعم", language="ar")
    assert (answer.status_code, answer.json["state"]) == (201, "received")
    assert texts(tablet)["ar", "نعم"]["state"] == "received"
    assert card(tablet) == []
    version_id = version_id_of(project)
    page = coordinator.get(f"/forms/{version_id}/prompts").get_data(as_text=True)
    assert "نعم" in page
    assert "1 to listen to" in coordinator.get(f"/forms/{version_id}").get_data(as_text=True)
    heard = coordinator.get(f"/forms/{version_id}/prompts/{answer.json['id']}/sound")
    assert (heard.data, heard.mimetype) == (SOUND, "audio/ogg")
    decide(coordinator, answer.json["id"], "accept", version_id)
    prompts = card(tablet)
    assert [(prompt["target"], prompt["language"]) for prompt in prompts] == [
        ("/data/ok#yes", "ar"),
        ("/data/sure#yes", "ar"),
    ]
    assert tablet.get(prompts[0]["url"], headers=AUTHORISED).data == SOUND
    assert (prompts[0]["sha256"], prompts[0]["bytes"]) == (sha256(SOUND), len(SOUND))


def test_a_refused_recording_is_to_be_read_again(
    tablet: FlaskClient, coordinator: FlaskClient, project: Project
) -> None:
    prompt_id = read_aloud(tablet, "Ready?").json["id"]
    decide(coordinator, prompt_id, "refuse", version_id_of(project))
    assert texts(tablet)["en", "Ready?"]["state"] == "refused"
    assert card(tablet) == []
    read_aloud(tablet, "Ready?", sound=SOUND + b"again")
    assert texts(tablet)["en", "Ready?"]["state"] == "received"


def test_an_accepted_recording_stays_until_the_new_one_is_accepted(
    tablet: FlaskClient, coordinator: FlaskClient, project: Project
) -> None:
    version_id = version_id_of(project)
    decide(coordinator, read_aloud(tablet, "Ready?").json["id"], "accept", version_id)
    second = read_aloud(tablet, "Ready?", sound=SOUND + b"better").json["id"]
    assert [prompt["sha256"] for prompt in card(tablet)] == [sha256(SOUND)]
    decide(coordinator, second, "accept", version_id)
    assert [prompt["sha256"] for prompt in card(tablet)] == [sha256(SOUND + b"better")]


def test_a_new_version_keeps_what_it_still_says_and_misses_what_it_says_anew(
    tablet: FlaskClient, coordinator: FlaskClient, project: Project
) -> None:
    version_id = version_id_of(project)
    for number, words in enumerate(("Ready?", "Sure?")):
        prompt_id = read_aloud(tablet, words, sound=SOUND + bytes([number])).json["id"]
        decide(coordinator, prompt_id, "accept", version_id)
    publish(project, FORM.format(version=2, sure="Are you quite sure?"))
    states = {words: text["state"] for (language, words), text in texts(tablet, 2).items() if language == "en"}
    assert (states["Ready?"], states["Are you quite sure?"]) == ("accepted", "missing")
    assert [prompt["target"] for prompt in card(tablet)] == ["/data/ok"]


def test_the_same_recording_sent_again_is_one(tablet: FlaskClient, project: Project) -> None:
    answers = [read_aloud(tablet, "Yes") for _ in range(3)]
    assert len({answer.json["id"] for answer in answers}) == 1
    with project.read() as db:
        assert [event.kind for event in list_events(db, limit=500)].count("prompt.received") == 1


def test_only_sounds_of_a_sensible_length_are_taken(tablet: FlaskClient) -> None:
    assert read_aloud(tablet, "Yes", sound=b"<html>").json["code"] == "415.prompt-type"
    assert read_aloud(tablet, "Yes", sound=b"OggS" + b"\0" * LARGEST).json["code"] == "413.prompt-too-large"
    url = f"{API}/prompts/en/{'0' * 64}?form=talk&version=1"
    assert tablet.put(url, data=SOUND, headers=AUTHORISED).json["code"] == "404.prompt-text"
    assert tablet.get(f"{API}/prompts?form=none&version=1", headers=AUTHORISED).json["code"] == "404.form-not-found"


def test_nobody_reads_or_listens_without_a_token(tablet: FlaskClient) -> None:
    prompt_id = read_aloud(tablet, "Yes").json["id"]
    for path in ("prompts?form=talk&version=1", f"prompts/{prompt_id}/sound"):
        assert tablet.get(f"{API}/{path}").status_code == 401
    assert tablet.put(f"{API}/prompts/en/{'0' * 64}?form=talk&version=1", data=SOUND).status_code == 401
