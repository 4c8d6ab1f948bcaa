"""Every screen of the tablet app, each opened in a real state, and what everyone needs of each of them.

Screens are opened by ids and classes and never by words, so that one list serves every language and the pseudo-locale.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.tablets import PIN, Tablet

PROBES = Path(__file__).parent / "probes"
AXE = Path(__file__).parent.parent.parent / "node_modules/axe-core/axe.min.js"
EVERYWHERE = ("targets", "contrast", "controls", "texts", "reflow")

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
ME = "⟦Amina⟧"
CONFLICT = '{"code":"409.instance-differs","what":"⟦Other answers are here.⟧","where":"","remedy":"⟦Ask.⟧"}'
ENVELOPES = "**/tablet/api/envelopes"

SPACED = """(size) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:root { font-size: ${size} } * { letter-spacing: .12em !important; word-spacing: .16em !important;
    line-height: 2 !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
# True when nothing was drawn anew for a moment: the network's answer is on the screen too. Clocks are not waited out.
SETTLED = """() => new Promise((done) => {
  let timer = setTimeout(() => done(true), 400);
  setTimeout(() => done(true), 5000);
  const watch = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(() => done(true), 400);
  });
  watch.observe(document.getElementById('app'), { subtree: true, childList: true });
})"""
UNSPACED = "document.adoptedStyleSheets = []"


def probe(name: str) -> str:
    """A function that looks for faults in the page as it stands."""
    source = (PROBES / f"{name}.js").read_text(encoding="utf-8")
    return "\n".join(line for line in source.splitlines() if not line.startswith("//"))


def axe_faults(page: Page) -> list[str]:
    """Return what axe finds."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    found: dict[str, Any] = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [f"axe {one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]


def faults_of(page: Page, *, axe: bool = True) -> list[str]:
    """Return what is wrong with the screen as it stands, for a thumb, an eye, a reader of screens and large text."""
    faults = axe_faults(page) if axe else []
    for name in EVERYWHERE:
        faults += page.evaluate(probe(name))
    width = page.evaluate("innerWidth")
    page.evaluate(SPACED, "200%" if width >= 640 else "100%")
    faults += [f"with more space and larger text {fault}" for fault in page.evaluate(probe("reflow"))]
    page.evaluate(UNSPACED)
    return faults


def every_screen(tablet: Tablet, _study: LiveServer, token: str) -> Iterator[str]:
    """Open one screen after the other; yield its name while it stands.

    Args:
        tablet: one that has not joined yet, and stands at its first screen.
        token: of a way into the study, whose only form is `FORM`.
    """
    yield from joined(tablet, token)
    yield from around_the_forms(tablet)
    yield from a_form(tablet)
    yield from the_trays(tablet)


def go(tablet: Tablet, route: str, needed: str) -> str:
    """Open an address within the page, as a link does; return its name."""
    tablet.page.evaluate("(hash) => { location.hash = hash; }", f"#/{route}")
    expect(tablet.page.locator(needed).first).to_be_visible()
    return route


def joined(tablet: Tablet, token: str) -> Iterator[str]:
    """From the link to the list of forms."""
    page = tablet.page
    yield "before joining"
    go(tablet, "install", "#apple")
    yield "install, before joining"
    page.evaluate("(hash) => { location.hash = hash; }", f"#enrol={token}")
    expect(page.locator("#person-name")).to_be_visible()
    yield from first_person(tablet)
    expect(page.locator("#start-0")).to_be_visible()
    expect(page.locator("#look")).to_be_enabled()
    yield "to do"


def first_person(tablet: Tablet) -> Iterator[str]:
    """Name and PIN of whom the tablet belongs to; the pictures are looked at, the digits taken."""
    page = tablet.page
    yield "the first person"
    page.locator("#name-given").click()
    expect(page.locator(".note.wait")).to_be_visible()
    yield "a name is missing"
    page.locator("#person-name").fill(ME)
    page.locator("#name-given").click()
    expect(page.locator("#digits")).to_be_visible()
    yield "which kind of PIN"
    page.locator("#pictures").click()
    expect(page.locator(".pad")).to_be_visible()
    yield "a PIN of pictures"
    page.locator("#pad-back").click()
    page.locator("#digits").click()
    tablet.enter("123456")
    expect(page.locator(".note.wait")).to_be_visible()
    yield "an easy PIN"
    for _ in range(2):
        tablet.enter(PIN)
    expect(page.locator("#walk-skip")).to_be_visible()
    yield "the first steps"
    page.locator("#walk-skip").click()


def around_the_forms(tablet: Tablet) -> Iterator[str]:
    """What is said about the tablet, and the trays while they are empty."""
    for route, needed in (
        ("about", "#home"),
        ("help", "#home"),
        ("check", "#try-server"),
        ("install", "#home"),
        ("aloud", "#home"),
        ("enrol", "#join"),
        ("unfinished", "#tray-unfinished[aria-current]"),
        ("ready", "#tray-ready[aria-current]"),
        ("sent", "#tray-sent[aria-current]"),
        ("needs", "main h1"),
        ("fill/uuid%3Agone", "main h1"),
        ("record/uuid%3Agone", "main h1"),
    ):
        yield go(tablet, route, needed)
    yield from people(tablet)


def people(tablet: Tablet) -> Iterator[str]:
    """Another person comes; the tablet is hidden; the first comes back, with one wrong PIN before the right one."""
    page = tablet.page
    for route, needed in (("people", "#add-person"), ("change-pin", "#key-1"), ("add-person", "#person-name")):
        yield go(tablet, route, needed)
    tablet.introduce("⟦نسرين⟧", "571930")
    page.locator("#hide").click()
    expect(page.locator("#uncover")).to_be_visible()
    yield "the cover"
    page.locator("#uncover").click()
    expect(page.locator(".who")).to_have_count(2)
    yield "who are you"
    page.locator(".who", has_text=ME).click()
    expect(page.locator("#key-1")).to_be_visible()
    yield "the PIN"
    tablet.enter("190365")
    expect(page.locator(".note.wait")).to_be_visible()
    yield "a wrong PIN"
    page.locator("#forgotten").click()
    expect(page.locator("#back-to-pin")).to_be_visible()
    yield "a forgotten PIN"
    page.locator("#back-to-pin").click()
    tablet.unlock()


def a_form(tablet: Tablet) -> Iterator[str]:
    """A form from its first question to the lock, and what stands aside from the way."""
    page = tablet.page
    tablet.context.set_offline(True)
    go(tablet, "todo", "#start-0")
    page.locator("#start-0").click()
    expect(tablet.field()).to_be_visible()
    yield "a question"
    page.locator(".form-foot .go").click()
    expect(page.locator(".trouble:not([hidden])")).to_be_visible()
    yield "a question with a message"
    yield from aside_from_the_way(tablet)
    tablet.field().fill("⟦x⟧")
    expect(page.locator(".pill.kept.ok")).to_be_visible()
    page.locator(".form-foot .go").click()
    page.locator(".choice").first.click()
    expect(page.locator(".choice input:checked")).to_be_attached()
    yield "choices"
    page.locator(".form-foot .go").click()
    expect(page.locator(".answering")).to_be_visible()
    yield "a photo"
    page.locator(".form-foot .go").click()
    expect(page.locator("main .review")).to_be_visible()
    yield "the review"
    page.locator(".form-foot .lock button").click()
    expect(tablet.count("ready")).to_have_text("1")
    go(tablet, "todo", "#start-0")
    page.locator("#start-0").click()
    tablet.field().fill("⟦y⟧")
    expect(page.locator(".pill.kept.ok")).to_be_visible()


def aside_from_the_way(tablet: Tablet) -> Iterator[str]:
    """Help, a pause, stopping and danger, from a question and back to it."""
    page = tablet.page
    page.locator(".form-head .help").click()
    expect(page.locator("dialog h1")).to_be_visible()
    yield "help in a form"
    page.locator("dialog button").last.click()
    page.locator(".form-head .pause").click()
    expect(page.locator(".paused .go")).to_be_visible()
    yield "a pause"
    page.locator(".paused .go").click()
    page.locator(".form-head .stop").click()
    expect(page.locator(".safety > button").first).to_be_visible()
    yield "stopping"
    if page.locator(".safety > button").count() == 4:
        page.locator(".safety > button").nth(2).click()
        expect(page.locator("#alert-words")).to_be_visible()
        yield "danger"
        page.locator(".danger .stack > button").last.click()
    else:
        page.locator(".safety > button").last.click()
    expect(tablet.field()).to_be_visible()


def the_trays(tablet: Tablet) -> Iterator[str]:
    """The trays with something in each, and what one does from there."""
    page = tablet.page
    yield f"{go(tablet, 'unfinished', '#discard-0')}, full"
    page.locator("#discard-0").click()
    expect(page.locator("#delete")).to_be_visible()
    yield "delete"
    yield f"{go(tablet, 'ready', 'main article')}, full"
    page.locator("main article a[href*='#/add/']").click()
    expect(page.locator("#words")).to_be_visible()
    yield "an addition"
    go(tablet, "ready", "main article")
    tablet.context.route(
        ENVELOPES, lambda route: route.fulfill(status=409, content_type="application/json", body=CONFLICT)
    )
    tablet.context.set_offline(False)
    expect(page.locator("#needs-you")).to_be_visible()
    yield "something needs you"
    page.locator("#needs-you").click()
    expect(page.locator("#again-0")).to_be_visible()
    yield "needs you"
    tablet.context.unroute(ENVELOPES)
    page.locator("#again-0").click()
    expect(tablet.count("sent")).to_have_text("1")
    yield f"{go(tablet, 'sent', '#receipt-0')}, full"
    page.locator("#receipt-0").click()
    expect(page.locator("dl.facts")).to_be_visible()
    yield "a receipt"
    page.locator("#more").click()
    expect(page.locator("#words")).to_be_visible()
    yield "an addition to what was sent"
