"""The session cookie, and the account behind a request."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Flask, Request, g, redirect, request, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from werkzeug.wrappers import Response

from fieldkit.errors import Problem
from fieldkit.services.sign_in import SESSION_LENGTH, account_of_session
from fieldkit.store.accounts import Account
from fieldkit.web.asking import wants_object
from fieldkit.web.context import now, project

P = ParamSpec("P")
R = TypeVar("R")


PROOF_SECONDS = 365 * 24 * 3600


class PageSessions(SecureCookieSessionInterface):
    """Flask's signed cookie; a request without one, as every record comes in, does not make the signer first."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what the cookie holds; an empty session without it."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)


def cookie_name() -> str:
    """Return the cookie's name; under https the prefix lets no other host of the domain set it."""
    return "__Host-fieldkit" if _is_secure() else "fieldkit"


def session_token() -> str:
    """Return the token that the browser sent, or an empty string."""
    return request.cookies.get(cookie_name(), "")


def give_cookie(response: Response, token: str) -> None:
    """Let the browser carry `token` for as long as its session runs."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(SESSION_LENGTH.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=_is_secure(),
        path="/",
    )


def take_cookie(response: Response) -> None:
    """Let the browser forget its token."""
    response.delete_cookie(cookie_name(), httponly=True, samesite="Lax", secure=_is_secure(), path="/")


def browser_proof() -> str:
    """Return what this browser shows of an account that was signed in here before, or an empty string."""
    return request.cookies.get(_browser_name(), "")


def give_proof(response: Response, proof: str) -> None:
    """Let the browser show later that an account was signed in here; it opens nothing."""
    response.set_cookie(
        _browser_name(),
        proof,
        max_age=PROOF_SECONDS,
        httponly=True,
        samesite="Strict",
        secure=_is_secure(),
        path="/",
    )


def _browser_name() -> str:
    return f"{cookie_name()}-browser"


def current_account_or_none() -> Account | None:
    """Return who is signed in, if anybody; looked up once per request."""
    if "account" not in g:
        token = session_token()
        g.account = account_of_session(project(), token, now=now()) if token else None
    return cast("Account | None", g.account)


def current_account() -> Account:
    """Return who is signed in.

    Raises:
        Problem: `401.signed-out`.
    """
    account = current_account_or_none()
    if account is None:
        raise Problem("401.signed-out", "You are not signed in.", remedy="Sign in, then try again.")
    return account


def require_role(*roles: str) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """Let only people with one of `roles` reach a view; who is not signed in is asked to, and comes back.

    For a whole blueprint, put it on its `before_request` function:

        @blueprint.before_request
        @require_role("coordinator")
        def coordinators_only() -> None: ...
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            account = current_account_or_none()
            if account is None and request.method == "GET" and not wants_object():
                return redirect(url_for("auth.sign_in_page", next=request.full_path.rstrip("?")))
            if current_account().role not in roles:
                raise Problem(
                    "403.role",
                    "Your account does not open this page.",
                    remedy="Ask a coordinator of the project.",
                )
            return view(*args, **kwargs)

        return guarded

    return decorate


def _is_secure() -> bool:
    return project().settings.base_url.startswith("https://")
