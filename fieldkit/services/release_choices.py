"""What coordinators choose and write for the next release: its tables, and what we heard. The default is nothing."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime

from fieldkit.errors import Problem
from fieldkit.release.records import Measure
from fieldkit.services.release_data import form_versions
from fieldkit.services.release_questions import TabulableForm, table_spec, tabulable_form
from fieldkit.store import releases
from fieldkit.store.events import record_event
from fieldkit.store.project import Project
from fieldkit.store.releases import ChosenTable, Statement
from fieldkit.store.sqlite import Connection

LONGEST_STATEMENT = 2_000
LONGEST_TITLE = 120


def list_tabulable_forms(project: Project) -> list[TabulableForm]:
    """Return the forms of which something may be tabulated, by title."""
    with project.read() as db:
        forms = [tabulable_form(versions) for versions in form_versions(db).values()]
    return [form for form in forms if form]


def list_tables(project: Project) -> list[ChosenTable]:
    """Return the chosen tables in their order."""
    with project.read() as db:
        return releases.list_chosen_tables(db)


def choose_table(
    project: Project,
    *,
    title: str,
    form_id: str,
    row_question: str,
    column_question: str | None = None,
    measure: str = "count",
    actor: str,
    now: datetime,
    table_id: str,
) -> ChosenTable:
    """Choose a table for the next release; whether it can be protected shows in the plan.

    Raises:
        Problem: `422.table-title`; `404.form-not-found`; `409.not-tabulable`; `409.no-means`.
    """
    words = " ".join(unicodedata.normalize("NFC", title).split())
    if not 0 < len(words) <= LONGEST_TITLE or measure not in set(Measure):
        raise Problem(
            "422.table-title", "A table needs a title of up to 120 characters.", remedy="Write what it shows."
        )

    def work(db: Connection) -> ChosenTable:
        versions = form_versions(db).get(form_id)
        form = tabulable_form(versions) if versions else None
        if form is None:
            raise Problem(
                "404.form-not-found",
                "Nothing of this form may be tabulated.",
                where=form_id,
                remedy="Declare the roles of its questions, or choose another form.",
            )
        table = ChosenTable(table_id, words, form_id, form.unit.value, row_question, column_question or None, measure)
        table_spec(table, form)
        releases.insert_chosen_table(db, table, now=now)
        detail = {"form": form_id, "rows": row_question, "columns": column_question, "measure": measure}
        record_event(
            db, now=now, actor=actor, kind="release.table-chosen", subject=f"release-table:{table_id}", detail=detail
        )
        return table

    return project.write(work)


def remove_table(project: Project, *, table_id: str, actor: str, now: datetime) -> None:
    """Take a table out of the next release."""

    def work(db: Connection) -> None:
        if releases.delete_chosen_table(db, table_id):
            subject = f"release-table:{table_id}"
            record_event(db, now=now, actor=actor, kind="release.table-removed", subject=subject)

    project.write(work)


def list_heard(project: Project) -> list[Statement]:
    """Return what we heard, by language."""
    with project.read() as db:
        return releases.list_statements(db)


def save_heard(
    project: Project,
    *,
    language: str,
    texts: Sequence[str],
    account: str,
    now: datetime,
    new_id: Callable[[], str],
) -> None:
    """Let `texts`, in their order, be what we heard in one language; empty ones are left out.

    Raises:
        Problem: `422.statement-language`; `422.statement-too-long`.
    """
    statements = [" ".join(unicodedata.normalize("NFC", text).split()) for text in texts]
    statements = [statement for statement in statements if statement]
    if language not in project.settings.languages:
        raise Problem(
            "422.statement-language",
            "This is not a language of the project.",
            where=language,
            remedy="Choose another, or add it to the project's settings.",
        )
    if any(len(statement) > LONGEST_STATEMENT for statement in statements):
        raise Problem("422.statement-too-long", "A statement is too long.", remedy="Keep each to a few sentences.")

    rows = [(new_id(), statement) for statement in statements]

    def work(db: Connection) -> None:
        releases.replace_statements(db, language, rows, account_id=account, now=now)
        detail = {"statements": len(rows)}
        subject = f"heard:{language}"
        record_event(
            db, now=now, actor=f"account:{account}", kind="release.heard-written", subject=subject, detail=detail
        )

    project.write(work)
