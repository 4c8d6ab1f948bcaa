import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fieldkit.i18n.pack import language_pack
from fieldkit.store.project import Project
from fieldkit.web.tablet.bundle import FOLDER, load_bundle


@pytest.fixture
def tablet(app: Flask) -> FlaskClient:
    return app.test_client()


def listed_files(tablet: FlaskClient) -> list[dict[str, str | None]]:
    script = tablet.get("/tablet/sw.js").get_data(as_text=True)
    listed = re.match(r"self\.FIELDKIT_FILES=(\[.*?\]);\n", script)
    assert listed
    return json.loads(listed[1])


def test_the_shell_may_run_the_engine_and_show_what_was_photographed_and_nothing_else(tablet: FlaskClient) -> None:
    policy = tablet.get("/tablet/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "img-src 'self' blob:" in policy
    assert "worker-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy


def test_browsers_are_asked_not_to_send_what_is_written_away(tablet: FlaskClient) -> None:
    """To be translated, spelled or gone on with by servers of theirs, where somebody has switched that on."""
    page = tablet.get("/tablet/").get_data(as_text=True)
    (head,) = re.findall(r"<html [^>]*>", page)
    assert {'translate="no"', 'spellcheck="false"', 'writingsuggestions="false"'} <= set(head[:-1].split())
    assert '<meta name="google" content="notranslate">' in page


def test_the_worker_may_fetch_what_it_keeps(tablet: FlaskClient) -> None:
    answer = tablet.get("/tablet/sw.js")
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.mimetype == "text/javascript"


def test_everything_that_the_worker_keeps_is_there(tablet: FlaskClient) -> None:
    files = listed_files(tablet)
    assert {"/tablet/", "/tablet/manifest.webmanifest", "/tablet/i18n/en.json"} <= {str(file["url"]) for file in files}
    for file in files:
        assert tablet.get(str(file["url"])).status_code == 200, file


def test_everything_that_the_shell_names_is_kept(tablet: FlaskClient) -> None:
    page = tablet.get("/tablet/").get_data(as_text=True)
    named = set(re.findall(r'(?:src|href)="([^"]+)"', page))
    assert named
    assert named <= {file["url"] for file in listed_files(tablet)}


def test_a_file_may_be_kept_for_ever_only_when_its_name_changes_with_its_content(tablet: FlaskClient) -> None:
    for file in listed_files(tablet):
        answer = tablet.get(str(file["url"]))
        assert ("immutable" in answer.headers["Cache-Control"]) == (file["revision"] is None)


def test_the_app_carries_the_name_of_the_study(tablet: FlaskClient, project: Project) -> None:
    manifest = json.loads(tablet.get("/tablet/manifest.webmanifest").data)
    assert manifest["name"] == project.settings.title
    assert manifest["start_url"] == manifest["scope"] == "/tablet/"
    assert manifest["id"] == "/tablet/"
    assert (manifest["lang"], manifest["dir"], manifest["display"]) == ("en", "ltr", "standalone")
    assert {"192x192", "512x512"} == {icon["sizes"] for icon in manifest["icons"] if "purpose" not in icon}
    assert [icon["sizes"] for icon in manifest["icons"] if icon.get("purpose") == "maskable"] == ["512x512"]
    for icon in manifest["icons"]:
        assert tablet.get(icon["src"]).data.startswith(b"\x89PNG")


def test_nothing_on_a_home_screen_tells_what_the_app_is_for(tablet: FlaskClient) -> None:
    manifest = json.loads(tablet.get("/tablet/manifest.webmanifest").data)
    assert not {"shortcuts", "description", "categories", "screenshots", "share_target"} & set(manifest)


@pytest.mark.parametrize("name", ["sw.js", "build.json", "ready", "..%2f..%2fapp.py", "nothing.js"])
def test_only_files_of_the_app_are_given(tablet: FlaskClient, name: str) -> None:
    assert tablet.get(f"/tablet/app/{name}").status_code == 404


def test_a_language_that_the_project_does_not_speak_is_not_found(tablet: FlaskClient) -> None:
    assert tablet.get("/tablet/i18n/xx.json").status_code == 404
    assert tablet.get("/tablet/i18n/..%2fen.json").status_code == 404


def test_the_first_load_stays_small(tablet: FlaskClient) -> None:
    first_load = json.loads((FOLDER / "build.json").read_text())["first_load"]
    assert 0 < first_load <= 350 * 1024


def test_old_browsers_are_spoken_to_in_every_language_of_the_project(tablet: FlaskClient) -> None:
    page = tablet.get("/tablet/").get_data(as_text=True)
    note = re.search(r'<div id="old-browser" class="old-browser" hidden>(.*?)</div>', page, re.S)
    assert note
    settings = re.search(r'<script id="settings" type="application/json">(.*?)</script>', page, re.S)
    assert settings
    languages = [language["code"] for language in json.loads(settings[1])["languages"]]
    assert re.findall(r'<p lang="([^"]+)"', note[1]) == languages
    assert json.loads(settings[1])["version"] == load_bundle().version


def test_the_kept_page_is_the_same_for_everybody(tablet: FlaskClient, coordinator: FlaskClient) -> None:
    page = tablet.get("/tablet/").data
    assert tablet.get("/tablet/", headers={"Accept-Language": "ar"}).data == page
    assert coordinator.get("/tablet/").data == page
    assert tablet.get("/tablet/sw.js", headers={"Accept-Language": "it"}).data == tablet.get("/tablet/sw.js").data


# Plural forms as Babel numbers them in a catalogue's header: for Arabic 4 is a hundred and its like, 5 is 11 to 99.
@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", {0: 1, 1: 0, 2: 1, 101: 1}),
        ("it", {0: 1, 1: 0, 2: 1}),
        ("ar", {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 5, 99: 5, 100: 4, 102: 4, 103: 3, 111: 5}),
        ("uk", {1: 0, 2: 1, 5: 2, 11: 2, 21: 0, 22: 1, 111: 2, 121: 0}),
    ],
)
def test_the_plural_rule_travels_as_a_table(language: str, expected: dict[int, int]) -> None:
    table = language_pack(language)["plural"]
    assert {number: table[number] for number in expected} == expected


# What fieldkit/tablet/i18n/patterns.js can write.
KNOWN_LETTERS = set("yMLdEcHhmsab")


@pytest.mark.parametrize("language", ["en", "it", "ar", "uk", "fr", "es"])
def test_every_date_pattern_is_one_that_the_tablet_can_write(language: str) -> None:
    pack = language_pack(language)
    for style in ("date", "day", "month", "time"):
        letters = set(re.findall("[A-Za-z]", re.sub("'[^']*'", "", pack["dates"][style])))
        assert letters <= KNOWN_LETTERS, pack["dates"][style]
    assert len(pack["dates"]["months"]) == 12
    assert len(pack["dates"]["days"]) == 7
    assert len(pack["plural"]) == 200


def test_english_dates_name_the_day_first() -> None:
    assert language_pack("en")["dates"]["date"] == "d MMMM y"


def test_arabic_is_written_from_the_right() -> None:
    assert language_pack("ar")["direction"] == "rtl"
