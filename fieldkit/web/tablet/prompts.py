"""Reading forms aloud, as the tablet does it: what is missing, sending a recording, playing what there is."""

from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from fieldkit.services import prompts as service
from fieldkit.services.prompts import PromptLine
from fieldkit.store.forms import PublishedForm
from fieldkit.web.context import new_id, now, project
from fieldkit.web.desk.files import as_received_file, known_type
from fieldkit.web.tablet.wire import current_device, know_device

blueprint = Blueprint("tablet_prompts", __name__, url_prefix="/tablet/api/prompts")
blueprint.before_request(know_device)


@blueprint.get("")
def prompts() -> Response:
    """List every text of the form version `?form=…&version=…`, with what there is of it."""
    lines = service.prompt_lines(project(), _form())
    return jsonify({"texts": [_line(line) for line in lines]})


@blueprint.put("/<language>/<text_sha256>")
def receive(language: str, text_sha256: str) -> tuple[Response, int]:
    """Take a recording of one text of a form version."""
    content = request.stream.read(service.LARGEST + 1)
    prompt = service.receive_prompt(
        project(),
        form=_form(),
        language=language,
        text_sha256=text_sha256,
        content=content,
        content_type=known_type(content[:16]),
        device_id=current_device().id,
        now=now(),
        new_id=new_id,
    )
    return jsonify({"id": prompt.id, "state": prompt.state}), 201


@blueprint.get("/<prompt_id>/sound")
def sound(prompt_id: str) -> Response:
    """Give a recording."""
    return as_received_file(service.prompt_sound(project(), prompt_id), "sound")


def card_prompts(form: PublishedForm) -> list[dict[str, Any]]:
    """Return what a form card says of the accepted recordings of a version."""
    return [
        {
            "target": target,
            "language": prompt.language,
            "url": url_for("tablet_prompts.sound", prompt_id=prompt.id),
            "sha256": prompt.sha256,
            "bytes": prompt.bytes,
        }
        for target, prompt in service.accepted_prompts(project(), form)
    ]


def _form() -> PublishedForm:
    return service.published_version(project(), request.args.get("form", ""), request.args.get("version", ""))


def _line(line: PromptLine) -> dict[str, Any]:
    there = line.accepted or line.waiting
    return {
        "language": line.language,
        "kind": str(line.kind),
        "text": line.text,
        "text_sha256": line.text_sha256,
        "state": _state(line),
        "url": url_for(".sound", prompt_id=there.id) if there else None,
    }


def _state(line: PromptLine) -> str:
    """Return how far a text is, in one word: own, accepted, received, refused or missing."""
    if line.own:
        return "own"
    if line.waiting:
        return "received"
    if line.refused:
        return "refused"
    return "accepted" if line.accepted else "missing"
