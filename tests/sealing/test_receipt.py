import base64
import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from fieldkit.sealing.receipt import receipt_is_genuine, sign_receipt, write_receipt

VECTOR = json.loads((Path(__file__).parent.parent / "vectors" / "envelope.json").read_bytes())["receipt"]
PUBLIC = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(VECTOR["public"]))


def test_the_receipt_of_the_shared_vectors_is_genuine() -> None:
    assert receipt_is_genuine(VECTOR["text"], base64.b64decode(VECTOR["signature"]), PUBLIC)


def test_a_receipt_with_one_byte_changed_is_not() -> None:
    signature = base64.b64decode(VECTOR["signature"])
    assert not receipt_is_genuine(VECTOR["text"].replace("visit", "visiT"), signature, PUBLIC)
    assert not receipt_is_genuine(VECTOR["text"], bytes([signature[0] ^ 1]) + signature[1:], PUBLIC)


def test_a_signature_that_is_not_64_bytes_is_not_one() -> None:
    for signature in (b"", b"x" * 63, bytes(64), b"\xff" * 64):
        assert not receipt_is_genuine(VECTOR["text"], signature, PUBLIC)


def test_a_signature_is_always_64_bytes() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    assert {len(sign_receipt(str(number), key)) for number in range(300)} == {64}


def test_a_receipt_lists_every_file_by_its_hash() -> None:
    text = write_receipt(
        instance_id="uuid:1",
        form_id="visit",
        form_version="",
        xml_sha256="a" * 64,
        files={"ä.jpg": "b" * 64},
        complete=True,
        received_at="2026-05-04T09:30:00.000Z",
        project_id="p",
    )
    assert json.loads(text)["files"] == {"ä.jpg": "b" * 64}
    assert "ä.jpg" in text
