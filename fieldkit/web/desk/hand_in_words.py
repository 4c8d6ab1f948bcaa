"""What became of a record of a spare copy, in words and signs."""

from flask_babel import lazy_gettext

from fieldkit.web.words import Sign

OUTCOMES = {
    "received": Sign("ok", "check", lazy_gettext("Received")),
    "here": Sign("ok", "check", lazy_gettext("Was here already")),
    "aside": Sign("bad", "alert", lazy_gettext("Kept aside")),
    "refused": Sign("bad", "cross", lazy_gettext("Refused")),
    "cut": Sign("wait", "half", lazy_gettext("Not whole in this file")),
}
