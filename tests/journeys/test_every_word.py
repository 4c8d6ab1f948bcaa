"""Every word of the tablet is translated, and the tours on which that is looked for leave no screen out."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import LiveServer
from tests.journeys.seeing import TOURS, words_along

pytestmark = pytest.mark.journey

TABLET = Path(__file__).parents[2] / "fieldkit/tablet"
NO_SCREEN = {"write"}
"""Addresses behind which another screen comes at once: what is written down has the address of its draft."""


@pytest.fixture(scope="module")
def places() -> dict[str, set[str]]:
    """Where the app was along each tour, as far as tours were made."""
    return {}


@pytest.mark.parametrize("name", TOURS)
def test_the_pseudo_locale_finds_no_word_that_was_not_translated(
    browser: Browser, study: LiveServer, places: dict[str, set[str]], name: str
) -> None:
    seen = words_along(browser, study, TOURS[name], "rtl")
    places[name] = seen.places
    assert seen.told() == ""


def names_in(file: str, pattern: str) -> set[str]:
    """The names in quotes that stand in a place of a source file."""
    found = re.findall(pattern, (TABLET / file).read_text(encoding="utf-8"))
    return {str(name) for each in found for name in re.findall(r"'([\w-]+)'", each)}


def test_no_address_and_no_state_that_has_a_name_is_left_out_by_the_tours(
    browser: Browser, study: LiveServer, places: dict[str, set[str]]
) -> None:
    for name in TOURS.keys() - places.keys():  # this test may run alone
        places[name] = words_along(browser, study, TOURS[name], "rtl").places
    routes = names_in("app/routes.js", r"new Set\(\[(.+)\]\)")
    steps = {f"gate {step}" for step in names_in("app/state.js", r"@typedef \{([^}]+)\} Step ")}
    views = {f"view {view}" for view in names_in("form/flow.js", r"@typedef \{(.+)\} (?:SideName|View)\b") - {"name"}}
    assert len(routes) > 20
    assert len(steps) == 4
    assert {"view page", "view danger", "view notices"} <= views
    shown = {place for tour in places.values() for place in tour}
    assert (routes - NO_SCREEN | steps | views) - shown == set()
