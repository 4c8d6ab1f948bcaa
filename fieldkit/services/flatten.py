"""Making the flat tables anew from the submissions, while the server goes on receiving."""

from collections import Counter
from collections.abc import Iterable

from fieldkit.forms.flat import KEY_COLUMNS, flat_columns, flat_tables
from fieldkit.store import submissions
from fieldkit.store.flat import FlatDatabase, FlatTable
from fieldkit.store.forms import PublishedForm, list_form_versions
from fieldkit.store.project import Project

BATCH = 200
"""Submissions read in one snapshot, so that the database's log is never held back for long."""


def rebuild_flat(project: Project) -> dict[str, int]:
    """Write `flat.db` anew; return form id and repeat path (`visit`, `visit/step`) → rows.

    Edits that were replaced and submissions encrypted elsewhere are left out.
    """
    with project.read() as db:
        versions = {form.version_id: form for form in list_form_versions(db)}
    building = project.incoming.folder / "flat.db"
    counts: Counter[str] = Counter()
    with FlatDatabase(project.folder / "flat.db", building, _tables(versions.values())) as flat:
        after = 0
        while batch := _read_batch(project, after):
            for _number, version_id, xml in batch:
                if xml and version_id in versions:  # one that was published meanwhile is for the next time
                    counts.update(_flatten(flat, versions[version_id], xml))
            after = batch[-1][0]
    return dict(counts)


def _read_batch(project: Project, after: int) -> list[tuple[int, str, bytes]]:
    """Return row number, form version and XML of the next submissions; the XML is empty for one that is left out."""
    with project.read() as db:
        found = [
            submissions.load_submission(db, number)
            for number in submissions.list_submission_ids(db, after=after, limit=BATCH)
        ]
        return [
            (
                stored.id,
                stored.form_version_id,
                b"" if stored.superseded_by or stored.encrypted_elsewhere else submissions.load_xml(db, stored.id),
            )
            for stored in found
        ]


def _flatten(flat: FlatDatabase, form: PublishedForm, xml: bytes) -> dict[str, int]:
    counts = {}
    for table, rows in flat_tables(form.questions, xml).items():
        path = _below_root(table)
        counts["/".join(part for part in (form.form_id, path) if part)] = flat.insert(form.form_id, path, rows)
    return counts


def _tables(forms: Iterable[PublishedForm]) -> list[FlatTable]:
    """Return one table per form and repeat, with the columns of all versions, those of the newest first."""
    columns: dict[tuple[str, str], dict[str, None]] = {}
    for form in forms:
        for table, names in flat_columns(form.questions).items():
            columns.setdefault((form.form_id, _below_root(table)), {}).update(dict.fromkeys(names))
    return [FlatTable(form_id, path, tuple(names), keys=len(KEY_COLUMNS)) for (form_id, path), names in columns.items()]


def _below_root(table: str) -> str:
    """Return the path of a repeat without the form's root, which versions may name differently."""
    return table.strip("/").partition("/")[2]
