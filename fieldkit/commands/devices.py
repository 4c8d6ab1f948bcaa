"""`fieldkit enrol`: a token for one tablet, phone or OpenRosa client, shown once."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldkit.commands.answer import Answer, json_option, moment, opened, project_argument

if TYPE_CHECKING:
    from fieldkit.services.enrol import Enrolment


@click.command()
@project_argument
@click.option("--name", required=True, help="What the device is called, for example “Tablet 3”.")
@click.option("--qr-dir", type=click.Path(path_type=Path, file_okay=False), help="Also write QR codes (SVG, PNG) here.")
@json_option
def enrol(folder: Path, name: str, qr_dir: Path | None) -> Answer:
    """Enrol a tablet, phone or ODK Collect. The addresses hold its secret: they are shown once and never again."""
    import secrets
    import uuid

    from fieldkit.services.enrol import enrol_device
    from fieldkit.services.qr import collect_settings, qr_terminal

    with opened(folder) as project:
        enrolment = enrol_device(
            project,
            name=name,
            actor="command",
            now=moment(),
            token=secrets.token_urlsafe(32),
            ids=lambda: str(uuid.uuid4()),
        )
        settings = collect_settings(enrolment.openrosa_url, project.settings.title)
    data = {
        "device_id": enrolment.device_id,
        "token_id": enrolment.token_id,
        "name": name,
        "tablet_url": enrolment.tablet_url,
        "openrosa_url": enrolment.openrosa_url,
        "collect_settings": settings,
        "qr": _write_codes(qr_dir, enrolment, settings) if qr_dir else {},
    }
    text = (
        f"Enrolled {name}. Open this on the tablet, or let it read the code:\n{enrolment.tablet_url}\n"
        f"{qr_terminal(enrolment.tablet_url)}\n"
        f"For ODK Collect, choose “Configure with QR code”:\n{enrolment.openrosa_url}\n{qr_terminal(settings)}"
    )
    return Answer(data, text)


def _write_codes(folder: Path, enrolment: "Enrolment", settings: str) -> dict[str, str]:
    """Write both codes as SVG and PNG, readable by their owner only, and return their places."""
    from fieldkit.services.qr import qr_png, qr_svg

    folder.mkdir(parents=True, exist_ok=True)
    places = {}
    for kind, text in (("tablet", enrolment.tablet_url), ("collect", settings)):
        for ending, content in (("svg", qr_svg(text, title=f"QR code: {kind}").encode()), ("png", qr_png(text))):
            path = folder / f"{enrolment.token_id}-{kind}.{ending}"
            path.touch(mode=0o600)
            path.write_bytes(content)
            places[f"{kind}_{ending}"] = str(path)
    return places
