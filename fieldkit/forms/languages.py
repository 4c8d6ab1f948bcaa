"""The languages of a form: the names that its author gave them, and the codes that pages carry in `lang`.

XLSForm names languages freely in column headers (`label::English (en)`). A name without a code gets one that is told
from the name, or from `language_codes`, or `und` (BCP 47: undetermined); in any case it is said.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale, localedata

from fieldkit.forms.findings import note, warning
from fieldkit.forms.headers import snake_case
from fieldkit.forms.model import Finding, FormLanguage
from fieldkit.forms.workbook import Row, Sheet, Workbook
from fieldkit.forms.xform import XForm

UNNAMED = "default"
"""What XForms call the language of texts for which the author names none."""

UNDETERMINED = "und"
TEXT_COLUMNS = frozenset(
    {
        "label",
        "caption",
        "hint",
        "guidance_hint",
        "short",
        "constraint_message",
        "constraining_message",
        "required_message",
        "requiredmsg",
        "jr:constraintmsg",
        "jr:requiredmsg",
    }
)
PICTURE_COLUMNS = frozenset({"image", "big-image"})
SOUND_COLUMNS = frozenset({"audio", "video"})
_ALL_COLUMNS = TEXT_COLUMNS | PICTURE_COLUMNS | SOUND_COLUMNS
_CODE_IN_NAME = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)\s*$")
_BARE_CODE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_NAMES_IN = ("en", "it", "ar", "fr", "es", "de", "pt", "uk", "ru", "fa", "tr", "sw")


@dataclass(frozen=True)
class TextColumn:
    """A header that holds texts or media in one language: `media::image::Arabic (ar)` → image, Arabic (ar)."""

    header: str
    prefix: str
    base: str
    language: str


def text_columns(sheet: Sheet) -> list[TextColumn]:
    """Return the translatable columns of `sheet`, in order; `language` is empty where the header names none."""
    double = any("::" in header for header in sheet.columns)
    found = (_text_column(header, "::" if double else ":") for header in sheet.columns)
    return [column for column in found if column is not None]


def _text_column(header: str, separator: str) -> TextColumn | None:
    tokens = [token.strip() for token in header.split(separator)]
    if separator == ":" and "jr" in tokens[:-1]:
        at = tokens.index("jr")
        tokens[at : at + 2] = [f"jr:{tokens[at + 1]}"]
    depth = 1 if snake_case(tokens[0]) in {"media", "bind"} and len(tokens) > 1 else 0
    base = snake_case(tokens[depth])
    if base not in _ALL_COLUMNS or len(tokens) > depth + 2:
        return None
    prefix = separator.join(tokens[: depth + 1])
    return TextColumn(header, prefix, base, tokens[depth + 1] if len(tokens) > depth + 1 else "")


def settle_languages(
    workbook: Workbook, language_codes: Mapping[str, str]
) -> tuple[Workbook, dict[str, str], list[Finding]]:
    """Give every language of the form one name and one code, in all sheets and in the setting `default_language`.

    Returns:
        The workbook with one name per language; name to code, the default first; what was found.
    """
    findings: list[Finding] = []
    codes: dict[str, str] = {}
    names_by_code: dict[str, str] = {}
    renamed: dict[str, str] = {}
    for name, sheet, header in _named_languages(workbook):
        if name in codes or name in renamed:
            continue
        code, said = language_code(name, language_codes, sheet=sheet, column=header)
        findings += said
        if code in names_by_code and not code.startswith(UNDETERMINED):
            renamed[name] = names_by_code[code]
            findings.append(_said_merged(name, names_by_code[code], code, sheet, header))
        else:
            codes[name] = code
            names_by_code.setdefault(code, name)
    workbook = _with_names(workbook, renamed)
    workbook, default, said = _with_default_language(workbook, codes, language_codes)
    codes = {name: codes[name] for name in sorted(codes, key=lambda name: name != default)}
    return workbook, codes, findings + said


def language_code(
    name: str, language_codes: Mapping[str, str], *, sheet: str = "", column: str = ""
) -> tuple[str, list[Finding]]:
    """Return the code of a language that a form names, and what has to be said about it."""
    if given := language_codes.get(name):
        return canonical_code(given), []
    if explicit := _CODE_IN_NAME.search(name):
        return canonical_code(explicit[1]), []
    remedy = f"Write the code behind the name in every header, for instance {name} ({{}})."
    if guess := suggest_code(name):
        what = f"The language {name} has no code; {guess} is used."
        return guess, [warning("language-without-code", what, remedy.format(guess), sheet=sheet, column=column)]
    code = f"{UNDETERMINED}-x-{re.sub('[^a-z0-9]', '', name.lower())[:8] or 'form'}"
    what = f"The language {name} has no code, and its name does not tell which language it is."
    return code, [warning("language-unknown", what, remedy.format("en"), sheet=sheet, column=column)]


def languages_of_form(
    form: XForm, codes: Mapping[str, str], given: Mapping[str, str]
) -> tuple[tuple[FormLanguage, ...], list[Finding]]:
    """Return the languages of a compiled form, its default first, and what has to be said about one without a name."""
    findings: list[Finding] = []
    languages = []
    for name in sorted(form.languages or [UNNAMED], key=lambda name: name != form.default_language):
        code = codes.get(name) or given.get(name) or UNDETERMINED
        if name == UNNAMED and code == UNDETERMINED:
            findings.append(_said_unnamed(bool(form.languages)))
        languages.append(FormLanguage(name, canonical_code(code)))
    return tuple(languages), findings


def canonical_code(code: str) -> str:
    """Return a language code as BCP 47 writes it: `pt_br` → `pt-BR`, `UZ-latn` → `uz-Latn`."""
    head, *rest = code.strip().replace("_", "-").split("-")
    if "x" in rest:
        return code.lower()
    return "-".join([head.lower(), *(_canonical_subtag(part) for part in rest)])


def _canonical_subtag(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) in {2, 3} else part.lower()


def suggest_code(name: str) -> str:
    """Return the code of the language that `name` is a name of, in its own or in a common language, or nothing."""
    plain = " ".join(re.sub(r"[()\[\]]", " ", name).split()).casefold()
    if _BARE_CODE.fullmatch(name.strip()) and plain[:2] in _codes_by_name().values():
        return canonical_code(name)
    return _codes_by_name().get(plain, "")


@cache
def _codes_by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    available = {identifier for identifier in localedata.locale_identifiers() if identifier.isalpha()}
    for spoken in (*_NAMES_IN, *sorted(available)):
        locale = Locale(spoken)
        names = locale.languages if spoken in _NAMES_IN else {spoken: locale.languages.get(spoken, "")}
        for code, name in names.items():
            if name and code.isalpha():
                found.setdefault(str(name).casefold(), str(code))
    return found


def _named_languages(workbook: Workbook) -> Iterator[tuple[str, str, str]]:
    for key in ("survey", "choices", "external_choices"):
        sheet = workbook.sheet(key)
        for column in text_columns(sheet):
            if column.language:
                yield column.language, sheet.name, column.header


def _with_names(workbook: Workbook, renamed: Mapping[str, str]) -> Workbook:
    if not renamed:
        return workbook
    for key in ("survey", "choices", "external_choices"):
        sheet = workbook.sheet(key)
        headers = {
            column.header: f"{column.prefix}::{renamed[column.language]}"
            for column in text_columns(sheet)
            if column.language in renamed
        }
        if headers:
            workbook = workbook.with_sheet(key, _with_headers(sheet, headers))
    return workbook


def _with_headers(sheet: Sheet, headers: Mapping[str, str]) -> Sheet:
    """Rename columns; where the new name exists already, its own cells win."""
    rows = []
    for row in sheet.rows:
        cells: dict[str, str] = {}
        for header, text in row.cells.items():
            if header not in headers or headers[header] not in row.cells:
                cells[headers.get(header, header)] = text
        rows.append(Row(row.number, cells))
    columns: dict[str, int] = {}
    for header, position in sheet.columns.items():
        columns.setdefault(headers.get(header, header), position)
    return Sheet(sheet.name, columns, tuple(rows), sheet.header_row)


def _with_default_language(
    workbook: Workbook, codes: Mapping[str, str], given: Mapping[str, str]
) -> tuple[Workbook, str, list[Finding]]:
    """Let the setting name a language of the form; return which, or an empty string when it names none."""
    settings = workbook.sheet("settings")
    header = settings.column("default_language")
    wanted = settings.rows[0].cells.get(header, "") if settings.rows and header else ""
    if not wanted or wanted in codes or not codes:
        return workbook, wanted, []
    code, _ = language_code(wanted, given)
    match = next((name for name, known in codes.items() if known == code), "")
    first, *rest = settings.rows
    cells = {key: text for key, text in first.cells.items() if key != header} | ({header: match} if match else {})
    settled = settings.with_rows([Row(first.number, cells), *rest])
    finding = _said_default(wanted, match, list(codes), settings.name, first.number, header)
    return workbook.with_sheet("settings", settled), match, [finding]


def _said_default(wanted: str, match: str, names: list[str], sheet: str, row: int, column: str) -> Finding:
    used = f"{match} is meant and used." if match else f"{names[0]} is used."
    return (note if match else warning)(
        "default-language",
        f"The default language {wanted} is no language of this form; {used}",
        f"Write one of: {', '.join(names)}.",
        sheet=sheet,
        row=row,
        column=column,
    )


def _said_merged(name: str, other: str, code: str, sheet: str, header: str) -> Finding:
    return note(
        "language-named-twice",
        f"{name} and {other} are the same language ({code}); they are treated as one.",
        "Use one name for a language in all sheets.",
        sheet=sheet,
        column=header,
    )


def _said_unnamed(mixed: bool) -> Finding:
    what = (
        "Some texts stand in columns without a language." if mixed else "The form does not say what language it is in."
    )
    return warning(
        "language-unnamed",
        f"{what} Screens cannot choose the right voice, font and direction for it.",
        "Write the language into the headers, for instance label::English (en), or choose it here.",
        sheet="survey",
    )
