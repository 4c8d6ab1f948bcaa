"""Recording on the tablet: with a real recorder and Chromium's own beeping microphone; interrupted and picked up."""

import os
import re
import signal
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect

from fieldkit.store.sqlite import connect
from tests.journeys.arrivals import only_one
from tests.journeys.chromium import CHROMIUM_FLAGS, chromium_path
from tests.journeys.conftest import LiveServer
from tests.journeys.sounds import at_least
from tests.journeys.tablets import Tablet, enrol, publish

pytestmark = pytest.mark.journey

INTERVIEW = """
| survey |            |         |                     |                     |
|        | type       | name    | label::English (en) | label::العربية (ar) |
|        | audio      | voice   | Tell us in your own words | احكِ لنا بكلماتك |
|        | text       | note    | Anything to add?    | هل تضيف شيئاً؟      |
| settings |          |         |                     |                     |
|        | form_title | form_id | version             | default_language    |
|        | A visit    | visit   | 1                   | English (en)        |
"""


CONVERSATION = """
| survey |                  |              |         |                     |
|        | type             | name         | label::English (en) |         |
|        | background-audio | tape         |         |                     |
|        | text             | note         | What was it about?  |         |
| settings |                |              |         |                     |
|        | form_title       | form_id      | version | default_language    |
|        | A conversation   | conversation | 1       | English (en)        |
"""


class Profile:
    """A browser profile on disk, as a tablet has it; it can be killed and opened again."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self.playwright, self.folder = playwright, folder

    def new_context(self, **options: Any) -> BrowserContext:
        return self.playwright.chromium.launch_persistent_context(
            self.folder, executable_path=chromium_path(), args=CHROMIUM_FLAGS, **options
        )

    def kill(self) -> None:
        """End every process of this profile at once, as a dead battery does."""
        for pid in self._processes():
            os.kill(pid, signal.SIGKILL)

    def _processes(self) -> list[int]:
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and self._is_ours(entry):
                found.append(int(entry.name))
        return found

    def _is_ours(self, entry: Path) -> bool:
        try:
            return f"--user-data-dir={self.folder}".encode() in (entry / "cmdline").read_bytes()
        except OSError:
            return False


def record_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Start recording", exact=True)


def begin_recording(page: Page, *, seconds: int) -> None:
    """Begin, and wait until so many seconds were recorded."""
    record_button(page).click()
    expect(page.get_by_role("timer")).to_have_text(at_least(seconds), timeout=60_000)


def expect_pieces(page: Page, wanted: int) -> None:
    """Wait until so many pieces of recordings lie on the tablet."""
    deadline = time.monotonic() + 20
    while (found := page.evaluate(PIECES)) != wanted:
        assert time.monotonic() < deadline, f"{found} pieces"
        page.wait_for_timeout(50)


SOUNDS = re.compile(r"/ 0:(0[1-9]|[1-5]\d)$")
"""The length of what was recorded, beside its player."""

PIECES = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open('fieldkit');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const counting = opening.result.transaction('recordings').objectStore('recordings').count();
    counting.onsuccess = () => {
      opening.result.close();
      resolve(counting.result);
    };
  };
})"""


@pytest.fixture
def tablet(browser: Browser, study: LiveServer) -> Iterator[Tablet]:
    publish(study.folder, INTERVIEW)
    opened = Tablet(browser, study.url)
    opened.enrol(enrol(study.folder).token)
    opened.wait_for_form()
    yield opened
    assert opened.problems == []
    opened.close()


HEIGHTS = """(words) => {
  const line = document.querySelector('.loudness > p');
  const before = line.textContent;
  const heights = new Set(words.map((said) => { line.textContent = said; return line.offsetHeight; }));
  line.textContent = before;
  return heights.size;
}"""
LEVELS = [
    "",
    "You can be heard well.",
    "It is very quiet. Come closer.",
    "Nothing is heard. Is the microphone covered?",
]


def test_what_the_recorder_says_of_the_sound_moves_nothing_on_a_phone(tablet: Tablet) -> None:
    page = tablet.page
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("link", name="Start").first.click()
    begin_recording(page, seconds=1)
    page.get_by_role("button", name="Pause").nth(-1).click()
    expect(page.get_by_text("Nothing is being recorded now.")).to_be_visible()
    assert page.evaluate(HEIGHTS, LEVELS) == 1
    page.get_by_role("button", name="Stop recording").click()
    expect(page.locator(".playback .times")).to_contain_text(SOUNDS)


