"""A small project with interviews and visits, for tests of the release: received, approved and coded for real."""

import itertools
import random
import uuid
from collections.abc import Sequence
from datetime import timedelta

from fieldkit.coding.codebook import Code
from fieldkit.services.accounts import NewAccount, create_account
from fieldkit.services.code import add_segment
from fieldkit.services.codebook import add_code, list_codes
from fieldkit.services.enrol import device_for_token
from fieldkit.services.receive import receive_submission
from fieldkit.services.release import approve_plan, prepare_release
from fieldkit.services.release_choices import choose_table, save_heard
from fieldkit.services.review import decide
from fieldkit.services.text_review import (
    choose_quotation,
    find_quotation,
    review_identifiers,
    review_recognition,
)
from fieldkit.services.transcribe import transcripts_from_record
from fieldkit.store.accounts import Account
from fieldkit.store.devices import Device
from fieldkit.store.project import Project
from fieldkit.store.transcripts import current_versions
from tests.records import NOW, enrol, publish, submission_xml

INTERVIEW = """
| survey  |                       |              |                      |                   |                 |
|         | type                  | name         | label                | fieldkit::role    | fieldkit::scope |
|         | start                 | start        |                      |                   |                 |
|         | text                  | who          | Whose code is it?    | participant       |                 |
|         | text                  | full_name    | What is your name?   | direct-identifier |                 |
|         | select_one yes_no     | agree_totals | May we count you?    | consent           | totals          |
|         | select_one yes_no     | agree_quote  | May we quote you?    | consent           | quote           |
|         | select_one stages     | stage        | How long are you here? | stage           |                 |
|         | select_one tongues    | tongue       | Which language?      | language          |                 |
|         | select_multiple needs | need         | What did you need?   | need              |                 |
|         | text                  | story        | Tell us about it     | narrative         |                 |
|         | text                  | remarks      | Remarks              |                   |                 |
|         | geopoint              | spot         | Where are we?        |                   |                 |
|         | image                 | picture      | A picture            |                   |                 |
| choices |                       |              |                      |                   |                 |
|         | list_name             | name         | label                |                   |                 |
|         | yes_no                | yes          | Yes                  |                   |                 |
|         | yes_no                | no           | No                   |                   |                 |
|         | stages                | weeks        | First weeks          |                   |                 |
|         | stages                | months       | First months         |                   |                 |
|         | stages                | year         | After a year         |                   |                 |
|         | tongues               | ar           | Arabic               |                   |                 |
|         | tongues               | uk           | Ukrainian            |                   |                 |
|         | tongues               | it           | Italian              |                   |                 |
|         | needs                 | papers       | Papers               |                   |                 |
|         | needs                 | housing      | Housing              |                   |                 |
|         | needs                 | school       | School               |                   |                 |
| settings |                      |              |                      |                   |                 |
|         | form_id               | version      | form_title           | default_language  |                 |
|         | talk                  | 1            | A talk               | English (en)      |                 |
"""

VISITS = """
| survey  |                     |          |                     |                |                   |
|         | type                | name     | label               | fieldkit::role | fieldkit::section |
|         | text                | office   | Which office?       | place          |                   |
|         | select_one kinds    | kind     | What kind of office? | place-kind    |                   |
|         | select_one outcomes | outcome  | What came of it?    | outcome        |                   |
|         | integer             | clarity  | How clear was it?   | criterion      | service           |
|         | integer             | respect  | How respectful?     | criterion      | service           |
| choices |                     |          |                     |                |                   |
|         | list_name           | name     | label               |                |                   |
|         | kinds               | registry | Registry            |                |                   |
|         | kinds               | housing  | Housing desk        |                |                   |
|         | kinds               | library  | Library             |                |                   |
|         | outcomes            | served   | Served              |                |                   |
|         | outcomes            | sent     | Sent away           |                |                   |
| settings |                    |          |                     |                |                   |
|         | form_id             | version  | form_title          | default_language |                 |
|         | call             | 1        | A visit to a service | English (en)  |                   |
"""


