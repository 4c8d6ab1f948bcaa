"""Reading forms aloud: what is missing, what came in, what was listened to and accepted."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from flask_babel import gettext as _

from fieldkit.errors import Problem
from fieldkit.forms.model import FormLanguage
from fieldkit.forms.prompts import PromptKind, PromptText, prompt_texts
from fieldkit.store import prompts as store
from fieldkit.store.events import record_event
from fieldkit.store.forms import PublishedForm, find_form_version, load_documents
from fieldkit.store.media import media_path, record_media
from fieldkit.store.project import Project
from fieldkit.store.prompts import Prompt
from fieldkit.store.sqlite import Connection

__all__ = [
    "LARGEST",
    "SOUNDS",
    "LanguageCount",
    "Prompt",
    "PromptLine",
    "accepted_prompts",
    "count_by_language",
    "decide_prompt",
    "prompt_lines",
    "prompt_sound",
    "published_version",
    "receive_prompt",
]

LARGEST = 4 * 1024 * 1024
"""Bytes of one recording: a quarter of an hour of speech, far more than a question takes."""

SOUNDS = frozenset({"audio/webm", "audio/ogg", "audio/mp4", "audio/mpeg", "audio/wav", "audio/aac"})
"""The types of sound that are taken."""


@dataclass(frozen=True)
class PromptLine:
    """One text of a form version in one language, however often it stands there, and what there is of it.

    Attributes:
        targets: everywhere where it stands without a sound of the form's own.
        own: whether the form itself brings a sound everywhere.
        waiting: a recording that nobody has listened to yet.
        accepted: the recording that tablets play.
        refused: whether the last recording was refused and none came since.
    """

    language: str
    kind: PromptKind
    text: str
    text_sha256: str
    targets: tuple[str, ...]
    own: bool
    waiting: Prompt | None
    accepted: Prompt | None
    refused: bool

    @property
    def missing(self) -> bool:
        """Whether nobody has read it yet, or not well enough."""
        return not (self.own or self.waiting or self.accepted)


@dataclass(frozen=True)
class LanguageCount:
    """How far the reading of a form in one language is: texts in all, to be listened to, without any sound."""

    code: str
    texts: int
    waiting: int
    missing: int


def published_version(project: Project, form_id: str, version: str) -> PublishedForm:
    """Return the version that a tablet names.

    Raises:
        Problem: `404.form-not-found`.
    """
    with project.read() as db:
        form = find_form_version(db, form_id, version)
    if form is None:
        raise Problem(
            "404.form-not-found", _("There is no such form in this project."), remedy=_("Load the forms anew.")
        )
    return form


def prompt_lines(project: Project, form: PublishedForm) -> list[PromptLine]:
    """Return every text of a form version with its recordings, in the form's order."""
    with project.read() as db:
        texts = _texts(load_documents(db, form.version_id).tablet_xform, form.languages)
        prompts = store.list_prompts(db, form.form_id, states=("received", "accepted", "refused"))
    found: dict[tuple[str, str], list[PromptText]] = {}
    for text in texts:
        found.setdefault((text.language, text.sha256), []).append(text)
    return [
        _line(same, [one for one in prompts if (one.language, one.text_sha256) == key]) for key, same in found.items()
    ]


def count_by_language(lines: Iterable[PromptLine], languages: Iterable[FormLanguage]) -> list[LanguageCount]:
    """Return how far the reading is, in the order of the form's languages."""
    lines = list(lines)
    texts = Counter(line.language for line in lines)
    waiting = Counter(line.language for line in lines if line.waiting)
    missing = Counter(line.language for line in lines if line.missing)
    codes = [language.code for language in languages]
    return [LanguageCount(code, texts[code], waiting[code], missing[code]) for code in codes]


def accepted_prompts(project: Project, form: PublishedForm) -> list[tuple[str, Prompt]]:
    """Return what tablets play for a form version: where, and which recording."""
    with project.read() as db:
        if not store.list_prompts(db, form.form_id, states=("accepted",)):
            return []
    lines = prompt_lines(project, form)
    return [(target, line.accepted) for line in lines if line.accepted for target in line.targets]


