"""What the other rooms know of a form: its questions, their roles, its files, what was found when it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Labels = dict[str, str]
"""Language code (BCP 47; `und` where the form does not tell its language) to text."""


class Role(StrEnum):
    """What a question means to the kit. Without a role nothing of its answers is ever released."""

    PARTICIPANT = "participant"
    CONSENT = "consent"
    NOTICE = "notice"
    NARRATIVE = "narrative"
    DIRECT_IDENTIFIER = "direct-identifier"
    QUASI_IDENTIFIER = "quasi-identifier"
    SENSITIVE = "sensitive"
    PLACE = "place"
    PLACE_KIND = "place-kind"
    SCENARIO = "scenario"
    CHANNEL = "channel"
    OUTCOME = "outcome"
    CRITERION = "criterion"
    CONTACT_STARTED = "contact-started"
    CONTACT_ENDED = "contact-ended"
    CONTACT_WRITTEN = "contact-written"
    FACT = "fact"
    STAGE = "stage"
    NEED = "need"
    LANGUAGE = "language"


@dataclass(frozen=True)
class RoleDeclaration:
    """A role with what it needs to be used.

    Attributes:
        role: the meaning of the question.
        scope: for CONSENT: totals, quote, photo, voice, contact, inform or partner.
        section: for CRITERION: the section it is scored in.
        weight: for CRITERION: its weight in the section, greater than 0.
        critical: for CRITERION: whether a worst rating caps the result.
        hierarchy: for QUASI_IDENTIFIER: the name of its generalisation hierarchy, or an empty string.
    """

    role: Role
    scope: str = ""
    section: str = ""
    weight: float = 1.0
    critical: bool = False
    hierarchy: str = ""


@dataclass(frozen=True)
class Choice:
    """One choice of a select question."""

    value: str
    labels: Labels


@dataclass(frozen=True)
class Question:
    """One node of a form that can hold an answer, or that groups such nodes.

    Attributes:
        path: absolute path in the primary instance, e.g. `/data/visit/outcome`; unique in a form version.
        kind: the XLSForm type without its list: text, integer, decimal, select_one, select_multiple, rank, date, time,
            datetime, geopoint, geotrace, geoshape, image, audio, video, file, barcode, note, calculate, hidden,
            trigger, range, group, repeat, audit, background-audio, or a metadata type (start, end, deviceid …).
        labels: the question's text in each language of the form.
        choices: in the form's order; empty for other kinds and for lists from files.
        repeat: path of the innermost repeat around it, or an empty string.
        appearance: as written in the form.
        role: its declared meaning, or None.
    """

    path: str
    kind: str
    labels: Labels = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    repeat: str = ""
    appearance: str = ""
    required: bool = False
    role: RoleDeclaration | None = None

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class FormLanguage:
    """A language of a form, as its author named it and as the code that pages carry in `lang`.

    Attributes:
        title: what the form is called in it; empty where its author gives no title of its own for it.
    """

    name: str
    code: str
    title: str = ""


class Severity(StrEnum):
    """An ERROR stops publishing; a WARNING and a NOTE are shown and kept."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """Something that was found in a form, where, and what to do about it."""

    severity: Severity
    code: str
    what: str
    remedy: str
    sheet: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True)
class CompiledForm:
    """An XLSForm that was read: everything a published version is made of.

    Attributes:
        xform: XForm XML for OpenRosa clients.
        tablet_xform: the same form as the tablet's engine needs it.
        media_names: files that the form names and that must come with it (itemsets.csv and choice files included).
        made_media: those of them that were made from the spreadsheet itself (itemsets.csv).
    """

    form_id: str
    version: str
    title: str
    instrument: str
    xform: bytes
    tablet_xform: bytes
    languages: tuple[FormLanguage, ...]
    questions: tuple[Question, ...]
    media_names: tuple[str, ...]
    findings: tuple[Finding, ...]
    made_media: Mapping[str, bytes] = field(default_factory=dict)
