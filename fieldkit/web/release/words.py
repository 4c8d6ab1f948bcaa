"""The words and signs in which release pages name gate items, states and reasons."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from fieldkit.publish.shape import REASONS
from fieldkit.release.gate import TEXTS, GateItem
from fieldkit.web.languages import native_name
from fieldkit.web.words import Sign

QUOTATION_STATES = {
    "unreviewed": Sign("wait", "half", lazy_gettext("To be read")),
    "half": Sign("wait", "half", lazy_gettext("Step 1 done")),
    "ready": Sign("ok", "check", lazy_gettext("May be quoted")),
    "stale": Sign("bad", "alert", lazy_gettext("Changed since it was read")),
    "refused": Sign("plain", "cross", lazy_gettext("Stays inside")),
    "no-consent": Sign("bad", "alert", lazy_gettext("No consent to quote")),
    "withdrawn": Sign("bad", "alert", lazy_gettext("Person has withdrawn")),
    "not-standing": Sign("bad", "alert", lazy_gettext("Interview replaced, or not approved any more")),
}
KINDS = {
    "name": lazy_gettext("name"),
    "phone number": lazy_gettext("phone number"),
    "e-mail address": lazy_gettext("e-mail address"),
    "link": lazy_gettext("link"),
    "bank account": lazy_gettext("bank account"),
    "tax code": lazy_gettext("tax code"),
    "document or case number": lazy_gettext("document or case number"),
    "exact date": lazy_gettext("exact date"),
    "street address": lazy_gettext("street address"),
}
"""What a suggestion takes a stretch of text for."""


def gate_what(item: GateItem) -> str:
    """Say what the matter is, in the reader's language."""
    return str(_(TEXTS[item.code][0])) % _values(item)


def gate_remedy(item: GateItem) -> str:
    """Say what to do, in the reader's language."""
    return str(_(TEXTS[item.code][1])) % _values(item)


def withheld_reason(reason: str) -> str:
    """Say why a table is withheld."""
    return str(_(REASONS[reason]))


def _values(item: GateItem) -> dict[str, object]:
    language = item.values.get("language")
    return {**item.values, "language": native_name(str(language))} if language else item.values
