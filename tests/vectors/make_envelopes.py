"""Writes `envelope.json`: envelopes that Python and JavaScript must agree on.

    python -m tests.vectors.make_envelopes > tests/vectors/envelope.json

Keys and plaintexts are fixed and belong to nobody, so everything but `wrapped_key` (HPKE draws a fresh ephemeral key)
and the receipt's signature comes out the same each time. Bytes are base64. A plaintext given as `{"pattern": n}` is n
bytes, byte i being (7 * i + 3) mod 251: long parts are compared by their hash, so that the file stays small.

    recipient       the project's sealing key: `pkcs8`, `jwk` (WebCrypto), `public` (raw point), `key_id`
    content_key     the key of every envelope and part here
    valid           `header`, `parts`, and the `xml`, `manifest` and `files` that they open to
    parts           single parts, sealed with `content_key`: `index`, `instance_id`, `plaintext`, and of the sealed
                    bytes `sha256` and `bytes`
    invalid         `header` and `parts` that must be refused, and why
    receipt         `text`, `signature`, `public` (raw point): must verify; and must not once a byte is changed
"""

import base64
import hashlib
import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldkit.sealing.envelope import CHUNK_BYTES, seal_chunks
from fieldkit.sealing.header import EnvelopeHeader, PartDigest
from fieldkit.sealing.keys import public_bytes
from fieldkit.sealing.receipt import sign_receipt, write_receipt
from fieldkit.sealing.seal import PlainFile, SealedEnvelope, seal_envelope

RECIPIENT = ec.derive_private_key(0x1F3A5C7E9B2D4F60718293A4B5C6D7E8F90A1B2C3D4E5F60718293A4B5C6D7E8, ec.SECP256R1())
STRANGER = ec.derive_private_key(0x2F3A5C7E9B2D4F60718293A4B5C6D7E8F90A1B2C3D4E5F60718293A4B5C6D7E8, ec.SECP256R1())
CONTENT_KEY = bytes(range(32))
INSTANCE_ID = "uuid:6c1f7c0e-59a0-4b0e-9a39-0c8bd3a1f2aa"
XML = (
    '<data xmlns:orx="http://openrosa.org/xforms" id="visit" version="3"><note>كان الموظف لطيفًا</note>'
    f"<photo>صورة café.jpg</photo><orx:meta><orx:instanceID>{INSTANCE_ID}</orx:instanceID></orx:meta></data>"
).encode()


def pattern(length: int) -> bytes:
    """The plaintext that `{"pattern": length}` stands for."""
    return bytes((7 * i + 3) % 251 for i in range(length))


def key_id(key: ec.EllipticCurvePrivateKey) -> str:
    return hashlib.sha256(public_bytes(key)).hexdigest()[:16]


def seal(files: list[PlainFile], key: ec.EllipticCurvePrivateKey = RECIPIENT) -> SealedEnvelope:
    return seal_envelope(
        xml=XML,
        files=files,
        instance_id=INSTANCE_ID,
        form_id="visit",
        form_version="3",
        sealed_at="2026-05-04T09:30:00.000Z",
        public_key=key.public_key(),
        key_id=key_id(RECIPIENT),
        content_key=CONTENT_KEY,
    )


def text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def recipient() -> dict[str, Any]:
    number = RECIPIENT.private_numbers()
    halves = {"x": number.public_numbers.x, "y": number.public_numbers.y, "d": number.private_value}
    jwk = {
        name: base64.urlsafe_b64encode(value.to_bytes(32, "big")).rstrip(b"=").decode()
        for name, value in halves.items()
    }
    pkcs8 = RECIPIENT.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {
        "pkcs8": text(pkcs8),
        "jwk": {"kty": "EC", "crv": "P-256", **jwk},
        "public": text(public_bytes(RECIPIENT)),
        "key_id": key_id(RECIPIENT),
    }


def valid_case(name: str, files: list[PlainFile]) -> dict[str, Any]:
    envelope = seal(files)
    return {
        "name": name,
        "header": envelope.header.as_dict(),
        "parts": [text(part) for part in envelope.parts],
        "xml": text(XML),
        "files": [{"name": file.name, "type": file.type, "content": text(file.content)} for file in files],
    }


def part_case(index: int, length: int) -> dict[str, Any]:
    sealed = b"".join(seal_chunks(io.BytesIO(pattern(length)), AESGCM(CONTENT_KEY), index, INSTANCE_ID))
    return {
        "index": index,
        "instance_id": INSTANCE_ID,
        "plaintext": {"pattern": length},
        "plaintext_sha256": hashlib.sha256(pattern(length)).hexdigest(),
        "sha256": hashlib.sha256(sealed).hexdigest(),
        "bytes": len(sealed),
    }


