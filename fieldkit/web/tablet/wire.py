"""The blueprint of the tablet's wire (docs/envelope.md): who may speak, and what its answers share."""

import base64
import json
from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from flask_babel import gettext as _

from fieldkit.errors import Problem
from fieldkit.services.enrol import device_for_token
from fieldkit.store.devices import Device
from fieldkit.web.context import project

blueprint = Blueprint("tablet_api", __name__, url_prefix="/tablet/api")

OPEN_TO_THE_LOST = frozenset({"project_card", "forms", "part_offset", "part", "envelope", "report", "returned"})
"""Views that also answer a tablet that was reported as lost: it may send, and be told to erase itself."""

BODY_LIMIT = 64 * 1024
"""Bytes of a JSON body that is no envelope's header."""


@blueprint.before_request
def know_device() -> None:
    """Let only enrolled devices in, and those that are lost only as far as they may go.

    Raises:
        Problem: `401.token-unknown`, `403.token-revoked` or `403.tablet-lost`.
    """
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    bearer = token.strip() if scheme.casefold() == "bearer" else ""
    g.device = device_for_token(project(), bearer, lost_too=True)
    view = (request.endpoint or "").rpartition(".")[2]
    if g.device.lost_at and view not in OPEN_TO_THE_LOST:
        raise Problem(
            "403.tablet-lost",
            _("This tablet was reported as lost."),
            remedy=_("Bring it to the coordinator."),
        )


def current_device() -> Device:
    """Return the device that is asking."""
    device: Device = g.device
    return device


def json_body() -> object:
    """Return the request's JSON.

    Raises:
        Problem: `413.body-too-large`, `400.body`.
    """
    content = request.stream.read(BODY_LIMIT + 1)
    if len(content) > BODY_LIMIT:
        raise Problem("413.body-too-large", _("What was sent is too large."))
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise Problem(
            "400.body", _("What was sent cannot be read."), remedy=_("Update the app on the tablet.")
        ) from None


def refusal(problem: Problem, **more: Any) -> Response:
    """Answer with a problem and more beside it."""
    answer = jsonify({**problem.as_dict(), **more})
    answer.status_code = problem.status
    return answer


def base64_text(content: bytes) -> str:
    """Return bytes as they stand in JSON."""
    return base64.b64encode(content).decode()
