"""An XLSForm becomes a form that can be published. The only module that imports pyxform."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from fieldkit.forms.bare_words import bare_words
from fieldkit.forms.choice_files import choice_file_errors
from fieldkit.forms.choice_rows import doubtful_rows
from fieldkit.forms.circles import circles
from fieldkit.forms.dashes import without_dashes
from fieldkit.forms.expressions import unreadable_expressions
from fieldkit.forms.filter_columns import missing_columns
from fieldkit.forms.findings import FormRefused, error, refuse_errors
from fieldkit.forms.functions import misused_functions
from fieldkit.forms.itemsets import ITEMSETS, TABLET_ITEMSETS, itemsets_csv, labelled_languages, tablet_itemsets_csv
from fieldkit.forms.languages import UNDETERMINED, UNNAMED, languages_of_form, text_columns
from fieldkit.forms.lint import Places, lint_form
from fieldkit.forms.media import media_named_by, missing_media
from fieldkit.forms.model import CompiledForm, Finding, Question
from fieldkit.forms.patterns import unreadable_patterns
from fieldkit.forms.prepare import Prepared, prepare
from fieldkit.forms.pyxform_messages import findings_from_error, findings_from_warnings
from fieldkit.forms.repeats import many_for_one
from fieldkit.forms.survey_rows import row_paths
from fieldkit.forms.tablet_lint import tablet_findings
from fieldkit.forms.tablet_xform import for_the_tablet
from fieldkit.forms.titles import with_titles
from fieldkit.forms.workbook import Sheet, Workbook
from fieldkit.forms.xform import XForm, parse_xform, questions_of

_ELEMENT = re.compile(r"[^\W\d][\w.-]*(::?[^:]+)*")
"""A name, and behind colons a language or what kind of text it is."""

_PREFIX = re.compile(r"Namespace prefix (\S+) ")

_OTHER_NAMES = (("readonly", "read_only"), ("relevant", "relevance"), ("calculation", "calculate"))
"""Columns that an author may call otherwise; the first name is the one that findings use."""


def compile_form(
    name: str,
    content: bytes,
    *,
    media: Mapping[str, bytes] | None = None,
    language_codes: Mapping[str, str] | None = None,
) -> CompiledForm:
    """Read an XLSForm of any kind and turn it into everything that a published version is made of.

    Args:
        name: the file's name; it gives the id of a form that has none.
        content: the bytes of an .xlsx, .xls, .csv or Markdown file; the kind is told from them.
        media: the files that came with it, by name.
        language_codes: codes for languages that the form names without one (`{"العربية": "ar"}`); `default` stands
            for a form that names no language.

    Raises:
        FormRefused: with every finding, when the form cannot be published as it is.
    """
    supplied, codes_given = media or {}, language_codes or {}
    ready = prepare(name, content, supplied, codes_given)
    refuse_errors(ready.findings)
    xform, said = _converted(ready.workbook, ready.findings)
    form = _parsed(xform, ready)
    languages, more = languages_of_form(form, ready.codes, codes_given)
    questions = _with_roles(form, ready, {language.name: language.code for language in languages})
    titled, on_titles = with_titles(languages, ready.settings.titles, codes_given)
    tablet_xform, made = _for_both(form, xform, ready.workbook.sheet("external_choices"))
    wanted = tuple(dict.fromkeys([*media_named_by(form.root), *made]))
    places = _places(ready.workbook, questions)
    findings = (
        *ready.findings,
        *said,
        *more,
        *on_titles,
        *missing_media(wanted, [*supplied, *made], ready.workbook),
        *choice_file_errors(form.root, supplied),
        *doubtful_rows(form.root, supplied),
        *lint_form(questions, places),
        *unreadable_expressions(form.root, places),
        *misused_functions(form.root, places),
        *circles(form.root, questions, places),
        *many_for_one(form.root, questions, places),
        *unreadable_patterns(form.root, places),
        *bare_words(form.root, questions, places),
        *missing_columns(form.root, ready.workbook.sheet("choices"), supplied, places),
        *tablet_findings(form.root, questions, places),
    )
    refuse_errors(findings)
    settings = ready.settings
    return CompiledForm(
        form_id=settings.form_id,
        version=settings.version,
        title=settings.title,
        instrument=settings.instrument,
        xform=xform,
        tablet_xform=tablet_xform,
        languages=titled,
        questions=questions,
        media_names=wanted,
        findings=findings,
        made_media=made,
    )


def _converted(workbook: Workbook, before: Sequence[Finding]) -> tuple[bytes, list[Finding]]:
    """Run pyxform; whatever it raises becomes a refusal that also carries what was found before."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    warnings: list[str] = []
    try:
        result = convert(_as_pyxform_reads(workbook), warnings=warnings, validate=False)
    except PyXFormError as problem:
        raise FormRefused([*findings_from_error(str(problem), workbook), *before]) from problem
    except Exception as problem:  # TypeError, ValueError, KeyError, RecursionError … on workbooks it did not expect
        raise FormRefused([_said_unexpected(problem, workbook), *before]) from problem
    return without_dashes(result.xform.encode(), workbook), findings_from_warnings(warnings, workbook)


