"""Proof that an unsafe request came from a page of ours.

The proof is an HMAC over a random number in Flask's signed cookie and the session's token, so that it changes when
somebody signs in or out and means nothing in another browser.
"""

import hashlib
import hmac
import secrets

from flask import Flask, request, session
from markupsafe import Markup

from fieldkit.errors import Problem
from fieldkit.web.auth.session import session_token
from fieldkit.web.context import project

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
TOKEN_BLUEPRINTS = frozenset({"openrosa", "tablet_api", "tablet_prompts"})
"""Blueprints whose clients prove themselves with a token in each request, not with a cookie."""


def csrf_token() -> str:
    """Return the proof for this browser and session."""
    nonce = session.setdefault("nonce", secrets.token_urlsafe(32))
    message = f"csrf {nonce} {session_token()}".encode()
    return hmac.new(project().keys.sessions, message, hashlib.sha256).hexdigest()


def csrf_field() -> Markup:
    """Return the hidden field that every form carries."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token())


def install_csrf(app: Flask) -> None:
    """Refuse every unsafe request without the proof, but for blueprints that authenticate by token."""
    app.before_request(require_proof)
    app.context_processor(lambda: {"csrf_field": csrf_field, "csrf_token": csrf_token})


def require_proof() -> None:
    """Refuse an unsafe request that does not come from a page of ours.

    Raises:
        Problem: `403.csrf`.
    """
    if request.method in SAFE_METHODS or request.blueprint in TOKEN_BLUEPRINTS or request.endpoint is None:
        return
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    foreign = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    if foreign or "nonce" not in session or not hmac.compare_digest(given.encode(), csrf_token().encode()):
        raise Problem(
            "403.csrf",
            "This page was open too long, or its form came from somewhere else; nothing was changed.",
            remedy="Go back, reload the page and send it again.",
        )
