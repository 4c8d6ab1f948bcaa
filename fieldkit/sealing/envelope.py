"""Opens sealed envelopes, format `fieldkit-envelope/1` (docs/envelope.md), and seals their parts.

Everything streams by the chunk, so that a part of any length needs a few MiB of memory.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from fieldkit.sealing.header import EnvelopeHeader, PartDigest, envelope_refused, is_sha256, is_text

CHUNK_BYTES = 1024 * 1024
TAG_BYTES = 16
CONTENT_KEY_BYTES = 32
MANIFEST_LIMIT = 4 * 1024 * 1024
XML_LIMIT = 16 * 1024 * 1024
SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)

OpenPart = Callable[[int], BinaryIO]
"""Opens the bytes of the part with this index, from their start."""


@dataclass(frozen=True)
class ManifestFile:
    """One file as the tablet knew it before sealing; `sha256` and `bytes` are of the plaintext, `name` is in NFC."""

    name: str
    sha256: str
    bytes: int
    type: str


@dataclass(frozen=True)
class Manifest:
    """What part 0 says the envelope holds.

    Attributes:
        returns_to: SHA-256 of the secret of the person to whom the record may come back; None when it names nobody.
    """

    xml_sha256: str
    files: tuple[ManifestFile, ...]
    returns_to: str | None = None


class OpenedEnvelope:
    """An envelope whose key, manifest and submission XML were opened and fitted; its files are read one by one.

    Attributes:
        header: the envelope's header.
        manifest: the list of what it holds.
        xml: the submission's bytes.
    """

    def __init__(self, header: EnvelopeHeader, open_part: OpenPart, private_key: ec.EllipticCurvePrivateKey) -> None:
        """Open the key, the manifest and the XML.

        Raises:
            Problem: `422.envelope` with the reason.
        """
        self.header = header
        self._open_part = open_part
        self._cipher = AESGCM(_unwrap(header, private_key))
        self.manifest = _read_manifest(self._small_part(0, MANIFEST_LIMIT), len(header.parts))
        self.xml = self._small_part(1, XML_LIMIT)
        if hashlib.sha256(self.xml).hexdigest() != self.manifest.xml_sha256:
            envelope_refused("the submission does not fit the manifest")

    def file_chunks(self, index: int) -> Iterator[bytes]:
        """Give the plaintext of the manifest's file `index` in chunks.

        What was given may be used only when the iteration ended without an error.

        Raises:
            Problem: `422.envelope` when a chunk does not authenticate, one is missing, or the whole does not fit.
        """
        expected, digest, size = self.manifest.files[index], hashlib.sha256(), 0
        for chunk in self._chunks(index + 2):
            digest.update(chunk)
            size += len(chunk)
            yield chunk
        if (digest.hexdigest(), size) != (expected.sha256, expected.bytes):
            envelope_refused(f"file {index + 1} does not fit the manifest")

    def _small_part(self, index: int, limit: int) -> bytes:
        if self.header.parts[index].bytes > limit:
            envelope_refused(f"part {index} is larger than {limit} bytes")
        return b"".join(self._chunks(index))

    def _chunks(self, index: int) -> Iterator[bytes]:
        with self._open_part(index) as stream:
            yield from open_chunks(stream, self._cipher, index, self.header.instance_id, self.header.parts[index])


def open_chunks(
    stream: BinaryIO, cipher: AESGCM, index: int, instance_id: str, expected: PartDigest
) -> Iterator[bytes]:
    """Give the plaintext chunks of one part, checking each chunk's tag, the last one's mark and the part's hash.

    Raises:
        Problem: `422.envelope`.
    """
    digest, number, sealed = hashlib.sha256(), 0, stream.read(CHUNK_BYTES + TAG_BYTES)
    while True:
        following = stream.read(CHUNK_BYTES + TAG_BYTES) if len(sealed) == CHUNK_BYTES + TAG_BYTES else b""
        digest.update(sealed)
        try:
            chunk = cipher.decrypt(_nonce(index, number, last=not following), sealed, instance_id.encode())
        except (InvalidTag, ValueError):
            envelope_refused(f"chunk {number} of part {index} does not authenticate")
        if not chunk and number:
            envelope_refused(f"part {index} ends with an empty chunk")
        yield chunk
        if not following:
            break
        number, sealed = number + 1, following
    if digest.hexdigest() != expected.sha256:
        envelope_refused(f"part {index} does not fit its hash")


def seal_chunks(stream: BinaryIO, cipher: AESGCM, index: int, instance_id: str) -> Iterator[bytes]:
    """Give the sealed chunks of one part of an envelope; `stream` holds its plaintext."""
    number, chunk = 0, stream.read(CHUNK_BYTES)
    while True:
        following = stream.read(CHUNK_BYTES) if len(chunk) == CHUNK_BYTES else b""
        yield cipher.encrypt(_nonce(index, number, last=not following), chunk, instance_id.encode())
        if not following:
            return
        number, chunk = number + 1, following


def wrap_key(content_key: bytes, public_key: ec.EllipticCurvePublicKey, instance_id: str) -> bytes:
    """Seal an envelope's content key to the project: HPKE base mode, `enc || ciphertext`."""
    return SUITE.encrypt(content_key, public_key, _info(instance_id))


def write_manifest(xml: bytes, files: Sequence[ManifestFile], *, returns_to: str | None = None) -> bytes:
    """Return the plaintext of part 0."""
    listed = [{"name": file.name, "sha256": file.sha256, "bytes": file.bytes, "type": file.type} for file in files]
    content: dict[str, Any] = {"xml_sha256": hashlib.sha256(xml).hexdigest(), "files": listed}
    if returns_to:
        content["returns_to"] = returns_to
    return json.dumps(content, ensure_ascii=False).encode()


def _nonce(part: int, chunk: int, *, last: bool) -> bytes:
    return part.to_bytes(4, "big") + chunk.to_bytes(4, "big") + int(last).to_bytes(4, "big")


def _info(instance_id: str) -> bytes:
    return f"fieldkit-envelope/1 {instance_id}".encode()


def _unwrap(header: EnvelopeHeader, private_key: ec.EllipticCurvePrivateKey) -> bytes:
    try:
        wrapped = base64.b64decode(header.wrapped_key, validate=True)
        key = SUITE.decrypt(wrapped, private_key, _info(header.instance_id))
    except (binascii.Error, ValueError, InvalidTag):
        envelope_refused("its key cannot be opened with this project's key")
    if len(key) != CONTENT_KEY_BYTES:
        envelope_refused("its key has the wrong length")
    return key


def _read_manifest(content: bytes, part_count: int) -> Manifest:
    try:
        values = json.loads(content)
        files = tuple(_manifest_file(value) for value in values["files"])
        manifest = Manifest(str(values["xml_sha256"]), files, _secret_hash(values.get("returns_to")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        envelope_refused("its manifest cannot be read")
    if len(files) != part_count - 2 or len({file.name for file in files}) != len(files):
        envelope_refused("its manifest does not fit its parts")
    return manifest


def _secret_hash(value: object) -> str | None:
    if value is None:
        return None
    if not is_sha256(value):
        raise ValueError("returns_to is no SHA-256")
    return str(value)


def _manifest_file(value: dict[str, Any]) -> ManifestFile:
    name, sha256, size, kind = value["name"], value["sha256"], value["bytes"], value["type"]
    if not (is_text(name) and name and is_sha256(sha256) and type(size) is int and is_text(kind)):
        raise ValueError("a file of the manifest is malformed")
    return ManifestFile(name, sha256, size, kind)
