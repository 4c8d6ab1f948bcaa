"""Who holds the tablet must know a PIN: hidden at one tap, locked by itself, slowed down, helped when forgotten."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from fieldkit.services.accounts import NewAccount, create_account
from fieldkit.services.recoveries import approve_recovery, list_waiting, refuse_recovery
from tests.journeys.conftest import LiveServer
from tests.journeys.tablets import CANARY, PIN, Tablet, enrol, joined_tablet, opened, publish

pytestmark = pytest.mark.journey

OTHER, OTHER_PIN = "Nasrin", "571930"


@pytest.fixture
def tablet(browser: Browser, study: LiveServer) -> Iterator[Tablet]:
    with joined_tablet(browser, study.url, study.folder) as joined:
        yield joined


@pytest.fixture
def timed(browser: Browser, study: LiveServer) -> Iterator[Tablet]:
    """A tablet whose hours pass when the test says so."""
    publish(study.folder)
    tablet = Tablet(browser, study.url)
    tablet.context.clock.install()
    tablet.enrol(enrol(study.folder).token)
    tablet.wait_for_form()
    yield tablet
    assert tablet.problems == [], tablet.problems
    tablet.close()


def locked(tablet: Tablet) -> None:
    expect(tablet.page.locator("html[data-barred=gate]")).to_be_attached()


def test_hide_takes_everything_away_at_one_tap_and_the_pin_brings_back_the_question(tablet: Tablet) -> None:
    tablet.begin("first")
    tablet.page.locator(".form-foot .go").click()
    expect(tablet.page.get_by_role("heading", name="Photo of a leaflet")).to_be_visible()
    tablet.page.locator(".form-head .hide").click()
    expect(tablet.page.locator("#uncover")).to_be_visible()
    shown = tablet.page.locator("body").inner_text()
    assert "leaflet" not in shown
    assert "Marenza" not in shown
    assert tablet.page.title() == "Clock"
    tablet.unlock()
    expect(tablet.page.get_by_role("heading", name="Photo of a leaflet")).to_be_visible()
    tablet.page.get_by_role("button", name="Back").click()
    expect(tablet.field()).to_have_value("first")


def test_what_was_typed_in_the_moment_before_hiding_is_kept(tablet: Tablet) -> None:
    tablet.begin("first")
    tablet.field().fill(CANARY)
    tablet.page.locator(".form-head .hide").click()
    tablet.unlock()
    expect(tablet.field()).to_have_value(CANARY)


def test_hide_locks_every_window(tablet: Tablet) -> None:
    first = tablet.page
    tablet.new_tab()
    tablet.open("#/todo")
    tablet.page.locator("#hide").click()
    expect(tablet.page.locator("#uncover")).to_be_visible()
    expect(first.locator("#uncover")).to_be_visible()


def test_a_tablet_that_nobody_touches_locks_itself_after_five_minutes(timed: Tablet) -> None:
    timed.begin()
    timed.page.clock.fast_forward(4 * 60_000 + 50_000)
    expect(timed.field()).to_have_value(CANARY)
    timed.page.locator("main").click(position={"x": 5, "y": 5})
    timed.page.clock.fast_forward(4 * 60_000)
    expect(timed.field()).to_have_value(CANARY)
    timed.page.clock.fast_forward(65_000)
    locked(timed)
    assert CANARY not in timed.page.content()
    timed.unlock()
    expect(timed.field()).to_have_value(CANARY)


HIDDEN = """(hidden) => {
  const get = () => (hidden ? 'hidden' : 'visible');
  Object.defineProperty(document, 'visibilityState', { configurable: true, get });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def test_a_tablet_out_of_sight_locks_itself_after_a_minute(timed: Tablet) -> None:
    timed.begin()
    timed.page.evaluate(HIDDEN, True)
    timed.page.clock.fast_forward(50_000)
    timed.page.evaluate(HIDDEN, False)
    expect(timed.field()).to_have_value(CANARY)
    timed.page.evaluate(HIDDEN, True)
    timed.page.clock.fast_forward(61_000)
    timed.page.evaluate(HIDDEN, False)
    locked(timed)


def wrong(tablet: Tablet, pin: str = "190365") -> None:
    """A wrong PIN, until the tablet has said so."""
    tablet.enter(pin)
    expect(tablet.page.get_by_text("That was not it.")).to_be_visible()


def test_wrong_attempts_are_slowed_and_neither_the_clock_nor_a_restart_helps(timed: Tablet) -> None:
    timed.reload(unlock=False)
    page = timed.page
    waits = page.get_by_text("to go.").first  # what is read aloud; beside it the time runs on
    for _ in range(4):
        wrong(timed)
        expect(page.locator("#key-1[aria-disabled=false]")).to_be_visible()
    wrong(timed)
    expect(waits).to_contain_text("0:30")
    page.clock.set_system_time(datetime.now(UTC) + timedelta(days=2))
    timed.reload(unlock=False)
    expect(waits).to_be_visible()
    page.clock.set_system_time(datetime.now(UTC) - timedelta(days=2))
    timed.reload(unlock=False)
    expect(waits).to_be_visible()
    page.keyboard.type(PIN)
    expect(waits).to_be_visible()
    sit_out(timed, 35)
    timed.enter("190365")
    expect(waits).to_contain_text("1:00")
    sit_out(timed, 65)
    timed.unlock()


def sit_out(tablet: Tablet, seconds: int) -> None:
    """Let so many seconds go by with the app open, until the pad takes a PIN again."""
    for _ in range(seconds):
        tablet.page.clock.run_for(1000)
        tablet.page.evaluate("1")  # what was counted is written between two ticks
    expect(tablet.page.locator("#key-1[aria-disabled=false]")).to_be_visible()


def test_two_people_do_not_see_what_the_other_has_not_finished(tablet: Tablet) -> None:
    tablet.begin()
    tablet.open("#/add-person")
    tablet.introduce(OTHER, OTHER_PIN)
    expect(tablet.count("unfinished")).to_have_text("0")
    tablet.reload(unlock=False)
    tablet.unlock(person=OTHER, pin=OTHER_PIN)
    expect(tablet.count("unfinished")).to_have_text("0")
    tablet.page.locator("#hide").click()
    tablet.unlock(person="Amina")
    expect(tablet.count("unfinished")).to_have_text("1")
    tablet.tray("unfinished")
    tablet.page.get_by_role("link", name="Go on").click()
    expect(tablet.field()).to_have_value(CANARY)
    tablet.page.locator(".form-head .hide").click()
    tablet.unlock(person=OTHER, pin=OTHER_PIN)
    expect(tablet.page.get_by_role("heading", name="To do")).to_be_visible()
    expect(tablet.count("unfinished")).to_have_text("0")


def test_a_pin_is_changed_only_with_the_one_before(tablet: Tablet) -> None:
    tablet.begin()
    tablet.open("#/about")
    tablet.page.locator("#people").click()
    tablet.page.locator("#change-pin").click()
    change(tablet, "999999", "286051")
    expect(tablet.page.get_by_text("Nothing was changed.")).to_be_visible()
    change(tablet, PIN, "286051")
    expect(tablet.page.get_by_role("main").get_by_text("Your PIN is changed.")).to_be_visible()
    tablet.reload(unlock=False)
    wrong(tablet, PIN)
    tablet.unlock(pin="286051")
    tablet.tray("unfinished") if tablet.page.locator("#tray-unfinished").count() else tablet.open("#/unfinished")
    tablet.page.get_by_role("link", name="Go on").click()
    expect(tablet.field()).to_have_value(CANARY)


def change(tablet: Tablet, old: str, new: str) -> None:
    tablet.enter(old)
    tablet.page.locator("#digits").click()
    for _ in range(2):
        tablet.enter(new)


def test_a_picture_pin_and_the_keyboard(tablet: Tablet) -> None:
    page = tablet.page
    tablet.open("#/add-person")
    page.locator("#person-name").fill(OTHER)
    page.locator("#name-given").click()
    page.locator("#pictures").click()
    chosen = ("boat", "sun", "bell", "boat", "key", "fish")
    for _ in range(2):
        for name in chosen:
            page.locator(f"#key-{name}").click()
    page.locator("#walk-skip").click()
    expect(page.locator("#look")).to_be_visible()
    page.locator("#hide").click()
    page.locator("#uncover").click()
    page.locator(".who", has_text=OTHER).click()
    for name in chosen:
        page.locator(f"#key-{name}").focus()
        page.keyboard.press("Enter")
    expect(page.locator("html[data-barred=no]")).to_be_attached()
    page.locator("#hide").click()
    page.locator("#uncover").click()
    page.locator(".who", has_text="Amina").click()
    expect(page.locator("#key-1")).to_be_visible()
    page.keyboard.type("19")
    page.keyboard.press("Backspace")
    page.keyboard.type("90364")
    expect(page.locator("html[data-barred=no]")).to_be_attached()


def test_what_is_locked_is_sent_while_nobody_is_signed_in(tablet: Tablet, study: LiveServer) -> None:
    tablet.offline()
    tablet.begin()
    tablet.lock()
    tablet.reload(unlock=False)
    locked(tablet)
    with tablet.page.expect_response("**/tablet/api/envelopes") as answered:
        tablet.offline(False)
    assert answered.value.status == 201
    tablet.unlock()
    expect(tablet.count("sent")).to_have_text("1")


def test_a_pin_forgotten_is_mended_with_the_coordinator_and_every_draft_is_there(
    browser: Browser, server: LiveServer, project_folder: Path
) -> None:
    """Asked and refused; asked again, the app closed, approved at the desk; a new PIN, and nothing is lost."""
    with opened(project_folder) as project:
        new = NewAccount(
            name="Ada", email="ada@example.org", role="coordinator", language="en", password="four plain words"
        )
        account = create_account(project, new, actor="command", now=datetime.now(UTC), account_id=str(uuid.uuid4()))
    with joined_tablet(browser, server.url, project_folder) as tablet:
        tablet.begin()
        tablet.reload(unlock=False)
        tablet.page.locator("#forgotten").click()
        number = ask_for_help(tablet)
        with opened(project_folder) as project:
            (waiting,) = list_waiting(project, now=datetime.now(UTC))
            assert waiting.number == number
            assert waiting.person_name == "Amina"
            refuse_recovery(project, recovery_id=waiting.id, account_id=account.id, now=datetime.now(UTC))
        expect(tablet.page.get_by_text("Your coordinator did not approve it.")).to_be_visible()

        second = ask_for_help(tablet)
        assert second != number
        tablet.page.close()
        with opened(project_folder) as project:
            (waiting,) = list_waiting(project, now=datetime.now(UTC))
            assert waiting.number == second
            approve_recovery(project, recovery_id=waiting.id, account_id=account.id, now=datetime.now(UTC))
        tablet.new_tab()
        tablet.open(unlock=False)
        tablet.page.locator("#forgotten").click()
        tablet.page.locator("#digits").click()
        for _ in range(2):
            tablet.enter("286051")
        expect(tablet.count("unfinished")).to_have_text("1")
        tablet.tray("unfinished")
        tablet.page.get_by_role("link", name="Go on").click()
        expect(tablet.field()).to_have_value(CANARY)
        tablet.reload(unlock=False)
        wrong(tablet, PIN)
        tablet.unlock(pin="286051")
        expect(tablet.field()).to_have_value(CANARY)
        with opened(project_folder) as project, project.read() as db:
            row = db.execute("SELECT state FROM recovery WHERE id = ?", (waiting.id,)).fetchone()
        assert row["state"] == "done"


def ask_for_help(tablet: Tablet) -> str:
    """The number that the tablet shows once it has asked."""
    tablet.page.locator("#ask").click()
    number = tablet.page.locator(".number")
    expect(number).to_be_visible()
    with tablet.page.expect_response("**/tablet/api/recoveries/*") as answered:
        pass
    assert answered.value.json()["state"] == "waiting"
    return number.inner_text()
