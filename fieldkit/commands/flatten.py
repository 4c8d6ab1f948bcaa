"""`fieldkit flatten`: the answers as plain tables, made anew."""

from pathlib import Path

import click

from fieldkit.commands.answer import Answer, json_option, opened, project_argument


@click.command()
@project_argument
@json_option
def flatten(folder: Path) -> Answer:
    """Write the answers as plain tables to flat.db in DIR: one per form and one per repeat. It holds raw data."""
    from fieldkit.services.flatten import rebuild_flat

    with opened(folder) as project:
        counts = rebuild_flat(project)
        path = project.folder / "flat.db"
    lines = [f"{rows:>8}  {table}" for table, rows in sorted(counts.items())]
    return Answer({"path": str(path), "rows": counts}, "\n".join([f"Wrote {path}", *lines]))
