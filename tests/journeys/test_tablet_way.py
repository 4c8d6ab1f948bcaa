"""The way of one record on a tablet: joined by a link, written offline, locked, sent, acknowledged."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Error as PlaywrightError

from fieldkit.services.receive import submission_status
from tests.journeys.conftest import LiveServer
from tests.journeys.tablets import CANARY, Tablet, joined_tablet, opened, take_photo

pytestmark = pytest.mark.journey

OWNER = "Nasrin"
ENGINE_CAME = """new Promise((done) => new PerformanceObserver((list) => {
  if (list.getEntries().some(({ decodedBodySize }) => decodedBodySize > 300_000)) done(true);
}).observe({ type: 'resource', buffered: true }))"""
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF".decode("latin1")


@pytest.fixture
def tablet(browser: Browser, study: LiveServer) -> Iterator[Tablet]:
    with joined_tablet(browser, study.url, study.folder) as joined:
        yield joined


def test_the_token_leaves_the_address_at_once(tablet: Tablet) -> None:
    assert "enrol=" not in tablet.page.url
    assert not tablet.page.evaluate("performance.getEntries().some((entry) => /[?&]enrol=/.test(entry.name))")


def test_a_record_goes_the_whole_way_and_nothing_readable_stays(
    tablet: Tablet, study: LiveServer, tmp_path: Path
) -> None:
    photo = take_photo(tmp_path / f"{OWNER} passport.jpg")
    tablet.offline()
    tablet.page.close()
    tablet.new_tab()
    tablet.open()
    tablet.wait_for_form()
    tablet.begin()

    tablet.reload()
    expect(tablet.field()).to_have_value(CANARY)
    tablet.page.locator(".form-foot .go").click()
    tablet.page.locator("main input[type=file]").first.set_input_files(photo)
    expect(tablet.page.locator("main img")).to_be_visible()
    expect(tablet.page.get_by_text("Kept on this tablet")).to_be_visible()
    before = tablet.everything_kept()
    assert CANARY not in before
    assert JPEG not in before
    assert OWNER not in before

    tablet.page.close()
    tablet.new_tab()
    tablet.open("#/unfinished")
    tablet.page.get_by_role("link", name="Go on").click()
    expect(tablet.page.locator("main img")).to_be_visible()  # the question that was on the screen
    tablet.page.get_by_role("button", name="Back").click()
    expect(tablet.field()).to_have_value(CANARY)
    tablet.lock()
    expect(tablet.count("ready")).to_have_text("1")
    expect(tablet.count("unfinished")).to_have_text("0")
    kept = tablet.everything_kept()
    assert CANARY not in kept
    assert JPEG not in kept

    tablet.offline(False)
    expect(tablet.count("sent")).to_have_text("1")
    expect(tablet.count("ready")).to_have_text("0")
    kept = tablet.everything_kept()
    assert re.search(r"store parts\nstore \w+\n", kept)
    assert OWNER not in kept
    tablet.tray("sent")
    tablet.page.get_by_role("link", name="Receipt").click()
    number = tablet.page.locator("dd code").inner_text()
    with opened(study.folder) as project:
        status = submission_status(project, number)
    assert status["complete"] is True
    assert status["missing"] == []
    assert len(status["attachments"]) == 1


def test_what_is_written_survives_a_page_that_dies(tablet: Tablet) -> None:
    """As when the battery ends or the browser kills the page: nothing of the page's own code runs any more."""
    tablet.begin()
    dying = tablet.page
    with dying.expect_event("crash"), contextlib.suppress(PlaywrightError):
        dying.goto("chrome://crash")
    tablet.new_tab()
    tablet.open("#/unfinished")
    tablet.page.get_by_role("link", name="Go on").click()
    expect(tablet.field()).to_have_value(CANARY)


def test_a_draft_that_is_deleted_is_gone_with_its_files(tablet: Tablet, tmp_path: Path) -> None:
    tablet.begin()
    tablet.page.locator(".form-foot .go").click()
    tablet.page.locator("main input[type=file]").first.set_input_files(take_photo(tmp_path / "photo.jpg"))
    expect(tablet.page.locator("main img")).to_be_visible()
    expect(tablet.page.get_by_text("Kept on this tablet")).to_be_visible()
    tablet.open("#/unfinished")
    tablet.page.get_by_role("link", name="Delete").click()
    tablet.page.get_by_role("button", name="Delete it").click()
    expect(tablet.count("unfinished")).to_have_text("0")
    kept = tablet.everything_kept()
    assert CANARY not in kept
    assert JPEG not in kept


def test_the_form_engine_is_at_hand_before_anyone_opens_a_form(tablet: Tablet) -> None:
    tablet.reload()
    tablet.wait_for_form()
    assert tablet.page.evaluate(ENGINE_CAME)
    expect(tablet.page.get_by_role("link", name="Start").first).to_be_visible()
