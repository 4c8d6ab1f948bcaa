"""The two clients that the demonstration's records come by: one speaks OpenRosa, one seals as the tablet does."""

import base64
import hashlib
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec

from fieldkit.errors import EnvironmentProblem
from fieldkit.sealing.receipt import receipt_is_genuine
from fieldkit.sealing.seal import PlainFile, SealedEnvelope, seal_envelope

BOUNDARY = "fieldkit-demonstration-part"


@dataclass(frozen=True)
class Record:
    """One filled form, ready to be sent."""

    instance_id: str
    form_id: str
    form_version: str
    xml: bytes
    files: tuple[PlainFile, ...] = ()


class Wire:
    """One connection to one server, kept open between requests."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.path = parts.path.rstrip("/")
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=30)

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Send one request; return the status, the headers and the body."""
        self._connection.request(method, path, body or None, dict(headers or {}))
        answer = self._connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


class OpenRosaClient:
    """Sends as ODK Collect does: the XML and every file in one multipart post."""

    def __init__(self, openrosa_url: str) -> None:
        self._wire = Wire(openrosa_url)

    def send(self, record: Record) -> None:
        """Send one record.

        Raises:
            EnvironmentProblem: `500.demo-refused` when the answer is not 201.
        """
        parts = [("xml_submission_file", "submission.xml", "text/xml", record.xml)]
        parts += [(file.name, file.name, file.type, file.content) for file in record.files]
        body = b"".join(_part(*part) for part in parts) + f"--{BOUNDARY}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "X-OpenRosa-Version": "1.0"}
        status, _, answer = self._wire.ask("POST", f"{self._wire.path}/submission", body, headers)
        _require(status == 201, "OpenRosa", record, status, answer)

    def close(self) -> None:
        """Let go of the connection."""
        self._wire.close()


class TabletClient:
    """Sends as the tablet does: sealed, in parts, and done only when the receipt is genuine and names every hash."""

    def __init__(self, base_url: str, token: str) -> None:
        self._wire = Wire(base_url)
        self._headers = {"Authorization": f"Bearer {token}"}
        _, _, content = self._wire.ask("GET", "/tablet/api/project", headers=self._headers)
        self._card: dict[str, Any] = json.loads(content)

    def send(self, record: Record, *, sealed_at: str, content_key: bytes) -> None:
        """Seal one record with `content_key` (32 bytes that no other record has) and send it.

        Raises:
            EnvironmentProblem: `500.demo-refused` when anything but a receipt for everything comes back.
        """
        envelope = seal_envelope(
            xml=record.xml,
            files=record.files,
            instance_id=record.instance_id,
            form_id=record.form_id,
            form_version=record.form_version,
            sealed_at=sealed_at,
            public_key=_public_key(self._card["sealing_key"]),
            key_id=self._card["sealing_key_id"],
            content_key=content_key,
        )
        self._send_parts(envelope, record)
        status, _, answer = self._wire.ask(
            "POST", "/tablet/api/envelopes", json.dumps(envelope.header.as_dict()).encode(), self._headers
        )
        _require(status == 201 and self._is_receipt_for(json.loads(answer), record), "tablet", record, status, answer)

    def close(self) -> None:
        """Let go of the connection."""
        self._wire.close()

    def _send_parts(self, envelope: SealedEnvelope, record: Record) -> None:
        for digest, part in zip(envelope.header.parts, envelope.parts, strict=True):
            headers = {**self._headers, "Upload-Offset": "0", "Upload-Length": str(len(part))}
            status, _, answer = self._wire.ask("PUT", f"/tablet/api/parts/{digest.sha256}", part, headers)
            _require(status == 200, "tablet", record, status, answer)

    def _is_receipt_for(self, answer: dict[str, str], record: Record) -> bool:
        text, signature = answer["receipt"], base64.b64decode(answer["signature"])
        receipt = json.loads(text)
        return (
            receipt_is_genuine(text, signature, _public_key(self._card["receipt_key"]))
            and receipt["xml_sha256"] == hashlib.sha256(record.xml).hexdigest()
            and receipt["files"] == {file.name: hashlib.sha256(file.content).hexdigest() for file in record.files}
        )


def _part(name: str, file_name: str, content_type: str, content: bytes) -> bytes:
    head = (
        f"--{BOUNDARY}\r\n"
        f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        f"Content-Type: {content_type}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n"


def _public_key(text: str) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(text))


def _require(accepted: bool, wire: str, record: Record, status: int, answer: bytes) -> None:
    if not accepted:
        raise EnvironmentProblem(
            "500.demo-refused",
            f"The server did not accept a record of the demonstration by the {wire} wire: {status}.",
            where=f"{record.instance_id}: {answer[:300].decode(errors='replace')}",
        )
