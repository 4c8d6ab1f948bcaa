"""The order to a lost tablet to erase itself, signed so that nobody else can give it."""

import json

from cryptography.hazmat.primitives.asymmetric import ec

from fieldkit.sealing.receipt import sign_receipt


def erase_order(*, device_id: str, project_id: str, at: str, key: ec.EllipticCurvePrivateKey) -> tuple[str, bytes]:
    """Return the order's text and its signature by the receipts' key, raw r‖s over the text's UTF-8 bytes.

    Args:
        device_id: the tablet that shall erase itself, and no other.
        project_id: the project's.
        at: when it was ordered, as times are stored.
        key: the key that signs receipts.
    """
    content = {"order": "erase", "device_id": device_id, "project_id": project_id, "at": at}
    text = json.dumps(content, separators=(",", ":"))
    return text, sign_receipt(text, key)
