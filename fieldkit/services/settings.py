"""The settings that a coordinator changes in the browser."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from fieldkit.config import save_settings
from fieldkit.errors import Problem
from fieldkit.store.events import record_event
from fieldkit.store.project import Project


@dataclass(frozen=True)
class SettingsForm:
    """What is asked: the study's name, the server's address, the languages (BCP 47, the default first), the zone."""

    title: str
    base_url: str
    languages: tuple[str, ...]
    time_zone: str

    def check(self) -> None:
        """Refuse what cannot work.

        Raises:
            Problem: `422.title`, `422.base-url`, `422.languages` or `422.time-zone`, with the field as its place.
        """
        if not self.title.strip():
            raise Problem("422.title", "The project needs a title.", where="title", remedy="Write the study's name.")
        if not _is_origin(self.base_url):
            raise Problem(
                "422.base-url",
                "This is not the address of a server.",
                where="base_url",
                remedy="Write it like https://study.example.org, without a path.",
            )
        if not self.languages:
            raise Problem("422.languages", "At least one language is needed.", where="languages", remedy="Choose one.")
        if self.time_zone not in time_zones():
            raise Problem(
                "422.time-zone", "There is no such time zone.", where="time_zone", remedy="Choose one from the list."
            )


def change_settings(project: Project, wanted: SettingsForm, *, actor: str, now: datetime) -> None:
    """Write new settings to `fieldkit.toml` and use them from now on.

    Raises:
        Problem: as `SettingsForm.check`.
    """
    wanted.check()
    settings = replace(
        project.settings,
        title=" ".join(wanted.title.split()),
        base_url=wanted.base_url.strip().rstrip("/"),
        languages=wanted.languages,
        time_zone=wanted.time_zone,
    )
    save_settings(project.folder, settings)
    project.settings = settings
    detail = {"languages": list(settings.languages)}
    project.write(
        lambda db: record_event(db, now=now, actor=actor, kind="settings.changed", subject="project", detail=detail)
    )


@cache
def time_zones() -> tuple[str, ...]:
    """Return the names of the world's time zones (IANA), UTC first, then in their order."""
    return (
        "UTC",
        *sorted(name for name in get_global("zone_territories") if "/" in name and not name.startswith("Etc/")),
    )


def read_languages(codes: Sequence[str]) -> tuple[str, ...]:
    """Return the codes that name a language, each once, in their order."""
    return tuple(dict.fromkeys(code for code in codes if _is_language(code)))


def _is_language(code: str) -> bool:
    try:
        Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True


def _is_origin(address: str) -> bool:
    try:
        parts = urlsplit(address.strip().rstrip("/"))
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return known and not (parts.path or parts.query or parts.fragment or parts.username)
