"""Fixtures that the whole suite shares: a real project in a temporary folder, a clock and ids that tests steer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fieldkit.config import Settings, save_settings
from fieldkit.sealing.keys import generate_keys, save_keys
from fieldkit.store.project import Project, open_project


class SteeredClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **delta: float) -> None:
        self.moment += timedelta(**delta)


@pytest.fixture
def clock() -> SteeredClock:
    return SteeredClock()


@pytest.fixture
def project_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An initialised project folder, its keys beside it."""
    monkeypatch.setenv("FIELDKIT_KEYS", str(tmp_path / "keys"))
    folder = tmp_path / "project"
    folder.mkdir()
    save_settings(folder, Settings(project_id="test-project", title="First year in Marenza"))
    save_keys("test-project", generate_keys())
    return folder


@pytest.fixture
def project(project_folder: Path, clock: SteeredClock) -> Iterator[Project]:
    """The open project, written to as the server writes."""
    opened = open_project(project_folder, now=clock(), mode="server")
    yield opened
    opened.close()
