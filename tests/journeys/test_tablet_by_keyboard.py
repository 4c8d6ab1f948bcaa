"""The whole way by keyboard alone, heard as a reader of screens says it: no focus is lost, and nothing said twice."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.faults import PROBES
from tests.journeys.seeing import SETTLED
from tests.journeys.tablets import PIN, Tablet, enrol, publish

pytestmark = pytest.mark.journey

TALK = """
| survey |            |         |                 |                      |
|        | type       | name    | label           | required             |
|        | audio      | voice   | Tell it         |                      |
|        | text       | more    | And then?       | yes                  |
| settings |          |         |                 |                      |
|        | form_title | form_id | version         | fieldkit::instrument |
|        | A talk     | talk    | 1               | interview            |
"""
CONTACT = """
| survey |            |         |                 |            |
|        | type       | name    | label           | appearance |
|        | note       | card    | Know your card. | brief      |
|        | text       | how     | How did it go?  |            |
| settings |          |         |                 |            |
|        | form_title | form_id | version         | fieldkit::instrument |
|        | A contact  | contact | 1               | service-contact |
"""
FIELD = "main :is(textarea, input[type=text])"
GO = ".form-foot .go"
LOCK = ".form-foot .lock button"
MOST_TABS = 80
AT = "(selector) => document.activeElement.matches(selector)"


class Keys:
    """Somebody who has a keyboard and nothing else, and listens."""

    def __init__(self, tablet: Tablet) -> None:
        self.tablet = tablet

    @property
    def page(self) -> Page:
        return self.tablet.page

    def reach(self, selector: str) -> None:
        """Tab to a control."""
        expect(self.page.locator(selector).first).to_be_visible()
        for _ in range(MOST_TABS):
            if self.page.evaluate(AT, selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached by Tab")

    def press(self, selector: str, shows: str, key: str = "Enter") -> None:
        """Press a control; the screen that comes has the focus, keeps it, and is read out once."""
        self.reach(selector)
        self.page.evaluate("() => { window.heard = []; }")
        self.page.keyboard.press(key)
        self.see(shows, f"after {selector}")

    def see(self, shows: str, when: str) -> None:
        expect(self.page.locator(shows).first).to_be_visible()
        self.page.evaluate(SETTLED)
        lost = self.page.evaluate("() => document.activeElement === document.body && location.hash")
        assert not lost, f"{when} nothing has the focus at {lost}"
        heard: list[str] = self.page.evaluate("() => window.heard")
        twice = {words for words in heard if heard.count(words) > 1}
        assert not twice, f"{when} it is said twice: {twice}"

    def type(self, selector: str, words: str) -> None:
        self.reach(selector)
        self.page.keyboard.type(words)


@pytest.fixture(params=["en", "ar"])
def keys(browser: Browser, study: LiveServer, request: pytest.FixtureRequest) -> Iterator[Keys]:
    for form in (TALK, CONTACT):
        publish(study.folder, form)
    tablet = Tablet(browser, study.url, reduced_motion="reduce", locale=request.param)
    tablet.context.add_init_script((PROBES / "heard.js").read_text(encoding="utf-8"))
    tablet.open()
    expect(tablet.page.locator(f"html[lang={request.param}]")).to_be_attached()
    yield Keys(tablet)
    assert tablet.problems == [], tablet.problems
    tablet.close()


def test_the_whole_way_by_keyboard_alone(keys: Keys, study: LiveServer) -> None:
    join(keys, f"{study.url}/tablet/#enrol={enrol(study.folder).token}")
    a_visit(keys)
    an_interview(keys)
    an_addition(keys)
    sign_out_and_in(keys)


def join(keys: Keys, link: str) -> None:
    keys.type("#link", link)
    keys.press("#join", "#person-name")
    keys.type("#person-name", "Amina")
    keys.press("#name-given", "#digits")
    keys.press("#digits", ".pad")
    for shows in ("#pad-back", "#walk-skip"):
        keys.page.evaluate("() => { window.heard = []; }")
        keys.page.keyboard.type(PIN)
        keys.see(shows, "after a PIN")
    keys.see("#walk-skip", "after the PIN")
    keys.press("#walk-skip", "[id^=start-]")
    keys.press("#look", "#look:not([aria-disabled])")


def start(title: str) -> str:
    return f"article:has-text('{title}') [id^=start-]"


def begin(keys: Keys, title: str, shows: str) -> None:
    expect(keys.page.locator(start(title))).to_be_visible()
    keys.press(f"#{keys.page.locator(start(title)).get_attribute('id')}", shows)


def a_visit(keys: Keys) -> None:
    begin(keys, "A contact", "#check-in")
    keys.press("#check-in", "#check-out")
    keys.press("#stop", ".face .safety h1")
    keys.press(".face .safety > button:last-child", "#check-out")
    keys.press("#check-out", "#write")
    keys.press("#write", FIELD)
    keys.type(FIELD, "Well")
    keys.press(GO, ".review")
    keys.press(LOCK, "#tray-ready[aria-current]")
    keys.see("#tray-sent", "once it is sent")
    expect(keys.tablet.count("sent")).to_have_text("1")


def an_interview(keys: Keys) -> None:
    keys.press("#tray-todo", "#look")
    begin(keys, "A talk", "button.record")
    a_recording(keys)
    keys.press(GO, FIELD)
    keys.press(GO, ".trouble:not([hidden])")
    keys.type(FIELD, "It was hard.")
    there_and_back(keys, ".form-head .pause", ".paused .go")
    there_and_back(keys, ".form-head .help", "dialog button")
    keys.press(GO, ".review")
    keys.press(LOCK, "#fine")
    keys.press("#fine", "#tray-ready[aria-current]")
    expect(keys.tablet.count("sent")).to_have_text("2")


def a_recording(keys: Keys) -> None:
    keys.press("button.record", ".recorder [role=timer]")
    expect(keys.page.locator(".recorder [role=timer]")).to_have_text("0:02")
    keys.press(".recorder .row button:last-child", ".recorder .sign:not(.on)")
    keys.press(".recorder .row button:first-child", ".playback")


def there_and_back(keys: Keys, way: str, back: str) -> None:
    """Aside from a question, and on with it."""
    keys.press(way, back)
    keys.press(back, FIELD)


def an_addition(keys: Keys) -> None:
    keys.press("#tray-sent", "#receipt-0")
    keys.press("#receipt-0", "#more")
    keys.press("#more", "#words")
    keys.type("#words", "The second door.")
    keys.press("#add", "#tray-ready[aria-current]")
    expect(keys.tablet.count("sent")).to_have_text("3")


def sign_out_and_in(keys: Keys) -> None:
    keys.press("#hide", "#uncover")
    keys.press("#uncover", ".pad")
    keys.page.keyboard.type(PIN)
    expect(keys.page.locator("html[data-barred=no]")).to_be_attached()
    keys.see("main h1", "after the PIN")
