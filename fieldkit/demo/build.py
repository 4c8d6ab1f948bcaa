"""Building the demonstration: a project set up as a coordinator would, records by the real wire, a real release."""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from fieldkit import __version__
from fieldkit.config import Settings
from fieldkit.demo.analysis import Analysts
from fieldkit.demo.blank import Blank
from fieldkit.demo.care import write_care
from fieldkit.demo.content import COORDINATORS, INVENTED, TABLETS, TITLE
from fieldkit.demo.records import (
    contact_id,
    contact_records,
    interview_id,
    interview_records,
    later_arrivals,
    send_records,
    stable_id,
    wave_one,
)
from fieldkit.demo.servers import Servers
from fieldkit.errors import EnvironmentProblem, Problem
from fieldkit.forms.library import Instrument, instruments
from fieldkit.sealing.keys import generate_keys
from fieldkit.services.accounts import NewAccount, create_account
from fieldkit.services.create import create_project
from fieldkit.services.enrol import Enrolment, enrol_device
from fieldkit.services.forms import PublishedForm, add_form, form_documents
from fieldkit.services.release import Refused
from fieldkit.store.accounts import Account
from fieldkit.store.project import Project, open_project
from fieldkit.store.times import as_text

CARD = "demonstration.json"
MARK = "this-folder-is-a-demonstration.txt"
WORDS = (
    "harbour",
    "lantern",
    "bread",
    "tram",
    "window",
    "olive",
    "market",
    "winter",
    "bicycle",
    "letter",
    "roof",
    "ferry",
)

Say = Callable[[str], None]


@dataclass(frozen=True)
class Card:
    """Everything that `make demo` prints; kept beside the project, readable by its owner only.

    Attributes:
        made_from: tells which sources the demonstration was generated from.
        sign_ins: name, address and password of each coordinator.
        tablet_url: enrols a tablet.
        openrosa_url: the server for ODK Collect.
    """

    made_from: str
    title: str
    desk_url: str
    browse_url: str
    sign_ins: tuple[dict[str, str], ...]
    tablet_url: str
    openrosa_url: str
    records: int
    note: str = INVENTED

    def as_dict(self) -> dict[str, Any]:
        """Return the object that `--json` prints."""
        return asdict(self)


def read_card(folder: Path) -> Card | None:
    """Return the card of a finished demonstration in `folder`, or None."""
    try:
        values = json.loads((folder / CARD).read_text(encoding="utf-8"))
        return Card(**{**values, "sign_ins": tuple(values["sign_ins"])})
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def sources() -> str:
    """Return a hash of everything that the demonstration is generated from; another one means building it anew."""
    digest = hashlib.sha256(__version__.encode())
    for package in (
        "fieldkit.demo",
        "fieldkit.demo.transcripts",
        "fieldkit.forms.library",
        "fieldkit.store.migrations",
    ):
        for entry in sorted(resources.files(package).iterdir(), key=lambda found: found.name):
            if entry.is_file() and not entry.name.endswith(".pyc"):
                digest.update(entry.name.encode() + entry.read_bytes())
    return digest.hexdigest()


def start_demonstration(folder: Path, *, port: int, browse_port: int, say: Say) -> Card:
    """Bring the demonstration up, building it first where it is not there yet or was made from other sources.

    Raises:
        Problem: `409.not-a-demonstration` when something else lives in `folder`.
        EnvironmentProblem: when a server does not start or a record is refused.
    """
    folder = folder.resolve()
    os.environ["FIELDKIT_KEYS"] = str(folder / "keys")
    servers = Servers(folder)
    card = read_card(folder)
    desk, browse = f"http://localhost:{port}", f"http://localhost:{browse_port}"
    if card is None or (card.made_from, card.desk_url, card.browse_url) != (sources(), desk, browse):
        servers.stop()
        _clear(folder)
        card = _build(folder, servers, desk, browse, say)
    _serve(servers, folder, desk)
    servers.start("findings", ["browse", str(folder / "project"), "--port", str(browse_port)], f"{browse}/")
    return card


def stop_demonstration(folder: Path) -> list[str]:
    """End the demonstration's servers; return the names of those that ran."""
    return Servers(folder.resolve()).stop()


