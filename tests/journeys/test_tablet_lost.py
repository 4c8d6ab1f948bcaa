"""A lost tablet is emptied by the project's signed order, and by nothing else."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from fieldkit.sealing.order import erase_order
from fieldkit.services.enrol import list_devices
from fieldkit.services.lost import report_lost, tablet_page
from fieldkit.services.receive import submission_status
from fieldkit.store.times import as_text
from tests.journeys.conftest import LiveServer
from tests.journeys.desk_people import at_the_desk, coordinator
from tests.journeys.tablets import CANARY, PERSON, Tablet, enrol, joined_tablet, opened, take_photo

pytestmark = pytest.mark.journey

PROJECT = "**/tablet/api/project"
ENVELOPES = "**/tablet/api/envelopes"

REMEMBER_REPORTS = """() => {
  window.reports = [];
  const ask = window.fetch;
  window.fetch = (...request) => {
    if (String(request[0]).endsWith('/report')) window.reports.push(request[1].body);
    return ask(...request);
  };
}"""


@pytest.fixture
def tablet(browser: Browser, server: LiveServer, project_folder: Path) -> Iterator[Tablet]:
    with joined_tablet(browser, server.url, project_folder) as joined:
        yield joined


def device_of(folder: Path) -> str:
    with opened(folder) as project:
        [device] = list_devices(project)
    return device.id


def lose(folder: Path, account_id: str) -> None:
    device_id = device_of(folder)
    with opened(folder) as project:
        report_lost(project, device_id=device_id, account_id=account_id, now=datetime.now(UTC))


def ids_of(folder: Path) -> list[str]:
    with opened(folder) as project, project.read() as db:
        return [row["instance_id"] for row in db.execute("SELECT instance_id FROM submission ORDER BY id")]


def come_into_reach(tablet: Tablet) -> None:
    """The network comes back; the tablet may have tried again by itself a moment before."""
    tablet.page.evaluate("window.dispatchEvent(new Event('online')) && null")


def test_a_lost_tablet_is_emptied_but_sends_what_is_sealed(tablet: Tablet, project_folder: Path) -> None:
    account = coordinator(project_folder)
    tablet.context.route(ENVELOPES, lambda route: route.fulfill(status=503, body="busy"))
    tablet.begin()
    tablet.lock()
    expect(tablet.page.get_by_role("main").get_by_text("The server has a problem.")).to_be_visible()
    tablet.tray("todo")
    tablet.begin("a second one")
    tablet.page.get_by_role("button", name="Stop").click()
    tablet.page.get_by_role("button", name="Stop and keep what I wrote").click()
    expect(tablet.count("unfinished")).to_have_text("1")
    assert PERSON in tablet.everything_kept()

    lose(project_folder, account.id)
    come_into_reach(tablet)
    expect(tablet.page.get_by_role("heading", name="This app is being emptied")).to_be_visible()
    expect(tablet.page.get_by_text("1 locked record still waits to be sent.")).to_be_visible()
    kept = tablet.everything_kept()
    assert PERSON not in kept
    assert "A visit" in kept.partition("store outbox")[2].partition("store parts")[0]
    assert kept.partition("store drafts\n")[2].startswith("store outbox") or "store drafts\nstore" in kept
    tablet.reload(unlock=False)
    expect(tablet.page.get_by_role("heading", name="This app is being emptied")).to_be_visible()

    tablet.context.unroute(ENVELOPES)
    come_into_reach(tablet)
    expect(tablet.page.get_by_role("heading", name="This app was emptied")).to_be_visible()
    assert tablet.page.evaluate("caches.keys().then((names) => names.length)") == 0
    assert tablet.page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    kept = tablet.everything_kept()
    assert "token" not in kept
    assert "A visit" not in kept
    [instance_id] = ids_of(project_folder)
    device_id = device_of(project_folder)
    with opened(project_folder) as project:
        assert submission_status(project, instance_id)["complete"] is True
        lost = tablet_page(project, device_id=device_id)
    assert lost.lost is not None
    assert lost.lost.erased_at is not None
    assert lost.device.revoked_at is not None
    tablet.reload(unlock=False)
    expect(tablet.page.get_by_role("heading", name="This app was emptied")).to_be_visible()
    tablet.page.get_by_role("link", name="Use a new link").click()
    expect(tablet.page.get_by_label("Link")).to_be_visible()


def test_an_order_that_a_locked_window_obeys_ends_every_other_window_too(tablet: Tablet, project_folder: Path) -> None:
    """Nobody is signed in where the order arrives; in the other window somebody writes, and cannot be reached."""
    account = coordinator(project_folder)
    tablet.begin()
    writing, locked = tablet.page, tablet.new_tab()
    writing.route("**/tablet/api/**", lambda route: route.abort("internetdisconnected"))
    tablet.open(unlock=False)
    expect(locked.locator("html[data-barred=gate]")).to_be_attached()
    lose(project_folder, account.id)
    come_into_reach(tablet)
    for window in (locked, writing):
        expect(window.get_by_role("heading", name="This app was emptied")).to_be_visible()
    kept = tablet.everything_kept()
    assert PERSON not in kept
    assert "store drafts\nstore forms" in kept

    # Whoever joins in that window is asked who they are: the key of the one who wrote is gone from its memory.
    writing.unroute("**/tablet/api/**")
    writing.get_by_role("link", name="Use a new link").click()
    writing.get_by_label("Link").fill(f"{tablet.url}/tablet/#enrol={enrol(project_folder, 'Tablet 8').token}")
    writing.get_by_role("button", name="Join").click()
    expect(writing.locator("#person-name")).to_be_visible()


@pytest.mark.parametrize("forged", ["another tablet", "another project", "another key"])
def test_an_order_that_is_not_the_projects_own_for_this_tablet_changes_nothing(
    tablet: Tablet, project_folder: Path, forged: str
) -> None:
    device_id = device_of(project_folder)
    with opened(project_folder) as project:
        keys, project_id = project.keys, project.settings.project_id
    text, signature = erase_order(
        device_id="another" if forged == "another tablet" else device_id,
        project_id="another" if forged == "another project" else project_id,
        at=as_text(datetime.now(UTC)),
        key=keys.sealing if forged == "another key" else keys.receipts,
    )
    show_and_see_nothing_change(tablet, text, signature)


def test_an_order_that_was_withdrawn_is_not_obeyed_when_it_is_shown_again(tablet: Tablet, project_folder: Path) -> None:
    """Lost and found before it was in reach; later somebody who holds the project's own signed order shows it."""
    with opened(project_folder) as project:
        text, signature = erase_order(
            device_id=device_of(project_folder),
            project_id=project.settings.project_id,
            at=as_text(datetime.now(UTC) - timedelta(hours=1)),
            key=project.keys.receipts,
        )
    show_and_see_nothing_change(tablet, text, signature)


