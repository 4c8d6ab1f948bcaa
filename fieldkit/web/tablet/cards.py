"""A form as tablets are told of it."""

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from flask import url_for

from fieldkit.forms.model import Role
from fieldkit.store.forms import PublishedForm
from fieldkit.web.tablet.prompts import card_prompts

ROLES = (Role.CONTACT_STARTED, Role.CONTACT_ENDED, Role.OUTCOME)
"""Which questions a tablet fills in by what the clock of a visit knows: from when to when, and that it was stopped."""


def form_card(form: PublishedForm) -> dict[str, Any]:
    """Return what a tablet needs to fetch one version of a form and to fill it in."""
    return {
        "form_id": form.form_id,
        "version": form.version,
        "title": form.title,
        "instrument": form.instrument or None,
        "languages": [asdict(language) for language in form.languages],
        "roles": {
            str(question.role.role): question.path
            for question in form.questions
            if question.role and question.role.role in ROLES
        },
        "prompts": card_prompts(form),
        "xform_url": url_for("tablet_api.form_xml", version_id=form.version_id),
        "xform_sha256": form.tablet_xform_sha256,
        "media": [
            {
                "name": file.name,
                "url": f"{url_for('tablet_api.forms')}/{form.version_id}/media/{quote(file.name)}",
                "sha256": file.sha256,
                "bytes": file.bytes,
            }
            for file in form.tablet_media
        ],
    }
