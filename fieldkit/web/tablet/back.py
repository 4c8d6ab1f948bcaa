"""The wire for returned records, on their way back to the tablet that sent them."""

from typing import Any

from flask import Response, jsonify, request, send_file

from fieldkit.services.returned import ReturnedRecord, list_returned, returned_file, returned_xml
from fieldkit.web.context import now, project
from fieldkit.web.headers import NOTHING
from fieldkit.web.tablet.cards import form_card
from fieldkit.web.tablet.wire import blueprint, current_device


@blueprint.get("/returned")
def returned() -> Response:
    """List the records of this tablet and of whoever is signed in on it that wait for their correction."""
    found = list_returned(project(), device=current_device(), secret=_secret())
    return jsonify({"records": [_card(record) for record in found]})


@blueprint.get("/records/<path:instance_id>/record.xml")
def record_xml(instance_id: str) -> Response:
    """Give a returned record as it was received."""
    xml = returned_xml(project(), device=current_device(), secret=_secret(), instance_id=instance_id, now=now())
    return Response(xml, content_type="text/xml; charset=utf-8")


@blueprint.get("/records/<path:instance_id>/files/<sha256>")
def record_file(instance_id: str, sha256: str) -> Response:
    """Give a file of a returned record; parts of it can be asked for."""
    file, path = returned_file(
        project(), device=current_device(), secret=_secret(), instance_id=instance_id, sha256=sha256, now=now()
    )
    answer = send_file(path, mimetype=file.type, conditional=True, max_age=0)
    answer.headers["Content-Security-Policy"] = NOTHING
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _secret() -> str:
    """Return the proof that the person to whom a record returns is signed in on the tablet."""
    return request.headers.get("Fieldkit-Person", "")


def _card(record: ReturnedRecord) -> dict[str, Any]:
    return {
        "instance_id": record.instance_id,
        "form": form_card(record.form),
        "title": record.title,
        "reason": record.reason,
        "returned_at": record.returned_at,
        "xml_sha256": record.xml_sha256,
        "files": [vars(file) for file in record.files],
    }
