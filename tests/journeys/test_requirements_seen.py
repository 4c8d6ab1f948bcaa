"""Requirements 2, 3, 4, 5, 7 and 8: what is seen, and how well.

See `docs/requirements.md`, where the tests in other files are named too.
"""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.filling import Filler
from tests.journeys.focus import focus_faults, ring_between
from tests.journeys.form_harness import Harness, form_of
from tests.journeys.required_forms import SCRIPTS, THREE, every_kind_of_question, probed, speak, visit_form
from tests.journeys.test_form_filling_access import on_every_screen

pytestmark = pytest.mark.journey

GROUPED = """
| survey |
| | type         | name  | label | appearance | repeat_count |
| | begin_group  | one   | One   |            |              |
| | text         | a     | A?    |            |              |
| | begin_group  | two   | Two   |            |              |
| | text         | b     | B?    |            |              |
| | text         | c     | C?    |            |              |
| | end_group    |       |       |            |              |
| | end_group    |       |       |            |              |
| | begin_group  | three | Three | field-list |              |
| | text         | d     | D?    |            |              |
| | begin_group  | four  | Four  |            |              |
| | text         | e     | E?    |            |              |
| | end_group    |       |       |            |              |
| | end_group    |       |       |            |              |
| | begin_repeat | five  | Five  |            | 1            |
| | text         | f     | F?    |            |              |
| | text         | g     | G?    |            |              |
| | end_repeat   |       |       |            |              |
"""


@pytest.mark.parametrize("code", ["en", "ar"])
def test_requirement_02_one_question_one_primary_button_and_back_at_the_inline_start(
    harness: Harness, code: str
) -> None:
    speak(harness, code)
    harness.open(visit_form(), language=code)
    page = harness.page
    for _ in range(4):
        expect(page.locator("main section.asked, main article.page > .asked").first).to_be_visible()
        assert page.locator("main .question").count() == 1
        buttons = page.locator(".form-foot button:visible")
        primary = page.locator(".form-foot button:not(.quiet):visible")
        assert primary.count() == 1
        back, onward = buttons.first.bounding_box(), primary.bounding_box()
        assert back
        assert onward
        assert (back["x"] > onward["x"]) if code == "ar" else (back["x"] < onward["x"])
        Filler(page, say=lambda words: words).fill_screen()
        primary.click()


def test_requirement_02_only_what_the_form_calls_a_list_stands_together(harness: Harness) -> None:
    """A group alone puts nothing together, nor does a repeat; a field list does, however deep its questions lie."""
    harness.open(form_of(GROUPED))
    shown: list[list[str]] = []

    def seen() -> list[str]:
        shown.append(
            [words.strip() for words in harness.page.locator("main section.asked .question").all_inner_texts()]
        )
        return []

    assert on_every_screen(harness, seen) == {}
    assert [words for words in shown if words] == [["A?"], ["B?"], ["C?"], ["D?", "E?"], ["F?"], ["G?"]]


@pytest.mark.parametrize("code", ["en", "ar", "uk"])
def test_requirement_03_sizes_and_line_heights_by_script_and_no_slanted_word(harness: Harness, code: str) -> None:
    """Questions of 22 px and more, 1.55 line height in Latin and Cyrillic, 1.9 in Arabic."""
    speak(harness, code)
    harness.open(form_of(SCRIPTS, languages=THREE), language=code)
    question = harness.page.locator("main .question").first
    size, lead, style = question.evaluate(
        "(one) => (({ fontSize, lineHeight, fontStyle }) => [parseFloat(fontSize), parseFloat(lineHeight), fontStyle])"
        "(getComputedStyle(one))"
    )
    assert size >= 22
    assert lead / size >= (1.9 if code == "ar" else 1.55) - 0.01
    assert style == "normal"
    for element in question.locator("em, i").all():
        assert element.evaluate("(one) => getComputedStyle(one).fontStyle") == "normal"
    assert probed(harness.page, "texts") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("code", ["en", "ar", "uk"])
def test_requirement_04_contrast_is_computed_in_every_script(harness: Harness, code: str, scheme: Any) -> None:
    """Text 4.5, questions 7, controls and icons 3 to 1; and what is too pale is found in this script too."""
    page = harness.page
    page.emulate_media(color_scheme=scheme)
    speak(harness, code)
    harness.open(form_of(SCRIPTS, languages=THREE), language=code)
    assert probed(page, "contrast", "controls") == []
    page.evaluate(
        "(ink) => document.querySelector('main .question').style.setProperty('color', ink)",
        "#666666" if scheme == "light" else "#8f8f8f",  # between 4.5 and 7 to 1
    )
    assert probed(page, "contrast") != []
    faint = "color-mix(in srgb, canvas 90%, gray)"
    page.evaluate("(ink) => { document.querySelector('main :is(textarea, input)').style.borderColor = ink; }", faint)
    assert probed(page, "controls") != []


@pytest.mark.parametrize(("scheme", "width", "height"), [("light", 800, 1280), ("dark", 360, 740)])
def test_requirement_05_the_focus_is_seen_in_pixels_on_every_kind_of_control_and_never_covered(
    harness: Harness, scheme: Any, width: int, height: int
) -> None:
    """A change of 3 to 1 over the area of a line 2 px thick, compared before and after in a screenshot."""
    page = harness.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": height})
    harness.open(every_kind_of_question())
    known: set[str] = set()
    assert on_every_screen(harness, lambda: focus_faults(page, known)) == {}
    assert len(known) > 8, known


def test_requirement_05_a_thin_or_pale_ring_and_a_bar_in_the_way_are_found(harness: Harness) -> None:
    page = harness.page
    harness.open(visit_form())
    sheet = "(css) => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }"
    for ring in ("outline: 1px solid black", "outline: 3px solid #ddd", "outline: 0"):
        page.evaluate(sheet, f":focus-visible {{ {ring} !important; box-shadow: none !important }}")
        assert any("pixels" in fault for fault in focus_faults(page, set())), ring
    page.evaluate(sheet, ":is(.form-head, .form-foot) { block-size: 60vh } main.asking { padding-block: 200vh }")
    found = focus_faults(page, set())
    assert any("lies under" in fault for fault in found), found


def test_requirement_07_a_chosen_answer_is_told_without_colour(harness: Harness) -> None:
    """A tick appears in the mark: its lightness alone, without hue, tells it."""
    page = harness.page
    page.emulate_media(reduced_motion="reduce")
    harness.open(form_of(SCRIPTS, languages=THREE), language="en")
    page.locator(".form-foot .go").click()
    choice = page.locator(".choice").first
    box = choice.locator(".mark").bounding_box()
    assert box
    clip: Any = {side: box[side] for side in ("x", "y", "width", "height")}
    before = page.screenshot(clip=clip)
    choice.click()
    page.evaluate("document.activeElement.blur()")
    expect(choice.locator("input")).to_be_checked()
    assert ring_between(before, page.screenshot(clip=clip), 8, 8).changed > 150
    expect(page.locator("main .question")).to_have_text("And again?")


def test_requirement_08_reflow_at_320_px_with_large_and_spaced_text(harness: Harness) -> None:
    """A page that cannot reflow is found; ours does on every screen (`test_every_screen`)."""
    harness.page.set_viewport_size({"width": 320, "height": 640})
    harness.open(visit_form())
    assert probed(harness.page, "reflow") == []
    harness.page.evaluate("document.querySelector('main .question').style.minWidth = '30rem'")
    assert probed(harness.page, "reflow") != []
