"""The tablet app's shell: its page, its service worker, its languages and files. Nothing here knows a token.

The token travels in the fragment of the enrolment link, which browsers never send, and then in the header of the
wire (`api`); so no address that is logged ever holds it.
"""

import hashlib
import json
from typing import Any

from flask import Blueprint, Response, render_template, send_from_directory, url_for
from flask_babel import force_locale, lazy_gettext
from flask_babel.speaklater import LazyString

from fieldkit.errors import Problem
from fieldkit.i18n.pack import language_pack
from fieldkit.web.context import project
from fieldkit.web.headers import content_policy
from fieldkit.web.languages import direction_of, interface_languages, native_name
from fieldkit.web.tablet.bundle import FOLDER, load_bundle

blueprint = Blueprint("tablet", __name__, url_prefix="/tablet")

# The form engine brings WebAssembly; photos and recordings are shown from memory; the worker is our own.
PAGE_POLICY = content_policy(
    script_src="'self' 'wasm-unsafe-eval'",
    worker_src="'self'",
    img_src="'self' blob:",
    media_src="'self' blob:",
)
WORKER_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"
PERMISSIONS = "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()"
OLD_BROWSER = lazy_gettext(
    "This browser is too old to be sure that everything works. What was collected on this tablet is still here: do not "
    "clear its data. Update the browser (Chrome 123, Safari 17.5 or Firefox 128 and later), then open this page again."
)
NO_SCRIPT = lazy_gettext(
    "This app needs JavaScript. Switch it on in the browser’s settings, then open this page again."
)
ASK_AGAIN = "no-cache"
FOR_EVER = 365 * 24 * 3600


@blueprint.get("/")
def shell() -> Response:
    """Give the page that the app lives in; the service worker keeps it, so that it opens without network."""
    answer = Response(_shell_page(), mimetype="text/html")
    answer.headers["Content-Security-Policy"] = PAGE_POLICY
    answer.headers["Permissions-Policy"] = PERMISSIONS
    answer.headers["Cache-Control"] = ASK_AGAIN
    return answer


@blueprint.get("/sw.js")
def service_worker() -> Response:
    """Give the service worker with the list of what it keeps; any change of that list is a new version of the app."""
    load_bundle()
    listed = json.dumps(_kept_files(), sort_keys=True)
    script = (FOLDER / "sw.js").read_text(encoding="utf-8")
    answer = Response(f"self.FIELDKIT_FILES={listed};\n{script}", mimetype="text/javascript")
    answer.headers["Content-Security-Policy"] = WORKER_POLICY
    answer.headers["Service-Worker-Allowed"] = "/tablet/"
    answer.headers["Cache-Control"] = ASK_AGAIN
    return answer


@blueprint.get("/manifest.webmanifest")
def manifest() -> Response:
    """Give the app's name and icons to whoever puts it on a home screen."""
    answer = Response(_manifest_text(), mimetype="application/manifest+json")
    answer.headers["Cache-Control"] = ASK_AGAIN
    return answer


@blueprint.get("/i18n/<language>.json")
def words(language: str) -> Response:
    """Give an interface language as the tablet carries it.

    Raises:
        Problem: `404.language` when the project does not speak it.
    """
    if language not in interface_languages():
        raise Problem("404.language", "This project does not have that language.")
    answer = Response(_pack_text(language), mimetype="application/json")
    answer.headers["Cache-Control"] = ASK_AGAIN
    return answer


@blueprint.get("/app/<name>")
def app_file(name: str) -> Response:
    """Give a file of the app; one whose name carries its hash may be kept for ever.

    Raises:
        Problem: `404.not-found`.
    """
    if name not in load_bundle().files:
        raise Problem("404.not-found", "There is no such file.")
    answer = send_from_directory(FOLDER, name, max_age=FOR_EVER if _is_hashed(name) else 0)
    if _is_hashed(name):
        answer.cache_control.immutable = True
        answer.cache_control.public = True
    return answer


def _shell_page() -> str:
    return render_template(
        "tablet/shell.html",
        bundle=load_bundle(),
        settings=_page_settings(),
        old_browser=_in_every_language(OLD_BROWSER),
        no_script=_in_every_language(NO_SCRIPT),
    )


def _in_every_language(message: LazyString) -> list[dict[str, str]]:
    """Give a message in each interface language: the page is kept, and does not know who will open it."""
    texts = []
    for code in interface_languages():
        with force_locale(code):
            texts.append({"code": code, "direction": direction_of(code), "words": str(message)})
    return texts


def _page_settings() -> dict[str, Any]:
    """What the app must know before it can ask anybody: its languages, its version, the study's name."""
    return {
        "languages": [
            {"code": code, "name": native_name(code), "direction": direction_of(code)} for code in interface_languages()
        ],
        "title": project().settings.title,
        "version": load_bundle().version,
    }


def _manifest_text() -> str:
    """Write the manifest; it offers no shortcuts, for they would tell on a home screen what the app is for."""
    first = interface_languages()[0]
    sizes = ((192, "icon-192.png"), (512, "icon-512.png"))
    icons = [
        {"src": url_for("tablet.app_file", name=name), "sizes": f"{size}x{size}", "type": "image/png"}
        for size, name in sizes
    ]
    return json.dumps(
        {
            "name": project().settings.title,
            "short_name": project().settings.title[:24],
            "id": "/tablet/",
            "lang": first,
            "dir": direction_of(first),
            "start_url": "/tablet/",
            "scope": "/tablet/",
            "display": "standalone",
            "background_color": "#fbfaf7",
            "theme_color": "#0b5a6f",
            "icons": [*icons, {**icons[-1], "purpose": "maskable"}],
        },
        ensure_ascii=False,
    )


def _pack_text(language: str) -> str:
    return json.dumps(language_pack(language), ensure_ascii=False, sort_keys=True)


def _kept_files() -> list[dict[str, str | None]]:
    """List what the service worker keeps, each with a revision unless its name already changes with its content."""
    files: list[dict[str, str | None]] = [
        {"url": url_for("tablet.app_file", name=name), "revision": None if _is_hashed(name) else digest}
        for name, digest in load_bundle().files.items()
    ]
    made = {"/tablet/": _shell_page(), url_for("tablet.manifest"): _manifest_text()}
    made |= {url_for("tablet.words", language=code): _pack_text(code) for code in interface_languages()}
    files.extend({"url": url, "revision": _revision(text)} for url, text in made.items())
    return files


def _revision(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _is_hashed(name: str) -> bool:
    return not name.startswith(("icon", "floor"))
