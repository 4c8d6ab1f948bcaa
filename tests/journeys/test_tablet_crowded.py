"""Trays with more records than a screen holds: each row is in the page, in order, and stays while another changes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.crowded import crowd_drafts, crowd_outbox
from tests.journeys.tablets import Tablet, joined_tablet

pytestmark = pytest.mark.journey

MANY = 120

# What goes wrong with a record in another window, as that window would note it.
FAIL = """async (instanceId) => {
  const [{ name, version }] = await indexedDB.databases();
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const db = await asked(indexedDB.open(name, version));
  const outbox = db.transaction(['outbox'], 'readwrite').objectStore('outbox');
  const record = await asked(outbox.get(instanceId));
  await asked(outbox.put({ ...record, state: 'needs-you', reason: 'refused' }));
  db.close();
  new BroadcastChannel('fieldkit').postMessage('changed');
}"""


@pytest.fixture
def tablet(browser: Browser, study: LiveServer) -> Iterator[Tablet]:
    with joined_tablet(browser, study.url, study.folder) as tablet:
        tablet.offline()
        yield tablet


def fill_ready(tablet: Tablet) -> list[str]:
    """Lock one record, copy it, open the tray; the titles that must stand there."""
    tablet.begin()
    tablet.lock()
    crowd_outbox(tablet, MANY)
    tablet.tray("ready")
    return ["A visit", *(f"A visit {at}" for at in range(1, MANY))]


def test_a_crowded_tray_is_whole_and_in_order_and_stands_still_while_one_record_changes(tablet: Tablet) -> None:
    titles = fill_ready(tablet)
    page = tablet.page
    rows, headings = page.locator("main article"), page.locator("main article h2")
    expect(headings).to_have_text(titles)
    expect(tablet.count("ready")).to_have_text(str(MANY))
    rows.evaluate_all("(rows) => { for (const row of rows) row.dataset.stood = 'yes'; }")
    ninetieth = page.get_by_role("heading", name="A visit 90", exact=True).locator("xpath=ancestor::article")
    ninetieth.get_by_role("link").focus()
    page.evaluate(FAIL, "uuid:copy-5")
    expect(tablet.count("ready")).to_have_text(str(MANY - 1))
    titles.remove("A visit 5")
    expect(headings).to_have_text(titles)
    expect(page.locator("main article[data-stood]")).to_have_count(MANY - 1)
    expect(ninetieth.get_by_role("link")).to_be_focused()
    expect(ninetieth).to_be_in_viewport()


def test_the_keyboard_and_the_search_of_the_browser_reach_the_last_row(tablet: Tablet) -> None:
    titles = fill_ready(tablet)
    page = tablet.page
    articles = page.locator("main article")
    expect(articles).to_have_count(MANY)
    expect(articles.last).not_to_be_in_viewport()
    articles.nth(MANY - 2).get_by_role("link").focus()
    page.keyboard.press("Tab")
    expect(articles.last.get_by_role("link")).to_be_focused()
    expect(articles.last).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    expect(articles.last).not_to_be_in_viewport()
    assert page.evaluate("(words) => window.find(words)", titles[-1])
    expect(articles.last).to_be_in_viewport()


def test_a_crowded_tray_is_as_wide_as_the_screen_after_the_tablet_was_turned(tablet: Tablet) -> None:
    page = tablet.page
    page.set_viewport_size({"width": 740, "height": 360})
    fill_ready(tablet)
    rows = page.locator(".rows > li")
    expect(rows).to_have_count(MANY)
    rows.nth(MANY // 6).scroll_into_view_if_needed()
    expect(rows.nth(MANY // 6)).to_be_in_viewport()
    for width, height in ((360, 740), (740, 360)):
        page.set_viewport_size({"width": width, "height": height})
        expect(page.locator("html")).to_have_js_property("clientWidth", width)
        expect(page.locator("html")).to_have_js_property("scrollWidth", width)
        expect(rows.last).to_have_js_property("offsetWidth", width - 32)


def test_another_language_reaches_every_row_of_a_crowded_tray(tablet: Tablet) -> None:
    fill_ready(tablet)
    tablet.speak("ar")
    expect(tablet.page.locator("main article")).to_have_count(MANY)
    expect(tablet.page.locator("main article").get_by_text("Locked")).to_have_count(0)
    expect(tablet.page.locator("main article", has_text="مقفل")).to_have_count(MANY)


def test_crowded_drafts_stand_in_order_and_one_that_is_deleted_is_gone(tablet: Tablet) -> None:
    tablet.begin()
    tablet.page.locator(".form-foot .go").click()
    tablet.page.goto(f"{tablet.url}/tablet/#/todo")
    expect(tablet.page.locator("#start-0")).to_be_visible()
    crowd_drafts(tablet, MANY)
    tablet.tray("unfinished")
    rows = tablet.page.locator("main article")
    expect(rows).to_have_count(MANY)
    expect(tablet.count("unfinished")).to_have_text(str(MANY))
    for at in (1, 2, MANY // 2, MANY - 1):
        link = rows.nth(at).get_by_role("link", name="Go on")
        expect(link).to_have_attribute("href", f"#/fill/uuid%3Acopy-{at}")
    rows.first.get_by_role("link", name="Delete").click()
    tablet.page.get_by_role("button", name="Delete").click()
    expect(rows).to_have_count(MANY - 1)
    expect(tablet.count("unfinished")).to_have_text(str(MANY - 1))
    expect(rows.first.get_by_role("link", name="Go on")).to_have_attribute("href", "#/fill/uuid%3Acopy-1")
