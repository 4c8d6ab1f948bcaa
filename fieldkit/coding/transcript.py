"""The text of a transcript: normalised once, hashed, cut into turns, aligned with its translation.

Every offset in Fieldkit counts Unicode code points of the normalised text, [start, end); Python's own string indices.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from fieldkit.errors import Problem

LONGEST_TEXT = 2_000_000
"""Code points; about twenty times a long interview."""

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_NOTHING_SEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Categories of characters that nobody sees: spaces, controls, marks of direction."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True)
class Turn:
    """One speaker's stretch of a text.

    Attributes:
        position: from 0, in the order of the text.
        speaker: as the transcript names them, or an empty string.
        start: where the speech begins (its label is outside), in code points.
        end: where it ends, in code points.
        seconds: the time in the recording that the text names, or None.
        aligned: for a translation: the position of the original's turn that this one renders, or None.
    """

    position: int
    speaker: str
    start: int
    end: int
    seconds: float | None = None
    aligned: int | None = None


def normalise(text: str, *, where: str = "") -> str:
    """Return `text` in NFC with LF line ends, without byte-order marks and without spaces at line ends.

    Doing it again changes nothing. `where` is what a refusal names, e.g. the file.

    Raises:
        Problem: `422.text-unreadable` when it holds NUL or half a surrogate pair, `422.text-empty` when nothing is
            left, `413.text-too-long` above `LONGEST_TEXT`.
    """
    if len(text) > LONGEST_TEXT:
        raise Problem(
            "413.text-too-long",
            f"The text has {len(text):,} characters; up to {LONGEST_TEXT:,} can be worked with at once.",
            where=where,
            remedy="Split it into parts and import each one.",
        )
    if strange := _NO_TEXT.search(text):
        line = len(_LINE_ENDS.sub("\n", text[: strange.start()]).split("\n"))
        raise Problem(
            "422.text-unreadable",
            "The text holds characters that are no text.",
            where=f"{where}, line {line}" if where else "",
            remedy="Open it in a word processor, save it as plain text in UTF-8, and import that file.",
        )
    composed = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text.replace("\ufeff", "")))
    kept = "\n".join(line.rstrip() for line in composed.split("\n")).strip("\n")
    if not is_seen(kept):
        raise Problem("422.text-empty", "There is no text in it.", where=where, remedy="Choose a file that holds text.")
    return kept


def is_seen(text: str) -> bool:
    """Tell whether there is anything in `text` that people see."""
    return any(unicodedata.category(character) not in _NOTHING_SEEN for character in text)


def is_text(text: str) -> bool:
    """Tell whether `text` can be stored as UTF-8 text: no NUL, no half of a surrogate pair."""
    return _NO_TEXT.search(text) is None


def text_hash(text: str) -> str:
    """Return the lower-case hex SHA-256 of the UTF-8 bytes of `text`."""
    return hashlib.sha256(text.encode()).hexdigest()


def whole_turn(text: str, speaker: str) -> tuple[Turn, ...]:
    """Return the one turn of a text that a single person said or wrote."""
    start = len(text) - len(text.lstrip())
    return (Turn(0, speaker, start, len(text.rstrip())),)


def align_by_position(turns: Sequence[Turn], original_turns: int) -> tuple[Turn, ...]:
    """Align a translation with its original: its nth turn renders the original's nth turn.

    Turns beyond the original's last one stay without a partner, for a person to place.
    """
    return tuple(
        Turn(turn.position, turn.speaker, turn.start, turn.end, turn.seconds, turn.position)
        if turn.position < original_turns
        else turn
        for turn in turns
    )


def first_doubt(original: Sequence[Turn], translation: Sequence[Turn]) -> int | None:
    """Return the position of the first turn of the translation whose alignment looks wrong, or None.

    Speakers may be named differently on the two sides, but one name of the original should always meet the same name
    of the translation.
    """
    partners: dict[str, str] = {}
    for turn in translation:
        if turn.aligned is None or turn.aligned >= len(original):
            return turn.position
        if partners.setdefault(original[turn.aligned].speaker, turn.speaker) != turn.speaker:
            return turn.position
    return None
