"""The Flask application: a blueprint per audience, headers on every answer, problems as pages or objects."""

import os
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from flask import Flask

from fieldkit.store.project import Project, open_project
from fieldkit.web.context import Context

BLUEPRINTS: tuple[str, ...] = ()
"""Modules that define `blueprint`."""


def create_app(
    project: Project,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
) -> Flask:
    """Build the application over an open project; `clock` and `new_id` are replaced in tests."""
    app = Flask("fieldkit.web")
    app.secret_key = project.keys.sessions
    app.extensions["fieldkit"] = Context(project, clock, new_id)
    for module in BLUEPRINTS:
        app.register_blueprint(import_module(module).blueprint)
    return app


def app_from_environment() -> Flask:
    """Build the application for the server's worker process, which is told its project by `FIELDKIT_PROJECT`."""
    folder = Path(os.environ["FIELDKIT_PROJECT"])
    return create_app(open_project(folder, now=datetime.now(UTC), mode="server"))
