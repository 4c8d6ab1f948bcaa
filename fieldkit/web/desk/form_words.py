"""What the roles, kinds and findings of forms are called on pages."""

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from fieldkit.forms.model import Role, Severity
from fieldkit.web.words import Sign

SEVERITIES = {
    Severity.ERROR: Sign("bad", "alert", lazy_gettext("To mend")),
    Severity.WARNING: Sign("wait", "half", lazy_gettext("To look at")),
    Severity.NOTE: Sign("plain", "dot", lazy_gettext("To know")),
}
ROLE_WORDS: dict[Role, LazyString] = {
    Role.PARTICIPANT: lazy_gettext("Participant’s code"),
    Role.CONSENT: lazy_gettext("Consent"),
    Role.NOTICE: lazy_gettext("Information for participants"),
    Role.NARRATIVE: lazy_gettext("Story in the person’s words"),
    Role.DIRECT_IDENTIFIER: lazy_gettext("Names a person"),
    Role.QUASI_IDENTIFIER: lazy_gettext("Could help to recognise a person"),
    Role.SENSITIVE: lazy_gettext("Sensitive"),
    Role.PLACE: lazy_gettext("Place"),
    Role.PLACE_KIND: lazy_gettext("Kind of place"),
    Role.SCENARIO: lazy_gettext("Scenario"),
    Role.CHANNEL: lazy_gettext("Channel"),
    Role.OUTCOME: lazy_gettext("Outcome"),
    Role.CRITERION: lazy_gettext("Rated criterion"),
    Role.CONTACT_STARTED: lazy_gettext("Beginning of the contact"),
    Role.CONTACT_ENDED: lazy_gettext("End of the contact"),
    Role.CONTACT_WRITTEN: lazy_gettext("When it was written down"),
    Role.FACT: lazy_gettext("What happened, step by step"),
    Role.STAGE: lazy_gettext("Stage of settlement"),
    Role.NEED: lazy_gettext("Need"),
    Role.LANGUAGE: lazy_gettext("Language of the conversation"),
}
SCOPE_WORDS = {
    "totals": lazy_gettext("Use my answers in totals"),
    "quote": lazy_gettext("Quote my words"),
    "photo": lazy_gettext("Use my photo"),
    "voice": lazy_gettext("Record my voice"),
    "contact": lazy_gettext("Contact me again"),
    "inform": lazy_gettext("Tell me what happened"),
    "partner": lazy_gettext("Share with a partner"),
}
KIND_WORDS = {
    "text": lazy_gettext("text"),
    "integer": lazy_gettext("whole number"),
    "decimal": lazy_gettext("number"),
    "select_one": lazy_gettext("one of a list"),
    "select_multiple": lazy_gettext("several of a list"),
    "rank": lazy_gettext("an order"),
    "date": lazy_gettext("day"),
    "time": lazy_gettext("time of day"),
    "datetime": lazy_gettext("day and time"),
    "geopoint": lazy_gettext("position"),
    "geotrace": lazy_gettext("line on a map"),
    "geoshape": lazy_gettext("area on a map"),
    "image": lazy_gettext("picture"),
    "audio": lazy_gettext("recording"),
    "video": lazy_gettext("video"),
    "file": lazy_gettext("file"),
    "barcode": lazy_gettext("bar code"),
    "note": lazy_gettext("text to read"),
    "calculate": lazy_gettext("calculated"),
    "trigger": lazy_gettext("to be confirmed"),
    "range": lazy_gettext("number on a scale"),
}
AUTOMATIC = lazy_gettext("filled in by the device")
INSTRUMENT_WORDS = {
    "interview": (
        lazy_gettext("Interview"),
        lazy_gettext("A conversation about settling in: plain consent, the person’s own words, and a code to keep."),
    ),
    "service-contact": (
        lazy_gettext("Service contact"),
        lazy_gettext("One visit, call or message to a service: how it went, how long it took, eleven rated criteria."),
    ),
}
