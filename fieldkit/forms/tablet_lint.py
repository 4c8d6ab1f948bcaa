"""What of a form works differently on the tablet, or not at all: said when it is published, with its row.

Only what would lose answers stops publishing; ODK Collect and others may well do the rest.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from fieldkit.forms.findings import error, note, warning
from fieldkit.forms.lint import Places
from fieldkit.forms.model import Finding, Question
from fieldkit.forms.search_xform import unreadable_searches
from fieldkit.forms.xform import XF

_Builder = Callable[..., Finding]


@dataclass(frozen=True)
class _Saying:
    """What is said about a word in a form: how loud, what happens on the tablet, what to do about it."""

    build: _Builder
    what: str
    remedy: str = ""


_NO_MAP = _Saying(
    note,
    "asks for a map. The tablet shows none: it takes its own place, or one that is typed.",
    "Nothing has to be done.",
)
_APPEARANCES = {
    "maps": _NO_MAP,
    "placement-map": _NO_MAP,
    "map": _Saying(
        note,
        "asks for a map. The tablet shows a list instead, the nearest first.",
        "Nothing has to be done.",
    ),
    "quick": _Saying(
        note,
        "asks to go on by itself. On the tablet a tap never goes on, so that nobody loses their place.",
        "Nothing has to be done.",
    ),
    "bikram-sambat": _Saying(
        warning,
        "asks for the calendar bikram-sambat, which the tablet does not know: it shows the Gregorian one, and says so.",
        "Ask for the day in words as well, if people here do not know the Gregorian calendar.",
    ),
    "myanmar": _Saying(
        warning,
        "asks for the calendar of Myanmar, which the tablet does not know: it shows the Gregorian one, and says so.",
        "Ask for the day in words as well, if people here do not know the Gregorian calendar.",
    ),
    "printer": _Saying(
        warning, "wants to print, which a tablet's browser cannot.", "Take the appearance printer away."
    ),
    "ex": _Saying(
        warning,
        "wants to open another app, which a browser cannot: on the tablet the answer is typed.",
        "Say in the hint what to type.",
    ),
}
_APPEARANCES["quickcompact"] = _APPEARANCES["quick"]

_KINDS = {
    "email": "an email address",
    "phonenumber": "a telephone number",
    "simserial": "the number of a SIM card",
    "subscriberid": "the number of a telephone contract",
}
"""Metadata that a browser does not know: the leaf stays empty."""

_TICKS = {"tick_interval", "tick-interval", "placeholder", "tick_labelset", "tick-labelset"}
_DEEPEST = 16
"""So many groups within each other open in half a second, 25 in half a minute."""

_ENTITIES = "{http://www.opendatakit.org/xforms/entities}entities-version"
_ODK = "{http://www.opendatakit.org/xforms}"


def tablet_findings(root: etree._Element, questions: Sequence[Question], places: Places) -> list[Finding]:
    """Return what to say about a form that will be filled in on the tablet.

    Args:
        root: of the XForm as Collect reads it.
        questions: of that form.
        places: where they stand in the spreadsheet.
    """
    say = _Sayer(places)
    found = [*_by_question(questions, say), *_by_control(root, say)]
    return list(dict.fromkeys(found))


class _Sayer:
    """Builds a finding about a question: its name first, its place beside it."""

    def __init__(self, places: Places) -> None:
        self.places = places

    def __call__(self, saying: _Saying, path: str, column: str, code: str = "on-the-tablet") -> Finding:
        name = path.rsplit("/", 1)[-1]
        row = self.places.rows.get(path)
        what = f"{name} {saying.what}"
        return saying.build(code, what, saying.remedy, sheet=self.places.sheet, row=row, column=column)


def _by_question(questions: Sequence[Question], say: _Sayer) -> Iterator[Finding]:
    for question in questions:
        if question.kind in {"group", "repeat"} and question.path.count("/") == _DEEPEST + 2:
            yield say(_TOO_DEEP, question.path, "type", "nested-too-deep")
        for word in _words(question.appearance):
            if saying := _APPEARANCES.get(word):
                yield say(saying, question.path, "appearance")
        if thing := _KINDS.get(question.kind):
            saying = _Saying(
                warning,
                f"asks for {thing}, which a browser does not know: it stays empty.",
                "Ask for it, if it is needed.",
            )
            yield say(saying, question.path, "type")
        if question.kind == "note" and question.required:
            yield say(_REQUIRED_NOTE, question.path, "required", "note-required")


_TOO_DEEP = _Saying(
    error,
    f"is the {_DEEPEST + 1}th group within a group. With each of them a tablet takes twice as long to open the form.",
    "Take away groups around others; what several of them have in relevant can stand in one, joined with and.",
)
_REQUIRED_NOTE = _Saying(
    warning,
    "is a note and yet required. Nobody can answer a note: ODK Collect would never let the form be finished. "
    "The tablet shows it again before the lock, and lets the form go.",
    "Take required away; to stop somebody, put a constraint on the question before it.",
)


def _words(appearance: str) -> Iterator[str]:
    """Yield the words of an appearance; `ex:…` and `printer:…` without what follows the colon."""
    for word in appearance.split():
        yield word.split(":", 1)[0] if word.startswith(("ex:", "printer:")) else word


def _by_control(root: etree._Element, say: _Sayer) -> Iterator[Finding]:
    for path in unreadable_searches(root):
        yield say(_SEARCH, path, "appearance", "search-unreadable")
    for control in root.iter(f"{XF}range"):
        if _TICKS & {str(name).split("}")[-1] for name in control.attrib}:
            yield say(_TICK, control.get("ref", ""), "parameters")
    for control in root.iter(f"{XF}upload"):
        if control.get("mediatype", "").startswith("osm/"):
            yield say(_OSM, control.get("ref", ""), "type")
    for bind in root.iter(f"{XF}bind"):
        if bind.get(f"{_ODK}allow-mock-accuracy") == "false":
            yield say(_MOCK, bind.get("nodeset", ""), "parameters")
    if any(node.get(_ENTITIES) for node in root.iter(f"{XF}model")):
        what = "The form makes entities, which neither the tablet nor this server keeps; the answers come."
        yield warning(
            "entities",
            what,
            "Leave the sheet entities out, or read what was answered from the records.",
            sheet="entities",
        )


_SEARCH = _Saying(
    error,
    "looks its choices up with search() in a way that the tablet cannot read: people would choose from the wrong list.",
    "Use select_one_from_file with a choice_filter, or one row in the sheet choices that names the two columns; other "
    "rows need whole numbers as names, as in ODK Collect.",
)
_TICK = _Saying(
    note, "names its ticks. The tablet shows the number that is chosen, and both ends.", "Nothing has to be done."
)
_OSM = _Saying(
    error,
    "asks for a building from OpenStreetMap, which a browser cannot mark: there would be no answer.",
    "Ask for a geopoint, or for the address in words.",
)
_MOCK = _Saying(
    note, "forbids places that another app made up. A browser cannot tell them apart.", "Nothing has to be done."
)
