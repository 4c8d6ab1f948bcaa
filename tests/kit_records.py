"""Additions, alerts and spare copies, written as the tablet writes them."""

import json
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from fieldkit.sealing.seal import SealedEnvelope

MAGIC = b"fieldkit-spare/1\n"
COMMENT = "<!-- 0123456789abcdef0123456789abcdef -->"


def addition_xml(instance_id: str, adds_to: str, words: str, files: Sequence[str] = ()) -> bytes:
    names = "".join(f"<file>{escape(name)}</file>" for name in files)
    return (
        f'<addition id="fieldkit-addition" version="1"><adds_to>{adds_to}</adds_to><words>{escape(words)}</words>'
        f"<files>{names}</files><meta><instanceID>{instance_id}</instanceID></meta></addition>{COMMENT}"
    ).encode()


def alert_xml(instance_id: str, words: str, *, about: str = "", now: bool = False) -> bytes:
    return (
        f'<alert id="fieldkit-alert" version="1"><about>{about}</about><words>{escape(words)}</words>'
        f"<now>{'yes' if now else 'no'}</now><at>2026-05-04T08:00:00.000Z</at>"
        f"<meta><instanceID>{instance_id}</instanceID></meta></alert>{COMMENT}"
    ).encode()


def spare_copy(
    envelopes: Sequence[SealedEnvelope], *, project_id: str = "test-project", device_id: str = "", **index: Any
) -> bytes:
    content = {
        "project_id": project_id,
        "device_id": device_id,
        "saved_at": "2026-05-04T09:00:00.000Z",
        "records": [envelope.header.as_dict() for envelope in envelopes],
        **index,
    }
    head = json.dumps(content).encode()
    parts = b"".join(part for envelope in envelopes for part in envelope.parts)
    return MAGIC + len(head).to_bytes(8, "big") + head + parts
