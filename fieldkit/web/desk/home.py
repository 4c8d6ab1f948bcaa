"""Home: what waits, oldest first, with one next action each."""

from flask import Blueprint, render_template

from fieldkit.web.auth import require_role

blueprint = Blueprint("desk", __name__)


@blueprint.get("/")
@require_role("coordinator", "partner")
def home() -> str:
    """Show what waits."""
    return render_template("desk/home.html")
