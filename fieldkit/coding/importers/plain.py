"""Plain text files, whatever program and decade they come from."""

from fieldkit.coding.importers import Imported
from fieldkit.errors import Problem

CHARACTER_SETS = (
    "utf-8",
    "utf-16",
    "cp1256",
    "cp1252",
    "cp1251",
    "cp1250",
    "cp1254",
    "iso8859_6",
    "mac_arabic",
    "mac_roman",
)
"""What a person may choose when the finding out went wrong."""

_USUAL = {
    "cp1256": ("ar", "fa", "ur", "ps", "ckb"),
    "cp1251": ("uk", "ru", "bg", "sr", "mk", "be"),
    "cp1250": ("pl", "cs", "sk", "hu", "ro", "hr", "sl", "sq"),
    "cp1252": ("en", "it", "fr", "es", "de", "pt", "nl", "sv", "da", "fi", "no", "nb", "ca"),
    "cp1254": ("tr",),
}
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OTHER_FORMATS = (b"%PDF-", b"{\\rtf")
"""How files begin that are written in plain characters and are no plain text all the same."""

_DAMAGED = 8
"""With at least so many letters beyond ASCII read as UTF-8 for each that cannot be, a file is UTF-8 and damaged."""

_SAMPLE = 256 * 1024
_MOST_CONTROLS = 0.002
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1a\x1e\x85")


def read_plain(name: str, content: bytes, *, language: str = "", character_set: str = "") -> Imported:
    """Decode a text file: by its byte-order mark, as UTF-8, as UTF-16, else by the likeliest older character set.

    An older character set cannot be known for certain: the usual one of `language` is preferred where the bytes allow
    it, and the one used is said in `how`, so that a person can choose another.

    Raises:
        Problem: `422.not-text` when it is no text in any of these, `422.character-set` when it does not fit the one
            chosen or is damaged.
    """
    if character_set:
        return Imported(_decode_chosen(name, content, character_set), character_set)
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Imported(_decode_or_refuse(name, content, encoding), encoding.removesuffix("-sig"))
    if (wide := _utf16_without_mark(content)) is not None:
        return Imported(_decode_or_refuse(name, content, wide), "utf-16")
    if _looks_binary(content) or content.lstrip()[:5] in _OTHER_FORMATS:
        raise _not_text(name)
    try:
        return Imported(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(content):
            raise _damaged(name, error) from error
        encoding = _likeliest(name, content, language)
        return Imported(_decode_or_refuse(name, content, encoding), encoding)


def _decode_chosen(name: str, content: bytes, character_set: str) -> str:
    if character_set not in CHARACTER_SETS:
        raise Problem("422.character-set", "There is no such choice of characters.", where=character_set)
    try:
        return content.decode("utf-8-sig" if character_set == "utf-8" else character_set)
    except UnicodeDecodeError as error:
        raise Problem(
            "422.character-set",
            f"The file's characters are not {character_set}.",
            where=f"{name}, byte {error.start + 1}",
            remedy="Choose another character set, or let it be found out.",
        ) from error


def _decode_or_refuse(name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(name) from error


def _utf16_without_mark(content: bytes) -> str | None:
    """Tell UTF-16 without a mark by where its spaces and line ends are: U+0020 and U+000A have one zero byte."""
    sample = content[:_SAMPLE]
    if len(content) % 2 or len(sample) < 4:
        return None
    pairs = [sample[index : index + 2] for index in range(0, len(sample) - 1, 2)]
    little = sum(pair in (b" \x00", b"\n\x00") for pair in pairs)
    big = sum(pair in (b"\x00 ", b"\x00\n") for pair in pairs)
    if max(little, big) < len(pairs) / 50 or min(little, big) * 10 > max(little, big):
        return None
    return "utf-16-le" if little > big else "utf-16-be"


def _looks_binary(content: bytes) -> bool:
    sample = content[:_SAMPLE]
    controls = sum(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in sample)
    return controls > len(sample) * _MOST_CONTROLS


def _is_damaged_utf8(content: bytes) -> bool:
    """Letters of an older character set hardly ever happen to be UTF-8."""
    read = content.decode("utf-8", "replace")
    bad = read.count("\ufffd")
    return sum(character > "\x7f" for character in read) - bad >= _DAMAGED * bad


def _damaged(name: str, error: UnicodeDecodeError) -> Problem:
    return Problem(
        "422.character-set",
        "The file is UTF-8, but some of it is damaged.",
        where=f"{name}, byte {error.start + 1}",
        remedy="Save it anew from the program that made it, or choose the character set that it is in.",
    )


def _likeliest(name: str, content: bytes, language: str) -> str:
    from charset_normalizer import from_bytes

    primary = language.split("-", maxsplit=1)[0].lower()
    usual = next((page for page, languages in _USUAL.items() if primary in languages), None)
    if usual and _fits(content, usual):
        return usual
    best = from_bytes(content, cp_isolation=list(CHARACTER_SETS[:-1])).best()
    if best is None:
        raise _not_text(name)
    return best.encoding


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _not_text(name: str) -> Problem:
    return Problem(
        "422.not-text",
        "The file does not hold plain text.",
        where=name,
        remedy="Open it in the program that made it and save it as plain text in UTF-8.",
    )
