"""What events are called on pages."""

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "account.closed": lazy_gettext("closed an account"),
    "account.created": lazy_gettext("opened an account"),
    "account.invited": lazy_gettext("invited somebody"),
    "account.password-changed": lazy_gettext("changed a password"),
    "account.signed-in": lazy_gettext("signed in"),
    "account.signed-out": lazy_gettext("signed out"),
    "alignment.changed": lazy_gettext("placed a turn beside another"),
    "code.added": lazy_gettext("added a code"),
    "code.changed": lazy_gettext("changed a code"),
    "code.removed": lazy_gettext("took a code out"),
    "conflict.downloaded": lazy_gettext("took a copy of what was kept aside"),
    "conflict.read": lazy_gettext("compared what was kept aside"),
    "conflict.settled": lazy_gettext("settled a conflict"),
    "device.enrolled": lazy_gettext("enrolled a tablet"),
    "device.revoked": lazy_gettext("ended a tablet's enrolment"),
    "file.read": lazy_gettext("looked at a file"),
    "form.offered-again": lazy_gettext("offered a form again"),
    "form.published": lazy_gettext("published a form"),
    "form.retired": lazy_gettext("retired a form"),
    "form.roles-declared": lazy_gettext("declared what a form's questions mean"),
    "memo.added": lazy_gettext("wrote a memo"),
    "memo.removed": lazy_gettext("took a memo out"),
    "project.created": lazy_gettext("created the project"),
    "record.downloaded": lazy_gettext("took a copy of a record"),
    "record.read": lazy_gettext("read a record"),
    "release.approved": lazy_gettext("approved a release"),
    "release.built": lazy_gettext("built a release"),
    "release.heard-written": lazy_gettext("wrote what was heard"),
    "release.quotation-chosen": lazy_gettext("chose a quotation"),
    "release.quotation-taken-out": lazy_gettext("took a quotation out"),
    "release.table-chosen": lazy_gettext("chose a table"),
    "release.table-removed": lazy_gettext("took a table out"),
    "release.text-reviewed": lazy_gettext("reviewed a quotation's text"),
    "segment.added": lazy_gettext("coded a passage"),
    "segment.carried": lazy_gettext("carried a coded passage over"),
    "segment.removed": lazy_gettext("took a code off a passage"),
    "settings.changed": lazy_gettext("changed the settings"),
    "submission.files-received": lazy_gettext("sent files of a record"),
    "submission.kept-aside": lazy_gettext("sent something that was kept aside"),
    "submission.received": lazy_gettext("sent a record"),
    "submission.reviewed": lazy_gettext("decided on a record"),
    "transcript.corrected": lazy_gettext("corrected a transcript"),
    "transcript.imported": lazy_gettext("imported a transcript"),
    "transcript.made": lazy_gettext("made a transcript from a record"),
    "vault.entry-removed": lazy_gettext("removed an entry of the vault"),
    "vault.note-added": lazy_gettext("wrote a note in the vault"),
    "vault.participant-removed": lazy_gettext("removed a participant from the vault"),
    "vault.person-saved": lazy_gettext("wrote in the vault who a participant is"),
    "vault.pseudonym-saved": lazy_gettext("kept a pseudonym in the vault"),
    "vault.read": lazy_gettext("looked into the vault"),
    "vault.signature-added": lazy_gettext("kept a signature in the vault"),
}


def event_words(kind: str) -> str:
    """Return what an event is called, or its bare kind where it has no words yet."""
    return str(WORDS.get(kind, kind))
