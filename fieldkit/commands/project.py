"""`fieldkit init`: a new project folder, its keys beside it, and the way in for the first coordinator."""

from pathlib import Path

import click

from fieldkit.commands.answer import Answer, json_option, moment


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", default="Untitled study", show_default=True, help="The study's name.")
@click.option("--base-url", default="http://localhost:8500", show_default=True, help="Where tablets reach the server.")
@click.option("--public-url", default="", help="Where the published findings are browsed.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    default=("en", "it", "ar", "uk"),
    help="A language code; repeat it.",
    metavar="CODE",
)
@json_option
def init(folder: Path, title: str, base_url: str, public_url: str, languages: tuple[str, ...]) -> Answer:
    """Create a project in DIR, a new or empty folder. Its keys are kept outside it."""
    import secrets

    from fieldkit.config import Settings
    from fieldkit.sealing.keys import generate_keys
    from fieldkit.services.create import create_project, setup_address, setup_code

    settings = Settings(
        project_id=secrets.token_hex(8),
        title=title.strip(),
        base_url=base_url.rstrip("/"),
        public_url=public_url.rstrip("/"),
        languages=languages,
    )
    project, key_path = create_project(folder, settings=settings, keys=generate_keys(), now=moment())
    project.close()
    data = {
        "project": str(project.folder),
        "project_id": settings.project_id,
        "title": settings.title,
        "base_url": settings.base_url,
        "keys": str(key_path),
        "setup_url": setup_address(settings.base_url, project.keys),
        "setup_code": setup_code(project.keys),
        "secure_context": settings.secure_context,
    }
    return Answer(data, _for_people(data))


def _for_people(data: dict[str, object]) -> str:
    lines = [
        f"Created {data['title']} in {data['project']}.",
        f"Its keys are in {data['keys']}: back this file up, apart from the folder.",
        "Without it nothing that tablets sealed can ever be opened.",
        "",
        f"Start it with: fieldkit serve {data['project']}",
        f"Then open {data['setup_url']} to become its first coordinator.",
    ]
    return "\n".join(lines)
