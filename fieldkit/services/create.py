"""Creating a project: its folder, its keys, its first database; and the code that lets the first coordinator in."""

import base64
import hashlib
import hmac
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from fieldkit.config import FILE_NAME, Settings, save_settings
from fieldkit.errors import EnvironmentProblem, Problem, UsageProblem
from fieldkit.sealing.keys import ProjectKeys, save_keys
from fieldkit.store.events import record_event
from fieldkit.store.project import Project, open_project

LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def create_project(folder: Path, *, settings: Settings, keys: ProjectKeys, now: datetime) -> tuple[Project, Path]:
    """Create the project that `settings` describe in `folder`.

    Returns:
        The open project and the place of its key file, which lies outside the folder.

    Raises:
        UsageProblem: `400.base-url`, `400.language` or `400.title`.
        Problem: `409.project-exists` or `409.folder-not-empty`; nothing was changed then.
        EnvironmentProblem: when the folder or the keys cannot be written.
    """
    require_sound_settings(settings)
    _require_room(folder)
    key_path = save_keys(settings.project_id, keys)
    save_settings(folder, settings)
    project = open_project(folder, now=now)
    project.write(
        lambda db: record_event(
            db,
            now=now,
            actor="command",
            kind="project.created",
            subject=f"project:{settings.project_id}",
            detail={"sealing_key_id": keys.sealing_key_id},
        )
    )
    return project, key_path


def require_sound_settings(settings: Settings) -> None:
    """Refuse settings that no tablet or page could use.

    Raises:
        UsageProblem: `400.base-url`, `400.language` or `400.title`.
    """
    address = urlsplit(settings.base_url)
    if address.scheme not in ("http", "https") or not address.hostname or address.query or address.fragment:
        raise UsageProblem(
            "400.base-url",
            f"{settings.base_url!r} is not an address that tablets could reach.",
            where="--base-url",
            remedy="Give the whole address, for example https://field.example.org.",
        )
    for code in settings.languages:
        if not LANGUAGE_CODE.fullmatch(code):
            raise UsageProblem(
                "400.language",
                f"{code!r} is not a language code.",
                where="--language",
                remedy="Use codes such as en, it, ar, uk or pt-BR.",
            )
    if not settings.title.strip():
        raise UsageProblem("400.title", "The project has no title.", where="--title", remedy="Give it a title.")


def setup_code(keys: ProjectKeys) -> str:
    """Return the code with which the first coordinator opens `/setup`, as four groups of four letters.

    It is derived from the project's secret (HMAC-SHA-256, 80 bits), so nothing has to be stored, and it opens nothing
    once there is an account.
    """
    digest = hmac.digest(keys.sessions, b"fieldkit first coordinator", hashlib.sha256)
    letters = base64.b32encode(digest[:10]).decode()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def setup_address(base_url: str, keys: ProjectKeys) -> str:
    """Return the link that opens the set-up page for the first coordinator."""
    return f"{base_url}/setup?code={setup_code(keys)}"


def setup_code_fits(keys: ProjectKeys, typed: str) -> bool:
    """Compare what a person typed with the set-up code, in constant time; case, spaces and dashes do not matter."""
    plain = re.sub(r"[^A-Z2-7]", "", typed.upper())
    return hmac.compare_digest(plain, setup_code(keys).replace("-", ""))


def _require_room(folder: Path) -> None:
    """Make `folder`, refusing one in which something already lives."""
    if (folder / FILE_NAME).exists():
        raise Problem(
            "409.project-exists",
            "This folder already holds a project.",
            where=str(folder),
            remedy=f"Serve it with: fieldkit serve {folder}",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        occupied = next(folder.iterdir(), None)
    except OSError as error:
        raise EnvironmentProblem(
            "500.folder-unusable",
            f"The folder cannot be made or read: {error.strerror}.",
            where=str(folder),
            remedy="Choose a place in which you may create folders.",
        ) from error
    if occupied is not None:
        raise Problem(
            "409.folder-not-empty",
            "There is something in this folder already.",
            where=str(occupied),
            remedy="Choose a new folder, or empty this one first.",
        )
