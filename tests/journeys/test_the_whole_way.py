"""The main job from end to end: a record made offline in Arabic moves a number in Datasette; nothing else leaves."""

import json
import random
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from fieldkit.demo.blank import Blank
from fieldkit.demo.contacts import plan_contacts
from fieldkit.demo.interviews import plan_interviews
from fieldkit.demo.records import contact_records, interview_records, send_records
from fieldkit.i18n.catalogues import load_translations
from fieldkit.release.rounding import rounded
from fieldkit.services.accounts import NewAccount, create_account
from fieldkit.services.enrol import Enrolment
from fieldkit.services.forms import add_instrument
from fieldkit.services.review import decide
from fieldkit.store.project import Project
from tests.journeys.conftest import LiveServer, free_port
from tests.journeys.filling import Filler
from tests.journeys.tablets import Tablet, enrol, opened, take_photo

pytestmark = pytest.mark.journey

STAGES = ("settled",) * 9 + ("arriving",) * 20 + ("first_year",) * 20 + ("settling",) * 11
"""Sixty people; nine of them are fewer than ten."""

PASSWORD = "four plain words here"
CANARY = "Zubeyda Tesfamariam 0612 345 6789"
ARABIC = load_translations("ar").gettext


class Study:
    """What the project holds before the visit: 95 contacts and 60 interviews, sent by the wire and approved."""

    def __init__(self, folder: Path, server: LiveServer) -> None:
        self.folder, self.server = folder, server
        with opened(folder) as project:
            self.coordinators = [self._coordinator(project, name) for name in ("ada", "bruno")]
            forms = {name: self._instrument(project, name) for name in ("interview", "service-contact")}
        self.tablets = [enrol(folder, f"Library tablet {number}") for number in range(12)]
        contacts = [
            replace(contact, tablet=contact.tablet % len(self.tablets))
            for contact in plan_contacts(random.Random(1))[:95]
        ]
        interviews = [
            replace(interview, answers={**interview.answers, "stage": stage})
            for interview, stage in zip(plan_interviews(random.Random(2)), STAGES, strict=True)
        ]
        self.served = sum(contact.answers["outcome"] == "served" for contact in contacts)
        self.registries = sum(contact.answers["place_kind"] == "registry" for contact in contacts)
        self.codes = [interview.code for interview in interviews]
        records = list(
            chain(
                contact_records(forms["service-contact"], contacts),
                interview_records(forms["interview"], interviews),
            )
        )
        self.instance_ids = [record.instance_id for _, record in records]
        send_records(server.url, self._at(server.url), iter(records), at="2026-05-04T09:30:00.000Z")
        with opened(folder) as project:
            for instance_id in self.instance_ids:
                self._approve(project, instance_id)

    def _at(self, url: str) -> list[Enrolment]:
        return [replace(tablet, openrosa_url=f"{url}/key/{tablet.token}") for tablet in self.tablets]

    def _coordinator(self, project: Project, name: str) -> Any:
        new = NewAccount(
            name=name.title(), email=f"{name}@example.org", role="coordinator", language="en", password=PASSWORD
        )
        return create_account(project, new, actor="command", now=datetime.now(UTC), account_id=str(uuid.uuid4()))

    def _instrument(self, project: Project, name: str) -> Blank:
        published = add_instrument(
            project, name=name, actor="command", now=datetime.now(UTC), new_id=lambda: str(uuid.uuid4())
        )
        with project.read() as db:
            row = db.execute("SELECT xform FROM form_version WHERE id = ?", (published.version_id,)).fetchone()
        return Blank(row["xform"])

    def _approve(self, project: Project, instance_id: str) -> None:
        decide(
            project,
            instance_id=instance_id,
            state="approved",
            reason="",
            account=self.coordinators[0],
            now=datetime.now(UTC),
            despite_warnings=True,
        )


@pytest.fixture
def study(project_folder: Path, server: LiveServer) -> Study:
    return Study(project_folder, server)


