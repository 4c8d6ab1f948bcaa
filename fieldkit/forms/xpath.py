"""XPath 1.0 taken apart, as far as checks need it: which functions are called with what, and which nodes are named.

How strongly operators bind does not matter here: an expression is its operands, in order. The grammar is that of
https://www.w3.org/TR/1999/REC-xpath-19991116/ (sections 2 and 3).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"\s*(?:"
    r"(?P<literal>'[^']*'|\"[^\"]*\")"
    r"|(?P<number>\d+(?:\.\d*)?|\.\d+)"
    r"|(?P<axis>[a-z-]+)\s*::"
    r"|(?P<name>[^\W\d][\w.-]*(?::(?:[^\W\d][\w.-]*|\*))?)"
    r"|(?P<sign>\.\.|//|!=|<=|>=|[.()\[\],/@$*+=<>|-])"
    r")"
)
_OPERATORS = {"=", "!=", "<", "<=", ">", ">=", "+", "-", "|"}
_WORDS = {"and", "or", "mod", "div"}
_NODE_TYPES = {"node", "text", "comment", "processing-instruction"}
_BEFORE_OPERAND = {"", "(", "[", ",", "@", "::", "/", "//", "$", "operator"}


@dataclass(frozen=True)
class Literal:
    """A text in quotation marks, without them; or a number, as it is written."""

    text: str


@dataclass(frozen=True)
class Step:
    """One step of a path: `name`, `..`, `.`, `*`, `@id`, `text()`; with the predicates behind it.

    Attributes:
        axis: as written (`ancestor`), `@` for an attribute, or an empty string.
    """

    name: str
    axis: str = ""
    predicates: "tuple[Expression, ...]" = ()


@dataclass(frozen=True)
class Path:
    """A location: from the root, from what a call or a bracket gives, or from where the expression stands."""

    steps: tuple[Step, ...]
    absolute: bool = False
    start: "Call | Group | None" = None


@dataclass(frozen=True)
class Call:
    """A function and what it is given."""

    name: str
    arguments: "tuple[Expression, ...]"


@dataclass(frozen=True)
class Group:
    """What stands in brackets, with predicates behind the bracket; a call with predicates is a group, too."""

    inside: "Expression"
    predicates: "tuple[Expression, ...]"


Operand = Literal | Path | Call | Group
Expression = tuple[Operand, ...]


class XPathError(ValueError):
    """A text that cannot be taken apart."""


@lru_cache(maxsize=4096)  # every check of a form reads every expression
def read_xpath(text: str) -> Expression:
    """Return the operands of an expression; nothing when it is no XPath, for that is said elsewhere."""
    try:
        reader = _Reader(list(_tokens(text)))
        found = reader.expression()
    except XPathError:
        return ()
    return found if reader.at_end else ()


def calls_in(expression: Expression) -> Iterator[Call]:
    """Yield every call of a function, the outer ones first."""
    for operand in expression:
        if isinstance(operand, Call):
            yield operand
        for part in parts_of(operand):
            yield from calls_in(part)


def parts_of(operand: Operand) -> Iterator[Expression]:
    """Yield the expressions within an operand: arguments, what stands in brackets, predicates."""
    match operand:
        case Call(arguments=arguments):
            yield from arguments
        case Group(inside=inside, predicates=predicates):
            yield inside
            yield from predicates
        case Path(steps=steps, start=start):
            if start:
                yield (start,)
            for step in steps:
                yield from step.predicates


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def _tokens(text: str) -> Iterator[_Token]:
    at, before = 0, ""
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise XPathError(text)
        kind = str(match.lastgroup)
        token = _Token(kind, match[kind])
        if _is_operator(token, before):
            token = _Token("operator", token.text)
        before = {"axis": "::", "operator": "operator", "sign": token.text}.get(token.kind, "operand")
        at = match.end()
        yield token


def _is_operator(token: _Token, before: str) -> bool:
    """Tell the `*` that multiplies and the word `mod` from those that name nodes (section 3.7 of XPath 1.0)."""
    if token.text in _OPERATORS and token.kind == "sign":
        return True
    return before not in _BEFORE_OPERAND and (token.text == "*" or (token.kind == "name" and token.text in _WORDS))


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens, self.at = tokens, 0

    @property
    def at_end(self) -> bool:
        return self.at >= len(self.tokens)

    def expression(self) -> Expression:
        found: list[Operand] = []
        while not self.at_end and not self.sees(")", "]", ","):
            if self.tokens[self.at].kind == "operator":
                self.at += 1
            else:
                found.append(self.operand())
        return tuple(found)

    def sees(self, *signs: str, ahead: int = 0) -> bool:
        at = self.at + ahead
        return at < len(self.tokens) and self.tokens[at].kind == "sign" and self.tokens[at].text in signs

    def take(self) -> _Token:
        if self.at_end:
            raise XPathError("it ends too early")
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, sign: str) -> None:
        if not self.sees(sign):
            raise XPathError(f"{sign} is missing")
        self.at += 1

    def operand(self) -> Operand:
        token = self.tokens[self.at]
        if token.kind in {"literal", "number"}:
            self.at += 1
            return Literal(token.text[1:-1] if token.kind == "literal" else token.text)
        if self.sees("("):
            return self.behind(self.group())
        if token.kind == "name" and self.sees("(", ahead=1) and token.text not in _NODE_TYPES:
            return self.behind(self.call())
        return self.path()

    def group(self) -> Group:
        self.expect("(")
        inside = self.expression()
        self.expect(")")
        return Group(inside, ())

    def call(self) -> Call:
        name = self.take().text
        self.expect("(")
        arguments = []
        while not self.sees(")"):
            arguments.append(self.expression())
            if not self.sees(")"):
                self.expect(",")
                if self.sees(")"):
                    raise XPathError("an argument is missing")
        self.expect(")")
        return Call(name, tuple(arguments))

    def behind(self, start: Call | Group) -> Operand:
        """Read the predicates and steps that stand behind a bracket or a call."""
        if predicates := self.predicates():
            start = Group((start,), predicates)
        if not self.sees("/", "//"):
            return start
        return Path(self.further_steps(), start=start)

    def path(self) -> Path:
        if not self.sees("/", "//"):
            return Path((self.step(), *self.further_steps()))
        if self.sees("//"):
            return Path(self.further_steps(), absolute=True)
        self.at += 1
        begins = not self.at_end and (self.tokens[self.at].kind in {"name", "axis"} or self.sees("*", "@", ".", ".."))
        return Path((self.step(), *self.further_steps()) if begins else (), absolute=True)

    def further_steps(self) -> tuple[Step, ...]:
        steps = []
        while self.sees("/", "//"):
            steps += [Step("*", "descendant")] if self.take().text == "//" else []
            steps.append(self.step())
        return tuple(steps)

    def step(self) -> Step:
        token = self.take()
        axis = ""
        if token.kind == "axis" or token.text in {"@", "$"}:
            axis, token = token.text, self.take()
        if token.kind != "name" and token.text not in {".", "..", "*"}:
            raise XPathError(token.text)
        name = token.text
        if self.sees("("):
            self.group()
            name += "()"
        return Step(name, axis, self.predicates())

    def predicates(self) -> tuple[Expression, ...]:
        found = []
        while self.sees("["):
            self.at += 1
            found.append(self.expression())
            self.expect("]")
        return tuple(found)
