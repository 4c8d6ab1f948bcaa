"""What a view may ask of the application: the open project, the clock, new ids. Never more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app

from fieldkit.store.project import Project


@dataclass(frozen=True)
class Context:
    """The application's surroundings; tests give their own clock and ids."""

    project: Project
    clock: Callable[[], datetime]
    new_id: Callable[[], str]


def context() -> Context:
    """Return the surroundings of the running application."""
    return cast(Context, current_app.extensions["fieldkit"])


def project() -> Project:
    """Return the open project."""
    return context().project


def now() -> datetime:
    """Return the moment, in UTC."""
    return context().clock()


def new_id() -> str:
    """Return a fresh, unguessable id."""
    return context().new_id()
