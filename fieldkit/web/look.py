"""The one style sheet and its fonts, at `/look/…`."""

from pathlib import Path

from flask import Blueprint, Response, send_from_directory

import fieldkit.look
from fieldkit.errors import Problem

blueprint = Blueprint("look", __name__, url_prefix="/look")

FOLDER = Path(fieldkit.look.__file__).parent
TYPES = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png"}


@blueprint.get("/<path:name>")
def look(name: str) -> Response:
    """Give a file of the look, which browsers keep but ask for each time: new pages never stand in an old look."""
    mimetype = TYPES.get(Path(name).suffix)
    if mimetype is None:
        raise Problem("404.not-found", "There is no such file.")
    return send_from_directory(FOLDER, name, mimetype=mimetype)
