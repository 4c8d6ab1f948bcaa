"""The words in which pages name states, roles and problems: one word per thing, with its tone and its shape."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from flask import Flask
from flask_babel import get_timezone, lazy_gettext
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from fieldkit.i18n.catalogues import load_catalogue, load_translations
from fieldkit.i18n.dates import write_day, write_moment, write_number
from fieldkit.i18n.spoken import translate_sentence
from fieldkit.store.times import as_text, from_text
from fieldkit.web.desk.log_words import event_words
from fieldkit.web.languages import page_language
from fieldkit.web.spans import span_words


@dataclass(frozen=True)
class Sign:
    """How a state looks: tone (`ok`, `wait`, `bad` or `plain`), the name of an icon, a word."""

    tone: str
    icon: str
    word: LazyString


STATES = {
    "received": Sign("wait", "half", lazy_gettext("Received")),
    "has issues": Sign("bad", "alert", lazy_gettext("Has issues")),
    "edited": Sign("wait", "pen", lazy_gettext("Edited")),
    "approved": Sign("ok", "check", lazy_gettext("Approved")),
    "rejected": Sign("plain", "cross", lazy_gettext("Rejected")),
}
ROLES = {"coordinator": lazy_gettext("Coordinator"), "partner": lazy_gettext("Partner")}
ACTORS = {
    "account": lazy_gettext("A former account"),
    "device": lazy_gettext("A tablet"),
    "command": lazy_gettext("A command on the server"),
    "server": lazy_gettext("The server"),
}
SCOPES = {
    "totals": lazy_gettext("Use the answers in totals"),
    "quote": lazy_gettext("Quote the words"),
    "photo": lazy_gettext("Use the photo"),
    "voice": lazy_gettext("Use the voice"),
    "contact": lazy_gettext("Contact again"),
    "inform": lazy_gettext("Tell what happened"),
    "partner": lazy_gettext("Share with partners"),
}
WARNINGS = {
    "incomplete": lazy_gettext("Files that this record names have not arrived yet."),
    "conflict": lazy_gettext("For one of its files, other content came later; the first stays and the other is kept."),
    "unnamed": lazy_gettext("Files came along that the record does not name."),
    "kept-aside": lazy_gettext("Another version of this record came in and was kept aside."),
    "encrypted": lazy_gettext(
        "The record is encrypted to a key that this project does not have; nobody can read it here."
    ),
    "lost": lazy_gettext(
        "It came from a tablet that was reported as lost or stolen by then; somebody else may have sent it."
    ),
    "clock": lazy_gettext("The tablet’s clock was wrong, so the times in this record are wrong by as much."),
}
REASONS = {
    "instance-differs": lazy_gettext("Other content came under the id of a record that is already stored."),
    "edit-stale": lazy_gettext("It edits a record that another edit has already replaced."),
    "edit-of-other-form": lazy_gettext("It says that it replaces a record of another form."),
    "form-unknown": lazy_gettext("Its form, or this version of it, is not published here."),
}
REMEDIES = {
    "instance-differs": lazy_gettext(
        "Compare the two. What is stored stays, unless the researcher sends a correction of it."
    ),
    "edit-stale": lazy_gettext("Compare it with the newest edit, and ask the researcher to correct that one."),
    "edit-of-other-form": lazy_gettext("Ask the researcher to fill in a new form."),
    "form-unknown": lazy_gettext("Publish this version of the form, then let the tablet send the record again."),
}


def install_words(app: Flask) -> None:
    """Let templates use the words."""
    app.context_processor(lambda: {"state_sign": state_sign, "role_name": role_name, "problem_text": problem_text})
    app.context_processor(lambda: {"scopes": SCOPES, "warning_words": WARNINGS})
    app.context_processor(lambda: {"reason_words": REASONS, "remedy_words": REMEDIES})
    app.jinja_env.filters.update(
        moment=moment_text,
        moment_of=lambda moment: moment_text(as_text(moment)),
        day=day_text,
        number=number_text,
        bytes=bytes_text,
        span=span_words,
    )
    app.jinja_env.filters.update(answered_time=answered_time, place=place_text)
    app.context_processor(lambda: {"actor_name": actor_name, "event_words": event_words})


def state_sign(state: str) -> Sign:
    """Return how a review state looks."""
    return STATES[state]


def role_name(role: str) -> str:
    """Return the word for an account's role."""
    return str(ROLES[role])


def problem_text(text: str) -> str:
    """Return what a problem says in the reader's language, where the catalogue knows it."""
    language = page_language()
    return translate_sentence(text, load_catalogue(language), load_translations(language))


def actor_name(actor: str, names: Mapping[str, str]) -> str:
    """Return who did something: a person, a tablet, a command or the server; `names` by actor or by bare id."""
    known = names.get(actor) or names.get(actor.partition(":")[2])
    return known or str(ACTORS.get(actor.partition(":")[0], actor))


def answered_time(value: str, kind: str) -> str:
    """Return the answer to a date or time question as people write it, in the zone in which it was given."""
    try:
        if kind == "time":
            return time.fromisoformat(value).strftime("%H:%M")
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    zone = moment.tzinfo or UTC
    write = write_day if kind == "date" else write_moment
    return write(moment.replace(tzinfo=zone), page_language(), zone)


def place_text(value: str) -> str:
    """Return a geographic answer as latitude and longitude, with its accuracy in metres where it has one."""
    points = [point.split() for point in value.split(";") if point.strip()]
    texts = [", ".join(point[:2]) for point in points]
    if len(points) == 1 and len(points[0]) == 4:
        texts[0] += f" (±{points[0][3]} m)"
    return " → ".join(texts)


def moment_text(stored: str | None) -> str:
    """Return a stored time as people write it, e.g. `4 May 2026, 09:30`, in the project's time zone."""
    return isolated(write_moment(from_text(stored), page_language(), get_timezone())) if stored else ""


def day_text(stored: str | None) -> str:
    """Return the day of a stored time as people write it, e.g. `4 May 2026`."""
    return isolated(write_day(from_text(stored), page_language(), get_timezone())) if stored else ""


def isolated(text: str) -> str:
    """Return `text` so that its direction cannot disturb the sentence around it (Unicode's first strong isolate)."""
    return f"\u2068{text}\u2069"


def number_text(number: float) -> str:
    """Return a number as people write it."""
    return write_number(number, page_language())


def bytes_text(count: int) -> str:
    """Return a size as people write it."""
    for limit, unit in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB")):
        if count >= limit:
            return f"{number_text(round(count / limit, 1))} {unit}"
    return str(_("%(amount)s bytes", amount=number_text(count)))
