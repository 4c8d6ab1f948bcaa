"""The focus is seen on every screen and never covered."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import LiveServer
from tests.journeys.screens import FORM, every_screen
from tests.journeys.seeing import Tour, rings_along

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(("scheme", "width", "height"), [("light", 800, 1280), ("dark", 360, 740)])
def test_the_focus_is_seen_on_every_screen_and_never_covered(
    browser: Browser, study: LiveServer, scheme: Any, width: int, height: int
) -> None:
    assert rings_along(browser, study, Tour((FORM,), every_screen), scheme, width, height) == {}
