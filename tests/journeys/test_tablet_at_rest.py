"""Somebody holds the tablet and reads all of its memory: what they find of a draft and of what was locked."""

import base64
import hashlib
import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.tablets import CANARY, PIN, Tablet, enrol, joined_tablet, opened, publish, take_photo

pytestmark = pytest.mark.journey

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
    lengths = set()
    for answer in ("Yes", "No"):
        tablet.offline()
        tablet.open("#/todo")
        tablet.page.get_by_role("link", name="Start").first.click()
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


def stored_xml(folder: Path, instance_id: str) -> bytes:
    """The record's bytes as the server keeps them."""
    with opened(folder) as project, project.read() as db:
        row = db.execute("SELECT xml FROM submission WHERE instance_id = ?", (instance_id,)).fetchone()
    return bytes(row["xml"])
