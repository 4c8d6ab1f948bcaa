"""A tablet and the desk together, both in a browser: what one of them does by a tap, the other one shows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.desk_people import at_the_desk, coordinator
from tests.journeys.sounds import at_least
from tests.journeys.tablets import CANARY, Tablet, joined_tablet, publish

pytestmark = pytest.mark.journey

NEW_PIN = "286051"
WORRIED = "Invented: the neighbour shouts at night."
STORY = """
| survey |            |         |                     |                  |
|        | type       | name    | label::English (en) |                  |
|        | audio      | voice   | Tell us about it    |                  |
| settings |          |         |                     |                  |
|        | form_title | form_id | version             | default_language |
|        | A story    | story   | 1                   | English (en)     |
"""
PLAYED = """async (audio) => {
  audio.muted = true;
  await audio.play();
  return audio.error === null;
}"""


@pytest.fixture
def tablet(browser: Browser, server: LiveServer, project_folder: Path) -> Iterator[Tablet]:
    coordinator(project_folder)
    with joined_tablet(browser, server.url, project_folder) as joined:
        yield joined


@pytest.fixture
def desk(browser: Browser, server: LiveServer, tablet: Tablet) -> Iterator[Page]:
    """A coordinator who is signed in, at another machine."""
    assert tablet.url == server.url
    with at_the_desk(browser, server.url) as page:
        yield page


def test_a_forgotten_pin_is_approved_by_comparing_the_number(tablet: Tablet, desk: Page) -> None:
    tablet.begin()
    tablet.reload(unlock=False)
    tablet.page.locator("#forgotten").click()
    tablet.page.locator("#ask").click()
    number = tablet.page.locator(".number")
    expect(number).to_be_visible()
    desk.goto("/people")
    expect(desk.locator(".compared")).to_have_text(number.inner_text())
    desk.get_by_role("button", name="The same: approve Amina").click()
    expect(desk.get_by_text("Approved. The person can choose a new PIN on the tablet now.")).to_be_visible()
    expect(tablet.page.get_by_text("Your coordinator approved it.")).to_be_visible()
    tablet.page.locator("#digits").click()
    for _ in range(2):
        tablet.enter(NEW_PIN)
    expect(tablet.field()).to_have_value(CANARY)
    desk.goto("/people")
    expect(desk.get_by_role("heading", name="Forgotten PINs")).to_have_count(0)


def test_a_tablet_reported_lost_at_the_desk_empties_itself(tablet: Tablet, desk: Page) -> None:
    desk.goto("/people")
    desk.get_by_role("link", name="Lost or stolen? Tablet 7").click()
    desk.get_by_text("Report as lost or stolen").click()
    desk.get_by_role("button", name="It is lost or stolen").click()
    expect(desk.get_by_text("It has not said yet that it is erased.")).to_be_visible()
    tablet.page.get_by_role("button", name="Look for new forms").click()
    expect(tablet.page.get_by_role("heading", name="This app was emptied")).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("Has erased itself")).to_be_visible()
    assert "A visit" not in tablet.everything_kept()


def test_what_was_read_aloud_on_a_tablet_is_accepted_at_the_desk_and_heard_on_it(tablet: Tablet, desk: Page) -> None:
    page = tablet.page
    page.get_by_role("link", name="About this tablet").click()
    page.get_by_role("link", name="Read the questions aloud").click()
    page.locator("#aloud-0-0").click()
    page.get_by_role("button", name="Read the next one").click()
    expect(page.get_by_role("heading", name="What happened?")).to_be_visible()
    page.get_by_role("button", name="Start recording", exact=True).click()
    expect(page.get_by_role("timer")).to_have_text(at_least(1))
    page.get_by_role("button", name="Stop recording").click()
    expect(page.locator(".playback")).to_be_visible()
    with page.expect_response(lambda answer: answer.request.method == "PUT" and "/prompts/" in answer.url):
        page.get_by_role("button", name="Keep it and go on").click()

    desk.goto("/forms")
    desk.get_by_role("link", name="A visit").first.click()
    desk.get_by_role("link", name="Listen and decide").click()
    expect(desk.locator("#waiting + ul audio")).to_have_count(1)
    desk.get_by_role("button", name="Accept").click()
    expect(desk.get_by_role("heading", name="Accepted")).to_be_visible()
    expect(desk.get_by_role("heading", name="Listen, then decide")).to_have_count(0)

    tablet.open("#/todo")
    expect(tablet.page.locator("#look")).to_be_enabled()
    with tablet.page.expect_response("**/tablet/api/forms"):
        tablet.page.locator("#look").click()
    expect(tablet.page.locator("#look")).to_be_enabled()  # again, once all that the list names is kept
    tablet.offline()
    tablet.page.get_by_role("link", name="Start").first.click()
    expect(tablet.page.get_by_role("heading", name="What happened?")).to_be_visible()
    tablet.page.get_by_role("button", name="Listen").click()
    expect(tablet.page.get_by_text("This sound cannot be played.")).to_have_count(0)


def test_what_was_recorded_on_a_tablet_is_heard_beside_the_record_at_the_desk(
    tablet: Tablet, desk: Page, project_folder: Path
) -> None:
    publish(project_folder, STORY)
    page = tablet.page
    page.get_by_role("button", name="Look for new forms").click()
    tablet.wait_for_form("A story")
    page.get_by_role("article").filter(has_text="A story").get_by_role("link", name="Start").click()
    page.get_by_role("button", name="Start recording", exact=True).click()
    expect(page.get_by_role("timer")).to_have_text("0:02")
    page.get_by_role("button", name="Stop recording").click()
    expect(page.locator(".playback")).to_be_visible()
    expect(page.get_by_text("Kept on this tablet")).to_be_visible()
    tablet.lock()
    expect(tablet.count("sent")).to_have_text("1")

    desk.goto("/records")
    desk.get_by_role("link", name="A story").click()
    expect(desk.locator("audio")).to_have_count(1)
    assert desk.locator("audio").evaluate(PLAYED)


def test_an_alert_is_red_at_the_desk_until_somebody_takes_care_of_it(tablet: Tablet, desk: Page) -> None:
    tablet.begin()
    tablet.page.get_by_role("button", name="Stop").click()
    tablet.page.get_by_role("button", name="Somebody may be in danger").click()
    tablet.page.locator("#alert-words").fill(WORRIED)
    tablet.page.get_by_role("button", name="Lock and send this first").click()
    tablet.page.get_by_role("button", name="Go on with the form").click()
    tablet.page.get_by_role("button", name="Stop").click()
    tablet.page.get_by_role("button", name="Stop and keep what I wrote").click()
    expect(tablet.count("sent")).to_have_text("1")

    desk.goto("/")
    expect(desk.get_by_role("heading", name="Somebody is worried about a person")).to_be_visible()
    expect(desk.get_by_text(WORRIED)).to_have_count(0)
    desk.get_by_role("button", name="Read it").click()
    expect(desk.get_by_text(WORRIED)).to_be_visible()
    desk.get_by_role("button", name="I take care of it").click()
    desk.goto("/alerts")
    expect(desk.get_by_text("Taken care of")).to_be_visible()
    expect(desk.get_by_text("Ada Lindqvist")).not_to_have_count(0)
    desk.goto("/")
    expect(desk.get_by_role("heading", name="Somebody is worried about a person")).to_have_count(0)
