"""Somebody holds the tablet and reads all of its memory: what they find of a draft and of what was locked."""

import base64
import hashlib
import json
import re
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from fieldkit.services.forms import add_instrument
from tests.journeys.conftest import LiveServer
from tests.journeys.desk_people import coordinator, give_back
from tests.journeys.tablets import CANARY, PIN, Tablet, enrol, joined_tablet, opened, publish, take_photo

pytestmark = pytest.mark.journey

REASON = "canary-reason-Hajar"
WORDS = b"canary-words-Semira"
ALERT = b"canary-alert-Almaz"
SOUND = "\x1aE\xdf\xa3"
"""How every recording begins that Chromium makes."""

TALK = """
| survey   |            |         |                     |                  |
|          | type       | name    | label::English (en) |                  |
|          | audio      | voice   | In your own words?  |                  |
| settings |            |         |                     |                  |
|          | form_title | form_id | version             | default_language |
|          | A talk     | talk    | 1                   | English (en)     |
"""

SALT = re.compile(rb"<!--[0-9a-f]{32} *-->$")

YES_OR_NO = """
| survey  |                  |         |                      |
|         | type             | name    | label                |
|         | select_one yn    | safe    | Do you feel safe?    |
| choices |                  |         |                      |
|         | list_name        | name    | label                |
|         | yn               | yes     | Yes                  |
|         | yn               | no      | No                   |
| settings |                 |         |                      |
|         | form_title       | form_id | version              |
|         | Safe             | safe    | 1                    |
"""


@pytest.fixture
def tablet(browser: Browser, study: LiveServer) -> Iterator[Tablet]:
    with joined_tablet(browser, study.url, study.folder) as joined:
        yield joined


def attack(tablet: Tablet, pin: str = "") -> dict[str, Any]:
    """What the attacker's script brings home."""
    probe = (Path(__file__).parent / "probes/attacker.js").read_text(encoding="utf-8").partition("\n")[2]
    found: dict[str, Any] = tablet.page.evaluate(probe, pin)
    return found


def traces(secret: bytes) -> list[str]:
    """A secret as it could stand in memory: plain, in UTF-16, in hex, in base64 at each of its three places."""
    shifted = [base64.b64encode(b"x" * shift + secret)[4:-4] for shift in range(3)]
    text = secret.decode("latin1")
    return [text, "\x00".join(text), secret.hex(), *(one.decode() for one in shifted)]


def found_in(text: str, *secrets: bytes) -> list[bytes]:
    return [secret for secret in secrets if any(trace in text for trace in traces(secret))]


def draft_with_photo(tablet: Tablet, photo: Path) -> list[bytes]:
    """Begin a visit with a photo; what must not be found: answer, file name, the picture as it is kept."""
    tablet.begin()
    tablet.page.locator(".form-foot .go").click()
    tablet.page.locator("main input[type=file]").first.set_input_files(take_photo(photo))
    expect(tablet.page.locator("main img")).to_be_visible()
    expect(tablet.page.get_by_text("Kept on this tablet")).to_be_visible()
    _, body, content = attack(tablet, PIN)["drafts"]
    ((name, _),) = json.loads(body)["files"]
    picture = content.encode("latin1")
    assert picture.startswith(b"\xff\xd8\xff"), "with the PIN the attack finds the picture"
    assert CANARY in body, "with the PIN the attack finds the answer"
    return [CANARY.encode(), name.encode(), picture[2000:2032], picture[-2032:-2000]]


