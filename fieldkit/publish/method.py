"""The method card: how it was found out, in figures that follow the same rules as the tables."""

from fieldkit.i18n.marks import N_
from fieldkit.publish.shape import Row
from fieldkit.release.plan import ReleasePlan

LINES = {
    "people": (N_("People"), N_("Participants behind the tables about people, rounded.")),
    "contacts": (N_("Contacts"), N_("Visits, calls and messages to services behind the other tables, rounded.")),
    "researchers": (N_("Researchers"), N_("Residents who asked and visited, rounded.")),
    "period": (N_("Period"), N_("Quarters of the year in which it was collected.")),
    "forms": (N_("Forms"), N_("The questionnaires that were used.")),
    "coders": (N_("Coders"), N_("People who read the transcripts and filed passages under themes.")),
    "quotations": (N_("Quotations"), N_("Each passed two readings and is from somebody who agreed to be quoted.")),
    "minimum_people": (N_("Fewest people"), N_("A number of fewer people than this is hidden.")),
    "minimum_contacts": (
        N_("Fewest contacts"),
        N_("A number of fewer contacts than this is hidden; so is a kind of place with fewer than three places."),
    ),
    "minimum_researchers": (N_("Fewest researchers"), N_("A number of contacts by fewer researchers is hidden.")),
    "rounding": (N_("Rounding"), N_("Counts are rounded to a multiple of this, so they may not add up.")),
    "hidden_cells": (
        N_("Hidden numbers"),
        N_("Too small to show, or needed so that a small one cannot be worked out; which of the two is not said."),
    ),
    "withheld_tables": (N_("Withheld tables"), N_("Tables that could not be protected.")),
}
"""Name to heading and explanation, in the order of the card."""


def method_rows(plan: ReleasePlan) -> list[Row]:
    """Return the lines of the method card, those without a figure left out."""
    values = _values(plan)
    return [
        {"position": position, "name": name, "value": values[name], "explanation": explanation}
        for position, (name, (_, explanation)) in enumerate(LINES.items(), 1)
        if values[name] is not None
    ]


def _values(plan: ReleasePlan) -> dict[str, str | None]:
    method, rules = plan.method, plan.thresholds
    first, last = method.period or ("", "")
    return {
        "people": _count(method.people, rules.minimum_people),
        "contacts": _count(method.contacts, rules.minimum_contacts),
        "researchers": _count(method.researchers, rules.minimum_people),
        "period": (first if first == last else f"{first} - {last}") or None,
        "forms": ", ".join(method.forms) or None,
        "coders": str(method.coders) if plan.quotations else None,
        "quotations": str(len(plan.quotations)),
        "minimum_people": str(rules.minimum_people),
        "minimum_contacts": str(rules.minimum_contacts),
        "minimum_researchers": str(rules.minimum_researchers),
        "rounding": str(rules.rounding_base),
        "hidden_cells": str(sum(table.hidden for table in plan.tables)),
        "withheld_tables": str(sum(bool(table.withheld) for table in plan.tables)),
    }


def _count(count: int | None, minimum: int) -> str:
    return str(count) if count is not None else f"< {minimum}"
