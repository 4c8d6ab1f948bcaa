"""Server time of the desk's pages over a project with 20,000 records."""

import hashlib
import os
import re
import statistics
import tempfile
import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask.testing import FlaskClient

from fieldkit.config import Settings, save_settings
from fieldkit.demo.blank import Answers, Blank
from fieldkit.forms.instance import named_files, read_answers, read_instance
from fieldkit.forms.library import instrument
from fieldkit.sealing.keys import generate_keys, save_keys
from fieldkit.services.accounts import NewAccount, create_account
from fieldkit.services.arrival import Arrival, store_arrival
from fieldkit.services.derive import derive
from fieldkit.services.forms import add_form, form_documents
from fieldkit.services.review import decide
from fieldkit.store.accounts import Account
from fieldkit.store.project import Project, open_project
from fieldkit.store.sqlite import Connection
from fieldkit.web.app import create_app

RECORDS = 20_000
REPEATS = 25
PASSWORD = "four plain words here"
START = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
ANSWERS: Answers = {
    "scenario": "A1",
    "place_code": "R07",
    "place_kind": "housing",
    "channel": "visit",
    "outcome": "served",
    "minutes_waited": "35",
    "greeting": "2",
    "facts": [{"fact": "I asked for the waiting list."}, {"fact": "They gave me a form."}],
    "remark": "The sign is hidden behind a plant. " * 20,
}
PAGES = (
    "/",
    "/records",
    "/records?state=rejected",
    "/records?form=fieldkit-service-contact&complete=yes",
    "/records?before=500",
    "/records/10000",
    "/people",
    "/log",
)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as parent:
        project = _project(Path(parent))
        ada = _coordinator(project)
        _fill(project, ada)
        client = create_app(project).test_client()
        _sign_in(client)
        print(f"desk pages, {RECORDS:,} records: {'p50 ms':>20} {'slowest ms':>11}")
        for page in PAGES:
            taken = [_timed(client, page) for _ in range(REPEATS)]
            print(f"{page:<52} {statistics.median(taken) * 1000:>6.1f} {max(taken) * 1000:>11.1f}")
        project.close()


def _project(parent: Path) -> Project:
    os.environ["FIELDKIT_KEYS"] = str(parent / "keys")
    folder = parent / "project"
    folder.mkdir()
    save_settings(folder, Settings(project_id="bench-desk", title="Bench"))
    save_keys("bench-desk", generate_keys())
    return open_project(folder, now=START, mode="server")


def _coordinator(project: Project) -> Account:
    new = NewAccount("Ada Lindqvist", "ada@example.org", "coordinator", "en", PASSWORD)
    return create_account(project, new, actor="command", now=START, account_id="ada")


def _fill(project: Project, account: Account) -> None:
    """Store the records as arriving ones are, in a few large transactions, and decide on some."""
    arrival = _arrival(project)
    for start in range(0, RECORDS, 2000):
        arrivals = [_another(arrival, start + number) for number in range(2000)]
        project.write(lambda db, arrivals=arrivals: _store(db, arrivals))  # type: ignore[misc]
    for number in range(0, RECORDS, 100):
        state = "rejected" if number % 1000 == 0 else "has issues"
        decide(
            project,
            instance_id=f"uuid:{uuid.UUID(int=number)}",
            state=state,
            reason="Bench",
            account=account,
            now=START,
        )


def _store(db: Connection, arrivals: list[Arrival]) -> None:
    for arrival in arrivals:
        store_arrival(db, arrival)


def _arrival(project: Project) -> Arrival:
    form = instrument("service-contact")
    published = add_form(
        project,
        name=form.file_name,
        content=form.content,
        media={},
        language_codes={},
        actor="command",
        now=START,
        new_id=lambda: str(uuid.uuid4()),
    )
    xml = Blank(form_documents(project, published.version_id).xform).filled(ANSWERS, instance_id="uuid:pattern")
    answers = read_answers(published.questions, xml)
    return Arrival(
        instance=read_instance(xml),
        published=published,
        xml=xml,
        xml_sha256="",
        names=named_files(published.questions, xml),
        derived=derive(published.questions, answers, now=START),
        files=(),
        device=None,
        sealed=True,
        now=START,
    )


def _another(pattern: Arrival, number: int) -> Arrival:
    instance_id = f"uuid:{uuid.UUID(int=number)}"
    xml = pattern.xml.replace(b"uuid:pattern", instance_id.encode())
    return replace(
        pattern,
        instance=replace(pattern.instance, instance_id=instance_id),
        xml=xml,
        xml_sha256=hashlib.sha256(xml).hexdigest(),
        now=START + timedelta(minutes=number),
    )


def _sign_in(client: FlaskClient) -> None:
    token = re.search(r'name="csrf_token" value="(\w+)"', client.get("/sign-in").get_data(as_text=True))
    if token is None:
        raise RuntimeError("the page to sign in has no form")
    form = {"email": "ada@example.org", "password": PASSWORD, "csrf_token": token[1]}
    if client.post("/sign-in", data=form).status_code != 303:
        raise RuntimeError("signing in was refused")


def _timed(client: FlaskClient, page: str) -> float:
    started = time.perf_counter()
    status = client.get(page).status_code
    taken = time.perf_counter() - started
    if status != 200:
        raise RuntimeError(f"{page} answered {status}")
    return taken


if __name__ == "__main__":
    main()
