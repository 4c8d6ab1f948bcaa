"""The tablet's wire (docs/envelope.md): what it needs to work offline, and how sealed records come home."""

import re
from typing import Any

from flask import Response, jsonify, request
from flask_babel import gettext as _

from fieldkit.errors import Problem
from fieldkit.sealing.keys import public_bytes
from fieldkit.services.envelopes import PartsMissing, receive_envelope, staged_parts
from fieldkit.services.forms import form_documents, form_media_content, list_forms
from fieldkit.services.lost import order_for
from fieldkit.services.offers import list_offers
from fieldkit.services.practice import VERSION_ID as PRACTICE_VERSION_ID
from fieldkit.services.practice import practice_version, practice_xform
from fieldkit.store.forms import PublishedForm
from fieldkit.store.staging import OffsetDiffers
from fieldkit.store.times import as_text
from fieldkit.web.context import now, project
from fieldkit.web.headers import NOTHING
from fieldkit.web.tablet import back, care
from fieldkit.web.tablet.cards import form_card
from fieldkit.web.tablet.wire import base64_text, blueprint, current_device, refusal

__all__ = ["back", "blueprint", "care"]

HEADER_LIMIT = 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"[0-9]{1,12}")


@blueprint.get("/project")
def project_card() -> Response:
    """Say which project this is, to which key records are sealed, whom to call, and whether to erase everything."""
    opened, device = project(), current_device()
    settings, keys = opened.settings, opened.keys
    order = order_for(opened, device=device, now=now())
    return jsonify(
        {
            "project_id": settings.project_id,
            "title": settings.title,
            "languages": list(settings.languages),
            "default_language": settings.languages[0],
            "sealing_key": base64_text(public_bytes(keys.sealing)),
            "sealing_key_id": keys.sealing_key_id,
            "receipt_key": base64_text(public_bytes(keys.receipts)),
            "device": {"id": device.id, "name": device.name},
            "server_time": as_text(now()),
            **_help(),
            "order": {"order": order[0], "signature": base64_text(order[1])} if order else None,
        }
    )


@blueprint.get("/forms")
def forms() -> Response:
    """List the forms that are offered, the newest version of each, then practice; none to a tablet that is lost."""
    if current_device().lost_at:
        return jsonify({"forms": []})
    newest: dict[str, PublishedForm] = {}
    for form in list_forms(project(), with_retired=False):
        newest.setdefault(form.form_id, form)
    practice = {**form_card(practice_version()), "practice": True}
    return jsonify({"forms": [*(form_card(form) for form in newest.values()), practice]})


@blueprint.get(f"/forms/{PRACTICE_VERSION_ID}/form.xml")
def practice_form_xml() -> Response:
    """Give the practice form, which no project holds, as the tablet's engine reads it."""
    return Response(practice_xform(), content_type="text/xml; charset=utf-8")


@blueprint.get("/forms/<version_id>/form.xml")
def form_xml(version_id: str) -> Response:
    """Give a form as the tablet's engine reads it."""
    return Response(form_documents(project(), version_id).tablet_xform, content_type="text/xml; charset=utf-8")


@blueprint.get("/forms/<version_id>/media/<path:name>")
def form_media(version_id: str, name: str) -> Response:
    """Give one of a form's files."""
    file, content = form_media_content(project(), version_id, name)
    return Response(content, content_type=file.content_type, headers={"Content-Security-Policy": NOTHING})


@blueprint.route("/parts/<sha256>", methods=["HEAD"])
def part_offset(sha256: str) -> Response:
    """Say how much of a part is held."""
    return _offset(
        Response(content_type="application/octet-stream"),
        staged_parts(project(), current_device()).held(_part_name(sha256)),
    )


@blueprint.put("/parts/<sha256>")
def part(sha256: str) -> Response:
    """Take the bytes of a part from where it stopped."""
    device, name = current_device(), _part_name(sha256)
    offset, length = _number("Upload-Offset"), _number("Upload-Length")
    try:
        held = staged_parts(project(), device).append(name, request.stream, offset=offset, length=length)
    except OffsetDiffers as stopped:
        problem = Problem("409.offset", _("The part stops elsewhere."), remedy=_("Go on from Upload-Offset."))
        return _offset(refusal(problem), stopped.offset)
    return _offset(jsonify({"offset": held}), held)


@blueprint.post("/envelopes")
def envelope() -> Response:
    """Store an envelope whose parts have arrived, and sign for it."""
    header = request.stream.read(HEADER_LIMIT + 1)
    if len(header) > HEADER_LIMIT:
        raise Problem("413.header-too-large", _("The header of the sealed record is too large."))
    try:
        signed = receive_envelope(project(), header=header, device=current_device(), now=now())
    except PartsMissing as waiting:
        problem = Problem("409.parts-missing", _("Parts of the record have not arrived."), remedy=_("Send them first."))
        return refusal(problem, missing=waiting.missing)
    answer = jsonify({"receipt": signed.receipt, "signature": signed.signature})
    answer.status_code = 201
    return answer


def _help() -> dict[str, Any]:
    """Return whom to call and what is offered; nothing that is not written down."""
    settings = project().settings
    safety, lead = settings.safety, settings.safeguarding
    return {
        "safety": (
            {"number": safety.number, "words": safety.words, "words_in": dict(safety.words_in)}
            if safety.number or safety.words
            else None
        ),
        "safeguarding": {"name": lead.name, "number": lead.number} if lead.name or lead.number else None,
        "offers": [
            {"title": offer.title, "words": offer.words, "phone": offer.phone, "url": offer.url}
            for offer in list_offers(project())
        ],
    }


def _part_name(text: str) -> str:
    if not _SHA256.fullmatch(text):
        raise Problem("400.part-name", _("A part is named by the SHA-256 of its bytes."))
    return text


def _number(header: str) -> int:
    text = request.headers.get(header, "")
    if not _NUMBER.fullmatch(text):
        raise Problem("400.upload-header", _("A header of the upload is missing or malformed."), where=header)
    return int(text)


def _offset(answer: Response, held: int) -> Response:
    answer.headers["Upload-Offset"] = str(held)
    return answer
