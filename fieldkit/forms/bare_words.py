"""Words in expressions that name nothing: `maybe` in required, a question's name without `${}`, a text without quotes.

XPath reads a bare word as a node below the question, and there is none: the comparison is never true, the rule is never
applied. Within the brackets of a list the same word is a column, and is left alone.
"""

from collections.abc import Iterator, Sequence

from lxml import etree

from fieldkit.forms.expressions import Written, place_of, shown, written_expressions
from fieldkit.forms.findings import warning
from fieldkit.forms.lint import Places
from fieldkit.forms.model import Finding, Question
from fieldkit.forms.xpath import Expression, Path, parts_of, read_xpath

_YES_OR_NO = {"required", "readonly"}


def bare_words(root: etree._Element, questions: Sequence[Question], places: Places) -> list[Finding]:
    """Return a warning for every word in an expression that names no node, with what is probably meant.

    Args:
        root: of the XForm as Collect reads it.
        questions: of that form.
        places: where they stand in the spreadsheet.
    """
    paths = {question.path for question in questions}
    found: list[Finding] = []
    for written in written_expressions(root):
        expression = read_xpath(written.text)
        words = [word for word in _bare(expression) if f"{written.path}/{word}" not in paths]
        if words and len(expression) == 1 and expression[0] == read_xpath(words[0])[0]:
            found.append(_said_alone(words[0], written, paths, places))
        else:
            found += [_said_within(word, written, paths, places) for word in words]
    return list(dict.fromkeys(found))


def _bare(expression: Expression) -> Iterator[str]:
    """Yield the words that stand alone, outside of all predicates."""
    for operand in expression:
        if not isinstance(operand, Path):
            for part in parts_of(operand):
                yield from _bare(part)
        elif not operand.absolute and operand.start is None and len(operand.steps) == 1:
            step = operand.steps[0]
            if not step.axis and step.name not in {".", "..", "*"} and not step.name.endswith("()"):
                yield step.name


def _is_question(word: str, paths: set[str]) -> bool:
    return any(path.endswith(f"/{word}") for path in paths)


def _said_alone(word: str, written: Written, paths: set[str], places: Places) -> Finding:
    if written.column not in _YES_OR_NO or _is_question(word, paths):
        return _said_within(word, written, paths, places)
    column = {"readonly": "read_only"}.get(written.column, written.column)
    what = f"{word} in {column} of {written.name} is neither yes nor no, and is never true: it is as if no stood there."
    remedy = "Write yes or no, or a condition such as ${age} < 18."
    return warning("word-unknown", what, remedy, **place_of(written, places))


def _said_within(word: str, written: Written, paths: set[str], places: Places) -> Finding:
    what = f"{written.name} names {word} without ${{}} or quotation marks, and so names nothing: {shown(written.text)}"
    if _is_question(word, paths):
        remedy = f"Write ${{{word}}} for the answer to that question, or '{word}' for the word itself."
    else:
        remedy = f"Write '{word}' for the word itself; no question is called so."
    return warning("name-bare", what, remedy, **place_of(written, places))
