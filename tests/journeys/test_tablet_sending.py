"""From the lock to the receipt: what is seen while a record is sent, what may use mobile data, what is added later."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.tablets import CANARY, Tablet, joined_tablet, take_photo

pytestmark = pytest.mark.journey

WIRE = "**/tablet/api/**"
PARTS = "**/tablet/api/parts/**"
ENVELOPES = "**/tablet/api/envelopes"

# The connection as a phone's browser describes it; `window.switchTo('wifi')` is somebody who comes home.
FAKE_CONNECTION = """
const connection = Object.assign(new EventTarget(), { type: 'cellular', saveData: false });
Object.defineProperty(navigator, 'connection', { configurable: true, get: () => connection });
window.switchTo = (type) => {
  connection.type = type;
  connection.dispatchEvent(new Event('change'));
};
"""
# Every text that the one live region said, in order.
LISTEN = """() => {
  window.heard = [];
  new MutationObserver(() => {
    const words = document.querySelector('#said-standing')?.textContent;
    if (words && words !== window.heard.at(-1)) window.heard.push(words);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


@pytest.fixture
def tablet(browser: Browser, study: LiveServer) -> Iterator[Tablet]:
    with joined_tablet(browser, study.url, study.folder) as joined:
        yield joined


def lock_with_photo(tablet: Tablet, photo: Path) -> None:
    tablet.begin()
    tablet.page.locator(".form-foot .go").click()
    tablet.page.locator("main input[type=file]").first.set_input_files(photo)
    expect(tablet.page.locator("main img")).to_be_visible()
    tablet.lock()


def test_what_was_sent_at_once_is_still_seen_where_one_looks(tablet: Tablet) -> None:
    """After the lock nobody stands before an empty tray: the record is there, and says that it has gone."""
    tablet.begin()
    tablet.lock()
    expect(tablet.count("sent")).to_have_text("1")
    card = tablet.page.locator("article")
    expect(card).to_have_count(1)
    expect(card.get_by_text("Sent")).to_be_visible()
    expect(tablet.page.get_by_text("Nothing waits to be sent.")).to_have_count(0)
    tablet.tray("sent")
    tablet.tray("ready")
    expect(tablet.page.get_by_text("Nothing waits to be sent.")).to_be_visible()


def test_sending_says_which_file_and_how_far_and_tells_listeners_once(tablet: Tablet, tmp_path: Path) -> None:
    def hold(route: Route) -> None:
        if not (route.request.method == "PUT" and int(route.request.headers["upload-offset"]) > 600_000):
            route.continue_()

    tablet.context.route(PARTS, hold)
    tablet.offline()
    lock_with_photo(tablet, take_photo(tmp_path / "big.jpg", edge=1500))
    expect(tablet.page.get_by_role("main").get_by_text("No connection.")).to_be_visible()
    tablet.page.evaluate(LISTEN)
    tablet.offline(False)
    card = tablet.page.locator("article")
    expect(card.get_by_text("Sending file 1 of 1: 786 KB of")).to_be_visible()
    expect(tablet.page.locator(".status").get_by_text("Sending file 1 of 1: 786 KB of")).to_be_visible()
    bar = card.get_by_role("progressbar", name="Sending")
    assert float(bar.evaluate("bar => bar.value")) == 3 * 256 * 1024
    tablet.context.unroute(PARTS)  # lets go what is held
    expect(tablet.count("sent")).to_have_text("1")
    expect(tablet.page.locator("#said-standing")).to_have_text("Everything is sent")
    heard: list[str] = tablet.page.evaluate("window.heard")
    assert heard.count("Sending …") == 1
    assert len(heard) <= 3


def add_words(page: Page, words: str, photo: Path | None = None) -> None:
    page.get_by_label("What do you want to add?").fill(words)
    if photo:
        page.locator("#photo").set_input_files(photo)
        expect(page.get_by_role("img", name="The picture that you added")).to_be_visible()
    page.get_by_role("button", name="Lock it").click()
    expect(page.get_by_role("heading", name="Ready to send")).to_be_visible()


def test_on_mobile_data_only_small_records_go_by_themselves(
    browser: Browser, study: LiveServer, tmp_path: Path
) -> None:
    with joined_tablet(browser, study.url, study.folder) as tablet:
        tablet.context.add_init_script(FAKE_CONNECTION)
        tablet.reload()
        tablet.page.get_by_role("link", name="About this tablet").click()
        expect(tablet.page.get_by_text("The browser says: this is mobile data")).to_be_visible()
        tablet.page.get_by_role("radio", name="Only small records").check()
        tablet.open("#/todo")
        lock_with_photo(tablet, take_photo(tmp_path / "big.jpg", edge=1500))
        expect(tablet.page.get_by_text("Waits for Wi-Fi, or until you tap Send now")).to_be_visible()
        tablet.tray("todo")
        tablet.begin()
        tablet.lock()
        expect(tablet.count("sent")).to_have_text("1")
        expect(tablet.count("ready")).to_have_text("1")
        tablet.page.evaluate("window.switchTo('wifi')")
        expect(tablet.count("sent")).to_have_text("2")
        tablet.page.evaluate("window.switchTo('cellular')")
        tablet.tray("todo")
        lock_with_photo(tablet, tmp_path / "big.jpg")
        expect(tablet.page.get_by_text("Waits for Wi-Fi, or until you tap Send now")).to_be_visible()
        tablet.page.get_by_role("button", name="Send now").click()
        expect(tablet.count("sent")).to_have_text("3")


def test_a_browser_that_says_nothing_of_the_network_says_so(tablet: Tablet) -> None:
    tablet.open("#/about")
    expect(tablet.page.get_by_text("This browser cannot tell mobile data from Wi-Fi.")).to_be_visible()
    expect(tablet.page.get_by_role("radio", name="Everything, at once")).to_be_checked()


def test_a_spare_copy_holds_the_sealed_records_and_nothing_that_can_be_read(tablet: Tablet, tmp_path: Path) -> None:
    tablet.offline()
    lock_with_photo(tablet, take_photo(tmp_path / "leaflet.jpg"))
    expect(tablet.page.get_by_text("No spare copy was saved yet.")).to_be_visible()
    with tablet.page.expect_download() as begun:
        tablet.page.get_by_role("button", name="Save a spare copy").click()
    assert begun.value.suggested_filename.startswith("copy-2")
    assert begun.value.suggested_filename.endswith(".fieldkit")
    content = Path(begun.value.path()).read_bytes()
    assert content.startswith(b"fieldkit-spare/1\n")
    length = int.from_bytes(content[17:25])
    index = json.loads(content[25 : 25 + length])
    [header] = index["records"]
    assert len(content) == 25 + length + sum(part["bytes"] for part in header["parts"])
    assert CANARY.encode() not in content
    expect(tablet.page.get_by_text("1 record in it")).to_be_visible()
    tablet.page.get_by_role("link", name="About this tablet").click()
    expect(tablet.page.get_by_role("button", name="Save a spare copy")).to_be_visible()
