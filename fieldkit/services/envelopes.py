"""Sealed records: opened on receipt, stored like any other submission, acknowledged with a signed receipt."""

import base64
import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from fieldkit.forms.instance import Instance, read_instance
from fieldkit.sealing.envelope import OpenedEnvelope, OpenPart
from fieldkit.sealing.header import EnvelopeHeader, envelope_refused, read_header
from fieldkit.sealing.receipt import sign_receipt, write_receipt
from fieldkit.services.arrival import Received, current_holding
from fieldkit.services.kit_records import is_kit_form, kit_record_holding, receive_kit_record
from fieldkit.services.receive import ReceivedFile, receive_submission
from fieldkit.store import envelopes
from fieldkit.store.devices import Device
from fieldkit.store.kit_records import find_kit_record_of_envelope, record_kit_envelope
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Connection
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
    parts = staged_parts(project, device)
    held = envelope_holding(project, read)
    if held is None:
        missing = [part.sha256 for part in read.parts if parts.held(part.sha256) != part.bytes]
        if missing:
            raise PartsMissing(missing)
        held = store_envelope(project, read, lambda index: parts.open(read.parts[index].sha256), device=device, now=now)
    _let_parts_go(parts, read)
    return _signed(project, held)


def envelope_holding(project: Project, header: EnvelopeHeader) -> Received | None:
    """Return what is held of an envelope that was stored before, or None."""
    digest = _digest(header)
    with project.read() as db:
        if is_kit_form(header.form_id):
            known = find_kit_record_of_envelope(db, digest)
            return kit_record_holding(db, known, header.form_id, header.form_version) if known else None
        known = envelopes.find_instance_of_envelope(db, digest)
        return current_holding(db, known) if known else None


def store_envelope(
    project: Project,
    header: EnvelopeHeader,
    open_part: OpenPart,
    *,
    device: Device | None,
    now: datetime,
    handed_in_by: str | None = None,
) -> Received:
    """Open an envelope and store what it holds, by the ordinary rules of receipt.

    Args:
        project: the open project.
        header: of an envelope that was not stored before.
        open_part: gives its parts; all of them are there.
        device: on which it was sealed, when that is known.
        now: the moment.
        handed_in_by: who brought it in a spare copy, as events name them; None when the device sent it.

    Raises:
        Problem: `422.envelope`; what `receive_submission` and `receive_kit_record` raise.
    """
    envelope = OpenedEnvelope(header, open_part, project.keys.sealing)
    instance = _require_agreement(envelope)
    is_kit, digest = is_kit_form(instance.form_id), _digest(header)
    files: list[ReceivedFile] = []
    try:
        files.extend(_open_file(project, envelope, index) for index in range(len(envelope.manifest.files)))
        if is_kit:
            held = receive_kit_record(
                project,
                instance=instance,
                xml=envelope.xml,
                files=files,
                device=device,
                handed_in_by=handed_in_by,
                now=now,
            )
        else:
            held = receive_submission(
                project,
                xml=envelope.xml,
                files=files,
                device=device,
                sealed=True,
                now=now,
                handed_in_by=handed_in_by,
            )
    finally:
        _discard(files)
    returns_to = envelope.manifest.returns_to

    def remember(db: Connection) -> None:
        if is_kit:
            record_kit_envelope(db, digest, held.instance_id, now)
        else:
            envelopes.record_envelope(db, digest, held.instance_id, returns_to=returns_to, now=now)

    project.write(remember)
    return held


def _require_agreement(envelope: OpenedEnvelope) -> Instance:
    """Refuse a header that says something else than the submission inside."""
    instance, header = read_instance(envelope.xml), envelope.header
    said = (header.instance_id, header.form_id, header.form_version)
    if said != (instance.instance_id, instance.form_id, instance.version):
        envelope_refused("its header does not fit the submission inside")
    return instance


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
