"""`fieldkit submissions`: what the server holds, of one record or of all."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldkit.commands.answer import Answer, Exit, json_option, opened, project_argument

if TYPE_CHECKING:
    from fieldkit.services.holdings import Holdings


@click.command()
@project_argument
@click.option("--id", "instance_id", metavar="INSTANCEID", help="Say everything about this one record.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(0), help="How many of the newest to list.")
@json_option
def submissions(folder: Path, instance_id: str | None, limit: int) -> Answer:
    """Say what is held: every file of one record by its hash, or numbers and the newest records.

    With --id the command ends with 1 when nothing is held under that instanceID.
    """
    from fieldkit.services.holdings import list_holdings
    from fieldkit.services.receive import submission_status

    with opened(folder) as project:
        if instance_id is None:
            return _summary(list_holdings(project, limit=limit))
        status = submission_status(project, instance_id)
    return Answer(status, _status_text(status), Exit.DONE if status["count"] else Exit.REFUSED)


def _summary(holdings: "Holdings") -> Answer:
    rows = [
        {
            "instance_id": each.instance_id,
            "form_id": each.form_id,
            "form_version": each.form_version,
            "state": each.state,
            "complete": each.complete,
            "received_at": each.received_at,
            "superseded_by": each.superseded_by,
        }
        for each in holdings.newest
    ]
    by_state = [
        {"form_id": each.form_id, "state": each.state, "complete": each.complete, "count": each.count}
        for each in holdings.by_state
    ]
    data = {"count": holdings.count, "complete": holdings.complete, "by_state": by_state, "submissions": rows}
    lines = [f"{holdings.count} records, {holdings.complete} of them complete."]
    lines += [f"  {each.form_id}: {each.count} {each.state}" + _wanting(each.complete) for each in holdings.by_state]
    return Answer(data, "\n".join(lines))


def _wanting(complete: bool) -> str:
    return "" if complete else ", waiting for files"


def _status_text(status: dict[str, Any]) -> str:
    if not status["count"]:
        aside = len(status["kept_aside"])
        return f"Nothing is held under {status['instance_id']}." + (f" {aside} kept aside." if aside else "")
    lines = [
        f"{status['instance_id']}: {status['form_id']} version {status['form_version']}, {status['state']}, "
        + ("complete" if status["complete"] else "waiting for files"),
        f"  XML {status['xml_sha256']}",
        *(f"  {name} {file['sha256']}" for name, file in sorted(status["attachments"].items())),
        *(f"  {name} is missing" for name in status["missing"]),
    ]
    return "\n".join(lines)
