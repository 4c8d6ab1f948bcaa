"""Words that only look like those an XLSForm knows: other tools pass over them, and a rule is never applied."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from fieldkit.forms.findings import note, warning
from fieldkit.forms.headers import snake_case
from fieldkit.forms.model import Finding
from fieldkit.forms.workbook import Row, Sheet, Workbook

# fmt: off
TYPES = (
    "acknowledge", "audio", "audit", "background-audio", "background-geopoint", "barcode", "begin_group",
    "begin_repeat", "calculate", "csv-external", "date", "dateTime", "decimal", "deviceid", "email", "end",
    "end_group", "end_repeat", "file",
    "geopoint", "geoshape", "geotrace", "hidden", "image", "integer", "note", "phonenumber", "range", "rank",
    "select_multiple", "select_multiple_from_file", "select_one", "select_one_external", "select_one_from_file",
    "simserial", "start", "start-geopoint", "subscriberid", "text", "time", "today", "trigger", "username", "video",
    "xml-external",
)
COLUMNS = (
    "appearance", "autoplay", "audio", "big-image", "bind", "body", "calculation", "choice_filter", "constraint",
    "constraint_message", "control", "default", "disabled", "guidance_hint", "hint", "image", "instance", "intent",
    "label", "media", "name", "note", "parameters", "query", "readonly", "read_only", "relevance", "relevant",
    "repeat_count", "required", "required_message", "save_to", "saveto", "trigger", "type", "video",
)
_APPEARANCES = frozenset({
    "acknowledge", "annotate", "autocomplete", "bearing", "bikram-sambat", "coarse", "columns", "columns-flex",
    "columns-pack", "compact", "coptic", "counter", "distress", "draw", "ethiopian", "external", "field-list", "fit",
    "geo", "hidden-answer", "hidden-map", "horizontal", "horizontal-compact", "image-map", "islamic", "label", "likert",
    "list-nolabel", "map", "maps", "masked", "minimal", "month-year", "multiline", "myanmar", "new", "new-front",
    "new-rear", "no-buttons", "no-calendar", "no-ticks", "numbers", "persian", "picker", "placement-map", "quick",
    "quickcompact", "rating", "selfie", "signature", "slip", "brief", "spinner", "table-list", "text", "textarea",
    "thousands-sep", "url", "vertical", "week-number", "year", "list", "dynamic", "no-default", "inline",
})
# fmt: on
_WITH_NUMBER = re.compile(r"(columns|compact|quickcompact|w|h|horizontal)-?\d+")
_CALL = re.compile(r"\b(search|ex|printer)\s*[:(].*", re.DOTALL)
_OFTEN_RIGHT = 0.8


def meant_type(written: str) -> str:
    """Return the type that is meant by one that does not exist, or an empty string.

    `Integer` is `integer`, `interger` too; of `Select One yn` the list stays: `select_one yn`.
    """
    words = written.split()
    count = 2 if words[0].lower() in {"select", "begin", "end"} else 1
    near = nearest("_".join(words[:count]).lower(), TYPES)
    return " ".join([near, *words[count:]]) if near else ""


def doubtful_words(workbook: Workbook) -> list[Finding]:
    """Say which columns and appearances nobody knows, and which ones are probably meant."""
    sheet = workbook.sheet("survey")
    return [*_doubtful_columns(sheet), *_doubtful_appearances(sheet)]


def _doubtful_columns(sheet: Sheet) -> Iterator[Finding]:
    for header in sheet.columns:
        name = snake_case(header.split(":")[0])
        near = "" if name in COLUMNS else nearest(name, COLUMNS)
        if near and not sheet.column(near):
            what = f"The column {header} is not known, and nobody reads it; is {near} meant?"
            remedy = f"Call it {near}, or give it a name that is not so near."
            yield warning("column-unknown", what, remedy, sheet=sheet.name, row=sheet.header_row, column=header)


def _doubtful_appearances(sheet: Sheet) -> Iterator[Finding]:
    header = sheet.column("appearance")
    for row in sheet.rows:
        for word in _CALL.sub("", row.cells.get(header, "")).split():
            if word.lower() not in _APPEARANCES and not _WITH_NUMBER.fullmatch(word.lower()):
                yield _said_appearance(sheet, row, header, word)


def _said_appearance(sheet: Sheet, row: Row, header: str, word: str) -> Finding:
    near = nearest(word.lower(), tuple(_APPEARANCES))
    what = f"The appearance {word} is not known: the question looks as it would without it."
    remedy = f"Is {near} meant?" if near else "Look up how it is written, or take it away."
    return note("appearance-unknown", what, remedy, sheet=sheet.name, row=row.number, column=header)


def nearest(word: str, known: tuple[str, ...]) -> str:
    """Return the one of `known` that a word is most like, or an empty string when it is like none."""
    lower = {one.lower(): one for one in known}
    found = get_close_matches(word, list(lower), n=1, cutoff=_OFTEN_RIGHT)
    return lower[found[0]] if found else ""
