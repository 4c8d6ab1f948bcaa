"""The log: who did what, when; and whether its chain of hashes still holds."""

from flask import Blueprint, render_template, request

from fieldkit.services.log import check_log, read_log
from fieldkit.web.asking import row_number
from fieldkit.web.auth import require_role
from fieldkit.web.context import project

blueprint = Blueprint("log", __name__, url_prefix="/log")


@blueprint.get("")
@require_role("coordinator")
def log_page() -> str:
    """Show events, newest first; with `check`, also walk the whole chain."""
    page = read_log(project(), before=request.args.get("before", type=row_number))
    checked = check_log(project()) if "check" in request.args else None
    return render_template("desk/log.html", page=page, checked=checked)
