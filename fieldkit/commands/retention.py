"""`fieldkit erase-due`: what the study keeps no longer, listed or erased."""

from pathlib import Path

import click

from fieldkit.commands.answer import Answer, Exit, json_option, moment, opened, project_argument


@click.command("erase-due")
@project_argument
@click.option("--yes", is_flag=True, help="Erase it for good. Without this it is only listed.")
@json_option
def erase_due(folder: Path, yes: bool) -> Answer:
    """List closed alerts and additions whose time is over, by the periods of the study, or erase them.

    Listing ends with 1 when something is due.
    """
    from fieldkit.services.retention import erase_due as erase
    from fieldkit.services.retention import list_due

    with opened(folder) as project:
        now = moment()
        if yes:
            erased = erase(project, actor="command", now=now)
            text = f"Erased {erased.alerts} alerts and {erased.additions} additions with {erased.files} files."
            return Answer(vars(erased), f"{text} Backups still hold them until they expire.")
        due = list_due(project, now=now)
    rows = [("alert", row) for row in due.alerts] + [("addition", row) for row in due.additions]
    data = {
        "undecided": due.undecided,
        "due": [{"kind": kind, "instance_id": row.instance_id, "since": row.since} for kind, row in rows],
    }
    lines = [f"{kind} {row.instance_id}, over since {row.since}" for kind, row in rows] or ["Nothing is due."]
    if due.undecided:
        lines.append("The study has not decided how long alerts and additions are kept: at the desk, /settings/safety.")
    return Answer(data, "\n".join(lines), Exit.REFUSED if rows else Exit.DONE)
