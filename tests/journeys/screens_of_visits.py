"""The first steps, practice, an interview with all beside it, and a visit by the clock, each in a real state."""

from collections.abc import Iterator
from datetime import UTC, datetime

from playwright.sync_api import expect

from fieldkit.services.offers import save_offer
from fieldkit.services.safety import SafetyForm, change_safety
from tests.journeys.conftest import LiveServer
from tests.journeys.screens import ME, go
from tests.journeys.seeing import Tour
from tests.journeys.tablets import Tablet, opened

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


def screens(tablet: Tablet, _study: LiveServer, token: str) -> Iterator[str]:
    """From the first steps to a visit that was stopped."""
    tablet.enrol(token, person=ME)
    # Once the forms have come nothing draws a screen anew while it is looked at.
    expect(tablet.page.locator("#look")).to_be_enabled()
    go(tablet, "walk/1", "#walk-next")
    yield from first_steps(tablet)
    yield from practice(tablet)
    yield from interview(tablet)
    yield from visit(tablet)


def first_steps(tablet: Tablet) -> Iterator[str]:
    page = tablet.page
    for step in range(2, 7):
        page.locator("#walk-next").click()
        expect(page.locator("#walk-back")).to_be_visible()
        expect(page.locator("#walk-next" if step < 6 else "#walk-practice")).to_be_visible()
        yield f"first steps, {step}"


def practice(tablet: Tablet) -> Iterator[str]:
    page = tablet.page
    page.locator("#walk-practice").click()
    expect(page.locator("main .practice")).to_be_visible()
    yield "practice"
    page.locator(".form-head .stop").click()
    page.locator(".safety > button").nth(2).click()
    page.locator(".danger form button").click()
    expect(page.locator(".danger .pill.ok")).to_be_visible()
    yield "an alert in practice"
    page.locator(".danger .stack > button").last.click()
    page.locator(".form-head .stop").click()
    page.locator(".safety > button").nth(1).click()
    yield "delete, once more"
    page.locator(".safety > button").nth(1).click()
    expect(page.locator("#look")).to_be_visible()


def begin(tablet: Tablet, title: str) -> None:
    """Start a form from the list by its title."""
    go(tablet, "todo", "#look")
    tablet.page.locator("article", has=tablet.page.get_by_role("heading", name=title)).locator("[id^=start-]").click()


def interview(tablet: Tablet) -> Iterator[str]:
    """Its alert, its slip, what is offered, and a word for the researcher."""
    page = tablet.page
    begin(tablet, "⟦A talk⟧")
    tablet.field().fill("⟦x⟧")
    expect(page.locator(".pill.kept.ok")).to_be_visible()
    yield "an interview"
    page.locator(".form-head .pause").click()
    expect(page.locator(".paused .hide")).to_be_visible()
    yield "an interview, paused"
    page.locator(".paused .go").click()
    page.locator(".form-head .stop").click()
    page.locator(".safety > button").nth(2).click()
    expect(page.locator(".danger .call a")).to_be_visible()
    yield "danger, with somebody to call"
    page.locator("#alert-words").fill("⟦x⟧")
    page.locator(".danger form .choice").click()
    page.locator(".danger form button").click()
    expect(page.locator(".danger .offers .card")).to_be_visible()
    yield "an alert is on its way"
    page.locator(".danger .stack > button").last.click()
    page.locator(".form-foot .go").click()
    expect(page.locator(".slip-code")).to_be_visible()
    yield "the slip"
    page.locator(".form-foot .go").click()
    expect(page.locator(".closing .offers")).to_be_visible()
    yield "what is offered"
    page.locator(".form-foot .go").click()
    page.locator(".form-foot .lock button").click()
    expect(page.locator("#hard")).to_be_visible()
    yield "how are you"
    page.locator("#hard").click()
    expect(page.locator("#tell")).to_be_visible()
    yield "it was hard"


def visit(tablet: Tablet) -> Iterator[str]:
    """Once to its end, once stopped."""
    page = tablet.page
    begin(tablet, "⟦A contact⟧")
    expect(page.locator("main .brief, main [aria-busy] > *").first).to_be_visible()
    yield "before a visit"
    page.locator("#check-in").click()
    expect(page.locator("#check-out")).to_be_visible()
    yield "the clock"
    page.locator("#stop").click()
    expect(page.locator(".face .safety h1")).to_be_visible()
    yield "stopping the clock"
    page.locator(".face .safety > button").last.click()
    page.locator("#check-out").click()
    expect(page.locator("#back-inside")).to_be_visible()
    yield "out of a visit"
    page.locator("#later").click()
    expect(page.locator("#write-0")).to_be_visible()
    yield "a visit to be written down"
    page.locator("#write-0").click()
    expect(tablet.field()).to_be_visible()
    yield "a visit that is written down"
    begin(tablet, "⟦A contact⟧")
    page.locator("#check-in").click()
    page.locator("#stop").click()
    page.locator(".face .safety > button").first.click()
    expect(page.locator("#write")).to_be_visible()
    yield "a visit that was stopped"


TOUR = Tour((INTERVIEW, CONTACT), screens, give_numbers)
