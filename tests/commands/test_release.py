"""Releases from the command line: blocked by default, with the list of what to do."""

import sys
from pathlib import Path

import pytest

from fieldkit.commands.release import STEPS
from fieldkit.services.release import Step

from .conftest import Run


def test_by_default_nothing_is_released(run: Run, project_folder: Path) -> None:
    outcome = run("release", "build", project_folder, "--json")
    assert outcome.exit == 1
    assert (outcome.object["release"], outcome.object["path"], outcome.object["sha256"]) == (None, None, None)
    assert "no-tables" in {item["code"] for item in outcome.object["blocked_by"]}
    for item in outcome.object["blocked_by"]:
        assert {"code", "what", "where", "remedy"} == set(item)
        assert item["remedy"]
    assert list((project_folder / "releases").iterdir()) == []


def test_the_state_says_the_same_without_failing(run: Run, project_folder: Path) -> None:
    state = run("release", "state", project_folder, "--json")
    assert state.exit == 0
    assert state.object["blocked_by"] == run("release", "build", project_folder, "--json").object["blocked_by"]


def test_people_read_what_to_do(run: Run, project_folder: Path) -> None:
    shown = run("release", "build", project_folder)
    assert shown.out.startswith("Nothing was published:\n  ✗ ")


def test_who_waits_at_a_terminal_reads_how_far_it_is(
    run: Run, project_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(STEPS) == set(Step)
    assert run("release", "build", project_folder).err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    outcome = run("release", "build", project_folder, "--json")
    assert outcome.err.splitlines() == [STEPS[Step.PLAN]]
    assert outcome.object["release"] is None


def test_browsing_before_the_first_release_says_what_to_do(run: Run, project_folder: Path) -> None:
    outcome = run("browse", project_folder, "--json")
    assert (outcome.exit, outcome.object["code"]) == (1, "404.no-release")
    assert "release build" in outcome.object["remedy"]
