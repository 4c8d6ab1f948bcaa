"""The requirements that a thumb, an eye and a screen reader have of every screen of a form, in English and in Arabic."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.form_harness import ROOT, Harness, form_of

pytestmark = pytest.mark.journey

FORMS = Path(__file__).parent / "forms"
LANGUAGES = [{"name": "English (en)", "code": "en"}, {"name": "Arabic (ar)", "code": "ar"}]
TOWNS = "".join(f"| | towns | t{number} | Town {number} | مدينة {number} |\n" for number in range(1, 60))

TARGETS = """() => {
  const shown = [...document.querySelectorAll('button, a[href], select, summary, label.choice, label.btn, ' +
      'input:not([type=radio], [type=checkbox], [type=file]), textarea')].filter((each) => each.checkVisibility());
  const boxes = shown.map((each) => [each.innerText || each.type || each.tagName, each.getBoundingClientRect()]);
  const small = boxes.filter(([, box]) => box.width < 56 || box.height < 56).map(([name, box]) => `${name}: ${box.width}×${box.height}`);
  const near = [];
  boxes.forEach(([name, a], index) => boxes.slice(index + 1).forEach(([other, b]) => {
    const across = Math.max(a.left, b.left) - Math.min(a.right, b.right);
    const down = Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom);
    const stuck = [a, b].some((box) => box.bottom > innerHeight - 100 || box.top < 120);
    if (across < 8 && down < 8 && !stuck) near.push(`${name} | ${other}: ${Math.max(across, down)}`);
  }));
  return [...small, ...near];
}"""

TEXTS = """() => [...document.querySelectorAll('.form-screen *')]
  .filter((each) => each.checkVisibility() && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .map((each) => ({ each, style: getComputedStyle(each), large: each.closest('.question'), arabic: each.closest('[lang]').lang === 'ar' }))
  .filter(({ style, large, arabic }) => parseFloat(style.fontSize) < (large ? 22 : 18) || style.fontStyle === 'italic' ||
    style.textTransform === 'uppercase' || parseFloat(style.lineHeight) / parseFloat(style.fontSize) < (arabic ? 1.89 : 1.54))
  .map(({ each, style }) => `${each.textContent.trim().slice(0, 30)}: ${style.fontSize}/${style.lineHeight} ${style.fontStyle}`)"""

CONTRAST = """() => {
  const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => { pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); return [...pen.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const ground = (each) => { for (let here = each; here; here = here.parentElement) { const c = rgba(getComputedStyle(here).backgroundColor); if (c[3] === 255) return c; } return rgba('Canvas'); };
  return [...document.querySelectorAll('.form-screen *')]
    .filter((each) => each.checkVisibility() && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((each) => ({ each, found: ratio(rgba(getComputedStyle(each).color), ground(each)), least: each.closest('.question') ? 7 : 4.5 }))
    .filter(({ found, least }) => found < least).map(({ each, found }) => `${each.textContent.trim().slice(0, 30)}: ${found.toFixed(2)}`);
}"""

SIDEWAYS = """() => {
  const wide = document.documentElement.scrollWidth > innerWidth ? [`page ${document.documentElement.scrollWidth}`] : [];
  const cut = [...document.querySelectorAll('.form-screen :is(button, label, .question, .hint, .trouble, .pill)')]
    .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline')
    .map((each) => `${each.className} ${each.textContent.trim().slice(0, 30)}`);
  return [...wide, ...cut];
}"""


SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:root { font-size: 200% } * { letter-spacing: .12em !important; word-spacing: .16em !important;
    line-height: 2 !important }`);
  document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture(scope="module")
def form() -> dict[str, Any]:
    return form_of((FORMS / "every_kind.md").read_text(encoding="utf-8") + TOWNS, languages=LANGUAGES)


def on_every_screen(harness: Harness, check: Callable[[], list[str]]) -> dict[str, list[str]]:
    """Walk through the form without an answer, messages and review included; what was found by question."""
    found: dict[str, list[str]] = {}
    for place in range(200):
        name = harness.page.locator("main [role=heading]:visible, main h1").first.inner_text()
        found[f"{place} {name}"] = check()
        if harness.page.locator("main .review").count():
            return {where: what for where, what in found.items() if what}
        harness.page.locator(".form-foot .go").click()
        if harness.page.locator("main .trouble:visible").count():
            found[f"{place} {name} with a message"] = check()
            harness.page.locator(".form-foot button").nth(1).click()
    raise AssertionError("the form did not end")


def open_in(harness: Harness, form: dict[str, Any], code: str) -> None:
    harness.open(form, language=code)
    harness.page.evaluate(
        "(code) => Object.assign(document.documentElement, { lang: code, dir: code === 'ar' ? 'rtl' : 'ltr' })", code
    )


CHECKS = {"target": TARGETS, "text": TEXTS, "contrast": CONTRAST, "sideways": SIDEWAYS}


@pytest.mark.parametrize(
    ("code", "width", "scheme"),
    [("en", 800, "light"), ("ar", 800, "dark"), ("en", 320, "dark"), ("ar", 360, "light")],
)
def test_every_screen_has_large_targets_readable_text_and_nothing_that_runs_sideways(
    harness: Harness, form: dict[str, Any], code: str, width: int, scheme: Any
) -> None:
    harness.page.emulate_media(color_scheme=scheme)
    harness.page.set_viewport_size({"width": width, "height": 1280})
    open_in(harness, form, code)

    def check() -> list[str]:
        return [f"{name}: {found}" for name, script in CHECKS.items() for found in harness.page.evaluate(script)]

    assert on_every_screen(harness, check) == {}


@pytest.mark.parametrize("code", ["en", "ar"])
def test_nothing_runs_sideways_at_twice_the_text_and_wide_spacing(
    harness: Harness, form: dict[str, Any], code: str
) -> None:
    harness.page.set_viewport_size({"width": 640, "height": 1000})
    open_in(harness, form, code)
    harness.page.evaluate(SPACING)
    assert on_every_screen(harness, lambda: harness.page.evaluate(SIDEWAYS)) == {}


@pytest.mark.parametrize("code", ["en", "ar"])
def test_axe_finds_nothing_on_any_screen(harness: Harness, form: dict[str, Any], code: str) -> None:
    axe = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    open_in(harness, form, code)
    harness.page.evaluate(axe)

    def check() -> list[str]:
        result = harness.page.evaluate("window.axe.run(document, { resultTypes: ['violations'] })")
        return [f"{each['id']}: {node['html'][:120]}" for each in result["violations"] for node in each["nodes"]]

    assert on_every_screen(harness, check) == {}


def test_a_new_screen_is_read_from_its_heading_and_a_message_takes_the_focus(harness: Harness) -> None:
    harness.open(
        form_of("| survey |\n| | type | name | label | required |\n| | text | a | A? | yes |\n| | text | b | B? | |")
    )
    harness.page.get_by_role("button", name="Next").click()
    assert harness.page.evaluate("document.activeElement.className") == "trouble"
    harness.page.get_by_role("button", name="Leave it for now").click()
    assert harness.page.evaluate("document.activeElement.textContent") == "B?"


def test_a_list_can_be_put_in_order_by_keyboard_alone(harness: Harness) -> None:
    harness.open(
        form_of(
            "| survey |\n| | type | name | label |\n| | rank list | a | Order? |\n| choices |\n"
            "| | list_name | name | label |\n| | list | one | One |\n| | list | two | Two |\n| | list | three | Three |"
        )
    )
    harness.page.get_by_role("button", name="Move up: Three").focus()
    harness.page.keyboard.press("Enter")
    harness.page.keyboard.press("Enter")
    assert harness.page.locator(".ranking .words").all_inner_texts() == ["Three", "One", "Two"]
    assert harness.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Move down: Three"
