"""How every command ends: exit codes, one object, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from fieldkit import cli
from fieldkit.errors import EnvironmentProblem, Problem, UsageProblem

from .conftest import Run


def test_help_is_shown_at_once_and_loads_nothing_heavy() -> None:
    probe = (
        "import sys; from fieldkit.cli import main; main(['--help']);"
        "print(sorted({name.split('.')[0] for name in sys.modules}"
        " & {'flask', 'lxml', 'pandas', 'numpy', 'pyxform', 'granian', 'datasette', 'PIL', 'cryptography'}))"
    )
    before = os.times()
    shown = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    after = os.times()
    used = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    assert shown.stdout.splitlines()[-1] == "[]"
    assert used <= 0.3, f"--help took {used:.2f} s of processor time"


def test_a_misspelt_command_is_a_usage_error(run: Run) -> None:
    outcome = run("sevre")
    assert outcome.exit == 2
    assert outcome.out == ""
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["serve", "--json"],
        ["enrol", "somewhere", "--json"],
        ["form", "ad", "--json"],
        ["serve", "x", "--port", "0", "--json"],
    ],
)
def test_usage_errors_are_objects_when_asked_for(run: Run, words: list[str]) -> None:
    outcome = run(*words)
    assert outcome.exit == 2
    assert set(outcome.object) == {"code", "what", "where", "remedy"}
    assert outcome.err == ""


def test_without_a_command_the_help_is_shown_as_a_usage_error(run: Run) -> None:
    outcome = run()
    assert outcome.exit == 2
    assert outcome.err.startswith("Usage: fieldkit")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Problem("409.taken", "It is taken.", where="here", remedy="Take another."), 1),
        (UsageProblem("400.odd", "That is odd."), 2),
        (EnvironmentProblem("500.no-disk", "There is no disk."), 3),
        (PermissionError(13, "Permission denied", "/somewhere"), 3),
        (ZeroDivisionError("a secret value"), 3),
    ],
)
def test_whatever_is_raised_becomes_one_line_and_its_exit_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    @click.command()
    def failing() -> None:
        raise error

    monkeypatch.setitem(cli.group.commands, "failing", failing)
    outcome = run("failing")
    assert outcome.exit == code
    assert outcome.err.count("\n") == 1
    assert "Traceback" not in outcome.err
    assert "a secret value" not in outcome.err


def test_an_interrupt_ends_cleanly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def waiting() -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.group.commands, "waiting", waiting)
    assert run("waiting").err.split("\n") == ["", "fieldkit: stopped.", ""]


def test_a_reader_that_leaves_early_is_no_error(project_folder: Path) -> None:
    piped = subprocess.run(
        [
            "bash",
            "-c",
            f"{sys.executable} -m fieldkit.cli account list {project_folder} | true; echo ${{PIPESTATUS[0]}}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert piped.stdout.strip() == "0"
    assert "Traceback" not in piped.stderr


def test_a_command_without_a_project_says_how_to_make_one(run: Run, tmp_path: Path) -> None:
    outcome = run("serve", tmp_path / "none", "--json")
    assert outcome.exit == 1
    assert outcome.object["code"] == "404.project-not-found"
    assert "fieldkit init" in outcome.object["remedy"]


def test_lost_keys_are_a_matter_of_the_machine(run: Run, project_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "keys" / "test-project.json").unlink()
    outcome = run("serve", project_folder, "--json")
    assert outcome.exit == 3
    assert outcome.object["code"] == "500.keys-missing"


def test_the_module_runs_as_the_installed_command_does() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "fieldkit.cli", "--version"], capture_output=True, text=True, check=True
    )
    assert shown.stdout.startswith("fieldkit ")
