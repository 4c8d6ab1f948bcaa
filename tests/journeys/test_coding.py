"""A coder's first hour: import an Arabic original and its translation, code by keyboard, lose the connection, undo."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from fieldkit.coding.codebook import Code
from fieldkit.coding.segment import Segment
from fieldkit.services import code, codebook
from fieldkit.services.accounts import NewAccount, create_account
from fieldkit.services.transcripts import list_transcripts
from fieldkit.store.project import Project, open_project
from tests.journeys.coding_material import ARABIC, ENGLISH, as_docx, as_text
from tests.journeys.conftest import LiveServer, free_port

pytestmark = pytest.mark.journey

PASSWORD = "four plain words here"
NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def beside(project_folder: Path) -> Iterator[Project]:
    """The project, opened beside the running server as a command would: with an account and three codes."""
    project = open_project(project_folder, now=NOW, mode="command")
    new = NewAccount(
        name="Ada Lindqvist", email="ada@example.org", role="coordinator", language="en", password=PASSWORD
    )
    create_account(project, new, actor="command", now=NOW, account_id="account-ada")
    for number, (name, key) in enumerate((("Waiting", "w"), ("Interpreter", "i"), ("Help from neighbours", "n")), 1):
        made = Code(f"code-{key}", name, colour=number, key=key)
        codebook.add_code(
            project, stroke_id=f"make-{key}", revision_id=f"revision-{key}", code=made, account="account-ada", now=NOW
        )
    yield project
    project.close()


@pytest.fixture
def page(beside: Project, project_folder: Path, browser: Browser) -> Iterator[Page]:
    server = LiveServer(project_folder, free_port())
    server.start()
    context = browser.new_context(base_url=server.url, viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.goto("/sign-in")
    opened.fill("input[name=email]", "ada@example.org")
    opened.fill("input[name=password]", PASSWORD)
    opened.press("input[name=password]", "Enter")
    opened.wait_for_url("**/")
    yield opened
    context.close()
    server.stop()


def import_both(page: Page) -> None:
    page.goto("/coding/import")
    page.set_input_files("#file", {"name": "arabic.docx", "mimeType": "", "buffer": as_docx(ARABIC)})
    page.fill("#title", "Interview 7")
    page.fill("#participant_code", "K7Q2")
    page.fill("#language", "ar")
    page.click("main button:text-is('Import')")
    expect(page.get_by_role("status").filter(has_text="4 turns were found")).to_be_visible()
    page.goto("/coding/import")
    page.set_input_files("#file", {"name": "english.txt", "mimeType": "text/plain", "buffer": as_text(ENGLISH)})
    page.select_option("#transcript_id", label="It translates: Interview 7")
    page.fill("#language", "en")
    page.click("main button:text-is('Import')")
    expect(page.locator("h1")).to_have_text("Interview 7")
    saved(page)  # the page is ready for keys


def segments(project: Project) -> list[Segment]:
    transcript = list_transcripts(project).lines[0].transcript
    return code.list_segments(project, transcript.id)


def quotations(project: Project) -> list[tuple[str, str]]:
    """What is stored, as (code, words): cut out of the stored text by the stored code points."""
    transcript = list_transcripts(project).lines[0].transcript
    bench = code.open_workbench(project, transcript.id, account="account-ada")
    texts = {side.version.id: side.version.text for side in bench.sides}
    names = {held.id: held.name for held in bench.codes}
    return [(names[one.code_id], texts[one.version_id][one.start : one.end]) for one in bench.segments]


def saved(page: Page) -> None:
    expect(page.locator("#sync[data-state=saved]")).to_be_visible()


def test_an_arabic_interview_is_coded_by_keyboard_and_stays(page: Page, beside: Project) -> None:
    import_both(page)
    arabic = page.locator(".speech[lang=ar]")
    english = page.locator(".speech[lang=en]")
    expect(arabic).to_have_count(4)
    expect(english).to_have_count(4)
    expect(arabic.first).to_have_attribute("dir", "rtl")

    arabic.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("w")
    saved(page)
    assert quotations(beside) == [("Waiting", "انتظرنا ساعتين تحت المطر أمام مكتب التسجيل.")]

    page.keyboard.press("ArrowLeft")
    page.keyboard.press("i")
    saved(page)
    assert ("Interpreter", "لم يكن هناك مترجم، فعدنا في اليوم التالي 🌧️.") in quotations(beside)

    english.nth(1).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("w")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("n")
    saved(page)
    held = quotations(beside)
    assert ("Waiting", "We waited two hours in the rain outside the registry.") in held
    assert ("Help from neighbours", "We waited two hours in the rain outside the registry. There") in held
    lanes = english.nth(1).locator(".lane")
    expect(lanes).to_have_count(2)
    assert len({lane.bounding_box()["x"] for lane in lanes.all()}) == 2  # type: ignore[index]

    page.keyboard.press("Control+z")
    saved(page)
    expect(lanes).to_have_count(1)
    assert len(segments(beside)) == 3
    page.keyboard.press("Control+y")
    saved(page)
    assert len(segments(beside)) == 4

    page.reload()
    saved(page)
    expect(page.locator("li.segment")).to_have_count(4)
    page.keyboard.press("Control+z")
    saved(page)
    expect(page.locator("li.segment")).to_have_count(3)


def test_no_stroke_is_lost_without_a_connection(page: Page, beside: Project) -> None:
    import_both(page)

    def cut(route: Route) -> None:
        route.abort("connectionfailed")

    page.route("**/strokes", cut)
    page.locator(".speech[lang=en]").nth(3).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("n")
    expect(page.locator("#sync[data-state=waiting]")).to_contain_text("1")
    expect(page.locator("li.segment")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("w")
    expect(page.locator("li.segment")).to_have_count(2)
    assert segments(beside) == []

    page.reload()
    expect(page.locator("li.segment")).to_have_count(2)
    page.unroute("**/strokes")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    saved(page)
    assert quotations(beside) == [
        ("Help from neighbours", "My neighbour on the third floor."),
        ("Waiting", "She came with me to the office and waited with me."),
    ]


def test_a_reply_that_is_cut_off_makes_no_second_segment(page: Page, beside: Project) -> None:
    import_both(page)
    cuts = iter([True, True])

    def cut(route: Route) -> None:
        route.fetch()
        if next(cuts, False):
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/strokes", cut)
    page.locator(".speech[lang=en]").nth(3).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("n")
    saved(page)
    assert quotations(beside) == [("Help from neighbours", "My neighbour on the third floor.")]


def test_a_memo_is_written_beside_a_segment(page: Page, beside: Project) -> None:
    import_both(page)
    page.locator(".speech[lang=en]").nth(3).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("n")
    item = page.locator("li.segment")
    item.get_by_role("button", name="Memo").click()
    page.keyboard.type("The stairs again; ask about the lift.")
    item.get_by_role("button", name="Save the memo").click()
    saved(page)
    page.reload()
    expect(item.locator(".segment-memo")).to_contain_text("ask about the lift")
    item.focus()
    page.keyboard.press("Delete")
    saved(page)
    assert segments(beside) == []
