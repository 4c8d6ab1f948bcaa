"""The whole tablet: first steps, practice, an interview with all that stands beside it, a visit by the clock."""

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from fieldkit.services.forms import add_instrument
from tests.journeys.conftest import LiveServer
from tests.journeys.filling import Filler
from tests.journeys.tablets import Tablet, enrol, opened

pytestmark = pytest.mark.journey

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
INSTRUMENTS = ("interview", "service-contact")


@pytest.fixture
def phone(browser: Browser, server: LiveServer, project_folder: Path) -> Iterator[Tablet]:
    """A phone that joined a study with both instruments; its first person has just chosen a PIN."""
    with opened(project_folder) as project:
        for name in INSTRUMENTS:
            add_instrument(project, name=name, actor="command", now=datetime.now(UTC), new_id=lambda: str(uuid.uuid4()))
    tablet = Tablet(browser, server.url, **PHONE)
    tablet.enrol(enrol(project_folder).token, walk=True)
    yield tablet
    assert tablet.problems == []
    tablet.close()


def test_the_first_steps_are_shown_once_and_end_in_practice_that_is_never_counted(phone: Tablet) -> None:
    page = phone.page
    expect(page.get_by_role("heading", name="Welcome")).to_be_focused()
    for following in range(2, 7):
        page.locator(f"#walk-next[href$='/{following}']").click()
    page.locator("#walk-practice").click()
    expect(page.get_by_text("Practice: nothing of this is sent")).to_be_visible()
    filler = Filler(page, {"How did you come here today?": "By bicycle"}).fill_to_review()
    expect(page.get_by_text("Practice: nothing of this is sent")).to_be_visible()
    filler.lock()
    expect(page.get_by_role("main").get_by_text("Well done. This was practice")).to_be_visible()
    assert [phone.count(tray).inner_text() for tray in ("unfinished", "ready", "sent")] == ["0", "0", "0"]
    expect(page.get_by_role("heading", name="Practice")).to_have_count(0)
    phone.reload()
    expect(page.locator("#look")).to_be_visible()
    page.locator("#help").click()
    page.locator("#walk-again").click()
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    phone.open("#/help")
    page.locator("#practise").click()
    expect(page.get_by_text("Practice: nothing of this is sent")).to_be_visible()


def test_an_interview_in_arabic_with_an_alert_the_slip_and_a_word_for_the_researcher(phone: Tablet) -> None:
    page = phone.page
    page.locator("#walk-skip").click()
    phone.wait_for_form("Interview")
    phone.wait_until_kept_offline()
    phone.speak("ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    phone.offline()
    page.locator("li", has_text="مقابلة").get_by_role("link").click()
    expect(page.locator("main .question").first).to_have_attribute("lang", "ar")
    page.locator(".tile.stop").click()
    page.locator("main .safety button").nth(2).click()
    page.locator("#alert-words").fill("canary-alert-5521")
    page.locator("form button[type=submit]").click()
    expect(page.locator("main .pill.ok")).to_be_visible()
    page.locator("main .danger button").last.click()
    filler = Filler(page, {"كم عمرك؟": "من 30 إلى 44 سنة"}, say=lambda words: words)
    code = page.locator(".slip-code")
    for _ in range(60):
        if code.count():
            break
        filler.fill_screen()
        filler.go_on()
    assert re.fullmatch(r"[2-9A-Y]{3}-[2-9A-Y]{3}-[2-9A-Y]{3}", code.inner_text())
    filler.fill_to_review()
    page.locator(".form-foot .go").click()
    expect(page.locator("#hard")).to_be_visible()
    page.locator("#hard").click()
    expect(page.locator("#tell")).to_be_visible()
    page.locator("#stop-today").click()
    phone.tray("ready")
    expect(phone.count("ready")).to_have_text("2")
    assert "canary-alert-5521" not in phone.everything_kept()
    phone.offline(False)
    expect(phone.count("sent")).to_have_text("2")


def test_a_visit_by_the_clock_survives_reload_and_lock_and_gives_the_form_its_times(phone: Tablet) -> None:
    page = phone.page
    begin_a_visit(phone)
    assert page.title() == "Clock"
    box = page.locator("#check-out").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] > 700  # where the thumb of one hand is, on a screen of 740
    expect(page.locator("#app > header")).to_have_count(0)
    phone.reload()
    expect(page.locator("#check-out")).to_be_visible()
    phone.open("#/start/anything")
    expect(page.locator("#check-out")).to_be_visible()  # wherever one goes: camera and microphone are out of reach
    expect(page.locator("input[type=file], button.record")).to_have_count(0)
    assert "fieldkit-service-contact" not in kept_visits(phone)
    page.locator("#check-out").click()
    expect(page.get_by_role("heading", name="You are out")).to_be_visible()
    page.locator("#back-inside").click()
    page.locator("#check-out").click()
    page.locator("#later").click()
    page.get_by_role("link", name="Write it down").click()
    expect(page.locator("main section.asked")).to_have_attribute("data-question", "scenario")
    Filler(page, {"How did it go?": "They attended to me"}).fill_to_review()
    for asked in ("When did it begin?", "When did it end?"):
        expect(page.locator(".answer", has_text=asked).locator(".given.none")).to_have_count(0)
    phone.lock()
    expect(phone.count("sent")).to_have_text("1")
    phone.tray("todo")
    expect(page.get_by_role("link", name="Write it down")).to_have_count(0)


def test_two_taps_on_the_clock_stop_a_visit_and_the_form_knows_it(phone: Tablet) -> None:
    page = phone.page
    begin_a_visit(phone)
    page.locator("#stop").click()
    page.get_by_role("button", name="Back to the clock").click()
    expect(page.locator("#check-out")).to_be_visible()
    expect(page.locator("#stop")).to_be_focused()
    page.locator("#stop").click()
    page.get_by_role("button", name="Stop the visit", exact=True).click()
    expect(page.get_by_role("heading", name="You did right to stop")).to_be_visible()
    page.locator("#write").click()
    for _ in range(30):
        if page.locator("section.asked[data-question=outcome]").count():
            break
        Filler(page).fill_screen()
        Filler(page).go_on()
    expect(page.get_by_role("radio", name="I stopped, to stay safe")).to_be_checked()
    phone.open("#/todo")
    begin_a_visit(phone, skip=False)
    page.locator("#stop").click()
    page.get_by_role("button", name="Stop and delete this visit").click()
    page.get_by_role("button", name="Tap again to delete it").click()
    expect(page.locator("#look")).to_be_visible()
    assert kept_visits(phone) == ""


def begin_a_visit(phone: Tablet, *, skip: bool = True) -> None:
    """From the list to the clock, without a network."""
    if skip:
        phone.page.locator("#walk-skip").click()
        phone.wait_until_kept_offline()
    phone.page.locator("li", has_text="Service contact").get_by_role("link", name="Start").click()
    expect(phone.page.get_by_text("Know by heart")).to_be_visible()
    phone.page.locator("#check-in").click()
    expect(phone.page.locator("#check-out")).to_be_visible()


def kept_visits(phone: Tablet) -> str:
    """Return what the store of clocks holds, as text."""
    return phone.everything_kept().partition("store visits")[2].partition("store ")[0].strip()
