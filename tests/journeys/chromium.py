"""The Chromium of the journeys: where it is and how it is started."""

import os
import shutil

import pytest

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


def chromium_path() -> str:
    """Find Chromium; where it must be there its absence is a failure, elsewhere the journey is left out, saying why."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found:
        return found
    remedy = "Chromium is not installed; install it (Debian: apt-get install chromium) to run the journeys."
    if os.environ.get("FIELDKIT_REQUIRE_CHROMIUM"):
        pytest.fail(remedy)
    pytest.skip(remedy)
