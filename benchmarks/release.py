"""A release of 20,000 interviews: the plan, then the build with its search for identifiers; time and memory."""

import os
import random
import resource
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fieldkit.config import Settings, save_settings
from fieldkit.forms.instance import read_answers
from fieldkit.sealing.keys import generate_keys, save_keys
from fieldkit.services.accounts import NewAccount, create_account
from fieldkit.services.derive import derive
from fieldkit.services.derived_rows import ensure_participant_of, store_derived
from fieldkit.services.forms import PublishedForm, add_form
from fieldkit.services.release import Refused, approve_plan, build_release, prepare_release
from fieldkit.services.release_choices import choose_table, save_heard
from fieldkit.store.project import Project, open_project
from fieldkit.store.sqlite import Connection
from fieldkit.store.submissions import NewSubmission, insert_submission

RECORDS = 20_000
START = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
FORM = """
| survey |                    |              |                 |                   |                 |
|        | type               | name         | label           | fieldkit::role    | fieldkit::scope |
|        | text               | who          | Code            | participant       |                 |
|        | text               | full_name    | Name            | direct-identifier |                 |
|        | select_one yes_no  | agree_totals | Count you?      | consent           | totals          |
|        | select_one stages  | stage        | How long?       | stage             |                 |
|        | select_one tongues | tongue       | Language        | language          |                 |
|        | select_multiple ns | need         | Needs           | need              |                 |
|        | text               | story        | Story           | narrative         |                 |
| choices |                   |              |                 |                   |                 |
|        | list_name          | name         | label           |                   |                 |
|        | yes_no             | yes          | Yes             |                   |                 |
|        | stages             | weeks        | Weeks           |                   |                 |
|        | stages             | months       | Months          |                   |                 |
|        | stages             | year         | A year          |                   |                 |
|        | tongues            | ar           | Arabic          |                   |                 |
|        | tongues            | uk           | Ukrainian       |                   |                 |
|        | tongues            | rare         | A rare one      |                   |                 |
|        | ns                 | papers       | Papers          |                   |                 |
|        | ns                 | housing      | Housing         |                   |                 |
| settings |                  |              |                 |                   |                 |
|        | form_id            | version      | form_title      | default_language  |                 |
|        | talk               | 1            | A talk          | English (en)      |                 |
"""
STORY = (
    "I came back four times in 2025. The office opens at 8:30 and the number is 06 698 {number}. Papers, papers. " * 8
)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as parent:
        os.environ["FIELDKIT_KEYS"] = str(Path(parent) / "keys")
        project = _project(Path(parent) / "project")
        try:
            _fill(project)
            _measure(project)
        finally:
            project.close()


def _project(folder: Path) -> Project:
    folder.mkdir()
    save_settings(folder, Settings(project_id="bench-release", title="Release"))
    save_keys("bench-release", generate_keys())
    return open_project(folder, now=START)


def _fill(project: Project) -> None:
    form = add_form(
        project,
        name="talk.md",
        content=FORM.encode(),
        media={},
        language_codes={},
        actor="command",
        now=START,
        new_id=lambda: str(uuid.uuid4()),
    )
    dice = random.Random(1)

    def interviews(db: Connection) -> None:
        for number in range(RECORDS):
            _interview(db, form, number, dice)

    project.write(interviews)
    for account in ("ada", "bruno"):
        new = NewAccount(account.title(), f"{account}@example.org", "coordinator", "en", "four plain words here")
        create_account(project, new, actor="command", now=START, account_id=account)
    save_heard(project, language="en", texts=["Papers."], account="ada", now=START, new_id=lambda: str(uuid.uuid4()))
    for title, rows, columns in (
        ("Stage", "stage", None),
        ("Stage and language", "stage", "tongue"),
        ("Stage and need", "stage", "need"),
    ):
        choose_table(
            project,
            title=title,
            form_id="talk",
            row_question=f"/data/{rows}",
            column_question=f"/data/{columns}" if columns else None,
            actor="command",
            now=START,
            table_id=title,
        )


def _interview(db: Connection, form: PublishedForm, number: int, dice: random.Random) -> None:
    tongue = "rare" if number % 2_500 == 0 else dice.choice(("ar", "uk"))
    instance_id, now = f"uuid:{uuid.UUID(int=dice.getrandbits(128))}", START + timedelta(seconds=number)
    answers = {
        "who": f"P{number:07d}",
        "full_name": f"Person{number} Family{number % 997}",
        "agree_totals": "yes",
        "stage": dice.choice(("weeks", "months", "year")),
        "tongue": tongue,
        "need": dice.choice(("papers", "housing", "papers housing")),
        "story": STORY.format(number=number),
    }
    body = "".join(f"<{name}>{value}</{name}>" for name, value in answers.items())
    xml = (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="talk" version="1">{body}'
        f"<orx:meta><orx:instanceID>{instance_id}</orx:instanceID></orx:meta></data>"
    ).encode()
    derived = derive(form.questions, read_answers(form.questions, xml), now=now)
    ensure_participant_of(db, derived, now)
    new = NewSubmission(
        instance_id=instance_id,
        deprecated_id=None,
        form_version_id=form.version_id,
        device_id=None,
        participant_code=derived.participant_code,
        notice_version=None,
        xml=xml,
        xml_sha256="0" * 64,
        sealed=False,
        encrypted_elsewhere=False,
        complete=True,
        state="approved",
    )
    submission_id = insert_submission(db, new, now=now)
    store_derived(db, submission_id, derived, notice_version=None, device=None)


def _measure(project: Project) -> None:
    started, spent = time.perf_counter(), time.process_time()
    prepared = prepare_release(project)
    planned, planned_work = time.perf_counter() - started, time.process_time() - spent
    for account in ("ada", "bruno"):
        approve_plan(project, plan_sha256=prepared.plan_sha256, account=account, now=START)
    started, spent = time.perf_counter(), time.process_time()
    result = build_release(project, actor="command", now=START)
    built, built_work = time.perf_counter() - started, time.process_time() - spent
    if isinstance(result, Refused):
        raise SystemExit(f"the release was refused: {[item.code for item in result.blocked_by]}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    hidden = sum(table.hidden for table in prepared.plan.tables)
    print(f"\nRelease of {RECORDS:,} interviews, three linked tables ({hidden} numbers hidden)")
    print(f"  plan (anew after each change)   {planned:6.1f} s   ({planned_work:.1f} s of processor)")
    print(f"  build, search for identifiers   {built:6.1f} s   ({built_work:.1f} s of processor; target 60 s)")
    print(f"  memory, highest                 {memory:6.0f} MB  target 1,024 MB")


if __name__ == "__main__":
    main()