def test_a_record_travels_from_the_tablet_to_datasette(
    study: Study, browser: Browser, server: LiveServer, project_folder: Path, tmp_path: Path
) -> None:
    visit_in_arabic(study, browser, tmp_path)
    with signed_in(browser, server.url, "ada") as desk:
        approve_the_newest(desk, server.url)
        choose_what_leaves(desk, server.url)
        approve_the_plan(desk, server.url)
    with signed_in(browser, server.url, "bruno") as desk:
        approve_the_plan(desk, server.url)
        build(desk, server.url)
    with browsing(project_folder) as address:
        assert_the_numbers_are_protected(address, study)
        look_at_the_front_page(browser, address)
    assert_no_canary(project_folder, study)


def visit_in_arabic(study: Study, browser: Browser, tmp_path: Path) -> None:
    """Enrol, lose the network, record a visit in Arabic with a photo, reload half-way, lock, send, get a receipt."""
    tablet = Tablet(browser, study.server.url, color_scheme="light")
    tablet.enrol(enrol(study.folder, "Amal's tablet").token)
    tablet.wait_for_form("Service contact")
    tablet.wait_until_kept_offline()
    tablet.offline()
    tablet.page.locator("#language").select_option("ar")
    expect(tablet.page.locator("html")).to_have_attribute("dir", "rtl")
    tablet.page.locator("li", has_text="تواصل مع خدمة").get_by_role("link").first.click()
    tablet.page.locator("#afterwards").click()

    filler = Filler(
        tablet.page,
        {
            "أيّ مكان كان؟": "R07",
            "ما نوع هذا المكان؟": "مكتب السجلّ المدنيّ",
            "كيف انتهى الأمر؟": "اهتمّوا بطلبي",
            "هل هناك شيء آخر يجب أن يعرفه الفريق؟": CANARY,
        },
        say=ARABIC,
        files={"image": take_photo(tmp_path / "IMG_4711.jpg")},
    )
    expect(tablet.page.locator("main .question").first).to_have_attribute("lang", "ar")
    for _ in range(4):
        filler.fill_screen()
        filler.go_on()
    tablet.reload()
    expect(tablet.page.locator("main section.asked").first).to_be_visible()
    filler.fill_to_review()
    assert "ما نوع هذا المكان؟" in filler.asked
    filler.lock()
    expect(tablet.count("ready")).to_have_text("1")
    assert CANARY not in tablet.everything_kept()

    tablet.offline(False)
    expect(tablet.count("sent")).to_have_text("1")
    tablet.tray("sent")
    tablet.page.get_by_role("link", name=ARABIC("Receipt")).click()
    expect(tablet.page.locator("dd code").first).to_contain_text("uuid:")
    assert tablet.problems == []
    tablet.close()


