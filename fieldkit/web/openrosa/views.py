"""The OpenRosa endpoints below `/key/<token>/`: the device's token is part of its server address.

Success is 201, for ODK Collect takes a 200 on POST for a captive portal and another 2xx than 204 on HEAD for a server
that does not speak OpenRosa. Werkzeug sends the one `Date` header.
"""

import logging
from functools import partial
from typing import IO
from urllib.parse import quote, urlsplit

from flask import Blueprint, Response, g, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import HTTPException

from fieldkit.errors import Problem
from fieldkit.services.arrival import Received
from fieldkit.services.enrol import device_for_token, known_device
from fieldkit.services.forms import form_documents, form_media_content, form_version, list_forms
from fieldkit.services.receive import receive_submission
from fieldkit.store.forms import FormMedia, PublishedForm
from fieldkit.store.known import KnownDevice
from fieldkit.web.context import now, project
from fieldkit.web.headers import NOTHING
from fieldkit.web.openrosa import documents
from fieldkit.web.openrosa.multipart import discard, read_submission

blueprint = Blueprint("openrosa", __name__, url_prefix="/key/<token>")
log = logging.getLogger(__name__)

XML_TYPE = "text/xml; charset=utf-8"
ACCEPTED_BYTES = 100 * 1024 * 1024
"""Above this Collect splits a submission over several posts; one larger file still comes in one."""

DRAINED_BYTES = 64 * 1024 * 1024
"""How much of a refused body is read and thrown away, so that the client gets to read the answer."""


@blueprint.url_value_preprocessor
def take_token(_endpoint: str | None, values: dict[str, str] | None) -> None:
    """Take the token out of the address, so that no view handles it."""
    g.token = (values or {}).pop("token", "")


@blueprint.before_request
def know_device() -> None:
    """Let only enrolled devices in.

    Raises:
        Problem: `404.token-unknown` (a 401 would make Collect ask for a password that nobody has) or
            `403.token-revoked`.
    """
    look_up = known_device if request.endpoint == "openrosa.submission" else device_for_token
    try:
        g.device = look_up(project(), g.token)
    except Problem as problem:
        if problem.status != 401:
            raise
        raise Problem("404.token-unknown", problem.what, remedy=problem.remedy) from problem


@blueprint.after_request
def speak_openrosa(answer: Response) -> Response:
    """Say on every answer which protocol this is."""
    answer.headers["X-OpenRosa-Version"] = "1.0"
    answer.headers["X-OpenRosa-Accept-Content-Length"] = str(ACCEPTED_BYTES)
    return answer


@blueprint.get("/formList")
def form_list() -> Response:
    """List the newest offered version of each form, or of the one that `?formID=` names."""
    wanted = request.args.get("formID")
    newest: dict[str, PublishedForm] = {}
    for form in list_forms(project(), with_retired=False):
        if wanted is None or form.form_id == wanted:
            newest.setdefault(form.form_id, form)
    return _xml(documents.form_list(newest.values(), _address))


@blueprint.get("/forms/<version_id>/form.xml")
def form_xml(version_id: str) -> Response:
    """Give a form as it was published."""
    return _xml(form_documents(project(), version_id).xform)


@blueprint.get("/forms/<version_id>/manifest")
def manifest(version_id: str) -> Response:
    """List a form's files."""
    return _xml(
        documents.manifest(form_version(project(), version_id).client_media, partial(_media_address, version_id))
    )


@blueprint.get("/forms/<version_id>/media/<path:name>")
def form_media(version_id: str, name: str) -> Response:
    """Give one of a form's files."""
    file, content = form_media_content(project(), version_id, name)
    return Response(content, content_type=file.content_type, headers={"Content-Security-Policy": NOTHING})


@blueprint.route("/submission", methods=["HEAD"])
def submission_welcome() -> Response:
    """Tell a client before it sends how much it may send at once."""
    answer = Response(status=204)
    del answer.headers["Content-Type"]
    answer.headers["Location"] = _address("submission")
    return answer


@blueprint.post("/submission", provide_automatic_options=False)
def submission() -> Response:
    """Receive one submission, or a part of its files."""
    known: KnownDevice = g.device
    parts = read_submission(request.stream, request.headers.get("Content-Type", ""), project().incoming.new_file)
    try:
        received = receive_submission(
            project(), xml=parts.xml, files=parts.files, device=known, sealed=False, now=now()
        )
    finally:
        discard(parts.files)
    return _answer(201, _thanks(received), "submit_success")


@blueprint.errorhandler(Problem)
def answer_problem(problem: Problem) -> Response:
    """Say what went wrong in words that the client shows."""
    _drain(request.stream)
    answer = _answer(problem.status, f"{problem.what} {problem.remedy}".strip(), "submit_failed")
    if problem.status in (429, 503):
        answer.headers["Retry-After"] = "10"
    return answer


@blueprint.errorhandler(HTTPException)
def answer_refusal(refusal: HTTPException) -> Response:
    """Answer what the framework refuses in the protocol's own form."""
    status = refusal.code or 500
    what = _("What was sent is too large.") if status == 413 else _("The request cannot be read.")
    return _answer(status, what, "submit_failed")


@blueprint.errorhandler(Exception)
def answer_failure(failure: Exception) -> Response:
    """Answer a failure of ours; the log gets the traceback, without the address, which holds the token."""
    log.error("failed on %s %s", request.method, request.endpoint, exc_info=failure)
    what = _("Something went wrong on the server. Keep the record and send it again later.")
    return _answer(500, what, "submit_failed")


def _thanks(received: Received) -> str:
    text = _("Received and stored, with every file.") if received.files else _("Received and stored.")
    if received.missing:
        text = ngettext(
            "Received. %(num)d file is still to come.",
            "Received. %(num)d files are still to come.",
            len(received.missing),
        )
    return str(text)


def _address(path: str) -> str:
    """Return the absolute address of `path`, under the host that the client used: it is the one that it can reach.

    Where that is the host of the project's `base_url`, its scheme counts, for TLS may end before this server.
    """
    base = project().settings.base_url
    if urlsplit(base).netloc.casefold() != request.host.casefold():
        base = request.host_url.rstrip("/")
    return f"{base}/key/{quote(g.token)}/{path}"


def _media_address(version_id: str, file: FormMedia) -> str:
    return _address(f"forms/{version_id}/media/{quote(file.name)}")


def _xml(content: bytes) -> Response:
    return Response(content, content_type=XML_TYPE)


def _answer(status: int, message: str, nature: str) -> Response:
    return Response(documents.response(message, nature=nature), status=status, content_type=XML_TYPE)


def _drain(stream: IO[bytes]) -> None:
    left = DRAINED_BYTES
    try:
        while left > 0 and (chunk := stream.read(min(left, 64 * 1024))):
            left -= len(chunk)
    except (OSError, HTTPException, Problem):
        return  # the client has gone, or sends too many things at once
