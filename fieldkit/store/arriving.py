"""What the database says of a record at the moment when it is stored, asked in one statement."""

from dataclasses import dataclass

from fieldkit.store.sqlite import Connection


@dataclass(frozen=True)
class Surroundings:
    """What is there already.

    Attributes:
        changes: how often devices and forms have changed (see `fieldkit.store.known`).
        is_held: whether a submission of this instanceID is stored.
        is_aside: whether these same bytes wait among what was kept aside.
        edited_by: the first submission of the same form that says that it replaces this one, or None.
    """

    changes: int
    is_held: bool
    is_aside: bool
    edited_by: str | None


_SURROUNDINGS = """
SELECT (SELECT number FROM known_change),
  EXISTS (SELECT 1 FROM submission WHERE instance_id = ?1),
  EXISTS (SELECT 1 FROM submission_conflict WHERE instance_id = ?1 AND xml_sha256 = ?2 AND settled_at IS NULL),
  (SELECT instance_id FROM submission JOIN form_version ON form_version.id = form_version_id
    WHERE deprecated_id = ?1 AND instance_id <> ?1 AND form_id = ?3 ORDER BY submission.id LIMIT 1)
"""


def find_surroundings(db: Connection, *, instance_id: str, xml_sha256: str, form_id: str) -> Surroundings:
    """Return what is there already of a record that arrives."""
    changes, is_held, is_aside, edited_by = db.execute(_SURROUNDINGS, (instance_id, xml_sha256, form_id)).fetchone()
    return Surroundings(changes, bool(is_held), bool(is_aside), edited_by)
