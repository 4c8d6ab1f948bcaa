"""The app around a form, in real states: joining, the trays, people and PINs, a form from its start to its receipt."""

from collections.abc import Iterator

from playwright.sync_api import expect

from tests.journeys.codes import ALLOW, DETECTOR, REFUSE, TORCH
from tests.journeys.steps import ENVELOPES, ME, Steps
from tests.journeys.tablets import PIN

# Each text of the form stands in marks, so that the pseudo-locale's run can tell it from words of ours.
FORM = """
| survey |                |       |                    |          |              |                        |
|        | type           | name  | label              | required | hint         | constraint_message     |
|        | text           | what  | ⟦What happened?⟧   | yes      | ⟦In short.⟧  |                        |
|        | select_one yn  | again | ⟦Go there again?⟧  |          |              |                        |
|        | image          | leaf  | ⟦A leaflet?⟧       |          |              |                        |
| choices |               |       |                    |          |              |                        |
|        | list_name      | name  | label              |          |              |                        |
|        | yn             | yes   | ⟦Yes⟧              |          |              |                        |
|        | yn             | no    | ⟦No⟧               |          |              |                        |
| settings |              |       |                    |          |              |                        |
|        | form_title     | form_id | version          |          |              |                        |
|        | ⟦A visit⟧      | visit | 1                  |          |              |                        |
"""
CONFLICT = '{"code":"409.instance-differs","what":"⟦Other answers are here.⟧","where":"","remedy":"⟦Ask.⟧"}'
# As a browser offers it that can install the app by itself.
OFFER_TO_INSTALL = """() => {
  window.dispatchEvent(Object.assign(new Event('beforeinstallprompt'), { prompt() {} }));
}"""
ROUTES = {
    "about": "#home",
    "help": "#home",
    "check": "#try-server",
    "aloud": "#home",
    "enrol": "#join",
    "unfinished": "#tray-unfinished[aria-current]",
    "ready": "#tray-ready[aria-current]",
    "sent": "#tray-sent[aria-current]",
    "needs": "main h1",
    "install": "#home",
}
GONE = ("start", "fill", "record", "discard", "add", "correct", "before", "visit")
"""Addresses that name something; each says in words that it is not here any more."""


def screens(steps: Steps) -> Iterator[str]:
    """From a tablet that has not joined yet to an addition to what was sent."""
    yield from joined(steps)
    yield from around_the_forms(steps)
    yield from people(steps)
    yield from a_form(steps)
    yield from the_trays(steps)


def joined(steps: Steps) -> Iterator[str]:
    """From the link to the list of forms."""
    yield "before joining"
    steps.page.locator("#link").fill("x")
    yield steps.see("no link of ours", ".note.bad", tap="#join")
    steps.page.locator("#link").fill(f"https://other.example/tablet/#enrol={'x' * 43}")
    yield steps.see("a link of another server", ".note.wait a", tap="#join")
    yield f"{steps.go('install', '#apple')}, before joining"
    yield from viewfinder(steps)
    steps.page.evaluate("(hash) => { location.hash = hash; }", f"#enrol={steps.token}")
    expect(steps.page.locator("#person-name")).to_be_visible()
    yield from first_person(steps)
    expect(steps.page.locator("#look")).to_be_enabled()
    yield steps.see("to do", "#start-0")


def viewfinder(steps: Steps) -> Iterator[str]:
    """Where the browser reads codes: what the camera sees, and a camera that may not be used."""
    steps.page.evaluate(DETECTOR)
    steps.page.evaluate(TORCH)
    yield f"{steps.go('enrol', '#scan')}, with a camera"
    yield steps.see("the viewfinder", "#torch", tap="#scan")
    steps.tap("#stop-scan")
    expect(steps.page.locator(".viewfinder video")).to_have_count(0)
    steps.page.evaluate(REFUSE, "NotAllowedError")
    yield steps.see("no camera", ".note.bad", tap="#scan")
    steps.page.evaluate(ALLOW)


def first_person(steps: Steps) -> Iterator[str]:
    """Name and PIN of whom the tablet belongs to; the pictures are looked at, the digits taken."""
    yield "the first person"
    yield steps.see("a name is missing", ".note.wait", tap="#name-given")
    steps.page.locator("#person-name").fill(ME)
    yield steps.see("which kind of PIN", "#digits", tap="#name-given")
    yield steps.see("a PIN of pictures", ".pad", tap="#pictures")
    steps.tap("#pad-back", "#digits")
    steps.tablet.enter("123456")
    yield steps.see("an easy PIN", ".note.wait")
    steps.tablet.enter(PIN)
    expect(steps.page.locator(".note.wait")).to_have_count(0)
    yield steps.see("the PIN once more", ".pad")
    steps.tablet.enter("571930")
    yield steps.see("two PINs that differ", ".note.wait")
    for _ in range(2):
        steps.tablet.enter(PIN)
    yield steps.see("the first steps", "#walk-skip")
    steps.tap("#walk-skip")


