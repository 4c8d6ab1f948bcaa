"""The wire for what is not a record: the tablet's report, and help for who forgot a PIN."""

from flask import Response, jsonify

from fieldkit.services.recoveries import ask_recovery, finish_recovery, recovery_answer
from fieldkit.services.reports import read_report, take_report
from fieldkit.web.context import new_id, now, project
from fieldkit.web.tablet.wire import base64_text, blueprint, current_device, json_body


@blueprint.post("/report")
def report() -> Response:
    """Keep what the tablet says of itself; with `erased`, end its enrolment."""
    said, erased = read_report(json_body())
    take_report(project(), device=current_device(), report=said, erased=erased, now=now())
    return Response(status=204)


@blueprint.post("/recoveries")
def ask() -> Response:
    """Take the request of somebody who forgot a PIN."""
    recovery_id = ask_recovery(project(), device=current_device(), wanted=json_body(), recovery_id=new_id(), now=now())
    answer = jsonify({"id": recovery_id})
    answer.status_code = 201
    return answer


@blueprint.get("/recoveries/<recovery_id>")
def answer_to(recovery_id: str) -> Response:
    """Say what became of a request; once approved, with the sealed key."""
    state, key = recovery_answer(project(), device=current_device(), recovery_id=recovery_id, now=now())
    return jsonify({"state": state, "wrapped_key": base64_text(key)} if key else {"state": state})


@blueprint.post("/recoveries/<recovery_id>/done")
def done(recovery_id: str) -> Response:
    """Forget the answer."""
    finish_recovery(project(), device=current_device(), recovery_id=recovery_id, now=now())
    return Response(status=204)
