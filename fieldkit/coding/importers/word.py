"""Word documents.

Paragraphs are gathered from the document's own tree, not from python-docx's `iter_inner_content`, which passes over
content controls and text that was inserted while changes were tracked: words that a person sees would be lost.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from fieldkit.coding.importers import Imported
from fieldkit.errors import Problem

_MOST_PARTS = 5_000
_LARGEST_UNPACKED = 64 * 1024 * 1024
_LARGEST_XML = 32 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DELETED = frozenset({f"{_W}del", f"{_W}moveFrom", _FALLBACK})
_WORDS = frozenset({f"{_W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
_CHARACTERS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}sym": "\ufffd",  # a picture of its font; what it shows no text can say, but something stands there
}
_APART = {"word/footnotes.xml": "footnotes", "word/endnotes.xml": "endnotes", "word/comments.xml": "comments"}
_OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_word(name: str, content: bytes) -> Imported:
    """Read the text of a .docx: paragraphs a line each, a table's row a line with tabs between its cells.

    Text that was deleted while changes were tracked is left out, text that was inserted is taken.

    Raises:
        Problem: `422.word-old` for .doc or a document with a password, `422.word-broken` for what is no Word
            document, `413.word-unpacks-too-large` for what would fill the memory.
    """
    if content.startswith(_OLD_FORMAT):
        raise Problem(
            "422.word-old",
            "The document is in Word's old format, or is locked with a password.",
            where=name,
            remedy="Open it in a word processor, take the password off, and save it as .docx.",
        )
    parts = _check_package(name, content)
    try:
        from docx import Document

        body = Document(io.BytesIO(content)).element.body
        if body.getroottree().docinfo.doctype:  # of a part whose name hid it from the check of the package
            raise _broken(name)
        text = "\n".join(_lines(body))
    except Problem:
        raise
    except Exception as error:  # python-docx and lxml raise many kinds; whichever it is, the document is broken
        raise _broken(name) from error
    left_out = tuple(words for part, words in _APART.items() if _holds_text(parts.get(part, b"")))
    return Imported(text, "docx", left_out)


def _check_package(name: str, content: bytes) -> dict[str, bytes]:
    """Refuse bombs before anything is parsed; return the parts that stand apart from the text."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            if len(members) > _MOST_PARTS or sum(member.file_size for member in members) > _LARGEST_UNPACKED:
                raise _too_large(name)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    if member.file_size > _LARGEST_XML:
                        raise _too_large(name)
                    if re.search(rb"<!\s*DOCTYPE|<\x00!\x00D", package.read(member), re.IGNORECASE):
                        raise _broken(name)
            held = set(package.namelist())
            return {part: package.read(part) for part in _APART if part in held}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _broken(name) from error


def _lines(container: Any) -> Iterator[str]:
    for child in container:
        if child.tag in _DELETED:
            continue
        if child.tag == f"{_W}p":
            yield _paragraph(child)
            yield from _boxed(child)
        elif child.tag == f"{_W}tr":
            cells = [cell for cell in child.iter(f"{_W}tc") if _row_of(cell) is child]
            yield "\t".join("\n".join(_lines(cell)).strip("\n") for cell in cells)
        elif len(child):
            yield from _lines(child)


def _row_of(cell: Any) -> Any:
    return next(cell.iterancestors(f"{_W}tr"))


def _paragraph(paragraph: Any) -> str:
    return "".join(_runs(paragraph))


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _DELETED or child.tag in {f"{_W}txbxContent", f"{_W}pPr", f"{_W}rPr"}:
            continue
        if child.tag in _WORDS:
            yield child.xpath("string()")  # all of it, also around a comment
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        else:
            yield from _runs(child)


def _boxed(paragraph: Any) -> Iterator[str]:
    """Yield the lines of the text boxes that are anchored in a paragraph."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        owner = next(box.iterancestors(f"{_W}p"), None)
        if owner is paragraph and not any(True for _ in box.iterancestors(_FALLBACK)):
            yield from _lines(box)


def _holds_text(part: bytes) -> bool:
    return re.search(rb"<w:t[ >][^<]*[^<\s]", part) is not None


def _broken(name: str) -> Problem:
    return Problem(
        "422.word-broken",
        "The file is not a Word document that can be read.",
        where=name,
        remedy="Open it in a word processor, save it anew as .docx, and import that file.",
    )


def _too_large(name: str) -> Problem:
    return Problem(
        "413.word-unpacks-too-large",
        "The document unpacks to far more than a transcript needs.",
        where=name,
        remedy="Take the pictures out of it and save it anew.",
    )
