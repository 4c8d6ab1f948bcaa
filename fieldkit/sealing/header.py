"""The header of a sealed envelope: the JSON that says to which key it is sealed and which parts belong to it."""

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn, TypeGuard

from fieldkit.errors import Problem

FORMAT = "fieldkit-envelope/1"
MAXIMUM_PARTS = 1002
TEXT_LIMIT = 1000
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class PartDigest:
    """The hash and length of one part's sealed bytes."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class EnvelopeHeader:
    """The header of one envelope, checked; see docs/envelope.md for what each name means."""

    key_id: str
    instance_id: str
    form_id: str
    form_version: str
    sealed_at: str
    wrapped_key: str
    parts: tuple[PartDigest, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the object that travels."""
        values = {name: getattr(self, name) for name in _TEXTS}
        return {
            "format": FORMAT,
            **values,
            "parts": [{"sha256": part.sha256, "bytes": part.bytes} for part in self.parts],
        }


_TEXTS = ("key_id", "instance_id", "form_id", "form_version", "sealed_at", "wrapped_key")


def read_header(content: bytes, *, key_id: str) -> EnvelopeHeader:
    """Read the header's JSON.

    Args:
        content: the bytes as received.
        key_id: the id of the key that this project opens envelopes with.

    Raises:
        Problem: `422.envelope` on anything but a well-formed header of this format for this key.
    """
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        envelope_refused("its header is not JSON")
    header = header_from(values)
    require_key(header, key_id)
    return header


def header_from(values: object) -> EnvelopeHeader:
    """Read a header from its JSON object, to whichever key it is sealed.

    Raises:
        Problem: `422.envelope` on anything but a well-formed header of this format.
    """
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        envelope_refused(f"its format is not {FORMAT}")
    texts = {name: _text(values.get(name), name) for name in _TEXTS}
    if not texts["instance_id"]:
        envelope_refused("its instance_id is missing")
    return EnvelopeHeader(**texts, parts=_parts(values.get("parts")))


def require_key(header: EnvelopeHeader, key_id: str) -> None:
    """Refuse a header that is sealed to another key than the one with this id.

    Raises:
        Problem: `422.envelope`.
    """
    if header.key_id != key_id:
        envelope_refused("it was sealed to another key")


def envelope_refused(reason: str) -> NoReturn:
    """Refuse an envelope as a whole.

    Raises:
        Problem: `422.envelope`, always.
    """
    raise Problem(
        "422.envelope",
        f"The sealed record cannot be opened: {reason}.",
        remedy="It stays on the tablet: send it again, or save a spare copy and give it to the coordinator.",
    )


def is_sha256(value: object) -> bool:
    """Say whether `value` is a lower-case hex SHA-256."""
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None


def is_text(value: object) -> TypeGuard[str]:
    """Say whether `value` is a text of sensible length that UTF-8 can carry (JSON may hold half a surrogate pair)."""
    if not isinstance(value, str) or len(value) > TEXT_LIMIT:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _text(value: object, name: str) -> str:
    if not is_text(value):
        envelope_refused(f"its {name} is missing or malformed")
    return value


def _parts(values: object) -> tuple[PartDigest, ...]:
    if not isinstance(values, list) or not 2 <= len(values) <= MAXIMUM_PARTS:
        envelope_refused("its list of parts is missing or malformed")
    return tuple(_part(value) for value in values)


def _part(value: object) -> PartDigest:
    if isinstance(value, dict) and is_sha256(value.get("sha256")):
        size = value.get("bytes")
        if type(size) is int and size > 0:
            return PartDigest(value["sha256"], size)
    envelope_refused("one of its parts is malformed")
