"""Messages of a script that stand inside the values of another: `t('Call %(name)s', { name: t('somebody') })`.

Babel's extractor passes over such an inner call.
"""

import re
from collections.abc import Iterator, Mapping

from babel.messages.jslexer import Token, tokenize, unquote_string

_FILLED = re.compile(r"\$\{(.*?)\}", re.DOTALL)


def script_calls(source: str, texts: Mapping[str, int]) -> Iterator[str | tuple[str, ...]]:
    """Yield what every call of a function says, wherever it stands.

    Args:
        source: JavaScript.
        texts: name of a function → how many of its first arguments are texts.
    """
    tokens = [token for token in tokenize(source, jsx=False) if not token.type.endswith("comment")]
    for at, token in enumerate(tokens):
        if token.type == "template_string":
            for inner in _FILLED.findall(token.value):
                yield from script_calls(inner, texts)
        if token.type == "name" and token.value in texts and _is(tokens, at + 1, "("):
            said = _literals(tokens, at + 2, texts[token.value])
            if said:
                yield said[0] if len(said) == 1 else said


def _literals(tokens: list[Token], at: int, wanted: int) -> tuple[str, ...]:
    """Return the literals that stand from `at` on, separated by commas; nothing when there are fewer."""
    found = []
    for number in range(wanted):
        place = at + 2 * number
        if place >= len(tokens) or tokens[place].type != "string" or (number and not _is(tokens, place - 1, ",")):
            return ()
        found.append(unquote_string(tokens[place].value))
    return tuple(found)


def _is(tokens: list[Token], at: int, sign: str) -> bool:
    return at < len(tokens) and tokens[at].value == sign