def invalid_case(name: str, change: Callable[[SealedEnvelope], SealedEnvelope]) -> dict[str, Any]:
    envelope = change(seal([PlainFile("photo.jpg", "image/jpeg", b"photo")]))
    return {"name": name, "header": envelope.header.as_dict(), "parts": [text(part) for part in envelope.parts]}


def with_part(envelope: SealedEnvelope, index: int, content: bytes, *, honest: bool = True) -> SealedEnvelope:
    parts = [*envelope.parts[:index], content, *envelope.parts[index + 1 :]]
    digests = list(envelope.header.parts)
    if honest:
        digests[index] = PartDigest(hashlib.sha256(content).hexdigest(), len(content))
    return SealedEnvelope(replace(envelope.header, parts=tuple(digests)), tuple(parts))


def resealed(envelope: SealedEnvelope, index: int, plaintext: bytes) -> SealedEnvelope:
    sealed = b"".join(seal_chunks(io.BytesIO(plaintext), AESGCM(CONTENT_KEY), index, INSTANCE_ID))
    return with_part(envelope, index, sealed)


def without_last_mark(envelope: SealedEnvelope) -> SealedEnvelope:
    nonce = (2).to_bytes(4, "big") + bytes(8)
    return with_part(envelope, 2, AESGCM(CONTENT_KEY).encrypt(nonce, b"photo", INSTANCE_ID.encode()))


def other_header(envelope: SealedEnvelope, **changes: str) -> SealedEnvelope:
    header: EnvelopeHeader = replace(envelope.header, **changes)  # type: ignore[arg-type]
    return SealedEnvelope(header, envelope.parts)


def swapped(envelope: SealedEnvelope) -> SealedEnvelope:
    once = with_part(envelope, 1, envelope.parts[2])
    return with_part(once, 2, envelope.parts[1])


def invalid_cases() -> list[dict[str, Any]]:
    empty_manifest = json.dumps({"xml_sha256": hashlib.sha256(XML).hexdigest(), "files": []}).encode()
    return [
        invalid_case("sealed to a key that the project does not hold", lambda _: seal([], STRANGER)),
        invalid_case("names another key", lambda e: other_header(e, key_id="0" * 16)),
        invalid_case("the instanceID was changed", lambda e: other_header(e, instance_id="uuid:another")),
        invalid_case("a byte of a file was changed", lambda e: with_part(e, 2, b"x" + e.parts[2][1:])),
        invalid_case("a part does not fit its hash", lambda e: with_part(e, 2, e.parts[2] + b"x", honest=False)),
        invalid_case("the last chunk is not marked as last", without_last_mark),
        invalid_case("a part is cut short", lambda e: with_part(e, 1, e.parts[1][:-1])),
        invalid_case("two parts were swapped", swapped),
        invalid_case("a file's plaintext does not fit the manifest", lambda e: resealed(e, 2, b"other")),
        invalid_case("the submission does not fit the manifest", lambda e: resealed(e, 1, XML + b" ")),
        invalid_case("the manifest names fewer files than there are parts", lambda e: resealed(e, 0, empty_manifest)),
    ]


def receipt_case() -> dict[str, Any]:
    receipt = write_receipt(
        instance_id=INSTANCE_ID,
        form_id="visit",
        form_version="3",
        xml_sha256=hashlib.sha256(XML).hexdigest(),
        files={"صورة café.jpg": hashlib.sha256(b"photo").hexdigest()},
        complete=True,
        received_at="2026-05-04T09:31:00.000Z",
        project_id="vectors",
    )
    return {
        "text": receipt,
        "signature": text(sign_receipt(receipt, RECIPIENT)),
        "public": text(public_bytes(RECIPIENT)),
    }


def vectors() -> dict[str, Any]:
    return {
        "recipient": recipient(),
        "content_key": text(CONTENT_KEY),
        "valid": [
            valid_case("a submission without files", []),
            valid_case("a photo with an Arabic name", [PlainFile("صورة café.jpg", "image/jpeg", bytes(range(256)))]),
            valid_case(
                "an empty file between two others",
                [
                    PlainFile("one.txt", "text/plain", b"one"),
                    PlainFile("empty.m4a", "audio/mp4", b""),
                    PlainFile("two.txt", "text/plain", b"two"),
                ],
            ),
        ],
        "parts": [
            part_case(2, 0),
            part_case(2, 1),
            part_case(2, CHUNK_BYTES - 1),
            part_case(2, CHUNK_BYTES),
            part_case(3, CHUNK_BYTES + 1),
            part_case(300, 2 * CHUNK_BYTES),
        ],
        "invalid": invalid_cases(),
        "receipt": receipt_case(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(vectors(), indent=1, ensure_ascii=False) + "\n")
