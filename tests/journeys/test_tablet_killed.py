"""The browser is killed as a dying battery kills it: between two steps of locking, of sending, of saving a copy."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.arrivals import manifests, only_one
from tests.journeys.conftest import LiveServer
from tests.journeys.killable import KillableChromium
from tests.journeys.tablets import CANARY, Tablet, enrol, publish, take_photo

pytestmark = pytest.mark.journey

# The page names each step that it has begun. At the one that it is to die at it stands still, so that nothing of its
# own comes after, and says so; what it asked of the disk or of the network until then is on its way.
STAND_STILL = """
const standStillAt = (step) => {
  if (step !== localStorage.getItem('step')) return;
  console.log(`stands still: ${step}`);
  for (const until = performance.now() + 120_000; performance.now() < until; );
};
for (const step of ['get', 'put', 'delete']) {
  const real = IDBObjectStore.prototype[step];
  IDBObjectStore.prototype[step] = function (...asked) {
    const request = real.apply(this, asked);
    standStillAt(`${step} ${this.name}`);
    return request;
  };
}
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (...asked) {
  const transaction = begin.apply(this, asked);
  const stores = [...transaction.objectStoreNames];
  if (transaction.mode === 'readwrite') transaction.addEventListener('complete', () => standStillAt(`kept ${stores}`));
  return transaction;
};
const ask = window.fetch;
let slices = 0;
window.fetch = async (...request) => {
  const answer = await ask(...request);
  if (request[1]?.method === 'PUT') standStillAt(`slice ${(slices += 1)}`);
  if (String(request[0]).endsWith('/envelopes')) standStillAt('receipt');
  return answer;
};
"""
WIRE = "**/tablet/api/**"
LOCKING = "draftFiles,drafts,outbox,parts,recordings,settings"
LETTING_GO = "outbox,parts,sent"


def answered_with_photo(chromium: KillableChromium, study: LiveServer, answer: str, photo: Path) -> Tablet:
    """A tablet on which a visit is answered, with a photo, and kept; the review is on the screen."""
    publish(study.folder)
    tablet = Tablet(chromium, study.url)
    tablet.context.add_init_script(STAND_STILL)
    tablet.enrol(enrol(study.folder).token)
    tablet.wait_for_form()
    tablet.wait_until_kept_offline()
    tablet.begin(answer)
    tablet.page.locator(".form-foot .go").click()
    tablet.page.locator("main input[type=file]").first.set_input_files(photo)
    expect(tablet.page.locator("main img")).to_be_visible()
    tablet.page.locator(".form-foot .go").click()
    expect(lock_of(tablet)).to_be_visible()
    expect(tablet.page.get_by_text("Kept on this tablet")).to_be_visible()
    return tablet


def lock_of(tablet: Tablet) -> Locator:
    return tablet.page.get_by_role("button", name="Lock and put in Ready to send")


def tap_and_die_at(step: str, button: Locator, tablet: Tablet, chromium: KillableChromium) -> Tablet:
    """Tap a button; kill the browser in the middle of this step; start it again."""
    tablet.page.evaluate("(step) => localStorage.setItem('step', step)", step)
    with tablet.page.expect_console_message(lambda line: line.text == f"stands still: {step}", timeout=60_000):
        button.click(no_wait_after=True)
    chromium.kill()
    chromium.start()
    return Tablet(chromium, tablet.url)


@pytest.mark.parametrize(
    "step", ["put outbox", "put parts", "delete draftFiles", "delete recordings", "delete drafts", f"kept {LOCKING}"]
)
def test_between_two_steps_of_locking_there_is_the_draft_or_the_record_and_never_both(
    chromium: KillableChromium, study: LiveServer, tmp_path: Path, step: str
) -> None:
    answer = f"{CANARY} at {step}"
    tablet = answered_with_photo(chromium, study, answer, take_photo(tmp_path / "leaflet.jpg"))
    tablet.offline()
    again = tap_and_die_at(step, lock_of(tablet), tablet, chromium)
    again.open()
    if step.startswith("kept"):
        expect(again.count("unfinished")).to_have_text("0")
    else:
        expect(again.count("unfinished")).to_have_text("1")
        expect(again.count("ready")).to_have_text("0")
        expect(again.count("sent")).to_have_text("0")
        again.tray("unfinished")
        again.page.get_by_role("link", name="Go on").click()
        review = again.page.locator("main .review")
        expect(review.get_by_role("button", name=answer)).to_be_visible()
        review.get_by_role("button", name="Photo of a leaflet").click()
        expect(again.page.locator("main img")).to_be_visible()
        again.lock()
    expect(again.count("sent")).to_have_text("1")
    expect(again.count("unfinished")).to_have_text("0")
    [picture] = only_one(study.folder, answer).files.values()
    assert picture.startswith(b"\xff\xd8\xff")
    assert picture.endswith(b"\xff\xd9")
    assert CANARY not in again.everything_kept()


@pytest.mark.parametrize("step", ["slice 2", "slice 4", "receipt", "put sent", "delete outbox", f"kept {LETTING_GO}"])
def test_a_browser_killed_while_it_sends_or_keeps_the_receipt_sends_one_record(
    chromium: KillableChromium, study: LiveServer, tmp_path: Path, step: str
) -> None:
    answer = f"{CANARY} at {step}"
    tablet = answered_with_photo(chromium, study, answer, take_photo(tmp_path / "leaflet.jpg", edge=1500))
    again = tap_and_die_at(step, lock_of(tablet), tablet, chromium)
    again.open()
    expect(again.count("sent")).to_have_text("1")
    expect(again.count("ready")).to_have_text("0")
    expect(again.count("unfinished")).to_have_text("0")
    [picture] = only_one(study.folder, answer).files.values()
    assert picture.startswith(b"\xff\xd8\xff")
    assert picture.endswith(b"\xff\xd9")


def test_a_browser_killed_while_a_spare_copy_is_made_keeps_what_it_was_made_of(
    chromium: KillableChromium, study: LiveServer, tmp_path: Path
) -> None:
    answer = f"{CANARY} at the copy"
    tablet = answered_with_photo(chromium, study, answer, take_photo(tmp_path / "leaflet.jpg"))
    tablet.context.route(WIRE, lambda route: route.abort("internetdisconnected"))
    tablet.lock()
    sealed = manifests(tablet.page)
    again = tap_and_die_at("get parts", save_button(tablet), tablet, chromium)
    again.context.route(WIRE, lambda route: route.abort("internetdisconnected"))
    again.open("#/ready")
    expect(again.page.get_by_text("No spare copy was saved yet.")).to_be_visible()
    assert manifests(again.page) == sealed
    save_button(again).click()
    expect(again.page.get_by_text("1 record in it")).to_be_visible()
    again.context.unroute(WIRE)
    again.send_now()
    expect(again.count("sent")).to_have_text("1")
    record = only_one(study.folder, answer)
    assert record.fits(sealed[record.instance_id])


def save_button(tablet: Tablet) -> Locator:
    return tablet.page.get_by_role("button", name="Save a spare copy")
