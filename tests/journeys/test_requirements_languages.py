"""Requirements 9 and 10: two directions on one screen, and the switch of language.

See `docs/requirements.md`, where the tests in other files are named too.
"""

import pytest
from playwright.sync_api import expect

from tests.journeys.form_harness import Harness, form_of
from tests.journeys.required_forms import LANGUAGES, every_kind_of_question, speak, visit_form
from tests.journeys.test_form_filling_access import on_every_screen

pytestmark = pytest.mark.journey

LATIN_FIRST = """
| survey |
| | type | name | label::English (en) | label::Arabic (ar) | constraint | constraint_message::Arabic (ar) | required |
| | text | a    | The place           | PDF: أين هو؟       | . != 'no'  | GPS لا يكفي.                    |          |
| | text | b    | The way             | WC: كيف؟           |            |                                 | yes      |
"""
PASSAGES = {".question", ".hint", ".choice .words", ".trouble .grow", ".asked-words"}
"""What of a form stands on its screens, by selector."""
MISDIRECTED = """([app, form, passages]) => {
  const way = (code) => (code === 'ar' ? 'rtl' : 'ltr');
  const faults = [];
  const all = (which) => [...document.querySelectorAll(which)];
  const seen = (which) => all(which).filter((one) => one.checkVisibility() && /\\p{L}/u.test(one.textContent));
  const shown = passages.filter((one) => seen('main ' + one).length > 0);
  const spoken = (one) => one.closest('[lang]:not([lang=""])')?.lang;
  const check = (one, code, auto) => {
    const runs = getComputedStyle(one).direction;
    const said = `${one.className} ${spoken(one)} ${runs}: ${one.textContent}`;
    if (spoken(one) !== code || runs !== way(code)) faults.push(said);
    if (auto && one.dir === 'auto') faults.push(`guessed, ${said}`);
  };
  const choices = seen('main .choice .words:not([lang])').map((one) => one.textContent);
  const outside = ['[role=alert]', '.trouble .grow', '.choice .words'].map((one) => `main ${one}:not([lang])`);
  const ours = ['main:has(.review) .question', ...outside].join(', ');
  for (const one of seen(`main :is(${passages}):not(${ours})`)) check(one, form, true);
  for (const one of seen(`.form-head button, .form-foot button, main p.needed, ${ours}`)) check(one, app, false);
  for (const one of all('main :is(textarea, input[type=text], input[type=search])')) {
    if (!one.dir) faults.push(`${one.id} says nothing of its direction`);
  }
  return { faults, shown, choices };
}"""


@pytest.mark.parametrize("of_app", ["en", "ar"])
@pytest.mark.parametrize("of_form", ["en", "ar"])
def test_requirement_09_app_and_form_each_run_their_own_way(harness: Harness, of_app: str, of_form: str) -> None:
    """`lang` and `dir` come from data for the page and for the passage; what people wrote keeps to itself."""
    way = {"en": "ltr", "ar": "rtl"}
    page = harness.page
    speak(harness, of_app)
    harness.open(visit_form(), language=of_form)
    root, question = page.locator("html"), page.locator("main .question")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == (of_app, way[of_app])
    assert (question.get_attribute("lang"), question.get_attribute("dir")) == (of_form, way[of_form])
    assert question.evaluate("(one) => getComputedStyle(one).direction") == way[of_form]
    assert page.locator(".form-foot").evaluate("(one) => getComputedStyle(one).direction") == way[of_app]
    assert page.locator(".form-title").get_attribute("dir") == "auto"
    assert page.locator("main textarea, main input").first.get_attribute("dir") == "auto"


@pytest.mark.parametrize(("of_app", "of_form"), [("en", "ar"), ("ar", "en")])
def test_requirement_09_every_text_of_every_kind_of_question_runs_as_its_own_language_does(
    harness: Harness, of_app: str, of_form: str
) -> None:
    """Questions, hints, choices and messages of the form as the form; our own words as the app; on every screen."""
    speak(harness, of_app)
    harness.open(every_kind_of_question(), language=of_form)
    shown: set[str] = set()
    own_choices: set[str] = set()

    def misdirected() -> list[str]:
        found = harness.page.evaluate(MISDIRECTED, [of_app, of_form, sorted(PASSAGES)])
        shown.update(found["shown"])
        own_choices.update(found["choices"])
        return list(found["faults"])

    assert on_every_screen(harness, misdirected) == {}
    assert shown == PASSAGES
    assert len(own_choices) == 2, "to keep only the area of a place, and to have read something, are ours to offer"


def test_requirement_09_a_message_of_the_form_never_runs_by_its_first_letter(harness: Harness) -> None:
    """An Arabic message that begins with a Latin word still runs from right to left, beside the question and after."""
    harness.open(form_of(LATIN_FIRST, languages=LANGUAGES), language="ar")
    page = harness.page
    page.locator("main textarea, main input").first.fill("no")
    page.locator(".form-foot .go").click()
    beside = page.locator("main .trouble:not([hidden]) .grow")
    expect(beside).to_have_text("GPS لا يكفي.")
    expect(beside).to_have_attribute("dir", "rtl")
    expect(beside).to_have_attribute("lang", "ar")
    page.get_by_role("button", name="Leave it for now").click()
    expect(page.locator("main .question")).to_have_text("WC: كيف؟")
    page.locator(".form-foot .go").click()
    page.get_by_role("button", name="Leave it for now").click()
    missing = page.locator("main .answer.missing")
    for words in ("PDF: أين هو؟", "GPS لا يكفي.", "WC: كيف؟"):
        span = missing.locator("span[lang]", has_text=words)
        expect(span).to_have_attribute("dir", "rtl")
        expect(span).to_have_attribute("lang", "ar")
    ours = missing.locator(".pill.bad span", has_text="This question needs an answer.")
    expect(ours).to_be_visible()
    assert ours.evaluate("(one) => [one.lang, getComputedStyle(one).direction]") == ["", "ltr"]


@pytest.mark.parametrize("code", ["en", "ar"])
def test_requirement_10_the_switch_keeps_answers_place_and_messages_in_a_reopened_draft(
    harness: Harness, code: str
) -> None:
    harness.open(visit_form(), draw=False)
    harness.call("set", "/data/place", "Help desk")
    harness.call("set", "/data/wait", "700")
    draft = harness.call("draft")
    harness.load()
    speak(harness, code)
    harness.open(visit_form(), restore=draft, language=code)
    page = harness.page
    page.locator(".form-foot .go").click()
    page.locator(".form-foot .go").click()
    message = page.locator(".trouble:not([hidden])")
    told = {"en": "Less than 600.", "ar": "أقل من 600."}
    expect(message).to_contain_text(told[code])
    other = "ar" if code == "en" else "en"
    page.locator("#form-language").select_option(label={"ar": "العربية", "en": "English"}[other])
    expect(message).to_contain_text(told[other])
    expect(page.locator("main input").first).to_have_value("700")
