"""Forms as others write them, which nothing was built for: published, filled in, received, and flattened."""

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from fieldkit.forms.flat import flat_tables
from fieldkit.services.forms import form_documents, form_media_content
from fieldkit.services.receive import receive_submission, submission_status
from fieldkit.store.forms import PublishedForm
from fieldkit.store.project import Project
from tests.journeys.every_type import picture
from tests.journeys.filling import Filler
from tests.journeys.form_harness import Harness
from tests.journeys.unseen import ANSWERS, NAMES, answered, as_the_tablet_gets, expected, published
from tests.records import NOW, arrived

pytestmark = pytest.mark.journey


def opened(harness: Harness, project: Project, name: str, **options: Any) -> PublishedForm:
    """Publish a form and open it with what the server gives a tablet."""
    form = published(project, name)
    files = {one.name: form_media_content(project, form.version_id, one.name)[1] for one in form.media}
    xform = form_documents(project, form.version_id).tablet_xform
    harness.open(as_the_tablet_gets(form, xform, files), **options)
    return form


def received(project: Project, record: dict[str, Any]) -> dict[str, Any]:
    """Let the server take a record as the tablet made it; say what it holds."""
    files = [
        arrived(project, name, base64.b64decode(file["base64"]), file["type"]) for name, file in record["files"].items()
    ]
    xml = record["xml"].encode()
    receive_submission(project, xml=xml, files=files, device=None, sealed=True, now=NOW)
    return submission_status(project, record["instanceId"])


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    (path := tmp_path / "IMG_7.png").write_bytes(picture("olive", 900))
    return path


@pytest.mark.parametrize("name", NAMES)
def test_a_form_that_nobody_has_seen_is_filled_in_and_its_rows_are_what_was_answered(
    harness: Harness, project: Project, photo: Path, name: str
) -> None:
    harness.page.set_default_timeout(20_000)
    form = opened(harness, project, name)
    filler = Filler(harness.page, ANSWERS[name], files={"image": photo}).fill_to_review()
    assert set(ANSWERS[name]) <= set(filler.asked)
    filler.lock()
    record = harness.submission()
    rows = answered(flat_tables(form.questions, record["xml"].encode()))
    assert rows == expected(name)
    assert received(project, record)["complete"] is True


def question(harness: Harness, name: str) -> Locator:
    """The question of this name, once it is on the screen."""
    section = harness.page.locator(f"section.asked[data-question={name}]")
    expect(section).to_be_visible()
    return section


def answer(harness: Harness, name: str, text: str, *, refused: str = "") -> None:
    """Type an answer and go on; where it is refused, the words that say why stand beside it."""
    section = question(harness, name)
    section.get_by_role("textbox").fill(text)
    harness.page.locator(".form-foot .go").click()
    if refused:
        expect(section.locator(".trouble .grow")).to_have_text(refused)
    else:
        expect(section).to_have_count(0)


def test_what_does_not_fit_is_refused_with_the_forms_own_words(harness: Harness, project: Project) -> None:
    opened(harness, project, "checked")
    answer(harness, "arm", "41", refused="Between 6.5 and 30, not 41")
    answer(harness, "arm", "11,4")
    answer(harness, "weight", "9.55", refused="One digit behind the point")
    answer(harness, "weight", "9,5")
    answer(harness, "phone", "call 051 1234567 please", refused="7 to 15 digits")
    answer(harness, "phone", "051 1234567")
    answer(harness, "plain", "a <b> c", refused="Without arrows, 20 letters")


def test_a_text_of_a_form_can_neither_run_nor_disturb_the_screen(harness: Harness, project: Project) -> None:
    opened(harness, project, "looks")
    words = question(harness, "marked").get_by_role("heading")
    expect(words).to_contain_text("5 < 6 & 7 > 3")
    expect(words.locator("strong").first).to_have_text("bold")
    expect(words.locator("script")).to_have_count(0)
    expect(harness.page).to_have_title("Form")


def test_a_missing_translation_is_asked_in_another_language_that_runs_its_own_way(
    harness: Harness, project: Project
) -> None:
    opened(harness, project, "languages")
    expect(question(harness, "name").get_by_role("heading")).to_have_attribute("lang", "fr")
    harness.page.locator(".form-foot .go").click()
    expect(question(harness, "age").get_by_role("heading")).to_have_text("كم العمر؟ مثال: 25")
    opened(harness, project, "languages", language="ar")
    expect(question(harness, "name").get_by_role("heading")).to_have_attribute("dir", "rtl")


def test_two_people_of_one_name_are_one_choice(harness: Harness, project: Project) -> None:
    opened(harness, project, "household")
    harness.call("set", "/data/people", 2)
    for turn in (1, 2):
        harness.call("set", f"/data/member[{turn}]/first", "Amal")
    opened(harness, project, "household", restore=harness.call("draft"), mode={"at": "/data/spoke"})
    choice = question(harness, "spoke").get_by_role("radio", name="Amal")
    expect(choice).to_have_count(1)
    choice.check()
    expect(choice).to_be_checked()
    assert "<spoke>Amal</spoke>" in harness.call("draft")["xml"]


def test_a_question_without_words_of_its_own_is_named_all_the_same(harness: Harness, project: Project) -> None:
    opened(harness, project, "reckoned")
    go_on = harness.page.locator(".form-foot .go")
    for name in ("came", "opens"):
        question(harness, name)
        go_on.click()
    answer(harness, "weight", "41")
    for name in ("price", "told"):
        question(harness, name)
        go_on.click()
    choices = question(harness, "fruit").get_by_role("radio")
    expect(choices).to_have_count(4)
    for place, words in enumerate(("None", "Figs", "Pears", "Another")):
        expect(choices.nth(place)).to_have_accessible_name(words)
    choices.first.check()
    go_on.click()
    by_hint = question(harness, "by_hint")
    expect(by_hint.get_by_role("heading")).to_have_text("What else is on the table?")
    expect(by_hint.get_by_role("textbox")).to_have_accessible_name("What else is on the table?")
    go_on.click()
    by_picture = question(harness, "seen_here")
    expect(by_picture.get_by_role("radiogroup")).to_have_accessible_name("seen here")
    expect(by_picture.get_by_role("radio").nth(1)).to_have_accessible_name("square")
    go_on.click()
    question(harness, "sum")
    go_on.click()
    review = harness.page.locator("main .review")
    expect(review.get_by_role("button", name="What else is on the table?")).to_be_visible()
    expect(review.get_by_role("button", name="seen here")).to_be_visible()
