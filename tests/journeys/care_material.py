"""What needs care at the desk: an alert, a lost tablet, a forgotten PIN, an addition, a correction, an offer."""

import base64
import os
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec

from fieldkit.forms.instance import read_instance
from fieldkit.sealing.envelope import SUITE
from fieldkit.sealing.keys import public_bytes
from fieldkit.services.accounts import Account
from fieldkit.services.enrol import device_for_token, enrol_device
from fieldkit.services.kit_records import receive_kit_record
from fieldkit.services.lost import report_lost
from fieldkit.services.offers import save_offer
from fieldkit.services.recoveries import ask_recovery
from fieldkit.services.reports import take_report
from fieldkit.services.review import decide
from fieldkit.services.safety import SafetyForm, change_safety
from fieldkit.store.reports import DeviceReport
from tests.kit_records import addition_xml, alert_xml
from tests.web.desk.conftest import CONTACT, Field

REPORT = DeviceReport("0.2.0", 2, 3, 1, persisted=True, kept_offline=True, free_bytes=2_500_000_000)
ALERT = "uuid:alert-1"


def add_care(field: Field, ada: Account) -> None:
    """Let everything happen within the last hours, as a project of two days may see it."""
    now = datetime.now(UTC)
    _tablets(field, ada, now)
    _forgotten_pin(field, now)
    for xml in (
        addition_xml("uuid:addition-1", "uuid:1", "The street was Via Nuova, not Via Vecchia."),
        alert_xml(ALERT, "Her brother waits outside and takes her phone.", about="uuid:1", now=True),
    ):
        receive_kit_record(
            field.project,
            instance=read_instance(xml),
            xml=xml,
            files=[],
            device=field.device,
            handed_in_by=None,
            now=now - timedelta(hours=2, minutes=10),
        )
    decide(
        field.project,
        instance_id="uuid:2",
        state="has issues",
        reason="Please look again at the hour.",
        account=ada,
        now=now,
    )
    field.send(CONTACT | {"minutes_waited": "45"}, instance_id="uuid:3", replaces="uuid:2")
    _help(field, now)


def _tablets(field: Field, ada: Account, now: datetime) -> None:
    take_report(field.project, device=field.device, report=REPORT, erased=False, now=now)
    token = "v" * 43
    enrol_device(field.project, name="Tablet 4", actor="command", now=now, token=token, ids=iter(["device-4"]).__next__)
    lost = device_for_token(field.project, token)
    take_report(field.project, device=lost, report=REPORT, erased=False, now=now)
    report_lost(field.project, device_id="device-4", account_id=ada.id, now=now - timedelta(hours=5))


def _forgotten_pin(field: Field, now: datetime) -> None:
    wrapped = SUITE.encrypt(os.urandom(32), field.project.keys.sealing.public_key(), b"fieldkit-recovery/1 p")
    fresh = public_bytes(ec.generate_private_key(ec.SECP256R1()))
    wanted = {
        "person": "p",
        "name": "Amina",
        "wrapped_key": base64.b64encode(wrapped).decode(),
        "public_key": base64.b64encode(fresh).decode(),
    }
    ask_recovery(field.project, device=field.device, wanted=wanted, recovery_id="r1", now=now)


def _help(field: Field, now: datetime) -> None:
    safety = SafetyForm("+39 06 555 0100", {"en": "The coordinator, day and night"}, "Ada Lindqvist", "112", "", "4")
    change_safety(field.project, safety, actor="command", now=now)
    save_offer(
        field.project,
        offer_id="o1",
        title={"en": "Free legal advice", "ar": "استشارة قانونية مجانية"},
        words={"en": "Every Tuesday from nine.", "ar": "كل ثلاثاء من التاسعة."},
        phone="06 555 0101",
        url="https://example.org/advice",
        must_exist=False,
        actor="command",
        now=now,
    )
