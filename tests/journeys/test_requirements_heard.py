"""Requirement 6: what is read aloud.

See `docs/requirements.md`, where the tests in other files are named too.
"""

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.form_harness import Harness, form_of, packed
from tests.journeys.required_forms import LANGUAGES
from tests.journeys.sounds import tone
from tests.journeys.test_form_filling_screen import with_media

pytestmark = pytest.mark.journey

READ_ALOUD = """
| survey |
| | type | name | label::English (en) | label::Arabic (ar) | hint::English (en) | hint::Arabic (ar) | constraint |
| | note | agree | May we talk? | هل نتحدث؟ | | | |
| | integer | age | How old? | كم عمرك؟ | In years. | بالسنوات. | . < 120 |
| | select_one yn | again | Again? | مرة أخرى؟ | | | |
| choices |
| | list_name | name | label::English (en) | label::Arabic (ar) |
| | yn | yes | Yes | نعم |
"""
TEXTS = ("/data/agree", "/data/age", "/data/age?hint", "/data/age!constraint", "/data/again", "/data/again#yes")
"""What of that form can be read aloud, in the order in which it is met."""
# Which sound is played, told by its length in bytes.
PLAYED = """() => {
  window.played = [];
  const address = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    window.played.push(blob.size);
    return address.call(URL, blob);
  };
}"""


def test_requirement_06_sixty_prompts_in_a_row_play_and_stop_without_a_crash(harness: Harness) -> None:
    """One player serves all: sixty taps leave as many sounding as one."""
    harness.open(with_media())
    listen = harness.page.locator("button.listen").filter(visible=True)
    for turn in range(60):
        listen.nth(turn % 3).click()
        expect(listen.nth(turn % 3)).to_have_text("Stop")
        expect(listen.filter(has_text="Stop")).to_have_count(1)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_requirement_06_every_text_has_its_own_sound_in_each_language_and_a_tap_stops_it(
    harness: Harness, code: str
) -> None:
    """Consent text, question, hint, message and choice; no sound ends by itself while it is looked at."""
    targets = [f"{language} {target}" for language in ("en", "ar") for target in TEXTS]
    spoken = {target: tone(440, seconds=20 + number) for number, target in enumerate(targets)}
    harness.open(form_of(READ_ALOUD, languages=LANGUAGES, spoken=packed(spoken, "audio/wav")), language=code)
    page = harness.page
    page.evaluate(PLAYED)
    expected = [len(spoken[f"{code} {target}"]) for target in TEXTS]

    def hear(place: Locator) -> None:
        listen = place.locator("button.listen").filter(visible=True)
        for number in range(listen.count()):
            listen.nth(number).click()
            expect(listen.nth(number)).to_have_text("Stop")
            listen.nth(number).click()
            expect(listen.nth(number)).to_have_text("Listen")

    expect(page.locator("main .question")).to_be_visible()
    hear(page.locator("main"))
    page.locator(".form-foot .go").click()
    page.locator("main input").fill("900")
    hear(page.locator("main"))
    page.locator(".form-foot .go").click()
    expect(page.locator("main .trouble")).to_be_visible()
    hear(page.locator("main .trouble"))
    page.get_by_role("button", name="Leave it for now").click()
    expect(page.locator("main .choice")).to_be_visible()
    hear(page.locator("main"))
    assert page.evaluate("() => window.played") == expected
