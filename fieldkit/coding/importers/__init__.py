"""Files that become transcripts. What is read now is said here; everything else is refused by name."""

from dataclasses import dataclass
from pathlib import PurePath

from fieldkit.errors import Problem

LARGEST_FILE = 16 * 1024 * 1024
ENDINGS = (".txt", ".docx")


@dataclass(frozen=True)
class Imported:
    """What an importer read.

    Attributes:
        text: as the file has it, not yet normalised.
        how: how it was read, for the person who checks it, e.g. the character set.
        left_out: what the file holds beside the text that was not taken, as words for people.
    """

    text: str
    how: str
    left_out: tuple[str, ...] = ()


def read_file(name: str, content: bytes, *, language: str = "", character_set: str = "") -> Imported:
    """Read the text of a file.

    Args:
        name: the file's name; its ending says how to read it.
        content: the file's bytes.
        language: BCP 47 code of the text, a hint for files in an older character set.
        character_set: one of `plain.CHARACTER_SETS`, or empty to find it out.

    Raises:
        Problem: `413.file-too-large`, `415.ending-unknown`, or what `plain.read_plain` and `word.read_word` raise.
    """
    from fieldkit.coding.importers.plain import read_plain
    from fieldkit.coding.importers.word import read_word

    if len(content) > LARGEST_FILE:
        raise Problem(
            "413.file-too-large",
            f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB.",
            where=name,
            remedy="A transcript is far smaller: check that this is the right file, or take pictures out of it.",
        )
    ending = PurePath(name).suffix.lower()
    if ending == ".txt":
        return read_plain(name, content, language=language, character_set=character_set)
    if ending == ".docx":
        return read_word(name, content)
    raise Problem(
        "415.ending-unknown",
        f"Files that end in {ending or 'nothing'} cannot be read as transcripts.",
        where=name,
        remedy=f"Save it as one of these and import that: {', '.join(ENDINGS)}.",
    )