def _clear(folder: Path) -> None:
    """Make the folder empty but for a mark; only what carries the mark is ever removed."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            raise Problem(
                "409.not-a-demonstration",
                "Something else lives in this folder.",
                where=str(folder),
                remedy="Choose another folder with --dir.",
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    (folder / MARK).write_text(f"{INVENTED}\nfieldkit demo may remove and rebuild this folder.\n", encoding="utf-8")


def _serve(servers: Servers, folder: Path, desk: str) -> None:
    port = desk.rsplit(":", 1)[1]
    servers.start("desk", ["serve", str(folder / "project"), "--port", port], f"{desk}/sign-in")


def _build(folder: Path, servers: Servers, desk: str, browse: str, say: Say) -> Card:
    say("Setting up the project: forms, people, tablets.")
    settings = Settings(project_id="marenza-demonstration", title=TITLE, base_url=desk, public_url=browse)
    project, _ = create_project(folder / "project", settings=settings, keys=generate_keys(), now=_now())
    try:
        accounts, sign_ins = _coordinators(project)
        write_care(project, accounts[0], _now())
        forms = _publish_forms(project)
        tablets = [_enrol(project, name) for name, _ in TABLETS]
        visitor = _enrol(project, "A visitor's tablet")
        blanks = {name: Blank(form_documents(project, form.version_id).xform) for name, form in forms.items()}
    finally:
        project.close()
    _serve(servers, folder, desk)
    sent = _send(desk, tablets, blanks, say)
    _analyse(folder / "project", accounts, forms, say)
    card = Card(
        made_from=sources(),
        title=TITLE,
        desk_url=desk,
        browse_url=browse,
        sign_ins=sign_ins,
        tablet_url=visitor.tablet_url,
        openrosa_url=visitor.openrosa_url,
        records=sent,
    )
    (folder / CARD).touch(mode=0o600)
    (folder / CARD).write_text(json.dumps(card.as_dict(), ensure_ascii=False), encoding="utf-8")
    return card


def _coordinators(project: Project) -> tuple[tuple[Account, Account], tuple[dict[str, str], ...]]:
    made, sign_ins = [], []
    for name, email, language in COORDINATORS:
        password = " ".join(secrets.choice(WORDS) for _ in range(5))
        new = NewAccount(name=name, email=email, role="coordinator", language=language, password=password)
        made.append(create_account(project, new, actor="command", now=_now(), account_id=stable_id(email)))
        sign_ins.append({"name": name, "email": email, "password": password})
    return (made[0], made[1]), tuple(sign_ins)


def _publish_forms(project: Project) -> dict[str, PublishedForm]:
    return {each.name: _publish(project, each) for each in instruments()}


def _publish(project: Project, instrument: Instrument) -> PublishedForm:
    return add_form(
        project,
        name=instrument.file_name,
        content=instrument.content,
        media={},
        language_codes={},
        actor="command",
        now=_now(),
        new_id=lambda: stable_id(f"form {instrument.name}"),
    )


def _enrol(project: Project, name: str) -> Enrolment:
    token = secrets.token_urlsafe(32)
    return enrol_device(
        project, name=name, actor="command", now=_now(), token=token, ids=lambda: stable_id(f"device {name}")
    )


def _send(desk: str, tablets: list[Enrolment], blanks: dict[str, Blank], say: Say) -> int:
    contacts, interviews = wave_one()
    later_contact, later_interviews = later_arrivals()
    say(
        f"Sending {len(contacts)} visits and calls and {len(interviews)} interviews, half sealed, half as Collect does."
    )
    records = [
        *contact_records(blanks["service-contact"], [*contacts, later_contact]),
        *interview_records(blanks["interview"], [*interviews, *later_interviews]),
    ]
    return send_records(desk, tablets, records, at=as_text(_now()))


def _analyse(folder: Path, accounts: tuple[Account, Account], forms: dict[str, PublishedForm], say: Say) -> None:
    contacts, interviews = wave_one()
    later_contact, later_interviews = later_arrivals()
    project = open_project(folder, now=_now())
    try:
        analysts = Analysts(project, accounts, _now)
        say("Deciding about each record, transcribing, coding, reviewing quotations.")
        analysts.approve(contact_id(each.number) for each in contacts)
        analysts.approve(interview_id(each.number) for each in interviews)
        analysts.decide(
            contact_id(later_contact.number), "has issues", "The photo shows more than the sign. Please look again."
        )
        analysts.decide(
            interview_id(later_interviews[0].number), "rejected", "A practice interview, sent by mistake.", by=1
        )
        codes = analysts.write_codebook()
        analysts.transcribe_answers(interviews, codes)
        analysts.import_conversations(interviews, codes)
        say("Choosing tables, writing what was heard, building release 1.")
        analysts.choose_tables(forms)
        outcome = analysts.publish()
    finally:
        project.close()
    if isinstance(outcome, Refused):
        reasons = "; ".join(item.what for item in outcome.blocked_by)
        raise EnvironmentProblem("500.demo-release", f"The demonstration's release was refused: {reasons}")


def _now() -> datetime:
    return datetime.now(UTC)