def receive_prompt(
    project: Project,
    *,
    form: PublishedForm,
    language: str,
    text_sha256: str,
    content: bytes,
    content_type: str,
    device_id: str,
    now: datetime,
    new_id: Callable[[], str],
) -> Prompt:
    """Keep a recording until somebody listens to it; the same again is the one that is there.

    A recording of the same text that nobody has listened to yet gives way; one that was accepted stays in use until
    the new one is accepted too.

    Raises:
        Problem: `404.prompt-text` when this version of the form has no such text; `413.prompt-too-large`;
            `415.prompt-type` when it is no sound that is taken.
    """
    if len(content) > LARGEST:
        raise Problem("413.prompt-too-large", _("The recording is too long."), remedy=_("Read only this one text."))
    if content_type not in SOUNDS:
        raise Problem("415.prompt-type", _("This is not a sound that can be played everywhere."))
    line = _line_of(project, form, language, text_sha256)
    sha256 = project.keep(content)

    def receive(db: Connection) -> Prompt:
        same = store.find_same_prompt(db, form.form_id, language, text_sha256, sha256)
        if same is not None:
            return same
        record_media(db, [(sha256, len(content), content_type)], now)
        prompt_id = new_id()
        store.insert_prompt(
            db,
            prompt_id=prompt_id,
            form_id=form.form_id,
            target=line.targets[0],
            language=language,
            text_sha256=text_sha256,
            sha256=sha256,
            device_id=device_id,
            now=now,
        )
        prompt = store.load_prompt(db, prompt_id)
        store.replace_prompts(db, prompt, state="received")
        _record(db, prompt, "prompt.received", f"device:{device_id}", now)
        return prompt

    return project.write(receive)


def decide_prompt(project: Project, *, prompt_id: str, accept: bool, account_id: str, now: datetime) -> Prompt:
    """Let tablets play a recording, or have the text read again.

    Raises:
        Problem: `404.prompt-not-found`; `409.prompt-decided` when it was replaced meanwhile.
    """

    def decide(db: Connection) -> Prompt:
        prompt = store.load_prompt(db, prompt_id)
        if prompt.state == "replaced":
            raise Problem(
                "409.prompt-decided", _("A newer recording has taken its place."), remedy=_("Load the page anew.")
            )
        if accept:
            store.replace_prompts(db, prompt, state="accepted")
        store.set_prompt_state(db, prompt_id, "accepted" if accept else "refused", account_id=account_id, now=now)
        _record(db, prompt, "prompt.accepted" if accept else "prompt.refused", f"account:{account_id}", now)
        return store.load_prompt(db, prompt_id)

    return project.write(decide)


def prompt_sound(project: Project, prompt_id: str) -> Path:
    """Return where the sound of a recording is.

    Raises:
        Problem: `404.prompt-not-found`.
    """
    with project.read() as db:
        return media_path(project.media, store.load_prompt(db, prompt_id).sha256)


@lru_cache(maxsize=16)
def _texts(xform: bytes, languages: tuple[FormLanguage, ...]) -> tuple[PromptText, ...]:
    return prompt_texts(xform, {language.name: language.code for language in languages})


def _line(same: list[PromptText], prompts: list[Prompt]) -> PromptLine:
    """Bring together the places of one text and its recordings, the oldest first."""
    first = same[0]
    waiting = next((one for one in reversed(prompts) if one.state == "received"), None)
    accepted = next((one for one in reversed(prompts) if one.state == "accepted"), None)
    return PromptLine(
        language=first.language,
        kind=first.kind,
        text=first.text,
        text_sha256=first.sha256,
        targets=tuple(text.target for text in same if not text.has_sound),
        own=all(text.has_sound for text in same),
        waiting=waiting,
        accepted=accepted,
        refused=bool(prompts) and prompts[-1].state == "refused",
    )


def _line_of(project: Project, form: PublishedForm, language: str, text_sha256: str) -> PromptLine:
    for line in prompt_lines(project, form):
        if (line.language, line.text_sha256) == (language, text_sha256) and line.targets:
            return line
    raise Problem(
        "404.prompt-text",
        _("This version of the form does not say that, or brings a sound of its own."),
        remedy=_("Load the forms anew."),
    )


def _record(db: Connection, prompt: Prompt, kind: str, actor: str, now: datetime) -> None:
    detail = {"form_id": prompt.form_id, "language": prompt.language, "text_sha256": prompt.text_sha256}
    record_event(
        db, now=now, actor=actor, kind=kind, subject=f"prompt:{prompt.id}", detail={**detail, "sha256": prompt.sha256}
    )
