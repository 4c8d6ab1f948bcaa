"""Requirements 11 and 12: what is kept is kept visibly, and in its tray.

See `docs/requirements.md`, where the tests in other files are named too.
"""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.form_harness import Harness
from tests.journeys.required_forms import visit_form
from tests.journeys.steps import ENVELOPES
from tests.journeys.tablets import joined_tablet

pytestmark = pytest.mark.journey

DIFFERS = '{"code":"409.instance-differs","what":"Other answers are here.","where":"","remedy":"Ask."}'


def test_requirement_11_what_is_kept_is_visible_and_nobody_is_warned_for_nothing(
    browser: Browser, study: LiveServer
) -> None:
    """A reload loses nothing and asks nothing: no false “unsaved”."""
    with joined_tablet(browser, study.url, study.folder) as tablet:
        asked: list[str] = []
        tablet.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
        tablet.begin("half a word")
        tablet.reload()
        expect(tablet.field()).to_have_value("half a word")
        assert asked == []


def test_requirement_11_an_answer_is_on_its_way_to_the_disk_a_fifth_of_a_second_after_the_last_key(
    harness: Harness,
) -> None:
    """By a clock that the test winds; and until then nobody is told that it is kept."""
    page = harness.page
    page.clock.install()
    harness.load()
    harness.open(visit_form())
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    kept = page.locator(".pill.kept")
    page.get_by_role("textbox").fill("Help desk")
    expect(kept).to_have_text("Keeping …")
    page.clock.run_for(200)
    expect(kept).to_have_text("Kept on this tablet")
    assert "Help desk" in harness.call("lastDraft")["xml"]


def test_requirement_12_trays_have_counts_and_what_is_locked_cannot_be_edited(
    browser: Browser, study: LiveServer
) -> None:
    """Not while it waits, nor while it is being sent; what needs somebody has one button."""
    with joined_tablet(browser, study.url, study.folder) as tablet:
        page = tablet.page
        tablet.offline()
        tablet.begin()
        tablet.open("#/unfinished")
        expect(page.locator(".tray")).to_have_text(["To do", "1Not finished", "0Ready to send", "0Sent"])
        page.locator("#go-on-0").click()
        expect(tablet.field()).to_be_visible()
        tablet.lock()
        expect(page.locator(".tray")).to_have_text(["To do", "0Not finished", "1Ready to send", "0Sent"])
        expect(tablet.field()).to_have_count(0)
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.context.route(ENVELOPES, hold)
        with page.expect_request(ENVELOPES):
            tablet.offline(False)
        expect(page.locator("main article progress")).to_be_visible()
        expect(page.locator("main article :is(a, button)")).to_have_text(["Add something"])
        held[0].fulfill(status=409, content_type="application/json", body=DIFFERS)
        page.context.unroute(ENVELOPES)
        page.locator("#needs-you").click()
        expect(page.locator("main article")).to_contain_text("The server already has other answers for this one.")
        expect(page.locator("main article :is(a, button)")).to_have_text(["Try again"])
        page.locator("#again-0").click()
        expect(page.locator(".tray")).to_have_text(["To do", "0Not finished", "0Ready to send", "1Sent"])
        expect(page.locator("#needs-you")).to_have_count(0)
