"""In which language and direction a page speaks: the account's, then the cookie's, then the browser's."""

import gettext
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from flask import Blueprint, Flask, Response, redirect, request
from flask_babel import Babel, Domain, get_locale
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response as BaseResponse

from fieldkit.i18n.catalogues import SOURCE_LANGUAGE, available_languages, load_translations
from fieldkit.services.accounts import choose_language
from fieldkit.web.auth.session import current_account_or_none
from fieldkit.web.context import project

COOKIE = "language"
ONE_YEAR = 365 * 24 * 3600

blueprint = Blueprint("language", __name__)


class PoDomain(Domain):  # type: ignore[misc] # Flask-Babel has no types
    """Flask-Babel's domain over catalogues that are read straight from .po files."""

    def get_translations(self) -> gettext.NullTranslations:
        """Return what is looked up for the language of this request."""
        locale = get_locale()
        return load_translations(str(locale) if locale else SOURCE_LANGUAGE)


class PoBabel(Babel):  # type: ignore[misc] # Flask-Babel has no types
    """Flask-Babel with that domain."""

    @property
    def domain_instance(self) -> PoDomain:
        """The domain of every request; it keeps nothing itself."""
        return PoDomain()


def install_languages(app: Flask) -> None:
    """Give the application its catalogues, its choice of language and what templates ask about both."""
    PoBabel(
        app,
        default_locale=SOURCE_LANGUAGE,
        locale_selector=lambda: _locale(choose_locale()),
        timezone_selector=lambda: project().settings.time_zone,
    )
    app.context_processor(lambda: {"page_language": page_language, "page_direction": page_direction})
    app.context_processor(lambda: {"interface_languages": interface_languages, "native_name": native_name})
    app.context_processor(lambda: {"direction_of": direction_of})


def interface_languages() -> tuple[str, ...]:
    """Return the languages one can switch to: the project's that have a catalogue, or else English."""
    return _spoken_of(tuple(project().settings.languages))


@lru_cache(maxsize=16)
def _spoken_of(languages: tuple[str, ...]) -> tuple[str, ...]:
    spoken = set(available_languages())
    return tuple(language for language in languages if language in spoken) or (SOURCE_LANGUAGE,)


def choose_locale() -> str:
    """Return the language of this request."""
    offered = interface_languages()
    account = current_account_or_none()
    for wish in (account.language if account else None, request.cookies.get(COOKIE)):
        if wish in offered:
            return str(wish)
    return _best_of(request.headers.get("Accept-Language", ""), offered)


@lru_cache(maxsize=256)
def _best_of(accepted: str, offered: tuple[str, ...]) -> str:
    """Return the language of `offered` that the header `Accept-Language` asks for; the clients of a study ask alike."""
    return parse_accept_header(accepted, LanguageAccept).best_match(offered) or offered[0]


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    """Return what Babel knows of a language that is offered; looking it up anew would cost every request something."""
    return Locale.parse(language)


def page_language() -> str:
    """Return the BCP 47 code for `lang`."""
    return str(get_locale()).replace("_", "-")


def page_direction() -> str:
    """Return the direction for `dir`: `ltr` or `rtl`."""
    return direction_of(page_language())


def direction_of(language: str) -> str:
    """Return the direction of a language's script."""
    try:
        return Locale.parse(language, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"


def native_name(language: str) -> str:
    """Return what a language calls itself, as a title; its code where Babel does not know it."""
    try:
        name = Locale.parse(language, sep="-").get_display_name() or language
    except (UnknownLocaleError, ValueError):
        return language
    return name[:1].upper() + name[1:]


@blueprint.post("/language")
def switch() -> BaseResponse:
    """Remember the language that was chosen, for the account and for this browser."""
    language, back = request.form.get("language", ""), request.form.get("back", "/")
    answer = redirect(local_path(back), code=303)
    if language in interface_languages():
        remember(answer, language)
    return answer


def remember(answer: Response | BaseResponse, language: str) -> None:
    """Set the cookie, and the language of whoever is signed in."""
    secure = project().settings.base_url.startswith("https://")
    answer.set_cookie(COOKIE, language, max_age=ONE_YEAR, samesite="Lax", secure=secure, httponly=True)
    if account := current_account_or_none():
        choose_language(project(), account=account, language=language)


def local_path(path: str) -> str:
    """Return `path` when it stays on this server, else the home page."""
    stays = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if stays else "/"
