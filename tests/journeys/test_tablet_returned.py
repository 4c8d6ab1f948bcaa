"""A returned record comes back to the tablet with every file, is corrected, and takes the old one's place."""

import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from fieldkit.services.receive import submission_status
from tests.journeys.arrivals import arrived, only_one
from tests.journeys.conftest import LiveServer
from tests.journeys.desk_people import at_the_desk, coordinator, give_back
from tests.journeys.tablets import CANARY, PIN, VISIT, Tablet, enrol, opened, publish, take_photo

pytestmark = pytest.mark.journey

REASON = "Which street was it? Please add it."
FORM = VISIT.replace(
    "| settings |",
    "|        | audio      | sound   | What you heard      | ما سمعته |        |\n| settings |",
)
FORM = FORM.replace("| form_title |", "| form_title | form_title::العربية (ar) |").replace(
    "| A visit    |", "| A visit | زيارة |"
)
FILES = "**/tablet/api/records/**/files/**"


@pytest.fixture
def tablet(browser: Browser, server: LiveServer, project_folder: Path) -> Iterator[Tablet]:
    publish(project_folder, FORM)
    tablet = Tablet(browser, server.url)
    tablet.enrol(enrol(project_folder).token)
    tablet.wait_for_form()
    tablet.wait_until_kept_offline()
    yield tablet
    assert tablet.problems == [], tablet.problems
    tablet.close()


def record_sound(path: Path) -> Path:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000))
    return path


def send_with_files(tablet: Tablet, folder: Path, photo: Path) -> str:
    """Send one record with a photo and a sound; return its instanceID."""
    tablet.begin()
    tablet.page.locator(".form-foot .go").click()
    tablet.page.locator("main input[accept^=image]").last.set_input_files(photo)
    expect(tablet.page.locator("main img").first).to_be_visible()
    tablet.page.locator(".form-foot .go").click()
    tablet.page.locator("main input[accept^=audio]").set_input_files(record_sound(folder / "sound.wav"))
    expect(tablet.page.get_by_role("button", name="Play")).to_be_visible()
    expect(tablet.page.get_by_text("Kept on this tablet")).to_be_visible()
    tablet.lock()
    expect(tablet.count("sent")).to_have_text("1")
    tablet.tray("sent")
    tablet.page.get_by_role("link", name="Receipt").click()
    return tablet.page.locator("dd code").inner_text()


def ask_the_server(tablet: Tablet) -> None:
    tablet.open("#/todo")
    tablet.page.get_by_role("button", name="Look for new forms").click()


def correct_what_happened(tablet: Tablet) -> None:
    """Take the record back: it opens at its answers, under what the reviewer wrote; then go to the first question."""
    tablet.page.get_by_role("link", name="Correct it").click()
    review = tablet.page.locator("main .review")
    expect(review.get_by_text(REASON)).to_be_visible()
    with tablet.until_kept():
        review.get_by_role("button", name="What happened?").click()
    expect(tablet.field()).to_have_value(CANARY)


def test_a_returned_record_is_corrected_offline_and_keeps_every_file(
    tablet: Tablet, browser: Browser, project_folder: Path, tmp_path: Path
) -> None:
    account = coordinator(project_folder)
    first = send_with_files(tablet, tmp_path, take_photo(tmp_path / "leaflet.jpg"))
    give_back(project_folder, account, first, REASON)
    ask_the_server(tablet)
    tablet.page.get_by_role("link", name="1 needs you").click()
    expect(tablet.page.get_by_text(REASON)).to_be_visible()
    assert REASON not in tablet.everything_kept()
    tablet.speak("ar")
    expect(tablet.page.get_by_role("heading", name="زيارة")).to_be_visible()
    tablet.speak("en")
    expect(tablet.page.get_by_role("heading", name="A visit")).to_be_visible()

    correct_what_happened(tablet)
    tablet.offline()
    tablet.reload()
    tablet.open("#/needs")
    tablet.page.get_by_role("link", name="Go on").click()
    expect(tablet.field()).to_have_value(CANARY)
    tablet.field().fill(f"{CANARY}, Via Roma")
    tablet.page.locator(".form-foot .go").click()
    expect(tablet.page.locator("main img").first).to_be_visible()
    tablet.page.locator(".form-foot .go").click()
    expect(tablet.page.get_by_role("button", name="Play")).to_be_visible()
    tablet.lock()
    expect(tablet.page.get_by_text("Corrected: a new version")).to_be_visible()
    expect(tablet.page.locator("#needs-you")).to_have_count(0)
    assert CANARY not in tablet.everything_kept()

    tablet.offline(False)
    expect(tablet.count("sent")).to_have_text("2")
    tablet.tray("sent")
    expect(tablet.page.get_by_text("Corrected: a new version")).to_be_visible()
    tablet.page.get_by_role("link", name="Receipt").first.click()
    second = tablet.page.locator("dd code").inner_text()
    assert second != first
    with opened(project_folder) as project:
        status = submission_status(project, second)
        with project.read() as db:
            chain = db.execute(
                "SELECT new.deprecated_id, old.superseded_by, new.xml FROM submission new, submission old"
                " WHERE new.instance_id = ? AND old.instance_id = ?",
                (second, first),
            ).fetchone()
    assert status["complete"] is True
    assert len(status["attachments"]) == 2
    assert chain["deprecated_id"] == first
    assert chain["superseded_by"] is not None
    assert b"Via Roma" in bytes(chain["xml"])
    with at_the_desk(browser, tablet.url) as page:
        page.goto("/records")
        page.get_by_role("link", name="A visit").first.click()
        expect(page.get_by_text("Via Roma")).to_be_visible()
        expect(page.locator(".versions [aria-current]")).to_have_text("Version 2")


