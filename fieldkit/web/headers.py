"""Headers that every answer carries, whoever made it."""

from flask import Flask, Response, request

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
SMALL_FILE = 1024 * 1024
"""Bytes."""

NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"


def content_policy(**changes: str) -> str:
    """Return the Content-Security-Policy of a page, opened for what it needs.

    Args:
        **changes: directives with underscores, e.g. `img_src="'self' blob:"`; the rest stays as for every page.
    """
    directives = POLICY | {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def install_headers(app: Flask, *, secure: bool) -> None:
    """Put the headers on every answer that did not choose its own, also on problems.

    Args:
        app: the application.
        secure: whether the project's address is https, so that browsers may insist on it.
    """
    page_policy = content_policy()

    @app.after_request
    def dress(response: Response) -> Response:
        policy = page_policy if response.mimetype == "text/html" else NOTHING
        chosen = {name.lower() for name, value in response.headers}
        for name, value in (("Content-Security-Policy", policy), *HEADERS.items()):
            if name.lower() not in chosen:
                response.headers.add(name, value)
        if "Cache-Control" not in response.headers and request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        if secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        _hold_small_file(response)
        return response


def _hold_small_file(response: Response) -> None:
    """Read a small file before it is sent: one that is read on the way keeps a thread as long as its client likes."""
    length = response.content_length
    if response.direct_passthrough and length is not None and length <= SMALL_FILE:
        response.call_on_close(getattr(response.response, "close", lambda: None))
        response.direct_passthrough = False
        response.set_data(b"".join(response.iter_encoded()))
