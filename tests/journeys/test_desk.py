"""The desk in a real browser: reachable for everyone, in both directions, in light and dark, with keys alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from fieldkit.forms.instance import read_instance
from fieldkit.services.accounts import NewAccount, create_account
from fieldkit.services.kit_records import receive_kit_record
from fieldkit.store.project import open_project
from tests.conftest import COORDINATOR_PASSWORD, SteeredClock
from tests.journeys.care_material import ALERT, add_care
from tests.journeys.conftest import LiveServer
from tests.kit_records import alert_xml, spare_copy
from tests.web.desk.conftest import Field, photo

pytestmark = pytest.mark.journey

AXE = (Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
PAGES = (
    "/",
    "/records",
    "/records/1",
    "/records/2",
    "/records/3",
    "/records/conflicts",
    "/records/hand-in",
    "/alerts",
    "/people",
    "/people/tablets/device-3",
    "/people/tablets/device-4",
    "/log?check=yes",
    "/settings",
    "/settings/safety",
    "/settings/offers",
    "/account",
)


@pytest.fixture
def desk(server: LiveServer, project_folder: Path) -> LiveServer:
    """A running project with a coordinator, records (one whole, one corrected) and all that needs care."""
    project = open_project(project_folder, now=datetime.now(UTC))
    new = NewAccount("Ada Lindqvist", "ada@example.org", "coordinator", "en", COORDINATOR_PASSWORD)
    ada = create_account(project, new, actor="command", now=datetime.now(UTC), account_id="account-ada")
    field = Field(project, SteeredClock())
    field.send(files={"leaflet.jpg": photo()})
    field.send(instance_id="uuid:2")
    add_care(field, ada)
    project.close()
    return server


@pytest.fixture(
    params=[("en", "light"), ("en", "dark"), ("ar", "light"), ("ar", "dark"), ("uk", "light")], ids="-".join
)
def reader(request: pytest.FixtureRequest, browser: Browser, desk: LiveServer) -> Iterator[Page]:
    """Somebody signed in, with their language and colours; what the page's own policy refuses fails the test."""
    language, colours = request.param
    context = browser.new_context(base_url=desk.url, color_scheme=colours, viewport={"width": 1280, "height": 800})
    page = signed_in(context)
    page.click(f".languages button[value={language}]")
    refused: list[str] = []
    page.on("console", lambda message: note_refusal(message, refused))
    yield page
    context.close()
    assert refused == []


def note_refusal(message: ConsoleMessage, refused: list[str]) -> None:
    if "Content Security Policy" in message.text:
        refused.append(message.text)


