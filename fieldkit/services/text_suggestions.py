"""What a reader of step 1 is shown: stretches that may name somebody, the project's own people among them."""

from datetime import datetime

from fieldkit.release.identifiers import Suggestion, suggest_identifiers
from fieldkit.services.vault import read_identifiers
from fieldkit.store.project import Project
from fieldkit.store.release_records import known_identifiers


def suggest_for(project: Project, text: str, *, actor: str, now: datetime) -> list[Suggestion]:
    """Return suggestions for a text; the names that the vault knows are read for it, and the reading is logged."""
    names = {words for kind, words in read_identifiers(project, actor=actor, now=now) if kind == "name"}
    with project.read() as db:
        names |= {value for kind, value in known_identifiers(db) if kind == "name"}
    return suggest_identifiers(text, names=names)
