"""Signed receipts: the server's list of what it holds durably, which a tablet checks before it lets a record go."""

import json
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

_NUMBER_BYTES = 32  # of r and of s on P-256


def write_receipt(
    *,
    instance_id: str,
    form_id: str,
    form_version: str,
    xml_sha256: str,
    files: Mapping[str, str],
    complete: bool,
    received_at: str,
    project_id: str,
) -> str:
    """Return the text of a receipt; `files` maps each held file's name (NFC) to the SHA-256 of its plaintext."""
    content = {
        "instance_id": instance_id,
        "form_id": form_id,
        "form_version": form_version,
        "xml_sha256": xml_sha256,
        "files": dict(files),
        "complete": complete,
        "received_at": received_at,
        "project_id": project_id,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def sign_receipt(receipt: str, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Sign the receipt's UTF-8 bytes: ECDSA with SHA-256, as r‖s (64 bytes), the form that WebCrypto verifies."""
    r, s = decode_dss_signature(key.sign(receipt.encode(), ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(_NUMBER_BYTES, "big") + s.to_bytes(_NUMBER_BYTES, "big")


def receipt_is_genuine(receipt: str, signature: bytes, key: ec.EllipticCurvePublicKey) -> bool:
    """Say whether `signature` is this key's over exactly this text."""
    if len(signature) != 2 * _NUMBER_BYTES:
        return False
    r, s = (int.from_bytes(half, "big") for half in (signature[:_NUMBER_BYTES], signature[_NUMBER_BYTES:]))
    try:
        key.verify(encode_dss_signature(r, s), receipt.encode(), ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
