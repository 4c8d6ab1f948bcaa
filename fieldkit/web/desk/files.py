"""Files that strangers sent, given out so that they can do nothing in the browser.

What a file is, its first bytes decide and nothing that a client said. Pictures, sounds and films of known kinds open in
the page; everything else is a download. All of them are sandboxed, whatever they hold. Which control a page draws for a
file, its name and its question decide: a wrong name gets a control that stays silent, and the file can still be taken.
"""

from pathlib import Path
from typing import Literal

from flask import Response, send_file
from werkzeug.utils import secure_filename

from fieldkit.web.headers import NOTHING

SIGNATURES: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"ID3", 0, "audio/mpeg"),
    (b"\xff\xfb", 0, "audio/mpeg"),
    (b"\xff\xf3", 0, "audio/mpeg"),
    (b"WAVE", 8, "audio/wav"),
    (b"OggS", 0, "audio/ogg"),
    (b"\x1aE\xdf\xa3", 0, "audio/webm"),
    (b"ftyp", 4, "audio/mp4"),
    (b"\xff\xf1", 0, "audio/aac"),
    (b"\xff\xf9", 0, "audio/aac"),
)
"""Bytes, where they stand, and the type that they mean."""

UNKNOWN = "application/octet-stream"


PICTURES = frozenset({"jpg", "jpeg", "png", "webp"})
SOUNDS = frozenset({"aac", "m4a", "mp3", "oga", "ogg", "opus", "wav", "weba"})
FILMS = frozenset({"3gp", "3gpp", "m4v", "mkv", "mov", "mp4", "ogv", "webm"})
"""Endings of names. What can hold either is a film, unless the question asked for sound."""

Control = Literal["picture", "sound", "film", "file"]


def control_for(name: str, question_kind: str = "") -> Control:
    """Say how a page shows a file of this name that answers a question of this kind."""
    ending = name.rsplit(".", 1)[-1].lower()
    if ending in PICTURES:
        return "picture"
    if ending in SOUNDS or (ending in FILMS and question_kind in ("audio", "background-audio")):
        return "sound"
    return "film" if ending in FILMS else "file"


def known_type(head: bytes) -> str:
    """Return the type that a file's first bytes show, or the type of any bytes."""
    return next((kind for mark, at, kind in SIGNATURES if head[at : at + len(mark)] == mark), UNKNOWN)


def as_received_file(path: Path, name: str) -> Response:
    """Answer with a stored file under its name; parts of it can be asked for, so that sound can be wound."""
    with path.open("rb") as file:
        kind = known_type(file.read(16))
    if kind.startswith("audio/") and control_for(name) == "film":
        kind = kind.replace("audio/", "video/")
    response = send_file(
        path, mimetype=kind, as_attachment=kind == UNKNOWN, download_name=name, conditional=True, max_age=0
    )
    return _sealed_off(response)


def as_download(content: bytes, name: str) -> Response:
    """Answer with bytes to be kept as a file."""
    response = Response(content, mimetype=UNKNOWN)
    response.headers["Content-Disposition"] = f'attachment; filename="{secure_filename(name)}"'
    return _sealed_off(response)


def _sealed_off(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = NOTHING
    response.headers["Cache-Control"] = "no-store"
    return response
