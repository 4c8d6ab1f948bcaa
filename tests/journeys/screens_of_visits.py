"""The first steps, practice, an interview with all beside it, and a visit by the clock, each in a real state."""

from collections.abc import Iterator
from datetime import UTC, datetime

from playwright.sync_api import expect

from fieldkit.services.offers import save_offer
from fieldkit.services.safety import SafetyForm, change_safety
from tests.journeys.conftest import LiveServer
from tests.journeys.steps import ME, Steps
from tests.journeys.tablets import opened

INTERVIEW = """
| survey |            |        |                       |            |                                            |
|        | type       | name   | label                 | appearance | calculation                                |
|        | text       | day    | ⟦How was your day?⟧   |            |                                            |
|        | note       | slip   | ⟦This is your code.⟧  | slip       | '⟦K7M-2XR-9PA⟧'                            |
| settings |          |        |                       |            |                                            |
|        | form_title | form_id | version              | fieldkit::instrument |                                  |
|        | ⟦A talk⟧   | talk   | 1                     | interview  |                                            |
"""
CONTACT = """
| survey |            |        |                               |            |
|        | type       | name   | label                         | appearance |
|        | note       | card   | ⟦Know your card by heart.⟧    | brief      |
|        | note       | never  | ⟦Never sign anything.⟧        | brief      |
|        | text       | how    | ⟦How did it go?⟧              |            |
| settings |          |        |                               |            |
|        | form_title | form_id | version                      | fieldkit::instrument |
|        | ⟦A contact⟧ | contact | 1                           | service-contact |
"""


AHEAD = """(ms) => {
  const Right = Date;
  globalThis.Date = class extends Right {
    constructor(...given) { if (given.length) super(...given); else super(Right.now() + ms); }
    static now() { return Right.now() + ms; }
  };
  globalThis.Date.right = Right;
}"""
RIGHT_AGAIN = "() => { globalThis.Date = globalThis.Date.right; }"
HOUR_MS = 3_600_000


def give_numbers(study: LiveServer) -> None:
    """Whom to call, and one thing that is offered near; the server reads its settings when it starts."""
    now = datetime.now(UTC)
    with opened(study.folder) as project:
        safety = SafetyForm("+39 051 111 111", {"en": "⟦Call Rosa⟧"}, "⟦Karim⟧", "+39 051 222 222", "", "4")
        change_safety(project, safety, actor="command", now=now)
        save_offer(
            project,
            offer_id="meals",
            title={"en": "⟦Warm meals⟧", "ar": "⟦وجبات ساخنة⟧"},
            words={"en": "⟦Every day at noon.⟧", "ar": "⟦كلّ يوم ظهراً.⟧"},
            phone="+39 051 000 000",
            url="",
            must_exist=False,
            actor="command",
            now=now,
        )
    study.stop()
    study.start()


def screens(steps: Steps) -> Iterator[str]:
    """From the first steps to a visit that was stopped."""
    steps.tablet.enrol(steps.token, person=ME)
    # Once the forms have come nothing draws a screen anew while it is looked at.
    expect(steps.page.locator("#look")).to_be_enabled()
    steps.go("walk/1", "#walk-next")
    yield from first_steps(steps)
    yield from practice(steps)
    yield from interview(steps)
    yield from visit(steps)


def first_steps(steps: Steps) -> Iterator[str]:
    for step in range(2, 7):
        steps.tap("#walk-next")
        expect(steps.page.locator("#walk-next" if step < 6 else "#walk-practice")).to_be_visible()
        yield steps.see(f"first steps, {step}", f"#walk-back[href$='{step - 1}']")


def practice(steps: Steps) -> Iterator[str]:
    yield steps.see("practice", "main .practice", tap="#walk-practice")
    steps.tap(".form-head .stop", ".safety > button:nth-of-type(3)")
    yield steps.see("an alert in practice", ".danger .pill.ok", tap=".danger form button")
    steps.page.locator(".danger .stack > button").last.click()
    steps.tap(".form-head .stop")
    yield steps.see("delete, once more", ".safety > button.sure", tap=".safety > button:nth-of-type(2)")
    steps.tap(".safety > button:nth-of-type(2)")
    expect(steps.page.locator("#look")).to_be_visible()


def interview(steps: Steps) -> Iterator[str]:
    """Its alert, its slip, what is offered, and a word for the researcher."""
    steps.begin("⟦A talk⟧")
    steps.answer()
    yield "an interview"
    yield steps.see("an interview, paused", ".paused .hide", tap=".form-head .pause")
    steps.tap(".paused .go", ".form-head .stop")
    yield steps.see("danger, with somebody to call", ".danger .call a", tap=".safety > button:nth-of-type(3)")
    steps.page.locator("#alert-words").fill("⟦x⟧")
    steps.tap(".danger form .choice")
    yield steps.see("an alert is on its way", ".danger .offers .card", tap=".danger form button")
    steps.page.locator(".danger .stack > button").last.click()
    yield steps.see("the slip", ".slip-code", tap=".form-foot .go")
    yield steps.see("what is offered", ".closing .offers", tap=".form-foot .go")
    steps.next()
    yield steps.see("how are you", "#hard", tap=".form-foot .lock button")
    yield steps.see("it was hard", "#tell", tap="#hard")


def visit(steps: Steps) -> Iterator[str]:
    """Once to its end, once stopped."""
    page = steps.page
    steps.begin("⟦A contact⟧")
    expect(page.locator("main [aria-busy]")).to_have_count(0)
    yield steps.see("before a visit", "#check-in")
    page.locator("#length").select_option(index=1)
    yield steps.see("the clock", "#check-out", tap="#check-in")
    page.evaluate(AHEAD, 2 * HOUR_MS)
    yield steps.see("the time of a visit is over", ".late .icon")
    page.evaluate(RIGHT_AGAIN)
    yield steps.see("stopping the clock", ".face .safety h1", tap="#stop")
    page.locator(".face .safety > button").last.click()
    yield steps.see("out of a visit", "#back-inside", tap="#check-out")
    yield steps.see("a visit to be written down", "#write-0", tap="#later")
    steps.tap("#write-0")
    expect(steps.tablet.field()).to_be_visible()
    yield "a visit that is written down"
    steps.begin("⟦A contact⟧")
    steps.tap("#check-in", "#stop")
    yield steps.see("a visit that was stopped", "#write", tap=".face .safety > button")
