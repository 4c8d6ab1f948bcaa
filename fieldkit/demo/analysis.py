"""What the demonstration's coordinators do after collecting: decide, transcribe, code, quote, choose, approve."""

from collections.abc import Callable, Iterable
from datetime import datetime

from fieldkit.coding.codebook import Code
from fieldkit.demo.content import HEARD, Passage, branches, long_transcripts, passages, stories
from fieldkit.demo.interviews import PlannedInterview
from fieldkit.demo.records import interview_id, stable_id
from fieldkit.services.code import Workbench, add_segment, open_workbench
from fieldkit.services.codebook import add_code
from fieldkit.services.forms import PublishedForm
from fieldkit.services.release import Refused, ReleaseBuilt, approve_plan, build_release, prepare_release
from fieldkit.services.release_choices import choose_table, save_heard
from fieldkit.services.review import decide
from fieldkit.services.text_review import choose_quotation, find_quotation, review_identifiers, review_recognition
from fieldkit.services.transcribe import import_transcript, transcripts_from_record
from fieldkit.store.accounts import Account
from fieldkit.store.project import Project

Clock = Callable[[], datetime]
NARRATED = 12
"""Interviews whose narrative answers are transcribed and coded."""

TABLES = (
    ("What would help most", "interview", "needs", None, "count"),
    ("How long people have lived here", "interview", "stage", None, "count"),
    ("Language of the conversation", "interview", "interview_language", None, "count"),
    ("How contacts ended", "service-contact", "outcome", None, "count"),
    ("Contacts by kind of place and way of getting in touch", "service-contact", "place_kind", "channel", "count"),
    ("How contacts were rated, by kind of place", "service-contact", "place_kind", "greeting", "mean"),
)