def test_a_recording_is_kept_played_back_sealed_and_sent(tablet: Tablet, study: LiveServer) -> None:
    page = tablet.page
    page.get_by_role("link", name="Start").first.click()
    begin_recording(page, seconds=4)
    expect(page.get_by_text("You can be heard well.")).to_be_visible()
    page.get_by_role("button", name="Pause").nth(-1).click()
    expect(page.get_by_text("Nothing is being recorded now.")).to_be_visible()
    page.get_by_role("button", name="Go on recording").click()
    expect(page.get_by_role("timer")).to_have_text(at_least(5), timeout=20_000)
    page.get_by_role("button", name="Stop recording").click()
    expect(page.locator(".playback .times")).to_contain_text(SOUNDS)
    expect(page.get_by_text("Kept on this tablet")).to_be_visible()
    expect_pieces(page, 0)  # the answer is kept, so the pieces may go
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".playback input")).not_to_have_value("0")
    tablet.lock()
    tablet.tray("sent")
    expect(tablet.count("sent")).to_have_text("1")
    with connect(study.folder / "project.db") as db:
        [(name, content_type)] = db.execute(
            "SELECT name, content_type FROM submission_file JOIN media USING (sha256)"
        ).fetchall()
    assert (name, content_type) == ("voice.weba", "audio/webm")


def test_a_browser_killed_while_it_records_loses_a_few_seconds_at_most(
    playwright: Playwright, study: LiveServer, tmp_path: Path
) -> None:
    publish(study.folder, INTERVIEW)
    profile = Profile(playwright, tmp_path / "profile")
    tablet = Tablet(profile, study.url)  # type: ignore[arg-type]
    tablet.enrol(enrol(study.folder).token)
    tablet.wait_for_form()
    tablet.wait_until_kept_offline()
    tablet.page.get_by_role("link", name="Start").first.click()
    begin_recording(tablet.page, seconds=10)
    recorded = seconds_on(tablet.page.get_by_role("timer").inner_text())
    profile.kill()
    again = Tablet(profile, study.url)  # type: ignore[arg-type]
    again.open()
    again.tray("unfinished")
    again.page.get_by_role("link", name="Go on").click()
    expect(again.page.get_by_text("A recording was interrupted.", exact=True)).to_be_visible()
    expect(again.page.locator(".playback .times")).to_contain_text(SOUNDS)
    expect(again.page.get_by_text("Kept on this tablet")).to_be_visible()
    again.page.get_by_role("button", name="Understood").click()
    expect_pieces(again.page, 0)
    again.lock()
    expect(again.count("sent")).to_have_text("1")
    again.tray("sent")
    again.page.get_by_role("link", name="Receipt").click()
    number = again.page.locator("dd code").inner_text()
    [recording] = only_one(study.folder, number).files.values()
    assert seconds_of(recording) > recorded - 5  # a piece is three seconds, and its way to the disk is short
    again.close()


def seconds_on(clock: str) -> int:
    minutes, seconds = clock.split(":")
    return int(minutes) * 60 + int(seconds)


def seconds_of(webm: bytes) -> float:
    """How long a recording says that it is, in its own first lines (RFC 9559: Duration, in milliseconds)."""
    assert webm.startswith(b"\x1aE\xdf\xa3")
    duration = b"\x44\x89" + b"\x01" + bytes(6) + b"\x08"  # its name, and that eight bytes follow
    at = webm.index(duration) + len(duration)
    return float(struct.unpack(">d", webm[at : at + 8])[0]) / 1000


def test_hiding_the_tablet_ends_the_recording_and_keeps_it(tablet: Tablet) -> None:
    page = tablet.page
    page.get_by_role("link", name="Start").first.click()
    begin_recording(page, seconds=3)
    page.get_by_role("button", name="Hide").click()
    expect(page.get_by_role("timer")).to_have_count(0)
    tablet.unlock()
    expect(page.locator(".playback .times")).to_contain_text(SOUNDS)
    expect_pieces(page, 0)


def test_a_conversation_cut_off_by_a_dead_battery_is_there_again(
    playwright: Playwright, study: LiveServer, tmp_path: Path
) -> None:
    publish(study.folder, CONVERSATION)
    profile = Profile(playwright, tmp_path / "profile")
    tablet = Tablet(profile, study.url)  # type: ignore[arg-type]
    tablet.enrol(enrol(study.folder).token)
    tablet.wait_for_form("A conversation")
    tablet.wait_until_kept_offline()
    tablet.page.locator("article", has_text="A conversation").get_by_role("link", name="Start").click()
    tablet.page.get_by_role("button", name="Everybody agrees: record").click()
    expect(tablet.page.get_by_role("timer")).to_have_text(at_least(7), timeout=60_000)
    profile.kill()
    again = Tablet(profile, study.url)  # type: ignore[arg-type]
    again.open()
    again.tray("unfinished")
    again.page.get_by_role("link", name="Go on").click()
    expect(again.page.get_by_text("What was recorded until then is kept.")).to_be_visible()
    expect(again.page.locator(".playback .times").first).to_contain_text(SOUNDS)
    expect(again.page.get_by_role("button", name="Everybody agrees: record on")).to_be_visible()
    again.close()
