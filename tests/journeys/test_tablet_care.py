"""Nothing that a person wrote or took is lost or shown to another, wherever they are interrupted after the lock."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, expect

from fieldkit.store.media import media_path
from fieldkit.store.project import Project
from tests.journeys.conftest import LiveServer
from tests.journeys.tablets import Tablet, joined_tablet, opened, take_photo

pytestmark = pytest.mark.journey

WORDS = "It was the second door."


@pytest.fixture
def tablet(browser: Browser, server: LiveServer, project_folder: Path) -> Iterator[Tablet]:
    with joined_tablet(browser, server.url, project_folder) as joined:
        yield joined


def added_picture(tablet: Tablet) -> Locator:
    return tablet.page.get_by_role("img", name="The picture that you added")


def choose_photo(tablet: Tablet, photo: Path) -> None:
    tablet.page.locator("#photo").set_input_files(photo)
    expect(added_picture(tablet)).to_be_visible()


def test_an_addition_that_is_not_locked_keeps_its_words_and_its_photo(
    tablet: Tablet, project_folder: Path, tmp_path: Path
) -> None:
    page, words, photo = tablet.page, tablet.page.locator("#words"), take_photo(tmp_path / "door.jpg")
    tablet.offline()
    tablet.begin()
    tablet.lock()
    page.get_by_role("link", name="Add something").click()
    words.fill(WORDS)
    choose_photo(tablet, photo)
    tablet.reload()
    expect(words).to_have_value(WORDS)
    expect(added_picture(tablet)).to_have_js_property("naturalWidth", 600)
    page.get_by_role("button", name="Hide").click()
    tablet.unlock()
    expect(added_picture(tablet)).to_be_visible()

    page.get_by_role("button", name="Remove").click()
    expect(added_picture(tablet)).to_have_count(0)
    tablet.reload()
    expect(words).to_have_value(WORDS)
    expect(added_picture(tablet)).to_have_count(0)
    choose_photo(tablet, photo)
    tablet.reload()
    expect(added_picture(tablet)).to_be_visible()
    page.get_by_role("button", name="Lock it").click()
    expect(tablet.count("ready")).to_have_text("2")
    page.get_by_role("link", name="Add something").first.click()
    expect(words).to_have_value("")
    expect(added_picture(tablet)).to_have_count(0)

    tablet.offline(False)
    expect(tablet.page.locator("#words")).to_have_value("")
    tablet.open("#/sent")
    expect(tablet.count("sent")).to_have_text("2")
    with opened(project_folder) as project:
        assert added_files(project) == [("photo.jpg", (600, 600))]


def added_files(project: Project) -> list[tuple[str, tuple[int, int]]]:
    """The files of what was added, and the size of each picture."""
    with project.read() as db:
        rows = db.execute("SELECT name, sha256 FROM addition_file").fetchall()
    return [(row["name"], Image.open(media_path(project.media, row["sha256"])).size) for row in rows]
