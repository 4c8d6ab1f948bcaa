"""The words in which pages name states, roles and problems: one word per thing, with its tone and its shape."""

from dataclasses import dataclass

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString


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


def state_sign(state: str) -> Sign:
    """Return how a review state looks."""
    return STATES[state]


def role_name(role: str) -> str:
    """Return the word for an account's role."""
    return str(ROLES[role])


def problem_text(text: str) -> str:
    """Return what a problem says in the reader's language, where the catalogue knows it."""
    return str(_(text)) if text else ""
