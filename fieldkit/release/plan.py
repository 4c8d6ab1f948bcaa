"""Everything that a release would publish, in the order in which it is printed, and the hash that names it.

Whoever approves a release approves this hash. The same data, texts, choices and thresholds give the same hash.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from fieldkit.release.records import Labels
from fieldkit.release.rounding import rounded
from fieldkit.release.tables import PublishedTable

FORMAT = "fieldkit-release/1"


@dataclass(frozen=True)
class Heard:
    """A statement of the front page, written by the coordinators."""

    position: int
    language: str
    text: str


@dataclass(frozen=True)
class Quotation:
    """Words that passed both steps of the review; numbered by their own hash, so that the order tells nothing."""

    number: int
    text: str
    language: str
    code: str


@dataclass(frozen=True)
class Thresholds:
    """The rules in force, as everybody may know them."""

    minimum_people: int
    minimum_contacts: int
    minimum_researchers: int
    rounding_base: int


@dataclass(frozen=True)
class Method:
    """How it was found out. Counts are rounded like those of the tables; one below the minimum is None.

    Attributes:
        period: first and last quarter in which records were collected, e.g. `("2026-Q1", "2026-Q2")`.
        forms: titles of the forms behind the tables and quotations.
        coders: how many people coded the transcripts.
    """

    people: int | None
    contacts: int | None
    researchers: int | None
    period: tuple[str, str] | None
    forms: tuple[str, ...]
    coders: int


@dataclass(frozen=True)
class ReleasePlan:
    """What would be published. `labels` of tables carry their own languages."""

    title: str
    languages: tuple[str, ...]
    heard: tuple[Heard, ...]
    tables: tuple[PublishedTable, ...]
    quotations: tuple[Quotation, ...]
    method: Method
    thresholds: Thresholds

    def as_text(self) -> str:
        """Return the plan as JSON with sorted names."""
        return json.dumps({"format": FORMAT, **asdict(self)}, sort_keys=True, ensure_ascii=False)

    def sha256(self) -> str:
        """Return the hash by which the plan is approved and its release recognised."""
        return hashlib.sha256(self.as_text().encode()).hexdigest()


def number_quotations(quotations: Sequence[tuple[str, str, str]]) -> tuple[Quotation, ...]:
    """Return (text, language, code) triples numbered in the order of their hashes, each once."""
    ordered = sorted(set(quotations), key=lambda item: hashlib.sha256(json.dumps(item).encode()).digest())
    return tuple(Quotation(number, *item) for number, item in enumerate(ordered, 1))


def quarter(moment: datetime) -> str:
    """Return the quarter of a moment, e.g. `2026-Q2`."""
    return f"{moment.year}-Q{(moment.month + 2) // 3}"


def guarded(count: int, minimum: int, base: int) -> int | None:
    """Return `count` rounded, or None when it is below `minimum`."""
    return rounded(count, base) if count >= minimum else None


def plain_label(labels: Labels, language: str, otherwise: str) -> str:
    """Return a label in `language`, else in the form's default, else in any, else `otherwise`."""
    for wish in (language, "default", *sorted(labels)):
        if labels.get(wish):
            return labels[wish]
    return otherwise
