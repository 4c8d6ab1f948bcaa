"""`fieldkit doctor`: is everything as it should be, and what to do where it is not."""

from pathlib import Path

import click

from fieldkit.commands.answer import Answer, Exit, json_option, moment, opened, project_argument


@click.command()
@project_argument
@click.option("--quick", is_flag=True, help="Compare the lengths of files, not their hashes.")
@json_option
def doctor(folder: Path, quick: bool) -> Answer:
    """Examine the project in DIR: database, log, keys, files, vault, alerts, what is due, rights, space, address."""
    from fieldkit.services.doctor import Health, examine

    with opened(folder) as project:
        examined = examine(project, hash_media=not quick, now=moment())
    healthy = all(each.health is not Health.FAULT for each in examined)
    checks = [
        {"name": each.name, "health": str(each.health), "what": each.what, "remedy": each.remedy} for each in examined
    ]
    lines = [f"{each.health:<8} {each.name}: {each.what} {each.remedy}".rstrip() for each in examined]
    return Answer({"healthy": healthy, "checks": checks}, "\n".join(lines), Exit.DONE if healthy else Exit.REFUSED)
