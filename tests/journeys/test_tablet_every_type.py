"""The form with every type on a tablet: begun from a cold start without network, in two languages and two sizes."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from fieldkit.i18n.pack import language_pack
from fieldkit.services.forms import add_form
from fieldkit.services.receive import submission_status
from fieldkit.store.accounts import Account
from tests.journeys.conftest import LiveServer
from tests.journeys.desk_people import coordinator, give_back
from tests.journeys.every_type import (
    FORM,
    HERE,
    filled_in,
    golden,
    media,
    recording_bar,
    steadied,
)
from tests.journeys.filling import Filler
from tests.journeys.tablets import Tablet, enrol, opened

pytestmark = pytest.mark.journey

CORRECTED = "They said: come back on Monday."
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


def sent_to(folder: Path) -> dict[str, str]:
    """Every record of the form with every type as the server got it, the first first: instanceID to XML."""
    query = "SELECT instance_id, xml FROM submission JOIN form_version ON form_version.id = form_version_id"
    with opened(folder) as project, project.read() as db:
        rows = db.execute(f"{query} WHERE form_id = 'every-type' ORDER BY submission.id").fetchall()
    return {row["instance_id"]: bytes(row["xml"]).decode() for row in rows}


@pytest.fixture(scope="module")
def reviewer(study: LiveServer) -> Account:
    return coordinator(study.folder)


def cold_start(tablet: Tablet) -> None:
    """No network, no page: what comes now comes from the tablet alone."""
    tablet.offline()
    tablet.page.close()
    tablet.new_tab()
    tablet.open()


def reopen_draft(tablet: Tablet, filler: Filler) -> None:
    """The page dies while it records, the draft is opened again, and nothing is missing at its end."""
    expect(tablet.page.locator(".kept")).to_have_text(filler.say("Kept on this tablet"))
    tablet.page.close()
    tablet.new_tab()
    tablet.open("#/unfinished")
    tablet.page.locator("#go-on-0").click()
    filler.page = tablet.page
    interrupted = filler.say("A recording was interrupted. What was recorded until then is kept.")
    expect(recording_bar(filler).get_by_text(interrupted)).to_be_visible()
    for _ in range(200):
        if filler.at_review:
            return
        tablet.page.locator(".form-foot .go").click()
    raise AssertionError("the reopened draft does not end")


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize(("language", "code"), [(0, "en"), (1, "ar")])
def test_every_type_is_filled_in_offline_from_a_cold_start_and_arrives_as_the_golden_record(
    browser: Browser, study: LiveServer, reviewer: Account, tmp_path: Path, language: int, code: str, size: str
) -> None:
    publish_every_type(study.folder)
    before = set(sent_to(study.folder))
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
    tablet.speak(code)
    cold_start(tablet)
    card = tablet.page.locator("article", has_text="Every type of question")
    card.locator("[id^=start-]").click()
    filler = filled_in(tablet.page, tmp_path, language, said_in(code))
    if size == "tablet":
        reopen_draft(tablet, filler)
    filler.lock()
    expect(tablet.count("ready")).to_have_text("1")
    tablet.offline(False)
    expect(tablet.count("sent")).to_have_text("1")
    [(number, record)] = [one for one in sent_to(study.folder).items() if one[0] not in before]
    assert steadied(record).splitlines() == golden(language).splitlines()
    if (code, size) in {("en", "tablet"), ("ar", "phone")}:
        give_back(study.folder, reviewer, number, "What was said first?")
        correct_the_story(tablet, filler)
        check_the_correction(study.folder, number, language)
    assert tablet.problems == []
    tablet.close()


def correct_the_story(tablet: Tablet, filler: Filler) -> None:
    """Take the returned record up, change one answer, leave all others as they stand, and send it."""
    tablet.tray("todo")
    tablet.page.locator("#look").click()
    tablet.page.locator("#needs-you").click()
    tablet.page.locator("#correct-0").click()
    tablet.page.locator("main .review .answers button").first.click()
    expect(tablet.page.locator("main .review")).to_have_count(0)
    story = tablet.page.locator("section.asked[data-question=story] textarea")
    go = tablet.page.locator(".form-foot .go")
    for _ in range(200):
        expect(go).to_be_visible()
        if filler.at_review:
            break
        if story.count():
            story.fill(CORRECTED)
            expect(tablet.page.locator(".kept")).to_have_text(filler.say("Kept on this tablet"))
        go.click()
    filler.lock()
    expect(tablet.count("sent")).to_have_text("2")


def check_the_correction(folder: Path, number: str, language: int) -> None:
    """Version 2 is complete, differs in one answer alone, and has every file of version 1 byte for byte."""
    records = sent_to(folder)
    [second] = [one for one, xml in records.items() if f"<deprecatedID>{number}</deprecatedID>" in xml]
    as_golden = steadied(records[second]).replace("<deprecatedID>uuid:…</deprecatedID>\n", "").splitlines()
    expected = re.sub(r"<story>.*?</story>", f"<story>{CORRECTED}</story>", golden(language), flags=re.DOTALL)
    assert as_golden == expected.splitlines()
    with opened(folder) as project:
        before, after = (submission_status(project, one) for one in (number, second))
    assert after["complete"] is True
    assert after["deprecated_id"] == number
    assert before["superseded_by"] is not None
    assert "tape.weba" in before["attachments"]
    kept = {name: file for name, file in before["attachments"].items() if name != "audit.csv"}
    assert kept == {name: file for name, file in after["attachments"].items() if name != "audit.csv"}
    assert "audit.csv" in after["attachments"]
