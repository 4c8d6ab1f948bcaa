"""Problems as pages for browsers and as objects for programs; never a traceback."""

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as BaseResponse

from fieldkit.errors import Problem
from fieldkit.web.asking import wants_object, wants_text
from fieldkit.web.words import problem_text

log = logging.getLogger(__name__)

# What the framework itself refuses: name of the code, what happened, what to do.
REFUSALS = {
    400: ("request", lazy_gettext("The request cannot be read."), lazy_gettext("Go back and try once more.")),
    404: (
        "not-found",
        lazy_gettext("There is no page at this address."),
        lazy_gettext("Check the address, or start from the home page."),
    ),
    405: ("method", lazy_gettext("This address does not do that."), lazy_gettext("Start from the home page.")),
    413: (
        "too-large",
        lazy_gettext("What was sent is too large."),
        lazy_gettext("Send a smaller file."),
    ),
    415: ("media-type", lazy_gettext("This kind of content is not taken here."), lazy_gettext("Send another format.")),
    500: (
        "server",
        lazy_gettext("Something went wrong on the server; nothing that was stored before is lost."),
        lazy_gettext("Try once more. If it happens again, tell whoever looks after the server the time of day."),
    ),
}


def install_problems(app: Flask) -> None:
    """Answer every problem that no blueprint answers in a form of its own."""
    app.register_error_handler(Problem, answer_problem)
    app.register_error_handler(HTTPException, answer_refusal)
    app.register_error_handler(Exception, answer_failure)


def answer_problem(problem: Problem) -> BaseResponse:
    """Answer with the problem's own status, as a page or as an object."""
    if wants_object():
        response: BaseResponse = jsonify(_spoken(problem))
    elif wants_text():
        response = Response(f"{problem_text(problem.what)} {problem_text(problem.remedy)}", mimetype="text/plain")
    else:
        response = Response(render_template("problem.html", problem=problem), mimetype="text/html")
    response.status_code = problem.status
    return response


def answer_refusal(refusal: HTTPException) -> BaseResponse | HTTPException:
    """Answer what the framework refuses (no such page, too large …) in our own words; a redirection passes."""
    status = refusal.code or 500
    if status < 400:
        return refusal
    answer = answer_problem(_as_problem(status))
    for name, value in refusal.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def answer_failure(failure: Exception) -> BaseResponse:
    """Answer a failure of ours: the log gets the traceback, the person a sentence."""
    log.error("failed on %s %s", request.method, request.endpoint, exc_info=failure)
    return answer_problem(_as_problem(InternalServerError.code))


def _spoken(problem: Problem) -> dict[str, Any]:
    """Return the problem as an object, in the language of who asks."""
    return problem.as_dict() | {"what": problem_text(problem.what), "remedy": problem_text(problem.remedy)}


def _as_problem(status: int) -> Problem:
    if status in REFUSALS:
        name, what, remedy = REFUSALS[status]
        return Problem(f"{status}.{name}", str(what), remedy=str(remedy))
    return Problem(f"{status}.refused", HTTPStatus(status).phrase, remedy=_("Go back and try once more."))