def test_a_locked_tablet_tells_nothing_of_its_drafts_and_the_right_pin_does(tablet: Tablet, tmp_path: Path) -> None:
    secrets = draft_with_photo(tablet, tmp_path / "Nasrin-at-home.jpg")
    tablet.page.get_by_role("button", name="Back").click()
    expect(tablet.field()).to_have_value(CANARY)
    open_form = attack(tablet)["all"]
    assert found_in(open_form, secrets[0]) == secrets[:1], (
        "an open form shows its answer: the attack must find it there"
    )

    tablet.page.locator(".form-head .hide").click()
    expect(tablet.page.locator("#uncover")).to_be_visible()
    assert found_in(attack(tablet)["all"], *secrets) == []
    assert tablet.page.title() == "Clock"
    assert "What happened?" not in tablet.page.content()

    tablet.reload(unlock=False)
    reloaded = attack(tablet, "190365")
    assert found_in(reloaded["all"], *secrets) == []
    assert reloaded["drafts"] == []
    with_pin = "\n".join(attack(tablet, PIN)["drafts"])
    assert found_in(with_pin, *secrets) == secrets, "with the PIN the attack must find all of it"
    assert found_in(with_pin, b"Nasrin-at-home") == []


def test_the_attack_finds_what_version_1_kept_and_nothing_once_somebody_signed_in(
    browser: Browser, study: LiveServer, tablet: Tablet, tmp_path: Path
) -> None:
    """A tablet that comes from version 1: its drafts are kept, shown to the first person, and encrypted for them."""
    secrets = draft_with_photo(tablet, tmp_path / "photo.jpg")
    _, body, content = attack(tablet, PIN)["drafts"]
    old = Tablet(browser, study.url)
    old.context.route("**/tablet/app/**", lambda route: route.abort())  # the page, and nothing of the app yet
    old.page.goto(f"{study.url}/tablet/")
    token = enrol(study.folder).token
    known = {"token": token, "project": project_as_told(study.url, token)}
    old.page.evaluate(VERSION_1, {**known, "body": body.strip(), "content": content})
    assert found_in(old.everything_kept(), *secrets) == secrets
    old.context.unroute("**/tablet/app/**")

    old.open()
    old.introduce("Samira", "804271")
    expect(old.count("unfinished")).to_have_text("1")
    assert found_in(attack(old)["all"], *secrets) == []
    old.wait_for_form()
    old.tray("unfinished")
    old.page.get_by_role("link", name="Go on").click()
    expect(old.field()).to_have_value(CANARY)
    old.page.locator(".form-foot .go").click()
    expect(old.page.locator("main img")).to_be_visible()
    old.lock()
    expect(old.count("sent")).to_have_text("1")
    assert old.problems == []
    old.close()


