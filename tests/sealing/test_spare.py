"""Spare copies, as the tablet writes them and as strangers might."""

import io
import json
import os
import tracemalloc
from typing import BinaryIO

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.errors import Problem
from fieldkit.sealing.envelope import OpenedEnvelope
from fieldkit.sealing.seal import PlainFile, SealedEnvelope, seal_envelope
from fieldkit.sealing.spare import INDEX_LIMIT, MAGIC, SpareCopy, parts_of, read_spare
from tests.kit_records import spare_copy

KEY = ec.generate_private_key(ec.SECP256R1())


def sealed(number: int, *files: bytes) -> SealedEnvelope:
    return seal_envelope(
        xml=f"<data>{number}</data>".encode(),
        files=[PlainFile(f"{at}.jpg", "image/jpeg", content) for at, content in enumerate(files)],
        instance_id=f"uuid:{number}",
        form_id="visit",
        form_version="3",
        sealed_at="2026-05-04T09:00:00.000Z",
        public_key=KEY.public_key(),
        key_id="0" * 16,
        content_key=os.urandom(32),
    )


ENVELOPES = [sealed(1), sealed(2, b"photo" * 1000, b""), sealed(3, os.urandom(2_200_000))]
WHOLE = spare_copy(ENVELOPES)
INDEX_ENDS = len(WHOLE) - sum(len(part) for envelope in ENVELOPES for part in envelope.parts)


def read_or_code(stream: BinaryIO) -> tuple[SpareCopy | None, str]:
    """Return the copy, or the code of the problem that says why it is none."""
    try:
        return read_spare(stream), ""
    except Problem as problem:
        return None, problem.code


def test_every_record_opens_from_where_it_stands() -> None:
    stream = io.BytesIO(WHOLE)
    spare = read_spare(stream)
    assert (spare.project_id, spare.is_whole, len(spare.records)) == ("test-project", True, 3)
    for number, record in enumerate(spare.records, start=1):
        opened = OpenedEnvelope(record.header, parts_of(stream, record), KEY)
        assert opened.xml == f"<data>{number}</data>".encode()
        for index in range(len(opened.manifest.files)):
            assert sum(len(chunk) for chunk in opened.file_chunks(index)) == opened.manifest.files[index].bytes


@given(st.integers(0, len(WHOLE) - 1))
def test_a_file_that_was_cut_anywhere_is_refused_or_says_which_records_are_whole(length: int) -> None:
    stream = io.BytesIO(WHOLE[:length])
    spare, code = read_or_code(stream)
    assert (code == "422.spare") == (length < INDEX_ENDS)
    if spare is None:
        return
    assert not spare.is_whole
    whole = [record.is_whole for record in spare.records]
    assert whole == sorted(whole, reverse=True), "what stands before the cut is whole"
    for record in spare.records:
        if record.is_whole:
            assert OpenedEnvelope(record.header, parts_of(stream, record), KEY).xml


@given(st.binary(max_size=300))
def test_any_other_bytes_are_refused_with_a_reason(content: bytes) -> None:
    for start in (b"", MAGIC, MAGIC + (len(content) & 0xFF).to_bytes(8, "big")):
        with pytest.raises(Problem) as refused:
            read_spare(io.BytesIO(start + content))
        assert refused.value.code.split(".")[0] in ("413", "422")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    )
)
def test_any_index_is_read_or_refused_with_a_reason(records: object) -> None:
    for index in (records, {"project_id": "p", "device_id": "d", "saved_at": "", "records": records}):
        head = json.dumps(index).encode()
        content = MAGIC + len(head).to_bytes(8, "big") + head
        spare, code = read_or_code(io.BytesIO(content))
        assert code in ("422.spare", "422.envelope") if spare is None else spare.records == ()


@given(st.integers(0, len(ENVELOPES[2].parts) - 1), st.integers(1, 2**70))
def test_lengths_that_lie_take_no_memory(part: int, length: int) -> None:
    header = ENVELOPES[2].header.as_dict()
    header["parts"] = [dict(one) for one in header["parts"]]
    header["parts"][part]["bytes"] += length
    content = spare_copy([], records=[header]) + b"".join(ENVELOPES[2].parts)
    tracemalloc.start()
    stream = io.BytesIO(content)
    spare, _code = read_or_code(stream)
    for record in spare.records if spare else ():
        if record.is_whole:
            with pytest.raises(Problem, match="cannot be opened"):
                _read_all(OpenedEnvelope(record.header, parts_of(stream, record), KEY))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12 * 1024 * 1024


def _read_all(envelope: OpenedEnvelope) -> None:
    for index in range(len(envelope.manifest.files)):
        for _chunk in envelope.file_chunks(index):
            pass


def test_an_index_that_claims_to_be_huge_is_not_read() -> None:
    for claimed in (INDEX_LIMIT + 1, 10 * 1024**3, 2**64 - 1):
        with pytest.raises(Problem) as refused:
            read_spare(io.BytesIO(MAGIC + claimed.to_bytes(8, "big") + b"{}"))
        assert refused.value.code == "413.spare-index"
    with pytest.raises(Problem, match="ends within its index"):
        read_spare(io.BytesIO(MAGIC + INDEX_LIMIT.to_bytes(8, "big") + b"{}"))


def test_a_file_that_is_longer_than_its_index_says_is_refused() -> None:
    with pytest.raises(Problem, match="longer than its index says"):
        read_spare(io.BytesIO(WHOLE + b"\0"))
