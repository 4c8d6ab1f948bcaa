"""The settings of one project, kept as `fieldkit.toml` in its folder."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tomlkit

from fieldkit.errors import EnvironmentProblem, Problem

FILE_NAME = "fieldkit.toml"


@dataclass(frozen=True)
class ReleaseSettings:
    """Thresholds of what may leave. Counts of people and of organisations' contacts are held apart."""

    minimum_people: int = 10
    minimum_researchers: int = 2
    minimum_contacts: int = 3
    rounding_base: int = 5
    row_level_minimum: int = 300
    approvers: int = 2


@dataclass(frozen=True)
class SafetySettings:
    """Whom researchers call when it is not safe; everything may be empty.

    Attributes:
        number: to call.
        words: who answers there, for every language that has no words of its own.
        words_in: who answers there, by language (BCP 47).
    """

    number: str = ""
    words: str = ""
    words_in: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SafeguardingSettings:
    """Who looks after worries about people.

    Attributes:
        name: of the safeguarding lead, as tablets show it.
        number: under which tablets say to call them now.
        account: the lead's account at the desk; empty: every coordinator is asked at once.
        hours: after which an alert that nobody acknowledged goes to every coordinator.
    """

    name: str = ""
    number: str = ""
    account: str = ""
    hours: int = 4


@dataclass(frozen=True)
class RetentionSettings:
    """After how many days what is over is due to be erased; 0: the study has not decided yet.

    Attributes:
        alert_days: since somebody closed an alert.
        addition_days: since an addition came or the newest version of its record was decided, whichever is later.
    """

    alert_days: int = 0
    addition_days: int = 0


@dataclass(frozen=True)
class ServerSettings:
    """How `fieldkit serve` treats its clients.

    Attributes:
        trusted_proxies: how many proxies stand in front, each of which adds the address that it was asked from to
            `X-Forwarded-For`; 0: that header is believed from nobody.
        patience_seconds: how long a client may need for 8 KiB of what it sends, or of what it is sent.
    """

    trusted_proxies: int = 0
    patience_seconds: int = 60


@dataclass(frozen=True)
class Settings:
    """What `fieldkit.toml` says.

    Attributes:
        project_id: random, permanent; names the project's keys outside its folder.
        title: the study's name in the default language.
        base_url: the address under which tablets and clients reach the server, without a final slash.
        public_url: the address of the published Datasette, without a final slash; empty while unknown.
        languages: interface and form languages (BCP 47), the default first.
        time_zone: in which the desk shows moments (an IANA name, e.g. `Europe/Rome`); they are stored in UTC.
        release: thresholds for publication.
        safety: whom researchers call when it is not safe.
        safeguarding: who looks after worries about people.
        retention: how long alerts and additions are kept.
        server: what stands in front of the server, and how long it waits.
    """

    project_id: str
    title: str
    base_url: str = "http://localhost:8500"
    public_url: str = ""
    languages: tuple[str, ...] = ("en", "it", "ar", "uk")
    time_zone: str = "UTC"
    release: ReleaseSettings = field(default_factory=ReleaseSettings)
    safety: SafetySettings = field(default_factory=SafetySettings)
    safeguarding: SafeguardingSettings = field(default_factory=SafeguardingSettings)
    retention: RetentionSettings = field(default_factory=RetentionSettings)
    server: ServerSettings = field(default_factory=ServerSettings)

    @property
    def secure_context(self) -> bool:
        """Whether a browser gives pages at `base_url` a service worker, camera, WebCrypto and lasting storage.

        That takes TLS or a name of this very machine (https://www.w3.org/TR/secure-contexts/).
        """
        address = urlsplit(self.base_url)
        host = address.hostname or ""
        return (
            address.scheme == "https"
            or host in ("localhost", "::1")
            or host.endswith(".localhost")
            or (host.startswith("127.") and host.replace(".", "").isdigit())
        )