def around_the_forms(steps: Steps) -> Iterator[str]:
    """What is said about the tablet, the trays while they are empty, and what is not here any more."""
    for route, needed in ROUTES.items():
        yield steps.go(route, needed)
    steps.page.evaluate(OFFER_TO_INSTALL)
    yield steps.see("install, offered by the browser", "#add")
    for route in GONE:
        yield steps.go(f"{route}/gone", "#home")
    steps.go("check", "#try-server")
    steps.tap("#try-server")
    expect(steps.page.locator("#check-server.ok")).to_be_visible()
    yield steps.see("a check that was tried", "#check-microphone.ok", tap="#try-microphone")


def people(steps: Steps) -> Iterator[str]:
    """Another person comes; the tablet is hidden; the first comes back, with one wrong PIN before the right one."""
    yield steps.go("people", "#add-person")
    yield steps.go("change-pin", "#key-1")
    steps.tablet.enter(PIN)
    yield steps.see("another PIN of one's own", "#digits")
    yield steps.go("add-person", "#person-name")
    steps.tablet.introduce("⟦نسرين⟧", "571930")
    yield steps.see("the cover", "#uncover", tap="#hide")
    steps.tap("#uncover")
    expect(steps.page.locator(".who")).to_have_count(2)
    yield "who are you"
    steps.page.locator(".who", has_text=ME).click()
    yield steps.see("the PIN", "#key-1")
    steps.tap("#help")
    yield steps.see("help before the PIN", "dialog h1")
    steps.tap("dialog button")
    steps.tablet.enter("190365")
    yield steps.see("a wrong PIN", ".note.wait")
    yield steps.see("a forgotten PIN", "#back-to-pin", tap="#forgotten")
    steps.tap("#back-to-pin")
    steps.tablet.unlock()


def a_form(steps: Steps) -> Iterator[str]:
    """A form from its first question to the lock, and what stands aside from the way."""
    steps.tablet.offline()
    steps.begin()
    expect(steps.tablet.field()).to_be_visible()
    yield "a question"
    steps.next()
    yield steps.see("a question with a message", ".trouble:not([hidden])")
    yield from aside_from_the_way(steps)
    steps.tap(".form-foot .quiet:nth-child(2)")
    steps.next(2)
    yield steps.see("the review, with something missing", ".review .answer.missing")
    steps.tap(".review .answer.missing")
    steps.answer()
    steps.next()
    steps.tap(".choice")
    yield steps.see("choices", ".choice:has(input:checked)")
    steps.next()
    yield steps.see("a photo", ".answering")
    steps.next()
    yield steps.see("the review", ".form-foot .lock button")
    steps.lock()
    expect(steps.tablet.count("ready")).to_have_text("1")
    steps.begin()
    steps.answer("⟦y⟧")


def aside_from_the_way(steps: Steps) -> Iterator[str]:
    """Help, a pause, stopping and danger, from a question and back to it."""
    yield steps.see("help in a form", "dialog h1", tap=".form-head .help")
    steps.page.locator("dialog button").last.click()
    yield steps.see("a pause", ".paused .go", tap=".form-head .pause")
    steps.tap(".paused .go")
    yield steps.see("stopping", ".safety > button", tap=".form-head .stop")
    yield steps.see("danger", "#alert-words", tap=".safety > button:nth-of-type(3)")
    steps.page.locator(".danger .stack > button").last.click()
    expect(steps.tablet.field()).to_be_visible()


def the_trays(steps: Steps) -> Iterator[str]:
    """The trays with something in each, and what one does from there."""
    yield f"{steps.go('unfinished', '#discard-0')}, full"
    yield steps.see("delete", "#delete", tap="#discard-0")
    yield f"{steps.go('ready', 'main article')}, full"
    with steps.page.expect_download():
        steps.tap("#spare")
    yield steps.see("a spare copy was saved", ".note.ok")
    yield steps.see("an addition", "#words", tap="main article a[href*='#/add/']")
    steps.go("ready", "main article")
    steps.meet(ENVELOPES, status=409, content_type="application/json", body=CONFLICT)
    steps.tablet.offline(False)
    yield steps.see("something needs you", "#needs-you")
    yield steps.see("needs you", "#again-0", tap="#needs-you")
    steps.mend(ENVELOPES)
    steps.tap("#again-0")
    expect(steps.tablet.count("sent")).to_have_text("1")
    yield f"{steps.go('sent', '#receipt-0')}, full"
    yield steps.see("a receipt", "dl.facts", tap="#receipt-0")
    yield steps.see("an addition to what was sent", "#words", tap="#more")
