"""A spreadsheet made ready for conversion: what is missing settled, what is ours taken out, and all of it said."""

from collections.abc import Mapping
from dataclasses import dataclass

from fieldkit.forms.defaults import settle_defaults
from fieldkit.forms.invisible import without_unseen
from fieldkit.forms.languages import settle_languages
from fieldkit.forms.model import Finding, RoleDeclaration
from fieldkit.forms.roles import take_roles
from fieldkit.forms.selects import unfit_selects
from fieldkit.forms.settings import FormSettings, content_digest, settle_settings
from fieldkit.forms.spelling import doubtful_words
from fieldkit.forms.translations import fill_missing_translations
from fieldkit.forms.workbook import Workbook, read_workbook


@dataclass(frozen=True)
class Prepared:
    """What the converter is given, and what was learnt on the way.

    Attributes:
        workbook: with complete settings, one name per language, no gaps between languages, none of our columns.
        roles: row of the sheet `survey` → what its question means.
        codes: name of a language → its code.
        findings: what was found so far; with an error among them there is nothing to convert.
    """

    workbook: Workbook
    settings: FormSettings
    roles: dict[int, RoleDeclaration]
    codes: dict[str, str]
    findings: tuple[Finding, ...]


def prepare(name: str, content: bytes, media: Mapping[str, bytes], language_codes: Mapping[str, str]) -> Prepared:
    """Read a spreadsheet and settle what does not need the converter.

    Raises:
        FormRefused: when the bytes are no spreadsheet that can be read.
    """
    workbook, on_signs = without_unseen(read_workbook(content))
    workbook, settings, on_settings = settle_settings(workbook, file_name=name, digest=content_digest(content, media))
    workbook, roles, on_roles = take_roles(workbook)
    workbook, codes, on_languages = settle_languages(workbook, language_codes)
    workbook, on_gaps = fill_missing_translations(workbook, codes)
    workbook, on_defaults = settle_defaults(workbook)
    on_words = (*doubtful_words(workbook), *unfit_selects(workbook))
    found = (*on_signs, *on_settings, *on_roles, *on_languages, *on_gaps, *on_defaults, *on_words)
    return Prepared(workbook, settings, roles, codes, found)