WITH_THE_TOKEN = """async ([id]) => {
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const db = await asked(indexedDB.open('fieldkit'));
  const { token } = await asked(db.transaction('settings').objectStore('settings').get('enrolment'));
  db.close();
  const paths = ['returned', `records/${encodeURIComponent(id)}/record.xml`];
  const get = (path) => fetch(`/tablet/api/${path}`, { headers: { Authorization: `Bearer ${token}` } });
  return Promise.all(paths.map(async (path) => (await get(path)).text()));
}"""
"""What somebody fetches who has the tablet, and no PIN: the token lies there in the clear."""


def test_what_is_returned_comes_back_to_who_sent_it_and_to_nobody_else_who_holds_the_tablet(
    tablet: Tablet, project_folder: Path, tmp_path: Path
) -> None:
    account = coordinator(project_folder)
    first = send_with_files(tablet, tmp_path, take_photo(tmp_path / "leaflet.jpg"))
    give_back(project_folder, account, first, REASON)
    tablet.reload(unlock=False)
    listed, xml = tablet.page.evaluate(WITH_THE_TOKEN, [first])
    assert listed.strip() == '{"records":[]}'
    assert "404.record" in xml
    assert CANARY not in xml

    tablet.unlock()
    tablet.open("#/needs")
    expect(tablet.page.get_by_text(REASON)).to_be_visible()
    tablet.open("#/add-person")
    tablet.introduce("Nasrin", "804271")
    with tablet.page.expect_response("**/tablet/api/report"):
        tablet.page.get_by_role("button", name="Look for new forms").click()
    tablet.open("#/needs", unlock=False)
    expect(tablet.page.get_by_text("Nothing needs you.")).to_be_visible()

    tablet.reload(unlock=False)
    tablet.unlock(person="Amina")
    correct_what_happened(tablet)


def test_a_cut_while_fetching_costs_what_was_on_its_way(tablet: Tablet, project_folder: Path, tmp_path: Path) -> None:
    ranges: list[str] = []

    def cut(route: Route) -> None:
        ranges.append(route.request.headers["range"])
        if ranges[-1].startswith("bytes=0-"):
            route.continue_()
        else:
            route.abort("connectionreset")

    account = coordinator(project_folder)
    first = send_with_files(tablet, tmp_path, take_photo(tmp_path / "big.jpg", edge=1500))
    give_back(project_folder, account, first, REASON)
    ask_the_server(tablet)
    tablet.page.get_by_role("link", name="1 needs you").click()
    tablet.context.route(FILES, cut)
    tablet.page.get_by_role("link", name="Correct it").click()
    expect(tablet.page.get_by_text("No connection.").last).to_be_visible()
    ranges.clear()
    tablet.context.unroute(FILES)
    tablet.page.on("request", lambda one: ranges.append(one.headers["range"]) if "/files/" in one.url else None)
    tablet.page.get_by_role("button", name="Try again").click()
    expect(tablet.page.locator("main .review").get_by_text(CANARY)).to_be_visible()
    assert ranges[0].startswith(f"bytes={256 * 1024}-")


