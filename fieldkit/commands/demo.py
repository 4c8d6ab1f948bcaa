"""`fieldkit demo`: an invented project with everything in it, served on this machine."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldkit.commands.answer import Answer, json_option

if TYPE_CHECKING:
    from fieldkit.demo.build import Card


@click.command()
@click.option(
    "--dir", "folder", default=".demo", show_default=True, type=click.Path(path_type=Path), help="Where it lives."
)
@click.option(
    "--port", default=8500, show_default=True, type=click.IntRange(1, 65535), help="The desk and the tablets."
)
@click.option("--browse-port", default=8501, show_default=True, type=click.IntRange(1, 65535), help="The findings.")
@click.option("--stop", is_flag=True, help="End its servers.")
@json_option
@click.pass_obj
def demo(as_json: bool, folder: Path, port: int, browse_port: int, stop: bool) -> Answer:
    """Build the demonstration “First year in Marenza” where it is not built yet, and serve it. It returns at once."""
    from fieldkit.demo.build import start_demonstration, stop_demonstration

    if stop:
        names = stop_demonstration(folder)
        return Answer(
            {"stopped": names}, f"Ended: {', '.join(names)}." if names else "The demonstration was not running."
        )

    def say(line: str) -> None:
        if not as_json:
            click.echo(line)

    card = start_demonstration(folder, port=port, browse_port=browse_port, say=say)
    return Answer(card.as_dict(), _for_people(card))


def _for_people(card: "Card") -> str:
    from fieldkit.services.qr import qr_terminal

    sign_ins = [f"            {each['email']}   password: {each['password']}" for each in card.sign_ins]
    lines = [
        "",
        f"{card.title}: {card.records} records. {card.note}",
        "",
        f"  Desk      {card.desk_url}",
        *sign_ins,
        f"  Findings  {card.browse_url}",
        f"  Tablet    {card.tablet_url}",
        f"  Collect   {card.openrosa_url}",
        "",
        qr_terminal(card.tablet_url),
        "The code opens the tablet on this machine. A real tablet elsewhere needs https with a certificate that it",
        "trusts: docs/operating.md shows two ways. End the demonstration with: make demo-stop",
    ]
    return "\n".join(lines)
