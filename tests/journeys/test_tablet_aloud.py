"""Reading the questions aloud (requirement 6): recorded here, accepted at the desk, heard there offline."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from fieldkit.services.accounts import NewAccount, create_account
from fieldkit.services.prompts import decide_prompt, prompt_lines, published_version, receive_prompt
from fieldkit.store.forms import PublishedForm
from fieldkit.store.project import Project
from tests.conftest import COORDINATOR_PASSWORD
from tests.journeys.conftest import LiveServer
from tests.journeys.sounds import at_least, tone
from tests.journeys.tablets import Tablet, enrol, opened, publish

pytestmark = pytest.mark.journey

TALK = """
| survey   |               |         |                     |                     |            |                                  |                                  |
|          | type          | name    | label::English (en) | label::العربية (ar) | constraint | constraint_message::English (en) | constraint_message::العربية (ar) |
|          | select_one yn | ready   | Are you ready?      | هل أنت جاهز؟        |            |                                  |                                  |
|          | integer       | age     | How old are you?    | كم عمرك؟            | . < 120    | That is too old.                 | هذا عمر كبير جداً.               |
| choices  |               |         |                     |                     |            |                                  |                                  |
|          | list_name     | name    | label::English (en) | label::العربية (ar) |            |                                  |                                  |
|          | yn            | yes     | Yes                 | نعم                 |            |                                  |                                  |
|          | yn            | no      | No                  | لا                  |            |                                  |                                  |
| settings |               |         |                     |                     |            |                                  |                                  |
|          | form_title    | form_id | version             | default_language    |            |                                  |                                  |
|          | A talk        | talk    | 1                   | English (en)        |            |                                  |                                  |
"""  # noqa: E501
SIXTY = "\n".join(
    [
        "| survey | | | | |",
        "| | type | name | label::English (en) | appearance |",
        "| | begin_group | all | All of it | field-list |",
        *(f"| | note | n{number} | Text {number} | |" for number in range(60)),
        "| | end_group | | | |",
        "| settings | | | | |",
        "| | form_title | form_id | version | default_language |",
        "| | Sixty | sixty | 1 | English (en) |",
    ]
)


def read_one(page: Page) -> None:
    """Record the text on the screen for a second, keep it, and see it sent."""
    page.get_by_role("button", name="Start recording", exact=True).click()
    expect(page.get_by_role("timer")).to_have_text(at_least(1), timeout=30_000)
    page.get_by_role("button", name="Stop recording").click()
    expect(page.locator(".playback")).to_be_visible()
    with page.expect_response(lambda answer: answer.request.method == "PUT" and "/prompts/" in answer.url):
        page.get_by_role("button", name="Keep it and go on").click()


def coordinator(project: Project) -> str:
    """Somebody who may decide."""
    new = NewAccount("Ada Lindqvist", f"{uuid.uuid4()}@example.org", "coordinator", "en", COORDINATOR_PASSWORD)
    return create_account(project, new, actor="command", now=datetime.now(UTC), account_id=str(uuid.uuid4())).id


def accept_everything(project: Project, form: PublishedForm) -> int:
    """Decide at the desk, without its page: that has tests of its own."""
    waiting = [line.waiting for line in prompt_lines(project, form) if line.waiting]
    account = coordinator(project)
    for prompt in waiting:
        decide_prompt(project, prompt_id=prompt.id, accept=True, account_id=account, now=datetime.now(UTC))
    return len(waiting)


def read_by_machine(project: Project, form: PublishedForm, device_id: str) -> None:
    """Each text as a tone of its own."""
    for number, line in enumerate(prompt_lines(project, form)):
        receive_prompt(
            project,
            form=form,
            language=line.language,
            text_sha256=line.text_sha256,
            content=tone(200 + 10 * number, seconds=3),
            content_type="audio/wav",
            device_id=device_id,
            now=datetime.now(UTC),
            new_id=lambda: str(uuid.uuid4()),
        )


def test_what_one_person_reads_another_hears_without_a_network(browser: Browser, study: LiveServer) -> None:
    publish(study.folder, TALK)
    reader = Tablet(browser, study.url)
    reader.enrol(enrol(study.folder, "Reader").token)
    page = reader.page
    reader.wait_for_form("A talk")
    page.get_by_role("link", name="About this tablet").click()
    page.get_by_role("link", name="Read the questions aloud").click()
    page.get_by_role("link", name="العربية").click()
    expect(page.get_by_text("5 texts are to be read.")).to_be_visible()
    page.get_by_role("button", name="Read the next one").click()
    for words in ("هل أنت جاهز؟", "نعم", "لا", "كم عمرك؟", "هذا عمر كبير جداً."):
        expect(page.get_by_role("heading", name=words)).to_be_visible()
        read_one(page)
    expect(page.get_by_text("Everything is read. Thank you.")).to_be_visible()
    page.get_by_role("button", name="Back to the list").click()
    page.get_by_role("link", name="العربية").click()
    expect(page.get_by_text("A coordinator will listen to it")).to_have_count(5)
    with opened(study.folder) as project:
        assert accept_everything(project, published_version(project, "talk", "1")) == 5
    assert reader.problems == []
    reader.close()

    hearer = Tablet(browser, study.url)
    hearer.enrol(enrol(study.folder, "Hearer").token)
    hearer.wait_for_form("A talk")
    hearer.wait_until_kept_offline()
    expect(hearer.page.get_by_role("button", name="Look for new forms")).to_be_enabled()
    hearer.offline()
    page = hearer.page
    page.get_by_role("link", name="Start").first.click()
    expect(page.get_by_role("heading", name="Are you ready?")).to_be_visible()
    expect(page.get_by_role("button", name="Listen")).to_have_count(0)
    page.locator("#form-language").select_option(label="العربية")
    expect(page.get_by_role("button", name="Listen")).to_have_count(3)
    page.get_by_role("button", name="Listen").first.click()
    expect(page.get_by_role("button", name="Stop", exact=True).last).to_be_visible()
    page.locator(".form-foot .go").click()
    page.locator("main input").fill("900")
    page.locator(".form-foot .go").click()
    trouble = page.locator(".trouble:not([hidden])")
    expect(trouble).to_contain_text("هذا عمر كبير جداً.")
    trouble.get_by_role("button", name="Listen").click()
    expect(trouble.get_by_role("button", name=re.compile("Stop|Listen"))).to_be_visible()
    assert hearer.problems == []
    hearer.close()


def test_sixty_sounds_in_a_row_do_not_break_the_player(browser: Browser, study: LiveServer) -> None:
    publish(study.folder, SIXTY)
    device = enrol(study.folder, "Sixty")
    with opened(study.folder) as project:
        form = published_version(project, "sixty", "1")
        read_by_machine(project, form, device.device_id)
        assert accept_everything(project, form) == 60
    tablet = Tablet(browser, study.url)
    tablet.enrol(device.token)
    tablet.wait_for_form("Sixty")
    expect(tablet.page.get_by_role("button", name="Look for new forms")).to_be_enabled()
    tablet.page.locator("article", has_text="Sixty").get_by_role("link", name="Start").click()
    buttons = tablet.page.locator(".sound:not([hidden]) button.listen")
    expect(buttons).to_have_count(60)
    for number in range(60):
        buttons.nth(number).click()
        expect(buttons.nth(number)).to_have_text("Stop")
    expect(tablet.page.locator(".sound:not([hidden]) button.listen", has_text="Stop")).to_have_count(1)
    expect(tablet.page.get_by_text("This sound cannot be played.")).to_have_count(0)
    assert tablet.problems == []
    tablet.close()
