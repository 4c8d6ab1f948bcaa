"""Somebody holds the tablet and knows everything but the project's private key: what was locked stays closed."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.seizing import attack, draft_with_photo, found_in
from tests.journeys.tablets import PIN, Tablet, enrol, joined_tablet, opened, publish

pytestmark = pytest.mark.journey

OF_A_SEALED_RECORD = {"instanceId", "title", "startedAt", "header", "manifest", "state", "reason", "detail"}
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


def test_what_was_locked_cannot_be_read_even_with_the_pin(tablet: Tablet, tmp_path: Path) -> None:
    answer, _, *picture = draft_with_photo(tablet, tmp_path / "photo.jpg")
    tablet.offline()
    tablet.lock()
    expect(tablet.count("ready")).to_have_text("1")
    waiting = attack(tablet, PIN)
    assert len(waiting["manifests"]) == 1
    assert set(waiting["waiting"]) <= OF_A_SEALED_RECORD, (
        "nothing else stays beside it, be it encrypted for somebody here"
    )
    assert [waiting["counts"][store] for store in ("drafts", "draftFiles", "recordings")] == [0, 0, 0]
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


def stored_xml(folder: Path, instance_id: str) -> bytes:
    """The record's bytes as the server keeps them."""
    with opened(folder) as project, project.read() as db:
        row = db.execute("SELECT xml FROM submission WHERE instance_id = ?", (instance_id,)).fetchone()
    return bytes(row["xml"])