def signed_in(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#email", "ada@example.org")
    page.fill("#password", COORDINATOR_PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")
    return page


def faults(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands; run outside the page's policy, which rightly forbids it."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setBypassCSP", {"enabled": True})
    page.reload()
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    session.send("Page.setBypassCSP", {"enabled": False})
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found for node in fault["nodes"]]


def test_every_page_is_free_of_faults_that_axe_can_see(reader: Page) -> None:
    for address in PAGES:
        reader.goto(address)
        assert faults(reader) == [], address


def test_every_page_fits_a_screen_of_320_pixels(reader: Page) -> None:
    reader.set_viewport_size({"width": 320, "height": 640})
    for address in PAGES:
        reader.goto(address)
        assert reader.evaluate("document.documentElement.scrollWidth") == 320, address
        hidden = "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 321).length"
        assert reader.evaluate(hidden) == 0, address


def test_on_a_phone_the_header_leaves_the_screen_to_the_page_and_two_buttons_open_the_rest(reader: Page) -> None:
    reader.set_viewport_size({"width": 360, "height": 740})
    reader.goto("/people")
    expect(reader.locator("nav.rooms")).to_be_hidden()
    assert reader.locator("main").evaluate("(page) => page.getBoundingClientRect().top") < 740 / 4
    rooms, own = reader.locator("nav.rooms"), reader.locator("#own")
    for opener, opened, first in (("rooms", rooms, "a"), ("own", own, "button")):
        expect(opened).to_be_hidden()
        reach(reader, f"[popovertarget={opener}]")
        reader.keyboard.press("Enter")
        expect(opened).to_be_visible()
        reader.keyboard.press("Tab")
        expect(opened.locator(first).first).to_be_focused()
        reader.keyboard.press("Escape")
        expect(opened).to_be_hidden()
        expect(reader.locator(f"[popovertarget={opener}]")).to_be_focused()
    reader.set_viewport_size({"width": 700, "height": 740})
    expect(rooms).to_be_visible()
    expect(own.locator("button").first).to_be_visible()
    expect(reader.locator(".opener").first).to_be_hidden()


def test_targets_are_large_enough_for_a_finger(reader: Page) -> None:
    small = """() => [...document.querySelectorAll('button, .btn, nav a, select, textarea, summary, label.choice')]
        .filter(e => e.checkVisibility()).map(e => [e.outerHTML.slice(0, 100), e.getBoundingClientRect()])
        .filter(([, box]) => Math.min(box.width, box.height) < 24 || Math.max(box.width, box.height) < 40)
        .map(([html]) => html)"""
    for address in PAGES:
        reader.goto(address)
        assert reader.evaluate(small) == [], address


def test_a_record_is_decided_with_keys_alone(browser: Browser, desk: LiveServer) -> None:
    page = signed_in(browser.new_context(base_url=desk.url))
    page.goto("/records/1")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    reach(page, "input[name=state]")
    page.keyboard.press("Space")
    reach(page, "#reason")
    page.keyboard.type("Everything fits the leaflet.")
    reach(page, "form.card.now button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".note.ok")
    assert page.locator(".head .pill.ok").first.inner_text() == "Approved"
    page.context.close()


def test_an_alert_is_read_and_taken_care_of(browser: Browser, desk: LiveServer) -> None:
    page = signed_in(browser.new_context(base_url=desk.url))
    page.locator(f"form[action='/alerts/{ALERT}/words'] button").click()
    expect(page.get_by_text("Her brother waits outside")).to_be_visible()
    page.get_by_role("button", name="I take care of it").click()
    expect(page.locator(".pill.ok")).to_have_text("Taken care of")
    page.goto("/")
    expect(page.get_by_role("heading", name="Somebody is worried about a person")).to_have_count(0)
    page.get_by_role("link", name="All alerts").click()
    page.get_by_role("button", name="Read it, or close it").click()
    page.get_by_label("What came of it").fill("The helpline was called with her.")
    page.get_by_role("button", name="Close the alert").click()
    expect(page.locator("main li .pill").first).to_have_text("Closed")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("The helpline was called with her.")).to_be_visible()
    expect(page.get_by_label("What came of it").and_(page.locator("textarea"))).to_have_count(0)
    page.context.close()


def test_a_page_that_stays_open_learns_of_alerts_by_itself(
    browser: Browser, desk: LiveServer, project_folder: Path
) -> None:
    context = browser.new_context(base_url=desk.url)
    page = signed_in(context)
    page.clock.install()
    page.goto("/settings")
    banner = page.get_by_role("status").filter(has_text="somebody is worried")
    expect(banner).to_contain_text("1 alert waits")
    expect(page).to_have_title("(1) Settings · First year in Marenza")
    send_another_alert(project_folder)
    page.get_by_label("Title").fill("half a word")
    page.clock.fast_forward("01:01")
    expect(page).to_have_title("(2) Settings · First year in Marenza")
    expect(banner).to_contain_text("2 alerts wait")
    expect(page.get_by_label("Title")).to_have_value("half a word")
    expect(page.get_by_label("Title")).to_be_focused()
    context.clear_cookies()
    page.clock.fast_forward("01:01")
    page.clock.fast_forward("01:01")
    expect(page).to_have_title("(2) Settings · First year in Marenza")
    context.close()


def send_another_alert(project_folder: Path) -> None:
    project, xml = open_project(project_folder, now=datetime.now(UTC)), alert_xml("uuid:alert-2", "He is afraid.")
    receive_kit_record(
        project,
        instance=read_instance(xml),
        xml=xml,
        files=[],
        device=None,
        handed_in_by=None,
        now=datetime.now(UTC),
    )
    project.close()


def test_a_spare_copy_is_handed_in(browser: Browser, desk: LiveServer, project_folder: Path) -> None:
    page = signed_in(browser.new_context(base_url=desk.url))
    page.goto("/records")
    page.get_by_role("link", name="Hand in a spare copy").click()
    copy = {"name": "copy.fieldkit", "mimeType": "application/octet-stream", "buffer": spare_copy([])[:-1] + b"]"}
    page.set_input_files("#file", [copy])  # type: ignore[list-item]
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_role("alert")).to_contain_text("This file cannot be taken")
    page.set_input_files("#file", [copy | {"buffer": spare_copy([])}])  # type: ignore[list-item]
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_text("The file holds no records.")).to_be_visible()
    page.context.close()


def reach(page: Page, selector: str, *, most: int = 40) -> None:
    """Go on by Tab until `selector` has the focus; on the way, every stop is visible and has a ring."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """selector => { const e = document.activeElement, style = getComputedStyle(e);
            return [e.matches(selector), e.checkVisibility(), parseFloat(style.outlineWidth)]; }""",
            selector,
        )
        assert here[1], "the focus went to something that cannot be seen"
        assert here[2] >= 3, "a stop without a ring"
        if here[0]:
            return
    pytest.fail(f"{selector} cannot be reached by Tab")


def test_the_language_stays_with_the_account(browser: Browser, desk: LiveServer) -> None:
    first = signed_in(browser.new_context(base_url=desk.url))
    first.click(".languages button[value=ar]")
    expect(first.locator("html[lang=ar][dir=rtl]")).to_be_attached()
    first.context.close()
    second = signed_in(browser.new_context(base_url=desk.url, locale="en"))
    expect(second.locator("html")).to_have_attribute("lang", "ar")
    second.context.close()
