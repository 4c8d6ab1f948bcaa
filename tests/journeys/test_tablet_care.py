"""Nothing that a person wrote or took is lost or shown to another, wherever they are interrupted after the lock."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Route, expect

from fieldkit.config import Settings, save_settings
from fieldkit.sealing.keys import generate_keys, save_keys
from fieldkit.store.media import media_path
from fieldkit.store.project import Project
from tests.journeys.conftest import LiveServer
from tests.journeys.tablets import CANARY, Tablet, enrol, joined_tablet, opened, take_photo

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


def test_an_addition_is_written_and_locked_in_one_window_only(
    tablet: Tablet, project_folder: Path, tmp_path: Path
) -> None:
    """Two windows would write over each other's words, and each would lock them."""
    tablet.offline()
    tablet.begin()
    tablet.lock()
    one = tablet.page
    one.get_by_role("link", name="Add something").click()
    one.locator("#words").fill(WORDS)
    address = f"#{one.url.partition('#')[2]}"
    two = tablet.new_tab()
    tablet.open(address)
    expect(two.get_by_role("heading", name="This is open in another window")).to_be_visible()
    expect(two.locator("#words")).to_have_count(0)

    one.get_by_role("link", name="Back").click()
    expect(one.get_by_role("heading", name="Ready to send")).to_be_visible()
    two.locator("#home").click()
    expect(two.get_by_role("heading", name="To do")).to_be_visible()
    tablet.open(address)
    expect(two.locator("#words")).to_have_value(WORDS)
    one.get_by_role("link", name="Add something").click()
    expect(one.get_by_role("heading", name="This is open in another window")).to_be_visible()
    two.get_by_role("button", name="Lock it").click()
    expect(two.locator("#tray-ready strong")).to_have_text("2")
    one.locator("#home").click()
    one.locator("#tray-ready").click()
    expect(one.locator("#tray-ready strong")).to_have_text("2")
    one.get_by_role("link", name="Add something").first.click()
    expect(one.locator("#words")).to_have_value("")

    tablet.offline(False)
    expect(two.locator("#tray-sent strong")).to_have_text("2")
    with opened(project_folder) as project, project.read() as db:
        [added] = db.execute("SELECT xml FROM addition").fetchall()
    assert WORDS.encode() in bytes(added["xml"])


@pytest.fixture
def elsewhere(server: LiveServer, tmp_path: Path) -> Iterator[LiveServer]:
    """Another study, which answers at the same address once it is started."""
    folder = tmp_path / "another"
    folder.mkdir()
    save_settings(folder, Settings(project_id="another-study", title="Work in Marenza"))
    save_keys("another-study", generate_keys())
    other = LiveServer(folder, server.port)
    yield other
    other.stop()


def join(tablet: Tablet, token: str) -> None:
    tablet.open("#/enrol")
    tablet.page.get_by_label("Link").fill(f"{tablet.url}/tablet/#enrol={token}")
    tablet.page.get_by_role("button", name="Join").click()


def test_a_tablet_goes_to_another_study_only_when_nothing_of_this_one_is_left(
    tablet: Tablet, server: LiveServer, elsewhere: LiveServer
) -> None:
    page = tablet.page
    tablet.begin()
    tablet.lock()
    expect(tablet.count("sent")).to_have_text("1")
    page.get_by_role("link", name="Receipt").click()
    page.get_by_role("link", name="Add something").click()
    page.locator("#words").fill(WORDS)
    tablet.open("#/todo")
    tablet.begin()
    tablet.open("#/todo")
    server.stop()
    elsewhere.start()
    token = enrol(elsewhere.folder).token
    join(tablet, token)
    expect(page.get_by_text("This tablet still holds 2 records of another study.")).to_be_visible()
    expect(page.locator(".note li")).to_have_text(["Not finished: 1", "Add something: 1"])

    tablet.open("#/unfinished")
    page.get_by_role("link", name="Go on").click()
    expect(tablet.field()).to_have_value(CANARY)
    tablet.open("#/unfinished")
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete it").click()
    expect(tablet.count("unfinished")).to_have_text("0")
    tablet.open("#/sent")
    page.get_by_role("link", name="Receipt").click()
    page.get_by_role("link", name="Add something").click()
    expect(page.locator("#words")).to_have_value(WORDS)
    page.locator("#words").fill("")
    tablet.open("#/enrol", unlock=False)  # the link is remembered
    tablet.introduce("Nasrin", "571930")
    expect(page.get_by_text("Work in Marenza").first).to_be_visible()
    expect(tablet.count("sent")).to_have_text("0")  # to what was sent to the other study nothing can be added here
    kept = tablet.everything_kept()
    assert "Amina" not in kept
    assert "A visit" not in kept


def test_a_record_that_the_server_does_not_take_can_be_handed_in(tablet: Tablet) -> None:
    """A tablet that has sent nothing does not say that everything is sent; what is refused can be saved as a copy."""
    said = tablet.page.locator("#said-standing")
    expect(said).to_have_text("Nothing waits")

    def refuse(route: Route) -> None:
        answer = {"code": "409.instance-differs", "what": "Other answers are here.", "remedy": "", "where": ""}
        route.fulfill(status=409, json=answer)

    tablet.context.route("**/tablet/api/envelopes", refuse)
    tablet.begin()
    tablet.lock()
    tablet.page.get_by_role("link", name="1 needs you").click()
    expect(tablet.page.get_by_text("The server already has other answers for this one.")).to_be_visible()
    with tablet.page.expect_download() as begun:
        tablet.page.get_by_role("button", name="Save a spare copy").click()
    content = Path(begun.value.path()).read_bytes()
    assert content.startswith(b"fieldkit-spare/1\n")
    assert b'"records":[{' in content
    tablet.context.unroute("**/tablet/api/envelopes")
    tablet.page.get_by_role("button", name="Try again").click()
    expect(tablet.count("sent")).to_have_text("1")