def project_as_told(url: str, token: str) -> Any:
    """What the server tells a tablet of its study."""
    asked = urllib.request.Request(f"{url}/tablet/api/project", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return json.load(answer)


VERSION_1 = """async ({ token, project, body, content }) => {
  const { xml, files } = JSON.parse(body);
  const bytes = Uint8Array.from(content, (one) => one.charCodeAt(0));
  const request = indexedDB.open('fieldkit', 1);
  request.onupgradeneeded = () => {
    const db = request.result;
    db.createObjectStore('settings');
    db.createObjectStore('forms', { keyPath: 'key' });
    db.createObjectStore('blobs', { keyPath: 'sha256' });
    db.createObjectStore('drafts', { keyPath: 'id' });
    db.createObjectStore('draftFiles', { keyPath: ['draft', 'name'] });
    db.createObjectStore('outbox', { keyPath: 'instanceId' });
    db.createObjectStore('parts', { keyPath: ['instanceId', 'index'] });
    db.createObjectStore('sent', { keyPath: 'instanceId' });
  };
  const db = await new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const id = /uuid:[0-9a-f-]+/.exec(xml)[0];
  const at = '2026-05-04T09:30:00.000Z';
  const change = db.transaction(['settings', 'drafts', 'draftFiles'], 'readwrite', { durability: 'strict' });
  const enrolment = { token, projectId: project.project_id, title: project.title, sealingKey: project.sealing_key,
    sealingKeyId: project.sealing_key_id, receiptKey: project.receipt_key, device: project.device, clockAhead: 0 };
  change.objectStore('settings').put(enrolment, 'enrolment');
  change.objectStore('drafts').put({ id, form: '["visit","1"]', title: 'A visit', xml, fileNames: [files[0][0]],
    startedAt: at, savedAt: at, revision: 3 });
  const blob = new Blob([bytes], { type: 'image/jpeg' });
  change.objectStore('draftFiles').put({ draft: id, name: files[0][0], blob });
  await new Promise((resolve) => { change.oncomplete = () => resolve(); });
  db.close();
}"""


def test_what_was_locked_cannot_be_read_even_with_the_pin(tablet: Tablet, tmp_path: Path) -> None:
    answer, _, *picture = draft_with_photo(tablet, tmp_path / "photo.jpg")
    tablet.offline()
    tablet.lock()
    expect(tablet.count("ready")).to_have_text("1")
    waiting = attack(tablet, PIN)
    assert len(waiting["manifests"]) == 1
    assert found_in("\n".join([waiting["all"], *waiting["drafts"]]), answer, *picture) == []
    tablet.offline(False)
    expect(tablet.count("sent")).to_have_text("1")
    sent = attack(tablet, PIN)
    assert len(sent["receipts"]) == 1
    assert found_in("\n".join([sent["all"], *sent["drafts"]]), answer, *picture) == []


def test_who_guesses_every_answer_learns_nothing_from_hashes_and_lengths(
    browser: Browser, server: LiveServer, project_folder: Path
) -> None:
    """The attacker knows everything of a record but one answer of two, and the salt."""
    publish(project_folder, YES_OR_NO)
    tablet = Tablet(browser, server.url)
    tablet.enrol(enrol(project_folder).token)
    tablet.wait_for_form("Safe")
    tablet.wait_until_kept_offline()
    lengths = set()
    for answer in ("Yes", "No"):
        tablet.offline()
        tablet.open("#/todo")
        safe = tablet.page.get_by_role("listitem").filter(has=tablet.page.get_by_role("heading", name="Safe"))
        safe.get_by_role("link", name="Start").click()
        tablet.page.get_by_role("radio", name=answer).check()
        tablet.lock()
        (waiting,) = attack(tablet)["manifests"]
        instance_id, known = waiting["header"]["instance_id"], waiting["manifest"]["xml_sha256"]
        lengths.add(waiting["header"]["parts"][1]["bytes"])
        tablet.offline(False)
        tablet.tray("ready")
        expect(tablet.count("ready")).to_have_text("0")
        receipt = next(one for one in attack(tablet)["receipts"] if one["instance_id"] == instance_id)
        assert receipt["xml_sha256"] == known
        salted = stored_xml(project_folder, instance_id)
        plain = SALT.sub(b"", salted)
        assert hashlib.sha256(salted).hexdigest() == known, "the comparison is right: without salt it would tell"
        guesses = [plain.replace(f">{answer.lower()}<".encode(), f">{each}<".encode()) for each in ("yes", "no")]
        assert plain in guesses
        hashes = [hashlib.sha256(guess + tail).hexdigest() for guess in guesses for tail in (b"", b"\n", b"<!---->")]
        assert known not in hashes
    assert len(lengths) == 1, "a shorter answer must not make a shorter record"
    tablet.close()


def test_nothing_that_is_under_way_can_be_read_on_a_locked_tablet(
    browser: Browser, server: LiveServer, project_folder: Path
) -> None:
    """A record that was returned, words to add to it, a text read aloud, a recording cut off, a visit by the clock."""
    account = coordinator(project_folder)
    publish(project_folder)
    publish(project_folder, TALK)
    with opened(project_folder) as project:
        add_instrument(
            project,
            name="service-contact",
            actor="command",
            now=datetime.now(UTC),
            new_id=lambda: str(uuid.uuid4()),
        )
    tablet = Tablet(browser, server.url)
    tablet.enrol(enrol(project_folder).token)
    tablet.wait_for_form("A talk")
    tablet.wait_until_kept_offline()
    return_a_record_and_write_to_it(tablet, lambda sent: give_back(project_folder, account, sent, REASON))
    read_a_text_aloud(tablet)
    cut_a_recording_off(tablet)
    begin_a_visit(tablet)

    tablet.reload(unlock=False)
    locked = attack(tablet)
    assert locked["things"] == {}
    things = attack(tablet, PIN)["things"]
    assert found_in("".join(things["returned"]), REASON.encode()), "with the PIN the attack must find all of it"
    assert found_in("".join(things["jotted"]), WORDS)
    sounds = [things["prompts"][0], things["recordings"][1]]
    assert all(sound.startswith(SOUND) for sound in sounds)
    began = json.loads(things["visits"][0])["startedAt"].encode()
    inside = [sound[at : at + 32].encode("latin1") for sound in sounds for at in (200, 2000)]
    assert found_in(locked["all"], REASON.encode(), WORDS, began, *inside) == []
    assert tablet.problems == []
    tablet.close()


def return_a_record_and_write_to_it(tablet: Tablet, give_it_back: Callable[[str], None]) -> None:
    page = tablet.page
    page.locator("article", has_text="A visit").get_by_role("link", name="Start").click()
    tablet.field().fill(CANARY)
    expect(page.get_by_text("Kept on this tablet")).to_be_visible()
    tablet.lock()
    expect(tablet.count("sent")).to_have_text("1")
    tablet.tray("sent")
    page.get_by_role("link", name="Receipt").click()
    give_it_back(page.locator("dd code").inner_text())
    tablet.open("#/todo")
    page.get_by_role("button", name="Look for new forms").click()
    page.get_by_role("link", name="1 needs you").click()
    expect(page.get_by_text(REASON)).to_be_visible()
    tablet.offline()
    tablet.open("#/sent")
    page.get_by_role("link", name="Receipt").click()
    page.get_by_role("link", name="Add something").click()
    page.locator("#words").fill(WORDS.decode())
    page.locator("#back").click()
    tablet.tray("todo")


def read_a_text_aloud(tablet: Tablet) -> None:
    """What is read waits for the network."""
    page = tablet.page
    tablet.offline(False)
    page.get_by_role("link", name="About this tablet").click()
    page.get_by_role("link", name="Read the questions aloud").click()
    page.locator("article, li", has_text="A talk").get_by_role("link", name="English").last.click()
    expect(page.get_by_role("button", name="Read the next one")).to_be_visible()
    tablet.offline()
    page.get_by_role("button", name="Read the next one").click()
    page.get_by_role("button", name="Start recording", exact=True).click()
    expect(page.get_by_role("timer")).to_have_text("0:01", timeout=30_000)
    page.get_by_role("button", name="Stop recording").click()
    expect(page.locator(".playback")).to_be_visible()
    page.get_by_role("button", name="Keep it and go on").click()
    expect(page.locator(".playback")).to_have_count(0)
    tablet.open("#/todo")


def cut_a_recording_off(tablet: Tablet) -> None:
    """The page goes away while something is being recorded; whoever comes back has not picked it up yet."""
    page = tablet.page
    page.locator("article", has_text="A talk").get_by_role("link", name="Start").click()
    page.get_by_role("button", name="Start recording", exact=True).click()
    expect(page.get_by_role("timer")).to_have_text("0:07", timeout=60_000)
    page.goto("about:blank")
    tablet.open("#/todo")


def begin_a_visit(tablet: Tablet) -> None:
    page = tablet.page
    page.locator("article", has_text="Service contact").get_by_role("link", name="Start").click()
    page.locator("#check-in").click()
    expect(page.locator("#check-out")).to_be_visible()


def test_what_is_typed_beside_a_form_is_there_again_after_lock_and_reload_and_for_nobody_else(tablet: Tablet) -> None:
    page = tablet.page
    tablet.offline()
    tablet.begin()
    tablet.lock()
    page.get_by_role("link", name="Add something").click()
    jot_an_addition(tablet)
    page.locator("#add").click()
    expect(tablet.count("ready")).to_have_text("2")
    page.get_by_role("link", name="Add something").first.click()
    expect(page.locator("#words")).to_have_value("")

    page.locator("#back").click()
    tablet.tray("todo")
    page.get_by_role("link", name="Start").first.click()
    jot_an_alert(tablet)
    page.get_by_role("button", name="Lock and send this first").click()
    expect(page.get_by_text("It is locked and goes out before everything else")).to_be_visible()
    assert found_in(attack(tablet, PIN)["all"], WORDS, ALERT) == []
    assert "jotted person" not in re.sub(r"jotted [0-9a-f-]{36} ", "jotted person ", attack(tablet)["all"])


def memory_of(page: Page) -> str:
    """All that the page's scripts could still reach, as DevTools writes it down."""
    pieces: list[str] = []
    session = page.context.new_cdp_session(page)
    session.on("HeapProfiler.addHeapSnapshotChunk", lambda event: pieces.append(event["chunk"]))
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    session.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    session.detach()
    return "".join(pieces)


def hide_and_look_into_memory(tablet: Tablet, *secrets: str) -> None:
    """Hide, and wait until nothing of what was on the screen can be reached any more; what closes takes its moment."""
    page = tablet.page
    memory = memory_of(page) + attack(tablet)["all"]
    assert [secret for secret in secrets if secret not in memory] == [], "while it is open the attack must find it"
    page.get_by_role("button", name="Hide").click()
    expect(page.locator("#uncover")).to_be_visible()
    left = list(secrets)
    for _ in range(8):
        memory = memory_of(page)
        left = [secret for secret in (*secrets, f'"{PIN}"') if secret in memory]
        if not left:
            break
    assert left == []


def test_nothing_of_an_open_form_stays_in_memory_once_the_tablet_is_locked(tablet: Tablet) -> None:
    """The thief has the developer tools of the browser in which somebody tapped Hide."""
    page = tablet.page
    tablet.begin()
    hide_and_look_into_memory(tablet, CANARY, "What happened?")

    tablet.unlock()
    expect(tablet.field()).to_have_value(CANARY)
    open_the_alert(tablet)
    page.locator("#alert-words").fill(ALERT.decode())
    hide_and_look_into_memory(tablet, CANARY, ALERT.decode())

    tablet.unlock()
    expect(tablet.field()).to_have_value(CANARY)
    tablet.lock()
    expect(tablet.count("sent")).to_have_text("1")
    tablet.tray("sent")
    page.get_by_role("link", name="Receipt").click()
    page.get_by_role("link", name="Add something").click()
    page.locator("#words").fill(WORDS.decode())
    hide_and_look_into_memory(tablet, WORDS.decode())
    assert CANARY not in memory_of(page)


def jot_an_addition(tablet: Tablet) -> None:
    """Type words to add; lock the tablet by hand, then reload: they stay, and only under the PIN."""
    words = tablet.page.locator("#words")
    words.fill(WORDS.decode())
    tablet.page.get_by_role("button", name="Hide").click()
    expect(tablet.page.locator("#uncover")).to_be_visible()
    assert found_in(attack(tablet)["all"], WORDS) == []
    tablet.unlock()
    expect(words).to_have_value(WORDS.decode())
    tablet.reload()
    expect(words).to_have_value(WORDS.decode())


def jot_an_alert(tablet: Tablet) -> None:
    """Write an alert in a form in which nothing was answered yet; lock the tablet by hand: it stays."""
    page = tablet.page
    words, now = page.locator("#alert-words"), page.get_by_role("checkbox", name="It is happening now")
    open_the_alert(tablet)
    words.fill(ALERT.decode())
    now.check()
    page.get_by_role("button", name="Hide").click()
    expect(page.locator("#uncover")).to_be_visible()
    assert found_in(attack(tablet)["all"], ALERT) == []
    tablet.reload()
    open_the_alert(tablet)
    expect(words).to_have_value(ALERT.decode())
    expect(now).to_be_checked()


def open_the_alert(tablet: Tablet) -> None:
    tablet.page.get_by_role("button", name="Stop").click()
    tablet.page.get_by_role("button", name="Somebody may be in danger").click()
    expect(tablet.page.locator("#alert-words")).to_be_visible()


def stored_xml(folder: Path, instance_id: str) -> bytes:
    """The record's bytes as the server keeps them."""
    with opened(folder) as project, project.read() as db:
        row = db.execute("SELECT xml FROM submission WHERE instance_id = ?", (instance_id,)).fetchone()
    return bytes(row["xml"])