class World:
    """The project and short ways to fill it."""

    def __init__(self, project: Project) -> None:
        self.project, self.now = project, NOW
        self._numbers = itertools.count(1)
        self.ada = self._account("Ada Lindqvist", "account-ada")
        self.bruno = self._account("Bruno Keita", "account-bruno")
        self.devices = [self._device(number) for number in (1, 2)]
        self.code = Code(id=str(uuid.uuid4()), name="Waiting", parent_id=None)

    def new_id(self) -> str:
        return str(uuid.uuid4())

    def publish_forms(self) -> None:
        publish(self.project, INTERVIEW)
        publish(self.project, VISITS)

    def talk(self, *, approve: bool = True, device: int = 0, **answers: str) -> str:
        """Receive an interview; unnamed answers are those of somebody who agrees to everything."""
        number = next(self._numbers)
        usual = {"who": f"P{number:05d}", "agree_totals": "yes", "agree_quote": "yes", "stage": "weeks"}
        return self._send("talk", {**usual, **answers}, device, approve)

    def visit(self, *, approve: bool = True, device: int = 0, **answers: str) -> str:
        usual = {"office": "R-01", "kind": "registry", "outcome": "served", "clarity": "3", "respect": "4"}
        return self._send("call", {**usual, **answers}, device, approve)

    def people(self, **by_stage: int) -> None:
        """Receive so many interviews per stage, languages and needs mixed by a fixed seed."""
        dice = random.Random(7)
        for stage, count in by_stage.items():
            for _ in range(count):
                needs = " ".join(need for need in ("papers", "housing", "school") if dice.random() < 0.5)
                self.talk(stage=stage, tongue=dice.choice(("ar", "uk", "it")), need=needs)

    def quotation(self, story: str, **answers: str) -> str:
        """Receive, transcribe and code a story; return the segment that is chosen to be quoted."""
        segment_id = self.segment(story, **answers)
        choose_quotation(self.project, segment_id=segment_id, account=self.ada.id, now=self.now)
        return segment_id

    def segment(self, story: str, **answers: str) -> str:
        instance_id = self.talk(story=story, **answers)
        transcript = transcripts_from_record(
            self.project, instance_id=instance_id, account=self.ada.id, now=self.now, new_id=self.new_id
        )[0]
        with self.project.read() as db:
            version = current_versions(db, transcript.id)[0]
        if self._codebook_is_empty():
            add_code(
                self.project,
                stroke_id=self.new_id(),
                revision_id=self.new_id(),
                code=self.code,
                account=self.ada.id,
                now=self.now,
            )
        segment_id = self.new_id()
        start = version.text.index(story)
        add_segment(
            self.project,
            stroke_id=self.new_id(),
            segment_id=segment_id,
            version_id=version.id,
            start=start,
            end=start + len(story),
            code_id=self.code.id,
            account=self.ada.id,
            now=self.now,
        )
        return segment_id

    def clear(self, segment_id: str, words: str | None = None) -> None:
        """Pass both steps of the review."""
        seen = find_quotation(self.project, segment_id)
        review_identifiers(
            self.project,
            segment_id=segment_id,
            bound_sha256=seen.bound_sha256,
            published_text=words if words is not None else seen.passage.text,
            account=self.ada.id,
            now=self.now,
        )
        seen = find_quotation(self.project, segment_id)
        review_recognition(
            self.project,
            segment_id=segment_id,
            bound_sha256=seen.bound_sha256,
            published_sha256=seen.published_sha256,
            account=self.bruno.id,
            now=self.now,
        )

    def heard(self, *texts: str, language: str = "en") -> None:
        save_heard(self.project, language=language, texts=texts, account=self.ada.id, now=self.now, new_id=self.new_id)

    def table(self, title: str, form_id: str, rows: str, columns: str | None = None, measure: str = "count") -> None:
        choose_table(
            self.project,
            title=title,
            form_id=form_id,
            row_question=rows,
            column_question=columns,
            measure=measure,
            actor=f"account:{self.ada.id}",
            now=self.now,
            table_id=self.new_id(),
        )

    def approve(self, accounts: Sequence[Account] | None = None) -> str:
        plan_sha256 = prepare_release(self.project).plan_sha256
        for account in accounts if accounts is not None else (self.ada, self.bruno):
            approve_plan(self.project, plan_sha256=plan_sha256, account=account.id, now=self.now)
        return plan_sha256

    def _send(self, form_id: str, answers: dict[str, str], device: int, approve: bool) -> str:
        instance_id = f"uuid:{uuid.uuid4()}"
        self.now += timedelta(seconds=1)
        xml = submission_xml(instance_id, form_id=form_id, version="1", **answers)
        receive_submission(self.project, xml=xml, files=[], device=self.devices[device], sealed=False, now=self.now)
        if approve:
            decide(
                self.project,
                instance_id=instance_id,
                state="approved",
                reason="",
                account=self.ada,
                now=self.now,
                despite_warnings=True,
            )
        return instance_id

    def _codebook_is_empty(self) -> bool:
        return not list_codes(self.project)

    def _account(self, name: str, account_id: str) -> Account:
        email = f"{account_id}@example.org"
        new = NewAccount(name=name, email=email, role="coordinator", language="en", password="four plain words here")
        return create_account(self.project, new, actor="command", now=NOW, account_id=account_id)

    def _device(self, number: int) -> Device:
        token = f"{number}" * 43
        enrol(self.project, name=f"Tablet {number}", token=token)
        return device_for_token(self.project, token)
