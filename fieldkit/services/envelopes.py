"""Sealed records: opened on receipt, stored like any other submission, acknowledged with a signed receipt."""

import base64
import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from fieldkit.forms.instance import read_instance
from fieldkit.sealing.envelope import OpenedEnvelope
from fieldkit.sealing.header import EnvelopeHeader, envelope_refused, read_header
from fieldkit.sealing.receipt import sign_receipt, write_receipt
from fieldkit.services.arrival import Received, current_holding
from fieldkit.services.receive import ReceivedFile, receive_submission
from fieldkit.store import envelopes
from fieldkit.store.devices import Device
from fieldkit.store.project import Project
from fieldkit.store.staging import StagedParts


@dataclass(frozen=True)
class SignedReceipt:
    """What the tablet gets: the receipt's text and the signature over it, in base64."""

    receipt: str
    signature: str


class PartsMissing(Exception):  # noqa: N818 - it is an answer of the protocol, not an error of ours
    """The envelope's parts are not all here yet; `missing` names them by hash."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(missing)
        self.missing = missing


def staged_parts(project: Project, device: Device) -> StagedParts:
    """Return the place where this device's parts arrive."""
    return StagedParts(project.folder / "staging", device.id)


def receive_envelope(project: Project, *, header: bytes, device: Device, now: datetime) -> SignedReceipt:
    """Open an envelope whose parts have arrived, store what it holds, and sign for it.

    The same envelope again gets a receipt again, also after its parts were let go.

    Raises:
        PartsMissing: when parts must be sent first.
        Problem: `422.envelope` when it cannot be opened or contradicts itself; what `receive_submission` raises.
    """
    read = read_header(header, key_id=project.keys.sealing_key_id)
    digest = _digest(read)
    with project.read() as db:
        known = envelopes.find_instance_of_envelope(db, digest)
        held = current_holding(db, known) if known else None
    if held is None:
        held = _receive_new(project, read, device, now)
        instance_id = held.instance_id
        project.write(lambda db: envelopes.record_envelope(db, digest, instance_id, now))
    _let_parts_go(staged_parts(project, device), read)
    return _signed(project, held)


def _receive_new(project: Project, header: EnvelopeHeader, device: Device, now: datetime) -> Received:
    parts = staged_parts(project, device)
    missing = [part.sha256 for part in header.parts if parts.held(part.sha256) != part.bytes]
    if missing:
        raise PartsMissing(missing)
    envelope = OpenedEnvelope(header, lambda index: parts.open(header.parts[index].sha256), project.keys.sealing)
    _require_agreement(envelope)
    files: list[ReceivedFile] = []
    try:
        files.extend(_open_file(project, envelope, index) for index in range(len(envelope.manifest.files)))
        return receive_submission(project, xml=envelope.xml, files=files, device=device, sealed=True, now=now)
    finally:
        _discard(files)


def _require_agreement(envelope: OpenedEnvelope) -> None:
    """Refuse a header that says something else than the submission inside."""
    instance, header = read_instance(envelope.xml), envelope.header
    said = (header.instance_id, header.form_id, header.form_version)
    if said != (instance.instance_id, instance.form_id, instance.version):
        envelope_refused("its header does not fit the submission inside")


def _open_file(project: Project, envelope: OpenedEnvelope, index: int) -> ReceivedFile:
    file = envelope.manifest.files[index]
    with project.incoming.new_file() as writer:
        for chunk in envelope.file_chunks(index):
            writer.write(chunk)
        arrived = writer.finish()
    return ReceivedFile(file.name, arrived.path, arrived.sha256, arrived.bytes, file.type)


def _discard(files: Sequence[ReceivedFile]) -> None:
    for file in files:
        file.path.unlink(missing_ok=True)


def _let_parts_go(parts: StagedParts, header: EnvelopeHeader) -> None:
    for part in header.parts:
        with suppress(OSError):  # the record is stored; what stays here is swept later
            parts.remove(part.sha256)


def _signed(project: Project, held: Received) -> SignedReceipt:
    receipt = write_receipt(
        instance_id=held.instance_id,
        form_id=held.form_id,
        form_version=held.form_version,
        xml_sha256=held.xml_sha256,
        files=held.files | held.unnamed,
        complete=held.complete,
        received_at=held.received_at,
        project_id=project.settings.project_id,
    )
    signature = sign_receipt(receipt, project.keys.receipts)
    return SignedReceipt(receipt, base64.b64encode(signature).decode())


def _digest(header: EnvelopeHeader) -> str:
    return hashlib.sha256(json.dumps(header.as_dict(), sort_keys=True).encode()).hexdigest()
