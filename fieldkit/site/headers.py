"""What stands around every answer: headers, and addresses that are not for the public."""

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from fieldkit.site.spreadsheets import harmless_rows

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No page of ours or of Datasette's runs a script or carries a style: our templates replace those that would."""

HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}

OPEN_PREFIXES = ("/-/look/", "/-/release/")
"""Datasette's own pages below `/-/` name paths of the machine, versions and threads; only ours are open."""


def with_headers(app: App) -> App:
    """Wrap an application: our headers on every answer, reading only, no pages about the machine."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        is_csv = False

        async def send_with_headers(message: MutableMapping[str, Any]) -> None:
            nonlocal is_csv
            if message["type"] == "http.response.start":
                is_csv = message["status"] == 200 and _asks_for_csv(scope) and _is_plain(message)
                kept = [(name, value) for name, value in message.get("headers", []) if name.lower() not in HEADERS]
                message = {**message, "headers": [*kept, *HEADERS.items()]}
            elif is_csv and message.get("body"):  # Datasette writes row by row, each in a message of its own
                message = {**message, "body": harmless_rows(message["body"].decode()).encode()}
            await send(message)

        path = str(scope["path"])
        if scope["method"] not in ("GET", "HEAD"):
            await _refuse(send_with_headers, 405, b"This address can only be read.", (b"allow", b"GET, HEAD"))
        elif path.startswith("/-/") and not path.startswith(OPEN_PREFIXES):
            await _refuse(send_with_headers, 404, b"There is no page at this address.")
        else:
            await _answer(app, scope, receive, send_with_headers)

    return wrapped


async def _answer(app: App, scope: Scope, receive: Receive, send: Send) -> None:
    """Let the application answer; where it fails before it has begun to, say so with our headers."""
    begun = False

    async def watched(message: MutableMapping[str, Any]) -> None:
        nonlocal begun
        begun = True
        await send(message)

    try:
        await app(scope, receive, watched)
    except Exception:
        if begun:
            raise
        log.exception("failed on %s", scope["path"])
        await _refuse(send, 500, b"This did not work.")


def _asks_for_csv(scope: Scope) -> bool:
    return str(scope["path"]).endswith(".csv") or b"_format=csv" in scope.get("query_string", b"")


def _is_plain(start: MutableMapping[str, Any]) -> bool:
    kind = next((value for name, value in start.get("headers", []) if name.lower() == b"content-type"), b"")
    return bool(kind.startswith((b"text/plain", b"text/csv")))


async def _refuse(send: Send, status: int, words: bytes, *more: tuple[bytes, bytes]) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(words)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *more]})
    await send({"type": "http.response.body", "body": words})
