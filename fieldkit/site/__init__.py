"""The Datasette plugin that serves a release.

Datasette loads its plugins while it is itself being imported, so nothing of Datasette is imported here before it asks.
"""

import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from datasette.hookspecs import hookimpl

from fieldkit.site.headers import App, with_headers
from fieldkit.site.serving import DATABASE, is_release, serve_command

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

__all__ = ["serve_command"]


@hookimpl  # type: ignore[untyped-decorator] # Datasette has no types
def register_routes(datasette: "Datasette") -> list[tuple[str, Callable[..., Any]]]:
    """Add our pages, before Datasette's own."""
    from fieldkit.site import pages

    shared: list[tuple[str, Callable[..., Any]]] = [(r"^/-/look/(?P<name>[\w./-]+)$", pages.look_file)]
    if not is_release(datasette):
        return shared
    return [
        (r"^/$", pages.front_page),
        (r"^/-/release/picture/(?P<name>[\w-]+)\.svg$", pages.picture_file),
        (r"^/-/release/(?P<name>[\w.-]+)$", pages.release_file),
        *shared,
    ]


@hookimpl  # type: ignore[untyped-decorator] # Datasette has no types
def startup(datasette: "Datasette") -> None:
    """Keep no list of who read what: the server's access log would hold addresses of readers and what they sought.

    Datasette would also write down the words of every search that SQLite does not understand.
    """
    if is_release(datasette):
        database = datasette.get_database(DATABASE)
        database.execute = partial(database.execute, log_sql_errors=False)
        logging.getLogger("uvicorn.access").addFilter(_nothing)  # a filter outlives the server's own configuration


def _nothing(_record: logging.LogRecord) -> bool:
    return False


@hookimpl  # type: ignore[untyped-decorator] # Datasette has no types
def asgi_wrapper(datasette: "Datasette") -> Callable[[App], App]:
    """Put our headers around every answer of a Datasette that serves a release."""
    return with_headers if is_release(datasette) else lambda app: app


@hookimpl(hookwrapper=True)  # type: ignore[untyped-decorator] # Datasette has no types
def handle_exception(datasette: "Datasette", request: "Request", exception: Exception) -> Iterator[None]:
    """Answer what goes wrong with a page of ours, or in JSON where JSON was asked for.

    It wraps the hook, because Datasette runs every answer to it and keeps the first. Its own would print the reader's
    request to the log, and fails where nothing was raised.
    """
    from fieldkit.site.pages import error_page

    outcome: Any = yield
    if is_release(datasette):
        outcome.force_result([error_page(datasette, request, exception)])


@hookimpl  # type: ignore[untyped-decorator] # Datasette has no types
def extra_template_vars(datasette: "Datasette", request: "Request | None") -> Callable[[], Any]:
    """Give every template the page's language, direction and translations."""
    from fieldkit.site.edition import read_title
    from fieldkit.site.tongue import choose_tongue

    async def variables() -> dict[str, Any]:
        title, languages = await read_title(datasette) if is_release(datasette) else ("Datasette", ("en",))
        tongue = choose_tongue(request.args.get("_lang") if request else None, languages)
        return {
            "tongue": tongue,
            "edition_title": title,
            "_": tongue.gettext,
            "datasette_table_about": lambda table: datasette.table_metadata(DATABASE, table),
        }

    return variables
