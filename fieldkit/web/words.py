"""The words in which pages name states, roles and problems: one word per thing, with its tone and its shape."""

from dataclasses import dataclass

from flask import Flask
from flask_babel import get_timezone, lazy_gettext
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from fieldkit.i18n.catalogues import load_catalogue, load_translations
from fieldkit.i18n.dates import write_day, write_moment, write_number
from fieldkit.i18n.spoken import translate_sentence
from fieldkit.store.times import from_text
from fieldkit.web.languages import page_language


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


def install_words(app: Flask) -> None:
    """Let templates use the words."""
    app.context_processor(lambda: {"state_sign": state_sign, "role_name": role_name, "problem_text": problem_text})
    app.jinja_env.filters.update(moment=moment_text, day=day_text, number=number_text, bytes=bytes_text)


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


def moment_text(stored: str | None) -> str:
    """Return a stored time as people write it, e.g. `4 May 2026, 09:30`, in the project's time zone."""
    return write_moment(from_text(stored), page_language(), get_timezone()) if stored else ""


def day_text(stored: str | None) -> str:
    """Return the day of a stored time as people write it, e.g. `4 May 2026`."""
    return write_day(from_text(stored), page_language(), get_timezone()) if stored else ""


def number_text(number: float) -> str:
    """Return a number as people write it."""
    return write_number(number, page_language())


def bytes_text(count: int) -> str:
    """Return a size as people write it."""
    for limit, unit in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB")):
        if count >= limit:
            return f"{number_text(round(count / limit, 1))} {unit}"
    return str(_("%(amount)s bytes", amount=number_text(count)))
