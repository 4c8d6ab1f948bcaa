"""A new version of the app takes over only when nobody is in the middle of something, and then by itself."""

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from fieldkit.config import load_settings, save_settings
from fieldkit.services.forms import add_instrument
from tests.journeys.arrivals import only_one
from tests.journeys.conftest import LiveServer
from tests.journeys.sounds import at_least
from tests.journeys.tablets import CANARY, TALK, Tablet, joined_tablet, opened, publish

pytestmark = pytest.mark.journey

NEW_TITLE = "Another name"


def bring_a_new_version(tablet: Tablet, server: LiveServer) -> None:
    """The server is another one when it is up again; the tablet hears of it and has it whole."""
    server.stop()
    settings = load_settings(server.folder)
    save_settings(server.folder, type(settings)(**{**vars(settings), "title": NEW_TITLE}))
    server.start()
    tablet.page.evaluate(
        "navigator.serviceWorker.getRegistration().then((kept) => kept.update()).then(async (kept) => {"
        " while (!kept.waiting) await new Promise((next) => setTimeout(next, 50)); })"
    )


def wait_for_the_new_version(tablet: Tablet) -> None:
    """It comes by itself, with the PIN, as after every reload."""
    expect(tablet.page.locator("html[data-started][data-barred=gate]")).to_be_attached()
    tablet.unlock()
    expect(tablet.page).to_have_title(re.compile(NEW_TITLE))


MEANWHILE = "new Promise((done) => setTimeout(() => done(true), 5000))"
"""Two of the moments at which a version that waits tries again go by."""

WAITS = "navigator.serviceWorker.getRegistration().then((kept) => kept.waiting !== null)"


@pytest.fixture
def tablet(browser: Browser, server: LiveServer, project_folder: Path) -> Iterator[Tablet]:
    with joined_tablet(browser, server.url, project_folder) as joined:
        joined.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        yield joined


@pytest.mark.parametrize("opened_again", [True, False], ids=["opened again", "just enrolled"])
def test_a_new_version_of_the_app_waits_until_no_form_is_open(
    tablet: Tablet, server: LiveServer, opened_again: bool
) -> None:
    before = load_settings(server.folder).title
    if opened_again:
        tablet.reload()  # a page that the worker answered for from its first byte
    tablet.wait_for_form()
    tablet.begin()
    bring_a_new_version(tablet, server)
    tablet.page.evaluate(MEANWHILE)
    assert tablet.page.evaluate(WAITS), "what the form may still load is kept by the version that it belongs to"
    tablet.field().fill(f"{CANARY}, and more")
    expect(tablet.page).to_have_title(re.compile(before))
    tablet.page.get_by_role("button", name="Stop").click()
    tablet.page.get_by_role("button", name="Stop and keep what I wrote").click()
    wait_for_the_new_version(tablet)
    expect(tablet.count("unfinished")).to_have_text("1")
    tablet.page.get_by_role("link", name="Go on").click()
    expect(tablet.field()).to_have_value(f"{CANARY}, and more")


def test_a_new_version_waits_in_every_window_for_the_form_that_is_open_in_one(
    tablet: Tablet, server: LiveServer, project_folder: Path
) -> None:
    tablet.begin()
    writing, idle = tablet.page, tablet.new_tab()
    tablet.open("#/todo")
    bring_a_new_version(tablet, server)
    idle.evaluate(MEANWHILE)
    expect(idle.get_by_role("heading", name="To do")).to_be_visible()
    expect(tablet.page.get_by_text("A new version of this app is here.")).to_be_visible()
    assert idle.evaluate(WAITS)
    tablet.page = writing
    expect(tablet.field()).to_have_value(CANARY)
    tablet.lock_at_once()
    for window in (writing, idle):
        tablet.page = window
        wait_for_the_new_version(tablet)
        expect(tablet.count("sent")).to_have_text("1")
        expect(tablet.count("unfinished")).to_have_text("0")
    only_one(project_folder, CANARY)


def test_a_new_version_waits_until_a_visit_by_the_clock_is_over(
    tablet: Tablet, server: LiveServer, project_folder: Path
) -> None:
    page = tablet.page
    with opened(project_folder) as project:
        now = datetime.now(UTC)
        add_instrument(project, name="service-contact", actor="command", now=now, new_id=lambda: str(uuid.uuid4()))
    page.get_by_role("button", name="Look for new forms").click()
    page.locator("li", has_text="Service contact").get_by_role("link", name="Start").click()
    page.locator("#check-in").click()
    expect(page.locator("#check-out")).to_be_visible()
    bring_a_new_version(tablet, server)
    page.evaluate(MEANWHILE)
    expect(page.locator("#check-out")).to_be_visible()  # no PIN is asked for in front of somebody at a counter
    expect(page).to_have_title("Clock")
    page.locator("#check-out").click()
    wait_for_the_new_version(tablet)
    expect(page.get_by_role("heading", name="You are out")).to_be_visible()
    page.locator("#write").click()
    expect(page.locator("main section.asked").first).to_be_visible()


def recorded(tablet: Tablet) -> None:
    """Begin to record, and wait until it does."""
    tablet.page.get_by_role("button", name="Start recording", exact=True).click()
    expect(tablet.page.get_by_role("timer")).to_have_text(at_least(2), timeout=30_000)


def test_a_new_version_waits_for_a_recording_and_for_its_form(
    tablet: Tablet, server: LiveServer, project_folder: Path
) -> None:
    page = tablet.page
    publish(project_folder, TALK)
    page.get_by_role("button", name="Look for new forms").click()
    page.locator("article", has_text="A talk").get_by_role("link", name="Start").click()
    recorded(tablet)
    bring_a_new_version(tablet, server)
    page.evaluate(MEANWHILE)
    assert page.evaluate(WAITS)
    page.get_by_role("button", name="Stop recording").click()
    expect(page.locator(".playback .times")).to_contain_text(re.compile(r"/ 0:(0[5-9]|[1-5]\d)$"))
    page.evaluate(MEANWHILE)
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("button", name="Stop and keep what I wrote").click()
    wait_for_the_new_version(tablet)
    page.get_by_role("link", name="Go on").click()
    expect(page.locator(".playback .times")).to_contain_text(re.compile(r"/ 0:(0[5-9]|[1-5]\d)$"))
    expect(page.get_by_text("A recording was interrupted.")).to_have_count(0)


def test_a_new_version_waits_until_what_was_read_aloud_is_kept(tablet: Tablet, server: LiveServer) -> None:
    page = tablet.page
    page.get_by_role("link", name="About this tablet").click()
    page.get_by_role("link", name="Read the questions aloud").click()
    page.locator("#aloud-0-0").click()
    page.get_by_role("button", name="Read the next one").click()
    recorded(tablet)
    bring_a_new_version(tablet, server)
    page.evaluate(MEANWHILE)
    page.get_by_role("button", name="Stop recording").click()
    expect(page.locator(".playback")).to_be_visible()
    page.evaluate(MEANWHILE)
    with page.expect_response(lambda answer: answer.request.method == "PUT" and "/prompts/" in answer.url):
        page.get_by_role("button", name="Keep it and go on").click()
    page.get_by_role("button", name="All texts").click()
    page.get_by_role("button", name="Back to the list").click()
    wait_for_the_new_version(tablet)
