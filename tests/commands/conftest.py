"""Runs commands as the shell would, in this process, and reads what they print."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fieldkit.cli import main


@dataclass(frozen=True)
class Outcome:
    """What a command printed and how it ended."""

    exit: int
    out: str
    err: str

    @property
    def object(self) -> dict[str, Any]:
        """The one object on standard output."""
        lines = self.out.splitlines()
        assert len(lines) == 1, f"expected exactly one line, got {lines}"
        found: dict[str, Any] = json.loads(lines[0])
        return found


Run = Callable[..., Outcome]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run one command and return what it printed."""

    def call(*words: str | Path) -> Outcome:
        code = main([str(word) for word in words])
        printed = capfd.readouterr()
        return Outcome(code, printed.out, printed.err)

    return call


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of this test's keys."""
    folder = tmp_path / "keys"
    monkeypatch.setenv("FIELDKIT_KEYS", str(folder))
    return folder