@contextmanager
def signed_in(browser: Browser, url: str, name: str) -> Iterator[Page]:
    """The desk as a coordinator sees it after signing in."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{url}/sign-in")
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="What waits for you")).to_be_visible()
    yield page
    context.close()


def approve_the_newest(desk: Page, url: str) -> None:
    """The one record that waits is the visit: read it, with its photo, and approve it."""
    desk.get_by_role("link", name="Review").click()
    expect(desk.get_by_text(CANARY)).to_be_visible()
    photo = desk.locator("main img").first
    photo.scroll_into_view_if_needed()
    expect(photo).to_have_js_property("complete", True)
    expect(photo).not_to_have_js_property("naturalWidth", 0)
    desk.get_by_role("radio", name="Approved").check()
    desk.get_by_role("button", name="Note the decision").click()
    expect(desk.locator("main .pill", has_text="Approved").first).to_be_visible()


def choose_what_leaves(desk: Page, url: str) -> None:
    """By default nothing: the gate says so; three tables are chosen and what was heard is written."""
    desk.goto(f"{url}/release/")
    expect(desk.get_by_text("No table and no quotation is chosen")).to_be_visible()
    choose_table(desk, url, "How contacts ended", "How did it go?")
    choose_table(desk, url, "Where people went", "What kind of place is it?")
    choose_table(desk, url, "How long people have lived here", "How long have you been living here?")
    desk.goto(f"{url}/release/heard")
    desk.locator("#en-1").fill("One list of papers for all windows would save most second visits.")
    desk.locator("form#en").get_by_role("button", name="Keep these").click()
    expect(desk.locator("#en-1")).to_have_value("One list of papers for all windows would save most second visits.")


def choose_table(desk: Page, url: str, title: str, rows: str) -> None:
    desk.goto(f"{url}/release/tables")
    desk.get_by_label("Title").fill(title)
    desk.get_by_label("Rows").select_option(label=rows)
    desk.get_by_role("button", name="Choose this table").click()
    expect(desk.get_by_role("heading", name=title)).to_be_visible()


def approve_the_plan(desk: Page, url: str) -> None:
    desk.goto(f"{url}/release/plan")
    desk.get_by_role("button", name="I have read it all and approve exactly this").click()
    expect(desk.get_by_text("Your approval is noted.")).to_be_visible()


def build(desk: Page, url: str) -> None:
    desk.goto(f"{url}/release/")
    expect(desk.get_by_text("Nothing stands in the way.")).to_be_visible()
    desk.get_by_role("button", name="Publish this release").click()
    expect(desk.get_by_text("Release 1 holds exactly what is chosen now.")).to_be_visible()


@contextmanager
def browsing(folder: Path) -> Iterator[str]:
    """`fieldkit browse`, as a person would start it."""
    port = free_port()
    address = f"http://localhost:{port}"
    process = subprocess.Popen([sys.executable, "-m", "fieldkit.cli", "browse", str(folder), "--port", str(port)])
    try:
        wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(address: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def published_counts(address: str, title: str) -> dict[str, tuple[str, int | None]]:
    """Row to (status, count) of a one-way table, as Datasette's JSON gives it."""
    name = quote(title.lower().replace(" ", "-"))
    url = f"{address}/release/cells.json?_shape=array&_size=max&table={name}"
    with urllib.request.urlopen(url, timeout=10) as answer:
        rows = json.load(answer)
    return {row["row"]: (row["status"], row["count"]) for row in rows}


def assert_the_numbers_are_protected(address: str, study: Study) -> None:
    """The visit moved its cells by rounding only; nine people are hidden, and with them their complement."""
    outcomes = published_counts(address, "How contacts ended")
    assert outcomes["served"] == ("shown", rounded(study.served + 1, 5))
    places = published_counts(address, "Where people went")
    assert places["registry"] == ("shown", rounded(study.registries + 1, 5))
    stages = published_counts(address, "How long people have lived here")
    assert stages["settled"] == ("hidden", None)
    shown = {"arriving": ("shown", 20), "first_year": ("shown", 20), "settling": ("shown", 10)}
    beside = [stage for stage in shown if stages[stage] == ("hidden", None)]
    assert len(beside) == 1  # which of them is up to the project's key
    assert {stage: stages[stage] for stage in shown if stage not in beside} == {
        stage: seen for stage, seen in shown.items() if stage not in beside
    }


def look_at_the_front_page(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text("One list of papers for all windows would save most second visits.")).to_be_visible()
    expect(page.locator("svg").get_by_text("hidden to protect people").last).to_be_visible()
    refused = page.goto(f"{address}/release?sql=select+1")
    assert refused is not None
    assert refused.status == 403
    context.close()


def assert_no_canary(folder: Path, study: Study) -> None:
    """No identifier of the raw data stands in any byte that was published, as UTF-8 or as UTF-16."""
    secrets = [CANARY, "Zubeyda", "Tesfamariam", "345 6789", "IMG_4711", "Library tablet", "Amal"]
    secrets += [*study.codes, *study.instance_ids]
    published = [path for path in (folder / "releases").rglob("*") if path.is_file()]
    assert published
    for path in published:
        content = path.read_bytes()
        found = [word for word in secrets if word.encode() in content or word.encode("utf-16-le") in content]
        assert not found, f"{path.name}: {found}"
