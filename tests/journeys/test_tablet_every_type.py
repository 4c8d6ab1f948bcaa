"""The form with every type on a tablet: begun from a cold start without network, in two languages and two sizes."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from fieldkit.i18n.pack import language_pack
from fieldkit.services.forms import add_form
from fieldkit.store.release_records import all_answers_xml
from tests.journeys.conftest import LiveServer
from tests.journeys.every_type import FORM, HERE, answers_in, golden, made_files, media, steadied
from tests.journeys.filling import Filler
from tests.journeys.tablets import Tablet, enrol, opened

pytestmark = pytest.mark.journey

SIZES = {"tablet": {"width": 800, "height": 1280}, "phone": {"width": 360, "height": 740}}


def publish_every_type(folder: Path) -> None:
    with opened(folder) as project:
        add_form(
            project,
            name=FORM.name,
            content=FORM.read_bytes(),
            media=media(),
            language_codes={},
            actor="command",
            now=datetime.now(UTC),
            new_id=lambda: str(uuid4()),
        )


def said_in(language: str) -> Callable[[str], str]:
    """Our words as the tablet says them."""
    messages: dict[str, Any] = language_pack(language)["messages"]
    return lambda words: str(messages.get(words) or words)


def received(folder: Path) -> list[str]:
    """Every record of the form with every type, as the server got it."""
    with opened(folder) as project, project.read() as db:
        records = [xml.decode() for _, xml in all_answers_xml(db)]
    return [xml for xml in records if 'id="every-type"' in xml]


def cold_start(tablet: Tablet) -> None:
    """No network, no page: what comes now comes from the tablet alone."""
    tablet.offline()
    tablet.page.close()
    tablet.new_tab()
    tablet.open()


def reopen_draft(tablet: Tablet, filler: Filler) -> None:
    """The page dies, the draft is opened again, and nothing is missing at its end."""
    expect(tablet.page.locator(".kept")).to_have_text(filler.say("Kept on this tablet"))
    tablet.page.close()
    tablet.new_tab()
    tablet.open("#/unfinished")
    tablet.page.locator("#go-on-0").click()
    filler.page = tablet.page
    for _ in range(200):
        if filler.at_review:
            return
        tablet.page.locator(".form-foot .go").click()
    raise AssertionError("the reopened draft does not end")


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize(("language", "code"), [(0, "en"), (1, "ar")])
def test_every_type_is_filled_in_offline_from_a_cold_start_and_arrives_as_the_golden_record(
    browser: Browser, study: LiveServer, tmp_path: Path, language: int, code: str, size: str
) -> None:
    publish_every_type(study.folder)
    before = len(received(study.folder))
    tablet = Tablet(
        browser,
        study.url,
        viewport=SIZES[size],
        has_touch=True,
        geolocation=HERE,
        permissions=["geolocation"],
        timezone_id="Africa/Tunis",
    )
    tablet.enrol(enrol(study.folder).token)
    tablet.wait_for_form("Every type of question")
    tablet.wait_until_kept_offline()
    tablet.page.locator(f"#language-{code}").click()
    expect(tablet.page.locator(f"html[lang={code}]")).to_be_attached()
    cold_start(tablet)
    card = tablet.page.locator("article", has_text="Every type of question")
    card.locator("[id^=start-]").click()
    filler = Filler(tablet.page, answers_in(language), say=said_in(code), files=made_files(tmp_path))
    filler.fill_to_review()
    assert set(answers_in(language)) <= set(filler.asked)
    if size == "tablet":
        reopen_draft(tablet, filler)
    filler.lock()
    expect(tablet.count("ready")).to_have_text("1")
    tablet.offline(False)
    expect(tablet.count("sent")).to_have_text("1")
    (record,) = received(study.folder)[before:]
    assert steadied(record).splitlines() == golden(language).splitlines()
    assert tablet.problems == []
    tablet.close()