def _parsed(xform: bytes, ready: Prepared) -> XForm:
    """Read what pyxform wrote. It makes elements of the columns in the sheet `choices`, whatever they are called."""
    try:
        return parse_xform(xform)
    except etree.XMLSyntaxError as problem:
        choices = ready.workbook.sheet("choices")
        found = [_unfit_column(choices, header) for header in choices.columns if not _ELEMENT.fullmatch(header)]
        found += _undeclared(str(problem), ready.workbook)
        raise FormRefused([*(found or [_said_unexpected(problem, ready.workbook)]), *ready.findings]) from problem


def _undeclared(problem: str, workbook: Workbook) -> Iterator[Finding]:
    """Yield the columns whose prefix no namespace is declared for (`bind::oc:itemgroup`)."""
    prefix = _PREFIX.search(problem)
    for sheet in workbook.sheets.values() if prefix else ():
        for header in sheet.columns:
            if prefix and re.search(rf"::?\s*{re.escape(prefix[1])}:", header):
                what = f"The column {header} needs the namespace {prefix[1]}, which the form does not declare."
                remedy = f'Declare it in the sheet settings, in namespaces: {prefix[1]}="https://…"; or delete it.'
                yield error("namespace-unknown", what, remedy, sheet=sheet.name, row=sheet.header_row, column=header)


def _unfit_column(choices: Sheet, header: str) -> Finding:
    return error(
        "column-name",
        f"The column {header} cannot be read: what a column of choices is called must be a name.",
        "Write letters, digits, - and _, with a letter first.",
        sheet=choices.name,
        row=choices.header_row,
        column=header,
    )


def _as_pyxform_reads(workbook: Workbook) -> dict[str, Any]:
    sheets: dict[str, Any] = {"sheet_names": list(workbook.all_names)}
    for key, sheet in workbook.sheets.items():
        sheets[key] = [dict(row.cells) for row in sheet.rows]
        sheets[f"{key}_header"] = [dict.fromkeys(sheet.columns)] if sheet.columns else []
    return sheets


def _said_unexpected(problem: Exception, workbook: Workbook) -> Finding:
    located = findings_from_error(str(problem) or type(problem).__name__, workbook)[0]
    what = f"The form cannot be converted: {located.what}"
    remedy = "Compare this form with one that works; the sheets survey, choices and settings are read."
    return error("conversion", what, remedy, sheet=located.sheet, row=located.row, column=located.column)


def _for_both(form: XForm, xform: bytes, external: Sheet) -> tuple[bytes, dict[str, bytes]]:
    """Return the tablet's XForm, and the choice files that are made from the sheet `external_choices`."""
    tablet_xform = for_the_tablet(form.root, xform, labelled_languages(external, form.languages))
    if ITEMSETS not in media_named_by(form.root):
        return tablet_xform, {}
    made = {ITEMSETS: itemsets_csv(external), TABLET_ITEMSETS: tablet_itemsets_csv(external, form.languages)}
    return tablet_xform, made


def _places(workbook: Workbook, questions: tuple[Question, ...]) -> Places:
    survey = workbook.sheet("survey")
    labels = [column.header for column in text_columns(survey) if column.base in {"label", "caption"}]
    rows = row_paths(workbook, root=questions[0].path.split("/")[1])
    headers = {names[0]: header for names in _OTHER_NAMES if (header := survey.column(*names))}
    return Places(survey.name, rows, labels[0] if labels else "label", headers)


def _with_roles(form: XForm, ready: Prepared, codes: Mapping[str, str]) -> tuple[Question, ...]:
    names = {UNNAMED: codes.get(UNNAMED) or codes.get(form.default_language, UNDETERMINED), **codes}
    questions = questions_of(form, names)
    if all(question.kind in {"group", "repeat"} for question in questions):
        raise FormRefused(
            [error("no-questions", "The form has no questions.", "Add a row with a type and a name.", sheet="survey")]
        )
    rows = row_paths(ready.workbook, root=questions[0].path.split("/")[1])
    by_path = {path: ready.roles[row] for path, row in rows.items() if row in ready.roles}
    return tuple(replace(question, role=by_path.get(question.path)) for question in questions)
