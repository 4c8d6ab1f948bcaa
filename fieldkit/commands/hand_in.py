"""`fieldkit hand-in`: take in a spare copy that was saved on a tablet."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldkit.commands.answer import Answer, Exit, json_option, moment, opened, project_argument

if TYPE_CHECKING:
    from fieldkit.services.hand_in import HandedIn, HandIn

WORDS = {
    "received": "received",
    "here": "was here already",
    "aside": "kept aside",
    "refused": "refused",
    "cut": "not whole in this file",
}


@click.command("hand-in")
@project_argument
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--take-whole", is_flag=True, help="Of a file that was cut short, take the records that are whole.")
@json_option
def hand_in(folder: Path, file: Path, take_whole: bool) -> Answer:
    """Take in FILE, a spare copy that was saved on a tablet, and say what became of each record.

    Ends with 1 when a record could not be taken as it is: it is kept aside, refused, or not whole.
    """
    from fieldkit.services.hand_in import hand_in as take_in

    with opened(folder) as project, file.open("rb") as stream:
        done = take_in(project, stream=stream, actor="command", now=moment(), take_whole=take_whole)
    counts = {outcome: done.count(outcome) for outcome in WORDS}
    data = {
        "device_id": done.device.id if done.device else None,
        **counts,
        "records": [_as_dict(record) for record in done.records],
    }
    return Answer(data, _text(done), Exit.DONE if done.is_done else Exit.REFUSED)


def _as_dict(record: "HandedIn") -> dict[str, Any]:
    return {
        "instance_id": record.instance_id,
        "form_id": record.form_id,
        "outcome": record.outcome,
        "problem": record.problem.as_dict() if record.problem else None,
    }


def _text(done: "HandIn") -> str:
    lines = [
        f"  {record.instance_id}: {WORDS[record.outcome]}" + (f". {record.problem}" if record.problem else "")
        for record in done.records
    ]
    total = ", ".join(f"{done.count(outcome)} {words}" for outcome, words in WORDS.items() if done.count(outcome))
    return "\n".join([total or "The spare copy holds no records.", *lines])
