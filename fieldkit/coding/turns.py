"""Who speaks where: turns read from a plain transcript, in any script.

A turn begins at a line with a speaker's label: at most four words that start with a letter, then a colon (of any
script) or a tab, as in `INT: …`, `[00:12:30] P1: …`, `P1 (00:12): …` or the row of a table. An ordinary sentence can
look the same ("One thing: …"), so a label counts only when it begins two lines or more, is a role's abbreviation
(up to four capitals or digits), stands beside a time, or opens the text. Where half of all lines begin with a label,
one of up to two words counts although it stands once, and a longer one when few labels are certain.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from fieldkit.coding.transcript import Turn

_INVISIBLE = "[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
_SPACE = rf"(?:[^\S\n]|{_INVISIBLE[:-1]})*"
_TIME = r"[\[(<]?(?P<{name}>(?:\d{{1,2}}:)?\d{{1,3}}:\d{{2}}(?:[.,]\d{{1,3}})?)[\])>]?"
_LABEL = r"(?P<label>[^\W\d_][\w.'’()#/\-\u200c]*(?:[ \u00a0][\w.'’()#/\-\u200c]+){0,3}?)"
_OPENING = re.compile(
    rf"{_SPACE}(?:{_TIME.format(name='before')}{_SPACE}[-–—]?{_SPACE})?{_LABEL}{_SPACE}"
    rf"(?:{_TIME.format(name='within')}{_SPACE})?"
    rf"(?:[：︓]|[:﹕፦](?=\s|{_INVISIBLE[:-1]}|[\[(<]?\d|$)|\t)"
    rf"{_SPACE}(?:{_TIME.format(name='after')}(?=\s|$))?"
)
_LONGEST_LABEL = 40


@dataclass(frozen=True)
class _Opening:
    label: str
    speech: int
    line: int
    seconds: float | None


def parse_turns(text: str) -> tuple[Turn, ...]:
    """Cut a normalised text into turns.

    What stands before the first label is a turn without a speaker; a text without labels is a single one. Turns never
    overlap, keep the text's order, neither begin nor end with white space, and are never empty.
    """
    candidates = list(_openings(text))
    labels = _speakers(text, candidates)
    openings = [opening for opening in candidates if opening.label in labels]
    starts = [_Opening("", 0, 0, None), *openings]
    ends = [opening.line for opening in openings] + [len(text)]
    turns: list[Turn] = []
    for opening, end in zip(starts, ends, strict=True):
        speech = text[opening.speech : end]
        if speech.strip():
            start = opening.speech + len(speech) - len(speech.lstrip())
            stop = opening.speech + len(speech.rstrip())
            turns.append(Turn(len(turns), opening.label, start, stop, opening.seconds))
    return tuple(turns)


def _openings(text: str) -> Iterator[_Opening]:
    line = 0
    for content in text.split("\n"):
        found = _OPENING.match(content)
        if found and len(found["label"]) <= _LONGEST_LABEL:
            time = found["before"] or found["within"] or found["after"]
            yield _Opening(found["label"], line + found.end(), line, _seconds(time) if time else None)
        line += len(content) + 1


def _speakers(text: str, candidates: list[_Opening]) -> set[str]:
    counts = Counter(opening.label for opening in candidates)
    first_line = len(text) - len(text.lstrip())
    certain = {
        opening.label
        for opening in candidates
        if counts[opening.label] > 1
        or opening.seconds is not None
        or opening.line == first_line
        or _is_role(opening.label)
    }
    lines = sum(bool(line.strip()) for line in text.split("\n"))
    if 2 * len(candidates) < lines:
        return certain
    few_certain = 2 * sum(counts[label] for label in certain) <= len(candidates)
    return certain | {label for label in counts if few_certain or len(label.split()) <= 2}


def _is_role(label: str) -> bool:
    return len(label) <= 4 and label == label.upper() and label != label.lower() and label.isalnum()


def _seconds(time: str) -> float:
    total = 0.0
    for part in time.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
