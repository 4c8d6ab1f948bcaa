"""The gate: what still stands between a plan and its publication, each with what to do about it.

Pure: the service hands over facts, the gate answers with a list. An item either blocks or is a note; nothing leaves
while one item blocks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fieldkit.i18n.marks import N_
from fieldkit.release.plan import ReleasePlan

TEXTS: dict[str, tuple[str, str]] = {
    "no-statements": (
        N_("No statement of what we heard is written in %(language)s."),
        N_("Write what we heard before you publish."),
    ),
    "not-translated": (
        N_("What we heard is not written in %(language)s."),
        N_("Write it, or let readers see another language there."),
    ),
    "no-tables": (
        N_("No table and no quotation is chosen; by default nothing is released."),
        N_("Choose tables, or quotations."),
    ),
    "nothing-left": (
        N_("Every chosen table would be withheld, and there is no quotation."),
        N_("Collect more, or choose tables with fewer and broader answers."),
    ),
    "too-few-people": (
        N_("The tables about people count fewer than %(minimum)s people."),
        N_("Collect more before you publish, or leave these tables out."),
    ),
    "table-broken": (
        N_("The table “%(title)s” cannot be made any more: a question or its role has changed."),
        N_("Take it out, or choose it again."),
    ),
    "unreviewed-text": (
        N_("Chosen quotations that have not passed both steps of the review: %(number)s."),
        N_("Review them, or take them out."),
    ),
    "stale-review": (
        N_("Quotations whose text was changed after the review, which no longer counts: %(number)s."),
        N_("Review them again, or take them out."),
    ),
    "no-quote-consent": (
        N_("Chosen quotations from people who did not agree to be quoted: %(number)s."),
        N_("Take them out."),
    ),
    "participant-withdrawn": (
        N_("Chosen quotations from people who have withdrawn: %(number)s."),
        N_("Take them out."),
    ),
    "record-not-standing": (
        N_("Chosen quotations from interviews that were replaced or are not approved any more: %(number)s."),
        N_("Take them out; from a corrected interview, choose the passage in its new transcript."),
    ),
    "canary": (
        N_("An identifier from the raw data (%(kinds)s) stands in what would be published."),
        N_("Change the text there, or take it out."),
    ),
    "second-release": (
        N_("Release %(number)s exists and this one would differ from it."),
        N_("Comparing editions comes in a later version of Fieldkit; until then a project has one edition."),
    ),
    "approvals-missing": (
        N_("Approvals of exactly this plan: %(number)s of %(needed)s."),
        N_("Let the approvers open the plan, read it, and approve it."),
    ),
    "table-withheld": (
        N_("The table “%(title)s” is withheld."),
        N_("Read the reason in the plan, and choose another table if it matters."),
    ),
    "records-waiting": (
        N_("Records that wait for a decision and are not counted: %(number)s."),
        N_("Look through them before you publish."),
    ),
    "records-incomplete": (
        N_("Records that still miss files and are not counted: %(number)s."),
        N_("Ask for the files, or go on without these records."),
    ),
    "no-totals-consent": (
        N_("People who did not agree to be counted in totals and are left out: %(number)s."),
        N_("Nothing to do."),
    ),
    "no-participant-code": (
        N_("Records that name no participant and are left out of tables about people: %(number)s."),
        N_("Give the form a question with the role “participant”."),
    ),
    "row-level": (
        N_("Answers person by person are not published by this version of Fieldkit."),
        N_("Nothing to do."),
    ),
}
"""Code to what is the matter and what to do; both are translated where they are shown."""

NOTES = frozenset(
    {
        "not-translated",
        "table-withheld",
        "records-waiting",
        "records-incomplete",
        "no-totals-consent",
        "no-participant-code",
        "row-level",
    }
)


@dataclass(frozen=True)
class GateItem:
    """One thing that blocks, or that the approvers should know.

    Attributes:
        where: the page or file that it is about.
        values: what the texts of `TEXTS` are filled with.
    """

    code: str
    where: str
    values: dict[str, Any]

    @property
    def blocks(self) -> bool:
        """Whether nothing leaves while this stands."""
        return self.code not in NOTES

    @property
    def what(self) -> str:
        """What is the matter, in English."""
        return TEXTS[self.code][0] % self.values

    @property
    def remedy(self) -> str:
        """What to do, in English."""
        return TEXTS[self.code][1] % self.values

    def as_dict(self) -> dict[str, Any]:
        """Return the object that commands print."""
        return {"code": self.code, "what": self.what, "where": self.where, "remedy": self.remedy}


@dataclass(frozen=True)
class Facts:
    """What the gate judges.

    Attributes:
        people: how many people the tables count, or None when none of them counts people.
        quotations: chosen quotations by state: `ready`, `unreviewed`, `stale`, `no-consent`, `withdrawn`,
            `not-standing`, `refused`.
        broken: titles of chosen tables that cannot be made any more.
        approvals: distinct accounts that approved exactly this plan.
        earlier: the number of a release with other content, or None.
        canaries: where an identifier was found, and of what kinds.
    """

    plan: ReleasePlan
    minimum_people: int
    people: int | None
    quotations: dict[str, int]
    waiting: int
    incomplete: int
    without_totals: int
    without_code: int
    broken: tuple[str, ...]
    approvals: int
    approvals_needed: int
    earlier: int | None
    canaries: tuple[tuple[str, tuple[str, ...]], ...] = ()


def judge(facts: Facts) -> list[GateItem]:
    """Return what blocks, then what is to be known, each in a fixed order."""
    items = [*_content(facts), *_texts(facts), *_whole(facts), *_notes(facts)]
    return [item for item in items if item.blocks] + [item for item in items if not item.blocks]


def _content(facts: Facts) -> Iterator[GateItem]:
    plan = facts.plan
    written = {statement.language for statement in plan.heard}
    if plan.languages[0] not in written:
        yield GateItem("no-statements", "/release/heard", {"language": plan.languages[0]})
    if not plan.tables and not plan.quotations:
        yield GateItem("no-tables", "/release/tables", {})
    elif not plan.quotations and all(table.withheld for table in plan.tables):
        yield GateItem("nothing-left", "/release/tables", {})
    if facts.people is not None and facts.people < facts.minimum_people:
        yield GateItem("too-few-people", "/release/tables", {"minimum": facts.minimum_people})
    for title in facts.broken:
        yield GateItem("table-broken", "/release/tables", {"title": title})


def _texts(facts: Facts) -> Iterator[GateItem]:
    for state, code in (
        ("unreviewed", "unreviewed-text"),
        ("stale", "stale-review"),
        ("no-consent", "no-quote-consent"),
        ("withdrawn", "participant-withdrawn"),
        ("not-standing", "record-not-standing"),
    ):
        if facts.quotations.get(state):
            yield GateItem(code, "/release/quotations", {"number": facts.quotations[state]})


def _whole(facts: Facts) -> Iterator[GateItem]:
    for where, kinds in facts.canaries:
        yield GateItem("canary", where, {"kinds": ", ".join(kinds)})
    if facts.earlier is not None:
        yield GateItem("second-release", "/release/", {"number": facts.earlier})
    if facts.approvals < facts.approvals_needed:
        yield GateItem(
            "approvals-missing", "/release/plan", {"number": facts.approvals, "needed": facts.approvals_needed}
        )


def _notes(facts: Facts) -> Iterator[GateItem]:
    written = {statement.language for statement in facts.plan.heard}
    for language in facts.plan.languages[1:]:
        if language not in written:
            yield GateItem("not-translated", "/release/heard", {"language": language})
    for table in facts.plan.tables:
        if table.withheld:
            yield GateItem("table-withheld", "/release/plan", {"title": table.spec.title})
    for code, where, number in (
        ("records-waiting", "/records", facts.waiting),
        ("records-incomplete", "/records", facts.incomplete),
        ("no-totals-consent", "/release/plan", facts.without_totals),
        ("no-participant-code", "/forms", facts.without_code),
    ):
        if number:
            yield GateItem(code, where, {"number": number})
    yield GateItem("row-level", "/release/plan", {})
