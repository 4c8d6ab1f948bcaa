"""What somebody uploads to become a form.

The files stay on the server between two tries, so that nothing has to be chosen again; a signed field of the page says
which they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage

from fieldkit.store.media import media_path
from fieldkit.web.context import project

Kept = tuple[str, str]
"""A file's name and its SHA-256."""


@dataclass(frozen=True)
class Upload:
    """A spreadsheet with the files that belong to it, and the codes typed for its languages.

    Attributes:
        spreadsheet: name and content; None when none was chosen.
        media: name → content.
        codes: name of a language → its code.
    """

    spreadsheet: tuple[str, bytes] | None
    media: Mapping[str, bytes] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)


def read_upload() -> Upload:
    """Read the request: what is chosen now, over what was kept from the last try."""
    kept = _kept()
    media = {name: content for file in request.files.getlist("media") for name, content in _content(file)}
    codes = zip(request.form.getlist("language"), request.form.getlist("code"), strict=False)
    return replace(
        kept,
        spreadsheet=next(iter(_content(request.files.get("spreadsheet"))), kept.spreadsheet),
        media={**kept.media, **media},
        codes={name: code.strip() for name, code in codes if code.strip()},
    )


def keep_upload(upload: Upload) -> str:
    """Keep the files of an upload and return the signed words that bring them back."""
    spreadsheet = [_keep(*upload.spreadsheet)] if upload.spreadsheet else []
    return _signer().dumps([spreadsheet, [_keep(name, content) for name, content in upload.media.items()]])


def _kept() -> Upload:
    try:
        spreadsheet, media = _signer().loads(request.form.get("kept", ""))
    except BadSignature:
        return Upload(None)
    return Upload(next(iter(_load(spreadsheet)), None), dict(_load(media)))


def _keep(name: str, content: bytes) -> Kept:
    return name, project().keep(content)


def _load(kept: Iterable[Kept]) -> list[tuple[str, bytes]]:
    places = [(name, media_path(project().media, sha256)) for name, sha256 in kept]
    return [(name, path.read_bytes()) for name, path in places if path.is_file()]


def _content(file: FileStorage | None) -> list[tuple[str, bytes]]:
    return [(file.filename.replace("\\", "/").rsplit("/", 1)[-1], file.read())] if file and file.filename else []


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="kept-upload")
