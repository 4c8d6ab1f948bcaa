"""The pages that are ours: the front page of an edition, its pictures, its files, the look."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

from datasette import Response
from datasette.app import Datasette
from datasette.utils.asgi import Request

import fieldkit.look
from fieldkit.publish.build import DOWNLOADS
from fieldkit.publish.method import LINES
from fieldkit.site.edition import Edition, Row, read_edition
from fieldkit.site.pictures import picture_of
from fieldkit.site.serving import DATABASE
from fieldkit.site.tongue import choose_tongue

log = logging.getLogger(__name__)

LOOK = Path(fieldkit.look.__file__).parent
OWN = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".json": "application/json; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
A_DAY = 86_400


async def front_page(datasette: Datasette, request: Request) -> Response:
    """Show what we heard, the pictures, quotations, and how it was found out."""
    edition = await read_edition(datasette)
    tongue = choose_tongue(request.args.get("_lang"), edition.languages)
    context = {
        "edition": edition,
        "metadata": datasette.metadata(),
        "heard": _statements(edition.heard, tongue.language, edition.languages),
        "pictures": [picture_of(table, tongue) for table in edition.tables],
        "method": [
            {"heading": tongue.gettext(LINES[name][0]), "value": value, "about": tongue.gettext(explanation)}
            for name, value, explanation in _method_lines(edition)
        ],
    }
    return Response.html(await datasette.render_template("front.html", context, request=request))


def _method_lines(edition: Edition) -> Iterator[tuple[str, str, str]]:
    for row in edition.method:
        if row["name"] in LINES:
            yield row["name"], row["value"], row["explanation"]


async def error_page(datasette: Datasette, request: Request, exception: Exception) -> Response:
    """Say what went wrong, with the status that the exception carries (403, 404 …) or 500; programs get it as JSON."""
    status = getattr(exception, "status", 500)
    if status >= 500:
        log.error("failed on %s", request.path, exc_info=exception)
    known = status < 500
    error = getattr(exception, "message", None) or str(exception) if known else ""
    if request.path.endswith(".json"):
        described = {"ok": False, "error": error or "This did not work.", "status": status}
        return Response.json({**described, "title": getattr(exception, "title", None)}, status=status)
    page = await datasette.render_template("error.html", {"status": status, "error": error}, request=request)
    return Response.html(page, status=status)


async def picture_file(datasette: Datasette, request: Request) -> Response:
    """Give one picture as a file."""
    edition = await read_edition(datasette)
    tongue = choose_tongue(request.args.get("_lang"), edition.languages)
    for table in edition.tables:
        if table.about["name"] == request.url_vars["name"] and not table.about["withheld"]:
            svg = str(picture_of(table, tongue).svg)
            return Response(svg, content_type="image/svg+xml; charset=utf-8")
    return Response.text("There is no such picture.", status=404)


async def release_file(datasette: Datasette, request: Request) -> Response:
    """Give a file of the release that stands beside its database."""
    name = request.url_vars["name"]
    path = Path(datasette.get_database(DATABASE).path).parent / name
    if name not in DOWNLOADS or not path.is_file():
        return Response.text("There is no such file.", status=404)
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": f"max-age={A_DAY}"}
    return _file(path, headers)


async def look_file(request: Request) -> Response:
    """Give a file of the look: the one style sheet, ours beside it, fonts."""
    name = request.url_vars["name"]
    for folder in (LOOK, OWN):
        path = (folder / name).resolve()
        if path.is_relative_to(folder) and path.is_file() and path.suffix in TYPES:
            return _file(path, {"cache-control": "max-age=3600"})
    return Response.text("There is no such file.", status=404)


def _file(path: Path, headers: dict[str, str]) -> Response:
    return Response(path.read_bytes(), headers=headers, content_type=TYPES[path.suffix])


def _statements(rows: Sequence[Row], language: str, languages: tuple[str, ...]) -> list[dict[str, str]]:
    """The statements of this language; where it has none, those of the first language that has."""
    by_language: dict[str, list[str]] = {}
    for row in rows:
        by_language.setdefault(row["language"], []).append(row["statement"])
    spoken = next((one for one in (language, *languages, *sorted(by_language)) if one in by_language), language)
    return [{"language": spoken, "text": text} for text in by_language.get(spoken, [])]
