"""Finds every message in the sources: Python, templates, page and tablet scripts, and what problems say."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract_from_file

from fieldkit.i18n.pack import TABLET_NOTE
from fieldkit.i18n.scripts import script_calls
from fieldkit.i18n.spoken import PROBLEM_NOTE

Keywords = dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None]
Text = str | tuple[str, ...]

PACKAGE = Path(__file__).parent.parent
SCRIPT_FOLDERS = ("tablet", "web/scripts")
TABLET_FOLDERS = ("tablet",)
PYTHON_KEYWORDS: Keywords = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
SCRIPT_KEYWORDS: Keywords = {"t": None, "n": (1, 2)}
SCRIPT_TEXTS = {"t": 1, "n": 2}
SPEAKERS = frozenset({"Problem", "EnvironmentProblem", "UsageProblem", "FormRefused", "Finding"})
SPOKEN_ARGUMENTS = ("what", "remedy")


class Found(NamedTuple):
    """A message: its text (singular and plural where it counts) and notes for the translator."""

    text: Text
    notes: tuple[str, ...]


def find_messages(package: Path = PACKAGE) -> Iterator[Found]:
    """Yield every message of the package, in the order of its files."""
    for path in sorted(package.rglob("*.py")):
        yield from _extracted("python", path, PYTHON_KEYWORDS)
        yield from (Found(text, (PROBLEM_NOTE,)) for text in spoken_texts(path.read_text(encoding="utf-8")))
    for path in sorted(package.rglob("*.html")):
        yield from _extracted("jinja2", path, PYTHON_KEYWORDS)
    for folder in SCRIPT_FOLDERS:
        notes = (TABLET_NOTE,) if folder in TABLET_FOLDERS else ()
        for path in sorted((package / folder).rglob("*.js")):
            yield from _extracted("javascript", path, SCRIPT_KEYWORDS, notes)
            yield from (Found(text, notes) for text in script_calls(path.read_text(encoding="utf-8"), SCRIPT_TEXTS))


def spoken_texts(source: str) -> Iterator[str]:
    """Yield what the problems and findings of a Python module say, their values as named placeholders."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) in SPEAKERS:
            yield from filter(None, (_template(argument) for argument in _spoken_arguments(node)))


def _extracted(method: str, path: Path, keywords: Keywords, notes: tuple[str, ...] = ()) -> Iterator[Found]:
    options = {"trimmed": "false", "encoding": "utf-8", "template_string": "true"}
    for _line, text, comments, _context in extract_from_file(method, path, keywords, ("L10N:",), options):
        yield Found(text, (*notes, *(comment.removeprefix("L10N:").strip() for comment in comments)))


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _spoken_arguments(call: ast.Call) -> Iterator[ast.expr]:
    """Yield the sentences: `what` stands second when it has no name, after the code."""
    if len(call.args) > 1 and _name(call.func) != "Finding":
        yield call.args[1]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in SPOKEN_ARGUMENTS)


def _template(node: ast.expr) -> str:
    """Return a sentence as the catalogue has it, or nothing when it is no literal."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts = [_part(value, number) for number, value in enumerate(node.values)]
    return "".join(parts) if any(letter in string.ascii_letters for letter in _fixed(node)) else ""


def _part(value: ast.expr, number: int) -> str:
    if isinstance(value, ast.Constant):
        return str(value.value).replace("%", "%%")
    inner = value.value if isinstance(value, ast.FormattedValue) else value
    return f"%({_name(inner) or f'value{number}'})s"


def _fixed(node: ast.JoinedStr) -> str:
    return "".join(str(value.value) for value in node.values if isinstance(value, ast.Constant))
