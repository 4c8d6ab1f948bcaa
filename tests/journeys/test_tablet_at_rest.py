"""Somebody holds the tablet and reads all of its memory: what they find of what is not locked yet."""

import json
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from fieldkit.services.forms import add_instrument
from tests.journeys.conftest import LiveServer
from tests.journeys.desk_people import coordinator, give_back
from tests.journeys.seizing import attack, draft_with_photo, found_in
from tests.journeys.sounds import at_least
from tests.journeys.tablets import CANARY, PIN, TALK, Tablet, enrol, joined_tablet, opened, publish

pytestmark = pytest.mark.journey

REASON = "canary-reason-Hajar"
WORDS = b"canary-words-Semira"
SOUND = "\x1aE\xdf\xa3"
"""How every recording begins that Chromium makes."""


@pytest.fixture
def tablet(browser: Browser, study: LiveServer) -> Iterator[Tablet]:
    with joined_tablet(browser, study.url, study.folder) as joined:
        yield joined


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
    expect(page.get_by_role("timer")).to_have_text(at_least(1), timeout=30_000)
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
    expect(page.get_by_role("timer")).to_have_text(at_least(7), timeout=60_000)
    page.goto("about:blank")
    tablet.open("#/todo")


def begin_a_visit(tablet: Tablet) -> None:
    page = tablet.page
    page.locator("article", has_text="Service contact").get_by_role("link", name="Start").click()
    page.locator("#check-in").click()
    expect(page.locator("#check-out")).to_be_visible()
