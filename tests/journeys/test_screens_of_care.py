"""What came back, a forgotten PIN, a tablet that is emptied: for everyone, in every language, every word translated."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import LiveServer
from tests.journeys.screens_of_care import TOUR
from tests.journeys.seeing import LOOKS, Look, faults_along, rings_along, words_along

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_everyone_can_use_the_screens_of_care(browser: Browser, study: LiveServer, look: Look) -> None:
    assert faults_along(browser, study, TOUR, look) == {}


def test_the_focus_is_seen_on_the_screens_of_care(browser: Browser, study: LiveServer) -> None:
    assert rings_along(browser, study, TOUR, "dark", 360, 740) == {}


def test_every_word_on_the_screens_of_care_is_translated(browser: Browser, study: LiveServer) -> None:
    assert words_along(browser, study, TOUR, "rtl") == {}