class Analysts:
    """The two coordinators at work on an open project; ids are the same in every demonstration."""

    def __init__(self, project: Project, accounts: tuple[Account, Account], clock: Clock) -> None:
        self.project, self.accounts, self.clock = project, accounts, clock
        self._count = 0

    def new_id(self) -> str:
        """Return the next id."""
        self._count += 1
        return stable_id(f"id {self._count}")

    def approve(self, instances: Iterable[str]) -> None:
        """Approve records, taking turns."""
        for number, instance in enumerate(instances):
            self.decide(instance, "approved", "", by=number % 2)

    def decide(self, instance: str, state: str, reason: str, *, by: int = 0) -> None:
        """Decide about one record."""
        decide(
            self.project,
            instance_id=instance,
            state=state,
            reason=reason,
            account=self.accounts[by],
            now=self.clock(),
            despite_warnings=True,
        )

    def write_codebook(self) -> dict[str, str]:
        """Enter the codebook; return the id of every code by its name in the files."""
        ids: dict[str, str] = {}
        for branch, about in branches().items():
            ids[branch] = self._add_code(None, about["name"], about["definition"], about["colour"], "")
            for child in about["children"]:
                ids[child["id"]] = self._add_code(
                    ids[branch], child["name"], child["definition"], about["colour"], child["key"]
                )
        return ids

    def transcribe_answers(self, interviews: Iterable[PlannedInterview], codes: dict[str, str]) -> None:
        """Make transcripts of what people told and code each answer with what it is about."""
        about = {
            story.text: story.code
            for language in ("ar", "uk", "en", "it")
            for kind in ("hard", "helped", "wish")
            for story in stories(language, kind)
        }
        chosen = [each for each in interviews if each.may_be_quoted and each.transcript is None][:NARRATED]
        for number, interview in enumerate(chosen):
            account = self.accounts[number % 2]
            for transcript in transcripts_from_record(
                self.project,
                instance_id=interview_id(interview.number),
                account=account.id,
                now=self.clock(),
                new_id=self.new_id,
            ):
                bench = open_workbench(self.project, transcript.id, account=account.id)
                for turn in bench.sides[0].turns:
                    story = about.get(bench.sides[0].version.text[turn.start : turn.end])
                    if story is not None:
                        self._segment(bench, turn.start, turn.end, codes[story], account)

    def import_conversations(self, interviews: Iterable[PlannedInterview], codes: dict[str, str]) -> None:
        """Bring in the long transcripts with their translations, code their passages, choose and review quotations."""
        person = {each.transcript: each for each in interviews if each.transcript is not None}
        for each in long_transcripts():
            original = import_transcript(
                self.project,
                name=f"{each.number}.{each.language}.txt",
                content=each.text,
                title=f"Conversation {each.number}",
                language=each.language,
                participant_code=person[each.number].code,
                account=self.accounts[0].id,
                now=self.clock(),
                new_id=self.new_id,
            )
            import_transcript(
                self.project,
                name=f"{each.number}.{each.translation_language}.txt",
                content=each.translation,
                title="",
                language=each.translation_language,
                kind="translation",
                transcript_id=original.transcript_id,
                account=self.accounts[1].id,
                now=self.clock(),
                new_id=self.new_id,
            )
            coder = self.accounts[each.number % 2]
            bench = open_workbench(self.project, original.transcript_id, account=coder.id)
            for passage in passages():
                if passage.transcript == each.number:
                    self._code_passage(bench, passage, codes, coder)

    def choose_tables(self, forms: dict[str, PublishedForm]) -> None:
        """Choose what release 1 shows, and write what was heard."""
        for title, instrument, row, column, measure in TABLES:
            form = forms[instrument]
            paths = {question.name: question.path for question in form.questions}
            choose_table(
                self.project,
                title=title,
                form_id=form.form_id,
                row_question=paths[row],
                column_question=paths[column] if column else None,
                measure=measure,
                actor=f"account:{self.accounts[0].id}",
                now=self.clock(),
                table_id=self.new_id(),
            )
        for number, (language, texts) in enumerate(HEARD.items()):
            save_heard(
                self.project,
                language=language,
                texts=texts,
                account=self.accounts[number % 2].id,
                now=self.clock(),
                new_id=self.new_id,
            )

    def publish(self) -> ReleaseBuilt | Refused:
        """Approve the plan by both coordinators and build the release."""
        plan = prepare_release(self.project).plan_sha256
        for account in self.accounts:
            approve_plan(self.project, plan_sha256=plan, account=account.id, now=self.clock())
        return build_release(self.project, actor=f"account:{self.accounts[0].id}", now=self.clock())

    def _add_code(self, parent: str | None, name: str, definition: str, colour: int, key: str) -> str:
        code = Code(self.new_id(), name, parent_id=parent, definition=definition, colour=colour, key=key)
        add_code(
            self.project,
            stroke_id=self.new_id(),
            revision_id=self.new_id(),
            code=code,
            account=self.accounts[0].id,
            now=self.clock(),
        )
        return code.id

    def _segment(self, bench: Workbench, start: int, end: int, code: str, account: Account) -> str:
        segment = self.new_id()
        add_segment(
            self.project,
            stroke_id=self.new_id(),
            segment_id=segment,
            version_id=bench.sides[0].version.id,
            start=start,
            end=end,
            code_id=code,
            account=account.id,
            now=self.clock(),
        )
        return segment

    def _code_passage(self, bench: Workbench, passage: Passage, codes: dict[str, str], coder: Account) -> None:
        start = bench.sides[0].version.text.index(passage.text)
        segment = self._segment(bench, start, start + len(passage.text), codes[passage.code], coder)
        if passage.quote or passage.refuse:
            choose_quotation(self.project, segment_id=segment, account=coder.id, now=self.clock())
            self._review_quotation(segment, passage)

    def _review_quotation(self, segment: str, passage: Passage) -> None:
        """Both steps, by two people: direct identifiers, then whether a neighbour could recognise the person."""
        review_identifiers(
            self.project,
            segment_id=segment,
            bound_sha256=find_quotation(self.project, segment).bound_sha256,
            published_text=passage.publish or passage.text,
            refused=passage.refuse,
            account=self.accounts[0].id,
            now=self.clock(),
        )
        if passage.refuse:
            return
        seen = find_quotation(self.project, segment)
        review_recognition(
            self.project,
            segment_id=segment,
            bound_sha256=seen.bound_sha256,
            published_sha256=seen.published_sha256,
            account=self.accounts[1].id,
            now=self.clock(),
        )
