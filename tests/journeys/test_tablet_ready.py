"""Whether a tablet can be taken along, and how the app comes onto its home screen."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.tablets import Tablet, joined_tablet

pytestmark = pytest.mark.journey

REFUSAL = """() => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
}"""
TRIED = ("server", "camera", "microphone", "place")


def go_to_check(tablet: Tablet) -> None:
    tablet.page.locator("#about").click()
    tablet.page.locator("#check").click()
    expect(tablet.page.get_by_role("heading", name="Is this tablet ready?")).to_be_visible()


def try_out(tablet: Tablet, name: str, outcome: str) -> None:
    tablet.page.locator(f"#try-{name}").click()
    expect(tablet.page.locator(f"#check-{name}.{outcome}")).to_be_visible()


def test_everything_that_is_asked_for_is_tried_and_summed_up_in_one_sentence(
    browser: Browser, study: LiveServer
) -> None:
    with joined_tablet(browser, study.url, study.folder, permissions=["camera", "microphone", "geolocation"]) as tablet:
        tablet.context.set_geolocation({"latitude": 44.49, "longitude": 11.34})
        go_to_check(tablet)
        summary = tablet.page.locator("main section > .note")
        expect(summary).to_contain_text("4 things were not tried yet.")
        for name in TRIED:
            try_out(tablet, name, "ok")
        expect(tablet.page.locator("#check-server")).to_contain_text("the server has it, whole")
        for name in ("secure", "offline", "space", "clock", "person", "forms"):
            expect(tablet.page.locator(f"#check-{name}.ok")).to_be_visible()
        expect(summary).to_contain_text("This tablet is ready")
        expect(tablet.page).to_have_title("Is this tablet ready? · First year in Marenza")


def test_the_check_works_without_network_and_says_what_is_refused(browser: Browser, study: LiveServer) -> None:
    with joined_tablet(browser, study.url, study.folder) as tablet:
        tablet.page.evaluate(REFUSAL)
        tablet.offline()
        go_to_check(tablet)
        try_out(tablet, "server", "wait")
        expect(tablet.page.locator("#check-server")).to_contain_text("No connection.")
        try_out(tablet, "microphone", "wait")
        expect(tablet.page.locator("#check-microphone")).to_contain_text("Allow it in the browser’s settings")
        expect(tablet.page.locator("#try-microphone")).to_be_focused()


def test_a_tablet_that_may_no_longer_send_is_not_ready(browser: Browser, study: LiveServer) -> None:
    with joined_tablet(browser, study.url, study.folder) as tablet:
        revoked = '{"code":"403.token-revoked","what":"This tablet was shut out.","where":"","remedy":""}'
        tablet.context.route(
            "**/tablet/api/**", lambda route: route.fulfill(status=403, content_type="application/json", body=revoked)
        )
        go_to_check(tablet)
        try_out(tablet, "server", "bad")
        expect(tablet.page.locator("main section > .note.bad")).to_contain_text("This tablet is not ready.")


OFFER = """() => {
  const event = new Event('beforeinstallprompt', { cancelable: true });
  event.prompt = async () => { document.documentElement.dataset.asked = 'yes'; };
  window.dispatchEvent(event);
}"""


def test_the_way_to_the_home_screen_is_shown_and_the_browsers_own_offer_used_where_there_is_one(
    browser: Browser, study: LiveServer
) -> None:
    with joined_tablet(browser, study.url, study.folder) as tablet:
        tablet.page.locator("#about").click()
        tablet.page.locator("#install").click()
        expect(tablet.page.locator("#android li")).to_have_count(3)
        expect(tablet.page.locator("#apple li")).to_have_count(3)
        expect(tablet.page.locator("#add")).to_have_count(0)
        tablet.page.evaluate(OFFER)
        tablet.page.locator("#add").click()
        expect(tablet.page.locator("html[data-asked=yes]")).to_be_attached()
        expect(tablet.page.locator("#add")).to_have_count(0)


def test_on_an_ipad_its_own_way_comes_first(browser: Browser, study: LiveServer) -> None:
    agent = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5"
    tablet = Tablet(browser, study.url, user_agent=agent)
    tablet.open("#/install")
    expect(tablet.page.locator("main section section").first).to_have_attribute("id", "apple")
    tablet.close()
