"""Somebody holds a locked tablet: what the memory of its page still has, and what was typed beside a form."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.seizing import attack, found_in
from tests.journeys.tablets import CANARY, PIN, Tablet, joined_tablet

pytestmark = pytest.mark.journey

WORDS = b"canary-words-Semira"
ALERT = b"canary-alert-Almaz"


@pytest.fixture
def tablet(browser: Browser, study: LiveServer) -> Iterator[Tablet]:
    with joined_tablet(browser, study.url, study.folder) as joined:
        yield joined


def test_what_is_typed_beside_a_form_is_there_again_after_lock_and_reload_and_for_nobody_else(tablet: Tablet) -> None:
    page = tablet.page
    tablet.offline()
    tablet.begin()
    tablet.lock()
    page.get_by_role("link", name="Add something").click()
    jot_an_addition(tablet)
    page.locator("#add").click()
    expect(tablet.count("ready")).to_have_text("2")
    page.get_by_role("link", name="Add something").first.click()
    expect(page.locator("#words")).to_have_value("")

    page.locator("#back").click()
    tablet.tray("todo")
    page.get_by_role("link", name="Start").first.click()
    jot_an_alert(tablet)
    page.get_by_role("button", name="Lock and send this first").click()
    expect(page.get_by_text("It is locked and goes out before everything else")).to_be_visible()
    assert found_in(attack(tablet, PIN)["all"], WORDS, ALERT) == []
    assert "jotted person" not in re.sub(r"jotted [0-9a-f-]{36} ", "jotted person ", attack(tablet)["all"])


def memory_of(page: Page) -> str:
    """All that the page's scripts could still reach, as DevTools writes it down."""
    pieces: list[str] = []
    session = page.context.new_cdp_session(page)
    session.on("HeapProfiler.addHeapSnapshotChunk", lambda event: pieces.append(event["chunk"]))
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    session.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    session.detach()
    return "".join(pieces)


def hide_and_look_into_memory(tablet: Tablet, *secrets: str) -> None:
    """Hide, and wait until nothing of what was on the screen can be reached any more; what closes takes its moment."""
    page = tablet.page
    memory = memory_of(page) + attack(tablet)["all"]
    assert [secret for secret in secrets if secret not in memory] == [], "while it is open the attack must find it"
    page.get_by_role("button", name="Hide").click()
    expect(page.locator("#uncover")).to_be_visible()
    left = list(secrets)
    for _ in range(8):
        memory = memory_of(page)
        left = [secret for secret in (*secrets, f'"{PIN}"') if secret in memory]
        if not left:
            break
    assert left == []


def test_nothing_of_an_open_form_stays_in_memory_once_the_tablet_is_locked(tablet: Tablet) -> None:
    """The thief has the developer tools of the browser in which somebody tapped Hide."""
    page = tablet.page
    tablet.begin()
    hide_and_look_into_memory(tablet, CANARY, "What happened?")

    tablet.unlock()
    expect(tablet.field()).to_have_value(CANARY)
    open_the_alert(tablet)
    page.locator("#alert-words").fill(ALERT.decode())
    hide_and_look_into_memory(tablet, CANARY, ALERT.decode())

    tablet.unlock()
    expect(tablet.field()).to_have_value(CANARY)
    tablet.lock()
    expect(tablet.count("sent")).to_have_text("1")
    tablet.tray("sent")
    page.get_by_role("link", name="Receipt").click()
    page.get_by_role("link", name="Add something").click()
    page.locator("#words").fill(WORDS.decode())
    hide_and_look_into_memory(tablet, WORDS.decode())
    assert CANARY not in memory_of(page)


def jot_an_addition(tablet: Tablet) -> None:
    """Type words to add; lock the tablet by hand, then reload: they stay, and only under the PIN."""
    words = tablet.page.locator("#words")
    words.fill(WORDS.decode())
    tablet.page.get_by_role("button", name="Hide").click()
    expect(tablet.page.locator("#uncover")).to_be_visible()
    assert found_in(attack(tablet)["all"], WORDS) == []
    tablet.unlock()
    expect(words).to_have_value(WORDS.decode())
    tablet.reload()
    expect(words).to_have_value(WORDS.decode())


def jot_an_alert(tablet: Tablet) -> None:
    """Write an alert in a form in which nothing was answered yet; lock the tablet by hand: it stays."""
    page = tablet.page
    words, now = page.locator("#alert-words"), page.get_by_role("checkbox", name="It is happening now")
    open_the_alert(tablet)
    words.fill(ALERT.decode())
    now.check()
    page.get_by_role("button", name="Hide").click()
    expect(page.locator("#uncover")).to_be_visible()
    assert found_in(attack(tablet)["all"], ALERT) == []
    tablet.unlock()
    open_the_alert(tablet)
    expect(words).to_have_value(ALERT.decode())
    tablet.reload()
    open_the_alert(tablet)
    expect(words).to_have_value(ALERT.decode())
    expect(now).to_be_checked()


def open_the_alert(tablet: Tablet) -> None:
    tablet.page.get_by_role("button", name="Stop").click()
    tablet.page.get_by_role("button", name="Somebody may be in danger").click()
    expect(tablet.page.locator("#alert-words")).to_be_visible()
