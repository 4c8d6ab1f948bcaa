"""Every interface language is there in full: words (`tests/i18n`), pack, font, direction, dates, and a switch to it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from flask import Flask

from fieldkit.config import Settings
from fieldkit.i18n.catalogues import load_catalogue
from fieldkit.i18n.dates import write_moment
from fieldkit.i18n.pack import TABLET_NOTE
from fieldkit.i18n.update import LANGUAGES
from fieldkit.web.languages import direction_of, native_name

LOOK = Path(__file__).parent.parent.parent / "fieldkit" / "look"
FACE = re.compile(
    r"src: url\((?P<file>fonts/[^)]+)\); font-weight: (?P<weight>\d+).*?unicode-range: (?P<ranges>[^;]+);"
)
MOMENT = datetime(2026, 8, 4, 21, 30, tzinfo=UTC)
DIRECTIONS = {"en": "ltr", "it": "ltr", "ar": "rtl", "uk": "ltr"}
NAMES = {"en": "English", "it": "Italiano", "ar": "العربية", "uk": "Українська"}
MOMENTS = {
    "en": "4 Aug 2026, 21:30",
    "it": "4 ago 2026, 21:30",
    "ar": "4 أغسطس 2026، 9:30 م",
    "uk": "4 серп. 2026\u202fр., 21:30",
}
DAYS_OF_THE_TABLET = {"en": "EEEE, d MMMM", "it": "EEEE d MMMM", "ar": "EEEE، d MMMM", "uk": "EEEE, d MMMM"}

every_language = pytest.mark.parametrize("language", LANGUAGES)


def written(catalogue: Catalog) -> set[str]:
    """The characters of everything that a language says."""
    forms = (form for one in catalogue if one.id for form in ([one.string] if isinstance(one.id, str) else one.string))
    return {character for form in forms for character in form if not character.isspace()}


def covered(weight: str) -> set[int]:
    """The code points for which the look brings a font in this weight; the files of its faces must be there."""
    points: set[int] = set()
    for face in FACE.finditer((LOOK / "look.css").read_text(encoding="utf-8")):
        if face["weight"] == weight:
            assert (LOOK / face["file"]).stat().st_size > 1000, face["file"]
            for part in face["ranges"].split(","):
                first, _dash, last = part.strip().removeprefix("U+").partition("-")
                points |= set(range(int(first, 16), int(last or first, 16) + 1))
    return points


def test_a_new_project_speaks_them_all() -> None:
    assert set(Settings(project_id="p", title="t").languages) == set(LANGUAGES)


@every_language
@pytest.mark.parametrize("weight", ["400", "700"])
def test_the_fonts_that_come_along_can_write_it(language: str, weight: str) -> None:
    missing = sorted(one for one in written(load_catalogue(language)) if ord(one) not in covered(weight))
    assert missing == []


@every_language
def test_the_tablet_is_given_it_whole(app: Flask, language: str) -> None:
    pack = app.test_client().get(f"/tablet/i18n/{language}.json").get_json()
    of_the_tablet = [one.id for one in load_catalogue(language) if TABLET_NOTE in one.auto_comments]
    assert set(pack["messages"]) == {one if isinstance(one, str) else one[0] for one in of_the_tablet}
    assert (pack["code"], pack["direction"]) == (language, DIRECTIONS[language])
    assert pack["dates"]["day"] == DAYS_OF_THE_TABLET[language]
    assert all(len(set(pack["dates"][names])) == count for names, count in (("months", 12), ("days", 7)))


@every_language
def test_a_page_can_be_switched_to_it(app: Flask, language: str) -> None:
    client = app.test_client()
    client.post("/language", data={"language": language, "back": "/sign-in"})
    page = client.get("/sign-in").get_data(as_text=True)
    assert f'<html lang="{language}" dir="{DIRECTIONS[language]}"' in page
    assert f">{NAMES[language]}</button>" in page
    assert native_name(language) == NAMES[language]
    assert direction_of(language) == DIRECTIONS[language]


@every_language
def test_its_dates_are_its_own(language: str) -> None:
    assert write_moment(MOMENT, language, UTC) == MOMENTS[language]
