import base64
import hashlib
import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.errors import Problem
from fieldkit.sealing.envelope import CHUNK_BYTES, OpenedEnvelope, open_chunks, seal_chunks
from fieldkit.sealing.header import PartDigest, read_header
from tests.vectors.make_envelopes import CONTENT_KEY, pattern

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent.parent / "vectors" / "envelope.json").read_bytes())
KEY = serialization.load_der_private_key(base64.b64decode(VECTORS["recipient"]["pkcs8"]), None)
assert isinstance(KEY, ec.EllipticCurvePrivateKey)


def opened(case: dict[str, Any]) -> OpenedEnvelope:
    parts = [base64.b64decode(part) for part in case["parts"]]
    header = read_header(json.dumps(case["header"]).encode(), key_id=VECTORS["recipient"]["key_id"])
    assert isinstance(KEY, ec.EllipticCurvePrivateKey)
    return OpenedEnvelope(header, lambda index: io.BytesIO(parts[index]), KEY)


def open_whole(case: dict[str, Any]) -> list[bytes]:
    envelope = opened(case)
    return [b"".join(envelope.file_chunks(index)) for index in range(len(envelope.manifest.files))]


@pytest.mark.parametrize("case", VECTORS["valid"], ids=lambda case: case["name"])
def test_an_envelope_of_the_shared_vectors_opens_to_its_plaintext(case: dict[str, Any]) -> None:
    envelope = opened(case)
    assert envelope.xml == base64.b64decode(case["xml"])
    for index, file in enumerate(case["files"]):
        assert envelope.manifest.files[index].name == file["name"]
        assert envelope.manifest.files[index].type == file["type"]
        assert b"".join(envelope.file_chunks(index)) == base64.b64decode(file["content"])


@pytest.mark.parametrize("case", VECTORS["invalid"], ids=lambda case: case["name"])
def test_an_envelope_that_was_tampered_with_is_refused_with_a_reason(case: dict[str, Any]) -> None:
    with pytest.raises(Problem) as refused:
        open_whole(case)
    assert refused.value.code == "422.envelope"
    assert refused.value.remedy


@pytest.mark.parametrize("case", VECTORS["parts"], ids=lambda case: str(case["plaintext"]["pattern"]))
def test_a_long_part_is_sealed_as_the_shared_vectors_say(case: dict[str, Any]) -> None:
    plaintext = pattern(case["plaintext"]["pattern"])
    cipher = AESGCM(base64.b64decode(VECTORS["content_key"]))
    sealed = b"".join(seal_chunks(io.BytesIO(plaintext), cipher, case["index"], case["instance_id"]))
    assert (hashlib.sha256(sealed).hexdigest(), len(sealed)) == (case["sha256"], case["bytes"])
    digest = PartDigest(case["sha256"], case["bytes"])
    assert b"".join(open_chunks(io.BytesIO(sealed), cipher, case["index"], case["instance_id"], digest)) == plaintext


class Endless(io.RawIOBase):
    """A stream of `length` zero bytes that are never all in memory."""

    def __init__(self, length: int) -> None:
        self.left = length

    def read(self, size: int = -1) -> bytes:
        size = min(size, self.left)
        self.left -= size
        return bytes(size)


class Replayed(io.RawIOBase):
    """Reads the chunks of an iterator as a stream."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks, self.buffer = chunks, b""

    def read(self, size: int = -1) -> bytes:
        while len(self.buffer) < size and (chunk := next(self.chunks, b"")):
            self.buffer += chunk
        taken, self.buffer = self.buffer[:size], self.buffer[size:]
        return taken


def test_two_hundred_megabytes_are_opened_within_a_few() -> None:
    length, cipher = 200 * CHUNK_BYTES, AESGCM(CONTENT_KEY)
    digest = hashlib.sha256()
    for chunk in seal_chunks(_stream(Endless(length)), cipher, 2, "uuid:long"):
        digest.update(chunk)
    sealed = _stream(Replayed(seal_chunks(_stream(Endless(length)), cipher, 2, "uuid:long")))
    tracemalloc.start()
    total = sum(len(chunk) for chunk in open_chunks(sealed, cipher, 2, "uuid:long", PartDigest(digest.hexdigest(), 1)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == length
    assert peak < 16 * CHUNK_BYTES


def _stream(raw: io.RawIOBase) -> BinaryIO:
    return raw  # type: ignore[return-value]


@given(st.binary(max_size=2000) | st.from_regex(r'\{"format": "fieldkit-envelope/1".{0,200}\}').map(str.encode))
def test_no_header_whatever_it_holds_does_anything_but_open_or_be_refused(content: bytes) -> None:
    with pytest.raises(Problem, match="cannot be opened"):
        read_header(content, key_id="0" * 16)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
HEADER: dict[str, Any] = VECTORS["valid"][0]["header"]


@given(st.sampled_from(sorted(HEADER)), JSON)
def test_a_header_with_one_strange_value_is_refused_or_read(name: str, value: Any) -> None:
    content = json.dumps({**HEADER, name: value}).encode()
    try:
        header = read_header(content, key_id=HEADER["key_id"])
    except Problem:
        return
    assert header.as_dict()[name] == value
