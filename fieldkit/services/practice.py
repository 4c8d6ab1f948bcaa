"""The practice form: offered to every tablet, compiled once, never stored, never counted."""

from datetime import UTC, datetime
from functools import cache

from flask_babel import gettext as _

from fieldkit.errors import Problem
from fieldkit.forms.library import PRACTICE_FORM_ID, practice_form
from fieldkit.forms.xlsform import compile_form
from fieldkit.services.forms import as_published
from fieldkit.store.forms import PublishedForm

VERSION_ID = "practice"
"""Names it in addresses, where other forms have the id of their stored version."""

_NO_MOMENT = datetime.fromtimestamp(0, UTC)


def practice_version() -> PublishedForm:
    """Return the practice form in the shape of a published one; the project holds no row of it."""
    return _compiled()[0]


def practice_xform() -> bytes:
    """Return it as the tablet's engine reads it."""
    return _compiled()[1]


def refuse_practice(form_id: str) -> None:
    """Refuse what somebody wrote to try out the tablet: it must not stand among the people's answers.

    Raises:
        Problem: `422.practice`.
    """
    if form_id == PRACTICE_FORM_ID:
        raise Problem("422.practice", _("This is practice; it is not kept."), remedy=_("Update the app on the tablet."))


@cache
def _compiled() -> tuple[PublishedForm, bytes]:
    source = practice_form()
    compiled = compile_form(source.file_name, source.content)
    form = as_published(compiled, {}, name=source.file_name, version_id=VERSION_ID, now=_NO_MOMENT)
    return form, compiled.tablet_xform
