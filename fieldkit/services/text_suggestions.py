"""What a reader of step 1 is shown: stretches that may name somebody, the project's own people among them."""

from collections.abc import Iterator
from datetime import datetime

from fieldkit.forms.instance import read_answers
from fieldkit.forms.model import Role
from fieldkit.release.identifiers import Suggestion, suggest_identifiers
from fieldkit.services.vault import read_identifiers
from fieldkit.store.forms import load_form_version
from fieldkit.store.project import Project
from fieldkit.store.quotations import Passage, record_behind
from fieldkit.store.release_records import known_identifiers
from fieldkit.store.sqlite import Connection


def suggest_for(project: Project, passage: Passage, *, actor: str, now: datetime) -> list[Suggestion]:
    """Return suggestions for a passage.

    They look for the names that the vault knows (the reading is logged), those of researchers, and the direct
    identifiers in the passage's own record.
    """
    names = {words for kind, words in read_identifiers(project, actor=actor, now=now) if kind == "name"}
    with project.read() as db:
        names |= {value for kind, value in known_identifiers(db) if kind == "name"}
        names |= set(_in_own_record(db, passage))
    return suggest_identifiers(passage.text, names=names)


def _in_own_record(db: Connection, passage: Passage) -> Iterator[str]:
    behind = record_behind(db, passage.transcript_id)
    if behind is None:
        return
    version_id, xml = behind
    for answer in read_answers(load_form_version(db, version_id).questions, xml):
        role = answer.question.role
        if role and role.role is Role.DIRECT_IDENTIFIER and answer.value.strip():
            yield answer.value.strip()
