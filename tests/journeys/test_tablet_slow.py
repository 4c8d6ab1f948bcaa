"""A tablet whose disk is slow, as cheap and full ones are: what is kept late changes nothing that came after."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.tablets import CANARY, Tablet, enrol, publish

pytestmark = pytest.mark.journey

# Every change is on the disk as late as this after the moment in which it could have been.
SLOW_DISK = """
const listen = IDBTransaction.prototype.addEventListener;
IDBTransaction.prototype.addEventListener = function (kind, tell, ...rest) {
  const isLate = kind === 'complete' && this.mode === 'readwrite';
  return listen.call(this, kind, isLate ? (event) => setTimeout(() => tell(event), 600) : tell, ...rest);
};
"""


@pytest.fixture
def tablet(browser: Browser, study: LiveServer) -> Iterator[Tablet]:
    publish(study.folder)
    slow = Tablet(browser, study.url)
    slow.context.add_init_script(SLOW_DISK)
    slow.enrol(enrol(study.folder).token)
    slow.wait_for_form()
    slow.wait_until_kept_offline()
    yield slow
    assert slow.problems == []
    slow.close()


def test_who_has_locked_a_record_sees_it_go_and_is_not_led_back_to_its_form(tablet: Tablet) -> None:
    tablet.begin()
    tablet.lock()
    expect(tablet.count("sent")).to_have_text("1")
    expect(tablet.count("ready")).to_have_text("0")
    expect(tablet.page).to_have_url(re.compile("#/ready$"))
    tablet.reload()
    expect(tablet.page.get_by_role("heading", name="Ready to send")).to_be_visible()


def test_who_stops_comes_to_what_is_not_finished_with_the_last_word_kept(tablet: Tablet) -> None:
    tablet.begin("first")
    tablet.field().fill(CANARY)
    tablet.page.locator(".form-foot .go").click()
    tablet.page.get_by_role("button", name="Stop").click()
    tablet.page.get_by_role("button", name="Stop and keep what I wrote").click()
    expect(tablet.count("unfinished")).to_have_text("1")
    expect(tablet.page).to_have_url(re.compile("#/unfinished$"))
    tablet.page.get_by_role("link", name="Go on").click()
    expect(tablet.page.get_by_text("Photo of a leaflet")).to_be_visible()
    tablet.page.get_by_role("button", name="Back").click()
    expect(tablet.field()).to_have_value(CANARY)


def test_what_somebody_deletes_is_not_brought_back_by_what_was_on_its_way(tablet: Tablet) -> None:
    tablet.begin("first")
    tablet.field().fill(CANARY)
    for _ in range(2):
        tablet.page.locator(".form-foot .go").click()
    tablet.page.get_by_role("button", name="Stop").click()
    tablet.page.get_by_role("button", name="Stop and delete what I wrote").click()
    tablet.page.get_by_role("button", name="Tap again to delete it").click()
    expect(tablet.page.get_by_role("heading", name="To do")).to_be_visible()
    tablet.reload()
    expect(tablet.count("unfinished")).to_have_text("0")