def load_settings(folder: Path) -> Settings:
    """Read the settings of the project in `folder`.

    Raises:
        Problem: `404.project-not-found` when there is no `fieldkit.toml`; `422.settings-invalid` when it is unusable.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise Problem(
            "404.project-not-found",
            f"There is no Fieldkit project in {folder}.",
            where=str(path),
            remedy=f"Create one with: fieldkit init {folder}",
        )
    try:
        return _settings_from(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise Problem(
            "422.settings-invalid",
            f"The project's settings cannot be read: {error}.",
            where=str(path),
            remedy="Correct the line that is named, or restore the file from a backup.",
        ) from error


def save_settings(folder: Path, settings: Settings) -> None:
    """Write `settings` to `fieldkit.toml`, replacing it in one step; comments of an existing file stay."""
    path = folder / FILE_NAME
    document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
    values: dict[str, Any] = {
        "project_id": settings.project_id,
        "title": settings.title,
        "base_url": settings.base_url,
        "public_url": settings.public_url,
        "languages": list(settings.languages),
        "time_zone": settings.time_zone,
    }
    for key, value in values.items():
        document[key] = value
    for name in ("release", "safety", "safeguarding", "retention", "server"):
        table = document.setdefault(name, tomlkit.table())
        for key, value in vars(getattr(settings, name)).items():
            table[key] = dict(value) if isinstance(value, Mapping) else value
    temporary = path.with_suffix(".toml.new")
    temporary.write_text(tomlkit.dumps(document), encoding="utf-8")
    temporary.replace(path)


def shipped(name: str) -> Path:
    """Return the place of `training` or `datasette_metadata.yml`, which live at the repository's root.

    A wheel carries them inside the package; an editable install finds them beside it.

    Raises:
        EnvironmentProblem: `500.not-shipped` when the installation is incomplete.
    """
    package = Path(__file__).parent
    for place in (package / "shipped" / name, package.parent / name):
        if place.exists():
            return place
    raise EnvironmentProblem(
        "500.not-shipped", "This installation of Fieldkit is incomplete.", where=name, remedy="Install it again."
    )


def _settings_from(values: dict[str, Any]) -> Settings:
    release = values.get("release", {})
    _require_known("release", release, ReleaseSettings)
    if any(not isinstance(number, int) or number < 1 for number in release.values()):
        raise ValueError("[release] takes whole numbers from 1")
    return Settings(
        project_id=str(values["project_id"]),
        title=str(values["title"]),
        base_url=str(values.get("base_url", Settings.base_url)).rstrip("/"),
        public_url=str(values.get("public_url", "")).rstrip("/"),
        languages=tuple(str(language) for language in values.get("languages", Settings.languages)),
        time_zone=str(values.get("time_zone", Settings.time_zone)),
        release=_printable(ReleaseSettings(**release)),
        safety=_worded(SafetySettings(**_typed("safety", values, SafetySettings))),
        safeguarding=_patient(SafeguardingSettings(**_typed("safeguarding", values, SafeguardingSettings))),
        retention=_counted(RetentionSettings(**_typed("retention", values, RetentionSettings))),
        server=_bounded(ServerSettings(**_typed("server", values, ServerSettings))),
    )


_KINDS = {int: "whole number", str: "text", dict: "table"}


def _typed(name: str, values: dict[str, Any], kind: type) -> dict[str, Any]:
    """Return the table `name`, when each of its values has the type of the default that it replaces."""
    table = values.get(name, {})
    _require_known(name, table, kind)
    defaults = vars(kind())
    wrong = [key for key, value in table.items() if type(value) is not type(defaults[key])]
    if wrong:
        raise ValueError(f"[{name}] {wrong[0]} takes a {_KINDS[type(defaults[wrong[0]])]}")
    return dict(table)


def _require_known(name: str, table: dict[str, Any], kind: type) -> None:
    unknown = set(table) - set(vars(kind()))
    if unknown:
        raise ValueError(f"[{name}] has unknown names: {', '.join(sorted(unknown))}")


def _patient(safeguarding: SafeguardingSettings) -> SafeguardingSettings:
    if safeguarding.hours < 1:
        raise ValueError("[safeguarding] hours is a whole number from 1")
    return safeguarding


def _worded(safety: SafetySettings) -> SafetySettings:
    if not all(isinstance(words, str) for words in safety.words_in.values()):
        raise ValueError("[safety.words_in] takes a text for each language")
    return safety


def _counted(retention: RetentionSettings) -> RetentionSettings:
    if min(retention.alert_days, retention.addition_days) < 0:
        raise ValueError("[retention] takes whole numbers from 0")
    return retention


def _bounded(server: ServerSettings) -> ServerSettings:
    if not 0 <= server.trusted_proxies <= 10:
        raise ValueError("[server] trusted_proxies is a whole number from 0 to 10")
    if server.patience_seconds < 1:
        raise ValueError("[server] patience_seconds is a whole number from 1")
    return server


def _printable(release: ReleaseSettings) -> ReleaseSettings:
    """Refuse a base that is so coarse that a number which may be shown would be printed as none.

    A number is rounded to the nearest multiple, a tie upwards, so one of at least half the base never becomes 0. People
    are held to more: no base larger than their minimum.
    """
    minima = {"minimum_people": release.minimum_people, "minimum_contacts": release.minimum_contacts}
    for name, minimum in minima.items():
        coarsest = minimum if name == "minimum_people" else 2 * minimum
        if release.rounding_base > coarsest:
            raise ValueError(
                f"[release] rounding_base is {release.rounding_base}, but with {name} = {minimum} it may be at most"
                f" {coarsest}, or a number that may be shown could be printed as 0"
            )
    return release
