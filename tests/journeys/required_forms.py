"""The forms that the tablet's requirements are measured on, and two short ways to measure."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from fieldkit.i18n.pack import language_pack
from tests.journeys.faults import probe
from tests.journeys.form_harness import Harness, form_of
from tests.journeys.test_form_filling_access import TOWNS
from tests.journeys.test_form_filling_screen import VISIT

FORMS = Path(__file__).parent / "forms"
LANGUAGES = [{"name": "English (en)", "code": "en"}, {"name": "Arabic (ar)", "code": "ar"}]
SCRIPTS = """
| survey |            |      |                           |                           |                               |
|        | type       | name | label::English (en)       | label::العربية (ar)       | label::Українська (uk)        |
|        | text       | a    | What *really* happened?   | ماذا حدث؟                 | Що сталося?                   |
|        | select_one yn | b | And again?                | ومرة أخرى؟                | І ще раз?                     |
| choices |           |      |                           |                           |                               |
|        | list_name  | name | label::English (en)       | label::العربية (ar)       | label::Українська (uk)        |
|        | yn         | yes  | Yes                       | نعم                       | Так                           |
|        | yn         | no   | No                        | لا                        | Ні                            |
"""
THREE = [
    {"name": "English (en)", "code": "en"},
    {"name": "العربية (ar)", "code": "ar"},
    {"name": "Українська (uk)", "code": "uk"},
]


@cache
def every_kind_of_question() -> dict[str, Any]:
    return form_of((FORMS / "every_kind.md").read_text(encoding="utf-8") + TOWNS, languages=LANGUAGES)


@cache
def visit_form() -> dict[str, Any]:
    return form_of(VISIT, languages=LANGUAGES)


def speak(harness: Harness, code: str) -> None:
    """Let the app's own words be those of a language, before or while a form is open."""
    harness.call("usePack", language_pack(code))


def probed(page: Page, *names: str) -> list[str]:
    return [f"{name}: {fault}" for name in names for fault in page.evaluate(probe(name))]