def show_and_see_nothing_change(tablet: Tablet, text: str, signature: bytes) -> None:
    """Let every contact bring this order; what was begun stays."""
    given: list[int] = []

    def forge(route: Route) -> None:
        answer = route.fetch()
        order = {"order": text, "signature": base64.b64encode(signature).decode()}
        route.fulfill(response=answer, body=json.dumps({**answer.json(), "order": order}))
        given.append(1)

    tablet.context.route(PROJECT, forge)
    tablet.begin()
    tablet.page.get_by_role("button", name="Stop").click()
    tablet.page.get_by_role("button", name="Stop and keep what I wrote").click()
    tablet.tray("todo")
    given.clear()
    with tablet.page.expect_response("**/tablet/api/report"):  # the end of a contact
        tablet.page.get_by_role("button", name="Look for new forms").click()
    assert given
    expect(tablet.count("unfinished")).to_have_text("1")
    tablet.tray("unfinished")
    tablet.page.get_by_role("link", name="Go on").click()
    expect(tablet.field()).to_have_value(CANARY)


def test_each_contact_reports_numbers_and_nothing_that_was_written(tablet: Tablet, project_folder: Path) -> None:
    tablet.page.evaluate(REMEMBER_REPORTS)
    tablet.begin()
    tablet.page.get_by_role("button", name="Stop").click()
    tablet.page.get_by_role("button", name="Stop and keep what I wrote").click()
    tablet.tray("todo")
    with tablet.page.expect_response("**/tablet/api/report") as answered:
        tablet.page.get_by_role("button", name="Look for new forms").click()
    assert answered.value.status == 204
    report = json.loads(tablet.page.evaluate("new Response(window.reports.at(-1)).text()"))
    assert (report["people"], report["drafts"], report["waiting"]) == (1, 1, 0)
    assert report["kept_offline"] is True
    assert not {CANARY, PERSON} & set(map(str, report.values()))
    with opened(project_folder) as project:
        kept = tablet_page(project, device_id=device_of(project_folder)).report
    assert kept is not None


def test_an_addition_is_shown_at_the_desk_with_its_record(
    tablet: Tablet, browser: Browser, project_folder: Path, tmp_path: Path
) -> None:
    coordinator(project_folder)
    tablet.offline()
    tablet.begin()
    tablet.lock()
    tablet.page.get_by_role("link", name="Add something").click()
    tablet.page.get_by_label("What do you want to add?").fill("It was the second door.")
    tablet.page.locator("#photo").set_input_files(take_photo(tmp_path / "door.jpg"))
    expect(tablet.page.get_by_role("img", name="The picture that you added")).to_be_visible()
    tablet.page.get_by_role("button", name="Lock it").click()
    expect(tablet.page.get_by_text("Added to this one")).to_be_visible()
    expect(tablet.count("ready")).to_have_text("2")
    assert "second door" not in tablet.everything_kept()
    tablet.offline(False)
    expect(tablet.count("sent")).to_have_text("2")
    tablet.tray("sent")
    expect(tablet.page.locator("article h2")).to_have_text(["A visit", "A visit"])
    expect(tablet.page.locator("article").last.get_by_text("Added to this one")).to_be_visible()
    with at_the_desk(browser, tablet.url) as page:
        page.goto("/records")
        page.get_by_role("link", name="A visit").first.click()
        expect(page.get_by_text("It was the second door.")).to_be_visible()
