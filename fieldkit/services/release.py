"""From choices to a published edition: the plan, its approval, the gate, the build, the ledger."""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from weakref import WeakKeyDictionary

from fieldkit.config import Settings
from fieldkit.errors import Problem
from fieldkit.publish.build import build_files
from fieldkit.publish.scan import Place, find_canaries
from fieldkit.release.gate import Facts, GateItem, judge
from fieldkit.release.plan import Heard, Method, ReleasePlan, Thresholds, guarded, number_quotations
from fieldkit.release.records import Unit
from fieldkit.release.tables import counted_openly, protect_tables
from fieldkit.services.release_canaries import collect_canaries
from fieldkit.services.release_data import Collected, collect
from fieldkit.services.text_review import ChosenQuotation, chosen_quotations
from fieldkit.store import releases
from fieldkit.store.events import record_event
from fieldkit.store.project import Project
from fieldkit.store.release_records import count_coders, count_waiting, last_change
from fieldkit.store.releases import LedgerEntry
from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text


@dataclass(frozen=True)
class Prepared:
    """A plan with what the gate says of it.

    Attributes:
        approvers: account ids that approved exactly this plan.
        existing: the release that was built from exactly this plan, or None.
        change: the last event that went into it.
    """

    plan: ReleasePlan
    plan_sha256: str
    facts: Facts
    approvers: tuple[str, ...]
    existing: LedgerEntry | None
    change: int

    @property
    def gate(self) -> list[GateItem]:
        """What blocks, then what is to be known."""
        return judge(self.facts)


class Step(StrEnum):
    """What a build is doing; with many records each takes some seconds."""

    PLAN = "plan"
    IDENTIFIERS = "identifiers"
    FILES = "files"
    SEARCH = "search"


def _unwatched(step: Step) -> None:
    """Nobody wants to know how far it is."""


@dataclass(frozen=True)
class ReleaseBuilt:
    """A release that stands in its folder and in the ledger; `already` when it did before."""

    release: int
    path: Path
    sha256: str
    already: bool = False


@dataclass(frozen=True)
class Refused:
    """Nothing was published; `blocked_by` says what to do."""

    blocked_by: tuple[GateItem, ...]


def prepare_release(project: Project) -> Prepared:
    """Work out exactly what would be published now, and what stands in the way. Nothing is changed.

    With many records that takes seconds, so it is done once for as long as nobody writes anything: the number is asked
    for before the records are read, and while it is the same they are.
    """
    now = (project.version(), project.settings)
    seen, prepared = _prepared.get(project, (None, None))
    if prepared is None or seen != now:
        with project.read() as db:
            prepared = _prepare(project, db)
        _prepared[project] = (now, prepared)
    return prepared


_prepared: WeakKeyDictionary[Project, tuple[tuple[int, Settings], Prepared]] = WeakKeyDictionary()


def release_state(project: Project, now: datetime) -> list[GateItem]:  # noqa: ARG001 - the agreed form of the call
    """Return the gate's list: what blocks first, then what is to be known."""
    return prepare_release(project).gate


def approve_plan(project: Project, *, plan_sha256: str, account: str, now: datetime) -> None:
    """Approve exactly the plan that the approver has seen.

    Raises:
        Problem: `409.plan-changed` when what would be published is no longer what they saw.
    """
    if prepare_release(project).plan_sha256 != plan_sha256:
        raise Problem(
            "409.plan-changed",
            "What would be published has changed since you opened the plan; your approval was not stored.",
            remedy="Load the plan again, read it, and approve it then.",
        )

    def work(db: Connection) -> None:
        if releases.insert_approval(db, plan_sha256, account, now=now):
            actor, subject = f"account:{account}", f"plan:{plan_sha256}"
            record_event(db, now=now, actor=actor, kind="release.approved", subject=subject)

    project.write(work)


def list_ledger(project: Project) -> list[LedgerEntry]:
    """Return every release that was built, the newest first."""
    with project.read() as db:
        return releases.list_ledger(db)


def build_release(
    project: Project, *, actor: str, now: datetime, progress: Callable[[Step], None] = _unwatched
) -> ReleaseBuilt | Refused:
    """Publish the plan when nothing blocks it: files, scan for identifiers, ledger.

    The same plan again gives the release that exists.

    Args:
        project: the open project.
        actor: who builds.
        now: the moment.
        progress: is told each step when it begins.

    Raises:
        Problem: `409.plan-changed` when something changed while the files were written.
    """
    progress(Step.PLAN)
    prepared = prepare_release(project)
    if prepared.existing is not None:
        entry = prepared.existing
        return ReleaseBuilt(entry.number, folder_of(project, entry.number), entry.file_sha256, already=True)
    if blocked := _blocking(prepared.gate):
        return Refused(blocked)
    progress(Step.IDENTIFIERS)
    canaries = collect_canaries(project, actor=actor, now=now)
    folder = Path(tempfile.mkdtemp(prefix=".building-", dir=project.releases))
    try:
        progress(Step.FILES)
        built = build_files(prepared.plan, folder)
        progress(Step.SEARCH)
        if places := find_canaries(folder, canaries):
            return Refused(_blocking(judge(replace(prepared.facts, canaries=_named(places)))))
        number = project.write(lambda db: _publish(project, db, prepared, folder, built.sha256, actor=actor, now=now))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return ReleaseBuilt(number, folder_of(project, number), built.sha256)


def folder_of(project: Project, number: int) -> Path:
    """Return the folder of a release's files."""
    return project.releases / f"{number:04d}"


