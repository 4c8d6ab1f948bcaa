"""A spare copy saves what a tablet cannot send: handed in at the desk, with the tablet or without it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.arrivals import arrived, manifests
from tests.journeys.conftest import LiveServer
from tests.journeys.desk_people import at_the_desk, coordinator
from tests.journeys.tablets import CANARY, Tablet, enrol, joined_tablet, take_photo

pytestmark = pytest.mark.journey

WIRE = "**/tablet/api/**"


@pytest.fixture
def tablet(browser: Browser, server: LiveServer, project_folder: Path) -> Iterator[Tablet]:
    with joined_tablet(browser, server.url, project_folder) as joined:
        yield joined


def save_copy(tablet: Tablet, path: Path) -> Path:
    with tablet.page.expect_download() as begun:
        tablet.page.get_by_role("button", name="Save a spare copy").click()
    begun.value.save_as(path)
    return path


def two_locked_records(tablet: Tablet, photo: Path) -> None:
    for number in range(2):
        tablet.tray("todo")
        tablet.begin(f"{CANARY} {number}")
        tablet.page.locator(".form-foot .go").click()
        tablet.page.locator("main input[type=file]").last.set_input_files(photo)
        expect(tablet.page.locator("main img").first).to_be_visible()
        tablet.lock()


def hand_in(browser: Browser, url: str, copy: Path) -> None:
    with at_the_desk(browser, url) as page:
        page.goto("/records/hand-in")
        page.get_by_label("The file, its name ends with .fieldkit").set_input_files(copy)
        page.get_by_role("button", name="Hand it in").click()
        expect(page.get_by_role("heading", name="What became of it")).to_be_visible()


def clear_the_browsers_data(tablet: Tablet) -> None:
    """As the browser's own settings do it, with everything."""
    tablet.page.goto("about:blank")
    session = tablet.context.new_cdp_session(tablet.page)
    session.send("Storage.clearDataForOrigin", {"origin": tablet.url, "storageTypes": "all"})
    session.detach()


def test_after_the_browsers_data_are_cleared_the_spare_copy_brings_every_record(
    tablet: Tablet, browser: Browser, project_folder: Path, tmp_path: Path
) -> None:
    coordinator(project_folder)
    tablet.context.route(WIRE, lambda route: route.abort("internetdisconnected"))
    two_locked_records(tablet, take_photo(tmp_path / "leaflet.jpg"))
    sealed = manifests(tablet.page)
    copy = save_copy(tablet, tmp_path / "copy.fieldkit")
    clear_the_browsers_data(tablet)
    tablet.open()
    expect(tablet.page.get_by_role("heading", name="Welcome")).to_be_visible()
    assert arrived(project_folder, CANARY) == []

    hand_in(browser, tablet.url, copy)
    records = arrived(project_folder, CANARY)
    assert {record.instance_id for record in records} == set(sealed)
    assert [record for record in records if not record.fits(sealed[record.instance_id])] == []
    tablet.context.unroute(WIRE)
    tablet.enrol(enrol(project_folder, "Tablet 7, again").token)  # nobody is stranded: the tablet is of use again
    tablet.wait_for_form()


def test_what_was_handed_in_and_comes_by_network_too_is_there_once(
    tablet: Tablet, browser: Browser, project_folder: Path, tmp_path: Path
) -> None:
    coordinator(project_folder)
    tablet.offline()
    two_locked_records(tablet, take_photo(tmp_path / "leaflet.jpg"))
    copy = save_copy(tablet, tmp_path / "copy.fieldkit")
    for _ in range(2):
        hand_in(browser, tablet.url, copy)
    tablet.offline(False)
    expect(tablet.count("sent")).to_have_text("2")
    assert len(arrived(project_folder, CANARY)) == 2
