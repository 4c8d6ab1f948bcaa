"""The way of one record on a tablet: joined by a link, written offline, locked, sent, acknowledged."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from fieldkit.services.receive import submission_status
from tests.journeys.conftest import LiveServer
from tests.journeys.tablets import CANARY, Tablet, joined_tablet, opened, take_photo

pytestmark = pytest.mark.journey

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF".decode("latin1")


@pytest.fixture
def tablet(browser: Browser, server: LiveServer, project_folder: Path) -> Iterator[Tablet]:
    with joined_tablet(browser, server.url, project_folder) as joined:
        yield joined


def test_the_token_leaves_the_address_at_once(tablet: Tablet) -> None:
    assert "enrol=" not in tablet.page.url
    assert not tablet.page.evaluate("performance.getEntries().some((entry) => /[?&]enrol=/.test(entry.name))")


def test_a_record_goes_the_whole_way_and_nothing_readable_stays(
    tablet: Tablet, server: LiveServer, project_folder: Path, tmp_path: Path
) -> None:
    photo = take_photo(tmp_path / "IMG_0001.jpg")
    tablet.offline()
    tablet.page.close()
    tablet.new_tab()
    tablet.open()
    tablet.wait_for_form()
    tablet.begin()

    tablet.page.reload()
    expect(tablet.field()).to_have_value(CANARY)
    tablet.page.locator(".form-foot .go").click()
    tablet.page.locator("main input[type=file]").first.set_input_files(photo)
    expect(tablet.page.locator("main img")).to_be_visible()
    expect(tablet.page.get_by_text("Kept on this tablet")).to_be_visible()
    before = tablet.everything_kept()
    assert CANARY in before
    assert JPEG in before

    tablet.page.close()
    tablet.new_tab()
    tablet.open("#/unfinished")
    tablet.page.get_by_role("link", name="Go on").click()
    expect(tablet.field()).to_have_value(CANARY)
    tablet.lock()
    expect(tablet.count("ready")).to_have_text("1")
    expect(tablet.count("unfinished")).to_have_text("0")
    kept = tablet.everything_kept()
    assert CANARY not in kept
    assert JPEG not in kept

    tablet.offline(False)
    expect(tablet.count("sent")).to_have_text("1")
    expect(tablet.count("ready")).to_have_text("0")
    assert "store parts\nstore sent" in tablet.everything_kept()
    tablet.tray("sent")
    tablet.page.get_by_role("link", name="Receipt").click()
    number = tablet.page.locator("dd code").inner_text()
    with opened(project_folder) as project:
        status = submission_status(project, number)
    assert status["complete"] is True
    assert status["missing"] == []
    assert len(status["attachments"]) == 1
