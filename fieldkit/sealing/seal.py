"""Sealing a whole record in Python, for the demonstration and for tests; in the field the tablet does it."""

import base64
import hashlib
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldkit.sealing.envelope import ManifestFile, seal_chunks, wrap_key, write_manifest
from fieldkit.sealing.header import EnvelopeHeader, PartDigest


@dataclass(frozen=True)
class PlainFile:
    """One file of a record before sealing."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True)
class SealedEnvelope:
    """A whole envelope in memory: its header and the bytes of its parts, in order."""

    header: EnvelopeHeader
    parts: tuple[bytes, ...]


def seal_envelope(
    *,
    xml: bytes,
    files: Sequence[PlainFile],
    instance_id: str,
    form_id: str,
    form_version: str,
    sealed_at: str,
    public_key: ec.EllipticCurvePublicKey,
    key_id: str,
    content_key: bytes,
    returns_to: str | None = None,
) -> SealedEnvelope:
    """Seal a submission and its files to the project's key.

    Args:
        xml: the submission.
        files: what it names, in the order of their parts.
        instance_id: the submission's.
        form_id: the form's.
        form_version: the form's, or an empty string.
        sealed_at: the moment, ISO 8601 in UTC.
        public_key: the project's sealing key.
        key_id: that key's id.
        content_key: 32 fresh random bytes, never used for another envelope.
        returns_to: SHA-256 of the secret of whoever may have the record back; None for nobody.
    """
    cipher = AESGCM(content_key)
    listed = [
        ManifestFile(
            unicodedata.normalize("NFC", file.name),
            hashlib.sha256(file.content).hexdigest(),
            len(file.content),
            file.type,
        )
        for file in files
    ]
    contents = [write_manifest(xml, listed, returns_to=returns_to), xml, *(file.content for file in files)]
    parts = tuple(
        b"".join(seal_chunks(io.BytesIO(content), cipher, index, instance_id)) for index, content in enumerate(contents)
    )
    header = EnvelopeHeader(
        key_id=key_id,
        instance_id=instance_id,
        form_id=form_id,
        form_version=form_version,
        sealed_at=sealed_at,
        wrapped_key=base64.b64encode(wrap_key(content_key, public_key, instance_id)).decode(),
        parts=tuple(PartDigest(hashlib.sha256(part).hexdigest(), len(part)) for part in parts),
    )
    return SealedEnvelope(header, parts)