def _prepare(project: Project, db: Connection) -> Prepared:
    settings = project.settings.release
    collected = collect(db, releases.list_chosen_tables(db), settings, secret=project.keys.release_secret())
    quotations = chosen_quotations(db)
    plan = _plan(project, db, collected, quotations)
    digest = plan.sha256()
    ledger, approvers = releases.list_ledger(db), releases.list_approvers(db, digest)
    existing = next((entry for entry in ledger if entry.plan_sha256 == digest), None)
    waiting = count_waiting(db)
    facts = Facts(
        plan=plan,
        minimum_people=settings.minimum_people,
        people=_counted(collected, Unit.PEOPLE),
        quotations=_states(quotations),
        waiting=waiting.waiting,
        incomplete=waiting.incomplete,
        without_totals=len(collected.left_out),
        without_code=collected.without_code,
        broken=tuple(table.title for table, _ in collected.broken),
        approvals=len(approvers),
        approvals_needed=settings.approvers,
        earlier=ledger[0].number if ledger and existing is None else None,
    )
    return Prepared(plan, digest, facts, tuple(approvers), existing, last_change(db))


def _plan(project: Project, db: Connection, collected: Collected, quotations: list[ChosenQuotation]) -> ReleasePlan:
    settings = project.settings.release
    ready = [(one.published_text, one.passage.language, one.passage.code) for one in quotations if one.state == "ready"]
    order = {table.id: position for position, table in enumerate(releases.list_chosen_tables(db))}
    tables = sorted(protect_tables(collected.populations), key=lambda table: order[table.spec.id])
    base = settings.rounding_base
    people, contacts = (counted_openly(collected.populations, tables, unit) for unit in (Unit.PEOPLE, Unit.CONTACTS))
    quarters = sorted(collected.quarters)
    return ReleasePlan(
        title=project.settings.title,
        languages=project.settings.languages,
        heard=tuple(Heard(one.position, one.language, one.text) for one in releases.list_statements(db)),
        tables=tuple(tables),
        quotations=number_quotations(ready),
        method=Method(
            people=guarded(people, settings.minimum_people, base) if people is not None else None,
            contacts=guarded(contacts, settings.minimum_contacts, base) if contacts is not None else None,
            researchers=guarded(len(collected.researchers), settings.minimum_people, base),
            period=(quarters[0], quarters[-1]) if quarters else None,
            forms=tuple(sorted(collected.forms)),
            coders=count_coders(db),
        ),
        thresholds=Thresholds(
            settings.minimum_people, settings.minimum_contacts, settings.minimum_researchers, settings.rounding_base
        ),
    )


def _counted(collected: Collected, unit: Unit) -> int | None:
    """How many people or contacts the tables count; None when no table counts any."""
    units = [{record.unit for record in one.records} for one in collected.populations if one.unit is unit]
    return len(set().union(*units)) if units else None


def _states(quotations: list[ChosenQuotation]) -> dict[str, int]:
    states: dict[str, int] = {}
    for quotation in quotations:
        name = "unreviewed" if quotation.state == "half" else quotation.state
        states[name] = states.get(name, 0) + 1
    return states


def _blocking(items: list[GateItem]) -> tuple[GateItem, ...]:
    return tuple(item for item in items if item.blocks)


def _named(places: list[Place]) -> tuple[Place, ...]:
    return tuple((place, kinds) for place, kinds in places)


def _publish(
    project: Project, db: Connection, prepared: Prepared, folder: Path, sha256: str, *, actor: str, now: datetime
) -> int:
    """Move the scanned folder to its place and write the ledger, in one step with the check that nothing changed."""
    approvers = tuple(releases.list_approvers(db, prepared.plan_sha256))  # an account may have been closed
    if last_change(db) != prepared.change or approvers != prepared.approvers:
        current = _prepare(project, db)
        if current.existing is not None and current.plan_sha256 == prepared.plan_sha256:
            return current.existing.number  # somebody else pressed the button, too
        if current.plan_sha256 != prepared.plan_sha256 or _blocking(current.gate):
            raise Problem(
                "409.plan-changed",
                "Something changed while the release was being built; nothing was published.",
                remedy="Look at the plan again, approve it, and build it then.",
            )
    ledger = releases.list_ledger(db)
    number = ledger[0].number + 1 if ledger else 1
    place = folder_of(project, number)
    if place.exists():  # left behind by a build that stopped before the ledger knew of it
        shutil.rmtree(place)
    folder.chmod(0o755)
    folder.rename(place)
    parent = ledger[0].number if ledger else None
    releases.insert_release(db, _entry(prepared, number, parent, sha256, now))
    detail = {"plan": prepared.plan_sha256, "file": sha256, "approvers": list(prepared.approvers)}
    record_event(db, now=now, actor=actor, kind="release.built", subject=f"release:{number}", detail=detail)
    return number


def _entry(prepared: Prepared, number: int, parent: int | None, sha256: str, now: datetime) -> LedgerEntry:
    plan, facts = prepared.plan, prepared.facts
    tables = [{"title": table.spec.title, "hidden": table.hidden, "withheld": table.withheld} for table in plan.tables]
    counts = {"tables": len(tables), "quotations": len(plan.quotations), "statements": len(plan.heard)}
    report = {"tables": tables, "notes": [item.code for item in judge(facts) if not item.blocks]}
    return LedgerEntry(
        number=number,
        parent=parent,
        plan_sha256=prepared.plan_sha256,
        file_sha256=sha256,
        configuration=json.dumps(asdict(plan.thresholds), sort_keys=True),
        counts=json.dumps(counts, sort_keys=True),
        report=json.dumps(report, sort_keys=True, ensure_ascii=False),
        approvers=json.dumps(list(prepared.approvers)),
        built_at=as_text(now),
        withdrawn_at=None,
    )
