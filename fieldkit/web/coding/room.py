"""The coding room's blueprint, and what its pages share."""

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import ngettext

from fieldkit.store.accounts import Account
from fieldkit.web.auth import current_account, require_role
from fieldkit.web.languages import direction_of, native_name

blueprint = Blueprint("coding", __name__, url_prefix="/coding")


@blueprint.before_request
@require_role("coordinator")
def coders_only() -> None:
    """Let nobody else in."""


def coder() -> Account:
    """Return who is coding."""
    return current_account()


def language_name(code: str) -> str:
    """Return what a text's language is called, or say that it is not known."""
    if code == "und":
        return str(_("Language not known"))
    try:
        return native_name(code)
    except ValueError:
        return code


def segment_count(number: int) -> str:
    """Return a number of segments in words."""
    return str(ngettext("%(num)d segment", "%(num)d segments", number))


blueprint.add_app_template_global(direction_of, "direction_of")
blueprint.add_app_template_global(language_name, "language_name")
blueprint.add_app_template_global(segment_count, "segment_count")
