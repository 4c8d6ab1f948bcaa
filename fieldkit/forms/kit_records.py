"""Records that the tablet app writes by itself: an addition to a record that is sealed already, and an alert."""

from dataclasses import dataclass

from lxml import etree

from fieldkit.forms.instance import file_name
from fieldkit.forms.submission_xml import child, local_name, parse_submission, text_of

ADDITION, ALERT = "fieldkit-addition", "fieldkit-alert"
KIT_FORMS = frozenset({ADDITION, ALERT})
"""Form ids of what the tablet writes by itself; no published form has one of them."""


@dataclass(frozen=True)
class Addition:
    """What somebody added: `adds_to` is the record's instanceID, `files` the names of what came along (NFC)."""

    adds_to: str
    words: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Alert:
    """What somebody is worried about.

    Attributes:
        about: the instanceID of a record, or an empty string.
        urgent: somebody is in danger now.
        said_at: as the tablet wrote it, unchecked.
    """

    about: str
    words: str
    urgent: bool
    said_at: str


def read_addition(xml: bytes) -> Addition:
    """Read an addition's XML.

    Raises:
        Problem: when it cannot be parsed safely.
    """
    root = parse_submission(xml)
    files = child(root, "files")
    names = [file_name(text_of(one)) for one in files if local_name(one) == "file"] if files is not None else []
    return Addition(_text(root, "adds_to").strip(), _text(root, "words"), tuple(name for name in names if name))


def read_alert(xml: bytes) -> Alert:
    """Read an alert's XML.

    Raises:
        Problem: when it cannot be parsed safely.
    """
    root = parse_submission(xml)
    return Alert(
        about=_text(root, "about").strip(),
        words=_text(root, "words"),
        urgent=_text(root, "now").strip() == "yes",
        said_at=_text(root, "at").strip(),
    )


def _text(root: etree._Element, name: str) -> str:
    return text_of(child(root, name))
