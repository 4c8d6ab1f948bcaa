"""Every screen of the app itself can be used by everyone, in every language, and every word of it is translated."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import LiveServer
from tests.journeys.screens import FORM, every_screen
from tests.journeys.seeing import LOOKS, Look, Tour, faults_along, words_along

pytestmark = pytest.mark.journey

TOUR = Tour((FORM,), every_screen)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_screen_can_be_used_by_everyone(browser: Browser, study: LiveServer, look: Look) -> None:
    assert faults_along(browser, study, TOUR, look) == {}


def test_the_pseudo_locale_finds_no_word_that_was_not_translated(browser: Browser, study: LiveServer) -> None:
    assert words_along(browser, study, TOUR, "rtl") == {}