def test_two_windows_take_a_returned_record_up_once_and_a_discarded_correction_is_begun_again(
    tablet: Tablet, project_folder: Path, tmp_path: Path
) -> None:
    account = coordinator(project_folder)
    first = send_with_files(tablet, tmp_path, take_photo(tmp_path / "leaflet.jpg"))
    give_back(project_folder, account, first, REASON)
    ask_the_server(tablet)
    tablet.page.get_by_role("link", name="1 needs you").click()
    correct_what_happened(tablet)
    one = tablet.page
    tablet.new_tab()
    tablet.open("#/needs")
    tablet.page.get_by_role("link", name="Go on").click()
    expect(tablet.page.get_by_role("heading", name="This is open in another window")).to_be_visible()
    tablet.page.close()
    tablet.page = one
    tablet.open("#/unfinished")
    expect(tablet.count("unfinished")).to_have_text("1")
    tablet.page.get_by_role("link", name="Delete").click()
    tablet.page.get_by_role("button", name="Delete it").click()
    expect(tablet.count("unfinished")).to_have_text("0")

    tablet.open("#/needs")
    correct_what_happened(tablet)
    tablet.page.locator(".form-foot .go").click()
    expect(tablet.page.locator("main img").first).to_be_visible()
    tablet.lock()
    expect(tablet.count("sent")).to_have_text("2")


OTHER, OTHER_PIN = "Nasrin", "804271"


def test_two_people_correct_their_own_records_on_one_tablet_and_neither_loses_a_word(
    tablet: Tablet, project_folder: Path, tmp_path: Path
) -> None:
    """Each has a correction that is not finished while the other one works; a reload comes between."""
    account = coordinator(project_folder)
    photo = take_photo(tmp_path / "leaflet.jpg")
    first = send_with_files(tablet, tmp_path, photo)
    tablet.open("#/add-person")
    tablet.introduce(OTHER, OTHER_PIN)
    second = send_one_more(tablet)
    for number in (first, second):
        give_back(project_folder, account, number, REASON)
    correct_and_leave(tablet, "of Nasrin")
    tablet.page.locator("#hide").click()
    tablet.unlock(person="Amina")
    correct_and_leave(tablet, "of Amina")
    tablet.offline()
    tablet.reload(unlock=False)
    for person, pin in ((OTHER, OTHER_PIN), ("Amina", PIN)):
        tablet.unlock(person=person, pin=pin)
        expect(tablet.count("unfinished")).to_have_text("1")
        tablet.tray("unfinished")
        tablet.page.get_by_role("link", name="Go on").click()
        expect(tablet.field()).to_have_value(f"{CANARY}, of {person}")
        tablet.lock()
        expect(tablet.page.locator("#needs-you")).to_have_count(0)
        tablet.page.locator("#hide").click()
    tablet.offline(False)
    tablet.unlock(person="Amina")
    expect(tablet.count("sent")).to_have_text("4")
    mine, hers = only_one(project_folder, "of Amina"), only_one(project_folder, "of Nasrin")
    assert first.encode() in mine.xml
    assert second.encode() in hers.xml
    assert len(mine.files) == 2
    assert hers.files == {}
    assert mine.files == {record.instance_id: record for record in arrived(project_folder, CANARY)}[first].files


def send_one_more(tablet: Tablet) -> str:
    tablet.begin()
    with tablet.page.expect_response(lambda answer: answer.url.endswith("/envelopes")):
        tablet.lock()
    expect(tablet.count("sent")).to_have_text("2")
    tablet.tray("sent")
    tablet.page.get_by_role("link", name="Receipt").first.click()
    return tablet.page.locator("dd code").inner_text()


def correct_and_leave(tablet: Tablet, words: str) -> None:
    """Take up the one record that was returned to whoever is signed in, write something, and leave it."""
    ask_the_server(tablet)
    tablet.page.get_by_role("link", name="1 needs you").click()
    correct_what_happened(tablet)
    tablet.field().fill(f"{CANARY}, {words}")
    tablet.page.get_by_role("button", name="Stop").click()
    tablet.page.get_by_role("button", name="Stop and keep what I wrote").click()
    expect(tablet.count("unfinished")).to_have_text("1")


def test_a_version_of_the_form_that_is_not_here_is_fetched_with_the_record(
    tablet: Tablet, project_folder: Path, tmp_path: Path
) -> None:
    account = coordinator(project_folder)
    first = send_with_files(tablet, tmp_path, take_photo(tmp_path / "leaflet.jpg"))
    publish(project_folder, FORM.replace("What happened?", "What took place?").replace("| 1  ", "| 2  "))
    ask_the_server(tablet)
    expect(tablet.page.get_by_role("button", name="Look for new forms")).to_be_enabled()
    give_back(project_folder, account, first, REASON)
    ask_the_server(tablet)
    tablet.page.get_by_role("link", name="1 needs you").click()
    correct_what_happened(tablet)
    expect(tablet.page.get_by_role("heading", name="What happened?")).to_be_visible()
