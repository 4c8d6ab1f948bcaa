"""Signing in and out, taking up an invitation, changing one's password, setting up a new project."""

import secrets

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from fieldkit.errors import Problem
from fieldkit.i18n.catalogues import available_languages
from fieldkit.services import accounts
from fieldkit.services import sign_in as signing
from fieldkit.services.settings import change_settings, time_zones
from fieldkit.web.auth.session import (
    browser_proof,
    current_account,
    current_account_or_none,
    give_cookie,
    give_proof,
    require_role,
    session_token,
    take_cookie,
)
from fieldkit.web.context import new_id, now, project
from fieldkit.web.desk.settings_form import read_form
from fieldkit.web.languages import choose_locale, local_path

blueprint = Blueprint("auth", __name__)


@blueprint.get("/sign-in")
def sign_in_page() -> str | Response:
    """Ask for address and password."""
    if current_account_or_none():
        return redirect(local_path(request.args.get("next", "/")))
    return render_template("auth/sign_in.html", problem=None, next=request.args.get("next", "/"))


@blueprint.post("/sign-in")
def sign_in() -> Response | tuple[str, int]:
    """Start a session, or say kindly why not; the address that was typed stays in its field."""
    try:
        return _enter(request.form.get("email", ""), request.form.get("password", ""), request.form.get("next", "/"))
    except Problem as problem:
        page = render_template("auth/sign_in.html", problem=problem, next=request.form.get("next", "/"))
        return page, problem.status


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End the session and forget what the browser held."""
    answer = redirect(url_for("auth.sign_in_page"), code=303)
    if account := current_account_or_none():
        signing.sign_out(project(), token=session_token(), account=account, now=now())
    session.clear()
    take_cookie(answer)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@blueprint.get("/setup")
def set_up_page() -> str:
    """Ask for what a new project needs; the code came from the machine that serves it."""
    code = request.args.get("code", "")
    accounts.require_setup_code(project(), code)
    return _set_up_form(code)


@blueprint.post("/setup")
def set_up() -> Response | tuple[str, int]:
    """Make the first coordinator, write the settings, and sign in."""
    form, code = request.form, request.form.get("code", "")
    accounts.require_setup_code(project(), code)
    new = accounts.NewAccount(
        name=form.get("name", ""),
        email=form.get("email", ""),
        role="coordinator",
        language=choose_locale(),
        password=form.get("password", ""),
    )
    try:
        wanted = read_form(form)
        wanted.check()
        account = accounts.create_first_coordinator(project(), new, code=code, now=now(), account_id=new_id())
        change_settings(project(), wanted, actor=f"account:{account.id}", now=now())
        return _enter(new.email, new.password, "/")
    except Problem as problem:
        return _set_up_form(code, problem), problem.status


@blueprint.get("/join/<token>")
def join_page(token: str) -> str:
    """Greet somebody who was invited."""
    return _join_form(token, None)


@blueprint.post("/join/<token>")
def join(token: str) -> Response | tuple[str, int]:
    """Make the invited account and sign in."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    try:
        account = accounts.accept_invitation(
            project(), token=token, name=name, password=password, now=now(), account_id=new_id()
        )
        return _enter(account.email, password, "/")
    except Problem as problem:
        return _join_form(token, problem), problem.status


@blueprint.get("/account")
@require_role("coordinator", "partner")
def account_page() -> str:
    """Show one's own account."""
    return render_template("auth/account.html", account=current_account(), problem=None)


@blueprint.post("/account/password")
@require_role("coordinator", "partner")
def change_password() -> Response | tuple[str, int]:
    """Replace one's password; other sessions end, this one goes on under a new token."""
    account, token = current_account(), secrets.token_urlsafe(32)
    try:
        signing.change_password(
            project(),
            account=account,
            current=request.form.get("current", ""),
            new=request.form.get("password", ""),
            now=now(),
            token=token,
        )
    except Problem as problem:
        return render_template("auth/account.html", account=account, problem=problem), problem.status
    answer = redirect(url_for("auth.account_page", done="password"), code=303)
    give_cookie(answer, token)
    return answer


def _enter(email: str, password: str, destination: str) -> Response:
    token = secrets.token_urlsafe(32)
    account = signing.sign_in(
        project(),
        email=email,
        password=password,
        client=request.remote_addr or "",
        now=now(),
        token=token,
        proof=browser_proof(),
    )
    session.clear()  # the proof of our own pages starts anew with the session
    answer = redirect(local_path(destination), code=303)
    give_cookie(answer, token)
    give_proof(answer, signing.browser_proof(project(), account, secrets.token_urlsafe(16)))
    return answer


def _set_up_form(code: str, problem: Problem | None = None) -> str:
    return render_template(
        "auth/setup.html",
        code=code,
        problem=problem,
        form=request.form,
        settings=project().settings,
        here=request.host_url.rstrip("/"),
        time_zones=time_zones(),
        languages=tuple(dict.fromkeys((*project().settings.languages, *available_languages()))),
    )


def _join_form(token: str, problem: Problem | None) -> str:
    invitation = accounts.invitation_for(project(), token, now=now())
    return render_template("auth/join.html", invitation=invitation, problem=problem, form=request.form)
