"""The Flask application: a blueprint per audience, headers on every answer, problems as pages or objects."""

import os
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Flask, Request, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from fieldkit.store.project import Project, open_project
from fieldkit.web.asking import LARGEST_ROW_NUMBER
from fieldkit.web.auth.csrf import TOKEN_BLUEPRINTS, install_csrf
from fieldkit.web.auth.session import PageSessions, current_account_or_none
from fieldkit.web.context import Context
from fieldkit.web.headers import install_headers
from fieldkit.web.languages import install_languages
from fieldkit.web.problems import install_problems
from fieldkit.web.rooms import install_rooms
from fieldkit.web.slots import install_slots
from fieldkit.web.titles import install_titles
from fieldkit.web.waiting import install_waiting
from fieldkit.web.words import install_words

BLUEPRINTS: tuple[str, ...] = (
    "fieldkit.web.look",
    "fieldkit.web.languages",
    "fieldkit.web.auth.views",
    "fieldkit.web.desk.home",
    "fieldkit.web.desk.forms",
    "fieldkit.web.desk.prompts",
    "fieldkit.web.desk.records",
    "fieldkit.web.desk.hand_in",
    "fieldkit.web.desk.alerts",
    "fieldkit.web.desk.people",
    "fieldkit.web.desk.tablets",
    "fieldkit.web.desk.recoveries",
    "fieldkit.web.desk.participants",
    "fieldkit.web.desk.log",
    "fieldkit.web.desk.settings",
    "fieldkit.web.desk.safety",
    "fieldkit.web.tablet.shell",
    "fieldkit.web.tablet.api",
    "fieldkit.web.tablet.prompts",
    "fieldkit.web.openrosa",
    "fieldkit.web.coding",
    "fieldkit.web.release.views",
)
"""Modules that define `blueprint`."""

MEBIBYTE = 1024 * 1024
DEFAULT_BODY_LIMIT = 16 * MEBIBYTE
BODY_LIMITS = {
    "openrosa": 512 * MEBIBYTE,
    "tablet_api": 1024 * MEBIBYTE,
    "forms": 256 * MEBIBYTE,
    "hand_in": 2048 * MEBIBYTE,
}
"""The largest request body by blueprint, in bytes."""

KEPT_IN_MEMORY = MEBIBYTE // 2
"""Bytes of an uploaded file, before it goes to the disk."""


def create_app(
    project: Project,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
) -> Flask:
    """Build the application over an open project; `clock` and `new_id` are replaced in tests."""
    app = Flask("fieldkit.web")
    secure = project.settings.base_url.startswith("https://")
    app.secret_key = project.keys.sessions
    app.session_interface = PageSessions()
    app.request_class = request_class(project.folder / "incoming")
    app.config.update(
        MAX_CONTENT_LENGTH=DEFAULT_BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=4 * MEBIBYTE,
        SESSION_COOKIE_NAME="fieldkit-page",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
    )
    if proxies := project.settings.server.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0)  # type: ignore[method-assign]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions["fieldkit"] = Context(project, clock, new_id)
    app.extensions["fieldkit_arrivals"] = install_slots(app)  # before anything reads the body
    app.before_request(limit_body)
    install_headers(app, secure=secure)
    install_problems(app)
    install_languages(app)
    install_csrf(app)
    install_rooms(app)
    install_words(app)
    install_waiting(app)
    install_titles(app)
    app.context_processor(lambda: {"account": current_account_or_none(), "project": project})
    app.url_map.merge_slashes = False  # the redirection would name this server's own scheme, behind TLS a wrong one
    app.url_map.converters["int"] = RowNumber
    for module in BLUEPRINTS:
        app.register_blueprint(import_module(module).blueprint)
    return app


def request_class(folder: Path) -> type[Request]:
    """Return a request whose uploaded files go to nameless files in `folder`: a system's own place may be memory."""

    class StudyRequest(Request):
        def _get_file_stream(self, *_lengths: object, **_more: object) -> IO[bytes]:
            return SpooledTemporaryFile(max_size=KEPT_IN_MEMORY, mode="rb+", dir=str(folder))

    return StudyRequest


class RowNumber(IntegerConverter):
    """A number in an address that a row of the database can have."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST_ROW_NUMBER)


def limit_body() -> None:
    """Set the largest body that this request may have; a stranger's is read before anybody asks who it is."""
    room = request.blueprint or ""
    is_known = room in TOKEN_BLUEPRINTS or (room in BODY_LIMITS and current_account_or_none() is not None)
    request.max_content_length = BODY_LIMITS.get(room, DEFAULT_BODY_LIMIT) if is_known else DEFAULT_BODY_LIMIT


def app_from_environment() -> Flask:
    """Build the application for the server's worker process, which is told its project by `FIELDKIT_PROJECT`."""
    folder = Path(os.environ["FIELDKIT_PROJECT"])
    return create_app(open_project(folder, now=datetime.now(UTC), mode="server"))
