"""`fieldkit release` and `browse`: what a release would hold, what blocks it, building it, looking at it."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldkit.commands.answer import Answer, Exit, json_option, moment, opened, project_argument
from fieldkit.commands.serve import require_free_port
from fieldkit.errors import Problem

if TYPE_CHECKING:
    from fieldkit.release.gate import GateItem
    from fieldkit.services.release import Step

STEPS = {
    "plan": "Working out what would be published …",
    "identifiers": "Gathering the identifiers of every record …",
    "files": "Writing the files …",
    "search": "Searching them for identifiers …",
}
"""`services.release.Step` to the line that says it."""


@click.group()
def release() -> None:
    """See what would be published, and publish it."""


@release.command()
@project_argument
@json_option
def state(folder: Path) -> Answer:
    """Say what a release would hold now and what stands in its way. Nothing is changed."""
    from fieldkit.services.release import prepare_release

    with opened(folder) as project:
        prepared = prepare_release(project)
    blocking = [item for item in prepared.gate if item.blocks]
    notes = [item for item in prepared.gate if not item.blocks]
    data = {
        "release": prepared.existing.number if prepared.existing else None,
        "plan_sha256": prepared.plan_sha256,
        "tables": len(prepared.plan.tables),
        "quotations": len(prepared.plan.quotations),
        "approvals": len(prepared.approvers),
        "blocked_by": [item.as_dict() for item in blocking],
        "notes": [item.as_dict() for item in notes],
    }
    head = f"Release {data['release']} holds exactly this." if prepared.existing else "Nothing blocks the release."
    return Answer(data, "\n".join(["The release is blocked:" if blocking else head, *_lines(blocking), *_lines(notes)]))


@release.command()
@project_argument
@json_option
def build(folder: Path) -> Answer:
    """Publish what was approved, or say what blocks it (exit code 1)."""
    from fieldkit.publish.build import DATABASE
    from fieldkit.services.release import Refused, build_release

    with opened(folder) as project:
        outcome = build_release(project, actor="command", now=moment(), progress=_show_step)
    if isinstance(outcome, Refused):
        blocked = [item.as_dict() for item in outcome.blocked_by]
        data = {"release": None, "path": None, "sha256": None, "blocked_by": blocked}
        text = "\n".join(["Nothing was published:", *_lines(outcome.blocked_by)])
        return Answer(data, text, Exit.REFUSED)
    path = outcome.path / DATABASE
    made = {"release": outcome.release, "path": str(path), "sha256": outcome.sha256, "blocked_by": []}
    word = "was already built" if outcome.already else "is built"
    return Answer(made, f"Release {outcome.release} {word}: {path}\nBrowse it with: fieldkit browse {folder}")


@click.command()
@project_argument
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@json_option
@click.pass_obj
def browse(as_json: bool, folder: Path, host: str, port: int) -> None:
    """Serve the newest release of DIR in Datasette until it is told to stop. Datasette sees that one file only."""
    from fieldkit.services.release import folder_of, list_ledger
    from fieldkit.site.serving import serve_command

    with opened(folder) as project:
        ledger = list_ledger(project)
        if not ledger:
            raise Problem(
                "404.no-release",
                "Nothing was released yet.",
                where=str(folder),
                remedy=f"Run: fieldkit release build {folder}",
            )
        newest = ledger[0]
        place = folder_of(project, newest.number)
    require_free_port(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    started = Answer(
        {"browsing": str(place), "release": newest.number, "address": address, "pid": os.getpid()},
        f"Release {newest.number} can be browsed at {address}",
    )
    started.show(as_json=as_json)
    sys.stdout.flush()
    command = serve_command(place, port, host)
    os.execv(command[0], command)  # noqa: S606 - no shell: this process becomes Datasette and takes its signals itself


def _show_step(step: "Step") -> None:
    """Tell who waits at a terminal how far it is; standard output is kept for the answer."""
    if sys.stderr.isatty():
        click.echo(STEPS[step], err=True)


def _lines(items: Iterable["GateItem"]) -> list[str]:
    return [f"  {'✗' if item.blocks else '·'} {item.what} {item.remedy}" for item in items]
