"""The rooms of the desk that somebody's role opens, as the navigation of every page."""

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from fieldkit.web.auth.session import current_account_or_none


@dataclass(frozen=True)
class Room:
    """A room with the endpoint of its door and the roles that may enter."""

    endpoint: str
    icon: str
    name: LazyString
    roles: tuple[str, ...] = ("coordinator",)


ROOMS = (
    Room("desk.home", "home", lazy_gettext("Home"), ("coordinator", "partner")),
    Room("records.records_page", "record", lazy_gettext("Records")),
    Room("forms.forms_page", "form", lazy_gettext("Forms")),
    Room("people.people_page", "people", lazy_gettext("People")),
    Room("coding.index", "code", lazy_gettext("Coding")),
    Room("release.index", "release", lazy_gettext("Release")),
    Room("log.log_page", "log", lazy_gettext("Log")),
    Room("settings.settings_page", "settings", lazy_gettext("Settings")),
)


@dataclass(frozen=True)
class Door:
    """A room as one page shows it.

    Attributes:
        here: whether the page stands in this room.
        exact: whether the page is the room's first one.
    """

    address: str
    icon: str
    name: str
    here: bool
    exact: bool


def install_rooms(app: Flask) -> None:
    """Let templates ask for the doors."""
    app.context_processor(lambda: {"rooms": doors, "endpoints": lambda: current_app.view_functions})


def doors() -> list[Door]:
    """Return the doors that the reader may open, in their order."""
    account = current_account_or_none()
    role = account.role if account else ""
    return [_door(room) for room in ROOMS if role in room.roles and room.endpoint in current_app.view_functions]


def _door(room: Room) -> Door:
    address = url_for(room.endpoint)
    inside = address != "/" and request.path.startswith(address.rstrip("/") + "/")
    exact = request.path == address
    return Door(address=address, icon=room.icon, name=str(room.name), here=inside or exact, exact=exact)
