"""Every screen of the tablet can be used by everyone, in every language and size."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import LiveServer
from tests.journeys.seeing import FRAMES, TOURS, faults_along

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("at", range(len(FRAMES)), ids=lambda at: str(FRAMES[at]))
@pytest.mark.parametrize("name", TOURS)
def test_every_screen_can_be_used_by_everyone(browser: Browser, study: LiveServer, name: str, at: int) -> None:
    """Targets, contrast, texts, reflow, axe; where the focus is, it is seen and never covered."""
    assert faults_along(browser, study, TOURS[name], at).told() == ""
