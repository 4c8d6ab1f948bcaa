"""Whatever happens between the tablet and the server, or on the tablet itself: the record stays, and says why."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Request, Route, expect

from fieldkit.services.enrol import list_devices, revoke_device
from fieldkit.store.project import Project
from tests.journeys.arrivals import manifests, only_one
from tests.journeys.conftest import LiveServer
from tests.journeys.tablets import CANARY, VISIT, Tablet, enrol, joined_tablet, opened, publish, take_photo

pytestmark = pytest.mark.journey

WIRE = "**/tablet/api/**"
PARTS = "**/tablet/api/parts/**"

# Every connection that the app opens is remembered, so that a test can close it as a browser short of memory does:
# between two changes, or in the middle of one, which is lost then.
REMEMBER_CONNECTIONS = """
const open = IDBFactory.prototype.open;
window.connections = [];
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...asked) {
  const request = put.apply(this, asked);
  if (window.closesNext && this.name === 'drafts') {
    window.closesNext = false;
    this.transaction.abort();
    this.transaction.db.close();
  }
  return request;
};
IDBFactory.prototype.open = function (...asked) {
  const request = open.apply(this, asked);
  request.addEventListener('success', () => window.connections.push(request.result));
  return request;
};
"""


# A tablet without space, as a browser reports it. (Chromium's DevTools can override an origin's quota, but IndexedDB of
# version 156 goes on writing, so the journey would prove nothing.)
FILL_UP = """
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...asked) {
  if (window.isFull) {
    this.transaction.abort();
    throw new DOMException('The tablet is full.', 'QuotaExceededError');
  }
  return put.apply(this, asked);
};
"""


@pytest.fixture
def tablet(browser: Browser, study: LiveServer) -> Iterator[Tablet]:
    """A tablet that joined and has the form."""
    with joined_tablet(browser, study.url, study.folder) as joined:
        yield joined


@pytest.fixture
def own_tablet(browser: Browser, server: LiveServer, project_folder: Path) -> Iterator[Tablet]:
    """A tablet in a study of its own, whose server and people the test may change."""
    with joined_tablet(browser, server.url, project_folder) as joined:
        yield joined


PORTALS: dict[str, dict[str, Any]] = {
    "a page": {"status": 200, "content_type": "text/html", "body": "<h1>Café</h1>"},
    "another address": {"status": 302, "headers": {"Location": "http://192.0.2.1/sign-in"}},
    "a code of its own": {"status": 511, "content_type": "text/html", "body": "<h1>Café</h1>"},
}


@pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS.keys())
def test_a_networks_sign_in_page_is_not_taken_for_the_server(
    tablet: Tablet, study: LiveServer, portal: dict[str, Any]
) -> None:
    tablet.context.route(WIRE, lambda route: route.fulfill(**portal))
    answer = f"{CANARY} behind {portal['status']}"
    tablet.begin(answer)
    tablet.lock()
    expect(tablet.page.get_by_role("main").get_by_text("This network wants you to sign in first.")).to_be_visible()
    expect(tablet.count("ready")).to_have_text("1")
    sign_in = tablet.page.get_by_role("link", name="Open the sign-in page")
    expect(sign_in).to_have_attribute("href", re.compile("^http://"))  # what is encrypted the network cannot answer
    expect(sign_in).to_have_attribute("target", "_blank")
    tablet.context.unroute(WIRE)
    tablet.send_now()
    expect(tablet.count("sent")).to_have_text("1")
    expect(tablet.page.locator("#said-standing")).to_have_text("Everything is sent")
    only_one(study.folder, answer)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_that_breaks_down_keeps_the_record_here(tablet: Tablet, status: int) -> None:
    def answer(route: Route) -> None:
        route.fulfill(status=status, content_type="text/html", body="<h1>Bad Gateway</h1>")

    tablet.context.route("**/tablet/api/envelopes", answer)
    tablet.begin()
    tablet.lock()
    expect(tablet.page.get_by_role("main").get_by_text("The server has a problem.")).to_be_visible()
    expect(tablet.count("ready")).to_have_text("1")
    tablet.context.unroute("**/tablet/api/envelopes")
    tablet.reload()
    expect(tablet.count("sent")).to_have_text("1")


def test_a_receipt_that_was_lost_on_the_way_is_given_again(tablet: Tablet, study: LiveServer) -> None:
    """The server stored it and the reply was cut: the second attempt gets a receipt, and there is one record."""
    cut: list[int] = []

    def lose_reply(route: Route) -> None:
        route.fetch()
        cut.append(1)
        route.abort("connectionreset")

    tablet.context.route("**/tablet/api/envelopes", lose_reply, times=1)
    tablet.begin(f"{CANARY}, once")
    tablet.lock()
    expect(tablet.page.get_by_role("main").get_by_text("No connection.")).to_be_visible()
    assert cut == [1]
    only_one(study.folder, f"{CANARY}, once")  # it is there already
    expect(tablet.count("ready")).to_have_text("1")
    tablet.send_now()
    expect(tablet.count("sent")).to_have_text("1")
    only_one(study.folder, f"{CANARY}, once")


def test_an_upload_goes_on_where_it_was_cut(tablet: Tablet, tmp_path: Path) -> None:
    offsets: list[int] = []

    def note(request: Request) -> None:
        if request.method == "PUT":
            offsets.append(int(request.headers["upload-offset"]))

    def cut(route: Route) -> None:
        big = int(route.request.headers.get("upload-length", "0")) > 600_000
        if route.request.method == "PUT" and big and route.request.headers["upload-offset"] != "0":
            route.abort("connectionreset")
        else:
            route.continue_()

    tablet.context.route(PARTS, cut)
    tablet.begin()
    tablet.page.locator(".form-foot .go").click()
    tablet.page.locator("main input[type=file]").first.set_input_files(take_photo(tmp_path / "big.jpg", edge=1500))
    expect(tablet.page.locator("main img")).to_be_visible()
    tablet.lock()
    expect(tablet.page.get_by_role("main").get_by_text("No connection.")).to_be_visible()
    tablet.context.unroute(PARTS)
    tablet.page.on("request", note)
    tablet.send_now()
    expect(tablet.count("sent")).to_have_text("1")
    assert offsets[0] == 256 * 1024
    assert 0 not in offsets


def test_a_server_killed_in_the_middle_loses_nothing(
    own_tablet: Tablet, server: LiveServer, project_folder: Path, tmp_path: Path
) -> None:
    own_tablet.begin()
    own_tablet.page.locator(".form-foot .go").click()
    own_tablet.page.locator("main input[type=file]").first.set_input_files(take_photo(tmp_path / "big.jpg", edge=1500))
    expect(own_tablet.page.locator("main img")).to_be_visible()
    own_tablet.page.once("requestfinished", lambda _request: server.kill())
    own_tablet.lock()
    expect(own_tablet.page.get_by_role("main").get_by_text("No connection.")).to_be_visible()
    expect(own_tablet.count("ready")).to_have_text("1")
    [sealed] = manifests(own_tablet.page).values()
    server.start()
    own_tablet.send_now()
    expect(own_tablet.count("sent")).to_have_text("1")
    assert only_one(project_folder, CANARY).fits(sealed)


def test_whoever_taps_learns_soon_that_the_network_is_back(own_tablet: Tablet, server: LiveServer) -> None:
    """No browser says that a server answers again; without a tap the tablet would ask it after a minute."""
    status = own_tablet.page.locator(".status")
    own_tablet.begin()
    server.stop()
    own_tablet.lock()
    expect(status).to_contain_text("No connection.")
    for _ in range(3):
        with own_tablet.page.expect_event("requestfailed", lambda asked: asked.url.endswith("/project")):
            own_tablet.page.get_by_role("button", name="Send now").click()
    expect(status).to_contain_text("No connection.")
    server.start()
    own_tablet.page.get_by_role("heading", name="Ready to send").click()
    expect(status).to_contain_text("Everything is sent")


def revoke_all(project: Project) -> None:
    for device in list_devices(project):
        revoke_device(project, device_id=device.id, actor="command", now=datetime.now(UTC))


def test_a_revoked_tablet_says_so_and_sends_after_a_new_link(own_tablet: Tablet, project_folder: Path) -> None:
    with opened(project_folder) as project:
        revoke_all(project)
    own_tablet.begin()
    own_tablet.lock()
    own_tablet.page.get_by_role("link", name="1 needs you").click()
    expect(own_tablet.page.get_by_role("main").get_by_text("This tablet may no longer send.")).to_be_visible()
    [sealed] = manifests(own_tablet.page).values()
    own_tablet.page.get_by_role("link", name="Use a new link").click()
    expect(own_tablet.page.get_by_role("main")).to_contain_text("What you collected is kept here until then.")
    expect(own_tablet.page.get_by_text("This tablet is not part of a study yet")).to_have_count(0)
    own_tablet.page.get_by_label("Link").fill(
        f"{own_tablet.url}/tablet/#enrol={enrol(project_folder, 'Tablet 7b').token}"
    )
    own_tablet.page.get_by_role("button", name="Join").click()
    expect(own_tablet.count("sent")).to_have_text("1")
    expect(own_tablet.page.locator("#needs-you")).to_have_count(0)
    assert only_one(project_folder, CANARY).fits(sealed)


def test_a_link_that_is_not_valid_is_refused_in_words(tablet: Tablet) -> None:
    tablet.open("#/enrol")
    for text, words in {
        "hello": "This is not a link for this app.",
        f"{tablet.url}/tablet/#enrol={'x' * 43}": "This link is not valid, or not any more.",
        f"https://other.example/tablet/#enrol={'x' * 43}": "This link belongs to another server.",
    }.items():
        tablet.page.get_by_label("Link").fill(text)
        tablet.page.get_by_role("button", name="Join").click()
        expect(tablet.page.get_by_text(words)).to_be_visible()


def test_a_link_opened_without_network_is_remembered(browser: Browser, study: LiveServer) -> None:
    token = enrol(study.folder).token
    tablet = Tablet(browser, study.url)
    tablet.context.route(WIRE, lambda route: route.abort("internetdisconnected"))
    tablet.open(f"#enrol={token}")
    expect(tablet.page.get_by_text("Try again when there is a network; the link is remembered.")).to_be_visible()
    tablet.context.unroute(WIRE)
    tablet.reload()
    tablet.introduce()
    expect(tablet.page.get_by_role("heading", name="To do")).to_be_visible()
    tablet.close()


def test_a_draft_is_written_in_one_window_only(tablet: Tablet) -> None:
    tablet.begin()
    first, second = tablet.page, tablet.new_tab()
    tablet.open("#/unfinished")
    second.get_by_role("link", name="Go on").click()
    expect(second.get_by_role("heading", name="This is open in another window")).to_be_visible()
    first.close()
    second.goto(f"{tablet.url}/tablet/#/unfinished")
    second.get_by_role("link", name="Go on").click()
    expect(tablet.field()).to_have_value(CANARY)


def test_two_windows_send_a_record_once(tablet: Tablet) -> None:
    posts: list[str] = []
    tablet.context.on("request", lambda request: posts.append(request.method) if "envelopes" in request.url else None)
    tablet.context.route(WIRE, lambda route: route.abort("internetdisconnected"))
    tablet.begin()
    tablet.lock()
    expect(tablet.page.get_by_role("main").get_by_text("No connection.")).to_be_visible()
    first, second = tablet.page, tablet.new_tab()
    tablet.open("#/ready")
    expect(second.get_by_role("main").get_by_text("No connection.")).to_be_visible()
    posts.clear()
    tablet.context.unroute(WIRE)
    first.get_by_role("button", name="Send now").click(no_wait_after=True)
    second.locator("#send").dispatch_event("click")
    expect(first.locator("#tray-sent strong")).to_have_text("1")
    expect(second.locator("#tray-sent strong")).to_have_text("1")
    assert posts == ["POST"]


CLOSED = {
    "between two changes": "window.connections.map((db) => db.close()).length >= 1",
    "in the middle of one": "window.closesNext = true",
}


@pytest.mark.parametrize("close", CLOSED.values(), ids=CLOSED.keys())
def test_a_database_that_the_browser_closed_is_opened_again(browser: Browser, study: LiveServer, close: str) -> None:
    publish(study.folder)
    tablet = Tablet(browser, study.url)
    tablet.context.add_init_script(REMEMBER_CONNECTIONS)
    tablet.enrol(enrol(study.folder).token)
    tablet.wait_for_form()
    tablet.begin("first")
    assert tablet.page.evaluate(close)
    tablet.field().fill(CANARY)
    expect(tablet.page.get_by_text("Keeping …")).to_have_count(0)
    expect(tablet.page.get_by_text("Kept on this tablet")).to_be_visible()
    assert not tablet.page.evaluate("window.closesNext"), "it was closed"
    tablet.reload()
    expect(tablet.field()).to_have_value(CANARY)
    tablet.close()


def test_a_full_tablet_says_so_and_goes_on_when_there_is_space(browser: Browser, study: LiveServer) -> None:
    publish(study.folder)
    tablet = Tablet(browser, study.url)
    tablet.context.add_init_script(FILL_UP)
    tablet.enrol(enrol(study.folder).token)
    tablet.wait_for_form()
    tablet.begin("first")
    tablet.page.evaluate("window.isFull = true")
    tablet.field().fill(CANARY)
    expect(tablet.page.get_by_text("Not kept yet. Trying again.")).to_be_visible()
    tablet.page.evaluate("window.isFull = false")
    expect(tablet.page.get_by_text("Kept on this tablet")).to_be_visible()
    tablet.reload()
    expect(tablet.field()).to_have_value(CANARY)

    for _ in range(2):
        tablet.page.locator(".form-foot .go").click()
    tablet.page.evaluate("window.isFull = true")
    tablet.page.get_by_role("button", name="Lock and put in Ready to send").click()
    expect(tablet.page.get_by_text("It could not be locked. Everything is still kept here.")).to_be_visible()
    tablet.reload()
    expect(tablet.page.locator(".form-foot .go")).to_be_visible()
    tablet.lock()  # perhaps from one screen earlier: nothing could be kept any more, nor where one was
    expect(tablet.count("sent")).to_have_text("1")
    assert CANARY not in tablet.everything_kept()
    tablet.close()


def test_the_browsers_own_back_keeps_the_last_change(tablet: Tablet) -> None:
    tablet.begin("first")
    tablet.field().fill(CANARY)
    tablet.page.evaluate("history.back()")
    expect(tablet.count("unfinished")).to_have_text("1")
    tablet.tray("unfinished")
    tablet.page.get_by_role("link", name="Go on").click()
    expect(tablet.field()).to_have_value(CANARY)


def test_a_draft_is_finished_in_the_version_it_was_begun_with(own_tablet: Tablet, project_folder: Path) -> None:
    own_tablet.begin()
    publish(project_folder, VISIT.replace("What happened?", "What took place?").replace("| 1  ", "| 2  "))
    own_tablet.open("#/todo")
    own_tablet.reload()
    own_tablet.page.get_by_role("button", name="Look for new forms").click()
    expect(own_tablet.page.get_by_role("button", name="Look for new forms")).to_be_enabled()
    own_tablet.tray("unfinished")
    own_tablet.page.get_by_role("link", name="Go on").click()
    expect(own_tablet.page.get_by_role("heading", name="What happened?")).to_be_visible()
    own_tablet.lock()
    expect(own_tablet.count("sent")).to_have_text("1")
    own_tablet.tray("todo")
    own_tablet.page.get_by_role("link", name="Start").first.click()
    expect(own_tablet.page.get_by_role("heading", name="What took place?")).to_be_visible()


OTHER_KEY = "BGsX0fLhLEJH+Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT+NC4v4af5uO5+tKfA+eFivOM1drMV7Oy7ZAaDe/UfU="
"""A point of P-256 that is no key of any project."""


def test_who_answers_in_the_servers_place_changes_no_key(tablet: Tablet) -> None:
    """The keys to which records are sealed, and which sign for them, come with the link and with nothing else."""

    def forge(route: Route) -> None:
        answer = route.fetch()
        card = answer.json() | {"sealing_key": OTHER_KEY, "sealing_key_id": "f" * 16, "receipt_key": OTHER_KEY}
        route.fulfill(response=answer, json=card)

    def keys() -> str:
        return str(tablet.page.evaluate(KEYS))

    before = keys()
    assert OTHER_KEY not in before
    tablet.context.route("**/tablet/api/project", forge)
    with tablet.page.expect_response("**/tablet/api/project"):
        tablet.page.get_by_role("button", name="Look for new forms").click()
    expect(tablet.page.get_by_role("button", name="Look for new forms")).to_be_enabled()
    tablet.page.locator("#about").click()
    tablet.page.locator("#check").click()
    tablet.page.locator("#try-server").click()
    expect(tablet.page.locator("#check-server.bad")).to_be_visible()
    assert keys() == before
    tablet.context.unroute("**/tablet/api/project")
    tablet.page.locator("#try-server").click()
    expect(tablet.page.locator("#check-server.ok")).to_be_visible()


KEYS = """async () => {
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const db = await asked(indexedDB.open('fieldkit'));
  const settings = db.transaction('settings').objectStore('settings');
  const { sealingKey, sealingKeyId, receiptKey } = await asked(settings.get('enrolment'));
  db.close();
  return JSON.stringify([sealingKey, sealingKeyId, receiptKey]);
}"""
