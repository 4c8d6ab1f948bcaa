"""What a command hands back: one object for machines, some lines for people, and an exit code."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from fieldkit.errors import EnvironmentProblem, Problem, UsageProblem

if TYPE_CHECKING:
    from fieldkit.store.project import Project

Command = TypeVar("Command", bound=Callable[..., Any])


class Exit(IntEnum):
    """How a command ends."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    ENVIRONMENT = 3


@dataclass(frozen=True)
class Answer:
    """The outcome of a command.

    Attributes:
        data: the one object that `--json` prints.
        text: what a person reads instead.
        exit: the exit code; REFUSED where the object says what to do first.
    """

    data: dict[str, Any]
    text: str
    exit: Exit = Exit.DONE

    def show(self, *, as_json: bool) -> None:
        """Print the answer on standard output."""
        click.echo(json.dumps(self.data, ensure_ascii=False) if as_json else self.text)


def exit_for(problem: Problem) -> Exit:
    """Return the exit code that belongs to `problem`."""
    if isinstance(problem, UsageProblem):
        return Exit.USAGE
    return Exit.ENVIRONMENT if isinstance(problem, EnvironmentProblem) else Exit.REFUSED


def show_problem(problem: Problem, *, as_json: bool) -> None:
    """Print `problem`: an object on standard output, or one line on standard error."""
    if as_json:
        click.echo(json.dumps(problem.as_dict(), ensure_ascii=False))
    else:
        click.echo(f"fieldkit: {problem}", err=True)


def json_option(command: Command) -> Command:
    """Give a command the option `--json`; the command line itself looks at it, so the command need not."""
    option = click.option("--json", is_flag=True, expose_value=False, help="Print exactly one JSON object.")
    return option(command)


def project_argument(command: Command) -> Command:
    """Give a command the argument DIR, the folder of an existing project, as `folder`."""
    return click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))(command)


def moment() -> datetime:
    """Return the moment at which a command acts, in UTC."""
    return datetime.now(UTC)


@contextmanager
def opened(folder: Path) -> Iterator["Project"]:
    """Open the project in `folder` for the length of a `with` block, as a command beside a running server does."""
    from fieldkit.store.project import open_project

    project = open_project(folder, now=moment())
    try:
        yield project
    finally:
        project.close()
