"""Identifiers from the raw data, looked for in everything that is about to leave.

Long ones (instance ids, codes, exact times, file names, coordinates, whole names) are looked for anywhere in a text or
in raw bytes; single words of names are looked for as words, also where Arabic joins a particle to them; phone numbers
by their digits, however they are spaced. Words that stand in the form's own labels are no sign of a leak.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

GRAM = 6
"""Values of at least this many characters are found anywhere; shorter ones only as whole words."""

SHORTEST = 3
SHORTEST_PHONE = 7
_WORD = re.compile(r"\w+")
_PHONE = re.compile(r"\+?\d(?:[\s().\-/]{0,2}\d){6,17}")
_PARTICLES = "وفبلك"
_OTHER_DIGIT = re.compile(r"[^\D0-9]")


@dataclass(frozen=True)
class Canary:
    """One identifier: what it is (`name`, `code`, `time` …) and how it reads in the raw data."""

    kind: str
    value: str


class Canaries:
    """A set of identifiers, ready to be looked for."""

    def __init__(self, canaries: Iterable[Canary], *, known_words: Iterable[str] = ()) -> None:
        """Index the canaries.

        Args:
            canaries: what must not leave.
            known_words: texts of the project's own making (labels, titles), whose words prove nothing.
        """
        harmless = {word for text in known_words for word in _WORD.findall(normalised(text))}
        self._long: dict[str, set[str]] = {}
        self._lengths: dict[str, set[int]] = {}  # by their first characters, how long the long values are
        self._words: dict[str, str] = {}
        self._phones: dict[str, str] = {}
        for canary in canaries:
            self._add(canary, harmless)

    def _add(self, canary: Canary, harmless: set[str]) -> None:
        value = normalised(canary.value)
        if canary.kind == "phone":
            digits = re.sub(r"\D", "", value).lstrip("0")
            if len(digits) >= SHORTEST_PHONE:
                self._phones[digits[-SHORTEST_PHONE:]] = canary.kind
        elif len(value) >= GRAM and value not in harmless:
            self._long.setdefault(value, set()).add(canary.kind)
            self._lengths.setdefault(value[:GRAM], set()).add(len(value))
        words = _WORD.findall(value) if canary.kind == "name" else [value]
        for word in words:
            if len(word) >= SHORTEST and not word.isdecimal() and word not in harmless:
                self._words[word] = canary.kind

    def found_in(self, text: str) -> set[str]:
        """Return the kinds of canaries that stand in a text."""
        plain = normalised(text)
        kinds = {hit[1] for hit in self._hits(plain) if _stands_alone(plain, *hit)}
        for word in _WORD.findall(plain):
            bare = word[1:] if word[:1] in _PARTICLES else word
            kinds |= {self._words[one] for one in (word, bare) if one in self._words}
        for number in phone_like(plain):
            digits = re.sub(r"\D", "", number)
            kinds |= {self._phones[digits[-SHORTEST_PHONE:]]} if digits[-SHORTEST_PHONE:] in self._phones else set()
        return kinds

    def found_in_bytes(self, content: bytes) -> set[str]:
        """Return the kinds of long canaries that stand anywhere in bytes, read as UTF-8 and as UTF-16."""
        texts = [content.decode("utf-8", "replace"), *(content[i:].decode("utf-16-le", "replace") for i in (0, 1))]
        return {kind for text in texts for value, kind, _ in self._hits(_folded(text)) if len(value) > GRAM + 1}

    def _hits(self, text: str) -> Iterator[tuple[str, str, int]]:
        """Every long value in `text`, with its kind and place; a text costs the same however many values there are."""
        lengths = self._lengths
        for start in range(len(text) - GRAM + 1):
            if (gram := text[start : start + GRAM]) in lengths:
                for length in lengths[gram]:
                    value = text[start : start + length]
                    for kind in self._long.get(value, ()):
                        yield value, kind, start


def phone_like(text: str) -> list[str]:
    """Return every run of figures in a text that is long enough for a phone number, however it is spaced."""
    return _PHONE.findall(normalised(text))


def normalised(text: str) -> str:
    """Return `text` with case, spacing, digit shapes and ways of composing letters made equal."""
    return " ".join(_folded(text).split())


def _folded(text: str) -> str:
    if text.isascii():  # nothing else to fold, and most of what is searched
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), folded)


def _stands_alone(text: str, value: str, kind: str, start: int) -> bool:
    """Whether no letter or figure runs on; a coordinate may go on, for it is kept to four decimals only."""
    before, after = text[start - 1 : start], text[start + len(value) : start + len(value) + 1]
    runs_on = after.isalnum() and value[-1].isalnum() and kind != "coordinate"
    return not runs_on and not (before.isalnum() and value[0].isalnum())
